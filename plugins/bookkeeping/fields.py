"""Which things belong to the nouns of accounts' names: sheets and towels to “Linen”, 红茶 to 茶叶 (``fields.json``).

The lexicon knows kinds of expense and income; this knows what a name says that none of its kinds is called. ``training.lexicon`` makes
the file from lists that were written by hand.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.bookkeeping.words import CAMEL, singular

if TYPE_CHECKING:
    from plugins.bookkeeping.accounts import Account

FILE = Path(__file__).with_name("fields.json")
_TOKEN = re.compile(r"[a-z0-9&+][a-z0-9&+'.-]*")
_AND = re.compile(r"(?<=\s)[&+](?=\s)")
_LEADS_TO_PURPOSE = frozenset(("for", "with", "w", "about", "on", "by", "after", "before", "during"))
_HAN = re.compile("[\u3400-\u9fff]")
_LONGEST = 4
_NARROW, _BROAD, _DONE = 1.0, 0.6, 1.5
_NOT_DONE = 0.5
"""What is left of the other nouns of a name such as “Equipment repairs” where no line says that something was repaired."""
_PURPOSE = 0.6
"""What a thing counts that follows “for” or “with”: a pump for the mash tun."""
_PART_OF_A_PHRASE = 0.5
"""What a thing counts inside a longer one that belongs to another field: the room of a back room."""
_TELLS_MORE_CLOSELY = 0.75
"""What a thing counts before the noun that it tells more of: camera in “camera workshop”."""
_TELLS_OF_THE_HEAD = 0.6
"""What a field counts whose noun another noun of the name follows."""
_COMMA = re.compile(r"\s*[,/]\s*")
_ENDS_A_PHRASE = frozenset(
    "for with w about on to from at in by of and or the a an via per each my our his her their plus paid pd cash card visa"
    " recharge renewal bill fee payment order subscription sub invoice charge cost purchase refund deposit balance instalment"
    " repayment".split()
)
_ONE_SIGN = 0.5
_NAMED_BY_A_THING = 0.4
"""What a field counts for a name that holds no noun of one but a thing: “Zips and buttons”."""


_NO_THINGS = frozenset(
    "office shop studio home house food it set show stock trade online school market car food power".split()
)
"""Nouns of names that say little where a line says them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A field that a text speaks of, and how much."""

    number: int
    weight: float


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields by the phrases that stand for them: in names (``nouns``) and in lines (``things``). ``weights`` say how narrow each is."""

    nouns: Mapping[str, Sequence[int]]
    things: Mapping[str, Sequence[int]]
    weights: Sequence[float]
    _han: Sequence[str] = field(init=False, repr=False)
    _known: dict[str, Mapping[int, float]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        han = sorted((thing for thing in self.things if _HAN.search(thing)), key=len, reverse=True)
        object.__setattr__(self, "_han", han)

    def points(self, line: str, accounts: Sequence[Account]) -> list[float]:
        """How much a line speaks of the nouns of each account's name; 0 for one whose nouns are none of the fields."""
        said = self.said(line)
        return [self._points(said, account) for account in accounts]

    def said(self, line: str) -> dict[int, float]:
        """The fields whose things a line names, by how many words say so."""
        found: dict[int, float] = defaultdict(float)
        for hit in (*self._said_in_words(_tokens(line)), *self._said_in_han(line)):
            found[hit.number] += hit.weight
        return found

    def of(self, account: Account) -> Mapping[int, float]:
        """The fields that an account's name holds a noun of, and how narrow; one without a noun may hold one of their things."""
        if account.own_name not in self._known:
            self._known[account.own_name] = self._of_name(CAMEL.sub(" ", account.own_name))
        return self._known[account.own_name]

    def _of_name(self, name: str) -> Mapping[int, float]:
        nouns = {number: self.weights[number] for number in _held(name, self.nouns)}
        if _DONE not in nouns.values():
            heads = _head_weights(name, self.nouns)
            nouns = {number: weight * heads.get(number, 1.0) for number, weight in nouns.items()}
        return nouns or dict.fromkeys(_held(name, self.things), _NAMED_BY_A_THING)

    def _points(self, said: Mapping[int, float], account: Account) -> float:
        held = self.of(account)
        done = [number for number in held if self.weights[number] == _DONE]
        factor = _NOT_DONE if done and not any(number in said for number in done) else 1.0
        return max((factor * weight * said[number] for number, weight in held.items() if number in said), default=0.0)

    def _said_in_words(self, tokens: Sequence[str]) -> Iterator[Hit]:
        purpose = next((at for at, word in enumerate(tokens) if at and word in _LEADS_TO_PURPOSE), len(tokens))
        used: set[tuple[int, int]] = set()
        covered: set[int] = set()
        for start, end, phrase in _phrases(tokens):
            numbers, places = self.things.get(phrase, ()), range(start, end)
            weight = (end - start) * (_PURPOSE if start > purpose else 1.0) * _as_noun(tokens, end)
            weight *= _PART_OF_A_PHRASE if covered.issuperset(places) else 1.0
            for number in numbers:
                if not any((number, at) in used for at in places):
                    used.update((number, at) for at in places)
                    yield Hit(number, weight)
            covered.update(places if numbers and len(places) > 1 else ())

    def _said_in_han(self, line: str) -> Iterator[Hit]:
        if not _HAN.search(line):
            return
        used: set[int] = set()
        lower = line.lower()
        for thing in (thing for thing in self._han if thing in lower):
            places = set(range(lower.find(thing), lower.find(thing) + len(thing)))
            if places <= used:
                continue
            used |= places
            yield from (Hit(number, len(thing) - 1 or _ONE_SIGN) for number in self.things[thing])


def _tokens(text: str) -> list[str]:
    return [singular(word.strip("'.-").replace("'", "")) for word in _TOKEN.findall(_AND.sub("and", text.lower()))]


def _phrases(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Runs of neighbouring words, the longest first."""
    for size in range(_LONGEST, 0, -1):
        for start in range(len(tokens) - size + 1):
            yield start, start + size, " ".join(tokens[start : start + size])


def token_weights(line: str) -> dict[str, float]:
    """The words of a line, singular, and how much each says of what it is about; runs of Chinese signs count in full."""
    tokens = _tokens(line)
    purpose = next((at for at, word in enumerate(tokens) if at and word in _LEADS_TO_PURPOSE), len(tokens))
    weights = {
        word: (_PURPOSE if at > purpose else 1.0) * _as_noun(tokens, at + 1)
        for at, word in reversed(list(enumerate(tokens)))
    }
    return weights | dict.fromkeys(re.findall("[\u3400-\u9fff]+", line), 1.0)


def _as_noun(tokens: Sequence[str], end: int) -> float:
    """Less for words that another noun follows."""
    is_last = end >= len(tokens) or tokens[end] in _ENDS_A_PHRASE or not tokens[end].isalpha()
    return 1.0 if is_last else _TELLS_MORE_CLOSELY


def _head_weights(name: str, phrases: Mapping[str, Sequence[int]]) -> Mapping[int, float]:
    """The fields that a name of several words holds, and less for those that only tell more of its noun: kennel in “Kennel heating”."""
    tokens = _tokens(_COMMA.sub(" and ", name))
    found: dict[int, float] = {}
    for start, end in _places(tokens, phrases):
        is_head = end >= len(tokens) or tokens[end] in _ENDS_A_PHRASE
        for number in phrases[" ".join(tokens[start:end])]:
            found[number] = max(found.get(number, 0.0), 1.0 if is_head else _TELLS_OF_THE_HEAD)
    return found


def _held(name: str, phrases: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """The fields of the longest phrases that a name holds."""
    yield from _held_in_words(name, phrases)
    if _HAN.search(name):
        yield from _held_in_han(name.lower(), phrases)


def _held_in_words(name: str, phrases: Mapping[str, Sequence[int]]) -> Iterator[int]:
    tokens = _tokens(name)
    for start, end in _places(tokens, phrases):
        yield from phrases[" ".join(tokens[start:end])]


def _places(tokens: Sequence[str], phrases: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Where the longest known phrases of a name stand."""
    used: set[int] = set()
    for start, end, phrase in _phrases(tokens):
        if phrase in phrases and used.isdisjoint(range(start, end)):
            used.update(range(start, end))
            yield start, end


def _held_in_han(name: str, phrases: Mapping[str, Sequence[int]]) -> Iterator[int]:
    used: set[int] = set()
    for phrase in sorted((phrase for phrase in phrases if _is_in_name(phrase, name)), key=len, reverse=True):
        places = range(name.find(phrase), name.find(phrase) + len(phrase))
        if used.isdisjoint(places):
            used.update(places)
            yield from phrases[phrase]


def _is_in_name(noun: str, name: str) -> bool:
    """A noun of one sign is the whole name, not the beginning of another word: 茶, not 茶几."""
    return bool(_HAN.search(noun)) and (noun in name if len(noun) > 1 else noun == name)


def phrase_of(text: str) -> str:
    """A noun or thing as it is looked up: Latin words singular, Chinese as it stands."""
    return text.strip().lower() if _HAN.search(text) else " ".join(_tokens(text))


def fields_of(rows: Iterable[tuple[str, str]]) -> Fields:
    """Fields of pairs of nouns and things, each separated by commas; “!” before the nouns marks what is done, “~” broad nouns."""
    nouns: dict[str, list[int]] = defaultdict(list)
    things: dict[str, list[int]] = defaultdict(list)
    weights: list[float] = []
    for number, (names, belongings) in enumerate(rows):
        weights.append({"!": _DONE, "~": _BROAD}.get(names[0], _NARROW))
        own = {phrase_of(name) for name in names.lstrip("!~").split(",")}
        for noun in own:
            nouns[noun].append(number)
        for thing in own - _NO_THINGS | {phrase_of(thing) for thing in belongings.split(",")}:
            things[thing].append(number)
    return Fields(nouns, things, weights)


@cache
def fields() -> Fields:
    """The fields that ship with the tool."""
    return fields_of((nouns, things) for nouns, things in json.loads(FILE.read_text(encoding="utf-8")).items())
