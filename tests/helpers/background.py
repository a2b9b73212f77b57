"""A panel's host whose calls run in threads, as the window's do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.errors import AppError
from app.ui.theme import Theme
from tests.helpers.panels import LIGHT, FakeHost

T = TypeVar("T")


class _Crossing(QObject):
    arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.arrived.connect(lambda answer: answer(), Qt.ConnectionType.QueuedConnection)


class BackgroundHost(FakeHost):
    """Calls run in a pool of four; answers come on the GUI thread. ``close`` waits for what runs."""

    def __init__(self, data_dir: Path, theme: Theme = LIGHT) -> None:
        super().__init__(data_dir, theme)
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="background-host")
        self._crossing = _Crossing()

    def call(
        self, function: Callable[[], T], done: Callable[[T], None], failed: Callable[[AppError], None] | None = None
    ) -> None:
        arrived = self._crossing.arrived

        def work() -> None:
            answer: Callable[[], Any]
            try:
                value = function()
            except AppError as error:
                known = error
                answer = lambda: (failed or self.show_error)(known)  # noqa: E731
            else:
                answer = lambda: done(value)  # noqa: E731
            arrived.emit(answer)

        self._pool.submit(work)

    def close(self) -> None:
        self._pool.shutdown(wait=True)
