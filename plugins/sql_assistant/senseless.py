"""What no question means: comparing with any row of many, adding up or averaging numbers of rows, ordering texts by more or less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.schema import Column, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.words import parts

_SIZES = (exp.GT, exp.GTE, exp.LT, exp.LTE)


def sense_doubts(tree: exp.Expr, tables: Sequence[Table]) -> Iterator[str]:
    """Sentences on parts of a query that have no sense in any language."""
    owners = Owners(tree, tables)
    for node in tree.find_all(*_SIZES):
        inner = node.args["expression"]
        if isinstance(inner, exp.Subquery) and _may_give_many(inner.this):
            yield "The query compares with any one of many rows."
        found = owners.of(node.this)
        if found and {"text"} == kinds_of(found[1]) - {"all", "value"} and not isinstance(inner, exp.Literal):
            yield f"{found[1].name} is a text, and none is more than another."
    for figure in tree.find_all(exp.Sum, exp.Avg):
        found = owners.of(figure.this)
        if found and _numbers_rows(found[1]):
            yield f"{found[1].name} only numbers rows, and no figure can be made of it."


def _may_give_many(query: exp.Expr) -> bool:
    """Whether a query inside a comparison may give several rows: it makes no figure, and neither names nor ranks a row."""
    if not isinstance(query, exp.Select) or query.args.get("where") or query.args.get("limit"):
        return False
    return not any(part.find(exp.AggFunc) for part in query.expressions)


def _numbers_rows(column: Column) -> bool:
    return column.is_key or parts(column.name)[-1:] in (["id"], ["no"], ["number"], ["nr"])
