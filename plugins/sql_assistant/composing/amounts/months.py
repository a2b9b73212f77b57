"""The month, or the year, that had the most of something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import is_spender
from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.phrases import BUSIEST, DETERMINERS, HIGHEST, MONIES, MOST_OF, TAKINGS
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.short import name_words

PERIODS = {"month": "%Y-%m", "year": "%Y", "day": "%Y-%m-%d"}
_HELPERS = frozenset("did do was were is are had has have we i you there get got made make see saw with the".split())


class Months:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows, money: Money) -> None:
        self._said = said
        self._conditions = conditions
        self._rows = rows
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """``which month had the most orders``, ``month with the highest revenue``, ``busiest month``."""
        for start in self._said.behind(at, DETERMINERS | {"in", "which", "what"}):
            if form := PERIODS.get(self._said.word(start)):
                yield from self._most(start + 1, form)
            period = self._said.word(start + 1)
            if self._said.word(start) in ("busiest", "quietest") and period in ("month", "year"):
                yield from self._busiest(start + 2, PERIODS[period], falls=BUSIEST[self._said.word(start)])

    def _most(self, at: int, form: str) -> Iterator[Step]:
        for start in self._said.behind(at, _HELPERS):
            for after, phrase in self._said.one_of(start, tuple(MOST_OF)):
                for end, found in self._rows.of(after, Draft(figure=("COUNT", ()))):
                    if found.head and not name_words(found.head.own_name) & MONIES:  # most sales: so many, or so much
                        yield from self._by(end, found, form, falls=MOST_OF[phrase])
            for after, phrase in self._said.one_of(start, (*MOST_OF, *HIGHEST)):
                falls = MOST_OF.get(phrase, HIGHEST.get(phrase, True))
                begin = after + (self._said.word(after) == "total")
                if self._said.word(begin) in TAKINGS and not self._said.is_called(begin):
                    for factors in self._money.takings():
                        found = Draft(head=factors[0].table, figure=("SUM", factors))
                        yield from self._by(begin + 1, found, form, falls=falls)

    def _busiest(self, at: int, form: str, *, falls: bool) -> Iterator[Step]:
        """Of the only rows of what was done on a day."""
        children = {key.table for key in self._said.keys} - {key.parent for key in self._said.keys}
        dated = [
            t
            for t in self._said.tables
            if t.name in children and not is_spender(t) and any(map(self._said.is_date, self._said.places_of(t)))
        ]
        if len(dated) == 1:
            yield from self._by(at, Draft(head=dated[0], figure=("COUNT", ())), form, falls=falls)
        if self._said.word(at) in ("for", "of", "by"):
            for end, found in self._rows.of(at + 1, Draft(figure=("COUNT", ()))):
                yield from self._by(end, found, form, falls=falls)

    def _by(self, at: int, found: Draft, form: str, *, falls: bool) -> Iterator[Step]:
        if place := self._conditions.own_time(found):
            ranked = replace(found, group=place, group_form=form, order=(None, falls), limit="1")
            yield at, replace(ranked, is_figure_hidden=True)
