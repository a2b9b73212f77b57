"""What is shown beside the rows that are asked for: their columns, names of what they belong to, when or for how much it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import PRICES
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words

_AND = frozenset(("and", "with", "plus", "including", "along", ","))
_OWN = frozenset(("their", "its", "the", "with", "his", "her", "of", "each", "s"))
_SHOWING = frozenset(("with", ",", "and", "including", "showing", "their", "its", "the", "along", "plus"))
_SHOWN = frozenset(("the", "their", "its", "his", "her", "showing", "including"))
_THEY = frozenset(("they", "he", "she", "it", "that"))
_WERE = frozenset(("was", "were", "did", "is", "are", "do", "does"))
_MUCH = ("for how much", "how much", "how much for", "at what price", "the price")


class Beside:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions) -> None:
        self._said = said
        self._conditions = conditions

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        head = draft.head
        if head is None or draft.figure or draft.group or draft.counted or self._said.word(at) not in _AND:
            return
        yield from self._listed(at, draft, head)
        for start in self._said.behind(at + 1, _OWN):
            if start > at + 1:
                yield from self._columns(start, draft, head)
            yield from self._of_others(start, draft, head)
        if self._said.word(at) == "and":
            yield from self._when(at + 1, draft, head)
            yield from self._for_how_much(at + 1, draft)

    def _columns(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``and their prices``, ``with the year``."""
        if not draft.shown and not self._said.names_of(head):
            return  # all columns are shown
        for end, meant in self._said.columns_at(at):
            if place := surest([m for m in meant if m.place.table == head]):
                yield end, replace(draft, beside=(*draft.beside, place))

    def _listed(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``, with title, director and year``: several columns one after another, the names of the rows among them or beside them."""
        for start in self._said.behind(at, _SHOWING):
            places: list[Place] = []
            end = start
            while start > at and (found := self._next(end, head)):
                end, place = found
                places += place
                if len(places) > 1 and self._said.word(end) not in ("and", ","):
                    break
                end += self._said.word(end) in ("and", ",")
                end += self._said.word(end) in ("and", "the")
            names = any(self._said.is_a_name(place) for place in places)
            is_told = bool({",", *_SHOWN} & set(self._said.lower[at:end]))  # with email and phone: who has them
            is_list = len(places) > 1 and not draft.shown and not draft.beside and (names or is_told)
            if is_list:
                own, is_whole = tuple(dict.fromkeys(places)), names or not self._said.names_of(head)
                yield end, replace(draft, shown=own) if is_whole else replace(draft, beside=own)

    def _next(self, at: int, head: Table) -> tuple[int, list[Place]] | None:
        """The column of a list that stands at a place."""
        if self._said.stems[at : at + 1] == ["name"] and (names := self._said.names_of(head)):
            return at + 1, names
        for end, meant in (*self._said.columns_at(at), *self._said.last_words_at(at)):
            if place := surest([m for m in meant if m.place.table == head]):
                return end, [place]
        return None

    def _of_others(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``with the name of the supplier``, ``and their authors``, ``with supplier country``."""
        if not draft.shown and not self._said.names_of(head):
            return
        for after, key in self._conditions.relations.roles_at(at):
            names = self._said.names_of(self._said.by_name[key.parent])
            if key.table == head.name and names and not self._said.values_at(after):
                new = replace(draft, beside=(*draft.beside, *names), joined=(*draft.joined, key))
                yield from (
                    (end, new) for end in (after, *(e for e, t in self._said.tables_at(after) if t.name == key.parent))
                )
        for end, table in self._said.tables_at(at):
            if table == head:
                continue
            start = end + (self._said.word(end) == "s")
            yield from self._shown(start, table, draft)
            names = self._said.names_of(table)
            if names and self._said.word(at - 1) in ("their", "its", "his", "her"):
                yield end, replace(draft, beside=(*draft.beside, *names))
        for end, _ in [
            *self._said.columns_at(at),
            *([(at + 1, None)] if self._said.stems[at : at + 1] == ["name"] else []),
        ]:
            for start in self._said.behind(end, _OWN):
                for behind, table in self._said.tables_at(start) if start > end else ():
                    if table != head:
                        yield from ((behind, new) for stop, new in self._shown(at, table, draft) if stop == end)

    def _shown(self, at: int, table: Table, draft: Draft) -> Iterator[Step]:
        """A column of another table, or what its rows are called by."""
        if self._said.stems[at : at + 1] == ["name"] and (names := self._said.names_of(table)):
            yield at + 1, replace(draft, beside=(*draft.beside, *names))
        for end, meant in self._said.columns_at(at):
            own: list[Meant] = [m for m in meant if m.place.table == table]
            place: Place | None = surest(own)
            if place and not (self._said.is_a_name(place) and end == at + 1 and self._said.stems[at] == "name"):
                yield end, replace(draft, beside=(*draft.beside, place))

    def _when(self, at: int, draft: Draft, head: Table) -> Iterator[Step]:
        """``and when``, ``and when were they hired``."""
        if self._said.word(at) != "when":
            return
        if not draft.deed and any(test.place.table != head for test in draft.tests):
            return
        rows = Draft(head=draft.deed or head)
        if at + 1 == len(self._said) and (place := self._conditions.own_time(rows)):
            yield at + 1, replace(draft, beside=(*draft.beside, place))
        for start in self._said.behind(at + 1, _WERE | _THEY):
            place = self._conditions.dated(self._said.word(start), Draft(head=head)) if start > at + 1 else None
            if place:
                yield start + 1, replace(draft, beside=(*draft.beside, place))

    def _for_how_much(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(who bought it) and for how much``: the price of what was done."""
        if draft.deed is None:
            return
        own = [p for p in self._said.places if p.table == draft.deed and self._said.is_measure(p)]
        prices = [p for p in own if name_words(p.column.name) & PRICES]
        for end, _ in self._said.one_of(at, _MUCH):
            if len(prices) == 1 and end == len(self._said):
                yield end, replace(draft, beside=(*draft.beside, prices[0]))
