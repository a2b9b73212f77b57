"""The list at the left of each view of the model page: rows of two lines with a pill at the right, drawn in the theme's colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.ui.desk import Desk
from app.ui.icons import Ink

ROW_PX = 60
PILL_PX = 20
BAR_PX = 3
ICON_PX = 14
ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Pill:
    """An icon and a word in one colour; ``tip`` has the figures."""

    words: str
    icon: str
    ink: Ink
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        key: what tells it from the others; the same over refreshes.
        detail: second line.
        note: at the right of the second line (“In use”), in ``note_ink``.
        icon: before both lines; empty for none.
        fraction: 0–1 draws a bar at the foot of the row.
    """

    key: str
    title: str
    detail: str = ""
    pill: Pill | None = None
    note: str = ""
    note_ink: Ink = "secondary"
    icon: str = ""
    icon_ink: Ink = "secondary"
    fraction: float | None = None
    tip: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for screen readers."""
        parts = (self.title, self.detail, self.pill.words if self.pill else "", self.note)
        return ", ".join(part for part in parts if part)


class RowList(QListWidget):
    """Rows that keep their place: a refresh moves neither the choice nor the scroll bar.

    Signals:
        picked: another row is the current one; its key, empty for none.
        confirmed: Enter or a double click on a row; its key.
    """

    picked = Signal(str)
    confirmed = Signal(str)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self.setProperty("role", "rows")
        self.setAccessibleName(name)
        self.setItemDelegate(_RowDelegate(desk, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.currentItemChanged.connect(lambda item, _old: self.picked.emit(_key(item)))
        self.itemActivated.connect(lambda item: self.confirmed.emit(_key(item)))

    @property
    def key(self) -> str:
        """Of the current row; empty for none."""
        return _key(self.currentItem())

    @property
    def rows(self) -> list[Row]:
        return [self.item(place).data(ROW_ROLE) for place in range(self.count())]

    def set_rows(self, rows: Sequence[Row], *, choose_first: bool = True) -> None:
        """Show ``rows``; the current one stays the current one as long as it is among them."""
        if [row.key for row in rows] != [row.key for row in self.rows]:
            self._rebuild(rows, choose_first=choose_first)
            return
        for place, row in enumerate(rows):
            if self.item(place).data(ROW_ROLE) != row:
                _fill(self.item(place), row)

    def choose(self, key: str) -> bool:
        """Make a row the current one; False if there is none of that key."""
        place = next((place for place, row in enumerate(self.rows) if row.key == key), -1)
        if place >= 0:
            self.setCurrentRow(place)
        return place >= 0

    def _rebuild(self, rows: Sequence[Row], *, choose_first: bool) -> None:
        before, at = self.key, self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem()
            _fill(item, row)
            self.addItem(item)
        found = self.choose(before) if before else False
        if not found and choose_first and rows:
            self.setCurrentRow(0)
        self.blockSignals(False)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(at if found or not before else 0)
        if self.key != before or not rows:
            self.picked.emit(self.key)


def _fill(item: QListWidgetItem, row: Row) -> None:
    item.setData(ROW_ROLE, row)
    item.setText(row.title)  # letters that are typed find it
    item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken)
    item.setToolTip(row.tip or (row.pill.tip if row.pill else ""))


def _key(item: QListWidgetItem | None) -> str:
    return "" if item is None else str(item.data(ROW_ROLE).key)


class _RowDelegate(QStyledItemDelegate):
    """Draws a ``Row``."""

    def __init__(self, desk: Desk, view: RowList) -> None:
        super().__init__(view)
        self._desk = desk
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        self._paint_ground(painter, option, area)
        inner = area.adjusted(12, 9, -12, -9)
        if row.icon:
            side = self._desk.theme.icon_px
            self._paint_icon(painter, QRect(inner.left(), inner.top() + 1, side, side), row.icon, row.icon_ink)
            inner.setLeft(inner.left() + side + 10)
        self._paint_lines(painter, inner, row)
        if row.fraction is not None:
            self._paint_bar(painter, area, row.fraction)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        theme = self._desk.theme
        state: QStyle.StateFlag = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        box = QRectF(area).adjusted(2, 1, -2, -1)
        if is_selected or is_hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selected if is_selected else theme.hover))
            painter.drawRoundedRect(box, theme.radius, theme.radius)
        if bool(state & QStyle.StateFlag.State_HasFocus) and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), theme.focus_px))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.radius, theme.radius)

    def _paint_lines(self, painter: QPainter, inner: QRect, row: Row) -> None:
        theme = self._desk.theme
        strong, small = _font(self._view, theme.font_px, bold=True), _font(self._view, theme.small_px)
        first = QRect(inner.left(), inner.top(), inner.width(), PILL_PX)
        second = QRect(inner.left(), inner.bottom() - 17, inner.width(), 18)
        pill_px = self._paint_pill(painter, first, row.pill, small) if row.pill else 0
        _text(painter, first.adjusted(0, 0, -pill_px, 0), row.title, strong, theme.text)
        note_px = QFontMetrics(small).horizontalAdvance(row.note) + 12 if row.note else 0
        _text(painter, second.adjusted(0, 0, -note_px, 0), row.detail, small, theme.secondary)
        if row.note:
            ink = getattr(theme, row.note_ink)
            _text(painter, second, row.note, small, ink, Qt.AlignmentFlag.AlignRight)

    def _paint_pill(self, painter: QPainter, line: QRect, pill: Pill, font: QFont) -> int:
        width = pill_width(pill, font)
        box = QRect(line.right() - width + 1, line.top(), width, PILL_PX)
        paint_pill(painter, box, pill, font, self._desk)
        return width + 10

    def _paint_icon(self, painter: QPainter, box: QRect, icon: str, ink: Ink) -> None:
        painter.drawPixmap(box, self._desk.icons.pixmap(icon, ink, box.width()))

    def _paint_bar(self, painter: QPainter, area: QRect, fraction: float) -> None:
        theme = self._desk.theme
        track = QRectF(area.left() + 12, area.bottom() - BAR_PX - 3, area.width() - 24, BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(track, 1.5, 1.5)
        painter.setBrush(QColor(theme.accent))
        track.setWidth(track.width() * min(max(fraction, 0.0), 1.0))
        painter.drawRoundedRect(track, 1.5, 1.5)


class PillLabel(QLabel):
    """A pill as a widget of its own; words, icon and colour are its accessible name and its look."""

    def __init__(self, desk: Desk, pill: Pill | None = None) -> None:
        super().__init__()
        self._desk = desk
        self.pill = pill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_pill(pill)

    def set_pill(self, pill: Pill | None) -> None:
        """Show another one; None hides it."""
        self.pill = pill
        self.setVisible(pill is not None)
        if pill is not None:
            self.setAccessibleName(pill.words)
            self.setToolTip(pill.tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.pill, self._font()) if self.pill else 0, PILL_PX)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: object) -> None:
        if self.pill is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, self.rect(), self.pill, self._font(), self._desk)
        painter.end()

    def _font(self) -> QFont:
        return _font(self, self._desk.theme.small_px)


def pill_width(pill: Pill, font: QFont) -> int:
    """In pixels, with icon and margins."""
    return QFontMetrics(font).horizontalAdvance(pill.words) + ICON_PX + 20


def paint_pill(painter: QPainter, box: QRect, pill: Pill, font: QFont, desk: Desk) -> None:
    """Draw a pill that fills ``box``."""
    theme = desk.theme
    colour = QColor(getattr(theme, pill.ink))
    painter.setPen(QPen(colour, 1))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), PILL_PX / 2, PILL_PX / 2)
    icon = QRect(box.left() + 6, box.top() + (PILL_PX - ICON_PX) // 2, ICON_PX, ICON_PX)
    painter.drawPixmap(icon, desk.icons.pixmap(pill.icon, pill.ink, ICON_PX))
    _text(painter, box.adjusted(ICON_PX + 10, 0, -8, 0), pill.words, font, colour.name())


def _text(
    painter: QPainter,
    box: QRect,
    text: str,
    font: QFont,
    colour: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)


def _font(widget: QFrame, size_px: int, *, bold: bool = False) -> QFont:
    made = QFont(widget.font())
    made.setPixelSize(size_px)
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made
