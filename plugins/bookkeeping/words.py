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
