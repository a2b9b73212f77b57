"""Writes one statement on MySQL or MariaDB in one transaction, only to tables that can be rolled back, with short waits for locks."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.sources import server_errors
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Stop
from plugins.sql_assistant.sources.mysql_connection import LOST, code_of, connect, reaching, text_of
from plugins.sql_assistant.sources.mysql_errors import TOO_SLOW
from plugins.sql_assistant.sources.mysql_session import FETCH_ROWS, SLACK_S, cancelling
from plugins.sql_assistant.sources.server_address import Place
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

# A value that does not fit is an error, never cut or made to zero.
_STRICT = "SET SESSION sql_mode = CONCAT_WS(',', 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', @@sql_mode)"
_SETTINGS = (
    _STRICT,
    f"SET SESSION innodb_lock_wait_timeout = {LOCK_WAIT_S:.0f}",
    f"SET SESSION lock_wait_timeout = {LOCK_WAIT_S:.0f}",
    "SET SESSION autocommit = 1",
    "SET SESSION foreign_key_checks = 1",
    "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
)
_BEGIN, _SAVE, _BACK = "START TRANSACTION READ WRITE", "SAVEPOINT polymath", "ROLLBACK TO SAVEPOINT polymath"
_ENGINE = """
SELECT t.engine, e.transactions FROM information_schema.tables t LEFT JOIN information_schema.engines e ON e.engine = t.engine
WHERE t.table_schema = DATABASE() AND t.table_name = %s
"""
_UNSAFE = """
SELECT t.table_name FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine
WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND e.transactions <> 'YES' LIMIT 1
"""
_TRIGGERS = """
SELECT trigger_name, event_manipulation FROM information_schema.triggers
WHERE event_object_schema = DATABASE() AND event_object_table = %s ORDER BY trigger_name
"""
_KEYS = """
SELECT table_name, referenced_table_name, delete_rule, update_rule FROM information_schema.referential_constraints
WHERE constraint_schema = DATABASE()
"""
_CARRIES = frozenset(("CASCADE", "SET NULL", "SET DEFAULT"))
_RETURNS_SINCE = (10, 5)
_DEADLOCK, _LOCKED = 1213, frozenset((1205, 3572))


class MysqlWriting(WriteSession):
    """One transaction on one connection.

    Raises:
        InputError: the address is wrong.
        StorageError: the server cannot be reached.
    """

    dialect = "mysql"
    placeholder = "%s"
    can_return_keys = False

    def __init__(self, place: Place, schema: Schema, limits: Limits, stop: Stop) -> None:
        self._place = place
        self._schema = schema
        self._limits = limits
        self._stop = stop
        self._deadline = Stop(limits.timeout_s, parent=stop)
        self._connection = connect(place, counts_found=True)
        try:
            with reaching(place):
                self._begin()
        except BaseException:
            self._connection.close()
            raise

    def _begin(self) -> None:
        version = str(self._connection.get_server_info()).lower()  # type: ignore[no-untyped-call]
        is_mariadb = "mariadb" in version
        numbers = re.search(r"(\d+)\.(\d+)\.\d+-mariadb", version)
        self.can_return = bool(numbers and (int(numbers[1]), int(numbers[2])) >= _RETURNS_SINCE)
        if is_mariadb:
            self._connection.query(f"SET SESSION max_statement_time = {self._limits.timeout_s + SLACK_S}")
        for statement in (*_SETTINGS, _BEGIN, _SAVE):
            self._connection.query(statement)

    def close(self) -> None:
        """Closing rolls back."""
        with contextlib.suppress(_error()):  # it may be gone already
            self._connection.close()

    def target(self, table: Table, events: Sequence[str]) -> Target:
        with self._guarded():
            (engine, can_undo) = (self._asked(_ENGINE, table.name) or [("", "")])[0]
            if can_undo != "YES":
                raise unwritable(
                    f"“{table.name}” is kept by {engine}, which cannot undo a change.",
                    "Only tables that can be rolled back (InnoDB) are written to here.",
                )
            found = self._asked(_TRIGGERS, table.name)
            triggers = tuple(str(name) for name, event in found if event in events)
            unsafe = self._asked(_UNSAFE) if triggers else []
        if unsafe:
            raise unwritable(
                f"Triggers of “{table.name}” may write to “{unsafe[0][0]}”, whose changes cannot be undone.",
                "Make this change with the server's own tools.",
            )
        key = tuple(column.name for column in table.columns if column.is_key)
        return Target(table, key, triggers, self._followers(table.name, events))

    def _followers(self, table: str, events: Sequence[str]) -> tuple[str, ...]:
        """Tables whose keys carry a change on, and those that follow them."""
        with self._guarded():
            keys = self._asked(_KEYS)
        found: list[str] = []
        parents = [table]
        while parents:
            parent = parents.pop()
            for child, other, on_delete, on_update in keys:
                carries = ("DELETE" in events and on_delete in _CARRIES) or (
                    "UPDATE" in events and on_update in _CARRIES
                )
                if other == parent and carries and child not in found:
                    found.append(child)
                    parents.append(child)
        return tuple(found)

    def _asked(self, sql: str, *parameters: str) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)
            return list(cursor.fetchall())

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        from pymysql.cursors import SSCursor

        with self._guarded(), contextlib.closing(self._connection.cursor(SSCursor)) as cursor:
            cursor.execute(sql, list(parameters) or None)
            while batch := cursor.fetchmany(FETCH_ROWS):
                yield from batch

    def written(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return self.rows(sql)

    def write(self, sql: str) -> int:
        with self._guarded(), self._connection.cursor() as cursor:
            return int(cursor.execute(sql))

    def undo(self) -> None:
        with self._guarded():
            self._connection.query(_BACK)

    def commit(self) -> None:
        import pymysql

        try:
            with cancelling(self._connection, self._place, Stop(self._limits.timeout_s)):
                self._connection.query("COMMIT")
        except (pymysql.Error, OSError) as error:
            raise server_errors.fate_unknown(self._place) from error

    def counted(self, target: Target) -> Sequence[Table]:
        return others(target, self._schema)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        import pymysql

        try:
            with cancelling(self._connection, self._place, self._deadline):
                yield
            if self._deadline.is_due:
                raise self._ended()
        except UnicodeDecodeError as error:
            raise QueryFailed(server_errors.not_utf8()) from error
        except (pymysql.Error, OSError) as error:
            raise self._failure(error) from error

    def _ended(self) -> Exception:
        return QueryStopped() if self._stop.is_asked else too_slow(self._limits.timeout_s)

    def _failure(self, error: Exception) -> Exception:
        code = code_of(error)
        if self._deadline.is_due or code in TOO_SLOW:
            return self._ended()
        if code in _LOCKED or code == _DEADLOCK:
            return locked()
        if code in LOST:
            return server_errors.lost(self._place)
        return refused(server_errors.first_line(text_of(error)))


def _error() -> type[Exception]:
    import pymysql

    return pymysql.Error
