"""What a database holds, as a model for a tree: namespaces where there are several, tables, and columns, made when a table is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import qtawesome
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QIcon

from app.api_qt import Theme, tr
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

_ICONS = {
    "space": "mdi6.folder-outline",
    "table": "mdi6.table",
    "view": "mdi6.table-eye",
    "key": "mdi6.key-variant",
    "link": "mdi6.link-variant",
}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class Node:
    """A line of the tree.

    Attributes:
        space: the namespace that a line of its own stands for, or that the table lies in.
        table: None for a namespace.
        column: None for a table.
        children: None until they are made.
    """

    row: int
    parent: Node | None = None
    space: str = ""
    table: Table | None = None
    column: Column | None = None
    children: list[Node] | None = field(default=None, repr=False)


class SchemaModel(QAbstractItemModel):
    """Two columns: the name, and how many rows a table has or what type a column is.

    A filter keeps what has the text in its name or comment: a table that matches is kept whole, of others the columns that match.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._schema = Schema(())
        self._keys: Mapping[tuple[str, str], ForeignKey] = {}
        self._words: list[tuple[str, Sequence[str]]] = []
        self._wanted = ""
        self._roots: list[Node] = []
        self._nodes: dict[int, Node] = {}
        self.matches = 0
        self._bold = QFont()
        self._bold.setBold(True)
        self.retheme(theme)

    def show_schema(self, schema: Schema) -> None:
        """Show a schema, under the filter that is set."""
        self._schema = schema
        self._keys = {(key.table, key.column): key for key in schema.keys}
        self._words = [
            (
                f"{table.name}\n{table.comment}".lower(),
                [f"{column.name}\n{column.comment}".lower() for column in table.columns],
            )
            for table in schema.tables
        ]
        self._build()

    def filter(self, text: str) -> None:
        """Keep what has the text in it, whatever the case."""
        wanted = text.strip().lower()
        if wanted != self._wanted:
            self._wanted = wanted
            self._build()

    def retheme(self, theme: Theme) -> None:
        """Take icons and the quiet colour of a theme."""
        self._quiet = QBrush(QColor(theme.secondary))
        self._icons: dict[str, QIcon] = {
            kind: qtawesome.icon(name, color=theme.secondary) for kind, name in _ICONS.items()
        }
        if self._roots:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._roots) - 1, 1))

    # what is where

    def node(self, index: Index) -> Node | None:
        """The line at a place; None for none."""
        return self._nodes.get(index.internalId()) if index.isValid() else None

    def table_index(self, name: str) -> QModelIndex:
        """The place of a table; an invalid one where it is not shown."""
        found = next((node for node in self._tables() if node.table and node.table.name == name), None)
        return self._index(found) if found else QModelIndex()

    def column_index(self, table: str, column: str) -> QModelIndex:
        """The place of a column; an invalid one where it is not shown."""
        whole = self.table_index(table)
        parent = self.node(whole)
        found = (
            next((n for n in self._children(parent) if n.column and n.column.name == column), None) if parent else None
        )
        return self._index(found) if found else QModelIndex()

    def partly_shown(self) -> list[QModelIndex]:
        """The tables of which a filter keeps some columns only, so that they are to be opened."""
        return [self._index(node) for node in self._tables() if node.children is not None and self._wanted]

    def key_of(self, node: Node) -> ForeignKey | None:
        """The foreign key that begins at a column."""
        return self._keys.get((node.table.name, node.column.name)) if node.table and node.column else None

    def _tables(self) -> Iterable[Node]:
        for root in self._roots:
            if root.table is not None:
                yield root
            else:
                yield from root.children or ()

    def _build(self) -> None:
        self.beginResetModel()
        self._nodes.clear()
        spaces = sorted({table.namespace for table in self._schema.tables})
        self._roots = []
        self.matches = 0
        places = {space: self._keep(Node(row, None, space, children=[])) for row, space in enumerate(spaces)}
        for table, words in zip(self._schema.tables, self._words, strict=True):
            self._place(table, words, places[table.namespace] if len(spaces) > 1 else None)
        if len(spaces) > 1:
            self._roots = [node for node in places.values() if node.children]
            for row, node in enumerate(self._roots):
                node.row = row
        self.endResetModel()

    def _place(self, table: Table, words: tuple[str, Sequence[str]], parent: Node | None) -> None:
        """Put a table where it belongs, if the filter keeps it."""
        whole, columns = words
        siblings = self._roots if parent is None else parent.children
        if siblings is None:
            return
        node = Node(len(siblings), parent, table.namespace, table)
        if self._wanted not in whole:
            kept = [c for c, word in zip(table.columns, columns, strict=True) if self._wanted in word]
            if not kept:
                return
            node.children = [self._keep(Node(row, node, table.namespace, table, c)) for row, c in enumerate(kept)]
        self.matches += 1
        siblings.append(self._keep(node))

    def _keep(self, node: Node) -> Node:
        self._nodes[id(node)] = node
        return node

    def _children(self, node: Node) -> list[Node]:
        if node.children is None:
            table = node.table
            columns = table.columns if table and node.column is None else ()
            node.children = [
                self._keep(Node(row, node, node.space, table, column)) for row, column in enumerate(columns)
            ]
        return node.children

    def _index(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.row, column, id(node))

    # what Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 -- Qt's own default
        above = self.node(parent)
        nodes = self._children(above) if above else self._roots
        return self._index(nodes[row], column) if 0 <= row < len(nodes) and 0 <= column < 2 else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject has one of that name
        node = self.node(index)
        return self._index(node.parent) if node and node.parent else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- as above
        node = self.node(parent)
        if node is None:
            return 0 if parent.isValid() else len(self._roots)
        return len(self._children(node)) if parent.column() == 0 else 0

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 -- as above
        node = self.node(parent)
        if node is None or node.children is not None:
            return self.rowCount(parent) > 0
        return node.column is None and bool(node.table and node.table.columns)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 -- as above
        return 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        is_name = index.column() == 0
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _name(node, self._schema) if is_name else _measure(node)
            case Qt.ItemDataRole.DecorationRole if is_name:
                return self._icons.get(self._kind(node))
            case Qt.ItemDataRole.FontRole if is_name and node.column is None:
                return self._bold
            case Qt.ItemDataRole.ForegroundRole if not is_name:
                return self._quiet
            case Qt.ItemDataRole.TextAlignmentRole if not is_name:
                return _RIGHT
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(node, self.key_of(node))
        return None

    def _kind(self, node: Node) -> str:
        if node.table is None:
            return "space"
        if node.column is None:
            return node.table.kind
        return "key" if node.column.is_key else "link" if self.key_of(node) else ""


def _name(node: Node, schema: Schema) -> str:
    if node.column is not None:
        return node.column.name
    return node.table.own_name if node.table else node.space or schema.default_namespace


def _measure(node: Node) -> str:
    """How many rows; of which type."""
    if node.column is not None:
        return node.column.type.lower().partition("(")[0].strip()
    if node.table is None:
        return f"{len(node.children or ()):,}"
    if node.table.row_count is None:
        return ""
    return f"{'≈ ' if node.table.is_estimated else ''}{node.table.row_count:,}"


def _tip(node: Node, key: ForeignKey | None) -> str:
    if node.column is not None:
        return _column_tip(node.column, key)
    table = node.table
    if table is None:
        return node.space
    count = "" if table.row_count is None else f"{table.row_count:,}"
    about = tr("about {count} rows") if table.is_estimated else tr("{count} rows")
    rows = about.format(count=count) if count else tr("rows not counted")
    kind = tr("view") if table.kind == "view" else rows
    return f"{table.name}: {kind}" + (f"\n{table.comment}" if table.comment else "")


def _column_tip(column: Column, key: ForeignKey | None) -> str:
    parts = [f"{column.name} {column.type}".strip()]
    if column.is_key:
        parts.append(tr("primary key"))
    if key:
        target = f"→ {key.parent}.{key.parent_column}"
        parts.append(target if key.is_declared else tr("{target}, by its name").format(target=target))
    return " · ".join(parts) + (f"\n{column.comment}" if column.comment else "")
