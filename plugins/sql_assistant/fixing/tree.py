"""Mends what can be read but not run: GROUP BY, aggregates in WHERE, NULL, names of results in WHERE, types, other engines' words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from plugins.sql_assistant.dialect_words import functions
from plugins.sql_assistant.fixing.candidate import Candidate, replaced
from plugins.sql_assistant.names import resolve
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.translate import DIALECTS, translate
from plugins.sql_assistant.wording import wording_of

_OTHERS = ("sqlite", "postgres", "mysql", "duckdb", "tsql", "oracle", "snowflake", "bigquery")
_TELLING = {
    "tsql": ("top", "isnull", "len", "getdate", "dateadd", "datepart", "charindex"),
    "oracle": ("nvl", "sysdate", "rownum", "decode", "to_date"),
}
"""Words of engines that have no editor's words here."""

_NULL_SIGNS = {exp.EQ: "IS NULL", exp.NEQ: "IS NOT NULL"}


def null_comparisons(tree: exp.Expr) -> list[exp.Binary]:
    """Comparisons with NULL by = or <>, which are never true."""
    found = [
        node for node in tree.find_all(exp.EQ, exp.NEQ) if node.find_ancestor(exp.Where, exp.Having, exp.Join, exp.Case)
    ]
    return [node for node in found if isinstance(node.this, exp.Null) or isinstance(node.expression, exp.Null)]


def with_is_null(tree: exp.Query, dialect: str) -> Iterator[Candidate]:
    """IS NULL in place of = NULL."""
    done = tree.copy()
    wrong = null_comparisons(done)
    for node in wrong:
        value = node.expression if isinstance(node.this, exp.Null) else node.this
        tested = exp.Is(this=value.copy(), expression=exp.Null())
        node.replace(exp.Not(this=tested) if isinstance(node, exp.NEQ) else tested)
    if wrong:
        sign = "=" if isinstance(wrong[0], exp.EQ) else "<>"
        yield Candidate(_written(done, dialect), replaced(f"{sign} NULL", _NULL_SIGNS[type(wrong[0])]))


def candidates(tree: exp.Query, schema: Schema, dialect: str) -> Iterator[Candidate]:
    """Other trees, the likeliest first."""
    changes: Sequence[Callable[[exp.Query, Schema], Iterator[tuple[exp.Query, str]]]] = (
        _having, _grouped, _expressions_for_names, _texts_for_numbers, _named_queries,
    )  # fmt: skip
    for change in changes:
        for done, said in change(tree, schema):
            yield Candidate(_written(done, dialect), said)


def _written(tree: exp.Expr, dialect: str) -> str:
    return tree.sql(dialect=dialect, pretty=True)


def _having(tree: exp.Query, _schema: Schema) -> Iterator[tuple[exp.Query, str]]:
    """Conditions on aggregates belong into HAVING."""
    done = tree.copy()
    moved = []
    for select in done.find_all(exp.Select):
        where = select.args.get("where")
        if not where:
            continue
        parts = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
        wrong = [part for part in parts if _own_aggregate(part, select)]
        if not wrong:
            continue
        kept = [part for part in parts if part not in wrong]
        select.set("where", exp.Where(this=exp.and_(*kept)) if kept else None)
        select.having(exp.and_(*wrong), copy=False)
        moved += [part.sql() for part in wrong]
    if moved:
        yield done, f"A condition on an aggregate was moved from WHERE to HAVING: {', '.join(moved)}."


def _own_aggregate(part: exp.Expr, select: exp.Select) -> bool:
    return any(node.find_ancestor(exp.Select) is select for node in part.find_all(exp.AggFunc))


def _grouped(tree: exp.Query, _schema: Schema) -> Iterator[tuple[exp.Query, str]]:
    """What is shown and is no aggregate stands in GROUP BY."""
    done = tree.copy()
    added: list[str] = []
    for select in done.find_all(exp.Select):
        group = select.args.get("group")
        aggregates = any(_own_aggregate(one, select) for one in select.expressions)
        if not group and not aggregates:
            continue
        present = {one.sql().lower() for one in group.expressions} if group else set()
        numbers = {one.name for one in group.expressions if isinstance(one, exp.Literal)} if group else set()
        for place, shown in enumerate(select.expressions, 1):
            inner = shown.unalias()
            bare = [column for column in inner.find_all(exp.Column) if not column.find_ancestor(exp.AggFunc)]
            is_grouped = {inner.sql().lower(), shown.alias.lower()} & present or str(place) in numbers
            if is_grouped or _own_aggregate(inner, select) or inner.find(exp.Window) or not bare:
                continue
            select.group_by(inner.copy(), copy=False)
            added.append(inner.sql())
    if added:
        yield done, f"GROUP BY was given what is shown: {', '.join(added)}."


def _expressions_for_names(tree: exp.Query, _schema: Schema) -> Iterator[tuple[exp.Query, str]]:
    """In WHERE the names of results are not known yet: their expressions stand there."""
    done = tree.copy()
    changed = []
    for select in done.find_all(exp.Select):
        named = {one.alias.lower(): one.unalias() for one in select.expressions if one.alias}
        for clause in filter(None, (select.args.get(name) for name in ("where", "having", "group"))):
            for column in list(clause.find_all(exp.Column)):
                meant = named.get(column.name.lower())
                if meant is not None and not column.table and column.name.lower() != meant.name.lower():
                    column.replace(exp.paren(meant.copy()) if isinstance(meant, exp.Binary) else meant.copy())
                    changed.append(replaced(column.name, meant.sql()))
    if changed:
        yield done, changed[0]


def _texts_for_numbers(tree: exp.Query, schema: Schema) -> Iterator[tuple[exp.Query, str]]:
    """A number that is compared with a column of texts is a text."""
    done = tree.copy()
    owners = resolve(done, schema, wording_of(schema)).owners
    changed = []
    for node in list(done.find_all(exp.EQ, exp.NEQ, exp.In)):
        owner = owners.get(id(node.this))
        column = owner[0].column(owner[1]) if owner else None
        values = node.expressions if isinstance(node, exp.In) else [node.expression]
        for value in values if column and column.is_text else ():
            if isinstance(value, exp.Literal) and not value.is_string:
                value.replace(exp.Literal.string(value.name))
                changed.append(replaced(value.name, f"'{value.name}'"))
    if changed:
        yield done, changed[0]


def _named_queries(tree: exp.Query, _schema: Schema) -> Iterator[tuple[exp.Query, str]]:
    """A query in FROM has a name."""
    done = tree.copy()
    bare = [
        node for node in done.find_all(exp.Subquery) if isinstance(node.parent, (exp.From, exp.Join)) and not node.alias
    ]
    for number, node in enumerate(bare, 1):
        node.set("alias", exp.TableAlias(this=exp.to_identifier(f"q{number}")))
    if bare:
        yield done, "A query in FROM was given a name: q1."


def translations(sql: str, dialect: str, schema: Schema) -> Iterator[Candidate]:
    """The query as if it had been written for another engine; first for those that have its words."""
    words = set(re.findall(r"\w+", sql.lower())) - set(functions(dialect))
    others = [other for other in _OTHERS if other != dialect]
    for other in sorted(others, key=lambda other: -len(words & {*functions(other), *_TELLING.get(other, ())})):
        try:
            tree = sqlglot.parse_one(sql, read=other)
        except (SqlglotError, RecursionError):
            continue
        if isinstance(tree, exp.Query):
            title = DIALECTS[other]
            done = translate(sql, other, dialect, schema).sql
            yield Candidate(done, f"It was written for {title}, and translated to {DIALECTS.get(dialect, dialect)}.")


def written_anew(tree: exp.Query, dialect: str) -> Candidate:
    """The query as it was understood, in the engine's own words."""
    return Candidate(_written(tree, dialect), f"It was written anew in the words of {DIALECTS.get(dialect, dialect)}.")
