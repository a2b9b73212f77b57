"""What may be written at all: one INSERT, UPDATE or DELETE. Decided on the parsed tree, before the database sees it.

As for what reads, everything is an allow-list: the parts of the statement, the kinds of their nodes, the names of their functions. What
gives another value each time is refused, since what a dry run shows would not be what is written. The text that runs is generated from the
checked tree, so that it is what a person is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from app.api import Problem
from plugins.sql_assistant.policy import MAX_NODES, complaint, refused_node, unreadable
from plugins.sql_assistant.writing.moving import is_clock, is_random

Kind = Literal["INSERT", "UPDATE", "DELETE"]
_ONE = "Give one INSERT, UPDATE or DELETE."
_KINDS: dict[type[exp.Expr], Kind] = {exp.Insert: "INSERT", exp.Update: "UPDATE", exp.Delete: "DELETE"}
_PARTS = {
    "INSERT": frozenset(("this", "expression", "conflict", "with_", "default", "alternative", "returning")),
    "UPDATE": frozenset(("this", "expressions", "from_", "where", "with_", "returning")),
    "DELETE": frozenset(("this", "using", "where", "with_", "returning")),
}
_SAID_PARTS = {
    "ignore": "INSERT IGNORE",
    "overwrite": "INSERT OVERWRITE",
    "tables": "DELETE from several tables",
    "hint": "A hint to the optimizer",
    "by_name": "INSERT BY NAME",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement that may be written.

    Attributes:
        tree: without RETURNING, which the rows that are shown make needless.
        given: the text as it was written.
        dialect: sqlglot's name of the SQL.
    """

    kind: Kind
    tree: exp.Insert | exp.Update | exp.Delete
    given: str
    dialect: str

    @property
    def sql(self) -> str:
        """What runs."""
        return self.tree.sql(dialect=self.dialect, pretty=True, comments=False)

    @property
    def target(self) -> exp.Table:
        """The table that is written to, as it stands in the statement."""
        this = self.tree.this
        found = this.this if isinstance(this, exp.Schema) else this
        assert isinstance(found, exp.Table)  # noqa: S101 -- refused otherwise
        return found

    @property
    def has_where(self) -> bool:
        return bool(self.tree.args.get("where"))

    @property
    def sources(self) -> list[exp.Expr]:
        """What stands in FROM or USING beside the target."""
        from_ = self.tree.args.get("from_")
        return [from_.this] if from_ else list(self.tree.args.get("using") or ())

    @property
    def events(self) -> tuple[Kind, ...]:
        """What may happen to rows of the target."""
        return ("INSERT", "UPDATE") if self.is_upsert else (self.kind,)

    @property
    def is_upsert(self) -> bool:
        """Whether an INSERT may change rows that are there."""
        conflict = self.tree.args.get("conflict")
        return bool(conflict and conflict.expressions)


def parse_write(sql: str, dialect: str) -> Statement | Problem:
    """The one writing statement in ``sql``, or why there is none.

    Args:
        dialect: sqlglot's name of the SQL that is written.
    """
    if refused := unreadable(sql, dialect):
        return refused
    try:
        found = [s for s in sqlglot.parse(sql, read=dialect) if s is not None and not isinstance(s, exp.Semicolon)]
    except SqlglotError as error:
        return Problem(f"This is not valid SQL: {complaint(error)}.", hint=_ONE)
    except RecursionError:
        return Problem("The statement is nested too deeply.", hint=_ONE)
    except Exception:  # noqa: BLE001 -- the parser stumbles over some calls with too few arguments
        return Problem("The statement cannot be read.", hint="Check the arguments of its functions.")
    if len(found) != 1:
        return Problem(f"There are {len(found)} statements.", hint=_ONE) if found else _nothing()
    try:
        return _allowed(found[0], sql, dialect)
    except RecursionError:
        return Problem("The statement is nested too deeply.", hint=_ONE)


def writes(sql: str, dialect: str) -> bool:
    """Whether a text is, or begins as, a statement that writes, allowed or not."""
    try:
        first = sqlglot.parse(sql, read=dialect)[:1]
    except Exception:  # noqa: BLE001 -- whatever the parser says of it, it is no statement that writes
        return False
    return any(isinstance(tree, exp.DML) for tree in first)


def _nothing() -> Problem:
    return Problem("There is no SQL statement.", hint=_ONE)


def _allowed(tree: exp.Expr, sql: str, dialect: str) -> Statement | Problem:
    kind = _KINDS.get(type(tree))
    if kind is None or not isinstance(tree, exp.Insert | exp.Update | exp.Delete):
        return Problem(f"{tree.key.upper()} is not allowed.", hint=_ONE)
    tree.set("returning", None)
    for column in [c for c in tree.find_all(exp.Column) if c.sql().upper() == "DEFAULT"]:
        column.replace(exp.Var(this="DEFAULT"))
    problem = _wrong_part(tree, kind, dialect) or _wrong_target(tree) or _wrong_node(tree, dialect)
    return problem or _wrong_assignment(tree) or Statement(kind, tree, sql, dialect)


def _wrong_part(tree: exp.Expr, kind: Kind, dialect: str) -> Problem | None:
    """A clause that is not known to be harmless."""
    for name, value in tree.args.items():
        if value and name not in _PARTS[kind]:
            said = _SAID_PARTS.get(name, f"{kind} … {name.strip('_').upper()}")
            return Problem(f"{said} is not allowed.", hint="Write it without.")
    other = str(tree.args.get("alternative") or "").upper()
    if other and other != "IGNORE":
        return Problem(
            f"INSERT OR {other} is not allowed: it may delete rows.", hint="Write INSERT … ON CONFLICT … DO UPDATE."
        )
    rows = tree.args.get("expression")
    if kind == "INSERT" and not tree.args.get("default") and not isinstance(rows, exp.Query | exp.Values):
        return Problem("INSERT needs VALUES or a SELECT.", hint=_ONE)
    if dialect == "mysql" and kind == "INSERT" and tree.args.get("with_"):
        return Problem("INSERT … WITH is not allowed.", hint="Write INSERT INTO … WITH … SELECT.")
    return None


def _wrong_target(tree: exp.Expr) -> Problem | None:
    """Anything but one plain table, with an alias or a list of columns."""
    this = tree.this
    table = this.this if isinstance(this, exp.Schema) and isinstance(tree, exp.Insert) else this
    if not isinstance(table, exp.Table) or not isinstance(table.this, exp.Identifier):
        return Problem("Only one table can be written to.", hint=_ONE)
    extra = [name for name, value in table.args.items() if value and name not in ("this", "db", "alias")]
    if extra:
        return Problem(
            "Only one table can be written to, named by its name alone.",
            hint="Put the other table into FROM, or into a subquery of WHERE.",
        )
    return None


def _wrong_node(tree: exp.Expr, dialect: str) -> Problem | None:
    own = {id(tree), id(tree.this), id(tree.args.get("conflict"))}
    for number, node in enumerate(tree.walk()):
        if number > MAX_NODES:
            return Problem("The statement is too large.", hint="Write it in several parts.")
        if id(node) in own or _is_new_value(node, dialect):
            continue
        if isinstance(node, exp.Placeholder):
            return Problem("A parameter or variable is not allowed.", hint="Write the value itself.")
        if refused := refused_node(node, dialect):
            return Problem(refused.message, hint="Write it without.")
        if _is_by_chance(node):
            return Problem(
                "LIMIT without ORDER BY takes rows by chance, so what is shown might not be what is written.",
                hint="Add an ORDER BY that leaves no two rows alike, or name the rows in WHERE.",
            )
        if is_random(node):
            return Problem(
                f"{node.sql(dialect).lower()} gives another value each time, so what is shown could not be what is written.",
                hint="Write the values themselves.",
            )
    return None


def _is_by_chance(node: exp.Expr) -> bool:
    """Whether a part takes some rows of many without an order."""
    query = node.parent
    takes = isinstance(node, exp.Limit | exp.Fetch | exp.Offset | exp.TableSample)
    return takes and query is not None and not query.args.get("order")


def _is_new_value(node: exp.Expr, dialect: str) -> bool:
    """MySQL's VALUES(column) in ON DUPLICATE KEY UPDATE."""
    return (
        dialect == "mysql"
        and isinstance(node, exp.Anonymous)
        and str(node.this).upper() == "VALUES"
        and node.find_ancestor(exp.OnConflict) is not None
    )


def _wrong_assignment(tree: exp.Expr) -> Problem | None:
    """SET takes columns one by one, so that each new value can be shown."""
    conflict = tree.args.get("conflict")
    for one in (*tree.expressions, *(conflict.expressions if conflict else ())):
        if not isinstance(one, exp.EQ) or not isinstance(one.this, exp.Column):
            return Problem("SET must name columns one by one.", hint="Write SET a = …, b = ….")
    return None


def assignments(statement: Statement) -> Iterator[tuple[str, exp.Expr]]:
    """The columns that an UPDATE sets, or an INSERT where the row is there already, each with what it is set to."""
    conflict = statement.tree.args.get("conflict")
    parts = statement.tree.expressions if statement.kind == "UPDATE" else conflict.expressions if conflict else ()
    for one in parts:
        yield one.this.name, one.expression


def is_predictable(value: exp.Expr) -> bool:
    """Whether a value depends on the rows alone: not on the clock, nor on a default that only the engine knows."""
    return not any(is_clock(node) for node in value.walk())
