"""Money that came in, by the day when it was paid, and money that is called after what it was paid for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.amounts.months import PERIODS
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import (
    AMOUNTS,
    CAME_IN,
    DETERMINERS,
    EACH,
    EARNED,
    FIGURES,
    SPENDERS,
    TAKINGS,
)
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.composing.speech.times import times_at
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.synonyms import is_a_name

_HOW_MUCH = ("how much", "what", "how much of the")
_MONEY = frozenset("money cash income revenue".split())
_PAID_US = (("paid us", "have"), ("pay us", "did"), ("paid", "have"), ("pay", "did"))
_TIMES = frozenset((*PERIODS, "week", "quarter", "today", "yesterday", "weekly", "monthly", "yearly"))
_SOURCES = frozenset(("in", "from", "on", "with", "for"))
_CALLED = frozenset("sale sales fee fees income takings revenue charges money".split()) | TAKINGS


class Received:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows, money: Money) -> None:
        self._said = said
        self._rows = rows
        self._conditions = conditions
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """``how much money came in during May``, ``what have we earned in entry fees``, ``ticket income per film``."""
        for start, phrase in self._said.one_of(at, _HOW_MUCH):
            if phrase != "what":
                for end, table in self._behind_what(start):
                    yield from self._in_time(end, table)
            for end, _ in self._said.one_of(start + (self._said.word(start) in _MONEY), EARNED):
                if self._said.word(end) in _SOURCES:
                    for stop, place in self._money_of(end + 1, needs_word=False):
                        yield from (
                            self._in_time(stop, place.table) if self._is_paid_later(place) else [(stop, _sum(place))]
                        )
        yield from self._figure(at)
        yield from self._value_of_each(at)
        yield from self._value_of_all(at)

    def _behind_what(self, at: int) -> Iterator[tuple[int, Table | None]]:
        """Behind ``money came in``, ``rent was paid``, ``have members paid us``, with the table that the money is called after."""
        named, table = at, None
        if self._said.word(at) in _MONEY:
            named = at + 1
        elif called := [
            t for t, _, _ in self._money.received() if self._said.stems[at : at + 1] and self._is_called(at, t)
        ]:
            named, table = at + 1, called[0]
        for end, _ in self._said.one_of(named, CAME_IN):
            yield end, table
        for verb, helper in _PAID_US:
            if self._said.word(named) != helper:
                continue
            for begin in self._said.behind(named + 1, frozenset(("our", "the", "all"))):
                for after, payer in self._said.tables_at(begin):
                    if name_words(payer.own_name) & SPENDERS:
                        yield from ((end, table) for end, _ in self._said.one_of(after, (verb,)))

    def _is_called(self, at: int, table: Table) -> bool:
        return bool(set(self._said.stems[at : at + 1]) & name_words(table.own_name))

    def _in_time(self, at: int, table: Table | None) -> Iterator[Step]:
        """What was received, at the time that is told or at any."""
        found = [one for one in self._money.received() if table in (None, one[0])]
        if len(found) != 1:
            for factors in self._money.takings() if not found else ():
                yield at, Draft(head=factors[0].table, figure=("SUM", factors))
            return
        head, amount, day = found[0]
        draft = Draft(head=head, figure=("SUM", (amount,)))
        dates = [place for place in self._said.places_of(head) if self._said.is_date(place)]
        timed = [
            step
            for start in self._said.behind_links(at)
            for step in (
                *self._conditions.at_time_of(start, day, draft),
                *self._by_period(start, day, draft, is_only=len(dates) == 1),
            )
        ]
        yield from timed
        if len(dates) == 1:
            yield at, draft
        elif not timed and not self._tells_a_time(at):
            yield at, draft.with_test(day, "{c} IS NOT NULL")

    def _by_period(self, at: int, day: Place, draft: Draft, *, is_only: bool) -> Iterator[Step]:
        for after, _ in self._said.one_of(at, EACH):
            if form := PERIODS.get(self._said.word(after)):
                grouped = replace(draft, group=day, group_form=form)
                yield after + 1, grouped if is_only else grouped.with_test(day, "{c} IS NOT NULL")

    def _tells_a_time(self, at: int) -> bool:
        """Whether a time is told somewhere, which would be of another date."""
        rest = range(at, len(self._said))
        return any(times_at(self._said, n) or self._said.word(n) in _TIMES or self._said.number(n) for n in rest)

    def _figure(self, at: int) -> Iterator[Step]:
        """``ticket income``, ``average booking revenue``."""
        for start in self._said.behind(at, DETERMINERS):
            for after, function in (
                (start, "SUM"),
                *((end, FIGURES[phrase]) for end, phrase in self._said.one_of(start, tuple(FIGURES))),
            ):
                for end, place in self._money_of(after, needs_word=True):
                    if not self._is_paid_later(place):
                        yield end, replace(_sum(place), figure=(function, (place,)))

    def _is_paid_later(self, place: Place) -> bool:
        """Whether rows tell when they were paid beside their own day."""
        dates = [p for p in self._said.places_of(place.table) if self._said.is_date(p)]
        return len(dates) > 1 and any(place.table == table for table, _, _ in self._money.received())

    def _value_of_each(self, at: int) -> Iterator[Step]:
        """``total value of each order``: what its lines come to."""
        for after in self._values(at):
            for begin, _ in self._said.one_of(after, ("of each", "of every", "per", "for each", "for every")):
                for end, table in self._said.tables_at(begin):
                    if pair := self._lines_of(table):
                        yield end, replace(_product(pair), group_rows=table)

    def _value_of_all(self, at: int) -> Iterator[Step]:
        """``total value of all phone orders in 2026``: what the lines of them come to together."""
        for after in self._values(at):
            is_of_all = self._said.word(after) == "of" and self._said.word(after + 1) not in ("each", "every")
            for end, draft in self._rows.of(after + 1, Draft()) if is_of_all else ():
                if draft.head and (pair := self._lines_of(draft.head)):
                    found = replace(_product(pair), tests=draft.tests, joined=draft.joined)
                    yield end, found
                    day = self._conditions.own_time(Draft(head=draft.head))
                    for start in self._said.behind_links(end) if day else ():
                        yield from self._conditions.at_time_of(start, day, found) if day else ()

    def _values(self, at: int) -> Iterator[int]:
        for start in self._said.behind(at, DETERMINERS):
            yield from (
                end for end, _ in self._said.one_of(start, ("total value", "total worth", "total amount", "value"))
            )

    def _lines_of(self, table: Table) -> tuple[Place, Place] | None:
        """The quantity and the price of the lines of rows that have no money themselves."""
        pair, own = self._money.pair(), self._said.places_of(table)
        is_named = any(is_a_name(place.column) for place in own)
        is_line = pair and pair[0].table == pair[1].table and self._said.belongs(pair[0].table, table) and not is_named
        has_money = any(map(self._money.is_amount, own))
        return pair if is_line and not has_money else None

    def _money_of(self, at: int, *, needs_word: bool) -> Iterator[tuple[int, Place]]:
        """The one column of money that words mean: what it is called, or what was paid for."""
        events = {place.table for place in self._money.amounts()}
        for end, meant in self._said.columns_at(at) if not needs_word else ():
            place = surest([m for m in meant if m.place.table in events and self._money.is_amount(m.place)])
            if place:
                yield end, place
        for end, table in self._said.tables_at(at):
            own = [place for place in self._money.amounts() if place.table == table]
            if len(own) == 1 and self._said.word(end) in _CALLED and not self._said.columns_at(at):
                yield end + 1, own[0]
            elif len(own) == 1 and not needs_word:
                yield end, own[0]
        if self._said.word(at + 1) in TAKINGS and not any(self._said.tables_at(at)):
            stem = self._said.stems[at]
            own = [p for p in self._said.places if self._said.is_measure(p) and {stem} & name_words(p.column.name)]
            money = [place for place in own if name_words(place.column.name) & AMOUNTS]
            others = {m.place for _, meant in self._said.columns_at(at) for m in meant} - set(money)
            if len(money) == 1 and not others:
                yield at + 2, money[0]


def _product(pair: tuple[Place, Place]) -> Draft:
    return Draft(head=pair[0].table, figure=("SUM", pair))


def _sum(place: Place) -> Draft:
    return Draft(head=place.table, figure=("SUM", (place,)))
