"""The rows of the list of versions: what they say, and how they are drawn."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime

import qtawesome
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.api_qt import Theme, tr, tr_said
from plugins.web_designer.project.graph import Row, rows_of
from plugins.web_designer.project.versions import NONE, Maker, Project, Version

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

LANE_PX, DOT_PX, LINE_PX, ICON_PX = 12, 4, 1.5, 14
PX_FOR_A_LANE = 60
"""The list shows a lane for each so many pixels of its width; what is further out shares the last."""

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ICONS: dict[Maker, str] = {
    "hand": "mdi6.cursor-default-click-outline",
    "model": "mdi6.creation-outline",
    "plan": "mdi6.creation-outline",
    "import": "mdi6.folder-open-outline",
    "source": "mdi6.code-tags",
}


class VersionRows(QAbstractListModel):
    """A project's versions, the newest first. Words are made when they are asked for, so that times are those of now."""

    def __init__(self, clock: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._clock = clock
        self.rows: tuple[Row, ...] = ()
        self.current = NONE
        self.lanes = 1

    def show_project(self, project: Project) -> None:
        """Take a project's versions. Rows that stay are kept, and with them what is chosen or being named."""
        self.current = project.current.id if project.current else NONE
        rows = rows_of(project, self.current)
        self.lanes = max((max(row.lane, *row.above, *row.below, 0) + 1 for row in rows), default=1)
        old, new = _ids(self.rows), _ids(rows)
        added = len(new) - len(old)
        if new[max(added, 0) :] != old:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        if added:
            self.beginInsertRows(QModelIndex(), 0, added - 1)
        self.rows = rows
        if added:
            self.endInsertRows()
        self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def row_of(self, id: int) -> int:
        """Where a version stands; -1 if it does not."""
        return next((number for number, row in enumerate(self.rows) if row.version.id == id), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        version = self.rows[index.row()].version
        match role:
            case Role.DisplayRole:
                return heading(version)
            case Role.ToolTipRole:
                return self._tool_tip(version)
            case Role.AccessibleTextRole:
                return ", ".join(self._words(version))
            case Role.AccessibleDescriptionRole:
                return self._origin(version)
        return None

    def when(self, version: Version) -> str:
        """How long ago a version was made, in words."""
        return ago(self._clock() - version.made_at, version.made_at)

    def _words(self, version: Version) -> list[str]:
        words = [heading(version), *((tr_said(version.what),) if version.name else ())]
        words += [words_for(version.by), self.when(version)]
        return [*words, tr("the page as it is")] if version.id == self.current else words

    def _tool_tip(self, version: Version) -> str:
        lines = [version.name, tr_said(version.what), f"{words_for(version.by)} · {moment(version.made_at)}"]
        return "\n".join(line for line in lines if line)

    def _origin(self, version: Version) -> str:
        """The graph in words."""
        above = next((row.version for row in self.rows if row.version.id == version.parent), None)
        return tr("Made from: {name}").format(name=heading(above)) if above else tr("A beginning")


class VersionDelegate(QStyledItemDelegate):
    """Draws the graph and two lines of words; edits the name.

    Signals:
        named: a version got another name; its id and the name.
    """

    named = Signal(int, str)

    def __init__(self, theme: Theme, rows: VersionRows, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, 2 * self.theme.row_height - 2 * self.theme.gap)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._rows.rows[index.row()]
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_graph(painter, option.rect, row)
        self._draw_words(painter, self._room(option.rect), row.version, option.font)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), self.theme.focus_px))
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), self.theme.gap, self.theme.gap)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(tr("Name of the version"))
        editor.setPlaceholderText(tr("Name of the version"))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(self._rows.rows[index.row()].version.name)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        version = self._rows.rows[index.row()].version
        if isinstance(editor, QLineEdit) and editor.text().strip() != version.name:
            self.named.emit(version.id, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        room = self._room(option.rect)
        room.setHeight(self.theme.control_height)
        room.moveTop(option.rect.center().y() - self.theme.control_height // 2)
        editor.setGeometry(room)

    def _room(self, rect: QRect) -> QRect:
        """What the graph leaves to the words."""
        return rect.adjusted(
            self._x(rect, self._rows.lanes - 1) - rect.left() + self.theme.grid + DOT_PX,
            self.theme.gap,
            -self.theme.grid,
            -self.theme.gap,
        )

    def _x(self, rect: QRect, lane: int) -> int:
        shown = min(lane, max(rect.width() // PX_FOR_A_LANE, 2) - 1)
        return rect.left() + self.theme.grid + DOT_PX + shown * LANE_PX

    def _draw_graph(self, painter: QPainter, rect: QRect, row: Row) -> None:
        middle, dot = rect.center().y(), self._x(rect, row.lane)
        for lane in sorted(row.above, key=lambda one: one == row.way_above):
            painter.setPen(self._pen(is_way=lane == row.way_above))
            x = self._x(rect, lane)
            painter.drawPath(_curve(x, rect.top(), dot if lane in row.joins else x, middle))
        for lane in sorted(row.below, key=lambda one: one == row.way_below):
            painter.setPen(self._pen(is_way=lane == row.way_below))
            painter.drawLine(self._x(rect, lane), middle, self._x(rect, lane), rect.bottom() + 1)
        pen = self._pen(is_way=row.is_on_way)
        is_full = row.version.id == self._rows.current or bool(row.version.name)
        painter.setPen(pen)
        painter.setBrush(pen.color() if is_full else QColor(self.theme.surface))
        painter.drawEllipse(QPointF(dot, middle), DOT_PX, DOT_PX)
        if row.version.id == self._rows.current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(dot, middle), DOT_PX + 2.5, DOT_PX + 2.5)

    def _pen(self, *, is_way: bool) -> QPen:
        return QPen(QColor(self.theme.accent if is_way else self.theme.secondary), LINE_PX)

    def _draw_words(self, painter: QPainter, room: QRect, version: Version, font: QFont) -> None:
        theme, is_current = self.theme, version.id == self._rows.current
        upper, lower = _halves(room)
        strong, small = QFont(font), QFont(font)
        strong.setWeight(QFont.Weight.DemiBold if version.name else QFont.Weight.Normal)
        small.setPixelSize(theme.small_px)
        _draw_line(painter, upper, heading(version), strong, theme.text)
        colour = theme.accent if is_current else theme.secondary
        icon = _icon(_ICONS.get(version.by, _ICONS["hand"]), colour)
        icon.paint(painter, QRect(lower.left(), lower.center().y() - ICON_PX // 2 + 1, ICON_PX, ICON_PX))
        self._draw_lower(painter, lower.adjusted(ICON_PX + theme.gap, 0, 0, 0), version, small, colour)

    def _draw_lower(self, painter: QPainter, room: QRect, version: Version, font: QFont, colour: str) -> None:
        """More of it, and how long ago it was; which version is the page comes first where there is no room for both."""
        words, when = self._more(version), self._rows.when(version)
        metrics = QFontMetrics(font)
        taken = metrics.horizontalAdvance(when) + self.theme.grid
        if version.id == self._rows.current and metrics.horizontalAdvance(words) + taken > room.width():
            taken = 0
        else:
            _draw_line(painter, room, when, font, self.theme.secondary, _RIGHT)
        _draw_line(painter, room.adjusted(0, 0, -taken, 0), words, font, colour)

    def _more(self, version: Version) -> str:
        if version.id == self._rows.current:
            return tr("the page as it is")
        return tr_said(version.what) if version.name else words_for(version.by)


def heading(version: Version) -> str:
    """What a version is called: its name, or what was done."""
    return version.name or tr_said(version.what)


def words_for(maker: Maker) -> str:
    """Who made a version."""
    words = {
        "hand": tr("by hand"),
        "model": tr("by a model"),
        "plan": tr("from a plan"),
        "import": tr("from a file"),
        "source": tr("in the source"),
    }
    return words.get(maker, "")


def ago(seconds: float, made_at: float) -> str:
    """How long ago something was, in words; after a month the date."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return tr("{n} min ago").format(n=minutes)
    if minutes < 60 * 24:
        return tr("{n} h ago").format(n=minutes // 60)
    if minutes < 60 * 24 * 30:
        return tr("{n} d ago").format(n=minutes // (60 * 24))
    return f"{datetime.fromtimestamp(made_at):%Y-%m-%d}"


def moment(made_at: float) -> str:
    """Day and time, here."""
    return f"{datetime.fromtimestamp(made_at):%Y-%m-%d %H:%M}"


def _ids(rows: tuple[Row, ...]) -> list[int]:
    return [row.version.id for row in rows]


@functools.lru_cache(maxsize=32)
def _icon(name: str, colour: str) -> QIcon:
    made: QIcon = qtawesome.icon(name, color=colour)
    return made


def _curve(x: int, top: int, end_x: int, end_y: int) -> QPainterPath:
    path = QPointF(x, top), QPointF(x, (top + end_y) / 2), QPointF(end_x, (top + end_y) / 2), QPointF(end_x, end_y)
    made = QPainterPath(path[0])
    made.cubicTo(*path[1:])
    return made


def _halves(room: QRect) -> tuple[QRect, QRect]:
    half = room.height() // 2
    return QRect(room.left(), room.top(), room.width(), half), room.adjusted(0, half, 0, 0)


def _draw_line(
    painter: QPainter, room: QRect, text: str, font: QFont, colour: str, side: Qt.AlignmentFlag = _LEFT
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, side, shown)
