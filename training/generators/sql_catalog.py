"""What databases are about: attributes, entities and domains, read from the data files next to this module."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from training.generators.sql_text import DATA_DIR

NUMBER_KINDS = ("money", "count", "measure", "int")
TIME_KINDS = ("date", "year")
FLAG_KINDS = ("bool", "has")
CATEGORY_KINDS = ("cat", "city", "country", "state", "company")
_TEST_DOMAIN_EVERY, _TEST_DOMAIN_FIRST = 8, 5


@dataclass(frozen=True, slots=True)
class Attribute:
    """A kind of column and the English for it; `sql_attributes.toml` explains the fields."""

    name: str
    kind: str
    nouns: tuple[str, ...]
    pool: str = ""
    most: tuple[str, ...] = ()
    least: tuple[str, ...] = ()
    more: str = ""
    less: str = ""
    verb: tuple[str, ...] = ()
    done: str = ""
    did: str = ""
    units: tuple[str, ...] = ()
    range: tuple[int, ...] = ()
    additive: bool = True
    counted: bool = False
    names: tuple[str, ...] = ()
    acts: str = ""

    @property
    def words(self) -> list[str]:
        """The words its name is made of."""
        return self.name.split("_")


@dataclass(frozen=True, slots=True)
class Reference:
    """A key to another entity: "child `prepositions` parent", and the parent's verb (base, past, participle)."""

    parent: str
    role: str
    prepositions: tuple[str, ...]
    verb: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of thing or person with its attributes and keys."""

    name: str
    is_person: bool
    attributes: tuple[Attribute, ...]
    references: tuple[Reference, ...] = ()
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """What the rows of an entity record: `first` did something to `second` (a loan: members borrow books)."""

    first: str
    second: str
    verb: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A junction table: "first `forward` second", "second `backward` first", and the verb of the first."""

    name: str
    first: str
    second: str
    forward: tuple[str, ...]
    backward: tuple[str, ...]
    verb: tuple[str, ...]
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Domain:
    """A small world of entities and links."""

    name: str
    entities: tuple[Entity, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """All attributes by name, the domains of both splits and the synonyms of entities."""

    attributes: MappingProxyType[str, Attribute]
    train_domains: tuple[Domain, ...]
    test_domains: tuple[Domain, ...]
    synonyms: MappingProxyType[str, tuple[str, ...]]


def make_attribute(name: str, kind: str, pool: str = "", **fields: Any) -> Attribute:
    """An attribute outside the catalogue whose noun is its own name."""
    return Attribute(name=name, kind=kind, nouns=(name.replace("_", " "),), pool=pool, **fields)


def _attribute(name: str, entry: dict[str, Any], names: list[str]) -> Attribute:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Attribute(**{"name": name, "names": tuple(names), **fields})


def _resolve(token: str, known: dict[str, Attribute]) -> Attribute:
    name, _, kind = token.partition(":")
    if token not in known:
        guessed = "date" if name.endswith("_date") else "year" if name.endswith("_year") else "cat"
        known[token] = make_attribute(name, kind or guessed)
    return known[token]


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _reference(text: str) -> Reference:
    parts = [part.strip() for part in text.split(" / ")]
    parent, _, role = parts[0].partition("@")
    prepositions = _words(parts[1]) if len(parts) > 1 else ("of", "belonging to")
    return Reference(parent, role, prepositions, _words(parts[2]) if len(parts) > 2 else ())


def _bridge(text: str) -> Bridge:
    ends, verb = text.split(" / ")
    first, second = ends.split()
    return Bridge(first, second, _words(verb))


def _domain(name: str, entries: dict[str, Any], known: dict[str, Attribute]) -> Domain:
    entities, links = [], []
    for key, entry in entries.items():
        attributes = tuple(_resolve(token, known) for token in entry.get("columns", "").split())
        if "link" in entry:
            first, second = entry["link"].split()
            forward, backward, verb = (_words(text) for text in entry["phrases"])
            links.append(Link(key, first, second, forward, backward, verb, attributes))
        else:
            references = tuple(_reference(text) for text in entry.get("of", []))
            bridge = _bridge(entry["between"]) if "between" in entry else None
            entities.append(Entity(key, entry.get("person", False), attributes, references, bridge))
    return Domain(name, tuple(entities), tuple(links))


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA_DIR / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def catalog() -> Catalog:
    """The catalogue, read once from the data files."""
    attributes, names = _data("sql_attributes"), _data("sql_columns")
    known = {name: _attribute(name, entry, names.get(name, [])) for name, entry in attributes.items()}
    files = [_data(name) for name in ("sql_domains", "sql_domains_more", "sql_domains_rich")]
    synonyms = {name: tuple(words) for data in files for name, words in data.pop("synonyms").items()}
    domains = [_domain(name, entries, known) for data in files for name, entries in data.items()]
    test = tuple(d for i, d in enumerate(domains) if i % _TEST_DOMAIN_EVERY == _TEST_DOMAIN_FIRST)
    train = tuple(d for d in domains if d not in test)
    return Catalog(MappingProxyType(known), train, test, MappingProxyType(synonyms))


def without_words(attribute: Attribute, taken: frozenset[str], *, ambiguous_time: bool) -> Attribute:
    """The attribute without the superlatives, comparatives and verbs that another column of the table could mean too."""
    drop_all = ambiguous_time and attribute.name not in ("birth_date", "birth_year")

    def kept(found: tuple[str, ...]) -> tuple[str, ...]:
        return () if drop_all else tuple(word for word in found if word not in taken)

    return dataclasses.replace(
        attribute,
        most=kept(attribute.most),
        least=kept(attribute.least),
        more="" if drop_all or attribute.more in taken else attribute.more,
        less="" if drop_all or attribute.less in taken else attribute.less,
        verb=() if attribute.verb and attribute.verb[0] in taken else attribute.verb,
        done="" if attribute.done in taken else attribute.done,
        did="" if attribute.did in taken else attribute.did,
    )
