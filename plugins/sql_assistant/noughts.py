"""Beside which numbers nought and one may stand where the question says neither: none is left, nothing is owed, the first won."""

from __future__ import annotations

import re
from typing import Literal

from plugins.sql_assistant.words import parts

Family = Literal["years", "stocked", "placed", "owed", "sized"]

_FAMILIES: tuple[tuple[Family, frozenset[str]], ...] = (
    ("owed", frozenset("balance due owed owing debt amount amt price prc fee cost charge fare".split())),
    ("stocked", frozenset("stock qty quantity inventory unit copy available avail left seat vacancy".split())),
    ("placed", frozenset("position pos rank ranking place placing placement standing finish point pts goal win medal".split())),
)  # fmt: skip
_YEARS = frozenset("year yr founded built born vintage".split())
_SPANS = re.compile(r"years|yrs|year_?(?:group|level|class|of_?study)", re.IGNORECASE)
"""In a name: how many years, no year."""

_SAID: tuple[tuple[Family, re.Pattern[str]], ...] = (
    (
        "stocked",
        re.compile(
            r"\b(?:out of(?! (?:the|our|a|this)\b)|sold out|empty|run(?:ning)? out|used up|stock|available|left|any|still|none|free)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "placed",
        re.compile(r"\b(?:w[io]n|wins|winn\w+|first|champions?|victor\w*|gold|scor\w+|top)\b", re.IGNORECASE),
    ),
    (
        "owed",
        re.compile(r"\b(?:ow(?:e|es|ed|ing)|outstanding|unpaid|due|open|free|still|settled)\b", re.IGNORECASE),
    ),
)
"""What means nought or one in one family only."""
_NONE = re.compile(
    r"\b(?:no|not|none|nothing|nobody|without|zero|positive|multiple|several|single|empty|never|\w+n['’]?t|\w{3,}less)\b",
    re.IGNORECASE,
)
"""What means it of a number that is spoken of."""
_FIRST_YEAR = re.compile(r"\bfirst[- ]years?\b", re.IGNORECASE)


def is_year(name: str) -> bool:
    """Whether a column of this name holds years, as they are counted in a calendar."""
    return bool(_YEARS & set(parts(name))) and not _SPANS.search(name)


def family_of(name: str) -> Family:
    """The family of a column of numbers."""
    if is_year(name):
        return "years"
    own = set(parts(name))
    return next((family for family, names in _FAMILIES if own & names), "sized")


def families_meant(question: str) -> tuple[Family, ...]:
    """The families of which a question may mean nought or one without a figure, whatever it speaks of."""
    found = tuple(family for family, said in _SAID if said.search(question))
    return (*found, "years") if _FIRST_YEAR.search(question) else found


def families_left_open(question: str) -> tuple[Family, ...]:
    """The same with those that it may mean if it speaks of them."""
    found = families_meant(question)
    others: tuple[Family, ...] = ("stocked", "placed", "owed", "sized") if means_none(question) else ()
    return tuple(dict.fromkeys((*found, *others)))


def means_none(question: str) -> bool:
    """Whether a number that a question speaks of may be nought or one."""
    return bool(_NONE.search(question))
