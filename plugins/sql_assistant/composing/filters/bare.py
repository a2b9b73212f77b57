"""Numbers of which a question does not say what they measure: products under 2, less than 20 in stock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.numbers import Numbers
from plugins.sql_assistant.composing.speech.measured import SOLID_UNITS, alike
from plugins.sql_assistant.composing.speech.phrases import (
    BARE_AMOUNTS,
    LEFT,
    MEASURED,
    OTHER_AMOUNTS,
    PRICES,
    SIGNS,
    STOCKS,
    UNITS,
    UNMEASURED,
)
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.short import name_words

_BARE = ("over", "above", "under", "below", "up to", "less than", "more than", ">", "<", ">=", "<=", "exceeding")
_ENDS = (
    "and",
    "but",
    "or",
    "that",
    "which",
    "who",
    "in",
    "from",
    "by",
    "with",
    "on",
    "at",
    "since",
    "for",
    "paid",
    ",",
    "each",
)

_DONE = frozenset(("bought", "sold", "made", "sent", "built", "taken", "given"))
_OF_WHAT = frozenset(("with", "have", "has", "having", "had", "of", "at", "got", "by"))
"""What a number behind it is rarely the price of."""

_ROOM = frozenset(("room", "space", "places", "seats", "seating"))
_RATES = PRICES | {"wage", "salary", "pay", "charge"}
_RATED = frozenset(
    "charge charges charging charged cost costs costing pay pays paying earn earns earning work works working".split()
)


class Bare:
    """Reads them."""

    def __init__(self, said: Said, numbers: Numbers) -> None:
        self._said = said
        self._numbers = numbers

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        if self._said.word(at - 1) not in _OF_WHAT and self._said.word(at - 2) not in _ROOM:
            yield from self._amount(at, draft)
        yield from self._rated(at, draft)
        yield from self._left(at, draft)
        yield from self._measured(at, draft)

    def _measured(self, at: int, draft: Draft) -> Iterator[Step]:
        """``over 100 square metres``, ``under 50000 on the clock``: what is measured is said in several words behind a number."""
        for end, test in self._bounds(at, tuple(SIGNS)):
            for after, phrase in self._said.one_of(end, tuple(MEASURED)):
                places = self._numbers.called(MEASURED[phrase], draft)
                if len(places) == 1:
                    yield after, draft.with_test(places[0], test)

    def _rated(self, at: int, draft: Draft) -> Iterator[Step]:
        """``under 100 a night``, ``charging more than 40 per hour``, ``less than 30 hours a week``: a rate, called after what it is for."""
        for start in (at, at + 1) if self._said.word(at) in _RATED else (at,):
            for end, test in self._bounds(start, tuple(SIGNS)):
                unit = UNITS.get(self._said.word(end), frozenset())
                is_money = not unit or bool(unit & PRICES)
                own = self._numbers.called(_RATES if is_money else unit, draft)
                begin = end + bool(unit)
                for behind, names in self._for_each(begin) if own else ():
                    places = [place for place in own if names & self._words(place)]
                    if len(places) == 1:
                        yield behind, draft.with_test(places[0], test)

    def _for_each(self, at: int) -> Iterator[tuple[int, frozenset[str]]]:
        """(place behind it, words for it) for ``a night``, ``per kilo``, ``each week``."""
        if self._said.word(at) not in ("a", "an", "per", "each"):
            return
        for end, phrase in self._said.one_of(at + 1, tuple(SOLID_UNITS)):
            yield end, SOLID_UNITS[phrase]
        unit = self._said.stems[at + 1 : at + 2]
        often = ("daily" if word == "day" else f"{word}ly" for word in unit)
        yield at + 2, frozenset((*unit, *often, *(name for word in unit for name in alike(word))))

    def _words(self, place: Place) -> frozenset[str]:
        return name_words(self._said.name_of(place)) | name_words(place.column.name)

    def _amount(self, at: int, draft: Draft) -> Iterator[Step]:
        """``orders over 100``: the one amount of money of rows that have no other measure without a unit."""
        for end, test in self._bounds(at, _BARE):
            follows = self._said.word(end)
            is_end = not follows or follows in _ENDS or follows.endswith("ed") or follows in _DONE
            is_end = is_end or (follows == "to" and not self._said.number(end + 1))
            place = self._money(draft) if is_end else None
            if place and not self._said.tables_at(end):
                yield end, draft.with_test(place, test)

    def _bounds(self, at: int, signs: Sequence[str]) -> Iterator[tuple[int, str]]:
        for after, phrase in self._said.one_of(at, signs):
            if number := self._said.number(after):
                yield after + 1, f"{{c}} {SIGNS[phrase]} {number}"
        if self._said.word(at) == "between" and self._said.word(at + 2) == "and":
            low, high = self._said.number(at + 1), self._said.number(at + 3)
            if low and high:
                yield at + 4, f"{{c}} BETWEEN {low} AND {high}"

    def _money(self, draft: Draft) -> Place | None:
        """What the rows that are asked for cost; None where a bare number may be something else as well."""
        if draft.head is None or draft.counted or is_of_people(draft.head):
            return None
        own = [place for place in self._said.places if place.table == draft.head and self._said.is_measure(place)]
        words = {place: name_words(place.column.name) for place in own}
        found = [place for place in own if words[place] & BARE_AMOUNTS and not words[place] & OTHER_AMOUNTS]
        others = [place for place in own if words[place] & UNMEASURED]
        return found[0] if len(found) == 1 and not others else None

    def _left(self, at: int, draft: Draft) -> Iterator[Step]:
        """``less than 20 in stock``, ``we have fewer than 5 of left``, ``in stock``."""
        places = self._numbers.called(STOCKS, draft)
        if len(places) != 1:
            return
        for end, _ in self._said.one_of(at, ("in stock", "still in stock", "available", "left in stock")):
            if not self._said.number(at - 1):
                yield end, draft.with_test(places[0], "{c} > 0")
        for end, test in self._bounds(at, tuple(SIGNS)):
            yield from ((stop, draft.with_test(places[0], test)) for stop, _ in self._said.one_of(end, LEFT))
        if number := self._said.number(at):
            for end, _ in self._said.one_of(at + 1, LEFT):
                yield end, draft.with_test(places[0], f"{{c}} = {number}")
