"""Shows a page while a model is still writing it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.api_qt import PanelHost
from plugins.web_designer.documents import document_so_far
from plugins.web_designer.preview_view import PreviewView
from plugins.web_designer.sketch import page_so_far

SKETCH_EVERY_MS = 120


class Stream(QObject):
    """What comes from a model, drawn: a document at once, a plan now and then, as that takes a moment.

    Args:
        has_own_look: whether the page will be dressed in something that is only known in the end.
    """

    def __init__(self, host: PanelHost, preview: PreviewView, has_own_look: Callable[[], bool]) -> None:
        super().__init__(preview)
        self._host, self._preview, self._has_own_look = host, preview, has_own_look
        self._text = ""
        self._number = 0
        self._later = QTimer(self, singleShot=True, interval=SKETCH_EVERY_MS)
        self._later.timeout.connect(self._sketch)

    def begin(self) -> None:
        """An answer begins."""
        self._text = ""

    def take(self, text: str) -> None:
        """More of it has come."""
        self._text += text
        if document := document_so_far(self._text):
            self._preview.show_partial(document)
        elif not self._has_own_look():
            self._sketch_soon()

    def _sketch_soon(self) -> None:
        """At once where the plan may be whole, else when the last drawing was a while ago."""
        if self._text.rstrip().endswith("}") and self._text.count("{") == self._text.count("}"):
            self._later.stop()
            self._sketch()
        elif not self._later.isActive():
            self._later.start()

    def end(self) -> None:
        """The answer is there whole; a drawing that is still under way comes too late."""
        self._number += 1
        self._later.stop()

    def _sketch(self) -> None:
        text, number = self._text, self._number

        def show(html: str) -> None:
            if number == self._number:
                self._preview.show_partial(html)

        self._host.call(lambda: page_so_far(text), show)
