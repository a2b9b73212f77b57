"""The panel with a real browser engine: what a run shows, what an edit does, what is saved."""

from __future__ import annotations

import builtins
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.exceptions import TimeoutError as QtTimeoutError
from pytestqt.qtbot import QtBot

from app.core.messages import Usage
from app.core.result import AttemptStarted, Outcome, RunCancelled, RunFinished, RunResult, TextStreamed
from app.errors import InputError, StorageError
from app.ui.theme import DARK
from plugins.web_designer.finding import Finding
from plugins.web_designer.library import shipped_plans
from plugins.web_designer.panel import BROWSER_PAGE, WebPanel
from plugins.web_designer.plan import plan_from_json
from plugins.web_designer.plugin import page_from_html, page_from_plan
from tests.helpers.panels import FakeHost, manifest_of
from tests.plugins.web_designer.test_documents import WHOLE
from tests.plugins.web_designer.test_plan import PLAN

pytest.importorskip("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", "propagateSizeHints", extend=True)
ASK_AGAIN_MS = 2_000
WAIT_MS = 30_000


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, host: FakeHost) -> Iterator[WebPanel]:
    made = WebPanel(manifest_of("web_designer"), host)
    made.browser = None  # it has tests of its own
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def finished(result: dict[str, Any], *evidence: str) -> RunFinished:
    outcome = Outcome("verified", str(result.get("html", "")), result, evidence=evidence)
    return RunFinished("r", RunResult("r", "web_designer", "local", "m", "", outcome, Usage()))


def script(qtbot: QtBot, panel: WebPanel, code: str) -> object:
    """What a script gives; asked again where a page that is just loaded has swallowed the question."""
    answers: list[object] = []
    sandbox = panel.preview.sandbox
    assert sandbox is not None
    for _ in range(WAIT_MS // ASK_AGAIN_MS):
        sandbox.page.runJavaScript(code, answers.append)
        with suppress(QtTimeoutError):
            qtbot.waitUntil(lambda: bool(answers), timeout=ASK_AGAIN_MS)
            break
    return answers[0]


def show(qtbot: QtBot, panel: WebPanel, html: str = WHOLE) -> None:
    with qtbot.waitSignal(panel.preview.shown, timeout=WAIT_MS):
        panel.present(finished(page_from_html(html).result(), "looked at"))


def texts(panel: WebPanel) -> list[str]:
    return [panel.findings.list.item(n).text() for n in range(panel.findings.list.count())]


def test_the_empty_panel_loads_no_browser_engine_and_offers_finished_pages(panel: WebPanel) -> None:
    assert panel.preview.sandbox is None
    assert [b.text() for b in panel.preview.empty.buttons] == ["Forno Ribeira", "Spoke && Gear", "半山茶舍"]
    assert not panel.actions_by_name["save"].isEnabled()


def test_a_finished_page_is_shown_with_what_the_gate_says(qtbot: QtBot, panel: WebPanel) -> None:
    page = page_from_plan(plan_from_json(PLAN))
    with qtbot.waitSignal(panel.preview.shown, timeout=WAIT_MS), qtbot.waitSignal(panel.subject_changed):
        panel.present(finished(page.result(), *page.evidence))
    assert script(qtbot, panel, "document.title") == panel.subject() == "Hazel"
    assert panel.source.text == page.html
    assert panel.findings.summary.text() == "Checks: all passed"
    assert texts(panel)[1:] == list(page.evidence)
    assert panel.preview.blocked_note.isHidden()


def test_findings_stand_with_severity_words_and_lead_to_their_line(qtbot: QtBot, panel: WebPanel) -> None:
    show(qtbot, panel, WHOLE.replace("<h1>", '<img src="https://e.example/a.png"><h1>'))
    assert panel.findings.summary.text() == "Checks: 2 errors, 0 warnings"
    assert all(text.startswith("Error: ") for text in texts(panel)[:2])
    panel.tabs.setCurrentIndex(1)
    panel.findings.list.itemActivated.emit(panel.findings.list.item(0))
    assert panel.source.edit.textCursor().blockNumber() + 1 == 4


def test_a_finding_leads_to_its_element_at_the_width_where_it_shows(qtbot: QtBot, panel: WebPanel) -> None:
    show(qtbot, panel, WHOLE.replace("<p>end</p>", '<div style="height: 3000px"></div><p id="low">end</p>'))
    finding = Finding("error", "layout", "Too wide.", "#low", width=375)
    panel.findings.show_findings([finding], [])
    panel.findings.list.itemActivated.emit(panel.findings.list.item(0))
    assert "At 375 px" in texts(panel)[0]
    assert panel.width_buttons["phone"].isChecked()
    for _ in range(WAIT_MS // 200):
        qtbot.wait(200)  # a page that is asked without a pause lays nothing out
        if script(qtbot, panel, "scrollY > 1000"):
            break
    assert script(qtbot, panel, "Boolean(document.querySelector('[data-polymath=shown]'))") is True


def test_the_page_is_given_out_as_a_zip(qtbot: QtBot, panel: WebPanel, host: FakeHost, tmp_path: Path) -> None:
    show(qtbot, panel)
    assert panel.actions_by_name["export"].isEnabled()
    host.save_path = tmp_path / "page.zip"
    panel.export_menu.actions_by_kind["zip"].trigger()
    assert zipfile.is_zipfile(host.save_path)


def test_what_the_page_tried_is_said_in_small_print(qtbot: QtBot, panel: WebPanel) -> None:
    show(qtbot, panel, WHOLE.replace("<h1>", '<img src="https://e.example/a.png"><h1>'))
    qtbot.waitUntil(lambda: panel.preview.blocked_note.text() == "Blocked: 1 request", timeout=WAIT_MS)
    assert not panel.preview.blocked_note.isHidden()
    assert "e.example" in panel.preview.blocked_note.toolTip()


def test_a_page_is_shown_while_it_is_written(qtbot: QtBot, panel: WebPanel) -> None:
    panel.present(AttemptStarted("r", 1))
    panel.present(TextStreamed("r", "```html\n<!DOCTYPE html><html><body><h1>So"))
    panel.present(TextStreamed("r", " far</h1>"))
    qtbot.waitUntil(
        lambda: script(qtbot, panel, "(document.querySelector('h1') || {}).textContent || ''") == "So far",
        timeout=WAIT_MS,
    )


def test_a_plan_that_streams_leaves_the_last_page_alone(qtbot: QtBot, panel: WebPanel) -> None:
    show(qtbot, panel)
    panel.present(AttemptStarted("r", 1))
    panel.present(TextStreamed("r", '{"title": "x"'))
    assert script(qtbot, panel, "document.title") == "T"


def test_a_plan_is_drawn_before_the_gate_has_looked_at_it(qtbot: QtBot, panel: WebPanel) -> None:
    panel.present(AttemptStarted("r", 1))
    panel.present(TextStreamed("r", json.dumps(PLAN)))
    qtbot.waitUntil(lambda: panel.preview.is_showing_page)
    qtbot.waitUntil(
        lambda: script(qtbot, panel, "(document.querySelector('h1') || {}).textContent || ''") == "Plant now"
    )
    assert panel.desk.html == ""


def test_what_came_before_a_stop_is_kept_and_closed(qtbot: QtBot, panel: WebPanel) -> None:
    with qtbot.waitSignal(panel.preview.shown, timeout=WAIT_MS):
        panel.present(RunCancelled("r", WHOLE[: WHOLE.index("<p>end")]))
    assert panel.source.text.endswith("</html>")
    assert "cut off" in texts(panel)[0]


def test_a_run_without_a_page_shows_its_findings_and_keeps_the_old_page(qtbot: QtBot, panel: WebPanel) -> None:
    show(qtbot, panel)
    report = [asdict(f) for f in page_from_html("sorry").findings]
    panel.present(finished({"html": "", "report": report}))
    assert panel.source.text == WHOLE
    assert "no HTML document" in texts(panel)[0]


def test_an_edit_in_the_source_is_shown_and_checked_without_a_model(
    qtbot: QtBot, panel: WebPanel, host: FakeHost
) -> None:
    show(qtbot, panel)
    panel.source.edit.setPlainText(WHOLE.replace("<title>T", "<title>Mine").replace("<h1>", "<h2>"))
    qtbot.waitUntil(lambda: panel.findings.summary.text() != "Checks: all passed", timeout=WAIT_MS)
    assert script(qtbot, panel, "document.title") == panel.subject() == "Mine"
    assert host.runs == 0


@pytest.mark.parametrize(("name", "width"), [("phone", 375), ("tablet", 768), ("desktop", 1280)])
def test_the_width_switch_gives_the_page_its_width(qtbot: QtBot, panel: WebPanel, name: str, width: int) -> None:
    show(qtbot, panel)
    panel.width_buttons[name].click()
    qtbot.waitUntil(lambda: abs(float(str(script(qtbot, panel, "innerWidth"))) - width) <= 2, timeout=WAIT_MS)


def test_a_finished_page_of_the_empty_state_is_one_click_away(qtbot: QtBot, panel: WebPanel) -> None:
    with qtbot.waitSignal(panel.preview.shown, timeout=WAIT_MS):
        panel.preview.empty.buttons[2].click()
    assert panel.subject() == "半山茶舍"


def test_the_page_is_saved_where_the_person_says(qtbot: QtBot, panel: WebPanel, host: FakeHost, tmp_path: Path) -> None:
    show(qtbot, panel)
    host.save_path = tmp_path / "mine"
    panel.actions_by_name["save"].trigger()
    assert (tmp_path / "mine.html").read_text(encoding="utf-8") == WHOLE
    assert "mine.html" in host.said[0]


def test_a_folder_that_cannot_be_written_is_an_error_card(
    qtbot: QtBot, panel: WebPanel, host: FakeHost, tmp_path: Path
) -> None:
    show(qtbot, panel)
    host.save_path = tmp_path / "none" / "a.html"
    panel.save()
    assert isinstance(host.errors[0], StorageError)


def test_the_browser_gets_the_page_with_its_walls(
    qtbot: QtBot, panel: WebPanel, host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    show(qtbot, panel)
    panel.actions_by_name["browser"].trigger()
    path = host.data_dir / BROWSER_PAGE
    assert opened == [QUrl.fromLocalFile(str(path))]
    assert "default-src 'none'" in path.read_text(encoding="utf-8")


def test_the_last_page_and_choices_are_there_again(qtbot: QtBot, panel: WebPanel, host: FakeHost) -> None:
    show(qtbot, panel)
    panel.fill({"style": "night", "mode": "plan"})
    panel.width_buttons["phone"].click()
    again = WebPanel(manifest_of("web_designer"), host)
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.preview.shown, timeout=WAIT_MS):
        again.restore(panel.state())
    assert again.subject() == "T"
    assert again.choices["style"].currentData() == "night"
    assert again.choices["mode"].currentData() == "plan"
    assert again.width_buttons["phone"].isChecked()


@pytest.mark.parametrize("state", [{}, {"split": "x", "width": 3, "style": 1, "has_page": True}])
def test_an_odd_state_is_no_harm(panel: WebPanel, state: dict[str, Any]) -> None:
    panel.restore(state)
    assert panel.inputs() == {"mode": "auto", "style": "auto"}


def test_plans_and_pages_can_be_dropped_and_other_files_not(
    qtbot: QtBot, panel: WebPanel, host: FakeHost, tmp_path: Path
) -> None:
    with qtbot.waitSignal(panel.preview.shown, timeout=WAIT_MS):
        assert panel.take_file(shipped_plans()[0].path)
    assert panel.subject() == "Forno Ribeira"
    assert not panel.take_file(tmp_path / "a.png")
    odd = tmp_path / "odd.json"
    odd.write_text("{}", encoding="utf-8")
    assert panel.take_file(odd)
    assert isinstance(host.errors[0], InputError)


def test_a_dead_page_process_is_a_card_with_a_button_that_mends_it(qtbot: QtBot, panel: WebPanel) -> None:
    show(qtbot, panel)
    sandbox = panel.preview.sandbox
    assert sandbox is not None
    with qtbot.waitSignal(sandbox.crashed, timeout=WAIT_MS):
        psutil.Process(sandbox.page.renderProcessPid()).kill()
    assert not panel.preview.is_showing_page
    assert panel.preview.card.button.text() == "Reload"
    with qtbot.waitSignal(panel.preview.shown, timeout=WAIT_MS):
        panel.preview.card.button.click()
    assert panel.preview.is_showing_page
    assert script(qtbot, panel, "document.title") == "T"


def test_a_page_too_heavy_for_the_preview_can_still_be_saved(panel: WebPanel, host: FakeHost, tmp_path: Path) -> None:
    panel.present(finished({"html": WHOLE.replace("<p>end", "<p>" + "x" * 1_600_000), "report": []}))
    assert "too heavy" in panel.preview.card.title.text()
    host.save_path = tmp_path / "a.html"
    panel.save()
    assert (tmp_path / "a.html").stat().st_size > 1_600_000


def test_without_qtwebengine_everything_else_works(panel: WebPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.endswith("sandbox_view"):
            raise ImportError("libnss3.so: cannot open shared object file")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    panel.present(finished(page_from_html(WHOLE).result()))
    assert "QtWebEngine" in panel.preview.card.title.text()
    assert panel.source.text == WHOLE
    assert panel.findings.summary.text() == "Checks: all passed"
    assert panel.actions_by_name["save"].isEnabled()


def test_the_theme_can_change(panel: WebPanel, host: FakeHost) -> None:
    host.theme = DARK
    panel.retheme()
    assert panel.preview.card.title.text() == ""
