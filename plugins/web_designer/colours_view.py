"""Colours of a page's source in an editor, in the theme's colours; a long page is coloured in slices, so that it never holds a key up."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.api_qt import Theme
from plugins.web_designer.source_colours import coloured
from plugins.web_designer.units import Units

SLICE_S = 0.012
"""How long lines are coloured in one go; the others follow when nothing else waits."""

_LATER = 1 << 20
"""State of a line that is not read yet."""

_FOLD = re.compile(r"⟦\d+: [\d,]+ (?:KB|B)⟧")
_INKS: Mapping[str, tuple[str, bool, bool]] = {
    "tag": ("accent", False, False),
    "attribute": ("repaired", False, False),
    "value": ("unverified", False, False),
    "comment": ("secondary", False, True),
    "keyword": ("accent", True, False),
    "function": ("accent", False, False),
    "number": ("unverified", False, False),
    "string": ("unverified", False, False),
    "property": ("repaired", False, False),
    "selector": ("accent", True, False),
    "entity": ("unverified", False, False),
}
"""By kind: the theme's colour, whether bold, whether italic."""


class SourceHighlighter(QSyntaxHighlighter):
    """Colours markup with its styles and scripts, or a style sheet of its own.

    Args:
        start: the state in which the first line begins.
    """

    def __init__(self, document: QTextDocument, theme: Theme, start: int = 0) -> None:
        super().__init__(document)
        self._start = start
        self._until_s = 0.0
        self._formats: dict[str, QTextCharFormat] = {}
        self._fold = QTextCharFormat()
        self._first_left = -1
        self._last = -2
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._go_on)
        self.retheme(theme)

    @property
    def is_done(self) -> bool:
        """Whether every line has its colours."""
        return self._first_left < 0

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._formats = {kind: _format(getattr(theme, ink), *ways) for kind, (ink, *ways) in _INKS.items()}
        self._fold.setForeground(QColor(theme.secondary))
        self._fold.setBackground(QColor(theme.hover))
        self.rehighlight()

    def state_before(self, block_number: int) -> int:
        """The state in which a line begins."""
        if block_number == 0:
            return self._start
        state = self.document().findBlockByNumber(block_number - 1).userState()
        return self._start if state < 0 or state == _LATER else state

    def highlightBlock(self, text: str) -> None:
        before = self.previousBlockState()
        if before == _LATER:
            self.setCurrentBlockState(_LATER)
            return
        number = self.currentBlock().blockNumber()
        if not self._has_time(number):
            self._leave(number)
            return
        line = coloured(text, max(before, 0) if number else self._start)
        moved = Units(text).of
        for token in line.tokens:
            start = moved(token.start)
            self.setFormat(start, moved(token.end) - start, self._formats[token.kind])
        if "⟦" in text:
            for fold in _FOLD.finditer(text):
                self.setFormat(moved(fold.start()), fold.end() - fold.start(), self._fold)
        self.setCurrentBlockState(line.state)

    def _has_time(self, number: int) -> bool:
        """Whether a line can be coloured now: lines come one behind the other, and those of one go share its time."""
        now = time.monotonic()
        if number != self._last + 1:
            self._until_s = now + SLICE_S
        self._last = number
        return now <= self._until_s

    def _leave(self, number: int) -> None:
        """Colour a line and those behind it later."""
        self.setCurrentBlockState(_LATER)
        if self._first_left < 0 or number < self._first_left:
            self._first_left = number
        if not self._later.isActive():
            self._later.start()

    def _go_on(self) -> None:
        block = self.document().findBlockByNumber(self._first_left)
        self._first_left = -1
        self._last = -2
        if block.isValid():
            self.rehighlightBlock(block)


def _format(colour: str, is_bold: bool, is_italic: bool) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(colour))
    form.setFontItalic(is_italic)
    if is_bold:
        form.setFontWeight(QFont.Weight.DemiBold)
    return form
