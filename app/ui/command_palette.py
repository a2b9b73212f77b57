"""Ctrl+K: any tool and any action by a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.widgets import column, filled

WIDTH_PX = 520
LIST_PX = 360


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be done."""

    words: str
    keys: str
    icon: str
    act: Callable[[], object]


def rank(query: str, words: str) -> int | None:
    """How well words answer a query: 0 starts so, 1 a word starts so, 2 it is inside, 3 its letters in order; None not at all."""
    needle, hay = query.casefold().strip(), words.casefold()
    if not needle or hay.startswith(needle):
        return 0
    if f" {needle}" in hay:
        return 1
    if needle in hay:
        return 2
    letters = iter(hay)
    return 3 if all(letter in letters for letter in needle if letter != " ") else None


class CommandPalette(QDialog):
    """A field and a list; Enter does what is marked."""

    def __init__(self, desk: Desk, parent: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._desk = desk
        self._entries = entries
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(tr("Command palette"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("What do you want to do?"))
        self.field.setAccessibleName(tr("Search for an action"))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Actions"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(LIST_PX)
        card = QFrame()
        card.setObjectName("palette")
        filled(card, column(self.field, self.list, margins=(8, 8, 8, 8)))
        filled(self, column(card))
        self.setFixedWidth(WIDTH_PX)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.search)
        self.list.itemActivated.connect(lambda _item: self.act())
        self.list.itemClicked.connect(lambda _item: self.act())
        self.search("")

    def open_centred(self) -> None:
        """Show it in the upper middle of the window."""
        window = self.parentWidget()
        if window is not None:
            self.move(window.mapToGlobal(QPoint((window.width() - WIDTH_PX) // 2, 96)))
        self.show()
        self.field.setFocus()

    def search(self, query: str) -> None:
        """List what answers the query, the best first."""
        found = [(rank(query, entry.words), place) for place, entry in enumerate(self._entries)]
        self.list.clear()
        for _, place in sorted((score, place) for score, place in found if score is not None):
            entry = self._entries[place]
            item = QListWidgetItem(self._desk.icons.icon(entry.icon, "secondary"), _line(entry))
            item.setData(Qt.ItemDataRole.UserRole, place)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def act(self) -> None:
        """Do what is marked, after the palette is gone."""
        item = self.list.currentItem()
        self.close()
        if item is not None:
            self._entries[int(item.data(Qt.ItemDataRole.UserRole))].act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.act()
                return True
        return super().eventFilter(watched, event)


def _line(entry: Entry) -> str:
    return f"{entry.words}    {entry.keys}" if entry.keys else entry.words
