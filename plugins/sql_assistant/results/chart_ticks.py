"""Where the ticks of an axis stand and what stands at them; times as ISO 8601 writes them, which every language reads."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from typing import Final

from plugins.sql_assistant.results.chart_roles import Grain

_UTC = datetime.UTC
_DAY_S = 86_400.0
_WEEK_S = 604_800
_MONDAY_S = 4 * 86_400
"""The first Monday of 1970."""

_YEAR_S = 365.25 * _DAY_S
_STEPS_S: Final = (
    1,
    5,
    15,
    30,
    60,
    300,
    900,
    1_800,
    3_600,
    10_800,
    21_600,
    43_200,
    86_400,
    172_800,
    604_800,
    1_209_600,
)
_STEPS_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000, 12_000)
_EXACT_UP_TO = 1e15
_MOST_DECIMALS = 6


def number_text(value: float) -> str:
    """A number for people: thousands apart, without rounding noise."""
    if value == 0 or 1e-4 <= abs(value) < _EXACT_UP_TO:
        whole = f"{value:,.6f}" if abs(value) < 1 else f"{value:,.4f}"
        return whole.rstrip("0").rstrip(".")
    return f"{value:.6g}"


def tick_text(value: float, step: float) -> str:
    """A number at a tick: with as many decimals as its step needs."""
    if abs(value) >= _EXACT_UP_TO or step < 1e-6:
        return f"{value:.6g}"
    decimals = next((n for n in range(_MOST_DECIMALS) if _is_whole(step * 10**n)), _MOST_DECIMALS)
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6 * abs(value)


def time_text(seconds: float, grain: Grain) -> str:
    """A time as fine as its column is."""
    at = _at(seconds)
    match grain:
        case "year":
            return f"{at.year}"
        case "month":
            return f"{at:%Y-%m}"
        case "day":
            return f"{at:%Y-%m-%d}"
    return f"{at:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def time_ticks(low: float, high: float, most: int, grain: Grain) -> list[tuple[float, str]]:
    """At most about ``most`` ticks between two times, none finer than the grain."""
    span = max(high - low, 1.0)
    wanted = span / max(most, 1)
    if grain in ("day", "second"):
        finest = _DAY_S if grain == "day" else 1
        for step in _STEPS_S:
            if step >= wanted and step >= finest:
                return [(at, _step_text(at, step)) for at in _even(low, high, step)]
    least = {"year": 12}.get(grain, 1)
    steps = [step for step in _STEPS_MONTHS if step >= least]
    months = next((step for step in steps if step * _YEAR_S / 12 >= wanted), steps[-1])
    return [(at, f"{_at(at):%Y-%m}" if months < 12 else f"{_at(at).year}") for at in _months(low, high, months)]


def _step_text(seconds: float, step: int) -> str:
    at = _at(seconds)
    if step >= _DAY_S:
        return f"{at:%Y-%m-%d}"
    if step >= 60:
        return f"{at:%m-%d}" if (at.hour, at.minute) == (0, 0) else f"{at:%H:%M}"
    return f"{at:%H:%M:%S}"


def _even(low: float, high: float, step: int) -> Iterator[float]:
    start = _MONDAY_S if step >= _WEEK_S else 0
    at = math.ceil((low - start) / step) * step + start
    while at <= high:
        yield float(at)
        at += step


def _months(low: float, high: float, step: int) -> Iterator[float]:
    """The first days of every ``step``th month."""
    first = _at(low)
    month = (first.year * 12 + first.month - 1) // step * step
    while month // 12 <= datetime.MAXYEAR:
        if month >= 12:
            at = datetime.datetime(month // 12, month % 12 + 1, 1, tzinfo=_UTC).timestamp()
            if at > high:
                return
            if at >= low:
                yield at
        month += step


_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=_UTC)
_FIRST, _LAST = -62_135_596_800.0, 253_402_300_799.0


def _at(seconds: float) -> datetime.datetime:
    return _EPOCH + datetime.timedelta(seconds=min(max(seconds, _FIRST), _LAST))
