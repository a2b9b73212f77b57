"""Words that stand inside the names of rows: works with landscape in the title."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.meanings import column_of
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.values import repr_sql

_BEFORE = frozenset(("with", "having", "have", "has", "containing", "contain", "word", "that"))
_IN = ("in the", "in their", "in its", "in his", "in her", "somewhere in the", "in")
_NO_TEXTS = frozenset(
    "a an the no any their its more less over under than and or not it them something nothing anything none".split()
)
_LONGEST = 3


class Within:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        for end, text, behind in self._texts(at):
            for after, place in self._columns(end, draft):
                if after == behind:
                    yield after, draft.with_test(place, f"{{c}} LIKE {repr_sql(f'%{text}%')}")

    def of_all(self, at: int) -> Iterator[Step]:
        """``everything with apple in the name``: rows of the only table with such a name."""
        for table in self._said.tables if self._said.word(at) in ("everything", "anything", "all") else ():
            for end, draft in self.at(at + 1 + (self._said.word(at + 1) == "with"), Draft(head=table)):
                place = draft.tests[-1].place
                known = [key for key in self._said.links.inside if self._is_named(key)]
                if known == [(place.table.name, place.column.name)] and self._said.is_a_name(place):
                    yield end, draft

    def _is_named(self, key: tuple[str, str]) -> bool:
        table = self._said.by_name.get(key[0])
        column = table.column(key[1]) if table else None
        return bool(table and column and self._said.is_a_name(Place(table, column)))

    def _texts(self, at: int) -> Iterator[tuple[int, str, int]]:
        """(place of the column's name, text, place behind all) for a text before the name of a column."""
        if self._said.word(at - 1) not in _BEFORE:
            return
        for length in range(1, _LONGEST + 1):
            words = self._said.lower[at : at + length]
            if len(words) < length or _NO_TEXTS & set(words):
                return
            for begin, _ in self._said.one_of(at + length, _IN):
                for end in range(begin + 1, min(begin + 4, len(self._said) + 1)):
                    yield begin, " ".join(self._said.words[at : at + length]), end
                return

    def _columns(self, at: int, draft: Draft) -> Iterator[tuple[int, Place]]:
        """A text of the rows by its name; "name" and "title" stand for what rows are called by."""
        names = self._said.names_of(draft.head)
        for start in (at, *(end for end, table in self._said.tables_at(at) if table == draft.head)):
            if self._said.stems[start : start + 1] == ["name"] and len(names) == 1:
                yield start + 1, names[0]
        for end, meant in self._said.columns_at(at):
            place = column_of(self._said, [m for m in meant if m.place.column.is_text], draft)
            if place and place.table == draft.head:
                yield end, place
