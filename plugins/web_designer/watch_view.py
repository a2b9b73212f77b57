"""Ends the process of a page that does not answer, fills the memory, or floods the program. Import it late: it loads QtWebEngine."""

from __future__ import annotations

import contextlib
import os
import time
from typing import Literal

import psutil
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

TICK_MS = 250
HANG_S = 10.0
MEMORY_BYTES = 1_200_000_000
"""Of the page's process, and what this one has grown by since: drawings and blobs of a page lie here."""

FLOOD = 2_000
FLOOD_S = 2.0
"""So many messages in so short a time are no page's business: they would drown the thread that draws the window."""

MESSAGE_CHARACTERS = 5_000
"""A message that is longer counts as several."""

LEFT_S = 1.5
"""How long a page that is left may keep the next one waiting."""

Reason = Literal["hang", "memory", "flood", "left"]


class Watch(QObject):
    """Beside one page. It asks the page's process for a sign of life and weighs it, four times a second.

    An answer can be lost as one document follows another, so it asks again and again. Silence is counted in ticks, not by the clock: a
    window that was busy itself, or a machine that slept, is no fault of the page.

    Signals:
        ended: the page's process was ended, and why (``Reason``).
    """

    ended = Signal(str)

    def __init__(self, page: QWebEnginePage) -> None:
        super().__init__(page)
        self._hang_s = HANG_S
        self._page = page
        self._is_waited_for = False
        self._silent_ticks = 0
        self._messages = 0
        self._since = 0.0
        self._own_bytes = 0
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._look)
        page.renderProcessTerminated.connect(lambda _status, _code: self._timer.stop())

    def begin(self, hang_s: float, *, is_behind: bool) -> None:
        """A page is asked for, which may not answer for so long; one that stands before it may not keep it waiting."""
        self._hang_s = hang_s
        self._is_waited_for = is_behind
        self._own_bytes = _resident_bytes(os.getpid())
        self._timer.start()

    def stands(self) -> None:
        """The page that was asked for is there."""
        self._is_waited_for = False
        self._hear()

    def count_message(self, text: str = "") -> bool:
        """Count something that the page made this program do, with the text that came along; False if it is one too many, and the page is
        ended.
        """
        now = time.monotonic()
        if now - self._since > FLOOD_S:
            self._since, self._messages = now, 0
        was, self._messages = self._messages, self._messages + 1 + len(text) // MESSAGE_CHARACTERS
        if was < FLOOD <= self._messages:
            self.end("flood")
        return self._messages < FLOOD

    def end(self, reason: Reason) -> None:
        """End the page's process; the page hears of it as of a crash."""
        self._timer.stop()
        pid = self._page.renderProcessPid()
        if pid:
            self.ended.emit(reason)
            with contextlib.suppress(psutil.Error):
                psutil.Process(pid).kill()

    def _look(self) -> None:
        pid = self._page.renderProcessPid()
        if not pid:
            return
        if _resident_bytes(pid) + max(0, _resident_bytes(os.getpid()) - self._own_bytes) > MEMORY_BYTES:
            self.end("memory")
        elif self._silent_ticks * TICK_MS >= 1000 * (LEFT_S if self._is_waited_for else self._hang_s):
            self.end("hang")
        else:
            self._silent_ticks += 1
            self._page.runJavaScript("0", QWebEngineScript.ScriptWorldId.ApplicationWorld, lambda _: self._hear())

    def _hear(self) -> None:
        self._silent_ticks = 0


def _resident_bytes(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:  # it has just ended
        return 0
