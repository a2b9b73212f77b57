"""Real Chromium for whoever has no window, or does not want to disturb the one that is there: a process that can be killed."""

from __future__ import annotations

import atexit
import contextlib
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.api import HelperEnded, HelperProcess, Problem

WIDTHS_PX = (375, 768, 1280)
DEADLINE_S = 20.0
START_S = 30.0
IDLE_S = 300.0
_HOST = "plugins.web_designer.browser.host_view"
_POLL_S = 0.05
_HUNG = Problem(
    "The page keeps its browser busy without end.", hint="Look for a loop in its scripts that does not come to an end."
)
_DIED = Problem("The page made its browser stop.", hint="It may hold too much, or a script that fills the memory.")
_FLOODS = Problem(
    "The page floods its browser with messages and requests.", hint="Look for a loop in its scripts that does too much."
)
_LEAVES = Problem("The page goes to another address by itself.", hint="Look for a script that sets its location.")
_MISSING = Problem(
    "Pages cannot be drawn here: QtWebEngine cannot be loaded.",
    hint="Its libraries are missing; the checks without a browser still ran.",
)


class BrowserFailed(Exception):
    """A page could not be looked at; ``problem`` says why. ``is_missing``: no page can, here."""

    def __init__(self, problem: Problem, *, is_missing: bool = False) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.is_missing = is_missing


@dataclass(frozen=True, slots=True)
class View:
    """A page at one width.

    Attributes:
        width: of the window, CSS px; ``height`` of the whole page.
        violations: what axe-core found: id, impact, tags, help, nodes.
        overflow, overlaps, cut, pictures, small: what ``probe.js`` found.
    """

    width: int
    height: int
    violations: tuple[Mapping[str, Any], ...]
    overflow: tuple[Mapping[str, Any], ...]
    overlaps: tuple[Mapping[str, Any], ...]
    cut: tuple[Mapping[str, Any], ...]
    pictures: tuple[Mapping[str, Any], ...]
    small: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A page as it was drawn.

    Attributes:
        views: at each width.
        console: errors that its scripts or styles made.
        refused: what it tried to reach, and could not.
        seconds: what all of it took.
    """

    views: tuple[View, ...]
    console: tuple[str, ...]
    refused: tuple[str, ...]
    seconds: float


class Browser:
    """Pages drawn in a process of its own, one at a time. Blocks; safe from any thread. The process starts with the first page, and ends
    when it was idle for some minutes.

    Args:
        deadline_s: for one question; a page that takes longer is given up with its process.
    """

    def __init__(self, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._lock = threading.Lock()
        self.helper: HelperProcess | None = None
        self._idle: threading.Timer | None = None

    def warm(self) -> None:
        """Start the process, so that the first page need not wait for it; waits for nothing."""
        with self._lock, contextlib.suppress(BrowserFailed):
            self._started()

    def look(self, html: str, widths: Sequence[int] = WIDTHS_PX) -> Look:
        """Draw a page at some widths and look for what is wrong with it.

        Raises:
            BrowserFailed: it cannot be drawn.
        """
        began = time.monotonic()
        found = self._asked("look", html, tuple(widths))
        views = tuple(_view(one) for one in found["widths"])
        return Look(views, tuple(found["console"]), tuple(found["refused"]), time.monotonic() - began)

    def run(self, html: str, script: str, width: int = 1280) -> Any:
        """The JSON-shaped value of an expression in a page, in a world of its own beside the page's scripts; a promise is waited for.

        Raises:
            BrowserFailed: as ``look``.
        """
        return json.loads(self._asked("run", html, script, width))

    def pictures(self, html: str, widths: Sequence[int] = WIDTHS_PX) -> dict[int, bytes]:
        """The whole page as PNG at some widths.

        Raises:
            BrowserFailed: as ``look``.
        """
        found: dict[int, bytes] = self._asked("pictures", html, tuple(widths))
        return found

    def pdf(self, html: str) -> bytes:
        """The page as it would be printed.

        Raises:
            BrowserFailed: as ``look``.
        """
        found: bytes = self._asked("pdf", html)
        return found

    def close(self) -> None:
        """End the process; the next page starts another."""
        with self._lock:
            self._end()

    def _asked(self, name: str, *arguments: Any) -> Any:
        with self._lock:
            helper, is_new = self._started()
            try:
                helper.ask(name, self._deadline_s, *arguments)
                answer = self._waited(helper, self._deadline_s + (START_S if is_new else 0))
            except HelperEnded as error:
                self._end()
                raise BrowserFailed(_DIED) from error
            self._rest()
        if answer is None:
            raise BrowserFailed(_HUNG)
        kind, value = answer
        match kind:
            case "value":
                return value
            case "missing":
                raise BrowserFailed(_MISSING, is_missing=True)
            case "heavy":
                raise BrowserFailed(
                    Problem("The page is too heavy to be drawn here.", hint="Smaller pictures would help.")
                )
            case "failed":
                raise BrowserFailed(Problem(f"A script that measures the page failed: {value}."))
        raise BrowserFailed({"hang": _HUNG, "flood": _FLOODS, "left": _LEAVES}.get(value, _DIED))

    def _waited(self, helper: HelperProcess, wait_s: float) -> tuple[Any, ...] | None:
        ends_at = time.monotonic() + wait_s
        while time.monotonic() < ends_at:
            if answer := helper.answer(_POLL_S):
                return answer
        self._end()
        return None

    def _started(self) -> tuple[HelperProcess, bool]:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if self.helper is not None and self.helper.is_there:
            return self.helper, False
        self._end()
        self.helper = HelperProcess(_HOST, {"QT_QPA_PLATFORM": "offscreen"})
        return self.helper, True

    def _rest(self) -> None:
        """Let the process go when nobody needs it for a while."""
        if self.helper is None:
            return
        self._idle = threading.Timer(IDLE_S, self.close)
        self._idle.daemon = True
        self._idle.start()

    def _end(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        helper, self.helper = self.helper, None
        if helper is not None:
            helper.kill()


@cache
def shared_browser() -> Browser:
    """The program's one; it ends with it."""
    made = Browser()
    atexit.register(made.close)
    return made


def _view(found: Mapping[str, Any]) -> View:
    violations = found["axe"] if isinstance(found["axe"], list) else ()
    lists = {name: tuple(found.get(name, ())) for name in ("overflow", "overlaps", "cut", "pictures", "small")}
    return View(int(found["width"]), int(found.get("height", 0)), tuple(violations), **lists)
