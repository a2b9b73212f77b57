"""The gate's list at the right: what was checked, what was found and what was mended, each with an icon and a word."""

from __future__ import annotations

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr, tr_said
from plugins.web_designer.finding import Finding

MOST_REPAIRED = 8
"""Findings that a model is asked to repair in one go."""

BESIDE_PX = 14
_ICONS = {
    "error": "mdi6.alert-circle-outline",
    "warning": "mdi6.alert-outline",
    "fine": "mdi6.check-circle-outline",
    "mended": "mdi6.auto-fix",
}
_FINDING = Qt.ItemDataRole.UserRole


class FindingsView(QWidget):
    """A summary line, a filter, the findings, and a button that has a model repair them.

    Signals:
        picked: a finding was activated (``Finding``).
        repair_wanted: a model is to repair these (a tuple of ``Finding``, at most ``MOST_REPAIRED``): the chosen ones, else the errors.
    """

    picked = Signal(object)
    repair_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._findings: tuple[Finding, ...] = ()
        self._evidence: tuple[str, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._has_page = False
        self._why_not = ""
        self.summary = QLabel()
        self.summary.setProperty("role", "heading")
        self.filters = {"error": _filter(), "warning": _filter()}
        self.list = _list()
        self.repair_button = QPushButton(tr("Repair with the model"))
        self.repair_button.setAutoDefault(False)
        self.repair_button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._connect_signals()
        self.clear()

    def clear(self) -> None:
        """As before the first page."""
        self._has_page = False
        self._findings, self._evidence, self._notes = (), (), ()
        self._fill()

    def show_findings(self, findings: Sequence[Finding], evidence: Sequence[str]) -> None:
        """Show what the gate says; ``evidence`` are the lines that say what was looked at."""
        self._has_page = True
        self._findings, self._evidence = tuple(findings), tuple(evidence)
        self._fill()

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show what was mended without a model; none takes the part away."""
        self._notes = tuple(notes)
        self._fill()

    def set_can_repair(self, can: bool, why: str = "") -> None:
        """Whether a model may be asked; ``why`` not."""
        self._why_not = "" if can else why or tr("No model can be asked now.")
        self._show_repair()

    @property
    def to_repair(self) -> tuple[Finding, ...]:
        """What the button means: the chosen findings, else the errors; at most ``MOST_REPAIRED``."""
        chosen = [item.data(_FINDING) for item in self._items() if item.isSelected() and not item.isHidden()]
        found = [one for one in chosen if one is not None] or [f for f in self._findings if f.severity == "error"]
        return tuple(found[:MOST_REPAIRED])

    def retheme(self, theme: Theme) -> None:
        """Draw the icons anew."""
        self._theme = theme
        self._fill()

    # what stands in it

    def _fill(self) -> None:
        self.summary.setText(self._summary())
        self.list.clear()
        for finding in self._findings:
            self._add(finding.severity, _text(finding), finding)
        if self._has_page and not self._findings:
            self._add("fine", tr("Nothing to mend."))
        if self._notes:
            self._add_heading(tr("Mended without a model"))
        for note in self._notes:
            self._add("mended", tr_said(note))
        for line in self._evidence:
            self._add("", tr_said(line))
        if not self._has_page:
            self._add("", tr("What the checks find will be listed here."))
        self._show_filters()
        self._sift()

    def _summary(self) -> str:
        if not self._has_page:
            return tr("Checks")
        errors, warnings = self._count("error"), self._count("warning")
        if not self._findings:
            return tr("Checks: all passed")
        return tr("Checks: {errors} errors, {warnings} warnings").format(errors=errors, warnings=warnings)

    def _count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self._findings)

    def _add(self, severity: str, text: str, finding: Finding | None = None) -> None:
        item = QListWidgetItem(text)
        item.setData(_FINDING, finding)
        if severity:
            item.setIcon(qtawesome.icon(_ICONS[severity], color=self._colour(severity)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{tr(severity)}: {text}")
        if finding is not None:
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, tr("Enter goes to the place."))
            item.setToolTip(tr("Enter or a click goes to the place."))
        else:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        if not severity:
            item.setForeground(self.palette().placeholderText())
        self.list.addItem(item)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(self.palette().text())
        self.list.addItem(item)

    def _colour(self, severity: str) -> str:
        theme = self._theme
        return {"error": theme.failed, "warning": theme.unverified, "fine": theme.verified}.get(
            severity, theme.repaired
        )

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    # the filter

    def _show_filters(self) -> None:
        for severity, button in self.filters.items():
            count = self._count(severity)
            words = tr("Show errors ({n})") if severity == "error" else tr("Show warnings ({n})")
            button.setText(str(count))
            button.setIcon(qtawesome.icon(_ICONS[severity], color=self._colour(severity)))
            button.setToolTip(words.format(n=count))
            button.setAccessibleName(button.toolTip())
            button.setVisible(bool(self._findings))

    def _sift(self) -> None:
        """Hide what the filter leaves out."""
        for item in self._items():
            finding = item.data(_FINDING)
            item.setHidden(finding is not None and not self.filters[finding.severity].isChecked())
        self._show_repair()

    # repair

    def _show_repair(self) -> None:
        found = self.to_repair
        self.repair_button.setVisible(bool(self._findings))
        self.repair_button.setEnabled(bool(found) and not self._why_not)
        self.repair_button.setText(" ".join((tr("Repair with the model"), *((f"({len(found)})",) if found else ()))))
        words = tr("The chosen findings go to the model, else the errors; at most {n}.").format(n=MOST_REPAIRED)
        self.repair_button.setToolTip(tr_said(self._why_not) or words)
        self.repair_button.setAccessibleDescription(self.repair_button.toolTip())

    def _on_repair(self) -> None:
        if found := self.to_repair:
            self.repair_wanted.emit(found)

    def _on_activated(self, item: QListWidgetItem) -> None:
        finding = item.data(_FINDING)
        if isinstance(finding, Finding):
            self.picked.emit(finding)

    # how it is built

    def _lay_out(self) -> None:
        self.summary.setWordWrap(True)
        sieve = QHBoxLayout()
        sieve.setSpacing(self._theme.gap)
        for button in self.filters.values():
            sieve.addWidget(button)
        sieve.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.grid)
        box.addWidget(self.summary)
        box.addLayout(sieve)
        box.addWidget(self.list, 1)
        box.addWidget(self.repair_button)

    def _connect_signals(self) -> None:
        self.list.itemActivated.connect(self._on_activated)
        self.list.itemClicked.connect(self._on_activated)
        self.list.itemSelectionChanged.connect(self._show_repair)
        for button in self.filters.values():
            button.toggled.connect(lambda _on: self._sift())
        self.repair_button.clicked.connect(self._on_repair)


class _Row(QStyledItemDelegate):
    """A row with room for all of its lines, also beside the scroll bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        narrow = QStyleOptionViewItem(option)
        narrow.rect = option.rect.adjusted(0, 0, -BESIDE_PX, 0)
        return super().sizeHint(narrow, index)


def _list() -> QListWidget:
    made = QListWidget()
    made.setWordWrap(True)
    made.setUniformItemSizes(False)
    made.setResizeMode(QListView.ResizeMode.Adjust)
    made.setSpacing(1)
    made.setItemDelegate(_Row(made))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    made.setIconSize(QSize(18, 18))
    made.setAccessibleName(tr("Findings"))
    return made


def _filter() -> QToolButton:
    made = QToolButton()
    made.setCheckable(True)
    made.setChecked(True)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


def _text(finding: Finding) -> str:
    word = tr("Error") if finding.severity == "error" else tr("Warning")
    width = tr("At {n} px").format(n=finding.width) if finding.width else ""
    where = " · ".join(part for part in (width, tr_said(finding.whereabouts)) if part)
    lines = [f"{word}: {tr_said(finding.message)}", tr_said(finding.hint), where]
    return "\n".join(line for line in lines if line)
