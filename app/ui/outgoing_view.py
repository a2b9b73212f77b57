"""A request in the window's words: where it goes, how large it is, what it costs at most; and the card that asks before it is sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QSizePolicy, QWidget

from app.api_qt import tr, tr_said
from app.core.accounts import Outgoing
from app.core.gate import Consent
from app.core.keys import is_loopback
from app.core.money import Cost, money
from app.engines.base import EngineInfo
from app.ui.desk import Desk
from app.ui.stylesheet import code_font
from app.ui.widgets import button, column, filled, label, row

MESSAGES_PX = (44, 148)


def cost_words(cost: Cost) -> str:
    """A cost in the window's language; what is not known is said to be unknown."""
    known = " + ".join(money(amount, currency) for currency, amount in sorted(cost.amounts.items()))
    if known and cost.estimated:
        known = tr("at most {amount}").format(amount=known)
    parts = [known] if known else []
    return " + ".join([*parts, *([tr("unknown")] if cost.unknown else [])]) or tr("free")


def destination(engine: EngineInfo | None) -> str:
    """Where a request goes, in a sentence."""
    if engine is None:
        return tr("This stays on this machine.")
    if engine.kind == "cloud" and is_loopback(engine.location):
        return tr("This goes to a server on this machine, {place}.").format(place=engine.location)
    if engine.kind == "cloud":
        return tr("This leaves your machine, to {place}.").format(place=engine.location or engine.device)
    return tr("This stays on this machine, with {model}.").format(model=engine.model)


def facts(outgoing: Outgoing) -> str:
    """Size, tokens, cost."""
    parts = [
        tr("{n} bytes").format(n=f"{outgoing.size_bytes:,}"),
        tr("at most {n} tokens, {m} of the answer").format(
            n=f"{outgoing.prompt_tokens:,}", m=f"{outgoing.answer_tokens:,}"
        ),
    ]
    if outgoing.cost is not None:
        parts.append(tr("cost: {cost}").format(cost=cost_words(outgoing.cost)))
    return " · ".join(parts)


class ConfirmCard(QFrame):
    """Asks, in place, whether a request may be sent.

    Signals:
        answered: the person's answer; ``Consent``.
    """

    answered = Signal(str)

    def __init__(self, desk: Desk, outgoing: Outgoing) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("role", "card")
        self.setProperty("tone", "unverified")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        title = tr("Send this to {place}?").format(place=outgoing.engine.device or outgoing.engine.location)
        self.setAccessibleName(title)
        self.setAccessibleDescription(facts(outgoing))
        self._title = label(title, "strong", wrap=True)
        where = f"{destination(outgoing.engine)} {tr('Model: {name}').format(name=outgoing.engine.model)}"
        self._where = label(where, "secondary", wrap=True, selectable=True)
        self._facts = label(facts(outgoing), "secondary", wrap=True)
        self._messages = self._messages_view(outgoing)
        self.decline_button = button(tr("Do not send"))
        self.send_button = button(tr("Send"), "primary")
        self.send_all_button = button(tr("Send all of this run"))
        self._lay_out()
        self._connect_signals()

    def take_focus(self) -> None:
        """Put the focus where a key that was meant for something else does no harm."""
        self.decline_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _messages_view(self, outgoing: Outgoing) -> QPlainTextEdit:
        names = {"system": tr("System"), "user": tr("User"), "assistant": tr("Assistant")}
        text = "\n\n".join(f"{names[message.role]}\n{message.content}" for message in outgoing.messages)
        view = QPlainTextEdit(text)
        view.setReadOnly(True)
        view.setFont(code_font(self._desk.theme))
        view.setProperty("role", "code")
        view.setAccessibleName(tr("What is sent"))
        view.setTabChangesFocus(True)
        view.setMinimumHeight(MESSAGES_PX[0])
        view.setMaximumHeight(MESSAGES_PX[1])
        return view

    def _lay_out(self) -> None:
        mark = QLabel()
        icons = self._desk.icons
        icons.redraw_with(mark, lambda target: target.setPixmap(icons.pixmap("send-outline", "unverified", 20)))
        buttons = row(self.decline_button, None, self.send_all_button, self.send_button)
        words: list[QWidget] = [self._title, self._where, self._facts, self._messages]
        outer = row(margins=(16, 12, 16, 12), spacing=12)
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        body = column(*words, buttons, spacing=6)
        body.setStretch(len(words) - 1, 1)
        outer.addLayout(body, 1)
        filled(self, outer)

    def _connect_signals(self) -> None:
        for one, consent in (
            (self.decline_button, "decline"),
            (self.send_button, "send"),
            (self.send_all_button, "send_all"),
        ):
            one.clicked.connect(lambda _checked=False, said=consent: self.answered.emit(said))


class QuestionArea(QWidget):
    """The place of a page where the question stands; empty it takes no room.

    Signals:
        answered: the person's answer; ``Consent``.
    """

    answered = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._box = column(margins=(0, 8, 0, 0))
        self.card: ConfirmCard | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        filled(self, self._box)
        self.hide()

    def ask(self, outgoing: Outgoing) -> None:
        """Ask about a request."""
        self.clear()
        self.card = ConfirmCard(self._desk, outgoing)
        self.card.answered.connect(self._answered)
        self._box.addWidget(self.card)
        self.show()
        self.card.take_focus()

    def clear(self) -> None:
        """Take the question away; nobody answers it any more."""
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
            self.card = None
        self.hide()

    def _answered(self, consent: Consent) -> None:
        self.clear()
        self.answered.emit(consent)


def private_line(desk: Desk, reason: str) -> QWidget:
    """A mark and the reason why something must stay on this machine."""
    mark = QLabel()
    desk.icons.redraw_with(mark, lambda target: target.setPixmap(desk.icons.pixmap("lock-outline", "accent", 16)))
    box = row()
    box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(label(f"{tr('Private')}: {tr_said(reason)}", wrap=True, selectable=True), 1)
    return filled(QWidget(), box)
