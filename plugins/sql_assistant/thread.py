"""Follow-ups for a model that was never taught a dialogue: a short change is made on the last query by code, or both questions become one.

"only 2023", "top 5", "sort by price", "per month", "without Lisbon", "how many?" change the syntax tree of the query that stands. What code
does not understand is put behind the question before, as one sentence. Whatever comes out is checked and run like every query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.policy import parse
from plugins.sql_assistant.prompt import Before
from plugins.sql_assistant.schema import Column, Schema, Table
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.thread_further import Read, further
from plugins.sql_assistant.thread_words import (
    ASCENDING,
    COUNT,
    DESCENDING,
    FIRST,
    GROUP,
    LEFT_OUT,
    MOST_WORDS,
    SORT,
    YEARS,
    Years,
    number_of,
    only_value,
)
from plugins.sql_assistant.wording import is_plain
from plugins.sql_assistant.words import parts

_FORMATS = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}


@dataclass(frozen=True, slots=True)
class Changed:
    """The query that a follow-up makes of the one before. ``evidence`` says what was changed, and that the rest was taken over."""

    sql: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A column of a table that the query reads, as the query calls it."""

    alias: str
    table: Table
    column: Column

    @property
    def node(self) -> exp.Column:
        quoted = not is_plain(self.column.name)
        return exp.column(exp.to_identifier(self.column.name, quoted=quoted), table=self.alias or None)

    @property
    def name(self) -> str:
        return f"{self.table.name}.{self.column.name}"


def changed(question: str, before: Before, schema: Schema, dialect: str, session: Session) -> Changed | None:
    """The query before, changed as a short follow-up asks; None where code does not understand it.

    Args:
        session: to look for the values that the follow-up names.
    """
    tree = parse(before.query, dialect)
    if isinstance(tree, Problem) or not isinstance(tree, exp.Select) or len(question.split()) > MOST_WORDS:
        return None
    change, asked = _Change(tree.copy(), schema, session), question.strip().rstrip("?.! ")
    if not (evidence := change.made(asked)):
        change = _Change(tree.copy(), schema, session)
        evidence = further(asked, Read(change.tree, _tables(change.tree, schema), schema, dialect), session)
    if not evidence:
        return None
    sql = change.tree.sql(dialect=dialect, pretty=True)
    return Changed(sql, ("Everything else was taken from the query before.", evidence)[::-1])


class _Change:
    def __init__(self, tree: exp.Select, schema: Schema, session: Session) -> None:
        self.tree = tree
        self._session = session
        self._tables = _tables(tree, schema)
        several = len(self._tables) > 1
        self._places = [
            _Place(alias if several else "", table, column) for alias, table in self._tables for column in table.columns
        ]

    def made(self, question: str) -> str:
        """What was changed, in words; empty if nothing was."""
        changes: Sequence[Callable[[str], str]] = (
            self._count,
            self._first,
            self._sort,
            self._years,
            self._group,
            self._values,
        )
        return next((said for change in changes if (said := change(question))), "")

    def _count(self, question: str) -> str:
        if not COUNT.fullmatch(question) or self._is_one_figure:
            return ""
        inner = self.tree
        self.tree = exp.select(exp.Count(this=exp.Star())).from_(inner.subquery("counted"))
        return "The rows of the query before were counted."

    def _first(self, question: str) -> str:
        found = FIRST.fullmatch(question)
        if not found:
            return ""
        number = number_of(found.group("number") or "1")
        figure = next((e for e in self.tree.expressions if e.find(exp.AggFunc)), None)
        if figure is not None and not self.tree.args.get("order") and self.tree.args.get("group"):
            self._order_by(figure, descending=not found.group("least"))
        elif not self.tree.args.get("order") and not found.group("plain"):
            return ""
        self.tree.limit(number, copy=False)
        return f"Only the first {number} rows were kept."

    def _sort(self, question: str) -> str:
        found = SORT.fullmatch(question)
        if not found:
            return ""
        what = ASCENDING.sub("", DESCENDING.sub("", found.group("what"))).strip()
        shown = next((e for e in self.tree.expressions if _named(e, what)), None)
        place = None if shown is not None or self.tree.args.get("group") else self._said(what)
        target = shown if shown is not None else place.node if place else None
        if target is None:
            return ""
        descending = bool(DESCENDING.search(question))
        self._order_by(target, descending=descending)
        return (
            f"The rows were sorted by {what}, the largest first." if descending else f"The rows were sorted by {what}."
        )

    def _years(self, question: str) -> str:
        found = YEARS.fullmatch(question)
        place = self._date() if found else None
        if found is None or place is None:
            return ""
        years = Years.of(found)
        is_number = "year" in parts(place.column.name) and "INT" in place.column.type.upper()
        left = place.node if is_number else _formatted(place, "%Y")
        self._replace_years(left)
        for operator, year in years.bounds:
            right = exp.Literal.number(year) if is_number else exp.Literal.string(year)
            self.tree.where(_comparison(operator, left.copy(), right), copy=False)
        return f"Only rows of {years.said} were kept ({place.name})."

    def _replace_years(self, left: exp.Expr) -> None:
        """Take away conditions on the same year: "and 2022?" asks for another, not for both."""
        where = self.tree.args.get("where")
        if where is None:
            return
        conditions = (
            [c for c in where.this.flatten() if c is not None] if isinstance(where.this, exp.And) else [where.this]
        )
        kept = [c for c in conditions if not (isinstance(c, exp.Binary) and _same(c.this, left))]
        self.tree.set("where", exp.Where(this=exp.and_(*kept)) if kept else None)

    def _group(self, question: str) -> str:
        found = GROUP.fullmatch(question)
        if not found or self.tree.args.get("having"):
            return ""
        what = found.group("what").lower()
        if what in _FORMATS:
            place = self._date()
            key: exp.Expr | None = _formatted(place, _FORMATS[what]) if place else None
        else:
            place = self._said(what)
            key = place.node if place and not _is_number_of_a_row(place.column) else None
        if key is None:
            return ""
        alias = what.replace(" ", "_")
        figures = [e.copy() for e in self.tree.expressions if e.find(exp.AggFunc)] or [exp.Count(this=exp.Star())]
        named = key.copy() if key.name == alias else exp.alias_(key.copy(), alias, quoted=not is_plain(alias))
        self.tree.set("expressions", [named, *figures])
        for part in ("group", "order", "limit", "distinct"):
            self.tree.set(part, None)
        self.tree.group_by(key.copy(), copy=False)
        self._order_by(key)
        return f"The rows were grouped by {what}."

    def _values(self, question: str) -> str:
        leaves_out = bool(LEFT_OUT.match(question))
        phrase = only_value(question)
        if not phrase:
            return ""
        links = find_links(phrase, [table for _, table in self._tables], self._session)
        if {word.lower() for word in phrase.split()} - links.value_words - {"and", "or", "the"}:
            return ""
        found = self._value_places(links)
        if not found:
            return ""
        place, values = found
        self._replace_value(place)
        texts = [exp.Literal.string(value) for value in values]
        node: exp.Expr = exp.In(this=place.node, expressions=texts)
        if len(texts) == 1:
            node = exp.EQ(this=place.node, expression=texts[0])
        self.tree.where(exp.Not(this=node) if leaves_out else node, copy=False)
        told = ", ".join(values)
        return (
            f"Rows with {told} were left out ({place.name})."
            if leaves_out
            else f"Only rows with {told} were kept ({place.name})."
        )

    def _replace_value(self, place: _Place) -> None:
        where = self.tree.args.get("where")
        if where is None:
            return
        conditions = list(where.this.flatten()) if isinstance(where.this, exp.And) else [where.this]
        kept = [c for c in conditions if not (isinstance(c, exp.EQ | exp.In) and _same(c.this, place.node))]
        self.tree.set("where", exp.Where(this=exp.and_(*kept)) if kept else None)

    def _value_places(self, links: Links) -> tuple[_Place, tuple[str, ...]] | None:
        if len(links.values) != 1:
            return None
        (where, values), *_ = links.values.items()
        place = next((p for p in self._places if (p.table.name, p.column.name) == where), None)
        return (place, values) if place else None

    @property
    def _is_one_figure(self) -> bool:
        """Whether the query gives a single row of figures."""
        return not self.tree.args.get("group") and all(e.find(exp.AggFunc) for e in self.tree.expressions)

    def _order_by(self, target: exp.Expr, *, descending: bool = False) -> None:
        by = exp.to_identifier(target.alias) if target.alias else target.copy()
        column = exp.column(by) if isinstance(by, exp.Identifier) else by
        self.tree.set(
            "order", exp.Order(expressions=[exp.Ordered(this=column, desc=descending, nulls_first=not descending)])
        )

    def _said(self, what: str) -> _Place | None:
        """The column that a phrase names; None if none does, or several do."""
        words = set(parts(what))
        whole = [p for p in self._places if set(parts(p.column.name)) == words]
        partly = [p for p in self._places if words and words <= set(parts(p.column.name))]
        likely = whole or [p for p in partly if not p.column.is_key]
        return likely[0] if likely and len({p.column.name for p in likely}) == 1 else None

    def _date(self) -> _Place | None:
        """The one column of the query's tables that holds dates; the query's own where it already compares one."""
        dates = [p for p in self._places if _is_date(p.column)]
        used = {column.name.lower() for column in self.tree.find_all(exp.Column)}
        own = [p for p in dates if p.column.name.lower() in used] or dates
        return own[0] if len(own) == 1 else None


def one_question(question: str, before: Before) -> str:
    """Both questions as one, for what code cannot change by itself."""
    first = before.question.strip().rstrip("?.! ")
    return f"{first}, {question.strip()}" if first else question


def _tables(tree: exp.Select, schema: Schema) -> list[tuple[str, Table]]:
    """The tables that the query itself reads (not its subqueries), with the names that it gives them."""
    source = tree.args.get("from_") or tree.args.get("from")
    nodes = [source.this] if source else []
    nodes += [join.this for join in tree.args.get("joins") or ()]
    named = [
        (node, schema.table(f"{node.db}.{node.name}") or schema.table(node.name))
        for node in nodes
        if isinstance(node, exp.Table)
    ]
    return [(node.alias_or_name, table) for node, table in named if table is not None]


def _formatted(place: _Place, pattern: str) -> exp.TimeToStr:
    """A date as a text of a pattern, as ``strftime`` writes it."""
    return exp.TimeToStr(this=place.node, format=exp.Literal.string(pattern))


def _same(one: exp.Expr | None, other: exp.Expr) -> bool:
    """Whether two expressions are about the same column in the same way, whatever stands before its name."""
    if one is None or type(one) is not type(other):
        return False
    first, second = one.find(exp.Column), other.find(exp.Column)
    return first is not None and second is not None and first.name.lower() == second.name.lower()


def _comparison(operator: str, left: exp.Expr, right: exp.Expr) -> exp.Binary:
    kinds: dict[str, type[exp.Binary]] = {
        "=": exp.EQ,
        ">=": exp.GTE,
        "<=": exp.LTE,
        ">": exp.GT,
        "<": exp.LT,
        "<>": exp.NEQ,
    }
    return kinds[operator](this=left, expression=right)


def _named(node: exp.Expr, what: str) -> bool:
    """Whether a phrase names a column that is shown."""
    words = set(parts(what))
    inside = [column.name for column in node.find_all(exp.Column)]
    names = [node.alias_or_name, *(inside if len(inside) == 1 else ())]
    return bool(words) and (
        any(words == set(parts(name)) for name in names)
        or (bool(node.find(exp.Count)) and words <= {"count", "number"})
    )


def _is_number_of_a_row(column: Column) -> bool:
    """Whether a column only numbers the rows of this table or another one: nobody wants to see figures by it."""
    return column.is_key or parts(column.name)[-1:] == ["id"]


def _is_date(column: Column) -> bool:
    words = set(parts(column.name))
    kind = column.type.upper()
    return (
        "DATE" in kind
        or "TIME" in kind
        or bool(words & {"date", "year"})
        or bool({"at", "on"} & words and column.is_text)
    )
