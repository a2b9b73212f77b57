"""Writes one statement to a SQLite file under SQLite's own guard: the target's rows, and what its triggers and keys do; no other file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.sources.base import Limits, QueryStopped, Stop
from plugins.sql_assistant.sources.sqlite_files import check_file, mapped, reading
from plugins.sql_assistant.sources.sqlite_session import (
    FUNCTIONS,
    LIMITS,
    STEPS_BETWEEN_CHECKS,
    TABLE_FUNCTIONS,
    connect_virtual_tables,
)
from plugins.sql_assistant.writing.difference import Effect
from plugins.sql_assistant.writing.session import (
    LOCK_WAIT_S,
    WriteSession,
    locked,
    others,
    refused,
    too_slow,
    unwritable,
)
from plugins.sql_assistant.writing.target import Target

_WRITES = {sqlite3.SQLITE_INSERT: "INSERT", sqlite3.SQLITE_UPDATE: "UPDATE", sqlite3.SQLITE_DELETE: "DELETE"}
_ROW_NUMBERS = ("rowid", "_rowid_", "oid")
_CARRIES = frozenset(("CASCADE", "SET NULL", "SET DEFAULT"))


class SqliteWriting(WriteSession):
    """One transaction on a file, which nobody else can write to meanwhile.

    Raises:
        InputError: the file is no SQLite database, or may not be written.
        StorageError: it is locked or damaged.
    """

    dialect = "sqlite"

    def __init__(self, path: Path, schema: Schema, limits: Limits, stop: Stop) -> None:
        self._path = path
        self._schema = schema
        self._limits = limits
        self._stop = stop
        self._deadline = Stop(limits.timeout_s, parent=stop)
        self._target: Target | None = None
        self._events: frozenset[str] = frozenset()
        self._is_ours = True  # until the target is known
        self._extra = 0
        check_file(path)
        with reading(path):
            self._connection = _opened(path)
        try:
            with self._guarded():
                self._connection.set_progress_handler(lambda: self._deadline.is_due, STEPS_BETWEEN_CHECKS)
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute("BEGIN IMMEDIATE")
                for limit, value in LIMITS.items():
                    self._connection.setlimit(limit, value)
                connect_virtual_tables(self._connection)
                self._connection.set_authorizer(self._authorize)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def target(self, table: Table, events: Sequence[str]) -> Target:
        with self._guarded(), self._ours():
            found = self._asked("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", table.name)
            if not found or found[0][0].lstrip().upper().startswith("CREATE VIRTUAL"):
                raise unwritable(
                    f"“{table.name}” is a virtual table, not one of rows.", "Write to the table that it is made of."
                )
            followers = self._followers(table.name, events)
            self._target = Target(table, self._key(table, found[0][0]), self._triggers(table.name, events), followers)
            self._events = frozenset(events)
            return self._target

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        with self._guarded(), closing(self._connection.execute(sql, parameters)) as cursor:
            yield from cursor

    def written(self, sql: str) -> Iterator[tuple[Any, ...]]:
        before = self._connection.total_changes
        count = 0
        for row in self.rows(sql):
            count += 1
            yield row
        self._extra = self._connection.total_changes - before - count

    def write(self, sql: str) -> int:
        before = self._connection.total_changes
        with self._guarded(), closing(self._connection.execute(sql)):
            pass
        with self._guarded(), self._ours():
            count = int(self._asked("SELECT changes()")[0][0])
        self._extra = self._connection.total_changes - before - count
        return count

    def undo(self) -> None:
        self._extra = 0
        with self._guarded(), self._ours():
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        with self._guarded(), self._ours():
            self._connection.execute("COMMIT")

    def counted(self, target: Target) -> Sequence[Table]:
        return others(target, self._schema)

    def effects(self, target: Target, before: Any) -> tuple[Effect, ...]:
        """Counts of rows miss what was changed in place; SQLite counts that, but not where."""
        found = super().effects(target, before)
        hidden = self._extra - sum(effect.added + effect.removed for effect in found)
        return (*found, Effect("", changed=hidden)) if hidden > 0 else found

    def _asked(self, sql: str, *parameters: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, parameters).fetchall()

    def _triggers(self, table: str, events: Sequence[str]) -> tuple[str, ...]:
        found = self._asked(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE ORDER BY name",
            table,
        )
        fires = re.compile(rf"\b(?:{'|'.join(events)})\b(?:\s+OF\b.*?)?\s+ON\b", re.IGNORECASE | re.DOTALL)
        return tuple(name for name, text in found if fires.search(text))

    def _key(self, table: Table, sql: str) -> tuple[str, ...]:
        """The row's number where there is one: it is never NULL and never twice."""
        own = {column.name.lower() for column in table.columns}
        declared = self._asked("SELECT name, type FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", table.name)
        has_numbers = "WITHOUT ROWID" not in " ".join(sql.upper().split())
        number = next((name for name in _ROW_NUMBERS if name not in own), "")
        is_number = len(declared) == 1 and declared[0][1].upper() == "INTEGER"
        if declared and (is_number or not has_numbers or not number):
            return tuple(name for name, _ in declared)
        return (number,) if number else ()

    def _followers(self, table: str, events: Sequence[str]) -> tuple[str, ...]:
        """Tables whose keys carry a change on, and those that follow them."""
        keys = self._asked(
            'SELECT m.name, k."table", k.on_delete, k.on_update FROM sqlite_master m, pragma_foreign_key_list(m.name) k '
            "WHERE m.type = 'table'"
        )
        found: list[str] = []
        parents = [table.lower()]
        while parents:
            parent = parents.pop()
            for child, other, on_delete, on_update in keys:
                carries = ("DELETE" in events and on_delete in _CARRIES) or (
                    "UPDATE" in events and on_update in _CARRIES
                )
                if other.lower() == parent and carries and child not in found:
                    found.append(child)
                    parents.append(child.lower())
        return tuple(found)

    @contextmanager
    def _ours(self) -> Iterator[None]:
        """Statements of our own, with nothing in them that came from outside."""
        self._is_ours = True
        try:
            yield
        finally:
            self._is_ours = False

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.Error | sqlite3.Warning) -> Exception:
        text = str(error)
        if self._stop.is_asked:
            return QueryStopped()
        if "interrupted" in text:
            return too_slow(self._limits.timeout_s)
        if "locked" in text or "busy" in text:
            return locked()
        if "readonly" in text:
            return unwritable(f"“{self._path.name}” may not be written.", "Ask its owner for the right to write to it.")
        if isinstance(error, sqlite3.Error) and any(
            word in text for word in ("malformed", "not a database", "disk I/O")
        ):
            return mapped(error, self._path)
        return refused(text)

    def _authorize(self, action: int, one: str | None, two: str | None, database: str | None, inner: str | None) -> int:
        if self._is_ours or action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        table = (one or "").lower()
        if action == sqlite3.SQLITE_READ:
            is_known = table in self._schema.readable or table in TABLE_FUNCTIONS or (two == "" and database is None)
            return sqlite3.SQLITE_OK if is_known else sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_OK if (two or "").lower() in FUNCTIONS else sqlite3.SQLITE_DENY
        # A full-text index asks this of its own tables; without an argument it changes nothing.
        if action == sqlite3.SQLITE_PRAGMA and one == "data_version" and two is None:
            return sqlite3.SQLITE_OK
        if action in _WRITES and database in (None, "main") and self._may_change(action, table, inner):
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    def _may_change(self, action: int, table: str, inner: str | None) -> bool:
        """The target, as the statement says; tables that follow it; whatever a trigger of it touches in this schema."""
        target = self._target
        if target is None or table not in self._schema.readable:
            return False
        if table == target.table.name.lower() and _WRITES[action] in self._events:
            return True
        return bool(target.triggers) or table in {name.lower() for name in target.followers}


def _opened(path: Path) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.resolve()))}?mode=rw"
    connection = sqlite3.connect(
        uri, uri=True, timeout=LOCK_WAIT_S, isolation_level=None, check_same_thread=False, cached_statements=0
    )
    connection.text_factory = _text
    return connection


def _text(raw: bytes) -> str:
    """Text as it is; bytes that are no UTF-8 must not end a change of other values."""
    return raw.decode("utf-8", "replace")
