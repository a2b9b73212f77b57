"""What is being written at a place of a query: a light reader that never fails, for texts that are not whole yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Place = Literal["nothing", "table", "member", "condition", "value"]

_TOKEN = re.compile(
    r"(?P<text>'(?:[^']|'')*(?P<open>'?))|(?P<note>--[^\n]*|/\*(?:.|\n)*?(?:\*/|$))|"
    r"(?P<name>\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]\n]*\]|[^\W\d][\w$]*)|(?P<number>\d[\w.]*)|(?P<mark>[^\s\w])"
)
_AFTER_TABLE = frozenset(
    "on using where join left right full inner outer cross natural group order having limit union intersect except set window as "
    "lateral qualify offset fetch and or select from".split()
)
_ENDS_FROM = frozenset("where group order having limit union intersect except select window qualify".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A name or keyword of the text; ``text`` without quotes, in its own case."""

    text: str
    start: int
    end: int
    kind: str
    is_quoted: bool = False

    @property
    def key(self) -> str:
        """In small letters; of a quoted name, in none that a keyword has."""
        return f"“{self.text.lower()}”" if self.is_quoted else self.text.lower()


@dataclass(frozen=True, slots=True)
class Context:
    """Where the cursor is.

    Attributes:
        place: what belongs there; ``member`` is what follows ``alias.``, ``condition`` what follows ON.
        start: where the word at the cursor begins.
        prefix: the word as far as it is written.
        qualifier: the name before the dot.
        tables: name of each table of the statement, by the lower-case name that it goes by in it.
        order: the keys of ``tables`` as they are written before the cursor.
    """

    place: Place
    start: int
    prefix: str = ""
    qualifier: str = ""
    tables: Mapping[str, str] = field(default_factory=dict)
    order: Sequence[str] = ()


def context_at(text: str, cursor: int) -> Context:
    """What is written at ``cursor``, as far as the text says."""
    words = _words(text)
    if any(
        word.start < cursor <= word.end and word.kind in ("text", "note") and _holds(word, text, cursor)
        for word in words
    ):
        return Context("nothing", cursor)
    found = re.search(r"[\w$]*$", text[:cursor])
    start = found.start() if found else cursor
    prefix = text[start:cursor]
    if prefix[:1].isdigit():
        return Context("nothing", cursor)
    statement = _statement(words, cursor)
    tables = _tables(statement)
    before = [word for word in statement if word.end <= start and word.kind != "note"]
    order = [alias for alias, (_, at) in tables.items() if at < start]
    names = {alias: name for alias, (name, _) in tables.items()}
    if before and before[-1].text == "." and before[-1].end == start:
        qualifier = before[-2].text if len(before) > 1 else ""
        return Context("member", start, prefix, qualifier, names, order)
    return Context(_place(before), start, prefix, "", names, order)


def _holds(word: Word, text: str, cursor: int) -> bool:
    """Whether the cursor is inside a text or comment, not behind its end."""
    piece = text[word.start : word.end]
    is_closed = (len(piece) > 1 and piece.endswith("'")) if word.kind == "text" else piece.endswith("*/")
    return cursor < word.end or not is_closed


def _words(text: str) -> list[Word]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = next(name for name in ("text", "note", "name", "number", "mark") if match[name] is not None)
        piece = match[0]
        is_quoted = kind == "name" and piece[0] in '"`['
        found.append(Word(_unquoted(piece) if is_quoted else piece, match.start(), match.end(), kind, is_quoted))
    return found


def _unquoted(piece: str) -> str:
    return piece[1:-1].replace('""', '"')


def _statement(words: Sequence[Word], cursor: int) -> list[Word]:
    ends = [word.start for word in words if word.text == ";" and word.kind == "mark"]
    first = max((end for end in ends if end < cursor), default=-1)
    last = min((end for end in ends if end >= cursor), default=None)
    return [word for word in words if word.start > first and (last is None or word.start < last)]


def _tables(words: Sequence[Word]) -> dict[str, tuple[str, int]]:
    """Tables after FROM, JOIN and the commas between, by the name that they go by; with their place."""
    found: dict[str, tuple[str, int]] = {}
    expects, in_from, depth, from_depth = False, False, 0, 0
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        depth += (word.text == "(") - (word.text == ")")
        if word.key in ("from", "join"):
            expects, in_from, from_depth = True, True, depth
        elif word.text == "," and in_from and depth == from_depth:
            expects = True
        elif word.key in _ENDS_FROM or depth < from_depth:
            expects, in_from = False, False
        elif expects and word.kind == "name" and word.key not in _AFTER_TABLE:
            at = _take_table(words, at - 1, found)
            expects = False
        elif expects and word.text == "(":
            expects = False
    return found


def _take_table(words: Sequence[Word], at: int, found: dict[str, tuple[str, int]]) -> int:
    """Read ``[namespace.]table [AS] [alias]``; gives the place behind it."""
    start, name = words[at].start, words[at].text
    at += 1
    while at + 1 < len(words) and words[at].text == "." and words[at + 1].kind == "name":
        name = f"{name}.{words[at + 1].text}"
        at += 2
    alias = name.rpartition(".")[2]
    has_as = at < len(words) and words[at].key == "as"
    place = at + has_as
    if place < len(words) and words[place].kind == "name" and words[place].key not in _AFTER_TABLE:
        alias, at = words[place].text, place + 1
    found[alias.lower()] = (name, start)
    return at


def _place(before: Sequence[Word]) -> Place:
    if not before:
        return "value"
    last = before[-1].key
    if last in ("from", "join"):
        return "table"
    if last == "on":
        return "condition"
    if last == "as":
        return "nothing"
    return "table" if last == "," and _in_from(before) else "value"


def _in_from(before: Sequence[Word]) -> bool:
    """Whether the comma that is last parts tables."""
    depth = 0
    for word in reversed(before):
        depth += (word.text == ")") - (word.text == "(")
        if depth < 0:
            return False
        if depth == 0 and word.key in ("from", "join"):
            return True
        if depth == 0 and (word.key in _ENDS_FROM or word.key in ("by", "on", "using")):
            return False
    return False
