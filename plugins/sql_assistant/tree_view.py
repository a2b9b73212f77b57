"""What the database holds, as a tree: tables with their row counts, columns with types and keys."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

_ICON = Qt.ItemDataRole.UserRole
_OPEN_UP_TO = 8
_ICONS = {
    "table": "mdi6.table",
    "view": "mdi6.table-eye",
    "key": "mdi6.key-variant",
    "link": "mdi6.link-variant",
    "column": "",
}


class SchemaTree(QWidget):
    """The tree with a filter above it.

    Signals:
        name_picked: a table or column was double-clicked; its name.
    """

    name_picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter tables and columns"))
        self.filter.setAccessibleName(tr("Filter tables and columns"))
        self.filter.setClearButtonEnabled(True)
        self.tree = QTreeWidget()
        self._entries: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._set_up_tree()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.grid)
        layout.addWidget(self.filter)
        layout.addWidget(self.tree, 1)
        self._connect_signals()

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setAccessibleName(tr("Schema"))
        tree.setColumnCount(2)
        tree.setHeaderHidden(True)
        tree.setIndentation(2 * self._theme.grid)
        tree.setIconSize(QSize(14, 14))
        tree.setUniformRowHeights(True)
        tree.setExpandsOnDoubleClick(False)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _connect_signals(self) -> None:
        self.filter.textChanged.connect(self._apply_filter)
        self.tree.itemDoubleClicked.connect(lambda item, _column: self.name_picked.emit(item.text(0)))

    def show_schema(self, schema: Schema) -> None:
        """Show a schema; a small one is unfolded."""
        self.tree.clear()
        keys = {(key.table, key.column): key for key in schema.keys}
        self._entries = []
        for table in schema.tables:
            item = self._table_item(table)
            columns = [self._column_item(c, keys.get((table.name, c.name))) for c in table.columns]
            item.addChildren(columns)
            self.tree.addTopLevelItem(item)
            item.setExpanded(len(schema.tables) <= _OPEN_UP_TO)
            self._entries.append((item, columns))
        self._apply_filter(self.filter.text())
        self.retheme(self._theme)

    def retheme(self, theme: Theme) -> None:
        """Draw icons and secondary text in the theme's colours."""
        self._theme = theme
        quiet = QBrush(QColor(theme.secondary))
        icons = {kind: qtawesome.icon(name, color=theme.secondary) for kind, name in _ICONS.items() if name}
        for table, columns in self._entries:
            for item in (table, *columns):
                item.setForeground(1, quiet)
                if icon := icons.get(item.data(0, _ICON)):
                    item.setIcon(0, icon)

    def _table_item(self, table: Table) -> QTreeWidgetItem:
        item = QTreeWidgetItem([table.name, "" if table.row_count is None else f"{table.row_count:,}"])
        item.setData(0, _ICON, table.kind)
        rows = (
            tr("rows not counted")
            if table.row_count is None
            else tr("{count} rows").format(count=f"{table.row_count:,}")
        )
        item.setToolTip(0, f"{table.name}: {tr('view') if table.kind == 'view' else rows}")
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        return item

    def _column_item(self, column: Column, key: ForeignKey | None) -> QTreeWidgetItem:
        item = QTreeWidgetItem([column.name, column.type.lower().partition("(")[0].strip()])
        item.setData(0, _ICON, "key" if column.is_key else "link" if key else "column")
        item.setToolTip(0, _column_tip(column, key))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _apply_filter(self, text: str) -> None:
        wanted = text.strip().lower()
        for table, columns in self._entries:
            whole = wanted in table.text(0).lower()
            hits = 0
            for column in columns:
                hit = whole or wanted in column.text(0).lower()
                column.setHidden(not hit)
                hits += hit
            table.setHidden(not whole and not hits)
            if wanted and hits and not whole:
                table.setExpanded(True)


def _column_tip(column: Column, key: ForeignKey | None) -> str:
    parts = [f"{column.name} {column.type}".strip()]
    if column.is_key:
        parts.append(tr("primary key"))
    if key:
        parts.append(f"→ {key.parent}.{key.parent_column}")
    return " · ".join(parts)
