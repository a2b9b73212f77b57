"""What part a column can play in a chart: a time, a measure, a category, or none."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["time", "number", "category", "ordinal", "key", "text", "empty"]
Grain = Literal["year", "month", "day", "second"]

_KEYS = frozenset(
    "id ids key pk uuid guid rowid oid code zip zipcode postcode phone mobile fax isbn ean sku no nr number".split()
    + "编号 主键 代码 序号 电话 邮编".split()
)
_ORDINALS = frozenset("month quarter week weekday day dow hour minute 月 月份 季度 周 星期 小时".split())
_YEARS = frozenset("year yr jahr année año 年 年份".split())
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_DECIMAL = re.compile(r"-?\d+\.\d+")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?:[-/](?P<month>\d\d?)(?:[-/](?P<day>\d\d?)(?P<clock>[ T]\d\d:\d\d.*)?)?|-?Q(?P<quarter>[1-4]))?"
)
_PROSE_CHARS = 60
_LAST_ORDINAL = 366


@dataclass(frozen=True, slots=True)
class Profile:
    """A column as a chart sees it.

    Attributes:
        place: of the column in the result.
        distinct: how many different values it holds beside NULL.
        is_unique: whether no value comes twice, nor is missing twice.
        is_whole: whether its numbers are integers.
        size: the largest of its numbers, signs aside.
        grain: of a time: how fine it is.
    """

    place: int
    name: str
    role: Role
    distinct: int
    is_unique: bool
    is_whole: bool = False
    size: float = 0.0
    grain: Grain = "day"


def profiles(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[Profile, ...]:
    """What every column is."""
    return tuple(_profile(place, name, [row[place] for row in rows]) for place, name in enumerate(columns))


def number_of(value: Any) -> float | None:
    """The number that a value is; exact decimals, which come as text, are numbers too."""
    if isinstance(value, str):
        return float(value) if _DECIMAL.fullmatch(value) else None
    if value is None or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def moment_of(value: Any) -> float | None:
    """The time that a value is, in seconds since 1970 as if all clocks showed UTC; a whole number is a year."""
    found = _moment(value)
    return found and found[0]


def _moment(value: Any) -> tuple[float, Grain] | None:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    match = _MOMENT.fullmatch(str(value).strip())
    if not match:
        return None
    try:
        return _seconds(match)
    except ValueError:
        return None


def _seconds(match: re.Match[str]) -> tuple[float, Grain]:
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    if match["quarter"]:
        month = 3 * int(match["quarter"]) - 2
    at = datetime.datetime(year, month, day, tzinfo=datetime.UTC)
    if match["clock"]:
        clock = datetime.datetime.fromisoformat(f"2000-01-01T{match['clock'][1:]}").time()
        at = datetime.datetime.combine(at.date(), clock.replace(tzinfo=datetime.UTC))
        return at.timestamp(), "second" if clock.replace(tzinfo=None) != datetime.time() else "day"
    grain: Grain = "day" if match["day"] else "month" if match["month"] or match["quarter"] else "year"
    return at.timestamp(), grain


def _profile(place: int, name: str, values: Sequence[Any]) -> Profile:
    held = [value for value in values if value is not None]
    distinct = len(set(held))
    is_unique = len(set(values)) == len(values)
    if not held:
        return Profile(place, name, "empty", 0, is_unique)
    words = [word.lower() for word in _WORD.findall(name)]
    numbers = [number_of(value) for value in held]
    if all(number is not None for number in numbers):
        is_whole = all(isinstance(value, int) for value in held)
        role: Role = _role_of_numbers(words, held) if is_whole else "number"
        size = max(abs(number) for number in numbers if number is not None)
        return Profile(place, name, role, distinct, is_unique, is_whole, size, "year")
    if all(isinstance(value, str) for value in held) and (grain := _grain(held)):
        return Profile(place, name, "time", distinct, is_unique, grain=grain)
    return Profile(place, name, _role_of_texts(words, held), distinct, is_unique)


def _role_of_numbers(words: Sequence[str], held: Sequence[int]) -> Role:
    ends = {words[0], words[-1]} if words else set()
    low, high = min(held), max(held)
    if ends & _YEARS and low >= 1000 and high <= 2999:
        return "time"
    if words and words[-1] in _KEYS:
        return "key"
    return "ordinal" if ends & _ORDINALS and low >= 0 and high <= _LAST_ORDINAL else "number"


def _role_of_texts(words: Sequence[str], held: Sequence[Any]) -> Role:
    texts = [str(value) for value in held]
    if all(_UUID.fullmatch(text) for text in texts) or (words and words[-1] in _KEYS and len(set(texts)) == len(texts)):
        return "key"
    return "text" if sum(map(len, texts)) / len(texts) > _PROSE_CHARS else "category"


_FINER: Mapping[Grain, int] = {"year": 0, "month": 1, "day": 2, "second": 3}


def _grain(held: Sequence[Any]) -> Grain | None:
    """How fine times are; None where one of the values is no time."""
    finest: Grain = "year"
    for value in held:
        found = _moment(value)
        if not found:
            return None
        finest = max(finest, found[1], key=lambda grain: _FINER[grain])
    return finest
