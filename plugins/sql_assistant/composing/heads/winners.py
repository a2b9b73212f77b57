"""Who won: the people of the rows with the first place."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.filters.related import Object, Related, joined
from plugins.sql_assistant.composing.speech.relations import Relation
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.people import is_of_people
from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.short import name_words

_WON = (
    "won",
    "who won",
    "who has won",
    "winner of",
    "the winner of",
    "winners of",
    "the winners of",
    "who was the winner of",
)
_RANKS = frozenset("position rank place ranking standing".split())


class Winners:
    """Reads it."""

    def __init__(self, said: Said, related: Related) -> None:
        self._said = said
        self._related = related

    def at(self, at: int) -> Iterator[Step]:
        """``who won the Spring Opener``, ``winner of the Spring Opener``."""
        for start, _ in self._said.one_of(at, _WON):
            for end, found in self._related.objects(start, None):
                drafts = [draft for place in self._places() if (draft := self._first(place, found))]
                if len(drafts) == 1:
                    yield end, drafts[0]

    def _places(self) -> list[Place]:
        """The columns that say which place somebody came to."""
        return [p for p in self._said.places if self._said.is_measure(p) and name_words(p.column.name) & _RANKS]

    def _first(self, place: Place, found: Object) -> Draft | None:
        """The people of the rows with the first place in what is named."""
        own = [key for key in self._said.keys if key.table == place.table.name]
        people = [key for key in own if is_of_people(self._said.by_name[key.parent])]
        races = [key for key in own if key.parent == found.table.name]
        if len(people) != 1 or len(races) != 1 or people == races:
            return None
        keys: tuple[ForeignKey, ...] = (people[0], races[0])
        head: Table = self._said.by_name[people[0].parent]
        deed = self._said.by_name[races[0].parent]
        draft = joined(Draft(head=head), found, Relation(keys, deed, is_told=True))
        return draft.with_test(place, "{c} = 1")
