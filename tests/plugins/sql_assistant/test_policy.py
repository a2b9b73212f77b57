"""What must never happen to a database, whoever wrote the query."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.api import Problem
from app.bench.sql_questions import read_questions
from plugins.sql_assistant.check import Subject, check, subject_of
from plugins.sql_assistant.policy import parse
from plugins.sql_assistant.sources.base import Limits, QueryFailed, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource, read_schema
from tests.conftest import SHARED

ATTACKS = {
    "attach": "ATTACH DATABASE '{folder}/new.db' AS other",
    "vacuum into": "VACUUM INTO '{folder}/copy.db'",
    "writable schema": "PRAGMA writable_schema = 1",
    "query_only off": "PRAGMA query_only = 0",
    "extension": "SELECT load_extension('{folder}/evil.so')",
    "write a file": "SELECT writefile('{folder}/new.txt', 'x')",
    "read a file": "SELECT readfile('/etc/passwd')",
    "insert behind WITH": "WITH c AS (SELECT 1) INSERT INTO customer SELECT 9, 'x', 'y', 'z' FROM c",
    "update behind WITH": "WITH c AS (SELECT 1) UPDATE customer SET city = 'x'",
    "second statement": "SELECT 1; DELETE FROM customer",
    "second statement in a comment's shade": "SELECT 1 /* */; -- x\nDROP TABLE customer",
    "temp table": "CREATE TEMP TABLE t AS SELECT * FROM customer",
    "temp trigger": "CREATE TEMP TRIGGER t AFTER INSERT ON customer BEGIN DELETE FROM customer; END",
    "delete": "DELETE FROM customer RETURNING *",
    "replace": "REPLACE INTO customer VALUES (1, 'x', 'y', 'z')",
    "drop": "DROP TABLE customer",
    "begin": "BEGIN EXCLUSIVE",
    "index": "CREATE INDEX i ON customer (city)",
    "reindex": "REINDEX customer_city",
    "analyze": "ANALYZE",
    "catalogue": "SELECT sql FROM sqlite_master",
    "catalogue in a subquery": "SELECT * FROM customer WHERE 1 = (SELECT COUNT(*) FROM sqlite_schema)",
    "pragma as a table": "SELECT * FROM pragma_database_list",
    "pragma as a function": "SELECT * FROM pragma_table_info('customer')",
    "pages": "SELECT * FROM dbstat",
    "runaway recursion": "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r",
    "cross join": "SELECT COUNT(*) FROM " + ", ".join(f"invoice AS i{n}" for n in range(26)),
    "large value": "SELECT length(replace(printf('%1000000d', 1), ' ', printf('%100000d', 1)))",
    "large blob": "SELECT zeroblob(900000000)",
    "random blob": "SELECT hex(randomblob(900000000))",
}


def contents(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.is_file()}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_and_changes_no_byte(name: str, subject: Subject, tmp_path: Path) -> None:
    before = contents(tmp_path)
    found = check(ATTACKS[name].format(folder=tmp_path), subject, Stop(), Limits(timeout_s=0.3))
    assert found.has_errors
    assert not found.result
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ATTACKS)
def test_the_engine_alone_refuses_too(name: str, subject: Subject, tmp_path: Path) -> None:
    """The guard does not rest on the parser: each attack goes straight to SQLite."""
    before = contents(tmp_path)
    with subject.source.session(subject.schema, Limits(timeout_s=0.3), Stop()) as database:
        with pytest.raises(QueryFailed):
            database.run(ATTACKS[name].format(folder=tmp_path))
        assert database.run("SELECT COUNT(*) FROM customer").rows == ((3,),)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "sql", ["", ";", "-- nothing", "SELECT FROM WHERE", "SELEC 1", "Paris", "EXPLAIN SELECT 1", "VALUES (1)"]
)
def test_what_is_no_query_is_a_problem(sql: str, subject: Subject) -> None:
    assert check(sql, subject, Stop()).has_errors


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT COUNT(*) FROM customer;",
        "WITH c AS (SELECT * FROM customer) SELECT COUNT(*) FROM c",
        "SELECT city FROM customer UNION SELECT first_name FROM customer ORDER BY 1",
        "SELECT * FROM big",
        "SELECT value FROM json_each('[1, 2]')",
        "SELECT name FROM (SELECT first_name AS name FROM customer) AS x WHERE name LIKE 'A%'",
        "SELECT city, RANK() OVER (ORDER BY COUNT(*) DESC) FROM customer GROUP BY city",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT n FROM r",
        "SELECT strftime('%Y', invoice_date) AS year, ROUND(SUM(total), 2) FROM invoice GROUP BY year HAVING COUNT(*) > 0",
        "SELECT a.city FROM customer a WHERE EXISTS (SELECT 1 FROM invoice i WHERE i.customer_id = a.id)",
        "SELECT rowid, CASE WHEN city IS NULL THEN 0 ELSE 1 END FROM customer",
    ],
)
def test_honest_queries_pass(sql: str, subject: Subject) -> None:
    found = check(sql, subject, Stop())
    assert not found.problems
    assert found.result["row_count"] > 0


def test_a_full_text_index_can_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE VIRTUAL TABLE notes USING fts5(body); INSERT INTO notes VALUES ('a red kite'), ('a blue hat');"
    )
    connection.close()
    found = check(
        "SELECT body FROM notes WHERE body MATCH 'kite'", subject_of(SqliteSource(path), read_schema(path)), Stop()
    )
    assert found.result["rows"] == [["a red kite"]]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "dialect"),
    [
        ("questions_gen_postgres.csv", "postgres"),
        ("questions_gen_mysql.csv", "mysql"),
        ("questions_gen_sqlite.csv", "sqlite"),
        ("instruct_advanced_sqlite.csv", "sqlite"),
        ("instruct_basic_sqlite.csv", "sqlite"),
    ],
)
def test_queries_that_others_wrote_are_let_through(file: str, dialect: str) -> None:
    refused = []
    for question in read_questions(SHARED / "data" / "sql" / "defog" / file):
        for query in question.queries:
            found = parse(query, dialect)
            if isinstance(found, Problem) and not found.message.startswith("This is not valid SQL"):
                refused.append((query, found.message))
    assert refused == []


NORTHWIND = Path(__file__).parents[2] / "bench" / "questions" / "northwind.jsonl"


def northwind_queries() -> list[str]:
    return [query for question in read_questions(NORTHWIND) for query in question.queries]


def test_every_query_that_answers_a_question_of_our_own_is_let_through() -> None:
    queries = northwind_queries()
    assert len(queries) > 50
    assert [(query, found) for query in queries if isinstance(found := parse(query), Problem)] == []


@pytest.mark.shared
def test_every_query_that_answers_a_question_of_our_own_goes_the_whole_way(tmp_path: Path) -> None:
    path = tmp_path / "northwind.sqlite"
    script = (SHARED / "data" / "sql" / "northwind_create.sql").read_text(encoding="utf-8", errors="replace")
    with closing(sqlite3.connect(path)) as connection:
        for statement in re.findall(r"^CREATE TABLE.*?;\s*$", script, re.DOTALL | re.MULTILINE | re.IGNORECASE):
            connection.execute(statement)
    subject = subject_of(SqliteSource(path), read_schema(path))
    refused = {query: check(query, subject, Stop(), mend="nothing").problems for query in northwind_queries()}
    assert {query: problems for query, problems in refused.items() if problems} == {}


def test_text_that_reads_otherwise_than_it_runs_is_refused() -> None:
    found = parse("SELECT name FROM customer WHERE city = 'a\u202e' --'")
    assert isinstance(found, Problem)
    assert "direction of writing" in found.message


def test_a_query_has_bounds() -> None:
    for sql in (
        f"SELECT {'1 + ' * 60_000}1",
        f"SELECT {', '.join(['1'] * 30_000)}",
        f"SELECT {'(' * 3_000}1{')' * 3_000}",
    ):
        assert isinstance(parse(sql), Problem)


def test_what_the_parser_stumbles_over_is_a_problem() -> None:
    found = parse("SELECT levenshtein_less_equal() FROM customer", "postgres")
    assert isinstance(found, Problem)
    assert "cannot be read" in found.message
