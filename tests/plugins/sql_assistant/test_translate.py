"""A query written for SQLite gives the same rows in the engine that it is translated for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from plugins.sql_assistant.schema import Column, Schema, Table
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.server_source import ServerSource
from plugins.sql_assistant.translate import DIALECTS, to_dialect, translate
from tests.helpers.mysql_server import MysqlServer
from tests.helpers.postgres_server import PostgresServer

SCRIPT = """
CREATE TABLE customers (id integer PRIMARY KEY, name varchar(20), city varchar(20));
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer, total double precision, qty integer, placed date, noted varchar(20),
  paid boolean);
INSERT INTO customers VALUES (1, 'Ana', 'Paris'), (2, 'bo', 'Oslo'), (3, 'Zed', NULL);
INSERT INTO orders VALUES (1, 1, 10.5, 7, '2024-01-31', '2024-01-31', true), (2, 1, 3, 2, '2024-02-29', '2024-02-29', false),
  (3, 2, 8, 0, '2023-12-31', '2023-12-31', true);
"""


def columns(text: str) -> tuple[Column, ...]:
    parts = [part.split() for part in text.split(",")]
    return tuple(Column(name, kind, is_key=name == "id") for name, kind in parts)


SCHEMA = Schema(
    (
        Table("customers", columns("id INTEGER, name TEXT, city TEXT")),
        Table(
            "orders",
            columns(
                "id INTEGER, customer_id INTEGER, total DOUBLE, qty INTEGER, placed DATE, noted TEXT, paid BOOLEAN"
            ),
        ),
    )
)

QUERIES = """
SELECT strftime('%Y', placed), strftime('%Y-%m', noted), strftime('%w', placed), strftime('%s', placed) FROM orders ORDER BY id
SELECT CAST(strftime('%Y', placed) AS INTEGER) AS y, SUM(total) FROM orders GROUP BY y ORDER BY y
SELECT id FROM orders WHERE placed >= date('2024-03-01', '-1 month') ORDER BY id
SELECT id FROM orders WHERE noted >= date('2024-03-01', '-1 month') ORDER BY id
SELECT id FROM orders WHERE placed > date('now', '-30 days') OR noted > date('now') ORDER BY id
SELECT date(placed, 'start of month'), date(placed, '+1 month', 'start of year') FROM orders ORDER BY id
SELECT julianday(placed) - julianday('2024-01-01'), julianday(noted) FROM orders ORDER BY id
SELECT name FROM customers WHERE name LIKE 'a%' OR name NOT LIKE '%O' ORDER BY 1
SELECT id FROM orders WHERE placed LIKE '2024%' ORDER BY id
SELECT qty / 2, 7 / 2, total / 2 FROM orders ORDER BY id
SELECT SUM(qty) / COUNT(*) FROM orders
SELECT c.name, city, COUNT(*) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id ORDER BY c.id
SELECT name AS n, COUNT(*) AS k FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY name HAVING k > 1 ORDER BY k + 1
SELECT substr(noted, 1, 4), substr(noted, -2) FROM orders ORDER BY id
SELECT group_concat(id), group_concat(name, ', ') FROM customers WHERE id < 3
SELECT COUNT(*) FROM orders WHERE paid = 1
SELECT SUM(total > 5), AVG(paid = 1), total(total) FROM orders
SELECT ifnull(city, '-') || '!' FROM customers ORDER BY name COLLATE NOCASE LIMIT 1, 2
SELECT iif(qty > 1, 'a', 'b'), round(total, 1), max(qty, 3), instr(noted, '-'), qty % 2 FROM orders ORDER BY id
SELECT city FROM customers ORDER BY city DESC
SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
WITH best AS (SELECT customer_id, MAX(total) AS m FROM orders GROUP BY customer_id) SELECT name, m FROM best b JOIN customers c ON c.id = b.customer_id ORDER BY m
SELECT name, RANK() OVER (ORDER BY id DESC) FROM customers ORDER BY id
""".strip().splitlines()  # noqa: E501


def alike(rows: list[Any]) -> list[list[str]]:
    """Rows with numbers of all types written the same way."""
    return [[_alike(value) for value in row] for row in rows]


def _alike(value: Any) -> str:
    if isinstance(value, bool | int | float | Decimal):
        return f"{float(value):.4f}"
    try:
        return f"{float(value):.4f}"
    except (TypeError, ValueError):
        return str(value)


def in_sqlite(sql: str) -> list[list[str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCRIPT)
        return alike(connection.execute(sql).fetchall())


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(SCRIPT)
        yield connection


@pytest.mark.parametrize("sql", [*QUERIES, "SELECT name FROM customers WHERE name GLOB 'A*'"])
def test_duckdb_gives_the_rows_of_sqlite(duck: duckdb.DuckDBPyConnection, sql: str) -> None:
    translated = to_dialect(sql, "duckdb", SCHEMA)
    assert alike(duck.execute(translated.sql).fetchall()) == in_sqlite(sql)
    assert translated.notes == ()


@pytest.fixture(scope="module")
def postgres_source(postgres: PostgresServer) -> ServerSource:
    return ServerSource(postgres.create_database("translated", SCRIPT))


@pytest.mark.server
@pytest.mark.parametrize("sql", [*QUERIES, "SELECT name FROM customers WHERE name GLOB 'A*'"])
def test_postgresql_gives_the_rows_of_sqlite(postgres_source: ServerSource, sql: str) -> None:
    assert _on_server(postgres_source, sql) == in_sqlite(sql)


@pytest.fixture(scope="module")
def mysql_source(mysql: MysqlServer) -> ServerSource:
    return ServerSource(mysql.create_database("translated", SCRIPT))


@pytest.mark.server
@pytest.mark.parametrize("sql", QUERIES)
def test_mariadb_gives_the_rows_of_sqlite(mysql_source: ServerSource, sql: str) -> None:
    assert _on_server(mysql_source, sql) == in_sqlite(sql)


def _on_server(source: ServerSource, sql: str) -> list[list[str]]:
    schema = source.read_schema()
    translated = to_dialect(sql, source.dialect, schema)
    with source.session(schema, Limits(), Stop()) as session:
        return alike(list(session.run(translated.sql).rows))


def test_columns_that_are_added_to_group_by_are_named_where_rows_may_differ() -> None:
    translated = to_dialect("SELECT city, name, COUNT(*) FROM customers GROUP BY city", "postgres", SCHEMA)
    assert "GROUP BY\n  city,\n  name" in translated.sql
    assert translated.notes == ("The column name was added to GROUP BY, where SQLite takes any of its values.",)


def test_names_of_postgresql_in_capitals_are_quoted() -> None:
    schema = Schema((Table("Camel", columns("someColumn TEXT, plain TEXT")),))
    translated = to_dialect("SELECT camel.somecolumn, plain FROM camel", "postgres", schema)
    assert " ".join(translated.sql.split()) == 'SELECT "Camel"."someColumn", plain FROM "Camel"'


def test_a_query_for_sqlite_stays_to_the_letter_and_one_that_cannot_be_read_too() -> None:
    assert to_dialect("select  1 -- one", "sqlite").sql == "select  1 -- one"
    assert to_dialect("select from where", "duckdb").sql == "select from where"


def test_what_has_no_counterpart_is_named() -> None:
    sample = translate("SELECT a FROM t TABLESAMPLE (10 PERCENT)", "duckdb", "sqlite")
    assert sample.notes == ("SQLite cannot do this: TABLESAMPLE unsupported.",)
    odd = translate("SELECT julianday(d, 'weekday 0') FROM t", "sqlite", "duckdb")
    assert odd.notes == ("The function julianday is written as it was; DuckDB may not have it.",)
    assert translate("select from where", "mysql", "duckdb").notes == (
        "The query is not valid MySQL and MariaDB, so it stays as it is.",
    )


def test_comments_and_several_statements_are_kept() -> None:
    done = translate("SELECT NOW() -- when\n; SELECT 1", "mysql", "sqlite")
    assert "/* when */" in done.sql
    assert done.sql.count("SELECT") == 2


@pytest.mark.parametrize("write", DIALECTS)
def test_every_offered_dialect_can_be_written_and_read(write: str) -> None:
    there = translate("SELECT a, COUNT(*) FROM t WHERE b = 'x' GROUP BY a LIMIT 3", "sqlite", write)
    assert "COUNT" in translate(there.sql, write, "sqlite").sql


@pytest.mark.parametrize(
    ("read", "sql", "wanted"),
    [
        ("mysql", "SELECT YEAR('2024-05-06'), QUARTER('2024-05-06'), LEFT('Oslo', 2), RIGHT('Oslo', 2)", (2024, 2, "Os", "lo")),
        ("postgres", "SELECT EXTRACT(MONTH FROM DATE '2024-05-06'), date_trunc('month', DATE '2024-05-06')", (5, "2024-05-01")),
        ("postgres", "SELECT DATE '2024-01-31' + INTERVAL '1 day', DATE '2024-01-31' - INTERVAL '1 day'", ("2024-02-01", "2024-01-30")),
        ("tsql", "SELECT TOP 1 DATEPART(year, '2024-05-06')", (2024,)),
    ],
)  # fmt: skip
def test_functions_of_other_engines_give_their_values_in_sqlite(
    read: str, sql: str, wanted: tuple[object, ...]
) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        assert connection.execute(translate(sql, read, "sqlite").sql).fetchone() == wanted


@pytest.mark.parametrize(
    ("sql", "write", "same"),
    [
        ("SELECT name, COUNT(*) FROM customers GROUP BY name ORDER BY 2 DESC LIMIT 3", "mysql", True),
        ("SELECT strftime('%Y', placed) FROM orders", "postgres", False),
    ],
)
def test_whether_a_translation_reads_back_is_said(sql: str, write: str, same: bool) -> None:
    assert translate(sql, "sqlite", write).reads_back is same
