"""Cards side by side: pictures as they come, the keyboard, a click, what failed, narrow windows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT
from plugins.web_designer.variants_view import VariantsView

Key = Qt.Key
DRESSES = (("editorial", "clay"), ("night", "ink"), ("soft", ""))


@pytest.fixture
def view(qtbot: QtBot) -> VariantsView:
    made = VariantsView(LIGHT)
    qtbot.addWidget(made)
    made.resize(960, 500)
    made.show_variants(DRESSES)
    made.show()
    qtbot.waitExposed(made)
    return made


def image(colour: str, height: int = 3_000) -> QImage:
    """A page that is of a colour at its top and black from two thirds on."""
    made = QImage(1280, height, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    for row in range(height * 2 // 3, height, 50):
        made.setPixelColor(5, row, QColor("black"))
    return made


def png(picture: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(data.data())


def test_each_card_has_its_dress_as_a_title_and_says_that_its_picture_is_coming(view: VariantsView) -> None:
    assert [card.title.text() for card in view.cards] == ["editorial · clay", "night · ink", "soft"]
    assert all(card.waiting.isVisible() for card in view.cards)
    assert view.cards[0].accessibleName() == "Variant 1: editorial · clay"


def test_a_picture_stands_in_its_card_when_it_comes(view: VariantsView) -> None:
    view.set_picture(0, image("#e0b35c"))
    view.set_picture(2, png(image("#2f6f5e", 200)))
    view.set_picture(7, image("#000000"))
    assert [card.picture.isVisible() for card in view.cards] == [True, False, True]
    seen = view.cards[0].picture.grab().toImage()
    middle = seen.pixelColor(seen.width() // 2, 20)
    assert middle.name() == "#e0b35c"
    assert view.cards[1].waiting.isVisible()


def test_a_picture_that_failed_says_why_and_the_card_can_be_taken_all_the_same(
    qtbot: QtBot, view: VariantsView
) -> None:
    view.set_failed(1, "The browser stopped.")
    assert view.cards[1].failure.words.text() == "The browser stopped."
    view.set_picture(2, b"no picture")
    assert view.cards[2].failure.isVisible()
    with qtbot.waitSignal(view.chosen) as told:
        view.cards[1].button.click()
    assert told.args == [1]


def test_arrows_go_from_card_to_card_and_enter_takes_one(qtbot: QtBot, view: VariantsView) -> None:
    view.cards[0].setFocus()
    qtbot.waitUntil(view.cards[0].hasFocus)
    for _ in range(4):
        qtbot.keyClick(view.focusWidget(), Key.Key_Right)
    assert view.cards[2].hasFocus()
    qtbot.keyClick(view.cards[2], Key.Key_Left)
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.keyClick(view.focusWidget(), Key.Key_Return)
    assert told.args == [1]


def test_a_click_on_the_picture_takes_its_variant(qtbot: QtBot, view: VariantsView) -> None:
    view.set_picture(2, image("#2f6f5e"))
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.mouseClick(view.cards[2].picture, Qt.MouseButton.LeftButton)
    assert told.args == [2]


def test_a_card_that_has_the_keyboard_is_scrolled_into_a_narrow_window(qtbot: QtBot, view: VariantsView) -> None:
    view.resize(420, 400)
    qtbot.waitUntil(lambda: view._area.horizontalScrollBar().maximum() > 0)
    view.cards[0].setFocus()
    qtbot.keyClick(view.cards[0], Key.Key_Right)
    qtbot.keyClick(view.cards[1], Key.Key_Right)
    card = view.cards[2]
    assert card.mapTo(view, card.rect().topRight()).x() <= view.width()
    assert card.width() >= 264


def test_without_variants_a_sentence_says_what_comes(view: VariantsView) -> None:
    view.clear()
    assert view.cards == []
    assert view._empty.isVisible()


def test_the_ring_of_the_keyboard_is_the_accent_of_the_theme(qtbot: QtBot, view: VariantsView) -> None:
    view.cards[1].setFocus()
    qtbot.waitUntil(view.cards[1].hasFocus)
    for theme in (DARK, LIGHT):
        view.retheme(theme)
        seen = view.cards[1].grab().toImage()
        assert seen.pixelColor(1, seen.height() // 2).name().upper() == theme.accent
