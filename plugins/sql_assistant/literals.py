"""Texts that a query compares with a column: mended where the column writes them otherwise, nearest real values where it has none.

A small model may also name the wrong column of the right table (``name = 'Vienna'`` where Vienna is a city); where one other column alone
has the text, the comparison is moved there.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.lookups import rows_holding
from plugins.sql_assistant.names import Resolution
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.values import LOOKUP_S, folded, repr_sql, text_values
from plugins.sql_assistant.wording import is_plain

ELSEWHERE_S = 0.3


@dataclass(frozen=True, slots=True)
class Comparison:
    """``column = 'text'`` (also <>, IN) in a query; ``node`` is the column in the tree."""

    literal: exp.Literal
    node: exp.Column
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
        unmatched: equality comparisons whose text no row has, with a hint: where it stands, or real values near to it.
    """

    evidence: list[str] = field(default_factory=list)
    unmatched: list[tuple[Comparison, str]] = field(default_factory=list)


def mend_literals(tree: exp.Expr, names: Resolution, session: Session, *, move: bool) -> Mending:
    """Rewrite texts in ``tree`` that differ from a real value by case, accents or blanks alone.

    Args:
        move: whether a comparison may be moved to the one other column of its table that has the text.
    """
    mending = Mending()
    for comparison in list(_comparisons(tree, names)):
        if not _has(session, comparison, comparison.column):
            _mend(comparison, session, mending, move=move)
    return mending


def warnings(mending: Mending) -> list[Problem]:
    """For an empty result: which texts no row has, and what is near."""
    found = []
    for comparison, hint in mending.unmatched:
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
            if owner and isinstance(column, exp.Column) and isinstance(literal, exp.Literal) and literal.is_string:
                yield Comparison(literal, column, *owner, is_equality=not isinstance(node, exp.NEQ))


def _has(session: Session, comparison: Comparison, column: str) -> bool:
    """Whether a row has the text in ``column``; True too if looking takes too long."""
    found = session.values(rows_holding(comparison.table, column, comparison.literal.this), LOOKUP_S)
    return found is None or bool(found)


def _mend(comparison: Comparison, session: Session, mending: Mending, *, move: bool) -> None:
    values = text_values(session, comparison.table, comparison.column)
    text = comparison.literal.this
    same = _same(text, values)
    if len(same) == 1:
        mending.evidence.append(f"{repr_sql(text)} → {repr_sql(same[0])} ({comparison.where})")
        comparison.literal.set("this", same[0])
    elif comparison.is_equality:
        places = _elsewhere(comparison, session)
        if move and len(places) == 1 and isinstance(comparison.node.parent, exp.EQ):
            mending.evidence.append(_move(comparison, *places[0]))
        else:
            mending.unmatched.append((comparison, _hint(comparison, places, values)))


def _elsewhere(comparison: Comparison, session: Session) -> list[tuple[str, str]]:
    """Other text columns of the table that have the text, with its spelling there."""
    found = []
    for column in comparison.table.columns:
        if column.is_text and column.name != comparison.column:
            same = _same(
                comparison.literal.this,
                text_values(session, comparison.table, column.name, timeout_s=ELSEWHERE_S),
            )
            found += [(column.name, same[0])] if same else []
    return found


def _move(comparison: Comparison, column: str, text: str) -> str:
    evidence = f"{repr_sql(comparison.literal.this)} is no {comparison.where} but a {comparison.table.name}.{column}: compared there"
    comparison.node.set("this", exp.to_identifier(column, quoted=not is_plain(column)))
    comparison.literal.set("this", text)
    return evidence


def _hint(comparison: Comparison, places: list[tuple[str, str]], values: list[str]) -> str:
    if places:
        return "It stands in " + ", ".join(f"{comparison.table.name}.{column}" for column, _ in places) + "."
    near = _near(comparison.literal.this, values)
    return f"Near to it: {', '.join(repr_sql(value) for value in near)}." if near else ""


def _same(text: str, values: list[str]) -> list[str]:
    wanted = folded(text)
    return [value for value in values if folded(value) == wanted]


def _near(text: str, values: list[str]) -> list[str]:
    by_folded = {folded(value): value for value in values if len(value) <= 200}
    return [by_folded[f] for f in difflib.get_close_matches(folded(text), by_folded, n=3, cutoff=0.6)]
