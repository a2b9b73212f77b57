"""What a statement changes: rows before and after, other tables, and what a person should know before it is done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.api import Problem

MAX_SHOWN_ROWS = 200
MAX_TOLD_ROWS = 20
MAX_TOLD_CHARS = 60


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row; JSON-shaped values in the order of the columns. ``before`` is None for a row that is new, ``after`` for one that goes."""

    before: tuple[Any, ...] | None
    after: tuple[Any, ...] | None

    @property
    def changed(self) -> tuple[int, ...]:
        """Places of the values that change; none for a row that comes or goes."""
        if self.before is None or self.after is None:
            return ()
        return tuple(n for n, pair in enumerate(zip(self.before, self.after, strict=True)) if pair[0] != pair[1])


@dataclass(frozen=True, slots=True)
class Effect:
    """What happens to another table along with it, in rows; where only counts are known, added and removed are net.

    No name of a table: rows of which only their number is known.
    """

    table: str
    added: int = 0
    removed: int = 0
    changed: int = 0

    @property
    def words(self) -> str:
        """In a sentence."""
        if not self.table:
            return f"{self.changed} more rows change through triggers or keys."
        return (
            f"Rows of “{self.table}”: {self.added} added, {self.removed} removed, {self.changed} changed along with it."
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """What a dry run found.

    Attributes:
        kind: INSERT, UPDATE or DELETE.
        given: the text as it was written.
        sql: what runs.
        key: columns that tell the rows apart; empty if the table has none.
        affected: rows that the statement inserts, updates or deletes.
        rows: the first of them.
        warnings: what a person should know.
        fingerprint: equal for two dry runs that found the same rows and would write the same values.
    """

    kind: str
    given: str
    sql: str
    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    affected: int
    rows: tuple[RowChange, ...] = ()
    effects: tuple[Effect, ...] = ()
    warnings: tuple[Problem, ...] = ()
    fingerprint: str = ""

    @property
    def is_upsert(self) -> bool:
        """Whether an INSERT changes rows that are there."""
        return self.kind == "INSERT" and any(row.before is not None for row in self.rows)

    @property
    def is_cut(self) -> bool:
        """Whether more rows change than are shown."""
        return self.affected > len(self.rows)

    @property
    def words(self) -> str:
        """How many rows, in a sentence."""
        return f"Rows of “{self.table}”: {self.affected} ({self.kind})."

    @property
    def lines(self) -> list[str]:
        """The first rows as comments of SQL: what comes (+), what goes (-), what becomes of values."""
        told = [self._line(row) for row in self.rows[:MAX_TOLD_ROWS]]
        left = self.affected - len(told)
        return [f"-- {self.words}", *told, *([f"-- … {left} more"] if left else [])]

    def _line(self, row: RowChange) -> str:
        if row.before is None or row.after is None:
            sign, values = ("+", row.after) if row.before is None else ("-", row.before)
            return f"--  {sign} {_pairs(self.columns, values or ())}"
        keys = [n for n, name in enumerate(self.columns) if name in self.key]
        which = _pairs([self.columns[n] for n in keys], [row.before[n] for n in keys]) or "a row"
        parts = [f"{self.columns[n]} {_said(row.before[n])} → {_said(row.after[n])}" for n in row.changed]
        return f"--  ~ {which}: {', '.join(parts) or 'stays as it is'}"

    def warned(self, *more: Problem) -> Difference:
        """The same with more warnings."""
        return replace(self, warnings=(*self.warnings, *(replace(one, severity="warning") for one in more)))

    def as_result(self, *, applied: bool) -> Mapping[str, Any]:
        """JSON-shaped, for the tool's result."""
        return {
            "kind": self.kind,
            "table": self.table,
            "columns": list(self.columns),
            "affected": self.affected,
            "before": _listed(row.before for row in self.rows),
            "after": _listed(row.after for row in self.rows),
            "effects": [{"table": e.table, "added": e.added, "removed": e.removed, "changed": e.changed} for e in self.effects],
            "warnings": [" ".join(filter(None, (one.message, one.hint))) for one in self.warnings],
            "fingerprint": self.fingerprint,
            "applied": applied,
        }  # fmt: skip


def _pairs(names: Sequence[str], values: Sequence[Any]) -> str:
    return ", ".join(f"{name}={_said(value)}" for name, value in zip(names, values, strict=True))


def _said(value: Any) -> str:
    """A value on one line, whatever it holds."""
    text = "NULL" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_TOLD_CHARS else f"{text[:MAX_TOLD_CHARS]} …"


def _listed(rows: Any) -> list[Sequence[Any] | None]:
    return [None if row is None else list(row) for row in rows]
