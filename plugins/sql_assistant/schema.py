"""What a database holds: tables, views, columns, keys, comments, row counts; the same for every engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class Column:
    """A column as declared; ``type`` is the declared type and may be empty. ``comment`` is the owner's, from the catalogue."""

    name: str
    type: str = ""
    is_key: bool = False
    comment: str = ""

    @property
    def is_text(self) -> bool:
        """Whether values are compared as text (SQLite's affinity rules; no declared type counts as text)."""
        kind = self.type.upper()
        return "INT" not in kind and (
            not kind or any(word in kind for word in ("CHAR", "CLOB", "TEXT", "DATE", "TIME"))
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view.

    Attributes:
        name: unique in its schema; outside the engine's default namespace it is ``namespace.table``.
        row_count: None where counting would have taken too long; an estimate where ``is_estimated``.
        comment: the owner's, from the catalogue.
        namespace: the engine's schema (catalogue) that it lies in; empty for the default one.
    """

    name: str
    columns: tuple[Column, ...]
    kind: Literal["table", "view"] = "table"
    row_count: int | None = None
    is_estimated: bool = False
    comment: str = ""
    namespace: str = ""

    @property
    def own_name(self) -> str:
        """The name without its namespace."""
        return self.name.removeprefix(f"{self.namespace}.") if self.namespace else self.name

    def column(self, name: str) -> Column | None:
        """The column of that name, whatever its case."""
        return next((c for c in self.columns if c.name.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``table.column`` refers to ``parent.parent_column``; ``is_declared`` is False where only the names say so."""

    table: str
    column: str
    parent: str
    parent_column: str
    is_declared: bool = True

    def joins(self, one: str, other: str) -> bool:
        """Whether the key connects the two tables, whichever is the child."""
        return {self.table.lower(), self.parent.lower()} == {one.lower(), other.lower()}


@dataclass(frozen=True)
class Schema:
    """Everything that can be asked of one database.

    Attributes:
        tables: tables and views in the order of their creation.
        keys: foreign keys, table by table, as declared.
        readable: lower-case names of all tables that a query may touch (also the inner tables of full-text indexes).
        default_namespace: the engine's name of the namespace that goes without one (``main``, ``public``).
    """

    tables: tuple[Table, ...]
    keys: tuple[ForeignKey, ...] = ()
    readable: frozenset[str] = field(default_factory=frozenset)
    default_namespace: str = "main"

    @cached_property
    def by_name(self) -> Mapping[str, Table]:
        """Tables by lower-case name."""
        return MappingProxyType({table.name.lower(): table for table in self.tables})

    def table(self, name: str) -> Table | None:
        """The table of that name, whatever its case."""
        return self.by_name.get(name.lower())

    def keys_between(self, one: str, other: str) -> list[ForeignKey]:
        """The foreign keys that connect two tables."""
        return [key for key in self.keys if key.joins(one, other)]


def quoted(name: str) -> str:
    """A name as an identifier in SQL, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'
