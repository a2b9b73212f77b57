"""Shows what a statement changes, and asks whether it is to be done: nothing is written before a person says so here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError, Problem
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.change_calls import made, shown
from plugins.sql_assistant.editor_highlight_view import SqlHighlighter
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Source, Stop
from plugins.sql_assistant.write_table_view import DifferenceTable
from plugins.sql_assistant.writing.difference import Difference

if TYPE_CHECKING:
    from plugins.sql_assistant.writing.dry_run import Written

Make = Callable[[], "Written | Problem"]
_WIDTH, _HEIGHT = 820, 560
_SQL_LINES, _WARNING_LINES = 6, 5


class WriteDialog(QDialog):
    """One change, shown; it is made by ``make`` when the person presses the button that says so.

    Signals:
        written: it was made; carries a ``Written``.

    Args:
        title: what people call the database.
        dialect: sqlglot's name of its SQL.
        make: makes the change and blocks; is called off the window's thread.
    """

    written = Signal(object)

    def __init__(
        self,
        host: PanelHost,
        difference: Difference,
        make: Make,
        *,
        title: str,
        dialect: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._make = make
        self._is_busy = False
        self.difference = difference
        self.setWindowTitle(tr("Write to {name}").format(name=title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_words()
        self._make_statement(dialect)
        self._make_table()
        self._make_buttons()
        self._lay_out()
        self._connect_signals()
        self.resize(_WIDTH, _HEIGHT)
        self.cancel_button.setFocus()

    # parts

    def _make_words(self) -> None:
        self.headline = QLabel(headline(self.difference))
        self.headline.setProperty("role", "heading")
        self.headline.setWordWrap(True)
        self.state = QLabel(tr("This was tried out and taken back: nothing is written yet."))
        self.state.setProperty("role", "secondary")
        self.state.setWordWrap(True)
        self.warnings = _lines(self._host, [_said(one) for one in self.difference.warnings])
        self.warnings.setVisible(bool(self.difference.warnings))

    def _make_statement(self, dialect: str) -> None:
        theme = self._host.theme
        self.statement = QPlainTextEdit(self.difference.sql)
        self.statement.setReadOnly(True)
        self.statement.setProperty("role", "code")
        self.statement.setAccessibleName(tr("Statement"))
        self.statement.setTabChangesFocus(True)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(theme.code_px))
        self.statement.setFont(font)
        lines = min(self.difference.sql.count("\n") + 1, _SQL_LINES)
        self.statement.setFixedHeight(lines * self.statement.fontMetrics().lineSpacing() + 3 * theme.grid)
        self._highlighter = SqlHighlighter(self.statement.document(), theme)
        self._highlighter.set_language(dialect, None)

    def _make_table(self) -> None:
        found = self.difference
        self.table = DifferenceTable(found, self._host.theme)
        self.table.setVisible(bool(found.rows))
        changed = {place for row in found.rows for place in row.changed}
        self.only_changes = QCheckBox(tr("Only columns that change"))
        self.only_changes.setVisible(found.kind == "UPDATE" and 0 < len(changed) < len(found.columns))
        self.cut = QLabel(
            tr("The first {shown} of {count} rows are shown; all of them are compared before it is written.").format(
                shown=f"{len(found.rows):,}", count=f"{found.affected:,}"
            )
        )
        self.cut.setProperty("role", "small")
        self.cut.setWordWrap(True)
        self.cut.setVisible(found.is_cut and bool(found.rows))

    def _make_buttons(self) -> None:
        self.write_button = _button(action(self.difference), "danger")
        self.write_button.setVisible(self.difference.affected > 0)
        self.cancel_button = _button(tr("Cancel") if self.difference.affected else tr("Close"), "")
        self.cancel_button.setDefault(True)

    def _lay_out(self) -> None:
        theme = self._host.theme
        foot = QHBoxLayout()
        foot.setSpacing(theme.grid)
        foot.addWidget(self.only_changes)
        foot.addStretch(1)
        foot.addWidget(self.write_button)
        foot.addWidget(self.cancel_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * theme.grid, 2 * theme.grid, 2 * theme.grid, 2 * theme.grid)
        layout.setSpacing(theme.grid)
        for part in (self.headline, self.state, self.statement, self.warnings):
            layout.addWidget(part)
        layout.addWidget(self.table, 1)
        if not self.difference.rows:
            layout.addStretch(1)
        layout.addWidget(self.cut)
        layout.addLayout(foot)

    def _connect_signals(self) -> None:
        self.write_button.clicked.connect(self._write)
        self.cancel_button.clicked.connect(self.reject)
        self.only_changes.toggled.connect(lambda on: self.table.show_only_changes(only=on))
        if len(self.difference.columns) > _SQL_LINES and self.only_changes.isVisibleTo(self):
            self.only_changes.setChecked(True)

    # writing

    def _write(self) -> None:
        self._set_busy(is_busy=True)
        self._host.call(self._make, self._made, self._failed)

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.write_button.setEnabled(not is_busy)
        self.cancel_button.setEnabled(not is_busy)
        if is_busy:
            self._say(tr("Writing …"), "")

    def _made(self, found: Written | Problem) -> None:
        self._set_busy(is_busy=False)
        if isinstance(found, Problem):
            self._refuse(_said(found))
            return
        self.written.emit(found)
        self.accept()

    def _failed(self, error: AppError) -> None:
        self._set_busy(is_busy=False)
        self._refuse(" ".join(filter(None, (tr_said(error.message), tr_said(error.hint)))))

    def _refuse(self, words: str) -> None:
        """What was shown does not hold any more; a change is looked at again before it is made."""
        self._say(words, "failed")
        self.write_button.setVisible(False)
        self.cancel_button.setText(tr("Close"))
        self.cancel_button.setAccessibleName(tr("Close"))
        self.cancel_button.setFocus()

    def _say(self, words: str, tone: str) -> None:
        self.state.setText(words)
        self.state.setProperty("role", "strong" if tone else "secondary")
        self.state.setProperty("tone", tone)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def reject(self) -> None:
        """Nothing is left while a change is being made: how it ends is to be seen."""
        if not self._is_busy:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_busy:
            event.ignore()
        else:
            super().closeEvent(event)


def ask_to_write(
    host: PanelHost,
    sql: str,
    source: Source,
    schema: Schema,
    done: Callable[[Written], None],
    refused: Callable[[Problem], None],
    parent: QWidget | None = None,
) -> Stop:
    """Try a statement out, show what it changes, and make the change if the person says so. Returns at once.

    Args:
        done: told what was written, so that what is shown of the database can be read anew.
        refused: told why the statement may not be written, or why the database refuses it.

    Returns:
        What ends the dry run, and the change as long as it was not made.
    """
    stop, data_dir = Stop(), host.data_dir

    def noted(written: Written) -> None:
        words = tr("Rows written: {count}. Entry {entry} of the log of changes.")
        host.say(words.format(count=f"{written.difference.affected:,}", entry=written.entry))
        done(written)

    def show(found: Difference | Problem) -> None:
        if isinstance(found, Problem):
            refused(found)
            return
        dialog = WriteDialog(
            host,
            found,
            lambda: made(found, source, schema, data_dir, stop),
            title=source.title,
            dialect=source.dialect,
            parent=parent,
        )
        dialog.written.connect(noted)
        dialog.open()

    host.call(lambda: shown(sql, source, schema, data_dir, stop), show)
    return stop


def headline(found: Difference) -> str:
    """How many rows, and what becomes of them."""
    if found.is_upsert:
        words = tr("{count} rows are added to {table} or changed in it")
        return words.format(count=f"{found.affected:,}", table=f"“{found.table}”")
    one, many = {
        "INSERT": (tr("1 row is added to {table}"), tr("{count} rows are added to {table}")),
        "DELETE": (tr("1 row of {table} is deleted"), tr("{count} rows of {table} are deleted")),
    }.get(found.kind, (tr("1 row of {table} changes"), tr("{count} rows of {table} change")))
    return (one if found.affected == 1 else many).format(count=f"{found.affected:,}", table=f"“{found.table}”")


def action(found: Difference) -> str:
    """The button's words: the consequence."""
    if found.is_upsert:
        return tr("Write {count} rows").format(count=f"{found.affected:,}")
    one, many = {
        "INSERT": (tr("Add 1 row"), tr("Add {count} rows")),
        "DELETE": (tr("Delete 1 row"), tr("Delete {count} rows")),
    }.get(found.kind, (tr("Change 1 row"), tr("Change {count} rows")))
    return (one if found.affected == 1 else many).format(count=f"{found.affected:,}")


def _said(problem: Problem) -> str:
    return " ".join(filter(None, (tr_said(problem.message), tr_said(problem.hint))))


def _button(words: str, role: str) -> QPushButton:
    made = QPushButton(words)
    made.setAutoDefault(False)
    made.setAccessibleName(words)
    if role:
        made.setProperty("role", role)
    return made


def _lines(host: PanelHost, texts: list[str]) -> QScrollArea:
    """Warnings, one below the other, each with a sign; many of them scroll."""
    theme = host.theme
    inside = QWidget()
    inside.setProperty("role", "scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.gap)
    for text in texts:
        sign = QLabel()
        sign.setPixmap(qtawesome.icon("mdi6.alert-outline", color=theme.unverified).pixmap(QSize(16, 16)))
        words = QLabel(text)
        words.setProperty("tone", "unverified")
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout()
        line.setSpacing(theme.gap)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)
        column.addLayout(line)
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(tr("What to know before"))
    area.setWidget(inside)
    lines = min(len(texts), _WARNING_LINES)
    area.setFixedHeight(lines * (inside.fontMetrics().lineSpacing() + theme.gap) + theme.grid)
    return area
