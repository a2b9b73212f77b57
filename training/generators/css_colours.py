"""Colours as wishes name them and as rules write them, and text that can be read on them."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from plugins.web_designer.colour import AA_TEXT, contrast
from training.generators.book_vocabulary import Language

PAGE = "#f4f3f0"
"""The ground that a sample is shown on."""

INK = "#1c1c1a"
"""The text colour of that page."""

WHITE, BLACK = "#ffffff", "#111111"
HEX_SHARE = 0.13
MODIFIED_SHARE = 0.35
_SHADES = ("dark", "light", "pale", "bright", "soft")
_SHADE_WEIGHTS = (36, 28, 12, 12, 12)
_COMMON_SHARE = 0.72
_READ = re.compile(r"#[0-9a-fA-F]{3,6}\b")
_DATA = Path(__file__).with_name("css_colours.toml")


@dataclass(frozen=True, slots=True)
class Hue:
    """A colour of the palette: its words by language, and its value for each shade."""

    words: Mapping[Language, tuple[str, ...]]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour that a wish names. `hue` is empty where it is a copied value."""

    value: str
    hue: str = ""
    shade: str = "plain"

    def shaded(self, shade: str) -> Colour:
        """The same hue in another shade, where neither the wish nor the palette has fixed it."""
        if not self.hue or self.shade != "plain":
            return self
        value = palette()[self.hue].values.get(shade)
        return replace(self, value=value) if value else self


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType(tomllib.loads(_DATA.read_text(encoding="utf-8")))


@cache
def palette() -> Mapping[str, Hue]:
    """All colours by name; those with several shades come first."""
    return MappingProxyType(
        {
            name: Hue(
                {"english": tuple(found["en"].split("|")), "chinese": tuple(found["zh"].split("|"))},
                {key: value for key, value in found.items() if key not in ("en", "zh")},
            )
            for name, found in _data().items()
            if name != "shades"
        }
    )


@cache
def _names(common: bool) -> tuple[str, ...]:
    basic = ("black", "white")
    return tuple(name for name, hue in palette().items() if (len(hue.values) > 1 or name in basic) == common)


@cache
def _modifiers(language: Language, shade: str) -> tuple[str, ...]:
    table: Mapping[str, str] = _data()["shades"]["en" if language == "english" else "zh"]  # type: ignore[assignment]
    return tuple(table[shade].split("|"))


def draw(rng: random.Random, language: Language) -> tuple[str, Colour]:
    """A colour: its words, and what they mean."""
    if rng.random() < HEX_SHARE:
        return _copied(rng)
    name = rng.choice(_names(rng.random() < _COMMON_SHARE))
    hue = palette()[name]
    word = rng.choice(hue.words[language])
    shade = rng.choices(_SHADES, _SHADE_WEIGHTS)[0] if rng.random() < MODIFIED_SHARE else "plain"
    if shade not in hue.values:
        shade = "plain"
    colour = Colour(hue.values[shade], name, shade)
    if language == "english":
        return word if shade == "plain" else f"{rng.choice(_modifiers(language, shade))} {word}", colour
    modifier = "" if shade == "plain" else rng.choice(_modifiers(language, shade))
    end = "色" if len(word) == 1 or rng.random() < 0.6 else ""
    return f"{modifier}{word}{end}", colour


def _copied(rng: random.Random) -> tuple[str, Colour]:
    digits = "0123456789abcdef"
    length = 3 if rng.random() < 0.2 else 6
    value = "#" + "".join(rng.choice(digits) for _ in range(length))
    value = value.upper() if rng.random() < 0.2 else value
    return value, Colour(value)


def full(value: str) -> str:
    """A value with six digits."""
    return "#" + "".join(digit * 2 for digit in value[1:]) if len(value) == 4 else value


def colours_in(value: str) -> tuple[str, ...]:
    """All opaque colours of a CSS value, with six digits each."""
    return tuple(full(found) for found in _READ.findall(value) if len(found) in (4, 7))


@lru_cache(maxsize=1 << 16)
def _contrast(first: str, second: str) -> float:
    return contrast(full(first), full(second))


def reads(text: str, grounds: Sequence[str]) -> bool:
    """Whether text of one colour can be read on all `grounds`."""
    return all(_contrast(text, ground) >= AA_TEXT for ground in grounds)


def plain_text(grounds: Sequence[str]) -> str:
    """White or nearly black, whichever can be read on all `grounds`; empty where neither can."""
    return next((text for text in (WHITE, BLACK) if reads(text, grounds)), "")


def text_on(colour: Colour, grounds: Sequence[str]) -> str:
    """The nearest shade of a wished colour that can be read on all `grounds`; empty where none can."""
    return next((value for value in _ladder(colour) if reads(value, grounds)), "")


def _ladder(colour: Colour) -> Iterator[str]:
    yield colour.value
    for shade in ("dark", "light", "pale"):
        yield colour.shaded(shade).value
