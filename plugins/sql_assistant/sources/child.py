"""Processes that wait for the next session of an engine."""

from __future__ import annotations

import atexit
import threading
from typing import Literal

from app.api import HelperProcess

Engine = Literal["sqlite", "duckdb"]
IDLE = 2
"""Processes of each engine that wait for the next session."""

_HOST = "plugins.sql_assistant.sources.host_process"


class Pool:
    """Processes that wait for work, so that a session need not wait for one to start. Safe from any thread."""

    def __init__(self) -> None:
        self._idle: dict[Engine, list[HelperProcess]] = {"sqlite": [], "duckdb": []}
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
            child = HelperProcess(_HOST)
            self._idle[engine].append(child)
        child.post(f"warm_{engine}")

    def take(self, engine: Engine) -> HelperProcess:
        """A process; whoever takes it gives it back or kills it.

        Raises:
            StorageError: the system starts no process.
        """
        while True:
            with self._lock:
                child = self._idle[engine].pop() if self._idle[engine] else HelperProcess(_HOST)
            if child.is_there:
                return child
            child.kill()

    def give_back(self, engine: Engine, child: HelperProcess) -> None:
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
