"""Places that can be attacked: a database with prey in it, a folder beside it that must stay as it is, a port that nobody may knock on."""

from __future__ import annotations

import hashlib
import socket
import sqlite3
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import psycopg

from plugins.sql_assistant.check import Subject, subject_of
from plugins.sql_assistant.sources.opening import open_source

if TYPE_CHECKING:
    from tests.helpers.mysql_server import MysqlServer
    from tests.helpers.postgres_server import PostgresServer

CORPUS = Path(__file__).resolve().parent / "corpus"
CANARY = "canary-7f3a91"
"""Stands in the files outside; whatever shows it has read one."""

SECRETS = (CANARY, CANARY.encode().hex(), CANARY.encode().hex().upper(), "SCRAM-SHA-256$", "*14E65567ABDB")
"""What must never be in an answer: the canary as it is or in digits, and passwords as servers keep them."""

_TABLES = """
CREATE TABLE prey (id INTEGER PRIMARY KEY, name VARCHAR(40), weight INTEGER);
INSERT INTO prey VALUES (1, 'hare', 4), (2, 'mouse', 0), (3, 'deer', 90);
CREATE TABLE grass (n INTEGER, name VARCHAR(40));
"""
_SQLITE = """
CREATE VIEW snare AS SELECT load_extension('{secret}') AS t;
CREATE VIEW snare_catalogue AS SELECT sql FROM sqlite_master;
"""
_DUCKDB = """
CREATE SEQUENCE counter;
CREATE VIEW snare AS SELECT content FROM read_text('{secret}');
CREATE MACRO snare_macro() AS TABLE SELECT content FROM read_text('{secret}');
"""
_GRASS = "INSERT INTO grass VALUES " + ", ".join(f"({n}, 'blade {n}')" for n in range(200)) + ";"
_POSTGRES = """
CREATE SEQUENCE counter;
CREATE TABLE bitten (n int);
CREATE FUNCTION bite() RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN INSERT INTO public.bitten VALUES (1); RETURN 1; END $$;
CREATE FUNCTION bite(int, int) RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN INSERT INTO public.bitten VALUES (1); RETURN 1; END $$;
CREATE OPERATOR ### (LEFTARG = int, RIGHTARG = int, FUNCTION = bite);
CREATE FUNCTION tooth(prey) RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN INSERT INTO public.bitten VALUES (1); RETURN 1; END $$;
CREATE TYPE jaw AS (a text);
CREATE FUNCTION jawed(text) RETURNS jaw LANGUAGE plpgsql VOLATILE AS
  $$ BEGIN INSERT INTO public.bitten VALUES (1); RETURN row($1)::jaw; END $$;
CREATE CAST (text AS jaw) WITH FUNCTION jawed(text);
CREATE PROCEDURE eat() LANGUAGE sql AS 'DELETE FROM public.prey';
CREATE VIEW snare AS SELECT bite() AS n;
CREATE VIEW snare_file AS SELECT pg_read_file('{secret}') AS t;
CREATE VIEW snare_counter AS SELECT nextval('counter') AS n;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT name FROM pg_available_extensions WHERE name IN ('adminpack', 'dblink', 'file_fdw', 'lo', 'tablefunc', 'xml2') LOOP
    EXECUTE 'CREATE EXTENSION ' || one;
  END LOOP;
END $$;
SELECT lo_from_bytea(1, 'canary-7f3a91');
"""
_POSTGRES_STATE = b"""
SELECT md5(concat(
  (SELECT string_agg(p::text, '|' ORDER BY id) FROM prey AS p), (SELECT count(*) FROM grass), (SELECT count(*) FROM bitten),
  (SELECT last_value::text || is_called FROM counter), (SELECT string_agg(rolname || rolsuper, ',' ORDER BY oid) FROM pg_roles),
  (SELECT string_agg(relname || relkind::text, ',' ORDER BY oid) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
  (SELECT string_agg(proname, ',' ORDER BY oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
  (SELECT string_agg(extname, ',' ORDER BY oid) FROM pg_extension), (SELECT count(*) FROM pg_largeobject_metadata),
  (SELECT string_agg(setting, ',' ORDER BY name) FROM pg_file_settings), (SELECT count(*) FROM pg_prepared_xacts),
  (SELECT string_agg(slot_name, ',') FROM pg_replication_slots), (SELECT string_agg(roname, ',') FROM pg_replication_origin),
  (SELECT string_agg(description, ',') FROM pg_description WHERE objoid = 'prey'::regclass),
  (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')))
"""
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
GONE_WITHIN_S = 5.0
_MYSQL = """
CREATE SEQUENCE counter;
CREATE TABLE bitten (n INTEGER);
CREATE PROCEDURE eat() DELETE FROM prey;
CREATE FUNCTION bite() RETURNS INTEGER MODIFIES SQL DATA BEGIN INSERT INTO bitten VALUES (1); RETURN 1; END;
CREATE VIEW snare AS SELECT bite() AS n;
"""
_MYSQL_STATE = """
SELECT CONCAT_WS('|', (SELECT GROUP_CONCAT(id, name, weight ORDER BY id) FROM prey), (SELECT COUNT(*) FROM bitten),
  (SELECT GROUP_CONCAT(table_name ORDER BY 1) FROM information_schema.tables WHERE table_schema = 'attacked'),
  (SELECT next_not_cached_value FROM counter), (SELECT GROUP_CONCAT(user ORDER BY 1) FROM mysql.user), @@global.general_log,
  @@global.read_only, @@global.local_infile)
"""


@dataclass(frozen=True, slots=True)
class Attack:
    """A statement of the corpus.

    Attributes:
        is_harmless: it may pass, as long as nothing happens.
    """

    name: str
    sql: str
    is_harmless: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """A database and what lies around it.

    Attributes:
        out: the folder beside it.
        port: where nobody may knock.
        state: a fingerprint of all that the database holds and is set to.
        before: the fingerprint of database and folder before the first attack.
    """

    subject: Subject
    out: Path
    listener: socket.socket
    state: Callable[[], object]
    before: object

    def filled(self, sql: str) -> str:
        """The statement with the places of this world."""
        port = str(self.listener.getsockname()[1])
        places = {"{out}": str(self.out), "{secret}": str(self.out / "canary.csv"), "{port}": port}
        for name, value in places.items():
            sql = sql.replace(name, value)
        return sql

    def fingerprint(self) -> object:
        """Of the database and the folder beside it."""
        return self.state(), folder_state(self.out)

    def was_knocked_on(self) -> bool:
        """Whether somebody connected to the port."""
        try:
            self.listener.accept()[0].close()
        except BlockingIOError:
            return False
        return True


def corpus(name: str) -> list[Attack]:
    """The statements of one file of the corpus."""
    with (CORPUS / f"{name}.toml").open("rb") as file:
        return [_attack(title, given) for title, given in tomllib.load(file).items()]


def runaways(dialect: str) -> list[Attack]:
    """The queries without end that a dialect can write."""
    with (CORPUS / "runaway.toml").open("rb") as file:
        found = tomllib.load(file)
    return [Attack(name, given["sql"]) for name, given in found.items() if dialect in given["on"]]


def honest() -> list[tuple[str, str, tuple[str, ...]]]:
    """Queries that must run: name, statement, the engines that it is written for (none: all)."""
    with (CORPUS / "honest.toml").open("rb") as file:
        return [(name, given["sql"], tuple(given.get("on", ()))) for name, given in tomllib.load(file).items()]


def _attack(title: str, given: str | Mapping[str, Any]) -> Attack:
    return Attack(title, given) if isinstance(given, str) else Attack(title, given["sql"], bool(given.get("harmless")))


def folder_state(folder: Path) -> dict[str, str]:
    """Names and contents of what lies in a folder, and below it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(folder.rglob("*"))
    }


def _snare(script: str, folder: Path) -> str:
    """What somebody has left in the database for others to ask, with the file that it reaches for."""
    return script.replace("{secret}", str(folder / "outside" / "canary.csv"))


def _outside(folder: Path) -> Path:
    """The folder beside the database, with a file of each kind that a query might want to read."""
    out = folder / "outside"
    out.mkdir()
    out.chmod(0o777)
    (out / "canary.csv").write_text(f"word\n{CANARY}\n", encoding="utf-8")
    with closing(duckdb.connect()) as connection:
        connection.execute(f"COPY (SELECT '{CANARY}' AS word) TO '{out / 'canary.parquet'}' (FORMAT parquet)")
    with closing(sqlite3.connect(out / "canary.sqlite")) as database:
        database.executescript(f"CREATE TABLE canary (word TEXT); INSERT INTO canary VALUES ('{CANARY}')")
    for path in out.iterdir():
        path.chmod(0o666)
    return out


@contextmanager
def _world(folder: Path, given: str, state: Callable[[], object]) -> Iterator[World]:
    out = folder / "outside"
    data = folder / "data"
    data.mkdir()
    source = open_source(given, data)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        yield World(subject_of(source, source.read_schema()), out, listener, state, (state(), folder_state(out)))


@contextmanager
def sqlite_world(folder: Path) -> Iterator[World]:
    """A SQLite file."""
    home = folder / "home"
    home.mkdir()
    _outside(folder)
    path = home / "world.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_TABLES + _GRASS + _snare(_SQLITE, folder))
    with _world(folder, str(path), lambda: folder_state(home)) as world:
        yield world


@contextmanager
def duckdb_world(folder: Path) -> Iterator[World]:
    """A DuckDB file."""
    home = folder / "home"
    home.mkdir()
    _outside(folder)
    path = home / "world.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(_TABLES + _GRASS)
        connection.execute(_snare(_DUCKDB, folder))
    with _world(folder, str(path), lambda: folder_state(home)) as world:
        yield world


@contextmanager
def files_world(folder: Path) -> Iterator[World]:
    """A folder of CSV files."""
    home = folder / "home"
    home.mkdir()
    _outside(folder)
    (home / "prey.csv").write_text("id,name,weight\n1,hare,4\n2,mouse,0\n3,deer,90\n", encoding="utf-8")
    rows = "".join(f"{n},blade {n}\n" for n in range(200))
    (home / "grass.csv").write_text(f"n,name\n{rows}", encoding="utf-8")

    def state() -> object:
        return folder_state(home), folder_state(folder / "data")

    with _world(folder, str(home), state) as world:
        yield world


@contextmanager
def postgres_world(folder: Path, server: PostgresServer) -> Iterator[World]:
    """A database of PostgreSQL, asked with the rights of a superuser."""
    _outside(folder)
    url = server.create_database("attacked", _TABLES + _GRASS + _snare(_POSTGRES, folder))
    with psycopg.connect(url, autocommit=True) as observer:

        def state() -> object:
            _wait_until_alone(observer)
            return observer.execute(_POSTGRES_STATE).fetchall()

        with _world(folder, url, state) as world:
            yield world


def _wait_until_alone(observer: psycopg.Connection[Any]) -> None:
    """A session that was closed holds its locks until the server's process for it has noticed."""
    until = time.monotonic() + GONE_WITHIN_S
    while time.monotonic() < until and observer.execute(_OTHERS).fetchone() != (0,):
        time.sleep(0.01)


@contextmanager
def mysql_world(folder: Path, server: MysqlServer) -> Iterator[World]:
    """A database of MySQL or MariaDB, asked with all rights."""
    _outside(folder)
    server.create_database("attacked", _TABLES + _GRASS)
    for statement in _MYSQL.strip().split("\n"):
        server.execute(statement.removesuffix(";"), "attacked")

    with _world(folder, server.url("attacked"), lambda: server.execute(_MYSQL_STATE, "attacked")) as world:
        yield world
