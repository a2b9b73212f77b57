"""The phrases that the starter was taught for web pages: ``templates/phrases.txt``, which ``python -m training.web_phrases`` writes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

WORD = re.compile(r"(?<!\w)[^\W\d_\u3400-\u9fff]+(?:['’][a-z]+)?")
BREAK = re.compile(r"[.!?,;:–—()\"“”]|\{\w+\}")
_FILE = Path(__file__).with_name("templates") / "phrases.txt"


def is_phrase(text: str) -> bool:
    """Whether a text is one of them, whatever its capitals and stops."""
    return _plain(text) in _all()


@cache
def following() -> Mapping[str, frozenset[str]]:
    """Each Latin word of them with those that follow it somewhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for phrase in _lines():
        for piece in BREAK.split(phrase.casefold()):
            words = WORD.findall(piece)
            for word in words:
                found[word].update(())
            for word, after in pairwise(words):
                found[word].add(after)
    return {word: frozenset(after) for word, after in found.items()}


@cache
def _all() -> frozenset[str]:
    return frozenset(map(_plain, _lines()))


@cache
def _lines() -> tuple[str, ...]:
    return tuple(_FILE.read_text(encoding="utf-8").splitlines())


def _plain(text: str) -> str:
    return text.casefold().strip(" .!?。！？")
