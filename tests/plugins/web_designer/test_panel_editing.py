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
from plugins.web_designer.panel import WebPanel
from plugins.web_designer.workspace_view import ELEMENT, SOURCE
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
    qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=QPoint(round(left * zoom), round(top * zoom)))
    qtbot.waitUntil(lambda: panel.desk.number == number_of("h2"))
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
