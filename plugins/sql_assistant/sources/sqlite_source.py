"""A SQLite file as a source, and its schema: read from SQLite's own catalogue, never from the rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plugins.sql_assistant.pauses import with_pauses
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table, quoted
from plugins.sql_assistant.sources.base import Limits, Session, Stop
from plugins.sql_assistant.sources.child import POOL
from plugins.sql_assistant.sources.query_process import ProcessSession
from plugins.sql_assistant.sources.sqlite_files import open_read_only, reading
from plugins.sql_assistant.sources.sqlite_session import too_slow

if TYPE_CHECKING:
    from plugins.sql_assistant.writing.session import WriteSession

COUNTING_S = 1.0
"""Time that counting rows may take for all tables together; what does not fit stays uncounted."""


@dataclass(frozen=True, slots=True)
class SqliteSource:
    """One SQLite file."""

    path: Path
    dialect: str = "sqlite"
    product: str = "SQLite"
    sees_everything: bool = True

    @property
    def title(self) -> str:
        return self.path.name

    @property
    def address(self) -> str:
        return str(self.path)

    def read_schema(self, stop: Stop | None = None) -> Schema:
        POOL.warm("sqlite")
        return read_schema(self.path, stop)

    def session(self, schema: Schema, limits: Limits, stop: Stop) -> Session:
        return ProcessSession("sqlite", self.path, schema.readable, limits, stop, too_slow)

    def writing(self, schema: Schema, limits: Limits, stop: Stop) -> WriteSession:
        """A guarded connection for one write, beside those that only read."""
        from plugins.sql_assistant.sources.sqlite_writing import SqliteWriting  # loads the parser

        return SqliteWriting(self.path, schema, limits, stop)


def read_schema(path: Path, stop: Stop | None = None) -> Schema:
    """Read the schema of a SQLite file.

    Raises:
        InputError: the file is missing, may not be read, or is no SQLite database.
        StorageError: the database is locked or damaged.
    """
    with closing(open_read_only(path)) as connection, reading(path):
        names = _names(connection)
        shown = [(name, kind) for name, kind in names if kind != "shadow"]
        tables = [Table(name, _columns(connection, name), kind) for name, kind in with_pauses(shown)]
        by_name = {table.name.lower(): table for table in tables}
        keys = [key for table in with_pauses(tables) for key in _keys(connection, table, by_name)]
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
    """Columns in order; those that a virtual table hides are left out. A table that SQLite cannot describe has none: its module is missing,
    or it is a view of tables that are gone or of functions that may not be called.
    """
    try:
        rows = connection.execute(
            "SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1", (table,)
        ).fetchall()
    except sqlite3.OperationalError as error:
        if any(word in str(error) for word in ("locked", "malformed", "interrupted", "disk I/O")):
            raise
        return ()
    return tuple(Column(name, kind or "", bool(key)) for name, kind, key in rows)


def _keys(connection: sqlite3.Connection, table: Table, by_name: Mapping[str, Table]) -> list[ForeignKey]:
    """Keys in the order of their declaration: SQLite lists the last one first."""
    if table.kind == "view":
        return []
    rows = connection.execute(
        'SELECT "table", "from", "to", seq FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq', (table.name,)
    ).fetchall()
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
    return [Table(t.name, t.columns, t.kind, _count(connection, t)) for t in with_pauses(tables)]


def _count(connection: sqlite3.Connection, table: Table) -> int | None:
    if table.kind == "view":
        return None
    try:
        return int(connection.execute(f"SELECT COUNT(*) FROM {quoted(table.name)}").fetchone()[0])  # noqa: S608 -- quoted
    except sqlite3.OperationalError:
        return None
