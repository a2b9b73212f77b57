"""Mends a query that does not run, by code: what was misspelt, left out or written for another engine. Each way is proven by EXPLAIN."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from app.api import Problem
from plugins.sql_assistant.check import Subject, compiles
from plugins.sql_assistant.editor_text import Edit, tokens
from plugins.sql_assistant.fixing import joins, names, text, tree
from plugins.sql_assistant.fixing.candidate import Candidate, edited
from plugins.sql_assistant.sources.base import Limits, Session, Stop

MOST_PROOFS = 80
"""Queries that the engine is asked to compile for one fix."""

MOST_FAULTS = 6
"""Faults of one query that are mended."""

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_WRITING = frozenset(
    "insert update delete merge replace create drop alter truncate grant revoke attach copy pragma set call".split()
)
_REFUSED = ("is not allowed inside", "refuses this query", "may not read")


@dataclass(frozen=True, slots=True)
class Fix:
    """What became of a query.

    Attributes:
        sql: a query that runs; empty where none was found.
        changes: what is other in it, as sentences; none where the query was fine.
        problem: what was wrong with the query that was given; None where nothing was.
        is_refused: whether it changes data or reads what may not be read: it is not made into something else.
    """

    sql: str
    changes: tuple[str, ...] = ()
    problem: Problem | None = None
    is_refused: bool = False

    @property
    def is_fine(self) -> bool:
        """Whether nothing had to be mended."""
        return self.problem is None


def fix(sql: str, subject: Subject, stop: Stop, limits: Limits | None = None) -> Fix:
    """Look for a query that runs and is nearest to the one that was given; nothing is run. Blocks.

    Raises:
        InputError: the source is no readable database (any more).
        StorageError: it cannot be reached, is locked or damaged.
        QueryStopped: ``stop`` was asked for.
    """
    with subject.source.session(subject.schema, limits or Limits(), stop) as session:
        return _Search(subject, session).fix(sql)


@dataclass(slots=True)
class _Search:
    subject: Subject
    session: Session
    proofs: int = 0
    seen: set[str] = field(default_factory=set)

    def fix(self, sql: str) -> Fix:
        problem = self._wrong_with(sql)
        if problem is None:
            return Fix(sql)
        if _writes(sql) or any(said in problem.message for said in _REFUSED):
            return Fix("", problem=problem, is_refused=True)
        found = self._mended(sql, problem, ())
        return Fix(found[0], found[1], problem) if found else Fix("", problem=problem)

    def _mended(self, sql: str, problem: Problem, changes: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
        """The first way to a query that runs; a way that meets the same problem again is left."""
        onward: list[tuple[str, Problem, tuple[str, ...]]] = []
        for candidate in self._candidates(sql, problem):
            if candidate.sql in self.seen or self.proofs >= MOST_PROOFS:
                continue
            said = (*changes, candidate.change)
            left = self._wrong_with(candidate.sql)
            if left is None:
                return candidate.sql, said
            if left.message != problem.message and len(said) < MOST_FAULTS:
                onward.append((candidate.sql, left, said))
        ways = (self._mended(*way) for way in onward)
        return next((found for found in ways if found), None)

    def _wrong_with(self, sql: str) -> Problem | None:
        self.seen.add(sql)
        self.proofs += 1
        return compiles(sql, self.subject, self.session) or self._silent(sql)

    def _silent(self, sql: str) -> Problem | None:
        """What the engine takes and nobody means."""
        tree_of = _read(sql, self._dialect)
        if tree_of is not None and tree.null_comparisons(tree_of):
            return Problem("A comparison with NULL by = or <> is never true.", hint="Write IS NULL or IS NOT NULL.")
        if bare := next(joins.bare_joins(sql, self.subject.schema, self._dialect), None):
            return Problem(
                f"Nothing says which rows of {bare.name} belong to the others.", hint=f"Write ON {bare.condition}."
            )
        if date := next(self._bare_dates(sql), None):
            return Problem(f"Without quotation marks {date[0]} is a subtraction.", hint=f"Write '{date[0]}'.")
        return None

    @property
    def _dialect(self) -> str:
        return self.subject.source.dialect

    def _bare_dates(self, sql: str) -> Iterator[re.Match[str]]:
        quoted = [(t.start, t.end) for t in tokens(sql, self._dialect) if t.kind in ("text", "name", "note")]
        return (found for found in _DATE.finditer(sql) if not any(s <= found.start() < e for s, e in quoted))

    def _candidates(self, sql: str, problem: Problem) -> Iterator[Candidate]:
        dialect, schema = self._dialect, self.subject.schema
        tree_of = _read(sql, dialect)
        by_translation = tree.translations(sql, dialect, schema)
        if tree_of is None:
            return itertools.chain(text.candidates(sql, dialect, schema), by_translation)
        by_name = names.candidates(sql, tree_of, problem, schema, dialect)
        silent = itertools.chain(
            tree.with_is_null(tree_of, dialect), joins.candidates(sql, schema, dialect), self._dates(sql)
        )
        by_tree = itertools.chain(silent, tree.candidates(tree_of, schema, dialect))
        by_text = text.candidates(sql, dialect, schema)
        anew = iter((tree.written_anew(tree_of, dialect),))
        if "function" in problem.message:
            return itertools.chain(by_translation, by_name, by_tree, anew, by_text)
        return itertools.chain(by_name, by_tree, by_text, anew, by_translation)

    def _dates(self, sql: str) -> Iterator[Candidate]:
        found = list(self._bare_dates(sql))
        if found:
            done = edited(sql, [Edit(date.start(), date.end(), f"'{date[0]}'") for date in found])
            yield Candidate(done, "Dates were put into quotation marks.")


def _read(sql: str, dialect: str) -> exp.Query | None:
    """The query as a tree, whether it is allowed or not; None where the parser cannot read it."""
    try:
        found = sqlglot.parse(sql, read=dialect)
    except (SqlglotError, RecursionError):
        return None
    return found[0] if len(found) == 1 and isinstance(found[0], exp.Query) else None


def _writes(sql: str) -> bool:
    """Whether a text begins as what changes data: it is refused, and never made into something else."""
    first = next((token.text.lower() for token in tokens(sql, "sqlite") if token.kind == "word"), "")
    return first in _WRITING
