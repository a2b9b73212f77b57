"""Kinds that are asked for: the most common one, those with many rows, how often each of them is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.meanings import is_kind, one_column
from plugins.sql_assistant.composing.speech.phrases import COMMONEST, COUNTS, DETERMINERS
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.vocabulary import GENDERS

_SHORTEST = 3


class Kinds:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int) -> Iterator[Step]:
        """All that stand at a place."""
        for start in self._said.behind(at, DETERMINERS):
            for end, place in self._kind_at(start):
                yield end, Draft(head=place.table, group=place)
        yield from self._commonest(at)
        yield from self._how_often(at)
        yield from self._of_both_sexes(at)

    def _kind_at(self, at: int) -> Iterator[tuple[int, Place]]:
        for end, place in one_column(self._said, at):
            is_of_another = place.column.is_text and not self._said.is_a_name(place)
            if (
                not list(self._said.tables_at(at))
                and (is_kind(place) or is_of_another)
                and not self._said.is_date(place)
            ):
                yield end, place

    def _commonest(self, at: int) -> Iterator[Step]:
        """``most common breed``, ``most popular genre``, ``which status is the most common``."""
        for start in self._said.behind(at, DETERMINERS):
            for after, phrase in self._said.one_of(start, tuple(COMMONEST)):
                for end, place in self._kind_at(after):
                    yield from self._among(end, place, falls=COMMONEST[phrase])
            for end, place in self._kind_at(start):
                for after in self._said.behind(end, frozenset(("is", "the", "was", "are"))):
                    for stop, phrase in self._said.one_of(after, tuple(COMMONEST)):
                        yield from self._among(stop, place, falls=COMMONEST[phrase])

    def _among(self, at: int, place: Place, *, falls: bool) -> Iterator[Step]:
        ranked = Draft(head=place.table, group=place, figure=("COUNT", ()), is_figure_hidden=True)
        ranked = replace(ranked, order=(None, falls), limit="1")
        yield at, ranked
        if self._said.word(at) in ("among", "of", "for", "in"):
            for start in self._said.behind(at + 1, DETERMINERS):
                yield from ((end, ranked) for end, table in self._said.tables_at(start) if table == place.table)

    def _how_often(self, at: int) -> Iterator[Step]:
        """``how often was each payment method used``."""
        for start, _ in self._said.one_of(at, ("how often was each", "how often is each", "how often has each")):
            for end, place in self._kind_at(start):
                behind = end + (self._said.word(end) == "been")
                if self._said.word(behind) in ("used", "chosen", "picked", "selected", "there"):
                    yield behind + 1, Draft(head=place.table, group=place, figure=("COUNT", ()))

    def _of_both_sexes(self, at: int) -> Iterator[Step]:
        """``number of boys and girls``: a count of each, since all rows are one or the other."""
        for start, _ in self._said.one_of(at, COUNTS):
            words = self._said.stems[start : start + _SHORTEST]
            if len(words) < _SHORTEST or words[1] != "and" or words[0] == words[2]:
                continue
            both = [place for place in self._said.places if self._tells_apart(place, words[0], words[2])]
            if len(both) == 1:
                yield start + _SHORTEST, Draft(head=both[0].table, group=both[0], figure=("COUNT", ()))

    def _tells_apart(self, place: Place, first: str, second: str) -> bool:
        """Whether a column holds both sexes, by one word for each."""
        values = {value.lower() for value in self._said.links.values.get((place.table.name, place.column.name), ())}
        meant = [{*GENDERS.get(word, ()), word} & values for word in (first, second)]
        return all(word in GENDERS for word in (first, second)) and all(meant) and meant[0] != meant[1]
