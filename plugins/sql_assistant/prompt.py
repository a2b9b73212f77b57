"""What a model is told: the schema in a fixed form, for larger models also types, values and examples, and the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.api import Message
from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.wording import Wording
from plugins.sql_assistant.words import parts

SYSTEM = "You write one SQLite SQL query that answers the question about this schema. Answer with the query only."
MAX_TABLES = 12
STARTER_CHARS = 1_900
"""About 700 of the starter's 1,024 tokens; the rest is for question and answer."""

LARGE_CHARS = 12_000
_EXAMPLES = (
    (
        "TABLE author ( id , name , country )\nTABLE book ( id , author_id , title , year , price )\nFK book.author_id = author.id\n\n"
        "How many books has each author from Norway written since 2010?",
        "SELECT author.name, COUNT(*) FROM author JOIN book ON book.author_id = author.id "
        "WHERE author.country = 'Norway' AND book.year >= 2010 GROUP BY author.id",
    ),
    (
        "TABLE flight ( id , origin , destination , departs_at , seats )\n\nWhich three destinations have the most flights in May 2021?",
        "SELECT destination FROM flight WHERE strftime('%Y-%m', departs_at) = '2021-05' "
        "GROUP BY destination ORDER BY COUNT(*) DESC LIMIT 3",
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of a schema that fits: tables in their own order, and what was left out."""

    tables: tuple[Table, ...]
    left_out: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What was left out, in words; empty if nothing was."""
        if not self.left_out:
            return ""
        named = ", ".join(self.left_out[:8]) + (" …" if len(self.left_out) > 8 else "")
        return f"{len(self.left_out)} of {len(self.left_out) + len(self.tables)} tables were not shown to the model: {named}."


def messages(text: str, question: str, *, is_starter: bool) -> list[Message]:
    """The conversation; ``text`` is the schema's.

    The starter reads the last user message alone, so it is sent no examples.
    """
    turns = [Message.system(SYSTEM)]
    for asked, query in () if is_starter else _EXAMPLES:
        turns += [Message.user(asked), Message.assistant(query)]
    return [*turns, Message.user(f"{text}\n\n{one_paragraph(question)}")]


def one_paragraph(question: str) -> str:
    """A question without blank lines: the last blank line of a message separates schema and question."""
    return re.sub(r"\s*\n\s*", "\n", question.strip())


def schema_text(schema: Schema, shown: Shown, wording: Wording) -> str:
    """The schema in the form that the starter was trained on."""
    names = {table.name for table in shown.tables}
    lines = [_table_line(table, wording) for table in shown.tables]
    for key in schema.keys:
        if key.table in names and key.parent in names:
            child = f"{wording.table(key.table)}.{wording.column(key.table, key.column)}"
            lines.append(f"FK {child} = {wording.table(key.parent)}.{wording.column(key.parent, key.parent_column)}")
    return "\n".join(lines)


def details_text(shown: Shown, wording: Wording, values: Mapping[tuple[str, str], Sequence[str]]) -> str:
    """Declared types and a few values as comment lines, for models that can use them.

    Args:
        values: (table, column) → all values of a column with few.
    """
    lines = []
    for table in shown.tables:
        for column in table.columns:
            some = values.get((table.name, column.name), ())
            told = ", ".join("'" + value + "'" for value in some)
            if column.type or told:
                name = f"{wording.table(table.name)}.{wording.column(table.name, column.name)}"
                lines.append(f"-- {name} {column.type}{': ' + told if told else ''}".rstrip())
    return "\n".join(lines)


def choose(schema: Schema, question: str, wording: Wording, *, is_starter: bool) -> Shown:
    """The tables to show: all if they fit, else those that share most words with the question, and their neighbours."""
    limit = STARTER_CHARS if is_starter else LARGE_CHARS
    tables = schema.tables
    if len(tables) <= MAX_TABLES and sum(len(_table_line(t, wording)) for t in tables) <= limit:
        return Shown(tables)
    chosen: list[Table] = []
    room = limit
    for table in _ranked(schema, question):
        room -= len(_table_line(table, wording))
        if len(chosen) == MAX_TABLES or (room < 0 and chosen):
            break
        chosen.append(table)
    kept = tuple(t for t in tables if t in chosen)
    return Shown(kept, tuple(t.name for t in tables if t not in chosen))


def _ranked(schema: Schema, question: str) -> list[Table]:
    asked = set(parts(question))
    own = {table.name: _score(table, asked) for table in schema.tables}
    near = dict(own)
    for key in schema.keys:
        near[key.table] += own.get(key.parent, 0) * 0.3
        near[key.parent] += own.get(key.table, 0) * 0.3
    return sorted(schema.tables, key=lambda t: (-near[t.name], t.kind == "view"))


def _score(table: Table, asked: set[str]) -> float:
    columns = {part for column in table.columns for part in parts(column.name)}
    return (0.5 if table.kind == "view" else 1.0) * (3.0 * len(set(parts(table.name)) & asked) + len(columns & asked))


def _table_line(table: Table, wording: Wording) -> str:
    columns = " , ".join(wording.column(table.name, column.name) for column in table.columns)
    return f"TABLE {wording.table(table.name)} ( {columns} )"
