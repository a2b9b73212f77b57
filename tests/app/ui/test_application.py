"""From start to end: the welcome card, another language, bugs that are reported, and the measurements."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton

from app.api_qt import tr
from app.ui import application, gui_bench
from app.ui.crash_dialog import CrashDialog, CrashHook, report_of
from app.ui.settings_dialog import SettingsDialog
from app.ui.welcome import Welcome
from tests.app.ui.conftest import Start
from tests.helpers import tiny_gguf
from tests.helpers.window import Program, child, words_of

LONG = " ".join(f"word{number}" for number in range(2_000))


def _welcome(program: Program) -> Welcome | None:
    return next((one for one in program.window.findChildren(Welcome) if one.isVisible()), None)


def _speak(program: Program, language: str) -> None:
    """Choose a language in the settings, as a person does."""
    program.window.commands.open_settings("general")
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    box = dialog.general.language
    box.setCurrentIndex(box.findData(language))
    box.activated.emit(box.currentIndex())


def test_the_first_start_shows_the_welcome_card_and_the_second_does_not(start: Start) -> None:
    program = start("x", visit=False)
    program.front.after_start()
    card = _welcome(program)
    assert card is not None
    assert "Welcome to Polymath" in words_of(card)
    card.close_button.click()
    assert _welcome(program) is None
    assert program.services.settings.current.ui.welcomed
    program.close()

    again = start("x", visit=False)
    again.front.after_start()
    assert _welcome(again) is None


def test_the_welcome_card_goes_away_with_esc(start: Start) -> None:
    program = start("x", visit=False)
    program.front.after_start()
    assert _welcome(program) is not None
    program.press(Qt.Key.Key_Escape)
    program.until(lambda: _welcome(program) is None)
    assert program.services.settings.current.ui.welcomed


def test_the_welcome_card_leads_to_a_key(start: Start) -> None:
    program = start("x", visit=False)
    program.front.after_start()
    card = _welcome(program)
    assert card is not None
    card.key_button.click()
    dialog = program.window.findChild(SettingsDialog)
    assert dialog is not None
    assert dialog.cloud.isVisible()
    assert _welcome(program) is None


def test_the_welcome_card_names_what_works_now(start: Start) -> None:
    program = start("x", visit=False, serves=frozenset({"latex"}))
    program.front.after_start()
    card = _welcome(program)
    assert card is not None
    assert "LaTeX from words" in words_of(card)
    assert "Story" not in words_of(card)


def test_the_welcome_card_can_be_asked_for_and_is_there_once(start: Start) -> None:
    program = start("x")
    program.window.actions_by_name["help.welcome"].trigger()
    program.window.actions_by_name["help.welcome"].trigger()
    assert len([one for one in program.window.findChildren(Welcome) if one.isVisible()]) == 1


def test_another_language_builds_the_window_anew_with_its_words_and_keeps_what_was_typed(start: Start) -> None:
    program = start("x")
    program.open("latex").set_prompt("half a thought")
    program.open("story").set_prompt("once upon")
    before = program.window
    before.resize(800, 620)

    _speak(program, "zh_CN")

    window = program.window
    assert window is not before
    assert window.isVisible()
    assert not before.isVisible()
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["文件(&F)", "编辑(&E)", "工具(&T)", "视图(&V)", "帮助(&H)"]
    assert program.page.manifest.id == "story"
    assert program.page.header._title.text() == "讲故事"
    assert program.page.prompt.run_button.text() == "运行"
    assert program.page.prompt.text == "once upon"
    assert program.open("latex").prompt.text == "half a thought"
    assert window.size() == before.size()
    assert program.services.settings.current.ui.language == "zh_CN"


def test_the_language_is_there_again_after_a_restart_and_english_comes_back(start: Start) -> None:
    program = start("x")
    _speak(program, "zh_CN")
    program.close()
    again = start("x")
    assert again.page.prompt.run_button.text() == "运行"
    _speak(again, "en")
    assert again.page.prompt.run_button.text() == "Run"


def test_a_program_that_is_closed_leaves_its_language_to_nobody(start: Start) -> None:
    program = start("x")
    _speak(program, "zh_CN")
    program.close()
    assert tr("Run") == "Run"


def test_a_run_under_way_is_stopped_and_kept_when_the_language_changes(start: Start) -> None:
    program = start(LONG, "and the end", pause_s=0.005)
    program.begin("tell me")
    program.until(lambda: "word3" in program.output)

    _speak(program, "zh_CN")

    program.until(lambda: bool(program.rows) and program.rows[0].state == "cancelled")
    assert program.rows[0].text.startswith("word0")
    QCoreApplication.sendPostedEvents()
    program.until(lambda: not program.front.bridge.running_tools)
    assert program.ask("go on") is not None


def test_examples_that_are_being_tried_end_with_their_window(start: Start) -> None:
    program = start(LONG, pause_s=0.005)
    program.open("story").panel.examples.try_button.click()  # type: ignore[attr-defined]
    _speak(program, "zh_CN")
    program.until(lambda: not program.front.bridge.running_tools)


def test_runs_work_in_the_window_that_was_built_anew(start: Start) -> None:
    program = start(r"x^{2}")
    _speak(program, "zh_CN")
    assert program.ask("x squared", "latex") is not None
    assert program.page.strip.badge.text() != "Verified"
    _speak(program, "en")
    assert program.ask("x squared", "latex") is not None
    assert program.page.strip.badge.text() == "Verified"


def test_what_could_not_be_opened_at_the_start_is_said(start: Start, home: Any) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text("schema = 'one'\n", encoding="utf-8")
    program = start("x", visit=False)
    program.front.after_start()
    card = program.window.cards.card
    assert card is not None
    assert "settings" in card.text.message.lower()


def test_the_program_starts_shows_itself_and_ends(
    qapp: QApplication, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood: list[bool] = []
    picture = tmp_path / "window.png"
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    status = application.main(["--screenshot", str(picture)], started=lambda: stood.append(True))
    assert (status, stood) == (0, [True])
    assert picture.stat().st_size > 1_000
    assert sys.excepthook is sys.__excepthook__


def test_a_bug_is_shown_logged_and_can_be_copied_without_keys(
    start: Start, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = start("x")
    program.services.keys.set("example.com", "sk-secret-0123456789")
    hook = CrashHook(program.front.desk, lambda: program.window)
    try:
        raise ValueError("the key sk-secret-0123456789 is bad")
    except ValueError as error:
        hook.caught(type(error), error, error.__traceback__)
        hook.caught(type(error), error, error.__traceback__)

    assert "Polymath has a bug: ValueError" in capsys.readouterr().err
    dialogs = program.window.findChildren(CrashDialog)
    assert len(dialogs) == 1, "one dialog at a time"
    dialogs[0].copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "ValueError: the key" in copied
    assert "sk-secret" not in copied
    child(dialogs[0], QPushButton, "Go on").click()
    assert hook.dialog is None
    assert program.is_alive()
    program.close()
    logged = "".join(path.read_text(encoding="utf-8") for path in (home / "logs").iterdir())
    assert logged.count("ValueError: the key") == 2, "every bug is in the log"
    assert "sk-secret" not in logged


def test_a_report_names_the_versions_and_the_place() -> None:
    try:
        raise KeyError("x")
    except KeyError as error:
        report = report_of(error, str)
    assert "PySide6" in report
    assert "test_application.py" in report
    assert "KeyError" in report


def test_the_stall_of_the_window_is_measured(qapp: QApplication) -> None:
    found = gui_bench.stall(tokens_per_s=200, seconds=0.5)
    assert set(found) == {"longest_stall_ms", "at_s", "beats", "tokens_per_s"}
    assert found["longest_stall_ms"] > 0
    assert found["beats"] > 1


def test_the_stall_is_measured_while_a_model_writes_too(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tiny_gguf.make(tmp_path / "tiny.gguf", favourite="abc ")
    assert gui_bench.main(["--model", str(model)]) == 0
    assert json.loads(capsys.readouterr().out)["longest_stall_ms"] > 0

    specialist = tiny_gguf.make(tmp_path / "specialist.gguf", tools="latex")
    with pytest.raises(RuntimeError, match="some tools alone"):
        gui_bench.model_stall(specialist)


def test_both_measurements_are_held_to_their_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gui_bench, "stall", lambda: {"longest_stall_ms": gui_bench.STALL_BUDGET_MS + 1})
    monkeypatch.setattr(gui_bench, "start", lambda _starts: {"ratio": gui_bench.START_BUDGET_RATIO})
    found = gui_bench.measure()
    assert (found["stall"]["ok"], found["start"]["ok"]) == (False, True)
    assert gui_bench.main([]) == 1


def test_the_window_starts_with_no_tools_at_all(start: Start, tmp_path: Any) -> None:
    from app.bootstrap import build

    empty = tmp_path / "none"
    empty.mkdir()
    services = build(plugins=empty)
    front = application.Front(services)
    try:
        window = front.open()
        front.after_start()
        assert window.page is None
        for name in ("run.start", "run.stop", "run.evidence", "run.sent", "file.open", "file.export"):
            window.actions_by_name[name].trigger()
    finally:
        front.close()
        services.close()


def test_the_shipped_tools_all_have_a_page_that_can_be_visited(start: Start) -> None:
    def welcomed(now: Any) -> Any:
        return dataclasses.replace(now, ui=dataclasses.replace(now.ui, welcomed=True))

    program = start("x", bundled=True, settings=welcomed, visit=False)
    for record in program.window.records:
        assert record.error is None
        if record.id != "web_designer":  # its preview needs a browser; it has tests of its own
            assert program.open(record.id).manifest.id == record.id


def test_after_the_welcome_card_one_can_type_at_once(start: Start) -> None:
    program = start("x", visit=False)
    program.front.after_start()
    program.press(Qt.Key.Key_Escape)
    page = program.window.page
    assert page is not None
    program.until(lambda: (focus := QApplication.focusWidget()) is not None and page.prompt.isAncestorOf(focus))


def test_the_window_stands_before_anything_heavy_is_imported(home: Path) -> None:
    script = """
import os, sys
from app.ui.application import main
LATE = {"asyncio", "ssl", "subprocess", "httpx2", "openai", "tomlkit", "psutil", "jinja2", "app.engines.local", "app.engines.cloud"}
def stands():
    print(sorted(LATE & set(sys.modules)), flush=True)
    os._exit(0)
main([], started=stands)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=Path(__file__).parents[3], check=True
    )
    assert done.stdout.strip() == "[]"
