"""Schemas: tables, columns and keys, and the text that the model reads."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from training.generators.sql_catalog import CATEGORY_KINDS, FLAG_KINDS, NUMBER_KINDS, TIME_KINDS, Attribute


@dataclass(slots=True, eq=False)
class Column:
    """A column; `attribute` is None for keys. `nouns` are the words that mean it and no other column of its table."""

    name: str
    table: Table
    attribute: Attribute | None
    nouns: list[str]

    @property
    def kind(self) -> str:
        """The attribute's kind, "id" for keys."""
        return self.attribute.kind if self.attribute else "id"

    @property
    def meaning(self) -> Attribute:
        """The attribute of a column that is no key.

        Raises:
            ValueError: the column is a key.
        """
        if self.attribute is None:
            raise ValueError(f"{self.name} is a key and has no attribute")
        return self.attribute

    def sql(self, *, qualified: bool) -> str:
        """The column as a query names it."""
        return f"{self.table.name} . {self.name}" if qualified else self.name


@dataclass(slots=True, eq=False)
class ForeignKey:
    """`child.column` refers to the key of `parent`; `link` is set on the two keys of a junction table."""

    child: Table
    column: Column
    parent: Table
    role: str
    prepositions: tuple[str, ...]
    verb: tuple[str, ...]
    link: Junction | None = None

    @property
    def is_self(self) -> bool:
        """Whether child and parent are the same table."""
        return self.child is self.parent

    @property
    def join_condition(self) -> str:
        """The condition of the join, the child's side first."""
        key = self.parent.primary_key
        return f"{self.child.name} . {self.column.name} = {self.parent.name} . {key.name}"


@dataclass(slots=True, eq=False)
class Junction:
    """A table that joins two others many to many."""

    table: Table
    first: ForeignKey
    second: ForeignKey
    forward: tuple[str, ...]
    backward: tuple[str, ...]
    verb: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Table:
    """A table about one entity; `display` are the columns that name a row (first and last name, a name, a title)."""

    name: str
    entity: str
    singular: str
    is_person: bool
    columns: list[Column] = field(default_factory=list)
    key: Column | None = None
    display: list[Column] = field(default_factory=list)
    junction: Junction | None = None
    foreign_keys: list[ForeignKey] = field(default_factory=list)

    @property
    def primary_key(self) -> Column:
        """The key column.

        Raises:
            ValueError: the table has none (a junction table may have none).
        """
        if self.key is None:
            raise ValueError(f"{self.name} has no primary key")
        return self.key

    def of_kind(self, *kinds: str) -> list[Column]:
        """The columns of the given kinds."""
        return [column for column in self.columns if column.kind in kinds]

    @property
    def attributes(self) -> list[Column]:
        """All columns that are no keys."""
        return [column for column in self.columns if column.attribute is not None]

    @property
    def printable(self) -> list[Column]:
        """The columns whose values someone would ask to see."""
        return [column for column in self.columns if column.attribute is not None and column.kind not in FLAG_KINDS]

    @property
    def numbers(self) -> list[Column]:
        """The columns that can be averaged or compared by size."""
        return [c for c in self.columns if c.kind in NUMBER_KINDS and c.meaning.name != "room_number"]

    @property
    def times(self) -> list[Column]:
        """The dates and years."""
        return self.of_kind(*TIME_KINDS)

    @property
    def categories(self) -> list[Column]:
        """The columns to group by."""
        return self.of_kind(*CATEGORY_KINDS)

    def display_sql(self, *, qualified: bool) -> list[str]:
        """What a question for the rows selects: the naming columns, else everything."""
        if self.display:
            return [column.sql(qualified=qualified) for column in self.display]
        return [f"{self.name} . *" if qualified else "*"]


@dataclass(slots=True, eq=False)
class Schema:
    """All tables of one database."""

    tables: list[Table] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    junctions: list[Junction] = field(default_factory=list)
    bridges: list[Junction] = field(default_factory=list)
    """Tables with rows of their own that also tell what one table's rows did to another's."""

    def text(self, rng: random.Random) -> str:
        """The schema as the model reads it, tables in random order, keys in the order of their tables."""
        tables = self.tables[:]
        rng.shuffle(tables)
        position = {table.name: i for i, table in enumerate(tables)}
        lines = [f"TABLE {t.name} ( {' , '.join(c.name for c in t.columns)} )" for t in tables]
        keys = sorted(self.foreign_keys, key=lambda key: position[key.child.name])
        lines += [f"FK {k.child.name}.{k.column.name} = {k.parent.name}.{k.parent.primary_key.name}" for k in keys]
        return "\n".join(lines)
