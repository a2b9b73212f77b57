"""Names without abbreviations, for a model that knows few words: ``tbl_cust.cust_nm`` is shown as ``customers.customer_name``.

A large model reads ``ord_dt`` as a person does. The small one has seen few abbreviations, and joins or shows the wrong column where it
cannot tell what one is; that a name is short for something is a thing that code can look up.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.vocabulary import SHORT
from plugins.sql_assistant.wording import Wording, is_plain, plain, unique, wording_of
from plugins.sql_assistant.words import stem

_PART = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])|\d+")
_TABLE_MARKS = frozenset("tbl tb t".split())
"""What stands before a table's name and says that it is one."""

_AS_IT_IS = frozenset(
    "id no fk so ap ar dr fa fi gl gr hr pc po pm py qm rc ta tr wc wo app co cap com con sub min max avg sum std temp".split()
)
"""Parts that are words themselves, that a model knows as they are, or that stand for too many things."""

_LEAST_OWN = 2
"""Letters of a table's name that a part of its columns' names may be."""


def spelled_out(schema: Schema) -> Wording:
    """Shown names for a schema: as ``wording_of`` has them where nothing in them is short for something."""
    usual = wording_of(schema)
    tables, columns = dict(usual.tables), dict(usual.columns)
    taken = {usual.table(table.name).lower() for table in schema.tables}
    for table in schema.tables:
        if long := _long_table(table):
            tables[table.name] = unique(plain(long, "the"), taken)
        own = {usual.column(table.name, column.name).lower() for column in table.columns}
        for column in table.columns:
            if long := _long(column.name, _own_words(table)):
                columns[table.name, column.name] = unique(plain(long, "the"), own)
    return Wording(MappingProxyType(tables), MappingProxyType(columns))


def _long_table(table: Table) -> str:
    """A table's name spelled out, its last word in the plural; empty if nothing in it is short."""
    pieces = _PART.findall(table.own_name)
    marks = len(pieces) > 1 and pieces[0].lower() in _TABLE_MARKS
    rest = pieces[1:] if marks else pieces
    words = [_spelled(piece) for piece in rest]
    if not marks and words == [piece.lower() for piece in rest]:
        return ""
    return "_".join([*words[:-1], _plural(words[-1])])


def _long(name: str, own: dict[str, str]) -> str:
    """A column's name spelled out; empty if nothing in it is short."""
    pieces = [piece.lower() for piece in _PART.findall(name)]
    words = [own.get(piece) or _spelled(piece) for piece in pieces]
    return "" if words == pieces or not is_plain(name) else "_".join(words)


def _own_words(table: Table) -> dict[str, str]:
    """What the letters that a table's columns begin with are short for, if it is the table's own name (``tr_nm`` of translators)."""
    called = [stem(word) for word in _long_table(table).split("_") if word]
    starts = {piece[0].lower() for c in table.columns if len(piece := _PART.findall(c.name)) > 1}
    return {
        start: called[-1]
        for start in starts
        if called and _LEAST_OWN <= len(start) < len(called[-1]) and called[-1].startswith(start)
    }


def _spelled(piece: str) -> str:
    lower = piece.lower()
    return lower if lower in _AS_IT_IS else SHORT.get(lower, (lower,))[0]


def _plural(word: str) -> str:
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(?:s|x|ch|sh)$", word) else word if word.endswith("s") else f"{word}s"
