"""The tool's page: schema on the left, query above, rows below. Everything slow goes through ``PanelHost.call``."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import qtawesome
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.api import AppError, PluginManifest, Problem, Verification
from app.api_qt import (
    AttemptStarted,
    Panel,
    PanelHost,
    RunEvent,
    RunFinished,
    TextStreamed,
    tr,
    tr_said,
)
from plugins.sql_assistant.editor_view import QueryEditor
from plugins.sql_assistant.export import write_csv
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import QueryStopped, Source, Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.sources.sqlite_files import MAGIC
from plugins.sql_assistant.tree_view import SchemaTree

TREE_WIDTH = 240
MAX_RECENT = 8
_SUFFIXES = frozenset((".sqlite", ".sqlite3", ".db", ".db3"))


class SqlPanel(Panel):
    """Schema, query and rows of one database."""

    def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
        super().__init__(manifest, host)
        self._given = ""
        self._source: Source | None = None
        self._schema: Schema | None = None
        self._recent: list[str] = []
        self._opening = 0
        self._life = Stop()
        self._stop: Stop | None = None
        self._unfolded = [180, 420]
        self.tree = SchemaTree(host.theme)
        self.editor = QueryEditor(host.theme)
        self.grid = ResultGrid(host.theme)
        self._make_actions()
        self._lay_out()
        self._connect_signals()
        self.retheme()
        self._open("")

    # what the host asks

    def inputs(self) -> dict[str, Any]:
        return {"database": self._given}

    def subject(self) -> str:
        return self._source.title if self._source else ""

    def state(self) -> dict[str, Any]:
        return {
            "database": self._given,
            "recent": self._recent,
            "across": self._across.sizes(),
            "down": self._down.sizes() if self.editor.is_open else self._unfolded,
            "query_open": self.editor.is_open,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        self._recent = [str(path) for path in state.get("recent", ()) if isinstance(path, str)][:MAX_RECENT]
        for splitter, key in ((self._across, "across"), (self._down, "down")):
            sizes = state.get(key)
            if (
                isinstance(sizes, list)
                and len(sizes) == 2
                and all(isinstance(size, int) for size in sizes)
                and any(sizes)
            ):
                splitter.setSizes(sizes)
        self._set_query_open(bool(state.get("query_open", True)))
        self._fill_recent()
        if last := str(state.get("database") or ""):
            self._open(last, quietly=True)

    def actions_for_header(self) -> Sequence[QAction]:
        return (self.open_action, self.recent_action, self.sample_action, self.run_action, self.export_action)

    def take_file(self, path: Path) -> bool:
        if path.suffix.lower() not in _SUFFIXES and not _starts_like_sqlite(path):
            return False
        self._open(str(path))
        return True

    def retheme(self) -> None:
        theme = self.host.theme
        for part in (self.tree, self.editor, self.grid):
            part.retheme(theme)
        for action, name in self._icons:
            action.setIcon(qtawesome.icon(name, color=theme.text))
        self.grid.export_button.setIcon(qtawesome.icon("mdi6.file-export-outline", color=theme.text))

    def present(self, event: RunEvent) -> None:
        match event:
            case AttemptStarted():
                self.editor.set_sql("")
                self._say_problem("")
            case TextStreamed(text=text):
                self.editor.append(text)
            case RunFinished(result=result):
                self._show(result.outcome.output, result.outcome.result)
            case _:
                return

    # parts

    def _make_actions(self) -> None:
        self.open_action = QAction(tr("Open database…"), self)
        self.open_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Open))
        self.recent_action = QAction(tr("Recent databases"), self)
        self.recent_menu = QMenu(self)
        self.recent_action.setMenu(self.recent_menu)
        self.sample_action = QAction(tr("Sample shop"), self)
        self.run_action = QAction(tr("Run query"), self)
        self.run_action.setShortcut(QKeySequence(Qt.Key.Key_F5))
        self.export_action = QAction(tr("Export rows as CSV…"), self)
        self.export_action.setShortcut(QKeySequence("Ctrl+Shift+E"))
        self.export_action.setEnabled(False)
        # Each of these has a button where its work is, so the header shows its mark alone.
        for action in (self.run_action, self.export_action):
            action.setPriority(QAction.Priority.LowPriority)
        self.addActions([self.open_action, self.run_action, self.export_action])
        self._icons = (
            (self.open_action, "mdi6.folder-open-outline"),
            (self.recent_action, "mdi6.history"),
            (self.sample_action, "mdi6.storefront-outline"),
            (self.run_action, "mdi6.play"),
            (self.export_action, "mdi6.file-export-outline"),
        )

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
        self.open_button = QToolButton()
        self.open_button.setDefaultAction(self.open_action)
        self.open_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.open_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.open_button.setMenu(self.recent_menu)
        heading = QLabel(tr("Schema"))
        heading.setProperty("role", "heading")
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
        self.open_action.triggered.connect(self._ask_open)
        self.sample_action.triggered.connect(lambda: self._open(""))
        self.run_action.triggered.connect(self.run_query)
        self.export_action.triggered.connect(self._export)
        self.editor.fold_button.clicked.connect(lambda: self._set_query_open(not self.editor.is_open))
        self.editor.run_button.clicked.connect(self.run_query)
        self.grid.export_button.clicked.connect(self._export)
        self.tree.name_picked.connect(self.editor.insert_name)
        self.destroyed.connect(self._life.ask)

    def _set_query_open(self, is_open: bool) -> None:
        if self.editor.is_open and not is_open:
            self._unfolded = self._down.sizes()
        self.editor.set_open(is_open)
        head = self.editor.sizeHint().height()
        self._down.setSizes(self._unfolded if is_open else [head, max(sum(self._unfolded) - head, 1)])

    def _say_problem(self, text: str) -> None:
        """Say between query and rows what is wrong with the query; empty hides the line."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # opening

    def _ask_open(self) -> None:
        filters = f"{tr('SQLite databases')} (*.sqlite *.sqlite3 *.db *.db3);;{tr('All files')} (*)"
        if path := self.host.ask_open(tr("Open a database"), filters):
            self._open(str(path))

    def _open(self, given: str, *, quietly: bool = False) -> None:
        """Open a file, or the sample shop for an empty name; an answer that comes late is dropped."""
        self._opening += 1
        number, data_dir = self._opening, self.host.data_dir

        def read() -> tuple[Source, Schema]:
            source = open_source(given, data_dir)
            return source, source.read_schema()

        def failed(error: AppError) -> None:
            if number == self._opening:
                self._opened_not(given, error, quietly=quietly)

        def done(found: tuple[Source, Schema]) -> None:
            if number == self._opening:
                self._opened(given, *found)

        self.host.call(read, done, failed)

    def _opened(self, given: str, source: Source, schema: Schema) -> None:
        changed = self._source is None or source.address != self._source.address
        self._given, self._source, self._schema = given, source, schema
        self.tree.show_schema(schema)
        if changed:
            self._forget_result()
        if given:
            self._remember(given)
        self._teach()
        self.subject_changed.emit()

    def _opened_not(self, given: str, error: AppError, *, quietly: bool) -> None:
        if given in self._recent:
            self._recent.remove(given)
            self._fill_recent()
        if quietly and given:
            self.host.say(
                tr("{name} could not be opened again; the sample shop is open.").format(name=Path(given).name)
            )
        else:
            self.host.show_error(error)

    def _remember(self, given: str) -> None:
        self._recent = [given, *(path for path in self._recent if path != given)][:MAX_RECENT]
        self._fill_recent()

    def _fill_recent(self) -> None:
        self.recent_menu.clear()
        for given in self._recent:
            action = self.recent_menu.addAction(Path(given).name)
            action.setToolTip(given)
            action.triggered.connect(lambda _=False, given=given: self._open(given))
        if self._recent:
            self.recent_menu.addSeparator()
        self.recent_menu.addAction(self.sample_action)

    def _teach(self) -> None:
        tables = len(self._schema.tables) if self._schema else 0
        where = tr("The sample shop is open.") if not self._given else tr("{name} is open.").format(name=self.subject())
        self.teaching.setText(
            f"{where} {tr('Tables: {count}.').format(count=tables)}\n"
            + tr("Ask a question below; the query is checked against the schema and only ever reads.")
        )

    def _forget_result(self) -> None:
        self._say_problem("")
        self.editor.set_sql("")
        self.result_stack.setCurrentIndex(0)
        self.export_action.setEnabled(False)

    # running and exporting

    def run_query(self) -> None:
        """Run what stands in the editor, with no model; while one runs, stop it."""
        if self._stop is not None:
            self._stop.ask()
            return
        sql, source, schema = self.editor.sql, self._source, self._schema
        if not sql or source is None or schema is None:
            return
        stop = self._stop = Stop(parent=self._life)

        def work() -> Verification | None:
            from plugins.sql_assistant.check import check, subject_of

            with contextlib.suppress(QueryStopped):
                return check(sql, subject_of(source, schema), stop, mend="nothing")
            return None

        self.editor.set_running(True)
        self._say_problem("")
        self.host.call(work, self._ran, self._ran_not)

    def _ran(self, found: Verification | None) -> None:
        self._stop = None
        self.editor.set_running(False)
        if found is None:
            self._say_problem(tr("The query was stopped."))
        elif found.has_errors:
            self._say_problem(_said(found.problems))
        else:
            self._show(found.output or self.editor.sql, found.result)
            self._say_problem(_said(found.problems))

    def _ran_not(self, error: AppError) -> None:
        self._stop = None
        self.editor.set_running(False)
        self.host.show_error(error)

    def _show(self, sql: str, result: Mapping[str, Any]) -> None:
        if sql and sql != self.editor.sql:
            self.editor.set_sql(sql)
        if "rows" in result:
            self.grid.show_result(result)
            self.result_stack.setCurrentWidget(self.grid)
            self.export_action.setEnabled(True)

    def _export(self) -> None:
        model = self.grid.model
        if model is None:
            return
        path = self.host.ask_save(tr("Export rows"), f"{Path(self.subject()).stem}.csv", f"{tr('CSV files')} (*.csv)")
        if path is None:
            return
        columns, rows = list(model.columns), list(model.rows)
        self.host.call(
            lambda: write_csv(path, columns, rows),
            lambda count: self.host.say(tr("{count} rows written to {path}.").format(count=f"{count:,}", path=path)),
        )


def _said(problems: Iterable[Problem]) -> str:
    return "\n".join(f"{tr_said(problem.message)} {tr_said(problem.hint)}".strip() for problem in problems)


def _starts_like_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
