"""The page of a connection while it is being built, a piece in each turn of the event loop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.errors import AppError
from app.ui.theme import DARK, LIGHT
from plugins.sql_assistant.building_view import PageBuilder
from plugins.sql_assistant.chart_view import ChartView
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.panel import SqlPanel
from plugins.sql_assistant.pauses import PAUSE_S, WORK_S, with_pauses
from plugins.sql_assistant.queries_view import QueriesView
from plugins.sql_assistant.query_log import QUERY_LOG, QueryLog
from plugins.sql_assistant.workspace_view import Workspace
from tests.helpers.panels import FakeHost, manifest_of

MOST_INSIDE = 12
"""Widgets in a part that may be put elsewhere when it is full."""


class Held(FakeHost):
    """Keeps calls back until ``let_go``, where it is told to."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.is_holding = False
        self._held: list[Callable[[], None]] = []

    def call(
        self, function: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[AppError], None] | None = None
    ) -> None:
        if self.is_holding:
            self._held.append(lambda: FakeHost.call(self, function, done, failed))
        else:
            super().call(function, done, failed)

    def let_go(self) -> None:
        self.is_holding = False
        held, self._held = self._held, []
        for one in held:
            one()


class Moves(QObject):
    """Notes how many widgets each widget holds that gets another parent."""

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[str, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and isinstance(watched, QWidget):
            self.held[type(watched).__name__] = len(watched.findChildren(QWidget))
        return False


@pytest.fixture
def host(tmp_path: Path) -> Held:
    (tmp_path / "data").mkdir()
    return Held(tmp_path / "data")


@pytest.fixture
def panel(qtbot: QtBot, host: Held) -> SqlPanel:
    made = SqlPanel(manifest_of("sql_assistant"), host)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    return made


@pytest.fixture
def moves(qapp: QApplication) -> Iterator[Moves]:
    made = Moves()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def begin(panel: SqlPanel, host: Held, *paths: Path) -> None:
    """Openings whose answers are kept back."""
    host.is_holding = True
    for path in paths:
        panel.openings.open(str(path))


def picture(icon: QIcon) -> Any:
    return icon.pixmap(16, 16).toImage()


def icons(page: Workspace) -> list[Any]:
    buttons = (page.side.diagram_button, page.editor.format_button, page.editor.run_button, page.below.fix_button)
    return [picture(button.icon()) for button in buttons]


def test_no_part_of_a_page_is_put_elsewhere_when_it_is_full(qtbot: QtBot, host: Held, moves: Moves) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    builder = PageBuilder(host, QueryLog(host.data_dir / QUERY_LOG), place)
    builder.begin()
    qtbot.waitUntil(lambda: builder.spare is not None and builder.spare.is_whole)
    assert moves.held
    assert {name: count for name, count in moves.held.items() if count > MOST_INSIDE} == {}


def test_what_is_out_of_sight_is_made_when_it_is_first_wanted(panel: SqlPanel) -> None:
    page = panel.workspace
    assert page is not None
    assert [page.findChildren(kind) for kind in (ChartView, QueriesView)] == [[], []]
    page.side.tabs.setCurrentIndex(1)
    assert page.side.pages.currentWidget() is page.findChild(QueriesView)
    page.editor.set_sql("SELECT city, COUNT(*) AS n FROM customers GROUP BY city")
    page.run_query()
    page.below.tabs.setCurrentIndex(1)
    assert page.findChild(ChartView) is page.below.chart
    assert page.below.chart.chart is not None
    assert page.below.chart.size() == page.below.pages.size(), "it is drawn for the room that it has"


def test_the_first_result_and_the_first_filter_find_what_they_need(qtbot: QtBot, panel: SqlPanel) -> None:
    assert panel.workspace is not None
    page = panel.workspace
    qtbot.waitUntil(lambda: page.findChild(ResultGrid) is not None and page.tree.model.is_prepared)
    assert not page.has_rows
    assert not page.tree.model.wanted


def test_two_openings_at_once_have_a_page_each(qtbot: QtBot, panel: SqlPanel, host: Held, small: Path) -> None:
    other = small.with_name("other.sqlite")
    other.write_bytes(small.read_bytes())
    begin(panel, host, small, other)
    qtbot.waitUntil(lambda: panel.builder.has_begun)
    host.let_go()
    qtbot.waitUntil(lambda: panel.subject() == other.name)
    assert [page.source.title for page in panel.workspaces] == ["shop.sqlite", small.name, other.name]
    assert [page.tree.model.rowCount() for page in panel.workspaces[1:]] == [4, 4]
    assert not panel.builder.has_begun


def test_a_tab_that_is_closed_while_it_is_filled_is_gone(
    qtbot: QtBot, panel: SqlPanel, host: Held, small: Path
) -> None:
    closed: list[Workspace] = []

    def look() -> None:
        if len(panel.workspaces) == 2:
            closed.append(panel.workspaces[1])
            panel.close_tab(1)
            timer.stop()

    timer = QTimer(panel, interval=0)
    timer.timeout.connect(look)
    timer.start()
    begin(panel, host, small)
    qtbot.waitUntil(lambda: panel.builder.has_begun)
    host.let_go()
    qtbot.waitUntil(lambda: bool(closed) and not panel.builder.has_begun)
    assert (panel.subject(), panel.tabs.count()) == ("shop.sqlite", 1)
    assert host.errors == []


def test_a_window_that_is_closed_while_a_page_is_built_leaves_nothing(qtbot: QtBot, host: Held, small: Path) -> None:
    gone: list[str] = []
    panel = SqlPanel(manifest_of("sql_assistant"), host)
    begin(panel, host, small)
    qtbot.waitUntil(lambda: panel.builder.spare is not None)
    assert panel.builder.spare is not None
    panel.builder.spare.destroyed.connect(lambda: gone.append("page"))
    panel.builder.destroyed.connect(lambda: gone.append("builder"))
    panel.deleteLater()
    qtbot.waitUntil(lambda: sorted(gone) == ["builder", "page"])


def test_a_theme_that_changes_while_a_page_is_built_holds_for_all_of_it(
    qtbot: QtBot, panel: SqlPanel, host: Held, small: Path
) -> None:
    assert panel.workspace is not None
    light = icons(panel.workspace)
    begin(panel, host, small)
    qtbot.waitUntil(lambda: panel.builder.spare is not None)
    host.theme = DARK
    panel.retheme()
    host.let_go()
    qtbot.waitUntil(lambda: panel.subject() == small.name)
    dark = icons(panel.workspace)
    panel.retheme()
    assert dark == icons(panel.workspace)
    assert all(one != other for one, other in zip(light, dark, strict=True))
    host.theme = LIGHT


def test_work_on_many_things_pauses_between_them() -> None:
    def things() -> Iterator[int]:
        for number in range(10):
            end = time.monotonic() + 1.5 * WORK_S
            while time.monotonic() < end:
                pass
            yield number

    began, computed = time.perf_counter(), time.thread_time()
    assert list(with_pauses(things())) == list(range(10))
    assert time.perf_counter() - began - (time.thread_time() - computed) >= 8 * PAUSE_S
