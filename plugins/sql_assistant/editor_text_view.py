"""The text of a query as one writes it: line numbers, brackets, offers while typing, layout, comments, the place of an error."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu

from app.api_qt import CodeEdit, Theme, tr
from plugins.sql_assistant.completion import Completer, Offer
from plugins.sql_assistant.editor_highlight_view import SqlHighlighter
from plugins.sql_assistant.editor_popup_view import OfferPopup
from plugins.sql_assistant.editor_text import after_layout, brackets_at, comments_toggled, statement_at, statements
from plugins.sql_assistant.schema import Schema

_FROM_LETTERS = 2
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NO_KEYPAD = ~Qt.KeyboardModifier.KeypadModifier
_ACCEPTING = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class SqlEdit(CodeEdit):
    """The text with its keys.

    Signals:
        run_wanted: Ctrl+Enter was pressed.
    """

    run_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._dialect = "sqlite"
        self._completer: Completer | None = None
        self._error: tuple[int, int] | None = None
        self.popup = OfferPopup(theme)
        self.highlighter = SqlHighlighter(self.document(), theme)
        self._set_up()
        self._connect_signals()

    def _set_up(self) -> None:
        self.setAccessibleName(tr("SQL query"))
        self.setPlaceholderText(tr("The query appears here. You can also write your own."))
        self.setTabChangesFocus(True)

    def _connect_signals(self) -> None:
        self.updateRequest.connect(self._hide_popup_moved)
        self.cursorPositionChanged.connect(self._mark)
        self.document().contentsChange.connect(self._changed)
        self.popup.picked.connect(self._put_in)
        self.destroyed.connect(self.popup.deleteLater)

    def set_language(self, dialect: str, schema: Schema | None) -> None:
        """Colour and complete for a connection."""
        self._dialect = dialect
        self._completer = Completer(schema, dialect) if schema else None
        self.highlighter.set_language(dialect, schema)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        super().retheme(theme)
        self.highlighter.retheme(theme)
        self.popup.retheme(theme)
        self._mark()

    @property
    def to_run(self) -> str:
        """What is selected; else the statement at the cursor where several stand; else all."""
        cursor = self.textCursor()
        if selected := cursor.selectedText().replace("\u2029", "\n").strip():
            return selected
        text = self.toPlainText()
        if len(statements(text, self._dialect)) < 2:
            return text.strip()
        return statement_at(text, cursor.position(), self._dialect)

    # keys

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key is the editor's, though it be a shortcut of the window."""
        is_of_popup = self.popup.isVisible() and event.key() in (Qt.Key.Key_Escape, *_ACCEPTING, *_MOVES)
        return is_of_popup or self._action(event) is not None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu(self) -> QMenu:
        """The menu of any text, with what this one can do."""
        menu = self.createStandardContextMenu()
        menu.addSeparator()
        for text, keys, act in (
            (tr("Run"), "Ctrl+Return", self.run_wanted.emit),
            (tr("Lay out anew"), "Ctrl+Shift+F", self.lay_out),
            (tr("Comment or no comment"), "Ctrl+/", self.toggle_comment),
            (tr("Show what could follow"), "Ctrl+Space", self.offer),
        ):
            action = menu.addAction(text)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(act)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.popup.isVisible() and self._key_of_popup(event):
            return
        if action := self._action(event):
            action()
            return
        super().keyPressEvent(event)
        if event.text() and not event.modifiers() & _CTRL:
            self._typed(event.text())
        elif event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            self.popup.hide()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return False if self.popup.isVisible() else super().focusNextPrevChild(is_next)

    def _action(self, event: QKeyEvent) -> Callable[[], None] | None:
        key, held = event.key(), event.modifiers() & _NO_KEYPAD
        if held & ~_SHIFT != _CTRL:
            return None
        if key == Qt.Key.Key_F and held & _SHIFT:
            return self.lay_out
        if key in (Qt.Key.Key_Slash, Qt.Key.Key_Question):
            return self.toggle_comment
        if held & _SHIFT:
            return None
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.run_wanted.emit
        return self.offer if key == Qt.Key.Key_Space else None

    def _key_of_popup(self, event: QKeyEvent) -> bool:
        if event.modifiers() & _CTRL:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.popup.hide()
        elif event.key() in _ACCEPTING and self.popup.offer:
            self._put_in(self.popup.offer)
        elif event.key() in _MOVES:
            self.popup.move_by(_MOVES[Qt.Key(event.key())])
        else:
            return False
        return True

    def _typed(self, text: str) -> None:
        if text == ".":
            self.offer()
            return
        written = self.textCursor().block().text()[: self.textCursor().positionInBlock()]
        word = _last_word(written)
        if len(word) >= _FROM_LETTERS or (self.popup.isVisible() and word):
            self._offer(is_asked=False)
        else:
            self.popup.hide()

    # offers

    def offer(self) -> None:
        """Show what could follow at the cursor."""
        self._offer(is_asked=True)

    def _offer(self, *, is_asked: bool) -> None:
        """A word that is whole already is left alone, unless the person asks: Enter would put in another one."""
        if self._completer is None or self.isReadOnly():
            return
        place = self.textCursor().position()
        text = self.toPlainText()
        found = self._completer.complete(text, place)
        written = text[found.start : place].lower()
        offers = [one for one in found.offers if one.text.lower() != written]
        is_whole = len(offers) < len(found.offers)
        if not offers or (is_whole and not is_asked):
            self.popup.hide()
            return
        start = QTextCursor(self.document())
        start.setPosition(found.start)
        self.popup.show_offers(offers, self.viewport(), self.cursorRect(start))

    def _put_in(self, offer: Offer) -> None:
        cursor = self.textCursor()
        start = self._completer.complete(self.toPlainText(), cursor.position()).start if self._completer else 0
        cursor.setPosition(start, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(offer.text)
        self.setTextCursor(cursor)
        self.popup.hide()

    # changes in one step

    def lay_out(self) -> None:
        """Lay the query out anew; the cursor stays where it is in it."""
        from plugins.sql_assistant.formatting import formatted  # the parser is slow to load

        text, place = self.toPlainText(), self.textCursor().position()
        done = formatted(text, self._dialect)
        if done != text:
            self.replace(0, len(text), done)
            self.go_to(after_layout(text, place, done))

    def toggle_comment(self) -> None:
        """Make the lines of the selection comments, or queries again."""
        cursor = self.textCursor()
        edit = comments_toggled(self.toPlainText(), cursor.selectionStart(), cursor.selectionEnd())
        from_end = len(self.toPlainText()) - cursor.position()
        self.replace(edit.start, edit.end, edit.text)
        self.go_to(max(len(self.toPlainText()) - from_end, edit.start))

    # marks

    def mark_error(self, place: tuple[int, int] | None) -> None:
        """Underline the place of an error, from start to end; None takes the mark away."""
        self._error = place
        self._mark()

    def _changed(self, _at: int, removed: int, added: int) -> None:
        if removed != added:
            self._error = None

    def _mark(self) -> None:
        marks = []
        for place in brackets_at(self.toPlainText(), self.textCursor().position(), self._dialect):
            form = QTextCharFormat()
            form.setBackground(QColor(self.theme.selected))
            form.setForeground(QColor(self.theme.accent))
            marks.append(self.mark(place, place + 1, form))
        if self._error is not None:
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(QColor(self.theme.failed))
            marks.append(self.mark(*self._error, form))
        self.show_marks("places", marks)

    def _hide_popup_moved(self, _rect: QRect, moved: int) -> None:
        """The offers stand at a place of the text, which has scrolled away."""
        if moved:
            self.popup.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.popup.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.popup.hide()
        super().hideEvent(event)


def _last_word(written: str) -> str:
    end = len(written)
    while end and (written[end - 1].isalnum() or written[end - 1] in "_$"):
        end -= 1
    return written[end:]
