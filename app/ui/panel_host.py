"""What a panel may ask of the window, and the boundary that keeps a panel's mistakes its own."""

from __future__ import annotations

import dataclasses
import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.api_qt import tr
from app.core.manifest import PluginManifest
from app.core.settings import Settings
from app.errors import AppError, PluginError
from app.ui.desk import Desk
from app.ui.theme import Theme

T = TypeVar("T")
_log = logging.getLogger("polymath.ui.panel")


@contextmanager
def panel_boundary(manifest: PluginManifest) -> Iterator[None]:
    """Around every call of a panel's code: what it raises by mistake becomes an error with its name on it.

    Raises:
        PluginError: the panel has a bug.
    """
    try:
        yield
    except AppError:
        raise
    except Exception as error:  # the plugin boundary: the window lives on and says whose bug it is
        _log.exception("panel of %s", manifest.id)
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise PluginError(
            tr("The view of “{title}” has a bug: {kind}: {text} ({place}).").format(
                title=tr(manifest.title),
                kind=type(error).__name__,
                text=error,
                place=f"{Path(place.filename).name}:{place.lineno}",
            ),
            hint=tr("The other tools go on working. The log holds the details for its author."),
        ) from error


class PageServices(Protocol):
    """What the host needs of the page around the panel."""

    @property
    def prompt_text(self) -> str: ...

    def set_prompt(self, text: str) -> None: ...

    def run(self) -> None: ...

    def show_error(self, error: AppError) -> None: ...

    def say(self, text: str) -> None: ...

    def opened(self, path: Path) -> None: ...

    @property
    def private(self) -> str: ...

    @property
    def anchor(self) -> QWidget: ...


class PageHost(QObject):
    """``PanelHost`` for one page."""

    def __init__(self, desk: Desk, manifest: PluginManifest, page: PageServices) -> None:
        super().__init__(page.anchor)
        self._desk = desk
        self._manifest = manifest
        self._page = page
        self._secrets = desk.services.secrets.of(manifest)

    @property
    def theme(self) -> Theme:
        return self._desk.theme

    @property
    def data_dir(self) -> Path:
        return self._desk.services.paths.tool_data(self._manifest.id)

    @property
    def settings(self) -> Mapping[str, Any]:
        return self._desk.settings.for_tool(self._manifest.id)

    @property
    def private(self) -> str:
        return self._page.private

    def secret(self, name: str) -> str | None:
        return self._secrets.get(name)

    def keep_secret(self, name: str, value: str, *, lasting: bool = True) -> str:
        return self._secrets.keep(name, value, lasting=lasting).text

    def forget_secret(self, name: str) -> None:
        self._secrets.forget(name)

    def save_settings(self, **values: Any) -> None:
        tool = self._manifest.id

        def change(now: Settings) -> Settings:
            return dataclasses.replace(now, tools={**now.tools, tool: {**now.for_tool(tool), **values}})

        self._desk.change(change)

    @property
    def prompt(self) -> str:
        return self._page.prompt_text

    def set_prompt(self, text: str) -> None:
        self._page.set_prompt(text)

    def run(self) -> None:
        self._page.run()

    def call(
        self,
        function: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[AppError], None] | None = None,
    ) -> None:
        def within() -> T:
            with panel_boundary(self._manifest):
                return function()

        def finished(value: T) -> None:
            try:
                with panel_boundary(self._manifest):
                    done(value)
            except AppError as error:
                self._page.show_error(error)

        self._desk.bridge.call(self, within, finished, failed or self._page.show_error)

    def show_error(self, error: AppError) -> None:
        self._page.show_error(error)

    def say(self, text: str) -> None:
        self._page.say(text)

    def ask_open(self, caption: str, filters: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._page.anchor, caption, self._last_folder(), filters)
        path = self._chosen(chosen)
        if path is not None:
            self._page.opened(path)
        return path

    def ask_save(self, caption: str, name: str, filters: str) -> Path | None:
        start = str(Path(self._last_folder()) / name)
        chosen, _ = QFileDialog.getSaveFileName(self._page.anchor, caption, start, filters)
        return self._chosen(chosen)

    def confirm(self, title: str, text: str, action: str) -> bool:
        return confirm(self._page.anchor, title, text, action)

    def _last_folder(self) -> str:
        return str(self._desk.state.tool(self._manifest.id).get("folder", Path.home()))

    def _chosen(self, path: str) -> Path | None:
        if not path:
            return None
        self._desk.state.put_tool(self._manifest.id, folder=str(Path(path).parent))
        return Path(path)


def confirm(parent: QWidget, title: str, text: str, action: str) -> bool:
    """Ask before something that cannot be undone; the consequence stands on the button, and Cancel is the default."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, title, QMessageBox.StandardButton.NoButton, parent)
    box.setInformativeText(text)
    act = box.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    act.setProperty("role", "danger")
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    return box.clickedButton() is act
