"""The list of versions: what a row says, what the keyboard does, what can be compared, named and thrown away."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT
from plugins.web_designer.project.versions import Project
from plugins.web_designer.versions_view import VersionsView

Key = Qt.Key
Role = Qt.ItemDataRole
Shift = Qt.KeyboardModifier.ShiftModifier


class Clock:
    """Stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def project(clock: Clock) -> Project:
    """1 opened, 2 made warmer and named, 3 and 4 by hand; 5 beside 3, from 2. The page is 4."""
    made = Project(clock)
    for html, what, by in (
        ("1", "Opened forno.html.", "import"),
        ("2", "Asked: warmer", "model"),
        ("3", "Third.", "hand"),
    ):
        made.add(html, what, by)  # type: ignore[arg-type]
        clock.now += 60
    made.rename(2, "The warm one")
    made.go(2)
    made.add("4", "Fourth.", "source")
    clock.now += 3600
    made.go(3)
    made.add("5", "Fifth.", "hand")
    return made


@pytest.fixture
def view(qtbot: QtBot, clock: Clock, project: Project) -> VersionsView:
    made = VersionsView(LIGHT, clock)
    qtbot.addWidget(made)
    made.resize(240, 400)
    made.show_project(project)
    made.show()
    qtbot.waitExposed(made)
    made.list.setFocus()
    qtbot.waitUntil(made.list.hasFocus)
    return made


def told(view: VersionsView, row: int, role: int = Role.DisplayRole) -> str:
    return str(view.rows.index(row).data(role))


def stand_on(view: VersionsView, id: int) -> None:
    view.list.setCurrentIndex(view.rows.index(view.rows.row_of(id)))


def test_the_newest_stands_first_and_a_name_stands_for_what_was_done(view: VersionsView) -> None:
    assert [told(view, row) for row in range(5)] == [
        "Fifth.",
        "Fourth.",
        "Third.",
        "The warm one",
        "Opened forno.html.",
    ]


def test_a_row_says_all_that_is_drawn_and_the_graph_in_words(view: VersionsView) -> None:
    assert told(view, 0, Role.AccessibleTextRole) == "Fifth., by hand, just now, the page as it is"
    assert told(view, 1, Role.AccessibleTextRole) == "Fourth., in the source, 1 h ago"
    assert told(view, 3, Role.AccessibleTextRole) == "The warm one, Asked: warmer, by a model, 1 h ago"
    assert [told(view, row, Role.AccessibleDescriptionRole) for row in range(5)] == [
        "Made from: Third.", "Made from: The warm one", "Made from: The warm one", "Made from: Opened forno.html.", "A beginning",
    ]  # fmt: skip
    assert view.list.accessibleName() == "Versions"
    assert all(button.accessibleName() for button in (view.undo, view.redo, view.compare, view.rename))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (59, "just now"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (3600, "1 h ago"),
        (259_200, "3 d ago"),
        (9e6, "2026-09-"),
    ],
)
def test_times_are_those_of_now(view: VersionsView, clock: Clock, seconds: float, words: str) -> None:
    clock.now += seconds
    assert f", {words}" in told(view, 0, Role.AccessibleTextRole)


def test_enter_and_a_double_click_go_to_a_version(qtbot: QtBot, view: VersionsView) -> None:
    stand_on(view, 4)
    with qtbot.waitSignal(view.version_wanted) as asked:
        qtbot.keyClick(view.list, Key.Key_Return)
    assert asked.args == [4]
    place = view.list.visualRect(view.rows.index(3)).center()
    qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(view.version_wanted) as asked:
        qtbot.mouseDClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [2]


def test_enter_on_the_page_as_it_is_goes_nowhere(qtbot: QtBot, view: VersionsView) -> None:
    with qtbot.assertNotEmitted(view.version_wanted):
        qtbot.keyClick(view.list, Key.Key_Return)


def editor_of(view: VersionsView) -> QLineEdit:
    found = view.list.viewport().findChild(QLineEdit)
    assert found is not None
    return found


def test_f2_names_a_version_in_its_place(qtbot: QtBot, view: VersionsView) -> None:
    stand_on(view, 2)
    qtbot.keyClick(view.list, Key.Key_F2)
    editor = editor_of(view)
    assert (editor.text(), editor.accessibleName()) == ("The warm one", "Name of the version")
    editor.setText("Final 茶")
    with qtbot.waitSignal(view.name_wanted) as asked:
        qtbot.keyClick(editor, Key.Key_Return)
    assert asked.args == [2, "Final 茶"]


@pytest.mark.parametrize(("typed", "key"), [("x", Key.Key_Escape), ("", Key.Key_Return)])
def test_a_name_that_was_not_given_is_not_told(qtbot: QtBot, view: VersionsView, typed: str, key: Qt.Key) -> None:
    with qtbot.assertNotEmitted(view.name_wanted):
        qtbot.keyClick(view.list, Key.Key_F2)
        qtbot.keyClicks(editor_of(view), typed)
        qtbot.keyClick(editor_of(view), key)


def test_what_is_being_typed_stays_while_a_new_version_comes(
    qtbot: QtBot, view: VersionsView, project: Project
) -> None:
    stand_on(view, 2)
    view.edit_name()
    editor = editor_of(view)
    editor.selectAll()
    qtbot.keyClicks(editor, "Half a na")
    project.add("6", "Sixth.", "model")
    view.show_project(project)
    assert told(view, 0) == "Sixth."
    assert editor_of(view).text() == "Half a na"
    with qtbot.waitSignal(view.name_wanted) as asked:
        qtbot.keyClick(editor, Key.Key_Return)
    assert asked.args == [2, "Half a na"]


def test_the_buttons_say_what_they_would_undo_and_redo(qtbot: QtBot, view: VersionsView, project: Project) -> None:
    assert view.undo.toolTip() == "Undo: Fifth."
    assert (view.redo.toolTip(), view.redo.isEnabled()) == ("Nothing to redo", False)
    with qtbot.waitSignal(view.version_wanted) as asked:
        view.undo.click()
    assert asked.args == [3]
    project.undo()
    view.show_project(project)
    assert view.redo.accessibleDescription() == "Redo: Fifth."
    with qtbot.waitSignal(view.version_wanted) as asked:
        view.redo.click()
    assert asked.args == [5]
    project.go(1)
    view.show_project(project)
    assert (view.undo.toolTip(), view.undo.isEnabled()) == ("Nothing to undo", False)


def test_the_choice_follows_the_work_unless_other_versions_are_chosen(view: VersionsView, project: Project) -> None:
    assert view.chosen() == [5]
    project.undo()
    view.show_project(project)
    assert view.chosen() == [3]
    stand_on(view, 1)
    project.add("6", "Sixth.", "hand")
    view.show_project(project)
    assert view.chosen() == [1]


def test_two_that_are_chosen_are_compared_the_older_first(qtbot: QtBot, view: VersionsView) -> None:
    stand_on(view, 3)
    qtbot.keyClick(view.list, Key.Key_Up, Shift)
    with qtbot.waitSignal(view.compare_wanted) as asked:
        view.compare.click()
    assert asked.args == [3, 4]
    qtbot.keyClick(view.list, Key.Key_Up, Shift)
    assert not view.compare.isEnabled()


@pytest.mark.parametrize(("chosen", "pair"), [(1, [1, 5]), (4, [4, 5]), (5, [3, 5])])
def test_one_is_compared_with_the_page_as_it_is_and_that_with_what_it_was_made_from(
    qtbot: QtBot, view: VersionsView, chosen: int, pair: list[int]
) -> None:
    stand_on(view, chosen)
    with qtbot.waitSignal(view.compare_wanted) as asked:
        view.compare_action.trigger()
    assert asked.args == pair


def test_only_what_nobody_needs_can_be_deleted(qtbot: QtBot, view: VersionsView, project: Project) -> None:
    for id in range(1, 6):
        stand_on(view, id)
        assert view.forget_action.isEnabled() == (id == 4)
    stand_on(view, 4)
    with qtbot.waitSignal(view.forget_wanted) as asked:
        qtbot.keyClick(view.list, Key.Key_Delete)
    assert asked.args == [4]
    project.forget(4)
    view.show_project(project)
    assert view.rows.rowCount() == 4
    stand_on(view, 3)
    with qtbot.assertNotEmitted(view.forget_wanted):
        qtbot.keyClick(view.list, Key.Key_Delete)


def test_the_menu_of_a_row_holds_what_can_be_done(view: VersionsView) -> None:
    assert [action.text() for action in view.list.actions()] == ["Go to this version", "Name…", "Compare", "Delete"]
    assert view.list.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu
    assert not view.go_action.isEnabled()


def test_without_versions_a_sentence_stands_there(qtbot: QtBot) -> None:
    view = VersionsView(LIGHT)
    qtbot.addWidget(view)
    view.show()
    assert view.empty.isVisible()
    assert not any(button.isEnabled() for button in (view.undo, view.redo, view.compare, view.rename))


def test_many_branches_leave_room_for_words_in_a_narrow_list(
    qtbot: QtBot, view: VersionsView, project: Project
) -> None:
    for number in range(12):
        project.go(1)
        project.add(f"branch {number}", f"Branch {number}.", "hand")
    for number in range(12):
        project.go(6 + number)
        project.add(f"more {number}", f"More {number}.", "hand")
    view.show_project(project)
    assert view.rows.lanes > 8
    room = view._delegate._room(view.list.visualRect(view.rows.index(0)))
    assert room.width() >= 150


def pixel(view: VersionsView, id: int, lane: int, down: float) -> str:
    rect = view.list.visualRect(view.rows.index(view.rows.row_of(id)))
    seen: QImage = view.list.viewport().grab().toImage()
    return (
        QColor(seen.pixel(QPoint(view._delegate._x(rect, lane), rect.top() + round(rect.height() * down))))
        .name()
        .upper()
    )


def test_the_way_to_the_page_as_it_is_is_drawn_in_the_accent(view: VersionsView) -> None:
    for theme in (DARK, LIGHT):
        view.retheme(theme)
        assert pixel(view, 5, 0, 0.5) == theme.accent
        assert pixel(view, 3, 0, 0.5) != theme.accent  # hollow: only the page and what has a name are filled
        assert pixel(view, 2, 0, 0.5) == theme.accent


def test_five_hundred_versions_are_shown_anew_in_a_moment(view: VersionsView) -> None:
    project = Project()
    for number in range(499):
        project.add(f"{number}", f"Text changed: p “{number}”.", "hand")
    view.show_project(project)
    project.add("new", "New.", "hand")
    before = time.process_time()
    view.show_project(project)
    assert time.process_time() - before < 0.05


def test_a_narrow_list_says_which_version_is_the_page_rather_than_when(view: VersionsView, clock: Clock) -> None:
    def drawn() -> QImage:
        return view.list.viewport().grab(view.list.visualRect(view.rows.index(0))).toImage()

    for width, says_when in ((300, True), (150, False)):
        view.resize(width, 400)
        before = drawn()
        clock.now += 3600
        assert (drawn() != before) == says_when
