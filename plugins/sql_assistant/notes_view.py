"""Where a person writes what models should know about a database: a note on all of it, and one on a table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.api import AppError
from app.api_qt import PanelHost, tr
from plugins.sql_assistant.notes import MAX_CHARS, Notes


class NotesDialog(QDialog):
    """The notes of one connection. They are read when the dialog is made and written when it is accepted.

    Args:
        address: of the connection.
        title: what people call it.
        tables: names of its tables.
        table: the one whose note is shown first; empty for the first.
    """

    def __init__(
        self,
        host: PanelHost,
        address: str,
        title: str,
        tables: list[str],
        table: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._notes = Notes(address)
        self._shown = ""
        self.setWindowTitle(tr("Notes on {name}").format(name=title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_parts(tables)
        self._lay_out()
        self._connect_signals()
        if table in tables:
            self.table.setCurrentText(table)
        self._set_ready(is_ready=False)
        data_dir = host.data_dir
        host.call(lambda: Notes.load(data_dir, address), self._show, self._unread)

    def _make_parts(self, tables: list[str]) -> None:
        self.about_all = _note_field(tr("What is true of the whole database: units, currencies, what words mean."))
        self.about_all.setAccessibleName(tr("Note on the database"))
        self.table = QComboBox()
        self.table.setAccessibleName(tr("Table"))
        self.table.addItems(tables)
        self.about_table = _note_field(tr("What a row of this table is, and how its columns are meant."))
        self.about_table.setAccessibleName(tr("Note on the table"))
        self.buttons = QDialogButtonBox()
        self.save_button = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setProperty("role", "primary")
        self.cancel_button = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)

    def _lay_out(self) -> None:
        hint = QLabel(
            tr(
                "Larger models read these notes with each question, in the cloud too. The built-in model only finds tables by them."
            )
        )
        hint.setProperty("role", "secondary")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(self._host.theme.gap)
        for part in (
            QLabel(tr("Database")),
            self.about_all,
            QLabel(tr("Table")),
            self.table,
            self.about_table,
            hint,
            self.buttons,
        ):
            layout.addWidget(part)
        self.resize(520, 440)

    def _connect_signals(self) -> None:
        self.table.currentTextChanged.connect(self._show_table)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)

    def _set_ready(self, *, is_ready: bool) -> None:
        for part in (self.about_all, self.table, self.about_table, self.save_button):
            part.setEnabled(is_ready)

    def _show(self, notes: Notes) -> None:
        self._notes, self._shown = notes, ""
        self.about_all.setPlainText(notes.for_connection)
        self._show_table(self.table.currentText())
        self._set_ready(is_ready=True)
        self.about_all.setFocus()

    def _show_table(self, name: str) -> None:
        self._take_table()
        self._shown = name
        self.about_table.setPlainText(self._notes.for_table(name))

    def _take_table(self) -> None:
        """Keep what was written about the table that is shown, until all is saved."""
        if self._shown:
            self._notes = self._notes.with_note(self.about_table.toPlainText(), self._shown)

    def _save(self) -> None:
        self._take_table()
        notes, data_dir = self._notes.with_note(self.about_all.toPlainText()), self._host.data_dir
        self._host.call(lambda: notes.save(data_dir), lambda _: self.accept(), self._host.show_error)

    def _unread(self, error: AppError) -> None:
        self._host.show_error(error)
        self.reject()


def _note_field(placeholder: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setPlaceholderText(placeholder)
    field.setTabChangesFocus(True)
    field.textChanged.connect(lambda: _cut(field))
    return field


def _cut(field: QPlainTextEdit) -> None:
    """A note has an end; what is pasted beyond it is not taken."""
    text = field.toPlainText()
    if len(text) > MAX_CHARS:
        field.setPlainText(text[:MAX_CHARS])
