"""The middle of the tool: the sandbox, or a calm word in its place (nothing yet, too heavy, crashed, no QtWebEngine)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.web_designer.policy import with_policy

if TYPE_CHECKING:
    from plugins.web_designer.live_view import Live
    from plugins.web_designer.sandbox_view import Sandbox

WIDTHS_PX = {"phone": 375, "tablet": 768, "desktop": 1280}
DEFAULT_WIDTH = "desktop"
CARD_PX = 460
ICON_PX = 32


class PreviewView(QWidget):
    """Shows a page, or says why it does not.

    The browser engine is loaded when the first page comes. Without it (a Linux without its libraries) everything but the picture works.

    Signals:
        sample_picked: one of the ready pages of the empty state, by its number.
        shown: a page stands in the sandbox.
    """

    sample_picked = Signal(int)
    shown = Signal()

    def __init__(self, theme: Theme, sentence: str, samples: Sequence[str]) -> None:
        super().__init__()
        self._theme = theme
        self._html = ""
        self._width = DEFAULT_WIDTH
        self._can_show: bool | None = None
        self.sandbox: Sandbox | None = None
        self.live: Live | None = None
        self.card = _Card(theme)
        self.empty = _Empty(theme, sentence, samples)
        self.blocked_note = QLabel()
        self.blocked_note.setProperty("role", "small")
        self.blocked_note.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.card)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._stack, 1)
        box.addWidget(self.blocked_note)
        self.empty.sample_picked.connect(self.sample_picked)
        self.card.pressed.connect(self.reload)

    @property
    def is_showing_page(self) -> bool:
        """Whether the sandbox is in front."""
        return self.sandbox is not None and self._stack.currentWidget() is self.sandbox

    def show_page(self, html: str) -> None:
        """Show a whole page; an empty one leaves what stands."""
        self._html = html
        if html and self._make_sandbox() and self.sandbox:
            if self.sandbox.show_page(html):
                self._stack.setCurrentWidget(self.sandbox)
            else:
                self._say(
                    tr("This page is too heavy for the preview."),
                    tr("It can still be checked, saved and opened in a browser."),
                )

    def update_page(self, html: str) -> None:
        """Change the page that stands here into another, without a load where that is possible; the place that is seen stays."""
        was, self._html = self._html, html
        if self.live is None or not self.is_showing_page or not was:
            self.show_page(html)
        elif "<script" in html.lower():  # what scripts have built is not in the source
            self.live.keep_place()
            self.show_page(html)
        else:
            self.live.update(with_policy(html), lambda done: None if done else self.reload())

    def show_partial(self, html: str) -> None:
        """Show a page that is being written."""
        if html and self._make_sandbox() and self.sandbox:
            self.sandbox.show_partial(html)
            self._stack.setCurrentWidget(self.sandbox)

    def show_element(self, selector: str) -> None:
        """Bring an element of the page into view, and mark it."""
        if self.live is not None and self.is_showing_page:
            self.live.show(selector)

    def reload(self) -> None:
        """Show the last whole page again."""
        self.show_page(self._html)

    def set_page_width(self, name: str) -> None:
        """``name`` is a key of ``WIDTHS_PX``."""
        self._width = name
        if self.sandbox:
            self.sandbox.set_page_width(WIDTHS_PX[name])

    def retheme(self, theme: Theme) -> None:
        """Draw the icons anew."""
        self._theme = theme
        self.empty.retheme(theme)
        self.card.retheme(theme)

    def _make_sandbox(self) -> bool:
        if self._can_show is None:
            self._can_show = self._try_sandbox()
        if not self._can_show:
            self._say(
                tr("The preview needs QtWebEngine, which cannot be loaded here."),
                tr("Everything else works: the checks, the source, saving, and opening the page in a browser."),
            )
        return self._can_show

    def _try_sandbox(self) -> bool:
        try:
            from plugins.web_designer.live_view import Live
            from plugins.web_designer.sandbox_view import Sandbox
        except ImportError:
            return False
        self.sandbox = Sandbox()
        self.live = Live(self.sandbox.stage)
        self.sandbox.set_page_width(WIDTHS_PX[self._width])
        self._stack.addWidget(self.sandbox)
        self.sandbox.blocked_changed.connect(self._show_blocked)
        self.sandbox.refused.connect(self._remember_refused)
        self.sandbox.crashed.connect(self._show_crash)
        self.sandbox.loaded.connect(self.shown)
        return True

    def _show_blocked(self, count: int) -> None:
        words = tr("Blocked: {n} request") if count == 1 else tr("Blocked: {n} requests")
        self.blocked_note.setText(words.format(n=count))
        self.blocked_note.setVisible(count > 0)

    def _remember_refused(self, what: str) -> None:
        self.blocked_note.setToolTip(tr("Last refused: {what}").format(what=what))

    def _show_crash(self, reason: str) -> None:
        why = {
            "hang": tr("A script of the page did not come to an end, so its preview was stopped."),
            "memory": tr("The page filled the memory, so its preview was stopped."),
            "flood": tr("The page flooded the program with messages, so its preview was stopped."),
            "left": tr("The page went to another address by itself, so its preview was stopped."),
        }
        self._say(
            why.get(reason, tr("The page made its preview stop.")),
            tr("Nothing else was harmed: the page is kept and can be edited in the source."),
            tr("Reload"),
        )

    def _say(self, title: str, text: str, action: str = "") -> None:
        self.card.say(title, text, action)
        self._stack.setCurrentWidget(self.card)


class _Card(QWidget):
    """A title, a sentence, at most one button; in the middle."""

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon = QLabel()
        self.title = _centred("strong")
        self._text = _centred("secondary")
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.pressed)
        _in_the_middle(self, [self._icon, self.title, self._text, self.button])
        self.retheme(theme)

    def say(self, title: str, text: str, action: str) -> None:
        self.title.setText(title)
        self._text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))

    def retheme(self, theme: Theme) -> None:
        self._icon.setPixmap(qtawesome.icon("mdi6.alert-outline", color=theme.unverified).pixmap(ICON_PX, ICON_PX))


class _Empty(QWidget):
    """What stands where the page will be: what the tool does, and pages that are ready without a model."""

    sample_picked = Signal(int)

    def __init__(self, theme: Theme, sentence: str, samples: Sequence[str]) -> None:
        super().__init__()
        self._icon = QLabel()
        words = _centred("secondary")
        words.setText(sentence)
        lead = _centred("small")
        lead.setText(tr("Or look at a finished page; it needs no model:"))
        self.buttons = [_chip(title, self._picker(number)) for number, title in enumerate(samples)]
        chips = QHBoxLayout()
        chips.setSpacing(8)
        chips.addStretch(1)
        for chip in self.buttons:
            chips.addWidget(chip)
        chips.addStretch(1)
        row = QWidget()
        row.setLayout(chips)
        _in_the_middle(self, [self._icon, words, lead, row])
        self.retheme(theme)

    def retheme(self, theme: Theme) -> None:
        self._icon.setPixmap(qtawesome.icon("mdi6.palette-outline", color=theme.accent).pixmap(ICON_PX, ICON_PX))

    def _picker(self, number: int) -> Callable[[], None]:
        return lambda: self.sample_picked.emit(number)


def _centred(role: str) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    made.setFixedWidth(CARD_PX)  # a label that wraps knows its height only for a known width
    return made


def _chip(title: str, pressed: Callable[[], None]) -> QPushButton:
    made = QPushButton(title.replace("&", "&&"))
    made.setProperty("role", "chip")
    made.setAutoDefault(False)
    made.setAccessibleName(title)
    made.clicked.connect(pressed)
    return made


def _in_the_middle(widget: QWidget, parts: Sequence[QWidget]) -> None:
    surface = QFrame()
    surface.setProperty("role", "surface")
    inside = QVBoxLayout(surface)
    inside.setSpacing(12)
    inside.addStretch(1)
    for part in parts:
        inside.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
    inside.addStretch(1)
    box = QVBoxLayout(widget)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(surface)
