"""The settings: a list of pages at the left, the page at the right; every change holds at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.evidence_view import scrolled
from app.ui.settings_cloud import CloudPage
from app.ui.settings_local import LocalPage
from app.ui.settings_pages import GeneralPage
from app.ui.settings_plugins import PluginsPage
from app.ui.settings_privacy import PrivacyPage
from app.ui.settings_spending import SpendingPage
from app.ui.widgets import button, column, filled, row

SIZE_PX = (880, 600)
LIST_PX = 176


class SettingsDialog(QDialog):
    """Not modal: what a setting does can be seen while it changes.

    Signals:
        applied: settings were changed.
        language_chosen: another language was chosen; the window must be built anew.
        history_cleared: all runs are deleted.
        trust_changed: a plugin may run now, or no more; its id.
        models_requested: the model page is wanted.
    """

    applied = Signal()
    language_chosen = Signal()
    history_cleared = Signal()
    trust_changed = Signal(str)
    models_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWindowTitle(tr("Settings"))
        self.resize(*SIZE_PX)
        self.general = GeneralPage(desk)
        self.cloud = CloudPage(desk)
        self.spending = SpendingPage(desk)
        self.privacy = PrivacyPage(desk)
        self.local = LocalPage(desk)
        self.plugins = PluginsPage(desk)
        self._names: list[str] = []
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Pages of the settings"))
        self._list.setFixedWidth(LIST_PX)
        self._stack = QStackedWidget()
        for name, title, icon, page in (
            ("general", tr("General"), "tune", self.general),
            ("api", tr("API"), "cloud-outline", self.cloud),
            ("spending", tr("Spending"), "cash", self.spending),
            ("privacy", tr("Privacy"), "shield-lock-outline", self.privacy),
            ("local", tr("Local model"), "memory", self.local),
            ("plugins", tr("Plugins"), "puzzle-outline", self.plugins),
        ):
            self._names.append(name)
            self._list.addItem(QListWidgetItem(desk.icons.icon(icon, "secondary"), title))
            self._stack.addWidget(scrolled(page))
        close = button(tr("Close"))
        close.clicked.connect(self.close)
        body = row(self._list, self._stack, spacing=8)
        body.setStretch(1, 1)
        filled(self, column(body, row(None, close), margins=(16, 16, 16, 16)))
        self._connect_signals()
        self._list.setCurrentRow(0)

    def show_page(self, name: str) -> None:
        """Come to the front with one page."""
        self._list.setCurrentRow(self._names.index(name) if name in self._names else 0)
        if self.isHidden():
            self.local.refresh()
        self.show()
        self._list.doItemsLayout()  # rows are as high as the style says only once it is on the screen
        self.raise_()
        self.activateWindow()
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect_signals(self) -> None:
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        for page in (self.general, self.cloud, self.spending, self.privacy, self.local):
            page.applied.connect(self.applied)
        self.local.models_requested.connect(self.models_requested)
        self.general.language_chosen.connect(self.language_chosen)
        self.general.history_cleared.connect(self.history_cleared)
        self.plugins.trust_changed.connect(self.trust_changed)
