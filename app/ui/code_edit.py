"""A text of code: line numbers at the left, marks in the text and beside it. What the words mean is the tool's matter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from app.ui.theme import Theme

_LEAST_DIGITS = 2


class _Gutter(QWidget):
    """The line numbers at the left."""

    def __init__(self, edit: CodeEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def paintEvent(self, event: QPaintEvent) -> None:
        self._edit.paint_gutter(event.rect())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._edit.said_beside(event.pos()), self)
            return True
        return super().event(event)


class CodeEdit(QPlainTextEdit):
    """A text with line numbers.

    Args:
        beside_px: room in the margin for what ``paint_beside`` draws.
    """

    def __init__(self, theme: Theme, beside_px: int = 0) -> None:
        super().__init__()
        self.theme = theme
        self._beside_px = beside_px
        self._marks: dict[str, Sequence[QTextEdit.ExtraSelection]] = {}
        self.gutter = _Gutter(self)
        self.setProperty("role", "code")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(theme.code_px))
        self.setFont(font)
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._move_gutter)
        self.cursorPositionChanged.connect(self.gutter.update)
        self._make_room()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.theme = theme
        self.gutter.update()

    # changes in one step

    def replace(self, start: int, end: int, text: str) -> None:
        """Put ``text`` in place of what stands between two places; it is undone in one step."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    def go_to(self, place: int) -> None:
        """Set the cursor."""
        cursor = self.textCursor()
        cursor.setPosition(place)
        self.setTextCursor(cursor)

    # marks

    def show_marks(self, kind: str, marks: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Show marks in place of those of the same kind; kinds lie over each other in the order in which they first came."""
        self._marks[kind] = marks
        self.setExtraSelections([mark for of_kind in self._marks.values() for mark in of_kind])

    def mark(self, start: int, end: int, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        """A mark between two places."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made = QTextEdit.ExtraSelection()
        made.cursor, made.format = cursor, form
        return made

    # the margin

    def paint_beside(self, painter: QPainter, block: QTextBlock, rect: QRect) -> None:
        """Draw what stands beside a line, left of its number."""

    def beside(self, block: QTextBlock) -> str:
        """What is said on hover of a line's margin."""
        return ""

    def said_beside(self, place: QPoint) -> str:
        """What is said at a place of the margin."""
        return self.beside(self.cursorForPosition(QPoint(0, place.y())).block())

    def _gutter_width(self) -> int:
        digits = max(len(str(self.blockCount())), _LEAST_DIGITS)
        return self._beside_px + digits * self.fontMetrics().horizontalAdvance("9") + 2 * self.theme.grid

    def _make_room(self) -> None:
        self.setViewportMargins(self._gutter_width(), 0, 0, 0)

    def _move_gutter(self, rect: QRect, moved: int) -> None:
        if moved:
            self.gutter.scroll(0, moved)
        else:
            self.gutter.update(0, rect.y(), self.gutter.width(), rect.height())

    def paint_gutter(self, rect: QRect) -> None:
        """Draw the numbers of the lines that are seen; that of the cursor's line in the text's colour."""
        painter = QPainter(self.gutter)
        painter.setFont(self.font())
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        own = self.textCursor().blockNumber()
        height = self.fontMetrics().height()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset)
            if place.top() > rect.bottom():
                break
            is_own = block.blockNumber() == own and self.blockCount() > 1
            painter.setPen(QColor(self.theme.text if is_own else self.theme.secondary))
            line = QRect(0, round(place.top()), self.gutter.width() - self.theme.grid, height)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, str(block.blockNumber() + 1))
            self.paint_beside(painter, block, QRect(0, line.top(), self._beside_px, height))
            block = block.next()
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inner = self.viewport().geometry()
        width = self._gutter_width()
        self.gutter.setGeometry(inner.left() - width, inner.top(), width, inner.height())
