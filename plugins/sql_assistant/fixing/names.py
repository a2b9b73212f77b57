"""Mends names: the nearest real ones, the right table before a column, texts that lack their quotation marks."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from app.api import Problem
from plugins.sql_assistant.dialect_words import as_identifier, functions
from plugins.sql_assistant.editor_text import Edit, Token, tokens
from plugins.sql_assistant.fixing.candidate import Candidate, edited, replaced
from plugins.sql_assistant.names import nearest
from plugins.sql_assistant.plans.query import table_of
from plugins.sql_assistant.schema import Schema, Table

_NO_COLUMN = re.compile(r"no such column: ([\w.]*\w)")
"""As SQLite says it of names that only it looks up."""

_COMPARING = (exp.EQ, exp.NEQ, exp.Like, exp.ILike, exp.In)
_MOST = 3
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Mending:
    """A query with a name in it that means nothing.

    Attributes:
        name: of the problem, without the name before its dot.
        before: that one.
    """

    sql: str
    tree: exp.Expr
    schema: Schema
    dialect: str
    name: str
    before: str = ""

    @property
    def used(self) -> dict[str, Table]:
        """Tables of the query by the names that they go by."""
        found: dict[str, Table] = {}
        for node in self.tree.find_all(exp.Table):
            if table := table_of(node, self.schema):
                found.setdefault(node.alias_or_name, table)
        return found

    @property
    def results(self) -> list[str]:
        """Names that the query gives to what it shows."""
        return [one.alias for select in self.tree.find_all(exp.Select) for one in select.expressions if one.alias]

    def places(self) -> Iterator[Edit]:
        """Where the name stands, with the name before it; to be replaced by another."""
        pieces = [token for token in tokens(self.sql, self.dialect) if token.kind != "note"]
        for at, token in enumerate(pieces):
            if token.kind not in ("word", "name") or token.bare.lower() != self.name.lower():
                continue
            qualifier = _qualifier(pieces, at)
            if (qualifier.bare.lower() if qualifier else "") == self.before.lower():
                yield Edit(qualifier.start if qualifier else token.start, token.end, "")

    def with_name(self, text: str) -> Candidate:
        """The query with another text at each of these places."""
        edits = [Edit(place.start, place.end, text) for place in self.places()]
        shown = f"{self.before}.{self.name}" if self.before else self.name
        return Candidate(edited(self.sql, edits), replaced(shown, text))


def _qualifier(pieces: Sequence[Token], at: int) -> Token | None:
    return pieces[at - 2] if at > 1 and pieces[at - 1].text == "." else None


def candidates(sql: str, tree: exp.Expr, problem: Problem, schema: Schema, dialect: str) -> Iterator[Candidate]:
    """What a name in a problem could have been, the likeliest first."""
    found = re.findall(r"“([^”]+)”", problem.message) or _NO_COLUMN.findall(problem.message)
    name = problem.where or (found[0] if found else "")
    before, _, own = name.rpartition(".")
    message = problem.message
    if message.startswith("There is no table"):
        yield from _tables(Mending(sql, tree, schema, dialect, own, before))
    elif message.startswith("There is no column") or _NO_COLUMN.search(message):
        yield from _columns(Mending(sql, tree, schema, dialect, own, before))
    elif "names a table that the query does not read" in message:
        yield from _qualifiers(Mending(sql, tree, schema, dialect, own, before))
    elif "is not in the FROM" in message:
        yield from _all_qualifiers(sql, tree, schema, dialect, own)
    elif found_name := re.match(r"The column (\S+) stands in several tables", message):
        own = found_name[1].rpartition(".")[2]
        yield from _ambiguous(Mending(sql, tree, schema, dialect, own))
    elif found_name := re.search(r"(?:has no (?:such )?function:?|^The function) (\w+)", message):
        yield from _functions(Mending(sql, tree, schema, dialect, found_name[1]))


def _full(table: Table, dialect: str) -> str:
    own = as_identifier(table.own_name, dialect)
    return f"{as_identifier(table.namespace, dialect)}.{own}" if table.namespace else own


def _tables(mending: Mending) -> Iterator[Candidate]:
    by_name = {name: table for table in mending.schema.tables for name in (table.own_name, table.name)}
    for name in _near(mending.name, by_name):
        yield mending.with_name(_full(by_name[name], mending.dialect))


def _near(name: str, known: Sequence[str] | dict[str, Table]) -> list[str]:
    """The nearest names; a little less near ones too, since a real query will be asked whether they fit."""
    close = difflib.get_close_matches(name.lower(), [one.lower() for one in known], n=_MOST, cutoff=_NEAR)
    by_lower = {one.lower(): one for one in known}
    return list(dict.fromkeys([*nearest(name, known), *(by_lower[one] for one in close)]))


def _columns(mending: Mending) -> Iterator[Candidate]:
    used, dialect = mending.used, mending.dialect
    if value := _as_text(mending):
        yield value
    for alias, table in used.items():
        if (real := table.column(mending.name)) and alias.lower() != mending.before.lower():
            yield mending.with_name(f"{as_identifier(alias, dialect)}.{as_identifier(real.name, dialect)}")
    own = [table for alias, table in used.items() if not mending.before or alias.lower() == mending.before.lower()]
    before = f"{mending.before}." if mending.before else ""
    known = [column.name for table in own or used.values() for column in table.columns]
    for name in _near(mending.name, known if mending.before else [*known, *mending.results]):
        yield mending.with_name(before + as_identifier(name, dialect))
    for alias, table in used.items() if mending.before else ():
        for name in nearest(mending.name, [column.name for column in table.columns]):
            yield mending.with_name(f"{as_identifier(alias, dialect)}.{as_identifier(name, dialect)}")
    yield from _joined(mending)


def _as_text(mending: Mending) -> Candidate | None:
    """A word that is compared with a column, as a text."""
    for node in mending.tree.find_all(exp.Column):
        comparison = node.parent
        is_value = isinstance(comparison, _COMPARING) and comparison.this is not node
        if node.name.lower() == mending.name.lower() and not node.table and is_value:
            text = node.name.replace("'", "''")
            return mending.with_name(f"'{text}'")
    return None


def _joined(mending: Mending) -> Iterator[Candidate]:
    """A table that has the column and that a key connects with one of the query."""
    for alias, table in mending.used.items():
        for key in mending.schema.keys:
            other = key.parent if key.table == table.name else key.table
            wanted = mending.schema.table(other)
            real = wanted.column(mending.name) if wanted and key.joins(table.name, other) else None
            if wanted is None or real is None or wanted in mending.used.values():
                continue
            done = _with_join(mending, alias, wanted, (key.column, key.parent_column), is_child=key.table == table.name)
            if done:
                yield Candidate(done, f"{wanted.name} was joined, which has the column {real.name}.")


def _with_join(mending: Mending, alias: str, other: Table, ends: tuple[str, str], *, is_child: bool) -> str:
    tree = mending.tree.copy()
    select = next((one for one in tree.find_all(exp.Select) if _has_source(one, alias)), None)
    if select is None:
        return ""
    own, its = ends if is_child else ends[::-1]
    namespace = exp.to_identifier(other.namespace, quoted=True) if other.namespace else None
    join = exp.Table(this=exp.to_identifier(other.own_name, quoted=True), db=namespace)
    left = exp.column(exp.to_identifier(own, quoted=True), table=exp.to_identifier(alias, quoted=True))
    right = exp.column(exp.to_identifier(its, quoted=True), table=exp.to_identifier(other.own_name, quoted=True))
    select.join(join, on=exp.EQ(this=left, expression=right), copy=False)
    for column in select.find_all(exp.Column):
        is_wanted = column.name.lower() == mending.name.lower()
        if is_wanted and column.table.lower() in (mending.before.lower(), other.own_name.lower()):
            column.set("table", exp.to_identifier(other.own_name, quoted=True))
    return tree.sql(dialect=mending.dialect, pretty=True)


def _has_source(select: exp.Select, alias: str) -> bool:
    return any(node.alias_or_name == alias for node in select.find_all(exp.Table))


def _qualifiers(mending: Mending) -> Iterator[Candidate]:
    """The name before the dot is none that the query reads."""
    dialect, used = mending.dialect, mending.used
    column = as_identifier(mending.name, dialect)
    fitting = [alias for alias, table in used.items() if table.column(mending.name)]
    near = nearest(mending.before, list(used))
    real = mending.schema.table(mending.before)
    for alias in dict.fromkeys([alias for alias in near if alias in fitting] + ([] if real else fitting)):
        yield mending.with_name(f"{as_identifier(alias, dialect)}.{column}")
    renamed = [alias for alias, table in used.items() if real and table.name == real.name]
    for alias in renamed:
        yield mending.with_name(f"{as_identifier(alias, dialect)}.{column}")
    yield from _joined(mending)
    yield from (mending.with_name(f"{as_identifier(alias, dialect)}.{column}") for alias in fitting)


def _all_qualifiers(sql: str, tree: exp.Expr, schema: Schema, dialect: str, before: str) -> Iterator[Candidate]:
    for node in tree.find_all(exp.Column):
        if node.table.lower() == before.lower():
            yield from _qualifiers(Mending(sql, tree, schema, dialect, node.name, node.table))


def _ambiguous(mending: Mending) -> Iterator[Candidate]:
    """The column with the name of each table that has it."""
    for alias, table in mending.used.items():
        if real := table.column(mending.name):
            dialect = mending.dialect
            yield mending.with_name(f"{as_identifier(alias, dialect)}.{as_identifier(real.name, dialect)}")


def _functions(mending: Mending) -> Iterator[Candidate]:
    for name in difflib.get_close_matches(mending.name.lower(), functions(mending.dialect), n=_MOST, cutoff=_NEAR):
        yield mending.with_name(name.upper() if mending.name.isupper() else name)
