"""Real files of every kind, and a DuckDB database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Rows, Source, Stop
from plugins.sql_assistant.sources.opening import open_source

SCRIPT = """
CREATE TABLE city (id INTEGER PRIMARY KEY, name VARCHAR, area DECIMAL(10, 2));
CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR, city_id INTEGER REFERENCES city (id), born DATE);
CREATE VIEW named AS SELECT name FROM person;
CREATE SCHEMA sales;
CREATE TABLE sales.invoice (id INTEGER, total DOUBLE);
COMMENT ON TABLE person IS 'Who lives where.';
COMMENT ON COLUMN person.born IS 'Day of birth.';
INSERT INTO city VALUES (1, 'Oslo', 454.12), (2, 'Paris', 105.4);
INSERT INTO person SELECT i, 'person ' || i, 1 + i % 2, DATE '2000-01-01' + i::INTEGER FROM range(1000) r(i);
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "people.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(SCRIPT)
    return path


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


Opened = Callable[[Path | str], tuple[Source, Schema]]
Ask = Callable[[Path | str, str], Rows]


@pytest.fixture
def opened(data_dir: Path) -> Opened:
    """Open an address and read its schema."""

    def go(given: Path | str) -> tuple[Source, Schema]:
        source = open_source(str(given), data_dir)
        return source, source.read_schema()

    return go


@pytest.fixture
def ask(opened: Opened) -> Ask:
    """Ask an address with the engine's own guard alone: no policy stands before it."""

    def go(given: Path | str, sql: str) -> Rows:
        source, schema = opened(given)
        with source.session(schema, Limits(timeout_s=20), Stop()) as session:
            return session.run(sql)

    return go
