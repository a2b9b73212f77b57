"""The phrases behind the web pages: trades with what they offer, families of trades, and words of briefs and names, read from TOML."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from training.generators.book_vocabulary import Language, Pool, Split, pool

COMMON = "common"
_DATA_DIR = Path(__file__).parent
_SUFFIX: Mapping[Language, str] = MappingProxyType({"english": "en", "chinese": "zh"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list: its name and a few words about it."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Trade:
    """What a business is and offers.

    Attributes:
        family: name of its family's phrases.
        look: its name among the designer's trades; empty for one that suits anything.
        names: what people call it.
        hero: a heading, empty for a trade that the lexicon does not know.
        things: what it offers, empty likewise.
        deeds: what it does, as it is said after "we".
        thing: the words before the last one of a trade that the lexicon does not know.
        object: likewise as what something is done to, mostly in the plural.
    """

    family: str
    look: str
    names: tuple[str, ...]
    hero: str = ""
    things: tuple[Entry, ...] = ()
    deeds: tuple[str, ...] = ()
    thing: str = ""
    object: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Phrases that fit every trade of a family; each list has its alternatives."""

    phrases: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[tuple[Entry, ...], ...]]


def entries(text: str) -> tuple[Entry, ...]:
    """The things of a line: `name: words | name: words`, with Chinese or Latin signs."""
    found = []
    for part in text.replace("｜", "|").split("|"):
        title, _, words = part.strip().replace("？：", "？:").replace("：", ":").partition(":")
        found.append(Entry(title.strip(), words.strip()))
    return tuple(found)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA_DIR / name).read_text(encoding="utf-8"))


@cache
def trades(language: Language) -> tuple[Trade, ...]:
    """All trades that the lexicon knows."""
    deeds = _load(f"web_deeds_{_SUFFIX[language]}.toml")
    return tuple(
        Trade(family, look, _parts(names), hero, entries(things), _parts(deeds.get(key, "")))
        for key, (family, look, names, hero, things) in _load(f"web_trades_{_SUFFIX[language]}.toml").items()
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@cache
def families(language: Language) -> Mapping[str, Family]:
    """All families by name; `COMMON` has the phrases that fit all."""
    lists = (
        *("items", "steps", "faq", "team", "strange_items", "timeline", "stats", "specs", "comparison", "cases"),
        *("more_cases", "testimonials"),
    )
    return MappingProxyType(
        {
            name: Family(
                {key: tuple(value) for key, value in found.items() if key not in lists},
                {key: tuple(entries(line) for line in found[key]) for key in lists if key in found},
            )
            for name, found in _load(f"web_families_{_SUFFIX[language]}.toml").items()
        }
    )


@cache
def _briefs(language: Language) -> Mapping[str, Any]:
    suffix = _SUFFIX[language]
    return _load(f"web_briefs_{suffix}.toml") | _load(f"web_wishes_{suffix}.toml")


@cache
def frames(language: Language, kind: str) -> Pool:
    """First lines of briefs: `frames`, `nameless`, `me`, or `deeds` without a word for the trade."""
    return pool(tuple(_briefs(language)[kind].strip().split("\n")))


@cache
def wordings(language: Language, group: str, name: str) -> Pool:
    """How people say something: a fact (`sentence`), facts at once (`joint`), a wish (`wish`, `ask`, `told`), a style."""
    return pool(tuple(_briefs(language)[group][name].split("|")))


@cache
def pieces(language: Language, name: str) -> tuple[str, ...]:
    """What is told of a wished section: events, figures, offers, customers."""
    return tuple(_briefs(language)["pieces"][name].split("|"))


def names_of(language: Language, group: str) -> tuple[str, ...]:
    """What a group of the briefs' words has: all styles, all palettes, all wishes."""
    return tuple(_briefs(language)[group])


@cache
def words(language: Language, name: str) -> tuple[str, ...]:
    """A list of words that names, places and facts are put together from."""
    text = _load_names()[language][name]
    return tuple(text) if name in ("chars", "surnames") else tuple(text.split("|") if "|" in text else text.split())


@cache
def _load_names() -> Mapping[str, Any]:
    return _load("web_names.toml")


def one(rng: random.Random, options: tuple[str, ...]) -> str:
    """A random one of `options`."""
    return options[int(rng.random() * len(options))]


def side(rng: random.Random, split: Split) -> Split:
    """Which side of a pool a wording comes from: half of what a test asks is worded as in training."""
    return "test" if split == "test" and rng.random() < 0.5 else "train"
