"""One value, as large as it is: JSON set out in lines, texts wrapped, with a search and a copy button."""

from __future__ import annotations

from typing import Any

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr
from plugins.sql_assistant.results.texts import Written, written
from plugins.sql_assistant.rows_view import Calls

_MAX_MARKED = 1_000


class CellView(QWidget):
    """Shows a value that is handed to ``show_value``."""

    def __init__(self, theme: Theme, calls: Calls) -> None:
        super().__init__()
        self._theme = theme
        self._calls = calls
        self._asked = 0
        self._value: Any = None
        self._written: Written | None = None
        self._places: list[int] = []
        self._make_parts()
        self._lay_out()
        self._connect_signals()
        self.retheme(theme)

    def _make_parts(self) -> None:
        self.name = QLabel()
        self.name.setProperty("role", "strong")
        self.about = QLabel()
        self.about.setProperty("role", "small")
        self.edit = QPlainTextEdit()
        self.edit.setReadOnly(True)
        self.edit.setProperty("role", "code")
        self.edit.setAccessibleName(tr("Value"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(self._theme.code_px))
        self.edit.setFont(font)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find in the value"))
        self.search.setAccessibleName(tr("Find in the value"))
        self.search.setClearButtonEnabled(True)
        self.found = QLabel()
        self.found.setProperty("role", "small")
        self.wrap_button = self._button(tr("Wrap long lines"), is_checkable=True)
        self.wrap_button.setChecked(True)
        self.json_button = self._button(tr("Set JSON out in lines"), is_checkable=True)
        self.json_button.setChecked(True)
        self.copy_button = self._button(tr("Copy the value"))

    def _button(self, words: str, *, is_checkable: bool = False) -> QToolButton:
        button = QToolButton()
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setCheckable(is_checkable)
        return button

    def _lay_out(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        head.setSpacing(theme.gap)
        head.addWidget(self.name, 1)
        for button in (self.json_button, self.wrap_button, self.copy_button):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(theme.grid)
        foot.addWidget(self.search, 1)
        foot.addWidget(self.found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.grid, theme.gap, 0, 0)
        layout.setSpacing(theme.gap)
        layout.addLayout(head)
        layout.addWidget(self.about)
        layout.addWidget(self.edit, 1)
        layout.addLayout(foot)

    def _connect_signals(self) -> None:
        self.wrap_button.toggled.connect(self._set_wrap)
        self.json_button.toggled.connect(lambda _on: self._write())
        self.copy_button.clicked.connect(self.copy)
        self.search.textChanged.connect(lambda _text: self._find())
        self.search.returnPressed.connect(self._next)

    def retheme(self, theme: Theme) -> None:
        """Take colours and icons of the theme."""
        self._theme = theme
        for button, name in (
            (self.wrap_button, "mdi6.wrap"),
            (self.json_button, "mdi6.code-json"),
            (self.copy_button, "mdi6.content-copy"),
        ):
            button.setIcon(qtawesome.icon(name, color=theme.text))
        self._mark()

    def show_value(self, name: str, value: Any) -> None:
        """Show a column's value."""
        self.name.setText(name)
        self._value = value
        self._write()

    def copy(self) -> None:
        """Put the whole value on the clipboard."""
        if self._written is not None:
            QGuiApplication.clipboard().setText(self._written.whole)

    def _write(self) -> None:
        self._asked += 1
        number, value, laid_out = self._asked, self._value, self.json_button.isChecked()

        def done(found: Written) -> None:
            if number == self._asked:
                self._show(found)

        self._calls.call(lambda: written(value, laid_out=laid_out), done)

    def _show(self, found: Written) -> None:
        self._written = found
        self.json_button.setEnabled(found.kind == "JSON")
        self.edit.setPlaceholderText("NULL" if found.kind == "null" else tr("(empty text)"))
        self.edit.setPlainText(found.text)
        self.about.setText(self._described(found))
        self._find()

    def _described(self, found: Written) -> str:
        kinds = {"null": "NULL", "boolean": tr("yes or no"), "number": tr("number"), "text": tr("text"), "JSON": "JSON"}
        parts = [kinds[found.kind]]
        if found.kind in ("text", "JSON"):
            chars = f"{found.chars:,}"
            parts.append(tr("1 character") if found.chars == 1 else tr("{count} characters").format(count=chars))
        if found.is_cut:
            parts.append(tr("only its beginning is shown"))
        return " · ".join(parts)

    def _set_wrap(self, is_on: bool) -> None:
        mode = QPlainTextEdit.LineWrapMode
        self.edit.setLineWrapMode(mode.WidgetWidth if is_on else mode.NoWrap)

    # searching

    def _find(self) -> None:
        """Mark every place, and go to the first."""
        self._places = _places(self.edit.toPlainText(), self.search.text())
        self._mark()
        if self._places:
            self._go_to(0)
        else:
            self.found.setText(tr("Not found") if self.search.text() else "")

    def _next(self) -> None:
        if self._places:
            here = self.edit.textCursor().selectionStart()
            after = [number for number, place in enumerate(self._places) if place > here]
            self._go_to(after[0] if after else 0)

    def _go_to(self, number: int) -> None:
        cursor = self.edit.textCursor()
        cursor.setPosition(self._places[number])
        cursor.setPosition(self._places[number] + len(self.search.text()), QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.found.setText(f"{number + 1} / {len(self._places)}")

    def _mark(self) -> None:
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.selected))
        look.setForeground(QColor(self._theme.text))
        marks = []
        for place in self._places:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.edit.document())
            mark.cursor.setPosition(place)
            mark.cursor.setPosition(place + len(self.search.text()), QTextCursor.MoveMode.KeepAnchor)
            mark.format = look
            marks.append(mark)
        self.edit.setExtraSelections(marks)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() == Qt.Key.Key_F and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.search.setFocus()
        else:
            super().keyPressEvent(event)


def _places(text: str, wanted: str) -> list[int]:
    """Where a text occurs, without regard to case; the first thousand."""
    if not wanted:
        return []
    text, wanted = text.lower(), wanted.lower()
    found: list[int] = []
    place = text.find(wanted)
    while place >= 0 and len(found) < _MAX_MARKED:
        found.append(place)
        place = text.find(wanted, place + len(wanted))
    return found
