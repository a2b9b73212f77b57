"""The crossing between the threads: nothing is lost, nothing comes twice, nothing comes to who is gone."""

from __future__ import annotations

import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from app.core.gate import Consent
from app.core.loop import LoopThread
from app.core.result import (
    Progressed,
    RouteChosen,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    TextStreamed,
)
from app.core.router import StepName
from app.errors import AppError, StorageError
from app.ui.bridge import Bridge
from app.ui.stream_view import StreamBatcher
from tests.app.ui.conftest import Start

MANY = 5_000


class Sender:
    """Stands for the runs: says what the test tells it to, from a thread of its own."""

    def __init__(self) -> None:
        self.sinks: dict[str, Callable[[RunEvent], None]] = {}
        self.cancelled: list[str] = []
        self.terms: list[tuple[str, bool]] = []
        self.answers: list[tuple[str, Consent]] = []

    def start(
        self,
        tool: str,
        inputs: Mapping[str, Any],
        on_event: Callable[[RunEvent], None],
        override: StepName | None = None,
        *,
        private: str = "",
        asks: bool = False,
    ) -> str:
        run_id = f"run{len(self.sinks)}"
        self.sinks[run_id] = on_event
        self.terms.append((private, asks))
        return run_id

    def answer(self, run_id: str, consent: Consent) -> None:
        self.answers.append((run_id, consent))

    def cancel(self, run_id: str) -> None:
        self.cancelled.append(run_id)

    def say(self, run_id: str, *events: RunEvent) -> None:
        thread = threading.Thread(target=lambda: [self.sinks[run_id](event) for event in events])
        thread.start()
        thread.join()


@pytest.fixture
def sender() -> Sender:
    return Sender()


@pytest.fixture
def loop() -> Any:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture
def bridge(sender: Sender, loop: LoopThread, qtbot: QtBot) -> Bridge:
    return Bridge(sender, loop)


def test_five_thousand_pieces_of_a_run_arrive_in_order_and_the_window_lives(start: Start) -> None:
    words = [f"word{number}" for number in range(MANY)]
    program = start(" ".join(words))
    seen: list[RunEvent] = []
    run_id = program.front.bridge.start("story", {"prompt": "go"}, seen.append)

    program.until(lambda: bool(seen) and isinstance(seen[-1], RunFinished))

    assert {event.run_id for event in seen} == {run_id}
    pieces = [event.text for event in seen if isinstance(event, TextStreamed)]
    assert len(pieces) == MANY
    assert "".join(pieces).split() == words
    assert isinstance(seen[0], RouteChosen)
    assert program.is_alive()


def test_nothing_is_left_of_a_run_that_is_over(start: Start) -> None:
    program = start("a b c")
    for _ in range(20):
        program.ask("go")
    assert program.front.bridge.running_tools == frozenset()
    assert program.front.bridge._followers == {}
    program.until(lambda: not program.services.runs._tasks)


def test_emits_from_another_thread_do_not_wear_out_the_binding() -> None:
    """In a process of its own: where the binding counts references wrongly, the interpreter aborts after some hundred emits."""
    script = f"""
import threading
from PySide6.QtCore import QCoreApplication, QObject, Signal
from app.core.result import TextStreamed
from app.ui.bridge import Crossing
class Sends(QObject):
    said = Signal(object)
app = QCoreApplication([])
sends, seen = Sends(), []
def hear(crossing):
    seen.append(crossing.event.text)
    if len(seen) == {MANY}:
        app.quit()
class Hears(QObject):
    def __init__(self):
        super().__init__()
        sends.said.connect(self.take)
    def take(self, crossing):
        hear(crossing)
hears = Hears()
worker = threading.Thread(target=lambda: [sends.said.emit(Crossing(TextStreamed("r", str(n)))) for n in range({MANY})])
worker.start()
app.exec()
worker.join()
assert seen == [str(n) for n in range({MANY})]
print("in order", True)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "in order True"), done.stderr[-2000:]


def test_what_a_thread_sends_is_handed_over_on_the_gui_thread(bridge: Bridge, sender: Sender, qtbot: QtBot) -> None:
    places: list[bool] = []
    run_id = bridge.start("tool", {}, lambda _event: places.append(QThread.isMainThread()))
    sender.say(run_id, TextStreamed(run_id, "a"), RunCancelled(run_id))
    qtbot.waitUntil(lambda: len(places) == 2)
    assert places == [True, True]


@pytest.mark.parametrize("last", [RunCancelled("run0"), RunFailed("run0", AppError("no"))])
def test_a_run_is_over_with_its_last_event_and_what_comes_after_is_dropped(
    bridge: Bridge, sender: Sender, qtbot: QtBot, last: RunEvent
) -> None:
    seen: list[RunEvent] = []
    started, ended = [], []
    bridge.run_started.connect(started.append)
    bridge.run_ended.connect(ended.append)
    run_id = bridge.start("tool", {}, seen.append)
    assert bridge.running_tools == {"tool"}

    sender.say(run_id, last, TextStreamed(run_id, "too late"))
    other = bridge.start("tool", {}, seen.append)
    sender.say(other, RunCancelled(other))

    qtbot.waitUntil(lambda: len(ended) == 2)
    assert seen == [last, RunCancelled(other)]
    assert started == ["tool", "tool"]


def test_a_dropped_run_is_not_heard_of_again(bridge: Bridge, sender: Sender, qtbot: QtBot) -> None:
    seen: list[RunEvent] = []
    first = bridge.start("tool", {}, seen.append)
    bridge.drop(first)
    assert bridge.running_tools == frozenset()
    second = bridge.start("tool", {}, seen.append)
    sender.say(first, TextStreamed(first, "old"), RunCancelled(first))
    sender.say(second, RunCancelled(second))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [RunCancelled(second)]


def test_nothing_is_told_to_a_follower_whose_owner_is_gone(bridge: Bridge, sender: Sender, qtbot: QtBot) -> None:
    seen: list[RunEvent] = []
    owner = QObject()
    run_id = bridge.start("tool", {}, seen.append, owner=owner)
    Shiboken.delete(owner)
    sender.say(run_id, TextStreamed(run_id, "a"), RunCancelled(run_id))
    qtbot.waitUntil(lambda: not bridge.running_tools)
    assert seen == []


def test_a_follower_is_forgotten_when_its_run_is_over(bridge: Bridge, sender: Sender, qtbot: QtBot) -> None:
    class Follower:
        def take(self, event: RunEvent) -> None:
            pass

    follower = Follower()
    gone = weakref.ref(follower)
    run_id = bridge.start("tool", {}, follower.take)
    del follower
    sender.say(run_id, RunCancelled(run_id))
    qtbot.waitUntil(lambda: gone() is None)


def test_a_slow_function_answers_on_the_gui_thread_and_its_known_error_too(bridge: Bridge, qtbot: QtBot) -> None:
    said: list[object] = []
    owner = QObject()

    def fail() -> int:
        raise StorageError("full")

    bridge.call(owner, lambda: QThread.isMainThread(), said.append, said.append)
    bridge.call(owner, fail, said.append, lambda error: said.append(error.message))
    qtbot.waitUntil(lambda: len(said) == 2)
    assert sorted(map(str, said)) == ["False", "full"]
    assert bridge._calls == {}


def test_an_answer_for_an_owner_that_is_gone_is_thrown_away(bridge: Bridge, qtbot: QtBot) -> None:
    said: list[object] = []
    gate = threading.Event()
    owner = QObject()
    bridge.call(owner, gate.wait, said.append, said.append)
    Shiboken.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: not bridge._calls)
    assert said == []


def test_a_coroutine_can_be_cancelled_and_nobody_is_told(bridge: Bridge, loop: LoopThread, qtbot: QtBot) -> None:
    import asyncio

    said: list[object] = []
    owner = QObject()
    future = bridge.await_(owner, asyncio.sleep(60), said.append, said.append)
    future.cancel()
    qtbot.waitUntil(lambda: not bridge._calls)
    assert said == []


def test_a_bug_in_a_call_is_not_swallowed(bridge: Bridge, qtbot: QtBot) -> None:
    owner = QObject()
    with qtbot.captureExceptions() as caught:
        bridge.call(owner, lambda: 1 / 0, lambda _value: None, lambda _error: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_pieces_of_text_are_joined_and_everything_else_keeps_its_place(qtbot: QtBot) -> None:
    seen: list[RunEvent] = []
    batcher = StreamBatcher(seen.append)
    for text in ("a", "b", "c"):
        batcher.take(TextStreamed("r", text))
    batcher.take(Progressed("r", "more", None))
    batcher.take(TextStreamed("r", "d"))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [TextStreamed("r", "abc"), Progressed("r", "more", None), TextStreamed("r", "d")]
    batcher.take(TextStreamed("r", "e"))
    batcher.take(RunCancelled("r"))
    assert seen[3:] == [TextStreamed("r", "e"), RunCancelled("r")]


def test_what_holds_for_a_run_and_the_persons_answer_reach_the_runs(sender: Sender, loop: Any, qtbot: QtBot) -> None:
    bridge = Bridge(sender, loop)
    run_id = bridge.start("t", {}, lambda _event: None, private="“a” is private.", asks=True)
    bridge.answer(run_id, "decline")
    assert sender.terms == [("“a” is private.", True)]
    assert sender.answers == [(run_id, "decline")]


class Source:
    """Tells its listeners from a thread of its own."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[int], None]] = []

    def listen(self, listener: Callable[[int], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self, *news: int) -> None:
        thread = threading.Thread(target=lambda: [hear(one) for one in news for hear in list(self.listeners)])
        thread.start()
        thread.join()


def test_news_of_a_feed_arrive_in_order_on_the_window_s_thread(bridge: Bridge, qtbot: QtBot) -> None:
    source, heard, owner = Source(), [], QObject()
    threads: set[QThread] = set()

    def hear(news: int) -> None:
        heard.append(news)
        threads.add(QThread.currentThread())

    bridge.follow(owner, source.listen, hear)
    source.tell(*range(100))
    qtbot.waitUntil(lambda: len(heard) == 100)
    assert heard == list(range(100))
    assert threads == {bridge.thread()}


def test_nobody_is_told_of_a_feed_who_is_gone(bridge: Bridge, qtbot: QtBot) -> None:
    source, heard, owner = Source(), [], QObject()
    bridge.follow(owner, source.listen, heard.append)
    Shiboken.delete(owner)
    source.tell(1)
    qtbot.waitUntil(lambda: source.listeners == [])
    assert heard == []


def test_a_bridge_that_is_closed_ends_its_feeds(bridge: Bridge) -> None:
    source, owner = Source(), QObject()
    bridge.follow(owner, source.listen, lambda _news: None)
    bridge.close()
    assert source.listeners == []
