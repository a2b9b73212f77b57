"""What an editor must know of a text of SQL as it is written: tokens, statements, brackets, comments, where an error lies. Never fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "note", "name", "word", "number", "mark"]

_STRING = r"(?P<text>'(?:[^']|'')*'?"
_NOTE = r"(?P<note>--[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?"
_REST = r"(?P<word>[^\W\d][\w$]*)|(?P<number>\d[\w.]*|\.\d+)|(?P<mark>[^\s\w])"
_BACKTICK = r"`(?:[^`]|``)*`?"
_DOUBLE = r'"(?:[^"]|"")*"?'
_TOKENS = {
    "mysql": re.compile(rf"{_STRING}|{_DOUBLE})|{_NOTE}|\#[^\n]*)|(?P<name>{_BACKTICK})|{_REST}"),
    "postgres": re.compile(
        rf"{_STRING}|\$(?P<tag>\w*)\$(?:.|\n)*?(?:\$(?P=tag)\$|\Z))|{_NOTE})|(?P<name>{_DOUBLE})|{_REST}"
    ),
    "tsql": re.compile(rf"{_STRING})|{_NOTE})|(?P<name>{_DOUBLE}|\[[^\]\n]*\]?)|{_REST}"),
}
_ANY = re.compile(rf"{_STRING})|{_NOTE})|(?P<name>{_DOUBLE}|{_BACKTICK})|{_REST}")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_LONG = 4_000
_INDENT = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text from ``start`` to ``end``; ``name`` is quoted, ``word`` is a name or keyword without quotes."""

    kind: Kind
    start: int
    end: int
    text: str

    @property
    def bare(self) -> str:
        """The text without quotes."""
        return self.text.strip('"`[]') if self.kind == "name" else self.text


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` in place of what stands from ``start`` to ``end``."""

    start: int
    end: int
    text: str


def tokens(text: str, dialect: str) -> Iterator[Token]:
    """All pieces but white space; a text or comment that is not closed goes to the end."""
    for found in _TOKENS.get(dialect, _ANY).finditer(text):
        kind = "text" if found.lastgroup == "tag" else found.lastgroup
        yield Token(kind or "mark", found.start(), found.end(), found[0])  # type: ignore[arg-type]  # the groups' names


@dataclass(frozen=True, slots=True)
class Statement:
    """One of several: its text from ``start`` to ``end`` without the white space around it; ``until`` is where its semicolon stands."""

    start: int
    end: int
    until: int


def statements(text: str, dialect: str) -> list[Statement]:
    """All that hold more than comments."""
    ends = [token.start for token in tokens(text, dialect) if token.kind == "mark" and token.text == ";"]
    found, start = [], 0
    for until in [*ends, len(text)]:
        piece = text[start:until]
        if any(token.kind != "note" for token in tokens(piece, dialect)):
            left = start + len(piece) - len(piece.lstrip())
            found.append(Statement(left, left + len(piece.strip()), until))
        start = until + 1
    return found


def statement_at(text: str, cursor: int, dialect: str) -> str:
    """The statement at the cursor; behind the last one, that one."""
    found = statements(text, dialect)
    if not found:
        return ""
    at = next((one for one in found if cursor <= one.until), found[-1])
    return text[at.start : at.end]


def around(text: str, cursor: int) -> tuple[int, int]:
    """The part of a long text that matters at the cursor: between semicolons at the ends of lines. It is found without reading the text."""
    if len(text) < _LONG:
        return 0, len(text)
    start = text.rfind(";\n", 0, max(cursor - 1, 0))
    end = text.find(";\n", cursor)
    return start + 1, len(text) if end < 0 else end


def brackets_at(text: str, cursor: int, dialect: str) -> tuple[int, ...]:
    """The bracket before or behind the cursor and its partner; the bracket alone where it has none; nothing beside none."""
    if not set(text[max(cursor - 1, 0) : cursor + 1]) & set("()[]{}"):
        return ()
    start, end = around(text, cursor)
    return tuple(start + place for place in _pair(text[start:end], cursor - start, dialect))


def _pair(text: str, cursor: int, dialect: str) -> tuple[int, ...]:
    partners: dict[int, int | None] = {}
    still_open: list[Token] = []
    for token in tokens(text, dialect):
        if token.kind != "mark" or token.text not in "()[]{}":
            continue
        partners[token.start] = None
        if token.text in _PAIRS:
            still_open.append(token)
        elif still_open and _PAIRS[still_open[-1].text] == token.text:
            partner = still_open.pop()
            partners[token.start], partners[partner.start] = partner.start, token.start
    for place in (cursor - 1, cursor):
        if place in partners:
            other = partners[place]
            return (place,) if other is None else (min(place, other), max(place, other))
    return ()


def comments_toggled(text: str, start: int, end: int) -> Edit:
    """The lines from ``start`` to ``end`` as comments, or as no comments any more where all of them are."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    lines = text[first:last].split("\n")
    written = [line for line in lines if line.strip()]
    if written and all(line.lstrip().startswith("--") for line in written):
        done = [re.sub(r"^([ \t]*)-- ?", r"\1", line) for line in lines]
    else:
        indent = min((_indent(line) for line in written), default=0)
        done = [f"{line[:indent]}-- {line[indent:]}" if line.strip() or not written else line for line in lines]
    return Edit(first, last, "\n".join(done))


def _indent(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0


def after_layout(before: str, cursor: int, after: str) -> int:
    """The cursor's place when only white space changed: behind as many other characters as before."""
    wanted = len("".join(before[:cursor].split()))
    if not wanted:
        return 0
    seen = 0
    for place, character in enumerate(after):
        seen += not character.isspace()
        if seen == wanted:
            return place + 1
    return len(after)
