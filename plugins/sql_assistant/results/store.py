"""The rows of a result on disk: written as they come, read in pages, sorted and filtered without ever being in memory together.

One SQLite file for the rows, one for each order or choice of them (the numbers of its rows, in order). All methods block and may be called
from any thread, so they belong off the window's thread; one thread appends.
"""

from __future__ import annotations

import itertools
import os
import re
import sqlite3
import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from app.api import AppError, StorageError
from plugins.sql_assistant.results.filters import Filter
from plugins.sql_assistant.results.values import Kinds, folded, loaded
from plugins.sql_assistant.sources.base import QueryStopped, Stop

Row = tuple[Any, ...]
Sort = tuple[int, bool]
"""A column's number, and whether it is descending."""

MAX_BYTES = 4 * 2**30
MAX_COLUMNS = 1_990
BATCH_ROWS = 2_000
_PAGE_BYTES = 8_192
_COMMIT_S = 0.2
_STEPS_BETWEEN_CHECKS = 20_000
_NAME = re.compile(r"rows-(\d+)-[0-9a-f]{32}(?:-\d+)?\.sqlite(?:-wal|-shm|-journal)?")


class View:
    """An order and a choice of the rows, as they were when it was made; its file goes with it.

    Attributes:
        sort: what it is sorted by; rows that are equal keep the order in which they came.
        filters: what its rows pass, all of them.
    """

    def __init__(self, store: ResultStore, sort: Sequence[Sort], filters: Sequence[Filter], path: Path | None) -> None:
        self.sort, self.filters = tuple(sort), tuple(filters)
        self.path = path
        self.count: int | None = None
        self.lock = threading.Lock()
        self._store = weakref.ref(store)
        self._reader: sqlite3.Connection | None = None
        if path is not None:
            weakref.finalize(self, _remove, path)

    @property
    def row_count(self) -> int:
        """Its rows; of all rows together the number grows while they come."""
        store = self._store()
        return self.count if self.count is not None else store.row_count if store else 0

    def reader(self, connect: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
        """The connection for its pages; ``lock`` is held."""
        if self._reader is None:
            self._reader = connect()
        return self._reader

    def close(self) -> None:
        """End its connection."""
        with self.lock:
            if self._reader is not None:
                self._reader.close()
                self._reader = None


class ResultStore:
    """The rows of one result.

    Args:
        folder: where the files lie; it is made. What processes that are gone left there is removed.
        columns: names, in order; two may be the same, and there may be none.
        max_bytes: how large the file may become.

    Attributes:
        kinds: what each column has held so far.
        everything: the view of all rows in the order in which they came.
        truncated: whether there are more rows than these; known at the end.
        problem: why rows are missing, if something failed on the way.

    Raises:
        AppError: there are too many columns.
        StorageError: the folder cannot be written.
    """

    def __init__(self, folder: Path, columns: Sequence[str], max_bytes: int = MAX_BYTES) -> None:
        if len(columns) > MAX_COLUMNS:
            raise AppError(
                f"The result has {len(columns)} columns, which is more than {MAX_COLUMNS}.",
                hint="Name the columns that you need in the query.",
            )
        self.columns = tuple(columns)
        self.kinds = tuple(Kinds() for _ in columns)
        self.everything = View(self, (), (), None)
        self.truncated = False
        self.problem: AppError | None = None
        self._path = folder / f"rows-{os.getpid()}-{uuid.uuid4().hex}.sqlite"
        self._numbers = itertools.count(1)
        self._views: weakref.WeakSet[View] = weakref.WeakSet((self.everything,))
        self._lock = threading.Lock()
        self._users = 0
        self._is_closing = False
        self._is_complete = False
        self._committed, self._appended, self._commit_due = 0, 0, 0.0
        self._max_bytes = max_bytes
        with _mapped(max_bytes):
            folder.mkdir(parents=True, exist_ok=True)
            sweep(folder)
            self._writer: sqlite3.Connection | None = self._create()
        weakref.finalize(self, _remove, self._path)

    def _create(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        for setting in (
            f"page_size = {_PAGE_BYTES}",
            "journal_mode = WAL",
            "synchronous = OFF",
            f"max_page_count = {max(self._max_bytes // _PAGE_BYTES, 8)}",
        ):
            connection.execute(f"PRAGMA {setting}").fetchall()
        connection.execute(f"CREATE TABLE rows ({', '.join(self._names) or 'unused'})")
        marks = ", ".join("?" for _ in self.columns) or "NULL"
        self._insert = f"INSERT INTO rows VALUES ({marks})"  # noqa: S608 -- our own names
        return connection

    @property
    def _names(self) -> list[str]:
        return [f"c{number}" for number in range(len(self.columns))]

    @property
    def row_count(self) -> int:
        """Rows that can be read now."""
        return self._committed

    @property
    def is_complete(self) -> bool:
        """Whether no more rows come."""
        return self._is_complete

    # writing

    def append(self, batch: Sequence[Sequence[Any]]) -> None:
        """Put rows behind those that are there. They can be read soon; after the first call at once.

        Raises:
            StorageError: the disk or the limit is full; the rows before this batch stay.
            QueryStopped: the store was closed.
        """
        if not batch:
            return
        with self._writing() as writer:
            if not writer.in_transaction:
                writer.execute("BEGIN")
            writer.executemany(self._insert, self._as_stored(batch))
            self._appended += len(batch)
            if time.monotonic() >= self._commit_due:
                self._commit(writer)

    def _as_stored(self, batch: Sequence[Sequence[Any]]) -> Iterator[Sequence[Any]]:
        if not self.columns:
            return iter([()] * len(batch))
        columns = [kinds.take(column) for kinds, column in zip(self.kinds, zip(*batch, strict=True), strict=True)]
        return zip(*columns, strict=True)

    def _commit(self, writer: sqlite3.Connection) -> None:
        if writer.in_transaction:
            writer.execute("COMMIT")
        self._committed = self._appended
        self._commit_due = time.monotonic() + _COMMIT_S

    def finish(self, *, truncated: bool = False, problem: AppError | None = None) -> None:
        """Say that no more rows come.

        Args:
            problem: why rows are missing, if something failed.
        """
        with suppress(QueryStopped, StorageError), self._writing() as writer:
            self._commit(writer)
            writer.close()
            self._writer = None
        self.truncated, self.problem = truncated, problem
        self._is_complete = True

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._in_use(), _mapped(self._max_bytes):
            if self._writer is None:
                raise QueryStopped
            yield self._writer

    # reading

    def page(self, view: View, start: int, count: int, max_chars: int | None = None) -> list[Row]:
        """Rows ``start`` to ``start + count`` of a view; fewer at its end, none after ``close``.

        Args:
            max_chars: where longer texts are cut.

        Raises:
            StorageError: the file cannot be read.
        """
        try:
            with self._in_use(), _mapped(self._max_bytes), view.lock:
                reader = view.reader(lambda: self.connect(view))
                sql = self._page_sql(view, max_chars)
                return self._decoded(reader.execute(sql, (start, start + count)).fetchall())
        except QueryStopped:
            return []

    def _page_sql(self, view: View, max_chars: int | None) -> str:
        names = [
            name
            if max_chars is None or kinds.longest <= max_chars
            else f"CASE typeof({name}) WHEN 'text' THEN substr({name}, 1, {max_chars}) ELSE {name} END"
            for name, kinds in zip(self._names, self.kinds, strict=True)
        ]
        place = f"{self.place(view)} AND {_position(view)} BETWEEN ? + 1 AND ? ORDER BY {_position(view)}"
        return f"SELECT {', '.join(names) or 'NULL'} FROM {place}"  # noqa: S608 -- our own names

    def place(self, view: View) -> str:
        """Where the rows of a view are, as the FROM of a query on ``connect``; it ends in a condition."""
        if view.path is None:
            return f"main.rows WHERE rows.rowid <= {view.row_count}"
        return "picked.picked JOIN main.rows ON rows.rowid = picked.row WHERE TRUE"

    def _decoded(self, rows: list[Row]) -> list[Row]:
        if not self.columns:
            return [()] * len(rows)
        if all(kinds.is_plain for kinds in self.kinds):
            return rows
        return [tuple(map(loaded, row)) for row in rows]

    def rows(self, view: View, start: int = 0, stop: int | None = None) -> Iterator[list[Row]]:
        """The rows of a view, or those from ``start`` up to ``stop``, in batches. The store lives on until the iterator ends.

        Raises:
            StorageError: as ``page``.
        """
        with self._in_use():
            end = view.row_count if stop is None else min(stop, view.row_count)
            for first in range(start, end, BATCH_ROWS):
                yield self.page(view, first, min(BATCH_ROWS, end - first))

    def view(self, sort: Sequence[Sort] = (), filters: Sequence[Filter] = (), stop: Stop | None = None) -> View:
        """Sort and choose among the rows that are there now: NULL, then numbers, then texts without case.

        Raises:
            QueryStopped: ``stop`` is due, or the store was closed.
            StorageError: the disk is full.
        """
        if not sort and not filters:
            return self.everything
        path = self._path.with_name(f"{self._path.stem}-{next(self._numbers)}.sqlite")
        view = View(self, sort, filters, path)
        with self._in_use(), _mapped(self._max_bytes), closing(self.connect(view, stop, read_only=False)) as connection:
            connection.execute("PRAGMA picked.journal_mode = OFF").fetchall()
            connection.execute("PRAGMA picked.synchronous = OFF")
            self._pick(connection, view)
            (view.count,) = connection.execute("SELECT coalesce(max(rowid), 0) FROM picked.picked").fetchone()
        self._views.add(view)
        return view

    def _pick(self, connection: sqlite3.Connection, view: View) -> None:
        connection.create_function("folded", 1, folded, deterministic=True)
        conditions: list[str] = ["TRUE"]
        parameters: list[Any] = []
        for number, wanted in enumerate(view.filters):
            found = wanted.sql(f"c{wanted.column}", self.kinds[wanted.column])
            if found is None:
                name = f"passes{number}"
                connection.create_function(name, 1, lambda kept, wanted=wanted: wanted.matches(loaded(kept)))
                found = f"{name}(c{wanted.column})", ()
            conditions.append(found[0])
            parameters += found[1]
        order = ", ".join([*(self._key(column, descending) for column, descending in view.sort), "rowid"])
        connection.execute("CREATE TABLE picked.picked (row INTEGER)")
        connection.execute(
            f"INSERT INTO picked.picked SELECT rowid FROM main.rows WHERE {' AND '.join(conditions)} ORDER BY {order}",  # noqa: S608 -- our own names
            parameters,
        )

    def _key(self, column: int, descending: bool) -> str:
        kinds, way = self.kinds[column], "DESC" if descending else "ASC"
        if not kinds.is_plain:
            beyond = f"CASE WHEN substr(c{column}, 1, 1) = x'69' THEN c{column} END"
            return f"folded(c{column}) {way}, {beyond} {way}"
        return f"c{column} COLLATE NOCASE {way}" if kinds.is_ascii else f"folded(c{column}) {way}"

    def connect(self, view: View, stop: Stop | None = None, *, read_only: bool = True) -> sqlite3.Connection:
        """A connection on which ``place(view)`` can be asked; statements are interrupted when ``stop`` is due."""
        connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        if view.path is not None:
            connection.execute("ATTACH ? AS picked", (str(view.path),))
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        if stop is not None:
            connection.set_progress_handler(lambda: stop.is_due, _STEPS_BETWEEN_CHECKS)
        return connection

    @contextmanager
    def asked(self, view: View, stop: Stop) -> Iterator[sqlite3.Connection]:
        """A connection for queries of one's own over a view (see ``place``).

        Raises:
            QueryStopped: ``stop`` is due, or the store was closed.
            StorageError: the file cannot be read.
        """
        with self._in_use(), _mapped(self._max_bytes), closing(self.connect(view, stop)) as connection:
            connection.create_function("folded", 1, folded, deterministic=True)
            yield connection

    # the end

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        with self._lock:
            if self._is_closing and not self._users:
                raise QueryStopped
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                is_last = self._is_closing and not self._users
            if is_last:
                self._discard()

    def close(self) -> None:
        """Remove the files, as soon as nobody reads or writes; nothing is appended any more. Safe to call twice."""
        with self._lock:
            was_closing, self._is_closing = self._is_closing, True
            is_last = not was_closing and not self._users
        if is_last:
            self._discard()

    def _discard(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for view in list(self._views):
            view.close()
            if view.path is not None:
                _remove(view.path)
        _remove(self._path)


def _position(view: View) -> str:
    return "rows.rowid" if view.path is None else "picked.rowid"


def stored(folder: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, truncated: bool) -> ResultStore:
    """A store of rows that are in memory already.

    Raises:
        AppError: as ``ResultStore``.
        StorageError: the rows cannot be written.
    """
    store = ResultStore(folder, columns)
    try:
        for start in range(0, len(rows), BATCH_ROWS):
            store.append(rows[start : start + BATCH_ROWS])
    except StorageError:
        store.close()
        raise
    store.finish(truncated=truncated)
    return store


def sweep(folder: Path) -> None:
    """Remove what processes that are gone left."""
    others = [(path, int(found[1])) for path in folder.iterdir() if (found := _NAME.fullmatch(path.name))]
    others = [(path, pid) for path, pid in others if pid != os.getpid()]
    if not others:
        return
    import psutil  # slow to load, and seldom needed

    for path, pid in others:
        if not psutil.pid_exists(pid):
            _remove(path)


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


@contextmanager
def _mapped(max_bytes: int) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"The rows cannot be kept on the disk: {error.strerror}.", hint="Free some space on the disk."
        ) from error
    except sqlite3.Error as error:
        if "interrupted" in str(error) or "closed database" in str(error):
            raise QueryStopped from error
        if "full" in str(error):
            raise StorageError(
                f"The rows do not fit on the disk, or are more than {max_bytes / 2**30:.2g} GiB.",
                hint="Free some space, or ask for fewer rows or columns.",
            ) from error
        raise StorageError(
            f"The rows cannot be kept on the disk: {error}.", hint="Free some space on the disk."
        ) from error
