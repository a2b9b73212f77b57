"""The tool without a mouse, and for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from plugins.web_designer.panel import WebPanel
from plugins.web_designer.workspace_view import CHECKS, COMPARE, ELEMENT, PAGE, SOURCE, STYLE, VARIANTS
from tests.helpers.panels import FakeHost, manifest_of
from tests.plugins.web_designer.test_panel_editing import HTML, finished, pick

pytest.importorskip("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.qt_log_ignore("QRhi", "RHI", "GPUInfo", "propagateSizeHints", extend=True)


@pytest.fixture
def panel(qtbot: QtBot, tmp_path: Path) -> Iterator[WebPanel]:
    made = WebPanel(manifest_of("web_designer"), FakeHost(tmp_path))
    made.browser = None
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show()
    with qtbot.waitSignal(made.preview.shown):
        made.present(finished({"html": HTML, "report": []}))
    return made


def reachable(panel: WebPanel) -> list[QWidget]:
    """What the Tab key can come to now."""
    return [
        widget
        for widget in panel.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def said(widget: QWidget) -> str:
    """What a screen reader says a widget is."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


@pytest.mark.parametrize("tab", [PAGE, SOURCE, COMPARE, VARIANTS, STYLE])
@pytest.mark.parametrize("side", [ELEMENT, CHECKS])
def test_whatever_the_keyboard_comes_to_has_a_name(qtbot: QtBot, panel: WebPanel, tab: int, side: int) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.show_extra(tab)
    panel.workspace.side_tabs.setCurrentIndex(side)
    found = reachable(panel)
    assert len(found) > 10
    own = [
        one for one in found if one.objectName() != "qt_spinbox_lineedit" and type(one) is not QWidget
    ]  # those are the engine's
    assert [type(widget).__name__ for widget in own if not said(widget)] == []


def test_the_tab_key_walks_through_the_whole_page_and_comes_back(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    panel.activateWindow()
    first = panel.workspace.parts_button
    first.setFocus()
    seen: list[QWidget] = []
    for _ in range(200):
        now = QApplication.focusWidget()
        if now is None or (seen and now is seen[0]):
            break
        seen.append(now)
        panel.focusNextChild()
    views = panel.workspace
    wanted = (
        views.tabs,
        views.pick_button,
        views.aim,
        views.outline.list,
        views.versions.list,
        views.inspector.text,
        views.inspector.weight,
    )
    missing = [widget.accessibleName() or type(widget).__name__ for widget in wanted if widget not in seen]
    assert missing == []


def test_keys_of_the_outline_change_the_page(qtbot: QtBot, panel: WebPanel) -> None:
    parts = panel.workspace.outline.list
    parts.setFocus()
    qtbot.keyClick(parts, Qt.Key.Key_Down)
    qtbot.keyClick(parts, Qt.Key.Key_Down)
    act = panel.workspace.outline.acts["down" if parts.currentRow() == 1 else "up"]
    qtbot.waitUntil(act.isEnabled)
    before = panel.desk.html
    act.click()
    assert panel.desk.html != before


def test_lists_say_what_stands_in_them(qtbot: QtBot, panel: WebPanel) -> None:
    pick(qtbot, panel, "h1")
    panel.workspace.inspector.lock.click()
    views: list[QAbstractItemView] = [panel.workspace.outline.list, panel.workspace.versions.list, panel.findings.list]
    for view in views:
        model = view.model()
        assert model.rowCount() > 0
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            assert index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
