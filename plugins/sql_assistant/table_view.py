"""The table of a result: keys for copying and looking closely, and what is selected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QItemSelectionRange, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from app.api_qt import Theme, tr
from plugins.sql_assistant.filter_view import FilterHeader
from plugins.sql_assistant.results.selection import Area
from plugins.sql_assistant.rows_view import Index, RowsModel, shown

_SELECTED, _FOCUSED = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_HasFocus.value
_SINGLE_LINE = Qt.TextFlag.TextSingleLine.value
_MEASURED_ROWS = 200
_MEASURED_CHARS = 60
_MIN_WIDTH, _MAX_WIDTH = 64, 320


class CellPainter(QStyledItemDelegate):
    """Paints a cell in one go: a style sheet's way takes three times as long, which is felt while scrolling."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._pad = theme.grid - 1
        self._font, self._null_font = QFont(font), QFont(font)
        self._null_font.setItalic(True)
        self._metrics = QFontMetrics(self._font)
        self._wide = self._metrics.horizontalAdvance("W")
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        """Take the colours of the theme."""
        self._text, self._quiet = QColor(theme.text), QColor(theme.secondary)
        self._selected, self._ring = QColor(theme.selected), QPen(QColor(theme.accent), 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        text, side, kind = model.cell(index.row(), index.column())
        rect, state = option.rect, option.state.value
        if state & _SELECTED:
            painter.fillRect(rect, self._selected)
        painter.setPen(self._text if kind == "value" else self._quiet)
        painter.setFont(self._null_font if kind == "null" else self._font)
        inner = rect.adjusted(self._pad, 0, -self._pad, 0)
        if len(text) * self._wide > inner.width():
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, side | _SINGLE_LINE, text)
        if state & _FOCUSED:
            painter.setPen(self._ring)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


class RowHeader(QHeaderView):
    """The numbers of the rows. Where there is no row, as below the last one, nothing is drawn; Qt would draw the number of every row."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)

    def paintEvent(self, event: QPaintEvent) -> None:
        area = event.rect()
        if any(self.visualIndexAt(place) >= 0 for place in (area.top(), area.bottom())):
            super().paintEvent(event)


class GridTable(QTableView):
    """Shows a ``RowsModel``. Its actions are for whoever owns it to connect.

    Signals:
        current_changed: another cell is the current one.
    """

    current_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.header = FilterHeader(theme)
        self.setHorizontalHeader(self.header)
        self._painter = CellPainter(theme, self.font())
        self.setItemDelegate(self._painter)
        self._set_up()
        self._make_actions()

    def _set_up(self) -> None:
        self.setAccessibleName(tr("Result rows"))
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalHeader(RowHeader())
        rows = self.verticalHeader()
        rows.setSectionsClickable(True)
        rows.setHighlightSections(True)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self._theme.row_height)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.horizontalScrollBar().valueChanged.connect(self.header.follow)
        self.header.left.connect(self.setFocus)

    def _make_actions(self) -> None:
        self.copy_action = self._action(tr("Copy"), QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy_header_action = self._action(tr("Copy with column names"), QKeySequence("Ctrl+Shift+C"))
        self.copy_list_action = self._action(tr("Copy as SQL IN list"))
        self.filter_action = self._action(tr("Only rows with this value"))
        self.filter_out_action = self._action(tr("Only rows without this value"))
        self.statistics_action = self._action(tr("Statistics of the column"), QKeySequence("Ctrl+I"))
        self.value_action = self._action(tr("Show the value"), QKeySequence(Qt.Key.Key_Space))
        self.addActions([*self._groups[0], *self._groups[1], *self._groups[2]])

    def retheme(self, theme: Theme) -> None:
        """Take the colours of the theme."""
        self._theme = theme
        self._painter.retheme(theme)
        self.viewport().update()

    @property
    def _groups(self) -> tuple[tuple[QAction, ...], ...]:
        return (
            (self.copy_action, self.copy_header_action, self.copy_list_action),
            (self.filter_action, self.filter_out_action),
            (self.value_action, self.statistics_action),
        )

    def _action(self, text: str, keys: QKeySequence | None = None) -> QAction:
        action = QAction(text, self)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if keys is not None:
            action.setShortcut(keys)
        return action

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_action.trigger()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.value_action.trigger()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.pos() if event.reason() == QContextMenuEvent.Reason.Mouse else self._at_current()
        index = self.indexAt(place)
        if index.isValid() and not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        if self.currentIndex().isValid():
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.viewport().mapToGlobal(place))

    def _at_current(self) -> QPoint:
        return self.visualRect(self.currentIndex()).center()

    def menu(self) -> QMenu:
        """What can be done with the selected cells."""
        menu = QMenu(self)
        for group in self._groups:
            menu.addActions(list(group))
            menu.addSeparator()
        return menu

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def areas(self) -> list[Area]:
        """The selected cells."""
        parts = cast("Iterable[QItemSelectionRange]", self.selectionModel().selection())
        return [Area(part.top(), part.left(), part.bottom(), part.right()) for part in parts]

    def fit_columns(self, model: RowsModel) -> None:
        """Make columns as wide as their first values, within bounds."""
        metrics = self.fontMetrics()
        room = 3 * self._theme.grid
        rows = model.first_rows(_MEASURED_ROWS)
        for column, name in enumerate(model.columns):
            widest = max((len(shown(row[column])) for row in rows), default=0)
            head = metrics.horizontalAdvance(name) + 2 * room
            width = max(head, min(widest, _MEASURED_CHARS) * metrics.averageCharWidth() * 11 // 10 + room)
            self.setColumnWidth(column, max(_MIN_WIDTH, min(width, _MAX_WIDTH)))
