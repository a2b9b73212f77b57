"""The view “On this machine”: every model that is known, whoever put it there, and what can be done with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.api_qt import tr, tr_said
from app.core.settings import LocalSettings
from app.models.library import KnownModel, PlaceReport
from app.ui.desk import Desk
from app.ui.icons import Ink
from app.ui.model_details import (
    DetailsPane,
    Fold,
    Panes,
    buttons,
    facts,
    fit_line,
    heading,
    memory_table,
    sentence,
    title,
)
from app.ui.model_list import Row, RowList
from app.ui.model_shelf import Shelf, ShelfModel
from app.ui.model_words import file_size, fit_pill, joined, model_line, parameters, place_icon, place_words
from app.ui.widgets import button, column, filled, label

_PLACE = "place:"


class HereView(QWidget):
    """List and details.

    Signals:
        use_requested: ``ShelfModel``.
        delete_requested: ``ShelfModel``.
        folder_requested: a folder is to be shown; ``Path``.
        forget_requested: a folder or file of the person is to be looked into no more; ``Path``.
    """

    use_requested = Signal(object)
    delete_requested = Signal(object)
    folder_requested = Signal(object)
    forget_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shelf = Shelf()
        self._wanted = ""
        self.list = RowList(desk, tr("Models on this machine"))
        self.details = DetailsPane(tr("Details of the model"))
        hint = label(tr("Drop a GGUF file or a folder anywhere here: it is read where it lies."), "small", wrap=True)
        left = filled(QWidget(), column(self.list, hint, spacing=8))
        self.panes = Panes(left, self.details)
        filled(self, column(self.panes))
        self.list.picked.connect(lambda _key: self._show_details())
        self.list.confirmed.connect(self._confirm)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show what was found, and again what is chosen when the settings have changed."""
        self._shelf = shelf
        local = self._desk.settings.local
        troubles = [report for report in shelf.places if report.problems]
        self.list.set_rows([*(_row(one, local) for one in shelf.models), *map(_trouble_row, troubles)])
        if self._wanted and self.list.choose(self._wanted):
            self._wanted = ""
        self._show_details()

    def refresh(self) -> None:
        """The settings have changed."""
        self.show_shelf(self._shelf)

    def show_model(self, path: Path) -> None:
        """Choose a model, now or as soon as it is found."""
        self._wanted = "" if self.list.choose(str(path)) else str(path)

    def _confirm(self, key: str) -> None:
        found = self._shelf.get(key)
        if found is not None and found.model.error is None:
            self.use_requested.emit(found)

    def _show_details(self) -> None:
        key = self.list.key
        found = self._shelf.get(key)
        if found is not None:
            is_chosen = found.is_chosen(self._desk.settings.local)
            shown = (key, found, is_chosen, self._desk.settings.local.model_folders)
            if shown != self.details.shown:
                self.details.show_parts(self._model_parts(found, is_chosen=is_chosen), shown)
            return
        report = next((one for one in self._shelf.places if f"{_PLACE}{one.place.folder}" == key), None)
        self.details.show_parts(self._place_parts(report) if report else [], (key, report))

    def _model_parts(self, found: ShelfModel, *, is_chosen: bool) -> list[QWidget]:
        model, header = found.model, found.model.header
        line = joined((f"{parameters(header.parameters)}" if header else "", model_line(model)))
        parts: list[QWidget] = [title(model.name, line)]
        if model.error is not None:
            parts.append(sentence(tr_said(model.error.message), "failed"))
            if model.error.hint:
                parts.append(sentence(tr_said(model.error.hint)))
        if found.fit is not None:
            parts.append(fit_line(self._desk, found.fit))
        parts.append(self._buttons(found, is_chosen=is_chosen))
        if model.is_starter:
            parts.append(sentence(_starter_words()))
        if found.fit is not None:
            parts += [heading(tr("Memory")), memory_table(found.fit, is_corrected=found.is_corrected)]
        parts += [heading(tr("About the model")), facts(_facts(self._desk, found))]
        if header is not None:
            parts.append(self._template(header.chat_template))
        return parts

    def _template(self, source: str) -> QWidget:
        if not source:
            return sentence(tr("It has no chat template: ChatML is used."))
        return Fold(self._desk, tr("the chat template"), source)

    def _buttons(self, found: ShelfModel, *, is_chosen: bool) -> QWidget:
        model = found.model
        use = None
        if model.error is None:
            use = button(tr("In use") if is_chosen else tr("Use this model"), "" if is_chosen else "primary")
            use.setEnabled(not is_chosen)
            use.clicked.connect(lambda: self.use_requested.emit(found))
        folder = button(tr("Show in folder"))
        folder.clicked.connect(lambda: self.folder_requested.emit(model.path.parent))
        delete = None
        if found.can_delete:
            delete = button(tr("Delete {size}…").format(size=file_size(model.size_bytes)), "danger")
            delete.clicked.connect(lambda: self.delete_requested.emit(found))
        return buttons(use, folder, self._forget_button(model), delete)

    def _forget_button(self, model: KnownModel) -> QPushButton | None:
        return self._forget(model.place.folder) if model.place.kind == "folder" else None

    def _forget(self, folder: Path) -> QPushButton | None:
        """Only what the person added can be forgotten."""
        if str(folder) not in {str(Path(kept).expanduser()) for kept in self._desk.settings.local.model_folders}:
            return None
        made = button(tr("Forget this file") if folder.suffix.lower() == ".gguf" else tr("Forget this folder"))
        made.setToolTip(tr("It is looked into no more; nothing is deleted."))
        made.clicked.connect(lambda: self.forget_requested.emit(folder))
        return made

    def _place_parts(self, report: PlaceReport) -> list[QWidget]:
        parts: list[QWidget] = [title(place_words(report.place), str(report.place.folder))]
        parts += [sentence(tr_said(problem), "unverified") for problem in report.problems]
        if (forget := self._forget(report.place.folder)) is not None:
            parts.append(buttons(forget))
        return parts


def _row(found: ShelfModel, local: LocalSettings) -> Row:
    model = found.model
    is_chosen = found.is_chosen(local)
    icon, ink = ("alert-circle-outline", "failed") if model.error else (place_icon(model.place), "secondary")
    if is_chosen and not model.error:
        ink = "accent"
    return Row(
        key=found.key,
        title=model.name,
        detail=tr_said(model.error.message) if model.error else model_line(model),
        pill=fit_pill(found.fit),
        note=tr("In use") if is_chosen else "",
        note_ink="accent",
        icon=icon,
        icon_ink=_ink(ink),
        tip=f"{tr_said(model.error.message)} {tr_said(model.error.hint)}".strip() if model.error else "",
    )


def _ink(name: str) -> Ink:
    return "failed" if name == "failed" else "accent" if name == "accent" else "secondary"


def _trouble_row(report: PlaceReport) -> Row:
    return Row(
        key=f"{_PLACE}{report.place.folder}",
        title=place_words(report.place),
        detail=tr_said(report.problems[0]),
        icon="alert-outline",
        icon_ink="unverified",
        tip="\n".join(map(tr_said, report.problems)),
    )


def _starter_words() -> str:
    return tr(
        "Made for the tools of this program: it answers at once, on any machine. It knows their forms and nothing of the "
        "world, so for all else, and for harder questions, a larger model does better."
    )


def _facts(desk: Desk, found: ShelfModel) -> list[tuple[str, str | Path]]:
    model, header, fit = found.model, found.model.header, found.fit
    known: list[tuple[str, str | Path]] = []
    if header is not None:
        known += [
            (tr("Architecture"), header.architecture),
            (tr("Parameters"), parameters(header.parameters)),
            (tr("Quantization"), header.quantization),
            (tr("Trained for a context of"), _tokens(header.context_tokens)),
            (tr("Context it gets here"), _tokens(fit.context_tokens) if fit else ""),
            (tr("Tools it serves"), _served(desk, header.serves)),
            (tr("Right on unseen cases"), header.measured.replace(" %", "\u00a0%")),
        ]
    known += [
        (tr("Licence"), model.licence),
        (tr("Also called"), tr(", ").join(model.aliases)),
        (tr("Kept by"), place_words(model.place)),
        (tr("Files"), str(model.parts) if model.parts > 1 else ""),
        (tr("Path"), model.path),
        *((tr("Also found at"), path) for path in model.also_at),
    ]
    return known


def _tokens(count: int) -> str:
    return tr("{n} tokens").format(n=f"{count:,}") if count else ""


def _served(desk: Desk, serves: frozenset[str] | None) -> str:
    if serves is None:
        return tr("all")
    titles = {record.id: tr(record.manifest.title) for record in desk.services.registry.records() if record.manifest}
    return tr(", ").join(titles.get(tool, tool) for tool in sorted(serves))
