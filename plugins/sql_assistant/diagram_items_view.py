"""The parts of a diagram: cards of tables, and the lines of the keys between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.sql_assistant.diagram_layout import Place, Route
from plugins.sql_assistant.schema import Column, ForeignKey, Table

LINES = 8
"""Columns that a card shows where all are wanted; those of keys come first."""

MOST_KEY_LINES = 16
_PAD, _MIN_WIDTH, _MAX_WIDTH = 10.0, 120.0, 260.0
_FOOT, _BAR = 9.0, 7.0
_SLANT = 6.0
"""By which a name in italics may be wider."""

_REACH = 8.0
"""How near to a line the mouse must be."""

_FAINT = 0.25


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
    def of(cls, table: Table, keys: Sequence[ForeignKey], *, only_keys: bool = False) -> Face:
        """The face of a table, with the keys that begin at it or lead to it."""
        linked = {key.column for key in keys if key.table == table.name}
        needed = linked | {key.parent_column for key in keys if key.parent == table.name}

        def mark(column: Column) -> str:
            return "key" if column.is_key else "link" if column.name in linked else ""

        ordered = sorted(table.columns, key=lambda column: ("key", "link", "").index(mark(column)))
        if only_keys:
            shown = [column for column in ordered if column.name in needed or column.is_key][:MOST_KEY_LINES]
        else:
            shown = ordered[: LINES if len(ordered) <= LINES else LINES - 1]
        return cls(table, tuple((column.name, mark(column)) for column in shown), len(ordered) - len(shown))

    @classmethod
    def bare(cls, table: Table) -> Face:
        """The face of a table that is tied to none: it only counts its columns."""
        return cls(table, (), len(table.columns))

    @property
    def more_words(self) -> str:
        """The last line; empty where all columns are shown."""
        words = tr("{count} more") if self.lines else tr("Columns: {count}")
        return words.format(count=self.more) if self.more else ""

    def line_of(self, column: str) -> int:
        """The line of a column; the title's where it is not shown."""
        return next((number for number, (name, _) in enumerate(self.lines) if name == column), -1)


class Measure:
    """How large cards are in a font."""

    def __init__(self, font: QFont) -> None:
        self.font, self.bold = QFont(font), QFont(font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self._plain, self._strong = QFontMetricsF(self.font), QFontMetricsF(self.bold)
        self.line = round(self._plain.height() * 1.3)
        self.head = round(self._strong.height() * 1.7)

    def size(self, face: Face) -> tuple[float, float]:
        """Width and height."""
        texts = [self._strong.horizontalAdvance(face.table.name) + _SLANT]
        texts += [self._plain.horizontalAdvance(name) + 22 for name, _ in face.lines]
        width = min(max(_MIN_WIDTH, *texts) + 2 * _PAD, _MAX_WIDTH)
        lines = len(face.lines) + bool(face.more)
        return width, self.head + (self.line * lines + _PAD if lines else 0)

    def cut(self, text: str, width: float, *, bold: bool = False) -> str:
        """The text as far as it fits."""
        return (self._strong if bold else self._plain).elidedText(text, Qt.TextElideMode.ElideRight, width)

    def middle(self, line: int) -> float:
        """Where the middle of a line is, from the top of the card."""
        return self.head / 2 if line < 0 else self.head + self.line * (line + 0.5) + _PAD / 2


class Card(QGraphicsItem):
    """A table. ``hovered`` is told whether the mouse is on it; ``is_centre`` says that the others were chosen for its sake."""

    def __init__(self, face: Face, place: Place, measure: Measure, theme: Theme) -> None:
        super().__init__()
        self.face, self.place = face, place
        self.measure, self.theme = measure, theme
        self.is_marked = self.is_chosen = self.is_centre = False
        self.hovered: Callable[[bool], None] = lambda _is_on: None
        self.setPos(place.x, place.y)
        self.setAcceptHoverEvents(True)
        self.setToolTip(f"{face.table.name}\n{face.table.comment}".strip())
        self.setZValue(1)

    @property
    def name(self) -> str:
        """The table's."""
        return self.face.table.name

    def boundingRect(self) -> QRectF:
        return QRectF(-3, -3, self.place.width + 6, self.place.height + 6)

    def mark(self, *, is_marked: bool, is_faint: bool = False) -> None:
        """Draw it as one of those that are meant, or as one of the others."""
        self.is_marked = is_marked
        self.setOpacity(_FAINT * 1.6 if is_faint else 1.0)
        self.update()

    def choose(self, *, is_chosen: bool) -> None:
        """Draw it as the one that the keyboard is at."""
        self.is_chosen = is_chosen
        self.update()

    def anchor(self, column: str, *, right: bool) -> QPointF:
        """Where the line of a key begins or ends, in the scene."""
        y = self.measure.middle(self.face.line_of(column))
        return QPointF(self.place.x + (self.place.width if right else 0), self.place.y + y)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        theme, measure = self.theme, self.measure
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(0, 0, self.place.width, self.place.height)
        is_meant = self.is_marked or self.is_chosen or self.is_centre
        body = QPainterPath()
        body.addRoundedRect(frame, theme.radius, theme.radius)
        painter.fillPath(body, QColor(theme.surface))
        painter.save()
        painter.setClipRect(QRectF(0, 0, frame.width(), measure.head))
        painter.fillPath(body, QColor(theme.selected if is_meant else theme.hover))
        painter.restore()
        width = theme.focus_px if self.is_chosen or self.is_centre else 1.2
        painter.strokePath(body, QPen(QColor(theme.accent if is_meant else theme.line), width))
        self._paint_head(painter, frame)
        painter.setFont(measure.font)
        for number, (name, kind) in enumerate(self.face.lines):
            self._paint_line(painter, number, name, kind)
        if words := self.face.more_words:
            self._paint_line(painter, len(self.face.lines), words, "more" if self.face.lines else "count")

    def _paint_head(self, painter: QPainter, frame: QRectF) -> None:
        measure, head = self.measure, QRectF(_PAD, 0, frame.width() - 2 * _PAD, self.measure.head)
        font = QFont(measure.bold)
        font.setItalic(self.face.table.kind == "view")
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, measure.cut(self.name, head.width(), bold=True))

    def _paint_line(self, painter: QPainter, number: int, name: str, kind: str) -> None:
        theme, measure = self.theme, self.measure
        top = measure.head + measure.line * number + _PAD / 2
        left = _PAD if kind == "count" else _PAD + 14
        dot = QPointF(_PAD + 4, top + measure.line / 2)
        painter.setPen(QPen(QColor(theme.accent), 1.4))
        if kind in ("key", "link"):
            painter.setBrush(QColor(theme.accent) if kind == "key" else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot, 3.2, 3.2)
        painter.setPen(QColor(theme.text if kind in ("key", "link") else theme.secondary))
        width = self.place.width - left - _PAD
        line = QRectF(left, top, width, measure.line)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, measure.cut(name, width))

    def hoverEnterEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.hovered(True)

    def hoverLeaveEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.hovered(False)


class Edge(QGraphicsPathItem):
    """A key: a bar at the parent's column, a crow's foot at the child's; dashed where only the names say so."""

    def __init__(self, key: ForeignKey, cards: tuple[Card, Card], route: Route, theme: Theme) -> None:
        super().__init__()
        self.key = key
        self.hovered: Callable[[bool], None] = lambda _is_on: None
        self._theme = theme
        self._line, self._ends = _drawn(key, *cards, route)
        self.setPath(self._line)
        self.setToolTip(f"{key.table}.{key.column} → {key.parent}.{key.parent_column}")
        self.setAcceptHoverEvents(True)
        self.mark(is_marked=False)

    def mark(self, *, is_marked: bool, is_faint: bool = False) -> None:
        """Draw it as one of those that are meant, or as one of the others."""
        theme = self._theme
        pen = QPen(QColor(theme.accent if is_marked else theme.secondary), 2.0 if is_marked else 1.0)
        if not self.key.is_declared:
            pen.setDashPattern([5, 4])
        self.setPen(pen)
        self.setOpacity(_FAINT if is_faint else 1.0)
        self.setZValue(0.5 if is_marked else 0)

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(_REACH)
        return stroker.createStroke(self._line)

    def boundingRect(self) -> QRectF:
        return self._line.boundingRect().united(self._ends.boundingRect()).adjusted(-_REACH, -_REACH, _REACH, _REACH)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        painter.strokePath(self._line, self.pen())
        painter.strokePath(self._ends, QPen(self.pen().color(), self.pen().widthF()))

    def hoverEnterEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.hovered(True)

    def hoverLeaveEvent(self, _event: QGraphicsSceneHoverEvent) -> None:
        self.hovered(False)


def _drawn(key: ForeignKey, child: Card, parent: Card, route: Route) -> tuple[QPainterPath, QPainterPath]:
    """The line from the parent's column through the lanes to the child's, and what stands at its ends."""
    is_left = parent.place.x < child.place.x
    is_self = child is parent
    begin = parent.anchor(key.parent_column, right=is_left or is_self)
    end = child.anchor(key.column, right=not is_left or is_self)
    out = 1.0 if is_left or is_self else -1.0
    line = QPainterPath(begin)
    if is_self:
        line.cubicTo(begin + QPointF(34, 0), end + QPointF(34, 0), end)
    else:
        for place, (x, y) in enumerate(route):
            if place % 2:
                line.lineTo(x, y)
            else:
                _curve(line, QPointF(x, y))
        _curve(line, end)
    return line, _ends(begin, out, end, 1.0 if is_self else -out)


def _curve(line: QPainterPath, end: QPointF) -> None:
    """Go on to a point, level at both ends."""
    begin = line.currentPosition()
    bend = (end.x() - begin.x()) / 2
    line.cubicTo(begin + QPointF(bend, 0), end - QPointF(bend, 0), end)


def _ends(one: QPointF, out: float, many: QPointF, back: float) -> QPainterPath:
    """The bar at the side of the one, the crow's foot at the side of the many."""
    path = QPainterPath(one + QPointF(out * _BAR, -4))
    path.lineTo(one + QPointF(out * _BAR, 4))
    tip = many + QPointF(back * _FOOT, 0)
    for side in (-5.0, 5.0):
        path.moveTo(tip)
        path.lineTo(many + QPointF(0, side))
    return path
