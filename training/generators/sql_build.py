"""Builds a random schema: some entities of a domain (curated, or made of random nouns) under one random naming convention."""

from __future__ import annotations

import dataclasses
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from training.generators.base import is_held_out
from training.generators.sql_catalog import (
    Attribute,
    Domain,
    Entity,
    Link,
    Reference,
    catalog,
    make_attribute,
    without_words,
)
from training.generators.sql_schema import Column, ForeignKey, Junction, Schema, Table
from training.generators.sql_text import plural
from training.generators.sql_values import one_of, words

RANDOM_DOMAIN_SHARE = 0.35
OTHER_NAME_SHARE = 0.36
ABBREVIATED_SHARE = 0.17
SHORT_WORD_LENGTH, LONG_WORD_LENGTH = 4, 8
MAX_TABLES = 11
STYLES = ("snake", "Camel", "camel", "lower", "UPPER")
STYLE_WEIGHTS = (55, 22, 11, 8, 4)
KEY_STYLES = ("id", "entity_id", "no", "code", "pk", "id_entity")
KEY_WEIGHTS = (46, 43, 4, 3, 2, 2)
PERSON_NAMES = (("first_name", "last_name"),) * 9 + (
    ("firstname", "lastname"), ("fname", "lname"), ("first_name", "surname"), ("given_name", "family_name"), ("forename", "surname"),
)  # fmt: skip
RANDOM_SUFFIXES = (
    ("weight", "measure"), ("size", "measure"), ("length", "measure"), ("color", "cat"), ("type", "cat"), ("level", "measure"),
    ("cost", "money"), ("price", "money"), ("date", "date"), ("code", "code"), ("rate", "measure"), ("count", "count"),
    ("limit", "measure"), ("class", "cat"), ("score", "measure"), ("year", "year"), ("material", "cat"), ("width", "measure"),
    ("group", "cat"), ("status", "cat"), ("fee", "money"), ("height", "measure"),
)  # fmt: skip
RANDOM_PREPOSITIONS = (
    ("of",), ("of", "belonging to"), ("in", "of"), ("for", "of"), ("linked to", "of"), ("from", "of"), ("on", "of"),
    ("belonging to", "owned by", "of"), ("by", "of", "made by"), ("assigned to", "of"),
)  # fmt: skip
NOT_ADDITIVE_SUFFIXES = frozenset(("level", "rate", "score", "width", "height"))
FIRST_NAME = Attribute("first_name", "first", ("first name", "given name"))
LAST_NAME = Attribute("last_name", "last", ("last name", "surname", "family name"))
FULL_NAME = Attribute("name", "pname", ("name",))


def styled(parts: Sequence[str], style: str) -> str:
    """The words of a name joined in one naming convention."""
    if style == "snake":
        return "_".join(parts)
    if style == "Camel":
        return "".join(part[:1].upper() + part[1:] for part in parts)
    if style == "camel":
        return parts[0] + "".join(part[:1].upper() + part[1:] for part in parts[1:])
    return "".join(parts) if style == "lower" else "_".join(parts).upper()


def _is_reserved(name: str) -> bool:
    return name.lower() in words().reserved


def random_domain(rng: random.Random, *, held_out: bool) -> Domain:
    """A domain of unrelated nouns; each noun belongs to one split alone."""
    count = rng.choice((1, 2, 2, 3, 3, 4, 4, 5, 6))
    names: dict[str, bool] = {}
    while len(names) < count:
        is_person = rng.random() < 0.25
        name = _random_entity_name(rng, is_person, held_out)
        names[name] = is_person
    entities: list[Entity] = []
    for name, is_person in names.items():
        references = _random_references(rng, entities)
        if rng.random() < 0.08:
            role = rng.choice(("manager", "supervisor", "mentor", "boss")) if is_person else "parent"
            prepositions = ("managed by", "reporting to") if is_person else ("under", "belonging to")
            references.append(Reference(name, role, prepositions))
        entities.append(Entity(name, is_person, _random_attributes(rng, is_person, held_out), tuple(references)))
    links: list[Link] = []
    if count > 2 and rng.random() < 0.35:
        first, second = rng.sample(entities, 2)
        extra = (_common_attribute(rng, False),) if rng.random() < 0.3 else ()
        name = f"{first.name}_{second.name}"
        links.append(
            Link(
                name, first.name, second.name, ("with", "linked to"), ("of", "linked to"), ("have", "had", "had"), extra
            )
        )
    return Domain("random", tuple(entities), tuple(links))


def _noun(rng: random.Random, list_name: str, held_out: bool) -> str:
    while True:
        noun = one_of(rng, list_name)
        if is_held_out(noun) == held_out:
            return noun


def _random_entity_name(rng: random.Random, is_person: bool, held_out: bool) -> str:
    noun = _noun(rng, "person_nouns" if is_person else "thing_nouns", held_out)
    roll = rng.random()
    if roll < 0.2:
        return f"{one_of(rng, 'entity_adjectives')}_{noun}"
    if roll < 0.3 and not is_person:
        other = _noun(rng, "thing_nouns", held_out)
        return noun if other == noun else f"{other}_{noun}"
    return noun


def _common_attribute(rng: random.Random, is_person: bool) -> Attribute:
    known = catalog().attributes
    lists = words().lists
    while True:
        name = rng.choice(lists["person_attributes"]) if is_person else rng.choice(tuple(known))
        attribute = known[name]
        if is_person or (
            name not in lists["only_person_attributes"] and attribute.kind != "text" and name not in ("name", "title")
        ):
            return attribute


def _random_attributes(rng: random.Random, is_person: bool, held_out: bool) -> tuple[Attribute, ...]:
    known = catalog().attributes
    attributes: list[Attribute] = []
    roll = rng.random()
    if not is_person and roll < 0.85:
        attributes.append(known["name"] if roll < 0.65 else known["title"])
    for _ in range(rng.randint(1, 5)):
        if rng.random() < 0.7:
            attributes.append(_common_attribute(rng, is_person))
            continue
        suffix, kind = rng.choice(RANDOM_SUFFIXES)
        name = f"{_noun(rng, 'attribute_nouns', held_out)}_{suffix}"
        pool = suffix if suffix in words().pools else ""
        attributes.append(make_attribute(name, kind, pool, additive=suffix not in NOT_ADDITIVE_SUFFIXES))
    return tuple(attributes)


def _random_references(rng: random.Random, earlier: Sequence[Entity]) -> list[Reference]:
    references: dict[str, Reference] = {}
    if earlier:
        for _ in range(rng.choice((1, 1, 1, 2)) if len(earlier) > 1 else 1):
            parent = rng.choice(earlier).name if rng.random() < 0.8 else earlier[-1].name
            if rng.random() < 0.9:
                references[parent] = Reference(parent, "", rng.choice(RANDOM_PREPOSITIONS))
    return list(references.values())


def _abbreviations(rng: random.Random) -> dict[str, str]:
    """One short form for each word; the entry "cut" says that other long words are cut too."""
    chosen = {word: rng.choice(forms) for word, forms in words().abbreviations.items()}
    return chosen | {"cut": "cut"} if rng.random() < 0.35 else chosen


@dataclass(slots=True)
class _Convention:
    """How one database names things."""

    rng: random.Random
    style: str
    table_style: str
    plural_tables: bool
    key_style: str
    table_prefix: str
    prefix_columns: bool
    abbreviations: dict[str, str]
    abbreviate_tables: bool
    display_names: tuple[str, str]
    name_column_with_entity: bool
    key_name_by_role: str = field(default="")

    @classmethod
    def draw(cls, rng: random.Random) -> _Convention:
        """A random convention."""
        style = rng.choices(STYLES, STYLE_WEIGHTS)[0]
        abbreviates = rng.random() < ABBREVIATED_SHARE
        return cls(
            rng=rng,
            style=style,
            table_style=style if rng.random() < 0.85 else rng.choice(("snake", "Camel", "lower")),
            plural_tables=rng.random() < 0.45,
            key_style=rng.choices(KEY_STYLES, KEY_WEIGHTS)[0],
            table_prefix=rng.choice(("tbl_", "t_", "app_", "tbl"))
            if rng.random() < (0.3 if abbreviates else 0.04)
            else "",
            prefix_columns=rng.random() < 0.03,
            abbreviations=_abbreviations(rng) if abbreviates else {},
            abbreviate_tables=abbreviates and rng.random() < 0.55,
            display_names=rng.choice(PERSON_NAMES),
            name_column_with_entity=rng.random() < (0.5 if abbreviates else 0.2),
            key_name_by_role=rng.choices(("", "fk", "bare", "id_first"), (93, 2, 3, 2))[0],
        )

    def _short(self, parts: list[str]) -> list[str]:
        return [self.abbreviations.get(part, self._cut(part)) for part in parts] if self.abbreviations else parts

    def _cut(self, word: str) -> str:
        """A long word without an abbreviation of its own, cut short in some databases."""
        cuts = "cut" in self.abbreviations and len(word) > LONG_WORD_LENGTH
        return word[:SHORT_WORD_LENGTH] if cuts else word

    def table_name(self, entity: str) -> str:
        """The name of the table about `entity`, never a reserved word."""
        plain = plural(entity.replace("_", " ")).split() if self.plural_tables else entity.split("_")
        if self.abbreviate_tables:
            plain = self._short(entity.split("_"))
        name = self.table_prefix + styled(plain, self.table_style)
        if _is_reserved(name):
            name = self.table_prefix + styled(plural(entity.replace("_", " ")).split(), self.table_style)
        return "the_" + name if _is_reserved(name) else name

    def column_name(self, entity: str, parts: list[str]) -> str:
        """The name of a column; a reserved word gets the entity before it."""
        if self.prefix_columns and parts[0] not in entity.split("_"):
            parts = [entity.split("_")[-1], *parts]
        name = styled(self._short(parts), self.style)
        return styled(self._short(entity.split("_") + parts), self.style) if _is_reserved(name) else name

    def key_words(self, entity: str) -> list[str]:
        """The words of a primary key's name."""
        own = entity.split("_")
        return {
            "id": ["id"], "pk": ["pk"], "id_entity": ["id", *own], "entity_id": [*own, "id"],
            "no": [*own, "no"], "code": [*own, "code"],
        }[self.key_style]  # fmt: skip

    def foreign_words(self, reference_words: list[str]) -> list[str]:
        """The words of a foreign key's name."""
        if self.key_name_by_role == "fk":
            return ["fk", *reference_words]
        if self.key_name_by_role == "bare":
            return reference_words
        if self.key_name_by_role == "id_first" or self.key_style == "id_entity":
            return ["id", *reference_words]
        if self.key_style in ("no", "code"):
            return [*reference_words, self.key_style]
        return [*reference_words, "id"]


class _Builder:
    """Builds one schema."""

    def __init__(self, rng: random.Random, domain: Domain) -> None:
        self.rng = rng
        self.domain = domain
        self.naming = _Convention.draw(rng)
        self.schema = Schema()
        self.tables: dict[str, Table] = {}
        self.entities = {entity.name: entity for entity in domain.entities}

    def build(self) -> Schema:
        """The finished schema."""
        chosen = _connected(self.rng, self.domain)
        for name in chosen:
            self._add_entity(self.entities[name])
        for name in chosen:
            for reference in self.entities[name].references:
                if reference.parent in self.tables and (reference.parent == name or self.rng.random() < 0.96):
                    self._add_key(self.tables[name], self.tables[reference.parent], reference)
        for link in self.domain.links:
            if link.first in self.tables and link.second in self.tables and self.rng.random() < 0.92:
                self._add_link(link)
        for name in chosen:
            self._add_bridge(self.entities[name])
        for table in self.schema.tables:
            self._shuffle(table)
            _make_unambiguous(table)
        return self.schema

    def _add_table(self, entity: str, *, is_person: bool) -> Table:
        taken = [table.name.lower() for table in self.schema.tables]
        names = [self.naming.table_name(entity), styled(entity.split("_"), self.naming.table_style), f"all_{entity}"]
        name = next(name for name in names if name.lower() not in taken)
        table = Table(name, entity, entity.replace("_", " "), is_person)
        self.tables[entity] = table
        self.schema.tables.append(table)
        return table

    def _add_column(self, table: Table, parts: list[str], attribute: Attribute | None) -> Column | None:
        name = self.naming.column_name(table.entity, parts)
        lower = name.lower()
        if lower in [column.name.lower() for column in table.columns]:
            return None
        column = Column(name, table, attribute, list(attribute.nouns) if attribute else [])
        table.columns.append(column)
        return column

    def _add_primary_key(self, table: Table) -> None:
        table.key = self._add_column(table, self.naming.key_words(table.entity), None)
        if table.key:
            kind = self.naming.key_style
            table.key.nouns = (
                [f"{table.singular} {'code' if kind == 'code' else 'number'}"] if kind in ("no", "code") else ["id"]
            )

    def _add_entity(self, entity: Entity) -> None:
        table = self._add_table(entity.name, is_person=entity.is_person)
        self._add_primary_key(table)
        if entity.is_person:
            self._add_person_name(table)
        rng = self.rng
        attributes = [*entity.attributes, *self._extras(entity.is_person)]
        if len(attributes) > 3 and rng.random() < 0.3:
            attributes = [a for a in attributes if a.kind == "title" or rng.random() < 0.7]
        unique = list({attribute.name: attribute for attribute in attributes}.values())
        heads = [attribute for attribute in unique if attribute.name in ("name", "title")][:1]
        rest = [attribute for attribute in unique if attribute not in heads]
        if rng.random() < 0.6:
            rng.shuffle(rest)
        for attribute in heads:
            with_entity = attribute.name == "name" and self.naming.name_column_with_entity
            other = self._other_name(attribute) if not with_entity and rng.random() < 0.2 else None
            parts = other[0] if other else attribute.words
            column = self._add_column(table, (entity.name.split("_") if with_entity else []) + parts, attribute)
            table.display = [column] if column else table.display
        for attribute in rest:
            names_rows = attribute.name in ("model", "address") and not table.display and not entity.is_person
            other = None if names_rows else self._other_name(attribute)
            if other and self._add_column(table, *other):
                continue
            column = self._add_column(table, [*attribute.words, *self._unit(attribute)], attribute)
            if column and names_rows:
                table.display = [column]

    def _extras(self, is_person: bool) -> list[Attribute]:
        names = words().lists["extra_person_attributes" if is_person else "extra_thing_attributes"]
        count = self.rng.choice((0, 1, 2, 3)) if is_person else self.rng.choice((0, 0, 0, 1, 2))
        return [catalog().attributes[name] for name in self.rng.sample(names, count)]

    def _other_name(self, attribute: Attribute) -> tuple[list[str], Attribute] | None:
        """Now and then another name for a column, which may be one more noun for it."""
        if not attribute.names or self.rng.random() >= OTHER_NAME_SHARE:
            return None
        name = self.rng.choice(attribute.names)
        parts = name.removeprefix("-").split("_")
        if name.startswith("-"):
            return parts, attribute
        nouns = tuple(dict.fromkeys((" ".join(parts), *attribute.nouns)))
        return parts, dataclasses.replace(attribute, nouns=nouns)

    def _unit(self, attribute: Attribute) -> list[str]:
        """Now and then a unit at the end of a column's name: weight_kg."""
        units = words().unit_suffixes.get(attribute.name)
        return [self.rng.choice(units)] if units and self.rng.random() < 0.08 else []

    def _add_person_name(self, table: Table) -> None:
        roll = self.rng.random()
        if roll < 0.62:
            first, last = self.naming.display_names
            columns = [
                self._add_column(table, first.split("_"), FIRST_NAME),
                self._add_column(table, last.split("_"), LAST_NAME),
            ]
            table.display = [column for column in columns if column]
        else:
            own = table.entity.split("_") if self.naming.name_column_with_entity else []
            column = self._add_column(table, ["full", "name"] if roll > 0.92 else [*own, "name"], FULL_NAME)
            table.display = [column] if column else []

    def _reference_words(self, child: Table, parent: Table, role: str) -> list[str]:
        if not role:
            return parent.entity.split("_")
        if child is not parent and role != "parent" and self.rng.random() < 0.3:
            return role.split("_") + parent.entity.split("_")
        return role.split("_")

    def _add_key(self, child: Table, parent: Table, reference: Reference) -> ForeignKey | None:
        parts = self.naming.foreign_words(self._reference_words(child, parent, reference.role))
        if child is parent and reference.role in ("manager", "supervisor", "boss") and self.rng.random() < 0.35:
            parts = ["reports", "to"]
        column = self._add_column(child, parts, None)
        if not column:
            return None
        role = reference.role.replace("_", " ")
        key = ForeignKey(child, column, parent, role, reference.prepositions, reference.verb)
        self.schema.foreign_keys.append(key)
        child.foreign_keys.append(key)
        return key

    def _add_link(self, link: Link) -> None:
        if len(self.schema.tables) >= MAX_TABLES:
            return
        table = self._add_table(link.name, is_person=False)
        if self.rng.random() < 0.35:
            self._add_primary_key(table)
        first = self._add_key(table, self.tables[link.first], Reference(link.first, "", ("of",)))
        second = self._add_key(table, self.tables[link.second], Reference(link.second, "", ("of",)))
        if not first or not second:
            self.schema.tables.remove(table)
            self.schema.foreign_keys = [key for key in self.schema.foreign_keys if key.child is not table]
            return
        table.junction = Junction(table, first, second, link.forward, link.backward, link.verb)
        first.link = second.link = table.junction
        self.schema.junctions.append(table.junction)
        for attribute in link.attributes:
            self._add_column(table, attribute.words, attribute)

    def _add_bridge(self, entity: Entity) -> None:
        bridge = entity.bridge
        keys = {key.parent.entity: key for key in self.tables[entity.name].foreign_keys}
        if bridge and bridge.first in keys and bridge.second in keys:
            first, second = keys[bridge.first], keys[bridge.second]
            self.schema.bridges.append(Junction(first.child, first, second, (), (), bridge.verb))

    def _shuffle(self, table: Table) -> None:
        """Moves keys among the other columns in a third of the tables; first and last name stay together."""
        if self.rng.random() >= 0.35:
            return
        head, rest = table.columns[:1], table.columns[1:]
        self.rng.shuffle(rest)
        table.columns = head + rest if self.rng.random() < 0.93 else rest + head
        if len(table.display) == 2 and self.rng.random() < 0.9:
            first, last = table.display
            table.columns.remove(last)
            table.columns.insert(table.columns.index(first) + 1, last)


def _connected(rng: random.Random, domain: Domain) -> list[str]:
    """Names of one to eight entities that mostly hang together by keys."""
    names = [entity.name for entity in domain.entities]
    neighbours: dict[str, set[str]] = {name: set() for name in names}
    pairs = [(e.name, r.parent) for e in domain.entities for r in e.references] + [
        (k.first, k.second) for k in domain.links
    ]
    for one, other in pairs:
        if one != other and other in neighbours:
            neighbours[one].add(other)
            neighbours[other].add(one)
    chosen = [rng.choice(names)]
    wanted = min(len(names), rng.choice((1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7)))
    while len(chosen) < wanted:
        reachable = sorted({name for one in chosen for name in neighbours[one] if name not in chosen})
        if not reachable or rng.random() < 0.05:
            reachable = [name for name in names if name not in chosen]
        chosen.append(rng.choice(reachable))
    return chosen


def _meaningful_words(attribute: Attribute) -> list[str]:
    found = [
        *attribute.most,
        *attribute.least,
        attribute.more,
        attribute.less,
        attribute.done,
        attribute.did,
        *attribute.verb[:1],
    ]
    return [word for word in found if word]


def _make_unambiguous(table: Table) -> None:
    """Takes from each column the nouns and adjectives that could mean another column of the table."""
    columns = table.attributes
    several_times = len(table.times) > 1
    telling = [set(_meaningful_words(column.meaning)) for column in columns]
    used = Counter(word for words in telling for word in words)
    taken = frozenset(word for word, count in used.items() if count > 1)
    called = Counter(noun for column in columns for noun in set(column.meaning.nouns))
    for column, own in zip(columns, telling, strict=True):
        is_time = column.kind in ("date", "year")
        nouns = [
            n
            for n in column.meaning.nouns
            if called[n] == 1 and not (is_time and several_times and n in ("date", "year"))
        ]
        column.nouns = nouns or [" ".join(column.meaning.words)]
        if (is_time and several_times) or not taken.isdisjoint(own):
            column.attribute = without_words(column.meaning, taken, ambiguous_time=is_time and several_times)


def build_schema(rng: random.Random, *, held_out: bool) -> Schema:
    """A random schema of the train or the test split."""
    domains = catalog().test_domains if held_out else catalog().train_domains
    composed = rng.random() < RANDOM_DOMAIN_SHARE
    return _Builder(rng, random_domain(rng, held_out=held_out) if composed else rng.choice(domains)).build()
