"""The program is killed with SIGKILL, at whatever its worker does: no worker is left, however it is busy or stuck."""

from __future__ import annotations

import os
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from tests.helpers import tiny_gguf

ROOT = Path(__file__).resolve().parents[2]
GONE_WITHIN_S = 2.0
_LIMIT_S = 60.0
TOOL = """
id = "story"
title = "Story"
summary = "Tell a story."
system = "You tell stories."
[engine]
max_tokens = 7000
max_repairs = 0
"""
WINDOW = """
import sys
from PySide6.QtCore import QTimer
from app.bootstrap import build, with_model
from app.ui.application import Front, make_application

application = make_application()
front = Front(build(settings=with_model(sys.argv[1])))
front.open()
front.window.visit("story")
front.window.page.set_prompt("once upon a time")
QTimer.singleShot(0, front.window.page.run)
sys.exit(application.exec())
"""


class Victim:
    """A program in a session of its own, as a desktop starts it, and what is seen of it from outside."""

    def __init__(self, command: list[str], home: Path) -> None:
        self._home = home
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
        self._heard = ""

    @property
    def worker(self) -> psutil.Process | None:
        found = [p for p in psutil.Process(self.process.pid).children() if "--worker" in p.cmdline()]
        return found[0] if found else None

    @property
    def heard(self) -> str:
        """What it has printed so far."""
        assert self.process.stderr is not None
        while select.select([self.process.stderr], [], [], 0)[0] and (
            data := os.read(self.process.stderr.fileno(), 1 << 16)
        ):
            self._heard += data.decode("utf-8", "replace")
        return self._heard

    @property
    def text(self) -> str:
        """What of the answer stands in the history."""
        path = self._home / "data" / "history.sqlite3"
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
                return "".join(text for (text,) in db.execute("SELECT text FROM runs"))
        except sqlite3.OperationalError:  # not there yet
            return ""

    def kill(self) -> tuple[psutil.Process, float]:
        """The worker, and how long it lived after the program was killed."""
        worker = self.worker
        assert worker is not None
        self.process.kill()
        self.process.wait()
        began_s = time.monotonic()
        _until(lambda: _is_gone(worker))
        return worker, time.monotonic() - began_s


def _is_gone(process: psutil.Process) -> bool:
    """A zombie is gone too: it waits for whatever is process 1 here."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _until(condition: Callable[[], object]) -> None:
    limit_s = time.monotonic() + _LIMIT_S
    while not condition():
        assert time.monotonic() < limit_s, "it did not come so far"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Slow enough that every moment lasts."""
    path = tmp_path_factory.mktemp("models") / "slow.gguf"
    return tiny_gguf.make(path, favourite="abcdef", context=8192, width=512, layers=4)


@pytest.fixture
def victim(home: Path, model: Path) -> Iterator[Callable[..., Victim]]:
    tools = home / "data" / "plugins"
    tools.mkdir(parents=True)
    (tools / "story.toml").write_text(TOOL, encoding="utf-8")
    config = home / "config"
    config.mkdir()
    (config / "settings.toml").write_text("[local]\ncontext_tokens = 8192\n", encoding="utf-8")
    started: list[Victim] = []

    def start(prompt: str = "once upon a time", *, window: bool = False) -> Victim:
        command = [sys.executable, "-m", "app", "run", "story", prompt, "--model", str(model)]
        if window:
            command = [sys.executable, "-c", WINDOW, str(model)]
        started.append(Victim(command, home))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None and (worker := each.worker):
            worker.kill()
        each.process.kill()
        each.process.wait()
        assert each.process.stderr is not None
        each.process.stderr.close()


def test_none_is_left_where_it_has_just_been_started(victim: Callable[..., Victim]) -> None:
    """In its first tenth of a second nothing ties it to the program yet but its stdin, which it reads once it has imported llama.cpp."""
    program = victim()
    _until(lambda: program.worker)

    worker, _ = program.kill()

    assert _is_gone(worker)


@pytest.mark.parametrize("stopped", [False, True], ids=["computing", "stopped"])
def test_none_is_left_while_a_prompt_is_evaluated(victim: Callable[..., Victim], stopped: bool) -> None:
    if stopped and sys.platform != "linux":
        pytest.skip("a stopped process is ended with its parent on Linux only")
    program = victim("word " * 1500)
    _until(lambda: "Reading the prompt" in program.heard)
    if stopped:
        assert program.worker is not None
        program.worker.send_signal(signal.SIGSTOP)

    worker, took_s = program.kill()

    assert _is_gone(worker)
    assert took_s < GONE_WITHIN_S


@pytest.mark.parametrize("window", [False, True], ids=["command line", "window"])
def test_none_is_left_in_mid_answer(victim: Callable[..., Victim], window: bool) -> None:
    program = victim(window=window)
    _until(lambda: program.text)

    worker, took_s = program.kill()

    assert _is_gone(worker)
    assert took_s < GONE_WITHIN_S


STUCK = """
import ctypes, sys
from app.worker import __main__ as worker
worker.Worker._dispatch = lambda self, command, received_s: ctypes.CDLL(None).sleep(1000)
sys.exit(worker.main())
"""


def test_the_end_of_stdin_ends_a_worker_whose_main_thread_does_not_come_back() -> None:
    with subprocess.Popen([sys.executable, "-c", STUCK], cwd=ROOT, stdin=subprocess.PIPE) as process:
        process.communicate(b'{"id": 1, "type": "hello"}\n', timeout=20)

        assert process.returncode == 0
