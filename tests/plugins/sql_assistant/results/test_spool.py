"""Real queries run into a store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.api import AppError, Problem
from plugins.sql_assistant.results.spool import all_rows, spool, stream_of
from plugins.sql_assistant.results.store import ResultStore
from plugins.sql_assistant.sources.base import Limits, QueryFailed, Stop, Stream
from plugins.sql_assistant.sources.sqlite_source import SqliteSource, read_schema

MANY = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < {most}) SELECT n, 'x' AS x FROM r"


@pytest.fixture
def query(small: Path, tmp_path: Path) -> Iterator[Any]:
    stores: list[ResultStore] = []

    def start(sql: str, stop: Stop | None = None, limits: Limits | None = None) -> ResultStore:
        source = SqliteSource(small)
        opened = stream_of(source, read_schema(small), sql, limits or Limits(max_rows=10**7), stop or Stop())
        stores.append(spool(opened, tmp_path / "rows"))
        return stores[-1]

    yield start
    for store in stores:
        store.close()


def ended(store: ResultStore, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: store.is_complete, timeout=20_000)


def test_the_first_rows_are_there_before_the_last(query: Any, qtbot: Any) -> None:
    stop = Stop()
    store = query(MANY.format(most=10**7), stop)
    assert store.page(store.everything, 0, 2) == [(1, "x"), (2, "x")]
    assert not store.is_complete
    stop.ask()
    ended(store, qtbot)
    assert store.truncated
    assert store.row_count >= 100
    assert store.problem is None


def test_all_rows_arrive_in_order(query: Any, qtbot: Any) -> None:
    store = query(MANY.format(most=25_000))
    ended(store, qtbot)
    assert (store.row_count, store.truncated) == (25_000, False)
    assert store.page(store.everything, 24_999, 5) == [(25_000, "x")]


def test_a_cap_on_rows_is_said(query: Any, qtbot: Any) -> None:
    store = query(MANY.format(most=25_000), None, Limits(max_rows=3_000))
    ended(store, qtbot)
    assert (store.row_count, store.truncated) == (3_000, True)


def test_no_rows_are_a_result_too(query: Any, qtbot: Any) -> None:
    store = query("SELECT id, city FROM customer WHERE id < 0")
    ended(store, qtbot)
    assert (store.columns, store.row_count) == (("id", "city"), 0)


def test_a_query_that_fails_at_once_raises_here(query: Any) -> None:
    with pytest.raises(QueryFailed, match="no function nope"):
        query("SELECT nope(1)")


def test_what_fails_later_is_the_problem_of_the_rows_that_came(tmp_path: Path, qtbot: Any) -> None:
    def rows() -> Iterator[tuple[int]]:
        yield from ((n,) for n in range(1_000))
        raise QueryFailed(problem_of_the_server())

    @contextmanager
    def opened() -> Iterator[Stream]:
        yield Stream(["n"], rows(), Limits())

    store = spool(opened, tmp_path)
    ended(store, qtbot)
    assert store.row_count == 1_000
    assert store.problem is not None
    assert store.problem.message == "The server is gone."
    store.close()


@pytest.mark.parametrize("sql", ["DELETE FROM customer", "SELECT nope FROM customer", "SELECT load_extension('x')"])
def test_what_is_run_for_all_of_its_rows_is_checked_anew(small: Path, tmp_path: Path, sql: str) -> None:
    with pytest.raises(AppError):
        all_rows(SqliteSource(small), read_schema(small), sql, tmp_path / "rows", Stop())
    assert not (tmp_path / "rows").exists()


def problem_of_the_server() -> Problem:
    return Problem("The server is gone.", hint="")
