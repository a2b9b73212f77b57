"""What a model of the cloud receives about a connection that is marked as private: its schema, and no value of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from app.api import Problem
from app.bootstrap import Services, build
from app.core.result import RunResult
from app.core.run import RunRequest
from app.engines.scripted import ScriptedEngine
from plugins.sql_assistant.connections import CONNECTIONS, Connection, Connections
from plugins.sql_assistant.disguise import WITHHELD, Disguise
from plugins.sql_assistant.query_log import QUERY_LOG, QueryLog
from plugins.sql_assistant.schema import Column, Schema, Table
from tests.helpers.postgres_server import PostgresServer

TOOL = "sql_assistant"
VALUES = ("Ana", "Silva", "Bo", "Berg", "Zoé", "Moreau", "Paris", "Oslo", "gold")
SCRIPT = """
CREATE TYPE level AS ENUM ('gold', 'silver');
CREATE TABLE customer (id INTEGER PRIMARY KEY, first_name VARCHAR, last_name VARCHAR, city VARCHAR, level level);
INSERT INTO customer VALUES (1, 'Ana', 'Silva', 'Paris', 'gold'), (2, 'Bo', 'Berg', 'Oslo', 'gold'), (3, 'Zoé', 'Moreau', 'Paris', 'gold');
"""
COUNT = "SELECT count(*) FROM customer"


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    built = build({"POLYMATH_HOME": str(home)})
    yield built
    built.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "people.duckdb"
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(SCRIPT)
    return path


@pytest.fixture
def data_dir(services: Services) -> Path:
    return services.paths.tool_data(TOOL)


@pytest.fixture
def private(data_dir: Path, database: Path) -> Path:
    Connections(data_dir).keep(Connection(str(database), is_private=True))
    return database


Run = Callable[..., tuple[RunResult, str]]


@pytest.fixture
def run(services: Services) -> Run:
    """Run in the cloud (or elsewhere); the result, and all that the engine received."""

    def go(
        replies: list[str], question: str, database: object, kind: Any = "cloud", serves: Any = None, **more: Any
    ) -> tuple[RunResult, str]:
        engine = ScriptedEngine(replies, kind=kind, serves=serves)
        services.engines.replace(kind, engine)
        request = RunRequest(TOOL, {"question": question, "database": str(database), **more}, kind)
        result = services.loop.submit(services.runs.run(request, lambda _event: None)).result(60)
        received = [message.content for request in engine.requests for message in request.messages]
        grammars = [str(request.output.gbnf) for request in engine.requests]
        return result, "\n".join([*received, *grammars])

    return go


def test_values_of_columns_with_few_are_sent_only_of_what_is_not_private(run: Run, database: Path) -> None:
    _, received = run([COUNT], "how many?", database)
    assert "'Oslo', 'Paris'" in received


def test_of_a_private_connection_the_schema_is_sent_and_no_value(run: Run, private: Path) -> None:
    result, received = run([COUNT], "how many?", private)
    assert result.outcome.result["rows"] == [[3]]
    assert "customer.city VARCHAR" in received
    assert "customer.level ENUM" in received
    assert not [value for value in VALUES if value in received], received
    assert WITHHELD in result.outcome.evidence


def test_a_model_on_this_machine_sees_them_all_the_same(run: Run, private: Path) -> None:
    result, received = run([COUNT], "how many?", private, kind="local")
    assert "'Oslo', 'Paris'" in received
    assert WITHHELD not in result.outcome.evidence


def test_while_a_damaged_file_hides_what_is_private_everything_is(run: Run, private: Path, data_dir: Path) -> None:
    (data_dir / CONNECTIONS).rename(data_dir / f"{CONNECTIONS}.damaged-20260101-000000")
    _, received = run([COUNT], "how many?", private)
    assert not [value for value in VALUES if value in received], received


@pytest.mark.parametrize("level", ["first_name", "last_name"])
def test_a_complaint_that_quotes_a_row_goes_back_without_it(run: Run, private: Path, level: str) -> None:
    wrong = f"SELECT CAST({level} AS INTEGER) FROM customer"
    result, received = run([wrong, COUNT], "how many?", private)
    assert result.outcome.status == "repaired"
    assert "is not right yet" in received
    assert "INT32" in received
    assert not [value for value in VALUES if value in received], received


def test_a_question_that_follows_works_on_stand_ins(run: Run, private: Path) -> None:
    before = "SELECT count(*) FROM customer WHERE city = 'Paris' -- not Oslo\nAND first_name <> 'Zoé'"
    answer = "SELECT first_name FROM customer WHERE city = 'VALUE_1' AND first_name <> 'VALUE_2'"
    result, received = run(
        [answer], "their names", private, previous_question="how many in paris?", previous_query=before
    )
    assert result.outcome.result["rows"] == [["Ana"]]
    assert "city = 'VALUE_1'" in received
    assert not [value for value in VALUES if value in received], received


def test_saved_queries_are_shown_without_their_texts(run: Run, private: Path, data_dir: Path) -> None:
    log = QueryLog(data_dir / QUERY_LOG)
    log.save(str(private), "a", f"{COUNT} WHERE city = 'Oslo' AND level = 'basic'", "how many customers are basic?")
    log.close()
    _, received = run([COUNT], "how many customers are there?", private)
    assert "WHERE city = 'VALUE_1' AND level = 'basic'" in received
    assert not [value for value in VALUES if value in received], received


def test_a_query_that_is_to_be_mended_is_shown_without_values(run: Run, private: Path) -> None:
    broken = "SELECT CAST(first_name AS INTEGER) FROM customer WHERE city = 'Paris'"
    answer = "SELECT first_name FROM customer WHERE city = 'VALUE_1' ORDER BY id"
    result, received = run([answer], "", private, query=broken, fix=True)
    assert result.outcome.result["rows"] == [["Ana"], ["Zoé"]]
    assert "This query cannot be used" in received
    assert not [value for value in VALUES if value in received], received


def test_a_change_that_fails_is_sent_back_without_what_is_in_the_rows(run: Run, private: Path, data_dir: Path) -> None:
    Connections(data_dir).keep(Connection(str(private), is_private=True, may_write=True))
    wrong = "UPDATE customer SET last_name = 'x' WHERE CAST(first_name AS INTEGER) = 1"
    right = "UPDATE customer SET last_name = 'x' WHERE id = 1"
    result, received = run([wrong, right], "call the first one x", private, write="preview")
    assert result.outcome.attempts[0].problems
    assert "is not right yet" in received
    assert not [value for value in VALUES if value in received], received


def test_a_taught_model_elsewhere_is_given_no_value_by_its_grammar(run: Run, private: Path, database: Path) -> None:
    serves = frozenset({TOOL})
    answer = "SELECT COUNT ( * ) FROM customer WHERE city = 'paris'"
    _, received = run([answer], "how many customers from paris?", private, serves=serves)
    assert not [value for value in VALUES if value in received], received


@pytest.mark.server
def test_a_private_server_is_private_for_each_who_signs_in(run: Run, postgres: PostgresServer, data_dir: Path) -> None:
    postgres.execute("DROP DATABASE IF EXISTS people_private")
    postgres.execute("CREATE DATABASE people_private")
    postgres.execute(SCRIPT.replace("VARCHAR", "text"), "people_private")
    url = postgres.url("people_private")
    _, received = run([COUNT], "how many?", url)
    assert "'Oslo', 'Paris'" in received
    Connections(data_dir).keep(Connection(url.replace("postgres:", "someone:"), is_private=True))
    wrong = "SELECT CAST(first_name AS INTEGER) FROM customer"
    result, received = run([wrong, COUNT], "how many?", url)
    assert result.outcome.status == "repaired"
    assert not [value for value in VALUES if value in received], received


SCHEMA = Schema((Table("customer", (Column("city"), Column("salary"))),), ())


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("Could not convert string 'O'Brien' to INT32.", "Could not convert string … to INT32."),
        ("invalid input: \"Ana\" and 'Bo' here", "invalid input: … here"),
        ("There is no column “town” in customer. Did you mean “city”?", "There is no column “town” in customer. Did you mean “city”?"),
        ("Write it in the form of the column's type.", "Write it in the form of the column's type."),
        ("value 51234 is out of range, not 7", "value … is out of range, not 7"),
        ("Key (salary)=(99.50) is wrong", "Key (salary)=(…) is wrong"),
    ],
)  # fmt: skip
def test_only_what_the_answer_or_the_schema_holds_is_quoted(message: str, said: str) -> None:
    disguise = Disguise("duckdb", "", SCHEMA)
    assert disguise.problem(Problem(message), "SELECT town FROM customer LIMIT 7").message == said


@pytest.mark.parametrize(
    ("dialect", "sql", "shown"),
    [
        ("sqlite", "SELECT '城市', n FROM t WHERE n = 'O''Brien' /* Ana */", "SELECT 'VALUE_1', n FROM t WHERE n = 'VALUE_2'"),
        ("mysql", "SELECT 1 FROM t WHERE n = \"Ana\" OR n LIKE '%Ana%'", "SELECT 1 FROM t WHERE n = 'VALUE_1' OR n LIKE 'VALUE_2'"),
        ("postgres", "SELECT $$Ana$$, E'Bo'", "SELECT 'VALUE_1', 'VALUE_2'"),
        ("sqlite", "SELECT strftime('%Y-%m', d), '2023-01-01'", "SELECT strftime('%Y-%m', d), '2023-01-01'"),
        ("postgres", "SELECT to_char(d, 'YYYY-MM') - interval '3 days'", "SELECT to_char(d, 'YYYY-MM') - interval '3 days'"),
        ("sqlite", "SELECT 1 WHERE n = 'Lisbon' AND m = 'lisbon'", "SELECT 1 WHERE n = 'VALUE_1' AND m = 'lisbon'"),
        ("sqlite", 'SELECT "city" AS "a b" FROM c WHERE n = "Ana"', "SELECT \"city\" AS \"a b\" FROM c WHERE n = 'VALUE_1'"),
        ("sqlite", "SELECT 1 WHERE n = 'Ana", "SELECT 1 WHERE n = …"),
        ("sqlite", "SELECT 1 WHERE n = 'Ana' AND m = 'Ana'", "SELECT 1 WHERE n = 'VALUE_1' AND m = 'VALUE_1'"),
    ],
)  # fmt: skip
def test_a_query_is_shown_with_stand_ins_that_can_be_taken_back(dialect: str, sql: str, shown: str) -> None:
    disguise = Disguise(dialect, "all from lisbon", SCHEMA)
    assert disguise.of(sql) == shown
    if "…" not in shown:
        assert disguise.undone(shown) == sql.replace(" /* Ana */", "")
