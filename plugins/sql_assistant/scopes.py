"""Which WITH a name in FROM means, as engines look it up: the nearest one around it that is defined by then.

A name that a WITH defines elsewhere in the same text (after it, within itself, in a subquery beside it) is a table's name where it stands:
an engine would read that table.
"""

from __future__ import annotations

from sqlglot import exp


def definition(table: exp.Table) -> exp.CTE | None:
    """The WITH that a table's name means; None where it is a table of the database."""
    if table.db or not isinstance(table.this, exp.Identifier):
        return None
    node: exp.Expr = table
    inside: exp.CTE | None = None
    while (parent := node.parent) is not None:
        if isinstance(parent, exp.With) and isinstance(node, exp.CTE):
            inside = node
        elif (found := _defined_by(parent, inside, table.name.lower())) is not None:
            return found
        else:
            inside = None
        node = parent
    return None


def _defined_by(owner: exp.Expr, inside: exp.CTE | None, name: str) -> exp.CTE | None:
    """What the WITH of ``owner`` defines under a name, as seen from its body or from ``inside`` one of its own parts."""
    clause = owner.args.get("with_")
    if not isinstance(clause, exp.With):
        return None
    seen: exp.CTE | None = None
    for cte in clause.expressions:
        if cte is inside and not clause.args.get("recursive"):
            break
        if cte.alias.lower() == name:
            seen = cte
        if cte is inside:
            break
    return seen
