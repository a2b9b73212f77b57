"""Names in a question that stand inside longer values of the rows (Quay Street: 12 Quay Street)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from plugins.sql_assistant.lookups import values_with
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.telling_words import holds_names, names_things, telling_phrases
from plugins.sql_assistant.words import parts, stem

MAX_COLUMNS = 40
LOOKUP_S = 0.1
ALL_S = 0.3
MOST_VALUES = 20
"""A column with more values that hold the text hardly has a name in it."""

_NAME = re.compile(r"[A-Z][\w'’&-]*(?: (?:[A-Z0-9][\w'’&-]*|of|&|the))*(?<! of)(?<! the)(?<! &)")
_HOLDS = r"\b(?:contain|mention)\w* (?:the (?:word|text) )?"
_IN_COLUMN = r" (?:some|any)?(?:where )?in (?:the|its|their|our) ((?:[^\W\d_]+ )?[^\W\d_]+)"
_HOLDING = r"(?:that )?(?:contain|start|begin|end|includ|mention)\w* (?:with |in )?"
_QUOTED = re.compile(r"(?<!\w)[\"“‘'](\w[^\"“”‘’']{1,40})[\"”’'](?!\w)")


def values_inside(
    question: str,
    tables: Sequence[Table],
    taken: frozenset[str],
    session: Session,
    valued: frozenset[str] = frozenset(),
) -> dict[tuple[str, str], tuple[str, ...]]:
    """(table, column) → names or quoted texts of the question that stand inside values of the column.

    Args:
        taken: lower-case words that are a value or name a table.
        valued: those that are a value.
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    phrases = list(dict.fromkeys(_phrases(question, taken)))
    lower = [] if phrases else telling_phrases(question, taken, tables, valued)
    if not phrases and not lower:
        return found
    names = {c.name for t in tables for c in t.columns}
    until = time.monotonic() + ALL_S
    columns = [(t, c.name) for t in tables if t.kind == "table" for c in t.columns if c.is_text and not c.is_key]
    for table, column in columns[:MAX_COLUMNS]:
        is_name = names_things(table, column)
        for phrase in [*phrases, *(lower if holds_names(column, question, is_name=is_name) else ())]:
            if time.monotonic() > until:
                return found
            if is_elsewhere(question, phrase, column, names):
                continue
            values = session.values(values_with(table, column, phrase, MOST_VALUES + 1), LOOKUP_S) or []
            if 0 < len(values) <= MOST_VALUES and any(_is_word(phrase, str(value)) for value in values):
                found[table.name, column] = (*found.get((table.name, column), ()), phrase)
    return {place: _longest(texts) for place, texts in found.items()}


def asked_as_parts(
    question: str, values: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Of the values that the question names those that it looks for inside others (anything with oak in the notes)."""
    found = {}
    for (table, column), texts in values.items():
        last = parts(column)[-1:] or [column.lower()]
        inside = rf"['\"”’]? (?:some|any)?(?:where )?in (?:the|its|their|our) (?:[^\W\d_]+ )?{re.escape(last[0])}s?\b"
        listed = tuple(
            text
            for text in texts
            if re.search(rf"\b{re.escape(text)}{inside}", question, re.IGNORECASE)
            or re.search(rf"{_HOLDS}['\"“‘]?{re.escape(text)}\b", question, re.IGNORECASE)
        )
        if listed:
            found[table, column] = listed
    return found


def _phrases(question: str, taken: frozenset[str]) -> Iterator[str]:
    yield from (match[1] for match in _QUOTED.finditer(question))
    for match in _NAME.finditer(question):
        said = match.group().lower().split()
        is_first = not question[: match.start()].strip(" \t\n'\"“‘¿¡(")
        if (is_first and len(said) == 1) or len(match.group()) < 3 or taken & set(said):
            continue
        yield match.group()


def is_elsewhere(question: str, phrase: str, column: str, names: Iterable[str]) -> bool:
    """Whether the question says in which column a text stands, and it is not this one."""
    behind = re.search(rf"\b{re.escape(phrase)}['\"”’]?{_IN_COLUMN}", question, re.IGNORECASE)
    before = re.search(rf"([^\W\d_]+) {_HOLDING}['\"“‘]?{re.escape(phrase)}\b", question, re.IGNORECASE)
    last = [found[1].split()[-1] for found in (behind, before) if found]
    said = {name for name in names if any(stem(word.lower()) in name_words(name) for word in last)}
    return bool(said) and column not in said


def _longest(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that are a part of another one."""
    return tuple(text for text in texts if not any(text != other and text.lower() in other.lower() for other in texts))


def _is_word(phrase: str, value: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}", value, re.IGNORECASE) is not None
