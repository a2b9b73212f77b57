"""A query of a model that was taught, put right by code: what no word asks for is taken out, what is named is put in.

A small model that is asked again makes the same mistake in other words: most are one condition too many or too few. Each
change is one that the doubts can judge: it is kept only where less speaks against the query than before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.linking import Links
from plugins.sql_assistant.owners import Owners
from plugins.sql_assistant.policy import parse
from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.signs import signs_of, signs_said, with_sign
from plugins.sql_assistant.tree_edits import conditions, identifier, join_parent, with_conditions
from plugins.sql_assistant.values import folded

MOST_CHANGES = 4
_DEED = re.compile(r"\w+(?:ed|en)")
_BEFORE_A_STATE = (
    r"(?:as|is|are|was|were|been|be|not|still|only|status|state|currently|those|ones|all|the|how many|many)"
)

Against = Callable[[str], Sequence[Problem]]
"""What speaks against a query."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A query that was put right, and how in words."""

    sql: str
    told: tuple[str, ...]


def corrected(
    sql: str, question: str, schema: Schema, tables: Sequence[Table], links: Links, dialect: str, against: Against
) -> Corrected | None:
    """The query with as many changes as make it better; None where none does.

    Args:
        tables: those that the query may read.
        links: what the question names.
        against: the doubts; blocks for some milliseconds.
    """
    tree, count = parse(sql, dialect), len(against(sql))
    if isinstance(tree, Problem) or not isinstance(tree, exp.Select):
        return None
    told: list[str] = []
    edits = _Edits(question, schema, tables, links, dialect)
    while count and len(told) < MOST_CHANGES:
        found = [
            (len(against(edit.sql(dialect=dialect))), n, words, edit) for n, (words, edit) in enumerate(edits.of(tree))
        ]
        best = min(found, key=lambda one: one[:2], default=None)
        if best is None or best[0] >= count:
            break
        count, _, words, tree = best
        told.append(words)
    return Corrected(tree.sql(dialect=dialect), tuple(told)) if told else None


def once_each(sql: str, dialect: str) -> Corrected | None:
    """The query with each of its rows shown once."""
    tree = parse(sql, dialect)
    if isinstance(tree, Problem) or not isinstance(tree, exp.Select):
        return None
    edited = tree.distinct()
    return Corrected(edited.sql(dialect=dialect), ("Each row is shown once.",))


class _Edits:
    """All single changes of a query, each with what it does in words."""

    def __init__(self, question: str, schema: Schema, tables: Sequence[Table], links: Links, dialect: str) -> None:
        self._question = question
        self._schema = schema
        self._tables = {table.name.lower(): table for table in tables}
        self._links = links
        self._dialect = dialect

    def of(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """The changes of one query; the query itself stays."""
        yield from self._with_values(tree)
        yield from self._with_values_denied(tree)
        yield from self._with_said_signs(tree)
        yield from self._with_presence_turned(tree)
        yield from self._with_other_times(tree)
        yield from self._without_conditions(tree)
        yield from self._with_flags_turned(tree)
        yield from self._without_joins(tree)
        yield from self._without_columns(tree)
        yield from self._without_squares(tree)

    def _without_conditions(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """Without one condition, also of a query inside."""
        for at, select in enumerate(tree.find_all(exp.Select)):
            for n, condition in enumerate(conditions(select)):
                edited = tree.copy()
                inner = list(edited.find_all(exp.Select))[at]
                with_conditions(inner, [one for k, one in enumerate(conditions(inner)) if k != n])
                yield (
                    f"Taken out, for nothing in the question asks for it: {condition.sql(dialect=self._dialect)}.",
                    edited,
                )

    def _without_squares(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """With a figure of a column where it is of the column times itself."""
        for at, product in enumerate(tree.find_all(exp.Mul)):
            if isinstance(product.left, exp.Column) and product.left == product.right:
                edited = tree.copy()
                list(edited.find_all(exp.Mul))[at].replace(product.left.copy())
                yield f"Taken once, and not times itself: {product.left.sql(dialect=self._dialect)}.", edited

    def _with_values_denied(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        for n, condition in enumerate(conditions(tree)):
            if isinstance(condition, exp.EQ) and isinstance(condition.right, exp.Literal) and condition.right.is_string:
                edited = tree.copy()
                node = exp.NEQ(this=condition.left.copy(), expression=condition.right.copy())
                with_conditions(edited, [node if at == n else one for at, one in enumerate(conditions(edited))])
                yield f"Turned round, as the question says it: {node.sql(dialect=self._dialect)}.", edited

    def _with_said_signs(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """With a number compared as the question says it."""
        said = signs_said(self._question)
        for n, node in enumerate(signs_of(tree)):
            if sign := said.get(float(node.args["expression"].this)):
                edited = tree.copy()
                other = with_sign(node, sign)
                signs_of(edited)[n].replace(other)
                yield f"Compared as the question says it: {other.sql(dialect=self._dialect)}.", edited

    def _with_presence_turned(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """With what is missing where it was to be there, and the other way round."""
        for n, condition in enumerate(conditions(tree)):
            is_denied = isinstance(condition, exp.Not)
            test = condition.this if is_denied else condition
            if isinstance(test, exp.Is):
                edited = tree.copy()
                node = test.copy() if is_denied else exp.Not(this=test.copy())
                with_conditions(edited, [node if at == n else one for at, one in enumerate(conditions(edited))])
                yield f"Turned round, as the question says it: {node.sql(dialect=self._dialect)}.", edited

    def _with_other_times(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """With another time of the same rows compared."""
        owners = Owners(tree, tuple(self._tables.values()))
        for n, condition in enumerate(conditions(tree)):
            found = owners.of(column) if (column := condition.find(exp.Column)) is not None else None
            if found is None or "timely" not in kinds_of(found[1]):
                continue
            for other in found[0].columns:
                if other is not found[1] and "timely" in kinds_of(other):
                    edited = tree.copy()
                    for node in conditions(edited)[n].find_all(exp.Column):
                        node.set("this", identifier(other.name))
                    yield f"Compared instead, for the question speaks of it: {other.name}.", edited

    def _with_flags_turned(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        for n, condition in enumerate(conditions(tree)):
            if isinstance(condition, exp.EQ) and condition.right.sql() in ("0", "1"):
                edited = tree.copy()
                node = conditions(edited)[n]
                node.set("expression", exp.Literal.number(1 - int(condition.right.sql())))
                yield f"Turned round, as the question says it: {node.sql(dialect=self._dialect)}.", edited

    def _without_joins(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """Without a table that only its own join speaks of; where rows are counted, it is counted too."""
        joins = [] if tree.find(exp.AggFunc) else tree.args.get("joins") or []
        for n, join in enumerate(joins):
            own = join.this.alias_or_name
            others = [column for column in tree.find_all(exp.Column) if column.find_ancestor(exp.Join) is not join]
            if not any(column.table == own for column in others) and not any(
                isinstance(p, exp.Star) for p in tree.expressions
            ):
                edited = tree.copy()
                edited.set("joins", [one for at, one in enumerate(edited.args["joins"]) if at != n])
                yield f"Taken out, for nothing is read of it: {own}.", edited

    def _without_columns(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """Without one column of several that are shown."""
        for n, part in enumerate(tree.expressions if len(tree.expressions) > 1 else ()):
            if isinstance(part, exp.Column):
                edited = tree.copy()
                edited.set("expressions", [one for at, one in enumerate(edited.expressions) if at != n])
                yield f"Not shown, for nothing in the question asks for it: {part.sql(dialect=self._dialect)}.", edited

    def _with_values(self, tree: exp.Select) -> Iterator[tuple[str, exp.Select]]:
        """With a value that the question names and the query leaves out, where one column alone holds it."""
        texts = {folded(str(node.this)) for node in tree.find_all(exp.Literal) if node.is_string}
        places: dict[str, list[tuple[str, str]]] = {}
        for place, values in self._links.values.items():
            for value in values:
                places.setdefault(value, []).append(place)
        for value, found in places.items():
            if len(found) == 1 and folded(value) not in texts and self._is_a_state(value):
                edited = tree.copy()
                if column := self._column(edited, *found[0]):
                    edited.where(exp.EQ(this=column, expression=exp.Literal.string(value)), copy=False)
                    yield f"Put in, for the question names it: {value} ({'.'.join(found[0])}).", edited

    def _is_a_state(self, value: str) -> bool:
        """Whether a value is meant where it stands; one that is a verb's form may tell what was done instead (ordered, paid)."""
        if not _DEED.fullmatch(value.lower()):
            return True
        word = re.escape(value)
        if re.search(rf"\b{_BEFORE_A_STATE}\s+{word}\b", self._question, re.IGNORECASE):
            return True
        behind = re.search(rf"\b{word}\s+(\w+)", self._question, re.IGNORECASE)
        return behind is not None and behind[1].lower() in self._links.table_words

    def _column(self, tree: exp.Select, table: str, column: str) -> exp.Column | None:
        """The column as the query calls it; it reads one more table for it where a key leads there."""
        source = tree.args.get("from_") or tree.args.get("from")
        nodes = [source.this, *(join.this for join in tree.args.get("joins") or ())] if source else []
        if not nodes or not all(isinstance(node, exp.Table) for node in nodes):
            return None
        names = {node.name.lower(): node.alias_or_name for node in nodes}
        is_alone = len(nodes) == 1
        if table.lower() not in names:
            keys = [k for k in self._schema.keys if k.table.lower() in names and k.parent.lower() == table.lower()]
            if len(keys) != 1:
                return None
            join_parent(tree, keys[0], names[keys[0].table.lower()], is_alone=is_alone)
            names[table.lower()], is_alone = keys[0].parent, False
        return exp.column(identifier(column), table=None if is_alone else exp.to_identifier(names[table.lower()]))
