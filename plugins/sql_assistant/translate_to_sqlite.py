"""Functions of other engines in SQLite's own: parts of dates, first days, intervals, ends of texts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlglot import exp

_PARTS: Mapping[str, str] = MappingProxyType(
    {"YEAR": "%Y", "MONTH": "%m", "DAY": "%d", "HOUR": "%H", "MINUTE": "%M", "SECOND": "%S", "DOW": "%w", "DOY": "%j"}
)
_FIRST: Mapping[str, str] = MappingProxyType({"YEAR": "%Y-01-01", "MONTH": "%Y-%m-01", "DAY": "%Y-%m-%d"})
_NOW = frozenset(("NOW", "GETDATE", "SYSDATE"))


def into_sqlite(tree: exp.Expr) -> exp.Expr:
    """The tree with what SQLite has no word for written in its functions; what has no counterpart stays."""
    return tree.copy().transform(_with_comments)


def _with_comments(node: exp.Expr) -> exp.Expr:
    done = _own(node)
    if done is not node:
        done.add_comments(node.comments)
    return done


def _own(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.Year() | exp.Month() | exp.Day() | exp.Hour() | exp.Minute() | exp.Second() | exp.Quarter():
            return _part(node.key.upper(), node.this) or node
        case exp.Extract():
            return _part(node.name.upper(), node.expression) or node
        case exp.TimestampTrunc() | exp.DateTrunc():
            form = _FIRST.get(str(node.args["unit"].name).upper())
            return _strftime(form, node.this) if form else node
        case exp.Add(expression=exp.Interval() as interval):
            return _moved(node.this, interval, "+") or node
        case exp.Sub(expression=exp.Interval() as interval):
            return _moved(node.this, interval, "-") or node
        case exp.DateAdd() | exp.DateSub():
            sign = "+" if isinstance(node, exp.DateAdd) else "-"
            return _shifted(node.this, node.expression.name, node.text("unit"), sign) or node
        case exp.Left():
            return _called("SUBSTR", node.this, exp.Literal.number(1), node.expression)
        case exp.Right():
            return _called("SUBSTR", node.this, exp.Neg(this=node.expression))
        case exp.Anonymous() if str(node.this).upper() in _NOW and not node.expressions:
            return exp.CurrentTimestamp()
    return node


def _called(name: str, *parts: exp.Expr) -> exp.Anonymous:
    done = exp.Anonymous(this=name, expressions=[part.copy() for part in parts])
    done.meta["known"] = True
    return done


def _strftime(form: str, moment: exp.Expr) -> exp.Expr:
    return _called("STRFTIME", exp.Literal.string(form), _bare(moment))


def _bare(moment: exp.Expr) -> exp.Expr:
    """The value itself: SQLite's functions read texts, a cast to a date would make a number of one."""
    if isinstance(moment, (exp.TsOrDsToDate, exp.TsOrDsToTimestamp, exp.TimeStrToTime)):
        return _bare(moment.this)
    is_date = isinstance(moment, exp.Cast) and moment.to.this in exp.DataType.TEMPORAL_TYPES
    return _bare(moment.this) if is_date else moment


def _part(name: str, moment: exp.Expr) -> exp.Expr | None:
    if name == "QUARTER":
        from_month = exp.paren(exp.cast(_strftime("%m", moment), "integer") + 2)
        return exp.cast(exp.Div(this=from_month, expression=exp.Literal.number(3)), "integer")
    form = _PARTS.get(name)
    return exp.cast(_strftime(form, moment), "integer") if form else None


def _moved(moment: exp.Expr, interval: exp.Interval, sign: str) -> exp.Expr | None:
    return _shifted(moment, interval.this.name if interval.this else "", interval.text("unit"), sign)


def _shifted(moment: exp.Expr, count: str, unit: str, sign: str) -> exp.Expr | None:
    if not count.isdigit() or not unit:
        return None
    name = "DATETIME" if unit.upper() in ("HOUR", "MINUTE", "SECOND") else "DATE"
    return _called(name, _bare(moment), exp.Literal.string(f"{sign}{count} {unit.lower()}"))
