"""Queries in a process of their own: what the engine does not hear ends it, and the next query finds another."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources import query_process
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop
from plugins.sql_assistant.sources.child import POOL
from plugins.sql_assistant.sources.duckdb_source import DuckdbSource
from plugins.sql_assistant.sources.query_process import ProcessSession
from plugins.sql_assistant.sources.sqlite_source import SqliteSource

DEAF_SQLITE = "SELECT instr(printf('%010000000d', 0), printf('%02000000d', 1))"
"""A search of millions of zeros for a million of them with a one behind: a single step of SQLite's machine."""

DEAF_DUCKDB = "SELECT length(lpad('a', 2000000000, 'b'))"
SOON = Limits(timeout_s=0.5)


@pytest.fixture
def source(tmp_path: Path) -> SqliteSource:
    path = tmp_path / "towns.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE town (name TEXT, people INTEGER)")
        connection.executemany("INSERT INTO town VALUES (?, ?)", [(f"t{n}", n) for n in range(5_000)])
    return SqliteSource(path)


@pytest.fixture
def duck(tmp_path: Path) -> DuckdbSource:
    import duckdb

    path = tmp_path / "towns.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE town AS SELECT 1 AS id")
    return DuckdbSource(path)


def opened(source: SqliteSource | DuckdbSource, limits: Limits = SOON, stop: Stop | None = None) -> ProcessSession:
    session = source.session(source.read_schema(), limits, stop or Stop())
    assert isinstance(session, ProcessSession)
    return session


def pid_of(session: ProcessSession) -> int:
    assert session.child is not None
    return session.child.pid


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_function_that_looks_at_no_deadline_is_ended_with_its_process(source: SqliteSource) -> None:
    with opened(source) as session:
        pid = pid_of(session)
        began = time.monotonic()
        with pytest.raises(QueryFailed, match=r"stopped after 0\.5 seconds"):
            session.run(DEAF_SQLITE)
        assert time.monotonic() - began < 10
        assert is_gone(pid)
        assert session.run("SELECT COUNT(*) FROM town").rows == ((5_000,),), "the next query finds another process"


def test_duckdb_too(duck: DuckdbSource) -> None:
    with opened(duck) as session:
        with pytest.raises(QueryFailed):
            session.run(DEAF_DUCKDB)
        assert session.run("SELECT id FROM town").rows == ((1,),)


def test_what_takes_more_memory_than_a_query_may_have_is_told(
    duck: DuckdbSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_process, "MOST_MEMORY", 200 * 2**20)
    POOL.close()
    with opened(duck, Limits(timeout_s=20)) as session, pytest.raises(QueryFailed, match="memory"):
        session.run("SELECT length(lpad('a', 1500000000, 'b'))")
    POOL.close()


def test_a_stop_that_the_engine_does_not_hear_ends_the_process(source: SqliteSource) -> None:
    stop = Stop()
    with opened(source, Limits(timeout_s=60), stop) as session:
        pid = pid_of(session)
        threading.Timer(0.2, stop.ask).start()
        with pytest.raises(QueryStopped):
            session.run(DEAF_SQLITE)
        assert is_gone(pid)


def test_a_process_that_is_killed_is_an_answer_and_not_the_end(source: SqliteSource) -> None:
    with opened(source, Limits(timeout_s=30)) as session:
        pid = pid_of(session)
        threading.Timer(0.2, os.kill, (pid, signal.SIGKILL)).start()
        with pytest.raises(QueryFailed, match="memory"):
            session.run(DEAF_SQLITE)
        assert session.run("SELECT 1").rows == ((1,),)


def test_a_process_serves_one_session_after_another(source: SqliteSource) -> None:
    with opened(source) as first:
        pid = pid_of(first)
    with opened(source) as second:
        assert pid_of(second) == pid
        with opened(source) as beside:
            assert pid_of(beside) != pid


def test_a_waiting_process_that_died_is_not_given_out(source: SqliteSource) -> None:
    with opened(source) as session:
        pid = pid_of(session)
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(pid)], timeout=10) if psutil.pid_exists(pid) else None
    with opened(source) as session:
        assert session.run("SELECT 1").rows == ((1,),)


def test_a_result_that_is_left_alone_stands_in_nobodys_way(source: SqliteSource) -> None:
    with opened(source) as session:
        stream = session.stream("SELECT name FROM town")
        assert stream.columns == ("name",)
        assert next(iter(stream))
        assert session.run("SELECT people FROM town WHERE name = 't7'").rows == ((7,),)


def test_all_rows_come_in_their_order_and_are_cut_where_they_must(source: SqliteSource) -> None:
    with opened(source, Limits(max_rows=10_000)) as session:
        stream = session.stream("SELECT people FROM town ORDER BY people")
        assert [row[0] for batch in stream for row in batch] == list(range(5_000))
        assert not stream.truncated
    with opened(source, Limits(max_rows=1_200)) as session:
        found = session.run("SELECT people FROM town")
        assert (len(found.rows), found.truncated) == (1_200, True)


def test_closing_while_another_thread_waits_ends_both(source: SqliteSource) -> None:
    session = opened(source, Limits(timeout_s=60))
    ended: list[BaseException] = []

    def wait() -> None:
        try:
            session.run(DEAF_SQLITE)
        except (QueryStopped, QueryFailed) as error:
            ended.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.1)
    session.close()
    waiting.join(20)
    assert [type(error) for error in ended] == [QueryStopped]


def test_rows_of_many_megabytes_do_not_come_a_thousand_at_a_time(source: SqliteSource) -> None:
    wide = "SELECT printf('%010000000d', people) FROM town"
    with opened(source, Limits(timeout_s=20, max_bytes=64 * 2**20)) as session:
        found = session.run(wide)
    assert found.truncated
    assert 1 <= len(found.rows) <= 6


SLEEPER = """
import sys
from pathlib import Path
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
source = SqliteSource(Path(sys.argv[1]))
session = source.session(source.read_schema(), Limits(timeout_s=600), Stop())
print(session.child.pid, flush=True)
session.run(sys.argv[2])
"""


def test_a_query_ends_with_the_program_even_if_that_is_killed(source: SqliteSource) -> None:
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r"
    program = subprocess.Popen(
        [sys.executable, "-c", SLEEPER, str(source.path), endless], stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    pid = int(program.stdout.readline())
    assert psutil.pid_exists(pid)
    program.kill()
    program.wait()
    program.stdout.close()
    child = psutil.Process(pid) if psutil.pid_exists(pid) else None
    if child is not None:
        child.wait(20)
    assert is_gone(pid)
    with opened(source) as session:
        assert session.run("SELECT COUNT(*) FROM town").rows == ((5_000,),)


def test_what_is_no_database_says_so_from_there_too(tmp_path: Path) -> None:
    from app.errors import InputError

    bad = tmp_path / "bad.sqlite"
    bad.write_bytes(b"no database at all, but long enough to be looked at")
    with pytest.raises(InputError) as caught:
        SqliteSource(bad).session(Schema(()), SOON, Stop())
    assert caught.value.field == "database"


def test_a_session_is_what_it_stands_for(source: SqliteSource) -> None:
    with opened(source) as session:
        assert isinstance(session, Session)
        assert session.plan("SELECT name FROM town") == ["SCAN town"]
        assert session.compiled("SELECT name FROM town") == session.compiled("SELECT  name FROM town")
