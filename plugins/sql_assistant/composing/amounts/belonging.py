"""Figures of the rows that belong to others, or that are of one kind: how many, what they add up to, their average."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.money import Factors, Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import (
    ADDED_UP,
    AMOUNTS,
    COUNTS,
    DETERMINERS,
    DOINGS,
    FIGURES,
    PRICES,
    RATES,
    SPENDERS,
    STOCKS,
    TAKINGS,
    TRADED,
    UNITS,
)
from plugins.sql_assistant.composing.speech.relations import Relations
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.values import repr_sql

_ALIKE = 4
_MONEY = frozenset(("money", *TAKINGS))
_NEVER_ADDED = frozenset(
    "price rate age rating score mark grade level rank position temperature percent percentage height".split()
)


class Belonging:
    """Reads them; what is asked for is the draft's head, or its group where it has one."""

    def __init__(self, said: Said, rows: Rows, money: Money) -> None:
        self._said = said
        self._rows = rows
        self._money = money
        self._relations = Relations(said)

    def is_under(self, table: Table, draft: Draft) -> bool:
        """Whether rows of a table belong to what is asked for."""
        if draft.head is None:
            return False
        is_own = draft.group is not None and table == draft.head
        return is_own or self._said.belongs(table, draft.head, far=True)

    def counts(self, at: int, draft: Draft) -> Iterator[Step]:
        """``trips``, ``completed trips``: how many there are."""
        for end, found in self._rows.of(at, Draft()):
            if found.head and self.is_under(found.head, draft):
                yield end, replace(found, figure=("COUNT", ()))
            elif found.head and draft.head and not draft.group and (key := self._linked(found.head, draft.head)):
                yield end, replace(found, head=key.table, figure=("COUNT", (key,)), is_distinct=True)

        yield from self._members(at, draft)

    def _members(self, at: int, draft: Draft) -> Iterator[Step]:
        """``members``, ``people``: the only rows of people that belong to what is asked for, which are called otherwise."""
        if (
            self._said.word(at) not in ("members", "people", "member", "person")
            or self._said.tables_at(at)
            or draft.group
        ):
            return
        people = [t for t in self._said.tables if draft.head and self._said.belongs(t, draft.head) and is_of_people(t)]
        if len(people) == 1 and not is_of_people(draft.head or people[0]):
            yield at + 1, Draft(head=people[0], figure=("COUNT", ()))

    def _linked(self, one: Table, other: Table) -> Place | None:
        """The key to one table in the only table that links it with another (enrolments: students and subjects)."""
        keys = [key for key in self._said.keys if key.parent == one.name]
        links = [key for key in keys if any(k.table == key.table and k.parent == other.name for k in self._said.keys)]
        if len(links) != 1 or self._said.belongs(one, other) or self._said.belongs(other, one):
            return None
        table = self._said.by_name[links[0].table]
        if self._relations.is_another_way(one, other, table):
            return None
        if any(map(self.is_quantity, self._said.places_of(table))):
            return None  # so many different ones, or so many pieces
        column = table.column(links[0].column)
        return Place(table, column) if column else None

    def sums(self, at: int, draft: Draft, *, is_told: bool = False) -> Iterator[Step]:
        """``passengers``, ``hours``: what can only be added up, or any number where a sum was told."""
        may_be = self._may_be_added_up if is_told else self.is_added_up
        for end, meant in self._said.columns_at(at):
            if place := surest([m for m in meant if may_be(m.place) and self._is_of(m, draft)]):
                yield end, Draft(head=place.table, figure=("SUM", (place,)))

    def _may_be_added_up(self, place: Place) -> bool:
        return self._said.is_measure(place) and not name_words(place.column.name) & _NEVER_ADDED

    def money(self, at: int, draft: Draft) -> Iterator[Step]:
        """``money``, ``revenue``: what came in for them."""
        if self._said.word(at) in _MONEY and not any(self._said.tables_at(at)):
            yield from self.takings(at + 1, draft)

    def takings(self, at: int, draft: Draft) -> Iterator[Step]:
        """The same where the words stand before ``at``."""
        for factors in self._money.takings():
            if self.is_under(factors[0].table, draft):
                yield at, Draft(head=factors[0].table, figure=("SUM", factors))

    def spent(self, at: int, draft: Draft) -> Iterator[Step]:
        """What customers spent, where the words stand before ``at``: the totals of what they bought, if there are any."""
        amounts = [place for place in self._money.amounts() if self.is_under(place.table, draft)]
        pair = self._money.pair()
        found: list[Factors] = [(place,) for place in amounts] or (
            [pair] if pair and self.is_under(pair[0].table, draft) else []
        )
        for factors in found:
            yield at, Draft(head=factors[0].table, figure=("SUM", factors))

    def sold(self, draft: Draft) -> Iterator[Draft]:
        """How many were sold of what is asked for."""
        pair = self._money.pair()
        if pair and self.is_under(pair[0].table, draft) and self.is_quantity(pair[0]):
            yield Draft(head=pair[0].table, figure=("SUM", pair[:1]))

    def named(self, at: int, draft: Draft) -> Iterator[Step]:
        """``average delay``, ``total order amount``, ``number of trips``, ``revenue``."""
        for start in self._said.behind(at, DETERMINERS):
            for after, phrase in self._said.one_of(start, tuple(FIGURES)):
                for begin in self._said.behind(after, DETERMINERS):
                    yield from self._of_column(begin, FIGURES[phrase], draft)
                    if FIGURES[phrase] == "SUM":
                        yield from self.money(begin, draft)
            for after, _ in self._said.one_of(start, COUNTS):
                yield from self.counts(after, draft)
            yield from self.money(start, draft)
            yield from self._asked_for(start, draft)
            pair = self._money.pair()
            names = UNITS.get(self._said.word(start), frozenset()) & name_words(pair[0].column.name) if pair else ()
            if names and self._said.word(start + 1) in TRADED and pair and self.is_under(pair[0].table, draft):
                yield start + 2, Draft(head=pair[0].table, figure=("SUM", pair[:1]))

    def _asked_for(self, at: int, draft: Draft) -> Iterator[Step]:
        """``invoiced amount``: the money of rows that are called after what is done."""
        verb = self._said.word(at)
        if verb.endswith("ed") and self._said.word(at + 1) in ("amount", "total", "value", "sum"):
            own = [
                place
                for place in self._money.amounts()
                if is_deed(verb, place.table) and self.is_under(place.table, draft)
            ]
            if len(own) == 1:
                yield at + 2, Draft(head=own[0].table, figure=("SUM", (own[0],)))

    def by_verb(self, at: int, found: Draft) -> Draft | None:
        """A figure of what a verb says: of all, where it says no more than that they are there; of those with its value (filled)."""
        if at < 0:
            return found
        if found.is_distinct and found.head and is_deed(self._said.word(at), found.head):
            return None  # hired the most tools: so many, or so often
        values = [
            m for end, meant in self._said.values_at(at) for m in meant if end == at + 1 and m.place.table == found.head
        ]
        if not list(self._said.values_at(at)):
            return found if found.head and self.says_no_more(at, found.head) else None
        if (
            len(values) != 1
            or self._said.word(at) in DOINGS | TRADED
            or (found.head and is_deed(self._said.word(at), found.head))
        ):
            return None
        return found.with_test(values[0].place, f"{{c}} = {repr_sql(values[0].value)}")

    def _of_column(self, at: int, function: str, draft: Draft) -> Iterator[Step]:
        for begin, owner in ((at, None), *self._said.tables_at(at)):
            for end, meant in self._said.columns_at(begin):
                own = [m for m in meant if self._said.is_measure(m.place) and self._is_of(m, draft)]
                own = [m for m in own if owner in (None, m.place.table)]
                if place := surest(own):
                    yield end, Draft(head=place.table, figure=(function, (place,)))
            amounts = [p for p in self._money.amounts() if p.table == owner and self.is_under(p.table, draft)]
            is_amount = self._said.word(begin) in ("amount", "value", "total") and not any(self._said.columns_at(begin))
            if len(amounts) == 1 and is_amount:
                yield begin + 1, Draft(head=amounts[0].table, figure=(function, (amounts[0],)))

    def _is_of(self, meant: Meant, draft: Draft) -> bool:
        return self.is_under(meant.place.table, draft)

    def is_added_up(self, place: Place) -> bool:
        """Whether a column holds what is added up for a person or a thing."""
        names = name_words(place.column.name)
        return self._said.is_measure(place) and bool(names & ADDED_UP) and (not names & PRICES or "fee" in names)

    def amounts_of(self, table: Table | None, *, is_told: bool = False) -> list[Place]:
        """The columns of money of rows that are of what was done, if they have no other number to be large by, or money was told."""
        others = [p for p in self._said.places if p.table == table and self.is_added_up(p)]
        found = [place for place in self._money.amounts() if place.table == table]
        if is_told and table:
            own = self._said.places_of(table)
            is_in_pieces = any(name_words(p.column.name) & STOCKS or self.is_quantity(p) for p in own)
            return [] if is_in_pieces else self._money.measures(table, AMOUNTS, without=RATES)
        return found if all(place in found for place in others) else []

    def is_quantity(self, place: Place) -> bool:
        """Whether a column says how many of a thing a row is of."""
        return self._said.is_measure(place) and bool(
            name_words(place.column.name) & {"quantity", "unit", "piece", "copy"}
        )

    def says_no_more(self, at: int, table: Table) -> bool:
        """Whether the verb at a place says no more than that rows of a table are there (has made, visited: visits)."""
        if list(self._said.values_at(at)):
            return False
        return self._said.word(at) in DOINGS or is_deed(self._said.word(at), table)

    def behind_verbs(self, at: int) -> Iterator[tuple[int, int]]:
        """(place behind, place of the verb or -1) for "has", "has carried", "carried", "with", "who have led"."""
        start = at + (self._said.word(at) in ("with", "that", "who", "which", "having"))
        start += self._said.word(start) in ("has", "have", "had", "did")
        if start > at:
            yield start, -1
        if self._said.word(start).isalpha():
            yield start + 1, start
            if self._said.word(start + 1) in ("in", "at", "on", "for", "to", "with"):
                yield start + 2, start


def is_deed(verb: str, table: Table) -> bool:
    """Whether a table is called after what is done (visited: visits)."""
    names = name_words(table.own_name)
    return len(verb) >= _ALIKE and any(len(name) >= _ALIKE and name[:_ALIKE] == verb[:_ALIKE] for name in names)


def is_spender(table: Table) -> bool:
    """Whether rows of a table are those who pay, and not those who sell."""
    return bool(name_words(table.own_name) & SPENDERS)


def is_plain(draft: Draft) -> bool:
    """Whether no more than rows, or their kind, is asked for so far."""
    told = draft.shown or draft.beside or draft.figure or draft.group_rows or draft.order or draft.counted
    return draft.head is not None and not (told or draft.having or draft.limit)


def chosen_by(found: Draft, draft: Draft) -> Draft:
    """What is asked for, with a figure of what belongs to it that is not shown."""
    rows = None if draft.group else draft.head
    joined = (*draft.joined, *(key for key in found.joined if key not in draft.joined))
    chosen = replace(found, tests=(*draft.tests, *found.tests), joined=joined, deed=found.deed or draft.deed)
    return replace(chosen, group=draft.group, group_rows=rows, is_figure_hidden=True)
