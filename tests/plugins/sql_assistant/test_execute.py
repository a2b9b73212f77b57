from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from plugins.sql_assistant.check import Subject, check, subject_of
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Stop
from plugins.sql_assistant.sources.sqlite_session import SqliteSession
from plugins.sql_assistant.sources.sqlite_source import SqliteSource, read_schema

ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT {} FROM r"


def test_rows_beyond_the_cap_are_cut_and_said_so(subject: Subject) -> None:
    found = check(ENDLESS.format("n"), subject, Stop(), Limits(max_rows=50))
    assert found.result["truncated"] is True
    assert found.result["row_count"] == 50
    assert "cut there" in found.evidence[-1]


def test_bytes_beyond_the_cap_are_cut(subject: Subject) -> None:
    found = check(ENDLESS.format("printf('%1000d', n)"), subject, Stop(), Limits(max_bytes=10_000))
    assert found.result["row_count"] == 10


def test_exactly_as_many_rows_as_the_cap_are_not_cut(subject: Subject) -> None:
    assert check("SELECT id FROM customer", subject, Stop(), Limits(max_rows=3)).result["truncated"] is False


def test_a_deadline_is_a_problem_with_advice(subject: Subject) -> None:
    (problem,) = check(ENDLESS.format("COUNT(*)"), subject, Stop(), Limits(timeout_s=0.1)).problems
    assert "stopped after 0.1 seconds" in problem.message


def test_asking_for_the_end_interrupts_a_running_query(subject: Subject) -> None:
    stop = Stop()
    timer = threading.Timer(0.1, stop.ask)
    timer.start()
    with pytest.raises(QueryStopped):
        check(ENDLESS.format("COUNT(*)"), subject, stop, Limits(timeout_s=30))
    timer.join()


def test_values_are_json_shaped(tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE odd (a, b, c, d, e)")
        connection.execute("INSERT INTO odd VALUES (?, ?, ?, 9e999, CAST(x'ff41' AS TEXT))", (b"\x00\x01", 2**62, None))
    found = check("SELECT * FROM odd", subject_of(SqliteSource(path), read_schema(path)), Stop())
    assert found.result["rows"] == [["[2 bytes]", 2**62, None, "inf", "\ufffdA"]]
    assert json.loads(json.dumps(dict(found.result), allow_nan=False))["columns"] == list("abcde")


def test_the_query_is_laid_out_only_where_sqlite_reads_the_same(subject: Subject) -> None:
    laid_out = check("SELECT COUNT ( * ) FROM customer WHERE city = 'Paris'", subject, Stop())
    assert laid_out.output == "SELECT\n  COUNT(*)\nFROM customer\nWHERE\n  city = 'Paris'"
    kept = check("SELECT SUBSTR(city, 1, 2) FROM customer;", subject, Stop())
    assert kept.output == "SELECT SUBSTR(city, 1, 2) FROM customer"


def test_reading_a_table_that_is_not_in_the_schema_is_denied(small: Path) -> None:
    with (
        SqliteSession(small, frozenset({"customer"}), Limits(), Stop()) as database,
        pytest.raises(QueryFailed, match="refuses"),
    ):
        database.run("SELECT * FROM invoice")


def test_a_name_that_with_defines_opens_no_other_table(small: Path) -> None:
    with SqliteSession(small, frozenset({"customer"}), Limits(), Stop()) as database, pytest.raises(QueryFailed):
        database.run("SELECT id FROM invoice", frozenset({"invoice"}))


def test_the_file_may_lie_on_read_only_ground_in_wal_mode(small: Path) -> None:
    with closing(sqlite3.connect(small)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    small.chmod(0o444)
    small.parent.chmod(0o555)
    try:
        assert read_schema(small).tables[0].row_count == 3
    finally:
        small.parent.chmod(0o755)
