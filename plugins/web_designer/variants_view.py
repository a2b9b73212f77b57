"""The same page in several dresses side by side: a card with a picture for each, to choose one."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr, tr_said

CARD_PX = 264
"""A card is at least as wide; where the cards do not fit they scroll sideways."""

ICON_PX = 28
_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class VariantsView(QWidget):
    """Cards side by side, or a sentence while there are none.

    Signals:
        chosen: one was taken; its place from 0.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards: list[VariantCard] = []
        self._empty = QLabel(tr("Three dresses of the page will stand here, to choose one."))
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        inside.setProperty("role", "scrolled")
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * theme.grid)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._area)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self.setAccessibleName(tr("Variants of the page"))

    def show_variants(self, dresses: Sequence[tuple[str, str]]) -> None:
        """Show a card for each style and palette; their pictures come later."""
        for card in self.cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [VariantCard(self._theme, number, *dress) for number, dress in enumerate(dresses)]
        for card in self.cards:
            card.chosen.connect(self.chosen)
            card.step_wanted.connect(self._step)
            card.focused.connect(self._area.ensureWidgetVisible)
            self._row.addWidget(card, 1)
        self._stack.setCurrentIndex(1 if self.cards else 0)

    def clear(self) -> None:
        """As before the first."""
        self.show_variants(())

    def set_picture(self, index: int, picture: QImage | bytes) -> None:
        """Show how one looks; bytes are those of a PNG. A picture for a card that is gone is let go."""
        if 0 <= index < len(self.cards):
            self.cards[index].set_picture(picture if isinstance(picture, QImage) else QImage.fromData(picture))

    def set_failed(self, index: int, why: str) -> None:
        """Say why there is no picture of one; it can be taken all the same."""
        if 0 <= index < len(self.cards):
            self.cards[index].set_failed(why)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        for card in self.cards:
            card.retheme(theme)

    def _step(self, number: int, step: int) -> None:
        beside = min(max(number + step, 0), len(self.cards) - 1)
        self.cards[beside].setFocus(Qt.FocusReason.TabFocusReason)


class VariantCard(QFrame):
    """A picture with its name and a button.

    Signals:
        chosen: it was taken; its number.
        step_wanted: from its number, another one so far beside it.
        focused: it has the keyboard.
    """

    chosen = Signal(int)
    step_wanted = Signal(int, int)
    focused = Signal(QWidget)

    def __init__(self, theme: Theme, number: int, style: str, palette: str) -> None:
        super().__init__()
        self._theme = theme
        self._number = number
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(CARD_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title = QLabel(" · ".join(tr(name) for name in (style, palette) if name))
        self.title.setProperty("role", "strong")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setToolTip(self.title.text())
        self.setAccessibleName(tr("Variant {n}: {name}").format(n=number + 1, name=self.title.text()))
        self.setAccessibleDescription(tr("Its picture is being drawn."))
        self.button = QPushButton(tr("Use this one"))
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(tr("Use variant {n}").format(n=number + 1))
        self.button.clicked.connect(lambda: self.chosen.emit(self._number))
        self.picture = _Picture(theme)
        self.waiting = _Waiting()
        self.failure = _Failure(theme)
        self._stack = QStackedWidget()
        for part in (self.waiting, self.picture, self.failure):
            self._stack.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.title, 1)
        foot.addWidget(self.button)
        box = QVBoxLayout(self)
        box.setContentsMargins(*[theme.grid] * 4)
        box.setSpacing(theme.grid)
        box.addWidget(self._stack, 1)
        box.addLayout(foot)

    def set_picture(self, picture: QImage) -> None:
        """Show how it looks."""
        if picture.isNull():
            self.set_failed(tr("The picture cannot be read."))
            return
        self.picture.set_image(picture)
        self._stack.setCurrentWidget(self.picture)
        self.setAccessibleDescription(tr("Its picture is shown."))

    def set_failed(self, why: str) -> None:
        """Say why there is no picture."""
        self.failure.say(tr_said(why))
        self._stack.setCurrentWidget(self.failure)
        self.setAccessibleDescription(tr_said(why))

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.picture.retheme(theme)
        self.failure.retheme(theme)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _CHOOSING:
            self.chosen.emit(self._number)
        elif event.key() in _STEPS:
            self.step_wanted.emit(self._number, _STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent), self._theme.focus_px))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, self._theme.radius_large, self._theme.radius_large)
            painter.end()


class _Picture(QWidget):
    """The top of a page, as wide as there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        self._drawn = QImage()
        self._seen = (0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_image(self, image: QImage) -> None:
        self._image, self._seen = image, (0, 0)
        self.update()

    def retheme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(CARD_PX, CARD_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QPainterPath()
        edge.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._theme.gap, self._theme.gap)
        painter.setClipPath(edge)
        painter.drawImage(0, 0, self._scaled())
        painter.setClipping(False)
        painter.setPen(QColor(self._theme.line))
        painter.drawPath(edge)
        painter.end()

    def _scaled(self) -> QImage:
        """Only what is seen is made smaller: a page can be very long."""
        ratio = self.devicePixelRatioF()
        width, height = round(self.width() * ratio), round(self.height() * ratio)
        if self._seen != (width, height):
            seen = round(height * self._image.width() / max(width, 1))
            top = self._image.copy(QRect(0, 0, self._image.width(), min(seen, self._image.height())))
            self._drawn = top.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            self._drawn.setDevicePixelRatio(ratio)
            self._seen = (width, height)
        return self._drawn


class _Waiting(QWidget):
    """What stands in the place of a picture that is being drawn."""

    def __init__(self) -> None:
        super().__init__()
        words = QLabel(tr("Drawing the page…"))
        words.setProperty("role", "secondary")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words.text())
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(words)
        box.addWidget(bar)
        box.addStretch(1)


class _Failure(QWidget):
    """Why there is no picture."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = QLabel()
        self.words.setProperty("role", "secondary")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.addStretch(1)
        box.addWidget(self._icon)
        box.addWidget(self.words)
        box.addStretch(1)
        self.retheme(theme)

    def say(self, why: str) -> None:
        self.words.setText(why)

    def retheme(self, theme: Theme) -> None:
        icon = qtawesome.icon("mdi6.image-off-outline", color=theme.unverified)
        self._icon.setPixmap(icon.pixmap(ICON_PX, ICON_PX))
