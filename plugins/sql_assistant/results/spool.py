"""Lets a query's rows run into a store while they are read there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from app.api import AppError, Problem, StorageError
from plugins.sql_assistant.results.store import MAX_BYTES, ResultStore, Row
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Source, Stop, Stream

if TYPE_CHECKING:
    from plugins.sql_assistant.schema import Schema

ALL = Limits(timeout_s=600, max_rows=10_000_000, max_bytes=MAX_BYTES)
"""What one query may cost whose rows go to the disk."""

OpenStream = Callable[[], AbstractContextManager[Stream]]


def spool(open_stream: OpenStream, folder: Path) -> ResultStore:
    """Take a stream's rows into a store, in a thread of its own; gives the store once its first rows are there, or all.

    The caller owns the store, closes it, and ends the query with the stop that it gave it: rows that have come stay. What fails after
    the first rows is the store's ``problem``.

    Args:
        open_stream: called in that thread; a context manager that ends the query.

    Raises:
        QueryFailed: the query failed before its first row.
        QueryStopped: it was stopped before its first row.
        AppError: it cannot be opened, has too many columns, or the rows cannot be kept.
    """
    opened: SimpleQueue[ResultStore | Exception] = SimpleQueue()
    threading.Thread(target=_fill, args=(open_stream, folder, opened), name="polymath-rows", daemon=True).start()
    found = opened.get()
    if isinstance(found, Exception):
        raise found
    return found


def stream_of(source: Source, schema: Schema, sql: str, limits: Limits, stop: Stop) -> OpenStream:
    """A query of a source as ``spool`` wants it; it must have passed ``check``."""

    @contextmanager
    def opened() -> Iterator[Stream]:
        with source.session(schema, limits, stop) as session:
            yield session.stream(sql, _defined(sql, source.dialect))

    return opened


def all_rows(source: Source, schema: Schema, sql: str, folder: Path, stop: Stop) -> tuple[ResultStore, float] | None:
    """Check a query anew, then let all of its rows run into a store; gives it with the seconds until its first rows were there.

    None if ``stop`` was asked for before that.

    Raises:
        AppError: the query cannot be run, or its rows cannot be kept.
    """
    from plugins.sql_assistant.check import check, subject_of  # slow to load

    try:
        found = check(sql, subject_of(source, schema), stop, Limits(max_rows=1), mend="nothing")
        if found.has_errors:
            raise _as_error(found.problems[0])
        began = time.monotonic()
        store = spool(stream_of(source, schema, str(found.result["sql"]), ALL, stop), folder)
        return store, time.monotonic() - began
    except QueryFailed as failed:
        raise _as_error(failed.problem) from failed
    except QueryStopped:
        return None


def _as_error(problem: Problem) -> AppError:
    return AppError(problem.message, hint=problem.hint)


def _defined(sql: str, dialect: str) -> frozenset[str]:
    from plugins.sql_assistant.policy import defined_names, parse  # slow to load

    tree = parse(sql, dialect)
    return frozenset() if isinstance(tree, Problem) else defined_names(tree)


def _fill(open_stream: OpenStream, folder: Path, opened: SimpleQueue[ResultStore | Exception]) -> None:
    filling = _Filling(folder, opened)
    try:
        with open_stream() as stream, closing(_batches(stream)) as batches:
            filling.take(stream, batches)
    except (AppError, QueryFailed, QueryStopped) as error:
        filling.failed(error)
    finally:
        filling.end()


def _batches(stream: Stream) -> Generator[list[Row], None, None]:
    yield from stream


class _Filling:
    """One result on its way."""

    def __init__(self, folder: Path, opened: SimpleQueue[ResultStore | Exception]) -> None:
        self._folder, self._opened = folder, opened
        self._store: ResultStore | None = None

    def take(self, stream: Stream, batches: Iterator[list[Row]]) -> None:
        """Read it to its end."""
        first = next(batches, None)
        store = ResultStore(self._folder, stream.columns)
        try:
            store.append(first or [])
        except StorageError:
            store.close()
            raise
        self._store = store
        self._opened.put(store)
        for batch in batches:
            store.append(batch)
        store.finish(truncated=stream.truncated)

    def end(self) -> None:
        """Leave nobody waiting, whatever happened."""
        if self._store is None or not self._store.is_complete:
            self.failed(AppError("The rows could not be read to their end.", hint="Run the query again."))

    def failed(self, error: Exception) -> None:
        """Tell it: to who waits for the first rows, or with the rows that came."""
        if self._store is None:
            self._opened.put(error)
            return
        problem = error if isinstance(error, AppError) else None
        if isinstance(error, QueryFailed):
            problem = _as_error(error.problem)
        self._store.finish(truncated=True, problem=problem)
