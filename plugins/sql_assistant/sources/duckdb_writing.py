"""Writes one statement to a DuckDB file, with no way to any other file; in one transaction, and with nobody else in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from plugins.sql_assistant.schema import Schema, Table
from plugins.sql_assistant.sources.base import BATCH_ROWS, Limits, QueryStopped, Stop
from plugins.sql_assistant.sources.duckdb_files import first_line, mapped, open_for_writing, watched
from plugins.sql_assistant.writing.session import WriteSession, locked, others, refused, too_slow
from plugins.sql_assistant.writing.target import Target

_DEFAULT = "main"
_TRIGGERS = """
SELECT trigger_name, event_manipulation FROM duckdb_triggers()
WHERE database_name = current_database() AND schema_name = ? AND table_name = ? ORDER BY trigger_name
"""
_HAS_TRIGGERS = "SELECT count(*) FROM duckdb_functions() WHERE function_name = 'duckdb_triggers'"


class DuckdbWriting(WriteSession):
    """One transaction on a file.

    Raises:
        InputError: the file is no DuckDB database, or may not be written.
        StorageError: it is locked or damaged.
    """

    dialect = "duckdb"
    can_return_keys = (
        False  # an UPDATE that returns rows is a DELETE and an INSERT to DuckDB, which foreign keys refuse
    )

    def __init__(self, path: Path, schema: Schema, limits: Limits, stop: Stop) -> None:
        self._path = path
        self._schema = schema
        self._limits = limits
        self._stop = stop
        self._deadline = Stop(limits.timeout_s, parent=stop)
        self._connection = open_for_writing(path)
        try:
            with self._guarded():
                self._connection.execute("BEGIN")
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._connection.close()

    def target(self, table: Table, events: Sequence[str]) -> Target:
        key = tuple(column.name for column in table.columns if column.is_key)
        return Target(table, key, self._triggers(table, events))

    def _triggers(self, table: Table, events: Sequence[str]) -> tuple[str, ...]:
        """Versions before 2 have none."""
        with self._guarded():
            if not (self._connection.execute(_HAS_TRIGGERS).fetchone() or (0,))[0]:
                return ()
            where = [table.namespace or _DEFAULT, table.own_name]
            found = self._connection.execute(_TRIGGERS, where).fetchall()
        return tuple(str(name) for name, event in found if event in events)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        with self._guarded():
            self._check_one(sql)
            self._connection.execute(sql, list(parameters) or None)
            while batch := self._connection.fetchmany(BATCH_ROWS):
                yield from batch

    def written(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return self.rows(sql)

    def write(self, sql: str) -> int:
        with self._guarded():
            self._check_one(sql)
            return int((self._connection.execute(sql).fetchone() or (0,))[0])

    def undo(self) -> None:
        with self._guarded():
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")

    def commit(self) -> None:
        with self._guarded():
            self._connection.execute("COMMIT")

    def counted(self, target: Target) -> Sequence[Table]:
        return others(target, self._schema)

    def _check_one(self, sql: str) -> None:
        """One statement that reads or writes rows, as the engine's own parser reads the text."""
        kinds = [statement.type.name for statement in self._connection.extract_statements(sql)]
        if len(kinds) != 1 or kinds[0] not in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            raise refused(", ".join(kinds))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        import duckdb

        try:
            with watched(self._connection, self._deadline):
                yield
        except duckdb.InterruptException as error:
            if self._stop.is_asked:
                raise QueryStopped from error
            raise too_slow(self._limits.timeout_s) from error
        except duckdb.TransactionException as error:
            raise locked() from error
        except (duckdb.IOException, duckdb.FatalException) as error:
            raise mapped(error, self._path) from error
        except duckdb.Error as error:
            raise refused(first_line(str(error))) from error
