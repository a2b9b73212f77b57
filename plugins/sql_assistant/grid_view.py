"""The rows of a result: a table that sorts, copies and says how many rows there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QTableView, QToolButton, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.sql_assistant.results.export_text import as_tsv

MAX_CELL_CHARS = 300
_MEASURED_ROWS = 200
_MIN_WIDTH, _MAX_WIDTH = 64, 320
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowsModel(QAbstractTableModel):
    """A result as a table. Sorting keeps equal rows in the database's order; NULL comes first."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], theme: Theme) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows = list(rows)
        self._null_brush = QBrush(QColor(theme.secondary))
        self._null_font = QFont()
        self._null_font.setItalic(True)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colour for NULL."""
        self._null_brush = QBrush(QColor(theme.secondary))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = self.rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(value)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if is_number(value) else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.ForegroundRole if value is None:
                return self._null_brush
            case Qt.ItemDataRole.FontRole if value is None:
                return self._null_font
            case Qt.ItemDataRole.ToolTipRole if isinstance(value, str) and len(value) > 40:
                return value[:2000]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            first = next((row[section] for row in self.rows if row[section] is not None), None)
            side = Qt.AlignmentFlag.AlignRight if is_number(first) else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        self.rows.sort(key=lambda row: _sort_key(row[column]), reverse=order == Qt.SortOrder.DescendingOrder)
        self.layoutChanged.emit()


def is_number(value: Any) -> bool:
    """Whether a cell is right-aligned."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def shown(value: Any) -> str:
    """A cell as it is shown: floats without their rounding noise, long texts cut, line ends visible."""
    if value is None:
        return "NULL"
    if isinstance(value, float):
        return f"{value:.12g}"
    text = str(value)
    return text if len(text) <= MAX_CELL_CHARS and "\n" not in text else text[:MAX_CELL_CHARS].replace("\n", " ⏎ ")


def _sort_key(value: Any) -> tuple[int, Any]:
    if value is None:
        return (0, 0)
    return (1, value) if is_number(value) else (2, str(value).casefold())


class GridTable(QTableView):
    """A table view that copies its selection as tab-separated text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        else:
            super().keyPressEvent(event)

    def copy_selection(self) -> None:
        """Put the selected cells on the clipboard, row by row."""
        model = self.model()
        if not isinstance(model, RowsModel):
            return
        by_row: dict[int, list[int]] = {}
        for index in self.selectionModel().selectedIndexes():
            by_row.setdefault(index.row(), []).append(index.column())
        rows = [[model.rows[row][column] for column in sorted(columns)] for row, columns in sorted(by_row.items())]
        QGuiApplication.clipboard().setText(as_tsv(rows))


class ResultGrid(QWidget):
    """The table with its footer: row count, time, what was cut, export.

    ``export_button`` is the panel's to connect.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.table = GridTable()
        self._set_up_table()
        self.footer = QLabel()
        self.footer.setProperty("role", "small")
        self.cut_note = QLabel()
        self.cut_note.setProperty("tone", "unverified")
        self.export_button = QToolButton()
        self.export_button.setText(tr("Export…"))
        self.export_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.gap, 0, theme.gap, 0)
        foot.setSpacing(theme.grid)
        foot.addWidget(self.footer)
        foot.addWidget(self.cut_note)
        foot.addStretch(1)
        foot.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.gap)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def _set_up_table(self) -> None:
        table = self.table
        table.setAccessibleName(tr("Result rows"))
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSortingEnabled(True)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().setDefaultSectionSize(self._theme.row_height)
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setSortIndicatorClearable(False)
        table.setTabKeyNavigation(False)

    @property
    def model(self) -> RowsModel | None:
        """The rows shown now."""
        model = self.table.model()
        return model if isinstance(model, RowsModel) else None

    def show_result(self, result: Mapping[str, Any]) -> None:
        """Show a tool's result (``columns``, ``rows``, ``row_count``, ``truncated``, ``elapsed_s``)."""
        model = RowsModel(result["columns"], result["rows"], self._theme)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setModel(model)
        self._fit_columns(model)
        count = int(result["row_count"])
        rows = tr("1 row") if count == 1 else tr("{count} rows").format(count=f"{count:,}")
        self.footer.setText(f"{rows} · {float(result['elapsed_s']) * 1000:,.0f} ms")
        cut = tr("More rows exist; only the first {count} are shown.").format(count=f"{count:,}")
        self.cut_note.setText(cut if result["truncated"] else "")

    def retheme(self, theme: Theme) -> None:
        """Take the colours that a style sheet does not reach."""
        self._theme = theme
        if self.model:
            self.model.retheme(theme)
            self.table.viewport().update()

    def _fit_columns(self, model: RowsModel) -> None:
        metrics = self.table.fontMetrics()
        room = 3 * self._theme.grid
        for column, name in enumerate(model.columns):
            widest = max((len(shown(row[column])) for row in model.rows[:_MEASURED_ROWS]), default=0)
            head = metrics.horizontalAdvance(name) + 2 * room
            width = max(head, min(widest, 60) * metrics.averageCharWidth() * 11 // 10 + room)
            self.table.setColumnWidth(column, max(_MIN_WIDTH, min(width, _MAX_WIDTH)))
