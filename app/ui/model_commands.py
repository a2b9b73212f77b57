"""What can be done with models: use, take in, forget, delete, download. One per window; made when models are first asked about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.api_qt import tr, tr_said
from app.core.settings import Settings
from app.errors import AppError
from app.models.downloads import Download, DownloadQueue, Downloads
from app.models.hub_data import RemoteModel
from app.models.library import TakenIn
from app.ui.desk import Desk
from app.ui.error_view import CardText
from app.ui.model_shelf import ShelfModel
from app.ui.model_words import file_size
from app.ui.panel_host import confirm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WORTH_ASKING_BYTES = 50_000_000
"""A download of which less has arrived is cancelled without a question."""


class ModelCommands(QObject):
    """The verbs. Questions are asked over ``anchor``.

    Signals:
        chosen: another model is used from now on.
        library_changed: models may have come or gone.
        queue_changed: ``DownloadQueue``.
    """

    chosen = Signal()
    library_changed = Signal()
    queue_changed = Signal(object)

    def __init__(self, desk: Desk, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._desk = desk
        self._anchor = anchor
        self._downloads: Downloads | None = None
        self._waiting: list[Callable[[Downloads], None]] = []
        self._offered: TakenIn | None = None
        self.queue = DownloadQueue()
        self.seen: frozenset[str] = frozenset()

    def use(self, path: str) -> None:
        """Use a model file on the local route from the next run on; empty is the starter."""
        self._desk.change(lambda now: dataclasses.replace(now, local=dataclasses.replace(now.local, model=path)))
        self.chosen.emit()

    def use_model(self, found: ShelfModel) -> None:
        """Use a model of the shelf."""
        self.use("" if found.model.is_starter else found.key)

    def take_in(self, path: Path, done: Callable[[TakenIn], None], failed: Callable[[AppError], None]) -> None:
        """Find out what a path is; a model or a folder with some is remembered, and nothing is copied."""

        def taken(found: TakenIn) -> None:
            self._remember(found)
            done(found)

        library = self._desk.services.model_services
        self._desk.bridge.call(self, lambda: library.library.take_in(path), taken, failed)

    def offer(self, path: Path, show: Callable[[CardText], None], failed: Callable[[AppError], None]) -> None:
        """Find out what a dropped path is, and if it holds models show a card that offers to take them in."""

        def taken(found: TakenIn) -> None:
            self._offered = found if found.kind != "nothing" else None
            show(_offer_card(found))

        library = self._desk.services.model_services
        self._desk.bridge.call(self, lambda: library.library.take_in(path), taken, failed)

    def accept_offer(self) -> TakenIn | None:
        """Take in what was offered last."""
        found, self._offered = self._offered, None
        if found is not None:
            self._remember(found)
        return found

    def forget(self, folder: Path) -> None:
        """Look into a folder that the person added no more; nothing is deleted."""

        def without(now: Settings) -> Settings:
            kept = tuple(one for one in now.local.model_folders if Path(one).expanduser() != folder)
            return dataclasses.replace(now, local=dataclasses.replace(now.local, model_folders=kept))

        self._desk.change(without)
        self.library_changed.emit()

    def delete(self, found: ShelfModel, failed: Callable[[AppError], None]) -> None:
        """Ask, and delete a model that this program downloaded."""
        model = found.model
        size = file_size(model.size_bytes)
        text = tr("{path} is removed from this machine. It can be downloaded again.").format(path=model.path)
        is_chosen = found.is_chosen(self._desk.settings.local)
        if is_chosen:
            text += " " + tr("It is in use now: the built-in starter takes its place.")
        if not confirm(self._anchor, tr("Delete {name}?").format(name=model.name), text, _free(size)):
            return
        services, bridge = self._desk.services, self._desk.bridge

        def remove(_none: None = None) -> None:
            bridge.call(self, lambda: services.library.delete(model), lambda _gone: self.library_changed.emit(), failed)

        engine = services.engines.local() if is_chosen else None
        if engine is None:
            remove()
        else:  # the worker lets go of the file first
            self.use("")
            bridge.await_(self, engine.close(), remove, failed)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def look_for_downloads(self, *, go_on: bool = False) -> None:
        """Read the queue; ``go_on`` starts what an earlier start left unfinished."""
        self._with_downloads(lambda downloads: downloads.start() if go_on else None)

    def download(self, model: RemoteModel) -> None:
        """Put a model into the queue."""
        self._with_downloads(lambda downloads: downloads.add(model))

    def see_done(self) -> None:
        """The person looks at the queue: what is done needs no mark any more."""
        done = frozenset(item.id for item in self.queue.items if item.state == "done")
        if done - self.seen:
            self.seen |= done
            self.queue_changed.emit(self.queue)

    def pause(self, download_id: str) -> None:
        self._with_downloads(lambda downloads: downloads.pause(download_id))

    def resume(self, download_id: str) -> None:
        self._with_downloads(lambda downloads: downloads.resume(download_id))

    def move(self, download_id: str, place: int) -> None:
        self._with_downloads(lambda downloads: downloads.move(download_id, place))

    def clear_done(self) -> None:
        self._with_downloads(lambda downloads: downloads.clear())

    def cancel(self, item: Download) -> None:
        """Take a download out of the queue; asks where much of it has arrived."""
        if item.state != "done" and item.done_bytes >= WORTH_ASKING_BYTES:
            size = file_size(item.done_bytes)
            text = tr("{size} have arrived and are thrown away.").format(size=size)
            title = tr("Cancel the download of {name}?").format(name=item.model.name)
            if not confirm(self._anchor, title, text, tr("Throw {size} away").format(size=size)):
                return
        self._with_downloads(lambda downloads: downloads.cancel(item.id))

    def _remember(self, found: TakenIn) -> None:
        if found.remember:
            self._desk.change(found.apply)
        if found.kind != "nothing":
            self.library_changed.emit()

    def _with_downloads(self, act: Callable[[Downloads], object]) -> None:
        """The queue is read from the disk when it is first needed."""
        if self._downloads is not None:
            act(self._downloads)
            return
        self._waiting.append(lambda downloads: (act(downloads), None)[1])
        if len(self._waiting) == 1:
            services = self._desk.services
            self._desk.bridge.call(self, lambda: services.downloads, self._have_downloads, self._desk.report)

    def _have_downloads(self, downloads: Downloads) -> None:
        self._downloads = downloads
        self._desk.bridge.follow(self, downloads.listen, self._queue_moved)
        self._queue_moved(downloads.queue)
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act(downloads)

    def _queue_moved(self, queue: DownloadQueue) -> None:
        before, self.queue = self.queue, queue
        self.queue_changed.emit(queue)
        for item in queue.items:
            old = before.get(item.id)
            if item.state == "done" and old is not None and old.state != "done":
                self.library_changed.emit()


def _free(size: str) -> str:
    return tr("Delete the file, {size}").format(size=size)


def _offer_card(found: TakenIn) -> CardText:
    message, hint = tr_said(found.message), tr_said(found.hint)
    if found.kind == "nothing":
        return CardText(tr("This is no model"), message, hint, tone="unverified")
    return CardText(tr("Add it to your models?"), message, hint, "add_model", tone="accent")
