"""Dry runs and writes on real servers of PostgreSQL and MariaDB."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from app.api import StorageError
from plugins.sql_assistant.check import Subject, check
from plugins.sql_assistant.sources.base import Limits, QueryFailed, Stop
from plugins.sql_assistant.writing.difference import Difference, Effect
from plugins.sql_assistant.writing.dry_run import apply, preview
from plugins.sql_assistant.writing.log import WRITE_LOG, WriteLog
from tests.helpers.mysql_server import PASSWORD, SUPERUSER, MysqlServer
from tests.helpers.postgres_server import PostgresServer
from tests.plugins.sql_assistant.writing.conftest import CASCADING, ROWS, Open

pytestmark = pytest.mark.server

LYON = "UPDATE customer SET city = 'Lyon' WHERE city = 'Paris'"
POSTGRES = """
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO noted VALUES (TG_OP); RETURN NEW; END $$;
CREATE TRIGGER invoice_noted AFTER UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE "Camel" ("someColumn" integer PRIMARY KEY, n integer);
INSERT INTO "Camel" VALUES (7, 1);
CREATE TABLE late (id integer PRIMARY KEY, parent integer REFERENCES late DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE counted (id serial PRIMARY KEY, n integer);
CREATE TABLE moved (id integer PRIMARY KEY, n integer);
INSERT INTO moved VALUES (1, 1);
CREATE FUNCTION move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id := NEW.id + 100; RETURN NEW; END $$;
CREATE TRIGGER moves BEFORE UPDATE ON moved FOR EACH ROW EXECUTE FUNCTION move();
CREATE TABLE ruled (id integer PRIMARY KEY);
CREATE RULE kept AS ON DELETE TO ruled DO INSTEAD NOTHING;
INSERT INTO ruled VALUES (1);
"""
MYSQL = """
CREATE TRIGGER invoice_noted AFTER UPDATE ON invoice FOR EACH ROW INSERT INTO noted VALUES ('x');
CREATE TABLE counted (id integer PRIMARY KEY AUTO_INCREMENT, n integer UNIQUE);
CREATE TABLE old (a integer PRIMARY KEY) ENGINE=MyISAM;
INSERT INTO old VALUES (1);
"""

EMPTY = "".join(f"DELETE FROM {table};" for table in ("invoice", "customer", "nokey", "noted", "counted"))


@pytest.fixture(scope="module")
def pg_url(postgres: PostgresServer) -> str:
    return postgres.create_database("written", CASCADING + POSTGRES)


@pytest.fixture(scope="module")
def my_url(mysql: MysqlServer) -> str:
    return mysql.create_database("written", CASCADING + MYSQL)


@pytest.fixture
def pg(postgres: PostgresServer, pg_url: str, opened: Open) -> Subject:
    postgres.execute(EMPTY + ROWS, "written")
    return opened(pg_url)


@pytest.fixture
def my(mysql: MysqlServer, my_url: str, opened: Open) -> Subject:
    mysql.execute(EMPTY + ROWS, "written")
    return opened(my_url)


@pytest.fixture(params=["pg", "my"])
def server(request: pytest.FixtureRequest) -> tuple[Subject, Callable[[str], list[tuple[Any, ...]]]]:
    """Each server's subject, and what asks it behind the tool's back."""
    subject = request.getfixturevalue(request.param)
    running = request.getfixturevalue({"pg": "postgres", "my": "mysql"}[request.param])
    return subject, lambda sql: running.execute(sql, "written")


Server = tuple[Subject, Callable[[str], list[tuple[Any, ...]]]]


def test_a_dry_run_shows_the_change_and_leaves_the_rows(server: Server, data: Path) -> None:
    subject, ask = server
    before = ask("SELECT * FROM customer ORDER BY id")
    found = preview(LYON, subject, data, Stop())
    assert [row.before for row in found.rows] == [
        (1, "Ana", "Paris", "2020-01-02", 1.5),
        (3, "Zoe", "Paris", "1999-01-01", 3),
    ]
    assert [row.changed for row in found.rows] == [(2,), (2,)]
    assert ask("SELECT * FROM customer ORDER BY id") == before


def test_what_is_written_is_what_was_shown_and_a_second_time_is_refused(server: Server, data: Path) -> None:
    subject, ask = server
    found = preview(LYON, subject, data, Stop())
    done = apply(found, subject, data, Stop())
    assert ask("SELECT id FROM customer WHERE city = 'Lyon' ORDER BY id") in ([(1,), (3,)], [[1], [3]])
    with pytest.raises(QueryFailed, match="changed since"):
        apply(found, subject, data, Stop())
    with closing(WriteLog(data / WRITE_LOG)) as log:
        assert [(entry.id, entry.how) for entry in log.entries()] == [(done.entry, "done")]


@pytest.mark.parametrize(
    "meanwhile",
    [
        "UPDATE customer SET price = 9 WHERE id = 3",
        "INSERT INTO customer VALUES (4, 'Kim', 'Paris', NULL, NULL)",
        "DELETE FROM customer WHERE id = 3",
    ],
)
def test_data_that_changed_meanwhile_is_found_out_and_left_alone(server: Server, data: Path, meanwhile: str) -> None:
    subject, ask = server
    found = preview(LYON, subject, data, Stop())
    ask(meanwhile)
    before = ask("SELECT * FROM customer ORDER BY id")
    with pytest.raises(QueryFailed, match="changed since"):
        apply(found, subject, data, Stop())
    assert ask("SELECT * FROM customer ORDER BY id") == before


@pytest.mark.parametrize(
    ("sql", "effects"),
    [
        ("DELETE FROM customer WHERE id = 1", (Effect("invoice", removed=2),)),
        ("UPDATE invoice SET total = total * 2 WHERE customer_id = 1", (Effect("noted", added=2),)),
    ],
)
def test_what_triggers_and_keys_do_to_other_tables_is_counted(
    server: Server, data: Path, sql: str, effects: tuple[Effect, ...]
) -> None:
    subject, ask = server
    if subject.source.dialect == "mysql":
        ask("ALTER TABLE old ENGINE=InnoDB")
    assert preview(sql, subject, data, Stop()).effects == effects


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("INSERT INTO invoice VALUES (9, 77, 1)", "foreign key"),
        ("UPDATE customer SET price = 'abc' WHERE id = 1", "abc"),
        ("UPDATE customer SET name = NULL WHERE id = 1", "null"),
        ("INSERT INTO customer (id, name) VALUES (9, '123456789012345678901234567890123456789012')", "too long"),
    ],
)
def test_what_the_server_refuses_is_said_and_not_bent(server: Server, data: Path, sql: str, said: str) -> None:
    with pytest.raises(QueryFailed) as caught:
        preview(sql, server[0], data, Stop())
    assert said in caught.value.problem.message
    assert caught.value.problem.hint == "Nothing was written."


def test_numbers_that_the_server_counts_are_no_change_of_data(server: Server, data: Path) -> None:
    subject, ask = server
    found = preview("INSERT INTO counted (n) VALUES (5), (6)", subject, data, Stop())
    assert [row.after[1] for row in found.rows if row.after] == [5, 6]
    apply(found, subject, data, Stop())
    assert [row[0] for row in ask("SELECT n FROM counted ORDER BY n")] == [5, 6]


def test_rows_without_a_key_are_worked_out(server: Server, data: Path) -> None:
    found = preview("UPDATE nokey SET b = b + 1 WHERE a = 'a'", server[0], data, Stop())
    assert [(row.before, row.after) for row in found.rows] == [(("a", 1), ("a", 2))] * 2
    assert "has no primary key" in found.warnings[0].message


def test_reading_stays_unable_to_write_while_the_switch_is_on(server: Server) -> None:
    subject, ask = server
    before = ask("SELECT * FROM customer ORDER BY id")
    assert check(LYON, subject, Stop()).has_errors
    with subject.source.session(subject.schema, Limits(), Stop()) as session, pytest.raises(QueryFailed):
        session.run(LYON)
    assert ask("SELECT * FROM customer ORDER BY id") == before


def test_a_lock_is_waited_for_shortly(pg: Subject, my: Subject, postgres: PostgresServer, mysql: MysqlServer, data: Path,
                                      monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr("plugins.sql_assistant.sources.postgres_writing.LOCK_WAIT_S", 0.1)
    with psycopg.connect(postgres.url("written")) as other:
        other.execute("UPDATE customer SET city = city WHERE id = 1")
        with pytest.raises(QueryFailed, match="Another program holds a lock"):
            preview(LYON, pg, data, Stop())
    holder = pymysql.connect(host="127.0.0.1", port=mysql.port, user=SUPERUSER, password=PASSWORD, database="written")
    with closing(holder), holder.cursor() as cursor:
        cursor.execute("UPDATE customer SET city = 'x' WHERE id = 1")
        with pytest.raises(QueryFailed, match="Another program holds a lock"):
            preview(LYON, my, data, Stop())


# PostgreSQL alone


@pytest.mark.parametrize(
    ("sql", "after"),
    [
        ("UPDATE camel SET n = 2 WHERE somecolumn = 7", [(7, 2)]),
        ("UPDATE customer SET price = DEFAULT WHERE id = 1", [(1, "Ana", "Paris", "2020-01-02", None)]),
        ("UPDATE customer SET city = 'x' FROM invoice i WHERE i.customer_id = customer.id AND i.total > 200",
         [(2, "Bo", "x", None, 2)]),
        ("DELETE FROM customer USING invoice i WHERE i.customer_id = customer.id AND i.total > 200", [None]),
        ("INSERT INTO customer (id, name) VALUES (1, 'Eva') ON CONFLICT (id) DO UPDATE SET name = excluded.name",
         [(1, "Eva", "Paris", "2020-01-02", 1.5)]),
        ("INSERT INTO customer (id, name) VALUES (1, 'Eva') ON CONFLICT DO NOTHING", []),
        ("UPDATE public.customer SET name = upper(name) WHERE name LIKE '%o'", [(2, "BO", "Oslo", None, 2)]),
    ],
)  # fmt: skip
def test_postgres_shows_every_kind_of_change(pg: Subject, data: Path, sql: str, after: list[Any]) -> None:
    assert [row.after for row in preview(sql, pg, data, Stop()).rows] == after


def test_postgres_checks_what_is_deferred_in_the_dry_run(pg: Subject, data: Path) -> None:
    with pytest.raises(QueryFailed, match="foreign key"):
        preview("INSERT INTO late VALUES (1, 99)", pg, data, Stop())


def test_postgres_rules_that_hold_rows_back_are_refused(pg: Subject, data: Path) -> None:
    with pytest.raises(QueryFailed, match="The database refuses the change"):
        preview("DELETE FROM ruled", pg, data, Stop())


def test_postgres_rows_that_a_trigger_gives_another_key_are_refused(pg: Subject, data: Path) -> None:
    with pytest.raises(QueryFailed, match="changed other rows of “moved”"):
        preview("UPDATE moved SET n = 2 WHERE id = 1", pg, data, Stop())


def test_postgres_takes_one_statement_only(pg: Subject, postgres: PostgresServer) -> None:
    with pg.source.writing(pg.schema, Limits(), Stop()) as session, pytest.raises(QueryFailed):  # type: ignore[attr-defined]
        session.write("DELETE FROM nokey; DELETE FROM invoice")
    assert postgres.execute("SELECT count(*) FROM nokey", "written") == [(3,)]


def test_no_connection_stays_open_between_a_preview_and_the_write(
    pg: Subject, postgres: PostgresServer, data: Path
) -> None:
    preview(LYON, pg, data, Stop())
    assert [one for one in postgres.activity() if one.application == "polymath"] == []


# MariaDB alone


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM old", "“old” is kept by MyISAM, which cannot undo a change."),
        ("UPDATE invoice SET total = 1", "Triggers of “invoice” may write to “old”, whose changes cannot be undone."),
    ],
)
def test_mariadb_tables_that_cannot_be_rolled_back_are_refused(
    my: Subject, mysql: MysqlServer, data: Path, sql: str, said: str
) -> None:
    mysql.execute("ALTER TABLE old ENGINE=MyISAM", "written")
    with pytest.raises(QueryFailed) as caught:
        preview(sql, my, data, Stop())
    assert caught.value.problem.message == said


def test_mariadb_shows_an_upsert_by_any_key(my: Subject, mysql: MysqlServer, data: Path) -> None:
    mysql.execute("INSERT INTO counted VALUES (3, 30)", "written")
    found = preview(
        "INSERT INTO counted (id, n) VALUES (4, 40), (3, 31) ON DUPLICATE KEY UPDATE n = VALUES(n)", my, data, Stop()
    )
    assert [(row.before, row.after) for row in found.rows] == [(None, (4, 40)), ((3, 30), (3, 31))]


def test_mariadb_finds_the_rows_of_a_change_by_a_pattern(my: Subject, data: Path) -> None:
    found = preview("UPDATE customer SET city = 'Lyon' WHERE name REGEXP '^(Ana|Zoe)$'", my, data, Stop())
    assert [row.before[0] for row in found.rows if row.before] == [1, 3]


def test_mariadb_counts_rows_that_stay_as_they_are(my: Subject, data: Path) -> None:
    found = preview("UPDATE customer SET city = 'Paris' WHERE id < 3", my, data, Stop())
    assert (found.affected, [row.changed for row in found.rows]) == (2, [(), (2,)])


# deadlines, and connections that are gone


def test_a_change_ends_at_its_deadline_and_lets_go_of_its_locks(server: Server, data: Path) -> None:
    subject, ask = server
    many = "customer a, customer b, customer c, customer d, customer e, customer f, customer g, customer h, customer i"
    more = ", ".join(f"customer {chr(code)}" for code in range(ord("j"), ord("z")))
    sql = f"UPDATE nokey SET b = (SELECT count(*) FROM {many}, {more})"
    with pytest.raises(QueryFailed, match=r"stopped after 0\.5 seconds"):
        preview(sql, subject, data, Stop(), Limits(timeout_s=0.5))
    ask("UPDATE nokey SET b = b + 1")


def test_a_connection_that_is_lost_at_the_commit_leaves_an_entry_that_says_so(
    pg: Subject, postgres: PostgresServer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = WriteLog.begin

    def begin_and_lose(self: WriteLog, address: str, difference: Difference) -> int:
        number = begin(self, address, difference)
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'polymath'")
        return number

    found = preview(LYON, pg, data, Stop())
    monkeypatch.setattr(WriteLog, "begin", begin_and_lose)
    with pytest.raises(StorageError, match="not known whether it was written"):
        apply(found, pg, data, Stop())
    with closing(WriteLog(data / WRITE_LOG)) as log:
        assert [entry.how for entry in log.entries()] == ["unknown"]


@pytest.mark.parametrize("text", ['it\'s 100% \\ "so"', "雪\n{x} %s", "--; DROP TABLE noted"])
def test_texts_of_any_kind_arrive_as_they_are(server: Server, data: Path, text: str) -> None:
    subject, ask = server
    escaped = text.replace("'", "''")
    if subject.source.dialect == "mysql":
        escaped = escaped.replace("\\", "\\\\")
    found = preview(f"INSERT INTO noted VALUES ('{escaped}')", subject, data, Stop())
    assert [row.after for row in found.rows] == [(text,)]
    apply(found, subject, data, Stop())
    assert [row[0] for row in ask("SELECT what FROM noted")] == [text]
