"""SQLite's functions of date and time, which take texts, in the SQL of engines that have types for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlglot import exp

_SHIFT = re.compile(r"([+-]?)\s*(\d+)\s+(second|minute|hour|day|month|year)s?", re.IGNORECASE)
_START = re.compile(r"start of (day|month|year)", re.IGNORECASE)
_HERE = frozenset(("localtime", "utc", "auto"))
_HALF_A_DAY = "0.5"
_DAY_OF_YEAR_0 = "1721060"


def date_function(node: exp.Expr, write: str) -> exp.Expr | None:
    """The same in the other dialect; None where it is no such function or there is no counterpart."""
    match node:
        case exp.Date(this=None):
            return exp.CurrentDate()
        case exp.Date(this=inner) if not node.expressions:
            return _as_date(_moment(inner))
        case exp.TimeToStr(this=inner, args={"format": exp.Literal() as form}):
            return _formatted(_moment(_bare(inner)), str(form.this), write)
        case exp.Anonymous(expressions=parts):
            return _anonymous(str(node.this).upper(), parts, write)
    return None


def _anonymous(name: str, parts: Sequence[exp.Expr], write: str) -> exp.Expr | None:
    if name == "STRFTIME" and len(parts) > 1 and isinstance(parts[0], exp.Literal):
        moment = _shifted(parts[1:])
        return _formatted(moment, str(parts[0].this), write) if moment else None
    if name not in ("DATE", "DATETIME", "JULIANDAY", "UNIXEPOCH"):
        return None
    moment = _shifted(parts or [exp.Literal.string("now")])
    if moment is None:
        return None
    if name == "DATE":
        return moment if isinstance(moment, exp.CurrentDate) else _as_date(moment)
    if name == "DATETIME":
        return moment if isinstance(moment, exp.CurrentTimestamp) else exp.cast(moment, "timestamp")
    return _julian(moment, write) if name == "JULIANDAY" else _epoch(moment, write)


def _shifted(parts: Sequence[exp.Expr]) -> exp.Expr | None:
    """A moment with SQLite's modifiers carried out; None if one of them has no counterpart."""
    first, *modifiers = parts
    moment = _moment(first)
    for modifier in modifiers:
        if not isinstance(modifier, exp.Literal):
            return None
        text = str(modifier.this).strip().lower()
        if text == "unixepoch" and moment is not first:
            moment = exp.UnixToTime(this=first.copy())
        elif shift := _SHIFT.fullmatch(text):
            moment = _moved(moment, *shift.groups())
        elif start := _START.fullmatch(text):
            moment = exp.TimestampTrunc(this=moment, unit=exp.var(start[1].upper()))
        elif text not in _HERE:
            return None
    return moment


def _moved(moment: exp.Expr, sign: str, amount: str, unit: str) -> exp.Expr:
    by = exp.Interval(this=exp.Literal.string(amount), unit=exp.var(unit.upper()))
    kind = exp.Sub if sign == "-" else exp.Add
    return kind(this=moment, expression=by)


def _moment(node: exp.Expr) -> exp.Expr:
    """A text, date or moment as a moment."""
    if isinstance(node, exp.Literal) and str(node.this).lower() == "now":
        return exp.CurrentTimestamp()
    if isinstance(node, (exp.CurrentTimestamp, exp.CurrentDate)):
        return node.copy()
    return exp.cast(node.copy(), "timestamp")


def _as_date(moment: exp.Expr) -> exp.Expr:
    if isinstance(moment, exp.CurrentTimestamp):
        return exp.CurrentDate()
    inner = moment.this if isinstance(moment, exp.Cast) else moment
    return exp.cast(inner.copy(), "date")


def _formatted(moment: exp.Expr, form: str, write: str) -> exp.Expr:
    """A moment as text. Days of the week and seconds since 1970 have no place in the formats of other engines."""
    if form == "%s":
        return exp.cast(_epoch(moment, write), "text")
    if form == "%w" and write == "postgres":
        return exp.cast(exp.Extract(this=exp.var("DOW"), expression=moment), "text")
    if form == "%J":
        return exp.cast(_julian(moment, write), "text")
    return exp.TimeToStr(this=moment, format=exp.Literal.string(form))


def _epoch(moment: exp.Expr, write: str) -> exp.Expr:
    if write == "mysql":
        return known("UNIX_TIMESTAMP", moment)
    seconds = exp.Extract(this=exp.var("EPOCH"), expression=moment)
    return exp.cast(seconds, "bigint")


def _julian(moment: exp.Expr, write: str) -> exp.Expr:
    """Days since noon, 24 November 4714 BC, UTC, as SQLite counts them; others begin at midnight."""
    day = _day(moment, write)
    return exp.paren(exp.Sub(this=day, expression=exp.Literal.number(_HALF_A_DAY)))


def _day(moment: exp.Expr, write: str) -> exp.Expr:
    match write:
        case "mysql":
            days = exp.Add(this=known("TO_DAYS", moment), expression=_day_part(moment))
            return exp.Add(this=days, expression=exp.Literal.number(_DAY_OF_YEAR_0))
        case "duckdb":
            return known("JULIAN", moment)
    return exp.Extract(this=exp.var("JULIAN"), expression=moment)


def _day_part(moment: exp.Expr) -> exp.Expr:
    seconds = known("TIME_TO_SEC", moment.copy())
    return exp.Div(this=seconds, expression=exp.Literal.number("86400.0"), typed=False, safe=True)


def known(name: str, *parts: exp.Expr) -> exp.Anonymous:
    """A function of the engine that is written for."""
    call = exp.Anonymous(this=name, expressions=list(parts))
    call.meta["known"] = True
    return call


def _bare(node: exp.Expr) -> exp.Expr:
    wrapped = isinstance(node, (exp.TsOrDsToTimestamp, exp.TsOrDsToDate, exp.TsOrDsToTime))
    return node.this if wrapped else node
