"""What a column holds: figures, and its most frequent values as bars."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError
from app.api_qt import Theme, tr, tr_said
from plugins.sql_assistant.results.filters import Filter
from plugins.sql_assistant.results.stats import Numbers, Statistics, Texts, statistics
from plugins.sql_assistant.results.store import ResultStore, View
from plugins.sql_assistant.rows_view import Calls, shown
from plugins.sql_assistant.sources.base import QueryStopped, Stop

_SHARE = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_VALUE = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class _Bar(QStyledItemDelegate):
    """A value, its bar, its count."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.theme.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self.theme, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = rect.adjusted(0, 2, -1, -2)
        bar.setWidth(max(2.0, bar.width() * float(index.data(_SHARE))))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.selected))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setFont(option.font)
        inner = rect.adjusted(theme.grid, 0, -theme.grid, 0)
        count = str(index.data(_COUNT))
        metrics = option.fontMetrics
        room = inner.width() - metrics.horizontalAdvance(count) - 2 * theme.grid
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, round(room))
        painter.setPen(QColor(theme.secondary if index.data(_VALUE) is None else theme.text))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
        painter.setPen(QColor(theme.secondary))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count)
        painter.restore()


class StatisticsView(QWidget):
    """Counts in the background; a column that is asked for meanwhile takes its place.

    Signals:
        value_picked: a frequent value was double-clicked; the ``Filter`` that keeps its rows.
    """

    value_picked = Signal(object)

    def __init__(self, theme: Theme, calls: Calls) -> None:
        super().__init__()
        self._theme = theme
        self._calls = calls
        self._stop: Stop | None = None
        self._shown: tuple[View, int] | None = None
        self.name = QLabel()
        self.name.setProperty("role", "strong")
        self.state = QLabel()
        self.state.setProperty("role", "small")
        self.state.setWordWrap(True)
        self.figures = QFormLayout()
        self.figures.setHorizontalSpacing(2 * theme.grid)
        self.figures.setVerticalSpacing(theme.gap)
        self.heading = QLabel(tr("Most frequent"))
        self.heading.setProperty("role", "strong")
        self.bars = QListWidget()
        self._bar = _Bar(theme)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = self._theme
        self.bars.setItemDelegate(self._bar)
        self.bars.setProperty("role", "rows")
        self.bars.setSpacing(1)
        self.bars.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bars.setAccessibleName(tr("Most frequent values; Enter keeps only the rows with one"))
        self.bars.setToolTip(tr("A double click keeps only the rows with this value."))
        self.bars.itemActivated.connect(self._picked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.grid, theme.gap, 0, 0)
        layout.setSpacing(theme.grid)
        layout.addWidget(self.name)
        layout.addWidget(self.state)
        layout.addLayout(self.figures)
        layout.addSpacing(theme.grid)
        layout.addWidget(self.heading)
        layout.addWidget(self.bars, 1)

    def retheme(self, theme: Theme) -> None:
        """Take the colours of the theme."""
        self._theme = self._bar.theme = theme
        self.bars.viewport().update()

    def show_column(self, store: ResultStore, view: View, column: int) -> None:
        """Count a column of a view, unless it is shown or counted already."""
        if self._shown == (view, column):
            return
        self.stop()
        self._shown = (view, column)
        self.name.setText(store.columns[column])
        self.state.setText(tr("Counting…"))
        self.state.show()
        self._clear()
        stop = self._stop = Stop()

        def work() -> Statistics | None:
            try:
                return statistics(store, view, column, stop)
            except QueryStopped:
                return None

        self._calls.call(work, lambda found: self._counted(stop, found), lambda error: self._failed(stop, error))

    def stop(self) -> None:
        """Count no further."""
        if self._stop is not None:
            self._stop.ask()
            self._stop = self._shown = None

    def forget(self) -> None:
        """Show nothing; the rows are others."""
        self.stop()
        self._shown = None
        self.name.setText("")
        self.state.setText(tr("Choose a cell to see what its column holds."))
        self.state.show()
        self._clear()

    def _clear(self) -> None:
        while self.figures.rowCount():
            self.figures.removeRow(0)
        self.bars.clear()
        self.heading.hide()

    def _failed(self, stop: Stop, error: AppError) -> None:
        if stop is self._stop:
            self._stop = self._shown = None
            self.state.setText(tr_said(error.message))

    def _counted(self, stop: Stop, found: Statistics | None) -> None:
        if stop is not self._stop or found is None:
            return
        self._stop = None
        self.state.hide()
        for label, text in _figures(found):
            name = QLabel(label)
            name.setProperty("role", "secondary")
            value = QLabel(text)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.figures.addRow(name, value)
        self.heading.setVisible(bool(found.frequent))
        most = max((times for _, times in found.frequent), default=1)
        self.heading.setText(tr("Most frequent") if most > 1 else tr("Every value occurs once."))
        for value, times in found.frequent if most > 1 else ():
            self._add_bar(value, times, times / most, times / found.rows)

    def _add_bar(self, value: Any, times: int, width: float, share: float) -> None:
        item = QListWidgetItem(tr("(empty text)") if value == "" else shown(value))
        item.setData(_SHARE, width)
        item.setData(_COUNT, f"{times:,} · {share:.1%}" if share >= 0.001 else f"{times:,} · < 0.1%")
        item.setData(_VALUE, value)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{shown(value)}: {times:,}")
        self.bars.addItem(item)

    def _picked(self, item: QListWidgetItem) -> None:
        if self._shown is not None:
            self.value_picked.emit(keeping(self._shown[1], item.data(_VALUE)))


def keeping(column: int, value: Any) -> Filter:
    """The filter that keeps the rows with a value."""
    return Filter(column, "null") if value is None else Filter(column, "=", value)


def _figures(found: Statistics) -> list[tuple[str, str]]:
    share = f" ({found.nulls / found.rows:.1%})" if found.nulls else ""
    return [
        (tr("Rows"), f"{found.rows:,}"),
        ("NULL", f"{found.nulls:,}{share}"),
        (tr("Different values"), f"{found.distinct:,}"),
        *(_of_numbers(found.numbers) if found.numbers else ()),
        *(_of_texts(found.texts) if found.texts else ()),
    ]


def _of_numbers(numbers: Numbers) -> list[tuple[str, str]]:
    return [
        (tr("Smallest"), figure(numbers.least)),
        (tr("Largest"), figure(numbers.greatest)),
        (tr("Mean"), figure(numbers.mean)),
        (tr("Median"), figure(numbers.median)),
        (tr("Standard deviation"), figure(numbers.deviation)),
        (tr("Sum"), figure(numbers.total)),
    ]


def _of_texts(texts: Texts) -> list[tuple[str, str]]:
    if texts.earliest is not None and texts.latest is not None:
        return [(tr("Earliest"), texts.earliest), (tr("Latest"), texts.latest)]
    lengths = tr("{shortest} to {longest} characters").format(
        shortest=f"{texts.shortest:,}", longest=f"{texts.longest:,}"
    )
    return [(tr("Length"), lengths), *([(tr("Empty texts"), f"{texts.empty:,}")] if texts.empty else [])]


def figure(number: float) -> str:
    """A number for people: thousands apart, no more digits than say something."""
    if abs(number) < 1e15 and number == int(number):
        return f"{int(number):,}"
    if 1e-3 <= abs(number) < 1e15:
        return f"{number:,.4f}".rstrip("0").rstrip(".")
    return f"{number:.6g}"
