"""The engine's truth: the lock, the route, models that do not serve a tool, a model that is quarantined."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from app.core.messages import Usage
from app.core.result import Progressed
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.engines.scripted import ScriptedEngine
from app.models.gpu_advice import Advice
from app.ui.model_shelf import Shelf
from tests.app.ui.conftest import Start
from tests.helpers import tiny_gguf
from tests.helpers.openai_server import OpenAIServer, answer
from tests.helpers.window import Ctrl, Program, child, words_of

Shift = Qt.KeyboardModifier.ShiftModifier


def _routes(program: Program) -> dict[str, QAction]:
    menu = program.window.engine_bar.route_button.menu()
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions()}


def test_the_lock_in_the_bar_changes_the_settings_and_is_shown(start: Start) -> None:
    program = start("x")
    bar = program.window.engine_bar
    assert bar.lock_button.text() == "Online"

    bar.lock_button.click()

    assert program.services.settings.current.offline
    assert program.services.guard.locked
    assert "offline = true" in program.services.settings.path.read_text(encoding="utf-8")
    assert (bar.lock_button.text(), bar.lock_button.isChecked()) == ("Offline", True)
    assert "Nothing leaves this machine" in bar.lock_button.toolTip()
    assert program.window.actions_by_name["model.offline"].isChecked()

    program.press(Qt.Key.Key_O, Ctrl | Shift)

    assert not program.services.settings.current.offline
    assert (bar.lock_button.text(), bar.lock_button.isChecked()) == ("Online", False)


def test_the_lock_is_there_again_after_a_restart(start: Start) -> None:
    program = start("x")
    program.window.engine_bar.lock_button.click()
    program.close()
    again = start("x")
    assert again.services.guard.locked
    assert again.window.engine_bar.lock_button.text() == "Offline"
    assert again.window.actions_by_name["model.offline"].isChecked()


def test_the_cloud_on_a_locked_program_is_a_card_that_says_so_and_can_open_the_lock(start: Start) -> None:
    program = start("from the cloud", kind="cloud")
    program.window.engine_bar.choose_route("cloud_only")
    program.window.engine_bar.lock_button.click()
    program.until(lambda: program.page.cards.card is not None)

    assert program.ask("tell me") is None

    card = program.card
    assert "The offline lock is on" in card.text.message
    assert card.remedy_button.text() == "Turn off the offline lock"
    card.remedy_button.click()
    assert not program.services.settings.current.offline
    assert program.page.cards.card is None, "what it said is no longer so"
    assert program.ask("tell me") is not None


def test_a_run_in_the_cloud_by_menu_does_not_open_the_lock(start: Start) -> None:
    program = start("from the cloud", kind="cloud")
    program.window.engine_bar.lock_button.click()
    page = program.open("story")
    page.set_prompt("tell me")
    program.window.actions_by_name["run.cloud"].trigger()
    program.until(lambda: not page.is_running)
    assert page.result is None
    assert "The offline lock is on" in program.card.text.message


def test_the_lock_stops_a_server_on_this_machine_too(start: Start) -> None:
    with OpenAIServer(answer("hello")) as server:

        def cloud(now: Any) -> Any:
            return now.with_provider(base_url=server.base_url, model="m", max_retries=0)

        program = start()
        program.services.settings.update(cloud)
        program.window.engine_bar.choose_route("cloud_only")
        program.window.engine_bar.lock_button.click()
        assert program.ask("tell me") is None
        assert server.received == []
        program.window.engine_bar.lock_button.click()
        assert program.ask("tell me") is not None
        assert len(server.received) == 1


def test_a_route_that_is_chosen_in_the_bar_is_shown_at_once_and_kept(start: Start) -> None:
    program = start("x")
    program.open("story")
    bar = program.window.engine_bar
    assert bar.route_button.text() == "Local only"
    assert _routes(program)["Local only"].isChecked()

    _routes(program)["Cloud, then local"].trigger()

    assert bar.route_button.text() == "Cloud, then local"
    assert program.services.settings.current.policies == {"story": "cloud_then_local"}
    assert _routes(program)["Cloud, then local"].isChecked()
    program.open("latex")
    assert bar.route_button.text() == "Local only", "each tool has a route of its own"
    program.close()
    assert start("x").open("story") is not None
    assert program.services.settings.current.policies == {"story": "cloud_then_local"}


def test_a_route_that_no_engine_can_go_is_said_as_soon_as_it_is_chosen(start: Start) -> None:
    program = start("x")
    program.open("story")
    _routes(program)["Cloud only"].trigger()
    program.until(lambda: program.page.cards.card is not None)
    assert "The cloud has no API key" in program.card.text.message
    mark = program.window.rail.mark("story")
    assert mark is not None
    assert "no API key" in mark.toolTip()
    _routes(program)["Local only"].trigger()
    program.until(lambda: program.page.cards.card is None)
    assert mark.trouble == ""


def test_a_fallback_says_who_answered_and_why(start: Start) -> None:
    from app.errors import ConnectFailed

    program = start(ConnectFailed("The server is gone."), kind="cloud", model="far")
    program.services.engines.replace("local", ScriptedEngine(["from here"], kind="local", model="near"))
    program.window.engine_bar.choose_route("cloud_then_local")
    result = program.ask("tell me")
    assert result is not None
    assert program.window.engine_bar.model_button.text() == "near"
    assert "far failed: The server is gone." in program.page.strip.facts.full_text


def test_the_bar_shows_the_model_the_device_and_what_the_answer_cost(start: Start) -> None:
    program = start("one two three", model="tiny")
    program.ask("tell me")
    bar = program.window.engine_bar
    assert bar.model_button.text() == "tiny"
    assert bar.device.full_text == "script"
    assert bar.context.text().endswith("/ 4,096")
    assert not bar.speed.isVisible(), "what is not known is not shown"


def test_a_model_that_does_not_serve_a_tool_is_said_with_what_can_be_done(start: Start) -> None:
    program = start("noise", model="Starter", serves=frozenset({"latex"}))
    program.window.look_for_troubles()
    program.until(lambda: program.page.cards.card is not None)

    card = program.card
    assert card.text.title == "No model here serves this tool yet"
    assert "Starter was made for other tools and does not serve" in card.text.message
    assert "Add a GGUF model" in card.text.hint
    mark = program.window.rail.mark("story")
    assert mark is not None
    assert "does not serve Story" in mark.toolTip()
    assert program.window.engine_bar.dot.accessibleName() == "does not serve this tool"

    child(card, QPushButton, "Choose a model").click()

    page = program.window.commands.manager
    assert page is not None
    assert page.here.isVisible()
    served = program.window.rail.mark("latex")
    assert served is not None
    assert served.trouble == ""
    program.open("latex")
    assert program.page.cards.card is None


def test_running_a_tool_that_is_not_served_shows_no_noise_but_a_card(start: Start) -> None:
    program = start("noise", serves=frozenset({"latex"}))
    assert program.ask("tell me") is None
    assert "does not serve Story" in program.card.text.message
    assert program.card.remedy_button.text() == "Choose a model"
    assert "noise" not in words_of(program.page)


def test_a_tool_that_is_served_again_loses_its_card(start: Start) -> None:
    program = start("noise", serves=frozenset({"latex"}))
    program.window.look_for_troubles()
    program.until(lambda: program.page.cards.card is not None)
    program.services.engines.replace("local", ScriptedEngine(["a tale"], kind="local"))
    program.window.settings_changed()
    program.until(lambda: program.page.cards.card is None)
    assert program.window.engine_bar.dot.accessibleName() == "ready"


def test_models_are_listed_in_the_bar_and_the_chosen_one_is_used(start: Start, home: Path) -> None:
    models = home / "data" / "models"
    models.mkdir(parents=True)
    tiny_gguf.make(models / "mine.gguf")
    tiny_gguf.not_gguf(models / "broken.gguf")
    program = start()
    program.window.look_for_models()
    button = program.window.engine_bar.model_button
    program.until(lambda: any("Tiny" in action.text() for action in button.menu().actions()))
    listed = {action.text().split("\t")[0]: action for action in button.menu().actions()}
    assert not listed["broken"].isEnabled()
    assert "not a GGUF" in listed["broken"].toolTip()
    assert "fits · 0.4 MB" in listed["Tiny"].text()
    assert str(models / "mine.gguf") in listed["Tiny"].toolTip()
    assert listed["Polymath Starter"].isChecked()
    assert "In use" in listed["Polymath Starter"].text()

    listed["Tiny"].trigger()

    assert program.services.settings.current.local.model == str(models / "mine.gguf")
    assert button.text() == "Tiny"
    assert button.toolTip() == str(models / "mine.gguf")


def test_a_model_file_is_added_by_menu_and_its_folder_is_remembered(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny_gguf.make(tmp_path / "elsewhere.gguf", tools="story")
    program = start()
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))
    program.window.engine_bar.add_model_requested.emit()
    program.until(lambda: program.window.engine_bar.model_button.text() == "Tiny")
    local = program.services.settings.current.local
    assert (local.model, local.model_folders) == (str(path), (str(path),))


def test_a_file_that_is_no_model_is_refused_with_the_reason(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny_gguf.not_gguf(tmp_path / "page.gguf")
    program = start("x")
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))
    program.window.engine_bar.add_model_requested.emit()
    program.until(lambda: program.window.cards.card is not None)
    assert program.window.cards.card is not None
    assert "is not a GGUF model" in program.window.cards.card.text.message
    assert program.services.settings.current.local.model == ""


def test_the_bar_says_what_of_the_prompt_was_kept(start: Start) -> None:
    program = start("x")
    bar = program.window.engine_bar
    bar.show_usage(Usage(640, 12, ttft_s=0.04, tokens_per_s=80.0, reused_tokens=612))
    assert bar.first.text() == "first 40 ms"
    assert "612 of 640 prompt tokens were kept from before." in bar.first.toolTip()
    bar.show_usage(Usage(640, 12, ttft_s=0.04))
    assert bar.first.toolTip() == "First token"


def test_the_bar_shows_how_far_a_load_is_and_then_where_the_model_runs(start: Start) -> None:
    program = start("x")
    bar = program.window.engine_bar
    page = program.open("story")
    page.progressed.emit(Progressed("run", "Loading Tiny.", 0.42))
    assert bar.device.full_text == "Loading Tiny 42%"
    page.progressed.emit(None)
    assert bar.device.full_text == "script"


def test_a_loaded_model_shows_the_memory_that_it_really_takes(start: Start, tmp_path: Path) -> None:
    engine = LocalEngine(tiny_gguf.make(tmp_path / "real.gguf", favourite="abc"), LocalSettings(idle_unload_min=0))
    program = start(engine=engine)
    program.ask("tell me")
    bar = program.window.engine_bar
    assert engine.info.memory_bytes > 0
    taken = f"{engine.info.memory_bytes / (1 << 20):.0f} MiB"
    assert bar.device.full_text == f"{engine.info.device} · {taken}"
    assert f"Main memory: {taken}" in bar.device.toolTip()


def test_a_gpu_that_lies_idle_is_an_amber_mark_with_the_cause_and_the_command(start: Start) -> None:
    program = start("x")
    bar = program.window.engine_bar
    assert not bar.gpu_button.isVisible(), "nobody has looked yet"
    bar.show_shelf(Shelf(advice=Advice("no_backend", "This build computes on the processor alone.", "make gpu")))
    assert bar.gpu_button.isVisible()
    assert bar.gpu_button.toolTip() == "This build computes on the processor alone.\nmake gpu"

    bar.gpu_button.click()

    card = program.window.cards.card
    assert card is not None
    assert card.text.title == "A GPU lies idle"
    assert "make gpu" in card.text.hint
    for advice in (Advice("used", "33 of 33 layers."), Advice("user_set_zero", "The layers are set to 0."), None):
        bar.show_shelf(Shelf(advice=advice))
        assert not bar.gpu_button.isVisible()


@pytest.fixture
def deadly(tmp_path: Path) -> LocalEngine:
    """A model whose worker dies at once."""
    path = tiny_gguf.make(tmp_path / "deadly.gguf")
    return LocalEngine(path, LocalSettings(), worker_command=(sys.executable, "-c", "raise SystemExit(3)"))


def test_a_model_that_killed_its_worker_twice_is_tried_again_when_the_person_says_so(
    start: Start, deadly: LocalEngine
) -> None:
    program = start(engine=deadly)
    assert program.ask("tell me") is None
    assert program.card.text.title == "The model stopped unexpectedly"
    assert deadly.quarantined

    assert program.ask("tell me") is None, "it is not loaded again by itself"
    card = program.card
    assert card.text.title == "The model cannot be loaded"
    assert "twice" in card.text.message
    assert card.remedy_button.text() == "Try again"
    asked: list[bool] = []
    forgive = deadly.retry_quarantined
    deadly.retry_quarantined = lambda: (asked.append(True), forgive())  # type: ignore[method-assign,return-value,func-returns-value]

    card.remedy_button.click()

    program.until(lambda: not program.page.is_running)
    assert asked == [True]
    assert program.card.text.title == "The model stopped unexpectedly", "its worker was started again"


def test_trying_again_right_after_the_second_death_loads_the_model_too(start: Start, deadly: LocalEngine) -> None:
    program = start(engine=deadly)
    program.ask("tell me")
    program.card.remedy_button.click()
    program.until(lambda: not program.page.is_running)
    assert program.card.text.title == "The model stopped unexpectedly"


def test_a_run_by_itself_does_not_lift_the_quarantine(start: Start, deadly: LocalEngine) -> None:
    program = start(engine=deadly)
    program.ask("tell me")
    program.window.actions_by_name["run.start"].trigger()
    program.until(lambda: not program.page.is_running)
    assert program.card.text.title == "The model cannot be loaded"
    assert deadly.quarantined
