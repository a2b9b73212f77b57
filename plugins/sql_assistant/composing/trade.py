"""Money that came in and goods that went out, in the only table that has a quantity and a price."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.conditions import Conditions
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.meanings import surest
from plugins.sql_assistant.composing.phrases import (
    BROUGHT,
    DETERMINERS,
    GOODS,
    PRICES,
    QUANTITIES,
    STOCKS,
    TAKINGS,
    TRADED,
)
from plugins.sql_assistant.composing.said import Place, Said
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words


class Trade:
    """Reads them."""

    def __init__(self, said: Said, conditions: Conditions) -> None:
        self._said = said
        self._conditions = conditions

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._takings(at)
        yield from self._goods(at)
        yield from self._brought(at)
        yield from self._measure_of_each(at)

    def _takings(self, at: int) -> Iterator[Step]:
        """``revenue per customer``, ``total sales``: how many times how much, in the only table that has both."""
        for start in self._said.behind(at, DETERMINERS | {"total", "overall"}):
            if self._said.word(start) in TAKINGS and not self._said.is_called(start) and (both := self._both()):
                yield start + 1, Draft(head=both[0].table, figure=("SUM", both))

    def _goods(self, at: int) -> Iterator[Step]:
        """``copies sold per album``: the quantity of the only table of trade."""
        for start in self._said.behind(at, DETERMINERS | {"total", "number", "of", "how", "many"}):
            is_told = self._said.word(start) in GOODS and self._said.word(start + 1) in TRADED
            if is_told and (many := self._both()):
                yield start + 2, Draft(head=many[0].table, figure=("SUM", many[:1]))

    def _brought(self, at: int) -> Iterator[Step]:
        """``how much did we take in 2023``, ``how much money has Anna brought in``."""
        for start, _ in self._said.one_of(at, ("how much money", "how much", "what")):
            if self._said.word(start) not in ("did", "have", "has", "do", "does", "was"):
                continue
            for verb_at in range(start + 1, min(start + 6, len(self._said))):
                for end, _ in self._said.one_of(verb_at, BROUGHT):
                    both = self._both()
                    if both and self._said.word(start + 1) in ("we", "i", "our") and verb_at == start + 2:
                        yield end, Draft(head=both[0].table, figure=("SUM", both))
                    elif both:
                        for behind, draft in self._conditions.at(
                            start + 1, Draft(head=both[0].table, figure=("SUM", both))
                        ):
                            if behind == verb_at:
                                yield end, draft

    def _measure_of_each(self, at: int) -> Iterator[Step]:
        """``nights per hut``: a quantity that is added up for each."""
        for end, meant in self._said.columns_at(at):
            place = surest(
                [m for m in meant if self._said.is_measure(m.place) and name_words(m.place.column.name) & QUANTITIES]
            )
            if place and self._said.word(end) in ("per", "for"):
                yield end, Draft(head=place.table, figure=("SUM", (place,)))

    def _both(self) -> tuple[Place, Place] | None:
        """A quantity and a price: of the only table that has one of each, else of the only lines of things that have a price."""
        own = [pair for table in self._said.tables if (pair := self._factors(table, table))]
        others = [
            pair
            for key in self._said.keys
            if key.table != key.parent
            and (pair := self._factors(self._said.by_name[key.table], self._said.by_name[key.parent]))
        ]
        found = own or others
        return found[0] if len(found) == 1 else None

    def _factors(self, lines: Table, things: Table) -> tuple[Place, Place] | None:
        many = self._measures(lines, QUANTITIES, without=PRICES | STOCKS)
        sold = [place for place in many if name_words(place.column.name) & TRADED]
        many = sold if len(sold) == 1 else many
        much = self._measures(things, PRICES, without=frozenset(("cost",)) if lines != things else frozenset())
        is_child = any(key.table == lines.name for key in self._said.keys)
        return (many[0], much[0]) if len(many) == len(much) == 1 and is_child else None

    def _measures(self, table: Table, names: frozenset[str], *, without: frozenset[str]) -> list[Place]:
        own = [place for place in self._said.places if place.table == table and self._said.is_measure(place)]
        words = {place: name_words(place.column.name) for place in own}
        return [place for place in own if words[place] & names and not words[place] & without]
