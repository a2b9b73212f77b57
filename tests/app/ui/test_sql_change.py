"""A change that is asked for in the prompt box, from the model's statement to the log, in the whole window."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.panel import SqlPanel
from tests.app.ui.conftest import Start
from tests.helpers.window import Program

RAISED = "UPDATE item SET price = price * 1.1 WHERE kind = 'chair'"
WISH = "Raise the price of all chairs by 10 %"


def shop(tmp_path: Path) -> Path:
    path = tmp_path / "chairs.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE item (id INTEGER PRIMARY KEY, kind TEXT, price REAL);"
            "INSERT INTO item VALUES (1, 'chair', 10), (2, 'table', 50), (3, 'chair', 20);"
        )
    return path


def prices(path: Path) -> list[float]:
    with closing(sqlite3.connect(path)) as db:
        return [round(price, 2) for (price,) in db.execute("SELECT price FROM item ORDER BY id")]


def opened(program: Program, path: Path) -> SqlPanel:
    panel = program.open("sql_assistant").panel
    assert isinstance(panel, SqlPanel)
    panel.take_file(path)
    program.until(lambda: panel.workspace is not None and panel.subject() == "chairs.sqlite")
    return panel


def test_a_change_is_proposed_shown_and_made(start: Start, tmp_path: Path) -> None:
    path = shop(tmp_path)
    program = start(RAISED, bundled=True)
    Connections(program.services.paths.tool_data("sql_assistant")).keep(Connection(str(path), may_write=True))
    panel = opened(program, path)
    changes = panel.workspace.changes
    program.until(lambda: changes.may_write)
    program.ask(WISH, "sql_assistant")
    program.until(lambda: changes.dialog is not None)
    assert (changes.dialog.difference.affected, prices(path)) == (2, [10, 50, 20])
    changes.dialog.write_button.click()
    program.until(lambda: prices(path) == [11, 50, 22])


def test_a_change_that_may_not_be_made_is_read_and_said(start: Start, tmp_path: Path) -> None:
    path = shop(tmp_path)
    program = start("SELECT price * 1.1 FROM item WHERE kind = 'chair'", bundled=True)
    panel = opened(program, path)
    program.ask(WISH, "sql_assistant")
    assert "Writing to “chairs.sqlite” is switched off" in panel.problem.text()
    assert panel.workspace.below.allow_button.isVisible()
