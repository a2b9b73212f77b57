"""Verbs and the nouns that are made of them: who does it (translator), what is done (viewing)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from plugins.sql_assistant.composing.speech.phrases import DOERS
from plugins.sql_assistant.words import stem

_IRREGULAR: Mapping[str, str] = MappingProxyType(
    dict(
        pair.split(":")
        for pair in (
            "bought:buy sold:sell taught:teach wrote:write written:write drove:drive driven:drive led:lead flew:fly flown:fly sang:sing "
            "sung:sing rode:ride ridden:ride ran:run built:build bred:breed dealt:deal kept:keep sent:send lent:lend spoke:speak won:win "
            "took:take taken:take made:make caught:catch grew:grow grown:grow gave:give given:give swam:swim fed:feed drew:draw drawn:draw "
            "paid:pay shot:shoot met:meet held:hold left:leave lost:lose prescribed:prescription received:receive "
            "entered:entry enter:entry enters:entry"
        ).split()
    )
)
_OF_VERBS = ("ing", "ed", "es", "d", "s")
_OF_NOUNS = ("ation", "ment", "ings", "ing", "ion", "ist", "ant", "er", "or", "al")
_ANYONE = "anyone"
_SHORTEST, _ALIKE = 3, 6
"""Letters that are left of a word, and those that two of one family begin with alike."""


def fits(verb: str, noun: str) -> bool:
    """Whether a noun, singular, is made of a verb, or is another form of it."""
    base = _IRREGULAR.get(verb, verb)
    if len(noun) > _ALIKE < len(base) and base[:_ALIKE] == noun[:_ALIKE]:
        return True
    return not _bare(base, _OF_VERBS).isdisjoint(_bare(noun, _OF_NOUNS))


@lru_cache(maxsize=4096)
def _bare(word: str, endings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_without(word, endings))


def _without(word: str, endings: tuple[str, ...]) -> Iterator[str]:
    for form in {word, stem(word)}:
        yield form
        for ending in endings:
            bare = form.removesuffix(ending)
            if bare == form or len(bare) < _SHORTEST:
                continue
            yield bare
            yield f"{bare}e"
            if bare[-1] == bare[-2]:  # shipped, runner
                yield bare[:-1]
            if bare.endswith("i"):  # supplier, carried
                yield f"{bare[:-1]}y"


def doers_of(verb: str) -> frozenset[str]:
    """Nouns of those who do what a verb says; empty where that is not known."""
    return DOERS.get(verb, frozenset())


def is_a_doer(noun: str) -> bool:
    """Whether a noun says of people, or of firms, what they do that not everyone does."""
    return any(noun in nouns for nouns in DOERS.values() if _ANYONE not in nouns)


def may_do(noun: str, verb: str) -> bool:
    """Whether those who are called by a noun may do what a verb says, as far as is known."""
    nouns = doers_of(verb)
    return not nouns or noun in nouns or (_ANYONE in nouns and not is_a_doer(noun))
