"""What of a database a model is told, cut to what the model can take: tables, keys, types, comments, values, notes, saved queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from app.api import EngineInfo
from plugins.sql_assistant.linking import values_named
from plugins.sql_assistant.notes import Notes
from plugins.sql_assistant.prompt import Shown, details_text, schema_text, table_line, told
from plugins.sql_assistant.ranking import Index, overlap
from plugins.sql_assistant.schema import Column, Schema, Table
from plugins.sql_assistant.sensitive import is_sensitive
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.values import columns_with_few
from plugins.sql_assistant.wording import Wording

MAX_TABLES = 12
STARTER_CHARS = 1_900
"""About 700 of the starter's 1,024 tokens; the rest is for question and answer."""

MAX_TABLES_LARGE = 30
MAX_EXAMPLES = 3
SEARCH_S = 0.5
SEARCHED_TABLES = 30
_UNKNOWN_CHARS = 12_000
_MOST_CHARS = 24_000
"""About 8,000 tokens: more takes minutes on a machine without a graphics card, and hides what matters."""

_CHARS_PER_TOKEN = 3
_KEPT_TOKENS = 1_800
"""Of a context: for the rules, the question, saved queries, the answer and a repair."""

_LEAST_CHARS = 1_500
_LEAST_ALIKE = 0.2


@dataclass(frozen=True, slots=True)
class Budget:
    """How much of a schema a model is shown."""

    chars: int
    tables: int

    @classmethod
    def of(cls, engine: EngineInfo, *, is_taught: bool) -> Budget:
        """The budget of the engine that answers; it follows the size of the context where that is known."""
        if is_taught:
            return cls(STARTER_CHARS, MAX_TABLES)
        if engine.context_tokens is None:
            return cls(_UNKNOWN_CHARS, MAX_TABLES_LARGE)
        room = (engine.context_tokens - _KEPT_TOKENS) * _CHARS_PER_TOKEN
        return cls(max(_LEAST_CHARS, min(room, _MOST_CHARS)), MAX_TABLES_LARGE)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a database beside its schema.

    Attributes:
        notes: the person's own.
        pairs: questions and the queries that were saved for them.
        is_private: values stay out of what a model is told.
    """

    notes: Notes = field(default_factory=lambda: Notes(""))
    pairs: tuple[tuple[str, str], ...] = ()
    is_private: bool = False


def choose(
    schema: Schema,
    question: str,
    wording: Wording,
    budget: Budget,
    *,
    notes: Mapping[str, str] | None = None,
    session: Session | None = None,
    before: str = "",
) -> Shown:
    """The tables to show: all if they fit, else those that the question is about, in the schema's order.

    Args:
        notes: by name of a table.
        session: to look in the columns of likely tables for values that the question names.
        before: the query that the question may follow; its tables come first.
    """
    tables = schema.tables
    if len(tables) <= budget.tables and sum(len(table_line(t, wording)) for t in tables) <= budget.chars:
        return Shown(tables)
    index = Index.of(schema, notes)
    ranked = index.rank(question)
    if session is not None and (found := values_named(question, ranked[:SEARCHED_TABLES], session, SEARCH_S)):
        ranked = index.rank(question, found)
    copies, read = index.copies(question), set(re.findall(r"\w+", before.lower()))
    own = [table for table in ranked if table.own_name.lower() in read]
    ranked = own + [table for table in ranked if table.name not in copies and table not in own]
    chosen = _fitting(ranked, schema, question, wording, budget)
    kept = tuple(chosen[table.name] for table in tables if table.name in chosen)
    narrowed = tuple(t.name for t in tables if t.name in chosen and len(chosen[t.name].columns) < len(t.columns))
    return Shown(kept, tuple(table.name for table in tables if table.name not in chosen), narrowed)


def described(
    schema: Schema, shown: Shown, wording: Wording, budget: Budget, known: Known, session: Session
) -> tuple[str, Shown]:
    """The text for a model that can use more than names, and what of ``shown`` is described in it.

    Tables come first, whole; then what is known about each, as far as the budget goes.
    """
    values = {} if known.is_private else _plain_values(session, shown.tables)
    text = schema_text(schema, shown, wording)
    lines, without = [text], []
    if known.notes.for_connection:
        lines.append(f"-- About this database: {told(known.notes.for_connection, budget.chars // 4)}")
    room = budget.chars - sum(map(len, lines))
    for table in shown.tables:
        if known.is_private:
            table = _without_listed(table)
        details = details_text(table, wording, values, known.notes.for_table(table.name))
        room -= len(details)
        if room >= 0:
            lines.append(details)
        elif details:
            room += len(details)
            without.append(table.name)
    return "\n".join(line for line in lines if line), replace(shown, undescribed=tuple(without))


def alike(question: str, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The saved questions that are most like this one, with their queries; the one most like it last, next to the question."""
    scored = [(overlap(question, asked), at, (asked, query)) for at, (asked, query) in enumerate(pairs)]
    best = sorted((one for one in scored if one[0] >= _LEAST_ALIKE), key=lambda one: (-one[0], -one[1]))
    return [pair for _, _, pair in reversed(best[:MAX_EXAMPLES])]


def table_notes(notes: Notes, schema: Schema) -> Mapping[str, str]:
    """Notes by the real names of tables."""
    return MappingProxyType({t.name: notes.for_table(t.name) for t in schema.tables if notes.for_table(t.name)})


def _fitting(
    ranked: Sequence[Table], schema: Schema, question: str, wording: Wording, budget: Budget
) -> dict[str, Table]:
    chosen: dict[str, Table] = {}
    room = budget.chars
    for table in ranked:
        if len(chosen) == budget.tables:
            break
        fitting = (
            table
            if chosen or len(table_line(table, wording)) <= room
            else _narrowed(table, schema, question, wording, room)
        )
        length = len(table_line(fitting, wording))
        if length > room and chosen:
            break
        chosen[table.name] = fitting
        room -= length
    return chosen


def _narrowed(table: Table, schema: Schema, question: str, wording: Wording, room: int) -> Table:
    """A table that is too wide by itself, with its keys and those of its columns that the question speaks of, in their order."""
    keys = {key.column for key in schema.keys if key.table == table.name}
    ranked = sorted(
        table.columns, key=lambda c: -(2 * (c.is_key or c.name in keys) + overlap(question, f"{c.name} {c.comment}"))
    )
    kept: list[Column] = []
    for column in ranked:
        fitting = replace(table, columns=(*kept, column))
        if len(table_line(fitting, wording)) > room:
            break
        kept.append(column)
    names = {column.name for column in kept[: max(len(kept), 1)]}
    return replace(table, columns=tuple(c for c in table.columns if c.name in names) or table.columns[:1])


def _without_listed(table: Table) -> Table:
    """A table whose types and comments list no values, as those of an ENUM do."""
    columns = (
        replace(
            column,
            type=re.sub(r"\(.*['\"].*", "", column.type),
            comment=re.sub(r"(?:^|; )one of .*", "", column.comment, flags=re.DOTALL),
        )
        for column in table.columns
    )
    return replace(table, columns=tuple(columns))


def _plain_values(session: Session, tables: Sequence[Table]) -> dict[tuple[str, str], list[str]]:
    """Values of columns with few, without those that look as if they were about a person."""
    by_name = {table.name: table for table in tables}
    asked = [replace(t, columns=tuple(c for c in t.columns if not is_sensitive(t, c.name))) for t in tables]
    found = columns_with_few(session, asked)
    return {place: some for place, some in found.items() if not is_sensitive(by_name[place[0]], place[1], some)}
