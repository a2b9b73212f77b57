"""Frames of wishes, and a trait's own words with the values of its slots."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

from training.generators.book_vocabulary import Language, Pool, Split, pool
from training.generators.css_traits import HOVER, Asked, Trait
from training.generators.web_lexicon import side

_HOVERED = "{hovered}"
_JOINTS = ("并", "，并", "且", "、", "并且", "同时", "，")
TOGETHER_SHARE = 0.7
_DATA = Path(__file__).with_name("css_frames.toml")


@cache
def _frames() -> dict[str, dict[str, str]]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


@cache
def _pool(language: str, name: str, *, is_split: bool) -> Pool:
    text = _frames()[language][name]
    return pool(tuple(text.strip().split("\n") if name == "open" else text.split("|")), shared=not is_split)


def one_of(rng: random.Random, language: str, name: str, split: Split | None = None) -> str:
    """A frame of a language; without a `split` one of those that both sides share."""
    found = _pool(language, name, is_split=split is not None)
    return found.pick(rng, side(rng, split) if split else "train")


def put(template: str, **values: str) -> str:
    """A frame with its parts."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def wording(rng: random.Random, one: Asked, mode: str, split: Split) -> str:
    """A trait's words in one of its wordings, with the words of its slots."""
    text = one.trait.words[mode].pick(rng, side(rng, split))
    if "{" in text:
        text = put(text, **one.words)
    return " ".join(text.split())


def together(rng: random.Random, wished: list[Asked], language: Language, split: Split) -> list[Asked]:
    """The traits, two of them said at once where both happen under the mouse: `grow and turn red on hover`."""
    hovered = [one for one in wished if HOVER in one.trait.groups and "hovered" in one.words]
    if len(hovered) < 2 or rng.random() > TOGETHER_SHARE:
        return wished
    first, second = hovered[:2]
    mode = "does" if language == "english" else "zh"
    if mode not in first.trait.words or mode not in second.trait.words:
        return wished
    said = [one.trait.words[mode].pick(rng, side(rng, split)) for one in (first, second)]
    if any(_HOVERED not in text or (mode == "zh" and not text.startswith(_HOVERED)) for text in said):
        return wished
    one, other = (
        " ".join(put(text, **(each.words | {"hovered": ""})).split())
        for text, each in zip(said, (first, second), strict=True)
    )
    both = _both(rng, one, other, first.words["hovered"], language)
    at = wished.index(first)
    rest = [each for each in wished if each is not first and each is not second]
    return [*rest[:at], both, *rest[at:]]


def _both(rng: random.Random, one: str, other: str, when: str, language: Language) -> Asked:
    if language == "chinese":
        words = {"zh": f"{when}{one}{rng.choice(_JOINTS)}{other}"}
    else:
        words = {
            "does": f"{one} and {other} {when}",
            "say": rng.choice((f"{when} {one} and {other}", f"{when}: {one}, {other}", f"{one} and {other} {when}")),
        }
    pools = {mode: Pool((text,), (text,)) for mode, text in words.items()}
    return Asked(Trait("together", frozenset(), 1, {}, pools), {}, {})
