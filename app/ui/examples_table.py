"""The examples of a few-shot tool: edited in place, added, removed, restored, and tried one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.api_qt import tr
from app.core.fewshot import Example
from app.ui.desk import Desk
from app.ui.widgets import button, column, filled, label, row

Tick = Literal["", "trying", "yes", "no"]
Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()


class ExamplesModel(QAbstractTableModel):
    """Three columns: input, output, whether the model still reproduces it from the others.

    Signals:
        edited: an example was changed, added or removed.
    """

    edited = Signal()

    def __init__(self, desk: Desk, examples: Sequence[Example]) -> None:
        super().__init__()
        self._desk = desk
        self._examples = list(examples)
        self._ticks: list[Tick] = [""] * len(self._examples)

    @property
    def examples(self) -> tuple[Example, ...]:
        return tuple(self._examples)

    def replace(self, examples: Sequence[Example]) -> None:
        """Show other examples."""
        self.beginResetModel()
        self._examples = list(examples)
        self._ticks = [""] * len(self._examples)
        self.endResetModel()
        self.edited.emit()

    def add(self, example: Example) -> int:
        """Append an example; returns its row."""
        place = len(self._examples)
        self.beginInsertRows(QModelIndex(), place, place)
        self._examples.append(example)
        self._ticks.append("")
        self.endInsertRows()
        self.edited.emit()
        return place

    def remove(self, place: int) -> None:
        """Remove the example of a row."""
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._examples[place], self._ticks[place]
        self.endRemoveRows()
        self.edited.emit()

    def set_tick(self, place: int, tick: Tick) -> None:
        """Say whether an example is still reproduced."""
        if place < len(self._ticks):
            self._ticks[place] = tick
            index = self.index(place, 2)
            self.dataChanged.emit(index, index)

    def tick(self, place: int) -> Tick:
        """What is known of a row."""
        return self._ticks[place]

    def rowCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else len(self._examples)

    def columnCount(self, parent: Index = _HERE) -> int:
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (tr("Input"), tr("Output"), tr("Reproduced"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place, part = index.row(), index.column()
        if part == 2:
            return self._tick_data(self._ticks[place], role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            example = self._examples[place]
            return example.input if part == 0 else example.output
        return None

    def _tick_data(self, tick: Tick, role: int) -> Any:
        words = {"": "", "trying": tr("trying …"), "yes": tr("yes"), "no": tr("no")}
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words[tick]
        if role == Qt.ItemDataRole.DecorationRole and tick in ("yes", "no"):
            icon: QIcon = (
                self._desk.icons.icon("check-circle-outline", "verified")
                if tick == "yes"
                else self._desk.icons.icon("close-circle-outline", "unverified")
            )
            return icon
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() < 2 else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() > 1:
            return False
        old = self._examples[index.row()]
        changed = Example(str(value), old.output) if index.column() == 0 else Example(old.input, str(value))
        if changed != old:
            self._examples[index.row()] = changed
            self._ticks[index.row()] = ""
            self.dataChanged.emit(index, self.index(index.row(), 2))
            self.edited.emit()
        return True


class ExamplesTable(QWidget):
    """The table with its buttons.

    Signals:
        edited: the examples are different ones now.
        try_requested: try every example against the others.
        stop_requested: stop trying.
    """

    edited = Signal()
    try_requested = Signal()
    stop_requested = Signal()

    def __init__(self, desk: Desk, defaults: Sequence[Example], examples: Sequence[Example]) -> None:
        super().__init__()
        self._defaults = tuple(defaults)
        self.model = ExamplesModel(desk, examples)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Examples"))
        self.add_button = button(tr("Add"))
        self.remove_button = button(tr("Remove"))
        self.restore_button = button(tr("Restore the defaults"))
        self.try_button = button(tr("Try all"))
        self.try_button.setToolTip(
            tr("Leave each example out in turn and see whether the model gives it from the others.")
        )
        self._count = label("", "small")
        self._trying = False
        self._dress(desk)
        self._lay_out()
        self._connect_signals()
        self._update_buttons()

    @property
    def is_default(self) -> bool:
        return self.model.examples == self._defaults

    def set_trying(self, trying: bool) -> None:
        """While examples are tried, the button stops it."""
        self._trying = trying
        self.try_button.setText(tr("Stop trying") if trying else tr("Try all"))
        self._update_buttons()

    def _dress(self, desk: Desk) -> None:
        view = self.view
        view.setShowGrid(False)
        view.setAlternatingRowColors(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.verticalHeader().setDefaultSectionSize(desk.theme.row_height)
        view.verticalHeader().hide()
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(2, 104)
        for made, icon in ((self.add_button, "plus"), (self.remove_button, "minus"), (self.try_button, "play-outline")):
            desk.icons.wear(made, icon, "secondary")
        desk.icons.wear(self.restore_button, "restore", "secondary")

    def _lay_out(self) -> None:
        head = row(
            label(tr("Examples"), "heading"), self._count, None,
            self.add_button, self.remove_button, self.restore_button, self.try_button,
        )  # fmt: skip
        filled(self, column(head, self.view))

    def _connect_signals(self) -> None:
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.restore_button.clicked.connect(lambda: self.model.replace(self._defaults))
        self.try_button.clicked.connect(self._try)
        self.model.edited.connect(self._changed)
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._update_buttons())

    def _try(self) -> None:
        (self.stop_requested if self._trying else self.try_requested).emit()

    def _add(self) -> None:
        place = self.model.add(Example("", ""))
        self.view.selectRow(place)
        self.view.edit(self.model.index(place, 0))

    def _remove(self) -> None:
        for place in sorted((index.row() for index in self.view.selectionModel().selectedRows()), reverse=True):
            self.model.remove(place)

    def _changed(self) -> None:
        self._update_buttons()
        self.edited.emit()

    def _update_buttons(self) -> None:
        examples = self.model.examples
        self._count.setText(str(len(examples)))
        self.remove_button.setEnabled(self.view.selectionModel().hasSelection())
        self.restore_button.setEnabled(not self.is_default)
        self.try_button.setEnabled(self._trying or len(examples) > 1)
