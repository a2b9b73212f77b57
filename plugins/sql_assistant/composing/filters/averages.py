"""Conditions on numbers that are compared with their average: over all rows, or over those of the kind that is named."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step, Test
from plugins.sql_assistant.composing.filters.numbers import Numbers, Told
from plugins.sql_assistant.composing.speech.meanings import column_of, is_kind
from plugins.sql_assistant.composing.speech.phrases import ABOVE_AVERAGE, CROWDS, MORE_OF, UNITS
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said
from plugins.sql_assistant.composing.writer import Writer
from plugins.sql_assistant.values import repr_sql

_AVERAGES = frozenset(("average", "mean"))
_BEFORE = frozenset("the our an a its their your overall all".split())
_BEHIND = frozenset("of for the our all".split())
_OF_SOME = frozenset("of for in among within at from on per".split())
_VERBS = frozenset(
    "have has had with hold holds take takes took draw draws drew get gets got attract attracts attracted need needs needed seat seats"
    " carry carries carried use uses used spend spends spent run runs ran last lasts lasted contain contains sell sells sold go goes went"
    " earn earns earned make makes made bring brings brought work works worked that who which were was are is".split()
)
"""Verbs that say no more than that rows have the number that is named behind them."""


class Averages:
    """Reads them."""

    def __init__(self, said: Said, writer: Writer, numbers: Numbers) -> None:
        self._said = said
        self._writer = writer
        self._numbers = numbers

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``more expensive than average``, ``with more pages than the average novel``, ``with an above-average price``."""
        if draft.head is None:
            return
        for start in self._behind_verbs(at):
            yield from self._compared(start, draft)
            yield from self._more_of(start, draft)
            yield from self._above(start, draft)

    def _behind_verbs(self, at: int) -> Iterator[int]:
        yield at
        start = at
        while self._said.word(start) in _VERBS and start < at + 3:
            start += 1
            yield start
            if self._said.word(start) in ("a", "an", "the"):
                yield start + 1
            if self._said.word(start) == "for" and self._said.word(start - 1) in (
                "sell",
                "sells",
                "go",
                "goes",
                "went",
            ):
                yield start + 1

    def _compared(self, at: int, draft: Draft) -> Iterator[Step]:
        """``pricier than average``, ``price above the average``, ``costs more per night than our average price``."""
        for start, told in self._numbers.before(at):
            for after, sign, names in self._numbers.signs(start):
                if sign != "=":
                    yield from self._with_average(after, [*told, *([names] if names else [])], sign, draft)
            for after, sign, rate in self._split_sign(start) if told else ():
                both: Told = [rate] if len(self._numbers.called(rate, draft)) == 1 else told
                yield from self._with_average(after, both, sign, draft)

    def _split_sign(self, at: int) -> Iterator[tuple[int, str, frozenset[str]]]:
        """``(cost) more per night than``: what one pays for, in the midst of the comparison, and what such a number is called."""
        word = self._said.word(at)
        is_rate = self._said.word(at + 1) in ("per", "a", "an", "each")
        if word in ("more", "less") and is_rate and self._said.word(at + 3) == "than":
            unit = self._said.word(at + 2)
            yield at + 4, MORE_OF[word], frozenset(("daily" if unit == "day" else f"{unit}ly",))

    def _more_of(self, at: int, draft: Draft) -> Iterator[Step]:
        """``more pages than average``, ``a higher price than average``."""
        sign = MORE_OF.get(self._said.word(at))
        if not sign:
            return
        for end, told in self._measures(at + 1, draft):
            if self._said.word(end) == "than":
                yield from self._with_average(end + 1, told, sign, draft)

    def _measures(self, at: int, draft: Draft) -> Iterator[tuple[int, Told]]:
        """Numbers of the head by their names, by a unit, or by another word for those who came."""
        found = [(end, meant) for end, meant in self._said.columns_at(at) if self._own(meant, draft)]
        for end, meant in found:
            yield end, [meant]
        word = self._said.word(at)
        if not found:
            for names in (CROWDS if word in CROWDS else frozenset[str](), UNITS.get(word, frozenset[str]())):
                if names and len(self._numbers.called(names, draft)) == 1:
                    yield at + 1, [names]

    def _own(self, meant: list[Meant], draft: Draft) -> Place | None:
        place = column_of(self._said, [m for m in meant if self._said.is_measure(m.place)], draft)
        return place if place and place.table == draft.head else None

    def _above(self, at: int, draft: Draft) -> Iterator[Step]:
        """``above-average score``, ``a below average price``."""
        for after, phrase in self._said.one_of(at, tuple(ABOVE_AVERAGE)):
            for end, told in self._measures(after, draft):
                yield from self._tested(end, told, ABOVE_AVERAGE[phrase], draft, ())

    def _with_average(self, at: int, told: Told, sign: str, draft: Draft) -> Iterator[Step]:
        begin = at
        while self._said.word(begin) in _BEFORE:
            begin += 1
        if self._said.word(begin) not in _AVERAGES:
            return
        begin += 1
        if not self._is_of_some(begin):
            yield from self._tested(begin, told, sign, draft, ())
        yield from self._of_column(begin, told, sign, draft)
        behind = begin
        while self._said.word(behind) in _BEHIND:
            behind += 1
        yield from (
            (end, done)
            for end, table in self._said.tables_at(behind)
            if table == draft.head
            for end, done in self._tested(end, told, sign, draft, ())
        )
        for end, test in self._kinds(behind, draft) if not any(self._said.tables_at(behind)) else ():
            yield from self._tested(end, told, sign, draft, (test,))

    def _of_column(self, at: int, told: Told, sign: str, draft: Draft) -> Iterator[Step]:
        """``(above the) average price``: the number is named there, or named again."""
        for end, meant in self._said.columns_at(at):
            place = self._own(meant, draft)
            if place is None or (told and place not in self._numbers.agreed(told, draft)):
                continue
            yield from self._tested(end, [meant], sign, draft, ())

    def _is_of_some(self, at: int) -> bool:
        """Whether rows are told of which the average may be, and not of all."""
        is_told = bool(self._said.values_at(at) or self._said.tables_at(at))
        return is_told or self._said.word(at) in _OF_SOME

    def _kinds(self, at: int, draft: Draft) -> Iterator[tuple[int, Test]]:
        """The kind that an average is of: ``(dearer than the average) novel``."""
        for end, meant in self._said.values_at(at):
            own = [m for m in meant if m.place.table == draft.head and is_kind(m.place)]
            if len(own) == len(meant) == 1:
                test = Test(own[0].place, f"{{c}} = {repr_sql(own[0].value)}")
                yield end, test
                yield from ((after, test) for after, table in self._said.tables_at(end) if table == draft.head)

    def _tested(self, end: int, told: Told, sign: str, draft: Draft, kinds: tuple[Test, ...]) -> Iterator[Step]:
        places = self._numbers.agreed(told, draft)
        if len(places) != 1 or places[0].table != draft.head or any(kind.place.table != draft.head for kind in kinds):
            return
        yield end, draft.with_test(places[0], f"{{c}} {sign} {self._writer.average(places[0], kinds)}")
