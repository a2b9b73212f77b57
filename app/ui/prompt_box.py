"""The one prompt box: same place in every tool, grows with its text, Ctrl+Enter runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from app.api_qt import tr
from app.core.manifest import PluginManifest
from app.ui.desk import Desk
from app.ui.widgets import button, filled, row

MAX_LINES = 6


class PromptEdit(QPlainTextEdit):
    """Plain text that grows from one line to six. Enter runs where the field is one line; files are left to the page.

    Signals:
        entered: Enter was pressed in a one-line prompt.
    """

    entered = Signal()

    def __init__(self, *, one_line: bool) -> None:
        super().__init__()
        self._one_line = one_line
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Take the height of the text."""
        lines = max(1, min(MAX_LINES, int(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._one_line and not event.modifiers():
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: object) -> bool:
        return not source.hasUrls() and super().canInsertFromMimeData(source)  # type: ignore[attr-defined, arg-type]  # QMimeData

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()  # so that the page behind gets the file
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dropEvent(event)


class PromptBox(QWidget):
    """Prompt and Run.

    Signals:
        run_requested: Run was pressed.
        edited: the text changed.
    """

    run_requested = Signal()
    edited = Signal()

    def __init__(self, desk: Desk, manifest: PluginManifest) -> None:
        super().__init__()
        field = manifest.prompt_field
        self._takes_text = field.kind in ("text", "multiline")
        self.edit = PromptEdit(one_line=field.kind == "text")
        self.edit.setPlaceholderText(tr(field.placeholder) if field.placeholder else tr(field.label))
        self.edit.setAccessibleName(tr(field.label))
        self.run_button = button(tr("Run"), "primary")
        self.run_button.setToolTip(tr("Run") + "  Ctrl+Enter")
        self.run_button.setAccessibleName(tr("Run"))
        desk.icons.wear(self.run_button, "play", "on_accent")
        self._frame = QFrame()
        self._frame.setObjectName("promptFrame")
        self._lay_out()
        self._connect_signals()

    @property
    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace the text; the person's undo still reaches the old one."""
        cursor = self.edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def set_running(self, running: bool) -> None:
        """Run waits while a run goes."""
        self.run_button.setEnabled(not running)

    def take_focus(self) -> None:
        """Put the cursor into the prompt."""
        (self.edit if self._takes_text else self.run_button).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._frame.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            self._frame.style().unpolish(self._frame)
            self._frame.style().polish(self._frame)
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        filled(self._frame, row(self.edit, margins=(12, 8, 12, 8)))
        self._frame.setVisible(self._takes_text)
        box = row(margins=(0, 0, 0, 0))
        if self._takes_text:
            box.addWidget(self._frame, 1, Qt.AlignmentFlag.AlignBottom)
        else:
            box.addStretch(1)
        box.addWidget(self.run_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.run_button.setFixedHeight(self.edit.height() + 2 * 8 + 2)
        filled(self, box)

    def _connect_signals(self) -> None:
        self.edit.installEventFilter(self)
        self.edit.entered.connect(self.run_requested)
        self.edit.textChanged.connect(self.edited)
        self.run_button.clicked.connect(self.run_requested)
