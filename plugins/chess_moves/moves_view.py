"""The moves of the shown line, numbered, two to a row; the shown position's move is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.api_qt import Theme, tr

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NUMBER_PX = 44


class MovesModel(QAbstractTableModel):
    """SAN moves as rows of number, White, Black. ``first_ply`` is 0 for White's first move, odd when Black begins."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.sans: tuple[str, ...] = ()
        self.first_ply = 0

    def take(self, sans: Sequence[str], first_ply: int) -> None:
        """Show other moves."""
        if (tuple(sans), first_ply) == (self.sans, self.first_ply):
            return
        self.beginResetModel()
        self.sans, self.first_ply = tuple(sans), first_ply
        self.endResetModel()

    @property
    def _indent(self) -> int:
        return self.first_ply % 2

    def ply_at(self, index: Index) -> int | None:
        """How many moves are played at a cell; None where no move stands."""
        if not index.isValid() or index.column() == 0:
            return None
        ply = index.row() * 2 + index.column() - self._indent
        return ply if 1 <= ply <= len(self.sans) else None

    def index_of(self, ply: int) -> QModelIndex:
        """The cell of the move with which ``ply`` moves are played; invalid for 0."""
        place = ply - 1 + self._indent
        return self.index(place // 2, place % 2 + 1) if ply >= 1 else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else (len(self.sans) + self._indent + 1) // 2

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index)
            case Qt.ItemDataRole.ForegroundRole if index.column() == 0:
                return QBrush(QColor(self.theme.secondary))
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == 0:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.AccessibleTextRole if index.column():
                return f"{self._number(index.row())} {self._text(index)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.ply_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _number(self, row: int) -> int:
        return self.first_ply // 2 + 1 + row

    def _text(self, index: Index) -> str:
        if index.column() == 0:
            return f"{self._number(index.row())}."
        ply = self.ply_at(index)
        if ply is None:
            return "…" if index.row() == 0 and index.column() == 1 and self._indent else ""
        return self.sans[ply - 1]


class MovesView(QTableView):
    """The list of moves.

    Signals:
        ply_chosen: the person wants the position after so many moves.
    """

    ply_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.moves = MovesModel(theme)
        self.setModel(self.moves)
        self._ply = 0
        self.setAccessibleName(tr("Moves"))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().resizeSection(0, _NUMBER_PX)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.row_height)
        self.setMinimumHeight(2 * theme.row_height)
        self.clicked.connect(self._clicked)

    def show_moves(self, sans: Sequence[str], first_ply: int, ply: int) -> None:
        """Show a line and mark the move with which ``ply`` moves are played."""
        self.moves.take(sans, first_ply)
        self._ply = ply
        index = self.moves.index_of(ply)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.clearSelection()
            self.scrollToTop()

    def retheme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self.moves.theme = theme
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.moves.sans:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self.moves.theme.secondary))
            place = self.viewport().rect().adjusted(_NUMBER_PX // 2, 0, -_NUMBER_PX // 2, 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place, int(flags), tr("The moves stand here once there are some."))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        end = len(self.moves.sans)
        steps = {
            Qt.Key.Key_Left: self._ply - 1,
            Qt.Key.Key_Right: self._ply + 1,
            Qt.Key.Key_Up: self._ply - 2,
            Qt.Key.Key_Down: self._ply + 2,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: end,
        }
        target = steps.get(Qt.Key(event.key()))
        if target is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.ply_chosen.emit(min(max(target, 0), end))

    def _clicked(self, index: QModelIndex) -> None:
        ply = self.moves.ply_at(index)
        if ply is not None:
            self.ply_chosen.emit(ply)
