"""What came of a query: its rows, a chart of them, how it was run, and the query in plain words; above them what is wrong with it.

Each page is made when it is first wanted, and each widget inside the one that holds it: Qt dresses all that a widget holds anew when it
is put elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

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
        export_wanted: the rows are to be written to a file.
        all_wanted: the rows were cut, and a person wants all of them.
        plan_wanted: the page "Plan" was opened and is empty for the query that is shown.
        words_wanted: the page "In words" was opened and is empty for the query that is shown.
        fix_wanted: the person wants the query mended that the line of problems is about.
        allow_wanted: the line of problems says that something is switched off, and the person wants to see the switch.
    """

    export_wanted = Signal()
    all_wanted = Signal()
    plan_wanted = Signal()
    words_wanted = Signal()
    fix_wanted = Signal()
    allow_wanted = Signal()

    def __init__(self, host: PanelHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.host = host
        self._grid: ResultGrid | None = None
        self._chart: ChartView | None = None
        self._words_label: QLabel | None = None
        self._chart_rows: tuple[Sequence[str], Sequence[Any], int] | None = None
        self._words: Sequence[str] | None = None
        self._has_plan = False
        self.plan: PlanView | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(host.theme.gap)
        self._make_problem()
        self._make_stack()
        self._make_pages()
        self.activity = ActivityStrip(host.theme)
        self._layout.addWidget(self.activity)
        self.retheme()

    # parts

    def _make_problem(self) -> None:
        self._problem_row = QWidget()
        self._layout.addWidget(self._problem_row)
        self._problem_row.hide()
        self.problem = QLabel()
        self.problem.setProperty("tone", "failed")
        self.problem.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fix_button = QPushButton(tr("Fix this query"))
        self.fix_button.setToolTip(tr("Look for what the query must be to run"))
        self.fix_button.clicked.connect(self.fix_wanted)
        self.allow_button = QPushButton(tr("What is allowed…"))
        self.allow_button.clicked.connect(self.allow_wanted)
        row = QHBoxLayout(self._problem_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.host.theme.grid)
        row.addWidget(self.problem, 1)
        for button in (self.fix_button, self.allow_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def _make_stack(self) -> None:
        """What is said before there is a result, and the place of results."""
        self.stack = QStackedWidget()
        self._layout.addWidget(self.stack, 1)
        empty, self._shown = QWidget(), QWidget()
        self.stack.addWidget(empty)
        self.stack.addWidget(self._shown)
        self.teaching = QLabel()
        self.teaching.setProperty("role", "secondary")
        self.teaching.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.teaching.setWordWrap(True)
        inside = QVBoxLayout(empty)
        inside.addStretch(1)
        inside.addWidget(self.teaching)
        inside.addStretch(2)

    def _make_pages(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Result"))
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.pages = QStackedWidget()
        whole = QVBoxLayout(self._shown)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(self.host.theme.gap)
        whole.addWidget(self.tabs)
        whole.addWidget(self.pages, 1)
        self._rows_page, self._chart_page, self._plan_page, self._words_page = (_Page() for _ in range(4))
        for name, page in (
            (tr("Rows"), self._rows_page),
            (tr("Chart"), self._chart_page),
            (tr("Plan"), self._plan_page),
            (tr("In words"), self._words_page),
        ):
            self.tabs.addTab(name)
            self.pages.addWidget(page)
        self.tabs.currentChanged.connect(self._turn_to)

    # the pages

    @property
    def grid(self) -> ResultGrid:
        """The rows."""
        if self._grid is None:
            self._grid = ResultGrid(self.host, self._rows_page)
            self._grid.export_button.setIcon(qtawesome.icon("mdi6.file-export-outline", color=self.host.theme.text))
            self._grid.export_button.clicked.connect(self.export_wanted)
            self._grid.all_wanted.connect(self.all_wanted)
            self._rows_page.hold(self._grid)
        return self._grid

    @property
    def chart(self) -> ChartView:
        """The chart of them."""
        if self._chart is None:
            self._chart = ChartView(self.host)
            self._chart_page.hold(self._chart)
        return self._chart

    @property
    def words(self) -> QLabel:
        """The query in plain words."""
        if self._words_label is None:
            self._words_label = _words(2 * self.host.theme.grid)
            self._words_page.hold(_scrolling(self._words_label))
        return self._words_label

    def prepare(self) -> None:
        """Make what the first result needs, while nobody waits for it."""
        _ = self.grid

    @property
    def has_rows(self) -> bool:
        """Whether a result is shown."""
        return self._grid is not None and self._grid.model is not None

    def close_down(self) -> None:
        """End what still runs and give the rows up."""
        if self._grid is not None:
            self._grid.close_down()

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
            self._plan_page.hold(self.plan)
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
        if self._grid is not None:
            self._grid.retheme(theme)
            self._grid.export_button.setIcon(qtawesome.icon("mdi6.file-export-outline", color=theme.text))
        if self._chart is not None:
            self._chart.retheme()
        if self.plan is not None:
            self.plan.retheme()
        self.activity.retheme(theme)
        self.fix_button.setIcon(qtawesome.icon("mdi6.auto-fix", color=theme.text))
        self.allow_button.setIcon(qtawesome.icon("mdi6.shield-lock-outline", color=theme.text))

    def _turn_to(self, page: int) -> None:
        """Fill a page when it is first seen: most results are only looked at as rows."""
        self.pages.setCurrentIndex(page)
        shown = self.pages.currentWidget()
        if shown is self._chart_page and self._chart_rows is not None:
            columns, rows, count = self._chart_rows
            self._chart_rows = None
            self.chart.show_rows(columns, list(islice(rows, SAMPLE_ROWS)), count)
        elif shown is self._plan_page and not self._has_plan:
            self.plan_wanted.emit()
        elif shown is self._words_page and self._words is None:
            self.words_wanted.emit()


class _Page(QWidget):
    """Bare until it holds something."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)

    def hold(self, part: QWidget) -> None:
        """Show a part over the whole page, at once: a chart is laid out by the size that it has when it is drawn."""
        self._inside.addWidget(part)
        if self.isVisible():
            part.show()
            self._inside.activate()


def _words(margin: int) -> QLabel:
    made = QLabel()
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    made.setContentsMargins(*[margin] * 4)
    return made


def _scrolling(part: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWidgetResizable(True)
    made.setWidget(part)
    return made
