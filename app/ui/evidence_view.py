"""How a result was checked: rounds, problems, repairs, time, engine, and what was sent."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QWidget

from app.api_qt import tr, tr_said
from app.core.messages import Message
from app.core.result import Attempt, Problem, RunResult
from app.ui.desk import Desk
from app.ui.icons import Ink
from app.ui.outgoing_view import cost_words
from app.ui.status_strip import badge_text, badge_words
from app.ui.stylesheet import code_font
from app.ui.widgets import button, column, filled, label, row, set_tone

TEXT_MAX_PX = 180


def scrolled(content: QWidget) -> QScrollArea:
    """``content`` in a frameless area that scrolls downwards."""
    content.setProperty("role", "scrolled")
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def code_box(desk: Desk, text: str, name: str) -> QPlainTextEdit:
    """Read-only monospace text, as high as it needs up to a bound."""
    box = QPlainTextEdit(text)
    box.setReadOnly(True)
    box.setFont(code_font(desk.theme))
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    columns = 40
    lines = sum(1 + len(line) // columns for line in text.splitlines()) or 1
    box.setFixedHeight(min(TEXT_MAX_PX, lines * box.fontMetrics().lineSpacing() + 20))
    return box


def message_boxes(desk: Desk, messages: Iterable[Message]) -> list[QWidget]:
    """Each message of a conversation with who says it."""
    names = {"system": tr("System"), "user": tr("User"), "assistant": tr("Assistant")}
    parts: list[QWidget] = []
    for message in messages:
        text = desk.services.redact(message.content)
        parts += [label(names[message.role], "small"), code_box(desk, text, names[message.role])]
    return parts


class EvidenceView(QWidget):
    """Built once for one result."""

    def __init__(self, desk: Desk, result: RunResult) -> None:
        super().__init__()
        self._desk = desk
        content = QWidget()
        parts = [*self._head(result), *self._facts(result)]
        for number, attempt in enumerate(result.outcome.attempts, 1):
            parts += self._round(number, attempt)
        filled(content, column(*parts, None, margins=(16, 4, 16, 16)))
        filled(self, column(scrolled(content), spacing=0))

    def _head(self, result: RunResult) -> list[QWidget]:
        status = result.outcome.status
        mark = QLabel()
        ink: Ink = status
        icon = badge_words(status)[1]
        self._desk.icons.redraw_with(mark, lambda target: target.setPixmap(self._desk.icons.pixmap(icon, ink, 20)))
        word = label(badge_text(result), "strong")
        set_tone(word, status)
        lines = [filled(QWidget(), row(mark, word, None)), label(_meaning(status), "secondary", wrap=True)]
        return [
            *lines,
            *(self._check(line) for line in result.outcome.evidence),
            *self._problems(result.outcome.problems),
        ]

    def _check(self, line: str) -> QWidget:
        return self._line("check", "verified", tr_said(line))

    def _problems(self, problems: Iterable[Problem]) -> list[QWidget]:
        found = []
        for problem in problems:
            words = " ".join(tr_said(part) for part in (problem.where, problem.message, problem.hint) if part)
            is_error = problem.severity == "error"
            found.append(
                self._line("close", "failed", words) if is_error else self._line("alert-outline", "unverified", words)
            )
        return found

    def _line(self, icon: str, ink: Ink, text: str) -> QWidget:
        mark = QLabel()
        self._desk.icons.redraw_with(mark, lambda target: target.setPixmap(self._desk.icons.pixmap(icon, ink, 16)))
        box = row()
        box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(label(text, wrap=True, selectable=True), 1)
        return filled(QWidget(), box)

    def _facts(self, result: RunResult) -> list[QWidget]:
        usage = result.usage
        facts = [
            (tr("Answered by"), f"{result.model} ({_engine_word(result.engine)})" if result.model else tr("no model")),
            (tr("Why"), tr_said(result.reason)),
            (tr("Time"), tr("{s:.2f} s").format(s=result.seconds)),
            (tr("Tokens"), f"{usage.prompt_tokens} + {usage.completion_tokens}"),
        ]
        if usage.cost:
            facts.append((tr("Cost"), cost_words(usage.cost)))
        if usage.tokens_per_s:
            facts.append((tr("Speed"), tr("{n:.0f} tokens/s").format(n=usage.tokens_per_s)))
        return [_fact(name, value) for name, value in facts if value]

    def _round(self, number: int, attempt: Attempt) -> list[QWidget]:
        title = tr("Round {n}").format(n=number) + "  ·  " + tr("{s:.2f} s").format(s=attempt.seconds)
        parts: list[QWidget] = [label(title, "strong"), code_box(self._desk, attempt.answer, tr("Answer"))]
        parts += self._problems(attempt.problems)
        if not attempt.problems:
            parts.append(self._check(tr("Nothing was wrong with it.")))
        parts.append(_Folded(self._desk, attempt))
        return parts


class _Folded(QFrame):
    """What was sent in a round; folded until it is asked for."""

    def __init__(self, desk: Desk, attempt: Attempt) -> None:
        super().__init__()
        self._desk = desk
        self._attempt = attempt
        self._button = button(tr("What was sent"), "link")
        self._inner: QWidget | None = None
        self._box = column(self._button)
        self._button.clicked.connect(self._toggle)
        filled(self, self._box)

    def _toggle(self) -> None:
        if self._inner is None:
            self._inner = filled(QWidget(), column(*message_boxes(self._desk, self._attempt.messages)))
            self._box.addWidget(self._inner)
        else:
            self._inner.setVisible(self._inner.isHidden())


def _fact(name: str, value: str) -> QWidget:
    box = row(spacing=12)
    key = label(name, "secondary")
    key.setFixedWidth(88)
    box.addWidget(key, 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(label(value, wrap=True, selectable=True), 1)
    return filled(QWidget(), box)


def _engine_word(engine: str) -> str:
    words = {"local": tr("on this machine"), "cloud": tr("in the cloud"), "none": tr("no model")}
    return words.get(engine, engine)


def _meaning(status: str) -> str:
    return {
        "verified": tr("A program looked at the answer and found nothing wrong."),
        "repaired": tr("A program found problems; the model corrected them."),
        "unverified": tr("No program could check this kind of answer: read it with care."),
        "failed": tr("The answer still has problems. Do not rely on it."),
    }.get(status, "")
