"""Colours of a query: language green, names of the schema blue, values amber, comments grey; by the words of the connection's dialect."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from app.api_qt import Theme
from plugins.sql_assistant.dialect_words import functions, keywords
from plugins.sql_assistant.editor_text import Token, tokens
from plugins.sql_assistant.schema import Schema

_OPENERS = ("'", '"', "`", "/*")
"""By state of a line: what was opened on a line before and is not closed; state 0 is nothing, 1 the first of them."""


class SqlHighlighter(QSyntaxHighlighter):
    """Colours keywords, functions, names, texts, numbers and comments; texts and comments may go over lines."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self._dialect = "sqlite"
        self._tables: frozenset[str] = frozenset()
        self._columns: frozenset[str] = frozenset()
        self._take_words()
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._formats = {
            "keyword": _format(theme.accent, bold=True),
            "function": _format(theme.accent),
            "table": _format(theme.repaired, bold=True),
            "column": _format(theme.repaired),
            "value": _format(theme.unverified),
            "note": _format(theme.secondary, italic=True),
        }
        self.rehighlight()

    def set_language(self, dialect: str, schema: Schema | None) -> None:
        """Take the words of a dialect and the names of a schema."""
        self._dialect = dialect
        tables = schema.tables if schema else ()
        self._tables = frozenset(name.lower() for table in tables for name in (table.own_name, table.namespace) if name)
        self._columns = frozenset(column.name.lower() for table in tables for column in table.columns)
        self._take_words()
        self.rehighlight()

    def _take_words(self) -> None:
        self._keywords = frozenset(word.lower() for word in keywords(self._dialect))
        self._functions = frozenset(functions(self._dialect))

    def highlightBlock(self, text: str) -> None:
        opened = max(self.previousBlockState(), 0)
        before = _OPENERS[opened - 1] if opened else ""
        pieces = list(tokens(before + text, self._dialect))
        for place, token in enumerate(pieces):
            following = pieces[place + 1].text if place + 1 < len(pieces) else ""
            if kind := self._kind(token, following):
                start = max(token.start - len(before), 0)
                self.setFormat(start, token.end - len(before) - start, self._formats[kind])
        self.setCurrentBlockState(_state(pieces[-1]) if pieces else opened)

    def _kind(self, token: Token, following: str) -> str:
        match token.kind:
            case "text" | "number":
                return "value"
            case "note":
                return "note"
            case "name":
                return "table" if token.bare.lower() in self._tables else "column"
            case "word":
                return self._word(token.text.lower(), following)
        return ""

    def _word(self, word: str, following: str) -> str:
        if following == "(" and word in self._functions:
            return "function"
        for names, kind in ((self._keywords, "keyword"), (self._tables, "table"), (self._columns, "column")):
            if word in names:
                return kind
        return ""


def _state(token: Token) -> int:
    """Which opener of the last piece of a line is not closed."""
    text = token.text
    if token.kind == "note":
        is_open = text.startswith("/*") and (not text.endswith("*/") or len(text) < 4)
        return _OPENERS.index("/*") + 1 if is_open else 0
    mark = text[0]
    if token.kind not in ("text", "name") or mark not in _OPENERS:
        return 0
    return _OPENERS.index(mark) + 1 if text.count(mark) % 2 else 0


def _format(colour: str, *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(QColor(colour))
    form.setFontItalic(italic)
    if bold:
        form.setFontWeight(QFont.Weight.DemiBold)
    return form
