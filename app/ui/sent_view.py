"""“What is sent”: the exact messages of the next run, or of the last one, and where they go."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.api_qt import tr, tr_said
from app.core.preview import Preview
from app.errors import AppError
from app.ui.desk import Desk
from app.ui.error_view import Card, card_of
from app.ui.evidence_view import message_boxes, scrolled
from app.ui.outgoing_view import destination, facts, private_line
from app.ui.widgets import clear, column, filled, label, set_tone


class SentView(QWidget):
    """Says that it is looking until ``show_preview`` or ``show_error`` tells it more."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._box: QVBoxLayout = column(label(tr("Putting the request together …"), "secondary"), None)
        self._box.setContentsMargins(16, 4, 16, 16)
        filled(self, column(scrolled(filled(QWidget(), self._box)), spacing=0))

    def show_preview(self, preview: Preview) -> None:
        """Show what the next run would send."""
        where = label(destination(preview.engine), "strong", wrap=True)
        if preview.engine is not None and preview.engine.kind == "cloud":
            set_tone(where, "unverified")
        parts: list[QWidget] = [where, label(tr_said(preview.reason), "secondary", wrap=True)]
        if preview.outgoing is not None:
            parts.append(label(facts(preview.outgoing), "secondary", wrap=True))
        if preview.private:
            parts.append(private_line(self._desk, preview.private))
        if preview.messages:
            parts += message_boxes(self._desk, preview.messages)
        else:
            parts.append(label(tr("Nothing would be sent: this tool answers without a model."), wrap=True))
        self._fill(parts)

    def show_error(self, error: AppError) -> None:
        """Say why there is nothing to show."""
        self._fill([Card(self._desk, card_of(error), closable=False)])

    def _fill(self, parts: list[QWidget]) -> None:
        clear(self._box)
        for part in parts:
            self._box.addWidget(part)
        self._box.addStretch(1)
