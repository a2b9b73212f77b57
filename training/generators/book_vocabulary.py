"""The word lists behind the bookkeeping lines: concepts, accounts, payment accounts, names and phrases, read from TOML."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from training.generators.base import is_held_out

Language = Literal["english", "chinese"]
Split = Literal["train", "test"]
_DATA_DIR = Path(__file__).parent
_FIELD = re.compile(r"\{(\w+)\}")
_COUNTS = ("2", "2", "3", "3", "4", "5", "6", "8", "10", "12", "15", "20")
_COUNT_WORDS = ("two", "three", "four", "five", "six")
_ENDINGS_ZH = ("支出", "费用", "开销", "花费", "开支")
_EXPENSE_ENDINGS = ("费", "费用", "支出", "开销", "开支", "款", "金", "税", "息", "钱", "成本", "吃的", "贷", "物")
_QUARTERS = "一二三四"
MONTHS = tuple("January February March April May June July August September October November December".split())


@dataclass(frozen=True, slots=True)
class Pool:
    """Phrases parted into what may be trained on and what may not."""

    train: tuple[str, ...]
    test: tuple[str, ...]

    def pick(self, rng: random.Random, split: Split) -> str:
        """A random phrase of `split`, or the empty string where the pool has none."""
        phrases = self.test if split == "test" else self.train
        return phrases[int(rng.random() * len(phrases))] if phrases else ""


def pool(phrases: tuple[str, ...], *, shared: bool = False) -> Pool:
    """The phrases parted by their hash; each side falls back on the other where it would be empty.

    `shared` phrases (brand names, which carry knowledge and cannot be unseen) serve both splits.
    """
    held_out = tuple(phrase for phrase in phrases if is_held_out(phrase))
    kept = tuple(phrase for phrase in phrases if not is_held_out(phrase))
    if shared or not held_out or not kept:
        return Pool(phrases, phrases)
    return Pool(kept, held_out)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that money is spent on or comes from, with the accounts it may be booked to."""

    name: str
    kind: Literal["goods", "service", "income"]
    root: str
    short: str
    code: int
    price: tuple[float, float]
    fallback: tuple[str, ...]
    names: Mapping[Language, tuple[str, ...]]
    items: Mapping[Language, Pool]
    vendors: Mapping[Language, Pool]


@dataclass(frozen=True, slots=True)
class PaymentKind:
    """A kind of account that money is paid from or received in, and the words that mean it."""

    name: str
    root: str
    names: Mapping[Language, tuple[str, ...]]
    sentence: Mapping[Language, tuple[str, ...]]
    bare: Mapping[Language, tuple[str, ...]]
    into: Mapping[Language, tuple[str, ...]]
    noun: Mapping[Language, tuple[str, ...]]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(entry.strip() for entry in text.replace("\n", " ").split(",") if entry.strip())


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA_DIR / name).read_text(encoding="utf-8"))


def _both(english: str, chinese: str) -> Mapping[Language, tuple[str, ...]]:
    return MappingProxyType({"english": _listed(english), "chinese": _listed(chinese)})


def _chinese_names(expenses: Set[str]) -> dict[str, tuple[str, ...]]:
    """The Chinese names of accounts; of expenses also with a last word that says so: "打车支出" for "打车"."""
    listed = {concept: _listed(names) for concept, names in _load("book_names_zh.toml").items()}
    taken = {name for names in listed.values() for name in names}
    return {
        concept: names + tuple(name for name in _with_ending(names) if name not in taken)
        if concept in expenses
        else names
        for concept, names in listed.items()
    }


def _with_ending(names: tuple[str, ...]) -> Iterator[str]:
    for number, name in enumerate(names):
        if not name.endswith(_EXPENSE_ENDINGS) and len(name) <= 4:
            yield name + _ENDINGS_ZH[number % len(_ENDINGS_ZH)]


@cache
def concepts() -> Mapping[str, Concept]:
    """All concepts by name."""
    english, chinese = _load("book_items_en.toml"), _load("book_items_zh.toml")
    accounts = _load("book_accounts.toml")
    chinese_names = _chinese_names({name for name, entry in accounts.items() if entry["root"] == "Expenses"})
    found: dict[str, Concept] = {}
    for name, entry in accounts.items():
        words: dict[Language, dict[str, str]] = {"english": english.get(name, {}), "chinese": chinese.get(name, {})}
        if name not in chinese_names or not words["english"]:
            continue
        found[name] = Concept(
            name=name,
            kind=entry["kind"],
            root=entry["root"],
            short=entry["short"],
            code=entry["code"],
            price=(entry["price"][0], entry["price"][1]),
            fallback=_listed(entry["fallback"]),
            names=MappingProxyType({"english": _listed(entry["names"]), "chinese": chinese_names[name]}),
            items=MappingProxyType({key: pool(_listed(part.get("items", ""))) for key, part in words.items()}),
            vendors=MappingProxyType(
                {key: pool(_listed(part.get("vendors", "")), shared=True) for key, part in words.items()}
            ),
        )
    return MappingProxyType(found)


@cache
def payment_kinds() -> Mapping[str, PaymentKind]:
    """All kinds of payment account by name."""
    found = {
        name: PaymentKind(
            name=name,
            root=entry["root"],
            names=_both(entry["names"], entry["names_zh"]),
            sentence=_both(entry["prep"], entry["zh"]),
            bare=_both(entry["bare"], entry["zh"]),
            into=_both(entry["into"], entry["zh_into"]),
            noun=_both(entry["noun"], entry["zh_noun"]),
        )
        for name, entry in _load("book_payments.toml")["payments"].items()
    }
    return MappingProxyType(found)


@cache
def phrases(language: Language) -> Mapping[str, Pool]:
    """The line patterns of a language by group."""
    data = _load("book_phrases_en.toml" if language == "english" else "book_phrases_zh.toml")
    return MappingProxyType({group: pool(tuple(text.strip().split("\n"))) for group, text in data.items()})


@cache
def extra_accounts() -> Mapping[str, tuple[str, ...]]:
    """Catch-all and unrelated account names."""
    return MappingProxyType({name: _listed(text) for name, text in _load("book_payments.toml")["extra"].items()})


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: _listed(text) for name, text in _load("book_payments.toml")["names"].items()})


def _one(rng: random.Random, name: str) -> str:
    entries = _names()[name]
    return entries[int(rng.random() * len(entries))]


def person(rng: random.Random) -> str:
    """A person as one writes them: first name, both names, or title and family name."""
    roll = rng.random()
    if roll < 0.5:
        return _one(rng, "first")
    if roll < 0.8:
        return f"{_one(rng, 'first')} {_one(rng, 'last')}"
    return _one(rng, "last") if roll < 0.9 else f"{_one(rng, 'titles')} {_one(rng, 'last')}"


def company(rng: random.Random) -> str:
    """A company, mostly an invented one."""
    roll = rng.random()
    if roll < 0.2:
        return _one(rng, "companies")
    if roll < 0.35:
        return f"{_one(rng, 'last')} {_one(rng, 'legal_forms')}"
    base = "".join(_one(rng, "syllables") for _ in range(rng.choice((2, 2, 3)))).capitalize()
    return f"{base} {_one(rng, 'legal_forms')}" if rng.random() < 0.55 else base


def person_zh(rng: random.Random) -> str:
    """A person as Chinese colleagues are named."""
    return _one(rng, "family_zh") + _one(rng, "given_zh")


def someone(rng: random.Random, language: Language) -> str:
    """A payer: a person or a company."""
    if language == "chinese":
        return person_zh(rng) if rng.random() < 0.6 else _one(rng, "companies_zh")
    return person(rng) if rng.random() < 0.5 else company(rng)


def reference(rng: random.Random) -> str:
    """An invoice or order number."""
    prefix = rng.choice(("#", "", "", "no. ", "INV-", "A", "nr "))
    return prefix + str(rng.randint(10, rng.choice((99, 999, 2999, 20251))))


def _count(rng: random.Random) -> str:
    return rng.choice(_COUNTS) if rng.random() < 0.8 else rng.choice(_COUNT_WORDS)


_FILLERS: Mapping[str, Callable[[random.Random], str]] = MappingProxyType(
    {
        "n": _count,
        "month": lambda rng: rng.choice(MONTHS),
        "month_number": lambda rng: str(rng.randint(1, 12)),
        "quarter": lambda rng: rng.choice("1234"),
        "person": person,
        "company": company,
        "reference": reference,
        "ref": reference,
        "city": lambda rng: _one(rng, "cities"),
        "other_city": lambda rng: _one(rng, "cities"),
        "topic": lambda rng: _one(rng, "topics"),
        "thing": lambda rng: _one(rng, "things"),
        "person_zh": person_zh,
        "city_zh": lambda rng: _one(rng, "cities_zh"),
    }
)


def _fill_chinese_number(rng: random.Random, name: str) -> str:
    if name == "quarter":
        return rng.choice(_QUARTERS)
    return rng.choice(_COUNTS) if rng.random() < 0.8 else rng.choice(("两", "三", "四", "五", "十"))


def filled(rng: random.Random, text: str, language: Language = "english") -> str:
    """`text` with every {field} that names a kind of thing replaced by a random one; other fields stay."""
    if "{" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        if language == "chinese" and name in ("n", "quarter"):
            return _fill_chinese_number(rng, name)
        return _FILLERS[name](rng) if name in _FILLERS else match.group()

    return _FIELD.sub(one, text)
