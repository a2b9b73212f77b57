"""The run loop with real history, registry and router; only the engine is scripted."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.core.history import History
from app.core.loop import LoopThread
from app.core.messages import Chunk, CompletionRequest
from app.core.paths import Paths
from app.core.plugin import REPAIR_PREFIX
from app.core.registry import Registry
from app.core.result import (
    AttemptChecked,
    RouteChosen,
    RunCancelled,
    RunEvent,
    RunFailed,
    RunFinished,
    TextStreamed,
    Warned,
)
from app.core.router import Router
from app.core.run import RunRequest, Runs
from app.core.settings import SettingsStore
from app.engines.base import EngineInfo
from app.engines.scripted import Reply, ScriptedEngine
from app.errors import ConnectFailed, InputError, KeyMissing, NoEngine, PluginError, StorageError, WorkerTerminated

PLUGIN = """
from app.api import Message, OutputSpec, Outcome, Plugin, Problem, Verification

class Even(Plugin):
    def build(self, inputs, context):
        return [Message.system("Say an even number."), Message.user(inputs["question"])]

    def answer(self, inputs, context):
        return OutputSpec.text()

    async def verify(self, answer, inputs, context):
        if inputs["question"] == "bug":
            raise KeyError("oops")
        if inputs["question"] == "exit":
            raise SystemExit(3)
        number = int(answer)
        context.report("dividing")
        problems = () if number % 2 == 0 else (Problem(f"{number} is odd.", hint="Try an even one."),)
        return Verification(problems, {"number": number}, ("divided by two",), checked=inputs["question"] != "unchecked")

    async def without_model(self, inputs, context, reason):
        return Outcome("unverified", "2") if inputs["question"] == "alone" else None
"""
MANIFEST = """
id = "even"
title = "Even"
[engine]
max_repairs = 2
[[fields]]
name = "question"
prompt = true
required = true
"""


@dataclasses.dataclass
class House:
    """A small program around a scripted engine."""

    runs: Runs
    history: History
    loop: LoopThread
    settings: SettingsStore
    engines: dict[str, ScriptedEngine]

    def run(self, question: str, **request: Any) -> list[RunEvent]:
        """Run to the last event and return all of them."""
        events: list[RunEvent] = []
        over = threading.Event()

        def take(event: RunEvent) -> None:
            events.append(event)
            if isinstance(event, RunFinished | RunFailed | RunCancelled):
                over.set()

        self.runs.start("even", {"question": question}, take, **request)
        assert over.wait(10)
        return events


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    folder = tmp_path / "plugins" / "even"
    folder.mkdir(parents=True)
    (folder / "plugin.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "plugin.py").write_text(PLUGIN, encoding="utf-8")
    made: list[House] = []

    def make(local: Sequence[Reply] | None, cloud: Sequence[Reply] | None = None, **kwargs: Any) -> House:
        settings = SettingsStore(tmp_path / "settings.toml")
        engines = {}
        if local is not None:
            engines["local"] = ScriptedEngine(local, kind="local", **kwargs)
        if cloud is not None:
            engines["cloud"] = ScriptedEngine(cloud, kind="cloud")
        loop = LoopThread()
        registry = Registry(tmp_path / "none", tmp_path / "plugins", is_trusted=lambda _id: True, packages=())
        router = Router(
            lambda: engines.get("local"),
            lambda name: engines.get(name or "cloud"),
            lambda: settings.current,
            lambda name: (name or "cloud") in engines,
        )
        history = History(tmp_path / "history.sqlite3")
        paths = Paths(tmp_path, tmp_path, tmp_path)
        made.append(House(Runs(loop, registry, router, history, settings, paths), history, loop, settings, engines))
        return made[-1]

    yield make
    for one in made:
        one.loop.close()
        one.history.close()


def test_a_right_answer_is_verified_at_once(house: Callable[..., House]) -> None:
    events = house(["4"]).run("go")
    result = events[-1].result  # type: ignore[attr-defined]
    assert (result.outcome.status, result.outcome.result, len(result.outcome.attempts)) == (
        "verified",
        {"number": 4},
        1,
    )
    assert result.outcome.evidence == ("divided by two",)
    assert isinstance(events[0], RouteChosen)
    assert "this machine" in events[0].reason


def test_a_wrong_answer_is_sent_back_with_what_is_wrong(house: Callable[..., House]) -> None:
    one = house(["3", "6"])
    events = one.run("go")
    outcome = events[-1].result.outcome  # type: ignore[attr-defined]
    assert (outcome.status, outcome.output) == ("repaired", "6")
    checked = [e for e in events if isinstance(e, AttemptChecked)]
    assert [bool(c.problems) for c in checked] == [True, False]
    second = one.engines["local"].requests[1]
    assert second.messages[-2].content == "3"
    assert second.messages[-1].content.startswith(REPAIR_PREFIX)
    assert "3 is odd. Try an even one." in second.messages[-1].content
    assert second.temperature > one.engines["local"].requests[0].temperature


def test_repairs_end_and_the_result_is_failed_with_its_problems(house: Callable[..., House]) -> None:
    one = house(["3"])
    outcome = one.run("go")[-1].result.outcome  # type: ignore[attr-defined]
    assert (outcome.status, len(outcome.attempts), outcome.problems[0].message) == ("failed", 3, "3 is odd.")
    assert one.history.recent()[0].status == "failed"


def test_what_no_engine_could_check_is_unverified(house: Callable[..., House]) -> None:
    assert house(["4"]).run("unchecked")[-1].result.outcome.status == "unverified"  # type: ignore[attr-defined]


def test_the_row_is_on_the_disk_before_the_engine_is_asked(house: Callable[..., House]) -> None:
    seen: list[tuple[str, str]] = []

    def look(_request: object) -> str:
        row = one.history.recent()[0]
        seen.append((row.state, row.messages[-1].content))
        return "4"

    one = house([look])
    one.run("go")
    assert seen == [("running", "go")]
    assert one.history.recent()[0].state == "finished"


def test_cancel_in_mid_answer_stops_the_engine_and_keeps_the_text(house: Callable[..., House]) -> None:
    one = house(["one two three four five six seven"], pause_s=0.05)
    events: list[RunEvent] = []
    over = threading.Event()

    def take(event: RunEvent) -> None:
        events.append(event)
        if isinstance(event, TextStreamed):
            one.runs.cancel(run_id)
        if isinstance(event, RunCancelled):
            over.set()

    run_id = one.runs.start("even", {"question": "go"}, take)
    assert over.wait(10)
    assert one.engines["local"].closed_early == 1
    row = one.history.get(run_id)
    assert row is not None
    assert (row.state, row.text) == ("cancelled", events[-1].partial)  # type: ignore[attr-defined]
    assert row.text.startswith("one")


def test_falling_back_to_the_cloud_is_said_and_needs_the_persons_choice(house: Callable[..., House]) -> None:
    one = house([ConnectFailed("gone")], ["8"])
    assert isinstance(one.run("go")[-1], RunFailed)
    assert one.engines["cloud"].requests == []
    one.settings.update(lambda now: dataclasses.replace(now, policies={"even": "local_then_cloud"}))
    events = one.run("go")
    routes = [e for e in events if isinstance(e, RouteChosen)]
    assert [(r.engine, r.fell_back) for r in routes] == [("local", False), ("cloud", True)]
    assert "gone" in routes[1].reason
    assert events[-1].result.fell_back  # type: ignore[attr-defined]
    assert events[-1].result.engine == "cloud"  # type: ignore[attr-defined]


def test_with_no_engine_the_tool_may_do_what_it_can_alone(house: Callable[..., House]) -> None:
    one = house(None)
    assert one.run("alone")[-1].result.outcome.output == "2"  # type: ignore[attr-defined]
    failed = one.run("go")[-1]
    assert isinstance(failed, RunFailed)
    assert isinstance(failed.error, NoEngine)


def test_a_bug_in_a_tool_names_the_tool_and_the_line(house: Callable[..., House]) -> None:
    failed = house(["4"]).run("bug")[-1]
    assert isinstance(failed, RunFailed)
    assert isinstance(failed.error, PluginError)
    assert "“Even” has a bug: KeyError" in failed.error.message
    assert "plugin.py:" in failed.error.message


def test_an_empty_prompt_is_an_input_error(house: Callable[..., House]) -> None:
    failed = house(["4"]).run(" ")[-1]
    assert isinstance(failed, RunFailed)
    assert isinstance(failed.error, InputError)


def test_a_history_that_cannot_be_written_warns_and_the_run_goes_on(house: Callable[..., House]) -> None:
    one = house(["4"])
    one.history._db.execute("PRAGMA query_only = ON")
    events = one.run("go")
    warned = [e for e in events if isinstance(e, Warned)]
    assert len(warned) == 1
    assert isinstance(warned[0].error, StorageError)
    assert isinstance(events[-1], RunFinished)
    one.history._db.execute("PRAGMA query_only = OFF")


def test_the_command_lines_way_raises_what_the_window_shows(house: Callable[..., House]) -> None:
    one = house(["4"])
    result = one.loop.submit(one.runs.run(RunRequest("even", {"question": "go"}), lambda _event: None)).result(10)
    assert result.outcome.output == "4"
    with pytest.raises(PluginError, match="no tool “odd”"):
        one.loop.submit(one.runs.run(RunRequest("odd", {}), lambda _event: None)).result(10)


def test_cancelling_a_future_of_the_command_line_cancels_the_run(house: Callable[..., House]) -> None:
    one = house(["a b c d e f"], pause_s=0.05)
    started = threading.Event()
    future = one.loop.submit(
        one.runs.run(
            RunRequest("even", {"question": "go"}), lambda e: started.set() if isinstance(e, TextStreamed) else None
        )
    )
    assert started.wait(10)
    future.cancel()
    with pytest.raises((asyncio.CancelledError, Exception)):
        future.result(10)


def _cancelled_at(
    here: House, when: Callable[[RunEvent], bool], question: str = "1", *, times: int = 1
) -> list[RunEvent]:
    events: list[RunEvent] = []
    over = threading.Event()

    def take(event: RunEvent) -> None:
        events.append(event)
        if when(event):
            for _ in range(times):
                here.runs.cancel(event.run_id)
        if isinstance(event, RunFinished | RunFailed | RunCancelled):
            over.set()

    here.runs.start("even", {"question": question}, take)
    assert over.wait(10)
    return events


def test_a_run_that_is_cancelled_before_its_first_step_still_ends(house: Callable[..., House]) -> None:
    here = house(["2"])
    ready, go_on = threading.Event(), threading.Event()
    here.loop.call_soon(lambda: (ready.set(), go_on.wait(5)))  # start and cancel reach the loop in one step
    assert ready.wait(5)
    events: list[RunEvent] = []
    over = threading.Event()

    def take(event: RunEvent) -> None:
        events.append(event)
        over.set()

    run_id = here.runs.start("even", {"question": "1"}, take)
    here.runs.cancel(run_id)
    go_on.set()
    assert over.wait(10)
    assert events == [RunCancelled(run_id)]


def test_stopping_twice_ends_the_run_once_and_keeps_its_row(house: Callable[..., House]) -> None:
    here = house(["1 2 3 4 5 6"], pause_s=0.05)
    events = _cancelled_at(here, lambda event: isinstance(event, TextStreamed), times=3)
    assert [type(event) for event in events if isinstance(event, RunFinished | RunFailed | RunCancelled)] == [
        RunCancelled
    ]
    (row,) = here.history.recent()
    assert (row.state, row.text) == ("cancelled", "1")


@pytest.mark.parametrize("stage", [RouteChosen, AttemptChecked])
def test_a_run_can_be_cancelled_at_its_route_and_after_its_check(
    house: Callable[..., House], stage: type[RunEvent]
) -> None:
    here = house(["1"])
    events = _cancelled_at(here, lambda event: isinstance(event, stage))
    assert isinstance(events[-1], RunCancelled)
    assert [row.state for row in here.history.recent()] == ["cancelled"]


def test_a_stop_that_comes_after_the_result_does_not_take_it_away(house: Callable[..., House]) -> None:
    here = house(["2"])
    real = here.history.finish

    def slow(result: Any) -> None:
        here.runs.cancel(result.run_id)
        settled = threading.Event()
        here.loop.call_soon(settled.set)  # the cancellation has been taken up
        assert settled.wait(5)
        real(result)

    here.history.finish = slow  # type: ignore[method-assign]  # the moment cannot be hit otherwise
    events = here.run("1")
    assert isinstance(events[-1], RunFinished)
    assert [row.state for row in here.history.recent()] == ["finished"]


def test_the_command_lines_way_keeps_how_a_run_ended(house: Callable[..., House]) -> None:
    here = house([ConnectFailed("gone", hint="come back")])
    with pytest.raises(ConnectFailed):
        here.loop.submit(here.runs.run(RunRequest("even", {"question": "1"}), lambda _event: None)).result(10)
    (row,) = here.history.recent()
    assert (row.state, row.error) == ("failed", "gone come back")


def test_stopping_the_program_cancels_its_runs_and_waits_for_their_rows(house: Callable[..., House]) -> None:
    here = house(["1 2 3"], pause_s=30)
    begun = threading.Event()
    future = here.loop.submit(here.runs.run(RunRequest("even", {"question": "1"}), lambda _event: begun.set()))
    assert begun.wait(10)
    here.loop.submit(here.runs.stop()).result(10)
    assert [row.state for row in here.history.recent()] == ["cancelled"]
    assert future.cancelled()


def test_a_tool_that_calls_exit_does_not_take_the_loop_with_it(house: Callable[..., House]) -> None:
    here = house(["2"])
    last = here.run("exit")[-1]
    assert isinstance(last, RunFailed)
    assert "SystemExit" in last.error.message
    assert isinstance(here.run("1")[-1], RunFinished)


def test_a_key_that_is_gone_when_it_is_needed_falls_back_too(house: Callable[..., House]) -> None:
    here = house(["2"], [KeyMissing("There is no key.")])
    here.settings.update(lambda now: dataclasses.replace(now, policies={"even": "cloud_then_local"}))
    last = here.run("1")[-1]
    assert isinstance(last, RunFinished)
    assert "There is no key." in last.result.reason


class _DyingEngine:
    """Says something and dies."""

    info = EngineInfo("local", "dying")

    async def stream(self, request: CompletionRequest) -> AsyncIterator[Chunk]:
        yield Chunk(text="half an answer")
        raise WorkerTerminated("dead again", exit_code=-11)

    async def close(self) -> None:
        return None


def test_the_text_of_an_engine_that_died_is_kept(house: Callable[..., House]) -> None:
    here = house(["2"])
    here.engines["local"] = _DyingEngine()  # type: ignore[assignment]  # an engine, if not a scripted one
    last = here.run("1")[-1]
    assert isinstance(last, RunFailed)
    assert last.partial == "half an answer"
    assert here.history.recent()[0].text == "half an answer"


def test_a_stop_in_a_repair_round_keeps_the_round_before(house: Callable[..., House]) -> None:
    here = house(["1", "2"])
    events = _cancelled_at(here, lambda event: isinstance(event, AttemptChecked) and bool(event.problems))
    assert events[-1] == RunCancelled(events[-1].run_id, "1")


def test_a_disk_that_was_full_for_a_moment_costs_one_warning_and_not_the_result(house: Callable[..., House]) -> None:
    here = house(["2"])
    real = here.history.sending

    def full(*_args: Any) -> None:
        raise StorageError("The disk is full.")

    here.history.sending = full  # type: ignore[method-assign, assignment]  # the fault
    events = here.run("1")
    here.history.sending = real  # type: ignore[method-assign]
    assert [type(event) for event in events].count(Warned) == 1
    assert [row.state for row in here.history.recent()] == ["finished"]


def test_halves_of_a_character_are_joined_and_lone_ones_can_be_kept(house: Callable[..., House]) -> None:
    here = house(["2 \ud83d\ude00 \ud83d"])
    last = here.run("unchecked")[-1]
    assert isinstance(last, RunFailed)  # int() of that, in the tool
    assert here.history.recent()[0].text == "2 \U0001f600 \ufffd"
