"""The journal as a table that can be edited: accounts by a list, dates and amounts in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import qtawesome
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.api_qt import Theme, tr, tr_said
from plugins.bookkeeping.accounts import Chart
from plugins.bookkeeping.editing import NotUsable, with_account, with_amount, with_day
from plugins.bookkeeping.figures_view import LEFT, RIGHT, figures_font, money
from plugins.bookkeeping.journal import Entry, duplicates

DATE, DEBIT, CREDIT, AMOUNT, MEMO = range(5)
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class JournalModel(QAbstractTableModel):
    """Entries as rows.

    Signals:
        entry_changed: a row and its new entry; the owner of the book takes it up and shows the book again.
        refused: why what was typed cannot stand.
    """

    entry_changed = Signal(int, object)
    refused = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.today = date.today()
        self._currency = ""
        self._twins: dict[int, int] = {}
        self._warning = QIcon()
        self._amber = QColor()
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colour for what needs a look."""
        self._warning = qtawesome.icon("mdi6.alert", color=theme.unverified)
        self._amber = QColor(theme.unverified)

    def show_entries(self, entries: Sequence[Entry], currency: str) -> None:
        """Show a journal; amounts in another currency than ``currency`` say which."""
        same_rows = len(entries) == len(self.entries)
        if not same_rows:
            self.beginResetModel()
        self.entries, self._currency = tuple(entries), currency
        rows = {id(entry): row for row, entry in enumerate(self.entries)}
        self._twins = {rows[id(later)]: rows[id(earlier)] for earlier, later in duplicates(self.entries)}
        if not same_rows:
            self.endResetModel()
        elif entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, MEMO))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 5

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(RIGHT if section == AMOUNT else LEFT)
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Date"), tr("Debit"), tr("Credit"), tr("Amount"), tr("Memo"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self.entries[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._shown(entry, column)
            case Qt.ItemDataRole.EditRole:
                return f"{entry.amount:.2f}" if column == AMOUNT else self._shown(entry, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(RIGHT if column == AMOUNT else LEFT)
            case Qt.ItemDataRole.DecorationRole if column == DATE and self._needs_a_look(index.row()):
                return self._warning
            case Qt.ItemDataRole.ForegroundRole if column == AMOUNT and entry.amount == 0:
                return self._amber
            case Qt.ItemDataRole.ToolTipRole:
                return self._hint(index.row())
        return None

    def _shown(self, entry: Entry, column: int) -> str:
        suffix = f" {entry.currency}" if entry.currency != self._currency else ""
        return (entry.day.isoformat(), entry.debit, entry.credit, money(entry.amount) + suffix, entry.memo)[column]

    def _needs_a_look(self, row: int) -> bool:
        return row in self._twins or self.entries[row].amount == 0

    def _hint(self, row: int) -> str | None:
        if row in self._twins:
            return tr("The same as row {row}: was it typed twice?").format(row=self._twins[row] + 1)
        if self.entries[row].amount == 0:
            return tr("The amount is missing.")
        return self.entries[row].source or None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        entry, text = self.entries[index.row()], str(value)
        if text == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        try:
            changed = self._changed(entry, index.column(), text)
        except NotUsable as error:
            self.refused.emit(tr_said(str(error)))
            return False
        self.entry_changed.emit(index.row(), changed)
        return True

    def _changed(self, entry: Entry, column: int, text: str) -> Entry:
        match column:
            case 0:
                return with_day(entry, text, self.today)
            case 1 | 2:
                return with_account(entry, "debit" if column == DEBIT else "credit", text)
            case 3:
                return with_amount(entry, text)
            case _:
                return replace(entry, memo=" ".join(text.split()))


class AccountDelegate(QStyledItemDelegate):
    """Edits an account by a list of the chart's names that also takes a new one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chart = Chart(())

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        box = QComboBox(parent)
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems([account.name for account in self.chart.accounts])
        completer = QCompleter(box.model(), box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        box.setCompleter(completer)
        box.activated.connect(lambda _row: self._picked(box))
        return box

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Return commits by itself; the box then says ``activated`` once more, for an editor that is about to go."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            editor.setProperty("committed", True)
        return super().eventFilter(editor, event)

    def _picked(self, box: QComboBox) -> None:
        """Take what was picked in the list at once; the editor closes when it is left."""
        if not box.property("committed"):
            self.commitData.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())


class JournalTable(QTableView):
    """The table with its widths and its delegates; ``Delete`` is the panel's action."""

    def __init__(self, model: JournalModel, theme: Theme) -> None:
        super().__init__()
        self.setModel(model)
        self.accounts = AccountDelegate(self)
        for column in (DEBIT, CREDIT):
            self.setItemDelegateForColumn(column, self.accounts)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAccessibleName(tr("Journal"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self.setFont(figures_font(self.font()))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(48)
        for column in (DEBIT, CREDIT, MEMO):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        metrics = QFontMetrics(self.font())
        self.setColumnWidth(DATE, metrics.horizontalAdvance("2026-12-30") + theme.icon_px + 4 * theme.grid)
        self.setColumnWidth(AMOUNT, metrics.horizontalAdvance("123,456.00") + 2 * theme.grid)

    def selected_rows(self) -> list[int]:
        """Rows with a selected cell, from the top."""
        return sorted({index.row() for index in self.selectionModel().selectedIndexes()})
