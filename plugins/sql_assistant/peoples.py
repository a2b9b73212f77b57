"""Countries, regions and towns by what is from there, and the other way round (ethiopian: Ethiopia; France: French)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from plugins.sql_assistant.vocabulary import NATIONS

_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # of what is from there, what stands in their place in the name
    ("ian", ("ia", "y", "", "e", "a")),
    ("ean", ("ea", "e", "", "o")),
    ("an", ("", "a", "o", "ia")),
    ("n", ("",)),
    ("ese", ("", "a", "o", "e")),
    ("ish", ("", "land")),
    ("ic", ("", "ia")),
    ("i", ("", "a")),
)
_LEAST_STEM = 4


@lru_cache(maxsize=4096)
def lands_of(word: str) -> tuple[str, ...]:
    """Names that a place may have of which a lower-case word or phrase says that something is from there; most of them are none."""
    return tuple(dict.fromkeys([*NATIONS.get(word, ()), *_derived(word)]))


def _derived(word: str) -> Iterator[str]:
    for ending, others in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _LEAST_STEM:
            yield from (base + other for other in others)


@lru_cache(maxsize=4096)
def peoples_of(place: str) -> tuple[str, ...]:
    """What is said of people and things from a country, lower case."""
    return tuple(word for word, names in NATIONS.items() if place in names)
