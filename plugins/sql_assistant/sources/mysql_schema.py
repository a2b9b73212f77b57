"""The schema of the database that a connection to MySQL or MariaDB names: three questions to its catalogue, however many its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table

if TYPE_CHECKING:
    from pymysql.connections import Connection

_TABLES = """
SELECT table_name, table_type, table_rows, table_comment FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
ORDER BY create_time IS NULL, create_time, table_name
"""
_COLUMNS = """
SELECT table_name, column_name, column_type, column_key, column_comment FROM information_schema.columns
WHERE table_schema = DATABASE() AND FIND_IN_SET('select', privileges) > 0 ORDER BY table_name, ordinal_position
"""
_KEYS = """
SELECT table_name, column_name, referenced_table_name, referenced_column_name FROM information_schema.key_column_usage
WHERE table_schema = DATABASE() AND referenced_table_schema = DATABASE() ORDER BY table_name, constraint_name, ordinal_position
"""


def read_schema(connection: Connection[Any]) -> Schema:
    """Everything that the user may read. Raises what PyMySQL raises."""
    columns = _columns(connection)
    tables = [_table(row, columns[row[0]]) for row in rows_of(connection, _TABLES) if row[0] in columns]
    names = {table.name for table in tables}
    keys = (ForeignKey(*row) for row in rows_of(connection, _KEYS) if row[0] in names and row[2] in names)
    database = str(rows_of(connection, "SELECT DATABASE()")[0][0])
    return Schema(tuple(tables), tuple(dict.fromkeys(keys)), frozenset(name.lower() for name in names), database)


def rows_of(connection: Connection[Any], sql: str) -> list[tuple[Any, ...]]:
    """The rows of a question of our own."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _columns(connection: Connection[Any]) -> Mapping[str, tuple[Column, ...]]:
    found: dict[str, list[Column]] = defaultdict(list)
    for table, name, kind, key, comment in rows_of(connection, _COLUMNS):
        found[table].append(Column(name, _text(kind), key == "PRI", comment or ""))
    return {table: tuple(columns) for table, columns in found.items()}


def _text(kind: str | bytes) -> str:
    """MySQL 8 gives some texts of its catalogue as bytes."""
    return kind.decode() if isinstance(kind, bytes) else kind


def _table(row: tuple[Any, ...], columns: tuple[Column, ...]) -> Table:
    name, kind, estimate, comment = row
    if kind == "VIEW":
        return Table(name, columns, "view")
    return Table(name, columns, "table", estimate, estimate is not None, comment or "")
