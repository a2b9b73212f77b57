"""What a database holds, as a model for a tree: namespaces where there are several, tables, and columns, made when a table is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import qtawesome
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon

from app.api_qt import Theme, tr
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

ICON_PX = 14
_ICONS = {
    "space": "mdi6.folder-outline",
    "table": "mdi6.table",
    "view": "mdi6.table-eye",
    "key": "mdi6.key-variant",
    "link": "mdi6.link-variant",
}
_SHORT_TYPES = {
    "character varying": "varchar",
    "double precision": "double",
    "time without time zone": "time",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
}
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a line tells beside its name."""

    MEASURE = Qt.ItemDataRole.UserRole
    """How many rows a table has, of which type a column is."""

    COMMENT = Qt.ItemDataRole.UserRole + 1
    IS_TABLE = Qt.ItemDataRole.UserRole + 2


@dataclass(slots=True)
class Node:
    """A line of the tree.

    Attributes:
        space: the namespace that a line of its own stands for, or that the table lies in.
        table: None for a namespace.
        column: None for a table.
        kept: the columns of a table that a filter keeps; None for all of them.
        children: None until they are made.
    """

    row: int
    parent: Node | None = None
    space: str = ""
    table: Table | None = None
    column: Column | None = None
    kept: Sequence[Column] | None = None
    children: list[Node] | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What stands for it in a query."""
        if self.column is not None:
            return self.column.name
        return self.table.name if self.table else self.space


@dataclass(frozen=True, slots=True)
class _Words:
    """What can be found of a table: its own name and comment, and those of each column; in lower case."""

    own: str
    columns: tuple[str, ...]

    @classmethod
    def of(cls, table: Table) -> _Words:
        name = table.name.lower()
        return cls(
            f"{name}\n{table.comment.lower()}",
            tuple(f"{name}.{column.name.lower()}\n{column.comment.lower()}" for column in table.columns),
        )

    def missing(self, wanted: Iterable[str]) -> list[str]:
        """The words that are not the table's."""
        return [word for word in wanted if word not in self.own]

    def columns_with(self, wanted: Iterable[str]) -> list[int]:
        """The columns that have all words."""
        found = list(range(len(self.columns)))
        for word in wanted:
            found = [number for number in found if word in self.columns[number]]
        return found


class SchemaModel(QAbstractItemModel):
    """The lines, by name, tables before views.

    A filter keeps what has all its words in its name or comment: a table that has them is kept whole, of others the columns that have
    them, with those of the table.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._schema = Schema(())
        self._tables_in_order: Sequence[Table] = ()
        self._words: Sequence[_Words] = ()
        self._keys: Mapping[tuple[str, str], ForeignKey] = {}
        self._roots: list[Node] = []
        self._nodes: dict[int, Node] = {}
        self.wanted: Sequence[str] = ()
        self.matches = 0
        self.retheme(theme)

    def show_schema(self, schema: Schema, keys: Iterable[ForeignKey] | None = None) -> None:
        """Show a schema, under the filter that is set; ``keys`` in place of its own."""
        self._schema = schema
        self._tables_in_order = sorted(schema.tables, key=lambda one: (one.kind == "view", one.own_name.casefold()))
        self._words = ()
        self._keys = {(key.table, key.column): key for key in (schema.keys if keys is None else keys)}
        self._build()

    def filter(self, text: str) -> None:
        """Keep what has the words in it, whatever the case."""
        wanted = text.lower().split()
        if wanted != self.wanted:
            self.wanted = wanted
            self._build()

    @property
    def is_prepared(self) -> bool:
        """Whether a filter finds what it looks in."""
        return len(self._words) == len(self._tables_in_order)

    def prepare(self) -> None:
        """Make what filters look in, if it is missing: the first of them need not wait for it then."""
        if not self.is_prepared:
            self._words = [_Words.of(table) for table in self._tables_in_order]

    def retheme(self, theme: Theme) -> None:
        """Take the icons of a theme."""
        self._icons = {kind: _drawn(name, theme.secondary) for kind, name in _ICONS.items()}
        self._changed()

    def _changed(self) -> None:
        if self._roots:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._roots) - 1, 0))

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
        parent = self.node(self.table_index(table))
        children = self._children(parent) if parent else []
        found = next((node for node in children if node.name == column), None)
        return self._index(found) if found else QModelIndex()

    def partly_shown(self) -> list[QModelIndex]:
        """The tables of which a filter keeps some columns only, so that they are to be opened."""
        return [self._index(node) for node in self._tables() if node.kept is not None]

    def spaces(self) -> list[QModelIndex]:
        """The namespaces that are lines of their own."""
        return [self._index(node) for node in self._roots if node.table is None]

    def key_of(self, node: Node) -> ForeignKey | None:
        """The foreign key that begins at a column."""
        return self._keys.get((node.table.name, node.column.name)) if node.table and node.column else None

    def _tables(self) -> Iterable[Node]:
        for root in self._roots:
            if root.table is not None:
                yield root
            else:
                yield from root.children or ()

    # the lines

    def _build(self) -> None:
        self.beginResetModel()
        self._nodes.clear()
        kept = self._kept()
        self.matches = len(kept)
        spaces = sorted({table.namespace for table in self._schema.tables})
        if len(spaces) > 1:
            found = [(space, [one for one in kept if one[0].namespace == space]) for space in spaces]
            self._roots = [self._keep(Node(0, None, space)) for space, tables in found if tables]
            for row, (node, (_, tables)) in enumerate(zip(self._roots, [f for f in found if f[1]], strict=True)):
                node.row = row
                node.children = self._lines(tables, node)
        else:
            self._roots = self._lines(kept, None)
        self.endResetModel()

    def _kept(self) -> list[tuple[Table, list[Column] | None]]:
        """The tables that the filter keeps, each with its columns or None for all."""
        tables = self._tables_in_order
        if not self.wanted:
            return [(table, None) for table in tables]
        self.prepare()
        found: list[tuple[Table, list[Column] | None]] = []
        for table, words in zip(tables, self._words, strict=True):
            if not (missing := words.missing(self.wanted)):
                found.append((table, None))
            elif numbers := words.columns_with(missing):
                found.append((table, [table.columns[number] for number in numbers]))
        return found

    def _lines(self, tables: Iterable[tuple[Table, list[Column] | None]], parent: Node | None) -> list[Node]:
        return [
            self._keep(Node(row, parent, table.namespace, table, kept=columns))
            for row, (table, columns) in enumerate(tables)
        ]

    def _keep(self, node: Node) -> Node:
        self._nodes[id(node)] = node
        return node

    def _children(self, node: Node) -> list[Node]:
        if node.children is None:
            table = node.table
            columns = table.columns if table and node.column is None else ()
            node.children = [
                self._keep(Node(row, node, node.space, table, column))
                for row, column in enumerate(columns if node.kept is None else node.kept)
            ]
        return node.children

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, id(node))

    # what Qt asks

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 -- Qt's own default
        above = self.node(parent)
        nodes = self._children(above) if above else self._roots
        return self._index(nodes[row]) if 0 <= row < len(nodes) and column == 0 else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject has one of that name
        node = self.node(index)
        return self._index(node.parent) if node and node.parent else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- as above
        node = self.node(parent)
        if node is None:
            return 0 if parent.isValid() else len(self._roots)
        return len(self._children(node))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 -- as above
        node = self.node(parent)
        if node is None or node.children is not None:
            return self.rowCount(parent) > 0
        return node.column is None and bool(node.table and node.table.columns)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 -- as above
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _shown(node, self._schema)
            case Qt.ItemDataRole.DecorationRole:
                return self._icons.get(self._kind(node))
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(node, self.key_of(node))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{_shown(node, self._schema)}, {_tip(node, self.key_of(node))}"
            case Role.MEASURE:
                return _measure(node)
            case Role.COMMENT:
                return _comment(node)
            case Role.IS_TABLE:
                return node.column is None
        return None

    def _kind(self, node: Node) -> str:
        if node.table is None:
            return "space"
        if node.column is None:
            return node.table.kind
        return "key" if node.column.is_key else "link" if self.key_of(node) else ""


def _drawn(name: str, colour: str) -> QIcon:
    """An icon that is drawn once: a font's icon is set anew, in Python, for every line of the tree."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(qtawesome.icon(name, color=colour).pixmap(QSize(ICON_PX, ICON_PX), ratio))
    return made


def _shown(node: Node, schema: Schema) -> str:
    if node.column is not None:
        return node.column.name
    return node.table.own_name if node.table else node.space or schema.default_namespace


def _comment(node: Node) -> str:
    """The first line of what the owner says of it."""
    said = node.column or node.table
    return said.comment.strip().partition("\n")[0] if said else ""


def _measure(node: Node) -> str:
    if node.column is not None:
        kind = node.column.type.lower()
        return _SHORT_TYPES.get(kind) or kind.partition("(")[0].strip()
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
    kind = tr("view") if table.kind == "view" else rows_of(table)
    return f"{table.name}: {kind}" + (f"\n{table.comment}" if table.comment else "")


def rows_of(table: Table) -> str:
    """How many rows a table has, in words."""
    if table.row_count is None:
        return tr("rows not counted")
    words = tr("about {count} rows") if table.is_estimated else tr("{count} rows")
    return words.format(count=f"{table.row_count:,}")


def _column_tip(column: Column, key: ForeignKey | None) -> str:
    parts = [f"{column.name} {column.type}".strip()]
    if column.is_key:
        parts.append(tr("primary key"))
    if key:
        target = f"→ {key.parent}.{key.parent_column}"
        parts.append(target if key.is_declared else tr("{target}, by its name").format(target=target))
    return " · ".join(parts) + (f"\n{column.comment}" if column.comment else "")
