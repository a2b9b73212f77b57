"""Columns in which a question looks for rows that have nothing: never weighed, not yet returned, without a score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.lookups import rows_without
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.words import parts, stem

Place = tuple[str, str]

LOOKUP_S = 0.1
MAX_COLUMNS = 12
_LACKS = re.compile(
    r"\b(?:never|not|(?:is|are|was|were|has|have|had|do|does|did)n['’]?t|cannot|without|no|nobody|lack(?:s|ing)?|missing|yet to(?: be)?)\s+"
    r"(?:(?:yet|been|be|have|has|had|got|get|being|a|an|any|the|their|its|his|her|our|us|ever|even|given|gave|give|were|was|is|are|left|single)\s+)*"
    r"(?!more\b|less\b|fewer\b|later\b|earlier\b|longer\b|only\b|just\b)([^\W\d_]+)(?:\s+([^\W\d_]+))?",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"\bun-?([^\W\d_]{3,}ed|paid|sent|sold)\b", re.IGNORECASE)
_STILL_OUT = re.compile(
    r"\b(?:still|currently|now)\s+(?:(?:have|has|had|got)\s+(?:\w+\s+){0,3}?)?(?:out|away|lent|borrowed|on loan)\b"
    r"|\b(?:not|never|isn['’]?t|aren['’]?t|hasn['’]?t|haven['’]?t)\s+(?:yet\s+)?(?:(?:come|been|brought|given|handed|is|are)\s+)?(?:yet\s+)?back\b"
    r"|\bon loan\b|\boutstanding loans?\b|\bstill (?:have|has)\b.*\bout\b",
    re.IGNORECASE,
)
_BACK = frozenset("return returned back checkin".split())
_TELLS_NOTHING = frozenset(
    "id is has date day time on at no number name first last value type status yet been single one".split()
)
_LEAST = 4


def missing_in(
    question: str,
    tables: Sequence[Table],
    named: Mapping[str, frozenset[str]],
    flags: frozenset[Place],
    session: Session,
) -> frozenset[Place]:
    """(table, column) of columns of which the question says that they are missing, and which are so in some rows.

    Args:
        named: tables that the question names, with the lower-case words that do it.
        flags: (table, column) of columns of yes and no.
    """
    taken = frozenset[str]().union(*named.values())
    yes_or_no = [c for t in tables for c in t.columns if (t.name, c.name) in flags]
    said = [w for w in _said_missing(question) if w not in taken and not any(_tells(w, flag) for flag in yes_or_no)]
    is_out = bool(_STILL_OUT.search(question)) and not any(speaks_of(question, name) for _, name in flags)
    places = [
        (table, column)
        for table in tables
        if table.kind == "table"
        for column in table.columns
        if not column.is_key
        and parts(column.name)[-1:] != ["id"]
        and (table.name, column.name) not in flags
        and (
            (any(_tells(word, column) for word in said) and (not named or table.name in named))
            or (is_out and _is_return(column))
        )
    ]
    return frozenset(
        (table.name, column.name)
        for table, column in _closest(places, said)[:MAX_COLUMNS]
        if session.values(rows_without(table, column.name), LOOKUP_S)
    )


def _said_missing(question: str) -> list[str]:
    found = [word.lower() for match in _LACKS.finditer(question) for word in match.groups() if word]
    return found + [match[1].lower() for match in _UNDONE.finditer(question)]


def _closest(places: Sequence[tuple[Table, Column]], said: Sequence[str]) -> list[tuple[Table, Column]]:
    """Those of whose names most words are said."""
    scores = [sum(_tells(word, column) for word in said) for _, column in places]
    return [place for place, score in zip(places, scores, strict=True) if score == max(scores)]


def _tells(word: str, column: Column) -> bool:
    own = {part for part in name_words(column.name) if part not in _TELLS_NOTHING or len(parts(column.name)) == 1}
    return bool(_roots(word) & {root for part in own for root in _roots(part)})


def _is_return(column: Column) -> bool:
    return bool(name_words(column.name) & _BACK) and not {"number", "qty", "quantity", "count"} & set(
        parts(column.name)
    )


def _roots(word: str) -> frozenset[str]:
    """A word without the ending of a verb (shipped, shipping: ship)."""
    bare = re.sub(r"(?:ing|ed|en)$", "", stem(word.lower()))
    bare = bare[:-1] if len(bare) > _LEAST and bare[-1:] == bare[-2:-1] and bare[-1:] not in "sl" else bare
    return frozenset({stem(word.lower()), bare.rstrip("e")} if len(bare) >= 3 else {stem(word.lower())})
