"""Keeps the values of a private database from a model that does not run on this machine, in queries and in what is wrong with them.

Texts in a query that stand in nobody's question are given to the model as 'VALUE_1', 'VALUE_2', …, and put back into its answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from itertools import pairwise

from app.api import Context, Problem
from plugins.sql_assistant.connections import Connections
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Source

WITHHELD = "No value of this database was shown to the model: the connection is private."

_STAND_IN = re.compile(r"'(VALUE_\d+)'")
_HIDDEN = "…"
_UNIT = r"(?:second|minute|hour|day|week|month|quarter|year)s?"
_NEUTRAL = re.compile(
    r"[\d\s:.,/+-]*|(?:%[A-Za-z]|[\s\-/:.,T])+|(?:YYYY|YY|MM|DD|HH24|HH|MI|SS|Q|[\s\-/:.])+|now|localtime|utc|true|false"
    rf"|start of {_UNIT}|(?:[+-]?\d+ )?{_UNIT}",
    re.IGNORECASE,
)
"""Texts that are no values: numbers and dates, patterns of dates, units of time."""

_OPENING = "'\"“‘«`„"
_QUOTED = re.compile(r"(?<!\w)'([^']*)'|\"([^\"]*)\"|`([^`]*)`|[“„]([^”“]*)[”“]|‘([^’]*)’|«([^»]*)»")
_IN_WORD = re.compile(r"(?<=\w)'(?=\w)")
_CLOSING = "'\"”’»`“"
_NUMBER = re.compile(r"(?<![\w.])-?\d[\d.,:]*\d|(?<![\w.])-?\d(?![\w.])")


class Disguise:
    """What one run holds back.

    Args:
        dialect: of the queries.
        said: the person's own words; what stands in them is no secret.
        schema: its names are none either.
    """

    def __init__(self, dialect: str, said: str, schema: Schema) -> None:
        self._dialect = dialect
        self._said = said
        self._names = frozenset(_names(schema))
        self._stand_ins: dict[str, str] = {}

    def of(self, sql: str, said: str = "") -> str:
        """A query with stand-ins in place of its texts, and without its comments; ``said`` adds to the person's words."""
        import sqlglot  # slow to load
        from sqlglot.errors import TokenError

        try:
            tokens = sqlglot.tokenize(sql, read=self._dialect or None)
        except TokenError:  # a text without an end: what stands before it holds none
            return f"{re.split(f'[{_OPENING}$]|--|/[*]', sql)[0].rstrip()} {_HIDDEN}"
        named = self._names | {after.text.lower() for one, after in pairwise(tokens) if one.text.upper() == "AS"}
        parts, at = [], 0
        for token in tokens:
            between, text = sql[at : token.start], sql[token.start : token.end + 1]
            parts.append(" " if between.strip() else between)
            is_text = "STRING" in token.token_type.name
            # SQLite takes a quoted name that means nothing for a text.
            is_text |= self._dialect == "sqlite" and text[:1] == '"' and token.text.lower() not in named
            parts.append(self._stand_in(text, f"{self._said}\n{said}") if is_text else text)
            at = token.end + 1
        return "".join(parts).strip()

    @property
    def note(self) -> str:
        """What a model is told of the stand-ins; empty if there are none yet."""
        return (
            "-- Texts such as 'VALUE_1' stand for values that are not shown; write them as they are."
            if self._stand_ins
            else ""
        )

    def undone(self, sql: str) -> str:
        """An answer with the texts where their stand-ins are."""
        texts = {name: text for text, name in self._stand_ins.items()}
        return _STAND_IN.sub(lambda found: texts.get(found[1], found[0]), sql)

    def problem(self, problem: Problem, sent: str) -> Problem:
        """What may be said to the model of its answer ``sent``: what a database quotes may come out of its rows."""
        message, hint = (_without_values(text, sent, self._names) for text in (problem.message, problem.hint))
        return replace(problem, message=message, hint=hint)

    def _stand_in(self, text: str, said: str) -> str:
        bare = text.strip("'\"$")
        if _NEUTRAL.fullmatch(bare) or re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", said):
            return text
        name = self._stand_ins.setdefault(text, f"VALUE_{len(self._stand_ins) + 1}")
        return f"'{name}'"


def disguise_of(context: Context, source: Source, schema: Schema, said: str) -> Disguise | None:
    """What a run with the engine of ``context`` must hold back; None where it may show everything.

    Raises:
        StorageError: it cannot be found out what the person wants.
    """
    if context.engine.kind == "local":
        return None
    connections = Connections(context.data_dir)
    is_private = connections.of(source.address).is_private
    if connections.notice:
        context.report(connections.notice)
    return Disguise(source.dialect, said, schema) if is_private else None


def _names(schema: Schema) -> Iterator[str]:
    for table in schema.tables:
        yield from (table.name.lower(), table.own_name.lower(), table.namespace.lower())
        for column in table.columns:
            yield from (column.name.lower(), f"{table.name}.{column.name}".lower())


def _without_values(text: str, sent: str, names: Set[str]) -> str:
    """A sentence without what is quoted in it, unless the answer or the schema has it, and without numbers of its own."""
    return _without_numbers(_without_quoted(text, sent, names), sent)


def _without_quoted(text: str, sent: str, names: Set[str]) -> str:
    quoted = list(_QUOTED.finditer(text))
    strange = [found for found in quoted if not _is_known(found[0][1:-1], sent, names)]
    left = _IN_WORD.sub(" ", _QUOTED.sub("", text))
    if not strange and not any(quote in left for quote in "'\"`"):
        return text
    # A value may hold a quote itself, so that all from the first to the last one goes.
    first = strange[0].start() if strange else min(text.find(quote) for quote in "'\"`" if quote in text)
    last = max(text.rfind(quote) for quote in _CLOSING)
    return f"{text[:first]}{_HIDDEN}{text[last + 1 :]}"


def _is_known(quoted: str, sent: str, names: Set[str]) -> bool:
    return quoted.lower() in names or bool(re.search(rf"(?<!\w){re.escape(quoted)}(?!\w)", sent))


def _without_numbers(text: str, sent: str) -> str:
    own = set(_NUMBER.findall(sent))
    return _NUMBER.sub(lambda found: found[0] if found[0] in own else _HIDDEN, text)
