"""The tool through the real run loop and real databases; only the engine is scripted."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.core.result import RunCancelled, RunEvent, RunResult
from app.core.run import RunRequest
from app.engines.base import EngineInfo
from app.engines.scripted import ScriptedEngine
from app.errors import InputError
from plugins.sql_assistant.sources import sqlite_session, sqlite_source
from plugins.sql_assistant.sources.base import Rows
from tests.helpers.gbnf_matcher import accepts

ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r"


class Starter(ScriptedEngine):
    """A script that poses as the small model that ships inside."""

    @property
    def info(self) -> EngineInfo:
        return replace(super().info, is_starter=True)


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    built = build({"POLYMATH_HOME": str(home)})
    yield built
    built.close()


Run = Callable[..., RunResult]


@pytest.fixture
def run(services: Services) -> Run:
    def go(engine: ScriptedEngine, question: str, database: Path | str = "") -> RunResult:
        services.engines.replace("local", engine)
        request = RunRequest("sql_assistant", {"question": question, "database": str(database)})
        return services.loop.submit(services.runs.run(request, lambda _event: None)).result(60)

    return go


def test_a_question_about_the_sample_shop_is_answered(run: Run, services: Services) -> None:
    outcome = run(Starter(["SELECT COUNT ( * ) FROM customers"], kind="local"), "How many customers are there?").outcome
    assert outcome.status == "verified"
    assert outcome.result["rows"] == [[90]]
    assert outcome.output == "SELECT\n  COUNT(*)\nFROM customers"
    assert (services.paths.tool_data("sql_assistant") / "shop.sqlite").exists()
    json.dumps(dict(outcome.result))


def test_the_starter_is_sent_what_it_was_taught_and_nothing_else(run: Run, small: Path) -> None:
    engine = Starter(["SELECT COUNT ( * ) FROM customer"], kind="local")
    run(engine, "how many customers\n\nare there", small)
    (request,) = engine.requests
    assert [m.role for m in request.messages] == ["system", "user"]
    schema, question = request.messages[1].content.split("\n\n")
    assert schema.startswith("TABLE customer ( id , first_name , last_name , city )\n")
    assert schema.endswith("FK invoice.customer_id = customer.id")
    assert question == "how many customers\nare there"
    assert accepts(str(request.output.gbnf), "SELECT COUNT ( * ) FROM customer")


def test_a_larger_model_sees_types_and_values_and_gets_no_grammar(run: Run, small: Path) -> None:
    engine = ScriptedEngine(["```sql\nSELECT COUNT(*) FROM customer\n```"], kind="local")
    assert run(engine, "how many?", small).outcome.status == "verified"
    assert "-- customer.city TEXT: 'Oslo', 'Paris'" in engine.requests[0].messages[-1].content
    assert engine.requests[0].output.gbnf is None


def test_a_wrong_name_is_repaired_with_the_nearest_real_one(run: Run, small: Path) -> None:
    engine = ScriptedEngine(["SELECT town FROM customer", "SELECT city FROM customer"], kind="local")
    outcome = run(engine, "cities?", small).outcome
    assert outcome.status == "repaired"
    assert "There is no column “town” in customer." in engine.requests[1].messages[-1].content


def test_an_answer_that_writes_fails_and_changes_nothing(run: Run, small: Path) -> None:
    before = small.read_bytes()
    outcome = run(ScriptedEngine(["DELETE FROM customer"], kind="local"), "delete all", small).outcome
    assert (outcome.status, outcome.result) == ("failed", {})
    assert small.read_bytes() == before


def test_a_mended_text_is_evidence_and_no_repair(run: Run, small: Path) -> None:
    outcome = run(
        Starter(["SELECT COUNT ( * ) FROM customer WHERE city = 'paris'"], kind="local"), "how many in paris?", small
    ).outcome
    assert (outcome.status, outcome.result["rows"]) == ("verified", [[2]])
    assert "'paris' → 'Paris' (customer.city)" in outcome.evidence


@pytest.mark.parametrize("content", [None, b"not a database at all"])
def test_a_database_that_cannot_be_used_is_an_input_error(run: Run, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        run(ScriptedEngine(["SELECT 1"], kind="local"), "how many?", path)
    assert caught.value.field == "database"


def test_a_query_needs_no_model(services: Services, small: Path) -> None:
    unfit = ScriptedEngine(["x"], kind="local", serves=frozenset())
    services.engines.replace("local", unfit)
    request = RunRequest(
        "sql_assistant", {"question": "SELECT city FROM customer WHERE id = 2", "database": str(small)}
    )
    outcome = services.loop.submit(services.runs.run(request, lambda _event: None)).result(60).outcome
    assert (outcome.status, outcome.result["rows"]) == ("verified", [["Oslo"]])
    assert unfit.requests == []


def test_cancelling_ends_a_query_that_runs(services: Services, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running, stopped, over = threading.Event(), threading.Event(), threading.Event()

    class Watched(sqlite_session.SqliteSession):
        def run(self, sql: str, defined: frozenset[str] = frozenset()) -> Rows:
            running.set()
            return super().run(sql, defined)

        def close(self) -> None:
            super().close()
            if running.is_set():
                stopped.set()

    monkeypatch.setattr(sqlite_source, "SqliteSession", Watched)
    services.engines.replace("local", ScriptedEngine([ENDLESS], kind="local"))

    def take(event: RunEvent) -> None:
        if isinstance(event, RunCancelled):
            over.set()

    inputs: dict[str, Any] = {"question": "endless", "database": str(small)}
    run_id = services.runs.start("sql_assistant", inputs, take)
    assert running.wait(10)
    services.runs.cancel(run_id)
    assert over.wait(5)
    assert stopped.wait(5), "the query went on after the run was cancelled"


def _own(services: Services, sql: str, database: Path) -> RunResult:
    unasked = ScriptedEngine(["SELECT 1"], kind="local")
    services.engines.replace("local", unasked)
    request = RunRequest("sql_assistant", {"query": sql, "database": str(database)})
    result = services.loop.submit(services.runs.run(request, lambda _event: None)).result(60)
    assert unasked.requests == []
    return result


def test_a_query_of_ones_own_runs_with_no_model(services: Services, small: Path) -> None:
    result = _own(services, "SELECT city FROM customer WHERE id = 2", small)
    assert (result.engine, result.outcome.status, result.outcome.result["rows"]) == ("none", "verified", [["Oslo"]])


def test_a_refused_query_of_ones_own_fails_with_its_reason(services: Services, small: Path) -> None:
    before = small.read_bytes()
    outcome = _own(services, "DELETE FROM customer", small).outcome
    assert (outcome.status, [problem.message for problem in outcome.problems]) == ("failed", ["DELETE is not allowed."])
    assert small.read_bytes() == before
