"""Columns that a question measures by other words than their names: the length in seconds, the thickest book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from plugins.sql_assistant.figures import UNIT_PARTS
from plugins.sql_assistant.flags import is_called_flag
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.vocabulary import pairs
from plugins.sql_assistant.words import stem

_MEASURED = re.compile(
    r"\b(?:averag\w+|mean|avg|total|sum of|highest|lowest|maximum|minimum|max|min|longest|shortest)\s+"
    r"((?:[^\W\d_]+[\s(\[-]+){0,3}[^\W\d_]+)",
    re.IGNORECASE,
)
_STOPS = re.compile(r"\b(?:of|for|per|by|in|on|at|from|with|each|every|and|who|that)\b.*", re.IGNORECASE)
_MEANT = pairs(
    """
    length duration length runtime minute second sec min; duration duration length minute hour second; playtime duration; playing
    duration runtime; pay wage salary pay; wage wage salary pay hourly; salary salary wage pay; distance distance km mile kilometer;
    weight weight kg gram mass; height height cm elevation altitude; score score rating mark grade point; mark mark grade score;
    rating rating star score; delay delay late; stay night; age age; size size area capacity sqm; temperature temperature temp;
    mileage mileage km odometer
    """
)
"""Words of measures, and parts of the names of columns that they mean."""

_DEGREES = pairs(
    """
    thick page thickness; thin page thickness; deep depth; shallow depth; wide width; narrow width; tall height; high height altitude
    elevation; heavy weight kg mass; light weight kg mass; fast speed; slow speed; strong strength power alcohol abv; loud volume
    decibel; long length duration minute second sec page distance km runtime; short length duration minute second sec page distance
    km runtime; hot temperature temp; cold temperature temp; late delay; crowded capacity; spacious area sqm; dear price cost fee
    fare rate; costly price cost fee fare; cheap price cost fee fare rate; pricy price cost fee fare rate; roomy seat capacity area
    """
)
"""The same of adjectives."""

_SUPERLATIVE = re.compile(r"\b([^\W\d_]{3,})est\b|\bmost ([^\W\d_]+)", re.IGNORECASE)


_THAN_AVERAGE = re.compile(r"\bthan\s+(?:the\s+|an?\s+)?(?:average|mean|typical)\s+([^,.;?!]+)", re.IGNORECASE)


def averaged_among(question: str, links: Links) -> dict[tuple[str, str], str]:
    """(table, column) → the value of the rows with whose average others are compared (than the average red car)."""
    found = _THAN_AVERAGE.search(question)
    after = found[1].lower() if found else ""
    return {
        place: value
        for place, values in links.values.items()
        for value in values
        if re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", after)
    }


def measured_otherwise(question: str, tables: Sequence[Table], links: Links) -> frozenset[str]:
    """Names of the columns of numbers that words of a measure mean, where they say no column's name."""
    numbers = [(t, c) for t in tables for c in t.columns if _is_measure(t, c, links)]
    for phrase in _MEASURED.findall(question):
        said = re.findall(r"[^\W\d_]+", re.sub(r"[(\[]", " ", _STOPS.sub(" ", phrase)).lower())
        words = [stem(word) for word in said if word not in links.table_words | links.value_words]
        if found := _best(numbers, [{word, *_MEANT.get(word, ()), *UNIT_PARTS.get(word, ())} for word in words]):
            return found
    for match in _SUPERLATIVE.finditer(question):
        spoken = [(table, column) for table, column in numbers if table.name in links.named]
        if found := _best(spoken, [set(_DEGREES.get(_positive(match[1] or match[2]), ()))]):
            return found
    return frozenset()


def _best(numbers: Iterable[tuple[Table, Column]], meant: Sequence[set[str]]) -> frozenset[str]:
    """Those whose names most of the words mean."""
    scores = {c.name: sum(bool(names & name_words(c.name)) for names in meant) for _, c in numbers}
    best = max(scores.values(), default=0)
    return frozenset(name for name, score in scores.items() if score == best and best)


def _is_measure(table: Table, column: Column, links: Links) -> bool:
    is_number = "number" in kinds_of(column) and not column.is_text and not column.is_key
    return is_number and (table.name, column.name) not in links.flags and not is_called_flag(column)


def _positive(superlative: str) -> str:
    """The adjective of a superlative without its ending (thick, heavi, clos, bigg)."""
    bare = superlative.lower()
    if bare.endswith("i"):
        return f"{bare[:-1]}y"
    if bare[-1:] == bare[-2:-1] and bare not in _DEGREES:
        return bare[:-1]
    return bare if bare in _DEGREES else f"{bare}e" if f"{bare}e" in _DEGREES else bare
