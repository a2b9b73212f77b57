"""The table of a change: each row before and after in one line, with a sign for what becomes of it."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.sql_assistant.rows_view import shown
from plugins.sql_assistant.writing.difference import Difference, RowChange

Index = QModelIndex | QPersistentModelIndex
Mark = Literal["same", "changed", "new", "gone"]
_ARROW = "  →  "
_MAX_WIDTH, _MIN_WIDTH = 420, 64
_TINT = 34
"""Opacity of the ground of a changed cell, of 255."""


class DifferenceModel(QAbstractTableModel):
    """Rows of a difference; the first column is the sign."""

    def __init__(self, difference: Difference, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.difference = difference

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.difference.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.difference.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        return self.difference.columns[section - 1] if section else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        mark, before, after = self.cell(index.row(), index.column())
        if mark == "changed" and index.column():
            return f"{before}{_ARROW}{after}"
        return after or before

    def cell(self, row: int, column: int) -> tuple[Mark, str, str]:
        """What becomes of a cell, and its texts before and after; for the first column the sign and its word."""
        change = self.difference.rows[row]
        mark = mark_of(change)
        if column == 0:
            return mark, "", sign_of(mark)
        place = column - 1
        if change.before is None or change.after is None:
            values = change.after if change.before is None else change.before
            text = shown((values or ())[place])
            return mark, *(("", text) if mark == "new" else (text, ""))
        is_changed = place in change.changed
        return "changed" if is_changed else "same", shown(change.before[place]), shown(change.after[place])


def mark_of(change: RowChange) -> Mark:
    """What becomes of a row."""
    if change.before is None:
        return "new"
    if change.after is None:
        return "gone"
    return "changed" if change.changed else "same"


def sign_of(mark: Mark) -> str:
    """A sign with a word."""
    return {"new": f"+ {tr('new')}", "gone": f"− {tr('gone')}", "changed": f"~ {tr('changed')}"}.get(
        mark, f"= {tr('stays')}"
    )


class DifferencePainter(QStyledItemDelegate):
    """What goes is struck through, what comes is bold; both in colours of their own."""

    def __init__(self, theme: Theme, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plain, self._old, self._new = QFont(font), QFont(font), QFont(font)
        self._old.setStrikeOut(True)
        self._new.setWeight(QFont.Weight.DemiBold)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, DifferenceModel):
            return
        mark, before, after = model.cell(index.row(), index.column())
        theme, rect, state = self._theme, option.rect, option.state.value
        colour = {"new": theme.verified, "gone": theme.failed, "changed": theme.unverified}.get(mark, theme.text)
        painter.save()
        if mark != "same":
            tint = QColor(colour)
            tint.setAlpha(_TINT)
            painter.fillRect(rect, tint)
        if state & QStyle.StateFlag.State_Selected.value:
            painter.fillRect(rect, QColor(theme.selected))
        inner = rect.adjusted(theme.grid - 1, 0, 1 - theme.grid, 0)
        if index.column() == 0:
            self._draw(painter, inner, after, self._new if mark != "same" else self._plain, colour)
        else:
            self._draw_values(painter, inner, mark, before, after)
        if state & QStyle.StateFlag.State_HasFocus.value:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _draw_values(self, painter: QPainter, inner: QRect, mark: Mark, before: str, after: str) -> None:
        theme = self._theme
        if mark == "same":
            self._draw(painter, inner, after, self._plain, theme.text)
            return
        if before:
            inner = self._draw(painter, inner, before, self._old, theme.failed)
        if mark == "changed":
            inner = self._draw(painter, inner, _ARROW, self._plain, theme.secondary)
        if after:
            self._draw(painter, inner, after, self._new, theme.verified)

    def _draw(self, painter: QPainter, inner: QRect, text: str, font: QFont, colour: str) -> QRect:
        """Draw a text from the left; what is left of the room."""
        metrics = QFontMetrics(font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(inner.width(), 0))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, side.value | Qt.TextFlag.TextSingleLine.value, text)
        return inner.adjusted(metrics.horizontalAdvance(text), 0, 0, 0)


class DifferenceTable(QTableView):
    """Shows a difference; scrolls both ways."""

    def __init__(self, difference: Difference, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DifferenceModel(difference, self)
        self.setModel(self._model)
        self.setItemDelegate(DifferencePainter(theme, self.font(), self))
        self.setAccessibleName(tr("Rows before and after"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self._fit(3 * theme.grid)

    def _fit(self, room: int) -> None:
        """Columns as wide as their texts, within bounds."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        for column in range(self._model.columnCount()):
            head = str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")
            texts = [str(self._model.data(self._model.index(row, column))) for row in range(self._model.rowCount())]
            width = max(map(metrics.horizontalAdvance, [head, *texts])) + room
            self.setColumnWidth(column, max(_MIN_WIDTH, min(width, _MAX_WIDTH)))

    def show_only_changes(self, *, only: bool) -> None:
        """Hide columns that stay as they are; keys are shown in any case."""
        difference = self._model.difference
        changed = {place for row in difference.rows for place in row.changed}
        for place, name in enumerate(difference.columns):
            self.setColumnHidden(place + 1, only and place not in changed and name not in difference.key)
