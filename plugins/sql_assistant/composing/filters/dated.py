"""Conditions on dates and years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.phrases import (
    BESIDE_DEEDS,
    DATE_SIGNS,
    DATES,
    DONE_THEN,
    LINKS,
    NOW,
    RUNNING_OUT,
)
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.composing.speech.times import Time, month_at, spans_at, times_at
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts

_BORN = frozenset(("birth", "birthday", "birthdate", "dob", "born"))
_OLDER = ("older than", "newer than", "younger than")
_ONWARDS = ("onwards", "onward", "on", "forward")
_EDGES: Mapping[tuple[str, ...], Mapping[str, str]] = MappingProxyType(
    {
        ("the start of", "start of", "the beginning of", "beginning of"): {">=": ">=", "<": "<"},
        ("the end of", "end of"): {"<": "<=", "<=": "<=", ">": ">"},
    }
)
"""Parts of a time, and what a sign before them means beside the whole of it."""

_AND_ON = {
    "or later": ">=",
    "or after": ">=",
    "or newer": ">=",
    "and later": ">=",
    "and after": ">=",
    "onwards": ">=",
} | {
    "or earlier": "<=",
    "or before": "<=",
    "or older": "<=",
    "and earlier": "<=",
    "and before": "<=",
}
_COPULAS = frozenset(("is", "was", "falls", "lies", "that", "of"))
_CREATED = frozenset("created placed made issued taken entered recorded logged".split())
_OF_ENDS = frozenset(
    "birth birthday birthdate dob born died death due expiry expires expiration deadline until before valid".split()
)
"""Parts of dates that rows are not of unless a question says so."""

_ENDS = frozenset("end expiry expires expire expiration until".split())
_MADE = frozenset("made produced built released published written printed shot".split())
"""What was done to a thing in the year that it is of."""

_TIMES_OF_DAY = frozenset(("at", "timestamp", "datetime", "time"))
_ALIKE = 4
_PLAIN = frozenset(("date", "time", "day", "year", "month", "timestamp", "datetime", "at", "on"))


class Times:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """``in 2023``, ``hired after March 2020``, ``between 2019 and 2021``, ``with a due date before 2024``."""
        for start, place in self._told(at, draft):
            yield from self.of(start, place, draft)

    def of(self, at: int, place: Place, draft: Draft) -> Iterator[Step]:
        """A time that a date or a year is compared with."""
        years = is_year(place.column.name) and not self._said.is_date(place)
        for end, test in (*self._time_tests(at, draft, years=years), *self._older(at, years=years)):
            yield end, draft.with_test(place, self._by_day(place, test))
        if not years:
            yield from ((end, draft.with_test(place, test)) for end, test in self._of_any_year(at))

    def _told(self, at: int, draft: Draft) -> Iterator[tuple[int, Place]]:
        """Where a time may begin, and the date that it is of, by a verb before it, by its name or by neither."""
        rows = Draft(head=draft.deed) if draft.deed and draft.deed != draft.head else draft
        if place := self._same_again(at, draft) or self.dated("", rows):
            yield at, place
        verb = self._said.word(at)
        if (
            verb.isalpha()
            and verb not in LINKS | _PLAIN
            and verb not in DATE_SIGNS
            and (place := self.dated(verb, draft))
        ):
            for end, _ in ((at + 1, ""), *self._said.one_of(at + 1, (*BESIDE_DEEDS, "date", "day", "time"))):
                yield end, place
        for end, _ in self._said.one_of(at, RUNNING_OUT):
            ends = [p for p in self._dates_of(draft.head) if name_words(p.column.name) & _ENDS] if draft.head else []
            if len(ends) == 1:
                yield end, ends[0]
        for end, meant in self._said.columns_at(at):
            dates = {m.place for m in meant if m.place.table == draft.head and self._said.is_date(m.place)}
            if len(dates) == 1 and not self.dated(verb, draft):
                yield from ((start, next(iter(dates))) for start in self._said.behind(end, _COPULAS))

    def _same_again(self, at: int, draft: Draft) -> Place | None:
        """The date that was just spoken of (paid after May and before July)."""
        last = draft.tests[-1].place if draft.tests and self._said.word(at - 1) in ("and", "but") else None
        return last if last and last.table == draft.head and self._said.is_date(last) else None

    def _by_day(self, place: Place, test: str) -> str:
        """The test of a day, by the day of times that are more exact."""
        is_of_day = test.startswith("{c} ") and test.count("-") > 1
        return test.replace("{c}", "strftime ( '%Y-%m-%d' , {c} )", 1) if is_of_day and _is_exact(place) else test

    def _older(self, at: int, *, years: bool) -> Iterator[tuple[int, str]]:
        for after, phrase in self._said.one_of(at, _OLDER):
            if found := times_at(self._said, after):
                test = found[1].test("<" if phrase == "older than" else ">", of_years=years)
                yield from [(found[0], test)] if test else ()

    def _time_tests(self, at: int, draft: Draft, *, years: bool) -> Iterator[tuple[int, str]]:
        for after, phrase in self._said.one_of(at, tuple(DATE_SIGNS)):
            begin, sign = self._from_start(after, DATE_SIGNS[phrase])
            found = times_at(self._said, begin) if sign else None
            if not found:
                continue
            end, time = found
            if sign == "=":
                yield from self._any_of(end, time, draft, years=years)
                for behind, later in self._said.one_of(end, tuple(_AND_ON)):
                    if test := time.test(_AND_ON[later], of_years=years):
                        yield behind, test
            is_open = phrase in ("from", "in") and self._said.word(end) in _ONWARDS
            is_open = is_open and (self._said.word(end) != "on" or end + 1 == len(self._said))  # in May on the web
            test = time.test(">=" if is_open else sign, of_years=years)
            if test and not (phrase in ("on", "by") and time.is_year and begin == after):
                yield end + is_open, test
        if self._said.word(at) in ("between", "from") and (span := spans_at(self._said, at + 1)):
            end, first, last = span
            if test := first.test("=", of_years=years, until=last):
                yield end, test

    def _from_start(self, at: int, sign: str) -> tuple[int, str]:
        """Behind ``the start of``, ``the end of`` and ``the year``, with what the sign means there; no sign where that is open."""
        if (end := self._said.begins(at, "the year")) > 0:
            return end, sign
        for ends, signs in _EDGES.items():
            for end, _ in self._said.one_of(at, ends):
                return end, signs.get(sign, "")
        return at, sign

    def _any_of(self, at: int, first: Time, draft: Draft, *, years: bool) -> Iterator[tuple[int, str]]:
        """``2021 or 2022``: of several years or months; a figure of two may be one of each."""
        end, times = at, [first]
        while self._said.word(end) in ("or", ",") or (self._said.word(end) == "and" and not draft.figure):
            begin = end + 1 + (self._said.word(end + 1) in ("or", "in"))
            found = times_at(self._said, begin)
            if not found:
                return
            end, time = found
            times.append(time)
            if test := Time.any_of(times, of_years=years):
                yield end, test

    def _of_any_year(self, at: int) -> Iterator[tuple[int, str]]:
        """``in March``, ``this year``."""
        for after, _ in self._said.one_of(at, ("in", "during")):
            month = month_at(self._said, after)
            if month and not self._said.word(after + 1).isdigit():
                yield after + 1, f"strftime ( '%m' , {{c}} ) = '{month}'"
        for start in (at, at + 1) if self._said.word(at) in ("in", "from", "for") else (at,):
            yield from ((end, NOW[phrase]) for end, phrase in self._said.one_of(start, tuple(NOW)))

    def own_time(self, draft: Draft) -> Place | None:
        """The only date of the rows that are asked for, or the one that is called after them."""
        place = self.dated("", draft)
        return place if place and self._said.is_date(place) else None

    def dated(self, verb: str, draft: Draft) -> Place | None:
        """The column of the time that something was done at; without a verb that of the head."""
        own = [
            place
            for place in self._said.places
            if place.table == draft.head and (self._said.is_date(place) or is_year(place.column.name))
        ]
        days = [p for p in own if parts(p.column.name)[-1] != "time"]
        own = days or own  # start_time beside visit_date: of the day
        if not verb:
            return self._of_rows(own, draft) if own else self._of_parent(draft)
        if verb.startswith("un") and not any(verb in parts(p.column.name) for p in own):
            return None  # unpaid since then
        years = [p for p in own if not self._said.is_date(p) and not name_words(p.column.name) & _OF_ENDS]
        if verb in _MADE and len(years) == 1:
            return years[0]
        if verb == "born":
            told = [p for p in own if name_words(p.column.name) & _BORN]
        else:
            told = [p for p in own if speaks_of(verb, p.column.name) and not is_plain_time(p)]
            told = told or [p for p in own if name_words(p.column.name) & (DATES.get(verb) or frozenset[str]())]
        if told or verb not in DONE_THEN:
            return told[0] if len(told) == 1 else None
        return self._of_rows([p for p in own if self._is_called(p, draft)], draft)

    def _of_parent(self, draft: Draft) -> Place | None:
        """The date of what was done, for what is added up over its lines."""
        if not draft.figure or draft.figure[0] == "COUNT" or draft.head is None:
            return None
        parents = [self._said.by_name[key.parent] for key in self._said.keys if key.table == draft.head.name]
        done = [p for p in parents if p != draft.head and not self._said.names_of(p) and self._dates_of(p)]
        return self._of_rows(self._dates_of(done[0]), Draft(head=done[0])) if len(done) == 1 else None

    def _dates_of(self, table: Table) -> list[Place]:
        return [place for place in self._said.places_of(table) if self._said.is_date(place)]

    def _of_rows(self, own: list[Place], draft: Draft) -> Place | None:
        """The date of rows themselves: their only one, else the one that is called after them; of lives and ends none."""
        if any(not self._is_of_head(test.place, draft) for test in draft.tests):
            return None  # it may be of the rows beside
        if len(own) > 1:
            called = [place for place in own if self._is_called(place, draft)]
            after_head = [place for place in called if not name_words(place.column.name) & _CREATED]
            own = after_head if len(after_head) == 1 else called
        own = [place for place in own if not name_words(place.column.name) & _OF_ENDS]
        return own[0] if len(own) == 1 else None

    def _is_of_head(self, place: Place, draft: Draft) -> bool:
        return draft.head is None or place.table == draft.head or self._said.belongs(draft.head, place.table, far=True)

    def _is_called(self, place: Place, draft: Draft) -> bool:
        """Whether a date is called after the rows that it is of (order_date, ordered_on, created_at of orders)."""
        head = name_words(draft.head.own_name) if draft.head else frozenset[str]()
        return all(
            (name_words(part) | DATES.get(part, frozenset[str]())) & (_PLAIN | _CREATED | head)
            or any(part[:_ALIKE] == word[:_ALIKE] for word in head if len(word) >= _ALIKE)
            for part in parts(place.column.name)
        )


def _is_exact(place: Place) -> bool:
    """Whether a column may hold times of the day as well."""
    words = set(parts(place.column.name))
    return "TIME" in place.column.type.upper() or bool(words & _TIMES_OF_DAY)


def is_plain_time(place: Place) -> bool:
    """Whether a column's name says only that it is a time."""
    return set(parts(place.column.name)) <= _PLAIN
