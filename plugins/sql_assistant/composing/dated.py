"""Conditions on dates and years."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.phrases import DATE_SIGNS, LINKS
from plugins.sql_assistant.composing.said import Place, Said
from plugins.sql_assistant.composing.times import times_at
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts

_BORN = frozenset(("birth", "birthday", "birthdate", "dob", "born"))
_OLDER = ("older than", "newer than", "younger than")
_ONWARDS = ("onwards", "onward", "on", "forward")
_DUE = frozenset("due deadline expected promised planned scheduled".split())
_DONE = frozenset(
    "return returned deliver delivered delivery paid payment finish finished arrival arrived complete completed done".split()
)
_LATE = (
    "late",
    "too late",
    "after the due date",
    "past the due date",
    "after the deadline",
    "later than promised",
    "later than planned",
)
_PLAIN = frozenset(("date", "time", "day", "year", "month", "timestamp", "datetime", "at", "on"))


class Times:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``in 2023``, ``hired after March 2020``, ``between 2019 and 2021``."""
        for start, verb in ((at, ""), (at + 1, self._said.word(at))):
            if verb and (not verb.isalpha() or verb in LINKS or verb in DATE_SIGNS):
                continue
            place = self.dated(verb, draft)
            if place is None:
                continue
            of_years = is_year(place.column.name)
            for end, test in (*self._time_tests(start, of_years=of_years), *self._older(start, of_years=of_years)):
                yield end, draft.with_test(place, test)

    def _older(self, at: int, *, of_years: bool) -> Iterator[tuple[int, str]]:
        for after, phrase in self._said.one_of(at, _OLDER):
            if found := times_at(self._said, after):
                test = found[1].test("<" if phrase == "older than" else ">", of_years=of_years)
                yield from [(found[0], test)] if test else ()

    def _time_tests(self, at: int, *, of_years: bool) -> Iterator[tuple[int, str]]:
        for after, phrase in self._said.one_of(at, tuple(DATE_SIGNS)):
            if found := times_at(
                self._said, self._said.begins(after, "the year") if self._said.begins(after, "the year") > 0 else after
            ):
                is_open = phrase in ("from", "in") and self._said.word(found[0]) in _ONWARDS
                test = found[1].test(">=" if is_open else DATE_SIGNS[phrase], of_years=of_years)
                if test and not (phrase in ("on", "by") and found[1].is_year):
                    yield found[0] + is_open, test
        if self._said.word(at) in ("between", "from") and (low := times_at(self._said, at + 1)):
            behind, first = low
            high = times_at(self._said, behind + 1) if self._said.word(behind) in ("and", "to", "until") else None
            if high and (test := first.test("=", of_years=of_years, until=high[1])):
                yield high[0], test

    def late(self, at: int, draft: Draft) -> Iterator[Step]:
        """``returned late``, ``paid after the due date``: later than it was due."""
        dates = [place for place in self._said.places if place.table == draft.head and self._said.is_date(place)]
        due = [place for place in dates if name_words(place.column.name) & _DUE]
        for start, verb in ((at, ""), (at + 1, self._said.word(at))):
            done = [
                p
                for p in dates
                if p not in due and (speaks_of(verb, p.column.name) if verb else name_words(p.column.name) & _DONE)
            ]
            if len(due) != 1 or len(done) != 1 or (verb and is_plain_time(done[0])):
                continue
            for end, _ in self._said.one_of(start, _LATE):
                yield end, draft.with_test(done[0], "{c} > {d}", due[0])

    def own_time(self, draft: Draft) -> Place | None:
        """The only date of the rows that are asked for, or the one that is called after them."""
        place = self.dated("", draft)
        return place if place and self._said.is_date(place) else None

    def dated(self, verb: str, draft: Draft) -> Place | None:
        """The column of the time that something was done at; without a verb the only one of the head."""
        own = [
            place
            for place in self._said.places
            if place.table == draft.head and (self._said.is_date(place) or is_year(place.column.name))
        ]
        if verb:
            names = _BORN if verb == "born" else frozenset[str]()
            own = [
                p
                for p in own
                if p.column.name
                and (name_words(p.column.name) & names or (speaks_of(verb, p.column.name) and not is_plain_time(p)))
            ]
        elif len(own) > 1 and draft.head:
            called = {*parts(draft.head.own_name), "date", "day", "time", "on", "at"}
            own = [place for place in own if set(parts(place.column.name)) <= called]
        return own[0] if len(own) == 1 else None


def is_plain_time(place: Place) -> bool:
    """Whether a column's name says only that it is a time."""
    return set(parts(place.column.name)) <= _PLAIN
