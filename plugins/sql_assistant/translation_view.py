"""A query written for another engine, to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.editor_highlight_view import SqlHighlighter

if TYPE_CHECKING:
    from plugins.sql_assistant.translate import Translation

_WIDTH, _HEIGHT = 620, 440


class TranslationDialog(QDialog):
    """The query with what is to be known of it.

    Args:
        title: the other engine's name.
        dialect: sqlglot's name of it.
    """

    def __init__(
        self, host: PanelHost, found: Translation, title: str, dialect: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("The query for {name}").format(name=title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QPlainTextEdit(found.sql)
        self.text.setReadOnly(True)
        self.text.setProperty("role", "code")
        self.text.setAccessibleName(tr("The query for {name}").format(name=title))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(host.theme.code_px))
        self.text.setFont(font)
        self.highlighter = SqlHighlighter(self.text.document(), host.theme)
        self.highlighter.set_language(dialect, None)
        notes = [tr_said(note) for note in found.notes]
        if not found.reads_back:
            notes.append(tr("Read back, it is not quite the same query; look at it before you use it."))
        self.notes = QLabel("\n".join(notes))
        self.notes.setWordWrap(True)
        self.notes.setProperty("tone", "unverified")
        self.notes.setVisible(bool(notes))
        buttons = QDialogButtonBox()
        self.copy_button = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(found.sql))
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(host.theme.grid)
        for part in (self.text, self.notes, buttons):
            layout.addWidget(part)
        self.resize(_WIDTH, _HEIGHT)
