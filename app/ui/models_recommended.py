"""The view “Recommended”: the short catalogue that ships, with what suits this machine first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.api_qt import tr
from app.models.catalog import CatalogEntry, Level, read_catalog
from app.models.downloads import Download, DownloadQueue
from app.models.fit import Fit
from app.ui.desk import Desk
from app.ui.error_view import CardArea, card_of
from app.ui.i18n import chosen_language
from app.ui.model_details import DetailsPane, Panes, buttons, facts, fit_line, heading, memory_table, sentence, title
from app.ui.model_list import Row, RowList
from app.ui.model_shelf import Shelf, ShelfModel
from app.ui.model_words import file_size, fit_pill, joined, parameters
from app.ui.widgets import button, column, filled, label

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.errors import AppError

_ORDER = {"fits": 0, "tight": 1, "no": 2}
_BITS_PER_WEIGHT = 4.8
_LIGHT_B = 4.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An entry of the catalogue and how it would be loaded here."""

    entry: CatalogEntry
    fit: Fit

    @property
    def is_all_on_gpu(self) -> bool:
        return self.fit.gpu_layers >= self.fit.layers

    @property
    def is_sized(self) -> bool:
        """Whether the catalogue knows the size; else it was reckoned from the number of parameters."""
        return self.entry.size_bytes > 0


def suggestions(services: Services) -> tuple[Suggestion, ...]:
    """All entries in the order of the catalogue, those that do not fit last. Slow: not for the GUI thread.

    Raises:
        StorageError: the catalogue cannot be read.
    """
    found = [_suggestion(services, entry) for entry in read_catalog(services.paths.resources / "catalog.toml")]
    return tuple(sorted(found, key=lambda one: _ORDER[one.fit.verdict]))


def good_start(found: Sequence[Suggestion]) -> Suggestion | None:
    """The entry to begin with: the largest whose layers all fit on a GPU; where none does, the largest that a processor answers with
    while one watches (it reads every weight for every word).
    """
    fitting = [one for one in found if one.fit.verdict == "fits" and one.is_sized]
    on_gpu = [one for one in fitting if one.is_all_on_gpu and one.fit.need.devices]
    light = [one for one in fitting if one.entry.parameters_b <= _LIGHT_B]
    return max(on_gpu or light, key=lambda one: one.entry.parameters_b, default=None)


def _suggestion(services: Services, entry: CatalogEntry) -> Suggestion:
    weights = round(entry.parameters_b * 1e9)
    size = entry.size_bytes or round(weights * _BITS_PER_WEIGHT / 8)
    return Suggestion(entry, services.hardware.fit_of_size(entry.name, size, weights, entry.context_tokens))


class RecommendedView(QWidget):
    """List and details.

    Signals:
        download_requested: ``RemoteModel``.
        use_requested: ``ShelfModel``.
        downloads_requested: the queue is to be shown.
    """

    download_requested = Signal(object)
    use_requested = Signal(object)
    downloads_requested = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: tuple[Suggestion, ...] = ()
        self._start: Suggestion | None = None
        self._shelf = Shelf()
        self._queue = DownloadQueue()
        self.cards = CardArea(desk)
        self.list = RowList(desk, tr("Recommended models"))
        self.details = DetailsPane(tr("Details of the model"))
        self.panes = Panes(self.list, self.details)
        filled(self, column(self.cards, self.panes, spacing=0))
        self.list.picked.connect(lambda _key: self._show_details())

    def look(self) -> None:
        """Read the catalogue and plan each entry, off the GUI thread."""
        services = self._desk.services
        self._desk.bridge.call(self, lambda: suggestions(services), self._show, self._failed)

    def show_shelf(self, shelf: Shelf) -> None:
        """What is on this machine: an entry that is here is used, not downloaded."""
        self._shelf = shelf
        self.refresh()

    def show_queue(self, queue: DownloadQueue) -> None:
        """What is being downloaded."""
        states = [(item.model.repo, item.model.path, item.state) for item in queue.items]
        before = [(item.model.repo, item.model.path, item.state) for item in self._queue.items]
        self._queue = queue
        if states != before:
            self.refresh()

    def refresh(self) -> None:
        """Show again what may have changed."""
        self.list.set_rows([self._row(one) for one in self._found])
        self._show_details()

    def _show(self, found: tuple[Suggestion, ...]) -> None:
        self.cards.clear()
        is_first = not self._found
        self._found, self._start = found, good_start(found)
        self.refresh()
        if is_first and self._start is not None:
            self.list.choose(self._start.entry.id)

    def _failed(self, error: AppError) -> None:
        self.cards.show_text(card_of(error))

    def _row(self, one: Suggestion) -> Row:
        entry = one.entry
        here, item = self._here(entry), self._item(entry)
        note = tr("On this machine") if here else tr("In the queue") if item else ""
        if not note and one is self._start:
            note = tr("a good start")
        return Row(
            key=entry.id,
            title=entry.name,
            detail=joined((entry.maker, entry.quantization, _size(one))),
            pill=fit_pill(one.fit, known=one.is_sized),
            note=note,
            note_ink="accent",
        )

    def _show_details(self) -> None:
        one = next((one for one in self._found if one.entry.id == self.list.key), None)
        if one is None:
            self.details.show_parts([], None)
            return
        here, item = self._here(one.entry), self._item(one.entry)
        is_chosen = here is not None and here.is_chosen(self._desk.settings.local)
        shown = (one.entry.id, one, here, item.state if item else "", is_chosen)
        if shown != self.details.shown:
            self.details.show_parts(self._parts(one, here, item), shown)

    def _parts(self, one: Suggestion, here: ShelfModel | None, item: Download | None) -> list[QWidget]:
        entry = one.entry
        line = joined((entry.maker, parameters(round(entry.parameters_b * 1e9)), entry.quantization, _size(one)))
        is_chinese = chosen_language(self._desk.settings.ui.language) == "zh_CN"
        return [
            title(entry.name, line),
            sentence(entry.text_zh if is_chinese else entry.text, "plain"),
            fit_line(self._desk, one.fit),
            buttons(self._action(entry, here, item)),
            heading(tr("What to expect")),
            facts(self._expected(entry)),
            label(tr("Expected from its size and its training; not measured."), "small", wrap=True),
            heading(tr("Memory")),
            memory_table(one.fit),
            heading(tr("About the model")),
            facts(_facts(entry)),
        ]

    def _action(self, entry: CatalogEntry, here: ShelfModel | None, item: Download | None) -> QWidget:
        if here is not None:
            is_chosen = here.is_chosen(self._desk.settings.local)
            made = button(tr("In use") if is_chosen else tr("Use this model"), "" if is_chosen else "primary")
            made.setEnabled(not is_chosen)
            made.clicked.connect(lambda: self.use_requested.emit(here))
        elif item is not None:
            made = button(tr("Show the download"))
            made.clicked.connect(self.downloads_requested)
        else:
            made = button(download_words(entry.size_bytes), "primary")
            made.clicked.connect(lambda: self.download_requested.emit(entry.remote()))
        return made

    def _here(self, entry: CatalogEntry) -> ShelfModel | None:
        name = PurePosixPath(entry.file).name
        for one in self._shelf.models:
            model = one.model
            is_same = model.sha256 == entry.sha256 if model.sha256 and entry.sha256 else model.path.name == name
            if is_same and model.error is None:
                return one
        return None

    def _item(self, entry: CatalogEntry) -> Download | None:
        return next(
            (
                item
                for item in self._queue.items
                if item.state != "done" and (item.model.repo, item.model.path) == (entry.repo, entry.file)
            ),
            None,
        )

    def _expected(self, entry: CatalogEntry) -> list[tuple[str, str]]:
        """Tools and what to expect of each, in the order of the rail."""
        records = self._desk.services.registry.records()
        titles = [(one.id, tr(one.manifest.title)) for one in records if one.manifest]
        return [(title, level_words(entry.suits[tool])) for tool, title in titles if tool in entry.suits]


def download_words(size_bytes: int) -> str:
    """The words of a button that downloads."""
    return tr("Download {size}").format(size=file_size(size_bytes)) if size_bytes else tr("Download")


def level_words(level: Level) -> str:
    """What to expect of a model."""
    return {"good": tr("good"), "fair": tr("fair: look over what it says"), "basic": tr("basic: simple cases")}[level]


def _size(one: Suggestion) -> str:
    return file_size(one.entry.size_bytes)


def _facts(entry: CatalogEntry) -> list[tuple[str, str]]:
    more = "*" in entry.languages
    languages = tr(", ").join(code for code in entry.languages if code != "*")
    return [
        (tr("Licence"), entry.licence),
        (tr("Trained for a context of"), tr("{n} tokens").format(n=f"{entry.context_tokens:,}")),
        (tr("Languages"), tr("{languages} and more").format(languages=languages) if more else languages),
        (tr("Comes from"), entry.repo),
        (tr("File"), entry.file),
        (tr("SHA-256"), tr("pinned by this program") if entry.sha256 else ""),
    ]
