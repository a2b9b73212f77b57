"""A tool's chain of engines: which are asked, and in which order."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidget, QListWidgetItem, QWidget

from app.api_qt import tr
from app.core.manifest import PluginManifest
from app.core.router import CLOUD, LOCAL, StepName, chain_of
from app.ui.desk import Desk
from app.ui.route_menu import policy_of, policy_words, step_words, with_route
from app.ui.widgets import button, column, filled, label, row

SIZE_PX = (440, 400)
_NAME = Qt.ItemDataRole.UserRole


class ChainDialog(QDialog):
    """Every change holds at once.

    Signals:
        chosen: the tool has another chain.
    """

    chosen = Signal()

    def __init__(self, desk: Desk, manifest: PluginManifest, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._manifest = manifest
        self.setWindowTitle(tr("Chain of {tool}").format(tool=tr(manifest.title)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE_PX)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Engines, in the order in which they are asked"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.up_button = button(tr("Up"))
        self.down_button = button(tr("Down"))
        self.policy_button = button(tr("Back to “{policy}”").format(policy=self._policy_words()), "link")
        self._fill()
        self._lay_out()
        self._connect_signals()
        self._update_buttons()

    def chain(self) -> tuple[StepName, ...]:
        """The engines that are ticked, in their order."""
        ticked = (item for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        return tuple(str(item.data(_NAME)) for item in ticked)

    def _policy_words(self) -> str:
        return policy_words(policy_of(self._desk.settings, self._manifest))

    def _fill(self) -> None:
        settings = self._desk.settings
        present = chain_of(settings, self._manifest.id)
        known = [LOCAL, CLOUD, *settings.providers]
        for name in [*present, *(one for one in known if one not in present)]:
            item = QListWidgetItem(self._words(name))
            item.setData(_NAME, name)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags | Qt.ItemFlag.ItemIsDragEnabled)
            item.setCheckState(Qt.CheckState.Checked if name in present else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _words(self, name: StepName) -> str:
        settings = self._desk.settings
        if name == CLOUD:
            return tr("the cloud: the provider in force, now {name}").format(name=settings.cloud.provider)
        if name == LOCAL:
            return step_words(name)
        return name if name in settings.providers else tr("{name}: no longer there").format(name=name)

    def _items(self) -> Iterator[QListWidgetItem]:
        return (self.list.item(place) for place in range(self.list.count()))

    def _move(self, by: int) -> None:
        place = self.list.currentRow()
        if not 0 <= place + by < self.list.count():
            return
        item = self.list.takeItem(place)
        self.list.insertItem(place + by, item)
        self.list.setCurrentItem(item)
        self._apply()

    def _changed(self, item: QListWidgetItem) -> None:
        if not self.chain():  # a chain of nothing would be no choice
            item.setCheckState(Qt.CheckState.Checked)
            return
        self._apply()

    def _apply(self) -> None:
        chain = self.chain()
        if chain and chain != chain_of(self._desk.settings, self._manifest.id):
            self._desk.change(lambda now: with_route(now, self._manifest.id, chain))
            self.chosen.emit()
        self._update_buttons()

    def _use_policy(self) -> None:
        policy = policy_of(self._desk.settings, self._manifest)
        self._desk.change(lambda now: with_route(now, self._manifest.id, policy))
        self.chosen.emit()
        self.close()

    def _update_buttons(self) -> None:
        place = self.list.currentRow()
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < self.list.count() - 1)
        self.policy_button.setVisible(self._manifest.id in self._desk.settings.chains)

    def _lay_out(self) -> None:
        words = tr(
            "The first that is ticked is asked; the next, when one fails, has no key, is too expensive for your limit, or may not have the "
            "data. What is private asks the local model alone."
        )
        close = button(tr("Close"), "primary")
        close.clicked.connect(self.close)
        for made, icon in ((self.up_button, "arrow-up"), (self.down_button, "arrow-down")):
            self._desk.icons.wear(made, icon, "secondary")
        side = column(self.up_button, self.down_button, None)
        body = row(self.list, side)
        body.setStretch(0, 1)
        head = label(words, "secondary", wrap=True)
        filled(self, column(head, body, row(self.policy_button, None, close), margins=(16, 16, 16, 16)))

    def _connect_signals(self) -> None:
        self.list.itemChanged.connect(self._changed)
        self.list.currentRowChanged.connect(lambda _row: self._update_buttons())
        self.list.model().rowsMoved.connect(lambda *_: self._apply())
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.policy_button.clicked.connect(self._use_policy)
