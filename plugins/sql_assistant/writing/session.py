"""The seam between a write and the engines: one guarded connection in one transaction, which is rolled back unless it is committed.

It stands beside the reading sessions (``sources.base.Session``), which stay unable to write whatever is allowed here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from app.api import Problem
from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.sources.base import Limits, QueryFailed, Stop
from plugins.sql_assistant.writing.difference import Effect
from plugins.sql_assistant.writing.target import Target, counting

LOCK_WAIT_S = 3.0
MAX_COUNTED_ROWS = 200_000
NOTHING_WRITTEN = "Nothing was written."


class WriteSession(ABC):
    """One transaction on one connection, for one statement; a context manager. Leaving it rolls back. All calls block.

    The methods raise ``QueryFailed`` where the engine refuses or the deadline passes, ``QueryStopped`` where someone asked for the end,
    and ``StorageError`` where the database is gone.

    Attributes:
        dialect: sqlglot's name of its SQL.
        placeholder: how a parameter is marked.
        can_return: whether an INSERT can give the rows that it wrote.
        can_return_keys: whether an UPDATE or DELETE can give the keys of the rows that it changed.
    """

    dialect: str
    placeholder = "?"
    can_return = True
    can_return_keys = True

    def __enter__(self) -> WriteSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Roll back what was not committed, and end the connection."""

    @abstractmethod
    def target(self, table: Table, events: Sequence[str]) -> Target:
        """What is known of a table whose rows are written.

        Args:
            events: of INSERT, UPDATE and DELETE those that may happen to them.

        Raises:
            QueryFailed: it is a table that cannot be written to so that it can be undone.
        """

    @abstractmethod
    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of one statement, as the driver gives them."""

    @abstractmethod
    def write(self, sql: str) -> int:
        """Run one statement; how many rows it inserted, updated or deleted."""

    @abstractmethod
    def written(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Run one statement that writes and gives rows; to be taken to the end."""

    @abstractmethod
    def undo(self) -> None:
        """Back to what the transaction began with, and go on."""

    @abstractmethod
    def commit(self) -> None:
        """Make it last.

        Raises:
            QueryFailed: the engine refused, and nothing was written.
            StorageError: the connection was lost; whether it was written is not known.
        """

    @abstractmethod
    def counted(self, target: Target) -> Sequence[Table]:
        """Other tables whose rows may change along with the target's, and are quick to count."""

    def watch(self, target: Target) -> Mapping[str, int]:
        """Rows of other tables, before the statement."""
        return {table.name: self._count(table) for table in self.counted(target)}

    def effects(self, target: Target, before: Mapping[str, int]) -> tuple[Effect, ...]:
        """What the statement did to other tables."""
        found = []
        for table in self.counted(target):
            change = self._count(table) - before.get(table.name, 0)
            if change:
                found.append(Effect(table.name, max(change, 0), max(-change, 0)))
        return tuple(found)

    def _count(self, table: Table) -> int:
        return int(next(self.rows(counting(table, self.dialect)))[0])


@runtime_checkable
class Writable(Protocol):
    """A source that can be written to, beside being asked."""

    def writing(self, schema: Schema, limits: Limits, stop: Stop) -> WriteSession:
        """Open a connection for one write.

        Raises:
            InputError: the source cannot be used.
            StorageError: it cannot be reached, is locked or damaged.
            QueryFailed: it is of a kind that is not written to.
        """
        ...


def others(target: Target, schema: Schema) -> list[Table]:
    """Tables whose rows may change along with the target's: all where a trigger may do anything, else those that follow its keys."""
    names = {name.lower() for name in target.followers}
    return [
        table
        for table in schema.tables
        if table.kind == "table"
        and table.name != target.table.name
        and (target.triggers or table.name.lower() in names)
        and (table.row_count is None or table.row_count <= MAX_COUNTED_ROWS)
    ][:50]


def refused(said: str) -> QueryFailed:
    """The engine said no."""
    return QueryFailed(Problem(f"The database refuses the change: {said}.", hint=NOTHING_WRITTEN))


def too_slow(timeout_s: float) -> QueryFailed:
    """The deadline has passed."""
    return QueryFailed(
        Problem(
            f"The change was stopped after {timeout_s:g} seconds. Nothing was written.",
            hint="Write it in smaller parts, or wait until nobody else works on these rows.",
        )
    )


def locked() -> QueryFailed:
    """Another program holds what is to be written."""
    return QueryFailed(
        Problem(
            "Another program holds a lock on these rows or on the database. Nothing was written.",
            hint="Wait until it is done, then try again.",
        )
    )


def changed_meanwhile() -> QueryFailed:
    """Someone else wrote in between."""
    return QueryFailed(
        Problem(
            "The data changed since it was shown. Nothing was written.",
            hint="Look at the change again, then write it.",
        )
    )


def unwritable(why: str, hint: str) -> QueryFailed:
    """The table is none that can be written to and undone."""
    return QueryFailed(Problem(why, hint=hint))
