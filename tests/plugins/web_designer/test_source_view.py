"""The source under real keys: what is told, what stays when the text is replaced, pairs, ends of tags, find and replace, findings."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT
from plugins.web_designer.finding import Finding
from plugins.web_designer.source_view import SourceView

Key, Held = Qt.Key, Qt.KeyboardModifier
PAGE = "<main>\n  <h1>Hazel 🌰</h1>\n  <p>one</p>\n  <p>two</p>\n</main>\n"
PICTURE = "iVBORw0KGgo" * 28_000


@pytest.fixture
def view(qtbot: QtBot) -> SourceView:
    made = SourceView(LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    qtbot.waitExposed(made)
    made.edit.setFocus()
    qtbot.waitUntil(made.edit.hasFocus)
    return made


def put(view: SourceView, text: str) -> None:
    """Set a text with the cursor at ‸."""
    view.set_text(text.replace("‸", ""))
    view.edit.go_to(view.edit.units(text.index("‸")))


def stands(view: SourceView) -> str:
    """The text with the cursor at ‸."""
    at = view.cursor_offset
    return f"{view.text[:at]}‸{view.text[at:]}"


def marked(view: SourceView, kind: str) -> list[str]:
    return [mark.cursor.selectedText() for mark in view.edit._marks.get(kind, ())]


def test_an_edit_is_told_once_the_person_stops_and_only_then(qtbot: QtBot, view: SourceView) -> None:
    told: list[str] = []
    view.edited.connect(lambda: told.append(view.text))
    view.set_text(PAGE)
    put(view, "<p>‸</p>")
    with qtbot.waitSignal(view.edited):
        qtbot.keyClicks(view.edit, "abc")
    assert told == ["<p>abc</p>"], "neither what was shown nor single letters are told"


def test_a_waiting_edit_can_be_told_at_once(qtbot: QtBot, view: SourceView) -> None:
    qtbot.keyClicks(view.edit, "a")
    with qtbot.waitSignal(view.edited, timeout=200):
        view.flush()
    with qtbot.assertNotEmitted(view.edited, wait=400):
        view.flush()


def test_a_new_text_leaves_cursor_scroll_and_undo_where_they_were(qtbot: QtBot, view: SourceView) -> None:
    lines = [f"<p>{number}</p>" for number in range(200)]
    put(view, "\n".join(lines) + "‸")
    view.edit.go_to(view.text.index("<p>150"))
    view.edit.centerCursor()
    scrolled = view.edit.verticalScrollBar().value()
    lines[20] = "<p>twenty</p>"
    view.set_text("\n".join(lines))
    assert view.text[view.cursor_offset :].startswith("<p>150")
    assert view.edit.verticalScrollBar().value() == scrolled
    qtbot.keyClick(view.edit, Key.Key_Z, Held.ControlModifier)
    assert "<p>20</p>" in view.text


def test_the_first_page_cannot_be_undone_away(qtbot: QtBot, view: SourceView) -> None:
    view.set_text(PAGE)
    qtbot.keyClick(view.edit, Key.Key_Z, Held.ControlModifier)
    assert view.text == PAGE


def test_what_is_given_comes_back_letter_for_letter(view: SourceView) -> None:
    page = f'<p>a\u00a0b\u3000🌰\t</p>\n\n<img src="data:image/png;base64,{PICTURE}">'
    view.set_text(page)
    assert view.text == page
    view.set_text("a\r\nb\rc")
    assert view.text == "a\nb\nc"


def test_a_heavy_picture_is_a_short_mark_that_is_deleted_whole_and_copied_whole(qtbot: QtBot, view: SourceView) -> None:
    page = f'<img src="data:image/png;base64,{PICTURE}"> end'
    view.set_text(page)
    assert len(view.edit.toPlainText()) < 120
    view.edit.selectAll()
    assert view.edit.createMimeDataFromSelection().text() == page
    view.edit.go_to(view.edit.toPlainText().index("⟧"))
    qtbot.keyClick(view.edit, Key.Key_X)
    assert view.text == page.replace('"> end', 'x"> end'), "nothing is written into the mark"
    view.edit.go_to(view.edit.toPlainText().index("⟧") + 1)
    qtbot.keyClick(view.edit, Key.Key_Backspace)
    assert len(view.text) < 100
    qtbot.keyClick(view.edit, Key.Key_Z, Held.ControlModifier)
    assert PICTURE in view.text


def test_a_page_of_half_a_megabyte_stays_quick_under_the_keys(qtbot: QtBot, view: SourceView) -> None:
    line = '  <div class="card"><h2>Title</h2><p>Some text that goes on</p></div>\n'
    view.set_text(line * 1_500 + f'<img src="data:image/png;base64,{PICTURE}">\n' + line * 1_500)
    qtbot.waitUntil(lambda: view.edit.highlighter.is_done)
    view.edit.go_to(view.edit.document().findBlockByNumber(1_500).position() + 5)
    start = time.perf_counter()
    qtbot.keyClicks(view.edit, "abcdefghij")
    assert time.perf_counter() - start < 1.0, "ten letters in the line of the picture"


def test_a_page_in_one_line_is_wrapped_so_that_only_what_is_seen_is_drawn(qtbot: QtBot, view: SourceView) -> None:
    view.set_text(PAGE)
    assert not view.edit.is_wrapping
    view.set_text("<p>one line</p>" * 1_000)
    assert view.edit.is_wrapping
    assert view.edit.horizontalScrollBar().maximum() == 0
    qtbot.keyClick(view.edit, Key.Key_Z, Held.AltModifier)
    assert not view.edit.is_wrapping
    wrap = next(action for action in view.edit.menu().actions() if action.text() == "Wrap long lines")
    assert not wrap.isChecked()
    wrap.trigger()
    assert view.edit.is_wrapping


def test_a_long_page_is_coloured_to_its_end_without_holding_anything_up(qtbot: QtBot, view: SourceView) -> None:
    start = time.perf_counter()
    view.set_text("<p class='a'>b</p>\n" * 10_000 + "<!-- x\n")
    assert time.perf_counter() - start < 1.0
    qtbot.waitUntil(lambda: view.edit.highlighter.is_done)
    block = view.edit.document().findBlockByNumber(10_000)
    inks = [piece.format.foreground().color().name().upper() for piece in block.layout().formats()]
    assert inks == [LIGHT.secondary]


def test_a_part_is_chosen_without_telling_that_the_cursor_moved(qtbot: QtBot, view: SourceView) -> None:
    view.set_text(PAGE)
    with qtbot.assertNotEmitted(view.cursor_offset_changed, wait=300):
        view.select_range(PAGE.index("<p>one"), PAGE.index("<p>one") + len("<p>one</p>"))
    assert view.edit.textCursor().selectedText() == "<p>one</p>"


def test_the_cursor_tells_its_place_in_the_whole_text(qtbot: QtBot, view: SourceView) -> None:
    page = f'🌰<img src="data:image/png;base64,{PICTURE}"><p>x</p>'
    view.set_text(page)
    with qtbot.waitSignal(view.cursor_offset_changed) as told:
        qtbot.keyClick(view.edit, Key.Key_End)
    assert told.args == [len(page)]


def test_where_the_cursor_is_in_a_text_is_told_behind_the_text(qtbot: QtBot, view: SourceView) -> None:
    told: list[str] = []
    view.edited.connect(lambda: told.append(view.text))
    view.cursor_offset_changed.connect(lambda offset: told.append(str(offset)))
    qtbot.keyClicks(view.edit, "abc")
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == ["abc", "3"]


def test_the_partner_of_the_tag_at_the_cursor_is_marked(qtbot: QtBot, view: SourceView) -> None:
    put(view, PAGE.replace("</main>", "</ma‸in>"))
    qtbot.waitUntil(lambda: marked(view, "pair") == ["<main>", "</main>"])
    qtbot.keyClick(view.edit, Key.Key_Home, Held.ControlModifier)
    qtbot.keyClick(view.edit, Key.Key_Down)
    qtbot.waitUntil(lambda: marked(view, "pair") == [])
    put(view, "<style>a {‸ b: c }</style>")
    qtbot.waitUntil(lambda: marked(view, "pair") == ["{", "}"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("🌰<ul><li>a<‸", "🌰<ul><li>a</li>‸"),
        ("<p>a<‸>", "<p>a</p‸>"),
        ("<!-- <p> <‸", "<!-- <p> </‸"),
        ("<script>\nlet a = '<p><‸", "<script>\nlet a = '<p></‸"),
        ("<script>\n<‸", "<script>\n</script>‸"),
        ("<‸", "</‸"),
    ],
)
def test_an_end_tag_finishes_itself(qtbot: QtBot, view: SourceView, before: str, after: str) -> None:
    put(view, before)
    qtbot.keyClick(view.edit, "/")
    assert stands(view) == after


def test_a_new_line_is_indented_and_tab_and_its_reverse_move_lines(qtbot: QtBot, view: SourceView) -> None:
    put(view, "  <div>‸")
    qtbot.keyClick(view.edit, Key.Key_Return)
    assert stands(view) == "  <div>\n    ‸"
    put(view, "a‸\nb")
    qtbot.keyClick(view.edit, Key.Key_Tab)
    assert stands(view) == "a ‸\nb"
    view.edit.selectAll()
    qtbot.keyClick(view.edit, Key.Key_Tab)
    assert view.text == "  a \n  b"
    qtbot.keyClick(view.edit, Key.Key_Backtab, Held.ShiftModifier)
    assert view.text == "a \nb"


def test_the_keyboard_gets_out_by_escape_and_tab(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view, behind = SourceView(LIGHT), QLineEdit()
    box = QVBoxLayout(window)
    box.addWidget(view)
    box.addWidget(behind)
    window.show()
    qtbot.waitExposed(window)
    view.edit.setFocus()
    qtbot.waitUntil(view.edit.hasFocus)
    qtbot.keyClick(view.edit, Key.Key_Escape)
    qtbot.keyClick(view.edit, Key.Key_Tab)
    assert behind.hasFocus()
    assert view.text == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>‸a</p>", "<!-- <p>a</p> -->"),
        ("<style>\na {}‸\n</style>", "<style>\n/* a {} */\n</style>"),
        ("<script>\na();‸\n</script>", "<script>\n// a();\n</script>"),
    ],
)
def test_a_comment_is_one_of_the_language_at_the_cursor(
    qtbot: QtBot, view: SourceView, before: str, after: str
) -> None:
    put(view, before)
    qtbot.keyClick(view.edit, Key.Key_Slash, Held.ControlModifier)
    assert view.text == after
    qtbot.keyClick(view.edit, Key.Key_Slash, Held.ControlModifier)
    assert view.text == before.replace("‸", "")


def test_find_counts_chooses_and_goes_around(qtbot: QtBot, view: SourceView) -> None:
    put(view, "🌰 Cat cat concat‸\ncat")
    qtbot.keyClick(view.edit, Key.Key_F, Held.ControlModifier)
    qtbot.waitUntil(view.find_bar.wanted.hasFocus)
    qtbot.keyClicks(view.find_bar.wanted, "cat")
    assert view.find_bar.count.text() == "Hit 4 of 4"
    assert marked(view, "hits") == ["Cat", "cat", "cat", "cat"]
    qtbot.keyClick(view.find_bar.wanted, Key.Key_Return)
    assert view.find_bar.count.text() == "Hit 1 of 4 ↻"
    assert view.edit.textCursor().selectedText() == "Cat"
    view.find_bar.buttons["case"].click()
    assert view.find_bar.count.text() == "Hit 1 of 3"
    view.find_bar.buttons["word"].click()
    assert view.find_bar.count.text() == "Hit 1 of 2"
    qtbot.keyClick(view.edit, Key.Key_F3, Held.ShiftModifier)
    assert view.edit.textCursor().blockNumber() == 1
    view.find_bar.wanted.setText("dog")
    view.find_bar.go_on(back=False)
    assert view.find_bar.count.text() == "Not found"
    qtbot.keyClick(view.find_bar.wanted, Key.Key_Escape)
    assert view.find_bar.isHidden()
    assert view.edit.hasFocus()
    assert marked(view, "hits") == []


def test_replace_goes_one_by_one_or_all_at_once_and_is_undone_in_one_step(qtbot: QtBot, view: SourceView) -> None:
    put(view, "‸🌰 a a a")
    qtbot.keyClick(view.edit, Key.Key_H, Held.ControlModifier)
    qtbot.keyClicks(view.find_bar.wanted, "a")
    view.find_bar.instead.setText("🌰🌰")
    qtbot.keyClick(view.find_bar.instead, Key.Key_Return)
    assert view.text == "🌰 🌰🌰 a a"
    assert view.edit.textCursor().selectedText() == "a"
    with qtbot.waitSignal(view.edited):
        view.find_bar.replace_all_button.click()
    assert view.text == "🌰 🌰🌰 🌰🌰 🌰🌰"
    assert view.find_bar.count.text() == "2 replaced"
    view.edit.undo()
    assert view.text == "🌰 🌰🌰 a a"


def test_what_the_keys_do_stands_in_the_menu_too(qtbot: QtBot, view: SourceView) -> None:
    view.set_text(PAGE)
    view.show_findings([Finding("error", "css", "Not known.", line=4)])
    menu = view.edit.menu()
    acts = {action.text(): action for action in menu.actions()}
    acts["Next finding"].trigger()
    assert view.edit.textCursor().blockNumber() == 3
    acts["Comment or no comment"].trigger()
    assert "<!-- <p>two</p> -->" in view.text
    acts["Replace…"].trigger()
    assert view.find_bar.instead.isVisible()
    acts["Go to line…"].trigger()
    assert view.line_bar.field.isVisible()
    menu.deleteLater()


def test_a_line_is_gone_to_by_its_number(qtbot: QtBot, view: SourceView) -> None:
    view.set_text(PAGE)
    qtbot.keyClick(view.edit, Key.Key_G, Held.ControlModifier)
    qtbot.waitUntil(view.line_bar.field.hasFocus)
    qtbot.keyClicks(view.line_bar.field, "3")
    qtbot.keyClick(view.line_bar.field, Key.Key_Return)
    assert view.edit.textCursor().blockNumber() == 2
    assert view.edit.hasFocus()


def test_findings_stand_in_the_margin_move_with_their_lines_and_are_reached_by_key(
    qtbot: QtBot, view: SourceView
) -> None:
    view.set_text(PAGE)
    view.show_findings(
        [
            Finding("warning", "css", "Not known.", line=3),
            Finding("error", "accessibility", "No words.", line=3, hint="Say them."),
            Finding("error", "layout", "Somewhere.", "#a"),
            Finding("error", "parse", "Far.", line=99),
        ]
    )
    assert marked(view, "findings") == ["<p>one</p>", "<p>one</p>"]
    view.edit.go_to(0)
    qtbot.keyClick(view.edit, Key.Key_Return)
    qtbot.keyClick(view.edit, Key.Key_F8)
    assert view.edit.textCursor().blockNumber() == 3
    assert view.foot.text() == "Line 4, column 1 · Error: No words. Say them. · Warning: Not known."
    row = view.edit.cursorRect()
    dot = view.edit.gutter.grab().toImage().pixelColor(7, row.center().y())
    assert dot == QColor(LIGHT.failed)
    at = QPoint(7, row.center().y())
    QApplication.sendEvent(view.edit.gutter, QHelpEvent(QEvent.Type.ToolTip, at, view.edit.gutter.mapToGlobal(at)))
    assert QToolTip.text().startswith("Error: No words.")
    QToolTip.hideText()


def test_the_colours_are_the_themes(view: SourceView) -> None:
    view.set_text("<p>")
    for theme in (DARK, LIGHT):
        view.retheme(theme)
        pieces = view.edit.document().firstBlock().layout().formats()
        assert {piece.format.foreground().color().name().upper() for piece in pieces} == {theme.accent}


def test_a_style_sheet_is_coloured_from_its_first_line_and_tags_do_not_close(qtbot: QtBot) -> None:
    view = SourceView(LIGHT, "css")
    qtbot.addWidget(view)
    put(view, "‸.it { color: red }")
    view.edit.highlighter.rehighlight()
    pieces = view.edit.document().firstBlock().layout().formats()
    inks = [piece.format.foreground().color().name().upper() for piece in pieces]
    assert inks == [LIGHT.accent, LIGHT.repaired]
    put(view, "/* <p> */ <‸")
    qtbot.keyClick(view.edit, "/")
    assert view.text == "/* <p> */ </"
