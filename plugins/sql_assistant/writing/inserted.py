"""Which values of new rows are said by the INSERT itself, as opposed to defaults, sequences and the clock."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from plugins.sql_assistant.writing.policy import Statement, assignments, is_predictable


def fixed_columns(statement: Statement, columns: Sequence[str]) -> list[int]:
    """Places among ``columns`` whose values are the same whenever the INSERT runs on the same data."""
    moving = {column.lower() for column, value in assignments(statement) if not is_predictable(value)}
    listed = _listed(statement, columns)
    said = _said(statement, len(listed))
    fixed = {name.lower() for name, is_fixed in zip(listed, said, strict=False) if is_fixed} - moving
    return [place for place, name in enumerate(columns) if name.lower() in fixed]


def _listed(statement: Statement, columns: Sequence[str]) -> Sequence[str]:
    this = statement.tree.this
    return [node.name for node in this.expressions] if isinstance(this, exp.Schema) else columns


def _said(statement: Statement, count: int) -> list[bool]:
    """For each listed column, whether all rows say its value."""
    rows = statement.tree.args.get("expression")
    if isinstance(rows, exp.Values):
        tuples = [row.expressions if isinstance(row, exp.Tuple) else [row] for row in rows.expressions]
        return [all(len(row) > n and is_predictable(row[n]) for row in tuples) for n in range(count)]
    if rows is None:
        return []
    if is_predictable(statement.tree):
        return [True] * count
    if isinstance(rows, exp.Select) and len(rows.expressions) == count and not rows.is_star:
        return [is_predictable(one) for one in rows.expressions]
    return []
