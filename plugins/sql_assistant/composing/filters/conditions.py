"""What a question says of the rows that it asks for, condition by condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Step, Test
from plugins.sql_assistant.composing.filters.absent import Absent
from plugins.sql_assistant.composing.filters.averages import Averages
from plugins.sql_assistant.composing.filters.bare import Bare
from plugins.sql_assistant.composing.filters.dated import Times
from plugins.sql_assistant.composing.filters.flagged import Flags
from plugins.sql_assistant.composing.filters.lacking import Lacking
from plugins.sql_assistant.composing.filters.late import Late
from plugins.sql_assistant.composing.filters.numbers import Numbers
from plugins.sql_assistant.composing.filters.others import Others
from plugins.sql_assistant.composing.filters.related import Related
from plugins.sql_assistant.composing.filters.states import States
from plugins.sql_assistant.composing.filters.valued import Values
from plugins.sql_assistant.composing.filters.within import Within
from plugins.sql_assistant.composing.speech.meanings import column_of
from plugins.sql_assistant.composing.speech.phrases import (
    BEGINS,
    ENDING,
    HIGHEST,
    HOLDS,
    MOST,
    NEWEST,
    NONE_LEFT,
    SIGNS,
    STOCKS,
)
from plugins.sql_assistant.composing.speech.relations import Relations
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.composing.writer import Writer
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.values import repr_sql
from plugins.sql_assistant.words import parts

_OTHERWISE = frozenset("not only without never just with have has no".split())
"""What makes of "but" more than an exception."""
_A_TEXT = ("the letter", "the word", "letter", "the letters")
_LONG_TEXTS = frozenset("comment note notes description text review body remark message".split())
_NO_TEXTS = frozenset(("the", "a", "an", "of", *HIGHEST, *NEWEST, *MOST))


class Conditions:
    """Reads conditions; each method yields the places that it can come to, with the draft that it makes."""

    def __init__(self, said: Said, writer: Writer) -> None:
        self._said = said
        self._numbers, self._times = Numbers(said), Times(said)
        self._averages = Averages(said, writer, self._numbers)
        self._bare, self._lacking = Bare(said, self._numbers), Lacking(said)
        self._values, self.flags, self._states = Values(said), Flags(said), States(said)
        self._within, self._late = Within(said), Late(said)
        self._absent = Absent(said, writer, self._values, self._times)
        self.others = Others(said, writer, self._numbers, self._times)
        self.relations = Relations(said)
        self.related = Related(said, self.relations, self.own)

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All conditions that stand at a place, also those on rows of other tables."""
        yield from self.own(at, draft)
        if not (draft.tests and draft.tests[-1].is_of_nothing):
            yield from self.related.at(at, draft)
            yield from self.others.at(at, draft)

    def own(self, at: int, draft: Draft) -> Iterator[Step]:
        """Those that no verb joins; none behind rows that are missing or counted, whose they may be (no orders in May)."""
        if draft.counted or (draft.tests and draft.tests[-1].is_of_nothing):
            return
        if self._said.word(at) == "but" and not draft.tests and self._said.word(at + 1) not in _OTHERWISE:
            yield from self._values.but(at + 1, draft)  # all but the red ones
            return
        for start in self._said.behind_links(at):
            timed = [*self._times.at(start, draft), *self._late.at(start, draft)]
            named = [*self.flags.at(start, draft), *self._lacking.at(start, draft)]
            yield from timed
            for step in () if timed else self._values.at(start, draft):  # shipped in 2023: no state
                if not named or step[1].tests[-1].place.table == draft.head:  # active: of them, not of what they have
                    yield step
            for step in (*self._numbers.at(start, draft), *self._bare.at(start, draft)):
                if draft.deed in (None, draft.head) or step[1].tests[-1].place.table == draft.deed:
                    yield step  # bought for more than 5: of what was done, not of the thing
            yield from self._numbers.compared(start, draft)
            yield from named
            yield from self._absent.at(start, draft)
            yield from self._within.at(start, draft)
            yield from self._states.at(start, draft)
            yield from self._many(start, draft)
            yield from self._none_left(start, draft)
            yield from self._averages.at(start, draft)
            yield from self._like(start, draft)

    def described(self, at: int, draft: Draft) -> Iterator[Step]:
        """Values and flags, as they stand before rows."""
        yield from self._values.own(at, draft)
        yield from self.flags.at(at, draft)

    def own_time(self, draft: Draft) -> Place | None:
        """The only date of the rows that are asked for, or the one that is called after them."""
        return self._times.own_time(draft)

    def at_time_of(self, at: int, place: Place, draft: Draft) -> Iterator[Step]:
        """A time, of a date that was told otherwise."""
        return self._times.of(at, place, draft)

    def dated(self, verb: str, draft: Draft) -> Place | None:
        """The column of the time that something was done at."""
        return self._times.dated(verb, draft)

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
        if draft.counted or draft.figure or draft.group or draft.head is None or draft.limit:
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
                for after, draft in self._values.own(at, Draft(head=table)):
                    if after == before and all(m.place.table == table for m in meant):
                        yield end, table, draft.tests
