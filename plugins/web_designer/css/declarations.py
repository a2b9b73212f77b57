"""Declarations with their places in the text, such as a ``style`` attribute holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = re.compile(r"\s*(?:/\*.*?\*/\s*)*([-\w]+)\s*:\s*", re.DOTALL)
_PIECE = re.compile(r"/\*.*?(?:\*/|\Z)|\"(?:\\.|[^\"\\])*(?:\"|\Z)|'(?:\\.|[^'\\])*(?:'|\Z)|\\.|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration; ``start`` is that of its name, ``end`` lies before its semicolon."""

    name: str
    start: int
    value_start: int
    end: int


def declarations(css: str) -> Iterator[Declaration]:
    """What a declaration list declares; what is none is passed over."""
    at = 0
    while at < len(css):
        head = _HEAD.match(css, at)
        end = end_of_value(css, head.end() if head else at)
        if head:
            yield Declaration(
                head[1].lower(), head.start(1), head.end(), head.end() + len(css[head.end() : end].rstrip())
            )
        at = end + 1


def end_of_value(css: str, at: int) -> int:
    """Where a declaration's value ends: its semicolon, or the end of its block."""
    depth = 0
    for piece in _PIECE.finditer(css, at):
        char = piece[0]
        if depth == 0 and char in (";", "}"):
            return piece.start()
        depth += (char in ("(", "[", "{")) - (char in (")", "]", "}"))
    return len(css)
