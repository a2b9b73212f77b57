"""A card in place of a modal box: what is wrong, what helps, one button, and details that fold out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from app.api_qt import tr, tr_said
from app.errors import (
    AppError,
    AuthenticationFailed,
    ConnectFailed,
    ContentRefused,
    ContextOverflow,
    DownloadError,
    EngineTimeout,
    InputError,
    KeyMissing,
    ManifestError,
    ModelLoadError,
    NoEngine,
    NotConfirmed,
    OutputFormatError,
    PluginImportError,
    PrivateData,
    ProtocolError,
    QuotaExceeded,
    RateLimited,
    SettingsError,
    SpendingLimitReached,
    StorageError,
    WorkerTerminated,
)
from app.ui.desk import Desk
from app.ui.icons import Ink
from app.ui.stylesheet import code_font
from app.ui.widgets import button, column, filled, icon_button, label, row

Remedy = Literal["", "retry", "api", "model", "plugins", "online", "spending", "privacy", "add_model"]
DETAILS_PX = 132


@dataclass(frozen=True, slots=True)
class CardText:
    """What a card says. ``remedy`` is what its button does; empty for no button."""

    title: str
    message: str
    hint: str = ""
    remedy: Remedy = ""
    details: str = ""
    tone: Literal["failed", "unverified", "accent"] = "failed"


def remedy_of(error: AppError, *, offline: bool = False) -> Remedy:
    """The one button that helps against an error."""
    match error:
        case KeyMissing() | AuthenticationFailed() | QuotaExceeded():
            return "api"
        case SpendingLimitReached():
            return "spending"
        case PrivateData() | NotConfirmed():
            return "privacy"
        case NoEngine() if "Settings → Privacy" in error.hint:
            return "privacy"
        case NoEngine():
            return "online" if offline and "lock" in error.hint else "model"
        case ModelLoadError(reason="quarantined"):
            return "retry"
        case ModelLoadError() | ContextOverflow():
            return "model"
        case DownloadError(reason="offline"):
            return "online"
        case PluginImportError():
            return "plugins"
        case OutputFormatError() | ProtocolError():
            return "retry"
        case _ if "Settings → Plugins" in error.hint:
            return "plugins"
        case _:
            return "retry" if error.retryable else ""


def remedy_words(remedy: Remedy) -> str:
    """The words of the button."""
    return {
        "retry": tr("Try again"),
        "api": tr("Open API settings"),
        "model": tr("Choose a model"),
        "plugins": tr("Open plugin settings"),
        "online": tr("Turn off the offline lock"),
        "spending": tr("Open spending settings"),
        "privacy": tr("Open privacy settings"),
        "add_model": tr("Add to my models"),
    }.get(remedy, "")


def title_of(error: AppError) -> str:
    """A few words that name the kind of an error."""
    titles: tuple[tuple[type[AppError], str], ...] = (
        (KeyMissing, tr("No API key")),
        (AuthenticationFailed, tr("The key was not accepted")),
        (QuotaExceeded, tr("The account has no credit left")),
        (RateLimited, tr("The server asks to slow down")),
        (EngineTimeout, tr("No answer in time")),
        (ConnectFailed, tr("The server cannot be reached")),
        (ContextOverflow, tr("Too long for this model")),
        (ContentRefused, tr("The provider refused")),
        (ProtocolError, tr("The server answered in an unknown way")),
        (SpendingLimitReached, tr("The spending limit is reached")),
        (PrivateData, tr("Private, so nothing was sent")),
        (NotConfirmed, tr("Nothing was sent")),
        (ModelLoadError, tr("The model cannot be loaded")),
        (WorkerTerminated, tr("The model stopped unexpectedly")),
        (NoEngine, tr("No model can answer this")),
        (OutputFormatError, tr("The answer has the wrong form")),
        (InputError, tr("Something is missing")),
        (ManifestError, tr("The tool’s description cannot be used")),
        (PluginImportError, tr("The tool cannot be loaded")),
        (DownloadError, tr("The hub cannot give this")),
        (StorageError, tr("Cannot read or write")),
        (SettingsError, tr("The settings cannot be used")),
    )
    return next((title for kind, title in titles if isinstance(error, kind)), tr("This did not work"))


def details_of(error: AppError, partial: str = "") -> str:
    """Everything else that is known of an error, for the foldable part and the clipboard."""
    names = (
        "path",
        "line",
        "reason",
        "after_s",
        "retry_after_s",
        "prompt_tokens",
        "limit_tokens",
        "exit_code",
        "field",
    )
    known = [(name, getattr(error, name, None)) for name in names]
    lines = [f"{type(error).__name__}: {error.message}"]
    lines += [f"{name}: {value}" for name, value in known if value not in (None, "")]
    if error.__cause__ is not None:
        lines.append(f"cause: {type(error.__cause__).__name__}: {error.__cause__}")
    for name in ("text", "stderr_tail"):
        if value := getattr(error, name, ""):
            lines += [f"{name}:", str(value)]
    return "\n".join([*lines, *(["partial answer:", partial] if partial else [])])


def card_of(error: AppError, partial: str = "", *, offline: bool = False) -> CardText:
    """The card of an error."""
    return CardText(
        title_of(error),
        tr_said(error.message),
        tr_said(error.hint),
        remedy_of(error, offline=offline),
        details_of(error, partial),
    )


class Card(QFrame):
    """Shows a ``CardText``.

    Signals:
        remedy_chosen: the button was pressed; the remedy.
        dismissed: the card was closed.
    """

    remedy_chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, desk: Desk, text: CardText, *, closable: bool = True) -> None:
        super().__init__()
        self._desk = desk
        redact = desk.services.redact
        text = replace(text, message=redact(text.message), hint=redact(text.hint), details=redact(text.details))
        self.text = text
        self.setProperty("role", "card")
        self.setProperty("tone", text.tone)
        self.setAccessibleName(text.title)
        self.setAccessibleDescription(f"{text.message} {text.hint}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.remedy_button = button(remedy_words(text.remedy), "primary" if text.remedy else "")
        self.remedy_button.setVisible(bool(text.remedy))
        self._details = self._details_view()
        self._fold = button(tr("Details"), "link")
        self._copy = button(tr("Copy"), "link")
        self._close = icon_button(desk.icons, "close", tr("Dismiss"))
        self._close.setVisible(closable)
        self._lay_out()
        self._connect_signals()

    def _details_view(self) -> QPlainTextEdit:
        view = QPlainTextEdit(self.text.details)
        view.setReadOnly(True)
        view.setFont(code_font(self._desk.theme))
        view.setProperty("role", "code")
        view.setAccessibleName(tr("Details"))
        view.setFixedHeight(DETAILS_PX)
        view.hide()
        return view

    def _lay_out(self) -> None:
        mark = QLabel()
        inks: dict[str, tuple[str, Ink]] = {
            "failed": ("alert-circle-outline", "failed"),
            "unverified": ("alert-outline", "unverified"),
            "accent": ("information-outline", "accent"),
        }
        name, ink = inks[self.text.tone]
        self._desk.icons.redraw_with(mark, lambda target: target.setPixmap(self._desk.icons.pixmap(name, ink, 20)))
        buttons = row(self.remedy_button, self._fold, self._copy, None)
        for part in (self._fold, self._copy):
            part.setVisible(bool(self.text.details))
        words: list[QWidget] = [label(self.text.title, "strong", wrap=True)]
        words.append(label(self.text.message, wrap=True, selectable=True))
        if self.text.hint:
            words.append(label(self.text.hint, "secondary", wrap=True, selectable=True))
        body = column(*words, *([buttons] if self.text.details or self.text.remedy else []), self._details, spacing=6)
        outer = row(margins=(16, 12, 8, 12), spacing=12)
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(body, 1)
        outer.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        filled(self, outer)

    def _connect_signals(self) -> None:
        self.remedy_button.clicked.connect(lambda: self.remedy_chosen.emit(self.text.remedy))
        self._fold.clicked.connect(self._toggle_details)
        self._copy.clicked.connect(self._copy_details)
        self._close.clicked.connect(self.dismissed)

    def _toggle_details(self) -> None:
        shown = self._details.isHidden()
        self._details.setVisible(shown)
        self._fold.setText(tr("Hide details") if shown else tr("Details"))

    def _copy_details(self) -> None:
        parts = (self.text.title, self.text.message, self.text.hint, self.text.details)
        QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))


class CardArea(QWidget):
    """The place of a page where its cards stand; empty it takes no room. One card at a time: the newest.

    Signals:
        remedy_chosen: a card's button was pressed; the remedy.
    """

    remedy_chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._box = column(margins=(0, 8, 0, 0))
        self.card: Card | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        filled(self, self._box)
        self.hide()

    def show_text(self, text: CardText, *, closable: bool = True) -> None:
        """Show a card in place of the one before it."""
        self.clear()
        self.card = Card(self._desk, text, closable=closable)
        self.card.remedy_chosen.connect(self.remedy_chosen)
        self.card.dismissed.connect(self.clear)
        self._box.addWidget(self.card)
        self.show()

    def clear(self) -> None:
        """Take the card away."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        self.hide()
