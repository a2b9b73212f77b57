"""What every part of the window works with: the services, the bridge, the theme in force, icons, and what is remembered."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import Services
from app.core.settings import Settings, UiSettings
from app.core.settings import Theme as ThemeChoice
from app.errors import AppError, StorageError
from app.ui.bridge import Bridge
from app.ui.icons import IconSet
from app.ui.stylesheet import interface_font, palette, stylesheet
from app.ui.theme import DARK, LIGHT, Theme
from app.ui.ui_state import FILE_NAME, UiState


class Look(QObject):
    """The theme in force; follows the setting and, where that says so, the system.

    Signals:
        changed: another theme is in force; ``Theme``.
    """

    changed = Signal(object)

    def __init__(self, choice: ThemeChoice, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._icon_folder = services.paths.resources / "icons"
        self.theme = self._wanted()
        self.icons = IconSet(self.theme, self._icon_folder / "glyphs.json")
        self._dress()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.screenAdded.connect(self._draw_anew)

    def choose(self, choice: ThemeChoice) -> None:
        """Follow another setting from now on."""
        self._choice = choice
        self._take_up(self._wanted())

    def give_icon(self, window: QWidget) -> None:
        """The program's mark for the window and the task bar."""
        self.icons.redraw_with(
            window, lambda target: target.setWindowIcon(self.icons.icon("shape-outline", "accent", 64))
        )

    def _follow_system(self) -> None:
        self._take_up(self._wanted())

    def _draw_anew(self) -> None:
        """Another screen may want its icons in another size."""
        self.icons.retheme(self.theme)

    def _take_up(self, theme: Theme) -> None:
        if theme is self.theme:
            return
        self.theme = theme
        self._dress()
        self.icons.retheme(theme)
        self.changed.emit(theme)

    def _wanted(self) -> Theme:
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT

    def _dress(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setFont(interface_font(self.theme))
            app.setPalette(palette(self.theme))
            if app.styleSheet() != (
                sheet := stylesheet(self.theme, self._icon_folder)
            ):  # Qt dresses every widget anew for it
                app.setStyleSheet(sheet)


@dataclass(frozen=True, slots=True)
class Desk:
    """Handed to every part of the window that needs more than its arguments. ``report`` shows an error that has no place of its own."""

    services: Services
    bridge: Bridge
    look: Look
    state: UiState
    report: Callable[[AppError], None]

    @property
    def theme(self) -> Theme:
        return self.look.theme

    @property
    def icons(self) -> IconSet:
        return self.look.icons

    @property
    def settings(self) -> Settings:
        return self.services.settings.current

    def change(self, change: Callable[[Settings], Settings]) -> None:
        """Change the settings; where they cannot be written the change holds for this start, and the person is told."""
        try:
            self.services.settings.update(change)
        except StorageError as error:
            self.report(error)

    def forgive_model(self) -> None:
        """The person wants to try again: a model that stopped its worker too often may be loaded once more."""
        from app.engines.local import LocalEngine  # not needed to start

        engine = self.services.engines.local()
        if isinstance(engine, LocalEngine):
            # The engine lives on the loop; a run that follows comes after it.
            self.services.loop.call_soon(engine.retry_quarantined)

    def change_ui(self, **values: object) -> None:
        """Change what the settings hold of the window."""
        self.change(lambda now: dataclasses.replace(now, ui=_with(now.ui, values)))


def _with(ui: UiSettings, values: dict[str, object]) -> UiSettings:
    return dataclasses.replace(ui, **values)  # type: ignore[arg-type]  # callers name fields of UiSettings


def make_state(services: Services, parent: QObject | None = None) -> UiState:
    """The remembered state of the window in the data folder."""
    return UiState(services.paths.data / FILE_NAME, parent)
