"""The table of a result: keys for copying and looking closely, and what is selected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QItemSelectionRange, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from app.api_qt import Theme, tr
from plugins.sql_assistant.filter_view import FilterHeader
from plugins.sql_assistant.results.selection import Area
from plugins.sql_assistant.rows_view import Index, RowsModel, shown

_MEASURED_ROWS = 200
_MEASURED_CHARS = 60
_MIN_WIDTH, _MAX_WIDTH = 64, 320


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
        rows = self.verticalHeader()
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
