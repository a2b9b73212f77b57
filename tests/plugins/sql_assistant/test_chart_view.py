"""The chart with real widgets; what stands under the pointer is asked at real places."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT, contrast
from plugins.sql_assistant.chart_plot_view import PALETTES, ChartPlot
from plugins.sql_assistant.chart_view import ChartView
from plugins.sql_assistant.results.chart_rule import Chart
from tests.helpers.panels import FakeHost

ROOT = Path(__file__).resolve().parents[3]
MONTHS = [(f"2024-{n:02d}", n * 1000) for n in range(1, 13)]
GROUPS = [(month, city, n + 10 * len(city)) for n, (month, _) in enumerate(MONTHS) for city in ("Oslo", "Paris")]


@pytest.fixture
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def view(host: FakeHost, qtbot: QtBot) -> ChartView:
    widget = ChartView(host)
    qtbot.addWidget(widget)
    widget.resize(800, 500)
    widget.show()
    return widget


def plot_of(view: ChartView) -> ChartPlot:
    assert view.plot is not None
    return view.plot


def texts(combo: QComboBox) -> list[str]:
    return [combo.itemText(place) for place in range(combo.count())]


def choose(combo: QComboBox, text: str) -> None:
    combo.setCurrentText(text)
    combo.activated.emit(combo.currentIndex())


def under(view: ChartView, x: float, y: float) -> str:
    plot = plot_of(view)
    plot.grab()  # lays out
    return plot.value_at(plot._plot.getViewBox().mapViewToScene(QPointF(x, y)))


def test_pyqtgraph_is_not_loaded_before_a_chart_is_drawn() -> None:
    code = (
        "import sys, plugins.sql_assistant.chart_view; sys.exit('pyqtgraph' in sys.modules or 'numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_nothing_is_drawn_before_it_is_seen(host: FakeHost, qtbot: QtBot) -> None:
    view = ChartView(host)
    qtbot.addWidget(view)
    view.show_rows(("month", "total"), MONTHS)
    assert view.plot is None
    view.show()
    assert plot_of(view).drawing.kind == "line"


def test_an_empty_view_says_what_to_do_and_a_result_why_it_is_not_drawn(view: ChartView) -> None:
    assert view.empty.text() == "Run a query, and its rows are drawn here."
    view.show_rows(("name", "city"), [("a", "b"), ("c", "d")])
    assert view.empty.text() == "No column holds numbers to draw."
    assert view.head.isHidden()
    assert not view.copy_button.isEnabled()


def test_a_line_tells_its_values(view: ChartView) -> None:
    view.show_rows(("month", "total"), MONTHS)
    assert view.title == "total by month"
    line = plot_of(view).drawing.series[0]
    assert under(view, line.xs[4], line.ys[4]) == "month: 2024-05\ntotal: 5,000"
    assert under(view, line.xs[0], line.ys[11]) == ""


def test_bars_tell_their_values_and_those_left_out_are_counted(view: ChartView) -> None:
    view.show_rows(("city", "n"), [(f"c{n}", 100 - n) for n in range(100)])
    drawn = len(plot_of(view).drawing.categories)
    assert drawn <= 30
    assert view.note.text() == f"… and {100 - drawn} more"
    view.show_rows(("city", "n"), [("Oslo", 1234.5), ("Rome", None), ("Wien", 3)])
    assert under(view, 0, 10) == "Oslo\nn: 1,234.5"
    assert under(view, 1, 10) == "Rome"


def test_long_names_lie_beside_their_bars_which_are_as_many_as_have_room(view: ChartView) -> None:
    rows = [(f"A customer with a long name {n}", 100 - n) for n in range(40)]
    view.show_rows(("customer", "total"), rows)
    assert under(view, 50, 0) == "A customer with a long name 0\ntotal: 100"
    tall = len(plot_of(view).drawing.categories)
    view.resize(800, 300)
    low = len(plot_of(view).drawing.categories)
    assert low < tall
    assert view.note.text() == f"… and {40 - low} more"


def test_series_have_a_legend_and_tell_their_name(view: ChartView) -> None:
    view.show_rows(("month", "city", "n"), GROUPS)
    drawing = plot_of(view).drawing
    assert drawing.has_legend
    paris = drawing.series[1]
    assert under(view, paris.xs[3], paris.ys[3]) == "Paris\nmonth: 2024-04\nn: 53"


def test_a_histogram_counts_rows(view: ChartView) -> None:
    view.show_rows(("stars",), [(n % 5 + 1,) for n in range(50)])
    assert under(view, 3, 2) == "3\nRows: 10"
    view.show_rows(("price",), [(n * 1.37,) for n in range(50)])
    assert under(view, 1, 1).startswith("0 – ")


def test_people_choose_kind_and_columns(view: ChartView) -> None:
    view.show_rows(("month", "city", "n"), GROUPS)
    assert texts(view.kinds) == ["Line", "Bars", "Histogram", "Points"]
    choose(view.kinds, "Bars")
    assert view.chart == Chart("bar", 0, (2,), 1)
    choose(view.splits, "Nothing")
    assert view.chart == Chart("bar", 0, (2,))
    choose(view.xs, "city")
    assert view.chart == Chart("bar", 1, (2,))
    choose(view.kinds, "Histogram")
    assert view.chart == Chart("histogram", 2)
    assert view.splits.isHidden()
    assert view.ys.isHidden()


def test_measures_are_added_and_taken_away(view: ChartView) -> None:
    view.show_rows(("month", "a", "b"), [(month, n, n * 1000) for month, n in MONTHS])
    assert view.chart == Chart("line", 0, (1,))
    view.ys_menu.actions()[1].trigger()
    assert view.chart == Chart("line", 0, (1, 2))
    assert view.ys.text() == "a, b"
    view.ys_menu.actions()[0].trigger()
    assert view.chart == Chart("line", 0, (2,))
    view.ys_menu.actions()[1].trigger()
    assert view.chart == Chart("line", 0, (2,))


def test_a_result_that_the_rule_does_not_draw_can_be_drawn_by_choice(view: ChartView) -> None:
    view.show_rows(("n",), [(1,), (2,), (4,)])
    assert view.empty.text() == "These are too few numbers for a chart."
    choose(view.kinds, "Histogram")
    assert plot_of(view).drawing.kind == "histogram"


def test_a_sample_of_many_rows_is_said(view: ChartView) -> None:
    view.show_rows(("month", "total"), MONTHS, 1_200_000)
    assert view.note.text() == "Drawn from the first 12 of 1,200,000 rows."


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (("a", "b"), [(1.5, None), (None, 2.5), (3.5, 4.5), (3.0, 1.0)]),
        (("d", "n"), [("2024-01-01", None), ("2024-01-02", None), ("2024-01-03", 1)]),
        (("city", "n"), [("<b>&", 0), ("", 0), (None, 0)]),
        (("city", "n"), [("a", -5), ("b", -7)]),
        (("a", "b"), [(1e300, -1e300), (-1e300, 1e300), (0.0, 0.0)]),
        (("y", "n"), [("0001", 1), ("9999", 2)]),
        (("at", "n"), [("2024-01-01 10:00:00", 1), ("2024-01-01 10:00:01", 2)]),
    ],
)  # fmt: skip
def test_odd_rows_are_drawn_without_a_complaint(view: ChartView, columns: Sequence[str], rows: Sequence[Any]) -> None:
    view.show_rows(columns, rows)
    assert view.chart is not None
    plot_of(view).grab()
    under(view, plot_of(view).drawing.series[0].xs[-1], 0)


def test_the_picture_is_copied_and_saved(view: ChartView, host: FakeHost, tmp_path: Path) -> None:
    view.show_rows(("month", "total"), MONTHS)
    view.copy_button.click()
    assert QGuiApplication.clipboard().image().width() == 2 * plot_of(view).width()
    host.save_path = tmp_path / "chart.png"
    view.save_button.click()
    assert not QImage(str(host.save_path)).isNull()
    host.save_path = tmp_path / "chart.svg"
    view.save_button.click()
    text = host.save_path.read_text("utf-8")
    assert "<svg" in text
    assert "total by month" in text
    assert host.said[-1] == f"Chart saved to {host.save_path}."
    assert host.errors == []


def test_a_place_that_cannot_be_written_is_said(view: ChartView, host: FakeHost, tmp_path: Path) -> None:
    view.show_rows(("month", "total"), MONTHS)
    host.save_path = tmp_path / "nowhere" / "chart.png"
    view.save_button.click()
    assert [error.message for error in host.errors] == ["chart.png cannot be written."]


def test_the_theme_is_taken_up(view: ChartView, host: FakeHost) -> None:
    view.show_rows(("month", "total"), MONTHS)
    host.theme = DARK
    view.retheme()
    assert plot_of(view).picture(1.0).pixelColor(2, 2).name() == DARK.surface.lower()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_colour_stands_out_from_the_ground(theme: Any) -> None:
    assert min(contrast(colour, theme.surface) for colour in PALETTES[theme.name]) >= 3.0
