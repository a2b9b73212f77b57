"""Latin words as the finders compare them."""

from __future__ import annotations

import re

CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a name such as ``PlatformFees`` falls apart into words."""


_NO_PLURALS = frozenset(("canvas", "atlas", "christmas"))


def singular(word: str) -> str:
    """A word in lower case without the ending of its plural."""
    if word in _NO_PLURALS:
        return word
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return word


_STEM, _ROOT = 4, 5


def is_akin(word: str, other: str) -> bool:
    """Whether two words are one, or one begins with the other, or both have one root: groom and grooming, conductor and conducting."""
    if word == other:
        return True
    if min(len(word), len(other)) < _STEM:
        return False
    return (
        other.startswith(word)
        or word.startswith(other)
        or (word[:_ROOT] == other[:_ROOT] and _root(word) == _root(other))
    )


def _root(word: str) -> str:
    """What “conducting” and “conductor” share; a short word as it is."""
    root = re.sub("(?:ing|or|er|ed|ion|ist)$", "", word)
    return root if len(root) > _STEM else word
