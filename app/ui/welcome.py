"""The card of the first start: what works now, how to add a key, how to add a model. No wizard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QLabel, QPushButton, QWidget

from app.api_qt import tr
from app.ui.desk import Desk
from app.ui.widgets import button, column, filled, frame, icon_button, label, row

CARD_PX = 520


class Welcome(QWidget):
    """Lies over the window until it is closed.

    Signals:
        settings_requested: the API settings; the page's name.
        model_requested: a model file is to be added.
        dismissed: the card is gone.
    """

    settings_requested = Signal(str)
    model_requested = Signal()
    dismissed = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.setAccessibleName(tr("Welcome"))
        self.close_button = button(tr("Start"), "primary")
        self.key_button = button(tr("Add a key"))
        self.model_button = button(tr("Choose a model"))
        cross = icon_button(desk.icons, "close", tr("Close"))
        self._card = card = frame("card")
        shadow = QGraphicsDropShadowEffect(card)
        shadow.setBlurRadius(48)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 70))
        card.setGraphicsEffect(shadow)
        card.setFixedWidth(CARD_PX)
        head = row(label(tr("Welcome to Polymath"), "display"), None, cross)
        intro = label(
            tr("You say what you want; a model proposes; a real engine checks; you get something that works."),
            "secondary",
            wrap=True,
        )
        parts = [self._line(*line) for line in self._lines()]
        foot = row(None, self.close_button)
        self._words = column(head, intro, 8, *parts, 8, foot, margins=(24, 16, 16, 16), spacing=12)
        filled(card, self._words)
        box = column(None)
        box.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        filled(self, box)
        for closer in (self.close_button, cross):
            closer.clicked.connect(self.dismiss)
        self.key_button.clicked.connect(self._ask_key)
        self.model_button.clicked.connect(self._ask_model)

    def open_over(self) -> None:
        """Cover the window's content."""
        self._window.installEventFilter(self)
        self._fit()
        self.show()
        self._card.setFixedHeight(self._words.totalHeightForWidth(CARD_PX))
        self.raise_()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Close, and do not come again by itself."""
        self._desk.change_ui(welcomed=True)
        self.hide()
        self.deleteLater()
        self.dismissed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _lines(self) -> tuple[tuple[str, str, str, QPushButton | None], ...]:
        served = self._served()
        works = (
            tr("A small model is built in and needs no key and no network. It serves: {tools}.").format(tools=served)
            if served
            else tr("No model is built in here: add a key or a model file first. Chess works with its own engine.")
        )
        return (
            ("check-circle-outline", tr("Works now"), works, None),
            (
                "key-outline",
                tr("A model in the cloud"),
                tr(
                    "Any OpenAI-compatible API. The key goes to your system’s keyring; nothing is sent until you choose it."
                ),
                self.key_button,
            ),
            (
                "file-plus-outline",
                tr("Your own model"),
                tr("Recommended for this machine, out of a hub, or any GGUF file that you have."),
                self.model_button,
            ),
        )

    def _line(self, icon: str, title: str, text: str, act: QPushButton | None) -> QWidget:
        mark = QLabel()
        self._desk.icons.redraw_with(mark, lambda target: target.setPixmap(self._desk.icons.pixmap(icon, "accent", 22)))
        box = row(spacing=12)
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(column(label(title, "strong"), label(text, "secondary", wrap=True), spacing=2), 1)
        if act is not None:
            box.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        return filled(QWidget(), box)

    def _served(self) -> str:
        info = self._desk.services.engines.local_info()
        if info is None:
            return ""
        manifests = [record.manifest for record in self._desk.services.registry.records() if record.manifest]
        return tr(", ").join(tr(manifest.title) for manifest in manifests if info.serves_tool(manifest.id))

    def _ask_key(self) -> None:
        self.dismiss()
        self.settings_requested.emit("api")

    def _ask_model(self) -> None:
        self.dismiss()
        self.model_requested.emit()

    def _fit(self) -> None:
        self.setGeometry(self._window.rect())
