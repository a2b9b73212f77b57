"""A page and its runs: what streams, how it ends, what is kept, and whose mistake is whose."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from app.core.result import RunEvent, RunFinished, TextStreamed
from app.errors import ConnectFailed, ContextOverflow, KeyMissing, PluginError, StorageError
from app.ui.pages import BrokenPage
from tests.app.ui.conftest import Start
from tests.helpers.window import child, words_of

LONG = " ".join(f"word{number}" for number in range(2_000))
SLOW_S = 0.005
PANEL = """
[[fields]]
name = "prompt"
prompt = true
"""
TALKER = """
from app.api import Message, Plugin
class Talker(Plugin):
    def build(self, inputs, context):
        return [Message.user(inputs["prompt"])]
"""


def _broken(place: str) -> dict[str, str]:
    """A tool of the person's own whose panel makes a mistake at one place."""
    return {
        "odd/plugin.toml": 'id = "odd"\ntitle = "Odd one"\n' + PANEL,
        "odd/plugin.py": TALKER,
        "odd/panel.py": f"""
from app.api_qt import Panel
class OddPanel(Panel):
    def {place}
        raise ValueError("not my day")
""",
    }


def _trusting(now: Any) -> Any:
    import dataclasses

    return dataclasses.replace(now, trusted_plugins=("odd",))


def test_an_answer_streams_into_the_panel_and_ends_with_a_badge(start: Start) -> None:
    program = start("once upon a time")
    seen: list[str] = []
    page = program.open("story")
    present = page.panel.present

    def watch(event: RunEvent) -> None:
        present(event)
        if isinstance(event, TextStreamed):
            seen.append(program.output)

    page.panel.present = watch  # type: ignore[method-assign]
    result = program.ask("tell me")

    assert result is not None
    assert seen[-1] == program.output == "once upon a time"
    assert page.strip.badge.text() == "Unverified", "nothing checks a story"
    assert page.strip.badge.isVisible()
    assert page.cards.card is None
    assert "script" in page.strip.facts.full_text


def test_text_is_on_the_screen_before_the_run_is_over(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    page = program.begin("tell me")
    program.until(lambda: "word3" in program.output)
    assert page.is_running
    assert page.strip.stop_button.isVisible()
    assert not page.prompt.run_button.isEnabled()
    page.stop()
    program.until(lambda: not page.is_running)


def test_an_answer_that_is_repaired_says_so_and_shows_the_last_one(start: Start) -> None:
    program = start(r"\frac{1}{", r"\frac{1}{2}")
    result = program.ask("one half", "latex")
    assert result is not None
    assert result.outcome.status == "repaired"
    assert program.page.strip.badge.text() == "Repaired in 2 rounds"
    assert program.output.strip() == r"\frac{1}{2}"


def test_an_answer_that_cannot_be_repaired_is_marked_as_failed(start: Start) -> None:
    program = start(r"\frac{1}{")
    result = program.ask("one half", "latex")
    assert result is not None
    assert len(result.outcome.attempts) == 3
    assert program.page.strip.badge.text() == "Failed"


def test_the_stop_button_ends_a_run_and_keeps_the_text_so_far(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    page = program.begin("tell me")
    program.until(lambda: "word3" in program.output)

    page.strip.stop_button.click()

    program.until(lambda: not page.is_running)
    assert program.output.startswith("word0 word1 word2 word3")
    assert "Stopped" in page.strip.said.full_text
    assert page.prompt.text == "tell me"
    assert page.prompt.run_button.isEnabled()
    assert (program.rows[0].state, program.rows[0].text[:5]) == ("cancelled", "word0")
    assert page.cards.card is None


def test_esc_ends_a_run_and_keeps_the_text_so_far(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    page = program.begin("tell me")
    page.take_focus()
    program.until(lambda: "word3" in program.output)

    program.press(Qt.Key.Key_Escape)

    program.until(lambda: not page.is_running)
    assert program.output.startswith("word0 word1 word2 word3")
    assert program.rows[0].state == "cancelled"


def test_esc_still_stops_after_another_tool_and_the_history_were_looked_at(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    page = program.begin("tell me")
    program.until(lambda: "word1" in program.output)
    program.open("latex")
    program.window.commands.toggle_history()
    program.window.commands.toggle_history()
    program.open("story")

    program.press(Qt.Key.Key_Escape)

    program.until(lambda: not page.is_running)
    assert program.rows[0].state == "cancelled"


def test_esc_leaves_the_run_of_another_tool_alone(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    page = program.begin("tell me")
    program.open("latex")
    program.press(Qt.Key.Key_Escape)
    assert page.is_running
    page.stop()
    program.until(lambda: not page.is_running)


def test_a_run_goes_on_while_another_tool_is_shown(start: Start) -> None:
    program = start(" ".join(["word"] * 100), pause_s=0.001)
    page = program.begin("tell me")
    program.open("latex")
    program.until(lambda: not page.is_running)
    assert page.result is not None
    assert program.open("story").strip.badge.isVisible()


def test_a_second_run_while_one_goes_is_not_started(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    page = program.begin("tell me")
    program.until(lambda: "word1" in program.output)
    page.run()
    page.run_again()
    page.stop()
    program.until(lambda: not page.is_running)
    assert len(program.rows) == 1


@pytest.mark.parametrize(
    ("error", "title", "remedy"),
    [
        (ConnectFailed("The server is gone.", hint="Start it."), "The server cannot be reached", "Try again"),
        (KeyMissing("There is no key.", hint="Add one."), "No API key", "Open API settings"),
        (ContextOverflow("Too long.", hint="Write less."), "Too long for this model", "Choose a model"),
    ],
)
def test_an_error_of_the_engine_is_a_card_with_title_hint_and_one_button(
    start: Start, error: Exception, title: str, remedy: str
) -> None:
    program = start(error)
    assert program.ask("tell me") is None
    card = program.card
    assert card.isVisible()
    assert card.text.title == title
    words = words_of(card)
    for text in (title, error.message, error.hint, remedy):  # type: ignore[attr-defined]
        assert text in words
    assert program.page.prompt.text == "tell me", "what was typed is not lost"
    assert program.is_alive()


def test_the_button_that_tries_again_sends_the_same_once_more(start: Start) -> None:
    program = start(ConnectFailed("The server is gone."), "here I am")
    program.ask("tell me")
    program.card.remedy_button.click()
    program.until(lambda: not program.page.is_running)
    assert program.output == "here I am"
    assert program.page.cards.card is None
    assert [row.inputs["prompt"] for row in program.rows] == ["tell me", "tell me"]


def test_trying_again_stays_on_the_route_that_was_asked_for(start: Start) -> None:
    program = start(ConnectFailed("The worker is gone."), "from here")
    program.services.settings.update(_cloud_only)
    page = program.open("story")
    page.set_prompt("tell me")
    program.window.actions_by_name["run.local"].trigger()
    program.until(lambda: not page.is_running)

    program.card.remedy_button.click()

    program.until(lambda: not page.is_running)
    assert page.result is not None
    assert page.result.engine == "local", "what was asked of this machine alone is not sent to the cloud"


def _cloud_only(now: Any) -> Any:
    import dataclasses

    return dataclasses.replace(now, policies={"story": "cloud_only"})


def test_the_partial_text_of_a_failed_run_is_kept_in_the_view_and_in_the_details(start: Start) -> None:
    class Breaks:
        def __init__(self) -> None:
            from app.engines.scripted import ScriptedEngine

            self._inner = ScriptedEngine(["one two three"], kind="local")

        @property
        def info(self) -> Any:
            return self._inner.info

        async def stream(self, request: Any) -> Any:
            async for chunk in self._inner.stream(request):
                if "three" in chunk.text:
                    raise ConnectFailed("The line is dead.")
                yield chunk

        async def close(self) -> None:
            return None

    program = start(engine=Breaks())
    assert program.ask("count") is None
    assert program.output == "one two"
    assert "one two" in program.card.text.details


def test_the_details_of_a_card_fold_out_and_everything_can_be_copied(start: Start) -> None:
    program = start(ConnectFailed("The server is gone.", hint="Start it."))
    program.ask("tell me")
    card = program.card
    details = child(card, QPlainTextEdit, "Details")
    assert not details.isVisible()
    child(card, QPushButton, "Details").click()
    assert details.isVisible()
    assert "ConnectFailed" in details.toPlainText()

    child(card, QPushButton, "Copy").click()

    copied = QGuiApplication.clipboard().text()
    for text in ("The server cannot be reached", "The server is gone.", "Start it.", "ConnectFailed"):
        assert text in copied


def test_a_card_can_be_dismissed(start: Start) -> None:
    program = start(ConnectFailed("The server is gone."))
    program.ask("tell me")
    program.card._close.click()
    assert program.page.cards.card is None
    assert not program.page.cards.isVisible()


@pytest.mark.parametrize(
    "place",
    [
        "present(self, event):",
        "inputs(self):",
    ],
)
def test_a_panel_that_raises_in_a_run_is_named_on_a_card_and_the_window_lives(start: Start, place: str) -> None:
    program = start("an answer", user=_broken(place), settings=_trusting)
    program.ask("go", "odd")
    assert "Odd one" in program.card.text.message
    assert "ValueError: not my day (panel.py:5)" in program.card.text.message
    assert program.is_alive()
    program.ask("tell me", "story")
    assert program.output == "an answer"


@pytest.mark.parametrize("place", ["__init__(self, manifest, host):", "restore(self, state):", "subject(self):"])
def test_a_panel_that_cannot_be_built_is_a_page_that_says_so(start: Start, place: str) -> None:
    program = start("an answer", user=_broken(place), settings=_trusting)
    program.window.visit("odd")
    page = program.window.pages.currentWidget()
    assert isinstance(page, BrokenPage)
    assert "Odd one" in words_of(page)
    assert "not my day" in words_of(page)
    assert program.ask("tell me", "story") is not None


@pytest.mark.parametrize("place", ["state(self):", "retheme(self):", "fill(self, inputs):", "take_file(self, path):"])
def test_a_panel_that_raises_beside_a_run_is_named_on_a_card(start: Start, place: str, tmp_path: Path) -> None:
    program = start("an answer", user=_broken(place), settings=_trusting)
    page = program.open("odd")
    page.retheme()
    page.take_up({"prompt": "x"})
    page.take_file(tmp_path / "notes.txt")
    program.window.keep_state()
    assert "not my day" in program.card.text.message
    assert program.is_alive()


def test_a_panel_whose_state_is_no_json_does_not_keep_the_window_from_closing(start: Start) -> None:
    files = _broken("state(self):")
    files["odd/panel.py"] = files["odd/panel.py"].replace('raise ValueError("not my day")', "return {'kept': {1, 2}}")
    program = start("an answer", user=files, settings=_trusting)
    program.open("odd")
    program.window.keep_state()
    assert "Odd one" in program.card.text.message
    program.open("story").set_prompt("a draft")
    program.close()
    assert start().open("story").prompt.text == "a draft"


def test_draft_and_last_tool_are_there_again_after_a_restart(start: Start) -> None:
    first = start("x")
    first.open("story").set_prompt("an unfinished thought")
    first.open("latex").set_prompt("x squar")
    first.close()

    second = start("x")

    assert second.page.manifest.id == "latex"
    assert second.page.prompt.text == "x squar"
    assert second.open("story").prompt.text == "an unfinished thought"


def test_the_state_file_is_written_even_where_the_program_is_killed(start: Start, home: Path) -> None:
    program = start("x")
    program.open("story").set_prompt("an unfinished thought")
    kept = home / "data" / "ui_state.json"
    program.until(lambda: kept.exists() and "an unfinished thought" in kept.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '{"tools": 3, "geometry": 4, "last_tool": ["a"]}', '{"tools": {"story": 1}}']
)
def test_a_state_file_of_nonsense_costs_nothing_but_comfort(start: Start, home: Path, text: str) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "ui_state.json").write_text(text, encoding="utf-8")
    program = start("once")
    assert program.page.manifest.id == "story"
    assert program.ask("tell me") is not None


def test_a_sample_fills_the_prompt_and_runs(start: Start) -> None:
    program = start(r"\sum_{i=1}^{n}i^{2}")
    page = program.open("latex")
    chip = next(b for b in page.panel.findChildren(QPushButton) if b.isVisible() and "A sum" in b.accessibleName())
    chip.click()
    program.until(lambda: page.result is not None)
    assert page.prompt.text == "the sum from i equals 1 to n of i squared"
    assert page.strip.badge.text() == "Verified"


def test_a_file_that_the_tool_has_no_use_for_is_said(start: Start, tmp_path: Path) -> None:
    program = start("x")
    page = program.open("story")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "notes.txt"))])
    drop = QDropEvent(
        QPointF(QPoint(5, 5)), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(drop)
    assert page.strip.said.full_text == "Story has no use for notes.txt."


def test_a_run_whose_page_is_gone_ends_quietly(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    page = program.begin("tell me")
    program.until(lambda: "word1" in program.output)
    program.window.pages.forget("story")
    QApplication.sendPostedEvents(page, 52)  # QEvent.Type.DeferredDelete
    program.services.loop.submit(program.services.runs.stop()).result(10)
    program.until(lambda: not program.front.bridge.running_tools)
    assert program.open("story") is not page


def test_examples_are_kept_and_the_defaults_come_back(start: Start) -> None:
    program = start("x")
    table = program.open("story").panel.examples  # type: ignore[attr-defined]
    table.model.setData(table.model.index(0, 1), "A cat slept.")
    assert program.services.settings.current.for_tool("story")["examples"][0]["output"] == "A cat slept."
    assert "A cat slept." in program.services.settings.path.read_text(encoding="utf-8")

    table.restore_button.click()

    assert "A cat slept." not in program.services.settings.path.read_text(encoding="utf-8")
    assert table.model.examples[0].output == "A cat sat."
    program.close()
    again = start("x").open("story").panel.examples  # type: ignore[attr-defined]
    assert again.is_default


def test_each_example_is_tried_against_the_others(start: Start) -> None:
    program = start("A cat sat.")
    table = program.open("story").panel.examples  # type: ignore[attr-defined]
    table.try_button.click()
    program.until(lambda: table.model.tick(1) == "no")
    assert table.model.tick(0) == "yes"
    assert table.try_button.text() == "Try all"


def test_trying_examples_can_be_stopped(start: Start) -> None:
    program = start(LONG, pause_s=SLOW_S)
    table = program.open("story").panel.examples  # type: ignore[attr-defined]
    table.try_button.click()
    assert table.model.tick(0) == "trying"
    table.try_button.click()
    assert table.model.tick(0) == ""
    assert not program.front.bridge.running_tools


def test_a_panel_gets_the_events_of_its_present_run_alone(start: Start) -> None:
    program = start(LONG, "short", pause_s=SLOW_S)
    page = program.begin("first")
    program.until(lambda: "word1" in program.output)
    seen: list[RunEvent] = []
    page.panel.present = seen.append  # type: ignore[method-assign]
    old = page._run_id
    page._let_go()
    page.run()
    program.until(lambda: bool(seen) and isinstance(seen[-1], RunFinished))
    assert old not in {event.run_id for event in seen}


def test_the_words_of_the_window_are_never_read_as_markup(start: Start) -> None:
    program = start(ConnectFailed("<b>bold</b> & <img src=x>"))
    program.ask("<h1>tell me</h1>")
    assert "<b>bold</b> & <img src=x>" in words_of(program.card)
    labels = [one for one in program.window.findChildren(QLabel) if one.text()]
    assert [one.text() for one in labels if one.textFormat() != Qt.TextFormat.PlainText] == ["●"]


def test_files_that_are_dropped_together_come_together(start: Start, tmp_path: Path) -> None:
    body = "        return [] if len(paths) == 2 else paths\n"
    files = _broken("take_files(self, paths):")
    files["odd/panel.py"] = files["odd/panel.py"].replace('        raise ValueError("not my day")\n', body)
    program = start("an answer", user=files, settings=_trusting)
    page = program.open("odd")
    page.take_files([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert "a.csv" not in words_of(page)
    page.take_files([tmp_path / "a.csv"])
    assert "a.csv" in words_of(page)


def test_a_tool_that_does_not_declare_it_keeps_no_secret_and_cards_show_none(start: Start) -> None:
    program = start("once")
    page = program.open("story")
    with pytest.raises(PluginError, match="does not say so"):
        page.panel.host.keep_secret("db", "open sesame")
    other = replace(page.manifest, id="other", permissions=("secrets",))
    program.services.secrets.of(other).keep("db", "open sesame", lasting=False)
    page.show_error(StorageError("Signing in with open sesame failed.", hint="Try open sesame!"))
    assert program.card.text.message == "Signing in with [key hidden] failed."
    assert program.card.text.hint == "Try [key hidden]!"
