"""One query from text to rows: policy, names, texts, EXPLAIN, run. The same way for a model's query and for a person's own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlglot import exp

from app.api import Problem, Verification
from plugins.sql_assistant.literals import Mending, mend_literals, warnings
from plugins.sql_assistant.names import Resolution, resolve
from plugins.sql_assistant.null_rules import guard_lists
from plugins.sql_assistant.policy import defined_names, parse
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, QueryFailed, Rows, Session, Source, Stop
from plugins.sql_assistant.wording import Wording, wording_of

Mend = Literal["nothing", "spelling", "column"]
_CASELESS = ("sqlite", "duckdb", "tsql")
"""Dialects in which the case of a name never matters."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The database that is asked."""

    source: Source
    schema: Schema
    wording: Wording


def subject_of(source: Source, schema: Schema) -> Subject:
    """The subject for a source whose schema was read."""
    return Subject(source, schema, wording_of(schema))


def check(
    sql: str, subject: Subject, stop: Stop, limits: Limits | None = None, *, mend: Mend = "spelling"
) -> Verification:
    """Check and run a query; blocks, so call it off the loop.

    Args:
        mend: what may be rewritten to what the rows say: nothing (a person's own query is run as it stands), the spelling of texts, or
            also the column that a text is compared with (for a model that often takes the wrong one).

    Raises:
        InputError: the source is no readable database (any more).
        StorageError: it cannot be reached, is locked or damaged.
        QueryStopped: ``stop`` was asked for.
    """
    tree = parse(sql, subject.source.dialect)
    if isinstance(tree, Problem):
        return Verification((tree,))
    with subject.source.session(subject.schema, limits or Limits(), stop) as session:
        try:
            return _Check(sql, tree, subject, session, mend=mend).run()
        except QueryFailed as failed:
            return Verification((failed.problem,))


@dataclass(frozen=True, slots=True)
class Planned:
    """A query that passed, as the engine would be given it, with the engine's plan line by line."""

    sql: str
    lines: tuple[str, ...]
    tree: exp.Query
    names: Resolution


def planned(sql: str, subject: Subject, stop: Stop, limits: Limits | None = None) -> Planned | Problem:
    """Check a query and take its plan without running it, or say why it would not run; blocks.

    Raises:
        InputError: as ``check``.
        StorageError: as ``check``.
        QueryStopped: ``stop`` was asked for.
    """
    tree = parse(sql, subject.source.dialect)
    if isinstance(tree, Problem):
        return tree
    with subject.source.session(subject.schema, limits or Limits(), stop) as session:
        try:
            return _Check(sql, tree, subject, session, mend="nothing").plan()
        except QueryFailed as failed:
            return failed.problem


def compiles(sql: str, subject: Subject, session: Session) -> Problem | None:
    """Why a query would not run, as far as the engine tells without running it; None if it would.

    Raises:
        QueryStopped: someone asked for the end.
    """
    tree = parse(sql, subject.source.dialect)
    if isinstance(tree, Problem):
        return tree
    try:
        return _Check(sql, tree, subject, session, mend="nothing").compile()
    except QueryFailed as failed:
        return failed.problem


@dataclass(slots=True)
class _Check:
    sql: str
    tree: exp.Query
    subject: Subject
    session: Session
    mend: Mend
    evidence: list[str] = field(default_factory=list)

    def run(self) -> Verification:
        self.evidence.append("One statement that only reads.")
        names = self._resolved()
        if names.problems:
            return Verification(tuple(names.problems), evidence=tuple(self.evidence))
        self.evidence += [f"Every name is in the schema ({_counted(names)}).", *names.evidence]
        laid_out = self._laid_out(names)
        mending = Mending()
        if self.mend != "nothing" and laid_out:
            mending = mend_literals(self.tree, names, self.session, move=self.mend == "column")
            mending.evidence += guard_lists(self.tree, names, self.session)
        self.evidence += mending.evidence
        sql = self._generated() if mending.evidence else laid_out or self._written
        rows = self.session.run(sql, self._defined)
        self.evidence.append(_ran(rows))
        problems = warnings(mending) if _is_empty(rows) else []
        return Verification(tuple(problems), as_result(sql, rows), tuple(self.evidence), output=sql)

    def compile(self) -> Problem | None:
        names = self._resolved()
        if not names.problems:
            self._laid_out(names)
        return names.problems[0] if names.problems else None

    def plan(self) -> Planned | Problem:
        names = self._resolved()
        if names.problems:
            return names.problems[0]
        sql = self._laid_out(names) or self._written
        return Planned(sql, tuple(self.session.plan(sql, self._defined)), self.tree, names)

    def _resolved(self) -> Resolution:
        exact = self._source.dialect not in _CASELESS
        return resolve(self.tree, self.subject.schema, self.subject.wording, exact=exact)

    @property
    def _defined(self) -> frozenset[str]:
        return defined_names(self.tree)

    @property
    def _written(self) -> str:
        return self.sql.strip().rstrip(";").strip()

    @property
    def _source(self) -> Source:
        return self.subject.source

    def _laid_out(self, names: Resolution) -> str | None:
        """The query laid out; None where the engine would read the layout as another query than the one that was written, and may be
        given the latter.

        Raises:
            QueryFailed: the engine cannot compile the query.
        """
        laid_out = self._generated()
        if not self._source.sees_everything:
            self.session.compiled(laid_out, self._defined)
            self._say_compiled()
            return laid_out
        program = self.session.compiled(laid_out if names.rewritten else self._written, self._defined)
        self._say_compiled()
        return laid_out if names.rewritten or self._means(laid_out, program) else None

    def _generated(self) -> str:
        return self.tree.sql(dialect=self._source.dialect, pretty=True, comments=self._source.sees_everything)

    def _say_compiled(self) -> None:
        self.evidence.append(f"{self._source.product} compiled it (EXPLAIN).")

    def _means(self, sql: str, program: Hashable) -> bool:
        try:
            return self.session.compiled(sql, self._defined) == program
        except QueryFailed:
            return False


def as_result(sql: str, rows: Rows) -> Mapping[str, Any]:
    """The tool's result, JSON-shaped."""
    return {
        "sql": sql,
        "columns": list(rows.columns),
        "rows": [list(row) for row in rows.rows],
        "row_count": len(rows.rows),
        "truncated": rows.truncated,
        "elapsed_s": round(rows.elapsed_s, 4),
    }


def _counted(names: Resolution) -> str:
    tables = {table.name for table, _ in names.owners.values()}
    return f"columns: {len(names.owners)}, tables: {len(tables)}" if tables else "no columns named"


def _ran(rows: Rows) -> str:
    ms, count = rows.elapsed_s * 1000, len(rows.rows)
    if rows.truncated:
        return f"Ran read-only in {ms:.0f} ms: {count} rows, cut there."
    return f"Ran read-only in {ms:.0f} ms: {count} rows."


def _is_empty(rows: Rows) -> bool:
    """No row, or one row that says that there is nothing (COUNT 0, SUM NULL)."""
    return not rows.rows or (len(rows.rows) == 1 and all(value in (0, None) for value in rows.rows[0]))
