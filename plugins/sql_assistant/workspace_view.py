"""One open connection: its schema on the left, its query above, what came of it below."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.api import AppError, Problem, Verification
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.change_calls import is_change, shown, switched_off
from plugins.sql_assistant.change_flow_view import ChangeFlow
from plugins.sql_assistant.export_view import Export, Rows
from plugins.sql_assistant.page_frame_view import PageFrame
from plugins.sql_assistant.query_log import QueryLog
from plugins.sql_assistant.query_tools_view import QueryTools, Subject
from plugins.sql_assistant.results.spool import all_rows
from plugins.sql_assistant.results.store import ResultStore
from plugins.sql_assistant.samples import Asked, first_rows
from plugins.sql_assistant.samples_view import show_values
from plugins.sql_assistant.schema import ForeignKey, Schema
from plugins.sql_assistant.sources.base import QueryStopped, Source, Stop

if TYPE_CHECKING:
    from plugins.sql_assistant.diagram_view import DiagramView
    from plugins.sql_assistant.writing.difference import Difference

_FIRST_ROWS = 100
_NOTES = 6
_DRAWN_MS = 80
"""After which a page that is brought to the front is drawn."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run of the tool gave: the question that was asked, and how it ended."""

    question: str
    sql: str
    status: str
    result: Mapping[str, Any]


class Workspace(PageFrame):
    """Schema, query and result of one connection. ``hold`` gives the page that is whole its connection.

    Attributes:
        given: what opened it, as it is given to the tool; empty for the sample shop.
        has_files: whether it was read from files that can be read otherwise.

    Signals:
        result_changed: there are rows to export now, or none any more.
        fix_wanted: the query in the editor failed, and the person wants it mended.
        allow_wanted: a change was wanted where none is allowed, and the person wants to see what is.
        changed: the person wrote to the database.
    """

    result_changed = Signal()
    fix_wanted = Signal()
    allow_wanted = Signal()
    changed = Signal()
    source: Source
    schema: Schema

    def __init__(self, host: PanelHost, log: QueryLog, parent: QWidget | None = None) -> None:
        super().__init__(host, log, parent)
        self.given = ""
        self.question = ""
        """The last question that was answered here, so that it can be understood alone."""
        self._notes: Sequence[str] = ()
        self.has_files = False
        self._life = Stop()
        self._stop: Stop | None = None
        self._result: Mapping[str, Any] = {}
        self.diagram: DiagramView | None = None
        self.changes = ChangeFlow(host, self, self._life)
        self.tools = QueryTools(host, self, self._life)
        self.pieces.append(self._finish)
        self.destroyed.connect(self._life.ask)

    def hold(self, given: str, source: Source, schema: Schema) -> None:
        """Belong to a connection from now on; ``refresh`` shows it. What is not built yet is built at once."""
        while not self.is_whole:
            self.build_next()
        self.given, self.source, self.schema = given, source, schema

    def refresh(self, source: Source, schema: Schema, keys: tuple[ForeignKey, ...]) -> None:
        """Show what the connection holds; ``keys`` as in ``Opened``."""
        self.source, self.schema = source, schema
        self.tree.show_schema(schema, keys)
        # The page is drawn first: each of these takes a moment.
        for turn, prepare in enumerate(
            (
                lambda: self.editor.set_language(source.dialect, schema),
                self.below.prepare,
                self.tree.model.prepare,
            ),
            1,
        ):
            QTimer.singleShot(turn * _DRAWN_MS, self, prepare)
        self.side.show_address(source.address)
        self.changes.look(source.address)
        if self.diagram is not None:
            self.diagram.show_schema(schema)
        self._teach()

    def close_down(self) -> None:
        """End what still runs; for the end of the workspace."""
        self._life.ask()
        self.below.close_down()

    # parts

    def _finish(self) -> None:
        self._export = Export(self.host, self.below.activity, self._life)
        self._connect_signals()

    def _connect_signals(self) -> None:
        self.editor.fold_button.clicked.connect(lambda: self.set_query_open(not self.editor.is_open))
        self.editor.run_button.clicked.connect(self.run_query)
        self.below.export_wanted.connect(self.export)
        self.below.all_wanted.connect(self.load_all)
        self.tree.name_picked.connect(self.editor.insert_name)
        self.tree.diagram_wanted.connect(self.show_diagram)
        self.side.diagram_button.toggled.connect(
            lambda is_shown: self.show_diagram() if is_shown else self._leave_diagram()
        )
        self.tree.rows_wanted.connect(self.show_rows_of)
        self.tree.values_wanted.connect(self.show_values_of)
        self.side.query_picked.connect(self.editor.set_sql)
        self.side.run_requested.connect(self._run_picked)
        self.below.words_wanted.connect(self._find_words)
        self.below.plan_wanted.connect(lambda: self._find_plan(str(self._result.get("sql") or "")))
        self.below.fix_wanted.connect(self.fix_wanted)
        self.below.allow_wanted.connect(self.allow_wanted)
        self.changes.switched.connect(self._show_rights)
        self.changes.written.connect(self._written)

    def _teach(self) -> None:
        where = (
            tr("The sample shop is open.") if not self.given else tr("{name} is open.").format(name=self.source.title)
        )
        self.below.teaching.setText(
            f"{where} {tr('Tables: {count}.').format(count=len(self.schema.tables))}\n"
            + (
                tr("Ask a question below. Writing is allowed here: each change is shown and asked first.")
                if self.changes.may_write
                else tr("Ask a question below; the query is checked against the schema and only ever reads.")
            )
            + "".join(f"\n{tr_said(note)}" for note in self._notes[:_NOTES])
        )

    def say_notes(self, notes: Sequence[str], *, has_files: bool) -> None:
        """Say how the files of this connection were read, if it has any."""
        self._notes, self.has_files = notes, has_files
        self._teach()

    # the diagram

    def show_diagram(self, table: str = "") -> None:
        """Show how the tables are tied, in the place of query and result; those around one, where it is named."""
        if self.diagram is None:
            from plugins.sql_assistant.diagram_view import DiagramView  # many never want it

            self.diagram = DiagramView(self.host)
            self.diagram.table_picked.connect(self.tree.go_to)
            self.diagram.closed.connect(lambda: self.side.diagram_button.setChecked(False))
            self.diagram.show_schema(self.schema)
            self.retheming.append(self.diagram.retheme)
            self.middle.addWidget(self.diagram)
        if table:
            self.diagram.go_to(table)
        self.middle.setCurrentWidget(self.diagram)
        self.side.diagram_button.setChecked(True)

    def _leave_diagram(self) -> None:
        self.middle.setCurrentWidget(self._down)

    # what a run says

    def begin_answer(self) -> None:
        """A round of the model begins: what streams in from now on is its query."""
        self.side.diagram_button.setChecked(False)
        self.editor.set_sql("")
        self.say_problem("")

    def take_answer(self, answer: Answer) -> None:
        """Show and keep what a run of the tool gave."""
        self.question = answer.question
        self.show_answer(answer.sql, answer.result)
        self._record(answer)

    def show_answer(self, sql: str, result: Mapping[str, Any]) -> None:
        """Show a query and, where it gave some, its rows."""
        if sql and sql != self.editor.sql:
            self.editor.set_sql(sql)
        if "rows" in result:
            self._result = result
            self.below.show_result(result)
            self.result_changed.emit()

    def say_problem(self, text: str, *, can_fix: bool = False) -> None:
        """Say between query and rows what is wrong with the query; empty hides the line."""
        self.below.say_problem(text, can_fix=can_fix)

    def _record(self, answer: Answer) -> None:
        """Keep the query in the history of this connection."""
        log, address, result = self._log, self.source.address, answer.result
        if answer.sql:
            self.host.call(
                lambda: log.record(
                    address,
                    answer.sql,
                    question=answer.question,
                    elapsed_s=result.get("elapsed_s"),
                    row_count=result.get("row_count"),
                    status=answer.status,
                ),
                lambda _nothing: self.side.refresh_queries(),
            )

    def save_query(self) -> None:
        """Ask for a name and keep the query in the editor under it."""
        self.side.queries.ask_to_save(self.editor.sql, self.question)

    def _find_words(self) -> None:
        """Tell the query whose result is shown in plain words."""
        result = self._result

        def done(lines: list[str]) -> None:
            if result is self._result:
                self.below.show_words(lines)

        self.tools.tell(str(result.get("sql") or ""), self.source.dialect, done)

    def explain_query(self) -> None:
        """Say how the engine would run what stands in the editor, without running it."""
        if sql := self.editor.to_run:
            self.say_problem("")
            self._find_plan(sql)

    def _find_plan(self, sql: str) -> None:
        def failed(problem: Problem) -> None:
            self.say_problem(_said([problem]), can_fix=True)
            self.editor.show_problem(problem)

        self.tools.explain(Subject(sql, self.source, self.schema), self.below.show_plan, failed)

    def translate_query(self, dialect: str, title: str) -> None:
        """Show what stands in the editor as another engine would have it."""
        if sql := self.editor.to_run:
            self.tools.translate(Subject(sql, self.source, self.schema), dialect, title)

    # running

    def _run_picked(self, sql: str) -> None:
        self.editor.set_sql(sql)
        self.run_query()

    def run_query(self) -> None:
        """Run what stands in the editor, with no model; while one runs, stop it."""
        if self._stop is not None:
            self._stop.ask()
            return
        sql, source, schema = self.editor.to_run, self.source, self.schema
        if not sql:
            return
        stop = self._stop = Stop(parent=self._life)

        data_dir = self.host.data_dir

        def work() -> Verification | Difference | Problem | None:
            from plugins.sql_assistant.check import check, subject_of

            if is_change(sql, source.dialect):
                return shown(sql, source, schema, data_dir, stop)
            with contextlib.suppress(QueryStopped):
                return check(sql, subject_of(source, schema), stop, mend="nothing")
            return None

        self.editor.set_running(True)
        self.editor.show_problem(None)
        self.say_problem("")
        self.host.call(work, lambda found: self._ran(sql, found), self._ran_not)

    def _ran(self, sql: str, found: Verification | Difference | Problem | None) -> None:
        self._ended()
        if found is None:
            self.say_problem(tr("The query was stopped."))
            self._record(Answer("", sql, "stopped", {}))
        elif isinstance(found, Problem):
            self._say_refused(found)
        elif not isinstance(found, Verification):
            self.changes.show(found, self.source, self.schema)
        elif found.has_errors:
            self.say_problem(_said(found.problems), can_fix=True)
            self.editor.show_problem(next(one for one in found.problems if one.severity == "error"))
            self._record(Answer("", sql, "failed", {}))
        else:
            self.show_answer("", found.result)
            self.say_problem(_said(found.problems))
            self._record(Answer("", found.output or sql, "verified", found.result))

    def _written(self, found: Difference) -> None:
        self._record(Answer("", found.sql, "verified", {"row_count": found.affected}))
        self.changed.emit()

    def take_change(self, sql: str, *, is_new: bool) -> None:
        """Show a change that a model proposes; what it would do is asked anew, since an old one may do something else now."""
        self.editor.set_sql(sql)
        if is_new:
            self.run_query()

    def say_switched_off(self) -> None:
        """Say that a change was asked for and could only be read, and offer to see what is allowed."""
        if not self.changes.may_write and (found := switched_off(self.source)):
            self._say_refused(found)

    def _say_refused(self, problem: Problem) -> None:
        """Say why a change is not made; where a switch is all that is missing, the way to it is a button."""
        if problem == switched_off(self.source):
            self.below.say_problem(tr_said(problem.message), can_allow=True)
        else:
            self.say_problem(_said([problem]))
            self.editor.show_problem(problem)

    def _show_rights(self, may_write: bool) -> None:
        if may_write and self.below.offers_to_allow:
            self.say_problem("")
        self.side.write_mark.setVisible(may_write)
        self._teach()

    def show_rows_of(self, name: str) -> None:
        """Write the query for the first rows of a table and run it."""
        source, table = self.source, self.schema.table(name)
        if table is not None:
            self.host.call(lambda: first_rows(source, table, _FIRST_ROWS), self._run_picked)

    def show_values_of(self, name: str, column: str) -> None:
        """Show what stands in a column, in a window of its own; closing that ends the reading."""
        if table := self.schema.table(name):
            beside = self.tree.mapToGlobal(QPoint(self.tree.width(), 0))
            show_values(
                self.host, self, beside, Asked(self.source, self.schema, table, column, Stop(parent=self._life))
            )

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
        if self.has_rows and self.grid.model is not None:
            rows = Rows(self.grid.columns, self.grid.batches(), self.grid.model.rowCount(), self.source.dialect)
            self._export.ask(rows, f"{Path(self.source.title).stem}.csv")


def _said(problems: Iterable[Problem]) -> str:
    return "\n".join(f"{tr_said(problem.message)} {tr_said(problem.hint)}".strip() for problem in problems)
