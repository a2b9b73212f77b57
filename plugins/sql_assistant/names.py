"""Finds out which real table and column each name of a query means, and what was meant where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.scopes import definition
from plugins.sql_assistant.sources.sqlite_session import TABLE_FUNCTIONS
from plugins.sql_assistant.wording import Wording, is_plain

_ROWS = (exp.Lateral, exp.Values, exp.Unnest)
"""What else gives rows; its columns are left to the engine."""

ROW_IDS = frozenset(("rowid", "oid", "_rowid_"))


@dataclass(frozen=True, slots=True)
class Source:
    """Something that a SELECT takes rows from.

    Attributes:
        alias: the name that its columns are qualified with.
        table: the real table; None for a subquery or a name that WITH defines.
        outputs: lower-case column names of the latter; None if they cannot be known.
    """

    alias: str
    table: Table | None = None
    outputs: frozenset[str] | None = None


@dataclass(slots=True)
class Resolution:
    """What the names of a query mean.

    Attributes:
        problems: names that mean nothing, each with the nearest real ones.
        owners: by ``id`` of a column node, the real table and column.
        missing: unknown column nodes with the SELECT that they stand in.
        rewritten: whether shown names were replaced by real ones, or quoted text by a string.
        evidence: what was rewritten, for people.
    """

    problems: list[Problem] = field(default_factory=list)
    owners: dict[int, tuple[Table, str]] = field(default_factory=dict)
    missing: list[tuple[exp.Column, exp.Select]] = field(default_factory=list)
    rewritten: bool = False
    evidence: list[str] = field(default_factory=list)


def resolve(tree: exp.Expr, schema: Schema, wording: Wording, *, exact: bool = False) -> Resolution:
    """Resolve every name in ``tree``; shown names are replaced by real ones in place.

    Args:
        exact: whether the engine tells upper case from lower case in some names (PostgreSQL, Oracle, tables of MySQL), so that each is
            written as it is in the catalogue.
    """
    return _Resolver(tree, schema, wording, exact=exact).resolve()


class _Resolver:
    def __init__(self, tree: exp.Expr, schema: Schema, wording: Wording, *, exact: bool) -> None:
        self._tree = tree
        self._exact = exact
        self._schema = schema
        self._wording = wording
        self._found = Resolution()
        self._sources: dict[int, list[Source]] = {}

    def resolve(self) -> Resolution:
        for table in list(self._tree.find_all(exp.Table)):
            self._resolve_table(table)
        for column in list(self._tree.find_all(exp.Column)):
            self._resolve_column(column)
        return self._found

    def _resolve_table(self, node: exp.Table) -> None:
        if isinstance(node.this, exp.Func):
            return
        if cte := definition(node):
            self._name_defined(node, cte)
            return
        name = self._full_name(node)
        real = self._wording.real_table(self._schema, name)
        if real is None:
            known = [self._wording.table(t.name) for t in self._schema.tables]
            self._found.problems.append(
                Problem(f"There is no table “{name}”.", hint=_did_you_mean(name, known), where=name)
            )
        elif not self._is_written(node.this, real.own_name) or (real.namespace and not node.db):
            self._rename(node, real)

    def _name_defined(self, node: exp.Table, cte: exp.CTE) -> None:
        """Write the name as WITH does where the engine might take the two for different ones, and so read a table."""
        written, defined = node.this, cte.args["alias"].this
        if self._exact and (written.quoted or defined.quoted) and repr(written) != repr(defined):
            node.set("this", defined.copy())
            self._found.rewritten = True

    def _full_name(self, node: exp.Table) -> str:
        """The name as the schema has it: with its namespace, unless that is the default one."""
        is_default = node.db.lower() in ("", self._schema.default_namespace.lower())
        return node.name if is_default else f"{node.db}.{node.name}"

    def _is_written(self, node: exp.Expr, real: str) -> bool:
        """Whether the engine takes the name as it stands for the real one."""
        if self._exact:
            return node.name == real and (bool(node.args.get("quoted")) or real == real.lower())
        return node.name.lower() == real.lower()

    def _identifier(self, real: str) -> exp.Identifier:
        """A real name, in quotes where the engine would read it as something else without."""
        return exp.to_identifier(real, quoted=self._exact or not is_plain(real))

    def _rename(self, node: exp.Table, real: Table) -> None:
        """``sales_invoice`` → ``"sales"."invoice" AS sales_invoice``, by which its columns are qualified."""
        if real.namespace and not node.db and not node.alias:
            node.set("alias", exp.TableAlias(this=exp.to_identifier(self._wording.table(real.name))))
        node.set("this", self._identifier(real.own_name))
        node.set("db", exp.to_identifier(real.namespace, quoted=True) if real.namespace else node.args.get("db"))
        self._found.rewritten = True

    def _resolve_column(self, node: exp.Column) -> None:
        selects = list(_selects_above(node))
        if not selects:
            return
        scopes = [self._sources_of(select) for select in selects]
        if isinstance(node.this, exp.Star):
            self._name_table_of_all(node, scopes)
            return
        if any(source.table is None and source.outputs is None for sources in scopes for source in sources):
            self._bind(node, scopes)
            return
        if self._bind(node, scopes) or (not node.table and _is_alias(node.name, selects)):
            return
        if not node.table and node.this.quoted:
            self._take_as_text(node)
        else:
            self._found.missing.append((node, selects[0]))
            self._found.problems.append(self._unknown(node, [s for sources in scopes for s in sources]))

    def _bind(self, node: exp.Column, scopes: Sequence[Sequence[Source]]) -> bool:
        for sources in scopes:
            for source in sources:
                if not self._qualifies(node, source):
                    continue
                if self._bind_to(node, source):
                    return True
        return False

    def _qualifies(self, node: exp.Column, source: Source) -> bool:
        """Whether the name before the dot, if there is one, is the source's."""
        before = node.table.lower()
        shown = (
            self._wording.table(source.table.name)
            if source.table and source.alias == source.table.name
            else source.alias
        )
        return before in ("", source.alias.lower(), shown.lower())

    def _bind_to(self, node: exp.Column, source: Source) -> bool:
        if source.table is None:
            return source.outputs is None or node.name.lower() in source.outputs
        real = self._wording.real_column(source.table, node.name)
        if real is None:
            return node.name.lower() in ROW_IDS and source.table.kind == "table"
        self._found.owners[id(node)] = (source.table, real)
        if not self._is_written(node.this, real):
            node.set("this", self._identifier(real))
            self._found.rewritten = True
        self._name_table(node, source)
        return True

    def _name_table(self, node: exp.Column, source: Source) -> None:
        """``Order_Details.price`` → ``"Order Details".price`` where the table has no alias of its own."""
        table = source.table
        if node.table and table and source.alias == table.name and not self._is_written(node.args["table"], table.name):
            node.set("table", self._identifier(table.name))
            self._found.rewritten = True

    def _name_table_of_all(self, node: exp.Column, scopes: Sequence[Sequence[Source]]) -> None:
        """The same for ``Order_Details.*``."""
        source = next((s for sources in scopes for s in sources if node.table and self._qualifies(node, s)), None)
        if source:
            self._name_table(node, source)

    def _take_as_text(self, node: exp.Column) -> None:
        """SQLite reads "Paris" as text where no column has that name; say so with the right quotes."""
        text = node.name
        node.replace(exp.Literal.string(text))
        self._found.rewritten = True
        self._found.evidence.append(f"\"{text}\" names no column: read as the text '{text}'.")

    def _sources_of(self, select: exp.Select) -> list[Source]:
        if id(select) not in self._sources:
            nodes = [n for n in select.find_all(exp.Table, exp.Subquery, *_ROWS) if _nearest_select(n) is select]
            self._sources[id(select)] = [s for node in nodes if (s := self._source(node)) is not None]
        return self._sources[id(select)]

    def _source(self, node: exp.Expr) -> Source | None:
        if isinstance(node, exp.Subquery):
            return Source(node.alias, None, _outputs(node)) if isinstance(node.parent, (exp.From, exp.Join)) else None
        if isinstance(node, _ROWS):
            return Source(node.alias)
        name = node.name.lower()
        alias = node.alias or node.name
        if isinstance(node, exp.Table) and (cte := definition(node)):
            return Source(alias, None, _outputs(cte))
        if not isinstance(node, exp.Table) or isinstance(node.this, exp.Func) or name in TABLE_FUNCTIONS:
            return Source(alias)
        return Source(alias, self._schema.table(self._full_name(node)))

    def _unknown(self, node: exp.Column, sources: Sequence[Source]) -> Problem:
        name = f"{node.table}.{node.name}" if node.table else node.name
        if not any(self._qualifies(node, s) for s in sources):
            return self._unknown_table(node, sources, name)
        tables = [s.table for s in sources if s.table and self._qualifies(node, s)]
        message = (
            f"There is no column “{name}” in {tables[0].name}." if len(tables) == 1 else f"There is no column “{name}”."
        )
        return Problem(message, hint=self._column_hint(node.name, tables), where=name)

    def _unknown_table(self, node: exp.Column, sources: Sequence[Source], name: str) -> Problem:
        real = self._wording.real_table(self._schema, node.table)
        message = f"“{name}” names a table that the query does not read."
        if real is None:
            return Problem(message, hint=_did_you_mean(node.table, [s.alias for s in sources]), where=name)
        return Problem(message, hint=self._join_hint(real, [s.table for s in sources if s.table]), where=name)

    def _column_hint(self, name: str, tables: Sequence[Table]) -> str:
        elsewhere = [t for t in self._schema.tables if self._wording.real_column(t, name) and t not in tables]
        for table in elsewhere:
            if hint := self._join_hint(table, tables):
                return f"“{name}” is a column of {self._wording.table(table.name)}. {hint}"
        near = _did_you_mean(name, [self._wording.column(t.name, c.name) for t in tables for c in t.columns])
        if elsewhere and not near.startswith("Did"):
            return f"“{name}” is a column of {', '.join(self._wording.table(t.name) for t in elsewhere[:3])}."
        return near

    def _join_hint(self, table: Table, tables: Iterable[Table]) -> str:
        for other in tables:
            for key in self._schema.keys_between(table.name, other.name):
                shown = self._wording.table(table.name)
                return f"Join it: JOIN {shown} ON {key_condition(key.table, key.column, key.parent, key.parent_column, self._wording)}."
        return ""


def key_condition(table: str, column: str, parent: str, parent_column: str, wording: Wording) -> str:
    """A join condition in shown names."""
    left = f"{wording.table(table)}.{wording.column(table, column)}"
    return f"{left} = {wording.table(parent)}.{wording.column(parent, parent_column)}"


def _selects_above(node: exp.Expr) -> Iterator[exp.Select]:
    above = _nearest_select(node)
    while above is not None:
        yield above
        above = _nearest_select(above)


def _nearest_select(node: exp.Expr) -> exp.Select | None:
    return (
        node.parent.find_ancestor(exp.Select)
        if node.parent and not isinstance(node.parent, exp.Select)
        else _parent_select(node)
    )


def _parent_select(node: exp.Expr) -> exp.Select | None:
    return node.parent if isinstance(node.parent, exp.Select) else None


def _is_alias(name: str, selects: Sequence[exp.Select]) -> bool:
    wanted = name.lower()
    return any(e.alias.lower() == wanted for select in selects for e in select.expressions if e.alias)


def _outputs(node: exp.CTE | exp.Subquery) -> frozenset[str] | None:
    if names := node.alias_column_names:
        return frozenset(name.lower() for name in names)
    query = node.this
    if not isinstance(query, exp.Query) or query.is_star:
        return None
    return frozenset(name.lower() for name in query.named_selects)


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"There are: {', '.join(known[:12])}." if known else ""


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The names most like ``name``, best first; none if nothing is like it."""
    by_lower = {k.lower().replace("_", ""): k for k in known}
    wanted = name.lower().replace("_", "")
    close = difflib.get_close_matches(wanted, by_lower, n=count, cutoff=0.7)
    parts = [
        k for k in by_lower if len(wanted) > 2 and (wanted in k or (len(k) > 2 and k in wanted)) and k not in close
    ]
    return [by_lower[k] for k in [*close, *sorted(parts, key=len)][:count]]
