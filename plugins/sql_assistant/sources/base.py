"""The seam between the tool and the databases that it asks.

A ``Source`` is a place that can be asked: a file, a folder of files, a server. It holds no connection and may be used from any thread. Its
``session`` is one guarded connection for one piece of work: read-only by the engine's own lock, with a deadline, with caps on rows and
bytes. All calls block; they belong off the event loop and off the window's thread.
"""

from __future__ import annotations

import datetime
import json
import math
import threading
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol

from app.api import Problem
from plugins.sql_assistant.schema import Schema

if TYPE_CHECKING:
    from sqlglot import exp

BATCH_ROWS = 1_000
BATCH_BYTES = 4 * 2**20
"""A batch holds no more rows than would weigh this much if they were like those before them."""

FIRST_ROWS = 100
_EXACT_DIGITS = 15
_PLAIN = frozenset((type(None), bool, int, float, str))

Report = Callable[[str, float | None], None]
"""Told what slow work is at, and how much of it is done (0 to 1) where that is known; called on any thread."""


def silent(_what: str, _done: float | None) -> None:
    """A report that nobody hears."""


class Stop:
    """When work must end: at a deadline, or when someone asks for it. Shared between threads.

    Args:
        timeout_s: from now; None for no deadline.
    """

    def __init__(self, timeout_s: float | None = None, parent: Stop | None = None) -> None:
        self._deadline = math.inf if timeout_s is None else time.monotonic() + timeout_s
        self._asked = threading.Event()
        self._parent = parent

    def ask(self) -> None:
        """End the work soon."""
        self._asked.set()

    @property
    def is_asked(self) -> bool:
        """Whether someone asked, as opposed to the deadline."""
        return self._asked.is_set() or (self._parent is not None and self._parent.is_asked)

    @property
    def is_due(self) -> bool:
        """Whether the work must end now."""
        return self.is_asked or time.monotonic() > self._deadline


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost.

    Attributes:
        timeout_s: from start to last row.
        max_rows: rows given; more are cut and said so.
        max_bytes: text given, roughly; more rows are cut and said so.
    """

    timeout_s: float = 10.0
    max_rows: int = 10_000
    max_bytes: int = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave; JSON-shaped values only (a blob is a note of its size)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool
    elapsed_s: float


class QueryFailed(Exception):
    """The database refused or gave up; ``problem`` says why in words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class QueryStopped(Exception):
    """Someone asked for the end."""


class Stream:
    """The rows of a query as they come: an iterator of batches, valid while its session is open.

    Values are JSON-shaped (see ``plain``). Iterating raises what ``Session.stream`` raises.

    Attributes:
        columns: names, in order; two may be the same.
        truncated: whether a cap cut the rows; known when the last batch was taken.
    """

    def __init__(self, columns: Sequence[str], raw: Iterator[Sequence[Any]], limits: Limits) -> None:
        self.columns = tuple(columns)
        self.truncated = False
        self._raw = raw
        self._limits = limits

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        try:
            yield from self._batches()
        finally:
            if isinstance(self._raw, Generator):
                self._raw.close()

    def _batches(self) -> Iterator[list[tuple[Any, ...]]]:
        rows_left, bytes_left = self._limits.max_rows, self._limits.max_bytes
        at_a_time, failed = FIRST_ROWS, None
        while failed is None:
            raw: list[Sequence[Any]] = []
            try:
                raw.extend(islice(self._raw, min(at_a_time, rows_left + 1)))
            except (QueryFailed, QueryStopped) as error:
                failed = error
            if not raw:
                break
            batch = _plain_rows(raw)
            size = _size(batch)
            at_a_time = max(1, min(BATCH_ROWS, BATCH_BYTES * len(batch) // max(size, 1)))
            if len(batch) > rows_left or size > bytes_left:
                self.truncated, failed = True, None
                batch = list(_within(batch[:rows_left], bytes_left))
            rows_left, bytes_left = rows_left - len(batch), bytes_left - size
            if batch:
                yield batch
            if self.truncated:
                return
        if failed is not None:  # the rows that came before it were given
            raise failed


def _plain_rows(raw: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """Rows of plain values; most are plain already, which is told at once for all of them."""
    types = set(map(type, chain.from_iterable(raw)))
    if types <= _PLAIN:
        floats = [value for value in chain.from_iterable(raw) if type(value) is float] if float in types else ()
        if all(map(math.isfinite, floats)):
            return list(map(tuple, raw))
    return [tuple(map(plain, row)) for row in raw]


def _size(rows: Sequence[tuple[Any, ...]]) -> int:
    """Characters of the texts of plain rows, and eight for every other value."""
    texts = [value for value in chain.from_iterable(rows) if type(value) is str]
    return sum(map(len, texts)) + 8 * (sum(map(len, rows)) - len(texts))


def _within(rows: Sequence[tuple[Any, ...]], size: int) -> Iterator[tuple[Any, ...]]:
    """The first rows, as many as fit."""
    for row in rows:
        size -= _size((row,))
        if size < 0:
            return
        yield row


class Session(ABC):
    """One guarded connection for one piece of work; a context manager. SQL is in the source's dialect.

    The methods take one statement that ``policy.parse`` has let through, and ``defined``: the lower-case names that its WITH defines.
    """

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """End the connection and whatever still runs on it."""

    @abstractmethod
    def compiled(self, sql: str, defined: frozenset[str] = frozenset()) -> Hashable:
        """What the engine makes of a query without running it; two queries for which this is equal mean the same.

        Raises:
            QueryFailed: the engine cannot compile it, or the guard forbids it.
            QueryStopped: someone asked for the end.
        """

    @abstractmethod
    def plan(self, sql: str, defined: frozenset[str] = frozenset()) -> list[str]:
        """How the engine would run a query, line by line, as the engine itself writes it (EXPLAIN).

        Raises:
            QueryFailed: as ``compiled``.
            QueryStopped: someone asked for the end.
        """

    @abstractmethod
    def stream(self, sql: str, defined: frozenset[str] = frozenset()) -> Stream:
        """Run a query; its rows come as they are iterated.

        Raises:
            QueryFailed: the engine failed, the guard forbids it, or the deadline passed.
            QueryStopped: someone asked for the end.
        """

    @abstractmethod
    def values(self, query: exp.Select, timeout_s: float) -> list[Any] | None:
        """First column of a helper query of our own, built as a tree (never from a text that came from outside); None if it did not end
        in time or failed.
        """

    def run(self, sql: str, defined: frozenset[str] = frozenset()) -> Rows:
        """Run a query to the end of its rows or its caps.

        Raises:
            QueryFailed: as ``stream``.
            QueryStopped: someone asked for the end.
        """
        started = time.monotonic()
        stream = self.stream(sql, defined)
        rows = tuple(row for batch in stream for row in batch)
        return Rows(stream.columns, rows, stream.truncated, time.monotonic() - started)


class Source(Protocol):
    """A place that can be asked."""

    @property
    def title(self) -> str:
        """What people call it: ``shop.sqlite``."""
        ...

    @property
    def address(self) -> str:
        """What opens it again (a path, an address, a connection's name); never holds a password."""
        ...

    @property
    def dialect(self) -> str:
        """Sqlglot's name of its SQL."""
        ...

    @property
    def product(self) -> str:
        """The engine's name for people: ``SQLite``."""
        ...

    @property
    def sees_everything(self) -> bool:
        """Whether the engine's own lock judges every function and table that a text touches, so that a text may run as it was written.

        Where it is False only what was generated anew from the checked syntax tree runs: a text that the engine reads otherwise than the
        parser did must never reach it.
        """
        ...

    def read_schema(self, stop: Stop | None = None) -> Schema:
        """Read tables, views, columns, keys and comments.

        Raises:
            InputError: what was given is no such database.
            StorageError: it cannot be reached, is locked or damaged.
        """
        ...

    def session(self, schema: Schema, limits: Limits, stop: Stop) -> Session:
        """Open a guarded connection for reading.

        Raises:
            InputError: as ``read_schema``.
            StorageError: as ``read_schema``.
        """
        ...


def plain(value: Any) -> Any:
    """A value as JSON can hold it: None, bool, int, float or text.

    A decimal is a number where that is exact, else text; dates and times are ISO 8601; arrays and objects are JSON text; bytes are a note
    of their size.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else str(value)
        case Decimal():
            return _plain_decimal(value)
        case datetime.datetime():
            return value.isoformat(sep=" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return f"[{len(value)} bytes]"
        case list() | dict() | tuple():
            return json.dumps(_with_text_keys(value), ensure_ascii=False, default=lambda inner: plain(inner))
        case uuid.UUID() | datetime.timedelta():
            return str(value)
    return str(value)


def _with_text_keys(value: Any) -> Any:
    """The same value with texts for the keys of its objects, as JSON wants them."""
    match value:
        case dict():
            return {str(plain(key)): _with_text_keys(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_with_text_keys(inner) for inner in value]
    return value


def _plain_decimal(value: Decimal) -> int | float | str:
    if not value.is_finite():
        return str(value)
    digits = value.as_tuple().digits
    if value == value.to_integral_value():
        return int(value) if len(digits) <= _EXACT_DIGITS else str(value)
    return float(value) if len(digits) <= _EXACT_DIGITS else str(value)
