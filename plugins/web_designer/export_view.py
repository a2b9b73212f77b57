"""Gives the page out: as a ZIP for a web host, as a picture at each width, as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.api import InputError
from app.api_qt import PanelHost, tr
from plugins.web_designer.archive import zip_of
from plugins.web_designer.browser.client import WIDTHS_PX, BrowserFailed, shared_browser
from plugins.web_designer.library import file_name, write_bytes


class ExportMenu(QMenu):
    """What a page can be given out as; each asks where.

    Args:
        page: gives the page and its title as they are now.
    """

    def __init__(self, host: PanelHost, page: Callable[[], tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._host, self._page = host, page
        self.actions_by_kind: dict[str, QAction] = {}
        for kind, words, filters, made in (
            ("zip", tr("ZIP for a web host…"), "ZIP (*.zip)", _as_zip),
            ("png", tr("Pictures at three widths…"), "PNG (*.png)", _as_pictures),
            ("pdf", tr("PDF…"), "PDF (*.pdf)", _as_pdf),
        ):
            action = self.addAction(words)
            action.triggered.connect(
                lambda _=False, kind=kind, filters=filters, made=made: self._give(kind, filters, made)
            )
            self.actions_by_kind[kind] = action

    def _give(self, kind: str, filters: str, made: Callable[[str], dict[str, bytes]]) -> None:
        html, title = self._page()
        path = self._host.ask_save(tr("Export"), f"{Path(file_name(title)).stem}.{kind}", filters)
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(f".{kind}")

        def write() -> list[Path]:
            files = {target.with_stem(f"{target.stem}{ending}"): body for ending, body in made(html).items()}
            for file, body in files.items():
                write_bytes(file, body)
            return list(files)

        self._host.call(write, self._say)

    def _say(self, files: list[Path]) -> None:
        self._host.say(tr("Saved {name}.").format(name=", ".join(str(file) for file in files)))


def _as_zip(html: str) -> dict[str, bytes]:
    return {"": zip_of(html)}


def _as_pictures(html: str) -> dict[str, bytes]:
    try:
        found = shared_browser().pictures(html, WIDTHS_PX)
    except BrowserFailed as failed:
        raise _error(failed) from failed
    return {f"-{width}": body for width, body in found.items()}


def _as_pdf(html: str) -> dict[str, bytes]:
    try:
        return {"": shared_browser().pdf(html)}
    except BrowserFailed as failed:
        raise _error(failed) from failed


def _error(failed: BrowserFailed) -> InputError:
    return InputError(failed.problem.message, field="page", hint=failed.problem.hint)
