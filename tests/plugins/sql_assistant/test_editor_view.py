"""The editor under real keys: offers, comments, layout, undo, what Run means, marks, colours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor, QTextFormat
from pytestqt.qtbot import QtBot

from app.api import Problem
from app.ui.theme import DARK, LIGHT, Theme
from plugins.sql_assistant.editor_view import QueryEditor
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

Key, Held = Qt.Key, Qt.KeyboardModifier
CTRL_SHIFT = Held.ControlModifier | Held.ShiftModifier
SCHEMA = Schema(
    (
        Table("customers", (Column("id"), Column("name"), Column("city"))),
        Table("orders", (Column("id"), Column("customer_id"), Column("total"))),
    ),
    (ForeignKey("orders", "customer_id", "customers", "id"),),
)


@pytest.fixture
def editor(qtbot: QtBot) -> QueryEditor:
    made = QueryEditor(LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.set_language("sqlite", SCHEMA)
    made.show()
    qtbot.waitExposed(made)
    made.edit.setFocus()
    qtbot.waitUntil(made.edit.hasFocus)
    return made


def put(editor: QueryEditor, text: str) -> None:
    """Set a text with the cursor at ‸."""
    editor.set_sql(text.replace("‸", ""))
    cursor = editor.edit.textCursor()
    cursor.setPosition(text.index("‸"))
    editor.edit.setTextCursor(cursor)


def offered(editor: QueryEditor) -> list[str]:
    popup = editor.edit.popup
    return [offer.text for offer in popup.offers()] if popup.isVisible() else []


def test_offers_come_from_the_second_letter_on_and_tab_takes_the_marked_one(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT * FROM ‸")
    qtbot.keyClicks(editor.edit, "o")
    assert offered(editor) == []
    qtbot.keyClicks(editor.edit, "r")
    assert offered(editor)[0] == "orders"
    qtbot.keyClick(editor.edit, Key.Key_Tab)
    assert editor.sql == "SELECT * FROM orders"
    assert offered(editor) == []
    assert editor.edit.hasFocus()


def test_behind_a_dot_the_columns_are_offered_and_the_arrow_keys_choose(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT o‸ FROM orders o")
    qtbot.keyClicks(editor.edit, ".")
    assert offered(editor) == ["id", "customer_id", "total"]
    qtbot.keyClick(editor.edit, Key.Key_Down)
    qtbot.keyClick(editor.edit, Key.Key_Return)
    assert editor.sql == "SELECT o.customer_id FROM orders o"


def test_ctrl_space_asks_for_offers_and_escape_sends_them_away(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT * FROM customers JOIN ‸")
    qtbot.keyClick(editor.edit, Key.Key_Space, Held.ControlModifier)
    assert offered(editor)[0] == "orders"
    qtbot.keyClick(editor.edit, Key.Key_Escape)
    assert offered(editor) == []
    assert editor.sql == "SELECT * FROM customers JOIN"


def test_a_word_that_is_whole_is_not_changed_by_enter(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT i‸ FROM orders")
    qtbot.keyClicks(editor.edit, "d")
    qtbot.keyClick(editor.edit, Key.Key_Return)
    assert editor.sql == "SELECT id\n FROM orders"


def test_offers_go_when_the_text_is_left(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT ‸ FROM orders")
    qtbot.keyClick(editor.edit, Key.Key_Space, Held.ControlModifier)
    assert offered(editor)
    editor.run_button.setFocus()
    qtbot.waitUntil(lambda: not editor.edit.popup.isVisible())


def test_keys_of_the_offers_are_no_shortcuts_of_the_window_meanwhile(qtbot: QtBot, editor: QueryEditor) -> None:
    pressed: list[str] = []
    shortcut = QShortcut(QKeySequence(Key.Key_Escape), editor)
    shortcut.activated.connect(lambda: pressed.append("escape"))
    put(editor, "SELECT ‸ FROM orders")
    qtbot.keyClick(editor.edit, Key.Key_Space, Held.ControlModifier)
    qtbot.keyClick(editor.edit, Key.Key_Escape)
    assert (offered(editor), pressed) == ([], [])
    qtbot.keyClick(editor.edit, Key.Key_Escape)
    assert pressed == ["escape"]


def test_what_the_keys_do_is_in_the_menu_too(editor: QueryEditor) -> None:
    put(editor, "SELECT 1‸")
    menu = editor.edit.menu()
    actions = {action.text(): action for action in menu.actions()}
    actions["Comment or no comment"].trigger()
    menu.deleteLater()
    assert editor.sql == "-- SELECT 1"


def test_layout_is_one_step_and_keeps_the_cursor(qtbot: QtBot, editor: QueryEditor) -> None:
    own = "select city, count(*) from customers where na‸me <> 'x' group by city"
    put(editor, own)
    qtbot.keyClick(editor.edit, Key.Key_F, CTRL_SHIFT)
    text = editor.edit.toPlainText()
    assert text.startswith("SELECT city, count(*)\nFROM customers")
    assert text[: editor.edit.textCursor().position()].endswith("WHERE na")
    editor.edit.undo()
    assert editor.edit.toPlainText() == own.replace("‸", "")


def test_ctrl_slash_makes_a_comment_and_unmakes_it(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT 1\nFROM ord‸ers")
    qtbot.keyClick(editor.edit, Key.Key_Slash, Held.ControlModifier)
    assert editor.sql == "SELECT 1\n-- FROM orders"
    qtbot.keyClick(editor.edit, Key.Key_Slash, Held.ControlModifier)
    assert editor.sql == "SELECT 1\nFROM orders"


def test_ctrl_enter_presses_run_which_means_the_selection_or_the_statement_at_the_cursor(
    qtbot: QtBot, editor: QueryEditor
) -> None:
    ran: list[str] = []
    editor.run_button.clicked.connect(lambda: ran.append(editor.to_run))
    put(editor, "SELECT 1;\nSELECT 2‸;\nSELECT 3")
    qtbot.keyClick(editor.edit, Key.Key_Return, Held.ControlModifier)
    assert ran == ["SELECT 2"]
    cursor = editor.edit.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(len("SELECT 1"), QTextCursor.MoveMode.KeepAnchor)
    editor.edit.setTextCursor(cursor)
    assert editor.run_button.text() == "Run selection"
    qtbot.keyClick(editor.edit, Key.Key_Return, Held.ControlModifier)
    assert ran == ["SELECT 2", "SELECT 1"]
    put(editor, "SELECT 1 ‸;")
    assert editor.to_run == "SELECT 1 ;"
    assert editor.run_button.text() == "Run query"


def test_undo_brings_ones_own_query_back_from_one_that_streamed_in(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT 'mine‸'")
    qtbot.keyClicks(editor.edit, "!")
    editor.set_sql("")
    for piece in ("SELECT ", "COUNT(*) ", "FROM orders"):
        editor.append(piece)
    editor.set_sql("SELECT\n  COUNT(*)\nFROM orders")
    editor.edit.undo()
    assert editor.sql == "SELECT 'mine!'"
    editor.edit.redo()
    assert editor.sql == "SELECT\n  COUNT(*)\nFROM orders"


def test_each_answer_is_a_step_of_its_own(editor: QueryEditor) -> None:
    for answer in ("SELECT 1", "SELECT 2"):
        editor.set_sql("")
        editor.append(answer)
    editor.edit.undo()
    assert editor.sql == "SELECT 1"


def test_an_error_is_underlined_at_its_place_until_the_text_changes(qtbot: QtBot, editor: QueryEditor) -> None:
    put(editor, "SELECT totl FROM orders‸")
    editor.show_problem(Problem("There is no column “totl”.", where="totl"))
    (mark,) = editor.edit.extraSelections()
    assert mark.cursor.selectedText() == "totl"
    qtbot.keyClicks(editor.edit, " ")
    assert editor.edit.extraSelections() == []


def test_both_brackets_are_marked(editor: QueryEditor) -> None:
    put(editor, "SELECT (1 + (2))‸")
    assert [mark.cursor.selectedText() for mark in editor.edit.extraSelections()] == ["(", ")"]


def colours(editor: QueryEditor, line: int = 0) -> dict[str, str]:
    """Colour by coloured piece of a line."""
    block = editor.edit.document().findBlockByNumber(line)
    pieces = block.layout().formats()
    return {
        block.text()[piece.start : piece.start + piece.length]: piece.format.foreground().color().name().upper()
        for piece in pieces
        if piece.format.hasProperty(QTextFormat.Property.ForegroundBrush)
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_words_of_the_dialect_and_names_of_the_schema_have_colours_of_the_theme(
    editor: QueryEditor, theme: Theme
) -> None:
    editor.retheme(theme)
    editor.set_sql("SELECT total, strftime('%Y'), nothing FROM orders -- all\n/* 1\n2 */ WHERE 'a\nb' <> 7")
    assert colours(editor) == {
        "SELECT": theme.accent, "total": theme.repaired, "strftime": theme.accent, "'%Y'": theme.unverified,
        "FROM": theme.accent, "orders": theme.repaired, "-- all": theme.secondary,
    }  # fmt: skip
    assert colours(editor, 2) == {"2 */": theme.secondary, "WHERE": theme.accent, "'a": theme.unverified}
    assert colours(editor, 3) == {"b'": theme.unverified, "7": theme.unverified}


def test_another_dialect_has_other_words(editor: QueryEditor) -> None:
    editor.set_sql("SELECT ilike, date_trunc('day', total)")
    assert "ilike" not in colours(editor)
    editor.set_language("postgres", SCHEMA)
    assert {"ilike", "date_trunc"} <= colours(editor).keys()


def test_without_a_schema_it_is_an_editor_still(qtbot: QtBot, editor: QueryEditor) -> None:
    editor.set_language("sqlite", None)
    put(editor, "SELECT ‸")
    qtbot.keyClicks(editor.edit, "cus")
    qtbot.keyClick(editor.edit, Key.Key_Space, Held.ControlModifier)
    assert offered(editor) == []
