"""Money that came in and goods that went out, in the only table that has a quantity and a price."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.meanings import surest
from plugins.sql_assistant.composing.money import Money
from plugins.sql_assistant.composing.phrases import ADDED_UP, DETERMINERS, GOODS, QUANTITIES, TAKINGS, TRADED
from plugins.sql_assistant.composing.said import Said
from plugins.sql_assistant.short import name_words


class Trade:
    """Reads them."""

    def __init__(self, said: Said, money: Money) -> None:
        self._said = said
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._takings(at)
        yield from self._goods(at)
        yield from self._measure_of_each(at)

    def _takings(self, at: int) -> Iterator[Step]:
        """``revenue per customer``, ``total sales``: how many times how much, in the only table that has both."""
        for start in self._said.behind(at, DETERMINERS | {"total", "overall"}):
            if self._said.word(start) in TAKINGS and not self._said.is_called(start):
                for factors in self._money.takings():
                    yield start + 1, Draft(head=factors[0].table, figure=("SUM", factors))

    def _goods(self, at: int) -> Iterator[Step]:
        """``copies sold per album``: the quantity of the only table of trade."""
        for start in self._said.behind(at, DETERMINERS | {"total", "number", "of", "how", "many"}):
            is_told = self._said.word(start) in GOODS and self._said.word(start + 1) in TRADED
            if is_told and (many := self._money.pair()):
                yield start + 2, Draft(head=many[0].table, figure=("SUM", many[:1]))

    def _measure_of_each(self, at: int) -> Iterator[Step]:
        """``nights per hut``: a quantity that is added up for each."""
        for end, meant in self._said.columns_at(at):
            place = surest(
                [
                    m
                    for m in meant
                    if self._said.is_measure(m.place) and name_words(m.place.column.name) & (QUANTITIES | ADDED_UP)
                ]
            )
            if place and self._said.word(end) in ("per", "for"):
                yield end, Draft(head=place.table, figure=("SUM", (place,)))
