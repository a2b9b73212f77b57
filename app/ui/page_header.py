"""The head of a tool's page: its name, its subject, its actions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton

from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.widgets import ElidedLabel, filled, icon_button, label, row


class PageHeader(QFrame):
    """48 pixels: title and subject at the left, the panel's actions and the shared ones at the right.

    Signals:
        private_dropped: the page is to be private no more.
        privacy_requested: the settings of privacy are to be shown.
    """

    private_dropped = Signal()
    privacy_requested = Signal()

    def __init__(
        self, desk: Desk, title: str, summary: str, shared: Sequence[QAction], draw: Callable[[], None]
    ) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("header")
        self.setFixedHeight(desk.theme.header_px)
        self._summary = summary
        self._title = label(title, "title")
        self._title.setToolTip(summary)
        self._subject = ElidedLabel(summary, "secondary")
        self.private_button = self._private_button()
        self._actions = QHBoxLayout()
        self._actions.setSpacing(4)
        self.more = icon_button(desk.icons, "dots-horizontal", tr("More actions"))
        self._menu = QMenu(self.more)
        self._menu.addActions(list(shared))
        self._menu.aboutToShow.connect(draw)
        self.more.setMenu(self._menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        box = row(self._title, self._subject, self.private_button, self._actions, margins=(16, 0, 8, 0), spacing=12)
        box.setStretch(1, 1)
        filled(self, box)

    def set_private(self, reason: str, *, can_drop: bool) -> None:
        """Show that the page's work stays on this machine, and why; empty shows nothing. ``can_drop``: the page may take the mark off."""
        self.private_button.setVisible(bool(reason))
        self.private_button.setToolTip(reason)
        self.private_button.setAccessibleDescription(reason)
        menu = self.private_button.menu()
        menu.clear()
        menu.addAction(reason).setEnabled(False)
        if can_drop:
            menu.addAction(tr("Take the mark off this page")).triggered.connect(self.private_dropped)
        menu.addAction(tr("Privacy…")).triggered.connect(self.privacy_requested)

    def _private_button(self) -> QToolButton:
        made = icon_button(self._desk.icons, "lock-outline", tr("Private"), ink="accent", text=tr("Private"))
        made.setMenu(QMenu(made))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.hide()
        return made

    @property
    def menu(self) -> QMenu:
        return self._menu

    def set_subject(self, subject: str) -> None:
        """Name what the tool works on; empty shows what the tool is for."""
        self._subject.set_text(subject or self._summary)

    def add_palette(self, action: QAction) -> None:
        """The way to the command palette, and the menu with everything else."""
        find = icon_button(self._desk.icons, "magnify", f"{action.text().replace('&', '')}  Ctrl+K")
        find.clicked.connect(action.trigger)
        self._actions.addWidget(find)
        self._actions.addWidget(self.more)

    def set_panel_actions(self, actions: Sequence[QAction]) -> None:
        """Buttons for the panel's actions, before the shared ones; those of low priority without words, some in the menu alone."""
        first = self._menu.actions()[0] if self._menu.actions() else None
        for action in actions:
            self._menu.insertAction(first, action) if first else self._menu.addAction(action)
        for place, action in enumerate(action for action in actions if action.property("place") != "menu"):
            self._actions.insertWidget(place, self._button(action))
        if first is not None and actions:
            self._menu.insertSeparator(first)

    def _button(self, action: QAction) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(action)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(action.text().replace("&", ""))
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if action.menu() is not None:
            made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        style = Qt.ToolButtonStyle
        with_words = action.icon().isNull() or action.priority() != QAction.Priority.LowPriority
        made.setToolButtonStyle(style.ToolButtonTextBesideIcon if with_words else style.ToolButtonIconOnly)
        return made
