"""Runs one query under SQLite's own guard: read-only file, allow-list of actions, deadline, caps on rows and bytes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.api import InputError, Problem, StorageError
from plugins.sql_assistant.schema import quoted
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop, Stream
from plugins.sql_assistant.sources.sqlite_files import mapped, open_read_only

if TYPE_CHECKING:
    from sqlglot import exp

FUNCTIONS = frozenset(
    "abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling char coalesce concat concat_ws cos cosh count cume_dist "
    "current_date current_time current_timestamp date datetime degrees dense_rank exp first_value floor format glob group_concat "
    "hex highlight ifnull iif instr json json_array json_array_length json_each json_extract json_group_array json_group_object "
    "json_object json_quote json_tree json_type json_valid julianday lag last_value lead length like likelihood likely ln log "
    "log10 log2 lower ltrim match max min mod nth_value ntile nullif octet_length percent_rank pi pow power printf quote radians "
    "random rank regexp replace round row_number rtrim sign sin sinh snippet soundex sqrt strftime string_agg substr substring sum "
    "tan tanh time timediff total trim trunc typeof unicode unixepoch unlikely upper -> ->>".split()
)
"""Functions that only compute. ``load_extension``, ``readfile``, ``writefile``, ``zeroblob`` and what a build may add are not here."""

TABLE_FUNCTIONS = frozenset(("json_each", "json_tree"))
STEPS_BETWEEN_CHECKS = 1_000
MAX_VALUE_BYTES = 20 * 2**20
LIMITS = {
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LENGTH: MAX_VALUE_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


class SqliteSession(Session):
    """One guarded connection to a file, for one check.

    Args:
        readable: lower-case names of the tables that may be read.
        stop: ends whatever runs.

    Raises:
        InputError: the file is no readable SQLite database.
        StorageError: it is locked or damaged.
    """

    def __init__(self, path: Path, readable: frozenset[str], limits: Limits, stop: Stop) -> None:
        self._path = path
        self._limits = limits
        self._stop = stop
        self._connection = open_read_only(path)
        self._defined: frozenset[str] = frozenset()
        self._readable = readable
        for limit, value in LIMITS.items():
            self._connection.setlimit(limit, value)
        connect_virtual_tables(self._connection)
        self._connection.execute("PRAGMA trusted_schema = OFF")
        self._connection.set_authorizer(self._authorize)

    def close(self) -> None:
        self._connection.close()

    def compiled(self, sql: str, defined: frozenset[str] = frozenset()) -> Hashable:
        """The byte code that SQLite makes of a query."""
        return tuple(self._explained("EXPLAIN " + sql, defined))

    def plan(self, sql: str, defined: frozenset[str] = frozenset()) -> list[str]:
        """SQLite's query plan; a step's steps are set in by two blanks."""
        depth: dict[int, int] = {0: -1}
        lines = []
        for number, parent, _, text in self._explained("EXPLAIN QUERY PLAN " + sql, defined):
            depth[number] = depth.get(parent, -1) + 1
            lines.append("  " * depth[number] + str(text))
        return lines

    def _explained(self, sql: str, defined: frozenset[str]) -> list[tuple[Any, ...]]:
        self._defined = defined
        with self._guarded(self._limits.timeout_s), closing(self._connection.execute(sql)) as cursor:
            return cursor.fetchall()

    def stream(self, sql: str, defined: frozenset[str] = frozenset()) -> Stream:
        self._defined = defined
        rows = self._rows(sql)
        return Stream(next(rows), rows, self._limits)

    def _rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The columns' names, then the rows."""
        with self._guarded(self._limits.timeout_s), closing(self._connection.execute(sql)) as cursor:
            yield tuple(str(entry[0]) for entry in cursor.description or ())
            yield from cursor

    def values(self, query: exp.Select, timeout_s: float) -> list[Any] | None:
        return self.first_column(query.sql(dialect="sqlite"), timeout_s)

    def first_column(self, sql: str, timeout_s: float) -> list[Any] | None:
        """``values`` of a query that is text already."""
        try:
            with self._guarded(timeout_s), closing(self._connection.execute(sql)) as cursor:
                return [row[0] for row in cursor]
        except QueryFailed:
            return None

    @contextmanager
    def _guarded(self, timeout_s: float) -> Iterator[None]:
        deadline = Stop(timeout_s, parent=self._stop)
        self._connection.set_progress_handler(lambda: deadline.is_due, STEPS_BETWEEN_CHECKS)
        try:
            yield
        except (sqlite3.Error, sqlite3.Warning) as error:
            if self._stop.is_asked:
                raise QueryStopped from error
            raise self._failure(error, timeout_s) from error
        finally:
            self._connection.set_progress_handler(None, 0)

    def _failure(
        self, error: sqlite3.Error | sqlite3.Warning, timeout_s: float
    ) -> QueryFailed | InputError | StorageError:
        text = str(error)
        if "interrupted" in text:
            return QueryFailed(too_slow(timeout_s))
        if isinstance(error, sqlite3.Error) and any(
            word in text
            for word in ("locked", "image is malformed", "malformed database", "not a database", "disk I/O")
        ):
            return mapped(error, self._path)
        return QueryFailed(explained(text))

    def _authorize(
        self, action: int, one: str | None, two: str | None, database: str | None, _inner: str | None
    ) -> int:
        if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_READ:
            return self._allow_read((one or "").lower(), two or "", database)
        if action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_OK if (two or "").lower() in FUNCTIONS else sqlite3.SQLITE_DENY
        # A full-text index asks this of its own tables on every read; without an argument it changes nothing.
        if action == sqlite3.SQLITE_PRAGMA and one == "data_version" and two is None:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY

    def _allow_read(self, table: str, column: str, database: str | None) -> int:
        """A table of the schema; or, as SQLite asks for COUNT(*), a name that the query's own WITH defines."""
        own = database in (None, "main") and table in self._readable
        defined = column == "" and database is None and table in self._defined
        return sqlite3.SQLITE_OK if own or defined or table in TABLE_FUNCTIONS else sqlite3.SQLITE_DENY


def connect_virtual_tables(connection: sqlite3.Connection) -> None:
    """A full-text index describes itself on first use with a statement that a guard would refuse; let it do so before."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    names = [quoted(name) for (name,) in found] + sorted(f"{name}('[]')" for name in TABLE_FUNCTIONS)
    for name in names:
        with contextlib.suppress(
            sqlite3.Error
        ):  # of a kind that this build does not know: a query that names it will say so
            connection.execute(f"SELECT 1 FROM {name} LIMIT 0")  # noqa: S608 -- quoted, or our own


def too_slow(timeout_s: float) -> Problem:
    """A query that needed longer than it may."""
    return Problem(
        f"The query was stopped after {timeout_s:g} seconds.",
        hint="Join the tables by their keys, or narrow the rows with a WHERE.",
    )


_ADVICE: Mapping[str, str] = {
    "year": "SQLite writes strftime('%Y', column).",
    "month": "SQLite writes strftime('%m', column).",
    "day": "SQLite writes strftime('%d', column).",
    "now": "SQLite writes date('now') or datetime('now').",
    "concat": "SQLite joins texts with ||.",
    "left": "SQLite writes substr(column, 1, n).",
    "right": "SQLite writes substr(column, -n).",
    "datediff": "SQLite writes julianday(a) - julianday(b).",
    "date_trunc": "SQLite writes strftime('%Y-%m', column).",
    "to_char": "SQLite writes strftime(format, column).",
    "isnull": "SQLite writes ifnull(a, b).",
    "if": "SQLite writes iif(condition, a, b).",
    "median": "SQLite has no median; sort the rows and take the middle one.",
}


def explained(text: str) -> Problem:
    """SQLite's message as a problem with a hint."""
    kind, _, name = text.partition(": ")
    if kind == "no such function":
        return Problem(f"SQLite has no function {name}.", hint=_ADVICE.get(name.lower(), "Use SQLite's own functions."))
    if text.startswith("not authorized to use function"):
        return Problem(f"The function {name} is not allowed here.", hint="Only functions that compute are allowed.")
    if "prohibited" in text or text.startswith("not authorized"):
        return Problem(
            f"The database refuses this query: {text}.", hint="Only reading the tables of the schema is allowed."
        )
    if kind == "ambiguous column name":
        return Problem(
            f"The column {name} stands in several tables of the query.", hint="Put the table's name before it."
        )
    if "string or blob too big" in text:
        return Problem(
            "A value of the result is larger than 20 MB.", hint="Leave that column out, or take a part with substr()."
        )
    if kind == "misuse of aggregate" or text.startswith("misuse of aggregate"):
        return Problem(f"SQLite: {text}.", hint="An aggregate cannot stand in WHERE; use HAVING, or a subquery.")
    return Problem(f"SQLite cannot run the query: {text}.", hint="")
