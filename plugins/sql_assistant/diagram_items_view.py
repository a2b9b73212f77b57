"""The parts of a diagram: cards of tables, and the lines of the keys between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.api_qt import Theme
from plugins.sql_assistant.diagram_layout import Place
from plugins.sql_assistant.schema import Column, ForeignKey, Table

LINES = 8
"""Columns that a card shows; those of keys come first."""

_PAD, _MIN_WIDTH, _MAX_WIDTH = 10.0, 140.0, 280.0
_FOOT = 9.0


@dataclass(frozen=True, slots=True)
class Face:
    """What a card shows.

    Attributes:
        lines: names with a mark: ``key``, ``link`` or nothing.
        more: how many columns are not shown.
    """

    table: Table
    lines: tuple[tuple[str, str], ...]
    more: int

    @classmethod
    def of(cls, table: Table, keys: Sequence[ForeignKey]) -> Face:
        """The face of a table, with the keys that begin at it."""
        linked = {key.column for key in keys}

        def mark(column: Column) -> str:
            return "key" if column.is_key else "link" if column.name in linked else ""

        ordered = sorted(table.columns, key=lambda column: ("key", "link", "").index(mark(column)))
        shown = ordered[: LINES if len(ordered) <= LINES else LINES - 1]
        return cls(table, tuple((column.name, mark(column)) for column in shown), len(ordered) - len(shown))

    def line_of(self, column: str) -> int:
        """The line of a column; the title's where it is not shown."""
        return next((number for number, (name, _) in enumerate(self.lines) if name == column), -1)


class Measure:
    """How large cards are in a font."""

    def __init__(self, font: QFont) -> None:
        self.font, self.bold = QFont(font), QFont(font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self._plain, self._strong = QFontMetricsF(self.font), QFontMetricsF(self.bold)
        self.line = round(self._plain.height() * 1.35)
        self.head = round(self._strong.height() * 1.8)

    def size(self, face: Face) -> tuple[float, float]:
        """Width and height."""
        texts = [self._strong.horizontalAdvance(face.table.name)]
        texts += [self._plain.horizontalAdvance(name) + 22 for name, _ in face.lines]
        width = min(max(_MIN_WIDTH, *texts) + 2 * _PAD, _MAX_WIDTH)
        return width, self.head + self.line * (len(face.lines) + bool(face.more)) + _PAD

    def cut(self, text: str, width: float, *, bold: bool = False) -> str:
        """The text as far as it fits."""
        return (self._strong if bold else self._plain).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def middle(self, line: int) -> float:
        """Where the middle of a line is, from the top of the card."""
        return self.head / 2 if line < 0 else self.head + self.line * (line + 0.5)


class Card(QGraphicsItem):
    """A table. ``hovered`` and ``picked`` are told the table's name."""

    def __init__(self, face: Face, place: Place, measure: Measure, theme: Theme) -> None:
        super().__init__()
        self.face, self.place = face, place
        self.measure, self.theme = measure, theme
        self.more_words = ""
        self.is_marked = False
        self.hovered: Callable[[str], None] = lambda _name: None
        self.picked: Callable[[str], None] = lambda _name: None
        self.setPos(place.x, place.y)
        self.setAcceptHoverEvents(True)
        self.setToolTip(face.table.comment or face.table.name)
        self.setZValue(1)

    def boundingRect(self) -> QRectF:
        return QRectF(-2, -2, self.place.width + 4, self.place.height + 4)

    def mark(self, is_marked: bool) -> None:
        """Draw it as the one that is meant."""
        if is_marked != self.is_marked:
            self.is_marked = is_marked
            self.update()

    def anchor(self, column: str, *, right: bool) -> QPointF:
        """Where the line of a key begins or ends, in the scene."""
        y = self.measure.middle(self.face.line_of(column))
        return QPointF(self.place.x + (self.place.width if right else 0), self.place.y + y)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        theme, measure = self.theme, self.measure
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0, 0, self.place.width, self.place.height)
        painter.setPen(QPen(QColor(theme.accent if self.is_marked else theme.line), 2 if self.is_marked else 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(frame, theme.radius, theme.radius)
        painter.setFont(measure.bold)
        painter.setPen(QColor(theme.text))
        head = QRectF(_PAD, 0, frame.width() - 2 * _PAD, measure.head)
        painter.drawText(
            head, Qt.AlignmentFlag.AlignVCenter, measure.cut(self.face.table.name, head.width(), bold=True)
        )
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(QPointF(0, measure.head), QPointF(frame.width(), measure.head))
        painter.setFont(measure.font)
        for number, (name, kind) in enumerate(self.face.lines):
            self._paint_line(painter, number, name, kind)
        if self.face.more:
            self._paint_line(painter, len(self.face.lines), self.more_words, "more")

    def _paint_line(self, painter: QPainter, number: int, name: str, kind: str) -> None:
        theme, measure = self.theme, self.measure
        top = measure.head + measure.line * number
        left = _PAD + 14
        if kind == "key":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(QPointF(_PAD + 4, top + measure.line / 2), 3.5, 3.5)
        elif kind == "link":
            painter.setPen(QPen(QColor(theme.accent), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(_PAD + 4, top + measure.line / 2), 3.5, 3.5)
        painter.setPen(QColor(theme.secondary if kind in ("", "more") else theme.text))
        width = self.place.width - left - _PAD
        line = QRectF(left, top, width, measure.line)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, measure.cut(name, width))

    def hoverEnterEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.hovered(self.face.table.name)

    def hoverLeaveEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.hovered("")

    def mouseDoubleClickEvent(self, _event: QGraphicsSceneMouseEvent) -> None:
        self.picked(self.face.table.name)


class Edge(QGraphicsPathItem):
    """A key: from the child's column, with a crow's foot, to the parent's; dashed where only the names say so."""

    def __init__(self, key: ForeignKey, child: Card, parent: Card, theme: Theme) -> None:
        super().__init__()
        self.key = key
        self._theme = theme
        self.setPath(_path(child, parent, key))
        self.setToolTip(f"{key.table}.{key.column} → {key.parent}.{key.parent_column}")
        self.mark(is_marked=False)

    def mark(self, *, is_marked: bool) -> None:
        """Draw it as one of those that are meant."""
        pen = QPen(QColor(self._theme.accent if is_marked else self._theme.secondary), 2.0 if is_marked else 1.0)
        if not self.key.is_declared:
            pen.setStyle(Qt.PenStyle.DashLine)
        self.setPen(pen)
        self.setZValue(0.5 if is_marked else 0)


def _path(child: Card, parent: Card, key: ForeignKey) -> QPainterPath:
    """A curve between the sides that face each other; of a table to itself, a loop at its right."""
    if child is parent:
        start, end = child.anchor(key.column, right=True), child.anchor(key.parent_column, right=True)
        bend = 44.0
        path = _foot(start, 1)
        path.moveTo(start)
        path.cubicTo(start + QPointF(bend, 0), end + QPointF(bend, -18), end)
        return path
    is_left = parent.place.x + parent.place.width <= child.place.x
    is_right = child.place.x + child.place.width <= parent.place.x
    start, end = (
        child.anchor(key.column, right=not is_left),
        parent.anchor(key.parent_column, right=is_left or not is_right),
    )
    out, back = (-1, 1) if is_left else (1, -1) if is_right else (1, 1)
    bend = max(36.0, min(abs(end.x() - start.x()) / 2, 120.0))
    path = _foot(start, out)
    path.moveTo(start)
    path.cubicTo(start + QPointF(out * bend, 0), end + QPointF(back * bend, 0), end)
    return path


def _foot(at: QPointF, out: int) -> QPainterPath:
    """The crow's foot at the side of the many."""
    path = QPainterPath()
    tip = at + QPointF(out * _FOOT, 0)
    for side in (-5.0, 5.0):
        path.moveTo(tip)
        path.lineTo(at + QPointF(0, side))
    return path
