"""Small makers for what every part of the window is built of; each sets roles for the style sheet and names for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.icons import IconSet, Ink

Role = Literal["", "title", "heading", "display", "strong", "secondary", "small"]


def label(text: str = "", role: Role = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label; plain text unless it was marked otherwise, so that a model's words are never read as markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where there is no room; the whole text is on hover."""

    def __init__(
        self, text: str = "", role: Role = "secondary", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        super().__init__()
        self._mode = mode
        self._full = ""
        self._tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show ``text``; line breaks become blanks."""
        self._full = " ".join(text.split())
        self.setText(self._full)
        self.setAccessibleName(self._full)

    def set_tip(self, text: str) -> None:
        """Say more on hover than the whole text; empty for that alone."""
        self._tip = text
        self._show_tip()

    @property
    def full_text(self) -> str:
        return self._full

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._full) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_tip()

    def _show_tip(self) -> None:
        self.setToolTip(self._tip or (self._full if self._shown() != self._full else ""))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        side = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.drawText(self.contentsRect(), int(side | Qt.AlignmentFlag.AlignVCenter), self._shown())
        painter.end()

    def _shown(self) -> str:
        return QFontMetrics(self.font()).elidedText(self._full, self._mode, self.width())


def button(text: str, role: Literal["", "primary", "danger", "chip", "link"] = "") -> QPushButton:
    """A push button; takes the focus by keyboard only, so that a click leaves no ring."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(text.replace("&", ""))
    if role:
        made.setProperty("role", role)
    return made


def icon_button(icons: IconSet, icon: str, name: str, *, ink: Ink = "secondary", text: str = "") -> QToolButton:
    """A flat button with an icon; ``name`` is said on hover and to screen readers."""
    made = QToolButton()
    icons.wear(made, icon, ink)
    made.setIconSize(QSize(18, 18))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if text:
        made.setText(text)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


def rule(*, vertical: bool = False) -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("role", "vrule" if vertical else "rule")
    return made


def frame(role: str, name: str = "") -> QFrame:
    """A frame with a role in the style sheet."""
    made = QFrame()
    made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


Part = QWidget | QLayout | int | None


def _box(box: QBoxLayout, parts: Iterable[Part], margins: tuple[int, int, int, int], spacing: int) -> None:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)


def row(*parts: Part, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """Parts side by side; None is a stretch, a number a gap."""
    box = QHBoxLayout()
    _box(box, parts, margins, spacing)
    return box


def column(*parts: Part, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8) -> QVBoxLayout:
    """Parts one below the other; None is a stretch, a number a gap."""
    box = QVBoxLayout()
    _box(box, parts, margins, spacing)
    return box


def filled(widget: QWidget, layout: QLayout) -> QWidget:
    """``widget`` with ``layout`` set."""
    widget.setLayout(layout)
    return widget


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this machine in what is dragged or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the colour that the style sheet gives a widget."""
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if inner := item.widget():
            inner.hide()
            inner.deleteLater()
        elif nested := item.layout():
            clear(nested)
