"""The preview against pages that attack it: nothing leaves, the window stays quick, and the next page is shown."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

pytest.importorskip("PySide6.QtWebEngineWidgets")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from plugins.web_designer import watch_view
from plugins.web_designer.sandbox_view import Sandbox
from tests.attacks.web.pages import QUIET, Attack, Listener, attacks

pytestmark = pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", extend=True)
BUSY = attacks("busy")
ELSEWHERE = [*attacks("network"), *attacks("ways_out")]
HANG_S = 1.0
"""For pages that must be found to hang; the others have as long as ever, for a busy machine may be slow."""

LIVES_MS = 400
QUIET_MS = 150
"""How long a page may try what nobody hears of."""

LONGEST_GAP_S = 3.0
"""On a machine where nothing else runs the longest gap is a few tenths of a second; a page that gets through stops the window for good."""


class Heart:
    """Beats on the thread that draws the window."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._beat)
        self.start()

    def start(self) -> None:
        self.longest_gap_s, self._last = 0.0, time.monotonic()
        self._timer.start()

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest_gap_s, self._last = max(self.longest_gap_s, now - self._last), now


@pytest.fixture(scope="module")
def sandbox(qapp: QApplication) -> Iterator[Sandbox]:
    made = Sandbox()
    made.resize(800, 600)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def evaluate(qtbot: QtBot, sandbox: Sandbox, script: str) -> object:
    answers: list[object] = []
    sandbox.page.runJavaScript(script, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def show_quiet(qtbot: QtBot, sandbox: Sandbox) -> None:
    with qtbot.waitSignal(sandbox.loaded):
        assert sandbox.show_page(QUIET)
    assert evaluate(qtbot, sandbox, "document.title") == "Quiet"


def ask_how_long_it_lives(sandbox: Sandbox, ends: list[str]) -> None:
    """Again and again, for what is asked of a page that is still to come gets no answer."""

    def hear(now: object) -> None:
        if isinstance(now, int | float) and now > LIVES_MS:
            ends.append("lives")

    if not ends:
        sandbox.page.runJavaScript("performance.now()", hear)
        QTimer.singleShot(50, lambda: ask_how_long_it_lives(sandbox, ends))


def files_of(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if "cache" not in str(file).lower())


@pytest.mark.parametrize("attack", ELSEWHERE, ids=lambda one: one.id)
def test_a_page_gets_nowhere_and_what_it_tried_is_said(
    qtbot: QtBot, sandbox: Sandbox, listener: Listener, canary: Path, attack: Attack
) -> None:
    before = files_of(Path.cwd().joinpath("app")), files_of(Path(os.environ["HOME"]))
    ends: list[str] = []
    loads = sandbox.loaded.connect(lambda: ends.append("loaded"))
    crashes = sandbox.crashed.connect(ends.append)
    assert sandbox.show_page(attack.html(listener.port, canary))
    qtbot.waitUntil(lambda: bool(ends))
    if attack.tells:
        qtbot.waitUntil(lambda: sandbox.blocked > 0)
    if attack.wants:
        qtbot.waitUntil(lambda: evaluate(qtbot, sandbox, attack.wants) == attack.gets)
    elif not attack.tells:
        qtbot.waitUntil(lambda: float(str(evaluate(qtbot, sandbox, "performance.now()"))) > QUIET_MS)
    seen: list[object] = []
    sandbox.page.runJavaScript("document.title + document.documentElement.textContent", seen.append)
    qtbot.waitUntil(lambda: bool(seen) or ends[-1] != "loaded")
    assert "CANARY" not in str(seen)
    sandbox.loaded.disconnect(loads)
    sandbox.crashed.disconnect(crashes)
    show_quiet(qtbot, sandbox)
    assert listener.heard == []
    assert (files_of(Path.cwd().joinpath("app")), files_of(Path(os.environ["HOME"]))) == before


@pytest.mark.parametrize("attack", BUSY, ids=lambda one: one.id)
def test_a_busy_page_is_stopped_and_the_window_stays_quick(
    qtbot: QtBot, sandbox: Sandbox, listener: Listener, attack: Attack
) -> None:
    ends: list[str] = []
    heart = Heart()
    connection = sandbox.crashed.connect(ends.append)
    sandbox.stage.hang_s = HANG_S if "hang" in attack.fate else watch_view.HANG_S
    sandbox.show_page(attack.html(listener.port))
    if "lives" in attack.fate:
        ask_how_long_it_lives(sandbox, ends)
    qtbot.waitUntil(lambda: bool(ends))
    assert ends[0] in attack.fate
    show_quiet(qtbot, sandbox)
    sandbox.crashed.disconnect(connection)
    assert heart.longest_gap_s < LONGEST_GAP_S
    assert listener.heard == []


def test_a_quiet_page_is_left_alone(qtbot: QtBot, sandbox: Sandbox) -> None:
    sandbox.stage.hang_s = 2 * HANG_S
    show_quiet(qtbot, sandbox)
    with qtbot.assertNotEmitted(sandbox.crashed):
        qtbot.waitUntil(lambda: float(str(evaluate(qtbot, sandbox, "performance.now()"))) > 2500 * HANG_S)
    assert sandbox.blocked == 0
