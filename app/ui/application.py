"""Starts the window: services, look, language, window; and the hook that turns a bug into a report."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app import __version__
from app.bootstrap import Services, build
from app.core.cycles import EVERY_MS, collect_due
from app.errors import AppError

# isort: split
# PySide6 looks into every module that is imported after it, so what does not need it comes before it.
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

import app.ui.quick_imports  # noqa: F401  # for what it does

# isort: split
from app.ui.bridge import Bridge
from app.ui.desk import Desk, Look, make_state
from app.ui.i18n import Catalogue, chosen_language, install, manifest_table, read_table
from app.ui.main_window import MainWindow

SWITCH_S = 0.001
"""How long another thread may hold the interpreter while the GUI thread waits for it; Python's own 5 ms are felt when they come in rows."""


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """The QApplication, once per process. QtWebEngine needs shared contexts set before it, even where no page is ever shown."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    app = QApplication(["polymath", *argv])
    app.setApplicationName("polymath")
    app.setApplicationDisplayName("Polymath")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("polymath")
    app.setStyle("Fusion")
    sys.setswitchinterval(SWITCH_S)
    gc.disable()  # cycles are collected by the front, between two events; see ``app.core.cycles``
    return app


class Front(QObject):
    """Owns the window and builds it anew when the language changes."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._catalogue: Catalogue | None = None
        self.bridge = Bridge(services.runs, services.loop, self)
        self.look = Look(services.settings.current.ui.theme, services, self)
        self.desk = Desk(services, self.bridge, self.look, make_state(services, self), self._report)
        self.window: MainWindow | None = None
        self._collecting = QTimer(self)
        self._collecting.timeout.connect(self._collect)
        self._collecting.start(EVERY_MS)

    def open(self) -> MainWindow:
        """Build and show the window."""
        self._speak()
        window = MainWindow(self.desk)
        window.language_chosen.connect(self.rebuild)
        self.window = window
        self.look.give_icon(window)
        window.show()
        return window

    def after_start(self) -> None:
        """What can wait until the window stands: the page, models, unserved tools, warnings, the welcome card."""
        if self.window is None:
            return
        self.window.visit_last()
        self.window.look_for_models()
        self.window.look_for_troubles()
        self.window.commands.look_for_downloads()
        for warning in self._services.warnings:
            self.window.show_error(warning)
        if not self._services.settings.current.ui.welcomed:
            self.window.commands.show_welcome()

    def rebuild(self) -> None:
        """Build the window anew in the language of the settings; runs that go on are stopped."""
        old = self.window
        if old is not None:
            old.keep_state()
            for page in old.pages:
                page.stop()
        new = self.open()
        if old is not None:
            old.hide()
            old.deleteLater()
        new.visit_last()
        new.look_for_models()
        new.look_for_troubles()

    def close(self) -> None:
        """Close the window and forget it; the services stay open. A front that is closed opens no other window."""
        self.bridge.close()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
        if self._catalogue is not None:
            QCoreApplication.removeTranslator(self._catalogue)
            self._catalogue = None
        self.desk.state.flush()

    def _collect(self) -> None:
        """While an answer streams nobody waits for what is old."""
        collect_due(at_leisure=not self.bridge.running_tools)

    def _report(self, error: AppError) -> None:
        if self.window is not None:
            self.window.show_error(error)

    def _speak(self) -> None:
        language = chosen_language(self._services.settings.current.ui.language)
        manifests = [record.manifest for record in self._services.registry.records() if record.manifest]
        table = {
            **manifest_table(manifests, language),
            **read_table(self._services.paths.resources / "i18n", language),
        }
        self._catalogue = install(table, self._catalogue)


def main(argv: Sequence[str] = (), *, started: Callable[[], None] | None = None) -> int:
    """Show the window until it is closed; returns the exit status.

    Args:
        argv: ``--screenshot FILE`` saves a picture of the window when it stands, and ends.
        started: called when the window is shown (the start-up benchmark).
    """
    gc.disable()  # what is made until the window stands, stays; afterwards it is collected by a timer
    app = make_application(argv)
    services = build()
    gc.freeze()  # modules and services live as long as the program: no collection looks at them
    try:
        front = Front(services)
        window = front.open()
        if started is not None:
            started()
        _install_hook(front)
        front.after_start()
        if list(argv[:1]) == ["--screenshot"] and len(argv) > 1:
            window.grab().save(str(Path(argv[1])))
            status = 0
        else:
            status = app.exec()
        front.close()
        let_go()
    finally:
        sys.excepthook = sys.__excepthook__
        services.close()
    return status


def let_go() -> None:
    """Delete what waits for an event loop, where none comes any more: a web page that outlives its profile takes the program down."""
    from PySide6.QtCore import QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _install_hook(front: Front) -> None:
    from app.ui.crash_dialog import CrashHook

    CrashHook(front.desk, lambda: front.window).install()
