"""Conditions of what is done with rows, by the dates of it: unpaid invoices, still out, who is alive, with an email on file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.dated import is_plain_time
from plugins.sql_assistant.composing.speech.phrases import NOT, STATES
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.noughts import is_year
from plugins.sql_assistant.short import name_words

_IS_NULL, _IS_NOT_NULL = "{c} IS NULL", "{c} IS NOT NULL"
_STILL = frozenset(("still", "currently", "now", "already"))
_ENDED, _OF_STATES = frozenset(("closed", "completed")), frozenset(("status", "state", "stage"))
PLANNED = frozenset("released published launched expired announced scheduled".split())
"""What has a date before it is done."""

_EITHER = tuple(
    f"{one} {link} {other}"
    for now in ("current", "present", "active")
    for one, other in ((now, "past"), ("past", now), (now, "former"), ("former", now))
    for link in ("and", "or")
)
"""Of rows that all are."""

_FORMS = ("ed", "paid", "sent", "sold", "built", "lent", "given", "taken", "returned")


class States:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place; none where a value or a flag says the same word."""
        start = at + (self._said.word(at) in _STILL)
        yield from self._undone(start, draft)
        yield from self._done(start, draft)
        yield from ((end, draft) for end, _ in self._said.one_of(start, _EITHER) if draft.head)
        for end, phrase in self._said.one_of(start, tuple(STATES)):
            names, is_empty = STATES[phrase]
            yield from self._state(start, end, names, draft, is_empty=is_empty)
        for begin, _ in self._said.one_of(start, NOT):
            for end, phrase in self._said.one_of(begin, tuple(STATES)):
                names, is_empty = STATES[phrase]
                yield from self._state(begin, end, names, draft, is_empty=not is_empty)

    def _state(self, at: int, end: int, names: frozenset[str], draft: Draft, *, is_empty: bool) -> Iterator[Step]:
        places = [place for place in self._dates(draft) if name_words(place.column.name) & names]
        if (
            len(places) == 1
            and not self._is_told_otherwise(at, end, draft)
            and not (names & _ENDED and self._has_states(draft))
        ):
            yield end, draft.with_test(places[0], _IS_NULL if is_empty else _IS_NOT_NULL)

    def _has_states(self, draft: Draft) -> bool:
        """Whether a text tells the states of rows, in other words."""
        own = [place for place in self._said.places if place.table == draft.head and place.column.is_text]
        return any(name_words(place.column.name) & _OF_STATES for place in own)

    def _undone(self, at: int, draft: Draft) -> Iterator[Step]:
        """``unpaid``, ``undelivered``."""
        word = self._said.word(at).replace("-", "")
        verb = word.removeprefix("un")
        if word != verb and verb.endswith(_FORMS) and verb not in PLANNED:
            places = [p for p in self._dates(draft) if speaks_of(verb, p.column.name) and not is_plain_time(p)]
            is_before_rows = any(table == draft.head for _, table in self._said.tables_at(at + 1))
            if len(places) == 1 and not self._is_told_otherwise(at, at + 1, draft, verb):
                yield at + 1, draft.with_test(places[0], _IS_NULL, is_closed=is_before_rows)

    def _done(self, at: int, draft: Draft) -> Iterator[Step]:
        """``paid invoices``, ``that have been returned``: a date that is called by the deed itself."""
        verb = self._said.word(at)
        places = [
            p for p in self._dates(draft) if verb in name_words(p.column.name) | _words(p) and verb.endswith(_FORMS)
        ]
        is_before_rows = any(table == draft.head for _, table in self._said.tables_at(at + 1))
        is_all = at + 1 == len(self._said) or self._said.word(at + 1) in ("and", "but", "already")
        if len(places) == 1 and (is_before_rows or is_all) and not self._is_told_otherwise(at, at + 1, draft):
            yield at + 1, draft.with_test(places[0], _IS_NOT_NULL)

    def _is_told_otherwise(self, at: int, end: int, draft: Draft, verb: str = "") -> bool:
        """Whether a value says it, or a flag of the rows speaks of it."""
        if any(m.place.table == draft.head for e, meant in self._said.values_at(at) if e >= end for m in meant):
            return True
        said = " ".join((*self._said.lower[at:end], verb))
        flags = [p for p in self._said.places if p.table == draft.head and self._said.is_flag(p)]
        return any(speaks_of(said, flag.column.name) for flag in flags)

    def _dates(self, draft: Draft) -> Sequence[Place]:
        return [
            place
            for place in self._said.places
            if place.table == draft.head and (self._said.is_date(place) or is_year(place.column.name))
        ]


def _words(place: Place) -> frozenset[str]:
    return frozenset(place.column.name.lower().split("_"))
