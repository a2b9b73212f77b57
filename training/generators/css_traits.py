"""What a style can have, read from TOML: its words in two languages, its rules, and the kinds of element that it suits."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from training.generators.book_vocabulary import Language, Pool, pool
from training.generators.css_colours import Colour, draw

ANY = "any"
"""The kind of an element that the wish does not name."""

HOVER = "hover"
"""The group of what happens under the mouse: several of these may be asked for at once."""

MOST_TRAITS = 4
SECOND_HOVER_SHARE = 0.4
MODES = ("adj", "with", "does", "say", "za", "zh")
_FREE_GROUPS = frozenset(("hover", "active", "mark", "media"))
_FILES = ("surface", "text", "motion", "layout")
_DIR = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_SHORT_WITH_ALPHA = re.compile(r"#(\w)(\w)(\w)66\b")
_THEME_GROUPS = frozenset("ground ink border shadow radius family transform".split())
_THEMED = frozenset("button card badge box notice any hero modal tooltip footer nav".split())

Value = str | Colour


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property under a selector; `value` has slots in braces."""

    selector: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class Trait:
    """One thing that a wish can ask for.

    Attributes:
        groups: traits that share one never stand together.
        css: declarations by kind of element; `any` where a kind has none of its own.
        words: wordings by mode.
        moves: whether it asks for a transition.
        needs: a declaration that it builds on.
    """

    name: str
    groups: frozenset[str]
    weight: float
    css: Mapping[str, tuple[Declaration, ...]]
    words: Mapping[str, Pool]
    moves: bool = False
    needs: tuple[Declaration, ...] = ()

    def rules(self, kind: str) -> tuple[Declaration, ...]:
        """Its declarations on an element of a kind."""
        return self.css.get(kind) or self.css[""]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of element: its names, its base, what a colour before its name sets, whether it takes the focus."""

    name: str
    names: Mapping[Language, Pool]
    base: tuple[Declaration, ...]
    has_focus: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A trait of one wish: the words and the values of its slots."""

    trait: Trait
    words: Mapping[str, str]
    values: Mapping[str, Value]


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_DIR / f"css_{name}.toml").read_text(encoding="utf-8"))


def _selector(text: str) -> str:
    """A selector of the data with the element's class."""
    if text.startswith("@"):
        return text
    if text.startswith((":", "[", " ")):
        return f".it{text}"
    return ", ".join(f".it {part.strip()}" for part in text.split(",")) if text else ".it"


def declarations(css: str) -> tuple[Declaration, ...]:
    """The lines of the data as declarations; what a `@keyframes` holds stays whole."""
    found = []
    for line in css.split("\n"):
        selector, _, body = line.rpartition(" | ") if " | " in line else ("", "", line)
        if selector.startswith("@keyframes"):
            found.append(Declaration(selector, "", body.strip()))
            continue
        for part in filter(str.strip, body.split(";")):
            name, _, value = part.partition(":")
            found.append(Declaration(_selector(selector.rstrip()), name.strip(), value.strip()))
    return tuple(found)


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds of element by name."""
    found = {
        name: Kind(
            name,
            {
                "english": pool(tuple(dict.fromkeys(entry["en"].split("|")))),
                "chinese": pool(tuple(dict.fromkeys(entry["zh"].split("|")))),
            },
            declarations(entry["css"]) if entry["css"] else (),
            entry.get("focus", False),
        )
        for name, entry in _load("kinds").items()
    }
    return MappingProxyType(found)


def _trait(name: str, entry: Mapping[str, Any], groups: frozenset[str]) -> Trait:
    css = {"": declarations(entry["css"])}
    css |= {key.removeprefix("css_"): declarations(value) for key, value in entry.items() if key.startswith("css_")}
    return Trait(
        name,
        groups,
        entry.get("weight", 1),
        MappingProxyType(css),
        MappingProxyType({mode: pool(tuple(dict.fromkeys(entry[mode].split("|")))) for mode in MODES if mode in entry}),
        entry.get("moves", False),
        declarations(entry["needs"]) if "needs" in entry else (),
    )


@cache
def traits(kind: str) -> tuple[tuple[Trait, ...], tuple[float, ...]]:
    """All traits that suit a kind of element, and their weights."""
    found = []
    for file in _FILES:
        for name, entry in _load(file).items():
            suits = kind in entry["on"].split() if "on" in entry else kind not in entry.get("off", "").split()
            if suits:
                found.append(_trait(name, entry, frozenset(entry["group"].split())))
    if kind in _THEMED:
        found += [_trait(name, entry, _THEME_GROUPS) for name, entry in _load("themes").items()]
    return tuple(found), tuple(trait.weight for trait in found)


@cache
def _places(trait: Trait, kind: str) -> frozenset[tuple[str, str]]:
    return frozenset((one.selector, one.name) for one in trait.rules(kind))


def clash(first: Trait, second: Trait, kind: str) -> bool:
    """Whether two traits would set the same thing or speak of the same."""
    if (first.groups & second.groups) - _FREE_GROUPS:
        return True
    return not _places(first, kind).isdisjoint(_places(second, kind))


def chosen(rng: random.Random, kind: str, count: int) -> list[Trait]:
    """Some traits that stand well together."""
    options, weights = traits(kind)
    found: list[Trait] = []
    for trait in rng.choices(options, weights, k=count * 2):
        if len(found) < count and not any(clash(trait, other, kind) for other in found):
            found.append(trait)
    if len(found) < MOST_TRAITS and any(HOVER in trait.groups for trait in found) and rng.random() < SECOND_HOVER_SHARE:
        second = rng.choice([trait for trait in options if HOVER in trait.groups])
        found += [] if any(clash(second, other, kind) for other in found) else [second]
    return found


_REMS = tuple("0.5 0.75 0.875 0.9 1 1.1 1.125 1.2 1.25 1.4 1.5 1.75 2 2.25 2.5 3 4".split())
_RANGES: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "r": (2, 40, 2),
        "p": (4, 64, 4),
        "q": (8, 48, 4),
        "w": (160, 960, 20),
        "b": (1, 12, 1),
        "t": (1, 6, 1),
        "f": (10, 72, 2),
        "s": (2, 16, 2),
    }
)


def _length(rng: random.Random, name: str, language: Language) -> tuple[str, str]:
    low, high, step = _RANGES[name]
    if name in "rpqf" and rng.random() < 0.12:
        number = rng.choice(_REMS)
        return f"{number}{rng.choice(('', '', ' '))}rem", f"{number}rem"
    if name == "t" and rng.random() < 0.4:
        number = rng.choice(("0.05", "0.1", "0.2", "0.15", "0.02"))
        return f"{number}{rng.choice(('', '', ' '))}em", f"{number}em"
    number = str(rng.randrange(low, high + 1, step) if rng.random() < 0.7 else rng.randint(low, high))
    unit = rng.choice(("px", "px", "px", " px", " pixels" if language == "english" else "像素"))
    return f"{number}{unit}", f"{number}px"


@cache
def _choices(name: str, language: Language) -> tuple[tuple[str, str], ...]:
    text: str = _load("slots")[name]["en" if language == "english" else "zh"]
    found = []
    for part in text.split("|"):
        word, mark, value = part.partition("=")
        found.append((word, value if mark else word))
    return tuple((word, value.replace(" px", "px")) for word, value in found)


def _readable_colour(rng: random.Random, language: Language) -> tuple[str, Colour]:
    """A colour that can be read as text on a light page."""
    from training.generators.css_colours import PAGE, reads

    while True:
        word, colour = draw(rng, language)
        if reads(colour.value, (PAGE,)):
            return word, colour


_DRAWN: Mapping[str, Callable[[random.Random, Language], tuple[str, Colour]]] = MappingProxyType(
    {"c": draw, "c2": draw, "c3": draw, "d": _readable_colour, "d2": _readable_colour}
)


@cache
def slots(trait: Trait, kind: str) -> tuple[str, ...]:
    """Names of the slots of a trait's rules and words."""
    texts = [one.value for one in trait.rules(kind)] + [one.selector for one in trait.rules(kind)]
    texts += [one.name for one in trait.rules(kind)]
    for mode in trait.words.values():
        texts += [*mode.train, *mode.test]
    return tuple(dict.fromkeys(name for text in texts for name in _SLOT.findall(text)))


def asked(rng: random.Random, trait: Trait, kind: str, language: Language) -> Asked:
    """A trait with values drawn for its slots."""
    words: dict[str, str] = {}
    values: dict[str, Value] = {}
    for name in slots(trait, kind):
        if name in _DRAWN:
            words[name], values[name] = _DRAWN[name](rng, language)
        elif name in _RANGES:
            words[name], values[name] = _length(rng, name, language)
        else:
            words[name], values[name] = rng.choice(_choices(name, language))
    if "c2" in values:
        while values["c2"] == values["c"]:
            words["c2"], values["c2"] = draw(rng, language)
    return Asked(trait, words, values)


def filled(text: str, values: Mapping[str, Value]) -> str:
    """A rule's text with the values of its slots."""
    if "{" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        value = values[match[1]]
        return value.value if isinstance(value, Colour) else value

    return _SHORT_WITH_ALPHA.sub(r"#\1\1\2\2\g<3>\g<3>66", _SLOT.sub(one, text))
