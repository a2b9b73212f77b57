"""What rows measure on average, or come to together, asked for by a verb or an adjective: how heavy is a parcel on average."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.money import Money
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rankings import Rankings
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import surest
from plugins.sql_assistant.composing.speech.phrases import (
    CROWDS,
    DETERMINERS,
    LINKS,
    MOST,
    PRICES,
    RATES,
    STOCKS,
    VERBS,
    WHOLLY,
)
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts

_BEING = frozenset(("is", "are", "was", "were"))
_DOING = frozenset(("does", "do", "did"))
_USUALLY = ("on average", "on the average", "usually", "typically")
_TAKING = frozenset("take last run".split())
_PIECES = frozenset("quantity qty unit piece copy".split())
_COMING = ("come to", "add up to", "amount to", "came to", "sum up to")
_WORTH = ("worth",)
_CAME = (
    "came to see",
    "came to",
    "came",
    "attended",
    "visited",
    "watched",
    "saw",
    "have come",
)
_PREMISES = frozenset(
    "museum gallery shop doors door gates gate park zoo centre building library theatre garden gardens site house".split()
)
_THERE = ("did we have", "did we get", "have we had", "were there", "do we have")


class Typical:
    """Reads it."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows, rankings: Rankings, money: Money) -> None:
        self._said = said
        self._conditions = conditions
        self._rows = rows
        self._rankings = rankings
        self._money = money

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._measured(at)
        yield from self._costing(at)
        yield from self._charged(at)
        yield from self._coming_to(at)
        yield from self._crowd(at)

    def _measured(self, at: int) -> Iterator[Step]:
        """``how heavy is a parcel on average``, ``how long is the average trip``, ``how long does a trip take on average``."""
        word = self._said.word(at + 1)
        phrase = next((f"{stem}est" for stem in _degrees(word) if f"{stem}est" in MOST), "")
        verb = self._said.word(at + 2)
        if self._said.word(at) != "how" or not phrase or verb not in _BEING | _DOING:
            return
        for end, draft, is_average in self._subjects(at + 3):
            behind = end
            if verb in _DOING:
                if self._said.word(end) not in _TAKING:
                    continue
                behind = end + 1
            order = self._rankings.degree(phrase, draft)
            if order and self._said.is_measure(order[0]):
                yield from self._averaged(behind, order[0], draft, is_average=is_average)

    def _subjects(self, at: int) -> Iterator[tuple[int, Draft, bool]]:
        """Rows, and whether the average of them is named already: ``a parcel``, ``the average parcel``."""
        yield from ((end, draft, False) for end, draft in (*self._rows.of(at, Draft()), *self._kinds(at)))
        for start in self._said.behind(at, DETERMINERS):
            if self._said.word(start) in ("average", "typical", "mean"):
                for end, draft in (*self._rows.of(start + 1, Draft()), *self._kinds(start + 1)):
                    yield end, draft, True

    def _kinds(self, at: int) -> Iterator[Step]:
        for start in self._said.behind(at, DETERMINERS):
            yield from self._rows.of_this_kind(start, Draft())

    def _averaged(self, at: int, place: Place, draft: Draft, *, is_average: bool) -> Iterator[Step]:
        found = replace(draft, head=place.table, figure=("AVG", (place,)))
        if is_average:
            yield at, found
        for start, tested in ((at, found),) if is_average else ((at, found), *self._conditions.at(at, found)):
            yield from ((end, tested) for end, _ in self._said.one_of(start, _USUALLY))

    def _costing(self, at: int) -> Iterator[Step]:
        """``what does a ladder cost on average``, ``how much do our drivers earn on average``, ``what do all ladders cost in total``."""
        for start, _ in self._said.one_of(at, ("what", "how much")):
            if self._said.word(start) not in _DOING:
                continue
            for end, draft, is_average in self._subjects(start + 1):
                names = VERBS.get(self._said.word(end))
                places = self._called(names, draft) if names else []
                if len(places) == 1:
                    yield from self._averaged(end + 1, places[0], draft, is_average=is_average)
                    if not is_average and not name_words(places[0].column.name) & RATES and not self._has_stock(draft):
                        found = replace(draft, figure=("SUM", (places[0],)))
                        yield from ((stop, found) for stop, _ in self._said.one_of(end + 1, WHOLLY))

    def _charged(self, at: int) -> Iterator[Step]:
        """``what do we charge on average for a crown``."""
        for start, _ in self._said.one_of(
            at, ("what do we charge", "how much do we charge", "what do we ask", "what do we take")
        ):
            for after, _ in self._said.one_of(start, _USUALLY):
                if self._said.word(after) != "for":
                    continue
                for end, draft, is_average in self._subjects(after + 1):
                    places = [] if is_average else self._called(VERBS["cost"], draft)
                    if len(places) == 1:
                        yield end, replace(draft, figure=("AVG", (places[0],)))

    def _called(self, names: frozenset[str], draft: Draft) -> list[Place]:
        own = [p for p in self._said.places if p.table == draft.head and self._said.is_measure(p)]
        found = [place for place in own if name_words(place.column.name) & names]
        plain = [place for place in found if parts(place.column.name) == ["price"]]  # beside a cost price
        return plain or found

    def _coming_to(self, at: int) -> Iterator[Step]:
        """``what do all pieces for Anna come to``, ``what are our boats worth in total``, ``what do the fees of juniors add up to``."""
        for start, _ in self._said.one_of(at, ("what", "how much")):
            verb = self._said.word(start)
            phrases = _COMING if verb in _DOING else _WORTH if verb in _BEING else ()
            for end, draft in self._described(start + 1) if phrases else ():
                for after, _ in self._said.one_of(end, phrases):
                    if phrases == _COMING or any(self._said.one_of(after, WHOLLY)):
                        yield after, draft

    def _described(self, at: int) -> Iterator[Step]:
        """Rows with one amount of money, or that amount itself, and what is said of them."""
        for end, draft in (*self._rows.of(at, Draft()), *self._rows.of_a_kind(at)):
            places = [p for p in self._said.places if p.table == draft.head and self._money.is_amount(p)]
            if len(places) == 1 and not self._has_stock(draft):
                yield from self._tested(end, replace(draft, figure=("SUM", (places[0],))))
        for begin in self._said.behind(at, DETERMINERS):
            for end, meant in self._said.columns_at(begin):
                for of in self._said.behind(end, LINKS):
                    for behind, draft in (*self._rows.of(of, Draft()), *self._rows.of_a_kind(of)) if of > end else ():
                        place = surest([m for m in meant if m.place.table == draft.head])
                        if place and (self._money.is_amount(place) or name_words(place.column.name) & PRICES):
                            yield from self._tested(behind, replace(draft, figure=("SUM", (place,))))

    def _has_stock(self, draft: Draft) -> bool:
        """Whether rows are of several pieces each, so that a price is not what they come to."""
        own = [p for p in self._said.places_of(draft.head) if self._said.is_measure(p)] if draft.head else []
        return any(name_words(place.column.name) & (STOCKS | _PIECES) for place in own)

    def _tested(self, at: int, draft: Draft) -> Iterator[Step]:
        yield at, draft
        yield from self._conditions.at(at, draft)

    def _crowd(self, at: int) -> Iterator[Step]:
        """``how many visitors came in May``: where each row tells how many came."""
        for start, _ in self._said.one_of(
            at, ("how many", "number of", "the number of", "total number of", "the total number of")
        ):
            place = self._crowd_of(start)
            if place is None:
                continue
            found = Draft(head=place.table, figure=("SUM", (place,)))
            for end, _ in self._said.one_of(start + 1, _CAME):
                yield end, found
                yield from ((stop, found) for stop in self._to_us(end))
            if self._said.word(start) == "people":
                continue  # who else they are must be told
            yield start + 1, found
            yield from ((end, found) for end, _ in self._said.one_of(start + 1, _THERE))
            if self._said.word(start + 1) in ("did", "does", "has", "have"):
                for end, draft in self._conditions.at(start + 2, found):
                    if self._said.word(end) in ("have", "had", "get", "draw", "attract"):
                        yield end + 1, draft

    def _to_us(self, at: int) -> Iterator[int]:
        """``through our doors``: where all of them came."""
        start = at + (self._said.word(at) in ("to", "through", "into", "in", "by"))
        begin = start + (self._said.word(start) in ("the", "our"))
        if begin > start and self._said.word(begin) in _PREMISES and not self._said.tables_at(begin):
            yield begin + 1

    def _crowd_of(self, at: int) -> Place | None:
        """The only number of those who came; they have no rows themselves."""
        word = self._said.word(at)
        if word not in CROWDS | {"people"} or self._said.tables_at(at):
            return None
        found = [p for p in self._said.places if self._said.is_measure(p) and name_words(p.column.name) & CROWDS]
        return found[0] if len(found) == 1 else None


def _degrees(word: str) -> tuple[str, ...]:
    """What the superlative of an adjective begins with (heavy: heaviest)."""
    return (word, word.removesuffix("e"), f"{word.removesuffix('y')}i", f"{word}{word[-1:]}")
