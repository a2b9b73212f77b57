"""Conditions of columns that have nothing: without an email, not returned yet, whose phone is missing."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.dated import is_plain_time
from plugins.sql_assistant.composing.filters.states import PLANNED
from plugins.sql_assistant.composing.speech.meanings import column_of
from plugins.sql_assistant.composing.speech.phrases import BESIDE_COLUMNS, IS_MISSING, NOT, NOT_HAVING, WITHOUT
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.flags import speaks_of
from plugins.sql_assistant.short import name_words

_SUMS = frozenset(
    "delay discount deposit fee tip bonus fine charge balance stock quantity tax debt penalty surcharge refund".split()
)
_RECORDED = frozenset(("recorded", "noted", "entered", "given", "listed"))
_IS_NULL = "{c} IS NULL"
_THE = frozenset(("a", "an", "any", "the", "their", "its", "our", "known", "valid", "neither"))
_WITH = frozenset(("with", "have", "has", "got", "having"))


class Lacking:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        yield from self._columns(at, draft)
        yield from self._not_done(at, draft)

    def _columns(self, at: int, draft: Draft) -> Iterator[Step]:
        """``without an email``, ``we have neither a phone number nor an email for``, ``whose phone is missing``."""
        for phrases in (WITHOUT, NOT_HAVING):
            for start, _ in self._said.one_of(at, phrases):
                for begin in self._said.behind(start, _THE):
                    yield from self._listed(begin, draft)
        for begin in self._said.behind(at, _THE):
            for end, place in self._named(begin, draft):
                for behind, _ in self._said.one_of(end, IS_MISSING):
                    yield behind, draft.with_test(place, _IS_NULL)
        if self._said.word(at - 1) in ("a", "an") and self._said.word(at - 2) in _WITH:
            for end, place in self._named(at, draft):
                if self._ends(end) and not self._said.is_number(place):
                    yield end, draft.with_test(place, "{c} IS NOT NULL")

    def _listed(self, at: int, draft: Draft) -> Iterator[Step]:
        for end, place in self._named(at, draft):
            found = draft.with_test(place, _IS_NULL, is_closed=True)
            yield end, found
            if self._said.word(end) in ("or", "nor", "and"):
                for begin in self._said.behind(end + 1, _THE):
                    yield from self._listed(begin, found)

    def _named(self, at: int, draft: Draft) -> Iterator[tuple[int, Place]]:
        """A column of the rows that may have nothing, and what may stand behind its name (phone number on file)."""
        for end, meant in self._said.columns_at(at):
            own = [m for m in meant if m.place.table == draft.head and not self._said.is_flag(m.place)]
            place = column_of(self._said, own, draft) if own else None
            if place and self._is_known(place, end) and (not list(self._said.tables_at(at)) or end > at + 1):
                yield end, place
                for behind, _ in self._said.one_of(end, BESIDE_COLUMNS):
                    yield behind, place

    def _is_known(self, place: Place, end: int) -> bool:
        """Whether a column that has nothing is known to say so by nothing; a number may say it by nought (without bags)."""
        key = (place.table.name, place.column.name)
        is_one = self._said.stems[end - 1] == self._said.word(end - 1)
        is_told = self._said.word(end) in _RECORDED or any(self._said.one_of(end, ("on record", "on file")))
        is_sum = bool(name_words(place.column.name) & _SUMS) and not is_told
        return not self._said.is_number(place) or (key in self._said.links.missing and is_one and not is_sum)

    def _ends(self, at: int) -> bool:
        """Whether nothing more is said of a column."""
        return at == len(self._said) or (self._said.word(at) in ("and", "but") and bool(self._said.word(at + 1)))

    def _not_done(self, at: int, draft: Draft) -> Iterator[Step]:
        for start, phrase in self._said.one_of(at, NOT):
            word = self._said.word(start)
            if word in PLANNED or not word.endswith(("ed", "en", "id", "ld", "nt", "wn", "ck")):
                continue
            own_places = [
                p for p in self._said.places
                if p.table == draft.head and self._said.is_date(p) and speaks_of(word, p.column.name) and not is_plain_time(p)
            ]  # fmt: skip
            if len(own_places) == 1 and ("never" not in phrase or start + 1 == len(self._said)):
                yield start + 1 + (self._said.word(start + 1) == "yet"), draft.with_test(own_places[0], _IS_NULL)
