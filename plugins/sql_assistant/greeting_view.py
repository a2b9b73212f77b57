"""What came of trying a connection, in words; and what makes a role that may only read."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.api import AppError
from app.api_qt import Theme, tr, tr_said
from plugins.sql_assistant.sources.server_base import Greeting

_CODE_LINES = 5


class GreetingView(QFrame):
    """Hidden until something is tried."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.headline = QLabel()
        self.headline.setProperty("role", "strong")
        self.details = QLabel()
        self.details.setProperty("role", "secondary")
        for label in (self.headline, self.details):
            label.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.role_sql = QPlainTextEdit()
        self.role_sql.setReadOnly(True)
        self.role_sql.setProperty("role", "code")
        self.role_sql.setAccessibleName(tr("What an administrator runs to make a role that only reads"))
        self.role_sql.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.role_sql.setFixedHeight(self.role_sql.fontMetrics().lineSpacing() * _CODE_LINES + 2 * theme.grid)
        self.copy_button = QPushButton(tr("Copy what makes a role that only reads"))
        self.copy_button.setProperty("role", "link")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.role_sql.toPlainText()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.grid] * 4)
        layout.setSpacing(theme.gap)
        for part in (self.headline, self.bar, self.details, self.role_sql, self.copy_button):
            layout.addWidget(part)
        self.clear()

    def clear(self) -> None:
        """Nothing was tried yet, or something else stands in the form since."""
        self.hide()

    def show_trying(self, where: str) -> None:
        """The server is asked."""
        self._show(tr("Signing in to {place}…").format(place=where), "", "")
        self.bar.show()

    def show_greeting(self, greeting: Greeting) -> None:
        """It answered."""
        product = f"{greeting.product} {greeting.version}".strip()
        headline = tr("Connected: {product}, signed in as “{user}”.").format(product=product, user=greeting.user)
        notes = [tr_said(note) for note in greeting.notes]
        if not greeting.notes and greeting.read_only_possible:
            notes = [tr("The role can only read.")]
        self._show(headline, "\n".join(notes), "unverified" if greeting.notes else "verified", greeting.role_sql)

    def show_error(self, error: AppError) -> None:
        """It did not, or not so."""
        self._show(tr("Not connected: {why}").format(why=tr_said(error.message)), tr_said(error.hint), "failed")

    def _show(self, headline: str, details: str, tone: str, role_sql: str = "") -> None:
        self.headline.setText(headline)
        self.details.setText(details)
        self.details.setVisible(bool(details))
        self.role_sql.setPlainText(role_sql)
        for part in (self.role_sql, self.copy_button):
            part.setVisible(bool(role_sql))
        self.bar.hide()
        _set_tone(self, tone)
        _set_tone(self.headline, tone)
        self.setAccessibleName(headline)
        self.setAccessibleDescription(details)
        self.show()


def _set_tone(part: QWidget, tone: str) -> None:
    part.setProperty("tone", tone)
    part.style().unpolish(part)
    part.style().polish(part)
