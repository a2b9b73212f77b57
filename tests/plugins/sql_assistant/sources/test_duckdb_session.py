from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import psutil
import pytest

from app.api import InputError, StorageError
from plugins.sql_assistant.check import check, subject_of
from plugins.sql_assistant.lookups import different_values
from plugins.sql_assistant.schema import ForeignKey
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop
from plugins.sql_assistant.sources.duckdb_source import DuckdbSource
from tests.plugins.sql_assistant.sources.conftest import Ask, Opened

RECURSIVE = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r"
PRODUCT = "SELECT COUNT(*) FROM person a, person b, person c, person d WHERE a.id + b.id > c.id + d.id"


@pytest.fixture
def session(database: Path) -> Iterator[Session]:
    source = DuckdbSource(database)
    with source.session(source.read_schema(), Limits(timeout_s=20), Stop()) as opened:
        yield opened


def started(database: Path, limits: Limits, stop: Stop) -> Session:
    source = DuckdbSource(database)
    return source.session(source.read_schema(), limits, stop)


def test_the_schema_has_keys_comments_views_and_namespaces(opened: Opened, database: Path) -> None:
    source, schema = opened(database)
    assert (source.title, source.product, source.dialect) == ("people.duckdb", "DuckDB", "duckdb")
    by_name = {table.name: table for table in schema.tables}
    assert set(by_name) == {"city", "person", "named", "sales.invoice"}
    person = by_name["person"]
    assert (person.row_count, person.is_estimated, person.comment) == (1000, False, "Who lives where.")
    assert [(c.name, c.type, c.is_key, c.comment) for c in person.columns][3] == (
        "born",
        "DATE",
        False,
        "Day of birth.",
    )
    assert by_name["named"].kind == "view"
    assert by_name["sales.invoice"].namespace == "sales"
    assert schema.keys == (ForeignKey("person", "city_id", "city", "id"),)
    assert schema.readable == {"city", "person", "named", "sales.invoice"}


FORBIDDEN = (
    "COPY person TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{folder}/out.parquet'",
    "EXPORT DATABASE '{folder}/out'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_parquet('{folder}/x.parquet')",
    "SELECT * FROM read_json('{folder}/x.json')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM query('COPY person TO ''{folder}/out.csv''')",
    "ATTACH '{folder}/other.duckdb'",
    "ATTACH ':memory:' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET threads = 64",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "SET VARIABLE a = 1",
    "PRAGMA threads = 64",
    "PRAGMA database_list",
    "PRAGMA table_info('person')",
    "CREATE TABLE evil (a INTEGER)",
    "CREATE TEMP TABLE evil (a INTEGER)",
    "CREATE MACRO evil(a) AS a",
    "INSERT INTO city VALUES (9, 'x', 1)",
    "WITH gone AS (DELETE FROM person RETURNING *) SELECT * FROM gone",
    "DROP TABLE person",
    "BEGIN",
    "CHECKPOINT",
    "CALL pragma_version()",
    "USE sales",
    "EXPLAIN ANALYZE SELECT 1",
    "SELECT 1; SELECT 2",
    "SELECT getenv('HOME')",
    "SELECT * FROM session",
)


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_engine_itself_refuses_whatever_is_more_than_reading(session: Session, tmp_path: Path, sql: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    text = sql.format(folder=tmp_path)
    with pytest.raises((QueryFailed, StorageError, InputError)):
        session.run(text)
    for inner in (session.compiled, session.plan):
        with pytest.raises((QueryFailed, StorageError, InputError)):
            inner(text)
    assert sorted(tmp_path.rglob("*")) == before
    assert session.run("SELECT COUNT(*) FROM person").rows == ((1000,),)


@pytest.mark.parametrize("sql", [RECURSIVE, PRODUCT])
def test_a_deadline_holds(database: Path, sql: str) -> None:
    began = time.monotonic()
    with started(database, Limits(timeout_s=0.3), Stop()) as session:
        with pytest.raises(QueryFailed, match=r"stopped after 0\.3 seconds"):
            session.run(sql)
        assert session.run("SELECT 1").rows == ((1,),)
    assert time.monotonic() - began < 10


def test_a_deadline_holds_between_rows_too(database: Path) -> None:
    with started(database, Limits(timeout_s=0.3, max_rows=10**9, max_bytes=10**12), Stop()) as session:
        with pytest.raises(QueryFailed, match="stopped after"):
            session.run("SELECT a.id FROM person a, person b, person c")
        assert session.run("SELECT 1").rows == ((1,),)


def test_asking_for_the_end_ends_a_running_query(database: Path) -> None:
    stop = Stop()
    asked: list[float] = []

    def ask() -> None:
        asked.append(time.monotonic())
        stop.ask()

    timer = threading.Timer(0.2, ask)
    with started(database, Limits(timeout_s=60), stop) as session:
        timer.start()
        with pytest.raises(QueryStopped):
            session.run(PRODUCT)
        assert time.monotonic() - asked[0] < 10
    timer.join()


def test_a_result_that_is_not_read_to_its_end_stands_in_nobodys_way(session: Session) -> None:
    stream = session.stream("SELECT a.id FROM person a, person b")
    assert next(iter(stream))
    assert session.run("SELECT 7").rows == ((7,),)


def test_closing_ends_the_watching_of_an_open_result(database: Path) -> None:
    before = threading.active_count()
    session = started(database, Limits(), Stop())
    next(iter(session.stream("SELECT a.id FROM person a, person b")))
    session.close()
    assert threading.active_count() == before


def test_rows_come_as_they_are_made_and_memory_stays_bounded(session: Session) -> None:
    before = psutil.Process().memory_info().rss
    stream = session.stream("SELECT repeat('x', 1000) || a.id || b.id FROM person a, person b, person c")
    batches = iter(stream)
    for _ in range(10):
        next(batches)
    assert psutil.Process().memory_info().rss - before < 300 * 2**20
    assert not stream.truncated


def test_a_query_that_wants_too_much_memory_says_so(session: Session) -> None:
    with pytest.raises(QueryFailed, match="more memory"):
        session.run("SELECT list(a.name || b.name || c.id) FROM person a, person b, range(100) c(id)")
    assert session.run("SELECT 1").rows == ((1,),)


@pytest.mark.parametrize(
    ("sql", "message", "hint"),
    [
        ("SELECT upperr(name) FROM person", "DuckDB has no function upperr.", "Did you mean upper?"),
        ("SELECT julianday(born) FROM person", "DuckDB has no function julianday.", "DuckDB writes date_diff"),
        ("SELECT * FROM persn", "There is no table “persn”.", "Did you mean person?"),
        ("SELECT nam FROM person", "There is no column “nam”.", "Did you mean name"),
        ("SELECT id FROM person JOIN city ON city_id = city.id", "The column id stands in several", "Put the table's"),
        ("SELECT city_id, COUNT(*) FROM person", "The column city_id must stand in GROUP BY", "any_value(city_id)"),
        ("SELECT 1 FROM person WHERE COUNT(*) > 1", "DuckDB: WHERE clause cannot", "HAVING"),
        ("SELECT SUM(name) FROM person", "DuckDB has no sum(VARCHAR) for values", "TRY_CAST(column AS DOUBLE)"),
        ("SELECT CAST(name AS INTEGER) FROM person", "A value cannot be converted: Could not convert", "TRY_CAST"),
        ("SELECT (SELECT id FROM person)", "A subquery that stands for one value", "LIMIT 1"),
        ("SELEC 1", "DuckDB cannot run the query: syntax error at or near \"selec\".", ""),
    ],
)  # fmt: skip
def test_a_failure_is_said_in_words_with_a_hint(session: Session, sql: str, message: str, hint: str) -> None:
    with pytest.raises(QueryFailed) as caught:
        session.run(sql)
    assert caught.value.problem.message.lower().startswith(message.lower())
    assert hint in caught.value.problem.hint


def test_values_are_json_shaped(session: Session) -> None:
    row = session.run(
        "SELECT 1::HUGEINT, 1.10::DECIMAL(5, 2), DATE '2024-01-02', TIMESTAMP '2024-01-02 03:04:05', TIME '10:00', 'ab'::BLOB, "
        "[1, 2], {'a': DATE '2024-01-02'}, MAP {DATE '2024-01-02': 1}, 'nan'::DOUBLE, INTERVAL 3 DAYS, uuid(), NULL, true"
    ).rows[0]
    assert row[:4] == (1, 1.1, "2024-01-02", "2024-01-02 03:04:05")
    assert row[4:9] == ("10:00:00", "[2 bytes]", "[1, 2]", '{"a": "2024-01-02"}', '{"2024-01-02": 1}')
    assert json.loads(json.dumps(row, allow_nan=False))


def test_a_plan_is_lines_and_compiling_tells_queries_apart(session: Session) -> None:
    assert any("person" in line.lower() for line in session.plan("SELECT name FROM person WHERE id = 3"))
    assert session.compiled("SELECT name FROM person WHERE id = 3") == session.compiled(
        "SELECT name FROM person WHERE id=3"
    )
    assert session.compiled("SELECT name FROM person WHERE id = 3") != session.compiled(
        "SELECT name FROM person WHERE id = 4"
    )


def test_helper_queries_give_values_or_nothing(opened: Opened, database: Path, session: Session) -> None:
    _, schema = opened(database)
    (city,) = (table for table in schema.tables if table.name == "city")
    assert sorted(session.values(different_values(city, "name", 5), 1.0) or ()) == ["Oslo", "Paris"]
    assert session.values(different_values(city, "gone", 5), 1.0) is None


def test_a_whole_check_runs_on_duckdb(opened: Opened, database: Path) -> None:
    found = check("SELECT name FROM city WHERE area > 200", subject_of(*opened(database)), Stop())
    assert found.result["rows"] == [["Oslo"]]
    assert "DuckDB compiled it (EXPLAIN)." in found.evidence


def broken(database: Path, what: str) -> Path:
    content: Any = bytearray(database.read_bytes())
    if what == "damaged":
        content[9000:] = bytes(len(content) - 9000)
    elif what == "cut":
        content = content[:5000]
    elif what == "foreign":
        content = b"something else" * 1000
    path = database.with_name(f"{what}.duckdb")
    path.write_bytes(bytes(content))
    return path


@pytest.mark.parametrize(
    ("what", "kind", "said"),
    [
        ("damaged", StorageError, "damaged"),
        ("cut", StorageError, "damaged"),
        ("foreign", InputError, "is not a DuckDB"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(
    database: Path, what: str, kind: type[Exception], said: str, ask: Ask
) -> None:
    with pytest.raises(kind, match=said):
        ask(broken(database, what), "SELECT SUM(id), MAX(name), MAX(born) FROM person")


def test_an_encrypted_file_is_said(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "secret.duckdb"
    with closing(duckdb.connect()) as connection:
        connection.execute("SET force_mbedtls_unsafe = 'true'")
        connection.execute(f"ATTACH '{path}' AS e (ENCRYPTION_KEY 'k')")
        connection.execute("CREATE TABLE e.t AS SELECT 1 AS a")
        connection.execute("DETACH e")
    with pytest.raises(InputError, match="encrypted"):
        opened(path)


def test_a_file_that_another_program_writes_to_is_said(database: Path, opened: Opened) -> None:
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StorageError, match="locked"):
            opened(database)
        other.kill()


def test_two_sessions_ask_one_file_at_once(database: Path) -> None:
    with started(database, Limits(), Stop()) as one, started(database, Limits(), Stop()) as other:
        assert one.run("SELECT COUNT(*) FROM city").rows == other.run("SELECT COUNT(*) FROM city").rows == ((2,),)


def test_a_recursive_query_runs_on_one_thread_behind_the_same_lock(database: Path, tmp_path: Path) -> None:
    once = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3)"
    with started(database, Limits(), Stop()) as other, started(database, Limits(), Stop()) as session:
        before = session.run("SELECT current_database()").rows
        threads = session.run(f"{once} SELECT DISTINCT current_setting('threads') FROM r").rows
        assert threads == ((1,),)
        assert session.run("SELECT current_database()").rows == before
        assert other.run("SELECT current_setting('threads')").rows != threads or os.cpu_count() == 1
        secret = tmp_path / "secret.csv"
        secret.write_text("a\n1\n")
        for sql in (f"SELECT * FROM read_text('{secret}')", "SET threads = 4", "CREATE TABLE memory.evil (a INTEGER)"):
            with pytest.raises(QueryFailed):
                session.run(sql)
