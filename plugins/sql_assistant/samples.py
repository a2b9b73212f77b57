"""What stands in a column: its most frequent values, read when a person asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.sources.base import Limits, Source, Stop

if TYPE_CHECKING:
    from sqlglot import exp

SCANNED_ROWS = 100_000
SHOWN_VALUES = 20
TIMEOUT_S = 3.0
_INCOMPARABLE = frozenset("json xml point line lseg box path polygon circle".split())


@dataclass(frozen=True, slots=True)
class Samples:
    """The most frequent values of a column among its first rows.

    Attributes:
        values: each with how often it stands there; None is NULL.
        scanned: rows that were looked at.
        is_whole: whether that was the whole table.
        present: rows in which there is a value.
        different: values that differ, NULL not among them.
    """

    values: tuple[tuple[Any, int], ...]
    scanned: int
    is_whole: bool
    present: int
    different: int

    @property
    def missing(self) -> float:
        """The share of rows without a value, 0 to 1."""
        return 1 - self.present / self.scanned if self.scanned else 0.0


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
    ranked, counted = _queries(asked.table, asked.column)
    with source.session(asked.schema, Limits(timeout_s=TIMEOUT_S), asked.stop) as session:
        found = session.run(ranked.sql(dialect=source.dialect)).rows
        scanned, present, different = map(int, session.run(counted.sql(dialect=source.dialect)).rows[0])
    return Samples(
        tuple((value, int(count)) for value, count in found), scanned, scanned < SCANNED_ROWS, present, different
    )


def _queries(table: Table, column: str) -> tuple[exp.Select, exp.Select]:
    """The most frequent values of the first rows; how many rows, values and different values those have."""
    from sqlglot import exp  # slow to load

    from plugins.sql_assistant.lookups import column_node, table_node

    wanted: exp.Expr = column_node(column)
    if _is_incomparable(table, column):
        wanted = exp.cast(wanted, "text")
    value = exp.column("v", "q")
    first = exp.select(exp.alias_(wanted, "v")).from_(table_node(table)).limit(SCANNED_ROWS).subquery("q")
    count = exp.alias_(exp.Count(this=exp.Star()), "n")
    often_first = exp.Ordered(this=exp.column("n"), desc=True)
    ranked = exp.select(value, count).from_(first).group_by(value.copy()).order_by(often_first, value.copy())
    different = exp.Count(this=exp.Distinct(expressions=[value.copy()]))
    counted = exp.select(count.copy(), exp.Count(this=value.copy()), different).from_(first.copy())
    return ranked.limit(SHOWN_VALUES), counted


def _is_incomparable(table: Table, column: str) -> bool:
    """Whether the engine cannot tell if two values are equal; PostgreSQL has such types."""
    found = table.column(column)
    return found is not None and found.type.lower() in _INCOMPARABLE


def first_rows(source: Source, table: Table, limit: int) -> str:
    """The query for some rows of a table, in the source's dialect."""
    from plugins.sql_assistant.lookups import sample_rows  # slow to load

    return sample_rows(table, limit).sql(dialect=source.dialect, pretty=True)
