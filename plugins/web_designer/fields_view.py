"""Controls of the inspector: a colour with the page's palette, a length with its unit, a row with its label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)

from app.api_qt import Theme, tr

LABEL_PX = 84
SWATCH_PX = 18
SETTLES_MS = 250
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})$", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+))?\s*\)")


def hex_of(css: str) -> str:
    """``#rrggbb`` of a colour as a browser computes it; empty for one that is seen through."""
    found = _RGB.match(css.strip())
    if found:
        if found.group(4) is not None and float(found.group(4)) == 0:
            return ""
        return "#" + "".join(f"{round(float(found.group(part))):02x}" for part in (1, 2, 3))
    colour = QColor(css.strip())
    return colour.name() if colour.isValid() else ""


def px_of(css: str) -> float:
    """The number of a length in px; 0 for what is none."""
    found = re.match(r"-?[\d.]+(?=px)", css.strip())
    return float(found.group()) if found else 0.0


def row(label: str, *controls: QWidget) -> QWidget:
    """A label at the left and its controls beside it; the label belongs to the first."""
    made = QWidget()
    box = QHBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(4)
    said = QLabel(label)
    said.setProperty("role", "secondary")
    said.setFixedWidth(LABEL_PX)
    said.setBuddy(controls[0])
    box.addWidget(said)
    for number, control in enumerate(controls):
        if not control.accessibleName():
            control.setAccessibleName(label)
        box.addWidget(control, 1 if number == 0 else 0)
    return made


class ColourField(QWidget):
    """A swatch that opens the page's colours, and the colour as text.

    Signals:
        chosen: a colour as ``#rrggbb``; empty for none of its own.
    """

    chosen = Signal(str)

    def __init__(self, label: str, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._label = label
        self._colours: tuple[str, ...] = ()
        self._shown = ""
        self.setAccessibleName(label)
        self.swatch = QToolButton()
        self.swatch.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.swatch.setIconSize(QSize(SWATCH_PX, SWATCH_PX))
        self.swatch.setAccessibleName(tr("{name}: colours of the page").format(name=label))
        self.swatch.setToolTip(self.swatch.accessibleName())
        self.menu = QMenu(self)
        self.swatch.setMenu(self.menu)
        self.menu.aboutToShow.connect(self._fill)
        self.text = QLineEdit()
        self.text.setAccessibleName(label)
        self.text.setPlaceholderText(tr("none"))
        self.text.editingFinished.connect(self._take_text)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.swatch)
        box.addWidget(self.text, 1)
        self.setFocusProxy(self.text)

    def show_colour(self, css: str, palette: Sequence[str]) -> None:
        """Show a computed colour; ``palette`` is offered beside it."""
        self._colours = tuple(palette)
        self._show(hex_of(css))

    def retheme(self, theme: Theme) -> None:
        """Draw the swatch anew."""
        self._theme = theme
        self._show(self._shown)

    def _show(self, colour: str) -> None:
        self._shown = colour
        self.text.setText(colour)
        self.swatch.setIcon(swatch(colour, self._theme))

    def _take_text(self) -> None:
        given = self.text.text().strip()
        if given == self._shown:
            return
        colour = QColor(given)
        if given and not colour.isValid():
            self._show(self._shown)
            return
        self._choose(given.lower() if _HEX.match(given) else colour.name() if given else "")

    def _choose(self, colour: str) -> None:
        self._show(colour)
        self.chosen.emit(colour)

    def _fill(self) -> None:
        self.menu.clear()
        for colour in self._colours:
            self.menu.addAction(swatch(colour, self._theme), colour, lambda colour=colour: self._choose(colour))
        self.menu.addSeparator()
        self.menu.addAction(tr("Another colour…"), self._ask)
        self.menu.addAction(tr("None of its own"), lambda: self._choose(""))

    def _ask(self) -> None:
        colour = QColorDialog.getColor(QColor(self._shown or self._theme.accent), self, self._label)
        if colour.isValid():
            self._choose(colour.name())


class PxField(QDoubleSpinBox):
    """A length in px that speaks when it has settled.

    Signals:
        settled: the length, as CSS.
    """

    settled = Signal(str)

    def __init__(self, label: str, highest: float, lowest: float = 0.0) -> None:
        super().__init__()
        self.setRange(lowest, highest)
        self.setDecimals(0)
        self.setSuffix(" px")
        self.setAccessibleName(label)
        self.setKeyboardTracking(False)
        self.setMinimumWidth(64)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self._later = QTimer(self, singleShot=True, interval=SETTLES_MS)
        self._later.timeout.connect(lambda: self.settled.emit(f"{self.value():g}px"))
        self.valueChanged.connect(lambda _value: self._later.start())

    def show_px(self, css: str) -> None:
        """Show a computed length without saying so."""
        self.blockSignals(True)
        self.setValue(px_of(css))
        self.blockSignals(False)
        self._later.stop()


def swatch(colour: str, theme: Theme) -> QIcon:
    """A small square of a colour; crossed out where there is none."""
    made = QPixmap(SWATCH_PX, SWATCH_PX)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.secondary))
    painter.setBrush(QColor(colour) if colour else QColor(theme.surface))
    painter.drawRoundedRect(1, 1, SWATCH_PX - 2, SWATCH_PX - 2, 4, 4)
    if not colour:
        painter.drawLine(4, SWATCH_PX - 4, SWATCH_PX - 4, 4)
    painter.end()
    return QIcon(made)
