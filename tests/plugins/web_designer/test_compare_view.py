"""Two versions side by side: lines and words that are other, the way from change to change, narrow windows, pages that scroll together."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT, Theme, contrast
from plugins.web_designer.compare_view import LINES, CompareView
from plugins.web_designer.difference_text_view import LINE_TINT, WORD_TINT, DifferenceText

Key = Qt.Key
OLD = ["<h1>Fresh bread</h1>", *(f"<p>{number}</p>" for number in range(40)), "<p>end</p>"]
NEW = ["<h1>Warm bread</h1>", *OLD[1:20], "<p>new</p>", "<p>newer</p>", *OLD[20:41], "<p>the end</p>"]


@pytest.fixture
def view(qtbot: QtBot) -> CompareView:
    made = CompareView(LIGHT)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    qtbot.waitExposed(made)
    made.show_sources(("The warm one", "Text changed."), "\n".join(OLD), "\n".join(NEW))
    made.kind.setCurrentIndex(LINES)
    return made


def lines(text: DifferenceText) -> list[str]:
    return text.toPlainText().split("\n")


def test_both_sides_are_told_with_their_names_and_how_much_is_other(view: CompareView) -> None:
    assert [label.text() for label in view._titles] == ["Before: The warm one", "After: Text changed."]
    assert view.summary.text() == "Lines gone: 2, come: 4"
    assert (view.before.accessibleName(), view.after.accessibleName()) == ("Before", "After")


def test_lines_stand_beside_those_they_belong_to(view: CompareView) -> None:
    before, after = lines(view.before), lines(view.after)
    assert len(before) == len(after)
    assert (before[0], after[0]) == (OLD[0], NEW[0])
    at = after.index("<p>new</p>")
    assert before[at : at + 3] == ["", "", OLD[20]]
    assert before[4] == after[4] == "⋯ 13 lines that are the same"


def test_f7_goes_from_change_to_change_and_round(qtbot: QtBot, view: CompareView) -> None:
    view.kind.setCurrentIndex(0)
    seen = []
    for _ in range(4):
        qtbot.keyClick(view, Key.Key_F7)
        seen.append((view.summary.text().split(" · ")[0], view.after.textCursor().block().text()))
    assert seen == [
        ("Change 1 of 3", NEW[0]), ("Change 2 of 3", "<p>new</p>"), ("Change 3 of 3", "<p>the end</p>"), ("Change 1 of 3", NEW[0]),
    ]  # fmt: skip
    assert view.kind.currentIndex() == LINES
    view.back.click()
    assert view.summary.text().startswith("Change 3 of 3")
    assert view.after.textCursor().positionInBlock() == 3


def test_the_whole_source_can_be_shown_and_one_stays_at_the_change(view: CompareView) -> None:
    view.step(1)
    view.step(1)
    view.whole.click()
    assert lines(view.after) == NEW
    assert view.after.textCursor().block().text() == "<p>new</p>"


def test_where_there_is_little_room_both_stand_in_one_column(view: CompareView) -> None:
    view.step(1)
    view.resize(500, 400)
    assert (view.is_beside, view.both.isVisible(), view.before.isVisible()) == (False, True, False)
    assert lines(view.both)[:2] == [OLD[0], NEW[0]]
    assert view.summary.text() == "Change 1 of 3"
    view.step(1)
    assert view.both.textCursor().block().text() == "<p>new</p>"
    view.resize(1000, 400)
    assert view.before.isVisible()
    assert view.after.textCursor().block().text() == "<p>new</p>"


def test_both_sides_scroll_together(view: CompareView) -> None:
    view.whole.click()
    view.before.verticalScrollBar().setValue(7)
    assert view.after.verticalScrollBar().value() == 7
    view.after.verticalScrollBar().setValue(3)
    assert view.before.verticalScrollBar().value() == 3


def colour_at(text: DifferenceText, row: int, column: int) -> str:
    block = text.document().findBlockByNumber(row)
    place = text.blockBoundingGeometry(block).translated(text.contentOffset())
    x = place.left() + text.document().documentMargin() + (column + 0.5) * text.fontMetrics().horizontalAdvance("a")
    seen = text.viewport().grab().toImage()
    return QColor(seen.pixel(QPoint(round(x), round(place.top()) + 1))).name()


def blended(theme: Theme, colour: str, alphas: tuple[int, ...]) -> str:
    ground = QColor(theme.surface)
    for alpha in alphas:
        part = alpha / 255
        over = QColor(colour)
        ground = QColor(
            *(round(a * (1 - part) + b * part) for a, b in zip(ground.toTuple()[:3], over.toTuple()[:3], strict=True))
        )
    return ground.name()


def test_words_that_are_other_are_marked_more_than_their_line(view: CompareView) -> None:
    word, rest, same = (colour_at(view.before, row, column) for row, column in ((0, 5), (0, 15), (2, 4)))
    assert len({word, rest, same}) == 3


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_marked_words_can_be_read(theme: Theme) -> None:
    for colour in (theme.failed, theme.verified):
        assert contrast(theme.text, blended(theme, colour, (LINE_TINT, WORD_TINT))) >= 4.5
        assert contrast(colour, theme.surface) >= 4.5


def test_the_same_page_twice_is_said(view: CompareView) -> None:
    view.show_sources(("a", "b"), "x", "x")
    assert view.summary.text() == "Both are the same."
    assert not view.on.isEnabled()
    view.step(1)
    assert view.summary.text() == "Both are the same."


@pytest.mark.parametrize("letter", ["\r", "\u2028", "\u2029"])
def test_letters_that_break_lines_leave_the_rows_beside_each_other(view: CompareView, letter: str) -> None:
    view.show_sources(("a", "b"), f"a{letter}b\nend", f"a{letter}c\nend")
    assert lines(view.before) == ["a¶b", "end"]
    view.step(1)
    assert view.after.textCursor().block().text() == "a¶c"


def test_marks_behind_wide_letters_are_where_their_words_are(view: CompareView) -> None:
    view.show_sources(("a", "b"), "😀😀 old", "😀😀 new")
    view.step(1)
    assert view.after.textCursor().positionInBlock() == 5


def test_escape_closes(qtbot: QtBot, view: CompareView) -> None:
    view.before.setFocus()
    qtbot.waitUntil(view.before.hasFocus)
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(view.before, Key.Key_Escape)


def test_every_button_has_a_name(view: CompareView) -> None:
    assert all(button.accessibleName() for button in (view.whole, view.back, view.on, view.close_button))


def test_pictures_of_the_pages_come_later_and_scroll_together(view: CompareView) -> None:
    view.kind.setCurrentIndex(0)
    first, second = view.pictures
    assert first._label.text() == "Drawing the page …"
    for side in (0, 1):
        picture = QPixmap(1280, 8000)
        picture.fill(QColor("#553322"))
        view.show_picture(side, picture)
    first.widget().adjustSize()
    assert first._label.pixmap().width() <= first.viewport().width()
    view.resize(999, 500)
    first.verticalScrollBar().setValue(200)
    assert second.verticalScrollBar().value() == 200
    view.show_picture(1, None)
    assert second._label.text() == "There is no picture of this page."


def test_other_widgets_can_take_the_place_of_the_pictures(qtbot: QtBot, view: CompareView) -> None:
    made = []
    for _ in range(2):
        inside = QWidget()
        inside.setFixedHeight(3000)
        area = QScrollArea()
        area.setWidget(inside)
        around = QWidget()
        QVBoxLayout(around).addWidget(area)
        made.append((around, area))
    view.kind.setCurrentIndex(0)
    view.set_pages(made[0][0], made[1][0])
    qtbot.waitUntil(made[0][1].isVisible)
    assert not view.pictures[0].isVisible()
    qtbot.waitUntil(lambda: made[0][1].verticalScrollBar().maximum() > 300)
    made[0][1].verticalScrollBar().setValue(300)
    assert made[1][1].verticalScrollBar().value() == 300


def test_thousands_of_lines_that_are_all_other_are_shown_in_a_moment(view: CompareView) -> None:
    pages = ["\n".join(f"<p>{(number + 1) * prime % 8191}</p>" for number in range(5000)) for prime in (7919, 6007)]
    before = time.process_time()
    view.show_sources(("a", "b"), *pages)
    view.whole.click()
    view.grab()
    assert time.process_time() - before < 1.5
