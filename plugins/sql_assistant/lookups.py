"""Helper queries of our own, built as trees so that every source can write them in its dialect. Texts go in as literals, never as SQL."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from plugins.sql_assistant.schema import Table


def table_node(table: Table) -> exp.Table:
    """The table as it stands in a FROM, quoted whatever its name contains."""
    namespace = exp.to_identifier(table.namespace, quoted=True) if table.namespace else None
    return exp.Table(this=exp.to_identifier(table.own_name, quoted=True), db=namespace)


def column_node(column: str) -> exp.Column:
    """The column, quoted whatever its name contains."""
    return exp.column(exp.to_identifier(column, quoted=True))


def different_values(table: Table, column: str, limit: int) -> exp.Select:
    """Different values of a column, at most ``limit``."""
    wanted = column_node(column)
    present = exp.Not(this=exp.Is(this=wanted.copy(), expression=exp.Null()))
    return exp.select(wanted).distinct().from_(table_node(table)).where(present).limit(limit)


def rows_holding(table: Table, column: str, text: str) -> exp.Select:
    """A 1 if a row has the text in the column."""
    same = exp.EQ(this=column_node(column), expression=exp.Literal.string(text))
    return exp.select("1").from_(table_node(table)).where(same).limit(1)


def rows_without(table: Table, column: str) -> exp.Select:
    """A 1 if a row has nothing in the column."""
    missing = exp.Is(this=column_node(column), expression=exp.Null())
    return exp.select("1").from_(table_node(table)).where(missing).limit(1)


def values_among(table: Table, column: str, texts: Iterable[str], limit: int) -> exp.Select:
    """Different values of a column that are, in lower case, one of ``texts``."""
    wanted = column_node(column)
    lower = exp.Lower(this=wanted.copy())
    named = exp.In(this=lower, expressions=[exp.Literal.string(text) for text in texts])
    return exp.select(wanted).distinct().from_(table_node(table)).where(named).limit(limit)


def values_of_first_rows(table: Table, column: str, rows: int, limit: int) -> exp.Select:
    """Different values, nothing among them, of a column in the first rows of a table."""
    first = exp.select(column_node(column)).from_(table_node(table)).limit(rows).subquery("first_rows")
    return exp.select(column_node(column)).distinct().from_(first).limit(limit)


def values_with(table: Table, column: str, text: str, limit: int) -> exp.Select:
    """Different values of a column that hold a text, in any case."""
    wanted = column_node(column)
    pattern = exp.Literal.string(f"%{text.lower()}%")
    return (
        exp.select(wanted)
        .distinct()
        .from_(table_node(table))
        .where(exp.Like(this=exp.Lower(this=wanted.copy()), expression=pattern))
        .limit(limit)
    )


def sample_rows(table: Table, limit: int) -> exp.Select:
    """Some rows of a table, as they come."""
    return exp.select("*").from_(table_node(table)).limit(limit)
