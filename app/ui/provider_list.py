"""The providers of the cloud route in a table: added, renamed, removed, and one of them in force."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableWidget, QTableWidgetItem, QWidget

from app.api_qt import tr, tr_said
from app.core.keys import provider_of
from app.core.providers import DEFAULT_BASE_URL, ProviderSettings, name_for, name_trouble
from app.core.settings import Settings
from app.ui.desk import Desk
from app.ui.panel_host import confirm
from app.ui.widgets import button, column, filled, label, row, set_tone

KNOWN_SERVERS = (
    DEFAULT_BASE_URL,
    "https://openrouter.ai/api/v1",
    "https://api.deepseek.com/v1",
    "https://dashscope.aliyuncs.com/compatible-mode/v1",
    "http://localhost:11434/v1",
    "http://localhost:1234/v1",
    "http://localhost:8080/v1",
)
SHOWN_ROWS = 3
_NAME, _SERVER, _MODEL = range(3)


def renamed(now: Settings, old: str, new: str) -> Settings:
    """Settings in which a provider has another name, in every chain too."""
    providers = {new if name == old else name: provider for name, provider in now.providers.items()}
    chains = {tool: tuple(new if name == old else name for name in chain) for tool, chain in now.chains.items()}
    in_force = new if now.cloud.provider == old else now.cloud.provider
    cloud = dataclasses.replace(now.cloud, provider=in_force)
    return dataclasses.replace(now, providers=providers, chains=chains, cloud=cloud)


def removed(now: Settings, name: str) -> Settings:
    """Settings without a provider; the first of the others is in force where it was. The last one stays."""
    providers = {other: provider for other, provider in now.providers.items() if other != name}
    if not providers:
        return now
    in_force = next(iter(providers)) if now.cloud.provider == name else now.cloud.provider
    cloud = dataclasses.replace(now.cloud, provider=in_force)
    return dataclasses.replace(now, providers=providers, cloud=cloud)


class ProviderList(QWidget):
    """The table with its buttons.

    Signals:
        picked: another provider is marked; its name.
        changed: providers were added, renamed or removed, or another is in force.
        leaving: something is about to change; what was typed for the marked provider is to be kept now.
    """

    leaving = Signal()
    picked = Signal(str)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filling = False
        self.table = QTableWidget(0, 3)
        self.table.setHorizontalHeaderLabels([tr("Name"), tr("Server"), tr("Model")])
        self.table.setAccessibleName(tr("Providers"))
        self.add_button = button(tr("Add"))
        self.rename_button = button(tr("Rename"))
        self.remove_button = button(tr("Remove…"))
        self.use_button = button(tr("Use as the cloud"))
        self._said = label("", "small", wrap=True)
        self._dress()
        self._lay_out()
        self._connect_signals()
        self.show_providers(desk.settings.cloud.provider)

    @property
    def name(self) -> str:
        """The provider that is marked."""
        item = self.table.item(self.table.currentRow(), _NAME)
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else self._desk.settings.cloud.provider

    @property
    def is_stored(self) -> bool:
        """Whether the marked provider is in the settings, and not of this start alone."""
        return self.name in self._desk.services.settings.stored.providers

    def show_providers(self, name: str) -> None:
        """Fill the table anew and mark a provider."""
        self._filling = True
        settings = self._desk.settings
        self.table.setRowCount(len(settings.providers))
        for place, (one, provider) in enumerate(settings.providers.items()):
            self._fill_row(place, one, provider)
        names = list(settings.providers)
        self.table.setCurrentCell(names.index(name) if name in names else 0, _NAME)
        self._filling = False
        self._update_buttons()
        self.picked.emit(self.name)

    def refresh(self, name: str) -> None:
        """Show what a provider is now, without marking it anew."""
        self._filling = True
        names = list(self._desk.settings.providers)
        if name in names:
            self._fill_row(names.index(name), name, self._desk.settings.providers[name])
        self._filling = False

    def _fill_row(self, place: int, name: str, provider: ProviderSettings) -> None:
        settings = self._desk.settings
        is_stored = name in self._desk.services.settings.stored.providers
        in_force = name == settings.cloud.provider
        first = QTableWidgetItem(name)
        first.setData(Qt.ItemDataRole.UserRole, name)
        if in_force:
            first.setIcon(self._desk.icons.icon("check", "accent"))
        notes = [tr("in force") if in_force else "", "" if is_stored else tr("for this start alone")]
        first.setToolTip(", ".join(note for note in notes if note))
        first.setData(Qt.ItemDataRole.AccessibleDescriptionRole, first.toolTip())
        cells = (first, QTableWidgetItem(provider_of(provider.base_url)), QTableWidgetItem(provider.model or "–"))
        for part, cell in enumerate(cells):
            editable = part == _NAME and is_stored
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            cell.setFlags(flags | Qt.ItemFlag.ItemIsEditable if editable else flags)
            self.table.setItem(place, part, cell)

    def _add(self, base_url: str) -> None:
        name = name_for(base_url, self._desk.settings.providers)
        self._change(lambda now: now.with_provider(name, base_url=base_url), name)

    def _rename_cell(self, item: QTableWidgetItem) -> None:
        if self._filling or item.column() != _NAME:
            return
        old, new = str(item.data(Qt.ItemDataRole.UserRole)), item.text().strip().lower()
        if new == old:
            self.show_providers(old)
            return
        if trouble := name_trouble(new, self._desk.settings.providers):
            self.show_providers(old)
            self._say(tr_said(trouble), "failed")
            return
        self._change(lambda now: renamed(now, old, new), new)

    def _edit_name(self) -> None:
        if (item := self.table.item(self.table.currentRow(), _NAME)) is not None:
            self.table.setFocus()
            self.table.editItem(item)

    def _remove(self) -> None:
        name = self.name
        host = provider_of(self._desk.settings.providers[name].base_url)
        text = tr("Chains that name it pass it by. A key that is kept for {host} stays until you forget it.")
        title = tr("Remove the provider “{name}”?").format(name=name)
        if confirm(self, title, text.format(host=host), tr("Remove the provider")):
            self._change(lambda now: removed(now, name), "")

    def _use(self) -> None:
        name = self.name
        self._change(lambda now: dataclasses.replace(now, cloud=dataclasses.replace(now.cloud, provider=name)), name)

    def _change(self, change: Callable[[Settings], Settings], name: str) -> None:
        self._say("", "")
        self.leaving.emit()
        self._desk.change(change)
        self.show_providers(name or self._desk.settings.cloud.provider)
        self.changed.emit()

    def _say(self, text: str, tone: str) -> None:
        self._said.setText(text)
        self._said.setVisible(bool(text))
        set_tone(self._said, tone)

    def _update_buttons(self) -> None:
        stored = self._desk.services.settings.stored
        self.rename_button.setEnabled(self.is_stored)
        self.remove_button.setEnabled(self.is_stored and len(stored.providers) > 1)
        self.use_button.setEnabled(self.is_stored and self.name != self._desk.settings.cloud.provider)

    def _picked(self) -> None:
        if not self._filling:
            self._update_buttons()
            self.picked.emit(self.name)

    def _dress(self) -> None:
        table = self.table
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        table.verticalHeader().setDefaultSectionSize(self._desk.theme.row_height)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_SERVER, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_MODEL, QHeaderView.ResizeMode.Stretch)
        table.setFixedHeight((SHOWN_ROWS + 1) * self._desk.theme.row_height + 8)
        menu = QMenu(self.add_button)
        for base_url in KNOWN_SERVERS:
            menu.addAction(base_url).triggered.connect(partial(self._add, base_url))
        menu.addAction(tr("Another server…")).triggered.connect(partial(self._add, "https://"))
        self.add_button.setMenu(menu)

    def _lay_out(self) -> None:
        buttons = row(self.add_button, self.rename_button, self.remove_button, None, self.use_button)
        self._said.hide()
        filled(self, column(self.table, buttons, self._said))

    def _connect_signals(self) -> None:
        self.table.itemChanged.connect(self._rename_cell)
        self.table.currentCellChanged.connect(lambda *_: self._picked())
        self.rename_button.clicked.connect(self._edit_name)
        self.remove_button.clicked.connect(self._remove)
        self.use_button.clicked.connect(self._use)
