"""The settings of the model on this machine: which one, its context, processor and GPU, what it keeps, where models come from."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QSpinBox, QWidget

from app.api_qt import tr, tr_said
from app.core.settings import HubSettings, LocalSettings
from app.engines.kept_prompts import clear_kept, kept_bytes
from app.errors import AppError
from app.models.fit import human
from app.models.hub import DEFAULT_ENDPOINT
from app.models.library import TakenIn
from app.models.threads import Threads, ThreadTable
from app.ui.desk import Desk
from app.ui.model_list import PillLabel
from app.ui.model_shelf import Shelf, look
from app.ui.model_words import fit_pill, fit_sentence
from app.ui.settings_pages import add_row, choice, form
from app.ui.widgets import button, column, filled, label, row, set_tone

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.models.devices import BuildReport
    from app.models.gpu_advice import Advice


TEXT_MARGIN_PX = 6


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """What is read off the GUI thread for this page."""

    shelf: Shelf
    threads: Threads | None
    kept_bytes: int


def read_facts(services: Services) -> LocalFacts:
    """Models, what was measured of threads, what is kept of prompts."""
    state = services.paths.engine_state
    return LocalFacts(look(services), ThreadTable(state / "threads.json").find(), kept_bytes(state))


class LocalPage(QWidget):
    """One form; every change holds at once.

    Signals:
        applied: a setting changed.
        models_requested: the model page is wanted.
    """

    applied = Signal()
    models_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        local = desk.settings.local
        self.model = QComboBox()
        self._browse = button(tr("Add a GGUF file…"))
        self._all = button(tr("Models…"))
        self._trouble = label("", "small", wrap=True)
        self.pill = PillLabel(desk)
        self.plan = label("", "small", wrap=True)
        self.context = _number(local.context_tokens, 0, 1_048_576, tr("by model and memory"))
        self.context.setSingleStep(512)
        self.kv_type = choice((("f16", tr("Full precision")), ("q8_0", tr("Half the memory"))), local.kv_type)
        self.threads = _number(local.threads, 0, 256, tr("by machine"))
        self.measured = label("", "small", wrap=True)
        self.layers = _number(local.gpu_layers, -1, 999, tr("all that fit"))
        self.gpus = label("", "small", wrap=True, selectable=True)
        self.advice = label("", "small", wrap=True, selectable=True)
        self.advice.hide()
        self.idle = _number(local.idle_unload_min, 0, 1440, tr("never"))
        self.idle.setSuffix(" min")
        self.kept = _number(local.prefix_disk_mib, 0, 1_048_576, tr("none"))
        self.kept.setSuffix(" MiB")
        self.kept.setSingleStep(256)
        self.kept_now = label("", "small")
        self.clear_button = button(tr("Clear"))
        self.hub = QLineEdit(desk.settings.hub.endpoint)
        self.hub.setPlaceholderText(DEFAULT_ENDPOINT)
        self._hub_said = label("", "small", wrap=True)
        self._now = label("", "secondary", wrap=True)
        self._lay_out()
        self._show_models(Shelf())
        self._connect_signals()
        self.refresh()

    def refresh(self) -> None:
        """Ask anew what there is, and how the chosen model would be loaded."""
        self._show_device()
        services = self._desk.services
        self._desk.bridge.call(self, lambda: read_facts(services), self._show_facts, self._failed)
        self._show_gpus(services.hardware.known_build)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._desk.services.hardware.known_build is None:
            self._look_for_gpus()

    def _look_for_gpus(self) -> None:
        """Ask the worker what its build sees; starts one for a moment."""
        self.gpus.setText(tr("Looking for GPUs …"))
        self._desk.bridge.await_(
            self, self._desk.services.hardware.build(), lambda _build: self.refresh(), self._failed
        )

    def _show_gpus(self, build: BuildReport | None) -> None:
        if build is not None:
            self.gpus.setText(gpu_words(build))

    def _show_device(self) -> None:
        """Say what the local engine really runs on, as far as it is known."""
        info = self._desk.services.engines.local_info()
        words = f"{info.model}: {tr_said(info.device)}" if info and info.device else tr("not loaded yet")
        self._now.setText(tr("Now: {words}").format(words=words))

    def _show_facts(self, facts: LocalFacts) -> None:
        self._show_models(facts.shelf)
        self._show_advice(facts.shelf.advice)
        if facts.threads is not None:
            words = tr("Measured on this machine: {n} for an answer, {m} for a prompt.")
            self.measured.setText(words.format(n=facts.threads.decode, m=facts.threads.batch))
        else:
            self.measured.setText(tr("What is fastest is measured when a large enough model is loaded."))
        self.kept_now.setText(tr("now {n:.0f} MiB").format(n=facts.kept_bytes / (1 << 20)))
        self.clear_button.setEnabled(facts.kept_bytes > 0)

    def _show_advice(self, advice: Advice | None) -> None:
        is_trouble = advice is not None and advice.is_trouble
        said = (tr_said(advice.words), advice.command) if advice is not None and is_trouble else ()
        self.advice.setText("\n".join(part for part in said if part))
        self.advice.setVisible(is_trouble)

    def _show_models(self, shelf: Shelf) -> None:
        local = self._desk.settings.local
        self.model.clear()
        self.model.addItem(tr("The built-in starter"), "")
        for found in shelf.models:
            if not found.model.is_starter:
                self.model.addItem(found.model.name, found.key)
        if local.model and self.model.findData(local.model) < 0:
            self.model.addItem(Path(local.model).name, local.model)
        self.model.setCurrentIndex(max(0, self.model.findData(local.model)))
        chosen = next((found for found in shelf.models if found.is_chosen(local)), None)
        error = chosen.model.error if chosen else None
        self._trouble.setText(tr_said(error.message) if error else local.model)
        self._trouble.setVisible(bool(self._trouble.text()))
        fit = chosen.fit if chosen else None
        self.pill.set_pill(fit_pill(fit))
        self.plan.setText(fit_sentence(fit) if fit else "")

    def _lay_out(self) -> None:
        layout = form()
        chooser = row(self.model, self._browse, self._all)
        chooser.setStretch(0, 1)
        add_row(layout, tr("Model"), filled(QWidget(), chooser))
        self.model.setAccessibleName(tr("Model"))
        layout.addRow(self._trouble)
        fit = row(self.pill, self.plan)
        fit.setStretch(1, 1)
        layout.addRow(filled(QWidget(), fit))
        add_row(layout, tr("Context, in tokens"), self.context, tr("A longer context takes more memory."))
        half = tr("Half the memory keeps the context in eight bits a number, in place of sixteen.")
        add_row(layout, tr("Memory of the context"), self.kv_type, half)
        add_row(layout, tr("Threads"), self.threads)
        layout.addRow(self.measured)
        add_row(layout, tr("Layers on the GPU"), self.layers, tr("0 keeps everything on the CPU."))
        layout.addRow(self.gpus)
        layout.addRow(self.advice)
        set_tone(self.advice, "unverified")
        idle = tr("It is loaded again when it is needed.")
        add_row(layout, tr("Give the memory back after so long without a run"), self.idle, idle)
        kept = row(self.kept, self.kept_now, self.clear_button)
        kept.setStretch(0, 1)
        why = tr("A tool’s fixed beginning is evaluated once and kept, so that its first word comes at once.")
        add_row(layout, tr("Kept prompts on the disk, at most"), filled(QWidget(), kept), why)
        self.kept.setAccessibleName(tr("Kept prompts on the disk, at most"))
        mirror = tr(
            "Empty for the usual one, or for what HF_ENDPOINT names. Where it cannot be reached: a mirror’s address."
        )
        add_row(layout, tr("Address of the model hub"), self.hub, mirror)
        layout.addRow(self._hub_said)
        self._hub_said.hide()
        filled(self, column(layout, 8, self._now, None, margins=(8, 0, 8, 0)))

    def _connect_signals(self) -> None:
        self.model.activated.connect(lambda _index: self._apply(model=self.model.currentData()))
        self._browse.clicked.connect(self._add)
        self._all.clicked.connect(self.models_requested)
        self.kv_type.activated.connect(lambda _index: self._apply(kv_type=self.kv_type.currentData()))
        for name, field in (
            ("context_tokens", self.context),
            ("threads", self.threads),
            ("gpu_layers", self.layers),
            ("idle_unload_min", self.idle),
            ("prefix_disk_mib", self.kept),
        ):
            field.editingFinished.connect(lambda key=name, spin=field: self._apply(**{key: spin.value()}))
        self.clear_button.clicked.connect(self._clear_kept)
        self.hub.editingFinished.connect(self._apply_hub)

    def _failed(self, error: AppError) -> None:
        self._trouble.setText(tr_said(error.message))
        self._trouble.show()

    def _add(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("Add a GGUF file"), "", tr("GGUF models") + " (*.gguf)")
        if path:
            library = self._desk.services.model_services
            self._desk.bridge.call(self, lambda: library.library.take_in(Path(path)), self._taken, self._failed)

    def _taken(self, found: TakenIn) -> None:
        if not found.models:
            self._trouble.setText(f"{tr_said(found.message)} {tr_said(found.hint)}".strip())
            self._trouble.show()
            return
        self._desk.change(found.apply)
        self._apply(model=str(found.models[0].path))

    def _apply(self, **values: object) -> None:
        changed: LocalSettings = dataclasses.replace(self._desk.settings.local, **values)  # type: ignore[arg-type]  # fields by name
        if changed != self._desk.settings.local:
            self._desk.change(lambda now: dataclasses.replace(now, local=changed))
            self.applied.emit()
            self.refresh()

    def _apply_hub(self) -> None:
        address = self.hub.text().strip().rstrip("/")
        is_usable = not address or address.startswith(("https://", "http://"))
        self._hub_said.setText("" if is_usable else tr("An address begins with https:// or http://."))
        set_tone(self._hub_said, "" if is_usable else "failed")
        self._hub_said.setVisible(not is_usable)
        if is_usable and address != self._desk.settings.hub.endpoint:
            self._desk.change(lambda now: dataclasses.replace(now, hub=HubSettings(endpoint=address)))
            self.applied.emit()

    def _clear_kept(self) -> None:
        state = self._desk.services.paths.engine_state
        self._desk.bridge.call(self, lambda: clear_kept(state), lambda _none: self.refresh(), self._failed)


def gpu_words(build: BuildReport) -> str:
    """What the build of llama.cpp sees."""
    if not build.gpus:
        backends = tr(", ").join(build.backends)
        return tr("This build sees no GPU (llama-cpp-python {version}: {backends}).").format(
            version=build.version, backends=backends
        )
    named = [
        tr("{gpu} ({backend}): {free} of {total} free").format(
            gpu=gpu.description or gpu.name,
            backend=gpu.backend,
            free=human(gpu.free_bytes),
            total=human(gpu.total_bytes),
        )
        for gpu in build.gpus
    ]
    return tr(", ").join(named)


def _number(value: int, low: int, high: int, special: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(low, high)
    made.setValue(value)
    made.setSpecialValueText(special)
    made.setGroupSeparatorShown(True)
    made.lineEdit().setTextMargins(TEXT_MARGIN_PX, 0, 0, 0)  # in line with the other fields
    return made
