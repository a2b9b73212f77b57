"""Text while it streams: thirty updates a second, and the scroll stays where the reader left it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from app.core.result import RunEvent, TextStreamed

BATCH_MS = 33


class StreamBatcher(QObject):
    """Joins pieces of text into one event per thirtieth of a second; everything else passes at once and in order."""

    def __init__(self, deliver: Callable[[RunEvent], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._deliver = deliver
        self._waiting: list[TextStreamed] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(BATCH_MS)
        self._timer.timeout.connect(self.flush)

    def take(self, event: RunEvent) -> None:
        """An event arrived."""
        if isinstance(event, TextStreamed):
            self._waiting.append(event)
            if not self._timer.isActive():
                self._timer.start()
            return
        self.flush()
        self._deliver(event)

    def flush(self) -> None:
        """Deliver what waits."""
        self._timer.stop()
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            self._deliver(dataclasses.replace(waiting[0], text="".join(event.text for event in waiting)))

    def drop(self) -> None:
        """Forget what waits."""
        self._timer.stop()
        self._waiting.clear()


class StreamView(QPlainTextEdit):
    """Read-only text that grows at its end. It follows the end only while the reader is there."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)

    def append_text(self, text: str) -> None:
        """Add text at the end."""
        bar = self.verticalScrollBar()
        follows = bar.value() >= bar.maximum() - 2
        place = bar.value()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)
        bar.setValue(bar.maximum() if follows else place)
