"""Puts the values of a query into words: calculations, functions, dates, aggregates, windows.

What is not known exactly, down to each argument, is quoted as SQL, so that the words never say something else than the query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlglot import exp

from plugins.sql_assistant.restate_conditions import Conditions, Said, is_condition, only

_BINARY: Mapping[type[exp.Expr], str] = MappingProxyType(
    {
        exp.Mul: "times",
        exp.Div: "over",
        exp.Add: "plus",
        exp.Sub: "minus",
        exp.Mod: "modulo",
        exp.DPipe: "followed",
        exp.Nullif: "null_if",
    }
)
_UNARY: Mapping[type[exp.Expr], str] = MappingProxyType(
    {
        exp.Neg: "negative",
        exp.Sum: "sum",
        exp.Avg: "avg",
        exp.Min: "min",
        exp.Max: "max",
        exp.Median: "median",
        exp.Abs: "absolute",
        exp.Length: "length",
        exp.Upper: "upper",
        exp.Lower: "lower",
        exp.Trim: "trim",
        exp.FirstValue: "first_value",
        exp.LastValue: "last_value",
        exp.Ntile: "parts",
        exp.TsOrDsToDate: "date_of",
    }
)
_ALONE: Mapping[type[exp.Expr], str] = MappingProxyType(
    {
        exp.Null: "null",
        exp.RowNumber: "row_number",
        exp.Rank: "rank",
        exp.DenseRank: "dense_rank",
        exp.CurrentDate: "today",
        exp.CurrentTimestamp: "now",
    }
)
_PARTS = frozenset("year quarter month week day hour minute".split())
_AGO = re.compile(r"-(\d+) (day|month|year)s?", re.IGNORECASE)
_FORMATS: Mapping[str, str] = MappingProxyType(
    {"%Y": "year", "%m": "month", "%d": "day", "%H": "hour", "%M": "minute", "%Y-%m": "year_month"}
)


class Values(Conditions):
    """Speaks of one query's expressions."""

    def value(self, node: exp.Expr) -> str:
        """A value in words."""
        return self._value(node) or self.quoted(node)

    def _value(self, node: exp.Expr) -> Said:
        kind = type(node)
        if kind in _ALONE:
            return self.say(_ALONE[kind]) if only(node) else None
        if kind in _BINARY:
            return self._two(node) if only(node, "this", "expression") else None
        if kind in _UNARY:
            return self._one(node) if only(node, "this") else None
        if is_condition(node):
            said = self.condition(node)
            return said if said.startswith("`") else self.say("group", a=said)
        return self._simple(node) or self._function(node) or self._aggregate(node)

    def _two(self, node: exp.Expr) -> str:
        left, right = node.args["this"], node.args["expression"]
        same = isinstance(node, (exp.Add, exp.Mul, exp.DPipe)) and type(left) is type(node)
        said = self.value(left) if same else self.operand(left)
        return self.say(_BINARY[type(node)], a=said, b=self.operand(right))

    def _one(self, node: exp.Expr) -> str:
        phrase, inner = _UNARY[type(node)], node.this
        if isinstance(inner, exp.Distinct):
            if (
                phrase not in ("sum", "avg", "min", "max")
                or not only(inner, "expressions")
                or len(inner.expressions) > 1
            ):
                return self.quoted(node)
            inner, phrase = inner.expressions[0], f"{phrase}_distinct" if phrase in ("sum", "avg") else phrase
        return self.say(phrase, a=self.operand(inner))

    def _simple(self, node: exp.Expr) -> Said:
        match node:
            case exp.Column():
                return self._column(node)
            case exp.Literal():
                return self.text(str(node.this)) if node.is_string else str(node.this)
            case exp.Boolean(this=truth):
                return self.say("true" if truth else "false")
            case exp.Star() if only(node):
                return self.say("all_columns")
            case exp.Paren(this=inner) if isinstance(inner, exp.Binary):
                return self.operand(inner)
            case exp.Paren(this=inner):
                return self.value(inner)
            case exp.Alias(this=inner):
                return self.say("named", value=self.value(inner), name=node.alias)
            case exp.Subquery(this=exp.Query() as query) if only(node, "this"):
                return self.say("result_of", a=self._tell_query(query))
            case exp.Tuple(expressions=parts):
                return self.say("list", a=self.values(parts))
        return None

    def _column(self, node: exp.Column) -> str:
        source = self._source_name(node)
        if isinstance(node.this, exp.Star):
            return self.say("all_columns_of", a=source) if only(node.this) else self.quoted(node)
        return f"{source}.{node.name}" if source else node.name

    def _function(self, node: exp.Expr) -> Said:
        match node:
            case exp.Cast():
                return self._cast(node)
            case exp.Coalesce() if only(node, "this", "expressions"):
                return self.say("first_of", a=self.values([node.this, *node.expressions]))
            case exp.Greatest() | exp.Least() if only(node, "this", "expressions") and node.expressions:
                phrase = "greatest" if isinstance(node, exp.Greatest) else "least"
                return self.say(phrase, a=self.values([node.this, *node.expressions]))
            case exp.Case() | exp.If():
                return self._cases(node)
            case exp.Round() if only(node, "this", "decimals"):
                decimals = node.args.get("decimals")
                if decimals is None:
                    return self.say("round", a=self.operand(node.this))
                return self.say("round_to", a=self.operand(node.this), b=self.value(decimals))
        return self._date(node)

    def _cast(self, node: exp.Cast) -> Said:
        if not only(node, "this", "to"):
            return None
        kind = node.args["to"].sql(dialect=self._dialect)
        phrase = "try_cast" if isinstance(node, exp.TryCast) else "cast"
        return self.say(phrase, a=self.operand(node.this), type=kind)

    def _cases(self, node: exp.Expr) -> Said:
        branches = node.args["ifs"] if isinstance(node, exp.Case) else [node]
        subject = node.this if isinstance(node, exp.Case) else None
        said = [self._branch(branch, subject) for branch in branches]
        default = node.args.get("default" if isinstance(node, exp.Case) else "false")
        said.append(self.say("otherwise", value=self.operand(default) if default else self.say("null")))
        return self.say("group", a=self.joined("clause", said))

    def _branch(self, branch: exp.Expr, subject: exp.Expr | None) -> str:
        condition = self.condition(branch.this) if subject is None else self._match(subject, branch.this)
        return self.say("if", value=self.operand(branch.args["true"]), condition=condition)

    def _match(self, subject: exp.Expr, wanted: exp.Expr) -> str:
        return self.say("equals", a=self.operand(subject), b=self.operand(wanted))

    def _date(self, node: exp.Expr) -> Said:
        match node:
            case exp.Extract(this=exp.Var() as part, expression=inner) if only(node, "this", "expression"):
                return self._part(str(part.this).lower(), inner)
            case exp.TimeToStr(this=inner, args={"format": exp.Literal() as form}) if only(node, "this", "format"):
                return self._formatted(_bare(inner), str(form.this))
            case exp.TimestampTrunc() | exp.DateTrunc() if only(node, "this", "unit"):
                unit = node.args["unit"]
                return self.say("cut", a=self.operand(_bare(node.this)), part=str(unit.this).lower())
            case exp.Interval(this=exp.Literal() as amount) if only(node, "this", "unit") and node.args.get("unit"):
                return self.say("interval", a=str(amount.this), part=str(node.args["unit"].this).lower())
            case exp.Year() | exp.Month() | exp.Day() | exp.Quarter() | exp.Week() if only(node, "this"):
                return self.say(node.key, a=self.operand(_bare(node.this)))
            case exp.Anonymous(this=name, expressions=[exp.Literal(this="now"), exp.Literal(this=shift)]) if (
                str(name).upper() == "DATE"
            ):
                return self._shifted(str(shift))
            case exp.Date(this=exp.Literal(this="now")) if only(node, "this"):
                return self.say("today")
            case exp.Date(this=exp.Expr() as inner) if only(node, "this"):
                return self.say("date_of", a=self.operand(_bare(inner)))
        return None

    def _shifted(self, shift: str) -> Said:
        found = _AGO.fullmatch(shift)
        return self.say("ago", n=found[1], part=found[2].lower()) if found else None

    def _part(self, part: str, inner: exp.Expr) -> str:
        if part in _PARTS:
            return self.say(part, a=self.operand(inner))
        return self.say("part", a=self.operand(inner), part=part)

    def _formatted(self, inner: exp.Expr, form: str) -> str:
        if form in _FORMATS:
            return self.say(_FORMATS[form], a=self.operand(inner))
        return self.say("formatted", a=self.operand(inner), b=self.text(form))

    # aggregates and windows

    def _aggregate(self, node: exp.Expr) -> Said:
        match node:
            case exp.Count() if only(node, "this"):
                return self._count(node.this)
            case exp.GroupConcat() if only(node, "this", "separator"):
                return self._joined(node)
            case exp.Filter(this=inner, expression=exp.Where(this=condition)):
                return self.say("filtered", a=self.value(inner), b=self.condition(condition))
            case exp.Lag() | exp.Lead() if only(node, "this", "offset"):
                return self._neighbour(node)
            case exp.Window() if only(node, "this", "partition_by", "order", "spec"):
                return self._window(node)
        return None

    def _count(self, inner: exp.Expr | None) -> Said:
        match inner:
            case exp.Star() | exp.Literal():
                return self.say("count_rows")
            case exp.Distinct(expressions=parts) if only(inner, "expressions"):
                return self.say("count_distinct", a=self.values(parts))
            case exp.Expr():
                return self.say("count", a=self.operand(inner))
        return None

    def _joined(self, node: exp.Expr) -> Said:
        inner, separator = node.this, node.args.get("separator")
        distinct = isinstance(inner, exp.Distinct)
        if isinstance(inner, exp.Order) or (distinct and len(inner.expressions) > 1):
            return None
        said = self.operand(inner.expressions[0] if distinct else inner)
        phrase = "joined_distinct" if distinct else "joined"
        if separator is None:
            return self.say(f"{phrase}_plain", a=said)
        return self.say(phrase, a=said, b=self.value(separator))

    def _neighbour(self, node: exp.Expr) -> str:
        phrase, offset = ("previous" if isinstance(node, exp.Lag) else "next"), node.args.get("offset")
        if offset is None:
            return self.say(phrase, a=self.value(node.this))
        return self.say(f"{phrase}_by", a=self.value(node.this), b=self.value(offset))

    def _window(self, node: exp.Expr) -> str:
        said = self.value(node.this)
        order, spec, parts = (node.args.get(name) for name in ("order", "spec", "partition_by"))
        if order:
            runs = isinstance(node.this, (exp.Sum, exp.Avg, exp.Count, exp.Min, exp.Max)) and not spec
            said = self.say("running" if runs else "in_order", a=said, b=self.order(order.expressions))
        if parts:
            said = self.say("within", a=said, b=self.values(parts))
        if spec:
            said = self.say("frame", a=said, b=spec.sql(dialect=self._dialect))
        return said if order or parts or spec else self.say("over_all", a=said)

    def order(self, keys: Iterable[exp.Expr]) -> str:
        """What rows are sorted by, in order."""
        return self.joined("comma", [self._key(key) for key in keys])

    def _key(self, key: exp.Expr) -> str:
        if not isinstance(key, exp.Ordered) or not only(key, "this", "desc", "nulls_first"):
            return self.quoted(key)
        said = self.value(key.this)
        if key.args.get("desc"):
            said = self.say("descending", a=said)
        written = key.sql(dialect=self._dialect)
        if found := re.search(r" NULLS (FIRST|LAST)$", written):
            said = self.say(f"nulls_{found[1].lower()}", a=said)
        return said


def _bare(node: exp.Expr) -> exp.Expr:
    """A date without the conversion that the parser wraps round it."""
    wrapped = isinstance(node, (exp.TsOrDsToTimestamp, exp.TsOrDsToDate, exp.TsOrDsToTime))
    return node.this if wrapped and only(node, "this") else node
