"""Runs a statement in an open transaction and says what it did: rows before and after, and a mark by which two runs are told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.api import Problem
from plugins.sql_assistant.check import Subject
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.sources.base import QueryFailed, plain
from plugins.sql_assistant.writing.difference import MAX_SHOWN_ROWS, Difference, RowChange
from plugins.sql_assistant.writing.inserted import fixed_columns
from plugins.sql_assistant.writing.policy import Statement, assignments
from plugins.sql_assistant.writing.session import WriteSession
from plugins.sql_assistant.writing.target import Target, named, predictable, returning, rows_by_key, touched_rows
from plugins.sql_assistant.writing.warnings import warnings_of

KEYS_AT_ONCE = 100
Row = tuple[Any, ...]


def measured(statement: Statement, subject: Subject, session: WriteSession) -> Difference:
    """Run it; what it did. The transaction stays open.

    Raises:
        QueryFailed: the engine refuses it, or which rows change cannot be told for sure.
        QueryStopped: someone asked for the end.
        StorageError: the database is gone.
    """
    table = named(statement, subject.schema, subject.wording)
    if isinstance(table, Problem):
        raise QueryFailed(table)
    return _Run(statement, session, session.target(table, statement.events)).difference()


class Digest:
    """A number for a set of rows, whatever their order; collisions are beyond reach."""

    def __init__(self) -> None:
        self._sum = 0

    def add(self, row: Row) -> None:
        """Take one more row, of values whose ``repr`` tells them apart."""
        text = repr(row)
        self._sum += int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest())

    @property
    def text(self) -> str:
        return f"{self._sum % 2**128:032x}"


@dataclass(slots=True)
class _Touched:
    """Rows that an UPDATE or DELETE changes: key, row, what the set columns become."""

    count: int = 0
    keys: Digest = field(default_factory=Digest)
    shown: list[tuple[Row, Row, Row]] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Run:
    statement: Statement
    session: WriteSession
    target: Target
    digest: Digest = field(default_factory=Digest)
    unread: int = 0

    def difference(self) -> Difference:
        watched = self.session.watch(self.target)
        affected, rows = self._inserted() if self.statement.kind == "INSERT" else self._changed()
        effects = self.session.effects(self.target, watched)
        found = Difference(
            self.statement.kind, self.statement.given, self.statement.sql, self.target.table.name, self.target.columns,
            self.target.key, affected, rows, effects,
        )  # fmt: skip
        marks = [(e.table, e.added, e.removed, e.changed) for e in effects]
        mark = Digest()
        mark.add((found.sql, affected, self.digest.text, marks))
        warned = found.warned(*warnings_of(self.statement, self.target, found, self.unread))
        return replace(warned, fingerprint=mark.text)

    # UPDATE and DELETE

    def _changed(self) -> tuple[int, tuple[RowChange, ...]]:
        touched = self._touched()
        affected, keys = self._run()
        if affected != touched.count:
            raise QueryFailed(_held_back(touched.count, affected))
        if keys not in ("", touched.keys.text):
            raise QueryFailed(_others(self.target.table))
        if self.statement.kind == "DELETE":
            return affected, tuple(RowChange(_plain(before), None) for _, before, _ in touched.shown)
        return affected, tuple(self._updated(touched.shown))

    def _run(self) -> tuple[int, str]:
        """How many rows changed, and a mark of their keys where the engine tells them and they stay as they are."""
        assigned = {column.lower() for column, _ in assignments(self.statement)}
        keeps_key = bool(self.target.key) and not any(name.lower() in assigned for name in self.target.key)
        if not self.session.can_return_keys or not keeps_key:
            return self.session.write(self.statement.sql), ""
        keys, affected = Digest(), 0
        for row in self.session.written(returning(self.statement, self.target)):
            keys.add(row)
            affected += 1
        return affected, keys.text

    def _touched(self) -> _Touched:
        if self.statement.sources and not self.target.key:
            raise QueryFailed(_needs_key(self.target.table))
        found = _Touched()
        sql = touched_rows(self.statement, self.target).sql(dialect=self.statement.dialect, comments=False)
        may_repeat, keys = bool(self.statement.sources), len(self.target.key)
        for row in self.session.rows(sql):
            if may_repeat and self._is_twice(found, row):
                continue
            found.count += 1
            self.digest.add(row)
            found.keys.add(row[:keys])
            if found.count <= MAX_SHOWN_ROWS:
                found.shown.append(self._split(row))
        return found

    def _split(self, row: Row) -> tuple[Row, Row, Row]:
        keys, columns = len(self.target.key), len(self.target.columns)
        return row[:keys], row[keys : keys + columns], row[keys + columns :]

    def _is_twice(self, found: _Touched, row: Row) -> bool:
        """Whether a row of the target met several rows of FROM; no harm where all of them say the same."""
        key, _, computed = self._split(row)
        if repr(key) not in found.seen:
            found.seen[repr(key)] = repr(computed)
            return False
        if found.seen[repr(key)] != repr(computed):
            raise QueryFailed(_undecided(self.target.table))
        return True

    def _updated(self, shown: Sequence[tuple[Row, Row, Row]]) -> Iterator[RowChange]:
        places = [self._place(column) for column, _ in predictable(self.statement)]
        keys = [self._new_key(key, computed, places) for key, _, computed in shown]
        found = self._by_key([key for key in keys if key])
        for key, (_, before, computed) in zip(keys, shown, strict=True):
            after = found.get(_mark(key)) if key else None
            if after is None:
                self.unread += 1
                after = self._worked_out(before, computed, places)
            yield RowChange(_plain(before), _plain(after))

    def _place(self, column: str) -> int:
        return next(n for n, name in enumerate(self.target.columns) if name.lower() == column.lower())

    def _new_key(self, key: Row, computed: Row, places: Sequence[int]) -> Row:
        """The key that a row has afterwards; empty if it cannot be told."""
        values = {self.target.columns[place]: value for place, value in zip(places, computed, strict=True)}
        unknown = {column.lower() for column, _ in assignments(self.statement)} - {name.lower() for name in values}
        if any(name.lower() in unknown for name in self.target.key):
            return ()
        return tuple(values.get(name, value) for name, value in zip(self.target.key, key, strict=True))

    def _worked_out(self, before: Row, computed: Row, places: Sequence[int]) -> Row:
        """The row as the statement makes it, where it cannot be read back."""
        after = list(before)
        for column, value in assignments(self.statement):
            after[self._place(column)] = value.sql(dialect=self.statement.dialect)
        for place, value in zip(places, computed, strict=True):
            after[place] = value
        return tuple(after)

    def _by_key(self, keys: Sequence[Row]) -> Mapping[str, Row]:
        """Rows as they are now, by the mark of their key."""
        found: dict[str, Row] = {}
        for start in range(0, len(keys), KEYS_AT_ONCE):
            part = keys[start : start + KEYS_AT_ONCE]
            sql = rows_by_key(self.target, len(part), self.statement.dialect, self.session.placeholder)
            for row in self.session.rows(sql, [value for key in part for value in key]):
                key, columns, _ = self._split(row)
                found[_mark(key)] = columns
        return found

    # INSERT

    def _inserted(self) -> tuple[int, tuple[RowChange, ...]]:
        statement = self.statement
        if statement.is_upsert:
            self._check_upsert()
        if not self.session.can_return:
            affected = self.session.write(statement.sql)
            return affected, ()
        sql = returning(statement, self.target)
        before = self._before_upsert(sql) if statement.is_upsert else {}
        fixed = fixed_columns(statement, self.target.columns)
        affected, rows = 0, []
        for row in self.session.written(sql):
            key, columns, _ = self._split(row)
            affected += 1
            self.digest.add(tuple(columns[place] for place in fixed))
            if affected <= MAX_SHOWN_ROWS:
                was = before.get(_mark(key))
                rows.append(RowChange(None if was is None else _plain(was), _plain(columns)))
        return affected, tuple(rows)

    def _before_upsert(self, sql: str) -> Mapping[str, Row]:
        """The rows that are there already: run it once to learn the keys, take that back, and look."""
        keys = [self._split(row)[0] for row in self.session.written(sql)]
        self.session.undo()
        before = self._by_key(keys)
        for row in before.values():
            self.digest.add(row)
        return before

    def _check_upsert(self) -> None:
        changed = {column.lower() for column, _ in assignments(self.statement)}
        if not self.target.key:
            raise QueryFailed(_needs_key(self.target.table))
        if not self.session.can_return or any(name.lower() in changed for name in self.target.key):
            raise QueryFailed(
                Problem(
                    f"Which rows of “{self.target.table.name}” change cannot be told beforehand. Nothing was written.",
                    hint="Write one UPDATE and one INSERT.",
                )
            )


def _mark(key: Row) -> str:
    return repr([str(value) for value in key])


def _plain(row: Row) -> Row:
    return tuple(map(plain, row))


def _held_back(expected: int, affected: int) -> Problem:
    return Problem(
        f"{expected} rows fit the statement, but the database changed {affected}. Nothing was written.",
        hint="A trigger, a rule or a policy of the table decides here; make this change with the database's own tools.",
    )


def _others(table: Table) -> Problem:
    return Problem(
        f"The database changed other rows of “{table.name}” than those that fit the statement. Nothing was written.",
        hint="A trigger, a rule or a policy of the table decides here; make this change with the database's own tools.",
    )


def _needs_key(table: Table) -> Problem:
    return Problem(
        f"“{table.name}” has no primary key, so it cannot be told for sure which of its rows change. Nothing was written.",
        hint="Name the rows by WHERE alone, with a subquery in place of FROM.",
    )


def _undecided(table: Table) -> Problem:
    return Problem(
        f"A row of “{table.name}” meets several rows of FROM that give it different values. Nothing was written.",
        hint="Group the rows of FROM, or take one of them for each row.",
    )
