"""MySQL's SQL as both MySQL and MariaDB read it: the latter has no REGEXP_LIKE, which sqlglot would write for ``a REGEXP b``.

Importing this module puts the dialect in the place of sqlglot's own of the name ``mysql``, so that whatever writes SQL writes it so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from sqlglot import exp
from sqlglot.dialects.mysql import MySQL as SqlglotsMySQL
from sqlglot.generators.mysql import MySQLGenerator

_LOOSER = (exp.Predicate, exp.Connector, exp.Not, exp.Between, exp.In)
"""What binds less tightly than REGEXP, or as tightly."""


def _regexp(generator: MySQLGenerator, node: exp.RegexpLike) -> str:
    if node.args.get("flag"):
        return generator.function_fallback_sql(node)
    words = f"{_operand(generator, node.this)} REGEXP {_operand(generator, node.expression)}"
    return f"({words})" if _is_operand(node) else words


def _operand(generator: MySQLGenerator, node: exp.Expr) -> str:
    return f"({generator.sql(node)})" if isinstance(node, _LOOSER) else generator.sql(node)


def _is_operand(node: exp.Expr) -> bool:
    """Whether it stands beside an operator that would tear it apart."""
    if isinstance(node.parent, (exp.Connector, exp.Paren, exp.Not, exp.RegexpLike)):
        return False
    return isinstance(node.parent, (exp.Binary, exp.Unary, exp.Between, exp.In))


class _Generator(MySQLGenerator):
    TRANSFORMS: ClassVar[dict[type[exp.Expr], Callable[..., str]]] = {
        **MySQLGenerator.TRANSFORMS,
        exp.RegexpLike: _regexp,
    }


class MySQL(SqlglotsMySQL):
    """Registers itself under its name."""

    Generator = _Generator
