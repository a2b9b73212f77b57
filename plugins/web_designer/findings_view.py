"""The gate's list at the right: what was checked, and what was found, each with an icon and a word."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.api_qt import Theme, tr, tr_said
from plugins.web_designer.finding import Finding

_ICONS = {"error": "mdi6.alert-circle-outline", "warning": "mdi6.alert-outline", "fine": "mdi6.check-circle-outline"}


class FindingsView(QWidget):
    """A summary line and the findings.

    Signals:
        picked: a finding was activated (``Finding``).
    """

    picked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._findings: tuple[Finding, ...] = ()
        self._evidence: tuple[str, ...] = ()
        self._has_page = False
        self.summary = QLabel()
        self.summary.setProperty("role", "heading")
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setUniformItemSizes(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(18, 18))
        self.list.setAccessibleName(tr("Findings"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.summary)
        box.addWidget(self.list, 1)
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self.clear()

    def clear(self) -> None:
        """As before the first page."""
        self._has_page = False
        self._findings, self._evidence = (), ()
        self._fill()

    def show_findings(self, findings: Sequence[Finding], evidence: Sequence[str]) -> None:
        """Show what the gate says; ``evidence`` are the lines that say what was looked at."""
        self._has_page = True
        self._findings, self._evidence = tuple(findings), tuple(evidence)
        self._fill()

    def retheme(self, theme: Theme) -> None:
        """Draw the icons anew."""
        self._theme = theme
        self._fill()

    def _fill(self) -> None:
        self.summary.setText(self._summary())
        self.list.clear()
        for finding in self._findings:
            self._add(finding.severity, _text(finding), finding)
        if self._has_page and not self._findings:
            self._add("fine", tr("Nothing to mend."))
        for line in self._evidence:
            self._add("", tr_said(line))
        if not self._has_page:
            self._add("", tr("What the checks find will be listed here."))

    def _summary(self) -> str:
        if not self._has_page:
            return tr("Checks")
        errors = sum(finding.severity == "error" for finding in self._findings)
        warnings = len(self._findings) - errors
        if not self._findings:
            return tr("Checks: all passed")
        return tr("Checks: {errors} errors, {warnings} warnings").format(errors=errors, warnings=warnings)

    def _add(self, severity: str, text: str, finding: Finding | None = None) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, finding)
        colours = {"error": self._theme.failed, "warning": self._theme.unverified, "fine": self._theme.verified}
        if severity:
            item.setIcon(qtawesome.icon(_ICONS[severity], color=colours[severity]))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{tr(severity)}: {text}")
        else:
            item.setForeground(self.palette().placeholderText())
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.list.addItem(item)

    def _on_activated(self, item: QListWidgetItem) -> None:
        finding = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(finding, Finding):
            self.picked.emit(finding)


def _text(finding: Finding) -> str:
    word = tr("Error") if finding.severity == "error" else tr("Warning")
    width = tr("At {n} px").format(n=finding.width) if finding.width else ""
    where = " · ".join(part for part in (width, tr_said(finding.whereabouts)) if part)
    lines = [f"{word}: {tr_said(finding.message)}", tr_said(finding.hint), where]
    return "\n".join(line for line in lines if line)
