"""Rules alone: what an edit tells, what the buttons do and when, the sample's place, what was found."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT
from plugins.web_designer.finding import Finding
from plugins.web_designer.style_view import StyleView

RULES = ".it { color: #123456; }"


@pytest.fixture
def view(qtbot: QtBot) -> StyleView:
    made = StyleView(LIGHT)
    qtbot.addWidget(made)
    made.resize(900, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def words(view: StyleView) -> list[str]:
    """What stands below the rules."""
    parts = [view._notes.itemAt(row).widget() for row in range(view._notes.count())]
    labels = [label for part in parts for label in ([part] if isinstance(part, QLabel) else part.findChildren(QLabel))]
    return [label.text() for label in labels if label.text()]


def test_an_edit_tells_the_rules_and_showing_them_does_not(qtbot: QtBot, view: StyleView) -> None:
    with qtbot.assertNotEmitted(view.edited, wait=350):
        view.set_css(RULES)
    view.source.edit.go_to(len(RULES))
    with qtbot.waitSignal(view.edited) as told:
        qtbot.keyClicks(view.source.edit, " .it:hover {}")
    assert told.args == [f"{RULES} .it:hover {{}}"] == [view.css]


def test_the_rules_are_copied_and_the_button_says_so(qtbot: QtBot, view: StyleView) -> None:
    assert not view.copy_button.isEnabled(), "there is nothing to copy yet"
    view.set_css(RULES)
    view.copy_button.click()
    assert QGuiApplication.clipboard().text() == RULES
    assert view.copy_button.text() == "Copied"
    qtbot.waitUntil(lambda: view.copy_button.text() == "Copy")


def test_rules_are_used_on_an_element_only_where_one_is_chosen(qtbot: QtBot, view: StyleView) -> None:
    view.set_css(RULES)
    assert not view.apply_button.isEnabled()
    assert view.apply_button.toolTip() == "Choose an element in the page first."
    view.set_can_apply(False, "The element is locked.")
    assert view.apply_button.accessibleDescription() == "The element is locked."
    view.set_can_apply(True)
    with qtbot.waitSignal(view.apply_wanted) as told:
        view.apply_button.click()
    assert told.args == [RULES]
    view.set_css("")
    assert not view.apply_button.isEnabled()


def test_the_sample_takes_the_place_that_is_kept_for_it_and_can_change(view: StyleView) -> None:
    first, second = QLabel("first"), QLabel("second")
    view.set_preview(first)
    view.set_preview(first)
    assert first.isVisible()
    assert first.width() > 200
    view.set_preview(second)
    assert second.isVisible()
    assert not first.isVisible()


def test_what_was_found_is_marked_and_said_errors_first(view: StyleView) -> None:
    view.set_css(RULES)
    view.show_findings(
        [
            Finding("warning", "css", "Not known.", line=1),
            Finding("error", "css", "Reaches too far.", hint="Begin with .it."),
        ]
    )
    assert words(view) == ["Error: Reaches too far. Begin with .it.", "Warning: Not known."]
    assert view.source.edit.beside(view.source.edit.document().firstBlock()) == "Warning: Not known."
    view.show_findings([Finding("warning", "css", f"Fault {number}.") for number in range(9)])
    assert words(view)[4:] == ["+ 5"]
    view.show_findings([])
    assert words(view) == []


def test_the_words_stay_when_the_theme_changes(view: StyleView) -> None:
    view.show_findings([Finding("error", "css", "Reaches too far.")])
    view.retheme(DARK)
    assert words(view) == ["Error: Reaches too far."]
