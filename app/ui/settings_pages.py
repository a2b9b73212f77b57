"""The settings of the program itself and of the model on this machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QSpinBox, QWidget

from app.api_qt import tr, tr_said
from app.core.settings import LocalSettings
from app.errors import AppError
from app.models.library import KnownModel
from app.ui.desk import Desk
from app.ui.panel_host import confirm
from app.ui.widgets import button, column, filled, label, row

HISTORY_LIMIT = 100_000


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


class LocalPage(QWidget):
    """Model file, context, threads, GPU layers.

    Signals:
        applied: a setting changed.
    """

    applied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        local = desk.settings.local
        self.model = QComboBox()
        self._browse = button(tr("Add a GGUF file…"))
        self._trouble = label("", "small", wrap=True)
        self.context = self._number(local.context_tokens, 0, 1_048_576, tr("by model and memory"))
        self.context.setSingleStep(512)
        self.threads = self._number(local.threads, 0, 256, tr("by machine"))
        self.layers = self._number(local.gpu_layers, -1, 999, tr("all that fit"))
        self._now = label("", "secondary", wrap=True)
        self._lay_out()
        self._show_models([])
        self._connect_signals()
        self.show_device()
        desk.bridge.call(self, desk.services.models, self._show_models, self._failed)

    def show_device(self) -> None:
        """Say what the local engine really runs on, as far as it is known."""
        info = self._desk.services.engines.infos().get("local")
        words = f"{info.model}: {tr_said(info.device)}" if info and info.device else tr("not loaded yet")
        self._now.setText(tr("Now: {words}").format(words=words))

    def _number(self, value: int, low: int, high: int, special: str) -> QSpinBox:
        made = QSpinBox()
        made.setRange(low, high)
        made.setValue(value)
        made.setSpecialValueText(special)
        made.setGroupSeparatorShown(True)
        return made

    def _lay_out(self) -> None:
        layout = form()
        chooser = row(self.model, self._browse)
        chooser.setStretch(0, 1)
        add_row(layout, tr("Model"), filled(QWidget(), chooser))
        self.model.setAccessibleName(tr("Model"))
        layout.addRow(self._trouble)
        add_row(layout, tr("Context, in tokens"), self.context, tr("A longer context takes more memory."))
        add_row(layout, tr("Threads"), self.threads)
        add_row(layout, tr("Layers on the GPU"), self.layers, tr("0 keeps everything on the CPU."))
        filled(self, column(layout, 8, self._now, None, margins=(8, 0, 8, 0)))

    def _connect_signals(self) -> None:
        self.model.activated.connect(lambda _index: self._apply(model=self.model.currentData()))
        self._browse.clicked.connect(self._add)
        self.context.editingFinished.connect(lambda: self._apply(context_tokens=self.context.value()))
        self.threads.editingFinished.connect(lambda: self._apply(threads=self.threads.value()))
        self.layers.editingFinished.connect(lambda: self._apply(gpu_layers=self.layers.value()))

    def _show_models(self, models: Sequence[KnownModel]) -> None:
        chosen = self._desk.settings.local.model
        self.model.clear()
        self.model.addItem(tr("The built-in starter"), "")
        for model in models:
            if not model.is_starter:
                self.model.addItem(model.name, str(model.path))
        if chosen and self.model.findData(chosen) < 0:
            self.model.addItem(Path(chosen).name, chosen)
        self.model.setCurrentIndex(max(0, self.model.findData(chosen)))
        broken = next((m for m in models if str(m.path) == chosen and m.error), None)
        self._trouble.setText(tr_said(broken.error.message) if broken and broken.error else chosen)

    def _failed(self, error: AppError) -> None:
        self._trouble.setText(tr_said(error.message))

    def _add(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Add a GGUF file"), "", tr("GGUF models") + " (*.gguf)")
        if path:
            folders = tuple(dict.fromkeys((*self._desk.settings.local.model_folders, str(Path(path).parent))))
            self._apply(model=path, model_folders=folders)
            self._show_models([])

    def _apply(self, **values: object) -> None:
        changed: LocalSettings = dataclasses.replace(self._desk.settings.local, **values)  # type: ignore[arg-type]  # fields by name
        if changed != self._desk.settings.local:
            self._desk.change(lambda now: dataclasses.replace(now, local=changed))
            self.show_device()
            self.applied.emit()
