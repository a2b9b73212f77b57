"""The child in which queries of SQLite and DuckDB files run: one session at a time, asked over its standard streams.

A second thread reads the questions,
so that a stop is heard while a query runs, and so that the child ends with the program: at the end of its input.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import queue
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from app.api import helper_streams, receive, send
from plugins.sql_assistant.sources import messages
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop, Stream

SPARE_BYTES = 512 * 2**20
"""Of address space, beside what a query may use: stacks and arenas of the child's threads."""


def main() -> None:
    """Answer until the input ends."""
    _Host(*helper_streams()).work()


def bound_memory(memory_bytes: int) -> None:
    """Let this process have that much memory on top of what it has now; where the system knows no such bound, nothing happens."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + SPARE_BYTES + memory_bytes,) * 2)


class _Host:
    def __init__(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        self._questions, self._answers = questions, answers
        self._inbox: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self._is_bound = False
        self._session: Session | None = None
        self._stream: Stream | None = None
        self._batches: Iterator[list[tuple[Any, ...]]] = iter(())
        threading.Thread(target=self._listen, name="questions", daemon=True).start()

    def work(self) -> None:
        """Answer questions in their order."""
        while True:
            number, name, *arguments = self._inbox.get()
            try:
                answer = messages.Answer("value", getattr(self, f"_{name}")(*arguments))
            except QueryStopped:
                answer = messages.Answer("stopped", None)
            except (MemoryError, Exception) as error:  # noqa: BLE001 -- the program must hear of every end
                answer = messages.error_answer(error)
            send(self._answers, (number, answer.kind, answer.value))

    def _listen(self) -> None:
        stop = Stop()
        while (question := receive(self._questions)) is not None:
            number, name, *arguments = question
            if name == "stop":
                stop.ask()
            elif name.startswith("warm_"):
                importlib.import_module(f"plugins.sql_assistant.sources.{name.removeprefix('warm_')}_session")
            elif name == "open":
                stop = Stop()
                self._inbox.put((number, name, stop, *arguments))
            else:
                self._inbox.put(question)
        os._exit(0)

    # what can be asked

    def _open(
        self, stop: Stop, kind: str, path: str, readable: tuple[str, ...], limits: tuple[float, int, int], memory: int
    ) -> None:
        if kind == "sqlite":
            from plugins.sql_assistant.sources.sqlite_session import SqliteSession

            self._bound(memory)
            self._session = SqliteSession(Path(path), frozenset(readable), Limits(*limits), stop)
        else:
            import duckdb  # noqa: F401 -- before its memory is bounded

            from plugins.sql_assistant.sources.duckdb_session import DuckdbSession

            self._bound(memory)
            self._session = DuckdbSession(Path(path), Limits(*limits), stop)

    def _bound(self, memory: int) -> None:
        """Once: what a query left to the process must not widen the bound."""
        if not self._is_bound:
            bound_memory(memory)
            self._is_bound = True

    def _close(self) -> None:
        session, self._session = self._session, None
        self._batches = iter(())
        if session is not None:
            session.close()

    def _compiled(self, sql: str, defined: tuple[str, ...]) -> Any:
        return self._opened.compiled(sql, frozenset(defined))

    def _plan(self, sql: str, defined: tuple[str, ...]) -> Any:
        return self._opened.plan(sql, frozenset(defined))

    def _values(self, sql: str, timeout_s: float) -> Any:
        return self._opened.first_column(sql, timeout_s)

    def _begin(self, sql: str, defined: tuple[str, ...]) -> tuple[str, ...]:
        self._stream = self._opened.stream(sql, frozenset(defined))
        self._batches = iter(self._stream)
        return self._stream.columns

    def _next(self) -> tuple[list[tuple[Any, ...]], bool, bool]:
        """A batch, whether it is the last, and whether rows were cut."""
        batch = next(self._batches, None)
        is_cut = self._stream is not None and self._stream.truncated
        return batch or [], batch is None, is_cut

    @property
    def _opened(self) -> Any:
        if self._session is None:
            raise QueryFailed(messages.NOT_OPEN)
        return self._session


if __name__ == "__main__":
    main()
