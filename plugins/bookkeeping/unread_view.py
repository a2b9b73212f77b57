"""Lines that are not in the journal, with amber marks: to enter by hand, to write anew, or to let go."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from app.api_qt import Theme, tr, tr_said
from plugins.bookkeeping.books import Unread

_MOST_SHOWN = 4


class UnreadView(QFrame):
    """A card that is there only while lines are unread.

    Signals:
        by_hand: the number of a line in the list: enter it by hand.
        again: put all lines into the prompt box.
        dismissed: the number of a line in the list: let it go.
    """

    by_hand = Signal(int)
    again = Signal()
    dismissed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._unread: tuple[Unread, ...] = ()
        self.setProperty("role", "card")
        self.setProperty("tone", "unverified")
        self.title = QLabel()
        self.title.setProperty("tone", "unverified")
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(tr("Unread lines"))
        self.hand_button = QPushButton(tr("Enter by hand"))
        self.again_button = QPushButton(tr("Write anew"))
        self.again_button.setToolTip(tr("Put these lines into the prompt box."))
        self.drop_button = QPushButton(tr("Dismiss"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (self.hand_button, self.again_button, self.drop_button):
            button.setProperty("role", "link")
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.grid, theme.gap, theme.grid, theme.gap)
        layout.setSpacing(theme.gap)
        layout.addLayout(head)
        layout.addWidget(self.list)
        self.hand_button.clicked.connect(lambda: self.by_hand.emit(self.current))
        self.again_button.clicked.connect(self.again)
        self.drop_button.clicked.connect(lambda: self.dismissed.emit(self.current))
        self.list.itemDoubleClicked.connect(lambda _item: self.by_hand.emit(self.current))

    @property
    def current(self) -> int:
        """The chosen line's place in the list; the first if none is chosen."""
        return max(self.list.currentRow(), 0)

    def show_unread(self, unread: Sequence[Unread]) -> None:
        """Show lines, or nothing at all where there are none."""
        self._unread = tuple(unread)
        self.title.setText(tr("Unread lines: {count}").format(count=len(unread)))
        icon = qtawesome.icon("mdi6.alert", color=self._theme.unverified)
        self.list.clear()
        for one in unread:
            item = QListWidgetItem(icon, f"{one.text}   —  {tr_said(one.reason)}")
            item.setToolTip(tr_said(one.reason))
            item.setSizeHint(QSize(0, self._theme.row_height))
            self.list.addItem(item)
        shown = min(len(unread), _MOST_SHOWN)
        self.list.setFixedHeight(shown * self._theme.row_height + self._theme.grid)
        self.setVisible(bool(unread))

    def retheme(self, theme: Theme) -> None:
        """Draw the marks in the theme's colour."""
        self._theme = theme
        self.show_unread(self._unread)
