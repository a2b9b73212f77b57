"""Values that are another each time: by chance, or because the clock goes on."""

from __future__ import annotations

from sqlglot import exp

_RANDOM_KINDS = (exp.Rand, exp.Randn, exp.Randstr, exp.Uuid)
_RANDOM = frozenset("rand random randomblob uuid gen_random_uuid newid uuid_short uuidv4 uuidv7".split())
_CLOCK = frozenset(
    "now sysdate statement_timestamp transaction_timestamp clock_timestamp curdate curtime today current_date current_time "
    "current_timestamp current_localtime current_localtimestamp localtime localtimestamp get_current_timestamp unix_timestamp "
    "utc_date utc_time utc_timestamp age".split()
)
_CLOCK_WORDS = frozenset(("now", "today", "yesterday", "tomorrow"))
_MAY_LACK_TIME = frozenset("date time datetime julianday unixepoch strftime timetostr".split())
"""SQLite's functions that mean the present where no time is given."""


def is_random(node: exp.Expr) -> bool:
    """Whether a node gives another value each time that it is evaluated."""
    return isinstance(node, _RANDOM_KINDS) or _name(node) in _RANDOM


def is_clock(node: exp.Expr) -> bool:
    """Whether a node's value may depend on the present moment, or on a default that only the engine knows."""
    if isinstance(node, exp.Var) and node.name.upper() == "DEFAULT":
        return True
    if isinstance(node, exp.Literal):
        return node.is_string and node.name.strip().lower() in _CLOCK_WORDS
    name = _name(node)
    return (
        name in _CLOCK
        or name.startswith(("current", "utc", "localtime"))
        or (name in _MAY_LACK_TIME and _is_bare(node))
    )


def _is_bare(node: exp.Expr) -> bool:
    """Whether no more than a format is given."""
    return not any(isinstance(child, exp.Column | exp.Literal) and child is not node for child in node.walk())


def _name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous | exp.AnonymousAggFunc):
        return (node.name if isinstance(node.this, exp.Expr) else str(node.this)).lower()
    return node.sql_name().lower() if isinstance(node, exp.Func) else ""
