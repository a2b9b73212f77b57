"""The words inside names and sentences."""

from __future__ import annotations

import re

_PART = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])|\d+")

_WITH_IE = frozenset(
    "movie cookie calorie zombie selfie brownie rookie pixie genie bookie hoodie smoothie veggie serie specie".split()
)
"""Words that keep their e when the plural's s is cut."""


def pieces(name: str) -> list[str]:
    """Words of a name or sentence in order (``OrderItems``, ``order_items``), as they stand there."""
    return _PART.findall(name)


def parts(name: str) -> list[str]:
    """The same, lower case, plurals cut."""
    return [stem(part.lower()) for part in pieces(name)]


def stem(word: str) -> str:
    """An English word without its plural ending."""
    if word[:-1] in _WITH_IE:
        return word[:-1]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
