"""Sessions of SQLite and DuckDB files in a process of their own, which is killed where the engine does not hear.

The engine's own guard works inside as it would here: a deadline, a stop, caps. Some of its functions look at none of them (a search in
texts of megabytes, the padding of a text to gigabytes); then the process ends a little later, with all its memory, and another takes its
place. See ``docs/decisions/0014-queries-in-a-process.md``.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.api import HelperEnded, HelperProcess, Problem
from plugins.sql_assistant.sources import messages
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop, Stream
from plugins.sql_assistant.sources.child import POOL, Engine

if TYPE_CHECKING:
    from sqlglot import exp

GRACE_S = 0.5
"""How long the engine has to end by itself what is due."""

OPENING_S = 60.0
POLL_S = 0.02
MOST_MEMORY = 4 * 2**30
_SHARE_OF_MEMORY = 0.5


def memory_for_a_query() -> int:
    """Bytes: half of what the machine has, and no more than four gigabytes."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return MOST_MEMORY
    return min(MOST_MEMORY, int(whole * _SHARE_OF_MEMORY))


class ProcessSession(Session):
    """A session as ``Session`` says, in a process of its own.

    Args:
        too_slow: the problem of a query that needs longer than so many seconds, in the engine's words.

    Attributes:
        child: the process; None once it was ended, until the next question.

    Raises:
        InputError: as the engine's own session.
        StorageError: as the engine's own session.
    """

    def __init__(
        self,
        engine: Engine,
        path: Path,
        readable: frozenset[str],
        limits: Limits,
        stop: Stop,
        too_slow: Callable[[float], Problem],
    ) -> None:
        self._engine: Engine = engine
        self._limits, self._stop = limits, stop
        self._too_slow = too_slow
        self._turn = threading.Lock()
        self._is_closed = False
        self.child: HelperProcess | None = None
        bounds = (limits.timeout_s, limits.max_rows, limits.max_bytes)
        self._opening = ("open", engine, str(path), tuple(sorted(readable)), bounds, memory_for_a_query())
        try:
            self._open()
        except BaseException:
            self._kill()
            raise

    def close(self) -> None:
        """End what runs; the process waits for the next session if it heard that in time."""
        self._is_closed = True
        child = self.child
        if child is None:
            return
        if not self._turn.acquire(blocking=False):
            child.post("stop")
            if not self._turn.acquire(timeout=GRACE_S):
                child.kill()  # whoever waits for an answer hears of it
                self._turn.acquire()
        try:
            self._end()
        finally:
            self._turn.release()

    def compiled(self, sql: str, defined: frozenset[str] = frozenset()) -> Hashable:
        found: Hashable = self._question("compiled", sql, tuple(sorted(defined)))
        return found

    def plan(self, sql: str, defined: frozenset[str] = frozenset()) -> list[str]:
        found: list[str] = self._question("plan", sql, tuple(sorted(defined)))
        return found

    def values(self, query: exp.Select, timeout_s: float) -> list[Any] | None:
        try:
            found: list[Any] | None = self._question(
                "values", query.sql(dialect=self._engine), timeout_s, within_s=timeout_s
            )
        except QueryFailed:
            return None
        return found

    def stream(self, sql: str, defined: frozenset[str] = frozenset()) -> Stream:
        due_at = time.monotonic() + self._limits.timeout_s
        columns = self._question("begin", sql, tuple(sorted(defined)))
        return _Batches(columns, self._limits, self._batches(due_at))

    def _batches(self, due_at: float) -> Iterator[tuple[list[tuple[Any, ...]], bool]]:
        """The batches, each with whether rows were cut. The next is made in the process while one is looked at here."""
        with self._turn:
            self._send("next")
        while True:
            with self._turn:
                batch, is_last, is_cut = self._received(due_at)
                if not is_last:
                    self._send("next")
            yield batch, is_cut
            if is_last:
                return

    # questions and answers

    def _question(self, *question: Any, within_s: float | None = None) -> Any:
        with self._turn:
            if self.child is None:
                self._open()
            self._send(*question)
            return self._received(time.monotonic() + (self._limits.timeout_s if within_s is None else within_s))

    def _open(self) -> None:
        if not self._is_closed:
            self.child = POOL.take(self._engine)
        self._send(*self._opening)
        self._received(time.monotonic() + OPENING_S)

    def _send(self, *question: Any) -> None:
        if self._is_closed or self.child is None:
            raise QueryStopped
        try:
            self.child.ask(*question)
        except HelperEnded as error:
            raise self._lost() from error

    def _received(self, due_at: float) -> Any:
        """The answer; a process that does not give one in time is killed.

        Raises:
            QueryStopped: someone asked for the end.
            QueryFailed: the query failed, its time is over, or it took the process down.
        """
        try:
            answer = self._waited_for(due_at)
        except HelperEnded as error:
            raise self._lost() from error
        if answer is None:
            self._kill()
            if self._stop.is_asked or self._is_closed:
                raise QueryStopped
            raise QueryFailed(self._too_slow(self._limits.timeout_s))
        return answer.taken()

    def _waited_for(self, due_at: float) -> messages.Answer | None:
        """The answer; None if it did not come although it was due, or a stop was asked for."""
        child, told_at = self.child, 0.0
        if child is None:
            raise QueryStopped
        while True:
            if not told_at and self._stop.is_asked:
                child.post("stop")
                told_at = time.monotonic()
            if (answer := child.answer(POLL_S)) is not None:
                return messages.Answer(*answer)
            now = time.monotonic()
            if (told_at and now > told_at + GRACE_S) or now > due_at + GRACE_S:
                return None

    def _lost(self) -> Exception:
        """What it means that the process ended under a question."""
        self._kill()
        if self._stop.is_asked or self._is_closed:
            return QueryStopped()
        return QueryFailed(messages.OUT_OF_MEMORY)

    def _kill(self) -> None:
        child, self.child = self.child, None
        if child is not None:
            child.kill()

    def _end(self) -> None:
        """Close what is open in the process, and let it wait for the next session; one that does not hear is killed."""
        child, self.child = self.child, None
        if child is None:
            return
        with contextlib.suppress(HelperEnded):
            child.post("stop")
            child.ask("close")
            ends_at = time.monotonic() + GRACE_S
            while time.monotonic() < ends_at:
                if child.answer(POLL_S) is not None:
                    POOL.give_back(self._engine, child)
                    return
        child.kill()


class _Batches(Stream):
    """Batches that the process has made plain, and has cut to the caps."""

    def __init__(
        self, columns: tuple[str, ...], limits: Limits, made: Iterator[tuple[list[tuple[Any, ...]], bool]]
    ) -> None:
        super().__init__(columns, iter(()), limits)
        self._made = made

    def _batches(self) -> Iterator[list[tuple[Any, ...]]]:
        for batch, is_cut in self._made:
            self.truncated = is_cut
            if batch:
                yield batch
