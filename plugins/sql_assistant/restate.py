"""A query in plain words, from its syntax tree alone: what it reads, keeps, groups, shows, sorts and cuts.

What has no words is quoted as SQL, so the words may be stiff and are never wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from plugins.sql_assistant.restate_conditions import only
from plugins.sql_assistant.restate_names import SourceNames, full_name, sources
from plugins.sql_assistant.restate_values import Values
from plugins.sql_assistant.restate_words import Language

_SENTENCE_LENGTH = 150
"""Up to this many characters a query is one sentence, and a step stands on one line."""

_SPOKEN = frozenset("expressions from_ joins where group having distinct order limit offset with_".split())
_SIDES = {"": "join", "LEFT": "join_left", "RIGHT": "join_right", "FULL": "join_full"}
_SETS = ((exp.Union, "union"), (exp.Intersect, "intersect"), (exp.Except, "except"))


def restate(query: str | exp.Expr, dialect: str = "sqlite", language: Language = "en") -> list[str]:
    """A query in one sentence where it is simple, else in steps; nothing where there is no single statement to be read.

    Args:
        query: the text, or its tree (which stays as it is).
        dialect: sqlglot's name of the query's SQL.
        language: of the words; names and values stay as they are.
    """
    tree = _read(query, dialect)
    if tree is None:
        return []
    teller = _Teller(tree, dialect, language)
    if not isinstance(tree, exp.Query):
        return [_sentence(teller.say("not_read", sql=tree.sql(dialect=dialect)), teller.stop)]
    return [_sentence(line, teller.stop) for line in teller.lines(tree)]


def _read(query: str | exp.Expr, dialect: str) -> exp.Expr | None:
    if isinstance(query, exp.Expr):
        return query.copy()
    try:
        found = [tree for tree in sqlglot.parse(query, read=dialect) if tree and not isinstance(tree, exp.Semicolon)]
    except (SqlglotError, RecursionError):
        return None
    return found[0] if len(found) == 1 else None


def _sentence(text: str, stop: str) -> str:
    marks = len(text) - len(text.lstrip("•0123456789. "))
    whole = text[:marks] + text[marks : marks + 1].upper() + text[marks + 1 :]
    return whole if whole.endswith((":", "：")) else whole + stop


class _Teller(Values):
    """Tells the queries of one statement."""

    def __init__(self, tree: exp.Expr, dialect: str, language: Language) -> None:
        self._names = SourceNames(tree)
        self._told: set[int] = set()
        super().__init__(dialect, language, self.inline, self._names.of_column)

    @property
    def stop(self) -> str:
        """What ends a sentence."""
        return self._words["stop"]

    # whole queries

    def lines(self, query: exp.Query) -> list[str]:
        """One sentence, or a list of steps."""
        whole = self.inline(query)
        if isinstance(query, exp.Select) and self._is_simple(query) and len(whole) <= _SENTENCE_LENGTH:
            return [whole]
        before = list(self._preparations(query))
        steps = self._steps(query)
        if not before:
            return steps
        lines = [line for number, step in enumerate(before) for line in self._prepared(number, *step)]
        return [*lines, *self._headed("at_last", "last_head", steps)]

    def _prepared(self, number: int, name: str, query: exp.Query) -> list[str]:
        order = "first" if number == 0 else "then"
        return self._headed(f"{order}_step", f"{order}_head", self._steps(query), name=name)

    def _headed(self, on_one: str, head: str, steps: Sequence[str], name: str = "") -> list[str]:
        whole = self.joined("steps", steps)
        if len(steps) == 1 or (len(steps) < 3 and len(whole) <= _SENTENCE_LENGTH):
            return [self.say(on_one, a=whole, name=name)]
        return [self.say(head, name=name), *(self.say("item", a=step) for step in steps)]

    def _preparations(self, query: exp.Query) -> Iterator[tuple[str, exp.Query]]:
        """What WITH and the subqueries of FROM make before the query itself, with its name."""
        for name, inner in self._defined(query):
            yield from self._preparations(inner)
            yield name, inner
        if not isinstance(query, exp.Select):
            return
        for source in sources(query):
            if _is_named_query(source):
                self._told.add(id(source))
                yield from self._preparations(source.this)
                yield source.alias, source.this

    def _defined(self, query: exp.Query) -> Iterator[tuple[str, exp.Query]]:
        with_ = query.args.get("with_")
        for cte in with_.expressions if with_ else ():
            name = cte.alias
            if columns := cte.alias_column_names:
                name = f"{name} ({', '.join(columns)})"
            own = cte.alias.lower()
            if any(table.name.lower() == own for table in cte.this.find_all(exp.Table)):
                name = self.say("recursive", name=name)
            yield name, cte.this

    def inline(self, query: exp.Query) -> str:
        """A query as a part of a sentence, with all that it is made of."""
        match query:
            case exp.Subquery(this=exp.Query() as inner) if only(query, "this"):
                return self.inline(inner)
            case exp.Select() if self._is_simple(query):
                said = self.joined("clause", self._clauses(query))
            case exp.SetOperation():
                said = self.joined("steps", [self._set_inline(query), *self._ending(query, is_step=True)])
            case _:
                said = self.joined("steps", self._steps(query))
        for name, inner in reversed(list(self._defined(query))):
            said = self.say("with", name=name, a=self.inline(inner), b=said)
        return said

    def _steps(self, query: exp.Query) -> list[str]:
        match query:
            case exp.Subquery(this=exp.Query() as inner) if only(query, "this"):
                return self._steps(inner)
            case exp.Select() if self._is_simple(query):
                whole = self.joined("clause", self._clauses(query))
                return [whole] if len(whole) <= _SENTENCE_LENGTH else self._select_steps(query)
            case exp.Select():
                return self._select_steps(query)
            case exp.SetOperation():
                return self._set_steps(query)
        return [self.say("not_read", sql=query.sql(dialect=self._dialect))]

    def _is_simple(self, select: exp.Select) -> bool:
        found = list(sources(select))
        return len(found) < 2 and not select.args.get("with_") and all(isinstance(one, exp.Table) for one in found)

    # set operations

    def _set_steps(self, query: exp.SetOperation) -> list[str]:
        branches = self._branches(query)
        head = self.say("set_step", how=self._set_words(query))
        told = [self.say("branch", n=str(n), a=self.inline(one)) for n, one in enumerate(branches, 1)]
        return [head, *told, *self._ending(query, is_step=True)]

    def _set_inline(self, query: exp.SetOperation) -> str:
        *before, last = [self.inline(one) for one in self._branches(query)]
        return self.say("set_inline", how=self._set_words(query), a=") ; (".join(before), b=last)

    def _branches(self, query: exp.SetOperation) -> list[exp.Query]:
        """The operands in order; a chain of the same operation is flat."""
        left, right = query.this, query.expression
        same = type(left) is type(query) and left.args.get("distinct") == query.args.get("distinct")
        chained = same and not isinstance(query, exp.Except) and only(left, "this", "expression", "distinct")
        return [*(self._branches(left) if chained else [left]), right]

    def _set_words(self, query: exp.SetOperation) -> str:
        known = next((name for kind, name in _SETS if isinstance(query, kind)), "")
        spoken = ("this", "expression", "distinct", "order", "limit", "offset", "with_")
        if not known or not only(query, *spoken):
            return self.quoted(query)
        return self.say(known if query.args.get("distinct") else f"{known}_all")

    # one SELECT

    def _clauses(self, select: exp.Select) -> list[str]:
        """The clauses of a query that reads one table, as a sentence has them."""
        shown = self._shows(select)
        if found := next(sources(select), None):
            shown = self.say("from", a=shown, b=self._source(found))
        said = [shown]
        if where := select.args.get("where"):
            condition = self.say("where", a=self.condition(where.this))
            said = [f"{shown} {condition}"] if self._words["stop"] == "." else [shown, condition]
        if group := select.args.get("group"):
            said.append(self._grouped("per", group, select))
        return said + self._having(select, "having") + self._ending(select, is_step=False) + self._rest(select)

    def _select_steps(self, select: exp.Select) -> list[str]:
        said = []
        if found := list(sources(select)):
            joins = [self._join(join) for join in select.args.get("joins") or ()]
            said.append(self.joined("clause", [self.say("takes", a=self._source(found[0])), *joins]))
        if where := select.args.get("where"):
            said.append(self.say("keeps", a=self.condition(where.this)))
        if group := select.args.get("group"):
            said.append(self._grouped("groups", group, select))
        said += [*self._having(select, "keeps_groups"), self._shows(select)]
        return said + self._ending(select, is_step=True) + self._rest(select)

    def _source(self, source: exp.Expr) -> str:
        match source:
            case exp.Table(this=exp.Identifier()) if only(source, "this", "db", "catalog", "alias"):
                if source.alias_column_names:
                    return self.quoted(source)
                name, shown = full_name(source), self._names.of_table(source)
                return name if shown == name else self.say("aka", name=name, alias=shown)
            case exp.Subquery(this=exp.Query() as inner) if only(source, "this", "alias"):
                if id(source) in self._told:
                    return source.alias
                told = self.inline(inner)
                if source.alias_column_names:
                    return self.quoted(source)
                return (
                    self.say("inner", name=source.alias, query=told)
                    if source.alias
                    else self.say("inner_plain", query=told)
                )
        return self.quoted(source)

    def _join(self, join: exp.Join) -> str:
        source, kind, method = (
            self._source(join.this),
            str(join.args.get("kind") or ""),
            str(join.args.get("method") or ""),
        )
        side = str(join.args.get("side") or "")
        if not only(join, "this", "side", "kind", "on", "using", "method") or kind not in (
            "",
            "INNER",
            "OUTER",
            "CROSS",
        ):
            return self.say("join_sql", sql=join.sql(dialect=self._dialect))
        if method == "NATURAL" and not side:
            return self.say("join_natural", b=source)
        on = self._join_condition(join)
        if method or side not in _SIDES or (side and not on):
            return self.say("join_sql", sql=join.sql(dialect=self._dialect))
        return self.say(_SIDES[side], b=source, on=on) if on else self.say("join_cross", b=source)

    def _join_condition(self, join: exp.Join) -> str:
        if on := join.args.get("on"):
            return self.condition(on)
        using = [column.name for column in join.args.get("using") or ()]
        return self.say("same_column", a=self.listed(using)) if using else ""

    def _shows(self, select: exp.Select) -> str:
        shown, distinct = self.values(select.expressions), select.args.get("distinct")
        if not distinct or not only(distinct):
            return self.say("shows", a=shown)
        return self.say("shows_distinct" if len(select.expressions) == 1 else "shows_distinct_rows", a=shown)

    def _grouped(self, phrase: str, group: exp.Group, select: exp.Select) -> str:
        if not only(group, "expressions"):
            return self.quoted(group)
        keys = [_meant(key, select) for key in group.expressions]
        return self.say(phrase, a=self.values(keys))

    def _having(self, select: exp.Select, phrase: str) -> list[str]:
        having = select.args.get("having")
        if not having:
            return []
        alone = {"having": "having_all", "keeps_groups": "keeps_all"}
        chosen = phrase if select.args.get("group") else alone[phrase]
        return [self.say(chosen, a=self.condition(having.this))]

    # what comes last

    def _ending(self, query: exp.Query, *, is_step: bool) -> list[str]:
        said, order = [], query.args.get("order")
        if order:
            keys = [_key_meant(key, query) for key in order.expressions]
            said.append(self.say("sorts" if is_step else "sorted", a=self.order(keys)))
        if offset := query.args.get("offset"):
            said.append(self.say("offsets" if is_step else "offset", a=self._count_of(offset.expression)))
        if limit := query.args.get("limit"):
            said.append(self._limit(limit, query, is_step=is_step))
        return said

    def _limit(self, limit: exp.Expr, query: exp.Query, *, is_step: bool) -> str:
        count = limit.args.get("count" if isinstance(limit, exp.Fetch) else "expression")
        options = limit.args.get("limit_options")
        is_plain = only(limit, "expression", "count", "direction", "limit_options")
        if count is None or not is_plain or (options and not only(options, "rows")):
            return self.say("also", sql=limit.sql(dialect=self._dialect).strip())
        name = "limits" if is_step else "limit"
        if query.args.get("offset"):
            return self.say(f"{name}_next", a=self._count_of(count))
        if query.args.get("order"):
            return self.say(name, a=self._count_of(count))
        return self.say(f"any_{name}", a=self._count_of(count, alone="one_row"))

    def _count_of(self, count: exp.Expr, alone: str = "row") -> str:
        if not isinstance(count, exp.Literal):
            return self.say("rows", n=self.quoted(count))
        return self.say(alone) if str(count.this) == "1" else self.say("rows", n=str(count.this))

    def _rest(self, select: exp.Select) -> list[str]:
        """What a SELECT has beyond the clauses that have words, as SQL."""
        left = [value for name, value in select.args.items() if value and name not in _SPOKEN]
        distinct = select.args.get("distinct")
        if distinct and not only(distinct):
            left.append(distinct)
        nodes = [node for value in left for node in (value if isinstance(value, list) else [value])]
        if not all(isinstance(node, exp.Expr) for node in nodes):
            return [self.say("also", sql=select.sql(dialect=self._dialect))]
        return [self.say("also", sql=node.sql(dialect=self._dialect).strip()) for node in nodes]


def _is_named_query(source: exp.Expr) -> bool:
    if not isinstance(source, exp.Subquery) or not isinstance(source.this, exp.Query):
        return False
    return bool(source.alias) and only(source, "this", "alias") and not source.alias_column_names


def _meant(key: exp.Expr, query: exp.Query) -> exp.Expr:
    """What ``GROUP BY 1`` and ``ORDER BY 1`` stand for: a column of the result, by its alias or itself."""
    shown = query.selects
    if not isinstance(key, exp.Literal) or key.is_string or not str(key.this).isdigit():
        return key
    number = int(str(key.this))
    if not 1 <= number <= len(shown) or any(one.is_star for one in shown):
        return key
    chosen = shown[number - 1]
    return exp.column(chosen.alias) if isinstance(chosen, exp.Alias) else chosen


def _key_meant(key: exp.Expr, query: exp.Query) -> exp.Expr:
    meant = _meant(key.this, query) if isinstance(key, exp.Ordered) else key.this
    if meant is key.this:
        return key
    known = key.copy()
    known.set("this", meant.copy())
    return known
