"""What may be asked at all: one statement that reads. Decided on the parsed tree, before the database sees it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from app.api import Problem

logging.getLogger("sqlglot").setLevel(
    logging.ERROR
)  # it warns on what it parses as a bare command; we refuse that anyway

_WRITING = (
    exp.DML,
    exp.DDL,
    exp.Command,
    exp.Into,
    exp.Pragma,
    exp.Attach,
    exp.Detach,
    exp.Set,
    exp.Transaction,
    exp.Use,
)
_FORBIDDEN_FUNCTIONS = frozenset(
    "load_extension readfile writefile edit fts3_tokenizer randomblob zeroblob sqlite_source_id sqlite_compileoption_get "
    "sqlite_compileoption_used sqlite_offset".split()
)
_READ_ONLY = "Only one SELECT (or WITH … SELECT) is allowed; the assistant never writes."


def parse(sql: str, dialect: str = "sqlite") -> exp.Query | Problem:
    """The one reading statement in ``sql``, or why there is none."""
    try:
        statements = [s for s in sqlglot.parse(sql, read=dialect) if s is not None and not isinstance(s, exp.Semicolon)]
    except SqlglotError as error:
        return Problem(f"This is not valid SQL: {_first_line(error)}.", hint="Give one SELECT statement.")
    except RecursionError:
        return Problem("The query is nested too deeply.", hint="Give a simpler SELECT statement.")
    if not statements:
        return Problem("There is no SQL statement.", hint="Give one SELECT statement.")
    if len(statements) > 1:
        return Problem(f"There are {len(statements)} statements.", hint=_READ_ONLY)
    return _allowed(statements[0])


def _allowed(tree: exp.Expr) -> exp.Query | Problem:
    if not isinstance(tree, exp.Query):
        return Problem(f"{tree.key.upper()} is not allowed.", hint=_READ_ONLY)
    for node in tree.walk():
        if isinstance(node, _WRITING) and not isinstance(node, exp.Query):
            return Problem(f"{node.key.upper()} is not allowed inside a query.", hint=_READ_ONLY)
    for name in function_names(tree):
        if name in _FORBIDDEN_FUNCTIONS or name.startswith("pragma_"):
            return Problem(f"The function {name} is not allowed.", hint="Only functions that compute are allowed.")
    return tree


def function_names(tree: exp.Expr) -> Iterator[str]:
    """Lower-case names of the functions in a tree that sqlglot has no type for."""
    for node in tree.find_all(exp.Anonymous):
        yield str(node.this).lower()


def defined_names(tree: exp.Expr) -> frozenset[str]:
    """Lower-case names that a WITH defines; never a name of SQLite's own tables."""
    names = (cte.alias.lower() for cte in tree.find_all(exp.CTE))
    return frozenset(name for name in names if not name.startswith(("sqlite_", "pragma_")))


def _first_line(error: SqlglotError) -> str:
    details = getattr(error, "errors", None)
    if not details:
        return str(error).splitlines()[0].rstrip(".")
    first = details[0]
    near = f" near “{first['highlight']}”" if first.get("highlight") else ""
    return f"{str(first['description']).rstrip('.').lower()}{near}"
