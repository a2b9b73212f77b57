"""The rows of a stored result as a Qt model: pages come in the background, a cell whose page is not here yet shows "…"."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont

from app.api import AppError, StorageError
from app.api_qt import Theme
from plugins.sql_assistant.results.filters import Filter
from plugins.sql_assistant.results.filters import shown as shown_whole
from plugins.sql_assistant.results.store import ResultStore, Row, Sort, View
from plugins.sql_assistant.sources.base import QueryStopped, Stop

T = TypeVar("T")
MAX_CELL_CHARS = 300
_MAX_KEPT_CHARS = 500
_TIP_CHARS = 40
WAITING = "…"
_ARROWS = {False: " ↑", True: " ↓"}
_CELLS_A_PAGE = 4_000
_PAGES_KEPT = 64
_GROW_MS = 100

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Cell(NamedTuple):
    """How a cell looks.

    Attributes:
        side: alignment flags.
        kind: NULL, a value, or none that is here yet.
    """

    text: str
    side: int
    kind: Literal["value", "null", "waiting"]


_WAITING_CELL = Cell(WAITING, _LEFT, "waiting")


class Calls(Protocol):
    """What is used of ``PanelHost``: work off the GUI thread."""

    def call(
        self, function: Callable[[], T], done: Callable[[T], None], failed: Callable[[AppError], None] | None = None
    ) -> None: ...


class RowsModel(QAbstractTableModel):
    """A result as a table; the GUI thread never touches the disk.

    Sorting and filtering make another view of the store in the background; the rows of the last one stay until it is there.

    Args:
        rows: the first rows, where they are in memory already; all of them until ``attach`` was called.

    Attributes:
        columns: their names.
        store: where the rows are; None until it was attached.
        is_busy: whether an order or a choice is being made.

    Signals:
        changed: the number of rows, the order, the choice or what is being made is another.
        failed: an order, a choice or a page could not be made; ``AppError``.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], theme: Theme, calls: Calls) -> None:
        super().__init__()
        self.columns = list(columns)
        self.store: ResultStore | None = None
        self.is_busy = False
        self._calls = calls
        self._view: View | None = None
        self._given: Sequence[Sequence[Any]] = rows
        self._count = len(rows)
        self._page_rows = max(32, min(256, _CELLS_A_PAGE // max(len(columns), 1)))
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._missing: OrderedDict[int, None] = OrderedDict()
        self._is_fetching = False
        self._sort: tuple[Sort, ...] = ()
        self._filters: tuple[Filter, ...] = ()
        self._making: Stop | None = None
        self._is_over = False
        self._sides: dict[int, int] = {}
        self._growing = QTimer(self)
        self._growing.setInterval(_GROW_MS)
        self._growing.timeout.connect(self._grow)
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colour for NULL and for what is not here yet."""
        self._quiet_brush = QBrush(QColor(theme.secondary))
        self._null_font = QFont()
        self._null_font.setItalic(True)

    # what a view asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index.row(), index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.TextAlignmentRole:
                return cell.side
            case Qt.ItemDataRole.ForegroundRole:
                return self._quiet_brush if cell.kind != "value" else None
            case Qt.ItemDataRole.FontRole:
                return self._null_font if cell.kind == "null" else None
            case Qt.ItemDataRole.ToolTipRole if len(cell.text) > _TIP_CHARS:
                row = self.row(index.row())
                return None if row is None else str(row[index.column()])[:_MAX_KEPT_CHARS]
        return None

    def cell(self, row_number: int, column: int) -> Cell:
        """All that a cell is painted with."""
        row = self.row(row_number)
        if row is None:
            return _WAITING_CELL
        value = row[column]
        if value is None:
            return Cell(shown(None), _RIGHT if self.is_number_column(column) else _LEFT, "null")
        return Cell(shown(value), _RIGHT if is_number(value) else _LEFT, "value")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return f"{section + 1:,}" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section] + next((_ARROWS[down] for column, down in self._sort if column == section), "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.is_number_column(section) else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        by = ((column, order == Qt.SortOrder.DescendingOrder),) if 0 <= column < len(self.columns) else ()
        self.arrange(sort=by)

    # what the grid asks

    @property
    def view(self) -> View | None:
        """The order and choice that is shown."""
        return self._view

    @property
    def sorted_by(self) -> tuple[Sort, ...]:
        """The order that is wanted."""
        return self._sort

    @property
    def filters(self) -> tuple[Filter, ...]:
        """The choice that is wanted."""
        return self._filters

    @property
    def is_complete(self) -> bool:
        """Whether no more rows come."""
        return self.store is None or (self.store.is_complete and not self._growing.isActive())

    def row(self, number: int) -> Sequence[Any] | None:
        """A row, if it is here; else it is fetched, and its cells change when it comes."""
        if self._view is None:
            return self._given[number] if number < len(self._given) else None
        page, place = divmod(number, self._page_rows)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            rows = self._pages.get(page)
        else:
            self._pages.move_to_end(page)
        return rows[place] if rows is not None and place < len(rows) else None

    def value(self, row: int, column: int, then: Callable[[Any], None]) -> None:
        """Hand a cell's whole value on, once it is here."""
        store, view = self.store, self._view
        if store is None or view is None:
            if row < len(self._given):
                then(self._given[row][column])
            return

        def done(rows: list[Row]) -> None:
            if rows and view is self._view and not self._is_over:
                then(rows[0][column])

        self._calls.call(lambda: store.page(view, row, 1), done, self.failed.emit)

    def batches(self) -> Iterator[Sequence[Sequence[Any]]]:
        """The rows that are shown now, to be read off the GUI thread.

        Raises:
            StorageError: the file cannot be read, or was given up before reading began.
        """
        return iter((self._given,)) if self.store is None or self._view is None else _rows(self.store, self._view)

    def first_rows(self, count: int) -> list[Sequence[Any]]:
        """The first rows as far as they are here, for the widths of columns."""
        rows = (self.row(number) for number in range(min(count, self._count)))
        return [row for row in rows if row is not None]

    def is_number_column(self, column: int) -> bool:
        """Whether the column's name stands right."""
        if self.store is not None:
            return self.store.kinds[column].is_number
        first = next((row[column] for row in self._given if row[column] is not None), None)
        return is_number(first)

    def attach(self, store: ResultStore) -> None:
        """Take the rows from a store from now on; the model closes it."""
        self.store = store
        if self._given:
            self._keep_given()
        self._view = store.everything
        self._given = ()
        if not store.is_complete or store.row_count != self._count:
            self._growing.start()
            self._grow()
        if self._sort or self._filters:
            self._make()
        self.changed.emit()

    def _keep_given(self) -> None:
        """What is in memory already need not be fetched."""
        size = self._page_rows
        for page in range(min(_PAGES_KEPT, -(-self._count // size))):
            self._pages[page] = [tuple(row) for row in self._given[page * size : (page + 1) * size]]

    def arrange(self, sort: tuple[Sort, ...] | None = None, filters: tuple[Filter, ...] | None = None) -> None:
        """Want another order or choice; what is not given stays as it is."""
        wanted = (self._sort if sort is None else sort, self._filters if filters is None else filters)
        if wanted == (self._sort, self._filters):
            return
        self._sort, self._filters = wanted
        self._say_order()
        if self.store is not None:
            self._make()

    def _say_order(self) -> None:
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def stop_arranging(self) -> None:
        """Keep the order and choice that are shown."""
        if self._making is None:
            return
        self._making.ask()
        self._making, self.is_busy = None, False
        self._sort, self._filters = (self._view.sort, self._view.filters) if self._view else ((), ())
        self._say_order()
        self.changed.emit()

    def close(self) -> None:
        """Give the store up; for the end of the model."""
        self._is_over = True
        self._growing.stop()
        if self._making is not None:
            self._making.ask()
        if self.store is not None:
            self._calls.call(self.store.close, _done)

    # pages

    def _want(self, page: int) -> None:
        self._missing[page] = None
        self._missing.move_to_end(page)
        while len(self._missing) > _PAGES_KEPT // 4:
            self._missing.popitem(last=False)
        self._fetch()

    def _fetch(self) -> None:
        """Fetch the page that was asked for last: when someone scrolls fast, the others are out of sight already."""
        store, view = self.store, self._view
        if self._is_fetching or not self._missing or store is None or view is None:
            return
        page, _ = self._missing.popitem()
        size = self._page_rows
        self._is_fetching = True
        self._calls.call(
            lambda: store.page(view, page * size, size, _MAX_KEPT_CHARS),
            lambda rows: self._came(view, page, rows),
            self._came_not,
        )

    def _came(self, view: View, page: int, rows: list[Row]) -> None:
        self._is_fetching = False
        if self._is_over:
            return
        if view is self._view:
            self._pages[page] = rows
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
            first = page * self._page_rows
            last = min(first + len(rows), self._count) - 1
            if first <= last and self.columns:
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self._fetch()

    def _came_not(self, error: AppError) -> None:
        self._is_fetching = False
        self._missing.clear()
        self.failed.emit(error)

    def _grow(self) -> None:
        """Take in the rows that have come since; the view of all rows alone grows."""
        store = self.store
        if store is None:
            return
        is_complete, count = store.is_complete, store.row_count
        if self._view is store.everything and count > self._count:
            last = self._count // self._page_rows
            self._pages.pop(last, None)
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        if is_complete:
            self._growing.stop()
            if self._sort or self._filters:
                self._make()
        self.changed.emit()

    # orders and choices

    def _make(self) -> None:
        store, sort, filters = self.store, self._sort, self._filters
        if store is None:
            return
        if self._making is not None:
            self._making.ask()
        stop = self._making = Stop()
        self.is_busy = True

        def work() -> View | None:
            try:
                return store.view(sort, filters, stop)
            except QueryStopped:
                return None

        self.changed.emit()
        self._calls.call(work, lambda view: self._made(stop, view), lambda error: self._made_not(stop, error))

    def _made(self, stop: Stop, view: View | None) -> None:
        if self._is_over or stop is not self._making:
            return
        self._making, self.is_busy = None, False
        if view is not None:
            self._show(view)
        self.changed.emit()

    def _made_not(self, stop: Stop, error: AppError) -> None:
        if self._is_over or stop is not self._making:
            return
        self.stop_arranging()
        self.failed.emit(error)

    def _show(self, view: View) -> None:
        self.beginResetModel()
        self._view = view
        self._count = view.row_count
        self._pages.clear()
        self._missing.clear()
        self.endResetModel()


def _done(_nothing: None) -> None:
    """There is nobody to tell."""


def _rows(store: ResultStore, view: View) -> Iterator[list[Row]]:
    try:
        yield from store.rows(view)
    except QueryStopped as error:
        raise StorageError("These rows are not there any more.", hint="Run the query again.") from error


def is_number(value: Any) -> bool:
    """Whether a cell is right-aligned."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A cell as it is shown: long texts cut, line ends visible."""
    text = shown_whole(value)
    return text if len(text) <= MAX_CELL_CHARS and "\n" not in text else text[:MAX_CELL_CHARS].replace("\n", " ⏎ ")
