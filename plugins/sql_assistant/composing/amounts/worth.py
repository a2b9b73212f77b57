"""What the stock is worth: how many there are times what one costs, in the only table that tells both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS, GOODS, PRICES, STOCKS, UNITS
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.short import name_words

_WHOLE = DETERMINERS | {"whole", "entire", "total", "current", "complete", "full"}
_HAVING = ("do we have", "have we got", "are there", "do we still have", "have we still got", "are")
_IN_STOCK = ("in stock", "left", "on hand", "left in stock")
_NOUNS = frozenset(("stock", "inventory"))


class Worth:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows, money: Money) -> None:
        self._said = said
        self._conditions = conditions
        self._rows = rows
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """``what is the whole stock worth``, ``total value of our inventory``, ``stock value``."""
        yield from self._left(at)
        factors = self._factors()
        for end in self._named(at) if factors else ():
            yield end, Draft(head=factors[0].table, figure=("SUM", factors)) if factors else Draft()

    def _left(self, at: int) -> Iterator[Step]:
        """``how many kilos of coffee do we have in stock``: not how many kinds, but how much of them."""
        for start, _ in self._said.one_of(at, ("how many", "how much", "number of", "total number of")):
            of = start + 1 if self._said.word(start + 1) == "of" else -1
            names = UNITS.get(self._said.word(start), GOODS if self._said.word(start) in GOODS else frozenset[str]())
            kept = [t for t in self._said.tables if self._money.measures(t, STOCKS, without=PRICES)]
            named = [
                (end, Draft(head=table, tests=tests))
                for end, table, tests in self._conditions.related.named.at(of + 1)
                if kept == [table]
            ]
            for end, draft in (*self._rows.of(of + 1, Draft()), *named) if of > 0 and names else ():
                for after, tested in ((end, draft), *self._conditions.at(end, draft)):
                    stocks = self._money.measures(draft.head, STOCKS, without=PRICES) if draft.head else []
                    is_said = names is GOODS or (len(stocks) == 1 and names & name_words(stocks[0].column.name))
                    begin = next((stop for stop, _ in self._said.one_of(after, _HAVING)), after)
                    if len(stocks) == 1 and is_said:
                        found = replace(tested, figure=("SUM", (stocks[0],)))
                        yield from ((stop, found) for stop, _ in self._said.one_of(begin, _IN_STOCK))

    def _named(self, at: int) -> Iterator[int]:
        for lead in (at, *(end for end, _ in self._said.one_of(at, ("how much is", "how much are")))):
            for start in self._said.behind(lead, _WHOLE):
                if self._said.word(start) in _NOUNS and self._said.word(start + 1) in ("worth", "value"):
                    yield start + 2
        for start in self._said.behind(at, _WHOLE):
            for after, _ in self._said.one_of(start, ("value of", "worth of")):
                yield from (n + 1 for n in self._said.behind(after, _WHOLE) if self._said.word(n) in _NOUNS)

    def _factors(self) -> tuple[Place, Place] | None:
        found = []
        for table in self._said.tables:
            much = self._money.measures(table, PRICES, without=frozenset(("discount", "tax", "rate")))
            many = [p for p in self._money.measures(table, STOCKS, without=PRICES) if p not in much]
            if many and much:
                found.append((many, much))
        if len(found) != 1 or len(found[0][0]) != 1 or len(found[0][1]) != 1:
            return None
        return found[0][0][0], found[0][1][0]
