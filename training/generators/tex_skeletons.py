"""Sensible formulas with free letters, read from TOML."""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from pathlib import Path

from training.generators.tex_node import Node, Speaker, join

_SLOT = re.compile(r"<([a-zA-Z0-9])>")
_NUMBER = re.compile(r"#(\d+)")
_POOLS = {
    "x": "xxxxyztu", "y": "yyyzwv", "z": "zzw", "t": "ttts", "f": "ffffguh", "g": "gghv", "n": "nnnmN", "k": "kkjr", "i": "iiikm",
}  # fmt: skip
_LETTERS = "abcdhklmpqrsuvw"
_GREEK = tuple("alpha beta gamma lambda mu theta omega phi rho sigma delta".split())
_CAPITALS = "ABCDEFGKLMPQSTVWXY"


@cache
def skeletons() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """LaTeX with slots, and its readings."""
    data = tomllib.loads((Path(__file__).parent / "tex_skeletons.toml").read_text(encoding="utf-8"))
    return tuple((tex, tuple(spoken.split(" | "))) for tex, spoken in data["skeletons"])


def _letter(rng: random.Random, slot: str) -> tuple[str, str]:
    if slot.isupper():
        name = rng.choice(_CAPITALS)
        return name, name
    if slot in "abcd" and rng.random() < 0.2:
        name = rng.choice(_GREEK)
        return name, "\\" + name
    name = slot if rng.random() < 0.45 else rng.choice(_POOLS.get(slot, _LETTERS))
    return name, name


def _values(speaker: Speaker, slots: list[str]) -> dict[str, tuple[str, str]]:
    """Words and LaTeX of every slot, no letter twice."""
    chosen: dict[str, tuple[str, str]] = {}
    for slot in slots:
        if slot.isdigit():
            value = speaker.rng.randint(2, speaker.rng.choice((9, 9, 9, 20)))
            chosen[slot] = (speaker.whole(value), str(value))
            continue
        letter = _letter(speaker.rng, slot)
        while letter in chosen.values():
            letter = _letter(speaker.rng, slot)
        chosen[slot] = letter
    return chosen


def skeleton(speaker: Speaker) -> Node:
    """A random formula with random letters in it."""
    tex, readings = speaker.one(skeletons())
    spoken = speaker.one(readings)
    values = _values(speaker, sorted(set(_SLOT.findall(tex))))
    pieces = _SLOT.split(tex)
    filled = join(*(values[piece][1] if place % 2 else piece for place, piece in enumerate(pieces)))
    words = _SLOT.sub(lambda match: values[match.group(1)][0], spoken)
    return Node(_NUMBER.sub(lambda match: speaker.whole(int(match.group(1))), words), filled)
