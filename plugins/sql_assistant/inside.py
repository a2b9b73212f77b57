"""Names in a question that stand inside longer values of the rows (Quay Street: 12 Quay Street)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence

from plugins.sql_assistant.lookups import values_with
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.sources.base import Session

MAX_COLUMNS = 40
LOOKUP_S = 0.1
ALL_S = 0.3
MOST_VALUES = 20
"""A column with more values that hold the text hardly has a name in it."""

_NAME = re.compile(r"[A-Z][\w'’&-]*(?: (?:[A-Z0-9][\w'’&-]*|of|&|the))*(?<! of)(?<! the)(?<! &)")
_QUOTED = re.compile(r"(?<!\w)[\"“‘'](\w[^\"“”‘’']{1,40})[\"”’'](?!\w)")


def values_inside(
    question: str, tables: Sequence[Table], taken: frozenset[str], session: Session
) -> dict[tuple[str, str], tuple[str, ...]]:
    """(table, column) → names or quoted texts of the question that stand inside values of the column.

    Args:
        taken: lower-case words that are a value or name a table.
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    phrases = list(dict.fromkeys(_phrases(question, taken)))
    if not phrases:
        return found
    until = time.monotonic() + ALL_S
    columns = [(t, c.name) for t in tables if t.kind == "table" for c in t.columns if c.is_text and not c.is_key]
    for table, column in columns[:MAX_COLUMNS]:
        for phrase in phrases:
            if time.monotonic() > until:
                return found
            values = session.values(values_with(table, column, phrase, MOST_VALUES + 1), LOOKUP_S) or []
            if 0 < len(values) <= MOST_VALUES and any(_is_word(phrase, str(value)) for value in values):
                found[table.name, column] = (*found.get((table.name, column), ()), phrase)
    return found


def _phrases(question: str, taken: frozenset[str]) -> Iterator[str]:
    yield from (match[1] for match in _QUOTED.finditer(question))
    for match in _NAME.finditer(question):
        said = match.group().lower().split()
        is_first = not question[: match.start()].strip(" \t\n'\"“‘¿¡(")
        if (is_first and len(said) == 1) or len(match.group()) < 3 or taken & set(said):
            continue
        yield match.group()


def _is_word(phrase: str, value: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(phrase)}", value, re.IGNORECASE) is not None
