"""The window with the log of changes: what it lists, what it copies and saves, and from where it is opened."""

from __future__ import annotations

import csv
import os
import time
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT, Theme
from plugins.sql_assistant.change_log import as_text, changes
from plugins.sql_assistant.change_log_view import ChangeLogDialog
from plugins.sql_assistant.connect_view import ConnectDialog, ConnectionFlagsDialog
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.panel import SqlPanel
from plugins.sql_assistant.writing.difference import Difference, RowChange
from plugins.sql_assistant.writing.log import WRITE_LOG, How, WriteLog
from tests.helpers.panels import FakeHost, manifest_of

SHOP = Connection("/home/ann/shop.sqlite", "Shop", may_write=True)
SALES = "postgresql://ann@db.example.org/sales"
PRICE = Difference(
    "UPDATE", "", "UPDATE products\nSET price = 5", "products", ("id", "price"), ("id",), 1, (RowChange((1, 4), (1, 5)),)
)  # fmt: skip
GONE = Difference("DELETE", "", "DELETE FROM orders", "orders", ("id",), ("id",), 1204, (RowChange((1,), None),))


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def full(host: FakeHost, monkeypatch: pytest.MonkeyPatch) -> FakeHost:
    """Three changes: one that was written, one that was taken back, one of which no more is known."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    Connections(host.data_dir).keep(SHOP)
    made: list[tuple[str, Difference, How | None]] = [
        (SHOP.address, PRICE, "done"),
        (SALES, GONE, "undone"),
        (SHOP.address, PRICE, None),
    ]
    with closing(WriteLog(host.data_dir / WRITE_LOG, clock=lambda: 1_790_000_000.0)) as log:
        for address, found, how in made:
            number = log.begin(address, found)
            if how:
                log.end(number, how)
    return host


def opened(qtbot: QtBot, host: FakeHost, connection: Connection | None = None) -> ChangeLogDialog:
    dialog = ChangeLogDialog(host, connection)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def lines(dialog: ChangeLogDialog) -> list[list[str]]:
    tree = dialog.list
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(tree.columnCount())] for item in items if item]


def test_each_change_has_a_time_a_connection_a_statement_rows_and_a_state(qtbot: QtBot, full: FakeHost) -> None:
    price = ["2026-09-21 14:13:20", "Shop", "UPDATE products SET price = 5", "1"]
    assert lines(opened(qtbot, full)) == [
        [*price, "not known"],
        ["2026-09-21 14:13:20", "db.example.org/sales", "DELETE FROM orders", "1,204", "taken back"],
        [*price, "written"],
    ]


def test_those_of_one_connection_are_shown_until_all_are_wanted(qtbot: QtBot, full: FakeHost) -> None:
    dialog = opened(qtbot, full, SHOP)
    assert (dialog.only_one.text(), len(lines(dialog))) == ("Only those of Shop", 2)
    dialog.only_one.click()
    assert len(lines(dialog)) == 3
    assert opened(qtbot, full).only_one.isHidden()


def test_the_selected_change_is_shown_in_full_with_its_rows(qtbot: QtBot, full: FakeHost) -> None:
    dialog = opened(qtbot, full)
    assert dialog.statement.toPlainText() == PRICE.sql
    assert "look in the database whether it was written" in dialog.said.text()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.statement.toPlainText() == GONE.sql
    assert "in “orders” of postgresql://ann@db.example.org/sales" in dialog.said.text()
    model = dialog.rows.model()
    assert [model.index(0, column).data() for column in range(2)] == ["− gone", "1"]


def test_the_selected_ones_are_copied_by_the_key_and_all_by_the_button_where_none_is(
    qtbot: QtBot, full: FakeHost
) -> None:
    dialog = opened(qtbot, full)
    qtbot.keyClick(dialog.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    kept = changes(full.data_dir)
    assert QGuiApplication.clipboard().text() == as_text(kept[:1])
    assert dialog.note.text() == "Changes copied: 1."
    dialog.list.clearSelection()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == as_text(kept)


@pytest.mark.parametrize(("name", "between"), [("log.csv", ","), ("log.txt", "\t"), ("log", ",")])
def test_the_log_is_saved_as_a_table(name: str, between: str, qtbot: QtBot, full: FakeHost, tmp_path: Path) -> None:
    full.save_path = tmp_path / name
    dialog = opened(qtbot, full, SHOP)
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    written = tmp_path / (name if "." in name else "log.csv")
    with written.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=between))
    assert [(row["entry"], row["connection"], row["rows"], row["state"]) for row in rows] == [
        ("3", "Shop", "1", "not known"),
        ("1", "Shop", "1", "written"),
    ]
    assert (rows[0]["time"], rows[0]["table"]) == ("2026-09-21 14:13:20+00:00", "products")
    assert dialog.note.text() == f"Changes saved to {written}: 2."


def test_a_log_without_changes_says_what_will_stand_there_and_makes_no_file(qtbot: QtBot, host: FakeHost) -> None:
    dialog = opened(qtbot, host)
    assert dialog.pages.currentWidget() is dialog.empty
    assert dialog.empty.text().startswith("No change was made yet.")
    assert not dialog.copy_button.isEnabled()
    assert not dialog.save_button.isEnabled()
    assert not (host.data_dir / WRITE_LOG).exists()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_log_that_cannot_be_read_is_said_in_place(qtbot: QtBot, host: FakeHost) -> None:
    (host.data_dir / WRITE_LOG).write_bytes(b"no database" * 100)
    dialog = opened(qtbot, host)
    assert "The log of changes cannot be used" in dialog.note.text()
    assert host.errors == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_part_has_words_in_either_theme(theme: Theme, qtbot: QtBot, full: FakeHost) -> None:
    full.theme = theme
    dialog = opened(qtbot, full)
    assert [dialog.list.accessibleName(), dialog.statement.accessibleName()] == ["Changes made", "Statement"]
    assert all(button.text() for button in (dialog.copy_button, dialog.save_button, dialog.close_button))


def test_what_is_allowed_leads_to_the_log(qtbot: QtBot, full: FakeHost) -> None:
    flags = ConnectionFlagsDialog(full, SHOP)
    qtbot.addWidget(flags)
    flags.switches.log_button.click()
    assert len(lines(flags.findChild(ChangeLogDialog))) == 2
    server = ConnectDialog(full, Connection(SALES))
    qtbot.addWidget(server)
    server.form.switches.log_button.click()
    assert len(lines(server.findChild(ChangeLogDialog))) == 1
    fresh = ConnectDialog(full)
    qtbot.addWidget(fresh)
    assert fresh.form.switches.log_button.isHidden()


def test_the_menu_leads_to_the_log_and_a_change_stands_in_it(qtbot: QtBot, host: FakeHost, small: Path) -> None:
    Connections(host.data_dir).keep(Connection(str(small), may_write=True))
    panel = SqlPanel(manifest_of("sql_assistant"), host)
    qtbot.addWidget(panel)
    panel.take_file(small)
    panel.editor.set_sql("DELETE FROM invoice WHERE id = 1")
    panel.run_action.trigger()
    panel.workspace.changes.dialog.write_button.click()
    assert panel.changes_action in panel.actions_for_header()
    panel.changes_action.trigger()
    ((_, name, statement, count, state),) = lines(panel.dialogs.shown)
    assert (name, statement, count, state) == ("small.sqlite", "DELETE FROM invoice WHERE id = 1", "1", "written")


def teardown_module() -> None:
    os.environ.pop("TZ", None)
    time.tzset()
