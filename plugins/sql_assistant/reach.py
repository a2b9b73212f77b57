"""Whether a question may need more tables than the fewest that hold what it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from plugins.sql_assistant.reading import Reading
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.synonyms import labels
from plugins.sql_assistant.vocabulary import SAME, SHORT
from plugins.sql_assistant.wants import words
from plugins.sql_assistant.words import parts, stem

_BEGINNING = 5
"""Letters that a word and a name must begin with alike to be of one family (enrolled: enrolment)."""

_OF_PEOPLE = words("who|whose|whom|anyone|anybody|someone|somebody|nobody|everyone|everybody|people|persons?")
_COUNTS_ROWS = words(
    r"at least|at most|more than|(?:less|fewer) than|most|fewest|least|often|times|once|twice|thrice|popular|busiest|frequent\w*|regular\w*"
    r"|repeat\w*|several|multiple|best|top|how many|number of"
)


def reaches_further(reading: Reading, told: Sequence[Table], tables: Iterable[Table], keys: Sequence[ForeignKey]) -> bool:
    """Whether anything in the question may stand for a table beyond ``told``: what was traded, rows that are counted, a person where
    there is none, a word that a table or a column elsewhere is called by.

    Args:
        tables: all that may be read.
    """
    if reading.speaks_of_trade or _COUNTS_ROWS.search(reading.question):
        return True
    if _OF_PEOPLE.search(reading.question) and not any(_is_of_people(table) for table in told):
        return True
    names = {table.name for table in told}
    away = {(key.table, key.column) for key in keys if key.parent not in names}
    elsewhere = [table for table in tables if table.name not in names]
    known = {part for table in elsewhere for name in (table.own_name, *_columns(table)) for part in parts(name)}
    known |= {part for table in told for c in table.columns if (table.name, c.name) in away for part in parts(c.name)}
    known |= {long for part in known for long in SHORT.get(part, ())}
    return any(_is_of(word.lower(), known) for word in reading.untold(told, [k for k in keys if k.table in names]))


def _is_of_people(table: Table) -> bool:
    return any({"text"} & kinds_of(c) and set(parts(c.name)) & {"name", "nm", "surname"} for c in table.columns)


def _columns(table: Table) -> Iterable[str]:
    return (column.name for column in table.columns if column.name not in labels(table))


def _is_of(word: str, known: Iterable[str]) -> bool:
    forms = {stem(word), *SAME.get(stem(word), ())}
    return any(name in forms or _are_family(word, name) for name in known)


def _are_family(word: str, name: str) -> bool:
    return len(word) >= _BEGINNING <= len(name) and word[:_BEGINNING] == name[:_BEGINNING]
