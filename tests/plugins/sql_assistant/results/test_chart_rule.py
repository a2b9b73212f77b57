from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from plugins.sql_assistant.results.chart_data import draw
from plugins.sql_assistant.results.chart_roles import moment_of, number_of, profiles
from plugins.sql_assistant.results.chart_rule import Chart, NoChart, choices, choose, fitted
from plugins.sql_assistant.results.chart_ticks import number_text, tick_text, time_text, time_ticks

Rows = Sequence[Sequence[Any]]
MONTHS = [f"2024-{n:02d}" for n in range(1, 13)]
CITIES = ["Oslo", "Paris", "Rome", "Wien"]


@pytest.mark.parametrize(
    ("columns", "rows", "chart"),
    [
        (("month", "total"), [(m, n) for n, m in enumerate(MONTHS)], Chart("line", 0, (1,))),
        (("total", "day"), [(n, f"2024-01-{n:02d}") for n in range(1, 9)], Chart("line", 1, (0,))),
        (("year", "total"), [(n, n * 2.5) for n in range(1990, 2000)], Chart("line", 0, (1,))),
        (("strftime('%Y', d)", "n"), [("2022", 5), ("2023", 8)], Chart("line", 0, (1,))),
        (("q", "n"), [("2023-Q1", 5), ("2023-Q2", 8)], Chart("line", 0, (1,))),
        (("at", "n"), [("2024-01-02T03:04:05+01:00", 5), ("2024-01-03T03:04:05+01:00", 8)], Chart("line", 0, (1,))),
        (("month", "in", "out"), [(m, n, 2 * n) for n, m in enumerate(MONTHS)], Chart("line", 0, (1, 2))),
        (("month", "n", "turnover"), [(m, 3, 90_000) for m in MONTHS], Chart("line", 0, (1,))),
        (("month", "city", "n"), [(m, c, 1.5) for m in MONTHS for c in CITIES], Chart("line", 0, (2,), 1)),
        (("date", "total"), [("2024-01-01", n) for n in range(5)] + [("2024-01-02", 3)], Chart("scatter", 0, (1,))),
        (("city", "n"), [(c, 3) for c in CITIES], Chart("bar", 0, (1,))),
        (("month", "n"), [(n, n * 10) for n in range(1, 13)], Chart("bar", 0, (1,))),
        (("rating", "COUNT(*)"), [(n, n * 10) for n in range(1, 6)], Chart("bar", 0, (1,))),
        (("paid", "n"), [(True, 3), (False, 9)], Chart("bar", 0, (1,))),
        (("city", "kind", "n"), [(c, k, 1.5) for c in CITIES for k in "ab"], Chart("bar", 0, (2,), 1)),
        (("kind", "city", "n"), [(k, c, 1.5) for c in CITIES for k in "ab"], Chart("bar", 1, (2,), 0)),
        (("customer_id", "total"), [(n, n * 1.5) for n in range(10)], Chart("bar", 0, (1,))),
        (("CustomerID", "total"), [(n, n * 1.5) for n in range(90)], Chart("histogram", 1)),
        (("total",), [(n * 1.5,) for n in range(20)], Chart("histogram", 0)),
        (("height", "weight"), [(n * 1.5, n * 2.5) for n in range(20)], Chart("scatter", 0, (1,))),
        (("a", "b", "kind"), [(n * 1.5, n * 2.5, "xy"[n % 2]) for n in range(20)], Chart("scatter", 0, (1,), 2)),
        (("name", "total"), [(f"n{n}", n * 1.5) for n in range(500)], Chart("histogram", 1)),
        (("city", "avg"), [("Oslo", "1.23456789012345678"), ("Rome", 2)], Chart("bar", 0, (1,))),
    ],
)  # fmt: skip
def test_the_rule_draws_what_suits_the_columns(columns: Sequence[str], rows: Rows, chart: Chart) -> None:
    assert choose(columns, rows) == chart


@pytest.mark.parametrize(
    ("columns", "rows", "reason"),
    [
        (("n",), [], "There are no rows to draw."),
        (("n",), [(1,)], "One row is read faster than it is drawn."),
        (("name", "city"), [("a", "b"), ("c", "d")], "No column holds numbers to draw."),
        (("id", "name"), [(1, "b"), (2, "d")], "The numbers here are keys or calendar numbers, which measure nothing."),
        (("uuid", "zip"), [("x", 123), ("y", 456)], "The numbers here are keys or calendar numbers, which measure nothing."),
        (("n",), [(1,), (2,)], "These are too few numbers for a chart."),
        (("n",), [(7,)] * 20, "All values of “n” are the same."),
        (("city", "n"), [("Oslo", 1), ("Oslo", 2), ("Rome", 2)], "The values of “city” repeat; a query that groups by it can be drawn."),
    ],
)  # fmt: skip
def test_the_rule_says_why_it_draws_nothing(columns: Sequence[str], rows: Rows, reason: str) -> None:
    assert choose(columns, rows) == NoChart(reason)


def test_one_row_of_many_is_no_single_row() -> None:
    assert choose(("city", "n"), [("Oslo", 1)], 90) != NoChart("One row is read faster than it is drawn.")


def test_prose_and_keys_are_no_categories() -> None:
    rows = [(1, "x" * 90, "0f8fad5b-d9cb-469f-a165-70867728950e", "A1", None)]
    found = profiles(("n", "review", "ref", "product_code", "gone"), rows)
    assert [one.role for one in found] == ["number", "text", "key", "key", "empty"]


def test_people_can_choose_what_fits() -> None:
    rows = [(m, c, n * 1.5, n) for n, m in enumerate(MONTHS) for c in CITIES]
    offered = {one.kind: one for one in choices(("month", "city", "total", "n"), rows)}
    assert sorted(offered) == ["bar", "histogram", "line", "scatter"]
    assert offered["line"].xs == (0,)
    assert offered["line"].series == (1,)
    assert set(offered["bar"].xs) == {0, 1, 3}
    assert offered["histogram"].xs == (2, 3)
    assert choices(("name",), [("a",), ("b",)]) == ()


def test_another_kind_keeps_the_columns_that_fit_it() -> None:
    rows = [(m, c, n * 1.5, n) for n, m in enumerate(MONTHS) for c in CITIES]
    offered = {one.kind: one for one in choices(("month", "city", "total", "n"), rows)}
    line = Chart("line", 0, (2,), 1)
    assert fitted(offered["bar"], line) == Chart("bar", 0, (2,), 1)
    assert fitted(offered["histogram"], line) == Chart("histogram", 2)
    assert fitted(offered["scatter"], Chart("histogram", 3)) == Chart("scatter", 3, (2,))
    assert fitted(offered["line"], Chart("scatter", 2, (3,))) == Chart("line", 0, (3,))


def test_a_line_is_drawn_in_the_order_of_time_with_gaps_for_null() -> None:
    drawing = draw(Chart("line", 0, (1,)), ("d", "n"), [("2024-02", 2), ("2024-01", 1), ("2024-03", None), (None, 5)])
    series = drawing.series[0]
    assert [time_text(x, "month") for x in series.xs] == ["2024-01", "2024-02", "2024-03"]
    assert [str(y) for y in series.ys] == ["1.0", "2.0", "nan"]
    assert (drawing.grain, drawing.left_out) == ("month", 1)


def test_only_the_first_bars_are_drawn_and_the_rest_is_counted() -> None:
    drawing = draw(Chart("bar", 0, (1,)), ("c", "n"), [(f"c{n}", n) for n in range(100)])
    assert len(drawing.categories) == 30
    assert drawing.more_bars == 70


def test_series_beyond_eight_are_counted() -> None:
    rows = [(m, f"s{n}", n) for m in MONTHS for n in range(11)]
    drawing = draw(Chart("line", 0, (2,), 1), ("m", "s", "n"), rows)
    assert [one.name for one in drawing.series] == [f"s{n}" for n in range(8)]
    assert drawing.more_series == 3


@pytest.mark.parametrize(
    "values", [[1.0, 2.0, 2.0, 9.0] * 5, [0.001 * n for n in range(300)], [-5e9, 3e9, 1.0, 2.0], list(range(5000))]
)
def test_every_number_is_in_a_bin(values: list[float]) -> None:
    drawing = draw(Chart("histogram", 0), ("n",), [(value,) for value in values])
    bins = drawing.series[0]
    assert sum(bins.ys) == len(values)
    assert bins.xs[0] <= min(values)
    assert bins.xs[-1] + drawing.bin_width >= max(values)
    assert 1 <= len(bins.xs) <= 42


def test_values_are_numbers_and_times_only_where_they_are_written_so() -> None:
    assert [number_of(value) for value in (1, "1.5", "12", True, None, float("inf"), 10**400)] == [
        1.0, 1.5, None, None, None, None, None,
    ]  # fmt: skip
    assert moment_of("1970-01-02") == 86_400
    assert [moment_of(value) for value in ("2024-13", "2024-02-30", "12345", True, 1.5, "x")] == [None] * 6


@pytest.mark.parametrize(
    ("low", "high", "grain", "labels"),
    [
        ("2024-01", "2024-12", "month", ["2024-01", "2024-04", "2024-07", "2024-10"]),
        ("1990", "2020", "year", ["1990", "2000", "2010", "2020"]),
        ("2024-01-01", "2024-01-04", "day", ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"]),
        ("2024-01-01 22:00", "2024-01-02 04:00", "second", ["01-02", "03:00"]),
        ("0001-01-01", "9999-01-01", "day", ["1000", "2000", "3000", "4000", "5000", "6000", "7000", "8000", "9000"]),
    ],
)  # fmt: skip
def test_ticks_of_time_stand_at_round_times(low: str, high: str, grain: Any, labels: list[str]) -> None:
    most = 9 if low.startswith("0") else 4
    assert [label for _, label in time_ticks(moment_of(low) or 0, moment_of(high) or 0, most, grain)] == labels


def test_numbers_are_written_for_people() -> None:
    assert [number_text(n) for n in (1234567.0, 0.1 + 0.2, -1.5, 0, 1e20)] == ["1,234,567", "0.3", "-1.5", "0", "1e+20"]
    assert [tick_text(n, 0.25) for n in (0.25, 1000.5)] == ["0.25", "1,000.50"]
    assert tick_text(-1e-12, 0.1) == "0.0"
