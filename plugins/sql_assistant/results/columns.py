"""What the values of a column are, seen over the whole of it: numbers, dates, or texts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import count
from typing import Any, Literal

Kind = Literal["integer", "number", "boolean", "date", "timestamp", "text"]

MIN_INT, MAX_INT = -(2**63), 2**63 - 1
_EXACT_IN_FLOATS = 2**53
_ENDLESS = frozenset(("nan", "inf", "-inf"))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?")


def as_date(text: str) -> datetime.date | None:
    """The date that a text is, as ISO 8601 writes it; None if it is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def as_timestamp(text: str) -> datetime.datetime | None:
    """The date and time that a text is, as ISO 8601 writes it, without a time zone; None if it is none."""
    if not _TIMESTAMP.fullmatch(text):
        return None
    try:
        return datetime.datetime.fromisoformat(_with_microseconds(text))
    except ValueError:
        return None


def _with_microseconds(text: str) -> str:
    whole, dot, fraction = text.partition(".")
    return f"{whole}.{fraction:0<6}" if dot else text


class Inference:
    """Finds the kind of every column of a result while its rows go by.

    NULL fits every kind; a column that holds nothing else is text. So is one whose values no narrower kind can hold exactly.
    """

    def __init__(self, width: int) -> None:
        self._marks: list[set[str]] = [set() for _ in range(width)]

    def see(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take note of a batch of rows."""
        for place, marks in enumerate(self._marks):
            if "text" not in marks:
                for row in rows:
                    if (value := row[place]) is not None:
                        marks.add(_mark(value))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each column, as far as it was seen."""
        return tuple(_kind(marks) for marks in self._marks)


def _mark(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return _mark_of_integer(value)
        case float():
            return "number"
        case str():
            return _mark_of_text(value)
    return "text"


def _mark_of_integer(value: int) -> str:
    if abs(value) <= _EXACT_IN_FLOATS:
        return "integer"
    return "long" if MIN_INT <= value <= MAX_INT else "text"


def _mark_of_text(value: str) -> str:
    if value[:4].isdigit() and len(value) >= 10:
        if as_date(value):
            return "date"
        return "timestamp" if as_timestamp(value) else "text"
    return "endless" if value in _ENDLESS else "text"


def _kind(marks: set[str]) -> Kind:
    if marks and marks <= {"integer", "long"}:
        return "integer"
    if "number" in marks and marks <= {"integer", "number", "endless"}:
        return "number"
    if marks == {"boolean"}:
        return "boolean"
    if marks == {"date"}:
        return "date"
    return "timestamp" if marks and marks <= {"date", "timestamp"} else "text"


def unique_names(columns: Sequence[str]) -> list[str]:
    """The names, each of them once whatever its case: the second ``id`` is ``id_2``."""
    taken = {name.lower() for name in columns}
    seen: set[str] = set()
    names = []
    for column in columns:
        name = column
        if column.lower() in seen:
            name = next(f"{column}_{n}" for n in count(2) if f"{column}_{n}".lower() not in taken)
            taken.add(name.lower())
        seen.add(column.lower())
        names.append(name)
    return names
