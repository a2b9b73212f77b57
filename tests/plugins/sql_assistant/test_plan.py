"""Plans of real engines in words: what is read and how, what is slow, and that nothing is run."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from app.api import Problem
from plugins.sql_assistant.check import Subject, subject_of
from plugins.sql_assistant.plan import Plan, explain
from plugins.sql_assistant.plans import sqlite
from plugins.sql_assistant.sources.base import Stop
from plugins.sql_assistant.sources.opening import open_source
from tests.helpers.mysql_server import MysqlServer
from tests.helpers.postgres_server import PostgresServer

TABLES = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(40), city VARCHAR(40));
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, total DOUBLE PRECISION, placed DATE,
  FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX customers_city ON customers (city);
"""
COUNT, FEWER = 120_000, 20_000
"""Orders in files and on servers."""
JOINED = (
    "SELECT c.name, SUM(o.total) FROM orders o JOIN customers c ON c.id = o.customer_id WHERE o.total = 500 "
    "GROUP BY c.name ORDER BY 2 DESC"
)
Explain = Callable[[str], Plan]


def _explainer(given: Path | str, data_dir: Path) -> Explain:
    source = open_source(str(given), data_dir)
    subject = subject_of(source, source.read_schema())
    return lambda sql: explained(sql, subject)


def explained(sql: str, subject: Subject) -> Plan:
    plan = explain(sql, subject, Stop())
    assert isinstance(plan, Plan), plan
    return plan


def kinds(plan: Plan) -> list[tuple[int, str, str]]:
    return [(step.depth, step.kind, step.table) for step in plan.steps]


def warned(plan: Plan) -> list[str]:
    return [f"{problem.message} {problem.hint}" for problem in plan.warnings]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plans")


@pytest.fixture(scope="module")
def in_sqlite(folder: Path) -> Explain:
    path = folder / "shop.sqlite"
    numbers = "WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < {}) "
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f"{TABLES}INSERT INTO customers {numbers.format(2000)} SELECT i, 'c' || i, 'city ' || i % 50 FROM r;"
            f"INSERT INTO orders {numbers.format(COUNT)} SELECT i, 1 + i % 2000, i % 1000, date('2020-01-01', '+' || i % 900 || ' days') "
            "FROM r;"
        )
    return _explainer(path, folder)


@pytest.fixture(scope="module")
def in_duckdb(folder: Path) -> Explain:
    path = folder / "shop.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(TABLES)
        connection.execute("INSERT INTO customers SELECT i, 'c' || i, 'city ' || i % 50 FROM range(1, 2001) r (i)")
        connection.execute(
            f"INSERT INTO orders SELECT i, 1 + i % 2000, i % 1000, DATE '2020-01-01' FROM range(1, {COUNT + 1}) r (i)"
        )
    return _explainer(path, folder)


@pytest.fixture(scope="module")
def in_postgres(folder: Path, postgres: PostgresServer) -> Explain:
    script = f"""{TABLES}
    INSERT INTO customers SELECT i, 'c' || i, 'city ' || i % 50 FROM generate_series(1, 2000) i;
    INSERT INTO orders SELECT i, 1 + i % 2000, i % 1000, DATE '2020-01-01' FROM generate_series(1, {FEWER}) i;
    ANALYZE;"""
    return _explainer(postgres.create_database("planned", script), folder)


@pytest.fixture(scope="module")
def in_mysql(folder: Path, mysql: MysqlServer) -> Explain:
    script = f"""{TABLES}
    INSERT INTO customers SELECT seq, concat('c', seq), concat('city ', seq % 50) FROM seq_1_to_2000;
    INSERT INTO orders SELECT seq, 1 + seq % 2000, seq % 1000, DATE '2020-01-01' FROM seq_1_to_{FEWER};
    ANALYZE TABLE customers, orders;"""
    return _explainer(mysql.create_database("planned", script), folder)


# SQLite


def test_a_scan_says_how_many_rows_and_what_follows(in_sqlite: Explain) -> None:
    plan = in_sqlite("SELECT * FROM orders ORDER BY placed")
    assert plan.summary == ("Reads all 120,000 rows of orders.", "Then sorts them.")
    assert kinds(plan) == [(0, "scan", "orders"), (0, "sort", "")]
    assert plan.lines == ("SCAN orders", "USE TEMP B-TREE FOR ORDER BY")


def test_a_look_up_says_by_what(in_sqlite: Explain) -> None:
    assert in_sqlite("SELECT * FROM orders WHERE id = 3").summary == ("Looks up rows of orders by its key.",)
    assert in_sqlite("SELECT * FROM customers c WHERE c.city = 'x'").summary == (
        "Looks up rows of customers by the index customers_city.",
    )


def test_tables_are_named_by_their_own_names_and_work_on_them_is_told(in_sqlite: Explain) -> None:
    plan = in_sqlite(JOINED)
    assert kinds(plan)[:2] == [(0, "scan", "orders"), (0, "key", "customers")]
    assert plan.summary[-1] == "Then joins, groups and sorts them."


def test_queries_inside_stand_one_deeper(in_sqlite: Explain) -> None:
    plan = in_sqlite("SELECT name, (SELECT MAX(total) FROM orders WHERE customer_id = c.id) FROM customers c")
    assert kinds(plan) == [(0, "scan", "customers"), (0, "inside each", ""), (1, "index", "orders")]


def test_a_scan_under_a_filter_names_the_index_that_would_help(in_sqlite: Explain) -> None:
    plan = in_sqlite("SELECT * FROM orders WHERE placed >= '2021-01-01' AND total = 7 AND total + 1 < 9")
    assert "An index on orders (total, placed) would help where few rows fit." in warned(plan)[-1]
    assert "120,000" in warned(plan)[-1]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM orders",
        "SELECT * FROM orders WHERE id = 3 AND total = 7",
        "SELECT * FROM customers WHERE name = 'c1'",
        "SELECT * FROM orders WHERE total = 7 OR placed = '2020-01-01'",
        "SELECT COUNT(*) FROM orders WHERE total <> 7",
        JOINED.replace("WHERE o.total = 500 ", ""),
    ],
)
def test_where_no_index_would_help_none_is_advised(in_sqlite: Explain, sql: str) -> None:
    assert warned(in_sqlite(sql)) == []


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("SELECT * FROM orders WHERE strftime('%Y', placed) = '2021'", "strftime() stands around the column placed"),
        ("SELECT * FROM orders WHERE ABS(total) = 7", "abs() stands around the column total"),
        ("SELECT * FROM orders WHERE total * 2 > 7", "A computation stands around the column total"),
        ("SELECT * FROM orders WHERE placed LIKE '%-01-01'", "pattern for placed begins with a wildcard"),
    ],
)
def test_what_hides_a_column_from_indexes_is_named(in_sqlite: Explain, sql: str, wanted: str) -> None:
    (said,) = warned(in_sqlite(sql))
    assert wanted in said


def test_every_row_with_every_row_is_a_warning_with_the_key_that_connects_them(in_sqlite: Explain) -> None:
    (said,) = warned(in_sqlite("SELECT COUNT(*) FROM orders, customers"))
    assert said == (
        "Every row of orders is combined with every row of customers. "
        "They belong together by orders.customer_id = customers.id."
    )


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT COUNT(*) FROM orders, customers WHERE customer_id = customers.id",
        "SELECT COUNT(*) FROM orders NATURAL JOIN customers",
        "SELECT COUNT(*) FROM orders o JOIN customers c USING (id)",
        "SELECT * FROM orders, (SELECT MAX(total) AS most FROM orders) WHERE total = most",
        "WITH one AS (SELECT MAX(id) AS n FROM customers) SELECT COUNT(*) FROM orders CROSS JOIN one",
    ],
)
def test_connected_tables_and_single_values_are_no_product(in_sqlite: Explain, sql: str) -> None:
    assert not any("every row" in said for said in warned(in_sqlite(sql)))


def test_a_large_sort_without_an_index_is_a_warning(in_sqlite: Explain) -> None:
    (said,) = warned(in_sqlite("SELECT * FROM orders ORDER BY placed, total"))
    assert said == "Many rows are sorted: 120,000. An index on orders (placed, total) would give them in this order."
    assert warned(in_sqlite("SELECT * FROM orders ORDER BY customer_id")) == []


def test_an_index_that_sqlite_builds_for_itself_is_a_warning(in_sqlite: Explain) -> None:
    plan = in_sqlite("SELECT COUNT(*) FROM customers a JOIN customers b ON b.name = a.name")
    assert warned(plan) == [
        "An index of customers is built anew each time. An index on customers (name) that is kept would spare that."
    ]


def test_the_same_policy_holds_as_for_running(small: Path) -> None:
    source = open_source(str(small), small.parent)
    subject = subject_of(source, source.read_schema())
    for sql in ("DELETE FROM customer", "SELECT * FROM sqlite_master", "SELECT 1; SELECT 2", "SELECT nothing FROM big"):
        assert isinstance(explain(sql, subject, Stop()), Problem)


def test_lines_of_sqlite_that_nobody_foresaw_are_shown_as_they_are() -> None:
    (step,) = sqlite.read(["ANOTHER WAY OF READING"], {})
    assert (step.kind, step.what) == ("other", "ANOTHER WAY OF READING")


# other engines


def test_duckdb_tells_rows_and_gets_no_advice_about_indexes(in_duckdb: Explain) -> None:
    plan = in_duckdb(JOINED)
    assert set(plan.summary) == {
        "Reads all 120,000 rows of orders.",
        "Reads all 2,000 rows of customers.",
        "Then joins, groups and sorts them.",
    }
    assert [kind for _, kind, _ in kinds(plan)] == ["sort", "group", "join", "scan", "scan"]
    assert all(step.rows for step in plan.steps)
    assert warned(plan) == []
    assert warned(in_duckdb("SELECT COUNT(*) FROM orders, customers"))[0].startswith("Every row of")


def test_duckdb_reads_inside_and_puts_together(in_duckdb: Explain) -> None:
    plan = in_duckdb("SELECT city FROM customers UNION ALL SELECT name FROM customers LIMIT 3")
    assert {"union", "limit"} <= {kind for _, kind, _ in kinds(plan)}
    assert not any(kind == "other" for _, kind, _ in kinds(plan))


@pytest.mark.server
def test_postgresql_by_scan_index_key_and_bitmap(in_postgres: Explain) -> None:
    plan = in_postgres("SELECT * FROM orders WHERE total = 7 ORDER BY placed")
    assert [kind for _, kind, _ in kinds(plan)] == ["sort", "scan"]
    assert plan.summary == ("Reads all 20,000 rows of orders.", "Then sorts them.")
    assert warned(plan) == [
        "All rows of orders are read to find those that fit: 20,000. "
        "An index on orders (total) would help where few rows fit."
    ]
    assert in_postgres("SELECT * FROM orders WHERE id = 3").steps[0].kind == "key"
    assert in_postgres("SELECT * FROM customers c WHERE c.city = 'city 3'").steps[0].index == "customers_city"


@pytest.mark.server
def test_postgresql_is_not_told_to_index_what_most_rows_fit(in_postgres: Explain) -> None:
    assert warned(in_postgres("SELECT * FROM orders WHERE total > 7")) == []


@pytest.mark.server
def test_postgresql_joins_groups_and_runs_queries_inside(in_postgres: Explain) -> None:
    found = {kind for _, kind, _ in kinds(in_postgres(JOINED))}
    assert {"sort", "group", "join"} <= found
    assert "other" not in found
    inside = in_postgres("SELECT name, (SELECT MAX(total) FROM orders WHERE customer_id = c.id) FROM customers c")
    assert kinds(inside)[1][1] == "inside each"


@pytest.mark.server
def test_mariadb_by_scan_index_and_key(in_mysql: Explain) -> None:
    plan = in_mysql("SELECT * FROM orders o WHERE o.total = 7 ORDER BY placed")
    assert [kind for _, kind, _ in kinds(plan)] == ["sort", "scan"]
    assert "An index on orders (total) would help where few rows fit." in warned(plan)[0]
    assert in_mysql("SELECT * FROM orders WHERE id = 3").summary == ("Looks up rows of orders by its key.",)
    (step,) = in_mysql("SELECT * FROM orders WHERE customer_id = 3").steps
    assert (step.kind, step.index) == ("index", "orders_customer")


@pytest.mark.server
def test_mariadb_runs_queries_inside(in_mysql: Explain) -> None:
    plan = in_mysql("SELECT name, (SELECT MAX(total) FROM orders WHERE customer_id = c.id) FROM customers c")
    assert kinds(plan) == [(0, "scan", "customers"), (0, "inside each", ""), (1, "index", "orders")]
