"""Why cycles are collected on the GUI thread between two events, and that they are."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core.cycles import collect_due
from tests.app.ui.conftest import Start

ROOT = Path(__file__).resolve().parents[3]
ELSEWHERE = """
import gc, sys, threading
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

class Closed(QWidget):
    def __init__(self):
        super().__init__()
        self.itself = self
        layout = QVBoxLayout(self)
        for _ in range(20):
            layout.addWidget(QPushButton("x"))

class Walker(QWidget):
    def changeEvent(self, event):
        sys.argv[1] == "walk" and make_much()
        super().changeEvent(event)

def make_much():
    for _ in range(3000):
        cycle = []
        cycle.append(cycle)

def leave_some():
    for _ in range(5):
        closed = Closed()
        closed.show()
        closed.close()

def begin():
    leave_some()
    if sys.argv[1] == "thread":
        threading.Thread(target=make_much).start()
    application.setStyleSheet("QWidget { color: %s }" % ("red", "blue")[begin.times % 2])
    begin.times += 1
    begin.times < 20 or application.quit()

if sys.argv[2] == "program":
    from app.ui.application import make_application
    application = make_application()
else:
    application = QApplication([])
begin.times = 0
walkers = [Walker() for _ in range(3)]
for walker in walkers:
    walker.show()
timer = QTimer()
timer.timeout.connect(begin)
timer.start(5)
application.exec()
"""


@pytest.mark.parametrize("place", ["thread", "walk"])
def test_widgets_in_cycles_do_not_end_the_program_wherever_objects_are_made(place: str) -> None:
    """With ``bare`` in place of ``program`` Python's own collector is at work, and the process ends with SIGSEGV."""
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE, place, "program"],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0


def test_cycles_are_collected_by_the_timer_on_the_gui_thread(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cyclic(QWidget):
        pass

    start()
    threads: list[str] = []
    widget = Cyclic()
    widget.itself = widget  # type: ignore[attr-defined]
    weakref.finalize(widget, lambda: threads.append(threading.current_thread().name))
    assert not gc.isenabled()
    del widget
    monkeypatch.setattr(gc, "get_threshold", lambda: (0, 0, 0))

    qtbot.waitUntil(lambda: threads == ["MainThread"])


def test_what_is_old_is_left_alone_while_an_answer_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (9, 9, 9))
    monkeypatch.setattr(gc, "get_threshold", lambda: (1, 1, 1))
    monkeypatch.setattr(gc, "collect", collected.append)
    collect_due(at_leisure=False)
    collect_due()
    assert collected == [1, 2]
