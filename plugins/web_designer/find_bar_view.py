"""Find, replace and go to a line: bars above an editor, for the keyboard first."""

from __future__ import annotations

import re

import qtawesome
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QIntValidator, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.web_designer.source_edit_view import SourceEdit
from plugins.web_designer.units import Units

MOST_MARKED = 200
"""Hits that are marked around the one that is chosen."""

_BUTTONS = (
    ("case", "mdi6.format-letter-case", "Match case"),
    ("word", "mdi6.format-letter-matches", "Whole words"),
    ("back", "mdi6.arrow-up", "Previous (Shift+F3)"),
    ("next", "mdi6.arrow-down", "Next (F3)"),
    ("close", "mdi6.close", "Close (Esc)"),
)


class FindBar(QWidget):
    """What is looked for in an editor, and what takes its place."""

    def __init__(self, edit: SourceEdit, theme: Theme) -> None:
        super().__init__()
        self._edit = edit
        self._theme = theme
        self._hits: list[tuple[int, int]] = []
        self._revision = -1
        self.wanted = _field(tr("Find"))
        self.instead = _field(tr("Replace with"))
        self.count = QLabel()
        self.count.setProperty("role", "small")
        self.buttons = {name: _tool(tr(words), is_checkable=name in ("case", "word")) for name, _, words in _BUTTONS}
        self.replace_button = _push(tr("Replace"))
        self.replace_all_button = _push(tr("Replace all"))
        self._lay_out()
        self._connect_signals()
        self.retheme(theme)
        self.hide()

    def open_for(self, *, replace: bool) -> None:
        """Show the bar with what is chosen in the editor."""
        chosen = self._edit.textCursor().selectedText()
        if chosen and "\u2029" not in chosen:
            self.wanted.setText(chosen)
        self._second.setVisible(replace)
        self.show()
        self.wanted.setFocus()
        self.wanted.selectAll()
        self._look()

    def close_bar(self) -> None:
        """Hide the bar; the editor has the keyboard again."""
        self.hide()
        self._edit.show_marks("hits", ())
        self._edit.setFocus()

    def go_on(self, *, back: bool) -> None:
        """Choose the next hit, or the one before; behind the last comes the first."""
        if not self.wanted.text():
            self.open_for(replace=False)
            return
        self._look()
        if not self._hits:
            return
        cursor = self._edit.textCursor()
        if back:
            at = self._edit.letters(cursor.selectionStart())
            number = max((n for n, hit in enumerate(self._hits) if hit[0] < at), default=-1)
            self._choose(number if number >= 0 else len(self._hits) - 1, is_around=number < 0)
        else:
            at = self._edit.letters(cursor.selectionEnd())
            number = next((n for n, hit in enumerate(self._hits) if hit[0] >= at), -1)
            self._choose(max(number, 0), is_around=number < 0)

    def replace_one(self) -> None:
        """Replace the hit that is chosen, and choose the next."""
        self._look()
        number = self._chosen()
        if number >= 0:
            start, end = (self._edit.units(place) for place in self._hits[number])
            self._edit.replace(start, end, self.instead.text())
            self._edit.go_to(start + Units(self.instead.text()).of(len(self.instead.text())))
        self.go_on(back=False)

    def replace_all(self) -> None:
        """Replace every hit in one step."""
        self._look()
        spans = [(self._edit.units(start), self._edit.units(end)) for start, end in self._hits]
        cursor = QTextCursor(self._edit.document())
        cursor.beginEditBlock()
        for start, end in reversed(spans):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(self.instead.text())
        cursor.endEditBlock()
        self._look()
        self.count.setText(tr("{n} replaced").format(n=len(spans)))

    def retheme(self, theme: Theme) -> None:
        """Draw icons and marks anew."""
        self._theme = theme
        for name, icon, _ in _BUTTONS:
            self.buttons[name].setIcon(qtawesome.icon(icon, color=theme.secondary))
        if not self.isHidden():
            self._mark()

    # how it looks

    def _look(self) -> None:
        """Find all hits; the words beside the field say how many."""
        self._hits = []
        if words := self.wanted.text():
            pattern = re.escape(words)
            if self.buttons["word"].isChecked():
                pattern = rf"(?<!\w){pattern}(?!\w)"
            flags = 0 if self.buttons["case"].isChecked() else re.IGNORECASE
            self._hits = [found.span() for found in re.finditer(pattern, self._edit.shown, flags)]
        for button in (self.replace_button, self.replace_all_button, self.buttons["back"], self.buttons["next"]):
            button.setEnabled(bool(self._hits))
        self._say()
        self._mark()

    def _look_from_here(self) -> None:
        """While the words are typed: choose the hit at the cursor or behind it."""
        self._look()
        if self._hits:
            at = self._edit.letters(self._edit.textCursor().selectionStart())
            self._choose(next((n for n, hit in enumerate(self._hits) if hit[0] >= at), 0))

    def _choose(self, number: int, *, is_around: bool = False) -> None:
        start, end = (self._edit.units(place) for place in self._hits[number])
        cursor = self._edit.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._edit.setTextCursor(cursor)
        self._edit.ensureCursorVisible()
        self._say(is_around=is_around)
        self._mark()

    def _chosen(self) -> int:
        cursor = self._edit.textCursor()
        span = (self._edit.letters(cursor.selectionStart()), self._edit.letters(cursor.selectionEnd()))
        return self._hits.index(span) if span in self._hits else -1

    def _say(self, *, is_around: bool = False) -> None:
        if not self.wanted.text():
            said = ""
        elif not self._hits:
            said = tr("Not found")
        elif (number := self._chosen()) >= 0:
            said = tr("Hit {n} of {all}").format(n=number + 1, all=len(self._hits))
        else:
            said = tr("{n} found").format(n=len(self._hits))
        self.count.setText(f"{said} ↻" if is_around else said)
        self.count.setToolTip(tr("Went on at the other end of the text.") if is_around else "")

    def _mark(self) -> None:
        units = self._edit.units
        form = QTextCharFormat()
        form.setBackground(QColor(self._theme.selected))
        around = max(self._chosen(), 0)
        near = self._hits[max(around - MOST_MARKED // 2, 0) : around + MOST_MARKED // 2]
        self._edit.show_marks("hits", [self._edit.mark(units(start), units(end), form) for start, end in near])

    # how it is built

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(self._theme.gap)
        first.addWidget(self.wanted, 1)
        first.addWidget(self.count)
        for button in self.buttons.values():
            first.addWidget(button)
        self._second = QWidget()
        second = QHBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        second.setSpacing(self._theme.gap)
        second.addWidget(self.instead, 1)
        second.addWidget(self.replace_button)
        second.addWidget(self.replace_all_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, self._theme.gap)
        box.setSpacing(self._theme.gap)
        box.addLayout(first)
        box.addWidget(self._second)

    def _connect_signals(self) -> None:
        self.wanted.textEdited.connect(lambda _words: self._look_from_here())
        for name in ("case", "word"):
            self.buttons[name].toggled.connect(lambda _on: self._look_from_here())
        self.buttons["back"].clicked.connect(lambda: self.go_on(back=True))
        self.buttons["next"].clicked.connect(lambda: self.go_on(back=False))
        self.buttons["close"].clicked.connect(self.close_bar)
        self.replace_button.clicked.connect(self.replace_one)
        self.replace_all_button.clicked.connect(self.replace_all)
        for field in (self.wanted, self.instead):
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            return self._take_key(watched, event)
        return super().eventFilter(watched, event)

    def _take_key(self, field: QObject, event: QKeyEvent) -> bool:
        is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() not in (Qt.Key.Key_F3, Qt.Key.Key_Escape) and not is_return:
            return False
        event.accept()
        if event.type() == QEvent.Type.ShortcutOverride:
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif is_return and field is self.instead:
            self.replace_one()
        else:
            self.go_on(back=is_back)
        return True


class LineBar(QWidget):
    """Asks for a line.

    Signals:
        closed: the editor is to have the keyboard again.
    """

    closed = Signal()

    def __init__(self, edit: SourceEdit, theme: Theme) -> None:
        super().__init__()
        self._edit = edit
        self.field = QLineEdit()
        self.field.setValidator(QIntValidator(1, 9_999_999, self.field))
        self.field.setMaximumWidth(120)
        self._words = QLabel()
        self._words.setProperty("role", "secondary")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.gap)
        box.addWidget(self._words)
        box.addWidget(self.field)
        box.addStretch(1)
        self.field.returnPressed.connect(self._go)
        self.field.installEventFilter(self)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar with the line at the cursor."""
        words = tr("Go to line (1 to {n})").format(n=self._edit.blockCount())
        self._words.setText(words)
        self.field.setAccessibleName(words)
        self.field.setText(str(self._edit.textCursor().blockNumber() + 1))
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def _go(self) -> None:
        self._edit.select_line(int(self.field.text()))
        self._close()

    def _close(self) -> None:
        self.hide()
        self._edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._close()
            return True
        return super().eventFilter(watched, event)


def _field(words: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(words)
    made.setMinimumWidth(80)
    return made


def _tool(words: str, *, is_checkable: bool) -> QToolButton:
    made = QToolButton()
    made.setCheckable(is_checkable)
    made.setToolTip(words)
    made.setAccessibleName(words)
    return made


def _push(words: str) -> QPushButton:
    made = QPushButton(words)
    made.setAutoDefault(False)
    return made
