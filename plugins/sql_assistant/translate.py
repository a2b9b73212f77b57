"""A query in the SQL of another engine: same meaning, and a note for each thing that has no counterpart there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import sqlglot
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel, SqlglotError

from plugins.sql_assistant import mysql_dialect  # noqa: F401 -- registers itself
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.translate_sqlite import STRICT, from_sqlite
from plugins.sql_assistant.translate_to_sqlite import into_sqlite

DIALECTS: Mapping[str, str] = MappingProxyType(
    {
        "sqlite": "SQLite",
        "duckdb": "DuckDB",
        "postgres": "PostgreSQL",
        "mysql": "MySQL and MariaDB",
        "tsql": "Microsoft SQL Server",
        "oracle": "Oracle",
        "snowflake": "Snowflake",
        "bigquery": "BigQuery",
        "redshift": "Amazon Redshift",
        "databricks": "Databricks",
        "spark": "Apache Spark",
        "clickhouse": "ClickHouse",
        "trino": "Trino",
        "presto": "Presto",
        "hive": "Apache Hive",
        "athena": "Amazon Athena",
        "teradata": "Teradata",
    }
)
"""Sqlglot's names of dialects, and what people call them; in the order in which a menu shows them."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A query in another dialect.

    Attributes:
        sql: the text; the given one where it could not be read.
        notes: what was changed beyond the words or could not be, as sentences; empty where all is the same.
        reads_back: whether it is the same query when it is translated back; what has to be written in another way there is not.
    """

    sql: str
    notes: tuple[str, ...] = ()
    reads_back: bool = False


def translate(sql: str, read: str, write: str, schema: Schema | None = None) -> Translation:
    """Statements in another dialect; comments are kept.

    Args:
        read: the dialect that they are written in, one of ``DIALECTS``.
        write: the other one.
        schema: of the database that they are for; with it, types and spelling of names are minded too.
    """
    try:
        trees = [tree for tree in sqlglot.parse(sql, read=read) if tree is not None]
    except (SqlglotError, RecursionError):
        return Translation(sql, (f"The query is not valid {DIALECTS.get(read, read)}, so it stays as it is.",))
    if read == write:
        return Translation(sql, reads_back=True)
    done = [_written(tree, read, write, schema) for tree in trees]
    text = ";\n\n".join(one.sql for one in done)
    same = all(_reads_back(tree, one.sql, read, write) for tree, one in zip(trees, done, strict=True))
    return Translation(text, _unique(note for one in done for note in one.notes), same)


def _reads_back(tree: exp.Expr, sql: str, read: str, write: str) -> bool:
    """Whether both are the same tree once they are written in the first dialect; how names are quoted does not count."""
    try:
        back = sqlglot.parse_one(sqlglot.parse_one(sql, read=write).sql(dialect=read), read=read)
    except (SqlglotError, RecursionError):
        return False
    return _plain(back) == _plain(sqlglot.parse_one(tree.sql(dialect=read), read=read))


def _plain(tree: exp.Expr) -> str:
    for name in tree.find_all(exp.Identifier):
        name.set("quoted", True)
    return tree.sql(comments=False)


def to_dialect(query: str | exp.Expr, write: str, schema: Schema | None = None) -> Translation:
    """A query that was written for SQLite, for the engine that is asked; with the schema, types and spelling of names are minded too.

    A query that cannot be read is given back as it is: the check will say why.
    """
    if isinstance(query, str):
        if write == "sqlite":
            return Translation(query)
        try:
            tree = sqlglot.parse_one(query, read="sqlite")
        except (SqlglotError, RecursionError):
            return Translation(query)
    else:
        tree = query.copy()
    return _written(tree, "sqlite", write, schema)


def _written(tree: exp.Expr, read: str, write: str, schema: Schema | None) -> Translation:
    notes: list[str] = []
    if read == "sqlite" and write in STRICT:
        tree, notes = from_sqlite(tree, write, schema)
    if write == "sqlite":
        tree = into_sqlite(tree)
    generator = Dialect.get_or_raise(write).generator(pretty=True, unsupported_level=ErrorLevel.IGNORE)
    sql = generator.generate(tree)
    title = DIALECTS.get(write, write)
    notes += [f"{title} cannot do this: {message.rstrip('.')}." for message in generator.unsupported_messages]
    notes += [
        f"The function {name} is written as it was; {title} may not have it." for name in _unknown_functions(tree)
    ]
    return Translation(sql, _unique(notes))


def _unknown_functions(tree: exp.Expr) -> list[str]:
    return [str(node.this) for node in tree.find_all(exp.Anonymous) if not node.meta.get("known")]


def _unique(notes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes))
