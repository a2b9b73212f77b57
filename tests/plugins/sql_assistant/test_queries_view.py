from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK
from plugins.sql_assistant.queries_view import QueriesView, _QueryList
from plugins.sql_assistant.query_log import QueryLog
from tests.helpers.panels import FakeHost


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[QueryLog]:
    made = QueryLog(tmp_path / "queries.sqlite")
    yield made
    made.close()


@pytest.fixture
def view(host: FakeHost, log: QueryLog, qtbot: QtBot) -> QueriesView:
    log.record("shop", "SELECT *\nFROM orders", question="All orders?", elapsed_s=0.0123, row_count=1234)
    log.record("shop", "SELECT broken", status="failed")
    log.save("shop", "Orders", "SELECT * FROM orders", "All orders?")
    widget = QueriesView(host, log)
    qtbot.addWidget(widget)
    widget.resize(320, 480)
    widget.show()
    widget.show_address("shop")
    return widget


def headings(part: _QueryList) -> list[str]:
    return [part.list.item(row).text() for row in range(part.list.count())]


def answer(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: (name, True))


def act(view: QueriesView, text: str) -> None:
    query = view.chosen
    assert query is not None
    next(action for action in view.menu_for(query).actions() if action.text() == text).trigger()


def test_both_lists_show_the_queries_of_the_connection(view: QueriesView) -> None:
    assert headings(view.history) == ["SELECT broken", "All orders?"]
    assert headings(view.saved) == ["Orders"]
    spoken = view.history.list.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("1,234 rows · 12 ms")
    view.show_address("other")
    assert view.history.list.count() == 0
    assert view.history.empty.text().startswith("Nothing has run here yet.")
    assert view.saved.empty.text().startswith("No query is saved yet.")


def test_nothing_is_read_before_it_is_seen(host: FakeHost, log: QueryLog, qtbot: QtBot, tmp_path: Path) -> None:
    view = QueriesView(host, log)
    qtbot.addWidget(view)
    view.show_address("shop")
    assert not (tmp_path / "queries.sqlite").exists()
    log.record("shop", "SELECT 1")
    view.show()
    assert headings(view.history) == ["SELECT 1"]


def test_searching_narrows_both_lists(view: QueriesView, qtbot: QtBot) -> None:
    view.search.setText("zebra")
    qtbot.waitUntil(lambda: view.history.list.count() == 0)
    assert view.history.empty.text() == "No query has “zebra” in it."
    view.search.setText("ORDERS")
    qtbot.waitUntil(lambda: headings(view.history) == ["All orders?"])
    assert headings(view.saved) == ["Orders"]


def test_a_double_click_and_enter_put_a_query_into_the_editor(view: QueriesView, qtbot: QtBot) -> None:
    view.history.list.setCurrentRow(1)
    with qtbot.waitSignal(view.query_picked) as picked:
        qtbot.keyClick(view.history.list, Qt.Key.Key_Return)
    assert picked.args == ["SELECT *\nFROM orders"]
    place = view.history.list.visualItemRect(view.history.list.item(0)).center()
    with qtbot.waitSignal(view.query_picked) as picked:
        qtbot.mouseClick(view.history.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(view.history.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == ["SELECT broken"]


def test_the_menu_runs_and_copies(view: QueriesView, qtbot: QtBot) -> None:
    view.history.list.setCurrentRow(1)
    with qtbot.waitSignal(view.run_requested) as ran:
        act(view, "Run")
    assert ran.args == ["SELECT *\nFROM orders"]
    act(view, "Copy")
    assert QGuiApplication.clipboard().text() == "SELECT *\nFROM orders"


def test_a_past_query_is_saved_with_its_question(
    view: QueriesView, log: QueryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "Every order")
    view.history.list.setCurrentRow(1)
    act(view, "Save as…")
    assert headings(view.saved) == ["Every order", "Orders"]
    assert log.pairs("shop")[0] == ("All orders?", "SELECT *\nFROM orders")


def test_a_saved_query_is_replaced_only_after_a_question(
    view: QueriesView, host: FakeHost, log: QueryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "ORDERS")
    host.agrees = False
    view.ask_to_save("SELECT 2")
    assert [one.sql for one in log.saved("shop")] == ["SELECT * FROM orders"]
    host.agrees = True
    view.ask_to_save("SELECT 2")
    assert [one.sql for one in log.saved("shop")] == ["SELECT 2"]


def test_a_saved_query_is_renamed_and_deleted(
    view: QueriesView, host: FakeHost, log: QueryLog, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    log.save("shop", "Taken", "SELECT 1")
    view.refresh()
    view.tabs.setCurrentWidget(view.saved)
    view.saved.list.setCurrentRow(0)
    answer(monkeypatch, "taken")
    act(view, "Rename…")
    assert [error.message for error in host.errors] == ["There is already a saved query “taken”."]
    answer(monkeypatch, "All")
    act(view, "Rename…")
    assert headings(view.saved) == ["All", "Taken"]
    with qtbot.waitSignal(view.saved_changed):
        act(view, "Delete…")
    assert headings(view.saved) == ["Taken"]


def test_the_history_is_cleared_after_a_question(view: QueriesView, host: FakeHost, qtbot: QtBot) -> None:
    view.history.list.setCurrentRow(0)
    act(view, "Delete")
    assert headings(view.history) == ["All orders?"]
    view.history.list.setCurrentRow(0)
    host.agrees = False
    act(view, "Clear the history…")
    assert headings(view.history) == ["All orders?"]
    host.agrees = True
    act(view, "Clear the history…")
    assert headings(view.history) == []
    assert headings(view.saved) == ["Orders"]


def test_the_theme_is_taken_up(view: QueriesView, host: FakeHost) -> None:
    before = view.grab().toImage()
    host.theme = DARK
    view.retheme()
    assert view.grab().toImage() != before
