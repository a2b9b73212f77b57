"""Names as a model reads and writes them: every table and column is one plain word, so that no answer needs quotes.

``Order Details`` is shown as ``Order_Details``, a table ``order`` as ``the_order``, ``group`` of ``box`` as ``box_group``; checking
puts the real names back. Names that are plain words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from plugins.sql_assistant.schema import Schema, Table

RESERVED = frozenset(
    "add all alter always analyze and any as asc attach autoincrement between by cascade case cast check collate commit "
    "conflict constraint create cross cube current_date current_time current_timestamp current_user default deferrable "
    "deferred delete desc describe detach distinct div do drop else end escape except exclude exclusive exists explain "
    "fail false fetch filter following for foreign from full generated glob grant group grouping having if ignore ilike "
    "immediate in index indexed initially inner insert instead intersect interval into is isnull join lateral left like "
    "limit lock materialized natural not nothing notnull null nulls of offset on or order others outer over overlaps "
    "partition pivot pragma preceding primary qualify raise recursive references regexp reindex rename replace returning "
    "revoke right rlike rollback rollup savepoint select semi set straight_join table tablesample temporary then ties to "
    "transaction trigger true truncate try_cast unbounded uncache union unique unnest unpivot update using vacuum values "
    "virtual when where window with within without xor".split()
)
"""Words that mean something else to SQLite or to the parser where a name is expected."""

_PLAIN = re.compile(r"[^\W\d]\w*\Z")


@dataclass(frozen=True, slots=True)
class Wording:
    """Shown names both ways.

    Attributes:
        tables: real table name → shown.
        columns: (real table name, real column name) → shown.
    """

    tables: Mapping[str, str]
    columns: Mapping[tuple[str, str], str]

    def table(self, name: str) -> str:
        """The shown name of a real table."""
        return self.tables.get(name, name)

    def column(self, table: str, name: str) -> str:
        """The shown name of a real column."""
        return self.columns.get((table, name), name)

    def real_table(self, schema: Schema, name: str) -> Table | None:
        """The table that a shown or real name means, whatever its case."""
        if found := schema.table(name):
            return found
        real = next((real for real, shown in self.tables.items() if shown.lower() == name.lower()), None)
        return schema.table(real) if real else None

    def real_column(self, table: Table, name: str) -> str | None:
        """The real column that a shown or real name means in a table, whatever its case."""
        if found := table.column(name):
            return found.name
        return next((c.name for c in table.columns if self.column(table.name, c.name).lower() == name.lower()), None)


def wording_of(schema: Schema) -> Wording:
    """Shown names for a schema, each unique among its neighbours."""
    taken = {table.name.lower() for table in schema.tables}
    tables: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    for table in schema.tables:
        if not is_plain(table.name):
            tables[table.name] = unique(plain(table.name, "the"), taken)
        shown = tables.get(table.name, table.name)
        own = {column.name.lower() for column in table.columns}
        for column in table.columns:
            if not is_plain(column.name):
                columns[table.name, column.name] = unique(plain(column.name, shown), own)
    return Wording(MappingProxyType(tables), MappingProxyType(columns))


def is_plain(name: str) -> bool:
    """Whether a name can stand in a query without quotes."""
    return bool(_PLAIN.match(name)) and name.lower() not in RESERVED


def plain(name: str, before: str) -> str:
    """A plain word made of a name; a reserved word, or one that starts with a digit, gets ``before`` in front."""
    word = re.sub(r"\W+", "_", name).strip("_")
    return word if is_plain(word) else f"{before}_{word}".strip("_")


def unique(name: str, taken: set[str]) -> str:
    """A name that is none of ``taken``, which gets it."""
    found, number = name, 2
    while found.lower() in taken:
        found, number = f"{name}_{number}", number + 1
    taken.add(found.lower())
    return found
