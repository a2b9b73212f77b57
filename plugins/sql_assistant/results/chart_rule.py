"""Chooses by rule whether and how a result is drawn. What is drawn is what the rows say: nothing is summed up or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from plugins.sql_assistant.results.chart_roles import Profile, profiles

Kind = Literal["line", "bar", "histogram", "scatter"]

SAMPLE_ROWS = 5_000
"""More rows are not looked at, and not drawn."""

MAX_SERIES = 8
_MAX_MEASURES = 4
_SAME_SCALE = 20.0
_FEW = 31
_MANY_CATEGORIES = 100
_ENOUGH_FOR_HISTOGRAM = 8
_ENOUGH_FOR_SCATTER = 3

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn; columns are given by their places in the result.

    Attributes:
        x: times, categories, or the numbers of a histogram or scatter.
        ys: measures, each of which is a series of its own; none for a histogram.
        series: a column whose values split the one measure into series.
    """

    kind: Kind
    x: int
    ys: tuple[int, ...] = ()
    series: int | None = None


@dataclass(frozen=True, slots=True)
class NoChart:
    """Why nothing is drawn by itself, in a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of chart that fits, with the columns that it may have."""

    kind: Kind
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    series: tuple[int, ...] = ()


def choose(columns: Sequence[str], rows: Sequence[Row], row_count: int | None = None) -> Chart | NoChart:
    """The chart that suits a result, or why none does.

    Args:
        rows: the first ones; at most ``SAMPLE_ROWS`` are looked at.
        row_count: of the whole result, where there are more.
    """
    count = len(rows) if row_count is None else row_count
    if count == 0:
        return NoChart("There are no rows to draw.")
    if count == 1:
        return NoChart("One row is read faster than it is drawn.")
    return _Rule(columns, rows[:SAMPLE_ROWS]).chart()


class _Rule:
    def __init__(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        self._rows = rows
        self._profiles = profiles(columns, rows)
        self._measures = self._of("number")

    def chart(self) -> Chart | NoChart:
        if not self._measures:
            return self._no_measure()
        times = [one for one in self._of("time") if one.distinct > 1]
        if times:
            return self._over_time(times[0])
        return self._by_category() or self._measures_alone()

    def _of(self, *roles: str) -> list[Profile]:
        return [one for one in self._profiles if one.role in roles]

    def _no_measure(self) -> NoChart:
        if self._of("key", "ordinal"):
            return NoChart("The numbers here are keys or calendar numbers, which measure nothing.")
        return NoChart("No column holds numbers to draw.")

    def _over_time(self, time: Profile) -> Chart:
        if time.is_unique:
            return Chart("line", time.place, self._together())
        first = self._measures[0].place
        for split in self._splits():
            if self._is_unique(time, split):
                return Chart("line", time.place, (first,), split.place)
        return Chart("scatter", time.place, (first,))

    def _by_category(self) -> Chart | None:
        named = self._of("category", "ordinal")
        for one in named:
            if one.is_unique and one.distinct <= _MANY_CATEGORIES:
                return Chart("bar", one.place, self._together())
        for one in named:
            for split in self._splits():
                if split is not one and one.distinct > 1 and self._is_unique(one, split):
                    across, within = (one, split) if one.distinct >= split.distinct else (split, one)
                    return Chart("bar", across.place, (self._measures[0].place,), within.place)
        return None

    def _measures_alone(self) -> Chart | NoChart:
        first, *others = self._measures
        if others and first.is_whole and first.is_unique and first.distinct <= _FEW:
            return Chart("bar", first.place, (others[0].place,))
        keys = [one for one in self._of("key") if one.is_unique]
        if keys and len(self._rows) <= _FEW:
            return Chart("bar", keys[0].place, self._together())
        if others and len(self._rows) >= _ENOUGH_FOR_SCATTER:
            splits = self._splits()
            return Chart("scatter", first.place, (others[0].place,), splits[0].place if splits else None)
        if len(self._rows) >= _ENOUGH_FOR_HISTOGRAM and first.distinct > 1:
            return Chart("histogram", first.place)
        return self._too_little(first)

    def _too_little(self, first: Profile) -> NoChart:
        repeated = [one for one in self._of("category", "ordinal") if not one.is_unique]
        if repeated and len(self._rows) < _ENOUGH_FOR_HISTOGRAM:
            return NoChart(f"The values of “{repeated[0].name}” repeat; a query that groups by it can be drawn.")
        if first.distinct < 2:
            return NoChart(f"All values of “{first.name}” are the same.")
        return NoChart("These are too few numbers for a chart.")

    def _together(self) -> tuple[int, ...]:
        """The first measure, and those that can be read on the same axis."""
        size = self._measures[0].size
        near = [one.place for one in self._measures if _are_near(one.size, size)]
        return tuple(near[:_MAX_MEASURES])

    def _splits(self) -> list[Profile]:
        return [one for one in self._of("category", "ordinal") if 1 < one.distinct <= MAX_SERIES and not one.is_unique]

    def _is_unique(self, *columns: Profile) -> bool:
        """Whether no two rows agree in all of these columns."""
        seen = {tuple(row[one.place] for one in columns) for row in self._rows}
        return len(seen) == len(self._rows)


def _are_near(size: float, other: float) -> bool:
    low, high = sorted((size, other))
    return low == high or high <= _SAME_SCALE * low


def choices(columns: Sequence[str], rows: Sequence[Row]) -> tuple[Choice, ...]:
    """The kinds of chart that a person can choose from, with the columns that fit each; none where nothing can be drawn."""
    found = profiles(columns, rows[:SAMPLE_ROWS])
    if len(rows) < 2:
        return ()

    def places(*roles: str) -> tuple[int, ...]:
        return tuple(one.place for one in found if one.role in roles)

    measures = places("number")
    named = (*places("category", "ordinal", "time", "key"), *(p for p in measures if found[p].is_whole))
    splits = tuple(
        one.place for one in found if one.role in ("category", "ordinal") and 1 < one.distinct <= 5 * MAX_SERIES
    )
    offered = (
        Choice("line", places("time", "ordinal") + tuple(p for p in measures if found[p].is_unique), measures, splits),
        Choice("bar", named, measures, splits),
        Choice("histogram", measures, ()),
        Choice("scatter", measures + places("time"), measures, splits),
    )
    return tuple(one for one in offered if _has_columns(one))


def _has_columns(choice: Choice) -> bool:
    if choice.kind == "histogram":
        return bool(choice.xs)
    return any(y != x for x in choice.xs for y in choice.ys)


def fitted(choice: Choice, wanted: Chart) -> Chart:
    """``wanted`` as a chart of this kind: columns that fit are kept, others replaced by the first that do."""
    x = wanted.x if wanted.x in choice.xs else _first_x(choice)
    if choice.kind == "histogram":
        numbers = [place for place in (wanted.x, *wanted.ys) if place in choice.xs]
        return Chart("histogram", numbers[0] if numbers else x)
    ys = tuple(place for place in wanted.ys if place in choice.ys and place != x)
    if not ys:
        ys = tuple(place for place in choice.ys if place != x)[:1]
    series = wanted.series if wanted.series in choice.series and wanted.series != x else None
    if series is not None or choice.kind == "scatter":
        ys = ys[:1]
    return replace(wanted, kind=choice.kind, x=x, ys=ys, series=series)


def _first_x(choice: Choice) -> int:
    """The first column that leaves another one to be measured."""
    return next(x for x in choice.xs if choice.kind == "histogram" or any(y != x for y in choice.ys))
