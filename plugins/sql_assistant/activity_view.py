"""A line that says what slow work is at, how far it is, and stops it."""

from __future__ import annotations

import contextlib

import qtawesome
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from app.api_qt import Theme, tr

_STEPS = 1_000
_BAR_WIDTH = 160
_LATE_MS = 250


class ActivityStrip(QWidget):
    """Shown while work runs, hidden otherwise.

    Signals:
        stop_wanted: the person wants it to end.
    """

    stop_wanted = Signal()
    _reported = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.label = QLabel()
        self.label.setProperty("role", "small")
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.stop_button = QToolButton()
        self.stop_button.setText(tr("Stop"))
        self.stop_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.stop_button.clicked.connect(self.stop_wanted)
        self._reported.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self.show)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.gap, 0, theme.gap, 0)
        layout.setSpacing(theme.grid)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.stop_button)
        self.retheme(theme)
        self.hide()

    def begin(self, text: str) -> None:
        """Work begins that does not know yet how long it takes; what ends at once is never shown."""
        self._set(text, None)
        self._late.start()

    def report(self, text: str, done: float | None = None) -> None:
        """Say how far the work is; may be called on any thread.

        Args:
            done: 0 to 1, where it is known.
        """
        with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
            self._reported.emit(text, done)

    def end(self) -> None:
        """The work is over."""
        self._late.stop()
        self.hide()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self.stop_button.setIcon(qtawesome.icon("mdi6.stop-circle-outline", color=theme.text))

    def _show(self, text: str, done: float | None) -> None:
        if self._late.isActive() or not self.isHidden():  # else it crossed with the end
            self._set(text, done)

    def _set(self, text: str, done: float | None) -> None:
        self.label.setText(text)
        self.label.setToolTip(text)
        self.bar.setRange(0, 0 if done is None else _STEPS)
        if done is not None:
            self.bar.setValue(round(done * _STEPS))
