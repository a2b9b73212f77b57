"""The query that ran, or is being written: highlighted, editable, foldable, run again by hand."""

from __future__ import annotations

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.api import Problem
from app.api_qt import Theme, tr
from plugins.sql_assistant.editor_text_view import SqlEdit
from plugins.sql_assistant.schema import Schema


class QueryEditor(QWidget):
    """The editor with its header line.

    ``run_button`` and ``fold_button`` are the panel's to connect.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._dialect = "sqlite"
        self._is_running = False
        self._streamed_at = -1
        self.fold_button = QToolButton()
        self.fold_button.setText(tr("Query"))
        self.fold_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold_button.setToolTip(tr("Show or hide the query"))
        self.format_button = QToolButton()
        self.format_button.setToolTip(tr("Lay the query out anew (Ctrl+Shift+F)"))
        self.format_button.setAccessibleName(tr("Lay the query out anew (Ctrl+Shift+F)"))
        self.run_button = QPushButton()
        self.run_button.setToolTip(tr("Run this query as it stands (F5)"))
        self.edit = SqlEdit(theme)
        self._lay_out()
        self._connect_signals()
        self._name_run_button()
        self.retheme(theme)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.fold_button)
        head.addStretch(1)
        head.addWidget(self.format_button)
        head.addWidget(self.run_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.gap)
        layout.addLayout(head)
        layout.addWidget(self.edit, 1)

    def _connect_signals(self) -> None:
        self.edit.run_wanted.connect(self.run_button.click)
        self.edit.selectionChanged.connect(self._name_run_button)
        self.format_button.clicked.connect(self.edit.lay_out)

    def set_language(self, dialect: str, schema: Schema | None) -> None:
        """Colour, complete and lay out for a connection.

        Args:
            dialect: sqlglot's name.
            schema: whose names are offered; None for none.
        """
        self._dialect = dialect
        self.edit.set_language(dialect, schema)

    @property
    def sql(self) -> str:
        """What stands in the editor."""
        return self.edit.toPlainText().strip()

    @property
    def to_run(self) -> str:
        """What Run means: the selection; else the statement at the cursor where several stand; else all."""
        return self.edit.to_run

    @property
    def is_open(self) -> bool:
        """Whether the query is visible."""
        return not self.edit.isHidden()

    def set_sql(self, sql: str) -> None:
        """Replace the query; a person's Ctrl+Z brings the old one back. A query that streamed in is undone with what takes its place."""
        self._write(sql, replaces=True, goes_on=bool(sql))
        if sql:
            self._streamed_at = -1

    def append(self, text: str) -> None:
        """Add text that streams in; the reader's place is kept."""
        self._write(text, replaces=False, goes_on=True)

    def _write(self, text: str, *, replaces: bool, goes_on: bool) -> None:
        document = self.edit.document()
        cursor = QTextCursor(document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if replaces:
            cursor.select(QTextCursor.SelectionType.Document)
        if goes_on and self._streamed_at == document.revision():
            cursor.joinPreviousEditBlock()
        else:
            cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.endEditBlock()
        self._streamed_at = document.revision()

    def show_problem(self, problem: Problem | None) -> None:
        """Underline what a problem is about, as far as it tells; None takes the mark away."""
        from plugins.sql_assistant.error_place import error_place  # only a query that failed needs it

        text = self.edit.toPlainText()
        self.edit.mark_error(error_place(text, self._dialect, problem) if problem else None)

    def insert_name(self, name: str) -> None:
        """Put a name at the cursor."""
        self.edit.insertPlainText(name)
        self.edit.setFocus()

    def set_running(self, running: bool) -> None:
        """While a query runs the button stops it."""
        self._is_running = running
        self._name_run_button()

    def _name_run_button(self) -> None:
        has_selection = self.edit.textCursor().hasSelection()
        idle = tr("Run selection") if has_selection else tr("Run query")
        self.run_button.setText(tr("Stop query") if self._is_running else idle)

    def retheme(self, theme: Theme) -> None:
        """Take colours and icons of the theme."""
        self._theme = theme
        self.edit.retheme(theme)
        self.format_button.setIcon(qtawesome.icon("mdi6.auto-fix", color=theme.secondary))
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
