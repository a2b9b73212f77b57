"""The model page: what is on this machine, what is recommended, the hub, and the downloads. It stands where a tool's page would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QStackedWidget, QTabBar, QWidget

from app.api_qt import tr, tr_said
from app.errors import AppError
from app.models.downloads import Download, DownloadQueue
from app.models.fit import human
from app.models.library import TakenIn
from app.models.machine import Machine
from app.ui.desk import Desk
from app.ui.error_view import CardArea, CardText, card_of
from app.ui.model_commands import ModelCommands
from app.ui.model_shelf import Shelf
from app.ui.models_downloads import DownloadsView
from app.ui.models_here import HereView
from app.ui.models_recommended import RecommendedView
from app.ui.models_search import SearchView
from app.ui.page_header import PageHeader
from app.ui.widgets import ElidedLabel, column, filled, local_paths, row

ViewName = Literal["here", "recommended", "search", "downloads"]
VIEWS: tuple[ViewName, ...] = ("here", "recommended", "search", "downloads")


class ModelManager(QWidget):
    """The page.

    Signals:
        closed: the person is done with it.
        look_requested: models are to be looked for again.
        online_requested: the offline lock is to be opened.
    """

    closed = Signal()
    look_requested = Signal()
    online_requested = Signal()

    def __init__(self, desk: Desk, commands: ModelCommands) -> None:
        super().__init__()
        self._desk = desk
        self._commands = commands
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self.cards = CardArea(desk)
        self.here = HereView(desk)
        self.recommended = RecommendedView(desk)
        self.search = SearchView(desk)
        self.downloads = DownloadsView(desk)
        self.tabs = QTabBar()
        self.stack = QStackedWidget()
        self.memory = ElidedLabel("", "small")
        self._lay_out()
        self._connect_signals()
        self._show_count(commands.queue)
        commands.look_for_downloads()

    def show_view(self, name: ViewName) -> None:
        """Go to one of the views."""
        self.tabs.setCurrentIndex(VIEWS.index(name))
        self._take_focus()

    @property
    def view(self) -> ViewName:
        return VIEWS[self.tabs.currentIndex()]

    def show_shelf(self, shelf: Shelf) -> None:
        """Show what was found on this machine."""
        self.here.show_shelf(shelf)
        self.recommended.show_shelf(shelf)
        self.memory.set_text(_memory_words(shelf.machine) if shelf.machine else "")

    def refresh(self) -> None:
        """The settings have changed."""
        self.here.refresh()
        self.recommended.refresh()
        self.search.refresh()

    def take_in(self, paths: Sequence[Path]) -> None:
        """Files or folders were dropped or chosen."""
        for path in paths:
            self._commands.take_in(path, self._taken_in, self.show_error)

    def show_error(self, error: AppError) -> None:
        """An error of the page, in place."""
        self.cards.show_text(card_of(error, offline=self._desk.settings.offline))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()
        hardware = self._desk.services.hardware
        known = hardware.known_build
        if known is None or known.gpus:  # what is free on a GPU is another number each time
            self._desk.bridge.await_(
                self, hardware.build(fresh=True), lambda _build: self._look(), lambda error: self.show_error(error)
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_in(local_paths(event.mimeData()))
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        self.look_requested.emit()
        self.recommended.look()

    def _taken_in(self, found: TakenIn) -> None:
        if found.kind == "nothing":
            card = CardText(tr("This is no model"), tr_said(found.message), tr_said(found.hint), tone="unverified")
            self.cards.show_text(card)
            return
        self.cards.clear()
        self.show_view("here")
        self.here.show_model(found.models[0].path)

    def _add_file(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(
            self, tr("Add a GGUF file"), str(Path.home()), tr("GGUF models") + " (*.gguf)"
        )
        self.take_in([Path(path) for path in paths])

    def _add_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Add a folder with models"), str(Path.home()))
        if path:
            self.take_in([Path(path)])

    def _asked(self, verb: str, item: Download) -> None:
        place = [one.id for one in self._commands.queue.items].index(item.id)
        match verb:
            case "online":
                self.online_requested.emit()
                self._commands.resume(item.id)
            case "pause":
                self._commands.pause(item.id)
            case "resume":
                self._commands.resume(item.id)
            case "cancel":
                self._commands.cancel(item)
            case "earlier" | "later":
                self._commands.move(item.id, place + (1 if verb == "later" else -1))
            case "use":
                self._commands.use(str(item.path))
            case "folder":
                self._commands.show_folder(item.path.parent)

    def _download(self, model: object) -> None:
        self._commands.download(model)  # type: ignore[arg-type]  # what the signal carries
        self.show_view("downloads")

    def _queue_moved(self, queue: DownloadQueue) -> None:
        if self.isVisible() and self.view == "downloads":
            self._commands.see_done()
        self.downloads.show_queue(queue)
        self.recommended.show_queue(queue)
        self._show_count(queue)

    def _show_count(self, queue: DownloadQueue) -> None:
        left = sum(item.state != "done" for item in queue.items)
        words = tr("Downloads ({n})").format(n=left) if left else tr("Downloads")
        self.tabs.setTabText(VIEWS.index("downloads"), words)

    def _take_focus(self) -> None:
        match self.view:
            case "here":
                self.here.list.setFocus(Qt.FocusReason.OtherFocusReason)
            case "recommended":
                self.recommended.list.setFocus(Qt.FocusReason.OtherFocusReason)
            case "search":
                self.search.take_focus()
            case "downloads":
                self.downloads.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _view_changed(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        if self.view == "downloads":
            self._commands.see_done()

    def _lay_out(self) -> None:
        header = PageHeader(
            self._desk, tr("Models"), tr("What answers on this machine, and what could."), (), lambda: None
        )
        header.set_panel_actions(self._header_actions())
        for name in (tr("On this machine"), tr("Recommended"), tr("Search"), tr("Downloads")):
            self.tabs.addTab(name)
        self.tabs.setAccessibleName(tr("Views of the models"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for view in (self.here, self.recommended, self.search, self.downloads):
            self.stack.addWidget(view)
        self.memory.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar = row(self.tabs, self.memory, margins=(0, 0, 0, 0), spacing=16)
        bar.setStretch(1, 1)
        body = column(bar, self.cards, self.stack, margins=(16, 8, 16, 12), spacing=8)
        body.setStretch(2, 1)
        box = column(header, body, spacing=0)
        box.setStretch(1, 1)
        filled(self, box)

    def _header_actions(self) -> tuple[QAction, ...]:
        add, close = QAction(tr("Add a file or folder…"), self), QAction(tr("Back to the tool"), self)
        self._desk.icons.wear(add, "plus", "secondary")
        self._desk.icons.wear(close, "close", "secondary")
        close.setPriority(QAction.Priority.LowPriority)
        menu = QMenu(self)
        menu.addAction(tr("A GGUF file…")).triggered.connect(self._add_file)
        menu.addAction(tr("A folder with models…")).triggered.connect(self._add_folder)
        add.setMenu(menu)
        close.triggered.connect(self.closed)
        return (add, close)

    def _connect_signals(self) -> None:
        self.tabs.currentChanged.connect(self._view_changed)
        self.here.use_requested.connect(self._commands.use_model)
        self.here.delete_requested.connect(lambda found: self._commands.delete(found, self.show_error))
        self.here.folder_requested.connect(self._commands.show_folder)
        self.here.forget_requested.connect(self._commands.forget)
        self.recommended.use_requested.connect(self._commands.use_model)
        self.recommended.download_requested.connect(self._download)
        self.recommended.downloads_requested.connect(lambda: self.show_view("downloads"))
        self.search.download_requested.connect(self._download)
        self.search.online_requested.connect(self.online_requested)
        self.downloads.asked.connect(self._asked)
        self.downloads.clear_requested.connect(self._commands.clear_done)
        self.downloads.recommended_requested.connect(lambda: self.show_view("recommended"))
        self.cards.remedy_chosen.connect(lambda _remedy: self.online_requested.emit())
        self._commands.queue_changed.connect(self._queue_moved)


def _memory_words(machine: Machine) -> str:
    words = [
        tr("{free} of {total} memory free").format(
            free=human(machine.available_bytes), total=human(machine.total_bytes)
        )
    ]
    for gpu in machine.gpus or ():
        name = gpu.description or gpu.name
        words.append(tr("{gpu}: {free} free").format(gpu=name, free=human(gpu.free_bytes)))
    return " · ".join(words)
