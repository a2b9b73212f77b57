"""Joins the versions to the desk: the list, going back, names, and two of them next to each other."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap

from app.api_qt import PanelHost, tr, tr_said
from plugins.web_designer.browser.client import Browser, BrowserFailed
from plugins.web_designer.desk_view import Desk
from plugins.web_designer.project.comparison import compare
from plugins.web_designer.workspace_view import COMPARE, PAGE, Workspace

PICTURE_PX = 1280


class Past(QObject):
    """What a person does with versions. ``browser`` gives what draws pages to compare them; None leaves it at their sources."""

    def __init__(
        self, host: PanelHost, desk: Desk, workspace: Workspace, browser: Callable[[], Browser | None]
    ) -> None:
        super().__init__(workspace)
        self._host, self._desk, self._views = host, desk, workspace
        self._browser = browser
        self._number = 0
        versions = workspace.versions
        versions.version_wanted.connect(desk.go)
        versions.name_wanted.connect(self._rename)
        versions.forget_wanted.connect(self._forget)
        versions.compare_wanted.connect(self.compare)
        workspace.compare.closed.connect(self._close)

    def show(self) -> None:
        """Show the versions as they are now."""
        self._views.versions.show_project(self._desk.project)

    def compare(self, older: int, newer: int) -> None:
        """Show two versions next to each other."""
        project = self._desk.project
        titles = [one.name or tr_said(one.what) for one in (project.version(older), project.version(newer))]
        pages = project.html(older), project.html(newer)
        self._views.show_extra(COMPARE)
        self._number += 1
        self._host.call(lambda: compare(*pages), lambda found: self._views.compare.show_comparison(titles, found))
        for side, html in enumerate(pages):
            self._draw(self._number, side, html)

    def _draw(self, number: int, side: int, html: str) -> None:
        browser = self._browser()

        def drawn() -> bytes:
            try:
                return browser.pictures(html, (PICTURE_PX,))[PICTURE_PX] if browser else b""
            except BrowserFailed:
                return b""

        def show(body: bytes) -> None:
            if number == self._number:
                picture = QPixmap()
                picture.loadFromData(body)
                self._views.compare.show_picture(side, None if picture.isNull() else picture)

        self._host.call(drawn, show, lambda _error: show(b""))

    def _rename(self, id: int, name: str) -> None:
        self._desk.project.rename(id, name)
        self.show()

    def _forget(self, id: int) -> None:
        project = self._desk.project
        if not project.can_forget(id):
            return
        what = tr_said(project.version(id).what)
        if self._host.confirm(tr("Delete this version?"), what, tr("Delete")):
            project.forget(id)
            self.show()

    def _close(self) -> None:
        self._views.hide_extra(COMPARE)
        self._views.tabs.setCurrentIndex(PAGE)
