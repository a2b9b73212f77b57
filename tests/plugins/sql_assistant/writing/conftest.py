"""Databases that may be written to, each with the switch of its connection on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from plugins.sql_assistant.check import Subject, subject_of
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.sources.opening import open_source

ROWS = """
INSERT INTO customer VALUES (1, 'Ana', 'Paris', '2020-01-02', 1.5), (2, 'Bo', 'Oslo', NULL, 2), (3, 'Zoe', 'Paris', '1999-01-01', 3);
INSERT INTO invoice VALUES (1, 1, 120.5), (2, 1, 20), (3, 2, 300);
INSERT INTO nokey VALUES ('a', 1), ('a', 1), ('b', 2);
"""
SCRIPT = """
CREATE TABLE customer (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, city VARCHAR(40), born DATE, price NUMERIC(10,2));
CREATE TABLE invoice (id INTEGER PRIMARY KEY, customer_id INTEGER, total FLOAT,
  FOREIGN KEY (customer_id) REFERENCES customer (id){cascade});
CREATE TABLE nokey (a VARCHAR(10), b INTEGER);
CREATE TABLE noted (what VARCHAR(40));
"""
CASCADING = SCRIPT.replace("{cascade}", " ON DELETE CASCADE") + ROWS
RESTRICTING = SCRIPT.replace("{cascade}", "") + ROWS
SQLITE = """
CREATE TABLE "Order Details" (id INTEGER PRIMARY KEY, "unit price" REAL);
INSERT INTO "Order Details" VALUES (1, 9.5);
CREATE TRIGGER invoice_begin AFTER UPDATE OF total ON invoice BEGIN INSERT INTO noted VALUES ('updated'); END;
CREATE VIEW big AS SELECT * FROM invoice WHERE total > 100;
CREATE VIRTUAL TABLE docs USING fts5(body);
CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT);
CREATE TRIGGER doc_added AFTER INSERT ON doc BEGIN INSERT INTO docs (rowid, body) VALUES (new.id, new.body); END;
"""

Open = Callable[[str], Subject]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The tool's own folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(data: Path) -> Open:
    """Open an address and switch writing on for it."""

    def go(address: str) -> Subject:
        source = open_source(address, data)
        Connections(data).keep(Connection(source.address, may_write=True))
        return subject_of(source, source.read_schema())

    return go


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(CASCADING + SQLITE)
    return path


@pytest.fixture
def duckdb_file(tmp_path: Path) -> Path:
    path = tmp_path / "shop.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(RESTRICTING)
    return path


@pytest.fixture
def subject(opened: Open, sqlite_file: Path) -> Subject:
    return opened(str(sqlite_file))
