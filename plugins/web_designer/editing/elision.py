"""Lines in which a model says that something stays, instead of writing it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_COMMENT = re.compile(r"<!--(.*?)-->|/\*(.*?)\*/|^[ \t]*(\.{3}|…)[ \t]*$", re.DOTALL | re.MULTILINE)
_SIGN = re.compile(r"data:,\[\d+\]|<!--\[\d+\]-->|/\*\[\d+\]\*/")
_STAYS = re.compile(
    r"\.{3}|…|\b(?:rest|remain\w*|unchanged|omitted|as before|no changes?)\b|其余|剩余|保持|不变|不動|省略|同上|照旧",
    re.IGNORECASE,
)
_MAY_STAY = re.compile(
    r"\b(?:same|existing|previous|other|others|more|keep\w*|continues?)\b|其他|其它|原有|更多", re.IGNORECASE
)
_LONG = 200


def left_out(before: str, after: str) -> str:
    """The first such line that a text did not have before; empty if there is none.

    Some words mean it only where the text became shorter.
    """
    words = [_STAYS, _MAY_STAY] if len(after) < len(before) else [_STAYS]
    old = Counter(_told(before, words))
    for one in _told(after, words):
        old[one] -= 1
        if old[one] < 0:
            return one
    return ""


def _told(text: str, words: Sequence[re.Pattern[str]]) -> list[str]:
    signs = _SIGN.findall(text)
    notes = (found for found in _COMMENT.finditer(text) if found.end() - found.start() <= _LONG)
    return [*signs, *(found[0].strip() for found in notes if found[3] or any(one.search(found[0]) for one in words))]
