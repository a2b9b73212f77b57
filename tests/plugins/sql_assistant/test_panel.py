"""The page with real widgets and real databases; the window around it is a fake that calls at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from app.api_qt import AttemptStarted, Progressed, RouteChosen, RunFinished, RunResult, TextStreamed
from app.core.manifest import load_manifest
from app.core.result import Outcome, Problem
from app.errors import AppError
from app.ui.theme import DARK, LIGHT, Theme
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.panel import SqlPanel
from plugins.sql_assistant.samples_view import SamplesPopup
from plugins.sql_assistant.tree_model_view import Role

MANIFEST = load_manifest(Path(__file__).resolve().parents[3] / "plugins" / "sql_assistant" / "plugin.toml")


class Host:
    """A window that does at once what the real one does in the background; ``later`` keeps calls back instead."""

    def __init__(self, data_dir: Path) -> None:
        self.theme: Theme = LIGHT
        self.data_dir = data_dir
        self.settings: Mapping[str, Any] = {}
        self.errors: list[AppError] = []
        self.said: list[str] = []
        self.answer: Path | None = None
        self.later: list[Callable[[], None]] | None = None
        self.prompt = ""

    def save_settings(self, **values: Any) -> None:
        self.settings = {**self.settings, **values}

    def set_prompt(self, text: str) -> None: ...

    def run(self) -> None: ...

    def call(
        self, function: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[AppError], None] | None = None
    ) -> None:
        if self.later is not None:
            self.later.append(lambda: self._call(function, done, failed))
        else:
            self._call(function, done, failed)

    def _call(
        self, function: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[AppError], None] | None
    ) -> None:
        try:
            value = function()
        except AppError as error:
            (failed or self.show_error)(error)
        else:
            done(value)

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)

    def say(self, text: str) -> None:
        self.said.append(text)

    def secret(self, name: str) -> str | None:
        return None

    def ask_open(self, caption: str, filters: str) -> Path | None:
        return self.answer

    def ask_save(self, caption: str, name: str, filters: str) -> Path | None:
        return self.answer

    def confirm(self, title: str, text: str, action: str) -> bool:
        return True


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path / "data")


@pytest.fixture
def panel(qtbot: QtBot, host: Host) -> SqlPanel:
    made = SqlPanel(MANIFEST, host)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


def tables(panel: SqlPanel) -> list[tuple[str, str]]:
    model = panel.tree.model
    lines = [model.index(row, 0) for row in range(model.rowCount())]
    return [(line.data(), line.data(Role.MEASURE)) for line in lines]


def cell(panel: SqlPanel, row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> Any:
    model = panel.grid.model
    assert model is not None
    return model.data(model.index(row, column), role)


def finished(sql: str, **result: Any) -> RunFinished:
    whole = {"sql": sql, "truncated": False, "elapsed_s": 0.002, "row_count": len(result["rows"]), **result}
    return RunFinished("r", RunResult("r", "sql_assistant", "local", "m", "", Outcome("verified", sql, whole)))


def run(panel: SqlPanel, sql: str) -> None:
    panel.editor.set_sql(sql)
    panel.run_action.trigger()


def test_at_first_the_sample_shop_is_open(panel: SqlPanel) -> None:
    assert panel.subject() == "shop.sqlite"
    assert panel.inputs() == {"database": ""}
    assert ("customers", "90") in tables(panel)
    assert "sample shop" in panel.workspace.below.teaching.text()


def test_opening_a_file_changes_schema_subject_and_inputs(
    panel: SqlPanel, host: Host, small: Path, qtbot: QtBot
) -> None:
    host.answer = small
    with qtbot.waitSignal(panel.subject_changed):
        panel.open_action.trigger()
    assert panel.subject() == "small.sqlite"
    assert panel.inputs() == {"database": str(small)}
    assert tables(panel)[0] == ("customer", "3")


def test_a_file_that_is_no_database_is_an_error_and_the_old_one_stays(
    panel: SqlPanel, host: Host, tmp_path: Path
) -> None:
    host.answer = tmp_path / "text.db"
    host.answer.write_text("hello")
    panel.open_action.trigger()
    assert "is not a SQLite database" in host.errors[0].message
    assert panel.subject() == "shop.sqlite"


def test_an_answer_that_comes_late_does_not_replace_a_newer_one(panel: SqlPanel, host: Host, small: Path) -> None:
    host.later = []
    panel.take_file(small)
    panel.sample_action.trigger()
    late, newest = host.later
    newest()
    late()
    assert panel.subject() == "shop.sqlite"


def test_a_dropped_database_is_taken_and_anything_else_is_not(panel: SqlPanel, small: Path, tmp_path: Path) -> None:
    unnamed = tmp_path / "data.bin"
    unnamed.write_bytes(small.read_bytes())
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    assert panel.take_file(unnamed)
    assert panel.subject() == "data.bin"
    assert not panel.take_file(text)
    assert not panel.take_file(tmp_path / "missing.txt")


def test_recent_files_and_sizes_come_back(panel: SqlPanel, host: Host, small: Path, qtbot: QtBot) -> None:
    panel.take_file(small)
    panel.editor.fold_button.click()
    state = panel.state()
    again = SqlPanel(MANIFEST, host)
    qtbot.addWidget(again)
    again.restore(state)
    assert again.subject() == "small.sqlite"
    assert not again.editor.is_open
    assert again.recent_menu.actions()[0].text() == "small.sqlite"


def test_a_file_that_is_gone_after_a_restart_leaves_the_sample_open(
    panel: SqlPanel, host: Host, tmp_path: Path
) -> None:
    panel.restore(
        {"database": str(tmp_path / "gone.db"), "recent": [str(tmp_path / "gone.db")], "across": "odd", "down": [1]}
    )
    assert panel.subject() == "shop.sqlite"
    assert host.errors == []
    assert "gone.db could not be opened again" in host.said[0]


def test_the_answer_streams_into_the_editor_and_the_result_into_the_grid(panel: SqlPanel) -> None:
    panel.present(AttemptStarted("r", 1))
    for piece in ("SELECT", " COUNT ( * )", " FROM customers"):
        panel.present(TextStreamed("r", piece))
    assert panel.editor.sql == "SELECT COUNT ( * ) FROM customers"
    panel.present(finished("SELECT\n  COUNT(*)\nFROM customers", columns=["COUNT(*)"], rows=[[90]]))
    assert panel.editor.sql == "SELECT\n  COUNT(*)\nFROM customers"
    assert cell(panel, 0, 0) == "90"
    assert panel.grid.footer.text() == "1 row · 2 ms"


def test_an_edited_query_runs_without_a_model(panel: SqlPanel) -> None:
    run(panel, "select first_name, null as n, 1.5 as x from customers order by id limit 2")
    assert panel.grid.model is not None
    assert panel.grid.model.columns == ["first_name", "n", "x"]
    assert cell(panel, 0, 1) == "NULL"
    right = cell(panel, 0, 2, Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight.value
    assert panel.problem.isHidden()


def test_an_edited_query_is_held_to_the_same_policy(panel: SqlPanel, host: Host) -> None:
    with closing(sqlite3.connect(host.data_dir / "shop.sqlite")) as connection:
        before = list(connection.iterdump())
        run(panel, "DELETE FROM customers")
        assert "Nothing was written" in panel.problem.text()
        assert list(connection.iterdump()) == before
    run(panel, "SELECT cty FROM customers")
    assert "Did you mean city?" in panel.problem.text()


def test_the_button_stops_a_query_that_runs(panel: SqlPanel, host: Host) -> None:
    host.later = []
    run(panel, "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r")
    assert panel.editor.run_button.text() == "Stop query"
    panel.editor.run_button.click()
    host.later[0]()
    assert panel.problem.text() == "The query was stopped."
    assert panel.editor.run_button.text() == "Run query"


def test_f5_runs_the_query(panel: SqlPanel, qtbot: QtBot) -> None:
    panel.editor.set_sql("SELECT 7 AS seven")
    panel.activateWindow()
    panel.editor.edit.setFocus()
    qtbot.waitActive(panel)
    qtbot.keyClick(panel.editor.edit, Qt.Key.Key_F5)
    assert cell(panel, 0, 0) == "7"


def test_a_click_sorts_and_null_comes_first(panel: SqlPanel) -> None:
    panel.present(finished("x", columns=["a", "b"], rows=[[10, "x"], [None, "y"], [9, "z"]]))
    panel.grid.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [cell(panel, row, 0) for row in range(3)] == ["NULL", "9", "10"]
    panel.grid.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [cell(panel, row, 1) for row in range(3)] == ["x", "z", "y"]


def test_copying_puts_the_selection_on_the_clipboard(panel: SqlPanel, qtbot: QtBot) -> None:
    panel.present(finished("x", columns=["a", "b"], rows=[[1, "x"], [2, None]]))
    panel.grid.table.selectAll()
    qtbot.keyClick(panel.grid.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1\tx\n2\t"


def test_cut_rows_are_said(panel: SqlPanel) -> None:
    panel.present(finished("x", columns=["a"], rows=[[1]] * 10_000, truncated=True))
    assert panel.grid.footer.text().startswith("10,000 rows")
    assert "only the first 10,000" in panel.grid.cut_note.text()


def test_all_rows_of_a_cut_result_can_be_loaded(panel: SqlPanel, qtbot: QtBot) -> None:
    run(panel, "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 30000) SELECT n FROM r")
    assert "only the first 10,000" in panel.grid.cut_note.text()
    panel.grid.all_button.click()
    qtbot.waitUntil(lambda: panel.grid.footer.text().startswith("30,000 rows"))
    qtbot.waitUntil(lambda: panel.grid.state.text() == "")
    assert cell(panel, 29_999, 0) == "30000"
    assert panel.grid.all_button.isHidden()
    assert panel.grid.cut_note.text() == ""
    assert panel.editor.run_button.text() == "Run query"
    panel.grid.close_down()


def test_rows_are_exported(panel: SqlPanel, host: Host, tmp_path: Path) -> None:
    assert not panel.export_action.isEnabled()
    panel.present(finished("x", columns=["a", "b"], rows=[[1, "x"], [2, None]]))
    host.answer = tmp_path / "out.csv"
    panel.export_action.trigger()
    assert host.answer.read_text(encoding="utf-8").splitlines() == ["a,b", "1,x", "2,"]
    assert host.said == [f"2 rows written to {host.answer}."]


def test_the_filter_keeps_tables_and_columns_that_match(panel: SqlPanel, qtbot: QtBot) -> None:
    panel.tree.filter.setText("rating")
    qtbot.waitUntil(lambda: [name for name, _ in tables(panel)] == ["reviews"])


def test_a_double_click_puts_the_name_into_the_query(panel: SqlPanel) -> None:
    panel.editor.set_sql("SELECT  FROM customers")
    cursor = panel.editor.edit.textCursor()
    cursor.setPosition(7, QTextCursor.MoveMode.MoveAnchor)
    panel.editor.edit.setTextCursor(cursor)
    panel.tree.tree.doubleClicked.emit(panel.tree.model.column_index("customers", "city"))
    assert panel.editor.sql == "SELECT city FROM customers"


def test_folding_gives_the_room_to_the_rows_and_unfolding_gives_it_back(panel: SqlPanel) -> None:
    before = panel.editor.height()
    panel.editor.fold_button.click()
    assert panel.editor.edit.isHidden()
    panel.editor.fold_button.click()
    assert panel.editor.height() == before


def test_colours_follow_the_theme(panel: SqlPanel, host: Host) -> None:
    panel.present(finished("x", columns=["a"], rows=[[None]]))
    host.theme = DARK
    panel.retheme()
    assert cell(panel, 0, 0, Qt.ItemDataRole.ForegroundRole).color().name().upper() == DARK.secondary


def test_header_actions_have_words_icons_and_shortcuts(panel: SqlPanel) -> None:
    actions = panel.actions_for_header()
    assert all(action.text() and not action.icon().isNull() for action in actions)
    assert {action.shortcut().toString() for action in actions} >= {"Ctrl+O", "F5"}


def test_each_database_has_a_tab_of_its_own(panel: SqlPanel, host: Host, small: Path) -> None:
    assert panel.tabs.isHidden()
    run(panel, "SELECT 1 AS one")
    panel.take_file(small)
    assert [panel.tabs.tabText(number) for number in range(panel.tabs.count())] == ["shop.sqlite", "small.sqlite"]
    assert not panel.tabs.isHidden()
    assert panel.inputs() == {"database": str(small)}
    assert not panel.export_action.isEnabled()
    panel.tabs.setCurrentIndex(0)
    assert (panel.subject(), panel.editor.sql) == ("shop.sqlite", "SELECT 1 AS one")
    assert panel.export_action.isEnabled()


def test_a_run_that_was_asked_in_one_tab_answers_there(panel: SqlPanel, small: Path) -> None:
    panel.take_file(small)
    panel.present(AttemptStarted("r", 1))
    panel.tabs.setCurrentIndex(0)
    panel.present(finished("SELECT 2", columns=["2"], rows=[[2]]))
    assert panel.editor.sql == ""
    panel.tabs.setCurrentIndex(1)
    assert panel.editor.sql == "SELECT 2"


def test_closing_a_tab_leaves_the_others_and_the_last_one_stays(panel: SqlPanel, small: Path) -> None:
    panel.take_file(small)
    panel.close_tab(0)
    assert (panel.subject(), panel.tabs.count()) == ("small.sqlite", 1)
    panel.close_tab(0)
    assert panel.subject() == "small.sqlite"


def test_open_tabs_come_back_after_a_restart(panel: SqlPanel, host: Host, small: Path, qtbot: QtBot) -> None:
    panel.take_file(small)
    panel.tabs.setCurrentIndex(0)
    again = SqlPanel(MANIFEST, host)
    qtbot.addWidget(again)
    again.restore(panel.state())
    assert [workspace.given for workspace in again.workspaces] == ["", str(small)]
    assert again.subject() == "shop.sqlite"


def test_a_question_is_asked_with_the_query_that_it_may_follow(panel: SqlPanel) -> None:
    panel.present(finished("SELECT 1", columns=["1"], rows=[[1]], question="How many?"))
    panel.editor.set_sql("SELECT 2")
    assert panel.inputs() == {"database": "", "previous_question": "How many?", "previous_query": "SELECT 2"}


def test_what_cannot_be_answered_is_said_and_the_query_stays(panel: SqlPanel) -> None:
    panel.editor.set_sql("SELECT 1")
    told = {"answerable": False, "reason": "no weather", "sql": ""}
    refused = Outcome(
        "unverified", "-- CANNOT ANSWER: no weather", told, (Problem("No weather here.", severity="warning"),)
    )
    panel.present(RunFinished("r", RunResult("r", "sql_assistant", "local", "m", "", refused)))
    assert panel.problem.text() == "No weather here."
    assert panel.editor.sql == "SELECT 1"


def test_the_notes_of_the_connection_open_with_the_selected_table(panel: SqlPanel) -> None:
    panel.tree.go_to("products", "id")
    panel.notes_action.trigger()
    assert panel.dialogs.shown.table.currentText() == "products"
    panel.dialogs.shown.reject()


def pages(panel: SqlPanel) -> dict[str, int]:
    tabs = panel.workspace.below.tabs
    return {tabs.tabText(number): number for number in range(tabs.count())}


def test_a_result_is_drawn_when_its_chart_is_first_looked_at(panel: SqlPanel) -> None:
    run(panel, "SELECT country, COUNT(*) AS n FROM customers GROUP BY country")
    below = panel.workspace.below
    assert below.chart.chart is None
    below.tabs.setCurrentIndex(pages(panel)["Chart"])
    assert below.chart.chart is not None
    assert below.chart.chart.kind == "bar"


def test_the_query_is_told_in_words_and_anew_for_the_next_one(panel: SqlPanel) -> None:
    run(panel, "SELECT city FROM customers")
    below = panel.workspace.below
    below.tabs.setCurrentIndex(pages(panel)["In words"])
    assert below.words.text() == "Shows city from customers."
    run(panel, "SELECT name FROM products")
    assert below.words.text() == "Shows name from products."


def test_what_ran_is_in_the_history_of_its_connection_and_comes_back_from_it(panel: SqlPanel, small: Path) -> None:
    run(panel, "SELECT name FROM products")
    run(panel, "SELECT nothing FROM products")
    panel.present(finished("SELECT city FROM customers", columns=["city"], rows=[["Rome"]], question="Which cities?"))
    panel.take_file(small)
    run(panel, "SELECT city FROM customer")
    queries = panel.workspaces[0].side.queries
    kept = queries.log.recent(panel.workspaces[0].source.address)
    assert [(one.sql, one.question, one.status) for one in kept] == [
        ("SELECT city FROM customers", "Which cities?", "verified"),
        ("SELECT nothing FROM products", "", "failed"),
        ("SELECT\n  name\nFROM products", "", "verified"),
    ]
    queries.run_requested.emit(kept[2].sql)
    assert panel.workspaces[0].grid.columns == ["name"]


def test_a_failed_query_can_be_given_back_to_be_mended_and_a_stopped_one_not(panel: SqlPanel, qtbot: QtBot) -> None:
    run(panel, "SELECT nothing FROM products")
    below = panel.workspace.below
    assert not below.fix_button.isHidden()
    with qtbot.waitSignal(panel.workspace.fix_wanted):
        below.fix_button.click()
    run(panel, "SELECT name FROM products")
    assert below.fix_button.isHidden()


def test_opening_says_what_it_is_at_and_can_be_stopped(
    panel: SqlPanel, host: Host, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "towns.csv"
    table.write_text("name,people\nRome,2800000\n")
    host.later = []
    panel.openings.open(str(table))
    assert panel.activity.label.text() == "Opening towns.csv…"
    qtbot.waitUntil(panel.activity.isVisible)
    panel.activity.stop_button.click()
    host.later.pop()()
    assert panel.activity.isHidden()
    assert host.said == ["towns.csv was not opened."]
    assert panel.subject() == "shop.sqlite"
    panel.openings.open(str(table))
    host.later.pop()()
    qtbot.waitUntil(lambda: panel.subject() == "towns.csv")


def test_a_page_is_built_in_pieces_while_its_database_is_read(
    panel: SqlPanel, host: Host, small: Path, qtbot: QtBot
) -> None:
    host.later = []
    panel.openings.open(str(small))
    qtbot.waitUntil(lambda: panel.builder.has_begun and not panel.builder.is_busy)
    host.later.pop()()
    assert panel.subject() == "shop.sqlite", "the page is not yet in front"
    qtbot.waitUntil(lambda: panel.subject() == small.name)
    qtbot.waitUntil(lambda: panel.tree.model.rowCount() > 0)
    assert not panel.builder.has_begun


def test_a_database_that_is_opened_twice_at_once_has_one_page(
    panel: SqlPanel, host: Host, small: Path, qtbot: QtBot
) -> None:
    host.later = []
    for _ in range(2):
        panel.openings.open(str(small))
    qtbot.waitUntil(lambda: panel.builder.has_begun)
    for opening in host.later:
        opening()
    panel.retheme()
    qtbot.waitUntil(lambda: not panel.builder.is_busy)
    assert [workspace.source.title for workspace in panel.workspaces] == ["shop.sqlite", small.name]


def test_a_page_that_is_no_longer_wanted_serves_the_next_database(
    panel: SqlPanel, host: Host, small: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    host.later = []
    panel.openings.open(str(tmp_path / "none.sqlite"))
    qtbot.waitUntil(lambda: panel.builder.has_begun and not panel.builder.is_busy)
    host.later.pop()()
    assert len(host.errors) == 1
    spare = panel.builder.spare
    panel.openings.open(str(small))
    host.later.pop()()
    qtbot.waitUntil(lambda: panel.subject() == small.name)
    assert spare is not None
    assert panel.workspace is spare


def test_of_several_statements_the_one_at_the_cursor_runs_and_all_stay(panel: SqlPanel) -> None:
    written = "SELECT name FROM products;\nSELECT city FROM customers"
    run(panel, written)
    assert panel.grid.columns == ["city"]
    assert panel.editor.sql == written


def test_what_is_wrong_with_a_query_is_marked_in_it(panel: SqlPanel) -> None:
    run(panel, "SELECT nme FROM products")
    marked = [one.cursor.selectedText() for one in panel.editor.edit.extraSelections()]
    assert "nme" in marked


def test_the_first_rows_of_a_table_are_a_query_that_runs(panel: SqlPanel) -> None:
    panel.tree.rows_wanted.emit("products")
    assert panel.editor.sql == 'SELECT\n  *\nFROM "products"\nLIMIT 100'
    assert "price" in panel.grid.columns


def test_what_stands_in_a_column_is_shown_beside_the_tree(panel: SqlPanel, qtbot: QtBot) -> None:
    panel.tree.values_wanted.emit("customers", "country")
    popup = panel.findChild(SamplesPopup)
    assert popup is not None
    first = popup.table.item(0, 0)
    assert first is not None
    assert popup.table.rowCount() > 3
    assert popup.note.text() == "Of all 90 rows."
    assert popup.facts.text().endswith(" · none is NULL")
    popup.close()


def test_notes_open_at_the_table_whose_menu_was_used(panel: SqlPanel) -> None:
    panel.tree.notes_wanted.emit("orders")
    assert panel.dialogs.shown.table.currentText() == "orders"
    panel.dialogs.shown.reject()


def test_the_plan_of_a_result_is_told_when_it_is_looked_at(panel: SqlPanel) -> None:
    run(panel, "SELECT name FROM products ORDER BY price")
    below = panel.workspace.below
    below.tabs.setCurrentIndex(pages(panel)["Plan"])
    assert below.plan is not None
    assert "products" in below.plan.plan.summary[0]


def test_a_query_can_be_explained_without_running_it(panel: SqlPanel) -> None:
    panel.editor.set_sql("SELECT COUNT(*) FROM orders")
    panel.explain_action.trigger()
    assert panel.workspace.below.plan.plan.sql.startswith("SELECT")
    assert panel.grid.model is None
    panel.editor.set_sql("SELECT nothing FROM orders")
    panel.explain_action.trigger()
    assert "nothing" in panel.problem.text()


def test_mending_gives_the_tool_the_query_in_place_of_a_question(panel: SqlPanel, host: Host) -> None:
    given: list[dict[str, Any]] = []
    host.run = lambda: given.append(panel.inputs())  # type: ignore[method-assign]
    run(panel, "SELECT nme FROM products")
    panel.workspace.below.fix_button.click()
    assert given == [{"database": "", "query": "SELECT nme FROM products", "fix": True}]
    assert "fix" not in panel.inputs()


def test_the_diagram_takes_the_place_of_the_query_until_it_is_left_or_a_question_is_asked(panel: SqlPanel) -> None:
    workspace = panel.workspace
    panel.tree.diagram_wanted.emit("orders")
    assert workspace.middle.currentWidget() is workspace.diagram
    assert set(workspace.diagram.cards) >= {"orders", "customers"}
    workspace.diagram.closed.emit()
    assert workspace.middle.currentWidget() is not workspace.diagram
    workspace.side.diagram_button.click()
    panel.present(AttemptStarted("r", 1))
    assert workspace.middle.currentWidget() is not workspace.diagram


def test_files_that_are_dropped_together_are_one_database_and_databases_their_own(
    panel: SqlPanel, small: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("id,name\n1,x\n", encoding="utf-8")
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    left = panel.take_files([tmp_path / "a.csv", small, text, tmp_path / "b.csv"])
    assert left == [text]
    assert [workspace.source.title for workspace in panel.workspaces] == ["shop.sqlite", "small.sqlite", "a.csv +1"]
    assert [name for name, _ in tables(panel)] == ["a", "b"]


def test_what_was_found_in_files_is_said_and_can_be_changed(panel: SqlPanel, tmp_path: Path) -> None:
    table = tmp_path / "days.csv"
    table.write_text("id,day\n1,01/02/2024\n2,03/04/2024\n", encoding="utf-8")
    panel.take_file(table)
    assert panel.subject() == "shop.sqlite", "what is doubtful is shown first"
    panel.dialogs.shown.accept_button.click()
    assert "two ways" in panel.workspace.below.teaching.text()
    assert panel.files_action.isEnabled()
    panel.files_action.trigger()
    box = panel.dialogs.shown.table.cellWidget(0, 1)
    box.setCurrentIndex(box.findData("DATE"))
    box.activated.emit(box.currentIndex())
    panel.dialogs.shown.accept_button.click()
    assert panel.workspace.schema.tables[0].columns[1].type == "DATE"
    panel.tabs.setCurrentIndex(0)
    assert not panel.files_action.isEnabled()


def test_an_old_run_opens_its_database_before_it_is_shown(panel: SqlPanel, host: Host, small: Path) -> None:
    host.later = []
    panel.fill({"question": "?", "database": str(small)})
    assert panel.inputs() == {"database": str(small)}
    panel.present(finished("SELECT city FROM customer", columns=["city"], rows=[["Rome"]]))
    assert panel.subject() == "shop.sqlite"
    waiting, host.later = host.later, None
    waiting.pop()()
    assert panel.subject() == "small.sqlite"
    assert panel.editor.sql == "SELECT city FROM customer"
    panel.fill({"question": "a sample"})
    assert panel.subject() == "small.sqlite"


def test_an_old_run_of_a_database_that_is_gone_is_shown_all_the_same(
    panel: SqlPanel, host: Host, tmp_path: Path
) -> None:
    host.later = []
    panel.fill({"database": str(tmp_path / "gone.sqlite")})
    panel.present(finished("SELECT city FROM customer", columns=["city"], rows=[["Rome"]]))
    waiting, host.later = host.later, None
    waiting.pop()()
    assert "gone.sqlite" in host.errors[0].message
    assert cell(panel, 0, 0) == "Rome"


def test_no_password_is_kept_of_what_was_opened(panel: SqlPanel, host: Host) -> None:
    host.later = []
    panel.openings.open("postgresql://me:secret@127.0.0.1:1/db")
    assert "secret" not in panel.activity.label.text()
    panel.openings._remember("postgresql://me@127.0.0.1:1/db")
    assert "secret" not in repr(panel.state())


def test_a_query_is_saved_by_its_action(panel: SqlPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    panel.editor.set_sql("SELECT 1")
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(panel.workspace.side.queries, "ask_to_save", lambda *given: asked.append(given))
    panel.save_action.trigger()
    assert asked == [("SELECT 1", "")]


def test_a_query_is_written_for_another_engine_and_can_be_copied(panel: SqlPanel) -> None:
    panel.editor.set_sql("SELECT strftime('%Y', order_date) AS year FROM orders LIMIT 3")
    panel.translate_menu.aboutToShow.emit()
    offered = {action.text(): action for action in panel.translate_menu.actions()}
    offered["Microsoft SQL Server"].trigger()
    dialog = panel.workspace.tools.translation
    assert "TOP 3" in dialog.text.toPlainText()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    dialog.reject()


def test_what_is_allowed_with_a_file_is_kept_for_it(panel: SqlPanel, host: Host, small: Path) -> None:
    panel.take_file(small)
    panel.allowed_action.trigger()
    dialog = panel.dialogs.shown
    dialog.switches.is_private.setChecked(True)
    dialog.save_button.click()
    assert Connections(host.data_dir).of(str(small)).is_private


def test_a_saved_connection_is_opened_from_its_list(panel: SqlPanel, host: Host, small: Path) -> None:
    Connections(host.data_dir).keep(Connection(str(small), "Little"))
    panel.connections_action.trigger()
    panel.dialogs.shown.chosen.emit(Connection(str(small), "Little"))
    assert panel.subject() == "small.sqlite"
    panel.connect_action.trigger()
    assert panel.dialogs.shown.windowTitle() == "Connect to a server"
    panel.dialogs.shown.reject()


def test_a_change_is_refused_until_writing_is_allowed(panel: SqlPanel, small: Path) -> None:
    panel.take_file(small)
    before = small.read_bytes()
    run(panel, "DELETE FROM customer WHERE id = 1")
    assert panel.problem.text() == "Writing to “small.sqlite” is switched off. Nothing was written."
    assert panel.workspace.below.fix_button.isHidden()
    assert panel.workspace.side.write_mark.isHidden()
    assert small.read_bytes() == before
    panel.workspace.below.allow_button.click()
    panel.dialogs.shown.switches.may_write.setChecked(True)
    panel.dialogs.shown.save_button.click()
    assert panel.problem.isHidden()
    assert panel.workspace.changes.may_write


def test_where_nothing_can_be_written_no_switch_is_offered(panel: SqlPanel, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("id,name\n1,Ana\n", encoding="utf-8")
    panel.openings.open(str(people))
    run(panel, "DELETE FROM people")
    assert "a copy of them" in panel.problem.text()
    assert panel.workspace.below.allow_button.isHidden()


def allow_writing(panel: SqlPanel, small: Path) -> None:
    panel.take_file(small)
    panel.allowed_action.trigger()
    panel.dialogs.shown.switches.may_write.setChecked(True)
    panel.dialogs.shown.save_button.click()


TO_OSLO = "UPDATE customer SET city = 'Oslo' WHERE id = 1"


def proposed(panel: SqlPanel, *, is_new: bool) -> None:
    """What the window hears of a run that proposed a change; of an old one it hears no progress."""
    panel.present(RouteChosen("r", "local", "m", ""))
    if is_new:
        panel.present(Progressed("r", "Reading the schema"))
    panel.present(AttemptStarted("r", 1))
    panel.present(TextStreamed("r", f"{TO_OSLO}\n-- Rows of “customer”: 1 (UPDATE)."))
    result = {"sql": TO_OSLO, "dialect": "sqlite", "write": {"affected": 1, "applied": False}}
    outcome = Outcome("unverified", f"{TO_OSLO}\n-- Rows of “customer”: 1 (UPDATE).", result)
    panel.present(RunFinished("r", RunResult("r", "sql_assistant", "local", "m", "", outcome)))


def test_a_request_for_a_change_is_told_from_a_question_where_writing_is_allowed(
    panel: SqlPanel, host: Host, small: Path
) -> None:
    panel.take_file(small)
    host.prompt = "Raise the price of all chairs by 10 %"
    assert "write" not in panel.inputs()
    allow_writing(panel, small)
    assert panel.inputs() == {"database": str(small), "write": "preview"}
    host.prompt = "How many chairs are there?"
    assert "write" not in panel.inputs()


def test_a_proposed_change_is_shown_and_made_only_when_the_person_says_so(
    panel: SqlPanel, host: Host, small: Path
) -> None:
    allow_writing(panel, small)
    before = small.read_bytes()
    proposed(panel, is_new=True)
    dialog = panel.workspace.changes.dialog
    assert (panel.editor.sql, dialog.difference.affected) == (TO_OSLO, 1)
    dialog.cancel_button.click()
    assert (host.said[-1], small.read_bytes()) == ("Nothing was written.", before)
    proposed(panel, is_new=True)
    panel.workspace.changes.dialog.write_button.click()
    assert "entry 1 of the log of changes" in host.said[-1]
    run(panel, "SELECT city FROM customer WHERE id = 1")
    assert cell(panel, 0, 0) == "Oslo"


def test_why_no_change_is_proposed_is_said(panel: SqlPanel, small: Path) -> None:
    allow_writing(panel, small)
    why = Problem("The built-in model only reads.", hint="Choose a larger model.")
    outcome = Outcome("failed", "", {}, (why,))
    panel.present(RunFinished("r", RunResult("r", "sql_assistant", "local", "m", "", outcome)))
    assert panel.problem.text() == "The built-in model only reads. Choose a larger model."


def test_a_change_of_an_old_run_is_only_put_into_the_query(panel: SqlPanel, small: Path) -> None:
    allow_writing(panel, small)
    proposed(panel, is_new=False)
    assert (panel.editor.sql, panel.workspace.changes.dialog) == (TO_OSLO, None)


def test_a_change_that_could_only_be_read_is_said_with_a_way_to_the_switch(
    panel: SqlPanel, host: Host, small: Path
) -> None:
    panel.take_file(small)
    host.prompt = "Set the city of Ana to Oslo"
    answer = finished("SELECT 'Oslo'", columns=["x"], rows=[["Oslo"]])
    for events in ([RouteChosen("r", "local", "m", "")], [Progressed("r", "Reading the schema")]):
        for event in [*events, answer]:
            panel.present(event)
    assert "switched off. Nothing was written." in panel.problem.text()
    panel.workspace.below.allow_button.click()
    panel.dialogs.shown.switches.may_write.setChecked(True)
    panel.dialogs.shown.save_button.click()
    assert panel.problem.isHidden()


def test_an_allowed_change_is_shown_and_made_only_when_the_person_says_so(
    panel: SqlPanel, host: Host, small: Path
) -> None:
    allow_writing(panel, small)
    assert not panel.workspace.side.write_mark.isHidden()
    before = small.read_bytes()
    run(panel, "UPDATE customer SET city = 'Oslo' WHERE id = 1")
    assert small.read_bytes() == before
    assert panel.workspace.changes.dialog.difference.affected == 1
    panel.workspace.changes.dialog.write_button.click()
    assert "1 rows of customer were written" in host.said[-1]
    run(panel, "SELECT city FROM customer WHERE id = 1")
    assert cell(panel, 0, 0) == "Oslo"
