"""The grid with a real store; pages, orders and counts come from threads, as in the window."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from pytestqt.qtbot import QtBot

from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.results.filters import Filter
from plugins.sql_assistant.results.spool import spool
from plugins.sql_assistant.results.store import ResultStore, stored
from plugins.sql_assistant.rows_view import WAITING, RowsModel
from plugins.sql_assistant.sources.base import Limits, Stop, Stream
from tests.helpers.background import BackgroundHost

COLUMNS = ["id", "city", "total", "open", "details"]
CITIES = ("Paris", "Oslo", "Zürich", "", None)
ROWS = [
    (n, CITIES[n % 5], n / 4 if n % 7 else None, n % 2 == 0, json.dumps({"n": n, "tags": ["a", "b"]}))
    for n in range(20_000)
]
Display = Qt.ItemDataRole.DisplayRole


@pytest.fixture
def host(tmp_path: Path, qtbot: QtBot) -> Iterator[BackgroundHost]:
    made = BackgroundHost(tmp_path)
    yield made
    made.close()
    qtbot.wait(1)
    assert made.errors == []


@pytest.fixture
def grid(qtbot: QtBot, host: BackgroundHost) -> Iterator[ResultGrid]:
    made = ResultGrid(host)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    yield made
    made.close_down()


@pytest.fixture
def large(grid: ResultGrid, host: BackgroundHost, qtbot: QtBot) -> ResultGrid:
    grid.show_store(stored(host.data_dir / "results", COLUMNS, ROWS, truncated=False), 0.25)
    qtbot.waitUntil(lambda: cell(grid, 0, 0) == "0")
    return grid


def model_of(grid: ResultGrid) -> RowsModel:
    assert grid.model is not None
    return grid.model


def cell(grid: ResultGrid, row: int, column: int, role: Qt.ItemDataRole = Display) -> Any:
    model = model_of(grid)
    return model.data(model.index(row, column), role)


def at_rest(grid: ResultGrid) -> Callable[[], bool]:
    return lambda: not model_of(grid).is_busy


def sort(grid: ResultGrid, qtbot: QtBot, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
    grid.table.sortByColumn(column, order)
    qtbot.waitUntil(at_rest(grid))


def choose(grid: ResultGrid, row: int, column: int) -> None:
    grid.table.setCurrentIndex(model_of(grid).index(row, column))


def test_a_cell_whose_page_is_not_here_waits_and_is_told_when_it_comes(large: ResultGrid, qtbot: QtBot) -> None:
    model = model_of(large)
    with qtbot.waitSignal(
        model.dataChanged, check_params_cb=lambda first, last, _roles: first.row() <= 15_000 <= last.row()
    ):
        assert cell(large, 15_000, 0) == WAITING
    assert cell(large, 15_000, 0) == "15000"
    assert large.footer.text() == "20,000 rows · 250 ms"


def test_only_some_pages_are_kept(large: ResultGrid, qtbot: QtBot) -> None:
    for row in range(0, 20_000, 100):
        cell(large, row, 0)
        qtbot.waitUntil(lambda row=row: cell(large, row, 0) == str(row))
    assert cell(large, 300, 0) == WAITING


def test_null_an_empty_text_and_truth_look_different(large: ResultGrid) -> None:
    assert [cell(large, row, 1) for row in (3, 4)] == ["", "NULL"]
    assert cell(large, 4, 1, Qt.ItemDataRole.FontRole).italic()
    assert cell(large, 3, 1, Qt.ItemDataRole.FontRole) is None
    assert [cell(large, row, 3) for row in (0, 1)] == ["true", "false"]
    assert cell(large, 0, 2) == "NULL"
    sides = [cell(large, 0, column, Qt.ItemDataRole.TextAlignmentRole) for column in range(5)]
    assert [bool(side & Qt.AlignmentFlag.AlignRight.value) for side in sides] == [True, False, True, False, False]


def test_three_clicks_on_a_name_sort_both_ways_and_then_not(large: ResultGrid, qtbot: QtBot) -> None:
    header = large.table.header
    place = header.viewport().rect().topLeft()
    place.setX(header.sectionViewportPosition(2) + 20)
    place.setY(10)
    firsts = []
    for _ in range(3):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(at_rest(large))
        qtbot.waitUntil(lambda: cell(large, 3_000, 2) != WAITING)
        firsts.append((cell(large, 3_000, 2), header.model().headerData(2, Qt.Orientation.Horizontal)))
    assert firsts[0][1:] == ("total ↑",)
    totals = sorted((row[2] for row in ROWS if row[2] is not None), reverse=True)
    assert firsts[1] == (f"{totals[3_000]:g}", "total ↓")
    assert firsts[2] == ("750", "total")


def test_while_sorting_the_old_rows_stay_and_it_can_be_stopped(
    grid: ResultGrid, host: BackgroundHost, qtbot: QtBot
) -> None:
    rows = [(f"é{n * 7919 % 300_007}",) for n in range(150_000)]
    grid.show_store(stored(host.data_dir / "results", ["x"], rows, truncated=False), 0.1)
    qtbot.waitUntil(lambda: cell(grid, 0, 0) == "é0")
    grid.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert grid.state.text() == "Sorting…"
    assert not grid.stop_button.isHidden()
    assert cell(grid, 1, 0) == "é7919"
    with qtbot.assertNotEmitted(model_of(grid).modelReset, wait=300):
        grid.stop_button.click()
    assert grid.state.text() == ""
    assert grid.table.header.sortIndicatorSection() == -1
    assert cell(grid, 1, 0) == "é7919"


def test_what_is_typed_into_the_boxes_filters_and_is_counted(large: ResultGrid, qtbot: QtBot) -> None:
    large.filter_button.click()
    box = large.table.header._boxes[1]
    box.setText("zür")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: large.footer.text().startswith("4,000 of 20,000 rows"))
    box = large.table.header._boxes[0]
    qtbot.keyClicks(box, "< 10")
    qtbot.waitUntil(lambda: large.footer.text().startswith("2 of 20,000 rows"))
    qtbot.waitUntil(lambda: [cell(large, row, 0) for row in range(2)] == ["2", "7"])
    large.filter_button.click()
    qtbot.waitUntil(lambda: large.footer.text().startswith("20,000 rows"))
    assert box.text() == ""


def test_the_boxes_stand_under_their_names_when_the_rows_are_scrolled_sideways(large: ResultGrid, qtbot: QtBot) -> None:
    large.table.setColumnWidth(4, 900)
    large.filter_button.click()
    bar = large.table.horizontalScrollBar()
    bar.setValue(bar.maximum() // 3)
    header = large.table.header
    boxes = {column: box for column, box in header._boxes.items() if not box.isHidden()}
    assert 2 in boxes
    assert all(box.x() == header.sectionViewportPosition(column) for column, box in boxes.items())


def test_rows_with_a_value_are_kept_or_left_out(large: ResultGrid, qtbot: QtBot) -> None:
    choose(large, 1, 1)
    large.table.filter_action.trigger()
    qtbot.waitUntil(lambda: large.footer.text().startswith("4,000 of 20,000 rows"))
    assert large.table.header.filters == (Filter(1, "=", "Oslo"),)
    qtbot.waitUntil(lambda: cell(large, 0, 1) == "Oslo")
    choose(large, 0, 1)
    large.table.filter_out_action.trigger()
    qtbot.waitUntil(lambda: large.footer.text().startswith("12,000 of 20,000 rows"))


def test_a_selection_over_many_pages_is_copied(large: ResultGrid, qtbot: QtBot) -> None:
    choose(large, 0, 0)
    last = model_of(large).index(19_999, 1)
    large.table.selectionModel().select(last, QItemSelectionModel.SelectionFlag.Select)
    large.table.selectColumn(0)
    large.table.copy_header_action.trigger()
    wanted = "id\n" + "\n".join(str(n) for n in range(20_000))
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == wanted)


def test_a_list_for_sql_is_copied(large: ResultGrid, qtbot: QtBot) -> None:
    large.table.selectColumn(1)
    large.table.copy_list_action.trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "('Paris', 'Oslo', 'Zürich', '')")


def test_the_value_is_shown_whole_and_follows_the_cell(large: ResultGrid, qtbot: QtBot) -> None:
    choose(large, 2, 4)
    qtbot.keyClick(large.table, Qt.Key.Key_Return)
    view = large.value_view
    qtbot.waitUntil(lambda: '"n": 2' in view.edit.toPlainText())
    assert view.edit.toPlainText() == json.dumps({"n": 2, "tags": ["a", "b"]}, indent=2)
    assert view.about.text() == "JSON · 28 characters"
    view.search.setText("A")
    assert view.found.text() == "1 / 2"
    view.copy_button.click()
    assert QGuiApplication.clipboard().text() == ROWS[2][4]
    choose(large, 4, 1)
    qtbot.waitUntil(lambda: view.about.text() == "NULL")
    qtbot.keyClick(large.table, Qt.Key.Key_Return)
    assert large.look.isHidden()


def test_statistics_are_those_of_the_rows_that_are_shown(large: ResultGrid, qtbot: QtBot) -> None:
    large.table.header.put(Filter(0, "<", 100))
    qtbot.waitUntil(lambda: model_of(large).rowCount() == 100)
    choose(large, 0, 1)
    large.table.statistics_action.trigger()
    bars = large.statistics_view.bars
    qtbot.waitUntil(lambda: bars.count() == 5)
    assert bars.item(0).text() == "NULL"
    bars.itemActivated.emit(bars.item(2))
    qtbot.waitUntil(lambda: model_of(large).rowCount() == 20)
    assert len(large.table.header.filters) == 2


def test_rows_appear_while_others_come_and_the_rest_can_be_stopped(
    grid: ResultGrid, host: BackgroundHost, qtbot: QtBot
) -> None:
    stop = Stop()

    def endless() -> Iterator[tuple[int]]:
        number = 0
        while not stop.is_asked:
            yield (number,)
            number += 1

    @contextmanager
    def opened() -> Iterator[Stream]:
        yield Stream(["n"], endless(), Limits(max_rows=10**8, max_bytes=10**10))

    store = spool(opened, host.data_dir / "results")
    grid.show_store(store, 0.01, stop)
    assert grid.state.text() == "Loading…"
    before = model_of(grid).rowCount()
    qtbot.waitUntil(lambda: model_of(grid).rowCount() > before)
    qtbot.waitUntil(lambda: cell(grid, 0, 0) == "0")
    grid.stop_button.click()
    qtbot.waitUntil(lambda: grid.state.text() == "")
    assert model_of(grid).rowCount() == store.row_count


def test_an_order_that_was_asked_while_rows_come_holds_for_all_of_them(
    grid: ResultGrid, host: BackgroundHost, qtbot: QtBot
) -> None:
    store = ResultStore(host.data_dir / "results", ["n"])
    store.append([(n,) for n in range(1_000)])
    grid.show_store(store, 0.01)
    sort(grid, qtbot, 0, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: cell(grid, 0, 0) == "999")
    store.append([(n,) for n in range(1_000, 3_000)])
    store.finish()
    qtbot.waitUntil(lambda: cell(grid, 0, 0) == "2999")
    assert model_of(grid).rowCount() == 3_000


def test_another_result_takes_the_place_of_the_last_and_its_files_go(
    large: ResultGrid, host: BackgroundHost, qtbot: QtBot
) -> None:
    large.table.header.put(Filter(0, "<", 5))
    result = {"columns": ["a"], "rows": [[3], [1]], "row_count": 2, "truncated": True, "elapsed_s": 0.002}
    large.show_result(result)
    assert large.footer.text() == "2 rows · 2 ms"
    assert large.cut_note.text() == "More rows exist; only the first 2 are shown."
    assert not large.table.header.is_open
    assert cell(large, 0, 0) == "3"
    sort(large, qtbot, 0)
    qtbot.waitUntil(lambda: cell(large, 0, 0) == "1")
    large.close_down()
    qtbot.waitUntil(lambda: not list((host.data_dir / "results").iterdir()))


def test_the_rows_go_out_in_the_order_that_is_shown(large: ResultGrid, qtbot: QtBot) -> None:
    sort(large, qtbot, 0, Qt.SortOrder.DescendingOrder)
    rows = [row for batch in large.batches() for row in batch]
    assert rows == ROWS[::-1]
    assert large.columns == COLUMNS


def test_everything_has_words_for_who_cannot_see(large: ResultGrid) -> None:
    large.filter_button.click()
    boxes = large.table.header._boxes
    assert boxes[1].accessibleName() == "Filter city"
    for part in (large.table, large.value_view.edit, large.value_view.search, large.statistics_view.bars):
        assert part.accessibleName()
    for button in (large.value_view.copy_button, large.value_view.wrap_button, large.look_close):
        assert button.accessibleName()


def test_below_the_last_row_no_number_is_drawn(large: ResultGrid, monkeypatch: pytest.MonkeyPatch) -> None:
    header = large.table.verticalHeader()
    header.setOffset(header.length() + 100)
    asked: list[int] = []
    monkeypatch.setattr(RowsModel, "headerData", lambda _self, section, *_rest: asked.append(section))
    header.paintEvent(QPaintEvent(QRect(0, 0, header.width(), 20)))
    assert asked == []
