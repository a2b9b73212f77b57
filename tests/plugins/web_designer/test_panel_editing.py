"""Changing the page in the window: a click, the inspector, the outline, the source, undo, locks, a model's change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.core.messages import Usage
from app.core.result import Outcome, RunFinished, RunResult
from app.errors import InputError
from plugins.web_designer.asked import digest_of
from plugins.web_designer.editing.hand import set_style
from plugins.web_designer.editing.source import read_source
from plugins.web_designer.finding import Finding
from plugins.web_designer.library import shipped_plans
from plugins.web_designer.panel import WebPanel
from plugins.web_designer.workspace_view import COMPARE, ELEMENT, PAGE, SOURCE, STYLE
from tests.helpers.panels import FakeHost, manifest_of

pytest.importorskip("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", "propagateSizeHints", extend=True)
HTML = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Bread</title><style>h1 { color: #123456; font-size: 40px }</style></head>
<body>
<header><p>Forno</p></header>
<main>
<section id="a"><h1>Fresh <em>bread</em></h1><p>Every day.</p><a href="#b">Order</a></section>
<section id="b"><h2>Order</h2><svg role="img" aria-label="Loaf" width="40" height="40"><circle r="20"/></svg></section>
</main>
</body>
</html>
"""


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, host: FakeHost) -> Iterator[WebPanel]:
    made = WebPanel(manifest_of("web_designer"), host)
    made.browser = None
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    with qtbot.waitSignal(made.preview.shown):
        made.present(finished({"html": HTML, "report": []}))
    return made


def finished(result: dict[str, Any]) -> RunFinished:
    outcome = Outcome("verified", str(result["html"]), result)
    return RunFinished("r", RunResult("r", "web_designer", "local", "m", "", outcome, Usage()))


def number_of(tag: str, html: str = HTML) -> int:
    return next(node.number for node in read_source(html).nodes if node.tag == tag)


def pick(qtbot: QtBot, panel: WebPanel, tag: str) -> None:
    """As a click on it does."""
    number = number_of(tag, panel.desk.html)
    panel.hand.pick(number)
    qtbot.waitUntil(lambda: panel.desk.number == number and panel.desk.subject is not None)
    qtbot.waitUntil(lambda: bool(panel.desk.subject and panel.desk.subject.styles))


def seen(qtbot: QtBot, panel: WebPanel, code: str) -> object:
    answers: list[object] = []
    assert panel.preview.sandbox is not None
    panel.preview.sandbox.page.runJavaScript(code, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def shows(qtbot: QtBot, panel: WebPanel, code: str, value: object) -> None:
    qtbot.waitUntil(lambda: seen(qtbot, panel, code) == value)


def test_a_picked_element_stands_in_the_inspector_with_its_computed_styles(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    inspector = panel.workspace.inspector
    assert panel.workspace.side_tabs.currentIndex() == ELEMENT
    assert inspector.title.text() == "h1 “Fresh bread”"
    assert inspector.text.toPlainText() == "Fresh bread"
    assert inspector.font_size.value() == 40
    assert panel.workspace.wanted_aim == "element"


def test_text_that_is_changed_by_hand_changes_the_page_and_nothing_else(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.inspector.text.setPlainText("Warm bread")
    shows(qtbot, panel, "document.querySelector('h1').textContent", "Warm bread")
    assert panel.desk.html == HTML.replace("Fresh", "Warm")
    assert panel.source.text == panel.desk.html


def test_a_style_is_seen_at_once_and_undone(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.inspector.style_wanted.emit("font-size", "60px")
    shows(qtbot, panel, "getComputedStyle(document.querySelector('h1')).fontSize", "60px")
    assert panel.desk.html == HTML.replace("<h1>", '<h1 style="font-size: 60px">')
    panel.actions_by_name["undo"].trigger()
    shows(qtbot, panel, "getComputedStyle(document.querySelector('h1')).fontSize", "40px")
    assert panel.desk.html == HTML
    panel.actions_by_name["redo"].trigger()
    shows(qtbot, panel, "getComputedStyle(document.querySelector('h1')).fontSize", "60px")


def test_a_click_in_the_page_picks_what_is_there(qtbot: QtBot, panel: WebPanel) -> None:
    sandbox = panel.preview.sandbox
    assert sandbox is not None
    place = "(r => JSON.stringify([r.left + 5, r.top + 5]))(document.querySelector('h2').getBoundingClientRect())"
    left, top = json.loads(str(seen(qtbot, panel, place)))
    target = sandbox.view.focusProxy() or sandbox.view
    zoom = sandbox.view.zoomFactor()

    def is_picked() -> bool:
        """A page that has just come is deaf to a click for a moment, so it is clicked again."""
        qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(round(left * zoom), round(top * zoom)))
        qtbot.wait(200)
        return panel.desk.number == number_of("h2")

    qtbot.waitUntil(is_picked)
    panel.workspace.pick_button.click()
    qtbot.waitUntil(lambda: panel.desk.number == -1)


def test_sections_are_moved_hidden_and_locked_in_the_outline(qtbot: QtBot, panel: WebPanel) -> None:
    outline = panel.workspace.outline
    assert [outline.list.item(row).text().strip() for row in range(outline.list.count())] == [
        "header",
        "Fresh bread",
        "Order",
    ]
    outline.list.setCurrentRow(1)
    qtbot.waitUntil(lambda: panel.desk.number == number_of("section"))
    outline.acts["down"].click()
    assert panel.desk.html.index('id="b"') < panel.desk.html.index('id="a"')
    qtbot.waitUntil(lambda: outline.list.currentRow() == 2)
    outline.acts["hide"].click()
    shows(qtbot, panel, "getComputedStyle(document.getElementById('a')).display", "none")
    outline.acts["hide"].click()
    shows(qtbot, panel, "getComputedStyle(document.getElementById('a')).display", "block")


def test_a_lock_holds_against_hand_and_is_told_to_the_model(qtbot: QtBot, panel: WebPanel, host: FakeHost) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.inspector.lock.click()
    before = panel.desk.html
    panel.desk.pick(number_of("em"), {})
    panel.workspace.inspector.style_wanted.emit("color", "#ff0000")
    assert panel.desk.html == before
    assert isinstance(host.errors[-1], InputError)
    assert "locked" in str(host.errors[-1])
    assert panel.inputs()["locks"] == f"@{number_of('h1')}"
    assert panel.workspace.wanted_aim == "page"
    panel.workspace.inspector.lock.click()
    assert "locks" not in panel.inputs()


def test_a_picture_of_the_person_takes_the_place_of_a_drawing(
    qtbot: QtBot, panel: WebPanel, host: FakeHost, tmp_path: Path
) -> None:
    image = QImage(3000, 1500, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    path = tmp_path / "loaf 面包.png"
    assert image.save(str(path))
    pick(qtbot, panel, "svg")
    host.open_path = path
    panel.workspace.inspector.picture.click()
    shows(qtbot, panel, "(i => i && i.complete && i.naturalWidth)(document.querySelector('img'))", 1600)
    assert read_source(panel.desk.html).node(panel.desk.number).attributes["alt"] == "Loaf"


def test_source_and_page_follow_each_other(qtbot: QtBot, panel: WebPanel) -> None:
    panel.tabs.setCurrentIndex(SOURCE)
    panel.hand.pick(number_of("h2"))
    qtbot.waitUntil(lambda: panel.source.edit.textCursor().selectedText() == "<h2>Order</h2>")
    panel.source.edit.setPlainText(HTML.replace("<h2>Order", "<h2>Ask"))
    shows(qtbot, panel, "document.querySelector('h2').textContent", "Ask")
    assert panel.desk.project.current is not None
    assert panel.desk.project.current.by == "source"


def test_a_model_s_change_is_a_version_of_the_page_it_was_asked_of(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    asked = panel.inputs()
    assert asked["element"] == f"@{number_of('h1')}"
    assert Path(asked["page"]).read_text(encoding="utf-8") == HTML
    panel.desk.edit(lambda source, number: set_style(source, number, "color", "#ff0000"))
    changed = HTML.replace("Fresh", "Hot")
    panel.present(finished({"html": changed, "report": [], "of": digest_of(HTML), "what": "Asked: hotter"}))
    shows(qtbot, panel, "document.querySelector('h1').textContent", "Hot bread")
    versions = list(panel.desk.project)
    assert [(one.parent, one.what) for one in versions] == [
        (0, "New page."),
        (1, "Style color changed: h1 “Fresh bread”."),
        (1, "Asked: hotter"),
    ]


def test_everything_is_there_again_after_a_crash(qtbot: QtBot, panel: WebPanel, host: FakeHost) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.inspector.style_wanted.emit("color", "#ff0000")
    qtbot.waitUntil(lambda: (host.data_dir / "page.polymath-page").exists())
    again = WebPanel(manifest_of("web_designer"), host)
    again.browser = None
    qtbot.addWidget(again)
    qtbot.wait(600)  # longer than the time after which a step is saved
    again.restore({})
    assert again.desk.html == panel.desk.html
    again.actions_by_name["undo"].trigger()
    assert again.desk.html == HTML


def test_the_project_goes_where_the_person_says_and_is_opened_again(
    qtbot: QtBot, panel: WebPanel, host: FakeHost, tmp_path: Path
) -> None:
    host.save_path = tmp_path / "mine"
    panel.actions_by_name["project"].trigger()
    assert panel.desk.file.path == tmp_path / "mine.polymath-page"
    other = WebPanel(manifest_of("web_designer"), FakeHost(tmp_path / "other"))
    qtbot.addWidget(other)
    (tmp_path / "other").mkdir()
    assert other.take_file(tmp_path / "mine.polymath-page")
    assert other.desk.html == HTML


def test_findings_go_to_the_model_with_one_click(qtbot: QtBot, panel: WebPanel, host: FakeHost) -> None:
    finding = Finding("error", "accessibility", "The picture says nothing.", "#a > svg", hint="Give it a name.")
    panel.findings.show_findings([finding], [])
    panel.findings.repair_wanted.emit((finding,))
    assert host.runs == 1
    assert "The picture says nothing. Give it a name. (#a > svg)" in host.prompts[-1]
    assert panel.inputs()["page"]
    assert "element" not in panel.inputs()


def test_simple_faults_are_mended_without_a_model_and_undone(qtbot: QtBot, panel: WebPanel, host: FakeHost) -> None:
    panel.source.edit.setPlainText(
        HTML.replace('<html lang="en">', "<html>").replace("font-size: 40px", "font-szie: 40px")
    )
    qtbot.waitUntil(lambda: "<html>" in panel.desk.html)
    panel.actions_by_name["mend"].trigger()
    assert "width=device-width" in panel.desk.html
    assert "font-size: 40px" in panel.desk.html
    assert host.runs == 0
    panel.actions_by_name["undo"].trigger()
    assert "font-szie" in panel.desk.html


def test_a_page_from_a_plan_is_offered_in_three_dresses(qtbot: QtBot, panel: WebPanel, host: FakeHost) -> None:
    assert not panel.actions_by_name["variants"].isEnabled()
    assert panel.take_file(shipped_plans()[0].path)
    before = panel.desk.html
    panel.actions_by_name["variants"].trigger()
    cards = panel.workspace.variants.cards
    assert len(cards) == 3
    panel.workspace.variants.chosen.emit(1)
    assert panel.desk.html != before
    assert panel.desk.plan is not None
    assert panel.subject() == "Forno Ribeira"
    panel.actions_by_name["undo"].trigger()
    assert panel.desk.html == before


def test_rules_alone_are_tried_on_a_sample_and_used_on_an_element(qtbot: QtBot, panel: WebPanel) -> None:
    css = ".it { color: #7a2e00 }\n.it:hover { color: #000000 }"
    panel.present(finished({"html": "<p class=it>x</p>", "css": css, "mode": "css", "report": []}))
    assert panel.tabs.currentIndex() == STYLE
    assert panel.desk.html == HTML
    pick(qtbot, panel, "h2")
    panel.workspace.rules.apply_wanted.emit(css)
    shows(qtbot, panel, "getComputedStyle(document.querySelector('h2')).color", "rgb(122, 46, 0)")
    assert '<h2 class="it-1">' in panel.desk.html


def test_a_page_to_look_like_goes_with_a_new_page_only(panel: WebPanel, tmp_path: Path) -> None:
    panel.workspace.reference.show_chosen(str(tmp_path / "site.html"))
    assert "reference" not in panel.inputs()
    assert not panel.workspace.reference.isVisible()
    panel.workspace.aim_at("new")
    assert panel.inputs()["reference"] == str(tmp_path / "site.html")
    assert panel.workspace.reference.isVisible()


def test_two_versions_stand_next_to_each_other(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.inspector.text.setPlainText("Warm bread")
    qtbot.waitUntil(lambda: len(panel.desk.project) == 2)
    panel.workspace.versions.compare.click()
    compare = panel.workspace.compare
    assert panel.tabs.currentIndex() == COMPARE
    assert compare.summary.text() == "Lines gone: 1, come: 1"
    qtbot.waitUntil(lambda: compare.is_beside)
    compare.step(1)
    assert "Fresh" in compare.before.textCursor().block().text()
    assert "Warm" in compare.after.textCursor().block().text()
    compare.close_button.click()
    assert panel.tabs.currentIndex() == PAGE


def test_versions_are_taken_up_named_and_thrown_away(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.inspector.style_wanted.emit("color", "#ff0000")
    versions = panel.workspace.versions
    versions.version_wanted.emit(1)
    assert panel.desk.html == HTML
    shows(qtbot, panel, "document.querySelector('h1').style.color", "")
    versions.name_wanted.emit(1, "The first")
    assert panel.desk.project.version(1).name == "The first"
    versions.forget_wanted.emit(2)
    assert len(panel.desk.project) == 1


def test_without_the_browser_engine_elements_are_picked_and_changed_in_the_outline(
    qtbot: QtBot, host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugins.web_designer.preview_view import PreviewView

    monkeypatch.setattr(PreviewView, "_try_sandbox", lambda self: False)
    panel = WebPanel(manifest_of("web_designer"), host)
    panel.browser = None
    qtbot.addWidget(panel)
    panel.present(finished({"html": HTML, "report": []}))
    panel.workspace.outline.list.setCurrentRow(1)
    panel.workspace.outline.acts["down"].click()
    assert panel.desk.html.index('id="b"') < panel.desk.html.index('id="a"')
