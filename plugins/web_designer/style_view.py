"""CSS alone: a live sample at the left, its rules at the right, to copy them or to use them on an element of the page."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from app.api_qt import Theme, tr
from plugins.web_designer.finding import Finding
from plugins.web_designer.finding_marks_view import said
from plugins.web_designer.source_view import SourceView

SAID_MS = 1_500
MOST_SAID = 4
"""Findings that stand in words below the rules; all of them are marked in the margin where they have a line."""

SAMPLE_PX = 220


class StyleView(QWidget):
    """A sample and its rules.

    Signals:
        edited: a person changed the rules, and has stopped typing; the rules.
        apply_wanted: the rules are to be used on the element that is chosen in the page; the rules.
    """

    edited = Signal(str)
    apply_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._findings: tuple[Finding, ...] = ()
        self._can_apply = False
        self._preview = _empty()
        self.source = SourceView(theme, "css")
        self.copy_button = _button(tr("Copy"), tr("Copy the rules"))
        self.apply_button = _button(tr("Use on the selected element"), "")
        self._notes = QVBoxLayout()
        self._notes.setSpacing(theme.gap)
        self._said = QTimer(self, singleShot=True, interval=SAID_MS)
        self._lay_out()
        self._connect_signals()
        self.retheme(theme)
        self.set_can_apply(False)

    @property
    def css(self) -> str:
        """The rules."""
        return self.source.text

    def set_css(self, css: str) -> None:
        """Show rules; nothing is told."""
        self.source.set_text(css)

    def set_preview(self, preview: QWidget) -> None:
        """Put the widget that shows the sample into its place; the one before is taken out and not deleted."""
        if self._preview is preview:
            return
        self._preview.hide()
        self._slot.removeWidget(self._preview)
        self._preview.setParent(None)
        self._preview = preview
        self._slot.addWidget(preview, 1)
        preview.show()

    def set_can_apply(self, can: bool, why: str = "") -> None:
        """Whether there is an element to use the rules on; ``why`` not, where it is not that none is chosen."""
        self._can_apply = can
        words = tr("Give the selected element this style") if can else why or tr("Choose an element in the page first.")
        self.apply_button.setToolTip(words)
        self.apply_button.setAccessibleDescription(words)
        self._on_changed()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark what was found in the rules, and say it below them."""
        self._findings = tuple(sorted(findings, key=lambda finding: finding.severity != "error"))
        self.source.show_findings(findings)
        self._say()

    def retheme(self, theme: Theme) -> None:
        """Take the theme's colours."""
        self._theme = theme
        self.source.retheme(theme)
        self.copy_button.setIcon(qtawesome.icon("mdi6.content-copy", color=theme.secondary))
        self.apply_button.setIcon(qtawesome.icon("mdi6.format-paint", color=theme.secondary))
        self._say()

    def _on_changed(self) -> None:
        has_rules = not self.source.edit.document().isEmpty()
        self.copy_button.setEnabled(has_rules)
        self.apply_button.setEnabled(has_rules and self._can_apply)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.css)
        self.copy_button.setText(tr("Copied"))
        self._said.start()

    def _say(self) -> None:
        while (item := self._notes.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for finding in self._findings[:MOST_SAID]:
            self._notes.addWidget(self._note(finding))
        if left := self._findings[MOST_SAID:]:
            more = QLabel(f"+ {len(left)}")
            more.setProperty("role", "small")
            more.setToolTip("\n".join(said(finding) for finding in left))
            more.setAccessibleName(more.toolTip())
            self._notes.addWidget(more)

    def _note(self, finding: Finding) -> QWidget:
        is_error = finding.severity == "error"
        icon = QLabel()
        name = "mdi6.alert-circle-outline" if is_error else "mdi6.alert-outline"
        colour = self._theme.failed if is_error else self._theme.unverified
        icon.setPixmap(qtawesome.icon(name, color=colour).pixmap(QSize(self._theme.icon_px, self._theme.icon_px)))
        words = QLabel(said(finding))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        made = QWidget()
        box = QHBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(words, 1)
        return made

    # how it is built

    def _lay_out(self) -> None:
        sample = QFrame()
        sample.setProperty("role", "surface")
        sample.setMinimumWidth(SAMPLE_PX)
        sample.setAccessibleName(tr("Sample"))
        self._slot = QVBoxLayout(sample)
        self._slot.setContentsMargins(1, 1, 1, 1)
        self._slot.addWidget(self._preview, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self.apply_button)
        buttons.addStretch(1)
        rules = QWidget()
        rules.setMinimumWidth(SAMPLE_PX)
        right = QVBoxLayout(rules)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(self.source, 1)
        right.addLayout(self._notes)
        right.addLayout(buttons)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(sample)
        self.split.addWidget(rules)
        self.split.setSizes([500, 500])
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.split)
        self.setFocusProxy(self.source)

    def _connect_signals(self) -> None:
        self.source.edited.connect(lambda: self.edited.emit(self.css))
        self.source.edit.textChanged.connect(self._on_changed)
        self.copy_button.clicked.connect(self._copy)
        self.apply_button.clicked.connect(lambda: self.apply_wanted.emit(self.css))
        self._said.timeout.connect(lambda: self.copy_button.setText(tr("Copy")))


def _empty() -> QWidget:
    words = QLabel(tr("The rules are tried here on a sample."))
    words.setProperty("role", "secondary")
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return words


def _button(words: str, tip: str) -> QPushButton:
    made = QPushButton(words)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    return made
