"""The model files of a repository: one line each with quantization, size, whether it fits, and a button that downloads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.api_qt import tr, tr_said
from app.errors import AppError
from app.models.fit import Fit
from app.models.gguf import GgufHeader
from app.models.hub_data import RemoteModel, RepoCard
from app.ui.desk import Desk
from app.ui.model_details import memory_table
from app.ui.model_list import PillLabel
from app.ui.model_words import file_size, fit_pill, fit_sentence
from app.ui.models_recommended import download_words
from app.ui.widgets import ElidedLabel, button, column, filled, icon_button, label, row, set_tone

DOWNLOAD_PX = 136
_GOOD_CHOICE = "Q4_K_M"


@dataclass(frozen=True, slots=True)
class FileFit:
    """A file and how it would be loaded; ``fit`` is None where its size is unknown."""

    model: RemoteModel
    fit: Fit | None


class FileLine(QFrame):
    """One file.

    Signals:
        download_requested: ``RemoteModel``.
        plan_requested: its header is to be read.
    """

    download_requested = Signal(object)
    plan_requested = Signal()

    def __init__(self, desk: Desk, model: RemoteModel) -> None:
        super().__init__()
        self._desk = desk
        self._is_planned = False
        self.model = model
        self.setProperty("role", "surface")
        name = model.quantization or model.name
        self.setAccessibleName(f"{name}, {file_size(model.size_bytes)}")
        quantization = label(model.quantization or "–", "strong")
        self.good = label("", "small")
        self.good.hide()
        set_tone(self.good, "verified")
        file_name = ElidedLabel(model.name, "small")
        self.pill = PillLabel(desk)
        self.plan_button = icon_button(
            desk.icons, "text-box-search-outline", tr("Plan exactly: read the file’s header")
        )
        self.plan_button.setAccessibleName(tr("Plan {name} exactly").format(name=name))
        self.download_button = button(download_words(model.size_bytes))
        self.download_button.setMinimumWidth(DOWNLOAD_PX)
        self.download_button.setAccessibleName(tr("Download {name}").format(name=model.name))
        self.said = label("", "small", wrap=True)
        self.said.hide()
        self._more = column(spacing=8)
        below = row(self.good, file_name, spacing=8)
        below.setStretch(1, 1)
        names = column(quantization, below, spacing=2)
        line = row(names, self.pill, self.plan_button, self.download_button, spacing=10)
        line.setStretch(0, 1)
        filled(self, column(line, self.said, self._more, margins=(12, 6, 6, 6), spacing=4))
        self.download_button.clicked.connect(lambda: self.download_requested.emit(self.model))
        self.plan_button.clicked.connect(self.plan_requested)

    def show_fit(self, fit: Fit | None, *, is_good: bool) -> None:
        """What the size alone says; a plan from the header says more."""
        if not self._is_planned:
            self.pill.set_pill(fit_pill(fit, known=False))
        self.good.setText(tr("a good choice") if is_good else "")
        self.good.setVisible(is_good)
        if is_good:
            self.download_button.setProperty("role", "primary")
            set_tone(self.download_button, "")

    def show_plan(self, fit: Fit) -> None:
        """What its header says."""
        self._is_planned = True
        self.pill.set_pill(fit_pill(fit))
        self.say(fit_sentence(fit))
        self._more.addWidget(memory_table(fit))
        self.plan_button.setEnabled(False)

    def say(self, words: str, tone: str = "") -> None:
        """A line below."""
        self.said.setText(words)
        set_tone(self.said, tone)
        self.said.show()


class RepoFiles(QWidget):
    """All files of a repository, the smallest first.

    Signals:
        download_requested: ``RemoteModel``.
    """

    download_requested = Signal(object)

    def __init__(self, desk: Desk, card: RepoCard) -> None:
        super().__init__()
        self._desk = desk
        self._card = card
        models = sorted(card.models, key=lambda model: (model.size_bytes, model.path))
        self.lines = [FileLine(desk, model) for model in models]
        for line in self.lines:
            line.download_requested.connect(self.download_requested)
            line.plan_requested.connect(lambda one=line: self._plan(one))
        filled(self, column(*self.lines, spacing=6))
        hardware = desk.services.hardware

        def plan_all() -> list[FileFit]:
            return [
                FileFit(
                    model,
                    hardware.fit_of_size(model.name, model.size_bytes, card.parameters, card.context_tokens)
                    if model.size_bytes
                    else None,
                )
                for model in models
            ]

        desk.bridge.call(self, plan_all, self._show_fits, desk.report)

    def _show_fits(self, fits: Sequence[FileFit]) -> None:
        good = good_choice(fits)
        for line, one in zip(self.lines, fits, strict=True):
            line.show_fit(one.fit, is_good=one.model is good)

    def _plan(self, line: FileLine) -> None:
        line.plan_button.setEnabled(False)
        line.say(tr("Reading the file’s header …"))
        services, bridge = self._desk.services, self._desk.bridge

        def failed(error: AppError) -> None:
            line.plan_button.setEnabled(True)
            line.say(f"{tr_said(error.message)} {tr_said(error.hint)}".strip(), "failed")

        def have(header: GgufHeader) -> None:
            owner: QObject = line
            bridge.call(
                owner, lambda: services.hardware.fit(header, size_bytes=line.model.size_bytes), line.show_plan, failed
            )

        bridge.await_(line, services.hub.remote_header(line.model), have, failed)


def good_choice(fits: Sequence[FileFit]) -> RemoteModel | None:
    """The file to take for who does not want to choose: four bits of the usual kind if they fit, else the largest below that fits."""
    fitting = [one.model for one in fits if one.fit is not None and one.fit.verdict == "fits"]
    usual = next((model for model in fitting if model.quantization == _GOOD_CHOICE), None)
    if usual is not None:
        return usual
    limit = next((one.model.size_bytes for one in fits if one.model.quantization == _GOOD_CHOICE), None)
    smaller = [model for model in fitting if limit is None or model.size_bytes < limit]
    return max(smaller, key=lambda model: model.size_bytes, default=None)
