"""Texts that a query compares with a column: mended where the column writes them otherwise, nearest real values where it has none."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.execute import Database
from plugins.sql_assistant.names import Resolution
from plugins.sql_assistant.schema import Table, quoted
from plugins.sql_assistant.values import LOOKUP_S, folded, repr_sql, text_values


@dataclass(frozen=True, slots=True)
class Comparison:
    """``column = 'text'`` (also <>, IN) in a query."""

    literal: exp.Literal
    table: Table
    column: str
    is_equality: bool

    @property
    def where(self) -> str:
        """For people: ``customer.city``."""
        return f"{self.table.name}.{self.column}"


@dataclass(slots=True)
class Mending:
    """What became of the texts.

    Attributes:
        evidence: texts that were rewritten.
        unmatched: equality comparisons whose text no row has, with real values near to it.
    """

    evidence: list[str] = field(default_factory=list)
    unmatched: list[tuple[Comparison, list[str]]] = field(default_factory=list)


def mend_literals(tree: exp.Expr, names: Resolution, database: Database) -> Mending:
    """Rewrite texts in ``tree`` that differ from a real value by case, accents or blanks alone."""
    mending = Mending()
    for comparison in list(_comparisons(tree, names)):
        if not _has(database, comparison):
            _mend(comparison, database, mending)
    return mending


def warnings(mending: Mending) -> list[Problem]:
    """For an empty result: which texts no row has, and what is near."""
    found = []
    for comparison, near in mending.unmatched:
        hint = f"Near to it: {', '.join(repr_sql(value) for value in near)}." if near else ""
        message = f"No row has {comparison.where} = {repr_sql(comparison.literal.this)}."
        found.append(Problem(message, hint=hint, severity="warning", where=comparison.where))
    return found


def _comparisons(tree: exp.Expr, names: Resolution) -> Iterator[Comparison]:
    for node in tree.find_all(exp.EQ, exp.NEQ, exp.In):
        if isinstance(node, exp.In):
            pairs = [(node.this, item) for item in node.expressions]
        else:
            pairs = [(node.this, node.expression), (node.expression, node.this)]
        for column, literal in pairs:
            owner = names.owners.get(id(column))
            if owner and isinstance(literal, exp.Literal) and literal.is_string:
                yield Comparison(literal, *owner, is_equality=not isinstance(node, exp.NEQ))


def _has(database: Database, comparison: Comparison) -> bool:
    table, column = quoted(comparison.table.name), quoted(comparison.column)
    sql = f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1"  # noqa: S608 -- names are quoted, the value is a parameter
    found = database.values(sql, comparison.literal.this, timeout_s=LOOKUP_S)
    return found is None or bool(found)


def _mend(comparison: Comparison, database: Database, mending: Mending) -> None:
    values = text_values(database, comparison.table.name, comparison.column)
    wanted = folded(comparison.literal.this)
    same = [value for value in values if folded(value) == wanted]
    if len(same) == 1:
        mending.evidence.append(f"{repr_sql(comparison.literal.this)} → {repr_sql(same[0])} ({comparison.where})")
        comparison.literal.set("this", same[0])
    elif comparison.is_equality:
        mending.unmatched.append((comparison, _near(comparison.literal.this, values)))


def _near(text: str, values: list[str]) -> list[str]:
    by_folded = {folded(value): value for value in values if len(value) <= 200}
    return [by_folded[f] for f in difflib.get_close_matches(folded(text), by_folded, n=3, cutoff=0.6)]
