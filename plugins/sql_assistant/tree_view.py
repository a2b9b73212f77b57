"""The tree of what a database holds, with a filter above it and what can be done with a table or a column in its menu."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QMenu, QTreeView, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.tree_model_view import Node, SchemaModel

_OPEN_UP_TO = 8
_OPEN_MATCHES = 40
_WAIT_MS = 120


class _Tree(QTreeView):
    """Enter picks as a double click does."""

    picked = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.picked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class SchemaTree(QWidget):
    """The tree.

    Signals:
        name_picked: a table or column was double-clicked; its name.
        rows_wanted: the first rows of a table are wanted; its name.
        values_wanted: the values of a column are wanted; names of table and column.
        notes_wanted: the notes on a table are wanted; its name.
        diagram_wanted: a table is to be shown among those that it is tied to; its name.
    """

    name_picked = Signal(str)
    rows_wanted = Signal(str)
    values_wanted = Signal(str, str)
    notes_wanted = Signal(str)
    diagram_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._schema = Schema(())
        self.model = SchemaModel(theme)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter tables and columns"))
        self.filter.setAccessibleName(tr("Filter tables and columns"))
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("role", "small")
        self.count.hide()
        self.tree = _Tree()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._set_up_tree()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.gap)
        layout.addWidget(self.filter)
        layout.addWidget(self.count)
        layout.addWidget(self.tree, 1)
        self._connect_signals()

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setAccessibleName(tr("Schema"))
        tree.setHeaderHidden(True)
        tree.setIndentation(2 * self._theme.grid)
        tree.setIconSize(QSize(14, 14))
        tree.setUniformRowHeights(True)
        tree.setExpandsOnDoubleClick(False)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setResizeContentsPrecision(50)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _connect_signals(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._wait.start())
        self.filter.returnPressed.connect(self._to_first)
        self._wait.timeout.connect(self._apply_filter)
        self.tree.doubleClicked.connect(self._pick)
        self.tree.picked.connect(self._pick)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.filter.setFocus)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)

    def show_schema(self, schema: Schema) -> None:
        """Show a schema; a small one is unfolded."""
        self._schema = schema
        self.model.show_schema(schema)
        self._unfold()

    def retheme(self, theme: Theme) -> None:
        """Draw icons and secondary text in the theme's colours."""
        self._theme = theme
        self.model.retheme(theme)

    @property
    def current_table(self) -> str:
        """The table that is selected, or that the selected column belongs to; empty for none."""
        node = self.model.node(self.tree.currentIndex())
        return node.table.name if node and node.table else ""

    def go_to(self, table: str, column: str = "") -> None:
        """Select a table or a column; a filter that hides it is taken away."""
        self.filter.clear()
        self._apply_filter()
        index = self.model.column_index(table, column) if column else self.model.table_index(table)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
            self.tree.setFocus()

    # the filter

    def _apply_filter(self) -> None:
        self._wait.stop()
        self.model.filter(self.filter.text())
        self._unfold()
        words = tr("{count} of {all} tables")
        self.count.setText(words.format(count=f"{self.model.matches:,}", all=f"{len(self._schema.tables):,}"))
        self.count.setVisible(bool(self.filter.text().strip()))

    def _unfold(self) -> None:
        is_small = len(self._schema.tables) <= _OPEN_UP_TO
        if is_small:
            self.tree.expandToDepth(1)
            return
        for row in range(self.model.rowCount()):
            index = self.model.index(row, 0)
            if (node := self.model.node(index)) and node.table is None:
                self.tree.expand(index)
        for index in self.model.partly_shown()[:_OPEN_MATCHES]:
            self.tree.expand(index)

    def _to_first(self) -> None:
        """From the filter into the tree."""
        self._apply_filter()
        if self.model.rowCount():
            self.tree.setCurrentIndex(self.model.index(0, 0))
            self.tree.setFocus()

    # what can be done

    def _pick(self, index: QModelIndex) -> None:
        node = self.model.node(index)
        if node is None or node.table is None:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))
        else:
            self.name_picked.emit(_name(node))

    def _copy(self) -> None:
        if (node := self.model.node(self.tree.currentIndex())) and node.table:
            QGuiApplication.clipboard().setText(_name(node))

    def _open_menu(self, place: QPoint) -> None:
        node = self.model.node(self.tree.indexAt(place))
        if node is not None and node.table is not None:
            menu = self.menu(node)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.tree.viewport().mapToGlobal(place))

    def menu(self, node: Node) -> QMenu:
        """What can be done with a table or a column."""
        menu, table, name = QMenu(self), node.table, _name(node)
        if table is None:
            return menu
        menu.addAction(tr("Insert name"), lambda: self.name_picked.emit(name))
        menu.addAction(tr("Copy name"), lambda: QGuiApplication.clipboard().setText(name))
        menu.addSeparator()
        if node.column is not None:
            column = node.column.name
            menu.addAction(tr("Show values"), lambda: self.values_wanted.emit(table.name, column))
            if key := self.model.key_of(node):
                target = f"{key.parent}.{key.parent_column}"
                menu.addAction(
                    tr("Go to {name}").format(name=target), lambda: self.go_to(key.parent, key.parent_column)
                )
        else:
            menu.addAction(tr("Show the first rows"), lambda: self.rows_wanted.emit(table.name))
            menu.addAction(tr("Show in the diagram"), lambda: self.diagram_wanted.emit(table.name))
        menu.addAction(tr("Notes on this table…"), lambda: self.notes_wanted.emit(table.name))
        return menu


def _name(node: Node) -> str:
    if node.column is not None:
        return node.column.name
    return node.table.name if node.table else node.space
