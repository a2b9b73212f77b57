"""Rows that are asked for: of a table, of a kind, of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.speech.meanings import is_kind
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, NONE_LEFT, STOCKS
from plugins.sql_assistant.composing.speech.said import WHOLE, Meant, Said
from plugins.sql_assistant.composing.speech.verbs import doers_of
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import is_a_name
from plugins.sql_assistant.values import repr_sql

_PLURALS = frozenset(("women", "men", "children", "people"))
_PREPOSITIONS = frozenset("of by in at for with to on from into under as".split())
_NOTHING = Draft()
_MOST_BEFORE, _MOST_BEFORE_KINDS = 8, 4
"""Words before the table whose rows they describe."""
_LIKE = 4
"""Letters that a verb and who does it begin with alike."""
_DIFFERENT = frozenset(("different", "distinct", "unique"))
_HAVE = frozenset(("has", "have", "had", "ever", "already"))
_ANYONE = frozenset("who who's whos whose people everyone everybody anyone anybody person".split())


class Rows:
    """Reads them."""

    def __init__(self, said: Said, conditions: Conditions) -> None:
        self._said = said
        self._conditions = conditions

    def of(self, at: int, draft: Draft) -> Iterator[Step]:
        """``all active customers``: a table, perhaps behind words that say more of its rows."""
        for start in self._said.behind(at, DETERMINERS | _DIFFERENT):
            for end, table in self._said.tables_at(start):
                yield end, replace(draft, head=table)
            yield from self._described(start, draft)
            yield from self._in_a_role(start, draft)

    def _in_a_role(self, at: int, draft: Draft) -> Iterator[Step]:
        """``home team of match 1``, ``sender of message 2``; ``home matches of Rovers``."""
        for after, key in self._conditions.relations.roles_at(at):
            for end, table in self._said.tables_at(after):
                if table.name in (key.table, key.parent):
                    yield end, replace(draft, head=table, joined=(*draft.joined, key))
            yield after, replace(draft, head=self._said.by_name[key.parent], joined=(*draft.joined, key))

    def _described(self, at: int, draft: Draft) -> Iterator[Step]:
        """Values or flags before the table: ``cancelled orders``, ``red and blue bikes``, ``Anna Berg's tickets``."""
        for end in range(at + 1, min(at + _MOST_BEFORE, len(self._said))):
            if self._said.word(end - 1) in _PREPOSITIONS:
                return
            for behind, table in self._said.tables_at(end):
                yield from ((behind, found) for found in self._until(at, end, replace(draft, head=table)))

    def _until(self, at: int, end: int, draft: Draft) -> Iterator[Draft]:
        """Conditions one after another from one place to another."""
        if at == end:
            yield draft
            return
        for after, found in self._conditions.own(at, draft):
            if at < after <= end:
                yield from self._until(after, end, found)
                if self._said.word(after) == "s" and after + 1 == end:
                    yield found

    def of_a_kind(self, at: int, draft: Draft = _NOTHING) -> Iterator[Step]:
        """``captains``, ``neutered dogs``: a value in the plural stands for the rows that have it."""
        for start in self._said.behind(at, DETERMINERS):
            for place in range(start, start + _MOST_BEFORE_KINDS):
                if list(self._said.tables_at(place)) or self._said.word(place) in _PREPOSITIONS:
                    break
                for end, table in self._kinds_at(place):
                    for found in self._until(start, place, replace(draft, head=table)):
                        yield from (step for step in self._conditions.at(place, found) if step[0] >= end)

    def _kinds_at(self, at: int) -> Iterator[tuple[int, Table]]:
        """(place behind it, table) for values in the plural that only rows of one table have."""
        for end, meant in self._said.values_at(at):
            tables = {m.place.table.name: m.place.table for m in meant}
            if any(self._said.is_a_line(t) and not self._said.names_of(t) for t in tables.values()):
                continue
            yield from self._kinds_by_column(end, meant)
            is_plural = self._said.stems[end - 1] != self._said.lower[end - 1] or self._said.word(end - 1) in _PLURALS
            if is_plural and len(tables) == 1 and is_kind(meant[0].place):
                yield end, meant[0].place.table
        yield from self._flagged_at(at)

    def _kinds_by_column(self, at: int, meant: Sequence[Meant]) -> Iterator[tuple[int, Table]]:
        """``main courses``: a value before the plural of what it is one of."""
        for end, named in self._said.columns_at(at):
            places = {m.place for m in meant} & {m.place for m in named}
            is_plural = self._said.stems[end - 1] != self._said.lower[end - 1]
            if is_plural and len(places) == 1 and is_kind(place := places.pop()) and not is_of_people(place.table):
                yield end, place.table

    def _flagged_at(self, at: int) -> Iterator[tuple[int, Table]]:
        """``instructors``, ``frequent flyers``: what rows of the only table with such a flag are."""
        found = {
            (end, place.table.name): place.table
            for place in self._said.places
            if self._said.is_flag(place)
            for end in self._conditions.flags.called(at, place)
            if self._said.stems[end - 1] != self._said.lower[end - 1]
        }
        if len({name for _, name in found}) == 1:
            yield from ((end, table) for (end, _), table in found.items())

    def of_this_kind(self, at: int, draft: Draft) -> Iterator[Step]:
        """``house``, ``desserts``: a value, in the singular too, behind words that only rows can stand behind (cheapest)."""
        for end, meant in self._said.values_at(at):
            tables = {m.place.table.name: m.place.table for m in meant}
            if len(tables) == 1 and is_kind(meant[0].place) and not list(self._said.tables_at(at)):
                for behind, found in self._conditions.at(at, replace(draft, head=meant[0].place.table)):
                    if behind == end:
                        yield behind, found

    def who(self, at: int) -> Iterator[Step]:
        """``who lives in Leeds``: the only table of people."""
        people = [table for table in self._said.tables if is_of_people(table)]
        if self._said.word(at) in _ANYONE and len(people) == 1:
            yield at + 1, Draft(head=people[0])
            return
        if self._said.word(at) in _ANYONE:
            yield from self._told_by_verb(at + 1, people)
        if self._said.word(at) == "who" and self._said.word(at + 1).isalpha():
            yield from self._who_did(at + 2, self._said.word(at + 1))

    def _told_by_verb(self, at: int, people: Sequence[Table]) -> Iterator[Step]:
        """``who has missed a lesson``: of several tables of people the only one of those who do such things."""
        start = at + (self._said.word(at) in ("who", "that"))
        start = max(self._said.behind(start, _HAVE))
        doers = doers_of(self._said.word(start))
        found = [table for table in people if doers & set(self._said.called(table))]
        if len(found) == 1:
            yield at, Draft(head=found[0])

    def _who_did(self, at: int, verb: str) -> Iterator[Step]:
        """``who supplies Saffron``: the people, or the firms, that rows with the value belong to."""
        for end, meant in self._said.values_at(at):
            for place in {m.place for m in meant}:
                parents = {key.parent for key in self._said.keys if key.table == place.table.name}
                tables = [table for table in self._said.tables if table.name in parents and _does(table, verb)]
                if len(tables) == 1 and len({m.place.table.name for m in meant}) == 1:
                    value = next(m.value for m in meant if m.place == place)
                    yield end, Draft(head=tables[0]).with_test(place, f"{{c}} = {repr_sql(value)}")

    def by_name(self, at: int, draft: Draft = _NOTHING) -> Iterator[Step]:
        """``titles``: rows of the only table whose rows are called by a column that is called so."""
        for start in self._said.behind(at, DETERMINERS):
            for end, meant in self._said.columns_at(start) if self._said.stems[start : start + 1] != ["name"] else ():
                names = [m.place for m in meant if m.strength == WHOLE]
                if (
                    len(names) == len(meant) == 1
                    and self._said.names_of(names[0].table) == names
                    and not self._said.tables_at(start)
                ):
                    yield end, replace(draft, head=names[0].table)

    def none_left(self, at: int) -> Iterator[Step]:
        """``what is out of stock``: rows of the only table with a stock."""
        if not any(self._said.one_of(at, NONE_LEFT)):
            return
        found = [p.table for p in self._said.places if name_words(p.column.name) & STOCKS and self._said.is_measure(p)]
        if len(found) == 1 and not list(self._said.tables_at(at)):
            yield from self._conditions.at(at, Draft(head=found[0]))


def _does(table: Table, verb: str) -> bool:
    """Whether rows that have names are called after what they do (supplies: suppliers)."""
    called = any(name[:_LIKE] == verb[:_LIKE] for name in name_words(table.own_name))
    return called and any(is_a_name(column) for column in table.columns)
