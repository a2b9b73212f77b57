"""The table that is written to, and the SELECTs that show what a statement does to it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.lookups import column_node, table_node
from plugins.sql_assistant.names import Resolution, nearest, resolve
from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.wording import Wording
from plugins.sql_assistant.writing.policy import Statement, assignments, is_predictable

_CASELESS = ("sqlite", "duckdb")
"""Dialects in which the case of a name never matters."""

_MOVED = ("expressions", "where", "with_")


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of the table that a statement writes to.

    Attributes:
        key: columns that tell its rows apart; empty if there are none. May hold a row number that is no column of the schema.
        triggers: names of triggers that the statement sets off.
        followers: names of tables whose rows are changed or deleted along, because their keys say so.
    """

    table: Table
    key: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()
    followers: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.table.columns)


def named(statement: Statement, schema: Schema, wording: Wording) -> Table | Problem:
    """The table that is written to. The names of the statement are written as the schema has them, in place."""
    found = _resolved(statement, schema, wording)
    if found.problems:
        return found.problems[0]
    if found.evidence:
        name = found.evidence[0].split('"')[1]
        return Problem(f"There is no column “{name}”.", hint="Write texts in single quotes.", where=name)
    node = statement.target
    is_default = node.db.lower() in ("", schema.default_namespace.lower())
    table = schema.table(node.name if is_default else f"{node.db}.{node.name}")
    if table is None or table.kind == "view":
        return Problem(f"“{node.name}” is a view.", hint="Write to the tables that it reads.")
    return _wrong_column(statement, table) or table


def _resolved(statement: Statement, schema: Schema, wording: Wording) -> Resolution:
    """Resolve names. Those of an UPDATE or DELETE are resolved as if its parts were those of a SELECT from its target."""
    tree, exact = statement.tree, statement.dialect not in _CASELESS
    if statement.kind == "INSERT":
        return resolve(tree, schema, wording, exact=exact)
    shell = exp.Select()
    shell.set("from_", exp.From(this=tree.this))
    shell.set("joins", [exp.Join(this=source) for source in statement.sources])
    for part in _MOVED:
        shell.set(part, tree.args.get(part))
    found = resolve(shell, schema, wording, exact=exact)
    tree.set("this", shell.args["from_"].this)
    sources = [join.this for join in shell.args["joins"]]
    if statement.kind == "UPDATE" and sources:
        tree.set("from_", exp.From(this=sources[0]))
    elif sources:
        tree.set("using", sources)
    for part in _MOVED:
        tree.set(part, shell.args.get(part))
    return found


def _wrong_column(statement: Statement, table: Table) -> Problem | None:
    """A column that an INSERT lists or sets and that is not there; the others are written as the schema has them."""
    for node in _listed(statement):
        real = table.column(node.name)
        if real is None:
            near = nearest(node.name, [column.name for column in table.columns])
            hint = f"Did you mean {' or '.join(near)}?" if near else ""
            return Problem(f"There is no column “{node.name}” in {table.name}.", hint=hint, where=node.name)
        if node.name != real.name or real.name != real.name.lower():
            node.replace(exp.to_identifier(real.name, quoted=True))
    return None


def _listed(statement: Statement) -> list[exp.Identifier]:
    this, conflict = statement.tree.this, statement.tree.args.get("conflict")
    listed = list(this.expressions) if isinstance(this, exp.Schema) else []
    return listed + [one.this.this for one in (conflict.expressions if conflict else ())]


def touched_rows(statement: Statement, target: Target) -> exp.Select:
    """The rows that an UPDATE or DELETE will change, before it does: key, columns, and what the columns that are set become."""
    tree, node = statement.tree, statement.target
    columns = [_of_target(column, node) for column in (*target.key, *target.columns)]
    computed = [value.copy() for _, value in predictable(statement)]
    select = exp.select(*columns, *(exp.alias_(value, f"new_{n}", quoted=True) for n, value in enumerate(computed)))
    select = select.from_(node.copy())
    for source in statement.sources:
        select.append("joins", exp.Join(this=source.copy()))
    for part in ("where", "with_"):
        if value := tree.args.get(part):
            select.set(part, value.copy())
    return select.lock() if statement.dialect == "mysql" else select


def predictable(statement: Statement) -> list[tuple[str, exp.Expr]]:
    """The columns that an UPDATE sets to what can be computed before."""
    if statement.kind != "UPDATE":
        return []
    return [(column, value) for column, value in assignments(statement) if is_predictable(value)]


def _of_target(column: str, node: exp.Table) -> exp.Column:
    table = node.args["alias"].this if node.args.get("alias") else node.this
    return exp.column(exp.to_identifier(column, quoted=True), table=table.copy())


def rows_by_key(target: Target, count: int, dialect: str, placeholder: str) -> str:
    """A SELECT of key and columns of the rows with ``count`` keys, each value of which is a parameter."""
    columns = ", ".join(column_node(name).sql(dialect) for name in (*target.key, *target.columns))
    one = " AND ".join(f"{column_node(name).sql(dialect)} = {{}}" for name in target.key)
    conditions = " OR ".join(f"({one})" for _ in range(count))
    sql = f"SELECT {columns} FROM {table_node(target.table).sql(dialect)} WHERE {conditions}"  # noqa: S608 -- quoted names
    marks = [placeholder] * (count * len(target.key))
    return with_marks(sql, marks, placeholder)


def with_marks(sql: str, marks: list[str], placeholder: str) -> str:
    """Put placeholders where {} stands; drivers that mark with % want their own % doubled."""
    parts = [part.replace("%", "%%") if placeholder.startswith("%") else part for part in sql.split("{}")]
    return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True))


def returning(statement: Statement, target: Target) -> str:
    """The INSERT, giving key and columns of the rows that it wrote; or the UPDATE or DELETE, giving the keys."""
    tree = statement.tree.copy()
    if statement.kind == "INSERT":
        columns = [column_node(name) for name in (*target.key, *target.columns)]
    else:
        columns = [_of_target(name, statement.target) for name in target.key]
    tree.set("returning", exp.Returning(expressions=columns))
    return tree.sql(dialect=statement.dialect, comments=False)


def counting(table: Table, dialect: str) -> str:
    """How many rows a table has."""
    return exp.select("COUNT(*)").from_(table_node(table)).sql(dialect)
