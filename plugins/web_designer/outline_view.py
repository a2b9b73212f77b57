"""The parts of the page as a list: pick one, move it, hide it, lock it."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.web_designer.editing.outline import Part

NUMBER = Qt.ItemDataRole.UserRole
_INDENT = "    "
_ACTS = (
    ("up", "mdi6.arrow-up", "Move up", "Alt+Up"),
    ("down", "mdi6.arrow-down", "Move down", "Alt+Down"),
    ("hide", "mdi6.eye-off-outline", "Hide or show", "Alt+H"),
    ("lock", "mdi6.lock-outline", "Lock or unlock", "Alt+L"),
    ("delete", "mdi6.trash-can-outline", "Delete", "Del"),
)


class OutlineView(QWidget):
    """Shows the parts in their order.

    Signals:
        element_wanted: a part was picked; its number.
        act_wanted: something is to be done with the part that is picked: ``up``, ``down``, ``hide``, ``lock`` or ``delete``.
    """

    element_wanted = Signal(int)
    act_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[Part, ...] = ()
        self._locked: frozenset[int] = frozenset()
        self.list = QListWidget()
        self.list.setProperty("role", "rows")
        self.list.setAccessibleName(tr("Sections"))
        self.list.setIconSize(QSize(16, 16))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.empty = QLabel(tr("The parts of the page will be listed here."))
        self.empty.setProperty("role", "secondary")
        self.empty.setWordWrap(True)
        self.acts = {name: _tool(tr(words), keys) for name, _icon, words, keys in _ACTS}
        self._lay_out()
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemClicked.connect(self._on_current)
        for name, _icon, _words, keys in _ACTS:
            self.acts[name].clicked.connect(lambda _on=False, name=name: self.act_wanted.emit(name))
            shortcut = QShortcut(QKeySequence(keys), self.list, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self.acts[name].click)
        self.retheme(theme)
        self.show_parts(())

    def show_parts(self, parts: Sequence[Part], locked: frozenset[int] = frozenset()) -> None:
        """Show other parts; what is picked stays so where it is still there."""
        if (tuple(parts), locked) != (self._parts, self._locked):
            self._parts, self._locked = tuple(parts), locked
            self._fill()
        self.empty.setVisible(not parts)
        self.list.setVisible(bool(parts))

    def show_picked(self, number: int, acts: frozenset[str]) -> None:
        """Mark the part that is picked, without saying so; ``acts`` can be done with it."""
        self.list.blockSignals(True)
        rows = [row for row, part in enumerate(self._parts) if part.number == number]
        self.list.setCurrentRow(rows[0] if rows else -1)
        self.list.blockSignals(False)
        for name, button in self.acts.items():
            button.setEnabled(bool(rows) and (name == "lock" or name in acts))

    def retheme(self, theme: Theme) -> None:
        """Draw the icons anew."""
        self._theme = theme
        for name, icon, _words, _keys in _ACTS:
            self.acts[name].setIcon(qtawesome.icon(icon, color=theme.text, color_disabled=theme.line))
        self._fill()

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(0)
        for button in self.acts.values():
            acts.addWidget(button)
        acts.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(acts)
        box.addWidget(self.empty)
        box.addWidget(self.list, 1)
        box.addStretch(0)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for part in self._parts:
            self.list.addItem(self._item(part))
        self.list.blockSignals(False)

    def _item(self, part: Part) -> QListWidgetItem:
        item = QListWidgetItem(_INDENT * part.depth + part.label)
        item.setData(NUMBER, part.number)
        item.setToolTip(part.title)
        words = [part.title]
        if part.number in self._locked:
            item.setIcon(qtawesome.icon("mdi6.lock-outline", color=self._theme.accent))
            words.append(tr("locked"))
        elif part.is_hidden:
            item.setIcon(qtawesome.icon("mdi6.eye-off-outline", color=self._theme.secondary))
            words.append(tr("hidden"))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))
        return item

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.element_wanted.emit(int(item.data(NUMBER)))


def _tool(words: str, keys: str) -> QToolButton:
    made = QToolButton()
    made.setToolTip(f"{words} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
    made.setAccessibleName(words)
    return made
