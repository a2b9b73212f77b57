"""What may be written at all."""

from __future__ import annotations

import pytest

from app.api import Problem
from plugins.sql_assistant.writing.inserted import fixed_columns
from plugins.sql_assistant.writing.policy import Statement, assignments, is_predictable, parse_write, writes

ALLOWED = [
    ("sqlite", "UPDATE t SET a = 1, b = upper(c) WHERE id IN (SELECT id FROM s)", "UPDATE"),
    ("sqlite", "WITH x AS (SELECT id FROM s) DELETE FROM t WHERE id IN (SELECT id FROM x)", "DELETE"),
    ("sqlite", "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING *", "INSERT"),
    ("sqlite", "INSERT INTO t DEFAULT VALUES;", "INSERT"),
    ("sqlite", "INSERT OR IGNORE INTO t VALUES (1)", "INSERT"),
    ("postgres", "UPDATE t SET a = s.a FROM s WHERE s.id = t.id", "UPDATE"),
    ("postgres", "DELETE FROM t USING s WHERE s.id = t.id", "DELETE"),
    ("postgres", "INSERT INTO t SELECT * FROM s ON CONFLICT DO NOTHING", "INSERT"),
    ("mysql", "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a)", "INSERT"),
    ("sqlite", "DELETE FROM t WHERE id IN (SELECT id FROM s ORDER BY id LIMIT 3)", "DELETE"),
]
REFUSED = [
    ("sqlite", "SELECT 1"),
    ("sqlite", "DROP TABLE t"),
    ("sqlite", "CREATE TABLE t AS SELECT 1"),
    ("sqlite", "ALTER TABLE t ADD COLUMN x"),
    ("sqlite", "PRAGMA writable_schema = 1"),
    ("sqlite", "ATTACH 'x' AS y"),
    ("sqlite", "DELETE FROM t; DELETE FROM s"),
    ("sqlite", "REPLACE INTO t VALUES (1)"),
    ("sqlite", "INSERT OR REPLACE INTO t VALUES (1)"),
    ("sqlite", "UPDATE OR REPLACE t SET a = 1"),
    ("sqlite", "UPDATE t SET a = load_extension('x')"),
    ("sqlite", "UPDATE t SET a = readfile('/etc/passwd')"),
    ("sqlite", "UPDATE t SET a = random()"),
    ("sqlite", "DELETE FROM t WHERE random() > 0"),
    ("sqlite", "UPDATE t SET a = ?"),
    ("sqlite", "UPDATE t INDEXED BY i SET a = 1"),
    ("sqlite", ""),
    ("sqlite", "UPDATE t SET a = 1 WHERE ("),
    ("sqlite", "DELETE FROM t\u202e WHERE id = 1"),
    ("sqlite", "UPDATE t SET (a, b) = (1, 2)"),
    ("postgres", "WITH d AS (DELETE FROM s RETURNING *) INSERT INTO t SELECT * FROM d"),
    ("postgres", "UPDATE t SET a = pg_read_file('/etc/passwd')"),
    ("postgres", "UPDATE t SET a = setval('s', 1)"),
    ("postgres", "UPDATE t SET a = gen_random_uuid()"),
    ("postgres", "UPDATE t SET a[1] = 2"),
    ("postgres", "DELETE FROM ONLY t"),
    ("postgres", "TRUNCATE t"),
    ("postgres", "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE"),
    ("postgres", "COPY t TO PROGRAM 'sh'"),
    ("postgres", "EXPLAIN ANALYZE DELETE FROM t"),
    ("postgres", "DO $$ BEGIN DELETE FROM t; END $$"),
    ("postgres", "CALL p()"),
    ("postgres", "UPDATE t SET a = (SELECT a FROM s FOR UPDATE)"),
    ("duckdb", "INSERT INTO t SELECT * FROM read_csv('x.csv')"),
    ("duckdb", "COPY t TO 'x.csv'"),
    ("duckdb", "INSERT INTO t BY NAME SELECT 1 AS a"),
    ("mysql", "UPDATE t JOIN s ON s.id = t.id SET t.a = 1"),
    ("mysql", "UPDATE t, s SET t.a = 1"),
    ("mysql", "DELETE t FROM t JOIN s ON s.id = t.id"),
    ("mysql", "INSERT IGNORE INTO t VALUES (1)"),
    ("mysql", "DELETE FROM t WHERE a = 1 ORDER BY b LIMIT 3"),
    ("mysql", "UPDATE t SET a = 1 LIMIT 3"),
    ("sqlite", "DELETE FROM t WHERE id IN (SELECT id FROM s LIMIT 3)"),
    ("mysql", "LOAD DATA INFILE 'x' INTO TABLE t"),
    ("mysql", "UPDATE t SET a = @x"),
    ("mysql", "UPDATE t SET a = LOAD_FILE('/etc/passwd')"),
    ("mysql", "DELETE FROM t /*! WHERE id = 1 */"),
]


@pytest.mark.parametrize(("dialect", "sql", "kind"), ALLOWED)
def test_one_statement_that_changes_rows_is_allowed(dialect: str, sql: str, kind: str) -> None:
    found = parse_write(sql, dialect)
    assert isinstance(found, Statement), found
    assert found.kind == kind
    assert "RETURNING" not in found.sql
    assert isinstance(parse_write(found.sql, dialect), Statement)


@pytest.mark.parametrize(("dialect", "sql"), REFUSED)
def test_everything_else_is_refused_in_a_sentence(dialect: str, sql: str) -> None:
    found = parse_write(sql, dialect)
    assert isinstance(found, Problem), found
    assert found.message.endswith(".")


@pytest.mark.parametrize(
    ("sql", "steady"),
    [
        ("UPDATE t SET a = 1, b = a + 1, c = upper(d)", [True, True, True]),
        ("UPDATE t SET a = datetime('now'), b = date(d), c = CURRENT_TIMESTAMP", [False, True, False]),
        ("UPDATE t SET a = date(), b = strftime('%Y', d), c = julianday(d, '+1 day')", [False, True, True]),
    ],
)
def test_values_of_the_clock_are_told_from_those_of_the_rows(sql: str, steady: list[bool]) -> None:
    found = parse_write(sql, "sqlite")
    assert isinstance(found, Statement)
    assert [is_predictable(value) for _, value in assignments(found)] == steady


@pytest.mark.parametrize(
    ("sql", "fixed"),
    [
        ("INSERT INTO t (c, a) VALUES (1, 2), (3, 4)", [0, 2]),
        ("INSERT INTO t VALUES (1, DEFAULT, now()), (2, 3, '2020-01-01')", [0]),
        ("INSERT INTO t (a, b) SELECT x, now() FROM s", [0]),
        ("INSERT INTO t SELECT * FROM s", [0, 1, 2]),
        ("INSERT INTO t SELECT * FROM s WHERE d < now()", []),
        ("INSERT INTO t DEFAULT VALUES", []),
        ("INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = now()", [0]),
    ],
)
def test_values_that_an_insert_says_are_told_from_defaults_and_the_clock(sql: str, fixed: list[int]) -> None:
    found = parse_write(sql, "postgres")
    assert isinstance(found, Statement)
    assert fixed_columns(found, ("a", "b", "c")) == fixed


def test_a_text_that_writes_is_told_from_one_that_reads() -> None:
    assert writes("DELETE FROM t", "sqlite")
    assert writes("WITH x AS (SELECT 1) UPDATE t SET a = 1", "sqlite")
    assert not writes("SELECT 1; DELETE FROM t", "sqlite")
    assert not writes("no sql at all (", "sqlite")
