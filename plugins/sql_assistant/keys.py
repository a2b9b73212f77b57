"""Foreign keys that a database does not declare but names plainly: ``orders.customer_id`` belongs to ``customers.id``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.pauses import with_pauses
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.words import parts

_GENERIC = frozenset(("id", "pk", "key", "code", "no", "nr", "number", "name", "uuid"))
_KEY_WORDS = frozenset(("id", "no", "nr", "code", "key", "fk", "pk", "number"))


def with_inferred_keys(schema: Schema) -> Schema:
    """The schema with keys added that follow from names; declared ones stay, in their order and before the others of their table."""
    declared: dict[str, list[ForeignKey]] = defaultdict(list)
    for known in schema.keys:
        declared[known.table].append(known)
    keys: list[ForeignKey] = []
    parents = _Parents(schema)
    for table in with_pauses(schema.tables):
        keys += declared[table.name]
        if table.kind == "table":
            own = key_column(table)
            taken = {key.column for key in declared[table.name]} | ({own.name} if own else set())
            free = [column for column in table.columns if column.name not in taken]
            keys += [key for column in free if (key := _inferred(parents, table, column)) is not None]
    return replace(schema, keys=tuple(keys))


def _inferred(parents: _Parents, table: Table, column: Column) -> ForeignKey | None:
    if not (found := parents.of(table, column)):
        return None
    best = max(score for score, _, _ in found)
    fitting = [(parent, key) for score, parent, key in found if score == best]
    if len(fitting) != 1:
        return None
    parent, key = fitting[0]
    return ForeignKey(table.name, column.name, parent.name, key.name, is_declared=False)


_Found = tuple[int, Table, Column]
"""How well a name fits, the table, its key."""


class _Parents:
    """The tables that columns may refer to, by what columns that refer to them are called."""

    def __init__(self, schema: Schema) -> None:
        self._by_key: dict[str, list[tuple[Table, Column]]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[Table, Column]]] = defaultdict(list)
        self._by_word: dict[str, list[tuple[Table, Column]]] = defaultdict(list)
        self._by_column: dict[str, tuple[list[_Found], bool]] = {}
        for table in with_pauses(schema.tables):
            key = key_column(table)
            if table.kind == "view" or key is None:
                continue
            words = parts(table.name)
            self._by_key[key.name.lower()].append((table, key))
            self._by_name["".join(words)].append((table, key))
            if len(words) == 1:
                self._by_word[words[0]].append((table, key))

    def of(self, table: Table, column: Column) -> list[_Found]:
        """Tables that a column may refer to, with how well the name fits; a table may come twice."""
        found, is_bare = self._called(column.name)
        if not found or (is_bare and column.is_text):
            return []
        return [one for one in found if one[1].name != table.name]

    def _called(self, name: str) -> tuple[list[_Found], bool]:
        """What a column of that name may refer to, and whether the name lacks a word for a key. Many columns share a name."""
        if name not in self._by_column:
            words = parts(name)
            kernel = [word for word in words if word not in _KEY_WORDS]
            is_bare = len(kernel) == len(words)
            self._by_column[name] = list(self._fitting(name.lower(), kernel, is_bare)) if kernel else [], is_bare
        return self._by_column[name]

    def _fitting(self, name: str, kernel: list[str], is_bare: bool) -> Iterator[_Found]:
        for parent, key in self._by_key.get(name, ()) if name not in _GENERIC else ():
            yield 4 if kernel == parts(parent.name) else 3, parent, key
        if is_bare:
            return
        for parent, key in self._by_name.get("".join(kernel), ()):
            yield 2, parent, key
        for parent, key in self._by_word.get(kernel[-1], ()):
            yield 1, parent, key


def key_column(table: Table) -> Column | None:
    """The one column that names a row: the declared primary key, else one called ``id`` or like the table and ``id``."""
    declared = [column for column in table.columns if column.is_key]
    if declared:
        return declared[0] if len(declared) == 1 else None
    likely = ("id", "".join(parts(table.name)) + "id")
    return next((c for c in table.columns if "".join(parts(c.name)) in likely), None)
