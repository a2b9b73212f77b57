"""Small changes of a query's tree that several readers of questions make: its conditions, and one more table that it reads."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from plugins.sql_assistant.schema import ForeignKey
from plugins.sql_assistant.wording import is_plain


def identifier(name: str) -> exp.Identifier:
    """A name, in quotes where it needs them."""
    return exp.to_identifier(name, quoted=not is_plain(name))


def conditions(tree: exp.Select) -> list[exp.Expr]:
    """What stands between the ANDs of a SELECT's own WHERE."""
    where = tree.args.get("where")
    if where is None:
        return []
    return list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]


def with_conditions(tree: exp.Select, kept: Sequence[exp.Expr]) -> None:
    """Give a SELECT these conditions alone."""
    tree.set("where", exp.Where(this=exp.and_(*kept)) if kept else None)


def join_parent(tree: exp.Select, key: ForeignKey, own: str, *, is_alone: bool, keeps_all: bool = False) -> None:
    """Let a query read the table that a key refers to; no row comes twice by that.

    Args:
        own: what the query calls the key's table.
        is_alone: it read no other table, so its columns are not qualified yet.
        keeps_all: rows whose key leads nowhere stay.
    """
    if is_alone:
        for column in tree.find_all(exp.Column):
            if not column.table and column.find_ancestor(exp.Select) is tree:
                column.set("table", exp.to_identifier(own))
        shown = [
            exp.Column(this=exp.Star(), table=exp.to_identifier(own)) if isinstance(part, exp.Star) else part
            for part in tree.expressions
        ]
        tree.set("expressions", shown)
    left = exp.column(identifier(key.column), table=exp.to_identifier(own))
    right = exp.column(identifier(key.parent_column), table=exp.to_identifier(key.parent))
    tree.join(
        exp.to_table(key.parent),
        on=exp.EQ(this=left, expression=right),
        join_type="left" if keeps_all else "",
        copy=False,
    )
