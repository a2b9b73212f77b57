"""The query that ran, or is being written: highlighted, editable, foldable, run again by hand."""

from __future__ import annotations

import re

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr

_UNBOUNDED = 16_777_215
"""Qt's ``QWIDGETSIZE_MAX``."""

_KEYWORD = (
    r"\b(?:SELECT|DISTINCT|FROM|WHERE|JOIN|LEFT|RIGHT|FULL|INNER|OUTER|CROSS|ON|USING|GROUP|ORDER|BY|HAVING|LIMIT|OFFSET|UNION|ALL|"
    r"INTERSECT|EXCEPT|WITH|RECURSIVE|AS|AND|OR|NOT|IN|IS|NULL|LIKE|GLOB|BETWEEN|EXISTS|CASE|WHEN|THEN|ELSE|END|ASC|DESC|CAST|OVER|"
    r"PARTITION|ESCAPE|COLLATE|FILTER)\b"
)
_TOKENS = re.compile(
    rf"(?P<text>'(?:[^']|'')*'?)|(?P<note>--.*)|(?P<keyword>{_KEYWORD})|(?P<number>\b\d+(?:\.\d+)?\b)", re.IGNORECASE
)


class SqlHighlighter(QSyntaxHighlighter):
    """Colours keywords, texts, numbers and comments."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        colours = {"keyword": theme.accent, "text": theme.unverified, "number": theme.repaired, "note": theme.secondary}
        for kind, colour in colours.items():
            form = QTextCharFormat()
            form.setForeground(QColor(colour))
            if kind == "keyword":
                form.setFontWeight(QFont.Weight.DemiBold)
            self._formats[kind] = form
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        for found in _TOKENS.finditer(text):
            self.setFormat(found.start(), found.end() - found.start(), self._formats[found.lastgroup or "text"])


class QueryEditor(QWidget):
    """The editor with its header line.

    ``run_button`` and ``fold_button`` are the panel's to connect.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.fold_button = QToolButton()
        self.fold_button.setText(tr("Query"))
        self.fold_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold_button.setToolTip(tr("Show or hide the query"))
        self.run_button = QPushButton(tr("Run query"))
        self.run_button.setToolTip(tr("Run this query as it stands (F5)"))
        self.edit = QPlainTextEdit()
        self._set_up()
        self.highlighter = SqlHighlighter(self.edit.document(), theme)
        self.retheme(theme)

    def _set_up(self) -> None:
        self.edit.setProperty("role", "code")
        self.edit.setAccessibleName(tr("SQL query"))
        self.edit.setPlaceholderText(tr("The query appears here. You can also write your own."))
        self.edit.setTabChangesFocus(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(self._theme.code_px))
        self.edit.setFont(font)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.fold_button)
        head.addStretch(1)
        head.addWidget(self.run_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.gap)
        layout.addLayout(head)
        layout.addWidget(self.edit, 1)

    @property
    def sql(self) -> str:
        """What stands in the editor."""
        return self.edit.toPlainText().strip()

    @property
    def is_open(self) -> bool:
        """Whether the query is visible."""
        return not self.edit.isHidden()

    def set_sql(self, sql: str) -> None:
        """Replace the query; a person's Ctrl+Z brings the old one back."""
        cursor = QTextCursor(self.edit.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(sql)

    def append(self, text: str) -> None:
        """Add text that streams in; the reader's place is kept."""
        cursor = QTextCursor(self.edit.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)

    def insert_name(self, name: str) -> None:
        """Put a name at the cursor."""
        self.edit.insertPlainText(name)
        self.edit.setFocus()

    def set_running(self, running: bool) -> None:
        """While a query runs the button stops it."""
        self.run_button.setText(tr("Stop query") if running else tr("Run query"))

    def retheme(self, theme: Theme) -> None:
        """Take colours and icons of the theme."""
        self._theme = theme
        self.highlighter.retheme(theme)
        self.run_button.setIcon(qtawesome.icon("mdi6.play", color=theme.text))
        self._draw_fold_icon()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the query; hidden, only the header line takes room."""
        self.edit.setVisible(is_open)
        vertical = QSizePolicy.Policy.Preferred if is_open else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self._draw_fold_icon()

    def _draw_fold_icon(self) -> None:
        name = "mdi6.chevron-down" if self.is_open else "mdi6.chevron-right"
        self.fold_button.setIcon(qtawesome.icon(name, color=self._theme.secondary))
