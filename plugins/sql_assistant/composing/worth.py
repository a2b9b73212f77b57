"""What the stock is worth: how many there are times what one costs, in the only table that tells both."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.money import Money
from plugins.sql_assistant.composing.phrases import DETERMINERS, PRICES, STOCKS
from plugins.sql_assistant.composing.said import Place, Said

_WHOLE = DETERMINERS | {"whole", "entire", "total", "current", "complete", "full"}
_NOUNS = frozenset(("stock", "inventory"))


class Worth:
    """Reads it."""

    def __init__(self, said: Said, money: Money) -> None:
        self._said = said
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """``what is the whole stock worth``, ``total value of our inventory``, ``stock value``."""
        factors = self._factors()
        for end in self._named(at) if factors else ():
            yield end, Draft(head=factors[0].table, figure=("SUM", factors)) if factors else Draft()

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
