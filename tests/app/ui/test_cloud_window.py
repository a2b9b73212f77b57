"""The cloud in the window: the question before sending, the route's menu, the chain, what is private, what a run cost."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.core.prices import Price
from app.core.settings import Settings
from app.ui.chain_dialog import ChainDialog
from app.ui.outgoing_view import ConfirmCard
from app.ui.settings_dialog import SettingsDialog
from tests.app.ui.conftest import Start
from tests.helpers.openai_server import OpenAIServer, answer
from tests.helpers.window import Program, child, words_of

USAGE = {"prompt_tokens": 10, "completion_tokens": 4}


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(answer("a tale", usage=USAGE)) as running:
        yield running


@pytest.fixture
def cloud(start: Start, server: OpenAIServer) -> Callable[..., Program]:
    """The program with the story tool in the cloud, a dollar for a thousand tokens; ``values`` are settings."""

    def begin(**values: Any) -> Program:
        def change(now: Settings) -> Settings:
            pointed = now.with_provider(base_url=server.base_url, model="m", max_retries=0)
            return dataclasses.replace(pointed, **{"policies": {"story": "cloud_only"}, **values})

        program = start("a local tale")
        program.services.settings.update(change)
        program.services.accounts.prices.put(Price(("m",), 1000.0, 1000.0, host="127.0.0.1:*"))
        program.window.settings_changed()
        return program

    return begin


def _question(program: Program) -> ConfirmCard:
    program.until(lambda: program.page.questions.card is not None)
    card = program.page.questions.card
    assert card is not None
    return card


def test_a_request_is_shown_in_place_and_sent_after_a_yes(cloud: Callable[..., Program], server: OpenAIServer) -> None:
    program = cloud(ask_before_sending=("story",))
    page = program.begin("of a cat")
    card = _question(program)
    words = words_of(card)
    assert server.base_url in words
    assert "of a cat" in words
    assert "bytes" in words
    assert "cost: at most" in words
    assert "USD" in words
    assert page.strip.words.full_text == "Waiting for your answer …"
    assert server.received == []

    card.send_button.click()

    program.until(lambda: not page.is_running)
    assert program.output == "a tale"
    assert page.questions.card is None
    assert len(server.received) == 1


def test_declining_sends_nothing_and_ends_as_stopped(cloud: Callable[..., Program], server: OpenAIServer) -> None:
    program = cloud(ask_before_sending=("story",))
    page = program.begin("of a cat")
    _question(program).decline_button.click()
    program.until(lambda: not page.is_running)
    assert server.received == []
    assert program.rows[0].state == "cancelled"
    assert page.questions.card is None


def test_the_question_is_answered_by_keyboard_and_no_stray_key_sends(
    cloud: Callable[..., Program], server: OpenAIServer, qtbot: QtBot
) -> None:
    program = cloud(ask_before_sending=("story",))
    program.to_front()
    page = program.begin("of a cat")
    card = _question(program)
    program.until(card.decline_button.hasFocus)
    qtbot.keyClick(card.decline_button, Qt.Key.Key_Return)
    assert server.received == []
    qtbot.keyClick(card.decline_button, Qt.Key.Key_Space)
    program.until(lambda: not page.is_running)
    assert server.received == []
    page = program.begin("of a cat")
    card = _question(program)
    program.until(card.decline_button.hasFocus)
    qtbot.keyClick(card.decline_button, Qt.Key.Key_Tab)
    assert card.send_all_button.hasFocus() or card.send_button.hasFocus()
    for button in (card.decline_button, card.send_button, card.send_all_button):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.accessibleName()
    qtbot.keyClick(card.send_all_button, Qt.Key.Key_Space)
    program.until(lambda: not page.is_running)
    assert len(server.received) == 1


def test_stopping_a_run_takes_its_question_away(cloud: Callable[..., Program], server: OpenAIServer) -> None:
    program = cloud(ask_before_sending=("story",))
    page = program.begin("of a cat")
    _question(program)
    page.stop()
    program.until(lambda: not page.is_running)
    assert page.questions.card is None
    assert server.received == []


def test_what_is_sent_shows_size_tokens_cost_and_destination(
    cloud: Callable[..., Program], server: OpenAIServer
) -> None:
    program = cloud()
    program.page.set_prompt("of a cat")
    program.window.commands.show_sent()
    view = program.window.side.view
    assert view is not None
    program.until(lambda: "of a cat" in words_of(view))
    words = words_of(view)
    assert f"a server on this machine, {server.base_url}" in words
    assert "bytes" in words
    assert "cost: at most" in words
    assert server.received == []


def test_what_a_run_cost_is_in_the_bar_the_strip_and_the_evidence(cloud: Callable[..., Program]) -> None:
    program = cloud()
    assert program.ask("of a cat") is not None
    assert program.window.engine_bar.cost.text() == "0.0140 USD"
    assert "0.0140 USD" in program.page.strip.facts.full_text
    program.window.commands.show_evidence()
    assert program.window.side.view is not None
    assert "0.0140 USD" in words_of(program.window.side.view)


def test_a_run_on_this_machine_has_no_cost(start: Start) -> None:
    program = start("a tale")
    program.ask("of a cat")
    assert not program.window.engine_bar.cost.isVisible()


def test_a_reached_limit_is_a_card_with_the_numbers_and_the_way_to_change_it(
    cloud: Callable[..., Program], server: OpenAIServer
) -> None:
    program = cloud(spending=dataclasses.replace(Settings().spending, per_day={"USD": 0.2}))
    assert program.ask("of a cat") is None
    assert program.card.text.title == "The spending limit is reached"
    assert "0.2000 USD" in program.card.text.hint
    assert server.received == []
    child(program.card, QPushButton, "Open spending settings").click()
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    assert dialog.spending.isVisible()


def test_a_private_page_says_so_and_can_be_opened_again(
    cloud: Callable[..., Program], server: OpenAIServer, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    program = cloud(private_paths=(str(secret),))
    header = program.page.header
    assert not header.private_button.isVisible()
    program.page.opened(secret)
    assert header.private_button.isVisible()
    assert "You marked “secret.txt” as private." in header.private_button.toolTip()
    assert program.ask("of a cat") is None
    assert program.card.text.title == "No model can answer this"
    child(program.card, QPushButton, "Open privacy settings").click()
    assert server.received == []
    actions = {action.text(): action for action in header.private_button.menu().actions()}
    actions["Take the mark off this page"].trigger()
    assert not header.private_button.isVisible()
    assert program.ask("of a cat") is not None


def test_a_marked_tool_wears_its_mark_as_soon_as_it_is_marked(cloud: Callable[..., Program]) -> None:
    program = cloud()
    program.services.settings.update(lambda now: dataclasses.replace(now, private_tools=("story",)))
    program.window.settings_changed()
    assert "You marked Story as private." in program.page.header.private_button.toolTip()
    texts = [action.text() for action in program.page.header.private_button.menu().actions()]
    assert "Take the mark off this page" not in texts, "the tool is marked, not the page"


def _routes(program: Program) -> dict[str, QAction]:
    menu = program.window.engine_bar.route_button.menu()
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def _with_team(now: Settings) -> Settings:
    return now.with_provider("team", base_url="http://127.0.0.1:9/v1", model="qwen")


def test_the_routes_offer_the_providers_where_there_are_several(cloud: Callable[..., Program]) -> None:
    program = cloud()
    assert "team only" not in _routes(program)
    program.services.settings.update(_with_team)
    _routes(program)["team only"].trigger()
    assert program.services.settings.current.chains == {"story": ("team",)}
    bar = program.window.engine_bar
    assert bar.route_button.text() == "team only"
    assert bar.model_button.text() == "qwen"
    assert _routes(program)["team only"].isChecked()
    _routes(program)["Local, then cloud"].trigger()
    settings = program.services.settings.current
    assert (dict(settings.chains), settings.policies["story"]) == ({}, "local_then_cloud")
    assert bar.route_button.text() == "Local, then cloud"


def _dialog(program: Program) -> ChainDialog:
    _routes(program)["Edit the chain…"].trigger()
    dialogs = [one for one in program.window.findChildren(ChainDialog) if one.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def _names(dialog: ChainDialog) -> list[str]:
    return [dialog.list.item(place).text() for place in range(dialog.list.count())]


def test_a_chain_is_made_by_ticking_and_moving(cloud: Callable[..., Program], qtbot: QtBot) -> None:
    program = cloud(policies={})
    program.services.settings.update(_with_team)
    dialog = _dialog(program)
    assert _names(dialog)[0] == "local model"
    team = _names(dialog).index("team")
    dialog.list.item(team).setCheckState(Qt.CheckState.Checked)
    assert program.services.settings.current.chains == {"story": ("local", "team")}
    dialog.list.setCurrentRow(team)
    while dialog.up_button.isEnabled():
        dialog.up_button.click()
    assert program.services.settings.current.chains == {"story": ("team", "local")}
    assert program.window.engine_bar.route_button.text() == "team → local model"
    dialog.down_button.click()
    assert program.services.settings.current.chains == {"story": ("local", "team")}


def test_a_chain_of_nothing_cannot_be_made(cloud: Callable[..., Program]) -> None:
    program = cloud(policies={})
    dialog = _dialog(program)
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.list.item(0).checkState() == Qt.CheckState.Checked
    assert program.services.settings.current.chains == {}


def test_a_chain_is_given_up_for_the_policy(cloud: Callable[..., Program]) -> None:
    program = cloud(policies={}, chains={"story": ("local", "openai")})
    dialog = _dialog(program)
    child(dialog, QPushButton, "Back to “Local only”").click()
    assert program.services.settings.current.chains == {}
    assert program.window.engine_bar.route_button.text() == "Local only"


def test_a_chain_that_names_a_provider_that_is_gone_says_so(cloud: Callable[..., Program]) -> None:
    program = cloud(chains={"story": ("nobody", "local")})
    assert "nobody: no longer there" in _names(_dialog(program))
    assert program.ask("of a cat") is not None
    assert program.output == "a local tale"
