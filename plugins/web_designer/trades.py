"""What a page is about, told by its words in English and Chinese, and what a picture of it may show: ``templates/trades.toml``."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

LONG_STEM = 6
"""Letters from which on a stem may be followed by anything."""

_ENDINGS = ("", "s", "es", "ed", "er", "ers", "ing")
_LATIN = re.compile(r"[^\W\d_]+")
_FIRST_CJK = 0x2E80
_FILE = Path(__file__).with_name("templates") / "trades.toml"


@dataclass(frozen=True, slots=True)
class Trade:
    """A field of work.

    Attributes:
        words: stems by which it is known; those in Latin script begin a word.
        motifs: names of motifs, the most telling first.
        styles: styles that suit it, the best first.
        palettes: likewise.
    """

    words: tuple[str, ...]
    motifs: tuple[str, ...]
    styles: tuple[str, ...]
    palettes: tuple[str, ...]


_PLAIN = Trade((), (), ("swiss", "editorial", "soft", "glass"), ("ink", "forest", "clay"))


@cache
def trades() -> Mapping[str, Trade]:
    """Every trade by name."""
    return {
        name: Trade(*(tuple(found[part].split()) for part in ("words", "motifs", "styles", "palettes")))
        for name, found in _file()["trade"].items()
    }


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def trade_of(text: str) -> str:
    """The trade whose words stand most often in ``text``; empty if there is none."""
    lowered = text.lower()
    scores: Counter[str] = Counter()
    for word in _LATIN.findall(lowered):
        scores.update(_trades_of_word(word))
    for stem, name in _chinese_stems():
        scores[name] += lowered.count(stem)
    best = max(trades(), key=lambda name: scores[name])
    return best if scores[best] else ""


@lru_cache(maxsize=4096)
def _trades_of_word(word: str) -> tuple[str, ...]:
    """Trades that a word in Latin script tells: it is one of their stems with an ending, any where the stem is long."""
    found: list[str] = []
    for length in range(2, len(word) + 1):
        if length >= LONG_STEM or word[length:] in _ENDINGS:
            found += _latin_stems().get(word[:length], ())
    return tuple(dict.fromkeys(found))


@cache
def _latin_stems() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, known in trades().items():
        for stem in known.words:
            if ord(stem[0]) < _FIRST_CJK:
                found.setdefault(stem, []).append(name)
    return found


@cache
def _chinese_stems() -> tuple[tuple[str, str], ...]:
    return tuple((stem, name) for name, known in trades().items() for stem in known.words if ord(stem[0]) >= _FIRST_CJK)


def trade(name: str) -> Trade:
    """The trade of a name; one that suits anything for a name that is none."""
    return trades().get(name, _PLAIN)


def motifs_for(text: str, among: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The things that ``text`` names, first those ``among`` the given."""
    lowered = text.lower()
    patterns = _motif_patterns()
    ordered = (*among, *(name for name in patterns if name not in among))
    return tuple(name for name in ordered if name in patterns and patterns[name].search(lowered))


@cache
def _motif_patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _pattern([*name.split("_"), *words.split()]) for name, words in _file()["motif"].items()}


def _pattern(stems: list[str]) -> re.Pattern[str]:
    latin = [re.escape(stem) for stem in stems if ord(stem[0]) < _FIRST_CJK]
    chinese = [re.escape(stem) for stem in stems if ord(stem[0]) >= _FIRST_CJK]
    endings = "|".join(ending for ending in _ENDINGS if ending)
    short = [rf"{stem}(?:{endings})?\b" if len(stem) < LONG_STEM else stem for stem in latin]
    return re.compile("|".join([*(rf"\b{stem}" for stem in short), *chinese]))
