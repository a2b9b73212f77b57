"""Past runs: they appear, they can be opened and run again, and what a crash cut off is kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.errors import ConnectFailed
from app.ui.history_view import HistoryView
from tests.app.ui.conftest import Start
from tests.helpers.window import Program, child, words_of

LONG = " ".join(f"word{number}" for number in range(2_000))


def _history(program: Program) -> HistoryView:
    program.window.actions_by_name["view.history"].trigger()
    view = program.window.side.view
    assert isinstance(view, HistoryView)
    return view


def _lines(view: HistoryView) -> list[str]:
    return [view.list.item(row).text() for row in range(view.list.count())]


def _row(view: HistoryView, words: str) -> int:
    return next(row for row, line in enumerate(_lines(view)) if words in line)


def _crash(program: Program, *, prompt: str = "once upon", text: str = "a time there") -> None:
    """What a power cut leaves: a run that was begun, its text so far, no end."""
    history = program.services.history
    assert history is not None
    history.begin("cut", "story", {"prompt": prompt})
    history.partial("cut", text)
    history._db.execute("UPDATE runs SET pid = 999999 WHERE run_id = 'cut'")


def test_an_empty_history_says_what_will_be_there(start: Start) -> None:
    view = _history(start("x"))
    assert "Nothing has run yet" in words_of(view)
    assert not view.open_button.isEnabled()


def test_runs_appear_with_how_they_ended_the_newest_first(start: Start) -> None:
    program = start("a tale", ConnectFailed("gone"))
    program.ask("first")
    program.ask("second")
    view = _history(program)
    program.until(lambda: view.list.count() == 2)
    newest, oldest = _lines(view)
    assert newest.startswith("second\nStory · failed with an error")
    assert oldest.startswith("first\nStory · Unverified")


@pytest.mark.parametrize("reply", ["a tale", ConnectFailed("gone")])
def test_a_run_that_ends_while_the_history_is_open_appears_in_it(start: Start, reply: str | Exception) -> None:
    program = start(reply)
    view = _history(program)
    program.ask("tell me")
    program.until(lambda: view.list.count() == 1)


def test_a_run_that_begins_while_the_history_is_open_appears_in_it(start: Start) -> None:
    program = start(LONG, pause_s=0.02)
    view = _history(program)
    page = program.begin("tell me")
    program.until(lambda: any("running" in line for line in _lines(view)))
    assert page.is_running
    page.stop()
    program.until(lambda: not page.is_running)


def test_a_run_that_is_stopped_appears_as_stopped(start: Start) -> None:
    program = start(LONG, pause_s=0.005)
    page = program.begin("tell me")
    view = _history(program)
    program.until(lambda: "word1" in program.output)
    page.stop()
    program.until(lambda: any("stopped" in line for line in _lines(view)))


def test_opening_an_old_run_shows_its_question_its_answer_and_its_badge(start: Start) -> None:
    program = start(r"x^{2}", r"\frac{1}{")
    program.ask("x squared", "latex")
    program.ask("one half", "latex")
    program.open("story")
    view = _history(program)
    program.until(lambda: view.list.count() == 2)
    view.list.setCurrentRow(_row(view, "x squared"))

    view.open_button.click()

    assert program.page.manifest.id == "latex"
    assert program.page.prompt.text == "x squared"
    assert program.output == r"x^{2}"
    assert program.page.strip.badge.text() == "Verified"
    assert len(program.rows) == 2, "looking at a run is no run"
    program.window.commands.show_evidence()
    assert program.window.side.view is not None
    assert "Round 1" in words_of(program.window.side.view)


def test_the_run_that_was_opened_stays_marked_so_that_it_can_be_run_again(start: Start) -> None:
    program = start("a tale")
    program.ask("first")
    program.ask("second")
    view = _history(program)
    program.until(lambda: view.list.count() == 2)
    view.list.setCurrentRow(1)
    view.open_button.click()
    program.ask("third")
    program.until(lambda: view.list.count() == 3)
    marked = view.chosen()
    assert marked is not None
    assert marked.inputs["prompt"] == "first"
    assert view.again_button.isEnabled()


def test_an_old_run_is_run_again_with_the_same_inputs(start: Start) -> None:
    program = start("a tale", "another tale")
    program.ask("tell me")
    program.open("latex")
    view = _history(program)
    program.until(lambda: view.list.count() == 1)
    view.list.setCurrentRow(0)

    view.again_button.click()

    assert program.page.manifest.id == "story"
    program.until(lambda: not program.page.is_running)
    assert program.output == "another tale"
    assert [row.inputs["prompt"] for row in program.rows] == ["tell me", "tell me"]
    program.until(lambda: view.list.count() == 2)


def test_a_run_that_a_crash_cut_off_is_shown_with_the_text_that_was_kept(start: Start) -> None:
    first = start("x")
    _crash(first)
    first.close()

    program = start("and so on")
    view = _history(program)
    program.until(lambda: view.list.count() == 1)
    assert "interrupted" in _lines(view)[0]
    view.list.setCurrentRow(0)
    view.open_button.click()

    assert program.page.prompt.text == "once upon"
    assert program.output == "a time there"
    assert program.page.cards.card is None
    assert not program.page.is_running
    view.again_button.click()
    program.until(lambda: program.page.result is not None)
    assert program.output == "and so on"


def test_an_old_run_that_failed_shows_its_error_and_its_text(start: Start) -> None:
    program = start(ConnectFailed("The server is gone.", hint="Start it."))
    program.ask("tell me")
    view = _history(program)
    program.until(lambda: view.list.count() == 1)
    program.page.cards.clear()
    view.list.setCurrentRow(0)
    view.open_button.click()
    assert "The server is gone." in program.card.text.message


def test_opening_an_old_run_stops_the_one_that_goes(start: Start) -> None:
    program = start("a tale", LONG, pause_s=0.02)
    program.ask("first")
    page = program.begin("second")
    view = _history(program)
    program.until(lambda: "word1" in program.output)
    program.until(lambda: view.list.count() == 2)
    view.list.setCurrentRow(1)
    assert page.is_running
    view.open_button.click()
    assert not page.is_running
    assert program.output == "a tale"
    program.until(lambda: program.rows[0].state == "cancelled")
    assert program.output == "a tale", "nothing of the other run comes after"


def test_runs_are_found_by_what_was_asked_and_what_was_answered(start: Start) -> None:
    program = start("a mouse", "an elephant")
    program.ask("small")
    program.ask("large")
    view = _history(program)
    program.until(lambda: view.list.count() == 2)
    view.field.setText("ELEPH")
    assert [line.split("\n")[0] for line in _lines(view)] == ["large"]
    view.field.setText("small")
    assert [line.split("\n")[0] for line in _lines(view)] == ["small"]
    view.field.clear()
    assert view.list.count() == 2


@pytest.mark.parametrize(("words", "left"), [("Delete the run", 0), ("Cancel", 1)])
def test_a_run_is_deleted_after_a_question_alone(
    start: Start, monkeypatch: pytest.MonkeyPatch, words: str, left: int
) -> None:
    program = start("a tale")
    program.ask("tell me")
    view = _history(program)
    program.until(lambda: view.list.count() == 1)
    view.list.setCurrentRow(0)
    monkeypatch.setattr(QMessageBox, "exec", lambda box: child(box, QPushButton, words).click())
    view.delete_button.click()
    program.until(lambda: len(program.rows) == left)
    program.until(lambda: view.list.count() == left)


def test_an_old_run_of_a_tool_that_is_gone_does_no_harm(start: Start) -> None:
    program = start("a tale")
    assert program.services.history is not None
    program.services.history.begin("old", "gone_tool", {"q": "hello"})
    view = _history(program)
    program.until(lambda: view.list.count() == 1)
    assert "gone_tool" in _lines(view)[0]
    view.list.setCurrentRow(0)
    view.open_button.click()
    view.again_button.click()
    assert program.page.manifest.id == "story"
    assert not program.page.is_running, "another tool does not run in its place"
    card = program.window.cards.card
    assert card is not None
    assert "gone_tool" in card.text.message


def test_a_history_that_cannot_be_opened_is_said_and_the_window_works(start: Start, home: object) -> None:
    from pathlib import Path

    place = Path(str(home)) / "data"
    place.mkdir(parents=True)
    (place / "history.sqlite3").write_bytes(b"this is no database" * 100)
    program = start("a tale")
    assert program.services.history is None
    view = _history(program)
    assert "cannot be read or written" in words_of(view)
    assert program.ask("tell me") is not None


def test_a_run_is_named_by_what_was_asked_and_not_by_its_longest_text(start: Start) -> None:
    program = start("x")
    assert program.services.history is not None
    program.services.history.begin(
        "r", "story", {"prompt": "How\nmany?", "notes": "a very long text beside the question"}
    )
    view = _history(program)
    program.until(lambda: view.list.count() == 1)
    assert _lines(view)[0].startswith("How many?\n")


def test_the_list_is_used_by_keyboard(start: Start) -> None:
    program = start("a tale")
    program.ask("tell me")
    program.open("latex")
    view = _history(program)
    program.until(lambda: view.list.count() == 1)
    view.list.setCurrentRow(0)
    view.list.setFocus()
    program.press(Qt.Key.Key_Return)
    assert program.page.manifest.id == "story"
    assert program.output == "a tale"
