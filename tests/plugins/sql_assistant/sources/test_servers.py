"""Addresses of servers; and engines that are reached through SQLAlchemy alone, shown on a SQLite file."""

from __future__ import annotations

import builtins
import socket
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from app.api import InputError, StorageError
from plugins.sql_assistant.lookups import different_values
from plugins.sql_assistant.schema import ForeignKey
from plugins.sql_assistant.sources import mysql_connection, postgres_connection, server_address
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.sources.server_source import ServerSource
from plugins.sql_assistant.sources.sqlite_source import SqliteSource

SCRIPT = """
CREATE TABLE city (country TEXT, name TEXT, PRIMARY KEY (country, name));
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, country TEXT, city TEXT,
  FOREIGN KEY (country, city) REFERENCES city (country, name));
CREATE VIEW named AS SELECT name FROM person;
INSERT INTO city VALUES ('NO', 'Oslo'), ('FR', 'Paris');
"""
LONG = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"


@pytest.fixture
def other(tmp_path: Path) -> ServerSource:
    path = tmp_path / "towns.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCRIPT)
    return ServerSource(f"sqlite+pysqlite:///{path}")


ADDRESSES = (
    ("postgres://ann:s3cret@db.example.org/sales", "postgres", "PostgreSQL", "sales on db.example.org", "postgresql://ann@db.example.org/sales"),
    ("postgresql+psycopg://db:5433/sales", "postgres", "PostgreSQL", "sales on db:5433", "postgresql+psycopg://db:5433/sales"),
    ("postgresql://db:5432/sales?password=s3cret&sslmode=require", "postgres", "PostgreSQL", "sales on db", "postgresql://db:5432/sales?sslmode=require"),
    ("postgres://db/odd%20name", "postgres", "PostgreSQL", "odd name on db", "postgresql://db/odd name"),
    ("postgres://[::1]:5433/x", "postgres", "PostgreSQL", "x on [::1]:5433", "postgresql://[::1]:5433/x"),
    ("mysql://ann:s3cret@db/shop", "mysql", "MySQL", "shop on db", "mysql://ann@db/shop"),
    ("mariadb://db/shop", "mysql", "MariaDB", "shop on db", "mariadb://db/shop"),
    ("mssql+pyodbc://sa:s3cret@db/shop?driver=x", "tsql", "SQL Server", "shop on db", "mssql+pyodbc://sa@db/shop?driver=x"),
    ("mssql+pyodbc://?odbc_connect=SERVER%3Ddb%3BPWD%3Ds3cret", "tsql", "SQL Server", "SQL Server", "mssql+pyodbc://"),
    ("snowflake://ann:s3cret@account/db/schema", "snowflake", "Snowflake", "db/schema on account", "snowflake://ann@account/db/schema"),
    ("oracle+oracledb://h/x", "oracle", "Oracle Database", "x on h", "oracle+oracledb://h/x"),
    ("bigquery://project/set", "bigquery", "BigQuery", "set on project", "bigquery://project/set"),
    ("trino://h:8080/hive", "trino", "Trino", "hive on h:8080", "trino://h:8080/hive"),
    ("firebird://h/x", "", "firebird", "x on h", "firebird://h/x"),
)  # fmt: skip


@pytest.mark.parametrize(("given", "dialect", "product", "title", "address"), ADDRESSES)
def test_an_address_is_taken_apart_and_shown_without_its_password(
    given: str, dialect: str, product: str, title: str, address: str, tmp_path: Path
) -> None:
    source = open_source(given, tmp_path)
    assert (source.dialect, source.product, source.title, source.address) == (dialect, product, title, address)
    assert source.sees_everything is False
    assert "s3cret" not in f"{source!r} {source.title} {source.address}"


@pytest.mark.parametrize("given", ["postgres://", "http//x", "postgres://ann:p@ss@db/x", "postgres://db:port/x"])
def test_what_is_no_address_is_said_so_without_repeating_it(given: str) -> None:
    if given == "postgres://":  # libpq's own defaults
        assert ServerSource(given).title == "PostgreSQL"
        return
    with pytest.raises(InputError) as caught:
        ServerSource(given)
    assert "p@ss" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("form", ["sqlite:///{}", "file://{}", "sqlite+pysqlite:///{}"])
def test_an_address_of_a_file_opens_the_file_itself(form: str, small: Path, tmp_path: Path) -> None:
    assert open_source(form.format(small), tmp_path) == SqliteSource(small)


@pytest.mark.parametrize(
    ("address", "message", "hint"),
    [
        ("oracle://h/x", "The driver for Oracle Database is not installed.", 'Run: pip install "oracledb"'),
        ("snowflake://h/x", "The driver for Snowflake is not installed.", 'Run: pip install "snowflake-sqlalchemy"'),
        ("firebird://h/x", "“firebird” is no kind of database that is known.", "install the package that brings it"),
    ],
)
def test_a_driver_that_is_missing_is_named(address: str, message: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        ServerSource(address).read_schema()
    assert caught.value.message == message
    assert hint in caught.value.hint


@pytest.mark.parametrize(("scheme", "module"), [("postgresql", "psycopg"), ("mysql", "pymysql")])
def test_without_a_driver_the_extra_to_install_is_named(
    scheme: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name == module:
            raise ImportError(name)
        return real(name, *args, **options)

    for name in [name for name in sys.modules if name.split(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError) as caught:
        ServerSource(f"{scheme}://h/x").read_schema()
    assert caught.value.hint == f'Run: pip install "polymath-desktop[{scheme}]"'


@pytest.mark.parametrize("scheme", ["postgresql", "mysql"])
def test_a_server_that_says_nothing_is_not_waited_for(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (mysql_connection, postgres_connection):
        monkeypatch.setattr(module, "CONNECT_TIMEOUT_S", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        source = ServerSource(f"{scheme}://ann:s3cret@127.0.0.1:{silent.getsockname()[1]}/x")
        with pytest.raises(StorageError, match="did not answer within"):
            source.test_connection()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "ann", database "x", no encryption', "takes only encrypted connections"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "ann", database "x", SSL encryption', "does not let “ann” in"),
        ("FATAL:  sorry, too many clients already", "has too many connections"),
        ("FATAL:  the database system is starting up", "is starting or shutting down"),
        ("connection failed: SSL error: certificate verify failed", "No secure connection to db"),
        ("something else happened", "db cannot be asked: something else happened."),
    ],
)  # fmt: skip
def test_what_postgresql_says_of_a_connection_is_put_into_words(said: str, words: str) -> None:
    place = server_address.place_of("postgresql://ann:s3cret@db/x")
    problem = postgres_connection.mapped(psycopg.OperationalError(said), place)
    assert words in problem.message
    assert problem.hint


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1040, "has too many connections"),
        (1130, "does not let “ann” in"),
        (3159, "takes only encrypted connections"),
        (2026, "No secure connection to db"),
        (9999, "db cannot be asked: so it said."),
    ],
)
def test_what_mysql_says_of_a_connection_is_put_into_words(number: int, words: str) -> None:
    place = server_address.place_of("mysql://ann:s3cret@db/x")
    problem = mysql_connection.mapped(pymysql.OperationalError(number, "so it said"), place)
    assert words in problem.message
    assert problem.hint


def test_another_engine_is_read_through_sqlalchemy(other: ServerSource) -> None:
    schema = other.read_schema()
    assert {t.name: t.kind for t in schema.tables} == {"city": "table", "person": "table", "named": "view"}
    assert [(c.name, c.type, c.is_key) for c in schema.by_name["city"].columns] == [
        ("country", "TEXT", True),
        ("name", "TEXT", True),
    ]
    assert schema.keys == (
        ForeignKey("person", "country", "city", "country"),
        ForeignKey("person", "city", "city", "name"),
    )


def test_another_engine_is_asked_and_what_was_written_is_rolled_back(other: ServerSource) -> None:
    schema = other.read_schema()
    with other.session(schema, Limits(max_rows=1), Stop()) as session:
        found = session.run("SELECT name FROM city ORDER BY name")
        assert (found.columns, found.rows, found.truncated) == (("name",), (("Oslo",),), True)
        assert session.values(different_values(schema.by_name["city"], "name", 5), 1.0) == ["Oslo", "Paris"]
        with pytest.raises(QueryFailed, match="cannot run the query: no such column: nam"):
            session.run("SELECT nam FROM city")
        session.stream("DELETE FROM city RETURNING name")
    with other.session(schema, Limits(), Stop()) as session:
        assert session.run("SELECT count(*) FROM city").rows == ((2,),)


def test_another_engine_s_query_ends_when_it_must(other: ServerSource) -> None:
    stop = Stop()
    threading.Timer(0.3, stop.ask).start()
    started = time.monotonic()
    with other.session(other.read_schema(), Limits(timeout_s=60), stop) as session, pytest.raises(QueryStopped):
        session.run(LONG)
    assert time.monotonic() - started < 10


def test_another_engine_s_greeting_says_that_its_lock_is_not_known(other: ServerSource) -> None:
    greeting = other.test_connection()
    assert greeting.read_only_possible is False
    assert "A role that can only read is safer." in greeting.notes[0]
    assert "only plain SQL" in greeting.notes[1]


def test_what_a_driver_cannot_open_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="unable to open database file"):
        ServerSource(f"sqlite+pysqlite:///{tmp_path}/no/such/folder/x.db").read_schema()
