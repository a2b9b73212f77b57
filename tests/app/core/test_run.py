"""The run loop with real history, registry and router; only the engine is scripted."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.core.history import History
from app.core.loop import LoopThread
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
from app.engines.scripted import Reply, ScriptedEngine
from app.errors import ConnectFailed, InputError, NoEngine, PluginError, StorageError

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
            lambda: engines.get("cloud"),
            lambda: settings.current,
            lambda: "cloud" in engines,
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
    assert [r.engine for r in routes] == ["local", "cloud"]
    assert "gone" in routes[1].reason
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
