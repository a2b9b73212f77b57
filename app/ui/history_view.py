"""Past runs in the side panel: open one, run it again, delete it. Runs that did not end are marked and keep their partial text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QMenu, QStackedWidget, QWidget

from app.api_qt import tr
from app.core.history import HistoryRow
from app.core.manifest import PluginManifest
from app.errors import AppError
from app.ui.desk import Desk
from app.ui.error_view import CardArea, card_of
from app.ui.icons import Ink
from app.ui.panel_host import confirm
from app.ui.status_strip import badge_words
from app.ui.widgets import button, column, filled, label, row

LIMIT = 200


class HistoryView(QWidget):
    """A list, newest first.

    Signals:
        opened, rerun_requested: ``HistoryRow``.
    """

    opened = Signal(object)
    rerun_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: tuple[HistoryRow, ...] = ()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search the history"))
        self.field.setAccessibleName(tr("Search the history"))
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Past runs"))
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.open_button = button(tr("Open"))
        self.again_button = button(tr("Run again"))
        self.delete_button = button(tr("Delete…"))
        self._cards = CardArea(desk)
        self._none = label(
            tr("Nothing has run yet. What you run is kept here, on this machine."), "secondary", wrap=True
        )
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.list)
        buttons = row(self.open_button, self.again_button, None, self.delete_button, spacing=4)
        filled(self, column(self.field, self._cards, self._stack, buttons, margins=(12, 4, 12, 12)))
        self._connect_signals()
        self._update_buttons()

    def reload(self) -> None:
        """Read the history anew."""
        history = self._desk.services.history
        if history is None:
            self._none.setText(tr("The history cannot be read or written on this machine."))
            return
        self._desk.bridge.call(self, lambda: history.recent(LIMIT), self.show_rows, self._failed)

    def show_rows(self, rows: Sequence[HistoryRow]) -> None:
        """Show these runs."""
        self._rows = tuple(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        self._filter(self.field.text())

    def chosen(self) -> HistoryRow | None:
        """The run that is marked."""
        item = self.list.currentItem()
        old: HistoryRow | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return old

    def delete_chosen(self) -> None:
        """Delete the marked run, after a question."""
        old = self.chosen()
        history = self._desk.services.history
        if old is None or history is None:
            return
        text = tr("The run and its result are removed from this machine. This cannot be undone.")
        if confirm(self, tr("Delete this run?"), text, tr("Delete the run")):
            self._desk.bridge.call(self, lambda: history.delete(old.run_id), lambda _none: self.reload(), self._failed)

    def _filter(self, query: str) -> None:
        needle = query.casefold().strip()
        marked = self.chosen()
        self.list.clear()
        for old in self._rows:
            if needle in f"{self._question(old)} {old.text} {old.tool}".casefold():
                self.list.addItem(self._item(old))
                if marked is not None and old.run_id == marked.run_id:
                    self.list.setCurrentRow(self.list.count() - 1)
        self._update_buttons()

    def _item(self, old: HistoryRow) -> QListWidgetItem:
        icon, ink, words = _mark(old)
        when = _when(old.started_at)
        line = self._question(old) or old.tool
        item = QListWidgetItem(self._desk.icons.icon(icon, ink), f"{line}\n{self._title(old)} · {words} · {when}")
        item.setToolTip(f"{words}\n{line}\n\n{old.text[:600]}")
        item.setData(Qt.ItemDataRole.UserRole, old)
        return item

    def _title(self, old: HistoryRow) -> str:
        manifest = self._manifest(old.tool)
        return tr(manifest.title) if manifest else old.tool

    def _question(self, old: HistoryRow) -> str:
        """The words that a run was started with, on one line."""
        manifest = self._manifest(old.tool)
        asked = old.inputs.get(manifest.prompt_field.name, "") if manifest else ""
        return " ".join(str(asked).split())

    def _manifest(self, tool: str) -> PluginManifest | None:
        records = self._desk.services.registry.records()
        return next((record.manifest for record in records if record.id == tool), None)

    def _menu(self, place: QPoint) -> None:
        if self.list.itemAt(place) is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for source in (self.open_button, self.again_button, self.delete_button):
            menu.addAction(source.text()).triggered.connect(source.click)
        menu.popup(self.list.mapToGlobal(place))

    def _failed(self, error: AppError) -> None:
        self._cards.show_text(card_of(error))

    def _update_buttons(self) -> None:
        has_choice = self.chosen() is not None
        for one in (self.open_button, self.again_button, self.delete_button):
            one.setEnabled(has_choice)

    def _emit(self, signal: Any) -> None:
        if (old := self.chosen()) is not None:
            signal.emit(old)

    def _connect_signals(self) -> None:
        self.field.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(lambda *_: self._update_buttons())
        self.list.itemActivated.connect(lambda _item: self._emit(self.opened))
        self.list.customContextMenuRequested.connect(self._menu)
        self.open_button.clicked.connect(lambda: self._emit(self.opened))
        self.again_button.clicked.connect(lambda: self._emit(self.rerun_requested))
        self.delete_button.clicked.connect(self.delete_chosen)


def _when(seconds: float) -> str:
    """The time of today, else the date."""
    moment = datetime.fromtimestamp(seconds).astimezone()
    today = datetime.now().astimezone().date()
    return moment.strftime("%H:%M" if moment.date() == today else "%Y-%m-%d")


def _mark(old: HistoryRow) -> tuple[str, Ink, str]:
    match old.state:
        case "running":
            return "progress-clock", "accent", tr("running")
        case "interrupted":
            return "alert-outline", "unverified", tr("interrupted")
        case "cancelled":
            return "stop-circle-outline", "secondary", tr("stopped")
        case "failed":
            return "alert-circle-outline", "failed", tr("failed with an error")
        case _:
            status = old.status if old.status in ("verified", "repaired", "failed") else "unverified"
            word, icon = badge_words(status)  # type: ignore[arg-type]  # narrowed by the line above
            return icon, status, word  # type: ignore[return-value]  # every status is an ink
