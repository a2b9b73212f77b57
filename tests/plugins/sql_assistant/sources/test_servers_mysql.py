"""What a real MariaDB lets through: nothing but reading, for no longer than allowed, and every value in a form that JSON has."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.api import AppError, InputError, StorageError
from plugins.sql_assistant.check import check, subject_of
from plugins.sql_assistant.lookups import different_values
from plugins.sql_assistant.schema import ForeignKey, Schema
from plugins.sql_assistant.sources import mysql_connection
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop
from plugins.sql_assistant.sources.server_source import ServerSource
from tests.helpers.mysql_server import MysqlServer
from tests.plugins.sql_assistant.sources.waiting import waited

pytestmark = pytest.mark.server

SCRIPT = """
CREATE TABLE city (country varchar(2), name varchar(40), area decimal(10, 2), PRIMARY KEY (country, name));
CREATE TABLE Person (id int AUTO_INCREMENT PRIMARY KEY, name varchar(40) NOT NULL COMMENT 'Full name.', country varchar(2),
  city varchar(40), feels enum('sad', 'fine'), FOREIGN KEY (country, city) REFERENCES city (country, name)) COMMENT 'Who lives where.';
CREATE VIEW named AS SELECT name FROM Person;
CREATE SEQUENCE numbers;
INSERT INTO city VALUES ('NO', 'Oslo', 454.12), ('FR', 'Paris', 105.4);
INSERT INTO Person (name, country, city) SELECT concat('person ', seq), 'NO', 'Oslo' FROM seq_1_to_1000;
ANALYZE TABLE Person, city;
"""
LONG = "SELECT count(*) FROM Person a, Person b, Person c, Person d WHERE a.id + b.id > c.id - d.id"


@pytest.fixture(scope="module")
def url(mysql: MysqlServer) -> str:
    return mysql.create_database("people", SCRIPT)


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


def test_the_schema_has_keys_comments_and_estimates(schema: Schema) -> None:
    assert {t.name: t.kind for t in schema.tables} == {"city": "table", "Person": "table", "named": "view"}
    person = schema.by_name["person"]
    assert (person.comment, person.row_count, person.is_estimated) == ("Who lives where.", 1000, True)
    assert [(c.name, c.type, c.is_key, c.comment) for c in person.columns][:2] == [
        ("id", "int(11)", True, ""),
        ("name", "varchar(40)", False, "Full name."),
    ]
    assert schema.keys == (
        ForeignKey("Person", "country", "city", "country"),
        ForeignKey("Person", "city", "city", "name"),
    )
    assert schema.default_namespace == "people"


def test_a_thousand_tables_are_read_with_a_handful_of_questions(mysql: MysqlServer) -> None:
    script = "".join(
        f"CREATE TABLE t{i} (id integer PRIMARY KEY, a varchar(9), b date) ENGINE=MEMORY;" for i in range(1000)
    )
    schema = ServerSource(mysql.create_database("thousand", script)).read_schema()
    assert (len(schema.tables), sum(len(table.columns) for table in schema.tables)) == (1000, 3000)
    mysql.execute("DROP DATABASE thousand")  # the server would look at each of them in every test that follows


WRITING = (
    "SELECT 1; DROP TABLE Person",
    "COMMIT",
    "INSERT INTO city VALUES ('XX', 'x', 1)",
    "UPDATE Person SET name = 'x'",
    "DELETE FROM Person",
    "REPLACE INTO city VALUES ('NO', 'Oslo', 1)",
    "TRUNCATE TABLE Person",
    "DROP TABLE Person",
    "CREATE TABLE evil (a integer)",
    "CREATE TEMPORARY TABLE evil (a integer)",
    "SELECT 1 INTO OUTFILE '/tmp/polymath-evil'",
    "SELECT 1 INTO DUMPFILE '/tmp/polymath-evil'",
    "SELECT 1 INTO @evil",
    "(SELECT 1 INTO OUTFILE '/tmp/polymath-evil')",
    "SELECT NEXTVAL(numbers)",
    "SELECT * FROM Person FOR UPDATE",
    "SET @@sql_mode = ''",
    "SET STATEMENT max_statement_time = 0 FOR SELECT 1",
    "SET GLOBAL max_connections = 1",
    "DO 1",
    "CALL evil()",
    "BEGIN NOT ATOMIC DELETE FROM Person; END",
    "LOAD DATA INFILE '/etc/passwd' INTO TABLE city",
    "LOCK TABLES Person WRITE",
    "HANDLER Person OPEN",
    "PREPARE evil FROM 'DELETE FROM Person'",
    "EXECUTE IMMEDIATE 'DELETE FROM Person'",
    "ANALYZE TABLE Person",
    "KILL 1",
    "SHOW TABLES",
    "SELECT /*! 1 */",
    "SELECT 1 /*!50000 INTO OUTFILE '/tmp/polymath-evil' */",
    "SELECT 1 /*M!100000 INTO OUTFILE '/tmp/polymath-evil' */",
    "SELECT /*+ MAX_EXECUTION_TIME(0) */ 1",
    "SELECT 1) , (SELECT 2",
)


@pytest.mark.parametrize("sql", WRITING)
def test_whatever_is_more_than_reading_is_refused_by_the_server_itself(
    sql: str, session: Session, mysql: MysqlServer
) -> None:
    before = _state(mysql)
    with pytest.raises(QueryFailed):
        session.run(sql)
    with contextlib.suppress(QueryFailed):
        session.plan(sql)
    assert session.run("SELECT 1").rows == ((1,),), "the session is spoilt"
    assert _state(mysql) == before
    assert not Path("/tmp/polymath-evil").exists()


def _state(mysql: MysqlServer) -> Any:
    return mysql.execute(
        "SELECT (SELECT count(*) FROM Person), (SELECT count(*) FROM city), (SELECT max(name) FROM Person), "
        "(SELECT next_not_cached_value FROM numbers), (SELECT count(*) FROM information_schema.tables), @@global.max_connections",
        "people",
    )


def test_a_server_s_own_modes_change_no_meaning(mysql: MysqlServer, source: ServerSource, schema: Schema) -> None:
    before = mysql.execute("SELECT @@global.sql_mode")[0][0]
    mysql.execute("SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT'")
    try:
        with source.session(schema, Limits(), Stop()) as session:
            assert session.run("""SELECT "name", 'a\\'b', `name`, 1 || 0 FROM named LIMIT 1""").rows == (
                ("name", "a'b", "person 1", 1),
            )
    finally:
        mysql.execute(f"SET GLOBAL sql_mode = '{before}'")


def test_only_the_first_rows_are_kept_and_that_is_said(source: ServerSource, schema: Schema) -> None:
    with source.session(schema, Limits(timeout_s=20, max_rows=2500), Stop()) as session:
        stream = session.stream("SELECT a.id FROM Person a, Person b, Person c")
        rows = [row for batch in stream for row in batch]
        assert (len(rows), stream.truncated) == (2500, True)
        assert session.run("SELECT 2").rows == ((2,),)


def test_the_columns_of_an_empty_result_are_known(session: Session) -> None:
    found = session.run("SELECT id, name AS called FROM Person WHERE false")
    assert (found.columns, found.rows) == (("id", "called"), ())


@pytest.mark.parametrize("sql", [LONG, "SELECT sleep(30)", "SELECT benchmark(10000000000, md5('a'))"])
def test_a_query_ends_at_its_deadline(sql: str, source: ServerSource, schema: Schema, mysql: MysqlServer) -> None:
    with source.session(schema, Limits(timeout_s=0.5), Stop()) as session:
        started = time.monotonic()
        with pytest.raises(QueryFailed, match="stopped after"):
            session.run(sql)
        assert time.monotonic() - started < 10
        assert session.run("SELECT 1").rows == ((1,),)
    waited(lambda: not mysql.activity(sql))


def test_a_query_may_be_silent_for_longer_than_a_greeting(
    source: ServerSource, schema: Schema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mysql_connection, "CONNECT_TIMEOUT_S", 1)
    with source.session(schema, Limits(timeout_s=20), Stop()) as session:
        assert session.run("SELECT sleep(2)").rows == ((0,),)


def test_stopping_ends_the_query_on_the_server(source: ServerSource, schema: Schema, mysql: MysqlServer) -> None:
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
    waited(lambda: bool(mysql.activity(LONG)))
    stop.ask()
    waited(lambda: not mysql.activity(LONG))
    thread.join(30)
    assert [type(error) for error in caught] == [QueryStopped]


def test_a_connection_that_is_lost_is_said_so_and_the_next_one_works(
    source: ServerSource, schema: Schema, mysql: MysqlServer
) -> None:
    with source.session(schema, Limits(timeout_s=20), Stop()) as session:
        session.run("SELECT 1")
        for (number,) in mysql.execute("SELECT id FROM information_schema.processlist WHERE db = 'people'"):
            mysql.execute(f"KILL {number}")
        with pytest.raises(StorageError, match="was lost"):
            session.run("SELECT 1")
    with source.session(schema, Limits(timeout_s=20), Stop()) as session:
        assert session.run("SELECT 1").rows == ((1,),)


VALUES = (
    ("CAST(1.50 AS decimal(5, 2))", 1.5),
    ("CAST(18446744073709551615 AS unsigned)", 18446744073709551615),
    ("CAST('2024-01-02 03:04:05' AS datetime)", "2024-01-02 03:04:05"),
    ("CAST('0000-00-00' AS date)", "0000-00-00"),
    ("CAST('800:10:00' AS time)", "800:10:00"),
    ("json_object('a', 1)", '{"a": 1}'),
    ("x'00ff'", "[2 bytes]"),
    ("1e3", 1000.0),
    ("'é'", "é"),
    ("NULL", None),
    ('"a text"', "a text"),
    ("'100%'", "100%"),
)


@pytest.mark.parametrize(("sql", "value"), VALUES)
def test_values_of_all_types_become_what_json_holds(sql: str, value: Any, session: Session) -> None:
    found = session.run(f"SELECT {sql}").rows[0][0]
    assert (found, type(found)) == (value, type(value))
    json.dumps(found, allow_nan=False)


ERRORS = (
    ("SELECT nam FROM Person", "There is no column “nam”.", "columns of the schema"),
    ("SELECT * FROM persons", "There is no table “persons”.", "tables of the schema"),
    ("SELECT strftime('%Y', now())", "MariaDB has no function strftime.", "date_format"),
    ("SELECT country FROM Person JOIN city", "The column country stands in several tables of the query.", "table's name"),
    ("SELECT (SELECT name FROM Person)", "A subquery gave more than one row.", "LIMIT 1"),
    ("SELECT * FROM Person WHERE count(*) > 1", "An aggregate stands where none can be.", "HAVING"),
    ("SELEC 1", "MariaDB does not understand the query near “SELEC 1”.", "SELECT"),
)  # fmt: skip


@pytest.mark.parametrize(("sql", "message", "hint"), ERRORS)
def test_errors_are_in_words_with_a_hint(sql: str, message: str, hint: str, session: Session) -> None:
    with pytest.raises(QueryFailed) as caught:
        session.run(sql)
    assert caught.value.problem.message == message
    assert hint in caught.value.problem.hint


def test_a_helper_query_that_fails_spoils_nothing(session: Session, schema: Schema) -> None:
    city = schema.by_name["city"]
    assert session.values(different_values(city, "no such column", 5), 1.0) is None
    assert sorted(session.values(different_values(city, "name", 5), 1.0) or []) == ["Oslo", "Paris"]
    assert session.run("SELECT 1").rows == ((1,),)


def test_a_query_of_a_person_goes_the_whole_way(source: ServerSource, schema: Schema) -> None:
    found = check("SELECT count(*) AS n FROM person WHERE person.city = 'Oslo'", subject_of(source, schema), Stop())
    assert (found.problems, found.result.get("rows")) == ((), [[1000]])


PATTERNS = {
    "SELECT count(*) FROM Person WHERE name REGEXP '^person 1..$'": 100,
    "SELECT count(*) FROM Person WHERE name RLIKE '^person 1..$' AND country = 'NO'": 100,
    "SELECT count(*) FROM Person WHERE name NOT REGEXP '^person [1-9]' OR NOT name REGEXP 'p'": 0,
    "SELECT count(*) FROM Person WHERE (name REGEXP '0$') = 1": 100,
    "SELECT sum(name REGEXP '0$') + sum((name REGEXP 'x') IS NULL) FROM Person": 100,
    "SELECT count(*) FROM Person WHERE (name REGEXP '0$') BETWEEN 1 AND 2": 100,
    "SELECT count(*) FROM Person WHERE ((name REGEXP '0$') COLLATE utf8mb4_bin) IN (1)": 100,
    "SELECT count(*) FROM Person WHERE regexp_replace(name, '[a-z ]', '') = '7' AND regexp_substr(name, '[0-9]+') = 7": 1,
}


@pytest.mark.parametrize("sql", PATTERNS)
def test_patterns_run_as_they_are_written(sql: str, source: ServerSource, schema: Schema) -> None:
    found = check(sql, subject_of(source, schema), Stop(), mend="spelling")
    assert found.problems == ()
    assert [int(value) for (value,) in found.result["rows"]] == [PATTERNS[sql]]
    assert "REGEXP_LIKE" not in found.result["sql"]


def test_a_superuser_is_warned_and_told_how_to_make_a_reader(
    source: ServerSource, mysql: MysqlServer, url: str
) -> None:
    greeting = source.test_connection()
    assert (greeting.product, greeting.is_superuser, greeting.may_write, len(greeting.notes)) == (
        "MariaDB",
        True,
        True,
        1,
    )
    mysql.execute(f"DROP USER IF EXISTS polymath_reader; {greeting.role_sql}", "people")
    made = ServerSource(mysql.url("people", "polymath_reader", "choose one"))
    reader = made.test_connection()
    assert (reader.is_superuser, reader.may_write, reader.notes, reader.role_sql) == (False, False, (), "")
    assert {t.name for t in made.read_schema().tables} == {"Person", "city", "named"}
    mysql.execute("DROP USER polymath_reader")


UNREACHABLE = (
    ("does not accept the password of “polymath”", "polymath:wrong@127.0.0.1:{port}/people"),
    ("does not accept the password of “nobody”", "nobody:secret@127.0.0.1:{port}/people"),
    ("asks for a password", "polymath@127.0.0.1:{port}/people"),
    ("There is no database “gone”", "polymath:secret@127.0.0.1:{port}/gone"),
    ("The address names no database", "polymath:secret@127.0.0.1:{port}"),
    ("There is no host “no.such.host.invalid”", "polymath:secret@no.such.host.invalid/people"),
    ("No MySQL answers at 127.0.0.1:1", "polymath:secret@127.0.0.1:1/people"),
    ("knows no setting “colour”", "polymath:secret@127.0.0.1:{port}/people?colour=red"),
)


@pytest.mark.parametrize(("words", "address"), UNREACHABLE)
def test_a_server_that_cannot_be_reached_is_said_in_words(
    words: str, address: str, mysql: MysqlServer, url: str
) -> None:
    with pytest.raises(AppError, match=words) as caught:
        ServerSource(f"mysql://{address.format(port=mysql.port)}").read_schema()
    assert isinstance(caught.value, InputError | StorageError)
    assert caught.value.hint
    assert "secret" not in f"{caught.value.message} {caught.value.hint}"
