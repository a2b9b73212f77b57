"""Names without abbreviations, for a model that knows few words: ``tbl_cust.cust_nm`` is shown as ``customers.customer_name``.

A large model reads ``ord_dt`` as a person does. The small one has seen few abbreviations, and joins or shows the wrong column where it
cannot tell what one is; that a name is short for something is a thing that code can look up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.short import is_short_for, long_words
from plugins.sql_assistant.wording import Wording, is_plain, plain, unique, wording_of
from plugins.sql_assistant.words import pieces, stem

_TABLE_MARKS = frozenset("tbl tb t".split())
"""What stands before a table's name and says that it is one."""

_AS_IT_IS = frozenset(
    "id no fk so ap ar dr fa fi gl gr hr pc po pm py qm rc ta tr wc wo app co cap com con sub min max avg sum std temp mod sec pass tour "
    "ext tst reg res class name art".split()
)
"""Parts that are words themselves, that a model knows as they are, or that stand for too many things."""

_LEAST_OWN = 2
"""Letters of a table's name that a part of its columns' names may be."""


def spelled_out(schema: Schema, question: str = "") -> Wording:
    """Shown names for a schema: as ``wording_of`` has them where nothing in them is short for something.

    Args:
        question: its words show what a part may be short for.
    """
    usual, writer = wording_of(schema), _Writer(question)
    tables, columns = dict(usual.tables), dict(usual.columns)
    taken = {usual.table(table.name).lower() for table in schema.tables}
    for table in schema.tables:
        if long := writer.table(table):
            tables[table.name] = unique(plain(long, "the"), taken)
        own = {usual.column(table.name, column.name).lower() for column in table.columns}
        begins = writer.beginnings(table)
        for column in table.columns:
            if long := writer.column(column, begins):
                columns[table.name, column.name] = unique(plain(long, "the"), own)
    for key in schema.keys:  # a key is called alike where it is called alike
        parent = columns.get((key.parent, key.parent_column))
        if parent and key.column == key.parent_column and parent.lower() not in _others(schema, key, columns):
            columns[key.table, key.column] = parent
    return Wording(MappingProxyType(tables), MappingProxyType(columns))


def _others(schema: Schema, key: ForeignKey, columns: Mapping[tuple[str, str], str]) -> set[str]:
    """What the other columns beside a key are called, and shown as."""
    table = schema.table(key.table)
    names = [column.name for column in table.columns if column.name != key.column] if table else []
    return {name.lower() for name in names} | {columns.get((key.table, name), name).lower() for name in names}


class _Writer:
    def __init__(self, question: str) -> None:
        self._asked = tuple(dict.fromkeys(stem(word.lower()) for word in re.findall(r"[^\W\d_]+", question)))

    def table(self, table: Table) -> str:
        """A table's name spelled out, its last word in the plural; empty if nothing in it is short."""
        own = [piece.lower() for piece in pieces(table.own_name)]
        has_mark = len(own) > 1 and own[0] in _TABLE_MARKS
        rest = own[has_mark:]
        words = [self._long(piece) for piece in rest]
        if not words or (not has_mark and words == rest):
            return ""
        return "_".join([*words[:-1], _plural(words[-1])])

    def column(self, column: Column, begins: Mapping[str, str]) -> str:
        """A column's name spelled out; empty if nothing in it is short. ``begins``: as ``beginnings`` gives them for its table."""
        own = [piece.lower() for piece in pieces(column.name)]
        words = [begins.get(piece) or self._long(piece, is_text=column.is_text) for piece in own]
        return "" if words == own or not is_plain(column.name) else "_".join(words)

    def beginnings(self, table: Table) -> Mapping[str, str]:
        """What the letters that a table's columns begin with are short for, if it is the table's own name (``tr_nm`` of translators)."""
        called = [stem(word) for word in self.table(table).split("_") if word]
        starts = {own[0].lower() for c in table.columns if len(own := pieces(c.name)) > 1}
        return {
            start: called[-1]
            for start in starts
            if called and _LEAST_OWN <= len(start) < len(called[-1]) and called[-1].startswith(start)
        }

    def _long(self, piece: str, *, is_text: bool = True) -> str:
        if piece in _AS_IT_IS or (piece == "nm" and not is_text):  # miles, not names
            return piece
        found = long_words(piece)
        said = [word for word in found if stem(word) in self._asked]
        meant = [word for word in self._asked if is_short_for(piece, word)]
        return next(iter((*said, *found, *meant)), piece)


def _plural(word: str) -> str:
    if not word.isascii():
        return word
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|ch|sh)$", word) else word if word.endswith("s") else f"{word}s"
