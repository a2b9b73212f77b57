"""Which columns of a table may stand where in the query that answers a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from plugins.sql_assistant.dated_by import dates_meant, is_date
from plugins.sql_assistant.flags import is_called_flag, speaks_of
from plugins.sql_assistant.linking import WORD
from plugins.sql_assistant.people import own_names
from plugins.sql_assistant.reading import Reading, tells
from plugins.sql_assistant.reasons import asks_for_presence
from plugins.sql_assistant.roles import keys_of_each
from plugins.sql_assistant.schema import Column, ForeignKey, Table
from plugins.sql_assistant.select_rules import Kind, kinds_of
from plugins.sql_assistant.short import long_words
from plugins.sql_assistant.words import parts, stem

_KEY_WORDS = re.compile(
    r"\b(?:ids?|numbers?(?! of)|nr|nos?|codes?|keys?|pk)\b|#|[a-z]Id\b|_id\b|[a-z]id\b", re.IGNORECASE
)
"""With these a question may mean a key by its value; also with a number behind a table's name (order 17)."""

_ASKS_FOR_MORE = re.compile(
    r",(?! *(?:pls|plz|please|thank\w*|if)\b)|[+&:]|\b(?:and|with(?!\W*$)|along|including|plus|both|details?|all about)\b",
    re.IGNORECASE,
)
"""With these a question may ask for columns beside what rows are called, by words that mean none for certain."""


class Choices:
    """The columns that a question leaves open, kind by kind."""

    def __init__(
        self,
        reading: Reading,
        tables: Sequence[Table],
        keys: Sequence[ForeignKey],
        *,
        is_told: bool = False,
        is_wide: bool = False,
    ) -> None:
        self._is_wide = is_wide
        self._is_told = is_told
        self._reading = reading
        self._tables = tables
        self._keys = keys
        self._asks_for_keys = bool(_KEY_WORDS.search(reading.question)) or _has_numbered(reading)
        self._of_each = keys_of_each(reading.question, keys) if reading.is_narrow else []
        self._found: dict[tuple[str, Kind], list[Column]] = {}

    def of(self, table: Table, kind: Kind) -> list[Column]:
        """A table's columns of a kind; of those that are measured, the ones that the question says, where it says some of the kind."""
        place = (table.name, kind)
        if place not in self._found:
            self._found[place] = self._of(table, kind)
        return self._found[place]

    def _of(self, table: Table, kind: Kind) -> list[Column]:
        if kind == "grouped":
            return self._grouped(table)
        if kind == "shown":
            return self._shown(table)
        if kind == "headed":
            return self._headed(table)
        if kind == "flag":
            return self._flags(table)
        if kind == "dated":
            own, meant = self.of(table, "date"), frozenset[tuple[str, str]]() if self._is_wide else self._dates_meant
            return [column for column in own if not meant or (table.name, column.name) in meant]
        if kind == "present" and self._reading.is_narrow:
            lacking, question = self.of(table, "lacking"), self._reading.question
            return [c for c in lacking if self._is_key(table, c) or asks_for_presence(question, c)]
        if kind == "lacking" and self._reading.is_narrow:
            return [
                c
                for c in table.columns
                if not c.is_key
                and (
                    "date" in kinds_of(c)
                    or self._is_key(table, c)
                    or (self._is_meant(table, c) and not self._is_known_flag(table, c))
                )
            ]
        if kind == "measured":
            numbers = self.of(table, "number")
            return [column for column in numbers if column.name in self._reading.measured] or numbers
        if kind == "ranked":
            values = [
                c
                for c in self.of(table, "value")
                if not ({"number", "date"}.isdisjoint(kinds_of(c)) or self._is_known_flag(table, c))
            ]
            return [column for column in values if column.name in self._reading.measured] or values
        if kind == "compared":
            return [c for c in self.of(table, "value") if not self._is_known_flag(table, c)]
        if kind == "sorted":
            if self._reading.wants.ranks:
                return self.of(table, "ranked")
            values = self.of(table, "value")
            return [c for c in values if not self._is_known_flag(table, c)] or values
        own = [column for column in table.columns if kind in ("lacking", "present") or kind in kinds_of(column)]
        if kind in ("all", "lacking", "present"):
            return own
        own = self._without_keys(table, own)
        if kind == "text" and self._reading.is_narrow:
            own = [column for column in own if not (column.type and is_date(column))]
            inside = [column for column in own if (table.name, column.name) in self._reading.links.inside]
            own = inside if self._reading.links.inside and not self._is_wide else own
        if kind == "number":
            own = [column for column in own if not self._is_known_flag(table, column)]
        if not self._is_told or kind == "value":
            return own
        return [column for column in own if self._is_meant(table, column)] or own

    @cached_property
    def _dates_meant(self) -> frozenset[tuple[str, str]]:
        return dates_meant(self._reading, self._tables)

    def _grouped(self, table: Table) -> list[Column]:
        each = [(key.parent, key.parent_column) for key in self._of_each]
        places = each or self._reading.groups
        return [column for column in table.columns if (table.name, column.name) in places]

    def _flags(self, table: Table) -> list[Column]:
        """Columns of yes and no: those that the question speaks of; all where it speaks of none, and any table may be meant."""
        own = [c for c in table.columns if "flag" in kinds_of(c) or (table.name, c.name) in self._reading.links.flags]
        own = self._without_keys(table, own)
        if not self._reading.is_narrow:
            return own
        said = [c for c in own if self._is_meant(table, c) or speaks_of(self._reading.question, c.name)]
        return own if self._is_wide and not said else said

    def _is_known_flag(self, table: Table, column: Column) -> bool:
        """Whether rows or the name leave no doubt that it holds yes or no."""
        return self._reading.is_narrow and (
            (table.name, column.name) in self._reading.links.flags or is_called_flag(column)
        )

    def _shown(self, table: Table) -> list[Column]:
        """What a person may want to see: all but keys; where all words are accounted for, names and what the words mean."""
        plain = self._without_keys(table, list(table.columns)) or list(table.columns)
        reading = self._reading
        is_plain = (
            bool(reading.heads or reading.asked) and reading.is_narrow and not _ASKS_FOR_MORE.search(reading.question)
        )
        if is_plain and table.name not in reading.heads:
            said = [column for column in plain if self._is_meant(table, column) and self._is_asked_for(column)]
            return said or self._headed(table)
        if not self._is_told and not is_plain:
            return plain
        named = own_names(table)
        meant = {c for c in plain if self._is_meant(table, c) and (not is_plain or self._is_asked_for(c))}
        return [column for column in plain if column.name in named or column in meant] or plain

    def _headed(self, table: Table) -> list[Column]:
        """What a row that is asked for is shown by: what it is called, or its number where it is not called anything; and what is meant."""
        if self._reading.asked:
            return [column for column in table.columns if (table.name, column.name) in self._reading.asked]
        if table.name not in self._reading.heads:
            return []
        called = own_names(table)
        asked = [c for c in table.columns if self._is_meant(table, c) and self._is_asked_for(c)]
        asked = [] if self._reading.is_whole else asked
        found = [c for c in table.columns if c.name in called or (c in asked and not self._is_known_flag(table, c))]
        return found if self._reading.is_narrow else self._shown(table)

    def _is_asked_for(self, column: Column) -> bool:
        """Whether a word that names no table tells the column, or all of its name stands in the question."""
        reading = self._reading
        asked = {stem(word.lower()) for word in WORD.findall(reading.question)}
        return any(tells(word, column.name) for word in reading.telling_words) or all(
            {part, *long_words(part)} & asked for part in parts(column.name)
        )

    def _is_meant(self, table: Table, column: Column) -> bool:
        return (table.name, column.name) in self._reading.links.columns

    def _is_key(self, table: Table, column: Column) -> bool:
        return any((key.table, key.column) == (table.name, column.name) for key in self._keys)

    def _without_keys(self, table: Table, own: list[Column]) -> list[Column]:
        """Without the columns that only join, unless the question may mean one by its value."""
        if self._asks_for_keys:
            return own
        keys = {c.name for c in table.columns if c.is_key and "number" in kinds_of(c)}
        keys |= {key.column for key in self._keys if key.table == table.name}
        return [column for column in own if column.name not in keys]


def _has_numbered(reading: Reading) -> bool:
    before = re.findall(r"(\w+) \d", reading.question)
    return any(word.lower() in reading.links.table_words for word in before)
