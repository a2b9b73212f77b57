"""The line between result and prompt: samples while nothing ran, words and a bar while it runs, the badge when it is over."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedWidget, QWidget

from app.api_qt import tr, tr_said
from app.core.manifest import PluginManifest, Sample
from app.core.result import RunResult, Status
from app.ui.desk import Desk
from app.ui.icons import Ink
from app.ui.outgoing_view import cost_words
from app.ui.widgets import ElidedLabel, button, column, filled, icon_button, label, row

STRIP_PX = 40
SAY_MS = 6000
BAR_STEPS = 1000


def badge_words(status: Status) -> tuple[str, str]:
    """Word and icon of a status."""
    return {
        "verified": (tr("Verified"), "check-decagram-outline"),
        "repaired": (tr("Repaired"), "wrench-check-outline"),
        "unverified": (tr("Unverified"), "help-circle-outline"),
        "failed": (tr("Failed"), "close-octagon-outline"),
    }[status]


def badge_text(result: RunResult) -> str:
    """The badge's words for a result; a repaired one says after how many rounds."""
    word = badge_words(result.outcome.status)[0]
    rounds = len(result.outcome.attempts)
    if result.outcome.status == "repaired":
        return tr("{word} in {n} rounds").format(word=word, n=rounds)
    return word


class SampleChips(QWidget):
    """A tool's samples as buttons.

    Signals:
        picked: a sample was clicked; ``Sample``.
    """

    picked = Signal(object)

    def __init__(self, manifest: PluginManifest, lead: str = "") -> None:
        super().__init__()
        self._box = row()
        if lead and manifest.samples:
            self._box.addWidget(label(lead, "small"))
        self.chips: list[QPushButton] = []
        for sample in manifest.samples[:3]:
            self._add(sample)
        self._box.addStretch(1)
        filled(self, self._box)

    def _add(self, sample: Sample) -> None:
        title = tr(sample.title)
        shown = title if len(title) <= 44 else f"{title[:42].rstrip()}…"
        chip = button(shown, "chip")
        chip.setToolTip(title)
        chip.setAccessibleName(tr("Run the sample: {title}").format(title=title))
        chip.setMinimumWidth(64)
        chip.clicked.connect(lambda _checked=False, one=sample: self.picked.emit(one))
        self.chips.append(chip)
        self._box.addWidget(chip)


class StatusStrip(QStackedWidget):
    """Always of the same height, so that nothing jumps.

    Signals:
        sample_picked: ``Sample``.
        stop_requested, evidence_requested, sent_requested.
    """

    sample_picked = Signal(object)
    stop_requested = Signal()
    evidence_requested = Signal()
    sent_requested = Signal()

    def __init__(self, desk: Desk, manifest: PluginManifest) -> None:
        super().__init__()
        self._desk = desk
        self.setFixedHeight(STRIP_PX)
        self.chips = SampleChips(manifest, tr("Try:"))
        self.words = ElidedLabel("", "secondary")
        self.bar = QProgressBar()
        self.stop_button = button(tr("Stop"), "danger")
        self.badge = button("", "link")
        self.facts = ElidedLabel("", "small")
        self.said = ElidedLabel("", "secondary")
        self._sent = icon_button(desk.icons, "send-outline", tr("What is sent"))
        self._shown: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAY_MS)
        self._build()
        self._connect_signals()

    def show_idle(self, *, samples: bool = True) -> None:
        """Nothing ran yet."""
        self.chips.setVisible(samples)
        self._go(self._idle)

    def show_running(self, words: str, fraction: float | None = None) -> None:
        """Say what is happening; a bar that fills where the fraction is known, else one that moves."""
        self.words.set_text(words)
        self.bar.setRange(0, 0 if fraction is None else BAR_STEPS)
        self.bar.setValue(0 if fraction is None else round(fraction * BAR_STEPS))
        self.bar.setAccessibleDescription(words)
        self._go(self._running)

    def show_result(self, result: RunResult) -> None:
        """The badge of a result, and what it cost."""
        status = result.outcome.status
        icon = badge_words(status)[1]
        self.badge.setText(badge_text(result))
        ink: Ink = status
        self._desk.icons.wear(self.badge, icon, ink)
        self._desk.icons.redraw_with(self.facts, lambda _: self._colour_badge(status))
        self.badge.setAccessibleName(tr("{badge}: how this was checked").format(badge=badge_text(result)))
        self.facts.set_text(_facts(result))
        self.facts.setToolTip(tr_said(result.reason))
        self._go(self._over)

    def show_stopped(self, words: str) -> None:
        """The run ended without a result."""
        self.said.set_text(words)
        self._go(self._told)

    def say(self, text: str) -> None:
        """Show a line for a few seconds, then what was there before."""
        if self.currentWidget() is not self._told:
            self._shown = self.currentWidget()
        self.said.set_text(text)
        self.setCurrentWidget(self._told)
        self._timer.start()

    def _build(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop_button.setToolTip(tr("Stop") + "  Esc")
        self.badge.setToolTip(tr("How this was checked"))
        self._desk.icons.wear(self.stop_button, "stop", "failed")
        self._idle = self._page(self.chips)
        self._running = self._page(self.words, self.bar, self.stop_button, stretch=0)
        self._over = self._page(self.badge, self.facts, self._sent, stretch=1)
        self._told = self._page(self.said, stretch=0)

    def _page(self, *parts: QWidget, stretch: int | None = None) -> QWidget:
        box = row(*parts, spacing=12)
        if stretch is not None:
            box.setStretch(stretch, 1)
        page = filled(QWidget(), column(None, box, None, spacing=0))
        self.addWidget(page)
        return page

    def _connect_signals(self) -> None:
        self.chips.picked.connect(self.sample_picked)
        self.stop_button.clicked.connect(self.stop_requested)
        self.badge.clicked.connect(self.evidence_requested)
        self._sent.clicked.connect(self.sent_requested)
        self._timer.timeout.connect(self._say_no_more)

    def _colour_badge(self, status: str) -> None:
        colour = self._desk.theme.status_colour(status)
        self.badge.setStyleSheet(f"QPushButton {{ color: {colour}; font-weight: 600; }}")

    def _go(self, page: QWidget) -> None:
        self._timer.stop()
        self._shown = None
        self.setCurrentWidget(page)

    def _say_no_more(self) -> None:
        if self._shown is not None:
            self.setCurrentWidget(self._shown)


def _facts(result: RunResult) -> str:
    usage = result.usage
    parts = [result.model, tr("{s:.1f} s").format(s=result.seconds)]
    if usage.completion_tokens:
        parts.append(tr("{n} tokens").format(n=usage.completion_tokens))
    if usage.cost:
        parts.append(cost_words(usage.cost))
    if result.fell_back:  # a fallback is never left unsaid; other reasons are on hover and in the evidence
        parts.append(tr_said(result.reason))
    return " · ".join(part for part in parts if part)
