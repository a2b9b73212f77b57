"""What stands in a column, read from real engines."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from plugins.sql_assistant.samples import Asked, Samples, first_rows, samples
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.opening import open_source
from tests.helpers.postgres_server import PostgresServer

SCRIPT = """
CREATE TABLE "odd table" (id INTEGER, "the town" VARCHAR(20));
INSERT INTO "odd table" VALUES (1, 'Rome'), (2, 'Rome'), (3, NULL), (4, 'Paris'), (5, 'Rome'), (6, NULL);
"""


@pytest.fixture(
    params=["sqlite", "duckdb", pytest.param("postgres", marks=pytest.mark.server), pytest.param("mysql", marks=pytest.mark.server)]
)  # fmt: skip
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
            connection.executescript(SCRIPT)
        return str(tmp_path / "a.sqlite")
    if request.param == "duckdb":
        with closing(duckdb.connect(str(tmp_path / "a.duckdb"))) as connection:
            connection.execute(SCRIPT)
        return str(tmp_path / "a.duckdb")
    server = request.getfixturevalue(request.param)
    return str(server.create_database("sampled", SCRIPT if request.param == "postgres" else SCRIPT.replace('"', "`")))


def read(address: str, data_dir: Path) -> tuple[Samples, list[tuple[object, ...]]]:
    source = open_source(address, data_dir)
    schema = source.read_schema()
    table = schema.table("odd table")
    assert table is not None
    with source.session(schema, Limits(), Stop()) as session:
        rows = session.run(first_rows(source, table, 2)).rows
    return samples(Asked(source, schema, table, "the town", Stop())), list(rows)


def test_values_come_with_how_often_they_stand_there_null_among_them(address: str, tmp_path: Path) -> None:
    found, rows = read(address, tmp_path)
    assert found.values[0] == ("Rome", 3)
    assert set(found.values[1:]) == {(None, 2), ("Paris", 1)}
    assert (found.scanned, found.is_whole) == (6, True)
    assert (found.present, found.different) == (4, 2)
    assert found.missing == pytest.approx(1 / 3)
    assert len(rows) == 2


@pytest.mark.server
def test_values_that_cannot_be_compared_are_told_as_text(postgres: PostgresServer, tmp_path: Path) -> None:
    script = """CREATE TABLE t (said json); INSERT INTO t VALUES ('{"a": 1}'), ('{"a": 1}'), (NULL);"""
    source = open_source(str(postgres.create_database("sampled_json", script)), tmp_path)
    schema = source.read_schema()
    found = samples(Asked(source, schema, schema.tables[0], "said", Stop()))
    assert found.values == (('{"a": 1}', 2), (None, 1))


def test_an_empty_table_has_no_values(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as connection:
        connection.execute("CREATE TABLE t (x)")
    source = open_source(str(tmp_path / "a.sqlite"), tmp_path)
    schema = source.read_schema()
    found = samples(Asked(source, schema, schema.tables[0], "x", Stop()))
    assert (found.values, found.scanned, found.missing) == ((), 0, 0.0)
