"""Dates, months and years in a question, and the conditions that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugins.sql_assistant.composing.said import Said

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
_ISO = re.compile(r"(?:1[6-9]|20)\d\d-\d\d(-\d\d)?")
_DAY = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class Time:
    """A year (``2023``), a month (``2023-04``) or a day (``2023-04-09``)."""

    text: str

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return len(self.text) == 4

    def test(self, sign: str, *, of_years: bool, until: Time | None = None) -> str | None:
        """The condition with ``{c}`` for the column; None where there is none.

        Args:
            of_years: the column holds years as numbers.
            until: the end of the range, where there is one.
        """
        if of_years:
            if not self.is_year or (until and not until.is_year):
                return None
            return f"{{c}} BETWEEN {self.text} AND {until.text}" if until else f"{{c}} {sign} {self.text}"
        if until and len(until.text) != len(self.text):
            return None
        form = {4: "strftime ( '%Y' , {c} )", 7: "strftime ( '%Y-%m' , {c} )"}.get(len(self.text), "{c}")
        if until:
            return f"{form} BETWEEN '{self.text}' AND '{until.text}'"
        return f"{form} {sign} '{self.text}'"


def times_at(said: Said, at: int) -> tuple[int, Time] | None:
    """(place behind it, time) for a time that stands at ``at``."""
    word = said.word(at)
    if _ISO.fullmatch(word):
        return at + 1, Time(word)
    if _YEAR.fullmatch(word):
        return at + 1, Time(word)
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
    return None


def _with_year(said: Said, at: int, month: int, day: str) -> tuple[int, Time] | None:
    at += said.word(at) == ","
    at += said.word(at) == "of"
    if not _YEAR.fullmatch(said.word(at)):
        return None
    stamp = f"{said.word(at)}-{month:02d}"
    number = re.sub(r"\D", "", day)
    return at + 1, Time(f"{stamp}-{int(number):02d}" if number else stamp)
