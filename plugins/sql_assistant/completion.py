"""What could follow at a place of a query, best first: names of the schema, keywords, functions. It is asked at every key."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from plugins.sql_assistant.completion_context import Context, context_at
from plugins.sql_assistant.dialect_words import as_identifier, functions, keywords
from plugins.sql_assistant.editor_text import around
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

MOST = 40
"""Offers at a time."""

Kind = Literal["column", "table", "view", "join", "keyword", "function"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that could be written.

    Attributes:
        text: what is put in.
        kind: what it is.
        detail: a column's type and table, a table's number of columns.
        key: what the written letters are compared with; in small letters.
    """

    text: str
    kind: Kind
    detail: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """Offers for the text from ``start`` to the cursor."""

    start: int
    offers: tuple[Offer, ...] = ()


class Completer:
    """Offers for one schema and dialect. What needs all columns is made when it is built, so that no key waits for it."""

    def __init__(self, schema: Schema, dialect: str) -> None:
        self._schema = schema
        self._dialect = dialect
        self._all_columns = _all_columns(schema)

    def complete(self, text: str, cursor: int) -> Completion:
        """Offers at a place of a text; of a long one, only the statement there is read."""
        start, end = around(text, cursor)
        context = context_at(text[start:end], cursor - start)
        if context.place == "nothing":
            return Completion(cursor)
        groups = self._groups(context)
        return Completion(start + context.start, tuple(_ranked(groups, context.prefix)))

    def _groups(self, context: Context) -> Iterator[Iterable[Offer]]:
        """Offers from the nearest to the furthest."""
        match context.place:
            case "member":
                yield self._members(context)
            case "table":
                yield self._joinable(context)
                yield self._tables
            case "condition":
                yield self._conditions(context)
                yield from self._values(context)
            case _:
                yield from self._values(context)

    def _values(self, context: Context) -> Iterator[Iterable[Offer]]:
        used = self._used(context)
        yield (offer for alias, table in used for offer in self._columns_of(table, alias, several=len(used) > 1))
        if context.prefix or not used:
            yield self._keywords
            yield self._functions
            yield self._tables
        if not used and context.prefix:
            yield self._columns_with(context.prefix.lower())

    def _used(self, context: Context) -> list[tuple[str, Table]]:
        found = ((alias, self._schema.table(name)) for alias, name in context.tables.items())
        return [(alias, table) for alias, table in found if table is not None]

    def _members(self, context: Context) -> Iterable[Offer]:
        wanted = context.qualifier.lower()
        named = context.tables.get(wanted)
        table = self._schema.table(named or context.qualifier)
        if table is not None:
            return [self._column(table, column) for column in table.columns]
        inside = [one for one in self._schema.tables if one.namespace.lower() == wanted]
        return [self._table(one, one.own_name) for one in inside]

    def _columns_of(self, table: Table, alias: str, *, several: bool) -> Iterator[Offer]:
        """Columns; with the table's name before them where another table of the query has one of that name."""
        for column in table.columns:
            yield self._column(table, column, alias if several else "")

    def _column(self, table: Table, column: Column, alias: str = "") -> Offer:
        name = as_identifier(column.name, self._dialect)
        text = f"{as_identifier(alias, self._dialect)}.{name}" if alias else name
        return Offer(text, "column", f"{column.type} · {table.name}".removeprefix(" · "), column.name.lower())

    def _table(self, table: Table, name: str = "") -> Offer:
        shown = name or table.name
        text = as_identifier(shown, self._dialect)
        if table.namespace and not name:
            text = f"{as_identifier(table.namespace, self._dialect)}.{as_identifier(table.own_name, self._dialect)}"
        return Offer(text, table.kind, table.comment, table.own_name.lower())

    def _joinable(self, context: Context) -> Iterator[Offer]:
        """Tables that a foreign key connects with those of the query."""
        used = {table.name.lower() for _, table in self._used(context)}
        for key in self._schema.keys:
            ends = (key.table.lower(), key.parent.lower())
            for here, there in (ends, ends[::-1]):
                if here in used and there not in used and (table := self._schema.table(there)):
                    yield self._table(table)

    def _conditions(self, context: Context) -> Iterator[Offer]:
        """Join conditions between the table that was written last and those before it."""
        used = dict(self._used(context))
        written = [alias for alias in context.order if alias in used]
        for other in written[-2::-1] if written else ():
            last = written[-1]
            for key in self._schema.keys_between(used[last].name, used[other].name):
                yield self._condition(key, (last, used[last]), (other, used[other]))

    def _condition(self, key: ForeignKey, one: tuple[str, Table], other: tuple[str, Table]) -> Offer:
        child, parent = (one, other) if key.table.lower() == one[1].name.lower() else (other, one)
        left = f"{self._written(child)}.{as_identifier(key.column, self._dialect)}"
        right = f"{self._written(parent)}.{as_identifier(key.parent_column, self._dialect)}"
        return Offer(f"{left} = {right}", "join", "", f"{child[0]}.{key.column}".lower())

    def _written(self, used: tuple[str, Table]) -> str:
        alias, table = used
        return as_identifier(table.own_name if table.own_name.lower() == alias else alias, self._dialect)

    @cached_property
    def _tables(self) -> tuple[Offer, ...]:
        return tuple(sorted((self._table(table) for table in self._schema.tables), key=lambda offer: offer.key))

    def _columns_with(self, prefix: str) -> Iterator[Offer]:
        """Columns of all tables whose names have ``prefix`` in them; those that begin with it first, as many as may be offered."""
        every = self._all_columns
        begins = itertools.islice((key for key in every if key.startswith(prefix)), MOST)
        inside = itertools.islice((key for key in every if prefix in key), MOST)
        return (self._column(*every[key]) for key in dict.fromkeys((*begins, *inside)))

    @cached_property
    def _keywords(self) -> tuple[Offer, ...]:
        return tuple(Offer(word, "keyword", "", word.lower()) for word in keywords(self._dialect))

    @cached_property
    def _functions(self) -> tuple[Offer, ...]:
        return tuple(Offer(f"{name}(", "function", "", name) for name in functions(self._dialect))


def _all_columns(schema: Schema) -> dict[str, tuple[Table, Column]]:
    """Each different name once, with the first table that has it."""
    found: dict[str, tuple[Table, Column]] = {}
    for table in schema.tables:
        for column in table.columns:
            found.setdefault(column.name.lower(), (table, column))
    return found


def _ranked(groups: Iterable[Iterable[Offer]], prefix: str) -> list[Offer]:
    """Offers that begin with what is written, group by group, then those that have it inside."""
    wanted = prefix.lower()
    begins: list[Offer] = []
    inside: list[Offer] = []
    for group in groups:
        for offer in group:
            if offer.key.startswith(wanted) or offer.text.lower().startswith(wanted):
                begins.append(offer)
            elif len(wanted) > 1 and wanted in offer.key:
                inside.append(offer)
        if len(begins) >= MOST:
            break
    return _different([*begins, *inside])[:MOST]


def _different(offers: Sequence[Offer]) -> list[Offer]:
    """Each text once, at its first place."""
    found: dict[str, Offer] = {}
    for offer in offers:
        found.setdefault(offer.text.lower(), offer)
    return list(found.values())
