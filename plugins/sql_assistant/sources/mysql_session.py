"""Runs one query on MySQL or MariaDB in a transaction that cannot write: one SELECT, a deadline, caps on rows and bytes, bounded memory."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.api import AppError
from plugins.sql_assistant.sources import server_errors
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop, Stream, plain
from plugins.sql_assistant.sources.mysql_connection import LOST, code_of, connect, reaching
from plugins.sql_assistant.sources.mysql_errors import TOO_SLOW, explained
from plugins.sql_assistant.sources.server_address import Place
from plugins.sql_assistant.sources.server_errors import not_reading
from plugins.sql_assistant.sources.server_reach import beyond_mysql
from plugins.sql_assistant.sources.server_watch import cut_socket, watched

if TYPE_CHECKING:
    from pymysql.connections import Connection
    from sqlglot import exp

FETCH_ROWS = 500
SLACK_S = 1.0
"""By how much the server's own deadline is later than ours: it is for the case that we are no longer there to cancel."""

LOCK_S = 5
_BEGIN = "START TRANSACTION READ ONLY"
# Comments that the server executes, and hints: none of them comes out of a tree that was generated.
_EXECUTED = re.compile(r"/\*\s*(?:M?!|\+)")


@contextmanager
def cancelling(connection: Connection[Any], place: Place, stop: Stop) -> Iterator[None]:
    """Kills what runs on the connection when ``stop`` is due, by a second connection."""
    number = number_of(connection)

    def cut() -> None:
        if (sock := getattr(connection, "_sock", None)) is not None:
            cut_socket(sock.fileno())

    with watched(stop, lambda: kill(place, number), cut):
        yield


def number_of(connection: Connection[Any]) -> int:
    """The server's number of a connection."""
    number: int = connection.thread_id()  # type: ignore[no-untyped-call]
    return number


def kill(place: Place, number: int) -> None:
    """End the query of another connection of the same user."""
    import pymysql

    with contextlib.suppress(pymysql.Error, AppError, OSError), contextlib.closing(connect(place)) as other:
        other.query(f"KILL QUERY {int(number)}")


class MysqlSession(Session):
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
        self._product = place.product
        self._connection = connect(place)
        self._streaming: Iterator[Sequence[Any]] | None = None
        self._checked: set[str] = set()
        try:
            with reaching(place):
                self._begin()
        except BaseException:
            self._connection.close()
            raise

    def _begin(self) -> None:
        deadline_s = self._limits.timeout_s + SLACK_S
        is_mariadb = "mariadb" in self._connection.get_server_info().lower()  # type: ignore[no-untyped-call]
        self._product = "MariaDB" if is_mariadb else self._place.product
        deadline = (
            f"max_statement_time = {deadline_s}" if is_mariadb else f"max_execution_time = {deadline_s * 1000:.0f}"
        )
        for statement in (f"SET SESSION {deadline}", f"SET SESSION lock_wait_timeout = {LOCK_S}", _BEGIN):
            self._connection.query(statement)

    def close(self) -> None:
        """Closing rolls back."""
        self._end_stream()
        with contextlib.suppress(_error()):  # it may be gone already
            self._connection.close()

    def compiled(self, sql: str, defined: frozenset[str] = frozenset()) -> Hashable:
        """The plan, without estimates of rows."""
        with self._guarded():
            self._check_reads(sql)
            return tuple(tuple(row[:8]) for row in self._all(f"EXPLAIN {sql}"))

    def plan(self, sql: str, defined: frozenset[str] = frozenset()) -> list[str]:
        """The rows of the server's table, each with the names of its columns: ``table: orders | type: ALL | rows: 500``."""
        with self._guarded():
            self._check_reads(sql)
            with self._connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}")
                names = [str(entry[0]) for entry in cursor.description or ()]
                return [_plan_line(names, row) for row in cursor.fetchall()]

    def _check_reads(self, sql: str) -> None:
        """One SELECT, as the server's own parser reads the text: nothing else can stand in EXISTS, and no INTO.

        Raises:
            QueryFailed: it holds a comment that the server would execute, or reaches beyond the rows of tables.
        """
        if _EXECUTED.search(sql):
            raise QueryFailed(not_reading("comments that the server executes"))
        if name := beyond_mysql(sql):
            raise QueryFailed(not_reading(f"{name} reaches beyond the tables"))
        if sql not in self._checked:
            self._all(f"EXPLAIN SELECT EXISTS (\n{sql}\n)")
            self._checked.add(sql)

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def stream(self, sql: str, defined: frozenset[str] = frozenset()) -> Stream:
        self._end_stream()
        rows = self._rows(sql)
        self._streaming = rows
        return Stream(next(rows), rows, self._limits)

    def _rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The columns' names, then the rows; the server waits while they are not taken."""
        from pymysql.cursors import SSCursor

        with self._guarded():
            self._check_reads(sql)
            cursor = self._connection.cursor(SSCursor)
            finished = False
            try:
                cursor.execute(sql)
                yield tuple(str(entry[0]) for entry in cursor.description or ())
                while batch := cursor.fetchmany(FETCH_ROWS):
                    yield from batch
                finished = True
            finally:
                self._let_go(cursor, finished=finished)

    def _let_go(self, cursor: Any, *, finished: bool) -> None:
        """Closing a cursor reads what is left of its rows; the query is ended first, so that little is."""
        if not finished and getattr(cursor, "_result", None) is not None:
            kill(self._place, number_of(self._connection))
        with contextlib.suppress(_error(), OSError):
            cursor.close()

    def values(self, query: exp.Select, timeout_s: float) -> list[Any] | None:
        self._end_stream()
        try:
            with self._guarded(timeout_s):
                return [plain(row[0]) for row in self._all(query.sql(dialect="mysql"))]
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
        """Ends the block in time. An error in a query undoes nothing but itself here, so the transaction stays of use."""
        import pymysql

        timeout_s = self._limits.timeout_s if timeout_s is None else timeout_s
        deadline = Stop(timeout_s, parent=self._stop)
        try:
            with cancelling(self._connection, self._place, deadline):
                yield
            # A killed SLEEP() or BENCHMARK() is no error to the server: it gives a row as if it had come to its end.
            if deadline.is_due:
                raise self._ended(timeout_s)
        except UnicodeDecodeError as error:
            raise QueryFailed(server_errors.not_utf8()) from error
        except (pymysql.Error, OSError) as error:
            raise self._failure(error, deadline, timeout_s) from error

    def _ended(self, timeout_s: float) -> Exception:
        return QueryStopped() if self._stop.is_asked else QueryFailed(server_errors.too_slow(timeout_s))

    def _failure(self, error: Exception, deadline: Stop, timeout_s: float) -> Exception:
        if deadline.is_due or code_of(error) in TOO_SLOW:
            return self._ended(timeout_s)
        if code_of(error) in LOST:
            return server_errors.lost(self._place)
        return QueryFailed(explained(error, self._product))


def _plan_line(names: Sequence[str], row: Sequence[Any]) -> str:
    return " | ".join(f"{name}: {value}" for name, value in zip(names, row, strict=True) if value not in (None, ""))


def _error() -> type[Exception]:
    import pymysql

    return pymysql.Error
