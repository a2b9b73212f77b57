"""Keys, the palette, the rail with what is broken in it, and trust before foreign code runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.core.paths import ROOT
from app.ui.actions import MENUS, SEPARATOR
from app.ui.command_palette import CommandPalette, rank
from app.ui.pages import BrokenPage
from app.ui.rail import RailButton
from app.ui.sent_view import SentView
from app.ui.settings_dialog import SettingsDialog
from tests.app.ui.conftest import STORY, Start
from tests.helpers.window import Ctrl, Program, child, words_of

LONG = " ".join(f"word{number}" for number in range(2_000))
FOREIGN = {
    "mine/plugin.toml": 'id = "mine"\ntitle = "My tool"\npermissions = ["network", "secrets"]\n[[fields]]\nname = "q"\nprompt = true\n',
    "mine/plugin.py": """
from pathlib import Path
Path(__file__).with_name("ran").touch()
from app.api import Message, Plugin
class Mine(Plugin):
    def build(self, inputs, context):
        return [Message.user(inputs["q"])]
""",
    "mine/panel.py": """
from pathlib import Path
Path(__file__).with_name("ran").touch()
from app.api_qt import Panel
class MinePanel(Panel):
    def subject(self):
        return "built by its own code"
""",
}


def _palette(program: Program) -> CommandPalette:
    program.window.actions_by_name["view.palette"].trigger()
    return program.window.findChildren(CommandPalette)[-1]


def _answer(monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    """Answer every question with the button of these words; what was asked."""
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(f"{box.text()} {box.informativeText()}")
        child(box, QPushButton, words).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


def test_a_digit_with_ctrl_picks_the_tool_at_that_place(start: Start) -> None:
    program = start("x")
    ids = [record.id for record in program.window.records]
    assert ids == ["story", "latex"]
    for place in (2, 1):
        program.press(Qt.Key(Qt.Key.Key_0 + place), Ctrl)
        assert program.page.manifest.id == ids[place - 1]
        assert program.window.windowTitle().startswith(program.page.header._title.text())
        mark = program.window.rail.mark(ids[place - 1])
        assert mark is not None
        assert mark.isChecked()


def test_a_tenth_tool_has_no_digit_and_can_still_be_picked(start: Start) -> None:
    more = {f"t{n}.toml": STORY.replace('"story"', f'"t{n}"').replace("order = 1", "order = 9") for n in range(9)}
    program = start("x", user=more)
    assert len(program.window.records) == 11
    program.press(Qt.Key.Key_9, Ctrl)
    assert program.page.manifest.id == program.window.records[8].id
    last = program.window.records[10]
    mark = program.window.rail.mark(last.id)
    assert mark is not None
    assert "Ctrl" not in mark.toolTip()
    mark.click()
    assert program.page.manifest.id == last.id


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_with_ctrl_runs_what_stands_in_the_prompt(start: Start, key: Qt.Key) -> None:
    program = start("once upon a time")
    page = program.open("story")
    page.set_prompt("tell me")
    page.take_focus()
    program.press(key, Ctrl)
    program.until(lambda: page.result is not None)
    assert page.prompt.text == "tell me", "the key is not typed into the prompt"
    assert program.rows[0].inputs["prompt"] == "tell me"


def test_enter_alone_runs_a_prompt_of_one_line_and_breaks_the_line_of_a_longer_one(start: Start) -> None:
    program = start(r"x^{2}")
    page = program.open("latex")
    page.set_prompt("x squared")
    page.take_focus()
    program.press(Qt.Key.Key_Return)
    program.until(lambda: page.result is not None)

    page = program.open("story")
    page.set_prompt("tell me")
    page.take_focus()
    program.press(Qt.Key.Key_Return)
    assert page.prompt.text == "tell me\n"
    assert not page.is_running


def test_esc_closes_the_side_panel_where_nothing_runs(start: Start) -> None:
    program = start("x")
    program.press(Qt.Key.Key_H, Ctrl)
    assert program.window.side.isVisible()
    assert program.window.actions_by_name["view.history"].isChecked()
    program.press(Qt.Key.Key_Escape)
    assert not program.window.side.isVisible()
    assert not program.window.actions_by_name["view.history"].isChecked()


def test_stop_can_be_pressed_only_while_there_is_something_to_stop(start: Start) -> None:
    program = start(LONG, pause_s=0.005)
    stop = program.window.actions_by_name["run.stop"]
    assert not stop.isEnabled()
    page = program.begin("tell me")
    assert stop.isEnabled()
    program.open("latex")
    assert not stop.isEnabled()
    program.open("story")
    assert stop.isEnabled()
    stop.trigger()
    program.until(lambda: not page.is_running)
    assert not stop.isEnabled()


def test_a_tool_that_runs_pulses_in_the_rail_until_it_is_done(start: Start) -> None:
    program = start(LONG, pause_s=0.005)
    page = program.begin("tell me")
    program.open("latex")
    mark = program.window.rail.mark("story")
    assert mark is not None
    assert mark._strength > 0
    page.stop()
    program.until(lambda: not page.is_running)
    assert mark._strength == 0


def test_every_action_is_in_a_menu_and_no_two_share_a_key(start: Start) -> None:
    window = start("x").window
    names = [name for _, menu in MENUS for name in menu if name != SEPARATOR]
    assert sorted(names) == sorted(window.actions_by_name)
    keys = [keys.toString() for action in window.actions_by_name.as_dict().values() for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_every_button_of_the_window_has_a_name_for_screen_readers(start: Start) -> None:
    program = start("once")
    program.ask("tell me")
    nameless = [
        button
        for kind in (QPushButton, RailButton)
        for button in program.window.findChildren(kind)
        if button.isVisible() and not button.accessibleName()
    ]
    assert [button.text() for button in nameless] == []


def test_the_palette_finds_an_action_by_its_words_and_triggers_it(start: Start, qtbot: QtBot) -> None:
    program = start("x")
    palette = _palette(program)
    qtbot.keyClicks(palette.field, "dark")
    current = palette.list.currentItem()
    assert current is not None
    assert current.text().startswith("Dark theme")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert program.services.settings.current.ui.theme == "dark"


def test_the_palette_finds_a_tool_and_goes_there(start: Start, qtbot: QtBot) -> None:
    program = start("x")
    program.open("story")
    palette = _palette(program)
    qtbot.keyClicks(palette.field, "latex")
    qtbot.keyClick(palette.field, Qt.Key.Key_Enter)
    assert program.page.manifest.id == "latex"


def test_the_palette_is_walked_with_the_arrows_and_ends_where_it_begins(start: Start, qtbot: QtBot) -> None:
    palette = _palette(start("x"))
    qtbot.keyClicks(palette.field, "theme")
    count = palette.list.count()
    assert count >= 3
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == count - 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 0


def test_the_palette_with_no_match_does_nothing(start: Start, qtbot: QtBot) -> None:
    program = start("x")
    palette = _palette(program)
    qtbot.keyClicks(palette.field, "zzzzqqqq")
    assert palette.list.count() == 0
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_the_palette_offers_nothing_that_cannot_be_done_now(start: Start) -> None:
    program = start("x")
    program.window.actions_by_name["run.stop"].setEnabled(False)
    palette = _palette(program)
    lines = [palette.list.item(row).text() for row in range(palette.list.count())]
    assert not [line for line in lines if line.startswith("Stop")]
    assert not [line for line in lines if line.startswith("Command palette")]


@pytest.mark.parametrize(
    ("query", "words", "expected"),
    [
        ("dark", "Dark theme", 0),
        ("theme", "Dark theme", 1),
        ("hem", "Dark theme", 2),
        ("dkt", "Dark theme", 3),
        ("x", "Dark theme", None),
    ],
)
def test_words_are_ranked_by_how_well_they_answer(query: str, words: str, expected: int | None) -> None:
    assert rank(query, words) == expected


def test_a_broken_plugin_is_a_row_in_the_rail_that_says_what_is_wrong(start: Start) -> None:
    program = start("once", user={"bad.toml": 'id = "bad"\ntitle = 3\n'})
    record = next(one for one in program.window.records if one.error is not None)
    mark = program.window.rail.mark(str(record.path))
    assert mark is not None
    assert record.error is not None
    assert record.error.message in mark.toolTip()
    assert mark.isVisible()

    mark.click()

    page = program.window.pages.currentWidget()
    assert isinstance(page, BrokenPage)
    assert record.error.message in words_of(page)
    assert str(record.path) in words_of(page)
    assert program.window.page is None
    assert program.ask("tell me") is not None, "the other tools go on working"


def test_nothing_can_be_done_wrong_on_the_page_of_a_broken_plugin(start: Start) -> None:
    program = start("once", user={"bad.toml": "this is no TOML"})
    record = next(one for one in program.window.records if one.error is not None)
    program.window.visit(str(record.path))
    for name in (
        "run.start",
        "run.again",
        "run.local",
        "run.stop",
        "run.evidence",
        "run.sent",
        "file.export",
        "edit.clear_prompt",
    ):
        program.window.actions_by_name[name].trigger()
    program.window.keep_state()
    program.close()
    again = start("once")
    assert isinstance(again.window.pages.currentWidget(), BrokenPage)
    assert again.ask("tell me") is not None


def test_a_plugin_that_takes_the_name_of_another_is_a_row_of_its_own_and_hides_nothing(start: Start) -> None:
    program = start(r"x^{2}", user={"latex.toml": (ROOT / "plugins/few_shot/latex.toml").read_text(encoding="utf-8")})
    marks = [mark for mark in program.window.rail.findChildren(RailButton) if "latex" in mark.text().lower()]
    assert len(marks) == 2
    good = program.window.rail.mark("latex")
    assert good is not None
    assert good.trouble == ""
    bad = next(mark for mark in marks if mark is not good)
    bad.click()
    assert "is taken by" in words_of(program.window.pages.currentWidget())  # type: ignore[arg-type]
    good.click()
    assert program.ask("x squared", "latex") is not None


def test_foreign_code_does_not_run_before_it_is_trusted(
    start: Start, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start("an answer", user=FOREIGN)
    ran = home / "data" / "plugins" / "mine" / "ran"
    program.window.visit("mine")
    page = program.window.pages.currentWidget()
    assert isinstance(page, BrokenPage)
    assert "have not allowed to run" in words_of(page)
    assert not ran.exists()

    child(page, QPushButton, "Open plugin settings").click()
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    assert dialog.isVisible()
    switch = child(dialog, QCheckBox, "mine: Its Python code may run, with my rights")
    asked = _answer(monkeypatch, "Let it run with my rights")
    switch.click()

    assert "uses the network" in asked[0], "what it declares is said before"
    assert "keeps passwords of its own in the keyring" in asked[0]
    assert program.services.settings.current.trusted_plugins == ("mine",)
    assert ran.exists()
    assert program.page.manifest.id == "mine", "its page is built anew at once"
    assert program.page.header._subject.full_text == "built by its own code"
    assert program.ask("go", "mine") is not None


def test_trust_that_is_not_given_changes_nothing(start: Start, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start("an answer", user=FOREIGN)
    _answer(monkeypatch, "Cancel")
    program.window.commands.open_settings("plugins")
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    switch = child(dialog, QCheckBox, "mine: Its Python code may run, with my rights")
    switch.click()
    assert not switch.isChecked()
    assert program.services.settings.current.trusted_plugins == ()
    assert not (home / "data" / "plugins" / "mine" / "ran").exists()


def test_what_is_sent_shows_the_messages_and_where_they_go_and_sends_nothing(start: Start) -> None:
    program = start("once")
    program.open("story").set_prompt("a mouse")
    program.window.actions_by_name["run.sent"].trigger()
    view = program.window.side.view
    assert isinstance(view, SentView)
    program.until(lambda: "a mouse" in words_of(view))
    words = words_of(view)
    for text in ("You tell stories.", "a cat", "A cat sat.", "This stays on this machine, with script."):
        assert text in words
    assert program.rows == []


def test_what_would_be_sent_to_the_cloud_is_said_to_leave_the_machine(start: Start) -> None:
    program = start("once", kind="cloud")
    program.window.engine_bar.choose_route("cloud_only")
    program.open("story").set_prompt("a mouse")
    program.page.strip.sent_requested.emit()
    view = program.window.side.view
    assert isinstance(view, SentView)
    program.until(lambda: "This leaves your machine" in words_of(view))


def test_what_is_sent_says_why_where_nothing_can_be_sent(start: Start) -> None:
    program = start("once", serves=frozenset({"latex"}))
    program.open("story").set_prompt("a mouse")
    program.window.commands.show_sent()
    view = program.window.side.view
    assert isinstance(view, SentView)
    program.until(lambda: "No model can answer this" in words_of(view))


def test_the_evidence_shows_every_round_with_its_problems_and_what_was_sent(start: Start) -> None:
    program = start(r"\frac{1}{", r"\frac{1}{2}")
    result = program.ask("one half", "latex")
    assert result is not None
    program.page.strip.badge.click()
    view = program.window.side.view
    assert view is not None
    words = words_of(view)
    for text in ("Repaired in 2 rounds", "Round 1", "Round 2", "script (on this machine)", result.reason):
        assert text in words
    problem = result.outcome.attempts[0].problems[0]
    assert problem.message in words
    answers = [box.toPlainText() for box in view.findChildren(QPlainTextEdit)]
    assert answers == [r"\frac{1}{", r"\frac{1}{2}"]

    for fold in view.findChildren(QPushButton):
        if fold.text() == "What was sent":
            fold.click()
    program.until(lambda: "The answer was checked" in words_of(view))  # what the model was told in the second round


def test_evidence_is_not_shown_where_nothing_ran(start: Start) -> None:
    program = start("x")
    program.press(Qt.Key.Key_E, Ctrl)
    assert program.window.side.view is None


def test_one_view_at_a_time_is_in_the_side_panel(start: Start) -> None:
    program = start("once")
    program.ask("tell me")
    program.window.commands.toggle_history()
    program.window.commands.show_evidence()
    assert "Round 1" in words_of(program.window.side)
    assert not program.window.actions_by_name["view.history"].isChecked()
    program.window.side.close_view()
    assert program.window.side.view is None


def test_the_result_is_exported_where_the_person_says(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start("once upon a time")
    program.ask("tell me")
    target = tmp_path / "story.txt"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    program.press(Qt.Key.Key_S, Ctrl)
    program.until(target.exists)
    program.until(lambda: "Exported to" in program.page.strip.said.full_text)
    assert "once upon a time" in target.read_text(encoding="utf-8")


def test_an_export_that_fails_is_a_card(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = start("once upon a time")
    program.ask("tell me")
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.txt"), "")
    )
    program.window.actions_by_name["file.export"].trigger()
    program.until(lambda: program.page.cards.card is not None)
    assert "cannot be written" in program.card.text.message


def test_the_edit_menu_acts_on_the_field_that_has_the_focus(start: Start) -> None:
    program = start("x")
    page = program.open("story")
    program.to_front()
    page.take_focus()
    page.prompt.edit.insertPlainText("some words")
    actions = program.window.actions_by_name
    page.prompt.edit.selectAll()
    actions["edit.cut"].trigger()
    assert page.prompt.text == ""
    actions["edit.paste"].trigger()
    assert page.prompt.text == "some words"
    actions["edit.clear_prompt"].trigger()
    assert page.prompt.text == ""
    actions["edit.undo"].trigger()
    assert page.prompt.text == "some words"


@pytest.mark.parametrize("name", ["help.about", "help.shortcuts", "app.settings"])
def test_every_dialog_opens_and_goes_away_with_esc(start: Start, qtbot: QtBot, name: str) -> None:
    program = start("x")
    program.window.actions_by_name[name].trigger()
    dialog = next(one for one in program.window.findChildren(QDialog) if one.isVisible())
    assert words_of(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    program.until(lambda: not any(one.isVisible() for one in program.window.findChildren(QDialog)))
    assert program.is_alive()


def test_the_list_of_shortcuts_names_every_key(start: Start) -> None:
    program = start("x")
    program.window.actions_by_name["help.shortcuts"].trigger()
    words = words_of(program.window.findChildren(QDialog)[-1])
    for text in ("Ctrl+1 … Ctrl+9", "Ctrl+K", "Command palette", "Esc", "Ctrl+Enter"):
        assert text in words


def test_the_rail_is_as_wide_as_it_was(start: Start) -> None:
    program = start("x")
    narrow = program.window.rail.width()
    program.window.rail._menu.click()
    assert program.window.rail.width() > narrow
    program.close()
    assert start("x").window.rail.width() > narrow
