"""What is typed becomes lines, and each line its words of amount and day: all that a model may point at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from plugins.bookkeeping.dates import DateSpan, find_dates
from plugins.bookkeeping.money import AmountSpan, find_amounts, likely_amounts
from plugins.bookkeeping.plain import plain
from plugins.bookkeeping.sums import settle

MAX_CHARS = 300
MAX_LINES = 500
_NUMBERED = re.compile(r"^\d{1,3}[.)、]\s*(?=\S)")
_BULLET = re.compile(r"^[-*•·]\s+")
_SURE_ENOUGH = 0.4


@dataclass(frozen=True, slots=True)
class Line:
    """One line as typed, its blanks made single. ``number`` counts all lines that were typed, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Pointers:
    """What the answer may copy: amounts (the likeliest first), and for each the days that can go with it.

    ``unclear`` says why none of the amounts can be taken to be what was paid; it is empty where one can.
    """

    amounts: tuple[AmountSpan, ...]
    days: tuple[DateSpan, ...]
    unclear: str = ""

    def days_for(self, amount: AmountSpan) -> tuple[DateSpan, ...]:
        """Days whose words are not those of the amount."""
        return tuple(day for day in self.days if not _overlap(day, amount))


def lines_of(text: str) -> tuple[Line, ...]:
    """Lines that are neither blank nor comments (``#``); bullets, and numbers before every line, are dropped."""
    lines = [Line(number, " ".join(raw.split())) for number, raw in enumerate(text.splitlines(), 1)]
    lines = [line for line in lines if line.text and not line.text.startswith("#")]
    if len(lines) > 1 and all(_NUMBERED.match(line.text) for line in lines):
        lines = [Line(line.number, _NUMBERED.sub("", line.text)) for line in lines]
    return tuple(Line(line.number, _BULLET.sub("", line.text)) for line in lines)


def pointers(line: str, today: date, ends: Collection[int] = (), *, day_first: bool = False) -> Pointers:
    """Amounts and days of a line, each number given to one of the two where that is clear.

    Args:
        line: as typed.
        today: what its days are counted from.
        ends: where words start that say how it was paid; they may follow an amount.
        day_first: whether ``3/1`` is the third of January.
    """
    dates = find_dates(line, today, day_first=day_first)
    sure = [day for day in dates if day.is_sure]
    unsure = [day for day in dates if not day.is_sure]
    amounts = find_amounts(line, [(day.start, day.end) for day in sure], ends)
    settled = list(_settled(unsure, amounts))
    if settled:
        sure += settled
        amounts = find_amounts(line, [(day.start, day.end) for day in sure], ends)
    open_days = [
        day for day in unsure if day not in settled and _is_open(day, amounts) and _others(day, likely_amounts(amounts))
    ]
    days = sorted([*sure, *open_days], key=lambda day: day.start)
    paid = settle(_without(plain(line), sure), amounts)
    return Pointers(paid.amounts, tuple(days), paid.unclear)


def _without(text: str, days: Iterable[DateSpan]) -> str:
    for day in days:
        text = f"{text[: day.start]}{chr(0) * (day.end - day.start)}{text[day.end :]}"
    return text


def _overlap(day: DateSpan, amount: AmountSpan) -> bool:
    return day.start < amount.end and amount.start < day.end


def _others(day: DateSpan, amounts: tuple[AmountSpan, ...]) -> list[AmountSpan]:
    return [amount for amount in amounts if not _overlap(day, amount) and amount.score >= _SURE_ENOUGH]


def _is_open(day: DateSpan, amounts: tuple[AmountSpan, ...]) -> bool:
    """Whether the words may still be a day: they are no part of a longer amount such as 2.5万元."""
    return not any(
        _overlap(day, amount) and (amount.currency or amount.end - amount.start > len(day.text.rstrip(".")))
        for amount in amounts
    )


def _settled(unsure: list[DateSpan], amounts: tuple[AmountSpan, ...]) -> Iterator[DateSpan]:
    """Of what may be a day or an amount, that which must be a day since another number is the amount."""
    for day in unsure:
        if not _is_open(day, amounts):
            continue
        others = _others(day, amounts)
        rivals = [other for other in unsure if other != day and any(_overlap(other, amount) for amount in others)]
        if others and (not rivals or (day.text.endswith(".") and not any(r.text.endswith(".") for r in rivals))):
            yield day
