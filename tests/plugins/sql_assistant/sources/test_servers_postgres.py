"""What a real PostgreSQL lets through: nothing but reading, for no longer than allowed, and every value in a form that JSON has."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.api import AppError, InputError, StorageError
from plugins.sql_assistant.check import check, subject_of
from plugins.sql_assistant.lookups import different_values
from plugins.sql_assistant.schema import ForeignKey, Schema
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop
from plugins.sql_assistant.sources.postgres_source import reader_sql
from plugins.sql_assistant.sources.server_source import ServerSource
from tests.helpers.postgres_server import PostgresServer
from tests.plugins.sql_assistant.sources.waiting import waited

pytestmark = pytest.mark.server

SCRIPT = """
CREATE TYPE mood AS ENUM ('sad', 'fine');
CREATE DOMAIN email AS text;
CREATE TABLE city (country text, name text, area numeric(10, 2), PRIMARY KEY (country, name));
CREATE TABLE person (id serial PRIMARY KEY, name varchar(40) NOT NULL, country text, city text, mail email, feels mood,
  FOREIGN KEY (country, city) REFERENCES city (country, name));
CREATE VIEW named AS SELECT name FROM person;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM person;
CREATE SCHEMA sales;
CREATE TABLE sales.invoice (id integer PRIMARY KEY, person_id integer REFERENCES person, total numeric, at date) PARTITION BY RANGE (id);
CREATE TABLE sales.invoice_1 PARTITION OF sales.invoice FOR VALUES FROM (0) TO (500);
CREATE TABLE sales.invoice_2 PARTITION OF sales.invoice FOR VALUES FROM (500) TO (5000);
COMMENT ON TABLE person IS 'Who lives where.';
COMMENT ON COLUMN person.name IS 'Full name.';
INSERT INTO city VALUES ('NO', 'Oslo', 454.12), ('FR', 'Paris', 105.4);
INSERT INTO person (name, country, city) SELECT 'person ' || i, 'NO', 'Oslo' FROM generate_series(1, 1000) i;
INSERT INTO sales.invoice SELECT i, 1, i * 1.5, '2024-01-01' FROM generate_series(1, 999) i;
CREATE TABLE secret (a integer);
CREATE TABLE "Camel" ("someColumn" integer);
INSERT INTO "Camel" VALUES (7);
CREATE TABLE partly (shown integer, hidden integer);
CREATE ROLE reader LOGIN PASSWORD 'reads';
GRANT USAGE ON SCHEMA sales TO reader;
GRANT SELECT ON person, city, sales.invoice TO reader;
GRANT SELECT (shown) ON partly TO reader;
ANALYZE;
"""
LONG = "SELECT count(*) FROM generate_series(1, 100000) a, generate_series(1, 100000) b, generate_series(1, 1000) c"


@pytest.fixture(scope="module")
def url(postgres: PostgresServer) -> str:
    return postgres.create_database("people", SCRIPT)


@pytest.fixture(scope="module")
def source(url: str) -> ServerSource:
    return ServerSource(url)


@pytest.fixture(scope="module")
def schema(source: ServerSource) -> Schema:
    return source.read_schema()


@pytest.fixture
def session(source: ServerSource, schema: Schema) -> Iterator[Session]:
    with source.session(schema, Limits(timeout_s=20), Stop()) as opened:
        yield opened


def test_the_schema_has_namespaces_keys_comments_estimates_and_partitions_as_their_parent(schema: Schema) -> None:
    assert [t.name for t in schema.tables] == [
        "city", "person", "named", "counted", "sales.invoice", "secret", "Camel", "partly",
    ]  # fmt: skip
    person, invoice = schema.by_name["person"], schema.by_name["sales.invoice"]
    assert (person.comment, person.row_count, person.is_estimated, person.kind) == (
        "Who lives where.",
        1000,
        True,
        "table",
    )
    assert [(c.name, c.type, c.is_key, c.comment) for c in person.columns] == [
        ("id", "integer", True, ""),
        ("name", "character varying(40)", False, "Full name."),
        ("country", "text", False, ""),
        ("city", "text", False, ""),
        ("mail", "text", False, ""),
        ("feels", "mood", False, "one of sad, fine"),
    ]
    assert (invoice.namespace, invoice.own_name, invoice.row_count) == ("sales", "invoice", 999)
    assert [schema.by_name[name].kind for name in ("named", "counted")] == ["view", "view"]
    assert schema.keys == (
        ForeignKey("person", "country", "city", "country"),
        ForeignKey("person", "city", "city", "name"),
        ForeignKey("sales.invoice", "person_id", "person", "id"),
    )
    assert [c.is_key for c in schema.by_name["city"].columns] == [True, True, False]


def test_a_role_sees_only_what_it_may_read(postgres: PostgresServer, url: str) -> None:
    schema = ServerSource(postgres.url("people", "reader", "reads")).read_schema()
    assert {t.name for t in schema.tables} == {"city", "person", "sales.invoice", "partly"}
    assert [c.name for c in schema.by_name["partly"].columns] == ["shown"]


def test_a_thousand_tables_are_read_with_a_handful_of_questions(postgres: PostgresServer) -> None:
    script = "".join(
        f"CREATE TABLE t{i} (id integer PRIMARY KEY, up integer REFERENCES t{i - 1 if i else 0}, a text, b date);"
        for i in range(1000)
    )
    source = ServerSource(postgres.create_database("thousand", script))
    schema = source.read_schema()
    assert (len(schema.tables), len(schema.keys)) == (1000, 1000)
    assert all(len(table.columns) == 4 for table in schema.tables)


WRITING = (
    "SELECT 1; COMMIT; DROP TABLE person",
    "SELECT 1; SELECT 2",
    "COMMIT",
    "ROLLBACK",
    "END; DROP TABLE person",
    "INSERT INTO city VALUES ('XX', 'x', 1)",
    "UPDATE person SET name = 'x'",
    "DELETE FROM sales.invoice",
    "TRUNCATE sales.invoice",
    "WITH gone AS (DELETE FROM sales.invoice RETURNING *) SELECT * FROM gone",
    "SELECT * INTO evil FROM person",
    "CREATE TABLE evil (a integer)",
    "CREATE TEMP TABLE evil (a integer)",
    "CREATE TABLE evil AS SELECT 1",
    "COPY person TO PROGRAM 'cat > /tmp/polymath-evil'",
    "COPY person TO '/tmp/polymath-evil'",
    "SELECT nextval('person_id_seq')",
    "SELECT setval('person_id_seq', 1)",
    "SELECT lo_export(1, '/tmp/polymath-evil')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT query_to_xml('DELETE FROM sales.invoice', true, true, '')",
    "SELECT * FROM person FOR UPDATE",
    "DO $$ BEGIN DELETE FROM sales.invoice; END $$",
    "CALL evil()",
    "SET default_transaction_read_only = off",
    "SET TRANSACTION READ WRITE",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "LOCK TABLE person",
    "LISTEN evil",
    "VACUUM",
    "EXPLAIN ANALYZE DELETE FROM sales.invoice",
    "ANALYZE DELETE FROM sales.invoice",
    "PREPARE evil AS DELETE FROM sales.invoice",
    "DECLARE evil CURSOR FOR SELECT 1",
    "REFRESH MATERIALIZED VIEW counted",
    "SELECT pg_reload_conf()",
)


@pytest.mark.parametrize("sql", WRITING)
def test_whatever_is_more_than_reading_is_refused_by_the_server_itself(
    sql: str, session: Session, postgres: PostgresServer
) -> None:
    before = _state(postgres)
    with pytest.raises(QueryFailed):
        session.run(sql)
    with contextlib.suppress(QueryFailed):
        session.plan(sql)
    assert session.run("SELECT 1").rows == ((1,),), "the session is spoilt"
    assert _state(postgres) == before
    assert not Path("/tmp/polymath-evil").exists()


def test_what_a_function_makes_is_rolled_back(source: ServerSource, schema: Schema, postgres: PostgresServer) -> None:
    before = _state(postgres)
    with source.session(schema, Limits(), Stop()) as session, contextlib.suppress(QueryFailed):
        session.run("SELECT lo_create(0)")
    assert _state(postgres) == before


def _state(postgres: PostgresServer) -> Any:
    return postgres.execute(
        "SELECT (SELECT count(*) FROM sales.invoice), (SELECT count(*) FROM city), (SELECT last_value FROM person_id_seq), "
        "(SELECT max(name) FROM person), (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_largeobject_metadata)",
        "people",
    )


def test_settings_that_a_query_changes_are_gone_after_it(postgres: PostgresServer, session: Session) -> None:
    postgres.execute(
        "CREATE FUNCTION public.loosened() RETURNS text LANGUAGE sql AS $$ SELECT set_config('statement_timeout', '0', false) "
        "|| set_config('default_transaction_read_only', 'off', false) $$",
        "people",
    )
    try:
        session.run("SELECT public.loosened()")
    finally:
        postgres.execute("DROP FUNCTION public.loosened()", "people")
    rows = session.run(
        "SELECT current_setting('default_transaction_read_only'), current_setting('statement_timeout')"
    ).rows
    assert rows == (("on", "21s"),)


def test_a_role_s_own_settings_change_no_meaning(postgres: PostgresServer, url: str) -> None:
    postgres.execute(
        "CREATE FUNCTION sales.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'; "
        "ALTER ROLE reader SET search_path = sales, pg_catalog; "
        "ALTER ROLE reader SET standard_conforming_strings = off; ALTER ROLE reader SET datestyle = 'German'",
        "people",
    )
    try:
        source = ServerSource(postgres.url("people", "reader", "reads"))
        schema = source.read_schema()
        assert (schema.default_namespace, schema.by_name["invoice"].namespace) == ("sales", "")
        assert schema.by_name["public.person"].namespace == "public"
        with source.session(schema, Limits(), Stop()) as session:
            found = session.run("SELECT lower('A'), 'a\\b', date '2024-01-02', (SELECT count(*) FROM invoice)")
        assert found.rows == (("a", "a\\b", "2024-01-02", 999),)
    finally:
        postgres.execute("ALTER ROLE reader RESET ALL; DROP FUNCTION sales.lower", "people")


def test_only_the_first_rows_are_kept_and_that_is_said(source: ServerSource, schema: Schema) -> None:
    with source.session(schema, Limits(timeout_s=20, max_rows=2500), Stop()) as session:
        stream = session.stream("SELECT a.id FROM person a, person b, person c")
        rows = [row for batch in stream for row in batch]
        assert (len(rows), stream.truncated) == (2500, True)
        assert session.run("SELECT 2").rows == ((2,),)


def test_the_columns_of_an_empty_result_are_known(session: Session) -> None:
    found = session.run("SELECT id, name AS called FROM person WHERE false")
    assert (found.columns, found.rows) == (("id", "called"), ())


def test_two_columns_of_one_name_both_come(session: Session) -> None:
    found = session.run("SELECT 1 AS a, 2 AS a")
    assert (found.columns, found.rows) == (("a", "a"), ((1, 2),))


def test_a_query_ends_at_its_deadline(source: ServerSource, schema: Schema, postgres: PostgresServer) -> None:
    with source.session(schema, Limits(timeout_s=0.5), Stop()) as session:
        started = time.monotonic()
        with pytest.raises(QueryFailed, match="stopped after"):
            session.run(LONG)
        assert time.monotonic() - started < 10
        assert session.run("SELECT 1").rows == ((1,),)
    waited(lambda: not postgres.activity("generate_series(1, 100000) a"))


def test_stopping_ends_the_query_on_the_server(source: ServerSource, schema: Schema, postgres: PostgresServer) -> None:
    stop = Stop()
    caught: list[BaseException] = []

    def work() -> None:
        with source.session(schema, Limits(timeout_s=60), stop) as session:
            try:
                session.run(LONG)
            except BaseException as error:  # noqa: BLE001 -- looked at below
                caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    waited(lambda: any(one.state == "active" for one in postgres.activity("generate_series(1, 100000) a")))
    stop.ask()
    waited(lambda: not postgres.activity("generate_series(1, 100000) a"))
    thread.join(30)
    assert [type(error) for error in caught] == [QueryStopped]


_CHILD = """
import sys
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.server_source import ServerSource
with ServerSource(sys.argv[1]).session(Schema(()), Limits(timeout_s=60), Stop()) as session:
    session.run(sys.argv[2])
"""


def test_a_server_that_no_longer_listens_holds_nobody_up(
    source: ServerSource, schema: Schema, postgres: PostgresServer
) -> None:
    frozen: list[int] = []

    def freeze() -> None:
        waited(lambda: any(one.state == "active" for one in postgres.activity("generate_series(1, 100000) a")))
        frozen.append(postgres.activity("generate_series(1, 100000) a")[0].pid)
        os.kill(frozen[0], signal.SIGSTOP)

    thread = threading.Thread(target=freeze)
    thread.start()
    started = time.monotonic()
    try:
        with (
            source.session(schema, Limits(timeout_s=1.5), Stop()) as session,
            pytest.raises(QueryFailed, match="stopped"),
        ):
            session.run(LONG)
        assert time.monotonic() - started < 20
    finally:
        thread.join()
        os.kill(frozen[0], signal.SIGCONT)


def test_a_program_that_is_killed_leaves_no_query_behind(url: str, postgres: PostgresServer) -> None:
    child = subprocess.Popen([sys.executable, "-c", _CHILD, url, LONG], cwd=Path(__file__).parents[4])
    waited(lambda: any(one.state == "active" for one in postgres.activity("generate_series(1, 100000) a")))
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    waited(lambda: not postgres.activity("generate_series(1, 100000) a"), 5.0)


def test_a_connection_that_is_lost_is_said_so_and_the_next_one_works(
    source: ServerSource, schema: Schema, postgres: PostgresServer
) -> None:
    with source.session(schema, Limits(timeout_s=20), Stop()) as session:
        session.run("SELECT 1")
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'people'")
        with pytest.raises(StorageError, match="was lost"):
            session.run("SELECT 1")
    with source.session(schema, Limits(timeout_s=20), Stop()) as session:
        assert session.run("SELECT 1").rows == ((1,),)


VALUES = (
    ("1.50::numeric", 1.5),
    ("12345678901234567890.5::numeric", "12345678901234567890.5"),
    ("'NaN'::numeric", "NaN"),
    ("'infinity'::float8", "inf"),
    ("9223372036854775807", 9223372036854775807),
    ("'3f333df6-90a4-4fda-8dd3-9485d27cee36'::uuid", "3f333df6-90a4-4fda-8dd3-9485d27cee36"),
    ("'{\"a\": 12345678901234567890.0}'::json", '{"a": 12345678901234567890.0}'),
    ("'{\"b\": [1]}'::jsonb", '{"b": [1]}'),
    ("ARRAY[1, NULL]", "[1, null]"),
    ("ARRAY['a', 'é']", '["a", "é"]'),
    ("'{sad,fine}'::mood[]", "{sad,fine}"),
    ("int4range(1, 5)", "[1,5)"),
    ("interval '1 mon 2 days'", "1 mon 2 days"),
    ("'\\x00ff'::bytea", "[2 bytes]"),
    ("date '0044-03-15 BC'", "0044-03-15 BC"),
    ("timestamp 'infinity'", "infinity"),
    ("timestamptz '2024-01-02 03:04:05+00' AT TIME ZONE 'UTC'", "2024-01-02 03:04:05"),
    ("'10.0.0.1/8'::inet", "10.0.0.1/8"),
    ("'fine'::mood", "fine"),
    ("true", True),
    ("NULL", None),
    ("point(1, 2)", "(1,2)"),
    ("'a@b'::email", "a@b"),
)


@pytest.mark.parametrize(("sql", "value"), VALUES)
def test_values_of_all_types_become_what_json_holds(sql: str, value: Any, session: Session) -> None:
    found = session.run(f"SELECT {sql}").rows[0][0]
    assert (found, type(found)) == (value, type(value))
    json.dumps(found, allow_nan=False)


ERRORS = (
    ("SELECT nam FROM person", "There is no column “nam”.", "Did you mean person.name?"),
    ("SELECT * FROM persons", "There is no table “persons”.", "Use the tables of the schema."),
    ("SELECT year(now())", "PostgreSQL has no such function: year(timestamp with time zone).", "extract(year"),
    ("SELECT * FROM person WHERE name = 1", "These types do not go together: character varying = integer.", "CAST("),
    ("SELECT 1 / 0", "The query divides by zero.", "NULLIF"),
    ("SELECT name, count(*) FROM person", "The column person.name is neither grouped nor aggregated.", "GROUP BY"),
    ("SELECT country FROM person JOIN city ON true", "The column country stands in several tables of the query.", "table's name"),
    ("SELECT x.name FROM person", "The table “x” is not in the FROM of this part of the query.", "alias"),
    ("SELECT 'a'::integer", "A text cannot be read as a value: invalid input syntax for type integer: \"a\".", "form"),
    ("SELECT (SELECT name FROM person)", "A subquery gave more than one row.", "LIMIT 1"),
    ("SELEC 1", "PostgreSQL does not understand the query: syntax error at or near \"SELEC\".", "SELECT"),
)  # fmt: skip


@pytest.mark.parametrize(("sql", "message", "hint"), ERRORS)
def test_errors_are_in_words_with_a_hint(sql: str, message: str, hint: str, session: Session) -> None:
    with pytest.raises(QueryFailed) as caught:
        session.run(sql)
    assert caught.value.problem.message == message
    assert hint in caught.value.problem.hint


def test_a_table_that_may_not_be_read_is_named(postgres: PostgresServer, schema: Schema, url: str) -> None:
    source = ServerSource(postgres.url("people", "reader", "reads"))
    with source.session(schema, Limits(), Stop()) as session, pytest.raises(QueryFailed, match="may not read “secret”"):
        session.run("SELECT * FROM secret")


def test_a_helper_query_that_fails_spoils_nothing(session: Session, schema: Schema) -> None:
    gone = schema.by_name["city"]
    assert session.values(different_values(gone, "no such column", 5), 1.0) is None
    assert session.values(different_values(gone, "name", 5), 1.0) in (["Oslo", "Paris"], ["Paris", "Oslo"])
    assert session.run("SELECT 1").rows == ((1,),)


def test_a_query_of_a_person_goes_the_whole_way(source: ServerSource, schema: Schema) -> None:
    subject = subject_of(source, schema)
    found = check("SELECT count(*) AS n FROM sales.invoice WHERE total > 750", subject, Stop())
    assert not found.problems
    assert found.result["rows"] == [[499]]
    assert "PostgreSQL compiled it (EXPLAIN)." in found.evidence


ASKED = (
    ("SELECT count(*) AS n FROM sales_invoice WHERE sales_invoice.total > 750", [[499]]),
    ("SELECT count(p.name) AS n FROM public.person AS p JOIN sales.invoice ON invoice.person_id = p.id", [[999]]),
    ('SELECT Camel.someColumn FROM Camel', [[7]]),
    ("SELECT c.someColumn FROM camel c ORDER BY SOMECOLUMN", [[7]]),
)  # fmt: skip


@pytest.mark.parametrize(("sql", "rows"), ASKED)
def test_names_reach_the_server_as_its_catalogue_writes_them(
    sql: str, rows: list[Any], source: ServerSource, schema: Schema
) -> None:
    found = check(sql, subject_of(source, schema), Stop())
    assert (found.problems, found.result.get("rows")) == ((), rows)


def test_a_table_of_a_namespace_that_was_not_read_is_none(source: ServerSource, schema: Schema) -> None:
    found = check("SELECT * FROM pg_catalog.person", subject_of(source, schema), Stop())
    assert found.problems[0].message == "There is no table “pg_catalog.person”."


def test_the_plan_is_what_explain_writes(session: Session) -> None:
    assert "Seq Scan on person" in session.plan("SELECT * FROM person")[0]
    assert session.compiled("SELECT * FROM person") == session.compiled("SELECT *  FROM person")


def test_a_superuser_is_warned_and_told_how_to_make_a_reader(
    source: ServerSource, postgres: PostgresServer, url: str
) -> None:
    greeting = source.test_connection()
    assert (greeting.user, greeting.is_superuser, greeting.may_write, len(greeting.notes)) == (
        "postgres",
        True,
        True,
        1,
    )
    postgres.execute("DROP ROLE IF EXISTS polymath_reader")
    postgres.execute(greeting.role_sql, "people")
    made = ServerSource(postgres.url("people", "polymath_reader", "choose one"))
    reader = made.test_connection()
    assert (reader.is_superuser, reader.may_write, reader.notes, reader.role_sql) == (False, False, (), "")
    assert {t.name for t in made.read_schema().tables} >= {"person", "secret", "sales.invoice"}
    postgres.execute("DROP OWNED BY polymath_reader; DROP ROLE polymath_reader", "people")


def test_a_reader_is_made_namespace_by_namespace_where_versions_are_old(postgres: PostgresServer, url: str) -> None:
    postgres.execute("DROP ROLE IF EXISTS polymath_reader")
    postgres.execute(reader_sql("people", ["public", "sales"]), "people")
    try:
        made = ServerSource(postgres.url("people", "polymath_reader", "choose one"))
        assert {t.name for t in made.read_schema().tables} >= {"person", "secret", "sales.invoice"}
        assert not made.test_connection().may_write
    finally:
        postgres.execute("DROP OWNED BY polymath_reader; DROP ROLE polymath_reader", "people")


def test_one_who_may_write_is_warned(postgres: PostgresServer, url: str) -> None:
    postgres.execute("GRANT INSERT ON person TO reader", "people")
    try:
        greeting = ServerSource(postgres.url("people", "reader", "reads")).test_connection()
    finally:
        postgres.execute("REVOKE INSERT ON person FROM reader", "people")
    assert (greeting.is_superuser, greeting.may_write) == (False, True)
    assert "“reader” may write to this database." in greeting.notes[0]


def test_names_of_any_kind_are_read_and_asked(postgres: PostgresServer) -> None:
    script = '''
    CREATE SCHEMA "Über uns";
    CREATE TABLE "Über uns"."it's ""odd"".so" ("a ""b""" text, "select" integer PRIMARY KEY, "%s" integer);
    INSERT INTO "Über uns"."it's ""odd"".so" VALUES ('x', 1, 2);
    CREATE TABLE "dotted.name" (up integer REFERENCES "Über uns"."it's ""odd"".so");
    '''
    source = ServerSource(postgres.create_database("odd names", script))
    schema = source.read_schema()
    odd = schema.by_name['über uns.it\'s "odd".so']
    assert schema.keys == (ForeignKey("dotted.name", "up", odd.name, "select"),)
    with source.session(schema, Limits(), Stop()) as session:
        assert session.values(different_values(odd, 'a "b"', 5), 1.0) == ["x"]
        assert session.values(different_values(odd, "%s", 5), 1.0) == [2]
    shown = subject_of(source, schema).wording.table(odd.name)
    found = check(f'SELECT "%s" AS n FROM {shown}', subject_of(source, schema), Stop())
    assert (found.problems, found.result.get("rows")) == ((), [[2]])


def test_a_superuser_s_query_that_row_security_would_cut_fails_instead(postgres: PostgresServer) -> None:
    script = "CREATE TABLE own (a integer); INSERT INTO own VALUES (1); ALTER TABLE own ENABLE ROW LEVEL SECURITY;"
    source = ServerSource(postgres.create_database("secured", script))
    with (
        source.session(source.read_schema(), Limits(), Stop()) as session,
        pytest.raises(QueryFailed, match="Row-level security"),
    ):
        session.run("SELECT * FROM own")


UNREACHABLE = (
    ("does not accept the password of “postgres”", "postgres:wrong@127.0.0.1:{port}/people"),
    ("does not accept the password of “nobody”", "nobody:secret@127.0.0.1:{port}/people"),
    ("asks for a password", "postgres@127.0.0.1:{port}/people"),
    ("There is no database “gone”", "postgres:secret@127.0.0.1:{port}/gone"),
    ("There is no host “no.such.host.invalid”", "postgres:secret@no.such.host.invalid/people"),
    ("No PostgreSQL answers at 127.0.0.1:1", "postgres:secret@127.0.0.1:1/people"),
    ("No secure connection", "postgres:secret@127.0.0.1:{port}/people?sslmode=require"),
    ("knows no setting “colour”", "postgres:secret@127.0.0.1:{port}/people?colour=red"),
)


@pytest.mark.parametrize(("words", "address"), UNREACHABLE)
def test_a_server_that_cannot_be_reached_is_said_in_words(
    words: str, address: str, postgres: PostgresServer, url: str
) -> None:
    with pytest.raises(AppError, match=words) as caught:
        ServerSource(f"postgres://{address.format(port=postgres.port)}").read_schema()
    assert isinstance(caught.value, InputError | StorageError)
    assert caught.value.hint
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"


def test_too_many_connections_are_said_so(postgres: PostgresServer, url: str) -> None:
    postgres.execute("ALTER ROLE reader CONNECTION LIMIT 1")
    address = postgres.url("people", "reader", "reads")
    try:
        with psycopg.connect(address), pytest.raises(StorageError, match="too many connections"):
            ServerSource(address).test_connection()
    finally:
        postgres.execute("ALTER ROLE reader CONNECTION LIMIT -1")


def test_a_password_is_asked_for_where_the_address_has_none(postgres: PostgresServer, url: str) -> None:
    source = ServerSource(postgres.url("people", password=""), password=lambda: "secret", name="People")
    assert source.test_connection().user == "postgres"
    assert (source.title, source.address) == ("People", postgres.url("people", password=""))
    assert "secret" not in repr(source)


def test_a_server_that_is_started_anew_is_asked_again(postgres: PostgresServer, url: str) -> None:
    source = ServerSource(url)
    schema = source.read_schema()
    with source.session(schema, Limits(), Stop()) as session:
        postgres.stop()
        try:
            with pytest.raises(StorageError):
                session.run("SELECT 1")
            with pytest.raises(StorageError, match="No PostgreSQL answers"):
                source.read_schema()
        finally:
            postgres.start()
    with source.session(schema, Limits(), Stop()) as session:
        assert session.run("SELECT 1").rows == ((1,),)
