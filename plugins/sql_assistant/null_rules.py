"""Conditions put right: a list for ``NOT IN`` without NULL, beside which SQL finds no row at all, and nothing said twice."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from plugins.sql_assistant.lookups import rows_without
from plugins.sql_assistant.names import Resolution
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.values import LOOKUP_S


def guard_lists(tree: exp.Expr, names: Resolution, session: Session) -> list[str]:
    """Leave NULL out of the lists of ``NOT IN (SELECT column …)`` where the column holds some; says what was done."""
    evidence = ["A condition that stood there twice was left out."] if _without_repeats(tree) else []
    for select, column in list(_lists(tree)):
        owner = names.owners.get(id(column))
        if owner and session.values(rows_without(*owner), LOOKUP_S):
            table, name = owner
            select.where(exp.Not(this=exp.Is(this=column.copy(), expression=exp.Null())), copy=False)
            evidence.append(
                f"Rows of {table.name} without {name} were left out of the list: NOT IN finds nothing beside a NULL."
            )
    return evidence


def _without_repeats(tree: exp.Expr) -> bool:
    """Leave out conditions that stand beside the same one; whether there were any."""
    found = False
    for where in list(tree.find_all(exp.Where)):
        tests = list(where.this.flatten()) if isinstance(where.this, exp.And) else []
        once = list({test.sql(): test for test in reversed(tests)}.values())[::-1]
        if len(once) < len(tests):
            where.set("this", exp.and_(*once, copy=False))
            found = True
    return found


def _lists(tree: exp.Expr) -> Iterator[tuple[exp.Select, exp.Column]]:
    """The queries of one column that something must not stand in, and that column."""
    for node in tree.find_all(exp.In):
        query = node.args.get("query")
        select = query.unnest() if isinstance(query, exp.Subquery) else query
        if not isinstance(node.parent, exp.Not) or not isinstance(select, exp.Select) or len(select.selects) != 1:
            continue
        column = select.selects[0].unalias()
        if isinstance(column, exp.Column) and not select.args.get("limit"):
            yield select, column
