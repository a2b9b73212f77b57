"""The years, months and days that a question says, each with how it is compared, as conditions on a date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugins.sql_assistant.gbnf import literal
from plugins.sql_assistant.said_numbers import DAY, MONTH, MONTHS, YEAR, expanded

_TIME = re.compile(
    rf"\b(?:(?P<iso>{YEAR}-\d\d-\d\d)|(?P<isom>{YEAR}-\d\d)|(?:(?P<d>{DAY})\s+(?:of\s+)?)?(?P<m>{MONTH})\b\.?(?:\s+(?:the\s+)?(?P<d2>{DAY})\b(?!\s*\d))?"
    rf",?\s*(?:of\s+)?(?P<y>{YEAR})|(?P<lone>{YEAR})|(?P<month>{MONTH}))(?![\w-])",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:today|yesterday|tomorrow|now|ago|last|past|next|this|current\w*|recent\w*|quarter|week\w*|\w+days?|spring|summer|autumn|fall|winter"
    r"|century|nineties|eighties|seventies|sixties|\d+s|overdue|expired|expires?|late|\d{1,2}(?:st|nd|rd|th)|hours?|a\.?m|p\.?m|\d+:\d+|except|not"
    r"|\w+n['’]t|never|Q[1-4]|H[12]|or)\b|['’]\d\d\b",
    re.IGNORECASE,
)
"""What may mean other times, or leaves open how they are compared."""

_SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"on or after|since(?: the)?(?: (?:year|start of|beginning of))?|starting(?: in)?|as of|not before|no earlier than",
        (">=",),
    ),
    (r"on or before|until|till|up to|through|no later than|not after", ("<=",)),
    (r"after|later than|newer than|younger than|more recent than|past", (">",)),
    (r"before|earlier than|prior to|older than", ("<",)),
    (r"by", ("<=", "<")),
    (r"from", ("=", ">=")),
)
_BEFORE = tuple(
    (
        re.compile(rf"\b(?:{said})(?:\s+the)?(?:\s+(?:year|month|end|start|beginning)(?: of)?)?\s*$", re.IGNORECASE),
        signs,
    )
    for said, signs in _SIGNS
)
_LATER = re.compile(
    r"^\s*(?:or|and) (?:later|after|newer|onwards?|beyond|since|up)\b|^\s*onwards?\b|^\s+on\b(?!\s+\w)", re.IGNORECASE
)
_EARLIER = re.compile(r"^\s*(?:or|and) (?:earlier|before|older)\b", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:bet\w*n|from)\s*(?:the\s+)?$", re.IGNORECASE)
_AND = re.compile(r"^\s*(?:and|to|until|till|through|-|–)\s*$", re.IGNORECASE)
_MONTH_BEFORE = re.compile(r"\b(?:in|during|since|before|after|until|of|from|between|to|for|by)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ToldTime:
    """One time, or both ends of a span.

    Attributes:
        tests: conditions, any of which may be meant, with ``{}`` for the column.
    """

    tests: tuple[str, ...]

    def written(self, column: str) -> str:
        """The tests of a column, all as GBNF."""
        return " | ".join(_around(test, column) for test in self.tests)


def told_times(question: str, values: Iterable[str] = ()) -> tuple[ToldTime, ...]:
    """The times of a question; none where it may mean others.

    Args:
        values: which the rows hold and the question names.
    """
    text = expanded(question)
    for value in values:
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "so", text, flags=re.IGNORECASE)
    found = [match for match in _TIME.finditer(text) if _is_time(match, text)]
    rest = _TIME.sub(" ", text)
    if not found or _OPEN.search(rest):
        return ()
    told = tuple(_told(text, found))
    return told if all(one.tests for one in told) else ()


def _around(test: str, column: str) -> str:
    before, behind = test.split("{}")
    return f"{literal(before)} {column} {literal(behind)}" if before else f"{column} {literal(behind)}"


def _is_time(match: re.Match[str], text: str) -> bool:
    """Months alone stand behind a word like in: may and march are other words too."""
    if match["lone"]:
        return not re.search(r"(?:[£$€]|\b(?:over|above|under|below|than|least|most)) ?$", text[: match.start()])
    return not match["month"] or bool(_MONTH_BEFORE.search(text[: match.start()]))


def _told(text: str, found: list[re.Match[str]]) -> Iterator[ToldTime]:
    at = 0
    while at < len(found):
        first = found[at]
        second = found[at + 1] if at + 1 < len(found) else None
        before = text[: first.start()]
        if second and _AND.match(text[first.end() : second.start()]) and _RANGE.search(before):
            form, start = _written(first)
            other, end = _written(second)
            yield ToldTime((f"{form} BETWEEN '{start}' AND '{end}'",) if form == other else ())
            at += 2
            continue
        form, value = _written(first)
        yield ToldTime(
            tuple(test for sign in signs_of(before, text[first.end() :]) for test in _tests(form, sign, value))
        )
        at += 1


def _tests(form: str, sign: str, value: str) -> Iterator[str]:
    """The same in two forms: by a part of the date, by its first or last day."""
    yield f"{form} {sign} '{value}'"
    if form == "{}" or len(value) == 2:
        return
    first = f"{value}-01-01" if len(value) == 4 else f"{value}-01"
    last = f"{value}-12-31" if len(value) == 4 else f"{value}-{monthrange(*map(int, value.split('-')))[1]}"
    if sign == "=":
        yield f"{{}} BETWEEN '{first}' AND '{last}'"
    else:
        yield f"{{}} {sign} '{first if sign in ('>=', '<') else last}'"


def signs_of(before: str, behind: str) -> tuple[str, ...]:
    """How a time is compared that stands between two parts of a question; several where that is open."""
    if _LATER.match(behind):
        return (">=",)
    if _EARLIER.match(behind):
        return ("<=",)
    return next((signs for said, signs in _BEFORE if said.search(before)), ("=",))


def _written(match: re.Match[str]) -> tuple[str, str]:
    """The column as it is compared, and the text that it is compared with."""
    if match["iso"]:
        return "{}", match["iso"]
    if match["lone"]:
        return "strftime ( '%Y' , {} )", match["lone"]
    if match["isom"]:
        return "strftime ( '%Y-%m' , {} )", match["isom"]
    number = f"{MONTHS.index((match['m'] or match['month']).lower()[:3]) + 1:02d}"
    if match["month"]:
        return "strftime ( '%m' , {} )", number
    day = re.sub(r"\D", "", match["d"] or match["d2"] or "")
    stamp = f"{match['y']}-{number}"
    return ("{}", f"{stamp}-{int(day):02d}") if day else ("strftime ( '%Y-%m' , {} )", stamp)
