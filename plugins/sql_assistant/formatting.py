"""Lays a query out anew, or on one line. Only white space and the case of keywords change: each name, value and comment stays.

What cannot be laid out without that promise is given back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError

from plugins.sql_assistant.formatting_layout import Piece, Role, laid_out, on_one_line

_KEYWORDS = frozenset(
    "select distinct all from where join left right full inner outer cross natural lateral on using group order by having limit offset "
    "fetch first next rows row only union intersect except with recursive as and or not in is null like ilike glob between exists case "
    "when then else end asc desc nulls last cast over partition window filter escape collate values qualify true false interval".split()
)
_COMMENT = re.compile(r"--[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
_OPERATORS = frozenset("= == <> != < > <= >= + - * / % || -> ->>".split())


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two tokens."""

    text: str

    @property
    def comments(self) -> list[str]:
        return [found.strip() for found in _COMMENT.findall(self.text)]


def formatted(sql: str, dialect: str = "sqlite") -> str:
    """A query laid out clause by clause, lines of about 88 characters."""
    return _rendered(sql, dialect, keep_comments=True)


def minified(sql: str, dialect: str = "sqlite") -> str:
    """A query on one line, without comments other than an engine's hints."""
    return _rendered(sql, dialect, keep_comments=False)


def _rendered(sql: str, dialect: str, *, keep_comments: bool) -> str:
    pieces = _pieces(sql, dialect)
    if not pieces:
        return sql
    kept = [piece for piece in pieces if keep_comments or piece.role != Role.COMMENT or piece.text.startswith("/*+")]
    done = laid_out(kept) if keep_comments else on_one_line(kept)
    again = _pieces(done, dialect)
    return done if again and _told(kept) == _told(again) else sql


def _told(pieces: Sequence[Piece]) -> list[str]:
    return [piece.text for piece in pieces]


def _pieces(sql: str, dialect: str) -> list[Piece]:
    """Tokens and comments in order; nothing where the text cannot be read."""
    try:
        tokens = Dialect.get_or_raise(dialect).tokenize(sql)
    except (SqlglotError, RecursionError):
        return []
    found: list[Piece] = []
    end, before = 0, ""
    for token in tokens:
        gap = _Gap(sql[end : token.start])
        found += _comments(gap)
        text = sql[token.start : token.end + 1]
        role = _role(text, token.token_type.name, before)
        shown = " ".join(text.upper().split()) if role == Role.KEYWORD else text
        found.append(Piece(shown, role, is_apart=bool(gap.text) or not found, starts_line=False))
        end, before = token.end + 1, text
    return [*found, *_comments(_Gap(sql[end:]))]


def _comments(gap: _Gap) -> Iterator[Piece]:
    rest = gap.text
    for comment in gap.comments:
        before, _, rest = rest.partition(comment)
        yield Piece(comment, Role.COMMENT, is_apart=True, starts_line="\n" in before)


def _role(text: str, kind: str, before: str) -> Role:
    if kind in ("STRING", "IDENTIFIER") or before == ".":
        return Role.WORD
    if all(word in _KEYWORDS for word in text.lower().split()):
        return Role.KEYWORD
    if text in _OPERATORS:
        return Role.OPERATOR
    return Role.WORD if re.match(r"[\w'\"`\[@:$?]", text) else Role.MARK
