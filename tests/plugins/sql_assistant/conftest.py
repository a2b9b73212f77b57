"""A real SQLite file with two tables, names that need quotes, and the sample shop."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.api import Verification
from plugins.sql_assistant import flags, inside, linking, literals, missing
from plugins.sql_assistant.check import Subject, check, subject_of
from plugins.sql_assistant.sample_db import sample_database
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource, read_schema

SCRIPT = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, city TEXT);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer, total REAL, invoice_date DATE);
CREATE TABLE "Order Details" (id INTEGER PRIMARY KEY, "unit price" REAL, "group" TEXT);
CREATE INDEX customer_city ON customer (city);
CREATE VIEW big AS SELECT * FROM invoice WHERE total > 100;
INSERT INTO customer VALUES (1, 'Ana', 'Silva', 'Paris'), (2, 'Bo', 'Berg', 'Oslo'), (3, 'Zoé', 'Moreau', 'Paris');
INSERT INTO invoice VALUES (1, 1, 120.5, '2023-01-02'), (2, 1, 20, '2023-02-03'), (3, 2, 300, '2024-05-06');
INSERT INTO "Order Details" VALUES (1, 9.5, 'a');
"""


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let values be looked for to the end on a machine that is busy with other tests."""
    for module in (flags, inside, linking, literals, missing):
        monkeypatch.setattr(module, "LOOKUP_S", _PATIENCE_S)


_PATIENCE_S = 30.0


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    return path


@pytest.fixture
def subject(small: Path) -> Subject:
    return subject_of(SqliteSource(small), read_schema(small))


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_database(tmp_path_factory.mktemp("shop"))


Ask = Callable[..., Verification]


@pytest.fixture
def ask(subject: Subject) -> Ask:
    """Check a query against the small database with a short deadline."""
    return lambda sql, **options: check(sql, subject, Stop(), Limits(timeout_s=0.5), **options)
