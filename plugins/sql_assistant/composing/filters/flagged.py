"""Conditions on columns of yes and no: active, not insured, who get the newsletter, without step-free access."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.sql_assistant.composing.draft import Draft, Step
from plugins.sql_assistant.composing.speech.phrases import DENIED, HAVING, NOT, WITHOUT
from plugins.sql_assistant.composing.speech.said import Place, Said
from plugins.sql_assistant.words import parts, stem

_OPPOSITES = {
    "open": ("closed", "shut"),
    "closed": ("open",),
    "active": ("former", "retired", "inactive", "past"),
    "employed": ("former", "past"),
    "available": ("unavailable", "taken"),
}
_PREFIXES = frozenset(("is", "has", "was", "can", "does", "have"))
_DETERMINERS = frozenset(("a", "an", "any", "the", "our", "their", "for", "to"))
_STILL = frozenset(("still", "currently", "now", "out", "already"))
_WITH_IT = frozenset("subscribers subscriber recipients recipient holders holder readers users".split())
_ALIKE = 6
"""Letters that words of one family begin with alike (access, accessible)."""


class Flags:
    """Reads them."""

    def __init__(self, said: Said) -> None:
        self._said = said

    def at(self, at: int, draft: Draft) -> Iterator[Step]:
        """All that stand at a place."""
        places = [p for p in self._said.places if p.table == draft.head and self._said.is_flag(p)]
        for place in places:
            for start, value in dict.fromkeys(self._starts(at)):
                for end, is_so in self._named(
                    start, [part for part in parts(place.column.name) if part not in _PREFIXES]
                ):
                    yield end, draft.with_test(place, f"{{c}} = {int(is_so == value)}")

    def called(self, at: int, place: Place) -> Iterator[int]:
        """The places behind the name of a flag."""
        own = [part for part in parts(place.column.name) if part not in _PREFIXES]
        yield from (end for end, is_so in self._named(at, own) if is_so)

    def _starts(self, at: int) -> Iterator[tuple[int, bool]]:
        """Where the name of a flag may begin, and whether it is so."""
        for start in self._said.behind(at, _STILL):
            yield start, True
        for end, _ in self._said.one_of(at, HAVING):
            yield from ((start, True) for start in self._said.behind(end, _DETERMINERS))
        if self._said.word(at) == "neither" or (self._said.word(at) == "nor" and "neither" in self._said.lower[:at]):
            yield at + 1, False
        for end, _ in self._said.one_of(at, (*NOT, *WITHOUT)):
            yield from ((start, False) for start in self._said.behind(end, _DETERMINERS))
        for end, _ in self._said.one_of(at, DENIED):
            for after, _ in ((end, ""), *self._said.one_of(end, HAVING)):
                yield from ((start, False) for start in self._said.behind(after, _DETERMINERS))

    def _named(self, at: int, own: list[str]) -> Iterator[tuple[int, bool]]:
        """The place behind the name of a flag, or of its opposite, and whether it is the flag."""
        word = self._said.word(at)
        if len(own) == 1 and (stem(word) == own[0] or word == own[0] or (word == "current" and own == ["active"])):
            yield at + 1, True
            if self._said.word(at + 1) in _WITH_IT:  # newsletter subscribers
                yield at + 2, True
        elif len(own) == 1 and word in (*_OPPOSITES.get(own[0], ()), f"un{own[0]}", f"in{own[0]}", f"non-{own[0]}"):
            yield at + 1, False
        elif len(own) > 1 and word == "-".join(own):
            yield at + 1, True
        elif len(own) > 1 and own[0] == word == "in" and self._said.word(at + 1) in _DETERMINERS:  # in the choir
            begin = next(
                start for start in self._said.behind(at + 1, _DETERMINERS) if self._said.word(start) not in _DETERMINERS
            )
            if self._said.stems[begin : begin + len(own) - 1] == own[1:]:
                yield begin + len(own) - 1, True
        elif (
            len(own) > 1
            and len(said := self._said.stems[at : at + len(own)]) == len(own)
            and all(map(_alike, said, own))
        ):
            yield at + len(own), True


def _alike(said: str, own: str) -> bool:
    return said == own or (len(own) >= _ALIKE and said[:_ALIKE] == own[:_ALIKE])
