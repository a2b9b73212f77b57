"""Which columns of a table may stand where in the query that answers a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from plugins.sql_assistant.reading import Reading
from plugins.sql_assistant.schema import Column, ForeignKey, Table
from plugins.sql_assistant.select_rules import Kind, kinds_of
from plugins.sql_assistant.synonyms import labels, says_a_part
from plugins.sql_assistant.words import parts

_KEY_WORDS = re.compile(
    r"\b(?:ids?|numbers?(?! of)|nr|codes?|keys?|pk)\b|\bno\.? ?\d|#|[a-z]Id\b|_id\b|[a-z]id\b", re.IGNORECASE
)
"""With these a question may mean a key by its value."""

_SORTS = re.compile(r"\b(?:alphabet|sort|order|rank|arrange)\w*|\bby (?:\w+ )?(?:name|title)", re.IGNORECASE)


class Choices:
    """The columns that a question leaves open, kind by kind; all of them where it was not read."""

    def __init__(self, reading: Reading, tables: Sequence[Table], keys: Sequence[ForeignKey]) -> None:
        self._reading = reading
        self._meant = reading.meant
        self._tables = tables
        self._keys = keys
        self._asks_for_keys = bool(_KEY_WORDS.search(reading.question))
        self._found: dict[tuple[str, Kind], list[Column]] = {}

    def of(self, table: Table, kind: Kind) -> list[Column]:
        """A table's columns of a kind: those meant and, to be shown, its labels; all where the question means none of the kind."""
        place = (table.name, kind)
        if place not in self._found:
            self._found[place] = self._of(table, kind)
        return self._found[place]

    def _of(self, table: Table, kind: Kind) -> list[Column]:
        if kind == "shown":
            return self._shown(table)
        if kind == "grouped":
            return [column for column in table.columns if (table.name, column.name) in self._reading.groups]
        own = self._of_kind(table, kind)
        if kind == "value" and not _SORTS.search(self._reading.question):
            own = self._without_labels(own, table)
        meant = [column for column in own if (table.name, column.name) in self._meant]
        if not self._reading.is_narrow:
            return own
        if kind == "all":
            shown = labels(table) | {column.name for column in meant} | self._key_columns(table)
            return [column for column in own if column.name in shown]
        if kind == "flag":
            return meant
        alike = [(t.name, column.name) for t in self._tables for column in self._of_kind(t, kind)]
        if any(name in self._reading.links.said for _, name in alike):
            return [column for column in own if column.name in self._reading.links.said or self._is_year(table, column)]
        return meant if any(place in self._meant for place in alike) else own

    def _is_year(self, table: Table, column: Column) -> bool:
        """Whether a number may be the year that the question gives."""
        return "year" in parts(column.name) and (table.name, column.name) in self._meant

    def _without_labels(self, own: list[Column], table: Table) -> list[Column]:
        """Without names and titles where the question means another column: nothing is the largest by its name."""
        named = frozenset[str]().union(*(labels(t) for t in self._tables))
        is_meant = any(column not in named for _, column in self._meant)
        others = [column for column in own if column.name not in labels(table)]
        return others if is_meant else own

    def _shown(self, table: Table) -> list[Column]:
        """What a person may want to see: labels and columns that the question says; what it measures, where it measures."""
        keys = frozenset[str]() if self._asks_for_keys else self._key_columns(table)
        everything = self.of(table, "all")
        plain = [column for column in everything if column.name not in keys] or everything
        if not self._reading.is_narrow:
            return plain
        if self._reading.groups:
            return self.of(table, "grouped")
        named = labels(table) if self._reading.is_about(table) else frozenset[str]()
        if self._reading.wants.measures:
            measured = [column for column in plain if column.name not in named]
            is_measured = any(
                place[1] not in labels(t) for t in self._tables for place in self._meant if place[0] == t.name
            )
            return measured or ([] if is_measured else plain)
        said = self._said_here(table)
        chosen = [column for column in plain if column.name in named or column.name in said]
        return chosen or (plain if self._reading.is_about(table) else [])

    def _said_here(self, table: Table) -> frozenset[str]:
        """Columns a word of whose name the question says; not those that it only hints at (cheap: price)."""
        return frozenset(column.name for column in table.columns if says_a_part(self._reading.question, column.name))

    def _of_kind(self, table: Table, kind: Kind) -> list[Column]:
        keys = frozenset[str]() if kind == "all" or self._asks_for_keys else self._key_columns(table)
        return [column for column in table.columns if kind in kinds_of(column) and column.name not in keys]

    def _key_columns(self, table: Table) -> frozenset[str]:
        own = {c.name for c in table.columns if c.is_key and "number" in kinds_of(c)}
        return frozenset(own | {k.column for k in self._keys if k.table == table.name})
