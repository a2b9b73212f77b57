"""What kind of values an expression has, as far as the schema says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlglot import exp

from plugins.sql_assistant.schema import Column, Schema, Table

Kind = Literal["whole", "number", "text", "time", "truth", ""]

_TEXTS = (exp.DPipe, exp.Concat, exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.TimeToStr, exp.GroupConcat)
_TIMES = (exp.CurrentDate, exp.CurrentTimestamp, exp.TimestampTrunc, exp.Date)
_NUMBERS = (exp.Avg, exp.Round)
_WHOLES = (exp.Count, exp.Length, exp.StrPosition, exp.RowNumber, exp.Rank, exp.DenseRank)
_SAME = (exp.Sum, exp.Min, exp.Max, exp.Abs, exp.Neg, exp.Paren, exp.Coalesce, exp.Distinct)


class Kinds:
    """The kinds of one query's expressions.

    Args:
        schema: None where it is not known; only what the expression itself says is then.
    """

    def __init__(self, tree: exp.Expr, schema: Schema | None) -> None:
        self._schema = schema
        names = {table.name.lower() for table in tree.find_all(exp.Table)}
        self._tables = [table for table in schema.tables if table.own_name.lower() in names] if schema else []
        self._defined = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
        self._by_alias = {
            table.alias_or_name.lower(): found
            for table in tree.find_all(exp.Table)
            if table.name.lower() not in self._defined and (found := self._table(table))
        }

    def _table(self, node: exp.Table) -> Table | None:
        if self._schema is None:
            return None
        whole = ".".join(part.name for part in node.parts)
        return self._schema.table(whole) or self._schema.table(node.name)

    def table(self, node: exp.Table) -> Table | None:
        """The table of the schema that a node names."""
        return None if node.name.lower() in self._defined else self._table(node)

    def column(self, node: exp.Column) -> Column | None:
        """The column of the schema that a node names; None where several could be meant with different types."""
        if node.table:
            owner = self._by_alias.get(node.table.lower())
            return owner.column(node.name) if owner else None
        found = [column for table in self._tables if (column := table.column(node.name))]
        alike = len({(column.name, column.type) for column in found}) == 1
        return found[0] if alike else None

    def depends_on(self, column: exp.Column, keys: Sequence[exp.Expr]) -> bool:
        """Whether the primary key of a column's table is among ``keys``, so that it has one value for each of them."""
        owner = self._owner(column)
        mine = {key.name.lower() for key in keys if isinstance(key, exp.Column) and self._owner(key) is owner}
        primary = {one.name.lower() for one in owner.columns if one.is_key} if owner else set()
        return bool(primary) and primary <= mine

    def _owner(self, node: exp.Column) -> Table | None:
        if node.table:
            return self._by_alias.get(node.table.lower())
        found = [table for table in self._tables if table.column(node.name)]
        return found[0] if len(found) == 1 else None

    def is_column(self, node: exp.Column) -> bool:
        """Whether any table of the query has such a column."""
        return bool(node.table) or any(table.column(node.name) for table in self._tables)

    def of(self, node: exp.Expr) -> Kind:
        """The kind of an expression; empty if it is not known."""
        match node:
            case exp.Column():
                column = self.column(node)
                return kind_of_type(column.type) if column else ""
            case exp.Literal():
                return "text" if node.is_string else "whole" if node.is_int else "number"
            case exp.Boolean():
                return "truth"
            case exp.Cast():
                return kind_of_type(node.args["to"].sql())
            case exp.Add() | exp.Sub() | exp.Mul() | exp.IntDiv() | exp.Mod():
                kinds = {self.of(node.this), self.of(node.expression)}
                return "whole" if kinds == {"whole"} else ""
        if isinstance(node, _SAME):
            inner = node.expressions[0] if isinstance(node, exp.Distinct) else node.this
            return self.of(inner)
        return _own_kind(node)


def _own_kind(node: exp.Expr) -> Kind:
    if isinstance(node, _WHOLES):
        return "whole"
    if isinstance(node, _NUMBERS):
        return "number"
    if isinstance(node, _TIMES):
        return "time"
    if isinstance(node, (exp.Predicate, exp.Connector, exp.Not)):
        return "truth"
    return "text" if isinstance(node, _TEXTS) else ""


def kind_of_type(name: str) -> Kind:
    """The kind of a declared type's values."""
    kind = name.upper()
    if "BOOL" in kind:
        return "truth"
    if "INTERVAL" in kind or "POINT" in kind:
        return ""
    if "INT" in kind or "SERIAL" in kind:
        return "whole"
    if any(word in kind for word in ("DATE", "TIME")):
        return "time"
    if any(word in kind for word in ("CHAR", "TEXT", "CLOB", "STRING", "UUID", "ENUM")):
        return "text" if "ENUM" not in kind and "UUID" not in kind else ""
    return "number" if any(word in kind for word in ("REAL", "FLOA", "DOUB", "DEC", "NUM", "MONEY")) else ""
