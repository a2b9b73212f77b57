"""A process for queries as the program sees it, and those that wait for the next session."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import queue
import subprocess
import sys
import threading
from typing import Any, Literal

from app.api import StorageError
from plugins.sql_assistant.sources import messages

Engine = Literal["sqlite", "duckdb"]
IDLE = 2
"""Processes of each engine that wait for the next session."""

_START = "import sys; sys.path[:] = {path!r}; from plugins.sql_assistant.sources.host_process import main; main()"


class Ended(Exception):
    """The process is gone."""


class Child:
    """One process, and the thread that reads its answers.

    Raises:
        StorageError: the system starts no process.
    """

    def __init__(self) -> None:
        command = [sys.executable, "-c", _START.format(path=[os.path.abspath(place) for place in sys.path])]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise StorageError(
                f"No process can be started for the query: {error.strerror}.",
                hint="Close other programs and try again.",
            ) from error
        self._numbers = itertools.count(1)
        self._last = 0
        self._sending = threading.Lock()
        self._inbox: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="query-answers", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_there(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, name: str, *arguments: Any) -> None:
        """Send a question; answers to those before it are forgotten.

        Raises:
            Ended: nobody is there.
        """
        self._last = next(self._numbers)
        self._send(self._last, name, *arguments)

    def post(self, name: str) -> None:
        """Send what has no answer."""
        with contextlib.suppress(Ended):
            self._send(0, name)

    def answer(self, wait_s: float) -> messages.Answer | None:
        """The answer to the last question; None if it does not come in time.

        Raises:
            Ended: none will come.
        """
        try:
            found = self._inbox.get(timeout=wait_s)
        except queue.Empty:
            return None
        if found is None:
            self._inbox.put(None)
            raise Ended
        number, kind, value = found
        return messages.Answer(kind, value) if number == self._last else None

    def kill(self) -> None:
        """End it at once; safe to call twice and from any thread."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was not sent yet has no reader any more
                    stream.close()

    def _send(self, *message: Any) -> None:
        assert self._process.stdin is not None  # noqa: S101 -- a pipe, see above
        try:
            with self._sending:
                messages.send(self._process.stdin, message)
        except (OSError, ValueError) as error:
            raise Ended from error

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 -- a pipe, see above
        while (found := messages.receive(self._process.stdout)) is not None:
            self._inbox.put(found)
        self._inbox.put(None)


class Pool:
    """Processes that wait for work, so that a session need not wait for one to start. Safe from any thread."""

    def __init__(self) -> None:
        self._idle: dict[Engine, list[Child]] = {"sqlite": [], "duckdb": []}
        self._lock = threading.Lock()
        atexit.register(self.close)

    def warm(self, engine: Engine) -> None:
        """Start a process that loads the engine meanwhile, if none waits.

        Raises:
            StorageError: as ``take``.
        """
        with self._lock:
            if self._idle[engine]:
                return
            child = Child()
            self._idle[engine].append(child)
        child.post(f"warm_{engine}")

    def take(self, engine: Engine) -> Child:
        """A process; whoever takes it gives it back or kills it.

        Raises:
            StorageError: the system starts no process.
        """
        while True:
            with self._lock:
                child = self._idle[engine].pop() if self._idle[engine] else Child()
            if child.is_there:
                return child
            child.kill()

    def give_back(self, engine: Engine, child: Child) -> None:
        """A process that has nothing open any more."""
        with self._lock:
            has_room = len(self._idle[engine]) < IDLE
            if has_room:
                self._idle[engine].append(child)
        if not has_room:
            child.kill()

    def close(self) -> None:
        """End all that wait."""
        with self._lock:
            waiting = [child for children in self._idle.values() for child in children]
            for children in self._idle.values():
                children.clear()
        for child in waiting:
            child.kill()


POOL = Pool()
