"""The gate's list: what it says, the filter, what goes to the model, what was mended, the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from app.ui.stylesheet import stylesheet
from app.ui.theme import DARK, LIGHT
from plugins.web_designer.finding import Finding
from plugins.web_designer.findings_view import MOST_REPAIRED, FindingsView

Key = Qt.Key
ROOT = Path(__file__).resolve().parents[3]
WIDE = Finding("error", "layout", "Too wide.", "main > div", hint="Narrow it.", width=375)
BARE = Finding("error", "accessibility", "No words.", "img")
ODD = Finding("warning", "css", "Not known.", line=3)


@pytest.fixture
def view(qtbot: QtBot) -> FindingsView:
    made = FindingsView(LIGHT)
    qtbot.addWidget(made)
    made.resize(280, 500)
    made.show_findings((WIDE, BARE, ODD), ("It was read.",))
    made.show()
    qtbot.waitExposed(made)
    return made


def items(view: FindingsView) -> list[QListWidgetItem]:
    return [view.list.item(row) for row in range(view.list.count())]


def shown(view: FindingsView) -> list[str]:
    return [item.text().splitlines()[0] for item in items(view) if not item.isHidden()]


def test_a_finding_says_what_how_and_where_with_the_width_at_which_it_shows(view: FindingsView) -> None:
    first = view.list.item(0)
    assert first.text() == "Error: Too wide.\nNarrow it.\nAt 375 px · main > div"
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == f"error: {first.text()}"
    assert first.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Enter goes to the place."


def test_the_filter_counts_and_hides_a_severity(view: FindingsView) -> None:
    assert [button.text() for button in view.filters.values()] == ["2", "1"]
    assert view.filters["error"].accessibleName() == "Show errors (2)"
    view.filters["error"].click()
    assert shown(view) == ["Warning: Not known.", "It was read."]
    view.show_findings((WIDE, ODD), ())
    assert shown(view) == ["Warning: Not known."], "what comes later is filtered too"
    view.filters["error"].click()
    assert shown(view) == ["Error: Too wide.", "Warning: Not known."]


def test_the_model_gets_the_errors_or_what_is_chosen(qtbot: QtBot, view: FindingsView) -> None:
    assert view.repair_button.text() == "Repair with the model (2)"
    with qtbot.waitSignal(view.repair_wanted) as told:
        view.repair_button.click()
    assert told.args == [(WIDE, BARE)]
    view.list.item(1).setSelected(True)
    view.list.item(2).setSelected(True)
    with qtbot.waitSignal(view.repair_wanted) as told:
        view.repair_button.click()
    assert told.args == [(BARE, ODD)]
    view.filters["error"].click()
    assert view.to_repair == (ODD,), "what is hidden is not chosen"


def test_the_model_gets_no_more_than_it_can_keep_apart(view: FindingsView) -> None:
    many = [Finding("error", "css", f"Fault {number}.") for number in range(MOST_REPAIRED + 4)]
    view.show_findings(many, ())
    assert view.to_repair == tuple(many[:MOST_REPAIRED])


def test_warnings_alone_go_to_no_model_unless_they_are_chosen(view: FindingsView) -> None:
    view.show_findings((ODD,), ())
    assert not view.repair_button.isEnabled()
    view.list.item(0).setSelected(True)
    assert view.repair_button.isEnabled()


def test_without_a_model_the_button_says_why_it_is_off(view: FindingsView) -> None:
    view.set_can_repair(False)
    assert not view.repair_button.isEnabled()
    assert view.repair_button.toolTip() == "No model can be asked now."
    view.set_can_repair(False, "The page is being made.")
    assert view.repair_button.accessibleDescription() == "The page is being made."
    view.set_can_repair(True)
    assert view.repair_button.isEnabled()


def test_what_was_mended_stands_in_a_part_of_its_own_and_leads_nowhere(qtbot: QtBot, view: FindingsView) -> None:
    view.show_notes(["The language was added."])
    assert shown(view)[3:] == ["Mended without a model", "The language was added.", "It was read."]
    with qtbot.assertNotEmitted(view.picked):
        view.list.itemActivated.emit(view.list.item(4))
    view.show_notes(())
    assert "Mended without a model" not in shown(view)


def test_a_page_without_faults_says_so_and_offers_no_repair(view: FindingsView) -> None:
    view.show_findings((), ("It was read.",))
    assert shown(view) == ["Nothing to mend.", "It was read."]
    assert view.repair_button.isHidden()
    assert all(button.isHidden() for button in view.filters.values())
    view.clear()
    assert shown(view) == ["What the checks find will be listed here."]


def test_arrows_go_along_and_enter_goes_to_the_place(qtbot: QtBot, view: FindingsView) -> None:
    view.list.setFocus()
    qtbot.waitUntil(view.list.hasFocus)
    view.list.setCurrentRow(0)
    qtbot.keyClick(view.list, Key.Key_Down)
    with qtbot.waitSignal(view.picked) as told:
        qtbot.keyClick(view.list, Key.Key_Return)
    assert told.args == [BARE]


@pytest.mark.parametrize("width", range(200, 280, 8))
def test_long_words_are_never_cut_beside_the_scroll_bar_of_a_narrow_column(view: FindingsView, width: int) -> None:
    view.setStyleSheet(stylesheet(LIGHT, ROOT / "resources" / "icons"))
    view.resize(width, 300)
    words = "An element here is wider than the window that shows it, by rather a lot of pixels"
    view.show_findings([Finding("error", "layout", words, "section.hero > div", width=375)] * 6, ())
    view.grab()
    item = view.list.item(0)
    room = view.list.viewport().width() - view.list.iconSize().width() - 3 * LIGHT.grid
    text = view.list.fontMetrics().boundingRect(0, 0, room, 9_999, Qt.TextFlag.TextWordWrap, item.text())
    assert view.list.visualItemRect(item).height() >= text.height()


def test_the_icons_follow_the_theme(view: FindingsView) -> None:
    before = view.list.item(0).icon().pixmap(18, 18).toImage()
    view.retheme(DARK)
    assert view.list.item(0).icon().pixmap(18, 18).toImage() != before
