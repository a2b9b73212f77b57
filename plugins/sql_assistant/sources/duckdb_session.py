"""Runs one query on a DuckDB file that cannot be written: one SELECT, a deadline, caps on rows and bytes, bounded memory."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.sql_assistant.sources.base import BATCH_ROWS, Limits, QueryFailed, QueryStopped, Session, Stop, Stream
from plugins.sql_assistant.sources.duckdb_errors import explained, refused, too_slow
from plugins.sql_assistant.sources.duckdb_files import mapped, open_read_only, open_single_threaded, watched

if TYPE_CHECKING:
    from sqlglot import exp

_RECURSIVE = re.compile(r"\brecursive\b", re.IGNORECASE)


class DuckdbSession(Session):
    """One guarded connection to a file, for one check.

    Args:
        stop: ends whatever runs.

    Raises:
        InputError: the file is no readable DuckDB database.
        StorageError: it is locked or damaged.
    """

    def __init__(self, path: Path, limits: Limits, stop: Stop) -> None:
        self._path = path
        self._limits = limits
        self._stop = stop
        self._connection = open_read_only(path)
        self._is_single_threaded = False
        self._streaming: Iterator[Sequence[Any]] | None = None

    def close(self) -> None:
        self._end_stream()
        self._connection.close()

    def compiled(self, sql: str, defined: frozenset[str] = frozenset()) -> Hashable:
        """The physical plan, whole."""
        return tuple(self._all(sql, "EXPLAIN (FORMAT json) "))

    def plan(self, sql: str, defined: frozenset[str] = frozenset()) -> list[str]:
        """DuckDB's plan as YAML: its drawing cuts what is too wide."""
        lines = (line for _, text in self._all(sql, "EXPLAIN (FORMAT yaml) ") for line in str(text).splitlines())
        return [line.rstrip() for line in lines if line.strip()]

    def _all(self, sql: str, prefix: str) -> list[tuple[Any, ...]]:
        self._end_stream()
        self._prepare(sql)
        with self._guarded(Stop(self._limits.timeout_s, parent=self._stop)):
            self._check_reads(sql)
            return list(self._connection.execute(prefix + sql).fetchall())

    def stream(self, sql: str, defined: frozenset[str] = frozenset()) -> Stream:
        self._end_stream()
        rows = self._rows(sql)
        self._streaming = rows
        return Stream(next(rows), rows, self._limits)

    def _rows(self, sql: str) -> Iterator[Sequence[Any]]:
        """The columns' names, then the rows. The engine makes them as they are fetched, so that few are in memory at a time."""
        self._prepare(sql)
        deadline = Stop(self._limits.timeout_s, parent=self._stop)
        with self._guarded(deadline):
            self._check_reads(sql)
            self._connection.execute(sql)
            yield tuple(str(entry[0]) for entry in self._connection.description or ())
            while batch := self._connection.fetchmany(BATCH_ROWS):
                yield from batch
                self._check_due(deadline)

    def values(self, query: exp.Select, timeout_s: float) -> list[Any] | None:
        return self.first_column(query.sql(dialect="duckdb"), timeout_s)

    def first_column(self, sql: str, timeout_s: float) -> list[Any] | None:
        """``values`` of a query that is text already."""
        self._end_stream()
        try:
            with self._guarded(Stop(timeout_s, parent=self._stop)):
                return [row[0] for row in self._connection.execute(sql).fetchall()]
        except QueryFailed:
            return None

    def _prepare(self, sql: str) -> None:
        """A recursive query gets a connection that can always be interrupted."""
        if self._is_single_threaded or not _RECURSIVE.search(sql):
            return
        (name,) = self._connection.execute("SELECT current_database()").fetchone() or ("",)
        self._connection.close()
        self._connection = open_single_threaded(self._path, str(name))
        self._is_single_threaded = True

    def _check_reads(self, sql: str) -> None:
        """One SELECT, as the engine's own parser reads the text.

        Raises:
            QueryFailed: it is something else.
        """
        statements = self._connection.extract_statements(sql)
        if len(statements) != 1:
            raise QueryFailed(refused(f"{len(statements)} statements"))
        try:
            kind = statements[0].type.name
        except ValueError:  # of a kind that the library has no name for
            kind = "The statement"
        if kind != "SELECT":
            raise QueryFailed(refused(f"{kind} is more than reading"))

    def _check_due(self, deadline: Stop) -> None:
        if self._stop.is_asked:
            raise QueryStopped
        if deadline.is_due:
            raise QueryFailed(too_slow(self._limits.timeout_s))

    def _end_stream(self) -> None:
        """Let go of a result that was not read to its end."""
        if self._streaming is not None:
            self._connection.interrupt()
            with contextlib.suppress(ValueError):  # another thread is just reading it; the interrupt ends that
                self._streaming.close()  # type: ignore[attr-defined]
            self._streaming = None

    @contextmanager
    def _guarded(self, deadline: Stop) -> Iterator[None]:
        import duckdb

        try:
            with watched(self._connection, deadline):
                yield
        except duckdb.InterruptException as error:
            self._check_due(deadline)
            raise QueryStopped from error
        except (duckdb.IOException, duckdb.FatalException) as error:
            raise mapped(error, self._path) from error
        except duckdb.Error as error:
            if "Corrupt" in str(error):
                raise mapped(error, self._path) from error
            raise QueryFailed(explained(str(error))) from error
