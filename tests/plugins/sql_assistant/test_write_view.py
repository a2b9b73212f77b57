"""The question before a change: what it shows, and that nothing is written before the button says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.api import Problem, StorageError
from app.ui.theme import DARK, LIGHT, Theme
from plugins.sql_assistant.change_calls import is_change, made, shown
from plugins.sql_assistant.check import Subject
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.sources.base import Stop
from plugins.sql_assistant.write_view import WriteDialog, action, ask_to_write, headline
from plugins.sql_assistant.writing.difference import Difference, RowChange
from tests.helpers.panels import FakeHost

COLUMNS = ("id", "name", "city")
UPDATE = Difference(
    "UPDATE", "", "UPDATE customer SET city = 'Lyon'", "customer", COLUMNS, ("id",), 2,
    (RowChange((1, "Ana", "Paris"), (1, "Ana", "Lyon")), RowChange((2, "Bo", None), (2, "Bo", None))),
    warnings=(Problem("There is no WHERE: every row of “customer” is changed.", severity="warning"),),
)  # fmt: skip
DELETE = Difference(
    "DELETE", "", "DELETE FROM customer", "customer", COLUMNS, ("id",), 1, (RowChange((1, "Ana", "Paris"), None),)
)
UPSERT = Difference(
    "INSERT", "", "INSERT …", "customer", COLUMNS, ("id",), 2,
    (RowChange((1, "Ana", None), (1, "Eva", None)), RowChange(None, (9, "Kim", None))),
)  # fmt: skip


class Host(FakeHost):
    """Keeps what is to be called until ``go``."""

    pending: Any = None

    def call(self, function: Any, done: Any, failed: Any = None) -> None:
        self.pending = lambda: FakeHost.call(self, function, done, failed)

    def go(self) -> None:
        self.pending()


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def opened(qtbot: QtBot, host: FakeHost, found: Difference, answer: Any = "written") -> WriteDialog:
    def make() -> Any:
        if isinstance(answer, Exception):
            raise answer
        return answer

    dialog = WriteDialog(host, found, make, title="shop.sqlite", dialect="sqlite")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def texts(dialog: WriteDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_each_row_stands_before_and_after_with_a_sign(qtbot: QtBot, host: Host) -> None:
    dialog = opened(qtbot, host, UPDATE)
    assert texts(dialog) == [["~ changed", "1", "Ana", "Paris  →  Lyon"], ["= stays", "2", "Bo", "NULL"]]
    assert texts(opened(qtbot, host, DELETE)) == [["− gone", "1", "Ana", "Paris"]]
    assert texts(opened(qtbot, host, UPSERT)) == [
        ["~ changed", "1", "Ana  →  Eva", "NULL"],
        ["+ new", "9", "Kim", "NULL"],
    ]


@pytest.mark.parametrize(
    ("found", "said", "button"),
    [
        (UPDATE, "2 rows of “customer” change", "Change 2 rows"),
        (DELETE, "1 row of “customer” is deleted", "Delete 1 row"),
        (UPSERT, "2 rows are added to “customer” or changed in it", "Write 2 rows"),
    ],
)
def test_the_consequence_stands_on_the_button(found: Difference, said: str, button: str) -> None:
    assert headline(found) == said
    assert action(found) == button


def test_the_statement_and_the_warnings_are_shown(qtbot: QtBot, host: Host) -> None:
    dialog = opened(qtbot, host, UPDATE)
    assert dialog.statement.toPlainText() == UPDATE.sql
    assert UPDATE.warnings[0].message in [label.text() for label in dialog.warnings.findChildren(QLabel)]


def test_cancel_is_the_default_and_writes_nothing(qtbot: QtBot, host: Host) -> None:
    dialog = opened(qtbot, host, UPDATE)
    assert dialog.cancel_button.isDefault()
    assert not dialog.write_button.isDefault()
    assert dialog.write_button.property("role") == "danger"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert host.pending is None


def test_the_button_writes_and_nothing_is_left_meanwhile(qtbot: QtBot, host: Host) -> None:
    dialog = opened(qtbot, host, UPDATE)
    qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    assert not dialog.write_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.written) as caught:
        host.go()
    assert caught.args == ["written"]
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    "answer",
    [
        Problem("The data changed since it was shown. Nothing was written.", hint="Look at the change again, then write it."),
        StorageError(
            "The data changed since it was shown. Nothing was written.", hint="Look at the change again, then write it."
        ),
    ],
)  # fmt: skip
def test_what_was_not_written_is_said_in_place(qtbot: QtBot, host: Host, answer: Any) -> None:
    dialog = opened(qtbot, host, UPDATE, answer)
    dialog.write_button.click()
    host.go()
    assert dialog.isVisible()
    assert (
        dialog.state.text()
        == "The data changed since it was shown. Nothing was written. Look at the change again, then write it."
    )
    assert dialog.state.property("tone") == "failed"
    assert not dialog.write_button.isVisible()
    assert dialog.cancel_button.text() == "Close"


def test_where_no_row_changes_there_is_nothing_to_write(qtbot: QtBot, host: Host) -> None:
    dialog = opened(qtbot, host, Difference("UPDATE", "", "UPDATE …", "t", COLUMNS, ("id",), 0))
    assert not dialog.write_button.isVisible()


def test_columns_that_stay_can_be_hidden_but_keys_are_shown(qtbot: QtBot, host: Host) -> None:
    dialog = opened(qtbot, host, UPDATE)
    dialog.only_changes.setChecked(True)
    assert [dialog.table.isColumnHidden(column) for column in range(4)] == [False, False, True, False]
    dialog.only_changes.setChecked(False)
    assert not dialog.table.isColumnHidden(2)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_it_is_painted_in_the_colours_of_the_theme(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    dialog = opened(qtbot, FakeHost(tmp_path, theme=theme), UPSERT)
    image = dialog.table.viewport().grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert len(seen) > 10


def test_one_call_tries_asks_and_writes(qtbot: QtBot, tmp_path: Path, subject: Subject) -> None:
    host = FakeHost(tmp_path)
    page = QWidget()
    qtbot.addWidget(page)
    told: list[Any] = []
    sql = "UPDATE customer SET city = 'Lyon' WHERE city = 'Paris'"
    work = (host, sql, subject.source, subject.schema, told.append, told.append, page)
    ask_to_write(*work)
    (refused,) = told
    assert "switched off" in refused.message
    Connections(tmp_path).keep(Connection(subject.source.address, may_write=True))
    ask_to_write(*work)
    dialog = page.findChild(WriteDialog)
    assert isinstance(dialog, WriteDialog)
    assert dialog.isVisible()
    dialog.write_button.click()
    assert told[1].difference.affected == 2
    assert host.said == ["Rows written: 2. Entry 1 of the log of changes."]


def test_the_window_shows_and_makes_a_change_without_the_tool(subject: Subject, tmp_path: Path) -> None:
    sql = "UPDATE customer SET city = 'Lyon' WHERE city = 'Paris'"
    given = (subject.source, subject.schema, tmp_path, Stop())
    assert isinstance(shown(sql, *given), Problem)
    Connections(tmp_path).keep(Connection(subject.source.address, may_write=True))
    found = shown(sql, *given)
    assert isinstance(found, Difference)
    done = made(found, *given)
    assert not isinstance(done, Problem)
    assert done.difference.affected == 2
    again = made(found, *given)
    assert isinstance(again, Problem)
    assert again.message.startswith("The data changed since it was shown.")
    assert is_change(sql, "sqlite")
    assert not is_change("SELECT 1", "sqlite")
