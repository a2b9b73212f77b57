"""How an engine would run a query: a few sentences, what is slow, the steps, and the engine's own text behind a fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import qtawesome
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.api import Problem
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.plans.steps import Step

if TYPE_CHECKING:
    from plugins.sql_assistant.plan import Plan

_ICONS = {
    "scan": "mdi6.table",
    "whole index": "mdi6.table",
    "index": "mdi6.key-variant",
    "own index": "mdi6.key-variant",
    "key": "mdi6.key-variant",
    "join": "mdi6.link-variant",
    "product": "mdi6.link-variant",
    "sort": "mdi6.sort",
    "first": "mdi6.sort",
    "group": "mdi6.sigma",
    "total": "mdi6.sigma",
    "filter": "mdi6.filter-outline",
    "union": "mdi6.layers",
}
_STEP = Qt.ItemDataRole.UserRole


class PlanView(QWidget):
    """One plan; empty until one is shown."""

    def __init__(self, host: PanelHost) -> None:
        super().__init__()
        self._host = host
        self.plan: Plan | None = None
        self._make_words()
        self._make_steps()
        self._make_own_text()
        self._lay_out()
        self.clear()

    # parts

    def _make_words(self) -> None:
        self.summary = QLabel()
        self.summary.setProperty("role", "strong")
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(self._host.theme.gap)
        self.empty = QLabel(tr("A plan says how the engine would run a query, without running it."))
        self.empty.setProperty("role", "secondary")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)

    def _make_steps(self) -> None:
        self.steps = QTreeWidget()
        self.steps.setAccessibleName(tr("Steps of the plan"))
        self.steps.setHeaderLabels([tr("Step"), tr("Expected rows"), tr("Conditions")])
        self.steps.setIconSize(QSize(14, 14))
        self.steps.setUniformRowHeights(True)
        self.steps.setFrameShape(QFrame.Shape.NoFrame)
        self.steps.setIndentation(2 * self._host.theme.grid)
        header = self.steps.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)

    def _make_own_text(self) -> None:
        self.fold_button = QToolButton()
        self.fold_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold_button.setCheckable(True)
        self.fold_button.toggled.connect(self._unfold)
        self.own_text = QPlainTextEdit()
        self.own_text.setProperty("role", "code")
        self.own_text.setReadOnly(True)
        self.own_text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.own_text.setAccessibleName(tr("The plan as the engine writes it"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(round(self._host.theme.code_px))
        self.own_text.setFont(font)
        self.own_text.hide()

    def _lay_out(self) -> None:
        theme = self._host.theme
        shown = QWidget()
        layout = QVBoxLayout(shown)
        layout.setContentsMargins(theme.grid, theme.grid, theme.grid, theme.grid)
        layout.setSpacing(theme.grid)
        layout.addWidget(self.summary)
        layout.addLayout(self._warnings)
        layout.addWidget(self.steps, 2)
        layout.addWidget(self.fold_button)
        layout.addWidget(self.own_text, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    # what is shown

    def show_plan(self, plan: Plan) -> None:
        """Show a plan in the place of the one before."""
        self.plan = plan
        self.summary.setText(tr_said(" ".join(plan.summary)))
        self._show_warnings(plan.warnings)
        self._show_steps(plan.steps)
        self.steps.setVisible(bool(plan.steps))
        self.fold_button.setText(tr("As {product} writes it").format(product=plan.product))
        self.own_text.setPlainText("\n".join(plan.lines))
        self._stack.setCurrentIndex(1)
        self.retheme()
        if not plan.steps:
            self.fold_button.setChecked(True)

    def clear(self) -> None:
        """Show that there is none."""
        self.plan = None
        self._stack.setCurrentIndex(0)

    def retheme(self) -> None:
        """Take the icons' colours of the host's theme."""
        theme = self._host.theme
        name = "mdi6.chevron-down" if self.fold_button.isChecked() else "mdi6.chevron-right"
        self.fold_button.setIcon(qtawesome.icon(name, color=theme.secondary))
        for item in self.steps.findItems("", Qt.MatchFlag.MatchContains | Qt.MatchFlag.MatchRecursive):
            if icon := _ICONS.get(item.data(0, _STEP)):
                item.setIcon(0, qtawesome.icon(icon, color=theme.secondary))
        for place in range(self._warnings.count()):
            entry = self._warnings.itemAt(place)
            if entry and isinstance(row := entry.widget(), _Warning):
                row.draw(theme.unverified, theme.icon_px)

    def _unfold(self, is_open: bool) -> None:
        self.own_text.setVisible(is_open)
        self.retheme()

    def _show_warnings(self, problems: tuple[Problem, ...]) -> None:
        while item := self._warnings.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for problem in problems:
            self._warnings.addWidget(_Warning(problem))

    def _show_steps(self, steps: tuple[Step, ...]) -> None:
        self.steps.clear()
        above: list[QTreeWidgetItem] = [self.steps.invisibleRootItem()]
        for step in steps:
            rows = "" if step.rows is None else f"{step.rows:,}"
            item = QTreeWidgetItem([tr_said(step.what), rows, step.detail])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(2, step.detail)
            item.setData(0, _STEP, step.kind)
            del above[step.depth + 1 :]
            above[-1].addChild(item)
            above.append(item)
        self.steps.setColumnHidden(1, all(step.rows is None for step in steps))
        self.steps.expandAll()


class _Warning(QWidget):
    """What is slow, and what would help."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self._icon = QLabel()
        words = QLabel(f"{tr_said(problem.message)} {tr_said(problem.hint)}")
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)

    def draw(self, colour: str, size: int) -> None:
        """Take the theme's colour."""
        self._icon.setPixmap(qtawesome.icon("mdi6.alert-outline", color=colour).pixmap(size, size))
