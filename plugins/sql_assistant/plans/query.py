"""What a query asks of its tables, as far as its plan depends on it: read from its syntax tree, whose names are resolved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from plugins.sql_assistant.names import Resolution
from plugins.sql_assistant.schema import Schema, Table

Kind = Literal["equal", "range", "hidden", "pattern"]
_EQUAL = (exp.EQ, exp.In)
_RANGE = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
_COMPARING = (*_EQUAL, *_RANGE, exp.Like, exp.ILike, exp.Glob)
_HOLDING = (exp.And, exp.Paren, exp.Where, exp.Join)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that a column of a table must meet.

    Attributes:
        kind: ``hidden`` where the column stands inside a function or a computation, ``pattern`` where a LIKE begins with a wildcard.
        wrap: the function's name.
    """

    table: str
    column: str
    kind: Kind
    wrap: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """Two tables of one SELECT that nothing connects."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Order:
    """The columns of one table that the whole is sorted by; none where it is sorted by anything else."""

    table: str
    columns: tuple[str, ...]


def tables_of(tree: exp.Expr, schema: Schema) -> dict[str, str]:
    """Names of real tables by the lower-case names that they go by in a query."""
    found: dict[str, str] = {}
    for node in tree.find_all(exp.Table):
        if table := table_of(node, schema):
            found.setdefault(node.alias_or_name.lower(), table.name)
    return found


def table_of(node: exp.Table, schema: Schema) -> Table | None:
    """The real table that a node names."""
    is_default = node.db.lower() in ("", schema.default_namespace.lower())
    return schema.table(node.name if is_default else f"{node.db}.{node.name}")


def conditions(tree: exp.Expr, names: Resolution, dialect: str) -> Iterator[Condition]:
    """Conditions that compare a column with what is no column, and all of which must be met."""
    for node in tree.find_all(exp.Column):
        owner, comparison = names.owners.get(id(node)), node.find_ancestor(*_COMPARING, exp.Select)
        if owner is None or not isinstance(comparison, _COMPARING) or not _must_hold(comparison):
            continue
        if not _side(comparison.this, node) or any(_others(comparison, node)):
            continue
        table, column = owner
        if comparison.this is node:
            yield Condition(table.name, column, _kind(comparison))
        else:
            yield Condition(table.name, column, "hidden", _wrap(comparison.this, dialect))


def _side(side: exp.Expr, node: exp.Column) -> bool:
    return any(inner is node for inner in side.walk())


def _others(comparison: exp.Expr, node: exp.Column) -> Iterator[exp.Column]:
    return (column for column in comparison.find_all(exp.Column) if column is not node)


def _must_hold(comparison: exp.Expr) -> bool:
    above = comparison.parent
    while isinstance(above, _HOLDING):
        if isinstance(above, (exp.Where, exp.Join)):
            return True
        above = above.parent
    return False


def _kind(comparison: exp.Expr) -> Kind:
    if isinstance(comparison, (exp.Like, exp.ILike, exp.Glob)):
        pattern = comparison.expression
        starts = pattern.name[:1] in ("%", "_", "*", "?") if isinstance(pattern, exp.Literal) else False
        return "pattern" if starts else "range"
    return "equal" if isinstance(comparison, _EQUAL) else "range"


def _wrap(side: exp.Expr, dialect: str) -> str:
    """The function that the column stands in, as the dialect calls it; empty for a computation."""
    inner = next((node for node in side.walk() if isinstance(node, (exp.Func, exp.Binary))), side)
    name, bracket, _ = inner.sql(dialect=dialect).partition("(")
    return name.lower() if isinstance(inner, exp.Func) and bracket and name.isidentifier() else ""


def order_of(tree: exp.Expr, names: Resolution) -> Order | None:
    """What the whole is sorted by; None where it is not."""
    order = tree.args.get("order")
    if not isinstance(order, exp.Order):
        return None
    owners = [names.owners.get(id(item.this)) for item in order.expressions]
    tables = {owner[0].name for owner in owners if owner}
    if len(tables) != 1 or not all(owners):
        return Order("", ())
    return Order(tables.pop(), tuple(owner[1] for owner in owners if owner))


def apart(tree: exp.Expr, schema: Schema, names: Resolution) -> Iterator[Apart]:
    """Real tables that are combined row by row because no condition speaks of both."""
    for select in tree.find_all(exp.Select):
        groups = _connected(select, names)
        real = [name for group in groups if (name := _first_real(group, select, schema))]
        if len(real) > 1:
            yield from (Apart(real[0], other) for other in real[1:])


def _sources(select: exp.Select) -> list[exp.Expr]:
    start = select.args.get("from_")
    joins = [join for join in select.args.get("joins") or () if isinstance(join, exp.Join)]
    return [node for node in (start.this if start else None, *(join.this for join in joins)) if node is not None]


def _connected(select: exp.Select, names: Resolution) -> list[set[str]]:
    """The sources of a SELECT by their names, those together that a condition connects."""
    groups = [{node.alias_or_name.lower()} for node in _sources(select)]
    by_table = {node.name.lower(): node.alias_or_name.lower() for node in _sources(select)}
    for join in select.args.get("joins") or ():
        if join.args.get("using") or join.method == "NATURAL" or isinstance(join.this, (exp.Lateral, exp.Unnest)):
            groups = _joined(groups, {join.this.alias_or_name.lower(), *groups[0]})
    where = select.args.get("where")
    spoken = [where, *(join.args.get("on") for join in select.args.get("joins") or ())]
    for condition in filter(None, spoken):
        for part in condition.find_all(exp.Binary, exp.Between, exp.In, exp.Func):
            if not isinstance(part, (exp.And, exp.Or)):
                groups = _joined(groups, _spoken_of(part, names, by_table))
    return groups


def _spoken_of(part: exp.Expr, names: Resolution, by_table: Mapping[str, str]) -> set[str]:
    found = set()
    for column in part.find_all(exp.Column):
        owner = names.owners.get(id(column))
        own = by_table.get(owner[0].own_name.lower(), "") if owner else ""
        found.add(column.table.lower() or own)
    return found


def _joined(groups: list[set[str]], names: set[str]) -> list[set[str]]:
    touched = [group for group in groups if group & names]
    if len(touched) < 2:
        return groups
    return [set().union(*touched), *(group for group in groups if group not in touched)]


def _first_real(group: set[str], select: exp.Select, schema: Schema) -> str:
    for node in _sources(select):
        if isinstance(node, exp.Table) and node.alias_or_name.lower() in group and (table := table_of(node, schema)):
            return table.name
    return ""
