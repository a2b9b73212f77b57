"""Words that some row holds as a value, and that mean something else where they stand: what was done, or a column's own name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts

Values = Mapping[tuple[str, str], tuple[str, ...]]
_DONE = re.compile(r"[a-z]+(?:ed|en|nt|ld)")
_HAVING = r"(?:have|has|had|having|we've|they've|never|ever|did(?:n't)?|do(?:n't)?|does(?:n't)?)"
_BETWEEN = r"(?:ever|never|already|not|yet|also|only|been|actually|we|they|you|he|she)"
_ALIKE = 4
_NAMES = frozenset("name surname forename lastname firstname".split())


def meant_as_values(question: str, values: Values, tables: Sequence[Table]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The values without words that tell what was done in a table's rows (customers have rented: rentals), and without family names that
    the question writes small and a column is called by (the total price, where somebody is called Price).
    """
    deeds = {word[:_ALIKE] for table in tables for word in name_words(table.own_name)}
    columns = {part for table in tables for column in table.columns for part in parts(column.name)}
    kept = {
        place: tuple(
            value
            for value in found
            if not _is_a_deed(question, value, deeds) and not _is_a_small_name(question, value, place[1], columns)
        )
        for place, found in values.items()
    }
    return {place: found for place, found in kept.items() if found}


def _is_a_deed(question: str, value: str, deeds: set[str]) -> bool:
    word = value.lower()
    if not _DONE.fullmatch(word) or word[:_ALIKE] not in deeds:
        return False
    return re.search(rf"\b{_HAVING}\s+(?:{_BETWEEN}\s+)*{re.escape(word)}\b", question.lower()) is not None


def _is_a_small_name(question: str, value: str, column: str, columns: set[str]) -> bool:
    is_of_people = bool(_NAMES & set(parts(column)))
    return (
        is_of_people
        and value.istitle()
        and value.lower() in columns
        and re.search(rf"\b{re.escape(value)}\b", question) is None
    )
