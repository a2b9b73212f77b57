"""The exception hook: a bug is never swallowed; it is logged, shown, and can be copied as a report."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

import PySide6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app import __version__
from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.stylesheet import code_font
from app.ui.widgets import button, column, filled, label, row

_log = logging.getLogger("polymath.crash")
SIZE_PX = (640, 440)


def report_of(error: BaseException, redact: Callable[[str], str]) -> str:
    """Everything that the author of a mend needs, with keys struck out."""
    head = [
        f"Polymath {__version__}, Python {platform.python_version()}, PySide6 {PySide6.__version__}",
        platform.platform(),
        "",
    ]
    return redact("\n".join(head) + "".join(traceback.format_exception(error)))


class CrashDialog(QDialog):
    """Shows a report; the program goes on.

    Signals:
        quit_requested: the person wants to leave.
    """

    quit_requested = Signal()

    def __init__(self, desk: Desk, report: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Polymath has a bug"))
        self.resize(*SIZE_PX)
        self.report = report
        view = QPlainTextEdit(report)
        view.setReadOnly(True)
        view.setFont(code_font(desk.theme))
        view.setAccessibleName(tr("Report"))
        self.copy_button = button(tr("Copy the report"), "primary")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
        leave, go_on = button(tr("Quit")), button(tr("Go on"))
        leave.clicked.connect(self.quit_requested)
        go_on.clicked.connect(self.accept)
        words = tr("Something happened that should not. Your work is kept. A report helps to mend it; it holds no key.")
        buttons = row(self.copy_button, None, leave, go_on)
        head = label(tr("Polymath has a bug"), "heading")
        filled(self, column(head, label(words, "secondary", wrap=True), view, buttons, margins=(24, 24, 24, 16)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


class CrashHook:
    """Takes the place of ``sys.excepthook``; one dialog at a time, further bugs only go to the log."""

    def __init__(self, desk: Desk, parent: Callable[[], QWidget | None]) -> None:
        self._desk = desk
        self._parent = parent
        self.dialog: CrashDialog | None = None

    def install(self) -> None:
        """Catch what nobody caught on the GUI thread; other threads' bugs are logged."""
        sys.excepthook = self.caught
        threading.excepthook = _thread_caught

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception reached the top."""
        if isinstance(error, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        _log.error("uncaught", exc_info=(kind, error, trace))
        sys.stderr.write(f"Polymath has a bug: {kind.__name__}: {error}\n")
        if self.dialog is None:
            self.dialog = CrashDialog(self._desk, report_of(error, self._desk.services.redact), self._parent())
            self.dialog.finished.connect(self._dismissed)
            self.dialog.quit_requested.connect(QGuiApplication.quit)
            self.dialog.open()

    def _dismissed(self) -> None:
        self.dialog = None


def _thread_caught(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log.error("uncaught in %s", args.thread, exc_info=args.exc_value)
