"""A DuckDB file as a source, and its schema: read from DuckDB's own catalogue, never from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table, quoted
from plugins.sql_assistant.sources.base import Limits, Session, Stop
from plugins.sql_assistant.sources.child import POOL
from plugins.sql_assistant.sources.duckdb_errors import too_slow
from plugins.sql_assistant.sources.duckdb_files import open_read_only, reading, watched
from plugins.sql_assistant.sources.query_process import ProcessSession

if TYPE_CHECKING:
    import duckdb

    from plugins.sql_assistant.writing.session import WriteSession

COUNTING_S = 1.0
"""Time that counting rows may take for all tables together; what does not fit is estimated."""

_DEFAULT = "main"
_HERE = "database_name = current_database() AND NOT internal"
_TABLES = f"""
SELECT 'table', schema_name, table_name, comment, estimated_size, table_oid
FROM duckdb_tables() WHERE {_HERE} AND NOT temporary
UNION ALL
SELECT 'view', schema_name, view_name, comment, NULL, view_oid
FROM duckdb_views() WHERE {_HERE} AND NOT temporary ORDER BY 6
"""  # noqa: S608 -- our own words
_COLUMNS = f"""
SELECT schema_name, table_name, column_name, data_type, comment
FROM duckdb_columns() WHERE {_HERE} ORDER BY table_oid, column_index
"""  # noqa: S608 -- our own words
_CONSTRAINTS = """
SELECT schema_name, table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names
FROM duckdb_constraints()
WHERE database_name = current_database() AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY table_oid, constraint_index
"""


@dataclass(frozen=True, slots=True)
class DuckdbSource:
    """One DuckDB file, read where it lies."""

    path: Path
    dialect: str = "duckdb"
    product: str = "DuckDB"
    sees_everything: bool = False

    @property
    def title(self) -> str:
        return self.path.name

    @property
    def address(self) -> str:
        return str(self.path)

    def read_schema(self, stop: Stop | None = None) -> Schema:
        POOL.warm("duckdb")
        return read_schema(self.path, stop or Stop())

    def session(self, schema: Schema, limits: Limits, stop: Stop) -> Session:
        return ProcessSession("duckdb", self.path, frozenset(), limits, stop, too_slow)

    def writing(self, schema: Schema, limits: Limits, stop: Stop) -> WriteSession:
        """A guarded connection for one write, beside those that only read."""
        from plugins.sql_assistant.sources.duckdb_writing import DuckdbWriting  # loads the parser

        return DuckdbWriting(self.path, schema, limits, stop)


def read_schema(path: Path, stop: Stop) -> Schema:
    """Read the schema of a DuckDB file.

    Raises:
        InputError: the file is missing, may not be read, or is no DuckDB database.
        StorageError: the database is locked or damaged.
    """
    with closing(open_read_only(path)) as connection, reading(path):
        constraints = connection.execute(_CONSTRAINTS).fetchall()
        columns = _columns(connection, constraints)
        tables = []
        for kind, namespace, name, comment, estimate, _ in connection.execute(_TABLES).fetchall():
            tables.append(_table(kind, namespace, name, comment, estimate, columns.get((namespace, name), ())))
        keys = [key for row in constraints for key in _keys(row)]
        counted = _with_counts(connection, tables, stop)
        return Schema(tuple(counted), tuple(keys), frozenset(table.name.lower() for table in tables))


def _full(namespace: str, name: str) -> str:
    return name if namespace == _DEFAULT else f"{namespace}.{name}"


def _table(
    kind: Literal["table", "view"],
    namespace: str,
    name: str,
    comment: str | None,
    estimate: int | None,
    columns: tuple[Column, ...],
) -> Table:
    return Table(
        _full(namespace, name),
        columns,
        kind,
        estimate,
        estimate is not None,
        comment or "",
        "" if namespace == _DEFAULT else namespace,
    )


def _columns(
    connection: duckdb.DuckDBPyConnection, constraints: list[Any]
) -> Mapping[tuple[str, str], tuple[Column, ...]]:
    """Columns by namespace and table, in order."""
    primary = {(row[0], row[1], column) for row in constraints if row[2] == "PRIMARY KEY" for column in row[3]}
    found: dict[tuple[str, str], list[Column]] = defaultdict(list)
    for namespace, table, name, kind, comment in connection.execute(_COLUMNS).fetchall():
        found[namespace, table].append(Column(name, kind, (namespace, table, name) in primary, comment or ""))
    return {where: tuple(columns) for where, columns in found.items()}


def _keys(row: Any) -> list[ForeignKey]:
    """The foreign keys of one constraint; DuckDB keeps parent and child in one namespace."""
    namespace, table, kind, columns, parent, parent_columns = row
    if kind != "FOREIGN KEY":
        return []
    pairs = zip(columns, parent_columns, strict=True)
    return [ForeignKey(_full(namespace, table), mine, _full(namespace, parent), theirs) for mine, theirs in pairs]


def _with_counts(connection: duckdb.DuckDBPyConnection, tables: list[Table], stop: Stop) -> list[Table]:
    budget = Stop(COUNTING_S, parent=stop)
    return [_counted(connection, table, budget) if table.kind == "table" else table for table in tables]


def _counted(connection: duckdb.DuckDBPyConnection, table: Table, budget: Stop) -> Table:
    import duckdb

    if budget.is_due:
        return table
    name = f"{quoted(table.namespace or _DEFAULT)}.{quoted(table.own_name)}"
    try:
        with watched(connection, budget):
            (count,) = connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone() or (0,)  # noqa: S608 -- quoted
    except duckdb.InterruptException:
        return table
    return replace(table, row_count=int(count), is_estimated=False)
