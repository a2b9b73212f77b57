"""A JOIN without its condition, where a key says what belongs together. The parser tells it from a comma no more, so the text is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plugins.sql_assistant.completion_context import context_at
from plugins.sql_assistant.dialect_words import as_identifier, keywords
from plugins.sql_assistant.editor_text import Token, tokens
from plugins.sql_assistant.fixing.candidate import Candidate
from plugins.sql_assistant.schema import Schema

_WITHOUT = ("CROSS", "NATURAL", "LATERAL")


@dataclass(frozen=True, slots=True)
class Bare:
    """A JOIN without a condition: the name that its table goes by, where that ends, and the condition that a key gives."""

    name: str
    end: int
    condition: str


def bare_joins(sql: str, schema: Schema, dialect: str) -> Iterator[Bare]:
    """Each JOIN without a condition whose table a key connects with one before it, where nothing else speaks of that key."""
    pieces = [token for token in tokens(sql, dialect) if token.kind != "note"]
    for at, token in enumerate(pieces):
        if token.text.upper() != "JOIN" or (at and pieces[at - 1].text.upper() in _WITHOUT):
            continue
        last = _last_of_table(pieces, at + 1, dialect)
        following = pieces[last + 1].text.upper() if last + 1 < len(pieces) else ""
        if following in ("ON", "USING"):
            continue
        name = pieces[last].bare
        condition = _condition(sql, pieces[last].end, name, schema, dialect)
        if condition:
            yield Bare(name, pieces[last].end, condition)


def candidates(sql: str, schema: Schema, dialect: str) -> Iterator[Candidate]:
    """The query with the condition of the first of them."""
    for bare in bare_joins(sql, schema, dialect):
        done = f"{sql[: bare.end]} ON {bare.condition}{sql[bare.end :]}"
        yield Candidate(done, f"{bare.name} was joined by {bare.condition}.")


def _last_of_table(pieces: Sequence[Token], at: int, dialect: str) -> int:
    """The place of the last piece of ``[namespace.]table [AS] [alias]``."""
    while at + 2 < len(pieces) and pieces[at + 1].text == ".":
        at += 2
    following = pieces[at + 1] if at + 1 < len(pieces) else None
    if following is not None and following.text.upper() == "AS":
        return min(at + 2, len(pieces) - 1)
    is_alias = following is not None and following.kind in ("word", "name")
    return (
        at + 1
        if is_alias and following and following.text.upper() not in keywords(dialect)
        else min(at, len(pieces) - 1)
    )


def _condition(sql: str, end: int, name: str, schema: Schema, dialect: str) -> str:
    context = context_at(sql, end)
    spoken = {token.bare.lower() for token in tokens(sql, dialect)}
    own = schema.table(context.tables.get(name.lower(), ""))
    before = [alias for alias in context.order if alias != name.lower()]
    for alias in before if own else ():
        other = schema.table(context.tables[alias])
        for key in schema.keys_between(own.name, other.name) if own and other else ():
            if key.column.lower() in spoken:
                continue
            mine, its = (
                (key.column, key.parent_column) if own and key.table == own.name else (key.parent_column, key.column)
            )
            left = f"{as_identifier(name, dialect)}.{as_identifier(mine, dialect)}"
            return f"{left} = {as_identifier(alias, dialect)}.{as_identifier(its, dialect)}"
    return ""
