"""Dates, months and years in a question, and the conditions that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plugins.sql_assistant.composing.speech.said import Said

_NAMES = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_DECADES = dict(
    zip("twenties thirties forties fifties sixties seventies eighties nineties".split(), range(2, 10), strict=True)
)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_DECADE = re.compile(r"((?:1[6-9]|20)\d)0s")
_ISO = re.compile(r"(?:1[6-9]|20)\d\d-\d\d(-\d\d)?")
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")
_QUARTERS = {"q1": 1, "q2": 2, "q3": 3, "q4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_LEAST_DECADE = 5
"""Tens of the decades that are said without their century; the forties are ages as well."""
_HALVES = {"first": (1, 6), "second": (7, 12), "last": (7, 12)}


@dataclass(frozen=True, slots=True)
class Time:
    """A year (``2023``), a month (``2023-04``), a day (``2023-04-09``), or a span of years or months.

    Attributes:
        until: the last year or month of a span.
    """

    text: str
    until: str = ""

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return len(self.text) == 4 and not self.until

    def test(self, sign: str, *, of_years: bool, until: Time | None = None) -> str | None:
        """The condition with ``{c}`` for the column; None where there is none.

        Args:
            of_years: the column holds years as numbers.
            until: the end of the range, where there is one.
        """
        if self.until:
            return Time(self.text).test("=", of_years=of_years, until=Time(self.until)) if sign == "=" else None
        if of_years:
            if not self.is_year or (until and not until.is_year):
                return None
            return f"{{c}} BETWEEN {self.text} AND {until.text}" if until else f"{{c}} {sign} {self.text}"
        if until and len(until.text) != len(self.text):
            return None
        form = self._form()
        if until:
            return f"{form} BETWEEN '{self.text}' AND '{until.text}'"
        return f"{form} {sign} '{self.text}'"

    def _form(self) -> str:
        return {4: "strftime ( '%Y' , {c} )", 7: "strftime ( '%Y-%m' , {c} )"}.get(len(self.text), "{c}")

    @staticmethod
    def any_of(times: Sequence[Time], *, of_years: bool) -> str | None:
        """The condition that it is one of several years or months; None where they are not alike."""
        first = times[0]
        if any(time.until or len(time.text) != len(first.text) for time in times) or (of_years and not first.is_year):
            return None
        texts = " , ".join(time.text if of_years else f"'{time.text}'" for time in times)
        return f"{'{c}' if of_years else first._form()} IN ( {texts} )"


def times_at(said: Said, at: int) -> tuple[int, Time] | None:
    """(place behind it, time) for a time that stands at ``at``."""
    word = said.word(at)
    if _ISO.fullmatch(word):
        return at + 1, Time(word)
    if _YEAR.fullmatch(word):
        return at + 1, Time(word)
    if decade := _DECADE.fullmatch(said.word(at + (word == "the"))):
        return at + 1 + (word == "the"), Time(f"{decade[1]}0", f"{decade[1]}9")
    if said.word(at) == "the" and (tens := _DECADES.get(said.word(at + 1), 0)) >= _LEAST_DECADE:
        return at + 2, Time(f"19{tens}0", f"19{tens}9")
    day_first = _DAY.fullmatch(word) and said.word(at + 1 + (said.word(at + 1) == "of")) in _MONTHS
    if day_first:
        month_at = at + 1 + (said.word(at + 1) == "of")
        return _with_year(said, month_at + 1, _MONTHS[said.word(month_at)], word)
    if word in _MONTHS:
        if (day := _DAY.fullmatch(said.word(at + 1))) and (
            found := _with_year(said, at + 2, _MONTHS[word], day.group())
        ):
            return found
        return _with_year(said, at + 1, _MONTHS[word], "")
    return _part_of_year(said, at)


def _part_of_year(said: Said, at: int) -> tuple[int, Time] | None:
    """``Q1 2024``, ``the first quarter of 2024``, ``the second half of 2023``, ``the summer of 2025``."""
    at += said.word(at) == "the"
    word, unit = said.word(at), said.word(at + 1)
    behind = at + 1 if word.startswith("q") or word in _SEASONS else at + 2
    year_at = behind + (said.word(behind) in ("of", "in"))
    if not _YEAR.fullmatch(said.word(year_at)):
        return None
    months = _SEASONS.get(word)
    if word in _QUARTERS and (word.startswith("q") or unit == "quarter"):
        last = 3 * _QUARTERS[word]
        months = last - 2, last
    elif word in _HALVES and unit == "half":
        months = _HALVES[word]
    year = said.word(year_at)
    return (year_at + 1, Time(f"{year}-{months[0]:02d}", f"{year}-{months[1]:02d}")) if months else None


def spans_at(said: Said, at: int) -> tuple[int, Time, Time] | None:
    """(place behind it, start, end) for ``2019 and 2021``, ``1 June and 31 August 2026``: both ends of a span."""
    if low := times_at(said, at):
        behind, first = low
        high = _end_at(said, behind)
        return (high[0], first, high[1]) if high else None
    for behind in range(at + 1, at + 4):  # the first without a year: that of the second
        if (high := _end_at(said, behind)) and len(high[1].text) > 4 and not high[1].until:
            start = _within(said, at, behind, high[1].text[:4])
            return (high[0], start, high[1]) if start and start.text <= high[1].text else None
    return None


def _end_at(said: Said, at: int) -> tuple[int, Time] | None:
    return times_at(said, at + 1) if said.word(at) in ("and", "to", "until", "till", "through") else None


def _within(said: Said, at: int, end: int, year: str) -> Time | None:
    words = [word for word in said.lower[at:end] if word not in ("of", "the")]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    days = [day[1] for word in words if (day := _DAY.fullmatch(word))]
    if len(months) != 1 or len(days) > 1 or len(words) != len(months) + len(days):
        return None
    stamp = f"{year}-{months[0]:02d}"
    return Time(f"{stamp}-{int(days[0]):02d}" if days else stamp)


def month_at(said: Said, at: int) -> str:
    """The number of a month of any year that stands at ``at``, of two digits; empty for none."""
    word = said.word(at)
    return f"{_MONTHS[word]:02d}" if len(word) > 2 and word in _MONTHS and not times_at(said, at) else ""


def _with_year(said: Said, at: int, month: int, day: str) -> tuple[int, Time] | None:
    at += said.word(at) == ","
    at += said.word(at) == "of"
    if not _YEAR.fullmatch(said.word(at)):
        return None
    stamp = f"{said.word(at)}-{month:02d}"
    number = re.sub(r"\D", "", day)
    return at + 1, Time(f"{stamp}-{int(number):02d}" if number else stamp)
