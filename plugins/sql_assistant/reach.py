"""How far a question reaches beyond the fewest tables that hold what it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from plugins.sql_assistant.linking import named_tables
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.reading import Reading
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import labels
from plugins.sql_assistant.vocabulary import SAME
from plugins.sql_assistant.wants import WHAT, words
from plugins.sql_assistant.words import stem

_BEGINNING = 5
"""Letters that a word and a name must begin with alike to be of one family (enrolled: enrolment)."""

_PER = re.compile(r"\b(?:per|each|every|by)\s+(\w+)", re.IGNORECASE)
_OF_PEOPLE = words("who|whose|whom|anyone|anybody|someone|somebody|nobody|everyone|everybody|people|persons?")
_COUNTS_ROWS = words(
    r"at least|at most|more than|(?:less|fewer) than|most|fewest|least|often|times|once|twice|thrice|popular|busiest|frequent\w*|regular\w*"
    r"|repeat\w*|several|multiple|best|top|how many|number of"
)


class Reach:
    """Which tables a question may mean beyond those that it names.

    Args:
        tables: all that may be read.
        keys: between them.
        is_wide: it may mean any.
    """

    def __init__(
        self, reading: Reading, tables: Sequence[Table], keys: Sequence[ForeignKey], *, is_wide: bool = False
    ) -> None:
        self.is_wide = is_wide
        self._reading = reading
        self._tables = tables
        self._keys = keys

    def goes_beyond(self, told: Sequence[Table]) -> bool:
        """Whether anything may stand for a table beyond ``told``: what was traded, rows that are counted, a person where there is none,
        what is done with what is named, a word that a table or a column elsewhere is called by.
        """
        question = self._reading.question
        if self.is_wide or self.is_per_row_of(told) or self._reading.speaks_of_trade or _COUNTS_ROWS.search(question):
            return True
        if _OF_PEOPLE.search(question) and not any(is_of_people(table) for table in told):
            return True
        if WHAT.search(question) and self._untold(told):
            return True
        names = {table.name for table in told}
        away = {(key.table, key.column) for key in self._keys if key.parent not in names}
        elsewhere = [table for table in self._tables if table.name not in names]
        known = {
            part for table in elsewhere for name in (table.own_name, *_columns(table)) for part in name_words(name)
        }
        known |= {part for t in told for c in t.columns if (t.name, c.name) in away for part in name_words(c.name)}
        return any(_is_of(word.lower(), known) for word in self._untold(told))

    def is_per_row_of(self, told: Sequence[Table]) -> bool:
        """Whether figures are asked for each row of the only table: they stand in others that refer to it."""
        referred = {key.parent for key in self._keys}
        phrases = _PER.findall(self._reading.question)
        return len(told) == 1 and told[0].name in referred and any(named_tables(phrase, told) for phrase in phrases)

    def may_refer(self, parent: Table, child: str) -> bool:
        """Whether the question may look for rows of ``parent`` by what ``child``, which refers to it, says of them: it names the child, a
        value of it or what it refers to, or has a word that only the child tells, or none of all tables.
        """
        reading = self._reading
        if self.is_wide or not reading.is_narrow or child in reading.links.named:
            return True
        done = frozenset[str]().union(*(deed.tables for deed in reading.deeds))
        if any(key.table in done and key.parent == parent.name for key in self._keys):
            return child in done
        if self._has_unknown or reading.speaks_of_trade:
            return True
        own = {value for (table, _), values in reading.links.values.items() if table == parent.name for value in values}
        if any(set(values) - own for (table, _), values in reading.links.values.items() if table == child):
            return True
        if any(key.table == child and key.parent in reading.links.named - {parent.name} for key in self._keys):
            return True
        other = [table for table in self._tables if table.name == child]
        return bool(set(self._untold([parent])) - set(self._untold(other)))

    @cached_property
    def _has_unknown(self) -> bool:
        return bool(self._untold(self._tables))

    def _untold(self, told: Sequence[Table]) -> list[str]:
        names = {table.name for table in told}
        return self._reading.untold(told, [key for key in self._keys if key.table in names])


def _columns(table: Table) -> Iterable[str]:
    return (column.name for column in table.columns if column.name not in labels(table))


def _is_of(word: str, known: Iterable[str]) -> bool:
    forms = {stem(word), *SAME.get(stem(word), ())}
    return any(name in forms or _are_family(word, name) for name in known)


def _are_family(word: str, name: str) -> bool:
    return len(word) >= _BEGINNING <= len(name) and word[:_BEGINNING] == name[:_BEGINNING]
