"""Turns a chart and rows into what is drawn: series of points, bars or bins."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from plugins.sql_assistant.results.chart_roles import Grain, moment_of, number_of, profiles
from plugins.sql_assistant.results.chart_rule import MAX_SERIES, SAMPLE_ROWS, Chart, Kind, Row

MAX_BARS = 30
_MAX_GROUPED_BARS = 60
_MAX_BINS = 40
_NOTHING = "∅"


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of a chart. Of bars ``xs`` are the places of their categories, of bins their left edges; a missing y is NaN."""

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn.

    Attributes:
        categories: names of a bar chart's groups, in the order of the rows.
        grain: of the times along x; None where there are numbers.
        bin_width: of a histogram.
        more_bars: groups that are left out.
        more_series: series that are left out.
        left_out: rows without a place in the chart, for a value of theirs is missing.
    """

    kind: Kind
    x_label: str
    y_label: str
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    grain: Grain | None = None
    bin_width: float = 0.0
    more_bars: int = 0
    more_series: int = 0
    left_out: int = 0

    @property
    def has_legend(self) -> bool:
        """Whether colours need names."""
        return len(self.series) > 1


@dataclass(slots=True)
class _Points:
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)


def draw(chart: Chart, columns: Sequence[str], rows: Sequence[Row]) -> Drawing:
    """Prepare the first rows, at most ``SAMPLE_ROWS``, for a chart."""
    rows = rows[:SAMPLE_ROWS]
    match chart.kind:
        case "histogram":
            return _histogram(chart, columns, rows)
        case "bar":
            return _bars(chart, columns, rows)
    return _points(chart, columns, rows)


def _y_label(chart: Chart, columns: Sequence[str]) -> str:
    return columns[chart.ys[0]] if len(chart.ys) == 1 else ""


def _split(chart: Chart, columns: Sequence[str], rows: Sequence[Row]) -> Iterator[tuple[str, int, Row]]:
    """(name of the series, column of the measure, row)."""
    for row in rows:
        for y in chart.ys:
            yield (columns[y] if chart.series is None else _text(row[chart.series])), y, row


def _points(chart: Chart, columns: Sequence[str], rows: Sequence[Row]) -> Drawing:
    profile = profiles(columns, rows)[chart.x]
    is_time = profile.role == "time"
    place: Callable[[Any], float | None] = moment_of if is_time else number_of
    found: dict[str, _Points] = {}
    left_out = 0
    for name, y, row in _split(chart, columns, rows):
        at, value = place(row[chart.x]), number_of(row[y])
        if at is None or (value is None and chart.kind == "scatter"):
            left_out += 1
            continue
        points = found.setdefault(name, _Points())
        points.xs.append(at)
        points.ys.append(math.nan if value is None else value)
    series = [_series(name, points, chart.kind) for name, points in found.items()]
    return Drawing(
        chart.kind,
        columns[chart.x],
        _y_label(chart, columns),
        tuple(series[:MAX_SERIES]),
        grain=profile.grain if is_time else None,
        more_series=max(0, len(series) - MAX_SERIES),
        left_out=left_out,
    )


def _series(name: str, points: _Points, kind: Kind) -> Series:
    pairs = list(zip(points.xs, points.ys, strict=True))
    if kind == "line":
        pairs.sort(key=lambda pair: pair[0])
    return Series(name, tuple(x for x, _ in pairs), tuple(y for _, y in pairs))


def _bars(chart: Chart, columns: Sequence[str], rows: Sequence[Row]) -> Drawing:
    names = list(dict.fromkeys(_text(row[chart.x]) for row in rows))
    groups = list(dict.fromkeys(name for name, _, _ in _split(chart, columns, rows)))
    drawn = groups[:MAX_SERIES]
    shown = names[: max(1, min(MAX_BARS, _MAX_GROUPED_BARS // max(1, len(drawn))))]
    places = {name: float(place) for place, name in enumerate(shown)}
    heights: dict[tuple[str, str], float] = {}
    for group, y, row in _split(chart, columns, rows):
        value = number_of(row[y])
        if value is not None:
            heights.setdefault((group, _text(row[chart.x])), value)
    series = tuple(
        Series(group, tuple(places.values()), tuple(heights.get((group, name), math.nan) for name in shown))
        for group in drawn
    )
    return Drawing(
        "bar",
        columns[chart.x],
        _y_label(chart, columns),
        series,
        tuple(shown),
        more_bars=len(names) - len(shown),
        more_series=len(groups) - len(drawn),
    )


def _text(value: Any) -> str:
    if value is None:
        return _NOTHING
    return " ".join(str(value).split()) or "“”"


def _histogram(chart: Chart, columns: Sequence[str], rows: Sequence[Row]) -> Drawing:
    values = sorted(number for row in rows if (number := number_of(row[chart.x])) is not None)
    start, width, count = _bins(values)
    counts = [0] * count
    for value in values:
        counts[min(int((value - start) / width), count - 1)] += 1
    edges = tuple(start + width * place for place in range(count))
    series = Series(columns[chart.x], edges, tuple(map(float, counts)))
    left_out = len(rows) - len(values)
    return Drawing("histogram", columns[chart.x], "", (series,), bin_width=width, left_out=left_out)


def _bins(values: Sequence[float]) -> tuple[float, float, int]:
    """First edge, width and number of bins: round widths, by the rule of Freedman and Diaconis."""
    if not values:
        return 0.0, 1.0, 1
    low, high = values[0], values[-1]
    are_whole = all(value == int(value) for value in values)
    if are_whole and high - low < _MAX_BINS:
        return low - 0.5, 1.0, int(high - low) + 1
    quarter = len(values) // 4
    spread = values[-1 - quarter] - values[quarter]
    wanted = 2 * spread / len(values) ** (1 / 3) or (high - low) / 10 or 1.0
    width = _round_width(max(wanted, (high - low) / _MAX_BINS))
    if are_whole:
        width = max(1.0, width)
    start = math.floor(low / width) * width
    return start, width, max(1, math.floor((high - start) / width) + 1)


def _round_width(wanted: float) -> float:
    """The next of 1, 2, 5, 10 … at or above."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return next((step * power for step in (1, 2, 5) if step * power >= wanted), 10 * power)


def first_bars(drawing: Drawing, most: int) -> Drawing:
    """The same with fewer groups of bars, where it has more."""
    count = len(drawing.categories)
    if count <= most:
        return drawing
    series = tuple(replace(one, xs=one.xs[:most], ys=one.ys[:most]) for one in drawing.series)
    more = drawing.more_bars + count - most
    return replace(drawing, series=series, categories=drawing.categories[:most], more_bars=more)
