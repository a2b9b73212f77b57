"""What a question says of the rows that it asks for, condition by condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.dated import Times
from plugins.sql_assistant.composing.draft import Draft, Step, Test
from plugins.sql_assistant.composing.lacking import Lacking
from plugins.sql_assistant.composing.meanings import column_of, nearest
from plugins.sql_assistant.composing.numbers import Numbers
from plugins.sql_assistant.composing.phrases import (
    BEGINS,
    ENDING,
    HIGHEST,
    HOLDS,
    MOST,
    NEWEST,
    NONE_LEFT,
    NOT,
    SIGNS,
    STOCKS,
)
from plugins.sql_assistant.composing.said import Place, Said
from plugins.sql_assistant.composing.writer import Writer
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.values import repr_sql
from plugins.sql_assistant.words import parts, stem

_A_TEXT = ("the letter", "the word", "letter", "the letters")
_OPPOSITES = {
    "open": ("closed", "shut"),
    "closed": ("open",),
    "active": ("former", "retired"),
    "available": ("unavailable", "taken"),
}
_LONG_TEXTS = frozenset("comment note notes description text review body remark message".split())
_NO_TEXTS = frozenset(("the", "a", "an", "of", *HIGHEST, *NEWEST, *MOST))


class Conditions:
    """Reads conditions; each method yields the places that it can come to, with the draft that it makes."""

    def __init__(self, said: Said, writer: Writer) -> None:
        self._said = said
        self._numbers, self._times = Numbers(said, writer), Times(said)
        self._lacking = Lacking(said, writer)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All conditions that stand at a place; none behind rows that are missing or counted, whose they may be (no orders in May)."""
        if draft.counted or (draft.tests and draft.tests[-1].is_of_nothing):
            return
        for start in self._said.behind_links(at):
            yield from self._value(start, draft)
            yield from self._named_value(start, draft)
            yield from self._numbers.at(start, draft)
            yield from self._numbers.compared(start, draft)
            yield from self._times.at(start, draft)
            yield from self._times.late(start, draft)
            yield from self._flag(start, draft)
            yield from self._lacking.at(start, draft)
            yield from self._many(start, draft)
            yield from self._none_left(start, draft)
            yield from self._numbers.average(start, draft)
            yield from self._like(start, draft)

    def own_time(self, draft: Draft) -> Place | None:
        """The only date of the rows that are asked for, or the one that is called after them."""
        return self._times.own_time(draft)

    def dated(self, verb: str, draft: Draft) -> Place | None:
        """The column of the time that something was done at."""
        return self._times.dated(verb, draft)

    def _value(self, at: int, draft: Draft) -> Iterator[Step]:
        """``in Leeds``, ``not from Leeds``, ``Leeds or York``."""
        for start, sign in self._perhaps_not(at):
            for end, meant in self._said.values_at(start):
                if place := nearest(self._said, meant, draft):
                    yield from self._values(start, end, place, sign, draft)

    def _values(self, start: int, end: int, place: Place, sign: str, draft: Draft) -> Iterator[Step]:
        own = {m.value for e, meant in self._said.values_at(start) for m in meant if e == end and m.place == place}
        if len(own) != 1:
            return
        listed = [next(iter(own))]
        yield end, draft.with_test(place, f"{sign} {repr_sql(listed[0])}")
        while self._said.word(end) in ("or", "and", ","):
            found = [
                (e, m.value)
                for start in (end + 1, end + 2 if self._said.word(end + 1) in ("or", "and", "in", "from") else end + 1)
                for e, meant in self._said.values_at(start)
                for m in meant
                if m.place == place
            ]
            if not found:
                return
            end, value = found[0]
            listed.append(value)
            values = " , ".join(map(repr_sql, listed))
            yield end, draft.with_test(place, f"{{c}} {'NOT IN' if sign.endswith('!=') else 'IN'} ( {values} )")

    def _perhaps_not(self, at: int) -> Iterator[tuple[int, str]]:
        yield at, "{c} ="
        if self._said.word(at) in ("still", "only"):
            yield at + 1, "{c} ="
        for end, _ in self._said.one_of(at, NOT):
            for start in (end, end + 1) if self._said.word(end) in ("in", "from", "by", "of", "at") else (end,):
                yield start, "{c} !="

    def _named_value(self, at: int, draft: Draft) -> Iterator[Step]:
        """``status is open``, ``whose city is Leeds``: the column stands beside its value."""
        for after, meant in self._said.columns_at(at):
            for start in self._said.behind_links(after):
                for begin, sign in self._perhaps_not(start):
                    for end, values in self._said.values_at(begin):
                        places = {m.place for m in meant} & {m.place for m in values}
                        if len(places) == 1:
                            yield from self._values(begin, end, places.pop(), sign, draft)

    def _flag(self, at: int, draft: Draft) -> Iterator[Step]:
        """``active``, ``not insured``, ``unpaid``."""
        for start, value in ((at, 1), *((end, 0) for end, _ in self._said.one_of(at, NOT))):
            word = self._said.word(start)
            for place in self._said.places:
                if place.table != draft.head or not self._said.is_flag(place):
                    continue
                own = [part for part in parts(place.column.name) if part not in ("is", "has", "was")]
                if len(own) == 1 and word in _OPPOSITES.get(own[0], ()):
                    yield start + 1, draft.with_test(place, f"{{c}} = {1 - value}")
                elif len(own) == 1 and stem(word) == own[0]:
                    yield start + 1, draft.with_test(place, f"{{c}} = {value}")
                elif len(own) == 1 and value and word in (f"un{own[0]}", f"in{own[0]}", f"non-{own[0]}"):
                    yield start + 1, draft.with_test(place, "{c} = 0")
                elif len(own) > 1 and self._said.stems[start : start + len(own)] == own:
                    yield start + len(own), draft.with_test(place, f"{{c}} = {value}")

    def _none_left(self, at: int, draft: Draft) -> Iterator[Step]:
        """``out of stock``."""
        for end, _ in self._said.one_of(at, NONE_LEFT):
            if len(places := self._numbers.called(STOCKS, draft)) == 1:
                yield end, draft.with_test(places[0], "{c} = 0")

    def _like(self, at: int, draft: Draft) -> Iterator[Step]:
        """``whose title starts with The``, ``with "oak" in the name``."""
        for start, place in self._text_columns(at, draft):
            for phrases, form in ((BEGINS, "{}%"), (ENDING, "%{}"), (HOLDS, "%{}%")):
                for after, _ in self._said.one_of(start, phrases):
                    begin = next((end for end, _ in self._said.one_of(after, _A_TEXT)), after)
                    if begin < len(self._said) and self._said.word(begin) not in _NO_TEXTS:
                        text = form.format(self._said.words[begin])
                        yield begin + 1, draft.with_test(place, f"{{c}} LIKE {repr_sql(text)}")

    def _text_columns(self, at: int, draft: Draft) -> Iterator[tuple[int, Place]]:
        names = self._said.names_of(draft.head)
        if len(names) == 1:
            yield at, names[0]
            if self._said.stems[at : at + 1] == ["name"]:
                yield at + 1, names[0]
        long = [p for p in self._said.places if p.table == draft.head and _LONG_TEXTS & set(parts(p.column.name))]
        if not names and len(long) == 1:
            yield at, long[0]
        for end, meant in self._said.columns_at(at):
            place = column_of(self._said, [m for m in meant if m.place.column.is_text], draft)
            if place:
                yield end, place

    def _many(self, at: int, draft: Draft) -> Iterator[Step]:
        """``with more than 3 orders``."""
        if draft.counted or draft.figure or draft.head is None or draft.limit:
            return
        for after, phrase in self._said.one_of(at, tuple(SIGNS)):
            number = self._said.number(after)
            for end, table, tests in self._counted(after + 1) if number else ():
                if self._said.belongs(table, draft.head):
                    counted = replace(draft, counted=table, having=f"{SIGNS[phrase]} {number}")
                    yield end, replace(counted, tests=(*draft.tests, *tests))

    def _counted(self, at: int) -> Iterator[tuple[int, Table, tuple[Test, ...]]]:
        """Rows that are counted: ``trips``, ``completed trips``."""
        yield from ((end, table, ()) for end, table in self._said.tables_at(at))
        for before, meant in self._said.values_at(at):
            for end, table in self._said.tables_at(before):
                for after, draft in self._value(at, Draft(head=table)):
                    if after == before and all(m.place.table == table for m in meant):
                        yield end, table, draft.tests
