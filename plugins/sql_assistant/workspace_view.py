"""One open connection: its schema on the left, its query above, its rows below."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.api import AppError, Problem, Verification
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.editor_view import QueryEditor
from plugins.sql_assistant.export_view import said_of, save_filters, with_ending
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.results.export import write
from plugins.sql_assistant.results.spool import all_rows
from plugins.sql_assistant.results.store import ResultStore
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import QueryStopped, Source, Stop
from plugins.sql_assistant.tree_view import SchemaTree

TREE_WIDTH = 240


class Workspace(QWidget):
    """Schema, query and rows of one connection.

    Attributes:
        given: what opened it, as it is given to the tool; empty for the sample shop.

    Signals:
        result_changed: there are rows to export now, or none any more.
    """

    result_changed = Signal()

    def __init__(self, host: PanelHost, given: str, source: Source, schema: Schema) -> None:
        super().__init__()
        self.host = host
        self.given, self.source, self.schema = given, source, schema
        self._life = Stop()
        self._stop: Stop | None = None
        self._result: Mapping[str, Any] = {}
        self._unfolded = [180, 420]
        self.tree = SchemaTree(host.theme)
        self.editor = QueryEditor(host.theme)
        self.grid = ResultGrid(host)
        self._lay_out()
        self._connect_signals()
        self.retheme()
        self.tree.show_schema(schema)
        self._teach()

    @property
    def has_rows(self) -> bool:
        """Whether a result is shown."""
        return self.result_stack.currentWidget() is self.grid

    def refresh(self, source: Source, schema: Schema) -> None:
        """Take up a schema that was read anew."""
        self.source, self.schema = source, schema
        self.tree.show_schema(schema)
        self._teach()

    def state(self) -> dict[str, Any]:
        """Sizes and the query, JSON-shaped."""
        return {
            "across": self._across.sizes(),
            "down": self._down.sizes() if self.editor.is_open else self._unfolded,
            "query_open": self.editor.is_open,
            "query": self.editor.sql,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave; keys may be missing or old."""
        for splitter, key in ((self._across, "across"), (self._down, "down")):
            sizes = state.get(key)
            if isinstance(sizes, list) and len(sizes) == 2 and all(type(size) is int for size in sizes) and any(sizes):
                splitter.setSizes(sizes)
        self._set_query_open(bool(state.get("query_open", True)))
        if query := str(state.get("query") or ""):
            self.editor.set_sql(query)

    def retheme(self) -> None:
        """Take the colours of the host's theme."""
        for part in (self.tree, self.editor, self.grid):
            part.retheme(self.host.theme)
        self.grid.export_button.setIcon(qtawesome.icon("mdi6.file-export-outline", color=self.host.theme.text))

    def close_down(self) -> None:
        """End what still runs; for the end of the workspace."""
        self._life.ask()
        self.grid.close_down()

    # parts

    def _lay_out(self) -> None:
        self.result_stack = QStackedWidget()
        self.result_stack.addWidget(self._empty_state())
        self.result_stack.addWidget(self.grid)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.addWidget(self.editor)
        self._down.addWidget(self._result_side())
        self._down.setStretchFactor(1, 1)
        self._down.setSizes(self._unfolded)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self._schema_side())
        self._across.addWidget(self._down)
        self._across.setStretchFactor(1, 1)
        self._across.setSizes([TREE_WIDTH, 760])
        for splitter in (self._down, self._across):
            splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._across)

    def _schema_side(self) -> QWidget:
        side = QWidget()
        heading = QLabel(tr("Schema"))
        heading.setProperty("role", "heading")
        self.open_button = QToolButton()
        self.open_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.open_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        head = QHBoxLayout()
        head.setContentsMargins(self.host.theme.gap, 0, 0, 0)
        head.addWidget(heading, 1)
        head.addWidget(self.open_button)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.host.theme.gap)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        side.setMinimumWidth(160)
        return side

    def _result_side(self) -> QWidget:
        side = QWidget()
        self.problem = QLabel()
        self.problem.setProperty("tone", "failed")
        self.problem.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.hide()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.host.theme.gap)
        layout.addWidget(self.problem)
        layout.addWidget(self.result_stack, 1)
        return side

    def _empty_state(self) -> QWidget:
        place = QWidget()
        self.teaching = QLabel()
        self.teaching.setProperty("role", "secondary")
        self.teaching.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.teaching.setWordWrap(True)
        layout = QVBoxLayout(place)
        layout.addStretch(1)
        layout.addWidget(self.teaching)
        layout.addStretch(2)
        return place

    def _connect_signals(self) -> None:
        self.editor.fold_button.clicked.connect(lambda: self._set_query_open(not self.editor.is_open))
        self.editor.run_button.clicked.connect(self.run_query)
        self.grid.export_button.clicked.connect(self.export)
        self.grid.all_wanted.connect(self.load_all)
        self.tree.name_picked.connect(self.editor.insert_name)
        self.destroyed.connect(self._life.ask)

    def _set_query_open(self, is_open: bool) -> None:
        if self.editor.is_open and not is_open:
            self._unfolded = self._down.sizes()
        self.editor.set_open(is_open)
        head = self.editor.sizeHint().height()
        self._down.setSizes(self._unfolded if is_open else [head, max(sum(self._unfolded) - head, 1)])

    def _teach(self) -> None:
        where = (
            tr("The sample shop is open.") if not self.given else tr("{name} is open.").format(name=self.source.title)
        )
        self.teaching.setText(
            f"{where} {tr('Tables: {count}.').format(count=len(self.schema.tables))}\n"
            + tr("Ask a question below; the query is checked against the schema and only ever reads.")
        )

    # what a run says

    def begin_answer(self) -> None:
        """A round of the model begins: what streams in from now on is its query."""
        self.editor.set_sql("")
        self.say_problem("")

    def show_answer(self, sql: str, result: Mapping[str, Any]) -> None:
        """Show a query and, where it gave some, its rows."""
        if sql and sql != self.editor.sql:
            self.editor.set_sql(sql)
        if "rows" in result:
            self._result = result
            self.grid.show_result(result)
            self.result_stack.setCurrentWidget(self.grid)
            self.result_changed.emit()

    def say_problem(self, text: str) -> None:
        """Say between query and rows what is wrong with the query; empty hides the line."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # running and exporting

    def run_query(self) -> None:
        """Run what stands in the editor, with no model; while one runs, stop it."""
        if self._stop is not None:
            self._stop.ask()
            return
        sql, source, schema = self.editor.sql, self.source, self.schema
        if not sql:
            return
        stop = self._stop = Stop(parent=self._life)

        def work() -> Verification | None:
            from plugins.sql_assistant.check import check, subject_of

            with contextlib.suppress(QueryStopped):
                return check(sql, subject_of(source, schema), stop, mend="nothing")
            return None

        self.editor.set_running(True)
        self.say_problem("")
        self.host.call(work, self._ran, self._ran_not)

    def _ran(self, found: Verification | None) -> None:
        self._ended()
        if found is None:
            self.say_problem(tr("The query was stopped."))
        elif found.has_errors:
            self.say_problem(_said(found.problems))
        else:
            self.show_answer(found.output or self.editor.sql, found.result)
            self.say_problem(_said(found.problems))

    def load_all(self) -> None:
        """Run the query whose rows are shown again, and let all of them come."""
        if self._stop is not None or not self._result.get("sql"):
            return
        result, source, schema = self._result, self.source, self.schema
        folder = self.host.data_dir / "results"
        stop = self._stop = Stop(parent=self._life)

        def done(found: tuple[ResultStore, float] | None) -> None:
            self._ended()
            if found is None:
                self.say_problem(tr("The query was stopped."))
            elif result is self._result and not self._life.is_asked:
                self.grid.show_store(*found, stop)
            else:
                stop.ask()
                self.host.call(found[0].close, lambda _nothing: None)

        self.editor.set_running(True)
        self.say_problem("")
        self.host.call(lambda: all_rows(source, schema, str(result["sql"]), folder, stop), done, self._ran_not)

    def _ran_not(self, error: AppError) -> None:
        self._ended()
        self.host.show_error(error)

    def _ended(self) -> None:
        self._stop = None
        self.editor.set_running(False)

    def export(self) -> None:
        """Ask for a file and write the rows there."""
        if self.grid.model is None:
            return
        name = f"{Path(self.source.title).stem}.csv"
        asked = self.host.ask_save(tr("Export rows"), name, save_filters())
        if asked is None:
            return
        path, dialect = with_ending(asked), self.source.dialect
        columns, batches = self.grid.columns, self.grid.batches()
        self.host.call(
            lambda: write(path, columns, batches, dialect=dialect),
            lambda written: self.host.say(said_of(written, path)),
        )


def _said(problems: Iterable[Problem]) -> str:
    return "\n".join(f"{tr_said(problem.message)} {tr_said(problem.hint)}".strip() for problem in problems)
