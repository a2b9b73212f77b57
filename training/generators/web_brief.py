"""What a brief says, and how people type it: a first line, then facts and wishes in any order, tidy or hasty."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from training.generators import web_facts
from training.generators.book_marks import slipped
from training.generators.book_vocabulary import Language, Split
from training.generators.web_facts import Pairs
from training.generators.web_lexicon import Trade, frames, names_of, one, side, trades, wordings, words
from training.generators.web_names import business_name, strange_trade

MAX_WORDS = 60
MAX_CHINESE = 110
STRANGE_SHARE = 0.33
NAMELESS_SHARE = 0.08
PLACE_SHARE = 0.65
_KINDS = tuple(
    "hours phone email address since audience prices goods extras dates team quote style palette action wishes".split()
)
_WEIGHTS = (14, 8, 5, 9, 5, 7, 12, 9, 10, 7, 4, 3, 8, 6, 4, 20)
_PAIRED = ("prices", "dates", "team")
_LISTED = ("goods", "extras")
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_VOWEL_HEARD = re.compile(r"[aeio]|umb|hour", re.IGNORECASE)
_SLOT = re.compile(r"(\{\w+\})")
_CLASHES = {"prices": "goods", "goods": "prices"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What one brief says.

    Attributes:
        word: what the brief calls the trade.
        name: of the business, empty where the brief gives none.
        simple: facts of one piece by kind.
        paired: things with prices, dates with days, people with roles.
        listed: goods and good reasons.
        wishes: kinds of parts that are asked for.
        style: asked for, or empty; likewise the palette.
    """

    language: Language
    trade: Trade
    word: str
    name: str
    place: str
    simple: dict[str, str] = field(default_factory=dict)
    paired: dict[str, Pairs] = field(default_factory=dict)
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    style: str = ""
    palette: str = ""


def _kinds(rng: random.Random) -> list[str]:
    count = rng.choices((0, 1, 2, 3, 4), (15, 25, 28, 22, 10))[0]
    found: list[str] = []
    for kind in rng.choices(_KINDS, _WEIGHTS, k=count * 2):
        if kind not in found and _CLASHES.get(kind) not in found and len(found) < count:
            found.append(kind)
    return found


def subject(rng: random.Random, language: Language, split: Split) -> tuple[Subject, list[str]]:
    """Something to make a page about, and the kinds of facts that are told of it."""
    is_strange = rng.random() < STRANGE_SHARE
    trade = strange_trade(rng, language, split) if is_strange else rng.choice(trades(language))
    word = one(rng, trade.names)
    name = "" if rng.random() < NAMELESS_SHARE else business_name(rng, trade, word, language, split)
    place = one(rng, words(language, "places")) if rng.random() < PLACE_SHARE else ""
    kinds = _kinds(rng)
    wishes = tuple(rng.sample(names_of(language, "wish"), rng.choice((1, 2, 2, 3)))) if "wishes" in kinds else ()
    makers = {
        "prices": lambda: web_facts.prices(rng, trade, language),
        "dates": lambda: web_facts.dates(rng, language),
        "team": lambda: web_facts.team(rng, language),
    }
    found = Subject(
        language,
        trade,
        word,
        name,
        place,
        {kind: web_facts.SIMPLE[kind](rng, language) for kind in kinds if kind in web_facts.SIMPLE},
        {kind: makers[kind]() for kind in kinds if kind in makers},
        {kind: _listed(rng, kind, trade, language) for kind in kinds if kind in _LISTED},
        wishes,
        one(rng, names_of(language, "style")) if "style" in kinds else "",
        one(rng, names_of(language, "palette")) if "palette" in kinds else "",
    )
    return found, kinds


def _listed(rng: random.Random, kind: str, trade: Trade, language: Language) -> tuple[str, ...]:
    count = rng.choice((2, 2, 3))
    if kind == "goods":
        return web_facts.goods(rng, trade, language, count)
    return tuple(rng.sample(words(language, "extras"), count))


def _value(rng: random.Random, about: Subject, kind: str, split: Split) -> str:
    """A fact's words as they stand in the brief."""
    language = about.language
    if kind in about.simple:
        return about.simple[kind]
    if kind in about.paired:
        return web_facts.paired(rng, about.paired[kind], language, kind)
    if kind in about.listed:
        return web_facts.listed(rng, about.listed[kind], language)
    if kind == "wishes":
        asked = (wordings(language, "wish", wish).pick(rng, side(rng, split)) for wish in about.wishes)
        return web_facts.listed(rng, tuple(asked), language)
    asked_for = about.style if kind == "style" else about.palette
    return wordings(language, kind, asked_for).pick(rng, side(rng, split))


def with_article(word: str) -> str:
    """An English noun after "a" or "an", whichever it is spoken with."""
    return f"{'an' if _VOWEL_HEARD.match(word) else 'a'} {word}"


def _filled(template: str, values: dict[str, str]) -> str:
    return _SLOT.sub(lambda match: values[match.group(1)[1:-1]], template)


def _frame(rng: random.Random, about: Subject, split: Split) -> str:
    is_me = about.trade.family == "person" and len(about.name.split()) == (2 if about.language == "english" else 1)
    kind = "nameless" if not about.name else "me" if is_me and rng.random() < 0.5 else "frames"
    template = frames(about.language, kind).pick(rng, side(rng, split))
    return _OPTIONAL.sub(r"\1" if about.place else "", template)


def _hasty(rng: random.Random, template: str, *, is_lower: bool, has_slip: bool) -> str:
    """A template typed in haste; what is to be copied stays as it is."""
    parts = _SLOT.split(template)
    for at in range(0, len(parts), 2):
        parts[at] = parts[at].lower() if is_lower else parts[at]
        if has_slip and rng.random() < 0.5:
            parts[at] = slipped(rng, parts[at])
    return "".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def brief(rng: random.Random, about: Subject, kinds: list[str], split: Split) -> str:
    """The words that a person types about a subject."""
    english = about.language == "english"
    is_lower, has_slip = english and rng.random() < 0.3, english and rng.random() < 0.15
    form = rng.choices(("sentences", "run on", "lines"), (55, 33, 12))[0]
    values = {"name": about.name, "trade": about.word, "place": about.place, "a_trade": with_article(about.word)}
    parts = [_filled(_hasty(rng, _frame(rng, about, split), is_lower=is_lower, has_slip=has_slip), values)]
    for kind in kinds:
        template = wordings(about.language, "sentence", kind).pick(rng, side(rng, split))
        text = _filled(
            _hasty(rng, template, is_lower=is_lower, has_slip=has_slip),
            {"value": _value(rng, about, kind, split)},
        )
        parts.append(_capital(text) if english and form == "sentences" and not is_lower else text)
    if form == "lines" and len(parts) > 2:
        mark = rng.choice(("- ", "", "* "))
        return "\n".join([parts[0], *(mark + part for part in parts[1:])])
    if english and not is_lower and parts[0][0] != about.name[:1]:
        parts[0] = _capital(parts[0])
    if form == "sentences":
        stop = ". " if english else "。"
        return stop.join(parts) + (stop.strip() if rng.random() < 0.8 else "")
    return (rng.choice((", ", ", ", "; ", " - ")) if english else rng.choice(("，", "，", " ", "；"))).join(parts)


def fits(text: str, language: Language) -> bool:
    """Whether a brief is as short as those that people type."""
    return len(text) <= MAX_CHINESE if language == "chinese" else len(text.split()) <= MAX_WORDS
