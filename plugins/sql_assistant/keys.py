"""Foreign keys that a database does not declare but names plainly: ``orders.customer_id`` belongs to ``customers.id``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.words import parts

_GENERIC = frozenset(("id", "pk", "key", "code", "no", "nr", "number", "name", "uuid"))
_KEY_WORDS = frozenset(("id", "no", "nr", "code", "key", "fk", "pk", "number"))


def with_inferred_keys(schema: Schema) -> Schema:
    """The schema with keys added that follow from names; declared ones stay, in their order and before the others of their table."""
    declared = {(key.table, key.column) for key in schema.keys}
    keys: list[ForeignKey] = []
    parents = _Parents(schema)
    for table in schema.tables:
        keys += [key for key in schema.keys if key.table == table.name]
        free = [c for c in table.columns if (table.name, c.name) not in declared]
        if table.kind == "table":
            keys += [key for column in free if (key := _inferred(parents, table, column)) is not None]
    return replace(schema, keys=tuple(keys))


def _inferred(parents: _Parents, table: Table, column: Column) -> ForeignKey | None:
    own = key_column(table)
    if own is not None and own.name == column.name:
        return None
    found = list(parents.of(table, column))
    best = max((score for score, _, _ in found), default=0)
    fitting = [(parent, key) for score, parent, key in found if score == best]
    if len(fitting) != 1:
        return None
    parent, key = fitting[0]
    return ForeignKey(table.name, column.name, parent.name, key.name, is_declared=False)


class _Parents:
    """The tables that columns may refer to, by what columns that refer to them are called."""

    def __init__(self, schema: Schema) -> None:
        self._by_key: dict[str, list[tuple[Table, Column]]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[Table, Column]]] = defaultdict(list)
        self._by_word: dict[str, list[tuple[Table, Column]]] = defaultdict(list)
        for table in schema.tables:
            key = key_column(table)
            if table.kind == "view" or key is None:
                continue
            words = parts(table.name)
            self._by_key[key.name.lower()].append((table, key))
            self._by_name["".join(words)].append((table, key))
            if len(words) == 1:
                self._by_word[words[0]].append((table, key))

    def of(self, table: Table, column: Column) -> Iterator[tuple[int, Table, Column]]:
        """Tables that a column may refer to, with how well the name fits; a table may come twice."""
        words = parts(column.name)
        kernel = [word for word in words if word not in _KEY_WORDS]
        if not kernel or (len(kernel) == len(words) and column.is_text):
            return
        named = column.name.lower()
        for parent, key in self._by_key.get(named, ()) if named not in _GENERIC else ():
            if parent.name != table.name:
                yield 4 if kernel == parts(parent.name) else 3, parent, key
        if len(kernel) == len(words):
            return
        for score, alike in ((2, self._by_name.get("".join(kernel), ())), (1, self._by_word.get(kernel[-1], ()))):
            for parent, key in alike:
                if parent.name != table.name:
                    yield score, parent, key


def key_column(table: Table) -> Column | None:
    """The one column that names a row: the declared primary key, else one called ``id`` or like the table and ``id``."""
    declared = [column for column in table.columns if column.is_key]
    if declared:
        return declared[0] if len(declared) == 1 else None
    likely = ("id", "".join(parts(table.name)) + "id")
    return next((c for c in table.columns if "".join(parts(c.name)) in likely), None)
