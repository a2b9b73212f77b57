"""One of two sources that are compared, or both in one: lines with their numbers, signs at what is other, the words in them marked."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextBlock, QTextCharFormat, QTextCursor, QTextLine
from PySide6.QtWidgets import QPlainTextEdit

from app.api_qt import CodeEdit, Theme, tr
from plugins.web_designer.project.comparison import Column, Line

SIGN_PX = 18
LINE_TINT, WORD_TINT = 26, 84
"""How strongly the colour of what went or came lies under a line, and under a word; of 255."""

_BREAKS = dict.fromkeys(map(ord, "\r\u2028\u2029"), "¶")
_SIGNS = {"gone": "−", "come": "+"}


class DifferenceText(CodeEdit):
    """A text to read. Its lines are those of a ``Column``."""

    _column = Column((), ())

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, SIGN_PX)
        self._at = (0, 0)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabStopDistance(2 * self.fontMetrics().horizontalAdvance(" "))
        self.setAccessibleName(name)

    def show_column(self, column: Column) -> None:
        """Show other lines."""
        self.show_marks("gaps", ())
        self._column, self._at = column, (0, 0)
        self.setPlainText("\n".join(_shown(line) for line in column.lines))
        self._make_room()
        self._grey_gaps()

    def go_to_change(self, number: int) -> None:
        """Bring a change into view, from 0, with its first other word."""
        self._at = self._column.spans[number]
        begin, end = self._at
        lines = self._column.lines[begin:end]
        at, column = next(((at, line.marks[0][0]) for at, line in enumerate(lines) if line.marks), (0, 0))
        block = self.document().findBlockByNumber(begin + at)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + _units(lines[at].text, column))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.gutter.update()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        super().retheme(theme)
        self._grey_gaps()
        self.viewport().update()

    # what is drawn; only what is seen, so that thousands of changes cost nothing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for block, line, place in self._seen(event.rect().bottom()):
            if line.kind != "same":
                self._paint_behind(painter, block, line, place)
        painter.end()
        super().paintEvent(event)

    def _paint_behind(self, painter: QPainter, block: QTextBlock, line: Line, place: QRectF) -> None:
        """Colour under a line, and more of it under the words that are other."""
        room = QRectF(0, place.top(), self.viewport().width(), place.height())
        painter.fillRect(room, _tint(self.theme, line, LINE_TINT))
        layout = block.layout().lineAt(0)
        for mark in line.marks:
            start, end = (_x(layout, _units(line.text, at)) for at in mark)
            words = QRectF(place.left() + start, place.top(), end - start, place.height())
            painter.fillRect(words, _tint(self.theme, line, WORD_TINT))

    def paint_gutter(self, rect: QRect) -> None:
        """Draw the sources' own numbers and the signs of what is seen, and a bar along the change that is gone to."""
        painter = QPainter(self.gutter)
        painter.setFont(self.font())
        width, height = self.gutter.width() - self.theme.gap, self.fontMetrics().height()
        for block, line, place in self._seen(rect.bottom()):
            self._paint_number(painter, block.blockNumber(), line, QRect(0, round(place.top()), width, height))
        painter.end()

    def _seen(self, bottom: int) -> Iterator[tuple[QTextBlock, Line, QRectF]]:
        """Lines from the first that is seen down to a place."""
        block = self.firstVisibleBlock()
        for line in self._column.lines[block.blockNumber() :]:
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > bottom:
                return
            yield block, line, place
            block = block.next()

    def _paint_number(self, painter: QPainter, number: int, line: Line, room: QRect) -> None:
        begin, end = self._at
        if begin <= number < end:
            painter.fillRect(QRect(0, room.top(), 3, room.height() + 1), QColor(self.theme.accent))
        if line.number:
            painter.setPen(QColor(self.theme.secondary))
            numbers = room.adjusted(0, 0, -SIGN_PX, 0)
            painter.drawText(numbers, Qt.AlignmentFlag.AlignRight, str(line.number))
        if line.kind in _SIGNS:
            painter.setPen(QColor(_colour(self.theme, line)))
            sign = QRect(room.right() - SIGN_PX, room.top(), SIGN_PX, room.height())
            painter.drawText(sign, Qt.AlignmentFlag.AlignHCenter, _SIGNS[line.kind])

    def _gutter_width(self) -> int:
        most = max((line.number for line in self._column.lines), default=0)
        return self.fontMetrics().horizontalAdvance("9") * max(len(str(most)), 2) + SIGN_PX + 2 * self.theme.grid

    def _grey_gaps(self) -> None:
        form = QTextCharFormat()
        form.setForeground(QColor(self.theme.secondary))
        gaps = [number for number, line in enumerate(self._column.lines) if line.kind == "gap"]
        blocks = [self.document().findBlockByNumber(number) for number in gaps]
        self.show_marks("gaps", [self.mark(one.position(), one.position() + one.length() - 1, form) for one in blocks])


def _shown(line: Line) -> str:
    """Letters that would break a line in two are shown as a sign."""
    if line.hidden:
        return tr("⋯ {n} lines that are the same").format(n=line.hidden)
    return line.text.translate(_BREAKS)


def _x(layout: QTextLine, place: int) -> float:
    """PySide gives the place back beside where it is."""
    found = layout.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]  # typed as object


def _units(text: str, place: int) -> int:
    """A place as the document counts it, in UTF-16 units."""
    return place + sum(char > "\uffff" for char in text[:place])


def _colour(theme: Theme, line: Line) -> str:
    return {"gone": theme.failed, "come": theme.verified}.get(line.kind, theme.hover)


def _tint(theme: Theme, line: Line, alpha: int) -> QColor:
    made = QColor(_colour(theme, line))
    if line.kind in _SIGNS:
        made.setAlpha(alpha)
    return made
