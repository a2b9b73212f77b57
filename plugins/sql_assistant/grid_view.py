"""The rows of a result: a table that sorts, filters and copies, what it says of itself, and a closer look at a value or a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import PanelHost, Theme, tr, tr_said
from plugins.sql_assistant.cell_view import CellView
from plugins.sql_assistant.results.filters import Filter
from plugins.sql_assistant.results.selection import Copied, Stretch, copied, in_list, stretches
from plugins.sql_assistant.results.store import ResultStore, View, stored
from plugins.sql_assistant.rows_view import RowsModel
from plugins.sql_assistant.sources.base import Stop
from plugins.sql_assistant.stats_view import StatisticsView, keeping
from plugins.sql_assistant.table_view import GridTable

_LOOK_WIDTH = 300


class ResultGrid(QWidget):
    """The table with its footer: row count, time, what was cut, what is being made, export.

    ``export_button`` is the panel's to connect.

    Signals:
        all_wanted: the rows were cut, and a person wants all of them.
    """

    all_wanted = Signal()

    def __init__(self, host: PanelHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._theme = host.theme
        self._model: RowsModel | None = None
        self._elapsed_s = 0.0
        self._filling: Stop | None = None
        self._truncated = False
        self._make_parts()
        self._lay_out()
        self._connect_signals()
        self.retheme(self._theme)

    # parts

    def _make_parts(self) -> None:
        self.table = GridTable(self._theme)
        self.value_view = CellView(self._theme, self._host)
        self.statistics_view = StatisticsView(self._theme, self._host)
        self.look = QTabWidget()
        self.look.addTab(self.value_view, tr("Value"))
        self.look.addTab(self.statistics_view, tr("Column"))
        self.look_close = QToolButton()
        self.look_close.setToolTip(tr("Close"))
        self.look_close.setAccessibleName(tr("Close"))
        self.look.setCornerWidget(self.look_close)
        self.look.setMinimumWidth(220)
        self.look.hide()
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        quiet = self.progress.sizePolicy()
        quiet.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(quiet)
        self.progress.hide()
        self.footer, self.cut_note = QLabel(), QLabel()
        self.footer.setProperty("role", "small")
        self.cut_note.setProperty("tone", "unverified")
        self.all_button = self._button(tr("Load all rows"))
        self.all_button.hide()
        self.state = QLabel()
        self.state.setProperty("role", "small")
        self.stop_button = self._button(tr("Stop"))
        self.filter_button = self._button(tr("Filter"))
        self.filter_button.setCheckable(True)
        self.filter_button.setToolTip(tr("Filter by what columns hold (Ctrl+F)"))
        self.look_button = self._button(tr("Look closer"))
        self.look_button.setCheckable(True)
        self.look_button.setToolTip(tr("Show the whole value, and what the column holds (Space)"))
        self.export_button = self._button(tr("Export…"))

    def _button(self, words: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.table)
        self._across.addWidget(self.look)
        self._across.setStretchFactor(0, 1)
        self._across.setChildrenCollapsible(False)
        self._across.setSizes([1000, _LOOK_WIDTH])
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.gap, 0, theme.gap, 0)
        foot.setSpacing(theme.grid)
        for part in (self.footer, self.state, self.stop_button, self.all_button):
            foot.addWidget(part)
        # What does not fit is cut: a long note must not make the page wide.
        self.cut_note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        foot.addWidget(self.cut_note, 1)
        for button in (self.filter_button, self.look_button, self.export_button):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.gap)
        layout.addWidget(self._across, 1)
        layout.addWidget(self.progress)
        layout.addLayout(foot)

    def _connect_signals(self) -> None:
        table = self.table
        table.copy_action.triggered.connect(lambda: self._copy(header=False))
        table.copy_header_action.triggered.connect(lambda: self._copy(header=True))
        table.copy_list_action.triggered.connect(self._copy_list)
        table.filter_action.triggered.connect(lambda: self._filter_by_value(keeping))
        table.filter_out_action.triggered.connect(lambda: self._filter_by_value(_without))
        table.value_action.triggered.connect(lambda: self._look_at(self.value_view))
        table.statistics_action.triggered.connect(lambda: self._look_at(self.statistics_view))
        table.doubleClicked.connect(lambda _index: self._look_at(self.value_view))
        table.current_changed.connect(self._follow)
        table.header.filtered.connect(self._filter)
        self.statistics_view.value_picked.connect(table.header.put)
        self.look.currentChanged.connect(lambda _page: self._follow())
        self.look_button.toggled.connect(self._show_look)
        self.look_close.clicked.connect(lambda: self.look_button.setChecked(False))
        self.filter_button.clicked.connect(self._open_filters)
        self.stop_button.clicked.connect(self.stop)
        self.all_button.clicked.connect(self.all_wanted)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self.table)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(lambda: self._open_filters(is_open=True))

    def retheme(self, theme: Theme) -> None:
        """Take the colours that a style sheet does not reach."""
        self._theme = theme
        for button, name in (
            (self.stop_button, "mdi6.stop-circle-outline"),
            (self.filter_button, "mdi6.filter-outline"),
            (self.look_button, "mdi6.magnify"),
            (self.all_button, "mdi6.tray-arrow-down"),
            (self.look_close, "mdi6.close"),
        ):
            button.setIcon(qtawesome.icon(name, color=theme.text))
        self.value_view.retheme(theme)
        self.statistics_view.retheme(theme)
        self.table.retheme(theme)
        if self._model:
            self._model.retheme(theme)

    # results

    @property
    def model(self) -> RowsModel | None:
        """The rows shown now."""
        return self._model

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._model.columns if self._model else []

    def batches(self) -> Iterator[Sequence[Sequence[Any]]]:
        """The rows, in batches, in the order and choice that is shown now; to be read off the GUI thread.

        Raises:
            StorageError: while they are read: the file is gone or cannot be read.
        """
        return self._model.batches() if self._model else iter(())

    def show_result(self, result: Mapping[str, Any]) -> None:
        """Show a tool's result (``columns``, ``rows``, ``row_count``, ``truncated``, ``elapsed_s``)."""
        columns, rows, truncated = result["columns"], result["rows"], bool(result["truncated"])
        folder = self._folder
        model = self._begin(columns, rows, float(result["elapsed_s"]), None)
        self._truncated = truncated
        self.all_button.setVisible(truncated)
        self._say()
        self._host.call(
            lambda: stored(folder, columns, rows, truncated=truncated), lambda store: self._attach(model, store)
        )

    def show_store(self, store: ResultStore, elapsed_s: float, filling: Stop | None = None) -> None:
        """Show a store that may still fill; the grid closes it.

        Args:
            elapsed_s: until its first rows were there.
            filling: ends what fills it.
        """
        model = self._begin(store.columns, (), elapsed_s, filling)
        self._attach(model, store)
        self.table.fit_columns(model)

    @property
    def _folder(self) -> Path:
        return self._host.data_dir / "results"

    def _begin(
        self, columns: Sequence[str], rows: Sequence[Sequence[Any]], elapsed_s: float, filling: Stop | None
    ) -> RowsModel:
        self.close_down()
        self.all_button.hide()
        self._elapsed_s, self._filling, self._truncated = elapsed_s, filling, False
        self.table.header.forget()
        self._open_filters(is_open=False)
        model = self._model = RowsModel(columns, rows, self._theme, self._host)
        self.table.header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setModel(model)
        self.table.fit_columns(model)
        model.changed.connect(self._say)
        model.failed.connect(self._host.show_error)
        model.modelReset.connect(self._follow)
        self.statistics_view.forget()
        return model

    def _attach(self, model: RowsModel, store: ResultStore) -> None:
        if model is self._model:
            model.attach(store)
        else:
            self._host.call(store.close, lambda _nothing: None)

    def close_down(self) -> None:
        """End what runs and give the rows up; for the end of the grid, and before other rows."""
        self.statistics_view.stop()
        if self._filling is not None:
            self._filling.ask()
            self._filling = None
        if self._model is not None:
            self._model.close()
            self._model.deleteLater()
            self._model = None

    def stop(self) -> None:
        """Stop what is being made, else the rows that still come."""
        if self._model is None:
            return
        if self._model.is_busy:
            self._model.stop_arranging()
            self._show_order()
        elif self._filling is not None:
            self._filling.ask()

    def _show_order(self) -> None:
        """Let the header say what is shown."""
        sort = self._model.sorted_by if self._model else ()
        column, descending = sort[0] if sort else (-1, False)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.table.header.setSortIndicator(column, order)

    # what it says

    def _say(self) -> None:
        model = self._model
        if model is None:
            return
        count = model.rowCount()
        rows = tr("1 row") if count == 1 else tr("{count} rows").format(count=f"{count:,}")
        everything = model.store.row_count if model.store else count
        if model.view is not None and model.view.filters:
            rows = tr("{count} of {all} rows").format(count=f"{count:,}", all=f"{everything:,}")
        self.footer.setText(f"{rows} · {self._elapsed_s * 1000:,.0f} ms")
        missing = self._missing_note(everything)
        self.cut_note.setText(missing)
        self.cut_note.setToolTip(missing)
        state = self._busy_words(model)
        self.state.setText(state)
        for part in (self.progress, self.stop_button):
            part.setVisible(bool(state))

    def _missing_note(self, count: int) -> str:
        store = self._model.store if self._model else None
        if store is not None and store.problem is not None:
            return tr_said(store.problem.message)
        if not (store.truncated if store is not None else self._truncated):
            return ""
        return tr("More rows exist; only the first {count} are shown.").format(count=f"{count:,}")

    def _busy_words(self, model: RowsModel) -> str:
        if model.is_busy:
            return tr("Filtering…") if model.filters and not model.sorted_by else tr("Sorting…")
        return "" if model.is_complete else tr("Loading…")

    # filters

    def _open_filters(self, is_open: bool) -> None:
        self.filter_button.setChecked(is_open)
        self.table.header.open_boxes(is_open=is_open)
        if is_open:
            self.table.header.focus_box(max(self.table.currentIndex().column(), 0))

    def _filter(self) -> None:
        self.filter_button.setChecked(self.table.header.is_open)
        if self._model is not None:
            self._model.arrange(filters=self.table.header.filters)

    def _filter_by_value(self, made: Callable[[int, Any], Filter]) -> None:
        index = self.table.currentIndex()
        if self._model is not None and index.isValid():
            column = index.column()
            self._model.value(index.row(), column, lambda value: self.table.header.put(made(column, value)))

    # the clipboard

    def _copy(self, *, header: bool) -> None:
        self._copy_with(lambda store, view, cells: copied(store, view, cells, header=header))

    def _copy_list(self) -> None:
        column = self.table.currentIndex().column()
        self._copy_with(lambda store, view, cells: in_list(store, view, cells, column))

    def _copy_with(self, work: Callable[[ResultStore, View, list[Stretch]], Copied]) -> None:
        store, view = (self._model.store, self._model.view) if self._model else (None, None)
        areas = self.table.areas()
        if store is not None and view is not None and areas:
            self._host.call(lambda: work(store, view, stretches(areas)), self._copied)

    def _copied(self, found: Copied) -> None:
        QGuiApplication.clipboard().setText(found.text)
        if found.is_cut:
            said = tr("Only the first {count} were copied; export the rows to have all.")
            self._host.say(said.format(count=f"{found.rows:,}"))

    # a closer look

    def _look_at(self, part: QWidget) -> None:
        if self.look.currentWidget() is part and not self.look.isHidden() and part is self.value_view:
            self.look_button.setChecked(False)
            return
        self.look.setCurrentWidget(part)
        self.look_button.setChecked(True)
        self._follow()

    def _show_look(self, is_shown: bool) -> None:
        self.look.setVisible(is_shown)
        self._follow()
        if not is_shown:
            self.table.setFocus()

    def _follow(self) -> None:
        """Show the current cell's value or column."""
        index, model = self.table.currentIndex(), self._model
        if model is None or self.look.isHidden() or not index.isValid():
            return
        if self.look.currentWidget() is self.value_view:
            name = model.columns[index.column()]
            model.value(index.row(), index.column(), lambda value: self.value_view.show_value(name, value))
        elif model.store is not None and model.view is not None:
            self.statistics_view.show_column(model.store, model.view, index.column())


def _without(column: int, value: Any) -> Filter:
    return Filter(column, "not null") if value is None else Filter(column, "≠", value)
