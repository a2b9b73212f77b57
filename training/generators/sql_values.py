"""Random values for columns: names, places, titles, codes, dates and numbers."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from training.generators.sql_catalog import Attribute
from training.generators.sql_text import DATA_DIR

CONSONANTS, VOWELS = "bcdfgklmnprstvz", "aeiou"
MONTHS = tuple("January February March April May June July August September October November December".split())
ROUND_PRICES = (5, 10, 15, 20, 25, 30, 50, 75, 100, 150, 200, 500)
ROUND_AMOUNTS = (10, 20, 50, 100, 200, 250, 500, 1000, 1500, 2000, 5000)
ROUND_COUNTS = (10, 25, 50, 100, 200, 500, 1000)
PRICE_NAMES = frozenset(
    "price unit_price fee fare cost list_price hourly_rate discount daily_rate shipping_cost".split()
)
LARGE_SUM_NAMES = frozenset("salary budget revenue market_value gross_income value goal prize_money".split())
COMPANY_ENTITIES = frozenset(
    "company supplier publisher studio manufacturer agency airline client brand contractor winery sponsor bank vendor label".split()
)
PLACE_ENTITIES = frozenset(
    "team airport station port school hotel museum stadium university zoo hospital library".split()
)
PLACE_SUFFIXES = (
    "United",
    "City",
    "Rovers",
    "Central",
    "International",
    "North",
    "Park",
    "Palace",
    "General",
    "Public",
)
_TITLE_POOLS = MappingProxyType(
    {
        "genre": "genre", "department": "dept", "category": "cat", "tag": "cat", "topic": "subject", "subject": "subject",
        "country": "country", "nation": "country", "city": "city", "region": "state", "state": "state", "sport": "sport",
        "language": "language", "ingredient": "product", "crop": "crop", "mineral": "material", "color": "color",
        "product": "product", "item": "product", "drug": "medicine", "medication": "medicine", "service": "service",
        "dish": "dish", "cuisine": "cuisine", "breed": "breed", "species": "species", "role": "job", "hobby": "sport",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `sql_values.toml`."""

    lists: MappingProxyType[str, tuple[str, ...]]
    pools: MappingProxyType[str, tuple[str, ...]]
    abbreviations: MappingProxyType[str, tuple[str, ...]]
    demonyms: MappingProxyType[str, str]
    unit_suffixes: MappingProxyType[str, tuple[str, ...]]
    reserved: frozenset[str]


@cache
def words() -> Words:
    """The word lists, read once."""
    data: dict[str, Any] = tomllib.loads((DATA_DIR / "sql_values.toml").read_text(encoding="utf-8"))
    pools = {name: tuple(values) for name, values in data.pop("pools").items()}
    short = {word: tuple(forms.split("|")) for word, forms in data.pop("abbreviations").items()}
    abbreviations, demonyms = MappingProxyType(short), MappingProxyType(dict(data.pop("demonyms")))
    suffixes = MappingProxyType({name: tuple(units) for name, units in data.pop("unit_suffixes").items()})
    lists = {name: tuple(values) for name, values in data.items()}
    reserved = frozenset(lists["reserved_words"])
    return Words(MappingProxyType(lists), MappingProxyType(pools), abbreviations, demonyms, suffixes, reserved)


def one_of(rng: random.Random, name: str) -> str:
    """A random word of the list `name`."""
    values = words().lists[name]
    return values[int(rng.random() * len(values))]


def made_up_word(rng: random.Random) -> str:
    """A capitalised word that no language has."""
    syllables = "".join(rng.choice(CONSONANTS) + rng.choice(VOWELS) for _ in range(rng.choice((2, 2, 3))))
    return (syllables + rng.choice(("", "", "n", "r", "x", "l", "s"))).capitalize()


def town_name(rng: random.Random) -> str:
    """The name of a place that may be anywhere: Millford, Eastgate, Upper Stowe."""
    name = one_of(rng, "place_starts") + one_of(rng, "place_ends")
    return f"{one_of(rng, 'place_words')} {name}" if rng.random() < 0.12 else name


def _city(rng: random.Random) -> str:
    roll = rng.random()
    return one_of(rng, "cities") if roll < 0.6 else town_name(rng) if roll < 0.92 else made_up_word(rng)


def _adjective_noun(rng: random.Random) -> str:
    return f"{one_of(rng, 'title_adjectives')} {one_of(rng, 'title_nouns')}"


_TITLE_MAKERS: tuple[tuple[float, Callable[[random.Random], str]], ...] = (
    (0.20, _adjective_noun),
    (0.32, lambda rng: "The " + _adjective_noun(rng)),
    (0.42, lambda rng: f"{one_of(rng, 'title_nouns')} of the {one_of(rng, 'title_nouns')}"),
    (0.52, lambda rng: "The " + one_of(rng, "title_nouns")),
    (0.63, lambda rng: one_of(rng, "title_nouns")),
    (0.69, lambda rng: f"{_adjective_noun(rng)} {rng.randint(2, 20)}"),
    (0.73, lambda rng: f"{one_of(rng, 'title_nouns')} and {one_of(rng, 'title_nouns')}"),
    (0.76, lambda rng: f"{one_of(rng, 'first_names')}'s {one_of(rng, 'title_nouns')}"),
    (0.84, lambda rng: rng.choice(words().pools["product"])),
    (0.87, lambda rng: f"{one_of(rng, 'categories')} {one_of(rng, 'title_nouns')}"),
    (0.90, lambda rng: "Introduction to " + rng.choice(words().pools["subject"])),
    (0.95, lambda rng: f"{made_up_word(rng)} {one_of(rng, 'title_nouns')}"),
    (1.00, made_up_word),
)


def title(rng: random.Random) -> str:
    """A title or product name of one to four words."""
    roll = rng.random()
    return next(make for limit, make in _TITLE_MAKERS if roll <= limit)(rng)


def company(rng: random.Random) -> str:
    """A company name, often with its legal form."""
    roll = rng.random()
    base = made_up_word(rng) if roll < 0.4 else one_of(rng, "last_names") if roll < 0.7 else _adjective_noun(rng)
    return f"{base} {one_of(rng, 'company_suffixes')}" if rng.random() < 0.6 else base


def _entity_title(rng: random.Random, entity: str) -> str:
    pool = _TITLE_POOLS.get(entity, "")
    if pool in ("country", "city", "state"):
        return one_of(rng, {"country": "countries", "city": "cities", "state": "states"}[pool])
    if pool == "cat":
        return one_of(rng, "categories")
    if pool and rng.random() < 0.75:
        return rng.choice(words().pools[pool])
    if entity in COMPANY_ENTITIES and rng.random() < 0.7:
        return company(rng)
    if entity in PLACE_ENTITIES and rng.random() < 0.3:
        return f"{one_of(rng, 'cities')} {rng.choice(PLACE_SUFFIXES)}"
    return title(rng)


def last_name(rng: random.Random) -> str:
    """A family name, sometimes an invented one."""
    return one_of(rng, "last_names") if rng.random() < 0.9 else made_up_word(rng)


def _category(rng: random.Random, attribute: Attribute) -> str:
    roll = rng.random()
    if attribute.pool in words().pools:
        return rng.choice(words().pools[attribute.pool]) if roll < 0.94 else one_of(rng, "categories")
    if roll < 0.75:
        return one_of(rng, "categories")
    return one_of(rng, "title_nouns") if roll < 0.85 else made_up_word(rng)


def _code(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return str(rng.randint(1000, 99999))
    letters = "".join(rng.choice("ABCDEFGHKLMNPRSTUVWXZ") for _ in range(rng.choice((1, 2, 3))))
    return f"{letters}{rng.choice(('-', '', '-'))}{rng.randint(10, 9999)}"


def _email(rng: random.Random) -> str:
    return one_of(rng, "first_names").lower() + "@" + rng.choice(words().pools["mail_host"])


def iso_date(rng: random.Random) -> str:
    """A date from 1995 to 2026 as YYYY-MM-DD."""
    return f"{rng.randint(1995, 2026):04d}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _street(rng: random.Random) -> str:
    return f"{rng.randint(1, 999)} {one_of(rng, 'title_nouns')} {rng.choice(('Street', 'Road', 'Avenue', 'Lane'))}"


def _free_text(rng: random.Random) -> str:
    return title(rng).lower() if rng.random() < 0.5 else title(rng)


_TEXT_MAKERS: MappingProxyType[str, Callable[[random.Random], str]] = MappingProxyType(
    {
        "first": lambda rng: one_of(rng, "first_names"),
        "last": last_name,
        "pname": lambda rng: f"{one_of(rng, 'first_names')} {last_name(rng)}",
        "city": _city,
        "country": lambda rng: one_of(rng, "countries"),
        "state": lambda rng: one_of(rng, "states"),
        "company": company,
        "email": _email,
        "phone": lambda rng: f"+{rng.randint(1, 99)} {rng.randint(100000, 9999999)}",
        "address": _street,
        "code": _code,
        "text": _free_text,
        "date": iso_date,
    }
)


def column_value(rng: random.Random, attribute: Attribute, entity: str) -> str | int | float:
    """A plausible value of the attribute in a table about `entity`."""
    kind = attribute.kind
    if kind == "title":
        return _entity_title(rng, entity)
    if kind == "cat":
        return _category(rng, attribute)
    if attribute.name in ("district", "suburb", "neighbourhood") and rng.random() < 0.35:
        return rng.choice(words().pools["region"])
    if attribute.name == "website":
        return "www." + made_up_word(rng).lower() + rng.choice((".com", ".org", ".net"))
    if kind in _TEXT_MAKERS:
        return _TEXT_MAKERS[kind](rng)
    if kind == "year":
        return rng.randint(1900, 2026) if rng.random() < 0.3 else rng.randint(1980, 2026)
    if kind in ("bool", "has"):
        return rng.randint(0, 1)
    return number(rng, attribute)


def number(rng: random.Random, attribute: Attribute) -> int | float:
    """A number of the attribute's usual size, often a round one."""
    if attribute.range:
        value = rng.randint(*attribute.range)
        rounds = value > 100 and rng.random() < 0.6
        return round(value, -1 if value < 1000 else -2) if rounds else value
    if attribute.kind == "money":
        return _money(rng, attribute.name)
    roll = rng.random()
    if attribute.kind in ("count", "int"):
        return rng.randint(1, 20) if roll < 0.4 else rng.choice(ROUND_COUNTS) if roll < 0.7 else rng.randint(1, 1000)
    if roll < 0.6:
        return rng.randint(1, 300)
    return rng.choice((5, 10, 50, 100, 1000)) if roll < 0.8 else round(rng.uniform(0.5, 99), rng.choice((1, 1, 2)))


def _money(rng: random.Random, name: str) -> int | float:
    roll = rng.random()
    if name in PRICE_NAMES:
        return (
            rng.randint(1, 100)
            if roll < 0.45
            else rng.choice(ROUND_PRICES)
            if roll < 0.8
            else round(rng.uniform(1, 200), 2)
        )
    if name in LARGE_SUM_NAMES:
        return rng.randint(10, 900) * rng.choice((100, 1000)) if roll < 0.9 else rng.choice((50000, 100000, 1000000))
    return rng.choice(ROUND_AMOUNTS) if roll < 0.5 else rng.randint(5, 5000)
