"""How an engine would run a query, told in plain words by rule: what it reads and how, what is slow in it, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.check import Subject, planned
from plugins.sql_assistant.names import Resolution
from plugins.sql_assistant.plans import duckdb, mysql, postgres, sqlite
from plugins.sql_assistant.plans.advice import advice
from plugins.sql_assistant.plans.query import tables_of
from plugins.sql_assistant.plans.steps import READING, Step
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Stop

_READERS: Mapping[str, Callable[[Sequence[str], Mapping[str, str]], list[Step]]] = MappingProxyType(
    {"sqlite": sqlite.read, "duckdb": duckdb.read, "postgres": postgres.read, "mysql": mysql.read}
)
_TOLD = 3
"""Tables that the summary names."""

_THEN: Mapping[tuple[bool, bool, bool], str] = MappingProxyType(
    {
        (True, False, False): "Then joins them.",
        (False, True, False): "Then groups them.",
        (False, False, True): "Then sorts them.",
        (True, True, False): "Then joins and groups them.",
        (True, False, True): "Then joins and sorts them.",
        (False, True, True): "Then groups and sorts them.",
        (True, True, True): "Then joins, groups and sorts them.",
    }
)
"""By whether rows of several tables are joined, grouped, sorted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in words.

    Attributes:
        sql: the query that it is of, as the engine was given it.
        summary: sentences that say the whole.
        steps: from the last thing that is done to what it rests on; empty for an engine whose plans have no words here.
        warnings: what is slow, each with a hint what would help.
        lines: as the engine itself writes it.
        product: the engine's name.
    """

    sql: str
    summary: tuple[str, ...]
    steps: tuple[Step, ...]
    warnings: tuple[Problem, ...]
    lines: tuple[str, ...]
    product: str

    @property
    def words(self) -> list[str]:
        """All of it as lines of text: summary, steps, warnings."""
        steps = ["  " * step.depth + step_line(step) for step in self.steps]
        warnings = [f"{problem.message} {problem.hint}" for problem in self.warnings]
        return [" ".join(self.summary), *steps, *warnings]


def step_line(step: Step) -> str:
    """A step with the rows that are expected of it."""
    return step.what if step.rows is None else f"{step.what} Expected rows: {step.rows:,}."


def explain(sql: str, subject: Subject, stop: Stop, limits: Limits | None = None) -> Plan | Problem:
    """The plan of a query that is not run, or why there is none; blocks. The same policy as for running holds.

    Raises:
        InputError: the source is no readable database (any more).
        StorageError: it cannot be reached, is locked or damaged.
        QueryStopped: ``stop`` was asked for.
    """
    found = planned(sql, subject, stop, limits)
    if isinstance(found, Problem):
        return found
    return told(found.sql, found.lines, found.tree, found.names, subject)


def told(sql: str, lines: Sequence[str], tree: exp.Query, names: Resolution, subject: Subject) -> Plan:
    """The words for a plan that an engine gave."""
    schema, source = subject.schema, subject.source
    read = _READERS.get(source.dialect)
    steps = read(lines, tables_of(tree, schema)) if read else []
    warnings = advice(steps, tree, names, schema, source.dialect)
    summary = _summary(steps, tree, schema) if steps else (f"The plans of {source.product} are shown as they are.",)
    return Plan(sql, summary, tuple(steps), tuple(warnings), tuple(lines), source.product)


def _summary(steps: Sequence[Step], tree: exp.Query, schema: Schema) -> tuple[str, ...]:
    reading = list(dict.fromkeys(_read(step, schema) for step in steps if step.kind in READING))
    if not reading:
        return ("Reads no table.",)
    more = (f"Reads more tables: {len(reading) - _TOLD}.",) if len(reading) > _TOLD else ()
    is_joined = any(select.args.get("joins") for select in tree.find_all(exp.Select))
    is_grouped = tree.find(exp.Group, exp.Distinct) is not None
    is_sorted = any(step.kind in ("sort", "first") for step in steps)
    then = _THEN.get((is_joined, is_grouped, is_sorted))
    return (*reading[:_TOLD], *more, *((then,) if then else ()))


def _read(step: Step, schema: Schema) -> str:
    table = schema.table(step.table)
    if step.kind == "scan" and table and table.row_count is not None:
        return f"Reads all {table.row_count:,} rows of {step.table}."
    return step.what
