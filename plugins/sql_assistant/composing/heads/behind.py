"""What stands behind the rows or the figure that is asked for: groups, an order, further columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.months import PERIODS
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.beside import Beside
from plugins.sql_assistant.composing.heads.rankings import Rankings
from plugins.sql_assistant.composing.speech.meanings import is_kind, surest
from plugins.sql_assistant.composing.speech.phrases import (
    BUSIEST,
    EACH,
    FALLING,
    FIRST,
    HIGHEST,
    MONIES,
    MOST,
    NEWEST,
    ORDERS,
    QUANTITIES,
    RISING,
)
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.values import repr_sql
from plugins.sql_assistant.words import parts

_STEPS = frozenset(
    "floor level bedroom bathroom grade year group lane deck tier row star class gate platform terminal".split()
)
_ALPHABETICALLY = ("alphabetically", "in alphabetical order")
_OWN = frozenset(("their", "its", "the", "with", "his", "her"))
_RATES = frozenset("monthly yearly annual daily weekly hourly".split())


def _is_money(table: Table | None) -> bool:
    """Whether rows are money: there may be so many of them, or so much."""
    return table is not None and bool(name_words(table.own_name) & MONIES)


def _is_a_rate(places: Sequence[Place]) -> bool:
    """Whether a figure is of an amount for each month or year already."""
    return any(set(parts(place.column.name)) & _RATES for place in places)


class Behind:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions, rankings: Rankings) -> None:
        self._said = said
        self._conditions = conditions
        self._rankings = rankings
        self._more = Beside(said, conditions)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._conditions.at(at, draft)
        yield from self._groups(at, draft)
        yield from self._orders(at, draft)
        yield from self._beside(at, draft)

    def _groups(self, at: int, draft: Draft) -> Iterator[Step]:
        """``per city``, ``by genre``, ``for each customer``."""
        if draft.is_distinct and draft.figure == ("COUNT", ()):
            draft = replace(draft, is_distinct=False)  # different ones are rows
        if (
            draft.group
            or draft.group_rows
            or draft.limit
            or draft.is_distinct
            or draft.shown
            or draft.beside
            or draft.counted
            or draft.order
        ):
            return
        for start in (at, *(begin for begin in self._said.behind_links(at) if draft.figure and begin > at)):
            for after, phrase in self._said.one_of(start, EACH):
                if draft.figure is None and (phrase not in ("per", "by") or _is_money(draft.head)):
                    continue
                counted = replace(draft, figure=draft.figure or ("COUNT", ()))
                yield from self._by_period(after, draft)
                is_one = self._said.stems[after : after + 1] == self._said.lower[after : after + 1]
                is_value = draft.figure is None and phrase == "by" and any(self._said.values_at(after))
                if is_value:  # booked by phone
                    continue
                if phrase in ("by", "across") and (not is_one) != (phrase == "across"):
                    continue
                yield from self._by_column(after, phrase, draft, counted)
                yield from self._by_rows(after, phrase, draft, counted)

    def _by_period(self, at: int, draft: Draft) -> Iterator[Step]:
        form = PERIODS.get(self._said.word(at))
        place = self._conditions.own_time(draft) if form else None
        if form and place and not (draft.figure and _is_a_rate(draft.figure[1])):
            counted = replace(draft, figure=draft.figure or ("COUNT", ()))
            yield at + 1, replace(counted, group=place, group_form=form)

    def _by_column(self, at: int, phrase: str, draft: Draft, counted: Draft) -> Iterator[Step]:
        is_period = self._said.word(at) in PERIODS
        is_each = phrase.endswith(("each", "every"))
        for end, meant in self._said.columns_at(at):
            kinds = [m for m in meant if not self._said.is_measure(m.place) or (is_each and self._is_step(m.place))]
            place = self._near(kinds, draft)
            if place is None or (is_period and place.table != draft.head):
                continue
            if draft.figure or phrase == "per" or (is_kind(place) and place.table != draft.head):
                yield end, replace(counted, group=place)

    def _is_step(self, place: Place) -> bool:
        """Whether a whole number tells rows apart as a kind does (floor, bedrooms)."""
        names = name_words(place.column.name)
        is_whole = "int" in place.column.type.lower() and self._said.is_measure(place)
        return is_whole and bool(names & _STEPS) and not names & QUANTITIES

    def _by_rows(self, at: int, phrase: str, draft: Draft, counted: Draft) -> Iterator[Step]:
        for end, table in self._said.tables_at(at):
            if draft.figure is None and phrase == "by":
                continue
            if draft.figure and draft.figure[0] == "AVG" and table == draft.head:  # of all rows, so of each
                yield end, draft
            if draft.head and self._said.belongs(draft.head, table, far=bool(draft.figure)):
                yield end, replace(counted, group_rows=table)
        for after, key in self._conditions.relations.roles_at(at):
            for end, table in self._said.tables_at(after):
                if draft.head and (key.table, key.parent) == (draft.head.name, table.name) and key not in draft.joined:
                    yield end, replace(counted, group_rows=table, joined=(*draft.joined, key))
        if draft.figure and phrase.endswith(("each", "every")) and not any(self._said.tables_at(at)):
            yield from self._by_kind(at, draft)
        for after, key in self._conditions.relations.roles_at(at) if draft.figure else ():
            for end, table in self._said.tables_at(after):
                if draft.head and (key.table, key.parent) == (draft.head.name, table.name) and not draft.joined:
                    yield end, replace(counted, group_rows=table, joined=(key,))

    def _by_kind(self, at: int, draft: Draft) -> Iterator[Step]:
        """``from each university``: for the rows of a kind of what the others belong to."""
        for end, meant in self._said.values_at(at):
            places = [m.place for m in meant]
            table = places[0].table
            if (
                len(meant) == 1
                and is_kind(places[0])
                and draft.head
                and self._said.belongs(draft.head, table, far=True)
            ):
                yield end, replace(draft, group_rows=table).with_test(places[0], f"{{c}} = {repr_sql(meant[0].value)}")

    def _near(self, meant: Sequence[Meant], draft: Draft) -> Place | None:
        own = [m for m in meant if m.place.table == draft.head]
        return surest(own) or (None if own else surest(meant))

    def _orders(self, at: int, draft: Draft) -> Iterator[Step]:
        """``sorted by price descending``, ``cheapest first``, ``alphabetically``."""
        yield from self._said_again(at, draft)
        if draft.order or draft.limit:
            return
        for start in (at, at + 1) if self._said.word(at) in (",", "and") else (at,):
            for after, phrase in self._said.one_of(start, (*ORDERS, "by")):
                for end, meant in self._said.columns_at(after):
                    if place := self._near(meant, draft):
                        ways = self._ways(end, replace(draft, order=(place, False)))
                        yield from (way for way in ways if phrase != "by" or (way[0] > end and not draft.figure))
            for after, _ in self._said.one_of(start, ORDERS) if not draft.figure else ():
                begin = after + (self._said.word(after) in ("the", "its", "their"))
                place = self._conditions.own_time(draft) if self._said.word(begin) in ("date", "dates") else None
                yield from self._ways(begin + 1, replace(draft, order=(place, False))) if place else ()
            if draft.figure and (draft.group or draft.group_rows):
                for end, falls in (*self._way(start), *self._best_first(start)):
                    yield end, replace(draft, order=(None, falls))
            yield from self._sorted_by_degree(start, draft)
            yield from self._sorted_by_shown(start, draft)
            for end, _ in self._said.one_of(start, _ALPHABETICALLY):
                names = self._said.names_of(draft.head)
                by = draft.shown[:1] or (tuple(names) if len(names) == 1 else ())
                if by:
                    yield end, replace(draft, order=(by[0], False))

    def _said_again(self, at: int, draft: Draft) -> Iterator[Step]:
        """``(the two dearest teas), dearest first``: the order that the first of them are in already."""
        if not (draft.limit and draft.order):
            return
        start = at + (self._said.word(at) == ",")
        for end, falls in self._best_first(start):
            place = draft.order[0]
            is_plain = self._said.word(start) in HIGHEST and self._said.word(start) not in (
                "longest",
                "shortest",
                "best",
            )
            told = (place, falls) if is_plain or not place else self._rankings.degree(self._said.word(start), draft)
            is_since = place and self._said.is_date(place) and self._said.word(start) == "longest"  # here since then
            if told == draft.order or (is_since and draft.order == (place, False)):
                yield end, draft

    def _sorted_by_shown(self, at: int, draft: Draft) -> Iterator[Step]:
        """``salary of every teacher from high to low``: by the only number that is shown."""
        shown = [place for place in (*draft.shown, *draft.beside) if self._said.is_measure(place)]
        if len(shown) == 1 and not draft.figure:
            yield from ((end, replace(draft, order=(shown[0], falls))) for end, falls in self._way(at))

    def _sorted_by_degree(self, at: int, draft: Draft) -> Iterator[Step]:
        for after, phrase in self._said.one_of(at, (*MOST, *NEWEST)):
            for end, _ in self._said.one_of(after, FIRST):
                if not draft.figure and (order := self._rankings.degree(phrase, draft)):
                    yield end, replace(draft, order=order)

    def _best_first(self, at: int) -> Iterator[tuple[int, bool]]:
        """``busiest on top``, ``dearest category first``."""
        word = self._said.word(at)
        falls = BUSIEST.get(word, HIGHEST.get(word, MOST.get(word, (None, None))[1]))
        if falls is None:
            return
        for after in (at + 1, at + 2):
            yield from ((end, falls) for end, _ in self._said.one_of(after, FIRST))

    def _ways(self, at: int, draft: Draft) -> Iterator[Step]:
        yield at, draft
        start = at + (self._said.word(at) == ",")
        for end, falls in self._way(start):
            place = draft.order[0] if draft.order else None
            yield end, replace(draft, order=(place, falls))

    def _way(self, at: int) -> Iterator[tuple[int, bool]]:
        yield from ((end, True) for end, _ in self._said.one_of(at, FALLING))
        yield from ((end, False) for end, _ in self._said.one_of(at, RISING))

    def _beside(self, at: int, draft: Draft) -> Iterator[Step]:
        """``and their prices``, ``with the year``; ``with the highest price`` ranks."""
        if draft.figure or draft.head is None:
            return
        yield from self.ranked(at, draft)
        yield from self._more.at(at, draft)

    def ranked(self, at: int, draft: Draft, *, is_many: bool = False) -> Iterator[Step]:
        """``with the highest price``, ``has the most pages``: one row, unless they are many and their number was said."""
        if draft.order or draft.limit or draft.figure or (self._said.is_plural_of_a_table(at - 1) and not is_many):
            return
        if self._said.word(at) not in ("has", "have", "got", "had", "with", "having"):
            return
        for start in self._said.behind(at + 1, frozenset(("the", "a"))):
            for after, phrase in self._said.one_of(start, tuple(HIGHEST)):
                for end, meant in self._said.columns_at(after):
                    own = [m for m in meant if m.place.table == draft.head and self._said.is_number(m.place)]
                    if place := surest(own):
                        yield end, replace(draft, order=(place, HIGHEST[phrase]), limit="1")
