"""“Like …”: files, folders and addresses that are chosen, typed or dropped; offline; what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.ui.theme import LIGHT
from plugins.web_designer.reference_view import ReferenceView

Key = Qt.Key
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


class Dialogs:
    """What the system's dialogs answer."""

    def __init__(self) -> None:
        self.answer: Path | None = None
        self.captions: list[str] = []

    def open(self, caption: str, _filters: str) -> Path | None:
        self.captions.append(caption)
        return self.answer

    def folder(self, caption: str) -> Path | None:
        self.captions.append(caption)
        return self.answer


@pytest.fixture
def dialogs() -> Dialogs:
    return Dialogs()


@pytest.fixture
def view(qtbot: QtBot, dialogs: Dialogs) -> ReferenceView:
    made = ReferenceView(LIGHT, dialogs.open, dialogs.folder)
    qtbot.addWidget(made)
    made.resize(320, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


def pick(view: ReferenceView, words: str) -> None:
    next(action for action in view.menu.actions() if action.text() == words).trigger()


def drop(view: ReferenceView, *urls: QUrl) -> bool:
    """Drop addresses on the view; whether it took one."""
    data = QMimeData()
    data.setUrls(list(urls))
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, LEFT, NONE)
    enter.ignore()
    QApplication.sendEvent(view, enter)
    if enter.isAccepted():
        QApplication.sendEvent(view, QDropEvent(QPointF(5, 5), copy, data, LEFT, NONE))
    return enter.isAccepted()


@pytest.mark.parametrize(
    ("words", "name"), [("Saved page or ZIP…", "page.html"), ("Saved page or ZIP…", "page.zip"), ("Folder…", "page")]
)
def test_a_file_or_folder_from_the_menu_is_told_and_stands_with_its_name(
    qtbot: QtBot, view: ReferenceView, dialogs: Dialogs, words: str, name: str
) -> None:
    dialogs.answer = Path("/pages") / name
    with qtbot.waitSignal(view.chosen) as told:
        pick(view, words)
    assert told.args == [str(dialogs.answer)] == [view.given]
    assert view.name.text() == name
    assert view.name.accessibleName() == f"Looks like {name}"
    assert not view.button.isVisible()


def test_a_dialog_that_is_dismissed_changes_nothing(qtbot: QtBot, view: ReferenceView) -> None:
    with qtbot.assertNotEmitted(view.chosen):
        pick(view, "Saved page or ZIP…")
    assert view.button.isVisible()


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("https://a.example/x", "https://a.example/x"),
        (" a.example ", "https://a.example"),
        ("http://a.example", "http://a.example"),
        ("ftp://a.example", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
    ],
)
def test_an_address_is_typed_and_taken_by_enter(qtbot: QtBot, view: ReferenceView, typed: str, given: str) -> None:
    pick(view, "Address…")
    qtbot.waitUntil(view.address.hasFocus)
    view.address.setText(typed)
    qtbot.keyClick(view.address, Key.Key_Return)
    assert view.given == given
    assert view.address.isVisible() == (not given)


def test_offline_the_address_is_shut_and_says_why(view: ReferenceView) -> None:
    view.set_online(False, "The program is offline.")
    pick(view, "Address…")
    assert not view.address.isEnabled()
    assert not view.use_button.isEnabled()
    assert view.reason.isVisible()
    assert view.reason.text() == "The program is offline." == view.address.accessibleDescription()
    assert view.cancel_button.hasFocus(), "the keyboard is where something can be done"
    assert not drop(view, QUrl("https://a.example/"))
    view.set_online(True)
    assert view.address.isEnabled()
    assert not view.reason.isVisible()


def test_the_x_takes_it_away_and_tells(qtbot: QtBot, view: ReferenceView) -> None:
    view.show_chosen("/pages/page.html")
    view.show_measured(["#ffffff"], ["Inter"], ["hero"])
    with qtbot.waitSignal(view.cleared):
        view.clear_button.click()
    assert view.given == ""
    assert view.button.isVisible()
    assert not view.fonts.isVisible()


def test_pages_folders_and_addresses_are_taken_by_drag_and_drop_and_other_files_are_not(
    view: ReferenceView, tmp_path: Path
) -> None:
    told: list[str] = []
    view.chosen.connect(told.append)
    (tmp_path / "site").mkdir()
    assert drop(view, QUrl.fromLocalFile("/a/b.png"), QUrl.fromLocalFile("/a/b.html"))
    assert drop(view, QUrl.fromLocalFile(str(tmp_path / "site")))
    assert drop(view, QUrl("https://a.example/x"))
    assert not drop(view, QUrl.fromLocalFile("/a/b.png"))
    assert told == [str(Path("/a/b.html")), str(tmp_path / "site"), "https://a.example/x"]


def test_what_was_measured_is_shown_and_replaces_that_it_is_being_measured(view: ReferenceView) -> None:
    view.show_chosen("https://a.example")
    view.show_measuring()
    assert view.waiting.isVisible()
    view.show_measured(["#ffffff", "#635bff"] * 6, ["Inter", "Inter", "Georgia"], ["hero", "features", "hero"])
    assert not view.waiting.isVisible()
    swatches = [label for label in view._measured.findChildren(QLabel) if label.toolTip().startswith("#")]
    assert [label.toolTip() for label in swatches] == ["#ffffff", "#635bff"] * 4
    assert swatches[1].pixmap().toImage().pixelColor(9, 9).name() == "#635bff"
    assert view.fonts.text() == "Inter · Georgia"
    assert view.sections.text() == "Opening → Features"


def test_a_page_that_could_not_be_measured_says_why(view: ReferenceView) -> None:
    view.show_chosen("https://a.example")
    view.show_measuring()
    view.show_failed("a.example cannot be reached.")
    assert view.failure.isVisible()
    assert view.failure.text() == "a.example cannot be reached."
    assert not view.waiting.isVisible()
    assert view.clear_button.isVisible()


def test_a_long_name_keeps_the_row_narrow(view: ReferenceView) -> None:
    view.show_chosen("https://a.example/" + "long/" * 40)
    assert view.sizeHint().width() <= 320
    assert view.name.toolTip().endswith("long/")
