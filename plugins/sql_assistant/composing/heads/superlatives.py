"""Rows that are first by a number or a date of their own, said by a verb behind them: costs the most, has been here the longest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import is_plain, is_spender
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rankings import Rankings
from plugins.sql_assistant.composing.speech.phrases import CROWDS, FIRST, HIGHEST, HOWLONG, MOST, NEWEST, SINCE, VERBS
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts

_SUBJECTS = frozenset(("that", "which", "who"))
_HAVING = frozenset("has have had with having drew draw draws attracted attracts attract got".split())
_MOST = {"most": True, "least": False, "highest": True, "lowest": False, "fewest": False}
_LONGEST = {"longest": True, "shortest": False}
_ORDER = {"first": False, "earliest": False, "last": True, "latest": True, "most recently": True, "most recent": True}
_TAKING = frozenset("take takes took last lasts lasted run runs".split())
_ENDS = frozenset(
    "left leave quit resigned terminated closed ended end closing expires expiry retired until sold scrapped removed".split()
)
"""Parts of the names of dates on which rows are no longer there."""


class Superlatives:
    """Reads them behind what is asked for."""

    def __init__(self, said: Said, conditions: Conditions, rankings: Rankings) -> None:
        self._said = said
        self._conditions = conditions
        self._rankings = rankings

    def at(self, at: int, draft: Draft, *, is_many: bool = False) -> Iterator[Step]:
        """``costs the most``, ``took the longest``, ``has been here the longest``, ``had the biggest audience``."""
        if not is_plain(draft) or draft.group or (self._said.is_plural_of_a_table(at - 1) and not is_many):
            return  # of several, or the first of them
        start = at + (self._said.word(at) in _SUBJECTS)
        for end, place, falls in (
            *self._by_verb(start, draft),
            *self._by_time(start, draft),
            *self._by_age(start, draft),
            *self._by_crowd(start, draft),
            *self._being(start, draft),
            *self._by_deed(start, draft),
        ):
            yield end, replace(draft, order=(place, falls), limit="1")

    def who(self, at: int) -> Iterator[Step]:
        """``who earns the most``: of the only people of whom it can be said."""
        if self._said.word(at) == "who":
            tables = [table for table in self._said.tables if is_of_people(table)]
            found = [list(self.at(at + 1, Draft(head=table))) for table in tables]
            told = [steps for steps in found if steps]
            if len(tables) > 1 and any(self._may_be_of_others(draft) for steps in told for _, draft in steps):
                return
            yield from told[0] if len(told) == 1 else ()

    def _may_be_of_others(self, draft: Draft) -> bool:
        """Whether "here since then" is said of those who pay, where others work here."""
        place = draft.order[0] if draft.order else None
        return bool(place and draft.head and self._said.is_date(place) and is_spender(draft.head))

    def _by_verb(self, at: int, draft: Draft) -> Iterator[tuple[int, Place, bool]]:
        """``costs the most``, ``earns least``: the number that a verb is of."""
        is_active = self._said.word(at) == "paid" and self._said.word(at - 1) not in ("is", "are", "gets")
        names = None if is_active else VERBS.get(self._said.word(at))
        begin = at + 1 + (self._said.word(at + 1) == "the")
        falls = _MOST.get(self._said.word(begin))
        places = self._called(names, draft) if names and falls is not None else []
        if len(places) == 1 and falls is not None and not self._names_more(begin + 1):
            yield begin + 1, places[0], falls

    def _called(self, names: frozenset[str], draft: Draft) -> list[Place]:
        own = [place for place in self._said.places if place.table == draft.head and self._said.is_measure(place)]
        found = [place for place in own if name_words(place.column.name) & names]
        plain = [place for place in found if parts(place.column.name) == ["price"]]  # beside a cost price
        return plain or found

    def _by_time(self, at: int, draft: Draft) -> Iterator[tuple[int, Place, bool]]:
        """``takes the longest``, ``took us the most time``."""
        if self._said.word(at) not in _TAKING:
            return
        begin = at + 1 + (self._said.word(at + 1) in ("us", "me", "them"))
        begin += self._said.word(begin) == "the"
        word, is_time = self._said.word(begin), self._said.word(begin + 1) == "time"
        falls = _MOST.get(word) if is_time else _LONGEST.get(word)
        order = self._rankings.degree("longest", draft) if falls is not None else None
        if order and falls is not None:
            yield begin + 1 + is_time, order[0], falls

    def _by_age(self, at: int, draft: Draft) -> Iterator[tuple[int, Place, bool]]:
        """``has been open the longest``, ``has worked here longest``: since the earliest day."""
        for after, phrase in self._said.one_of(at, tuple(HOWLONG)):
            begin = after + (self._said.word(after) == "the")
            falls = _LONGEST.get(self._said.word(begin))
            own = self._said.places_of(draft.head) if draft.head else []
            dates = [place for place in own if self._said.is_date(place)]
            since = [place for place in dates if set(parts(place.column.name)) & SINCE[HOWLONG[phrase]]]
            if falls is not None and len(since) == 1 and not any(map(_is_an_end, own)):
                yield begin + 1, since[0], not falls

    def _by_crowd(self, at: int, draft: Draft) -> Iterator[tuple[int, Place, bool]]:
        """``with the biggest audience``, ``drew the most visitors``: by how many came."""
        if self._said.word(at) not in _HAVING:
            return
        begin = at + 1 + (self._said.word(at + 1) in ("the", "a"))
        for after, phrase in self._said.one_of(begin, tuple(HIGHEST)):
            places = self._called(CROWDS, draft) if self._said.word(after) in CROWDS else []
            if (
                len(places) == 1
                and not self._came_to_theirs(draft)
                and not any(self._said.columns_at(after))
                and not any(self._said.tables_at(after))
            ):
                yield after + 1, places[0], HIGHEST[phrase]

    def _came_to_theirs(self, draft: Draft) -> bool:
        """Whether rows that belong to those that are asked for tell of others who came."""
        others = [p for p in self._said.places if p.table != draft.head and self._said.is_measure(p)]
        crowds = [place for place in others if name_words(place.column.name) & CROWDS]
        return any(draft.head and self._said.belongs(place.table, draft.head, far=True) for place in crowds)

    def _being(self, at: int, draft: Draft) -> Iterator[tuple[int, Place, bool]]:
        """``(which boat) is the longest``."""
        if self._said.word(at) not in ("is", "are", "was", "were"):
            return
        begin = at + 1 + (self._said.word(at + 1) == "the")
        for after, phrase in self._said.one_of(begin, (*MOST, *NEWEST)):
            is_row = self._names_more(after) or self._said.values_at(after)
            order = None if is_row else self._rankings.degree(phrase, draft)
            if order and not any(self._said.one_of(after, FIRST)):
                yield after, *order

    def _by_deed(self, at: int, draft: Draft) -> Iterator[tuple[int, Place, bool]]:
        """``was hired most recently``, ``joined us first``: by the day of it."""
        start = at + (self._said.word(at) in ("was", "were", "has", "have"))
        start += self._said.word(start) == "been"
        verb = self._said.word(start)
        if not verb.endswith(("ed", "lt", "gan", "de")) or self._said.values_at(start):
            return
        begin = start + 1 + (self._said.word(start + 1) in ("us", "here"))
        begin += self._said.word(begin) == "the"
        place = self._conditions.dated(verb, draft)
        for after, phrase in self._said.one_of(begin, tuple(_ORDER)) if place else ():
            if place and self._said.is_date(place) and after == len(self._said):
                yield after, place, _ORDER[phrase]

    def _names_more(self, at: int) -> bool:
        """Whether more is said of which number is meant."""
        said = self._said
        return bool(said.columns_at(at) or said.tables_at(at)) or said.word(at) in ("money", "for", "on", "of")


def _is_an_end(place: Place) -> bool:
    return bool(set(parts(place.column.name)) & _ENDS)
