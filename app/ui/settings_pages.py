"""The settings of the program itself, and the form that every page of the settings is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.panel_host import confirm
from app.ui.widgets import button, column, filled, label, row

HISTORY_LIMIT = 100_000
GROUP_PX = 6


def form() -> QFormLayout:
    """The layout of every page: name above the control."""
    made = QFormLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setVerticalSpacing(8)
    made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return made


def add_row(layout: QFormLayout, name: str, control: QWidget, help_text: str = "") -> None:
    """A control with its name above and a line of help below."""
    control.setAccessibleName(name)
    title = label(name, "strong")
    title.setBuddy(control)
    title.setContentsMargins(0, GROUP_PX, 0, 0)  # nearer to what it names than to what stands above
    layout.addRow(title, control)
    if help_text:
        control.setAccessibleDescription(help_text)
        layout.addRow(label(help_text, "small", wrap=True))


def choice(options: Sequence[tuple[str, str]], current: str) -> QComboBox:
    """A box of (value, words)."""
    made = QComboBox()
    for value, words in options:
        made.addItem(words, value)
    made.setCurrentIndex(max(0, made.findData(current)))
    return made


class GeneralPage(QWidget):
    """Theme, language, history.

    Signals:
        applied: a setting changed.
        language_chosen: another language was chosen.
        history_cleared: all runs are deleted.
    """

    applied = Signal()
    language_chosen = Signal()
    history_cleared = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        ui = desk.settings.ui
        self.theme = choice((("system", tr("As the system")), ("light", tr("Light")), ("dark", tr("Dark"))), ui.theme)
        self.language = choice((("system", tr("As the system")), ("en", "English"), ("zh_CN", "简体中文")), ui.language)
        self.clear_button = button(tr("Delete all history…"), "danger")
        folder = button(tr("Show the data folder"))
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.services.paths.data)))
        )
        layout = form()
        add_row(layout, tr("Theme"), self.theme)
        add_row(layout, tr("Language"), self.language)
        kept = tr("Every run is kept on this machine until you delete it: {path}").format(
            path=desk.services.paths.history_file
        )
        buttons = filled(QWidget(), row(self.clear_button, folder, None))
        add_row(layout, tr("History"), buttons, kept)
        self._said = label("", "secondary", wrap=True)
        filled(self, column(layout, self._said, None, margins=(8, 0, 8, 0)))
        self._connect_signals()

    def _connect_signals(self) -> None:
        self.theme.activated.connect(self._choose_theme)
        self.language.activated.connect(self._choose_language)
        self.clear_button.clicked.connect(self._clear_history)

    def _choose_theme(self) -> None:
        self._desk.change_ui(theme=self.theme.currentData())
        self._desk.look.choose(self._desk.settings.ui.theme)
        self.applied.emit()

    def _choose_language(self) -> None:
        if self.language.currentData() != self._desk.settings.ui.language:
            self._desk.change_ui(language=self.language.currentData())
            self.language_chosen.emit()

    def _clear_history(self) -> None:
        history = self._desk.services.history
        text = tr("All runs and their results are removed from this machine. This cannot be undone.")
        if history is None or not confirm(self, tr("Delete all history?"), text, tr("Delete all runs")):
            return

        def clear() -> int:
            rows = history.recent(HISTORY_LIMIT)
            for old in rows:
                history.delete(old.run_id)
            return len(rows)

        self._desk.bridge.call(self, clear, self._cleared, self._desk.report)

    def _cleared(self, count: int) -> None:
        self._said.setText(tr("{n} runs deleted.").format(n=count))
        self.history_cleared.emit()
