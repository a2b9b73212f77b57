"""Kinds that a deed tells apart: rooms that we use for lessons, countries that we lent works to, coaches Ada Kone trained with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plugins.sql_assistant.composing.amounts.belonging import is_deed
from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.conditions import Conditions
from plugins.sql_assistant.composing.heads.rows import Rows
from plugins.sql_assistant.composing.speech.meanings import is_kind, surest
from plugins.sql_assistant.composing.speech.phrases import DETERMINERS
from plugins.sql_assistant.composing.speech.said import Meant, Place, Said

_DIFFERENT = frozenset(("different", "distinct", "unique"))
_BEFORE = DETERMINERS | _DIFFERENT | {"in", "from", "to", "for", "which", "what"}
_HELPERS = frozenset("do did have has does".split())
_WITH_OURS = frozenset("have use used get got sell sold offer run hold stock keep serve buy need needed had".split())
"""What we do with rows that says no more than that they are ours."""

_PREPOSITIONS = frozenset("for in at from to with on by".split())
_CAME_UP = ("came up", "come up", "are used", "were used", "occur", "occurred", "appear", "appeared")


class KindsOfOurs:
    """Reads them."""

    def __init__(self, said: Said, conditions: Conditions, rows: Rows) -> None:
        self._said = said
        self._conditions = conditions
        self._rows = rows

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        for start in self._said.behind(at, _BEFORE):
            for end, meant in self._said.columns_at(start):
                kinds = [m for m in meant if is_kind(m.place)]
                if not kinds or self._said.stems[end - 1] == self._said.lower[end - 1]:
                    continue
                if self._said.word(end) in _HELPERS and self._said.word(end + 1) == "we":
                    yield from self._of_rows(end + 2, kinds)
                    yield from self._of_deeds(end + 2, kinds)
                yield from self._of_somebody(end, kinds)

    def _of_rows(self, at: int, kinds: Sequence[Meant]) -> Iterator[Step]:
        """``(which rooms do we) use for lessons``, ``(which towns do we) have shops in``, ``ship to``."""
        verb = self._said.word(at)
        begin = at + 1 + (self._said.word(at + 1) in _PREPOSITIONS)
        for behind, draft in self._rows.of(begin, Draft()) if verb in _WITH_OURS else ():
            place = surest([m for m in kinds if m.place.table == draft.head])
            if place:
                stop = behind + (self._said.word(behind) in _PREPOSITIONS and begin == at + 1)
                yield stop, replace(draft, shown=(place,), is_distinct=True)
        place = surest([m for m in kinds if is_deed(verb, m.place.table)])
        if place and begin > at + 1:
            yield begin, _kinds_of(place)

    def _of_deeds(self, at: int, kinds: Sequence[Meant]) -> Iterator[Step]:
        """``(which countries have we) lent works to``: of those on the other side of what was done."""
        deeds = self._conditions.relations.deeds(self._said.word(at))
        for end, table in self._said.tables_at(at + 1) if len(deeds) == 1 else ():
            others = [
                m
                for m in kinds
                if self._said.belongs(deeds[0], m.place.table) and m.place.table not in (table, deeds[0])
            ]
            place = surest(others)
            is_of_it = self._conditions.relations.is_with(deeds[0], table)
            if place and is_of_it and self._said.word(end) in ("to", "from", "with"):
                yield end + 1, replace(_kinds_of(place), head=deeds[0])

    def _of_somebody(self, at: int, kinds: Sequence[Meant]) -> Iterator[Step]:
        """``(which coaches) has Ada Kone trained with``, ``(which openings) came up in the Spring Open``."""
        place = surest(kinds)
        if place is None:
            return
        draft = _kinds_of(place)
        if self._said.word(at) in _HELPERS:
            yield from self._conditions.related.subject_first(at + 1, draft, place.table)
        for after, _ in self._said.one_of(at, _CAME_UP):
            yield from ((end, found) for end, found in self._conditions.at(after, draft) if found.tests)


def _kinds_of(place: Place) -> Draft:
    return Draft(head=place.table, shown=(place,), is_distinct=True)
