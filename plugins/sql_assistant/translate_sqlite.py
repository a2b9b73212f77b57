"""What SQLite lets pass and stricter engines do not: rewritten so that it means the same there.

Sqlglot translates words and forms; this minds types (SQLite's are loose), its LIKE that ignores case, its bare columns beside GROUP BY,
its names that are the same in any case, and its functions of time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlglot import exp

from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.translate_dates import date_function
from plugins.sql_assistant.translate_types import Kinds

STRICT = frozenset(("duckdb", "postgres", "mysql"))
"""The dialects that can be asked here, beside SQLite's own."""

_AGGREGATES = (exp.AggFunc, exp.Window)
_ORDERED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)


def from_sqlite(tree: exp.Expr, write: str, schema: Schema | None) -> tuple[exp.Expr, list[str]]:
    """A tree of SQLite's for another engine, with notes on what may give other rows. ``tree`` stays as it is."""
    writer = _Writer(tree.copy(), write, schema)
    return writer.written(), writer.notes


class _Writer:
    def __init__(self, tree: exp.Expr, write: str, schema: Schema | None) -> None:
        self._tree = tree
        self._write = write
        self._kinds = Kinds(tree, schema)
        self.notes: list[str] = []

    def written(self) -> exp.Expr:
        """The tree, rewritten."""
        for select in list(self._tree.find_all(exp.Select)):
            self._group_bare_columns(select)
            if self._write != "duckdb":
                self._spell_out_aliases(select)
        tree = _replaced(self._tree, self._values)
        tree = _replaced(tree, self._comparisons)
        if self._write == "postgres":
            self._spell_names(tree)
        return tree

    # values, from the inside out

    def _values(self, node: exp.Expr) -> exp.Expr | None:
        if found := date_function(node, self._write):
            return found
        match node:
            case exp.Like() if self._write != "mysql":
                return self._like(node)
            case exp.Glob() if self._write != "duckdb":
                return self._glob(node)
            case exp.Div():
                return self._division(node)
            case exp.Sum() | exp.Avg() if self._kinds.of(node.this) == "truth" and self._write != "mysql":
                return type(node)(this=exp.cast(node.this.copy(), "int"))
            case exp.Anonymous(expressions=[one]) if str(node.this).upper() == "TOTAL":
                total = exp.Sum(this=one.copy())
                return exp.Coalesce(this=total, expressions=[exp.Literal.number("0.0")])
            case exp.Collate(this=inner) if self._write != "duckdb" and node.expression.name.lower() == "nocase":
                return exp.Lower(this=inner.copy()) if self._write == "postgres" else inner.copy()
        return self._of_postgres(node) if self._write == "postgres" else None

    def _of_postgres(self, node: exp.Expr) -> exp.Expr | None:
        match node:
            case exp.Round(this=inner) if node.args.get("decimals") and not isinstance(inner, exp.Cast):
                return exp.Round(this=exp.cast(inner.copy(), "numeric"), decimals=node.args["decimals"].copy())
            case exp.Substring(this=inner) if _is_negative(node.args.get("start")) and not node.args.get("length"):
                return exp.Right(this=inner.copy(), expression=node.args["start"].this.copy())
            case exp.GroupConcat(this=inner) if self._kinds.of(inner) not in ("text", "truth"):
                return self._joined(node)
        return None

    def _joined(self, node: exp.GroupConcat) -> exp.Expr | None:
        done, inner = node.copy(), node.this
        if isinstance(inner, exp.Distinct):
            done.this.set("expressions", [exp.cast(one.copy(), "text") for one in inner.expressions])
        elif isinstance(inner, exp.Column):
            done.set("this", exp.cast(inner.copy(), "text"))
        return done

    def _like(self, node: exp.Like) -> exp.Expr:
        """SQLite's LIKE takes A for a, and any value for its text."""
        subject = node.this.copy()
        if self._kinds.of(subject) not in ("text", ""):
            subject = exp.cast(subject, "text")
        negate = node.args.get("negate")
        return exp.ILike(this=subject, expression=node.expression.copy(), negate=negate)

    def _glob(self, node: exp.Glob) -> exp.Expr | None:
        pattern = node.expression
        if not isinstance(pattern, exp.Literal) or any(mark in str(pattern.this) for mark in "[]%_"):
            return None
        text = str(pattern.this).replace("*", "%").replace("?", "_")
        return exp.Like(this=node.this.copy(), expression=exp.Literal.string(text))

    def _division(self, node: exp.Div) -> exp.Expr | None:
        """Whole numbers are divided to a whole number in SQLite; nothing is NULL where the divisor is 0."""
        whole = self._kinds.of(node.this) == self._kinds.of(node.expression) == "whole"
        if not whole or self._write == "postgres":
            return _plain_division(node)
        return exp.IntDiv(this=_in_brackets(node.this), expression=_in_brackets(node.expression))

    # comparisons, when both sides are written

    def _comparisons(self, node: exp.Expr) -> exp.Expr | None:
        if not isinstance(node, (*_ORDERED, exp.Between)) or self._write == "mysql":
            return None
        sides = ["this", "low", "high"] if isinstance(node, exp.Between) else ["this", "expression"]
        kinds = {name: self._kinds.of(node.args[name]) for name in sides}
        done = node.copy()
        for name in sides:
            side, other = node.args[name], kinds["expression" if name == "this" and len(sides) == 2 else "this"]
            if kinds[name] == "time" and other == "text" and not isinstance(side, (exp.Column, exp.Literal)):
                done.set(name, exp.cast(side.copy(), "text"))
            elif isinstance(side, exp.Literal) and str(side.this) in ("0", "1") and other == "truth":
                done.set(name, exp.Boolean(this=str(side.this) == "1"))
        return done

    # what stands beside GROUP BY

    def _group_bare_columns(self, select: exp.Select) -> None:
        """SQLite takes any value of a column that is not grouped by; others want it grouped by."""
        group = select.args.get("group")
        if not group or any(value for name, value in group.args.items() if name != "expressions"):
            return
        known = {key.sql(normalize=True) for key in self._keys(group, select)}
        added = [column for column in self._bare(select) if column.sql(normalize=True) not in known]
        for column in {column.sql(normalize=True): column for column in added}.values():
            if column.name.lower() in {key.name.lower() for key in group.expressions if isinstance(key, exp.Column)}:
                continue
            group.append("expressions", column.copy())
            if not self._kinds.depends_on(column, group.expressions):
                self.notes.append(
                    f"The column {column.name} was added to GROUP BY, where SQLite takes any of its values."
                )

    def _keys(self, group: exp.Group, select: exp.Select) -> Iterable[exp.Expr]:
        shown = {one.alias.lower(): one.this for one in select.expressions if isinstance(one, exp.Alias)}
        for key in group.expressions:
            yield key
            if isinstance(key, exp.Literal) and key.is_int and int(str(key.this)) <= len(select.expressions):
                yield select.expressions[int(str(key.this)) - 1].unalias()
            elif isinstance(key, exp.Column) and key.name.lower() in shown:
                yield shown[key.name.lower()]

    def _bare(self, select: exp.Select) -> Iterable[exp.Column]:
        """Columns that are shown or sorted by, outside of aggregates and of expressions that are grouped by."""
        keys = {key.sql(normalize=True) for key in self._keys(select.args["group"], select)}
        aliases = {one.alias.lower() for one in select.expressions if isinstance(one, exp.Alias)}
        order = select.args.get("order")
        for root in [*select.expressions, *(order.expressions if order else ())]:
            for column in root.find_all(exp.Column):
                is_alias = not column.table and column.name.lower() in aliases and not self._kinds.is_column(column)
                if not is_alias and not isinstance(column.this, exp.Star) and not _is_covered(column, select, keys):
                    yield column

    def _spell_out_aliases(self, select: exp.Select) -> None:
        """PostgreSQL and MariaDB know the names of shown columns only where they stand alone in GROUP BY and ORDER BY."""
        shown = {one.alias.lower(): one.this for one in select.expressions if isinstance(one, exp.Alias)}
        places = [select.args.get("where"), select.args.get("having")]
        order = select.args.get("order")
        places += [key for key in (order.expressions if order else ()) if not isinstance(key.this, exp.Column)]
        for place in places:
            for column in list(place.find_all(exp.Column)) if place else ():
                meant = shown.get(column.name.lower()) if not column.table else None
                if meant is not None and not self._kinds.is_column(column) and column.parent_select is select:
                    column.replace(exp.paren(meant.copy()) if isinstance(meant, exp.Binary) else meant.copy())

    # names

    def _spell_names(self, tree: exp.Expr) -> None:
        """PostgreSQL takes a name without quotes for small letters."""
        for table in tree.find_all(exp.Table):
            found = self._kinds.table(table)
            if found and found.own_name != found.own_name.lower():
                table.set("this", exp.to_identifier(found.own_name, quoted=True))
        for column in tree.find_all(exp.Column):
            known = self._kinds.column(column)
            if known and known.name != known.name.lower():
                column.set("this", exp.to_identifier(known.name, quoted=True))
            self._spell_qualifier(column)

    def _spell_qualifier(self, column: exp.Column) -> None:
        for table in self._tree.find_all(exp.Table) if column.table else ():
            if not table.alias and table.name.lower() == column.table.lower():
                column.set("table", table.this.copy())


def _replaced(tree: exp.Expr, change: Callable[[exp.Expr], exp.Expr | None]) -> exp.Expr:
    """The tree with what ``change`` gives in place of its nodes, the inner ones first."""
    for node in reversed(list(tree.walk())):
        new = change(node)
        if new is not None:
            if node is tree:
                return new
            node.replace(new)
    return tree


def _is_covered(column: exp.Expr, select: exp.Select, keys: set[str]) -> bool:
    node: exp.Expr | None = column
    while node is not None and node is not select:
        if isinstance(node, (*_AGGREGATES, exp.Query)) or node.sql(normalize=True) in keys:
            return True
        node = node.parent
    return False


def _plain_division(node: exp.Div) -> exp.Expr | None:
    """A division by a number that is not 0 needs no guard against 0."""
    divisor = node.expression
    if not isinstance(divisor, exp.Literal) or divisor.is_string or not float(divisor.name):
        return None
    plain = node.copy()
    plain.set("safe", False)
    return plain


def _is_negative(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal)


def _in_brackets(node: exp.Expr) -> exp.Expr:
    return exp.paren(node.copy()) if isinstance(node, exp.Binary) else node.copy()
