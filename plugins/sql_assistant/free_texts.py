"""Which words of a question may be a text to compare with, where the rows were looked through and hold none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from plugins.sql_assistant.said_numbers import plain
from plugins.sql_assistant.synonyms import says_a_part
from plugins.sql_assistant.words import stem

_QUOTED = re.compile(r"(?<!\w)[\"“‘'](?=\w)([^\"“”‘’]{1,60}?)[\"”’'](?!\w)")
_BEFORE_A_VALUE = re.compile(
    r"(?:\b(?:from|in|at|called|named|titled|entitled|equals|(?<!sorted )(?<!ordered )(?<!order )(?<!sort )(?<!grouped )by)\s+|=\s*)$",
    re.IGNORECASE,
)
_IN_PASSING = frozenset(
    "total all general advance person time detail details use service order stock use need full half part"
    " public private future past case"
    " some any home once school work moment short fact particular addition alphabetical chronological"
    " descending ascending today now this"
    " each every random anything something everything us me you them him her it night day weekend during order season good bad mid"
    " late early summary percent percentage cash words figures pairs groups".split()
)
"""What stands behind in or at and is no value."""

_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr"
    " jun jul aug sep sept oct nov dec"
    " monday tuesday wednesday thursday friday saturday sunday".split()
)
_OF_PARTS = re.compile(
    r"begin\w*|start\w*|end\w*|contain\w*|includ\w*|match\w*|letters?|words?|somewhere|anywhere|anything|something|everything|inside|within"
    r"|text|phrase|mention\w*|like|ones?",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"\b(?:begin|start)\w* (?:with|by|on)\b|\b(?:at|in) the (?:beginning|start)\b|\bfirst letter", re.IGNORECASE
)
_ENDS = re.compile(r"\bend(?:s|ing|ed)? (?:with|in|on)\b|\b(?:at|in) the end\b|\blast letter", re.IGNORECASE)
_CODE = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")


def quoted(question: str) -> list[range]:
    """Where texts in quotes stand."""
    return [range(*match.span(1)) for match in _QUOTED.finditer(question)]


def may_be_a_text(question: str, word: re.Match[str], names: Iterable[str] = ()) -> bool:
    """Whether a word that no row holds may still be meant as a value: it is quoted, a code, or stands where values do.

    Args:
        names: of columns and tables that a word of the question may mean.
    """
    text = word.group().lower()
    if any(word.start() in place for place in quoted(question)) or (_CODE.match(text) and not plain(text).strip()):
        return True
    stands_so = bool(_BEFORE_A_VALUE.search(question[: word.start()]))
    if not stands_so or text in _IN_PASSING or is_of_time(text):
        return False
    return not any(says_a_part(text, name) for name in names)


def is_of_time(word: str) -> bool:
    """Whether a word names a month or a day of the week."""
    return word.lower() in _MONTHS


def may_be_a_part(word: str, said: Sequence[str]) -> bool:
    """Whether a word may be a part of texts that are looked for, and is none of the words that ask for it.

    Args:
        said: names of the columns that the question names.
    """
    names = {part for name in said for part in re.findall(r"[a-z]+", name.lower())}
    lower = word.lower()
    asks = _OF_PARTS.fullmatch(word) or is_of_time(word) or lower in _IN_PASSING
    return not (asks or word.isdigit() or re.search(r"['’]|^s$", lower) or stem(lower) in names)


def signs_around(question: str) -> tuple[str, str]:
    """What may stand before and behind a part of a text, as GBNF: nothing or a percent sign."""
    begins, ends = bool(_BEGINS.search(question)), bool(_ENDS.search(question))
    if begins == ends:
        return '"%"?', '"%"?'
    return ('""', '"%"') if begins else ('"%"', '""')
