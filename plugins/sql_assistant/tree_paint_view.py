"""How a line of the tree is drawn: icon, name, what its owner says of it, and at the right its rows or type."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.api_qt import Theme
from plugins.sql_assistant.tree_model_view import ICON_PX, Role

_LEAST_COMMENT = 40
_MOST_MEASURE = 0.45
"""Of the width of a line."""
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = int(Qt.AlignmentFlag.AlignLeft | _MIDDLE), int(Qt.AlignmentFlag.AlignRight | _MIDDLE)


class LinePainter(QStyledItemDelegate):
    """Draws the lines in a theme's colours, with the words of a filter set off."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.words: Sequence[str] = ()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, self.theme.row_height - self.theme.gap)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        self._paint_ground(painter, option)
        gap, line = self.theme.gap, QRectF(option.rect)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, round(line.x()) + gap, round(line.center().y()) - ICON_PX // 2 + 1, ICON_PX, ICON_PX)
        line.adjust(ICON_PX + 2.5 * gap, 0, -gap, 0)
        line = self._paint_measure(painter, option.font, line, str(index.data(Role.MEASURE) or ""))
        line = self._paint_name(painter, _name_font(option.font, index), line, str(index.data()))
        if (comment := index.data(Role.COMMENT)) and line.width() >= _LEAST_COMMENT:
            self._paint_text(painter, option.font, line, comment)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        """What the style draws behind a line: under the mouse, selected."""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)

    def _paint_measure(self, painter: QPainter, font: QFont, line: QRectF, text: str) -> QRectF:
        """Draw at the right; what is left of the line."""
        metrics = QFontMetricsF(font)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width() * _MOST_MEASURE)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        painter.drawText(line, _RIGHT, cut)
        return line.adjusted(0, 0, -(metrics.horizontalAdvance(cut) + self.theme.grid), 0) if cut else line

    def _paint_name(self, painter: QPainter, font: QFont, line: QRectF, name: str) -> QRectF:
        metrics = QFontMetricsF(font)
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, line.width())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.selected))
        height = metrics.height()
        for begin, end in _found(cut, self.words):
            left = line.x() + metrics.horizontalAdvance(cut[:begin])
            width = metrics.horizontalAdvance(cut[begin:end])
            painter.drawRoundedRect(QRectF(left - 1, line.center().y() - height / 2, width + 2, height), 3, 3)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(line, _LEFT, cut)
        return line.adjusted(metrics.horizontalAdvance(cut) + self.theme.grid, 0, 0, 0)

    def _paint_text(self, painter: QPainter, font: QFont, line: QRectF, text: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        painter.drawText(line, _LEFT, QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, line.width()))


def _name_font(font: QFont, index: QModelIndex | QPersistentModelIndex) -> QFont:
    made = QFont(font)
    if index.data(Role.IS_TABLE):
        made.setWeight(QFont.Weight.DemiBold)
    return made


def _found(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words first stand in a text."""
    lower = text.lower()
    places = ((lower.find(word), len(word)) for word in words)
    return [(at, at + length) for at, length in places if at >= 0]
