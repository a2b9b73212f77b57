"""What the board is drawn with: colours out of the theme's tokens, pieces, arrows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import chess
import chess.svg
from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QPolygonF, QRadialGradient
from PySide6.QtSvg import QSvgRenderer

from app.api_qt import Theme


def mixed(first: str, second: str, share: float) -> QColor:
    """``second`` over ``first``, with ``share`` 0–1 of it."""
    a, b = QColor(first), QColor(second)

    def part(x: int, y: int) -> int:
        return round(x * (1 - share) + y * share)

    return QColor(part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue()))


def faded(colour: str, alpha: float) -> QColor:
    """``colour`` with an opacity 0–1."""
    made = QColor(colour)
    made.setAlphaF(alpha)
    return made


@dataclass(frozen=True, slots=True)
class BoardColours:
    """The board in one theme: pieces stay black and white, so its squares stay between them in both themes."""

    light: QColor
    dark: QColor
    last: QColor
    picked: QColor
    target: QColor
    check: QColor
    cursor: QColor
    coordinate_on_light: QColor
    coordinate_on_dark: QColor

    @classmethod
    def of(cls, theme: Theme) -> BoardColours:
        """Made of the theme's tokens."""
        if theme.is_dark:
            light = mixed(mixed(theme.ground, theme.text, 0.74).name(), theme.accent, 0.1)
            dark = mixed(mixed(theme.line, theme.accent, 0.5).name(), theme.secondary, 0.2)
            last = QColor(theme.unverified)
        else:
            light, dark = mixed(theme.surface, theme.accent, 0.08), mixed(theme.surface, theme.accent, 0.46)
            last = QColor(theme.unverified).lighter(170)
        return cls(
            light,
            dark,
            last=faded(last.name(), 0.4),
            picked=faded(theme.accent, 0.55),
            target=faded(theme.ground if theme.is_dark else theme.text, 0.34),
            check=QColor(theme.failed).darker(125) if theme.is_dark else QColor(theme.failed),
            cursor=QColor(theme.ground if theme.is_dark else theme.accent),
            coordinate_on_light=mixed(theme.ground, theme.accent, 0.3) if theme.is_dark else QColor(theme.accent),
            coordinate_on_dark=QColor(theme.ground) if theme.is_dark else mixed(theme.text, theme.accent, 0.4),
        )


@dataclass(frozen=True, slots=True)
class Arrow:
    """A move to show. ``colour`` and ``ink`` are of the arrow and of the words on it; ``label`` is its score."""

    move: chess.Move
    colour: str
    ink: str
    label: str = ""


@dataclass
class Pieces:
    """The pieces as pictures, drawn once for each size."""

    _drawn: dict[tuple[str, int], QPixmap] = field(default_factory=dict)

    def pixmap(self, piece: chess.Piece, side_px: int, ratio: float) -> QPixmap:
        """The piece on a transparent square of ``side_px`` device-independent pixels."""
        side = max(1, round(side_px * ratio))
        key = (piece.symbol(), side)
        if key not in self._drawn:
            if len(self._drawn) > 96:  # while a window is being resized every size comes by
                self._drawn.clear()
            self._drawn[key] = _draw_piece(piece, side)
        made = self._drawn[key]
        made.setDevicePixelRatio(ratio)
        return made


def _draw_piece(piece: chess.Piece, side: int) -> QPixmap:
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(chess.svg.piece(piece).encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made


def draw_check(painter: QPainter, square: QRectF, colour: QColor) -> None:
    """A glow under a king in check."""
    glow = QRadialGradient(square.center(), square.width() * 0.62)
    clear = QColor(colour)
    clear.setAlpha(0)
    for place, shade in ((0.0, colour), (0.35, colour), (1.0, clear)):
        glow.setColorAt(place, shade)
    painter.fillRect(square, glow)


def draw_arrow(painter: QPainter, start: QPointF, end: QPointF, side: float, colour: str) -> None:
    """An arrow between the centres of two squares, thin enough that the pieces are still seen."""
    length = math.hypot(end.x() - start.x(), end.y() - start.y())
    if not length:
        return
    along = (end - start) / length
    across = QPointF(-along.y(), along.x())
    neck = end - along * side * 0.36
    tail, half, head = start + along * side * 0.3, across * side * 0.075, across * side * 0.2
    shape = [tail + half, neck + half, neck + head, end, neck - head, neck - half, tail - half]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(colour, 0.82))
    painter.drawPolygon(QPolygonF(shape))


def draw_label(painter: QPainter, arrow: Arrow, square: QRectF, *, below: bool) -> None:
    """The arrow's score on a pill at the edge of its target square."""
    font = painter.font()
    font.setPixelSize(max(10, round(square.width() * 0.19)))
    font.setBold(True)
    painter.setFont(font)
    metrics = painter.fontMetrics()
    height = metrics.height() + 2.0
    width = metrics.horizontalAdvance(arrow.label) + height * 0.8
    top = square.bottom() - height * 0.62 if below else square.top() - height * 0.38
    pill = QRectF(square.center().x() - width / 2, top, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(arrow.colour))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(QColor(arrow.ink))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, arrow.label)
