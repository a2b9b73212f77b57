"""Which parts of a query PostgreSQL reads as texts and comments; told by the rules of its own lexer (``scan.l``), not by a parser's.

The parser that the policy works with reads some texts otherwise: a comment that ends at a carriage return, ``E''`` that goes on in a
second line, a name that ends in ``$$``. What could be read in two ways is doubtful here.
"""

from __future__ import annotations

import re

_LETTER = r"A-Za-z_\x80-\U0010ffff"
_TOKEN = re.compile(
    rf"""(?P<escaped>[eE]'(?:[^'\\]|\\.|'')*')
    |(?P<unicode>[uU]&'(?:[^']|'')*')
    |(?P<plain>[bBnNxX]?'(?:[^']|'')*')
    |(?P<name>[{_LETTER}][{_LETTER}0-9$]*)
    |(?P<dollar>\$(?P<tag>(?:[{_LETTER}][{_LETTER}0-9]*)?)\$.*?\$(?P=tag)\$)
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<line>--[^\n\r]*)
    |(?P<block>/\*)
    |(?P<number>[0-9][{_LETTER}0-9.$]*)
    |(?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_GOES_ON = re.compile(r"(?:\s|--[^\n\r]*+)*+'")
_KEPT = frozenset(("name", "quoted", "number", "other"))
_OPENING = frozenset("'\"$")


def without_texts(sql: str) -> str:
    """A query with a space in the place of each text and comment; as it stands where it is doubtful which these are."""
    kept: list[str] = []
    place = 0
    while found := _TOKEN.match(sql, place):
        kind, place = str(found.lastgroup), found.end()
        if kind == "block":
            place = _end_of_comment(sql, place)
        if place < 0 or _is_doubtful(found, kind, sql):
            return sql
        kept.append(found[0] if kind in _KEPT else " ")
    return "".join(kept)


def _end_of_comment(sql: str, place: int) -> int:
    """Where a comment ends, with those inside it; -1 where it does not."""
    depth = 1
    while depth and (edge := _COMMENT_EDGE.search(sql, place)):
        depth += 1 if edge[0] == "/*" else -1
        place = edge.end()
    return -1 if depth else place


def _is_doubtful(found: re.Match[str], kind: str, sql: str) -> bool:
    if kind == "escaped":
        return bool(_GOES_ON.match(sql, found.end()))
    if kind == "plain":
        return "\\" in found[0]  # would escape where standard_conforming_strings is off
    if kind == "number":
        return "$" in found[0] or sql.startswith("'", found.end())
    return kind == "other" and found[0] in _OPENING
