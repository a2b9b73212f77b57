"""Follow-ups that are read as whole questions are: “only the ones over 100”, “newest first”, “with their emails”, “what is the total?”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from plugins.sql_assistant.comparing import is_money
from plugins.sql_assistant.composing.draft import Draft, Test
from plugins.sql_assistant.composing.further import added, plain_follow_up
from plugins.sql_assistant.composing.speech.naming import own_names
from plugins.sql_assistant.composing.speech.said import Place
from plugins.sql_assistant.linking import find_links
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.select_rules import kinds_of
from plugins.sql_assistant.sources.base import Session
from plugins.sql_assistant.spelled_out import spelled_out
from plugins.sql_assistant.thread_words import FIGURE
from plugins.sql_assistant.tree_edits import conditions, identifier, join_parent, with_conditions
from plugins.sql_assistant.wording import Wording, is_plain, wording_of
from plugins.sql_assistant.words import parts

_NAMES = re.compile(
    r"(?:(?:and|now|but|just|only|show|give me|list|me|please)\s+)*(?:just|only)\s+(?:show\s+)?(?:the|their)?\s*names?",
    re.IGNORECASE,
)
_SOME_OF_THEM = re.compile(
    r"(?:(?:and|but)\s+)?how many (?:of|among) (?:them|those|these|that)\s+(?:(?:are|were|is|was|have|has|had|been|got)\s+)*(?P<what>.+)",
    re.IGNORECASE,
)
_FIGURE_OF = re.compile(
    r"(?:and|so)\s+(?:what is |what's |whats )?(?:(?:the|their|its)\s+)?(?P<figure>total|sum|average|mean|highest|lowest|maximum|minimum)"
    r"\s+(?P<what>[a-z][\w ]*?)(?: of (?:them|those|these|that))?(?: in total| altogether)?"
    r"|(?:(?:and|so)\s+)?how much (?P<much>[a-z][\w ]*?) (?:is|was|are|were) (?:that|it|this|those|they)"
    r"(?: all)?(?: in total| altogether| in all)?",
    re.IGNORECASE,
)
_YEAR, _MONTH = re.compile(r"\d{4}"), re.compile(r"\d{4}-\d\d")
_MONEY = frozenset("money amount value sum".split())
_FIGURES = {
    **dict.fromkeys(("total", "sum"), exp.Sum),
    **dict.fromkeys(("average", "mean"), exp.Avg),
    **dict.fromkeys(("highest", "maximum"), exp.Max),
    **dict.fromkeys(("lowest", "minimum"), exp.Min),
}
_FAMILIES: tuple[tuple[type[exp.Expr], ...], ...] = (
    (exp.EQ, exp.In, exp.NEQ, exp.Is),
    (exp.GT, exp.GTE),
    (exp.LT, exp.LTE),
    (exp.Between,),
)


@dataclass(frozen=True, slots=True)
class Read:
    """A query that stands, and what it reads.

    Attributes:
        tables: each with the name that the query gives it, the one that it reads first before the others.
    """

    tree: exp.Select
    tables: Sequence[tuple[str, Table]]
    schema: Schema
    dialect: str


def further(question: str, query: Read, session: Session) -> str:
    """Change the query's tree as a follow-up asks; what was changed, in words, empty if nothing was."""
    change = _Further(query, spelled_out(query.schema, question))
    if _NAMES.fullmatch(question):
        return change.only_names()
    if figure := FIGURE.fullmatch(question):
        return change.figure((figure["what"] or "total").lower())
    if (figure := _FIGURE_OF.fullmatch(question)) and (
        said := change.figure((figure["figure"] or "total").lower(), figure["what"] or figure["much"])
    ):
        return said
    some = _SOME_OF_THEM.fullmatch(question)
    question = some["what"] if some else question
    links = find_links(plain_follow_up(question), query.schema.tables, session)
    for head in change.heads:
        draft = added(question, head, query.schema.tables, query.schema.keys, links, change.wording)
        if draft and (not some or change.may_count(draft)):
            said = change.with_draft(draft)
            return change.counted(said) if some and said else said
    return ""


class _Further:
    def __init__(self, query: Read, wording: Wording) -> None:
        self.wording = wording
        self._query = query
        self._tree = query.tree
        self._names = {table.name: alias for alias, table in query.tables}
        self._is_alone = len(query.tables) == 1 and not query.tree.args.get("joins")

    @property
    def heads(self) -> Sequence[Table]:
        """The tables whose rows the query may show or count, the likeliest first; none where it joins one table twice."""
        if len(self._names) < len(self._query.tables) or not self._query.tables:
            return ()
        shown = next((column for part in self._tree.expressions for column in part.find_all(exp.Column)), None)
        tables = [table for alias, table in self._query.tables if shown is not None and shown.table == alias]
        return tuple(dict.fromkeys((self._query.tables[0][1], *tables)))

    def only_names(self) -> str:
        """The query with the names of its rows alone."""
        head = next(iter(self.heads[-1:]), None)
        found = own_names(head, wording_of(self._query.schema)) if head else []
        if head is None or not found or self._tree.find(exp.AggFunc) or self._tree.args.get("group"):
            return ""
        self._tree.set("expressions", [self._column(Place(head, column)) for column in found])
        return "Only the names were shown."

    def may_count(self, draft: Draft) -> bool:
        """Whether the rows that a follow-up leaves can be counted: a plain list, or their number already."""
        return (
            bool(draft.tests)
            and not (draft.beside or draft.order or draft.limit)
            and (self._is_plain_list or self._is_count)
        )

    def counted(self, said: str) -> str:
        """Count the rows of a plain list; what was changed before, and this."""
        if not self._is_count:
            self._tree.set("expressions", [exp.Count(this=exp.Star())])
            self._tree.set("order", None)
        return f"{said.removesuffix('.')} ; COUNT(*)."

    @property
    def _is_plain_list(self) -> bool:
        tree = self._tree
        return not (tree.find(exp.AggFunc) or any(tree.args.get(part) for part in ("group", "limit", "distinct")))

    @property
    def _is_count(self) -> bool:
        shown = self._tree.expressions
        return len(shown) == 1 and isinstance(shown[0].unalias(), exp.Count) and not self._tree.args.get("group")

    def figure(self, what: str, of: str = "") -> str:
        """The total, average, highest or lowest of the one number that the query shows.

        Args:
            of: what the number is called, where the follow-up says it.
        """
        tree = self._tree
        numbers = (self._numbers_called(of) if of else self._numbers_shown()) if self._is_plain_list else []
        if len(numbers) != 1:
            return ""
        tree.set("expressions", [_FIGURES[what](this=numbers[0])])
        tree.set("order", None)
        return f"Of the rows before, one figure was taken: {tree.expressions[0].sql()}."

    def _numbers_called(self, name: str) -> list[exp.Column]:
        """The numbers of the table that is read first whose names hold all words of a name."""
        words = set(parts(name)) - _MONEY
        if not words:
            return self._numbers_shown()
        table = self._query.tables[0][1]
        found = [
            column
            for column in table.columns
            if "number" in kinds_of(column) and not column.is_key and not _is_a_key(column)
        ]
        return [self._column(Place(table, column)) for column in found if words <= set(parts(column.name))]

    def _numbers_shown(self) -> list[exp.Column]:
        """The numbers among what is shown that are no keys; of whole rows the money of the table that is read first."""
        is_all = any(isinstance(part, exp.Star) for part in self._tree.expressions)
        names = {(part.table, part.name) for part in self._tree.expressions if isinstance(part, exp.Column)}
        found = []
        for alias, table in self._query.tables[: 1 if is_all else None]:
            for column in table.columns:
                is_number = "number" in kinds_of(column) and not column.is_key and not _is_a_key(column)
                is_shown = is_money(column) if is_all else {("", column.name), (alias, column.name)} & names
                if is_number and is_shown:
                    found.append(self._column(Place(table, column)))
        return found

    def with_draft(self, draft: Draft) -> str:
        """The query with what was read."""
        places = [
            *(test.place for test in draft.tests),
            *(test.other for test in draft.tests if test.other),
            *draft.beside,
        ]
        places += [draft.order[0]] if draft.order and draft.order[0] else []
        shown = {column.name.lower() for part in self._tree.expressions for column in part.find_all(exp.Column)}
        if any(place.column.name.lower() in shown for place in draft.beside):
            return ""
        keeps_all = not draft.tests  # only what is shown is added
        if not self._may_take(draft) or not all(self._reaches(place.table, keeps_all=keeps_all) for place in places):
            return ""
        tests = [self._of_same_year(test) for test in draft.tests]
        if any(test is None for test in tests):
            return ""
        told = [self._with_test(test) for test in tests if test]
        if draft.beside:
            self._tree.set("expressions", [*self._tree.expressions, *(self._column(place) for place in draft.beside)])
            told += [f"{place.table.name}.{place.column.name}" for place in draft.beside]
        if draft.order and draft.order[0]:
            by, falls = self._column(draft.order[0]), draft.order[1]
            self._tree.set("order", exp.Order(expressions=[exp.Ordered(this=by, desc=falls, nulls_first=not falls)]))
            told.append(f"ORDER BY {draft.order[0].column.name}{' DESC' if falls else ''}")
        if draft.limit:
            self._tree.limit(int(draft.limit), copy=False)
            told.append(f"LIMIT {draft.limit}")
        return f"Added to the query before: {' ; '.join(told)}."

    def _may_take(self, draft: Draft) -> bool:
        """Whether the query has room for it: figures have no further columns, what it leaves out may have been meant by a condition."""
        is_figure = bool(self._tree.find(exp.AggFunc) or self._tree.args.get("group"))
        pairs = [(key.table, key.parent) for key in self._query.schema.keys]
        if any(pairs.count((key.table, key.parent)) > 1 or key.table not in self._names for key in draft.joined):
            return False
        if is_figure and (draft.beside or draft.order or draft.limit):
            return False
        if self._tree.args.get("limit") and (draft.tests or draft.order):
            return False
        if any("( SELECT" in test.text for test in draft.tests) and self.wording != wording_of(self._query.schema):
            return False
        is_all = any(isinstance(part, exp.Star) for part in self._tree.expressions)
        is_negative = self._tree.find(exp.Subquery) is not None and bool(draft.tests)
        return not (
            draft.group
            or draft.group_rows
            or draft.figure
            or draft.having
            or is_negative
            or (is_all and any(place.table.name in self._names for place in draft.beside))
        )

    def _reaches(self, table: Table, *, keeps_all: bool) -> bool:
        """Whether the query reads a table, or can be made to: a key of what it reads refers to it, so no row comes twice."""
        if table.name in self._names:
            return True
        keys = [key for key in self._query.schema.keys if key.table in self._names and key.parent == table.name]
        if len(keys) != 1 or not is_plain(table.name):
            return False
        self._join(keys[0], keeps_all=keeps_all)
        return True

    def _join(self, key: ForeignKey, *, keeps_all: bool) -> None:
        join_parent(self._tree, key, self._names[key.table], is_alone=self._is_alone, keeps_all=keeps_all)
        self._is_alone = False
        self._names[key.parent] = key.parent

    def _of_same_year(self, test: Test) -> Test | None:
        """A month without a year beside a time that the query tells already: of the same year; None where that is not one."""
        if "'%m'" not in test.text:
            return test
        old = [one for one in conditions(self._tree) if test.place.column.name.lower() in _names_in(one)]
        texts = [str(literal.this) for one in old for literal in one.find_all(exp.Literal) if literal.is_string]
        dated = [text for text in texts if not text.startswith("%")]
        if not dated or (len(dated) == len(old) == 1 and _YEAR.fullmatch(dated[0])):
            return test
        if len(dated) != 1 or len(old) != 1 or not _MONTH.fullmatch(dated[0]) or not isinstance(old[0], exp.EQ):
            return None
        month = test.text.rsplit("'", 2)[1]
        return replace(test, text=f"strftime ( '%Y-%m' , {{c}} ) = '{dated[0][:4]}-{month}'")

    def _with_test(self, test: Test) -> str:
        """One more condition, in place of one of the same kind on the same column."""
        text = test.text.replace("{c}", self._column(test.place).sql(dialect="sqlite"))
        text = text.replace("{d}", self._column(test.other).sql(dialect="sqlite")) if test.other else text
        node = exp.condition(text, dialect="sqlite")
        with_conditions(self._tree, [one for one in conditions(self._tree) if not _is_replaced(one, node)])
        self._tree.where(node, copy=False)
        return node.sql(dialect=self._query.dialect)

    def _column(self, place: Place) -> exp.Column:
        table = None if self._is_alone else exp.to_identifier(self._names[place.table.name])
        return exp.column(identifier(place.column.name), table=table)


def _is_a_key(column: Column) -> bool:
    return parts(column.name)[-1:] == ["id"]


def _is_replaced(old: exp.Expr, new: exp.Expr) -> bool:
    """Whether a condition says of the same column what the new one says otherwise: “and in Leeds?” asks for no second town."""
    columns = [_names_in(node) for node in (old, new)]
    if columns[0] != columns[1] or len(columns[0]) != 1:
        return False
    kinds = [next((n for n, family in enumerate(_FAMILIES) if node.find(*family)), -1) for node in (old, new)]
    of_times = all(node.find(exp.TimeToStr, exp.Anonymous) for node in (old, new))
    is_month_of_it = "'%m'" in new.sql(dialect="sqlite") and "'%Y'" in old.sql(dialect="sqlite")
    return (kinds[0] == kinds[1] or of_times) and not is_month_of_it


def _names_in(node: exp.Expr) -> set[str]:
    return {column.name.lower() for column in node.find_all(exp.Column)}
