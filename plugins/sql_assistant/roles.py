"""Which of several keys to one table a question means: where something comes from or goes to, home or away, or the one that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from plugins.sql_assistant.schema import ForeignKey, Table
from plugins.sql_assistant.short import name_words
from plugins.sql_assistant.words import parts, stem

Way = Literal["from", "to", ""]

_FROM = frozenset("origin orig from source src start departure depart dep begin sender".split())
_TO = frozenset("destination dest to target end arrival arr receiver recipient".split())
_LEAVES = re.compile(
    r"\b(?:left|leav(?:e|es|ing)|depart\w*|tak(?:e|es|ing) off|took off|set(?:s|ting)? off)\b", re.IGNORECASE
)
_ARRIVES = re.compile(
    r"\b(?:arriv\w*|land(?:s|ed|ing)?|bound for|(?:fl(?:y|ies|ew|own|ying)|go(?:es|ing|ne)?|went|sail\w*|travel\w*|runs?|ran|driv\w+|drove"
    r"|shipp?\w*|sen[dt]s?|transfer\w*|mov\w+|head\w*)\s+(?:(?:in)?to|for)\b)",
    re.IGNORECASE,
)
_BEFORE_FROM = re.compile(
    r"\b(?:from|leaving|left|departing|out of|starting (?:at|in|from))\s+(?:the\s+)?$", re.IGNORECASE
)
_BEFORE_TO = re.compile(
    r"\b(?:to|into|towards?|arriv\w+ (?:at|in)|land\w* (?:at|in)|reach\w*|bound for)\s+(?:the\s+)?$", re.IGNORECASE
)
_KEY_WORDS = frozenset("id no nr code key fk number identifier".split())
_OF_EACH = (
    r"\b(?:per|each|every|by|without(?: an?| any)?|no|lacking(?: an?)?|missing(?: an?)?|have no|has no)\s+(?:the\s+)?"
)

_LACKS = r"\b(?:without|lack(?:s|ing)?|missing|ha(?:s|ve|d) no)\s+(?:(?:an?|any|the|their|its)\s+)?(?:assigned\s+)?"

Values = Mapping[tuple[str, str], tuple[str, ...]]


def way_of(name: str) -> Way:
    """Whether a column of this name tells where something starts or where it ends."""
    own = name_words(name)
    starts, ends = bool(own & _FROM), bool(own & _TO)
    return "" if starts == ends else "from" if starts else "to"


def way_to(question: str, value: str) -> Way:
    """Whether a question says that something starts or ends at what it calls by ``value``."""
    for found in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", question, re.IGNORECASE):
        before = question[: found.start()]
        if _BEFORE_FROM.search(before):
            return "from"
        if _BEFORE_TO.search(before):
            return "to"
    return ""


def joining_keys(question: str, keys: Sequence[ForeignKey], values: Values) -> list[ForeignKey]:
    """The keys by which the query of a question may join: of several from one table to another those that it means, where it says that."""
    kept = []
    for key in keys:
        rivals = [k for k in keys if (k.table, k.parent) == (key.table, key.parent)]
        meant = _meant(question, rivals, values) if len(rivals) > 1 and key.table != key.parent else []
        if not meant or key in meant:
            kept.append(key)
    return kept


def _meant(question: str, keys: Sequence[ForeignKey], values: Values) -> list[ForeignKey]:
    by_name = [key for key in keys if _says(question, _kernel(key.column) - set(parts(key.parent)))]
    if by_name and len(by_name) < len(keys):
        return by_name
    if {way_of(key.column) for key in keys} < {"from", "to"} or len({way_of(key.column) for key in keys}) < 2:
        return []
    named = [value for (table, _), found in values.items() if table == keys[0].parent for value in found]
    ways = {way_to(question, value) for value in named} - {""}
    if not ways:
        leaves, arrives = bool(_LEAVES.search(question)), bool(_ARRIVES.search(question))
        ways = set() if leaves == arrives else {"from" if leaves else "to"}
    return [key for key in keys if {way_of(key.column)} == ways]


def _kernel(name: str) -> set[str]:
    return {part for part in parts(name) if part not in _KEY_WORDS}


def _says(question: str, names: set[str]) -> bool:
    said = {stem(word.lower()) for word in re.findall(r"[^\W\d_]+", question)} - {"from", "to", "start", "end", "by"}
    return bool(names) and names <= said


def meant_as_keys(question: str, tables: Sequence[Table], words: frozenset[str]) -> frozenset[str]:
    """Those of some words, lower case, that a question says for a key by whose rows it groups or which is missing (per captain)."""
    keys = {
        next(iter(kernel))
        for table in tables
        for column in table.columns
        if not column.is_key and set(parts(column.name)) & _KEY_WORDS and len(kernel := _kernel(column.name)) == 1
    }
    return frozenset(
        word
        for word in words
        if stem(word) in keys and re.search(rf"{_OF_EACH}{re.escape(word)}\b", question, re.IGNORECASE)
    )


def keys_of_each(question: str, keys: Sequence[ForeignKey]) -> list[ForeignKey]:
    """The keys by whose rows a question groups (per captain, where captain_id refers to pilots)."""
    return [key for key in keys if not _is_called_after(key) and _groups_by(question, _kernel(key.column))]


def keys_not_set(question: str, keys: Sequence[ForeignKey], named: frozenset[str]) -> list[ForeignKey]:
    """The keys of tables which a question names that refer to nothing in what it asks for (flights without a captain)."""
    return [
        key
        for key in keys
        if key.table in named and len(name := _kernel(key.column)) == 1 and _is_missing(question, *name)
    ]


def _groups_by(question: str, names: set[str]) -> bool:
    words = r"\s+".join(re.escape(name) for name in names)  # of one word nearly always
    return len(names) == 1 and bool(
        re.search(rf"\b(?:per|each|every)\s+{words}\b|\bby\s+{words}s?\s*(?:[,?.!]|$)", question, re.IGNORECASE)
    )


def _is_missing(question: str, name: str) -> bool:
    return bool(re.search(rf"{_LACKS}{re.escape(name)}s?\b", question, re.IGNORECASE))


def _is_called_after(key: ForeignKey) -> bool:
    return _kernel(key.column) <= set(parts(key.parent))


def placed(question: str, values: Values) -> dict[tuple[str, str], tuple[str, ...]]:
    """Values without those of a column where things end, where the question says that they start there, and the other way round."""
    kept: dict[tuple[str, str], tuple[str, ...]] = {}
    for (table, column), found in values.items():
        own = way_of(column)
        rivals = {v for (t, c), vs in values.items() if t == table and way_of(c) and way_of(c) != own for v in vs}
        left = tuple(v for v in found if not own or v not in rivals or way_to(question, v) in ("", own))
        if left:
            kept[table, column] = left
    return kept
