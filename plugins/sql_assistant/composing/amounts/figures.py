"""Figures that are asked for: how many, how much on average, the last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import one_column, surest, surest_each
from plugins.sql_assistant.composing.speech.phrases import COUNTS, DETERMINERS, FIGURES, HIGHEST, LINKS, PERCENT, VERBS
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.short import name_words

_DIFFERENT = frozenset(("different", "distinct", "unique"))
_LAST = {"last": True, "latest": True, "most": True, "newest": True, "first": False, "earliest": False}
_HOW = ("how much does", "what does", "how much did", "how much do", "how much is", "how long is", "how long does")
_FEW = 5


class Figures:
    """Reads them."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows, money: Money) -> None:
        self._said = said
        self._money = money
        self._conditions = conditions
        self._rows = rows

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._counts(at)
        yield from self._figures(at)
        yield from self._percents(at)
        yield from self._of_one(at)
        yield from self._last_time(at)
        yield from self._when(at)

    def _counts(self, at: int) -> Iterator[Step]:
        for start, _ in self._said.one_of(at, COUNTS):
            for end, draft in self._rows.of(start, Draft(figure=("COUNT", ()))):
                is_told = not _DIFFERENT.isdisjoint(self._said.lower[start:end])
                yield end, replace(draft, is_distinct=True) if is_told else draft
            yield from self._rows.of_a_kind(start, Draft(figure=("COUNT", ())))
            yield from self._rows.by_name(start, Draft(figure=("COUNT", ())))
            for word_at in self._said.behind(start, DETERMINERS):
                if self._said.word(word_at) in _DIFFERENT:
                    for end, place in one_column(self._said, word_at + 1):
                        yield end, Draft(head=place.table, figure=("COUNT", (place,)), is_distinct=True)

    def _figures(self, at: int) -> Iterator[Step]:
        """``average price of books``, ``total amount``."""
        for start in self._said.behind(at, DETERMINERS):
            for after, phrase in self._said.one_of(start, tuple(FIGURES)):
                for begin in self._said.behind(after, DETERMINERS):
                    yield from self._figure_of(begin, FIGURES[phrase])
            for after, phrase in self._said.one_of(start, tuple(HIGHEST)):
                yield from self._figure_of(after, "MAX" if HIGHEST[phrase] else "MIN")
            for after, functions in self._functions(start):
                if len(set(functions)) == len(functions) > 1:
                    for end, draft in self._figure_of(after, functions[0]):
                        yield end, replace(draft, further=tuple(functions[1:]))

    def _functions(self, at: int) -> Iterator[tuple[int, list[str]]]:
        """``max, min and average``."""
        found = [(end, FIGURES[phrase]) for end, phrase in self._said.one_of(at, tuple(FIGURES))]
        found += [(e, "MAX" if HIGHEST[phrase] else "MIN") for e, phrase in self._said.one_of(at, tuple(HIGHEST))]
        for end, function in found:
            yield end, [function]
            after = end
            while self._said.word(after) in ("and", ",", "&", "plus", "the"):
                after += 1
            if after > end:
                yield from ((last, [function, *more]) for last, more in self._functions(after))

    def _figure_of(self, at: int, function: str) -> Iterator[Step]:
        for end, meant in self._said.columns_at(at):
            numbers = [m for m in meant if self._said.is_measure(m.place)]
            for place in surest_each(numbers):
                yield end, Draft(head=place.table, figure=(function, (place,)))
            for of in self._said.behind(end, LINKS):
                for behind, draft in self._rows.of(of, Draft()):
                    own = surest([m for m in numbers if m.place.table == draft.head])
                    if own:
                        yield behind, replace(draft, figure=(function, (own,)))
                    elif draft.head and draft.tests:
                        for place in surest_each(numbers):
                            if self._said.belongs(place.table, draft.head):
                                yield behind, replace(draft, head=place.table, figure=(function, (place,)))
        for behind, draft in self._rows.of(at, Draft()):  # "average book price", "total order amount"
            for end, meant in self._said.columns_at(behind):
                own = surest([m for m in meant if m.place.table == draft.head and self._said.is_measure(m.place)])
                if own:
                    yield end, replace(draft, figure=(function, (own,)))
            yield from self._money_of(behind, draft, function)

    def _money_of(self, at: int, draft: Draft, function: str) -> Iterator[Step]:
        """``average order value``, ``average invoice``: the only money in rows of what was done."""
        amounts = [place for place in self._money.amounts() if place.table == draft.head]
        if len(amounts) == 1:
            figure = (function, (amounts[0],))
            if self._said.word(at) in ("value", "amount", "total", "sum") and not any(self._said.columns_at(at)):
                yield at + 1, replace(draft, figure=figure)
            elif function == "AVG" and not any(self._said.columns_at(at)) and len(self._numbers_of(draft)) == 1:
                yield at, replace(draft, figure=figure)

    def _numbers_of(self, draft: Draft) -> list[Place]:
        return [p for p in self._said.places if p.table == draft.head and self._said.is_measure(p)]

    def _percents(self, at: int) -> Iterator[Step]:
        for start, _ in self._said.one_of(at, PERCENT):
            for end, draft in self._rows.of(start, Draft()):
                if not draft.tests or end == len(self._said):
                    yield end, replace(draft, figure=("PERCENT", ()))

    def _of_one(self, at: int) -> Iterator[Step]:
        """``how much does Saffron cost``, ``how old is Bella``: a column of the row that is named."""
        for start, phrase in self._said.one_of(at, _HOW):
            asked = VERBS["lasts" if "long" in phrase else "cost"]
            for begin in self._said.behind(start, DETERMINERS):
                for end, meant in self._said.values_at(begin):
                    verb = self._said.word(end)
                    names = VERBS.get(verb) or (asked if start == at + 3 and end == len(self._said) else None)
                    tables = {m.place.table.name: m.place.table for m in meant}
                    if not names or len(tables) != 1:
                        continue
                    found = [
                        p
                        for p in self._said.places
                        if p.table.name in tables and self._said.is_measure(p) and name_words(p.column.name) & names
                    ]
                    if len(found) == 1:
                        for after, draft in self._conditions.at(begin, Draft(head=found[0].table, shown=(found[0],))):
                            yield after + (after < len(self._said)), draft

    def _when(self, at: int) -> Iterator[Step]:
        """``when did we buy the ladder``, ``when was Ida Moss born``: the day of a row that is named."""
        for start, _ in self._said.one_of(at, ("when did", "when was", "when were", "when is")):
            for begin in range(start, min(start + _FEW, len(self._said))):
                for end, meant in self._said.values_at(begin):
                    verbs = [*self._said.lower[start:begin], *self._said.lower[end : end + 1]]
                    if len({m.place.table.name for m in meant}) != 1 or end < len(self._said) - 1:
                        continue
                    for verb in verbs:
                        if place := self._conditions.dated(verb, Draft(head=meant[0].place.table)):
                            for after, draft in self._conditions.at(begin, Draft(head=place.table, shown=(place,))):
                                yield len(self._said) if after == end else after, draft

    def _last_time(self, at: int) -> Iterator[Step]:
        """``date of the last order``."""
        for start, _ in self._said.one_of(at, ("date of the", "date of our", "when was the", "when was our")):
            is_late = _LAST.get(self._said.word(start))
            if is_late is None:
                continue
            for end, draft in self._rows.of(start + 1 + (self._said.word(start) == "most"), Draft()):
                if place := self._conditions.own_time(draft):
                    yield end, replace(draft, figure=("MAX" if is_late else "MIN", (place,)))
