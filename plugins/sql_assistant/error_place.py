"""Where in a query an error lies, as far as the parser or the engine tells."""

from __future__ import annotations

import re

from app.api import Problem
from plugins.sql_assistant.editor_text import Token, tokens

_QUOTED = re.compile(r"“([^”]+)”")
_NAMED = re.compile(r"(?:has no function|The column|has no such function:|The function) (\w+(?:\.\w+)*)")


def error_place(sql: str, dialect: str, problem: Problem) -> tuple[int, int] | None:
    """Start and end of what the problem is about: the name that it names, or where the parser stopped; None if nothing tells."""
    pieces = [token for token in tokens(sql, dialect) if token.kind != "note"]
    for name in _names(problem):
        if found := _standing(pieces, name):
            return found
    return _unread(sql, dialect)


def _names(problem: Problem) -> list[str]:
    found = [problem.where, *_QUOTED.findall(problem.message), *_NAMED.findall(problem.message)]
    return [name for name in found if name]


def _standing(pieces: list[Token], name: str) -> tuple[int, int] | None:
    """The first place of a name, with the name of its table before it where ``name`` has one."""
    wanted = [part.lower() for part in re.split(r"\s*\.\s*", name)]
    for parts in (wanted, wanted[-1:]):
        length = 2 * len(parts) - 1
        for at in range(len(pieces) - length + 1):
            run = pieces[at : at + length]
            if [token.bare.lower() for token in run[::2]] == parts and all(token.text == "." for token in run[1::2]):
                return run[0].start, run[-1].end
    return None


def _unread(sql: str, dialect: str) -> tuple[int, int] | None:
    """Where the parser stopped."""
    import sqlglot  # only a query that failed needs it
    from sqlglot.errors import ParseError, SqlglotError

    try:
        sqlglot.parse(sql, read=dialect)
    except ParseError as error:
        first = error.errors[0] if error.errors else {}
        return _at(sql, first.get("line"), first.get("col"), first.get("highlight"))
    except SqlglotError:
        last = next((token for token in reversed(list(tokens(sql, dialect))) if token.kind in ("text", "name")), None)
        return (last.start, last.end) if last else None
    except RecursionError:
        return None
    return None


def _at(sql: str, line: int | None, column: int | None, word: str | None) -> tuple[int, int] | None:
    """The parser's column is that of the last character of the word."""
    lines = sql.split("\n")
    if not line or not column or line > len(lines):
        return None
    end = sum(len(text) + 1 for text in lines[: line - 1]) + column
    start = max(end - len(word or " "), 0)
    return (start, end) if sql[start:end].strip() else (max(len(sql.rstrip()) - 1, 0), len(sql.rstrip()))
