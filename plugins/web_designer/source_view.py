"""The page's source: an editor with find and replace, and a line below that says where one is and what was found there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.web_designer.find_bar_view import FindBar, LineBar
from plugins.web_designer.finding import Finding
from plugins.web_designer.finding_marks_view import said
from plugins.web_designer.source_edit_view import SourceEdit
from plugins.web_designer.source_text import Language

SETTLES_MS = 300
"""After so long without a key an edit is told."""


class SourceView(QWidget):
    """Shows a source and lets it be edited. Offsets count letters of ``text``, whose lines end in line feeds.

    Signals:
        edited: a person changed the text, and has stopped typing.
        cursor_offset_changed: a person moved the cursor, and it rests there.
    """

    edited = Signal()
    cursor_offset_changed = Signal(int)

    def __init__(self, theme: Theme, language: Language = "html") -> None:
        super().__init__()
        self.edit = SourceEdit(theme, language)
        self.find_bar = FindBar(self.edit, theme)
        self.line_bar = LineBar(self.edit, theme)
        self.foot = QLabel()
        self.foot.setProperty("role", "small")
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.foot.setIndent(theme.gap)
        self._waits = False
        self._later = QTimer(self, singleShot=True, interval=SETTLES_MS)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.gap)
        for part in (self.find_bar, self.line_bar):
            box.addWidget(part)
        box.addWidget(self.edit, 1)
        box.addWidget(self.foot)
        self.setFocusProxy(self.edit)
        self._name(language)
        self._connect_signals()
        self._say_place()

    def _name(self, language: Language) -> None:
        if language == "css":
            self.edit.setAccessibleName(tr("CSS"))
            self.edit.setPlaceholderText(tr("The rules will stand here; you can also write your own."))
        else:
            self.edit.setAccessibleName(tr("Source of the page"))
            self.edit.setPlaceholderText(tr("The page's HTML will stand here; you can also paste a page."))

    def _connect_signals(self) -> None:
        edit = self.edit
        edit.find_wanted.connect(lambda replace: self.find_bar.open_for(replace=replace))
        edit.next_wanted.connect(lambda back: self.find_bar.go_on(back=back))
        edit.line_wanted.connect(self.line_bar.open_bar)
        edit.changed.connect(self._later.start)
        edit.rested.connect(self._on_rested)
        edit.cursorPositionChanged.connect(self._say_place)
        self._later.timeout.connect(self._tell)

    @property
    def text(self) -> str:
        """The whole source."""
        return self.edit.text

    @property
    def cursor_offset(self) -> int:
        """Where the cursor is."""
        return self.edit.place

    def set_text(self, html: str) -> None:
        """Show a source. Only what differs is replaced, so that cursor, scroll and the editor's own undo stay; nothing is told."""
        self._later.stop()
        self.edit.set_text(html)

    def flush(self) -> None:
        """Tell of an edit at once that waits to be told."""
        if self._later.isActive():
            self._later.stop()
            self._tell()

    def select_range(self, start: int, end: int) -> None:
        """Choose a part of the source and bring it into view; the cursor's move is not told."""
        self.edit.select(start, end)

    def show_line(self, number: int) -> None:
        """Choose a line, from 1, and put the keyboard there."""
        self.edit.select_line(number)
        self.edit.setFocus()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the lines of findings that name one."""
        self.edit.show_findings(findings)
        self._say_place()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.edit.retheme(theme)
        self.find_bar.retheme(theme)

    def _on_rested(self, offset: int) -> None:
        """The place in a text that is not told yet waits until that is."""
        if self._later.isActive():
            self._waits = True
        else:
            self.cursor_offset_changed.emit(offset)

    def _tell(self) -> None:
        waits, self._waits = self._waits, False
        self.edited.emit()
        if waits:
            self.cursor_offset_changed.emit(self.cursor_offset)

    def _say_place(self) -> None:
        cursor = self.edit.textCursor()
        place = tr("Line {n}, column {m}").format(n=cursor.blockNumber() + 1, m=cursor.positionInBlock() + 1)
        found = [said(finding) for finding in self.edit.findings_at(cursor.block())]
        self.foot.setText(" · ".join((place, *found)))
        self.foot.setToolTip("\n".join(found))
