"""Which game of a collection to open: a list with a filter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import tr
from plugins.chess_moves.record import MAX_GAMES, Heading


class GamesDialog(QDialog):
    """The games of a file: players, result, date.

    Signals:
        game_chosen: the ``Heading`` of a game.
    """

    game_chosen = Signal(object)

    def __init__(self, name: str, headings: Sequence[Heading], parent: QWidget) -> None:
        super().__init__(parent)
        self._headings = list(headings)
        self.setWindowTitle(tr("Games in {name}").format(name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(560, 420)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Filter by player, result or date"))
        self.filter.setAccessibleName(tr("Filter by player, result or date"))
        self.filter.setClearButtonEnabled(True)
        self.list = self._make_list(headings)
        count = tr("{count} games").format(count=f"{len(headings):,}")
        if len(headings) >= MAX_GAMES:
            count = tr("The first {count} games").format(count=f"{MAX_GAMES:,}")
        self.count = QLabel(count)
        self.count.setProperty("role", "secondary")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        self.open_button = self.buttons.addButton(tr("Open game"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.open_button.setProperty("role", "primary")
        box = QVBoxLayout(self)
        for part in (self.filter, self.list, self.count, self.buttons):
            box.addWidget(part)
        self._connect_signals()

    def _make_list(self, headings: Sequence[Heading]) -> QTreeWidget:
        made = QTreeWidget()
        made.setHeaderLabels([tr("White"), tr("Black"), tr("Result"), tr("Date")])
        made.setAccessibleName(tr("Games"))
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for heading in headings:
            made.addTopLevelItem(QTreeWidgetItem([heading.white, heading.black, heading.result, heading.date]))
        made.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        made.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        made.header().setStretchLastSection(False)
        made.setCurrentIndex(made.model().index(0, 0))
        return made

    def _connect_signals(self) -> None:
        self.filter.textChanged.connect(self._narrow)
        self.list.itemActivated.connect(lambda _item, _column: self.accept())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def accept(self) -> None:
        item = self.list.currentItem()
        if item is None or item.isHidden():
            return
        self.game_chosen.emit(self._headings[self.list.indexOfTopLevelItem(item)])
        super().accept()

    def _narrow(self, text: str) -> None:
        """Show the games that hold every word of ``text``."""
        words = text.casefold().split()
        first: QTreeWidgetItem | None = None
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is None:
                continue
            whole = " ".join(item.text(column) for column in range(4)).casefold()
            item.setHidden(not all(word in whole for word in words))
            first = first or (None if item.isHidden() else item)
        if first is not None:
            self.list.setCurrentItem(first)
