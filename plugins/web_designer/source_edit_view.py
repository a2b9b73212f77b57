"""The source as one edits it: colours, pairs of tags, tags that close themselves, comments, indents, findings in the margin."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QKeySequence, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextEdit

from app.api_qt import Theme, tr
from plugins.web_designer.colours_view import SourceHighlighter
from plugins.web_designer.finding_marks_view import FindingsEdit
from plugins.web_designer.folding import Folds, Places, changed_middle, places_of
from plugins.web_designer.source_colours import Mode, coloured, mode_of
from plugins.web_designer.source_text import (
    Edit,
    Language,
    bracket_pair,
    comments_toggled,
    indent_of_next,
    indented,
    open_element,
    tag_pair,
)
from plugins.web_designer.units import Units

LONG_LINE = 10_000
"""Letters of a line from which lines are wrapped: one that goes far beyond the window is slow to draw."""

RESTS_MS = 120
"""After so long without a move the pair at the cursor is marked, and its place is told."""

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_Key = Qt.Key


class _Text:
    """What stood in a document at a revision."""

    def __init__(self, revision: int, shown: str, folds: Folds) -> None:
        self.revision, self.shown, self.units = revision, shown, Units(shown)
        self._folds = folds

    @cached_property
    def places(self) -> Places:
        """Between the document and the whole text."""
        return places_of(self.shown, self._folds)


class SourceEdit(FindingsEdit):
    """The text with its keys. Places in its signals and methods count letters of ``text``.

    Signals:
        find_wanted: Ctrl+F or Ctrl+H; whether to replace.
        next_wanted: F3; whether backwards.
        line_wanted: Ctrl+G.
        rested: the cursor stands still at a place to which a person moved it.
        changed: a person changed the text.
    """

    find_wanted = Signal(bool)
    next_wanted = Signal(bool)
    line_wanted = Signal()
    rested = Signal(int)
    changed = Signal()

    def __init__(self, theme: Theme, language: Language = "html") -> None:
        super().__init__(theme)
        self._language = language
        self._folds = Folds()
        self._seen = _Text(-1, "", self._folds)
        self._is_setting = False
        self._tells = False
        self._may_leave = False
        self._told_revision = self.document().revision()
        self.highlighter = SourceHighlighter(self.document(), theme, Mode.STYLE if language == "css" else Mode.TEXT)
        self._rest = QTimer(self, singleShot=True, interval=RESTS_MS)
        self._keys = self._key_table()
        self._set_up()

    def _set_up(self) -> None:
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabStopDistance(2 * self.fontMetrics().horizontalAdvance(" "))
        self.setAccessibleDescription(tr("Tab indents; Escape and then Tab leaves the text."))
        self.cursorPositionChanged.connect(self._on_moved)
        self.textChanged.connect(self._on_changed)
        self._rest.timeout.connect(self._on_rest)
        self._mark_row()

    # the text

    @property
    def shown(self) -> str:
        """What stands in the document: the text with marks for its long runs."""
        return self._read().shown

    def _read(self) -> _Text:
        """What stands in the document now."""
        revision = self.document().revision()
        if self._seen.revision != revision:
            self._seen = _Text(revision, self.document().toRawText().replace("\u2029", "\n"), self._folds)
        return self._seen

    @property
    def text(self) -> str:
        """The whole text; lines end in line feeds."""
        return self._folds.whole(self.shown)

    def set_text(self, text: str) -> None:
        """Show a text; only what differs is replaced, so that cursor, scroll and what can be undone stay."""
        folded = self._folds.folded(text.replace("\r\n", "\n").replace("\r", "\n"))
        start, end, middle = changed_middle(self.shown, folded)
        if start == end and not middle:
            return
        is_first = self.document().isEmpty()
        if max(map(len, middle.split("\n"))) > LONG_LINE:
            self.set_wrapping(True)
        self._is_setting = True
        self.replace(self.units(start), self.units(end), middle)
        if is_first:
            self.document().clearUndoRedoStacks()
            self.go_to(0)
        self._told_revision = self.document().revision()
        self._is_setting = False

    @property
    def is_wrapping(self) -> bool:
        """Whether lines go on below where they are too long for the window."""
        return self.lineWrapMode() is not QPlainTextEdit.LineWrapMode.NoWrap

    def set_wrapping(self, on: bool) -> None:
        """Let long lines go on below, or to the right."""
        mode = QPlainTextEdit.LineWrapMode
        self.setLineWrapMode(mode.WidgetWidth if on else mode.NoWrap)

    def select(self, start: int, end: int) -> None:
        """Choose from one place of the text to another, and bring its first line into view."""
        self._is_setting = True
        places = self._read().places
        cursor = self.textCursor()
        cursor.setPosition(self._bounded(places.to_shown(end)))
        cursor.setPosition(self._bounded(places.to_shown(start)), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()
        self._is_setting = False

    def select_line(self, number: int) -> None:
        """Choose a line, from 1."""
        block = self.document().findBlockByNumber(min(max(number, 1), self.blockCount()) - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.centerCursor()

    @property
    def place(self) -> int:
        """Where the cursor is in the text."""
        return self._read().places.to_whole(self.textCursor().position())

    def units(self, place: int) -> int:
        """A place of ``shown`` as the document counts."""
        return self._read().units.of(place)

    def letters(self, position: int) -> int:
        """A document's position as a place of ``shown``."""
        return self._read().units.letters(position)

    def _bounded(self, position: int) -> int:
        return min(max(position, 0), self.document().characterCount() - 1)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied is whole."""
        made = QMimeData()
        made.setText(self._folds.whole(self.textCursor().selectedText().replace("\u2029", "\n")))
        return made

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.textCursor().insertText(self._folds.folded(source.text().replace("\r\n", "\n")))
        self.ensureCursorVisible()

    # what happens

    def _on_changed(self) -> None:
        """Colours tell of a change as well; only the text counts here."""
        if self.document().revision() == self._told_revision:
            return
        self._told_revision = self.document().revision()
        if not self._is_setting:
            self._rest.start()
            self.changed.emit()

    def _on_moved(self) -> None:
        self._mark_row()
        self.show_marks("pair", ())
        self._tells = not self._is_setting
        self._rest.start()

    def _on_rest(self) -> None:
        self._mark_pair()
        if self._tells and self.hasFocus():
            self.rested.emit(self.place)

    def _mark_row(self) -> None:
        form = QTextCharFormat()
        form.setBackground(QColor(self.theme.hover))
        form.setProperty(QTextFormat.Property.FullWidthSelection, True)
        row = QTextEdit.ExtraSelection()
        row.cursor, row.format = self.textCursor(), form
        row.cursor.clearSelection()
        self.show_marks("row", () if self.textCursor().hasSelection() else (row,))

    def _mark_pair(self) -> None:
        place, language = self.letters(self.textCursor().position()), self.language
        spans = tag_pair(self.shown, place) if language == "html" else bracket_pair(self.shown, place, language)
        form = QTextCharFormat()
        form.setBackground(QColor(self.theme.selected))
        form.setFontUnderline(True)
        self.show_marks("pair", [self.mark(self.units(start), self.units(end), form) for start, end in spans])

    @property
    def language(self) -> Language:
        """What is written at the cursor."""
        if self._language == "css":
            return "css"
        mode = self._mode()
        if Mode.SCRIPT <= mode <= Mode.SCRIPT_SINGLE:
            return "js"
        return "css" if mode >= Mode.STYLE else "html"

    def _mode(self) -> Mode:
        cursor = self.textCursor()
        return mode_of(coloured(_line_before(cursor), self.highlighter.state_before(cursor.blockNumber())).state)

    # keys

    def _key_table(self) -> dict[tuple[Qt.Key, Qt.KeyboardModifier], Callable[[], object]]:
        return {
            (_Key.Key_F, _CTRL): lambda: self.find_wanted.emit(False),
            (_Key.Key_H, _CTRL): lambda: self.find_wanted.emit(True),
            (_Key.Key_G, _CTRL): self.line_wanted.emit,
            (_Key.Key_F3, _NONE): lambda: self.next_wanted.emit(False),
            (_Key.Key_F3, _SHIFT): lambda: self.next_wanted.emit(True),
            (_Key.Key_Slash, _CTRL): self.toggle_comment,
            (_Key.Key_Z, Qt.KeyboardModifier.AltModifier): lambda: self.set_wrapping(not self.is_wrapping),
            (_Key.Key_F8, _NONE): lambda: self.go_to_finding(1),
            (_Key.Key_F8, _SHIFT): lambda: self.go_to_finding(-1),
            (_Key.Key_Tab, _NONE): self.indent,
            (_Key.Key_Backtab, _SHIFT): lambda: self._indent_lines(back=True),
            (_Key.Key_Return, _NONE): self._new_line,
            (_Key.Key_Enter, _NONE): self._new_line,
        }

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.exec(event.globalPos())
        menu.deleteLater()

    def menu(self) -> QMenu:
        """The menu of any text, with what this one can do."""
        menu = self.createStandardContextMenu()
        menu.addSeparator()
        for text, keys, act in (
            (tr("Find…"), "Ctrl+F", lambda: self.find_wanted.emit(False)),
            (tr("Replace…"), "Ctrl+H", lambda: self.find_wanted.emit(True)),
            (tr("Go to line…"), "Ctrl+G", self.line_wanted.emit),
            (tr("Comment or no comment"), "Ctrl+/", self.toggle_comment),
            (tr("Next finding"), "F8", lambda: self.go_to_finding(1)),
        ):
            action = menu.addAction(text)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(act)
        wrap = menu.addAction(tr("Wrap long lines"))
        wrap.setShortcut(QKeySequence("Alt+Z"))
        wrap.setCheckable(True)
        wrap.setChecked(self.is_wrapping)
        wrap.triggered.connect(self.set_wrapping)
        return menu

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._action(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        may_leave, self._may_leave = self._may_leave, event.key() == _Key.Key_Escape
        if may_leave and event.key() in (_Key.Key_Tab, _Key.Key_Backtab):
            self.setTabChangesFocus(True)
            self.focusNextPrevChild(event.key() == _Key.Key_Tab)
            self.setTabChangesFocus(False)
            return
        if action := self._action(event):
            action()
            return
        self._leave_mark(event)
        super().keyPressEvent(event)
        if event.text() == "/" and self._language == "html":
            self._close_tag()

    def _action(self, event: QKeyEvent) -> Callable[[], object] | None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return None if self.isReadOnly() else self._keys.get((Qt.Key(event.key()), held))

    def _leave_mark(self, event: QKeyEvent) -> None:
        """A mark for a long run is one letter to the keys that write: it goes as a whole, and nothing is written into it."""
        is_back, is_delete = event.key() == _Key.Key_Backspace, event.key() == _Key.Key_Delete
        cursor = self.textCursor()
        line, base = cursor.block().text(), cursor.block().position()
        if "⟦" not in line or cursor.hasSelection() or not (event.text() or is_back or is_delete):
            return
        units = Units(line)
        place = units.letters(cursor.positionInBlock())
        for start, end in self._folds.marks_in(line):
            if start < place < end or (is_back and place == end) or (is_delete and place == start):
                cursor.setPosition(base + units.of(end))
                if is_back or is_delete:
                    cursor.setPosition(base + units.of(start), QTextCursor.MoveMode.KeepAnchor)
                self.setTextCursor(cursor)

    def _close_tag(self) -> None:
        """Behind ``</`` comes the name of the element that is open."""
        cursor = self.textCursor()
        line = _line_before(cursor)
        if not line.endswith("</"):
            return
        mode = self._mode()
        following = str(self.document().characterAt(cursor.position()))
        is_markup = mode is Mode.TEXT or (mode >= Mode.PLAIN and not line[:-2].strip())
        name = open_element(self.shown[: self.letters(cursor.position()) - 2]) if is_markup else ""
        if name and not following.isalnum():
            cursor.insertText(name if following == ">" else f"{name}>")

    def _new_line(self) -> None:
        cursor = self.textCursor()
        cursor.insertText("\n" + indent_of_next(_line_before(cursor)))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def indent(self) -> None:
        """A step further in: the lines that are chosen, else what stands behind the cursor."""
        cursor = self.textCursor()
        if cursor.block() == self.document().findBlock(cursor.anchor()):
            cursor.insertText(" " * (2 - cursor.positionInBlock() % 2))
            return
        self._indent_lines(back=False)

    def _indent_lines(self, *, back: bool) -> None:
        self._change_lines(lambda start, end: indented(self.shown, start, end, back=back))

    def toggle_comment(self) -> None:
        """Make the chosen lines a comment, or none any more, as the language at the cursor has it."""
        language = self.language
        self._change_lines(lambda start, end: comments_toggled(self.shown, start, end, language))

    def _change_lines(self, change: Callable[[int, int], Edit]) -> None:
        cursor = self.textCursor()
        had_selection = cursor.hasSelection()
        edit = change(self.letters(cursor.selectionStart()), self.letters(cursor.selectionEnd()))
        if self.shown[edit.start : edit.end] == edit.text:
            return
        start, from_end = self.units(edit.start), self.document().characterCount() - cursor.position()
        self.replace(start, self.units(edit.end), edit.text)
        if had_selection:
            cursor.setPosition(start)
            cursor.setPosition(self.units(edit.start + len(edit.text)), QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.setPosition(max(self.document().characterCount() - from_end, start))
        self.setTextCursor(cursor)

    def retheme(self, theme: Theme) -> None:
        super().retheme(theme)
        self.highlighter.retheme(theme)
        self._mark_row()
        self._mark_pair()


def _line_before(cursor: QTextCursor) -> str:
    """What stands in the line before a cursor."""
    line = cursor.block().text()
    return line[: Units(line).letters(cursor.positionInBlock())]
