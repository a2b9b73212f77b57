"""What came of a query: its rows, a chart of them, how it was run, and the query in plain words; above them what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import PanelHost, tr
from plugins.sql_assistant.activity_view import ActivityStrip
from plugins.sql_assistant.chart_view import ChartView
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.results.chart_rule import SAMPLE_ROWS

if TYPE_CHECKING:
    from plugins.sql_assistant.plan import Plan
    from plugins.sql_assistant.plan_view import PlanView


class ResultSide(QWidget):
    """Tabs over one result.

    Signals:
        plan_wanted: the page "Plan" was opened and is empty for the query that is shown.
        words_wanted: the page "In words" was opened and is empty for the query that is shown.
        fix_wanted: the person wants the query mended that the line of problems is about.
        allow_wanted: the line of problems says that something is switched off, and the person wants to see the switch.
    """

    plan_wanted = Signal()
    words_wanted = Signal()
    fix_wanted = Signal()
    allow_wanted = Signal()

    def __init__(self, host: PanelHost, grid: ResultGrid, chart: ChartView) -> None:
        super().__init__()
        self.host = host
        self.grid = grid
        self.chart = chart
        self.activity = ActivityStrip(host.theme)
        self._chart_rows: tuple[Sequence[str], Sequence[Any], int] | None = None
        self._words: Sequence[str] | None = None
        self._has_plan = False
        self.plan: PlanView | None = None
        self._make_problem()
        self._make_pages()
        self._lay_out()

    # parts

    def _make_problem(self) -> None:
        self.problem = QLabel()
        self.problem.setProperty("tone", "failed")
        self.problem.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fix_button = QPushButton(tr("Fix this query"))
        self.fix_button.setToolTip(tr("Look for what the query must be to run"))
        self.fix_button.clicked.connect(self.fix_wanted)
        self.allow_button = QPushButton(tr("What is allowed…"))
        self.allow_button.clicked.connect(self.allow_wanted)
        self._problem_row = QWidget()
        row = QHBoxLayout(self._problem_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.host.theme.grid)
        row.addWidget(self.problem, 1)
        for button in (self.fix_button, self.allow_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._problem_row.hide()

    def _make_pages(self) -> None:
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.words.setContentsMargins(*[2 * self.host.theme.grid] * 4)
        scrolling = QScrollArea()
        scrolling.setFrameShape(QFrame.Shape.NoFrame)
        scrolling.setWidgetResizable(True)
        scrolling.setWidget(self.words)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Result"))
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.pages = QStackedWidget()
        self._plan_page, self._words_page = QWidget(), scrolling
        QVBoxLayout(self._plan_page).setContentsMargins(0, 0, 0, 0)
        for name, page in (
            (tr("Rows"), self.grid),
            (tr("Chart"), self.chart),
            (tr("Plan"), self._plan_page),
            (tr("In words"), scrolling),
        ):
            self.tabs.addTab(name)
            self.pages.addWidget(page)
        self.tabs.currentChanged.connect(self._turn_to)

    def _lay_out(self) -> None:
        theme = self.host.theme
        self.teaching = QLabel()
        self.teaching.setProperty("role", "secondary")
        self.teaching.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.teaching.setWordWrap(True)
        empty = QWidget()
        inside = QVBoxLayout(empty)
        inside.addStretch(1)
        inside.addWidget(self.teaching)
        inside.addStretch(2)
        shown = QWidget()
        whole = QVBoxLayout(shown)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.gap)
        whole.addWidget(self.tabs)
        whole.addWidget(self.pages, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(empty)
        self.stack.addWidget(shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.gap)
        layout.addWidget(self._problem_row)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.activity)

    @property
    def has_rows(self) -> bool:
        """Whether a result is shown."""
        return self.grid.model is not None

    # what is shown

    def show_result(self, result: Mapping[str, Any]) -> None:
        """Show a tool's result (``columns``, ``rows``, ``row_count``, ``truncated``, ``elapsed_s``)."""
        self.grid.show_result(result)
        self._chart_rows = (result["columns"], result["rows"], len(result["rows"]))
        self._words, self._has_plan = None, False
        self.stack.setCurrentIndex(1)
        self._turn_to(self.tabs.currentIndex())

    def show_plan(self, plan: Plan) -> None:
        """Show how a query would be run, and turn to it."""
        if self.plan is None:
            from plugins.sql_assistant.plan_view import PlanView  # with the parser, which is slow to load

            self.plan = PlanView(self.host)
            cast("QVBoxLayout", self._plan_page.layout()).addWidget(self.plan)
        self.plan.show_plan(plan)
        self._has_plan = True
        self.stack.setCurrentIndex(1)
        self.tabs.setCurrentIndex(self.pages.indexOf(self._plan_page))

    def show_words(self, lines: Sequence[str]) -> None:
        """Show the query in plain words."""
        self._words = lines
        self.words.setText("\n\n".join(lines) or tr("There are no words for this query."))

    @property
    def offers_to_allow(self) -> bool:
        """Whether the line of problems is about something that is switched off."""
        return not self._problem_row.isHidden() and not self.allow_button.isHidden()

    def say_problem(self, text: str, *, can_fix: bool = False, can_allow: bool = False) -> None:
        """Say above the result what is wrong with the query; empty hides the line."""
        self.problem.setText(text)
        self.fix_button.setVisible(can_fix)
        self.allow_button.setVisible(can_allow)
        for part in (self.problem, self._problem_row):
            part.setVisible(bool(text))

    def retheme(self) -> None:
        """Take the colours of the host's theme."""
        theme = self.host.theme
        self.grid.retheme(theme)
        self.chart.retheme()
        if self.plan is not None:
            self.plan.retheme()
        self.activity.retheme(theme)
        self.grid.export_button.setIcon(qtawesome.icon("mdi6.file-export-outline", color=theme.text))
        self.fix_button.setIcon(qtawesome.icon("mdi6.auto-fix", color=theme.text))
        self.allow_button.setIcon(qtawesome.icon("mdi6.shield-lock-outline", color=theme.text))

    def _turn_to(self, page: int) -> None:
        """Fill a page when it is first seen: most results are only looked at as rows."""
        self.pages.setCurrentIndex(page)
        shown = self.pages.currentWidget()
        if shown is self.chart and self._chart_rows is not None:
            columns, rows, count = self._chart_rows
            self._chart_rows = None
            self.chart.show_rows(columns, list(islice(rows, SAMPLE_ROWS)), count)
        elif shown is self._plan_page and not self._has_plan:
            self.plan_wanted.emit()
        elif shown is self._words_page and self._words is None:
            self.words_wanted.emit()
