"""The settings of privacy: what goes to no server, and which tools show what they send before they send it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.api_qt import tr
from app.core.settings import Settings
from app.ui.desk import Desk
from app.ui.widgets import button, column, filled, label, row

PATHS_PX = 116
_TITLE, _PRIVATE, _ASKS = range(3)


class PathList(QListWidget):
    """Paths; files and folders can be dropped on it.

    Signals:
        dropped: list of ``Path``.
    """

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()


class PrivacyPage(QWidget):
    """Private files and folders; private tools; tools that always show what they send.

    Signals:
        applied: a setting changed.
    """

    applied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.paths = PathList()
        self.paths.setAccessibleName(tr("Private files and folders"))
        self.paths.setFixedHeight(PATHS_PX)
        self.add_file_button = button(tr("Add files…"))
        self.add_folder_button = button(tr("Add a folder…"))
        self.remove_button = button(tr("Take the mark off"))
        self._tools = [record.manifest for record in desk.services.registry.records() if record.manifest]
        self.tools = QTableWidget(len(self._tools), 3)
        self.tools.setAccessibleName(tr("Tools"))
        self.tools.setHorizontalHeaderLabels([tr("Tool"), tr("Private"), tr("Shows what it sends")])
        self._dress()
        self._lay_out()
        self._fill_paths()
        self._fill_tools()
        self._connect_signals()
        self._update_buttons()

    def add(self, paths: Iterable[Path]) -> None:
        """Mark files and folders as private."""
        marked = self._desk.settings.private_paths
        new = [str(path.absolute()) for path in paths]
        self._change(lambda now: dataclasses.replace(now, private_paths=tuple(dict.fromkeys((*marked, *new)))))
        self._fill_paths()

    def _remove(self) -> None:
        gone = {item.text() for item in self.paths.selectedItems()}
        kept = tuple(path for path in self._desk.settings.private_paths if path not in gone)
        self._change(lambda now: dataclasses.replace(now, private_paths=kept))
        self._fill_paths()

    def _ask_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Mark files as private"))
        self.add(Path(path) for path in chosen)

    def _ask_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, tr("Mark a folder as private")):
            self.add([Path(chosen)])

    def _ticked(self, part: int) -> tuple[str, ...]:
        cells = [(manifest.id, self.tools.item(place, part)) for place, manifest in enumerate(self._tools)]
        return tuple(tool for tool, cell in cells if cell and cell.checkState() == Qt.CheckState.Checked)

    def _ticks_changed(self) -> None:
        known = {manifest.id for manifest in self._tools}

        def change(now: Settings) -> Settings:
            """Tools that are not here now keep what was chosen for them."""
            private = (*(tool for tool in now.private_tools if tool not in known), *self._ticked(_PRIVATE))
            asks = (*(tool for tool in now.ask_before_sending if tool not in known), *self._ticked(_ASKS))
            return dataclasses.replace(now, private_tools=private, ask_before_sending=asks)

        self._change(change)

    def _change(self, change: Callable[[Settings], Settings]) -> None:
        self._desk.change(change)
        self.applied.emit()

    def _fill_paths(self) -> None:
        self.paths.clear()
        for path in self._desk.settings.private_paths:
            icon = "folder-lock-outline" if Path(path).expanduser().is_dir() else "file-lock-outline"
            item = QListWidgetItem(self._desk.icons.icon(icon, "accent"), path)
            item.setToolTip(path)
            self.paths.addItem(item)
        self._update_buttons()

    def _fill_tools(self) -> None:
        settings = self._desk.settings
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        for place, manifest in enumerate(self._tools):
            title = QTableWidgetItem(tr(manifest.title))
            title.setFlags(flags)
            self.tools.setItem(place, _TITLE, title)
            for part, chosen in ((_PRIVATE, settings.private_tools), (_ASKS, settings.ask_before_sending)):
                cell = QTableWidgetItem()
                cell.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable)
                cell.setCheckState(Qt.CheckState.Checked if manifest.id in chosen else Qt.CheckState.Unchecked)
                header = self.tools.horizontalHeaderItem(part)
                name = f"{tr(manifest.title)}: {header.text() if header else ''}"
                cell.setData(Qt.ItemDataRole.AccessibleTextRole, name)
                self.tools.setItem(place, part, cell)

    def _update_buttons(self) -> None:
        self.remove_button.setEnabled(bool(self.paths.selectedItems()))

    def _dress(self) -> None:
        table = self.tools
        table.setShowGrid(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().setDefaultSectionSize(self._desk.theme.row_height)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_PRIVATE, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_ASKS, QHeaderView.ResizeMode.ResizeToContents)
        table.setFixedHeight((len(self._tools) + 1) * self._desk.theme.row_height + 8)
        for made, icon in (
            (self.add_file_button, "file-plus-outline"),
            (self.add_folder_button, "folder-plus-outline"),
        ):
            self._desk.icons.wear(made, icon, "secondary")

    def _lay_out(self) -> None:
        paths = tr(
            "What works on these goes to no server, on this machine either: not by a route, not by “Run once in the cloud”, not when it is "
            "run again. Only the local model gets it. Drop files and folders here."
        )
        tools = tr(
            "A private tool goes to no server, whatever it works on. A tool that shows what it sends asks before each request to the cloud."
        )
        buttons = row(self.add_file_button, self.add_folder_button, None, self.remove_button)
        parts = (
            *(label(tr("Private files and folders"), "heading"), label(paths, "small", wrap=True), self.paths, buttons),
            *(8, label(tr("Tools"), "heading"), label(tools, "small", wrap=True), self.tools),
        )
        filled(self, column(*parts, None, margins=(8, 0, 8, 0)))

    def _connect_signals(self) -> None:
        self.paths.dropped.connect(self.add)
        self.paths.itemSelectionChanged.connect(self._update_buttons)
        self.add_file_button.clicked.connect(self._ask_files)
        self.add_folder_button.clicked.connect(self._ask_folder)
        self.remove_button.clicked.connect(self._remove)
        self.tools.itemChanged.connect(lambda _item: self._ticks_changed())
