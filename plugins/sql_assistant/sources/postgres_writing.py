"""Writes one statement on PostgreSQL in one transaction that sees the database as it was when it began, with short waits for locks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.sources import server_errors
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Stop
from plugins.sql_assistant.sources.postgres_connection import connect, reaching
from plugins.sql_assistant.sources.postgres_errors import LOST, explained
from plugins.sql_assistant.sources.postgres_session import SETTINGS, SLACK_MS, cancelling
from plugins.sql_assistant.sources.server_address import Place
from plugins.sql_assistant.writing.difference import Effect
from plugins.sql_assistant.writing.session import (
    LOCK_WAIT_S,
    WriteSession,
    changed_meanwhile,
    locked,
    refused,
    too_slow,
    unwritable,
)
from plugins.sql_assistant.writing.target import Target

_BEGIN = b"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ WRITE"
_SAVE, _BACK = b"SAVEPOINT polymath", b"ROLLBACK TO SAVEPOINT polymath"
_ABOUT = b"""
SELECT c.oid, c.relkind::text, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = %s AND n.nspname = %s
"""
_TRIGGERS = b"""
SELECT t.tgname::text, (t.tgtype & 4) > 0, (t.tgtype & 16) > 0, (t.tgtype & 8) > 0 FROM pg_trigger t
WHERE t.tgrelid = %s AND NOT t.tgisinternal AND t.tgenabled <> 'D'
UNION ALL
SELECT r.rulename::text, r.ev_type = '3', r.ev_type = '2', r.ev_type = '4' FROM pg_rewrite r
WHERE r.ev_class = %s AND r.ev_type <> '1' AND r.ev_enabled <> 'D'
ORDER BY 1
"""
_FOLLOWERS = b"""
WITH RECURSIVE f (oid) AS (
  SELECT %s::oid
  UNION
  SELECT k.conrelid FROM f JOIN pg_constraint k ON k.confrelid = f.oid
  WHERE k.contype = 'f' AND ((%s AND k.confdeltype IN ('c', 'n', 'd')) OR (%s AND k.confupdtype IN ('c', 'n', 'd')))
)
SELECT c.relname::text FROM f JOIN pg_class c ON c.oid = f.oid WHERE f.oid <> %s ORDER BY 1
"""
_CHANGES = b"""
SELECT relid::oid, schemaname::text, relname::text, n_tup_ins, n_tup_del, n_tup_upd FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_del + n_tup_upd > 0 ORDER BY 2, 3
"""
_PARTS = b"SELECT relid::oid FROM pg_partition_tree(%s)"
_EVENTS = ("INSERT", "UPDATE", "DELETE")
_SERIALIZATION = frozenset(("40001", "40P01"))


class PostgresWriting(WriteSession):
    """One transaction on one connection.

    Raises:
        InputError: the address is wrong.
        StorageError: the server cannot be reached.
    """

    dialect = "postgres"
    placeholder = "%s"

    def __init__(self, place: Place, schema: Schema, limits: Limits, stop: Stop) -> None:
        self._place = place
        self._schema = schema
        self._limits = limits
        self._stop = stop
        self._own: set[int] = set()
        self._begun: Mapping[str, tuple[int, int, int]] = {}
        self._deadline = Stop(limits.timeout_s, parent=stop)
        self._connection = connect(place)
        try:
            with reaching(place):
                self._begin()
        except BaseException:
            self._connection.close()
            raise

    def _begin(self) -> None:
        """The same settings as for reading; a lock is waited for only shortly, and a program that is gone lets go of its own soon."""
        deadline_ms = round(self._limits.timeout_s * 1000) + SLACK_MS
        with self._connection.pipeline():
            self._connection.execute(_BEGIN)
            self._connection.execute(SETTINGS, (str(deadline_ms), f"{LOCK_WAIT_S * 1000:.0f}", str(deadline_ms)))
            self._connection.execute(_SAVE)

    def close(self) -> None:
        """Closing rolls back."""
        self._connection.close()

    def target(self, table: Table, events: Sequence[str]) -> Target:
        with self._guarded():
            namespace = table.namespace or self._schema.default_namespace
            found = self._connection.execute(_ABOUT, (table.own_name, namespace)).fetchall()
            if not found or found[0][1] not in ("r", "p"):
                raise unwritable(
                    f"“{table.name}” is no ordinary table; a change to it might not be undone.",
                    "Write to the table that it stands for.",
                )
            oid = found[0][0]
            rows = self._connection.execute(_TRIGGERS, (oid, oid)).fetchall()
            triggers = tuple(
                name
                for name, *on in rows
                if any(is_on and event in events for is_on, event in zip(on, _EVENTS, strict=True))
            )
            marks = (oid, "DELETE" in events, "UPDATE" in events, oid)
            followers = tuple(name for (name,) in self._connection.execute(_FOLLOWERS, marks).fetchall())
            self._own = {oid, *(row[0] for row in self._connection.execute(_PARTS, (oid,)).fetchall())}
        return Target(table, tuple(column.name for column in table.columns if column.is_key), triggers, followers)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Streaming is a way of sending in which a text can be one statement only."""
        with self._guarded(), self._connection.cursor() as cursor:
            yield from cursor.stream(sql.encode(), list(parameters) or None)

    def written(self, sql: str) -> Iterator[tuple[Any, ...]]:
        yield from self.rows(sql)
        self._check_constraints()

    def write(self, sql: str) -> int:
        """Sent in the way in which a text can be one statement only."""
        with self._guarded():
            cursor = self._connection.execute(sql.encode(), binary=True)
            count = cursor.rowcount
        self._check_constraints()
        return count

    def _check_constraints(self) -> None:
        """What would be checked at the end is checked now, so that a dry run finds it."""
        with self._guarded():
            self._connection.execute(b"SET CONSTRAINTS ALL IMMEDIATE")

    def undo(self) -> None:
        """What was taken back stays in the server's count, so it is remembered as the count to begin with."""
        with self._guarded():
            self._connection.execute(_BACK)
        self._begun = self._counts()

    def commit(self) -> None:
        import psycopg

        try:
            with cancelling(self._connection, Stop(self._limits.timeout_s)):
                self._connection.execute(b"COMMIT")
        except psycopg.Error as error:
            if error.sqlstate and error.sqlstate not in LOST and not self._connection.closed:
                raise self._failure(error) from error
            raise server_errors.fate_unknown(self._place) from error

    def counted(self, target: Target) -> Sequence[Table]:
        return ()

    def effects(self, target: Target, before: Mapping[str, int]) -> tuple[Effect, ...]:
        """PostgreSQL counts what a transaction does to each table."""
        found = []
        for table, counts in self._counts().items():
            changes = [now - then for now, then in zip(counts, self._begun.get(table, (0, 0, 0)), strict=True)]
            if any(changes):
                found.append(Effect(table, *changes))
        return tuple(found)

    def _counts(self) -> Mapping[str, tuple[int, int, int]]:
        """Rows added, removed and changed in this transaction, by table; but for the target and its parts."""
        with self._guarded():
            rows = self._connection.execute(_CHANGES).fetchall()
        default = self._schema.default_namespace
        return {
            name if namespace == default else f"{namespace}.{name}": (added, removed, changed)
            for oid, namespace, name, added, removed, changed in rows
            if oid not in self._own
        }

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        import psycopg

        try:
            with cancelling(self._connection, self._deadline):
                yield
        except UnicodeDecodeError as error:
            raise QueryFailed(server_errors.not_utf8()) from error
        except psycopg.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: Any) -> Exception:
        code = error.sqlstate or ""
        if self._stop.is_asked:
            return QueryStopped()
        if code in _SERIALIZATION:
            return changed_meanwhile()
        if code == "55P03":
            return locked()
        if self._deadline.is_due or code == "57014":
            return too_slow(self._limits.timeout_s)
        if code in LOST or self._connection.broken or self._connection.closed:
            return server_errors.lost(self._place)
        if code == "42501":
            return refused(server_errors.first_line(error.diag.message_primary or str(error)))
        if code.startswith("42"):
            return QueryFailed(explained(error))
        return refused(_said(error))


def _said(error: Any) -> str:
    primary = server_errors.first_line(error.diag.message_primary or str(error))
    detail = server_errors.first_line(error.diag.message_detail or "") if error.diag.message_detail else ""
    return f"{primary} ({detail})" if detail else primary
