"""Rows that a question calls by what they are called: a name, a given and a family name, a number (order 1006)."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Test
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.synonyms import numbers_of_rows
from plugins.sql_assistant.values import repr_sql

Named = tuple[int, Table, tuple[Test, ...]]
"""(place behind it, table, conditions that its rows meet)."""


class RowsNamed:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int) -> Iterator[Named]:
        """``Anna Berg``, ``12 Quay Street``, ``the boat Blue Heron``, ``the Wexham office``, ``job 2``."""
        for end, table, tests in self._values(at):
            yield end, table, tests
            yield from ((after, table, tests) for after in self._behind(end, table, tests))
        for start, table in self._said.tables_at(at):
            yield from (found for found in self._values(start) if found[1] == table)
            yield from self.numbered(start, table)

    def _values(self, at: int) -> Iterator[Named]:
        """A value, two that make a name, or several between which there is an "or"."""
        for end, meant in self._said.values_at(at):
            for first in meant:
                test = Test(first.place, f"{{c}} = {repr_sql(first.value)}")
                listed = list(self._listed(end, first))
                if not listed:
                    yield end, first.place.table, (test,)
                yield from listed
                for after, others in self._said.values_at(end):
                    for second in others:
                        if _make_a_name(self._said, first, second):
                            both = (test, Test(second.place, f"{{c}} = {repr_sql(second.value)}"))
                            yield after, first.place.table, both

    def _listed(self, end: int, first: Meant) -> Iterator[Named]:
        found = [first]
        while self._said.word(end) == "or":
            start = end + 1 + (self._said.word(end + 1) in ("the", "a", "an"))
            more = [(e, m) for e, meant in self._said.values_at(start) for m in meant if m.place == first.place]
            if not more:
                return
            end = more[0][0]
            found.append(more[0][1])
            values = " , ".join(repr_sql(one.value) for one in found)
            yield end, first.place.table, (Test(first.place, f"{{c}} IN ( {values} )"),)

    def _behind(self, end: int, table: Table, tests: tuple[Test, ...]) -> Iterator[int]:
        """Behind what a value is of: ``(Wexham) office``, ``(Dairy) category``."""
        own = {test.place for test in tests}
        yield from (after for after, named in self._said.tables_at(end) if named == table)
        for after, meant in self._said.columns_at(end):
            if any(m.place in own for m in meant):
                yield after

    def numbered(self, at: int, table: Table) -> Iterator[Named]:
        """A number behind the name of a table: ``job 2``, ``invoice number 503``."""
        start = at + (self._said.word(at) in ("number", "no", "nr", "id", "#"))
        word = self._said.word(start)
        place = self._number_of(table)
        if not word.isdigit() or place is None or self._said.values_at(start):
            return
        if "INT" in place.column.type.upper():
            yield start + 1, table, (Test(place, f"{{c}} = {int(word)}"),)

    def _number_of(self, table: Table) -> Place | None:
        """The column by which a row is called by number: its own number, else its key."""
        numbers = [column for column in numbers_of_rows(table) if self._said.is_a_name(Place(table, column))]
        keys = [column for column in table.columns if column.is_key]
        found = numbers or keys
        return Place(table, found[0]) if len(found) == 1 else None


def _make_a_name(said: Said, first: Meant, second: Meant) -> bool:
    names = said.names_of(first.place.table)
    return len(names) > 1 and [first.place, second.place] == names
