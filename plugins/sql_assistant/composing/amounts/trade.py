"""Money that came in and goods that went out, in the only table that has a quantity and a price."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import (
    ADDED_UP,
    DETERMINERS,
    DOINGS,
    EACH,
    GOODS,
    PRICES,
    QUANTITIES,
    TAKINGS,
    TRADED,
    UNITS,
)
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.short import name_words

_HELPERS = frozenset("did do have has we i you was were been".split())


class Trade:
    """Reads them."""

    def __init__(self, said: Said, conditions: Conditions, money: Money) -> None:
        self._said = said
        self._conditions = conditions
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._takings(at)
        yield from self._goods(at)
        yield from self._measure_of_each(at)
        yield from self._done_by(at)

    def _takings(self, at: int) -> Iterator[Step]:
        """``revenue per customer``, ``total sales``: how many times how much, in the only table that has both."""
        for start in self._said.behind(at, DETERMINERS | {"total", "overall"}):
            if self._said.word(start) in TAKINGS and not self._said.is_called(start):
                for factors in self._money.takings():
                    yield start + 1, Draft(head=factors[0].table, figure=("SUM", factors))

    def _goods(self, at: int) -> Iterator[Step]:
        """``copies sold per album``, ``how many units of Goat Butter were sold``: the quantity of the only table of trade."""
        many = self._money.pair()
        if many is None:
            return
        found = Draft(head=many[0].table, figure=("SUM", many[:1]))
        for start in self._said.behind(at, DETERMINERS | {"total", "number", "of", "how", "many"}):
            if not self._is_quantity(start, many[0]):
                continue
            if self._said.word(start + 1) in TRADED:
                yield start + 2, found
            for behind, draft in ((start + 1, found), *self._of_what(start + 1, found)):
                after = behind
                while self._said.word(after) in _HELPERS:
                    after += 1
                if after > behind and self._said.word(after) in TRADED | {"sell", "ship"}:
                    yield after + 1, draft

    def _of_what(self, at: int, found: Draft) -> Iterator[Step]:
        for start in self._said.behind(at, frozenset(("of", "the", "our"))):
            if start > at:
                yield from self._conditions.at(start, found)

    def _is_quantity(self, at: int, place: Place) -> bool:
        """Whether a word says pieces, or the unit that a quantity is counted in."""
        word = self._said.word(at)
        return word in GOODS or bool(UNITS.get(word, frozenset()) & name_words(place.column.name))

    def _done_by(self, at: int) -> Iterator[Step]:
        """``how many parcels did Nora Pike carry``, ``how many hours did we work``: what is added up, not counted."""
        for start, phrase in self._said.one_of(at, ("how many", "how much", "number of", "the number of")):
            for end, meant in self._said.columns_at(start):
                place = surest([m for m in meant if self._said.is_measure(m.place) and self._may_be_added(m.place)])
                if place is None or any(self._said.tables_at(start)):
                    continue
                found = Draft(head=place.table, figure=("SUM", (place,)))
                if any(list(self._said.one_of(n, EACH)) for n in self._said.behind_links(end)):
                    yield end, found
                elif self._said.word(end) in ("did", "has", "have", "does", "do") and phrase.startswith("how"):
                    yield from self._done(end + 1, found)

    def _done(self, at: int, found: Draft) -> Iterator[Step]:
        named = [(at + 1, found)] if self._said.word(at) in ("we", "i") else list(self._conditions.at(at, found))
        for behind, draft in named:
            if self._said.word(behind) in DOINGS and not any(self._said.values_at(behind)):
                yield behind + 1, draft

    def _measure_of_each(self, at: int) -> Iterator[Step]:
        """``nights per hut``, ``words translated per translator``: what is added up for each."""
        for end, meant in self._said.columns_at(at):
            place = surest([m for m in meant if self._said.is_measure(m.place) and self._may_be_added(m.place)])
            word = self._said.word(end)
            is_done = word.endswith(("ed", "en", "wn")) and not any(self._said.values_at(end))
            if place and (word in ("per", "for") or (is_done and self._said.word(end + 1) in ("per", "by"))):
                yield end + (word not in ("per", "for")), Draft(head=place.table, figure=("SUM", (place,)))

    @staticmethod
    def _may_be_added(place: Place) -> bool:
        names = name_words(place.column.name)
        return bool(names & (QUANTITIES | ADDED_UP)) and (not names & PRICES or "fee" in names)
