"""What makes a query slow, by rule, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.names import Resolution
from plugins.sql_assistant.plans.query import Apart, Condition, apart, conditions, order_of
from plugins.sql_assistant.plans.steps import READING, Step
from plugins.sql_assistant.schema import Schema

WITH_INDEXES = frozenset(("sqlite", "postgres", "mysql"))
"""Dialects of engines in which an index changes how a table is read; in one that keeps columns it seldom does."""

MANY_ROWS = 10_000
"""Reading fewer rows is never worth an index."""

MANY_INDEXED = 1_000
"""An index of fewer rows is built in no time."""

MANY_SORTED = 100_000
FEW = 0.2
"""The share of a table's rows up to which an index pays."""


def advice(steps: Sequence[Step], tree: exp.Query, names: Resolution, schema: Schema, dialect: str) -> list[Problem]:
    """Warnings, each with what would help."""
    found = list(_products(tree, names, schema))
    if dialect in WITH_INDEXES:
        found += _scans(steps, list(conditions(tree, names, dialect)), schema)
        found += _own_indexes(steps, schema)
        found += _sorts(steps, tree, names, schema)
    return list(dict.fromkeys(found))


def _warning(message: str, hint: str) -> Problem:
    return Problem(message, hint=hint, severity="warning")


def _count(table: str, schema: Schema) -> int:
    """Rows of a table; 0 where nobody counted."""
    found = schema.table(table)
    return (found.row_count or 0) if found else 0


def _products(tree: exp.Query, names: Resolution, schema: Schema) -> Iterator[Problem]:
    for pair in apart(tree, schema, names):
        rows = _count(pair.one, schema) * _count(pair.other, schema)
        if rows and rows < MANY_ROWS:
            continue
        hint = _join_hint(pair, schema) or "Say in a condition which rows belong together (JOIN … ON …)."
        yield _warning(f"Every row of {pair.one} is combined with every row of {pair.other}.", hint)


def _join_hint(pair: Apart, schema: Schema) -> str:
    for key in schema.keys_between(pair.one, pair.other):
        return f"They belong together by {key.table}.{key.column} = {key.parent}.{key.parent_column}."
    return ""


def _scans(steps: Sequence[Step], wanted: Sequence[Condition], schema: Schema) -> Iterator[Problem]:
    for step in steps:
        count = max(_count(step.table, schema), step.rows or 0)
        if step.kind not in ("scan", "whole index") or count < MANY_ROWS:
            continue
        own = [condition for condition in wanted if condition.table == step.table]
        yield from (_hidden(condition) for condition in own if condition.kind in ("hidden", "pattern"))
        columns = _indexable(own)
        is_worth_it = step.rows is None or step.rows >= count or step.rows <= FEW * count
        if columns and step.is_avoidable and is_worth_it:
            yield _warning(
                f"All rows of {step.table} are read to find those that fit: {count:,}.",
                f"An index on {step.table} ({', '.join(columns)}) would help where few rows fit.",
            )


def _indexable(own: Sequence[Condition]) -> list[str]:
    """Columns for an index: those that are compared with one value first, then one of which a range is wanted."""
    equal = dict.fromkeys(condition.column for condition in own if condition.kind == "equal")
    ranges = [c.column for c in own if c.kind == "range" and c.column not in equal]
    return [*equal, *ranges[:1]]


def _hidden(condition: Condition) -> Problem:
    if condition.kind == "pattern":
        return _warning(
            f"The pattern for {condition.column} begins with a wildcard, so that no index on it can be used.",
            "Begin it with letters, or use a full-text index.",
        )
    wrap = f"{condition.wrap}()" if condition.wrap else "A computation"
    return _warning(
        f"{wrap} stands around the column {condition.column}, so that no index on it can be used.",
        "Compare the column itself (a date with the first and last day), or make an index on the expression.",
    )


def _own_indexes(steps: Sequence[Step], schema: Schema) -> Iterator[Problem]:
    for step in steps:
        if step.kind == "own index" and _count(step.table, schema) >= MANY_INDEXED:
            columns = ", ".join(part.partition("=")[0] for part in step.detail.split(" AND "))
            yield _warning(
                f"An index of {step.table} is built anew each time.",
                f"An index on {step.table} ({columns}) that is kept would spare that.",
            )


def _sorts(steps: Sequence[Step], tree: exp.Query, names: Resolution, schema: Schema) -> Iterator[Problem]:
    if not any(step.kind == "sort" and step.depth <= 1 for step in steps) or _is_grouped(tree):
        return
    known = [step.rows for step in steps if step.kind == "sort" and step.rows is not None]
    scanned = [_count(step.table, schema) for step in steps if step.kind in READING]
    rows = max(known, default=max(scanned, default=0) if not tree.args.get("where") else 0)
    if rows < MANY_SORTED:
        return
    order = order_of(tree, names)
    if order and order.columns:
        hint = f"An index on {order.table} ({', '.join(order.columns)}) would give them in this order."
    else:
        hint = "Narrow the rows with a WHERE before they are sorted."
    yield _warning(f"Many rows are sorted: {rows:,}.", hint)


def _is_grouped(tree: exp.Query) -> bool:
    return bool(tree.args.get("group")) or bool(tree.args.get("distinct")) or not isinstance(tree, exp.Select)
