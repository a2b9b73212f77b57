"""Frames of wishes, and a trait's own words with the values of its slots."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

from training.generators.book_vocabulary import Pool, Split, pool
from training.generators.css_traits import Asked
from training.generators.web_lexicon import side

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
