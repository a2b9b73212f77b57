"""What only says that rows are there: (the cheapest tea) we sell, (the oldest member) in our records."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.phrases import IN_ALL, KEEPING
from plugins.sql_assistant.composing.speech.said import Said
from plugins.sql_assistant.short import name_words

_ALIKE = 4
_BEFORE = ("that we", "which we", "do we", "we")


class Ours:
    """Reads it."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        for start, _ in self._said.one_of(at, _BEFORE):
            is_ever = self._said.word(start) == "ever"
            for end, verb in self._said.one_of(start + is_ever, KEEPING):
                if not self._is_known(start + is_ever, verb):
                    yield end, draft
            behind = start + (self._said.word(start) in ("have", "had"))
            if self._said.word(behind) == "ever" and draft.limit and self._said.word(behind + 1).isalpha():
                stop = behind + 2 + (self._said.word(behind + 2) in ("out", "up", "on", "in", "down"))
                if stop == len(self._said) and not self._is_known(behind + 1, self._said.word(behind + 1)):
                    yield stop, draft
        if self._said.word(at) == "ever" and draft.limit:
            yield at + 1, draft
        for end, phrase in self._said.one_of(at, IN_ALL):
            if not self._is_known(end - 1, phrase.split()[-1]):
                yield end, draft

    def _is_known(self, at: int, phrase: str) -> bool:
        """Whether words may be a condition: a value, a table, or a part of the name of a flag, a date or a text."""
        said, word = self._said, phrase.split()[0]
        if said.values_at(at) or said.tables_at(at) or said.columns_at(at):
            return True
        names = {part for place in said.places if not said.is_measure(place) for part in name_words(place.column.name)}
        names |= {part for table in said.tables for part in name_words(table.own_name)}
        return any(len(name) >= _ALIKE and name[:_ALIKE] == word[:_ALIKE] for name in names)
