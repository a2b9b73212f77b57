"""Where pages behind walls are shown, one after another, each loaded and watched. Import it late: it loads QtWebEngine."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from plugins.web_designer.walls_view import WalledPage
from plugins.web_designer.watch_view import HANG_S

# isort: split
# The walls set flags that the engine reads as it is loaded.
from PySide6.QtWebEngineCore import QWebEngineLoadingInfo, QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView

ASK_AGAIN_MS = 30
_State = Literal["new", "asked", "behind", "stands", "arrived"]
"""Of a document: none yet in this page; asked for; asked for while another stands there; there; there, and loaded."""


class Stage(QObject):
    """Shows documents in a view. When a page's process has ended, another page takes its place: the engine gives the scripts that go with
    every document only to the first process of a page.

    Attributes:
        page: the present one.
        hang_s: how long a page may not answer.

    Signals:
        refused, complained: as those of ``WalledPage``, whichever is there.
        crashed: the page's process has ended, and why: ``crash``, or a reason of ``watch_view``.
        arrived: the document that was asked for is loaded, as far as it lets itself be loaded.
        renewed: ``page`` is another.
    """

    refused = Signal(str)
    complained = Signal(str)
    crashed = Signal(str)
    arrived = Signal()
    renewed = Signal()

    def __init__(self, view: QWebEngineView) -> None:
        super().__init__(view)
        self.hang_s = HANG_S
        self._view = view
        self._state: _State = "new"
        self._html = ""
        self._asking = QTimer(self, interval=ASK_AGAIN_MS)
        self._asking.timeout.connect(self._ask)
        self.page = self._make_page()

    def show_html(self, html: str) -> None:
        """Show a document; one that stands there may not keep it waiting."""
        self._html = html
        self._state = "asked" if self._state in ("new", "asked") else "behind"
        self.page.watch.begin(self.hang_s, is_behind=self._state == "behind")
        self.page.show_html(html)

    def _make_page(self) -> WalledPage:
        page = WalledPage(self._view)
        page.refused.connect(self.refused)
        page.complained.connect(self.complained)
        page.urlChanged.connect(self._note_address)
        page.loadingChanged.connect(self._note_load)
        page.watch.ended.connect(self._give_up)
        page.renderProcessTerminated.connect(self._on_terminated)
        self._view.setPage(page)
        return page

    def _note_address(self, url: QUrl) -> None:
        """The address of a document can come before the one that stood there is gone, so the page is asked whose it is."""
        if self._is_awaited and self.page.is_own(url.toString()):
            self._asking.start()

    def _note_load(self, load: QWebEngineLoadingInfo) -> None:
        is_done = load.status() == QWebEngineLoadingInfo.LoadStatus.LoadSucceededStatus
        if is_done and self.page.is_own(load.url().toString()):
            self._note_proof(is_complete=True)

    @property
    def _is_awaited(self) -> bool:
        return self._state in ("asked", "behind", "stands")

    def _ask(self) -> None:
        """Until there is an answer: one can be lost as one document follows another, and a load that a document breaks off itself has no
        end of its own.
        """
        if self._is_awaited:
            self.page.ask_whether_there(self._note_proof)
        else:
            self._asking.stop()

    def _note_proof(self, is_complete: bool) -> None:
        if self._state in ("asked", "behind"):
            self._state = "stands"
            self.page.watch.stands()
        if self._state == "stands" and is_complete:
            self._state = "arrived"
            self.arrived.emit()

    def _on_terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, _exit_code: int) -> None:
        if status != QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self._give_up("crash")

    def _give_up(self, reason: str) -> None:
        """Take another page once this one has told what it is telling: what more it has in store is not waited for."""
        page = self.page
        QTimer.singleShot(0, self, lambda: self._renew(reason) if page is self.page else None)

    def _renew(self, reason: str) -> None:
        """A page that was ended because the next document waited for it is no news."""
        old, was_behind = self.page, self._state == "behind"
        old.blockSignals(True)
        self.page, self._state = self._make_page(), "new"
        old.deleteLater()
        self.renewed.emit()
        if was_behind:
            self.show_html(self._html)
        else:
            self.crashed.emit(reason)
