"""A browser view that shows one page behind walls (see ``walls_view``), and one that is still being written.

Import this module late: it loads QtWebEngine.
"""

from __future__ import annotations

import json

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from plugins.web_designer.policy import FREE_POLICY, PLAN_POLICY, with_policy
from plugins.web_designer.stage_view import Stage
from plugins.web_designer.walls_view import MAX_PAGE_BYTES, WalledPage

# isort: split
# The walls set flags that the engine reads as it is loaded.
from PySide6.QtWebEngineCore import QWebEngineScript
from PySide6.QtWebEngineWidgets import QWebEngineView

PARTIAL_EVERY_MS = 200
_SHELL = with_policy("<!DOCTYPE html><html><head><title></title></head><body></body></html>", PLAN_POLICY)


class Sandbox(QWidget):
    """One page at a chosen width.

    Signals:
        refused: something that the page tried and may not, in words.
        blocked_changed: how often that has happened since the page was shown.
        crashed: the page's process has ended, and why (see ``Stage``); ``show_page`` starts another.
        loaded: the page stands.
    """

    refused = Signal(str)
    blocked_changed = Signal(int)
    crashed = Signal(str)
    loaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target_width = 1280
        self._blocked = 0
        self._partial: str | None = None
        self._shell_is_up = False
        self._has_more = False
        self.view = QWebEngineView(self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setAcceptDrops(False)
        self.view.setAccessibleName("Page preview")
        self.stage = Stage(self.view)
        self._timer = QTimer(self, singleShot=True, interval=PARTIAL_EVERY_MS)
        self._connect_signals()

    @property
    def page(self) -> WalledPage:
        """The one that stands there; after a crash another."""
        return self.stage.page

    @property
    def blocked(self) -> int:
        """How many requests, windows and navigations of this page were refused."""
        return self._blocked

    def show_page(self, html: str) -> bool:
        """Show a whole page; False if it is too heavy to be shown."""
        self._forget_partial()
        self._set_blocked(0)
        guarded = with_policy(html, FREE_POLICY)
        if len(guarded.encode()) > MAX_PAGE_BYTES:
            return False
        self.stage.show_html(guarded)
        return True

    def show_partial(self, html: str) -> None:
        """Show a page that is still being written; at most five times a second, without its scripts, without losing the scroll."""
        if not self._shell_is_up and self._partial is None:
            self._set_blocked(0)
            self.stage.show_html(_SHELL)
        self._partial, self._has_more = html, True
        if not self._timer.isActive():
            self._draw_partial()

    def set_page_width(self, width_px: int) -> None:
        """Give the page this many CSS pixels; it is drawn smaller if there is less room."""
        self._target_width = width_px
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(720, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._fit()

    def _connect_signals(self) -> None:
        self.stage.arrived.connect(self._on_arrived)
        self.stage.crashed.connect(self._on_crashed)
        self.stage.refused.connect(self._note)
        self._timer.timeout.connect(self._draw_partial)

    def _note(self, what: str) -> None:
        self._set_blocked(self._blocked + 1)
        self.refused.emit(what)

    def _set_blocked(self, count: int) -> None:
        if count != self._blocked:
            self._blocked = count
            self.blocked_changed.emit(count)

    def _forget_partial(self) -> None:
        self._timer.stop()
        self._partial = None
        self._shell_is_up = False

    def _on_arrived(self) -> None:
        self._fit()
        if self._partial is not None and not self._shell_is_up:
            self._shell_is_up = True
            self._draw_partial()
        elif self._partial is None:
            self.loaded.emit()

    def _draw_partial(self) -> None:
        if self._partial is None or not self._shell_is_up or not self._has_more:
            return
        self._has_more = False
        self._timer.start()
        script = f"document.documentElement.innerHTML = {json.dumps(self._partial)};"
        self.page.runJavaScript(script, QWebEngineScript.ScriptWorldId.ApplicationWorld)

    def _on_crashed(self, reason: str) -> None:
        self._forget_partial()
        self.crashed.emit(reason)

    def _fit(self) -> None:
        room = max(self.width(), 1)
        width = min(room, self._target_width)
        self.view.setGeometry((room - width) // 2, 0, width, max(self.height(), 1))
        self.view.setZoomFactor(max(width / self._target_width, 0.25))
