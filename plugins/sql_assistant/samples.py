"""What stands in a column: its most frequent values, read when a person asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.sources.base import Limits, Source, Stop

SCANNED_ROWS = 100_000
SHOWN_VALUES = 20
TIMEOUT_S = 3.0


@dataclass(frozen=True, slots=True)
class Samples:
    """The most frequent values of a column among its first rows.

    Attributes:
        values: each with how often it stands there; None is NULL.
        scanned: rows that were looked at.
        is_whole: whether that was the whole table.
    """

    values: tuple[tuple[Any, int], ...]
    scanned: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A column whose values are wanted, until ``stop`` is asked for."""

    source: Source
    schema: Schema
    table: Table
    column: str
    stop: Stop


def samples(asked: Asked) -> Samples:
    """Read the values of a column; blocks.

    Raises:
        QueryFailed: the database refused, or was too slow.
        QueryStopped: ``stop`` was asked for.
        InputError: it is not readable any more.
        StorageError: it cannot be reached.
    """
    source = asked.source
    counted, total = _queries(asked.table, asked.column)
    with source.session(asked.schema, Limits(timeout_s=TIMEOUT_S), asked.stop) as session:
        found = session.run(counted.sql(dialect=source.dialect))
        scanned = int(session.run(total.sql(dialect=source.dialect)).rows[0][0])
    return Samples(tuple((value, int(count)) for value, count in found.rows), scanned, scanned < SCANNED_ROWS)


def _queries(table: Table, column: str) -> tuple[Any, Any]:
    """The most frequent values of the first rows, and how many rows that were."""
    from sqlglot import exp  # slow to load

    from plugins.sql_assistant.lookups import column_node, table_node

    first = exp.select(exp.alias_(column_node(column), "v")).from_(table_node(table)).limit(SCANNED_ROWS).subquery("q")
    counted = exp.select(exp.column("v", "q"), exp.alias_(exp.Count(this=exp.Star()), "n")).from_(first)
    ranked = counted.group_by(exp.column("v", "q")).order_by(exp.Ordered(this=exp.column("n"), desc=True))
    return ranked.limit(SHOWN_VALUES), exp.select(exp.Count(this=exp.Star())).from_(first.copy())


def first_rows(source: Source, table: Table, limit: int) -> str:
    """The query for some rows of a table, in the source's dialect."""
    from plugins.sql_assistant.lookups import sample_rows  # slow to load

    return sample_rows(table, limit).sql(dialect=source.dialect, pretty=True)
