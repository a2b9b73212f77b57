"""Runs one query on PostgreSQL in a transaction that cannot write: one SELECT, a deadline, caps on rows and bytes, bounded memory."""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from plugins.sql_assistant.sources import server_errors
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop, Stream, plain
from plugins.sql_assistant.sources.postgres_connection import READ_ALL_SINCE, connect, reaching
from plugins.sql_assistant.sources.postgres_errors import LOST, explained, placed
from plugins.sql_assistant.sources.server_address import Place
from plugins.sql_assistant.sources.server_errors import not_reading
from plugins.sql_assistant.sources.server_reach import beyond_postgres, secret_of_postgres
from plugins.sql_assistant.sources.server_watch import cut_socket, watched

if TYPE_CHECKING:
    import psycopg
    from sqlglot import exp

CHUNK_ROWS = 500
CANCEL_TIMEOUT_S = 2.0
SLACK_MS = 1_000
"""By how much the server's own deadline is later than ours: it is for the case that we are no longer there to cancel."""

IDLE_MS = 300_000
_BEGIN = b"BEGIN TRANSACTION READ ONLY"
# The path is fixed to what the schema was read with, behind the engine's own names, so that nobody's function is taken for one of its own.
SETTINGS = b"""
SELECT set_config('search_path',
         'pg_catalog, ' || coalesce(quote_ident((current_schemas(false))[1]) || ', ', '') || 'public, pg_temp', true),
       set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true),
       set_config('idle_in_transaction_session_timeout', %s, true), set_config('jit', 'off', true),
       set_config('standard_conforming_strings', 'on', true), set_config('datestyle', 'ISO, YMD', true),
       set_config('intervalstyle', 'postgres', true), set_config('default_transaction_read_only', 'on', true)
"""
# A client that is gone without a word is noticed while its query runs.
_NOTICE_LEAVING = b"SET LOCAL client_connection_check_interval = '1s'"
# A superuser's functions reach files and programs; queries run with the rights of one who may read all tables and nothing else.
# Where rows are kept from that role, the query fails instead of missing them.
_AS_READER = (b"SET LOCAL row_security = off", b"SET LOCAL ROLE pg_read_all_data")
_SAVE, _BACK, _KEEP = (
    b"SAVEPOINT polymath",
    b"ROLLBACK TO SAVEPOINT polymath",
    b"RELEASE SAVEPOINT polymath",
)
# EXPLAIN takes nothing but one statement, and a cursor nothing but a SELECT that writes nothing.
_ONLY_SELECT = "EXPLAIN (COSTS OFF) DECLARE polymath NO SCROLL CURSOR FOR "


@contextmanager
def cancelling(connection: psycopg.Connection[Any], stop: Stop) -> Iterator[None]:
    """Cancels what runs on the connection when ``stop`` is due."""

    def cancel() -> None:
        with contextlib.suppress(_errors()):
            connection.cancel_safe(timeout=CANCEL_TIMEOUT_S)

    def cut() -> None:
        with contextlib.suppress(_errors()):
            cut_socket(connection.fileno())

    with watched(stop, cancel, cut):
        yield


def _errors() -> type[Exception]:
    import psycopg

    return psycopg.Error


class PostgresSession(Session):
    """One guarded connection, for one check; its only transaction is rolled back.

    Args:
        stop: ends whatever runs.

    Raises:
        InputError: the address is wrong.
        StorageError: the server cannot be reached.
    """

    def __init__(self, place: Place, limits: Limits, stop: Stop) -> None:
        self._place = place
        self._limits = limits
        self._stop = stop
        self._connection = connect(place)
        self._streaming: Iterator[Sequence[Any]] | None = None
        self._checked: dict[str, list[str]] = {}
        self._sent = ""
        try:
            with reaching(place):
                self._begin()
        except BaseException:
            self._connection.close()
            raise

    def _begin(self) -> None:
        version = self._connection.info.server_version
        is_superuser = self._connection.info.parameter_status("is_superuser") == "on"
        deadline_ms = round(self._limits.timeout_s * 1000) + SLACK_MS
        with self._connection.pipeline():
            self._connection.execute(_BEGIN)
            self._connection.execute(b"SET TRANSACTION READ ONLY")
            self._connection.execute(SETTINGS, (str(deadline_ms), str(deadline_ms), str(IDLE_MS)))
            if is_superuser and version >= READ_ALL_SINCE:
                for statement in _AS_READER:
                    self._connection.execute(statement)
        if version >= READ_ALL_SINCE:
            self._notice_leaving()

    def _notice_leaving(self) -> None:
        """Servers on Windows and some others cannot."""
        import psycopg

        try:
            with self._connection.pipeline():
                self._connection.execute(_SAVE)
                self._connection.execute(_NOTICE_LEAVING)
                self._connection.execute(_KEEP)
        except psycopg.DatabaseError:
            self._connection.execute(_BACK)

    def close(self) -> None:
        """Closing rolls back."""
        self._end_stream()
        self._connection.close()

    def compiled(self, sql: str, defined: frozenset[str] = frozenset()) -> Hashable:
        """The plan, without its costs."""
        with self._guarded():
            return tuple(self._check_reads(sql))

    def plan(self, sql: str, defined: frozenset[str] = frozenset()) -> list[str]:
        with self._guarded():
            self._check_reads(sql)
            return self._lines(f"EXPLAIN {sql}")

    def _check_reads(self, sql: str) -> list[str]:
        """The plan of a text that is one SELECT, as the server's own parser reads it; the server refuses everything else.

        Raises:
            QueryFailed: it reaches beyond the rows of tables.
        """
        if sql not in self._checked:
            if name := beyond_postgres(sql):
                raise QueryFailed(not_reading(f"{name} reaches beyond the tables"))
            plan = self._lines(f"{_ONLY_SELECT}{sql}")
            if name := secret_of_postgres(plan):
                raise QueryFailed(not_reading(f"{name} is no table of the schema"))
            self._checked[sql] = plan
        return self._checked[sql]

    def _lines(self, sql: str) -> list[str]:
        """Streaming is a way of sending in which a text can be one statement only."""
        self._sent = sql
        with self._connection.cursor() as cursor:
            return [str(line) for (line,) in cursor.stream(sql.encode())]

    def stream(self, sql: str, defined: frozenset[str] = frozenset()) -> Stream:
        self._end_stream()
        rows = self._rows(sql)
        self._streaming = rows
        return Stream(next(rows), rows, self._limits)

    def _rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The columns' names, then the rows; the server waits while they are not taken."""
        with self._guarded(), self._connection.cursor() as cursor:
            self._check_reads(sql)
            rows = cursor.stream(sql.encode(), size=_chunk())
            with contextlib.closing(rows):  # type: ignore[type-var]  # a generator
                first = next(rows, None)
                yield self._columns(sql) if first is None else _names(cursor)
                if first is not None:
                    yield first
                yield from rows

    def _columns(self, sql: str) -> tuple[str, ...]:
        """Of a result that came without a row: the driver does not know its columns then."""
        empty = f"SELECT * FROM (\n{sql}\n) AS q LIMIT 0"  # noqa: S608 -- the server has just read it as one SELECT
        return _names(self._connection.execute(empty.encode()))

    def values(self, query: exp.Select, timeout_s: float) -> list[Any] | None:
        self._end_stream()
        sql = query.sql(dialect="postgres").encode()
        try:
            with self._guarded(timeout_s):
                return [plain(row[0]) for row in self._connection.execute(sql)]
        except QueryFailed:
            return None

    def _end_stream(self) -> None:
        """Let go of a result that was not read to its end."""
        if self._streaming is not None:
            with contextlib.suppress(ValueError):  # another thread is just reading it; closing the connection ends that
                self._streaming.close()  # type: ignore[attr-defined]
            self._streaming = None

    @contextmanager
    def _guarded(self, timeout_s: float | None = None) -> Iterator[None]:
        """Ends the block in time, and undoes whatever it set; an error in it does not spoil the transaction."""
        import psycopg

        timeout_s = self._limits.timeout_s if timeout_s is None else timeout_s
        deadline = Stop(timeout_s, parent=self._stop)
        try:
            with cancelling(self._connection, deadline):
                self._connection.execute(_SAVE)
                yield
        except UnicodeDecodeError as error:
            raise QueryFailed(server_errors.not_utf8()) from error
        except psycopg.Error as error:
            raise self._failure(error, deadline, timeout_s) from error
        finally:
            with contextlib.suppress(psycopg.Error):
                self._connection.execute(_BACK)

    def _failure(self, error: psycopg.Error, deadline: Stop, timeout_s: float) -> Exception:
        if self._stop.is_asked:
            return QueryStopped()
        if deadline.is_due or (error.sqlstate == "57014" and "timeout" in str(error)):
            return QueryFailed(server_errors.too_slow(timeout_s))
        if error.sqlstate in LOST or self._connection.broken or self._connection.closed:
            return server_errors.lost(self._place)
        return QueryFailed(placed(explained(error), error, self._sent))


def _names(cursor: psycopg.Cursor[Any]) -> tuple[str, ...]:
    return tuple(entry.name for entry in cursor.description or ())


def _chunk() -> int:
    """Rows that come at a time; libraries before PostgreSQL 17 hand them over one by one."""
    from psycopg import capabilities

    return CHUNK_ROWS if capabilities.has_stream_chunked() else 1
