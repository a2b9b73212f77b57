"""The tree of what a database holds, with a filter above it and what can be done with a table or a column in its menu."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QTreeView, QVBoxLayout, QWidget

from app.api_qt import PanelHost, Theme, tr
from plugins.sql_assistant.describe import Description
from plugins.sql_assistant.describe_view import DescribeDialog
from plugins.sql_assistant.schema import ForeignKey, Schema, Table
from plugins.sql_assistant.tree_model_view import Node, SchemaModel
from plugins.sql_assistant.tree_paint_view import LinePainter

_OPEN_UP_TO = 8
_OPEN_MATCHES = 40
_WAIT_MS = 120


class _Filter(QLineEdit):
    """Down goes on into the tree, Escape empties the field."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


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

    def __init__(self, host: PanelHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._schema = Schema(())
        self._keys: tuple[ForeignKey, ...] = ()
        self.model = SchemaModel(host.theme)
        self.filter = _Filter()
        self.filter.setPlaceholderText(tr("Filter tables and columns"))
        self.filter.setAccessibleName(tr("Filter tables and columns"))
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.count.setProperty("role", "small")
        self.count.setIndent(host.theme.gap)
        self.count.hide()
        self.tree = _Tree()
        self._painter = LinePainter(host.theme)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._set_up_tree()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(host.theme.gap)
        layout.addWidget(self.filter)
        layout.addWidget(self.count)
        layout.addWidget(self.tree, 1)
        self._connect_signals()

    def _set_up_tree(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setItemDelegate(self._painter)
        tree.setAccessibleName(tr("Schema"))
        tree.setHeaderHidden(True)
        tree.setIndentation(2 * self._host.theme.grid)
        tree.setUniformRowHeights(True)
        tree.setExpandsOnDoubleClick(False)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect_signals(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._wait.start())
        self.filter.returnPressed.connect(self._to_first)
        self.filter.left.connect(self._to_first)
        self._wait.timeout.connect(self._apply_filter)
        self.tree.doubleClicked.connect(self._pick)
        self.tree.picked.connect(self._pick)
        self.tree.customContextMenuRequested.connect(self._open_menu)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.to_filter)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.tree)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)

    def show_schema(self, schema: Schema, keys: tuple[ForeignKey, ...] | None = None) -> None:
        """Show a schema; a small one is unfolded. ``keys``: with those that only names tell, where they are known."""
        self._schema, self._keys = schema, schema.keys if keys is None else keys
        self.model.show_schema(schema, self._keys)
        self._unfold()
        self._say_count()

    def retheme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._painter.theme = theme
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

    def to_filter(self) -> None:
        """Go to the filter, ready for another text."""
        self.filter.setFocus()
        self.filter.selectAll()

    def _apply_filter(self) -> None:
        self._wait.stop()
        self.model.filter(self.filter.text())
        self._painter.words = self.model.wanted
        self._unfold()
        self._say_count()

    def _say_count(self) -> None:
        words = tr("{count} of {all} tables")
        self.count.setText(words.format(count=f"{self.model.matches:,}", all=f"{len(self._schema.tables):,}"))
        self.count.setVisible(bool(self.model.wanted))

    def _unfold(self) -> None:
        if len(self._schema.tables) <= _OPEN_UP_TO:
            self.tree.expandToDepth(1)
            return
        for index in (*self.model.spaces(), *self.model.partly_shown()[:_OPEN_MATCHES]):
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
            self.name_picked.emit(node.name)

    def _copy(self) -> None:
        if (node := self.model.node(self.tree.currentIndex())) and node.table:
            QGuiApplication.clipboard().setText(node.name)

    def _open_menu(self, place: QPoint) -> None:
        node = self.model.node(self.tree.indexAt(place))
        if node is not None and node.table is not None:
            menu = self.menu(node, node.table)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.tree.viewport().mapToGlobal(place))

    def menu(self, node: Node, table: Table) -> QMenu:
        """What can be done with a table, or with a column of it."""
        menu, name = QMenu(self), node.name
        menu.addAction(tr("Insert name"), lambda: self.name_picked.emit(name))
        menu.addAction(tr("Copy name"), lambda: QGuiApplication.clipboard().setText(name))
        menu.addSeparator()
        if node.column is not None:
            menu.addAction(tr("Show values"), lambda: self.values_wanted.emit(table.name, name))
            self._add_target(menu, node)
        else:
            menu.addAction(tr("Show the first rows"), lambda: self.rows_wanted.emit(table.name))
            menu.addAction(tr("Show in the diagram"), lambda: self.diagram_wanted.emit(table.name))
        menu.addAction(tr("Describe {name}…").format(name=table.own_name), lambda: self.describe(table))
        menu.addAction(tr("Notes on this table…"), lambda: self.notes_wanted.emit(table.name))
        return menu

    def _add_target(self, menu: QMenu, node: Node) -> None:
        """The way from a column to what it refers to."""
        if key := self.model.key_of(node):
            words = tr("Go to {name}").format(name=f"{key.parent}.{key.parent_column}")
            menu.addAction(words, lambda: self.go_to(key.parent, key.parent_column))

    def describe(self, table: Table) -> DescribeDialog:
        """Open a window that tells what is known of a table."""
        dialog = DescribeDialog(Description.of(table, self._keys), self._host.theme, self)
        dialog.table_picked.connect(self.go_to)
        dialog.open()
        return dialog
