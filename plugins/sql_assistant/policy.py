"""What may be asked at all: one statement that reads. Decided on the parsed tree, before the database sees it.

Everything is an allow-list: the root is a query, each node is of a kind that only reads or computes, each function is known to. What this
module does not know it refuses. The engine's own lock stands behind it (``sources``); neither is trusted alone.
"""

from __future__ import annotations

import logging
import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from app.api import Problem
from plugins.sql_assistant import mysql_dialect  # noqa: F401 -- registers itself
from plugins.sql_assistant.functions import REFUSED_KINDS, may_call

logging.getLogger("sqlglot").setLevel(
    logging.ERROR
)  # it warns on what it parses as a bare command; we refuse that anyway

MAX_CHARS = 100_000
MAX_NODES = 20_000
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""See CVE-2021-42574."""

_READ_ONLY = "Only one SELECT (or WITH … SELECT) is allowed; the assistant never writes."
_COMPUTES = "Only functions that compute are allowed."
_HARMLESS = frozenset(
    "add adjacent alias aliases all any atindex attimezone between bitstring bitwiseand bitwiseleftshift bitwisenot bitwiseor "
    "bitwiserightshift bitwisexor boolean bracket bytestring characterset collate column columndef comprehension cte cube datatype "
    "datatypeparam distance distinct div dot dpipe eq escape except extendsleft extendsright fetch filter formatjson from fromtimezone "
    "glob group groupingsets gt gte having havingmax heredoc hexstring identifier ignorenulls ilike in intdiv intersect interval "
    "intervalspan introducer is join json jsoncolumndef jsonextractquote jsonkeyvalue jsonpath jsonpathfilter jsonpathkey "
    "jsonpathrecursive jsonpathroot jsonpathscript jsonpathselector jsonpathslice jsonpathsubscript jsonpathunion jsonpathwildcard "
    "jsonschema jsonvalue kwarg lambda lateral like limit limitoptions literal lt lte match mod mul national neg neq nestedjsonselect not "
    "null nullsafeeq nullsafeneq offset oncondition order ordered overlaps paren pivot pivotalias pivotany placeholder positionalcolumn "
    "propertyeq pseudocolumn pseudotype qualify rawstring respectnulls rollup select similarto slice sort star sub subquery table "
    "tablealias tablefromrows tablesample tuple unicodestring union unpivotcolumns values var variadic where window windowspec with "
    "withingroup".split()
)
"""Lower-case names of sqlglot's classes for nodes that only read or compute; functions are judged one by one."""

_SAID = {
    "lock": "Locking rows (FOR UPDATE, FOR SHARE)",
    "into": "SELECT … INTO",
    "hint": "A hint to the optimizer",
    "parameter": "A parameter or variable",
    "sessionparameter": "A variable of the session",
    "operator": "OPERATOR(…)",
}


def parse(sql: str, dialect: str = "sqlite") -> exp.Query | Problem:
    """The one reading statement in ``sql``, or why there is none.

    Args:
        dialect: sqlglot's name of the SQL that is written.
    """
    if refused := unreadable(sql, dialect):
        return refused
    try:
        statements = [s for s in sqlglot.parse(sql, read=dialect) if s is not None and not isinstance(s, exp.Semicolon)]
    except SqlglotError as error:
        return Problem(f"This is not valid SQL: {complaint(error)}.", hint="Give one SELECT statement.")
    except RecursionError:
        return Problem("The query is nested too deeply.", hint="Give a simpler SELECT statement.")
    except Exception:  # noqa: BLE001 -- the parser stumbles over some calls with too few arguments
        return Problem("The query cannot be read.", hint="Check the arguments of its functions.")
    if not statements:
        return Problem("There is no SQL statement.", hint="Give one SELECT statement.")
    if len(statements) > 1:
        return Problem(f"There are {len(statements)} statements.", hint=_READ_ONLY)
    try:
        return _allowed(statements[0], dialect)
    except RecursionError:
        return Problem("The query is nested too deeply.", hint="Give a simpler SELECT statement.")


def unreadable(sql: str, dialect: str) -> Problem | None:
    """What is not even parsed: too long, with characters that engines read otherwise than parsers do, with a comment that MySQL runs."""
    if len(sql) > MAX_CHARS:
        return Problem(
            f"The query is longer than {MAX_CHARS:,} characters.", hint="Keep lists of values in a table and join it."
        )
    if "\x00" in sql:
        return Problem("The query holds a NUL character.", hint="Type the query anew.")
    if _BIDI.search(sql):
        return Problem(
            "The query holds characters that change the direction of writing, so that it reads otherwise than it runs.",
            hint="Type the query anew.",
        )
    if dialect in ("mysql", "") and re.search(r"/\*\s*M?!", sql):
        return Problem("A comment that MySQL runs (/*! … */) is not allowed.", hint="Write the query without it.")
    return None


def _allowed(tree: exp.Expr, dialect: str) -> exp.Query | Problem:
    if not isinstance(tree, exp.Query):
        return Problem(f"{tree.key.upper()} is not allowed.", hint=_READ_ONLY)
    for number, node in enumerate(tree.walk()):
        if number > MAX_NODES:
            return Problem("The query is too large.", hint="Keep lists of values in a table and join it.")
        if refused := refused_node(node, dialect):
            return refused
    return tree


def refused_node(node: exp.Expr, dialect: str) -> Problem | None:
    """Why a node does more than read or compute; None if it does not."""
    if isinstance(node, (exp.Anonymous, exp.AnonymousAggFunc)):
        name = node.name if isinstance(node.this, exp.Expr) else str(node.this)
        return (
            None if may_call(name, dialect) else Problem(f"The function {name.lower()} is not allowed.", hint=_COMPUTES)
        )
    if isinstance(node, exp.Func):
        if type(node).__name__.lower() not in REFUSED_KINDS:
            return None
        return Problem(f"The function {node.sql_name().lower()} is not allowed.", hint=_COMPUTES)
    if node.key in _HARMLESS or isinstance(node, exp.Connector):
        return None
    said = _SAID.get(node.key, node.key.upper())
    return Problem(f"{said} is not allowed inside a query.", hint=_READ_ONLY)


def defined_names(tree: exp.Expr) -> frozenset[str]:
    """Lower-case names that a WITH defines; never a name of SQLite's own tables."""
    names = (cte.alias.lower() for cte in tree.find_all(exp.CTE))
    return frozenset(name for name in names if not name.startswith(("sqlite_", "pragma_")))


def complaint(error: SqlglotError) -> str:
    """What the parser found wrong, in a few words."""
    details = getattr(error, "errors", None)
    if not details:
        return str(error).splitlines()[0].rstrip(".")
    first = details[0]
    near = f" near “{first['highlight']}”" if first.get("highlight") else ""
    return f"{str(first['description']).rstrip('.').lower()}{near}"
