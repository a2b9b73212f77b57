"""What a database holds: tables, views, columns, keys, row counts. Read from SQLite's own catalogue, never from the rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from plugins.sql_assistant.connect import Stop, open_read_only, reading

COUNTING_S = 1.0
"""Time that counting rows may take for all tables together; what does not fit stays uncounted."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as declared; ``type`` is the declared type and may be empty."""

    name: str
    type: str = ""
    is_key: bool = False

    @property
    def is_text(self) -> bool:
        """Whether values are compared as text (SQLite's affinity rules; no declared type counts as text)."""
        kind = self.type.upper()
        return "INT" not in kind and (
            not kind or any(word in kind for word in ("CHAR", "CLOB", "TEXT", "DATE", "TIME"))
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view. ``row_count`` is None where counting would have taken too long."""

    name: str
    columns: tuple[Column, ...]
    kind: Literal["table", "view"] = "table"
    row_count: int | None = None

    def column(self, name: str) -> Column | None:
        """The column of that name, whatever its case."""
        return next((c for c in self.columns if c.name.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``table.column`` refers to ``parent.parent_column``; ``is_declared`` is False where only the names say so."""

    table: str
    column: str
    parent: str
    parent_column: str
    is_declared: bool = True

    def joins(self, one: str, other: str) -> bool:
        """Whether the key connects the two tables, whichever is the child."""
        return {self.table.lower(), self.parent.lower()} == {one.lower(), other.lower()}


@dataclass(frozen=True)
class Schema:
    """Everything that can be asked of one database.

    Attributes:
        tables: tables and views in the order of their creation.
        keys: foreign keys, table by table, as declared.
        readable: lower-case names of all tables that a query may touch (also the inner tables of full-text indexes).
    """

    tables: tuple[Table, ...]
    keys: tuple[ForeignKey, ...] = ()
    readable: frozenset[str] = field(default_factory=frozenset)

    @cached_property
    def by_name(self) -> Mapping[str, Table]:
        """Tables by lower-case name."""
        return MappingProxyType({table.name.lower(): table for table in self.tables})

    def table(self, name: str) -> Table | None:
        """The table of that name, whatever its case."""
        return self.by_name.get(name.lower())

    def keys_between(self, one: str, other: str) -> list[ForeignKey]:
        """The foreign keys that connect two tables."""
        return [key for key in self.keys if key.joins(one, other)]


def read_schema(path: Path, stop: Stop | None = None) -> Schema:
    """Read the schema of a SQLite file.

    Raises:
        InputError: the file is missing, may not be read, or is no SQLite database.
        StorageError: the database is locked or damaged.
    """
    with closing(open_read_only(path)) as connection, reading(path):
        names = _names(connection)
        tables = [Table(name, _columns(connection, name), kind) for name, kind in names if kind != "shadow"]
        keys = [key for table in tables for key in _keys(connection, table, tables)]
        counted = _with_counts(connection, [t for t in tables if t.columns], stop or Stop())
        return Schema(tuple(counted), tuple(keys), frozenset(name.lower() for name, _ in names))


Kind = Literal["table", "view", "shadow"]


def _names(connection: sqlite3.Connection) -> list[tuple[str, Kind]]:
    rows = connection.execute(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
    ).fetchall()
    inner = _inner_tables(connection)
    return [(name, "shadow" if name in inner else "view" if kind == "view" else "table") for name, kind in rows]


def _inner_tables(connection: sqlite3.Connection) -> set[str]:
    """Tables that belong to a virtual table (a full-text index); people do not ask for them. Older SQLite cannot tell."""
    if sqlite3.sqlite_version_info < (3, 37):
        return set()
    return {row[1] for row in connection.execute("PRAGMA table_list") if row[2] == "shadow"}


def _columns(connection: sqlite3.Connection, table: str) -> tuple[Column, ...]:
    """Columns in order; those that a virtual table hides are left out. A table whose module is missing has none."""
    try:
        rows = connection.execute(
            "SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1", (table,)
        ).fetchall()
    except sqlite3.OperationalError as error:
        if "no such module" in str(error) or "no such table" in str(error) or "no such column" in str(error):
            return ()
        raise
    return tuple(Column(name, kind or "", bool(key)) for name, kind, key in rows)


def _keys(connection: sqlite3.Connection, table: Table, tables: list[Table]) -> list[ForeignKey]:
    """Keys in the order of their declaration: SQLite lists the last one first."""
    if table.kind == "view":
        return []
    rows = connection.execute(
        'SELECT "table", "from", "to", seq FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq', (table.name,)
    ).fetchall()
    by_name = {t.name.lower(): t for t in tables}
    found = []
    for parent_name, column, to, position in rows:
        parent = by_name.get(parent_name.lower())
        target = to or _implied_target(parent, position)
        if parent and target and parent.column(target):
            found.append(ForeignKey(table.name, column, parent.name, target))
    return found


def _implied_target(parent: Table | None, position: int) -> str | None:
    """A key that names no column refers to the parent's primary key."""
    own = [c.name for c in parent.columns if c.is_key] if parent else []
    return own[position] if position < len(own) else None


def _with_counts(connection: sqlite3.Connection, tables: list[Table], stop: Stop) -> list[Table]:
    budget = Stop(COUNTING_S)
    connection.set_progress_handler(lambda: budget.is_due or stop.is_due, 2_000)
    return [Table(t.name, t.columns, t.kind, _count(connection, t)) for t in tables]


def _count(connection: sqlite3.Connection, table: Table) -> int | None:
    if table.kind == "view":
        return None
    try:
        return int(connection.execute(f"SELECT COUNT(*) FROM {quoted(table.name)}").fetchone()[0])  # noqa: S608 -- quoted
    except sqlite3.OperationalError:
        return None


def quoted(name: str) -> str:
    """A name as an identifier in SQL, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'
