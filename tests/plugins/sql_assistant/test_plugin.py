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
from plugins.sql_assistant.notes import Notes
from plugins.sql_assistant.plugin import CANDIDATES, COMPOSED
from plugins.sql_assistant.query_log import QUERY_LOG, QueryLog
from plugins.sql_assistant.restate import restate
from plugins.sql_assistant.sources import sqlite_source
from plugins.sql_assistant.sources.base import Rows
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.sources.query_process import ProcessSession
from plugins.sql_assistant.translate import DIALECTS
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
    def go(engine: ScriptedEngine, question: str, database: Path | str = "", **more: str) -> RunResult:
        services.engines.replace("local", engine)
        request = RunRequest("sql_assistant", {"question": question, "database": str(database), **more})
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
    run(engine, "how many customers\n\nroughly speaking, give or take", small)
    (request,) = engine.requests
    assert [m.role for m in request.messages] == ["system", "user"]
    schema, question = request.messages[1].content.split("\n\n")
    assert schema.startswith("TABLE customer ( id , first_name , last_name , city )\n")
    assert schema.endswith("FK invoice.customer_id = customer.id")
    assert question == "how many customers\nroughly speaking, give or take"
    assert accepts(str(request.output.gbnf), "SELECT COUNT ( * ) FROM customer")


def test_the_starter_tries_several_queries_in_a_round_and_has_three_rounds(run: Run, small: Path) -> None:
    engine = Starter(["SELECT nothing FROM customer"], kind="local")
    outcome = run(engine, "how many customers, roughly speaking, give or take", small).outcome
    assert outcome.status == "failed"
    assert [len(attempt.tried) for attempt in outcome.attempts] == list(CANDIDATES)
    assert len(CANDIDATES) == 3
    assert len({request.seed for request in engine.requests}) == sum(CANDIDATES)


def test_a_further_candidate_is_taken_in_the_same_round_and_the_first_is_evidence(run: Run, small: Path) -> None:
    engine = Starter(["SELECT nothing FROM customer", "SELECT COUNT ( * ) FROM customer"], kind="local")
    outcome = run(engine, "how many customers, roughly speaking, give or take", small).outcome
    assert (outcome.status, len(outcome.attempts)) == ("verified", 1)
    assert outcome.attempts[0].tried[0] == "SELECT nothing FROM customer"
    assert any(line.startswith("Set aside: SELECT nothing FROM customer (") for line in outcome.evidence)


def test_a_plain_question_needs_no_model(run: Run, small: Path) -> None:
    engine = Starter(["SELECT nothing FROM customer"], kind="local")
    outcome = run(engine, "how many customers are there", small).outcome
    assert (outcome.status, outcome.result["rows"], engine.requests) == ("verified", [[3]], [])
    assert COMPOSED in outcome.evidence


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

    class Watched(ProcessSession):
        def run(self, sql: str, defined: frozenset[str] = frozenset()) -> Rows:
            running.set()
            return super().run(sql, defined)

        def close(self) -> None:
            super().close()
            if running.is_set():
                stopped.set()

    monkeypatch.setattr(sqlite_source, "ProcessSession", Watched)
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


def test_the_result_says_what_it_is_about(run: Run, small: Path) -> None:
    result = run(ScriptedEngine(["SELECT city FROM customer"], kind="local"), "cities?", small).outcome.result
    assert {name: result[name] for name in ("question", "dialect", "left_out", "answerable")} == {
        "question": "cities?",
        "dialect": "sqlite",
        "left_out": [],
        "answerable": True,
    }
    assert result["restatement"] == restate("SELECT city FROM customer")


def test_a_model_may_say_that_the_schema_does_not_hold_the_answer(run: Run, small: Path) -> None:
    engine = ScriptedEngine(["-- CANNOT ANSWER: no table holds the weather"], kind="local")
    outcome = run(engine, "how was the weather?", small).outcome
    assert (outcome.status, outcome.result["answerable"]) == ("unverified", False)
    assert outcome.result["reason"] == "no table holds the weather"
    assert outcome.output == "-- CANNOT ANSWER: no table holds the weather"
    assert [problem.severity for problem in outcome.problems] == ["warning"]
    assert len(engine.requests) == 1


def test_the_starter_is_not_asked_about_something_else(run: Run, small: Path) -> None:
    engine = Starter(["SELECT COUNT ( * ) FROM customer"], kind="local")
    outcome = run(engine, "What is the purpose of life?", small).outcome
    assert (outcome.status, outcome.result["answerable"], outcome.attempts) == ("unverified", False, ())
    assert "“purpose”, “life”" in outcome.problems[0].message
    assert engine.requests == []


def test_prose_around_a_query_costs_no_round(run: Run, small: Path) -> None:
    engine = ScriptedEngine(["Here it is:\nSELECT city FROM customer;\n\nThis lists all cities."], kind="local")
    assert run(engine, "cities?", small).outcome.status == "verified"


def test_several_queries_are_sent_back(run: Run, small: Path) -> None:
    engine = ScriptedEngine(["SELECT 1; SELECT city FROM customer", "SELECT city FROM customer"], kind="local")
    outcome = run(engine, "cities?", small).outcome
    assert outcome.status == "repaired"
    assert "There are 2 statements." in engine.requests[1].messages[-1].content
    assert "Round 1 was sent back: There are 2 statements." in outcome.evidence


def test_a_follow_up_is_a_turn_for_a_model_that_knows_dialogues(run: Run, small: Path) -> None:
    engine = ScriptedEngine(["SELECT city FROM customer WHERE city = 'Oslo'"], kind="local")
    before = {"previous_question": "Which cities?", "previous_query": "SELECT city FROM customer"}
    outcome = run(engine, "only Oslo", small, **before).outcome
    assert [turn.content for turn in engine.requests[0].messages[-2:]] == ["SELECT city FROM customer", "only Oslo"]
    assert engine.requests[0].messages[-3].content.endswith("Which cities?")
    assert "The query before was shown to the model." in outcome.evidence
    assert outcome.result["question"] == "Which cities, only Oslo"


def test_a_plain_follow_up_needs_no_model_beside_the_starter(run: Run, small: Path) -> None:
    engine = Starter(["SELECT 1"], kind="local")
    outcome = run(engine, "only Paris", small, previous_query="SELECT first_name FROM customer").outcome
    assert (outcome.status, outcome.result["rows"]) == ("verified", [["Ana"], ["Zoé"]])
    assert "Only rows with Paris were kept (customer.city)." in outcome.evidence
    assert engine.requests == []


@pytest.mark.parametrize("question", ["Paris", "from Paris", "the ones in Paris"])
def test_a_few_words_that_name_no_table_follow_the_question_before(run: Run, small: Path, question: str) -> None:
    engine = Starter(["SELECT 1"], kind="local")
    outcome = run(engine, question, small, previous_query="SELECT first_name FROM customer").outcome
    assert (outcome.result["rows"], engine.requests) == ([["Ana"], ["Zoé"]], [])


def test_a_short_question_that_names_its_table_is_a_whole_one(run: Run, small: Path) -> None:
    engine = Starter(["SELECT 1"], kind="local")
    outcome = run(engine, "customers in Paris", small, previous_query="SELECT * FROM invoice").outcome
    assert "invoice" not in str(outcome.result["sql"])


def test_the_starter_reads_both_questions_as_one_where_code_cannot_change_the_query(run: Run, small: Path) -> None:
    engine = Starter(["SELECT COUNT ( * ) FROM customer"], kind="local")
    before = {"previous_question": "How many customers are there?", "previous_query": "SELECT COUNT(*) FROM customer"}
    outcome = run(engine, "but without those who bought much", small, **before).outcome
    assert (
        engine.requests[0]
        .messages[-1]
        .content.endswith("How many customers are there, but without those who bought much")
    )
    assert any(line.startswith("Read together with the question before: ") for line in outcome.evidence)


def test_a_whole_question_leaves_the_query_before_alone(run: Run, small: Path) -> None:
    engine = Starter(["SELECT COUNT ( * ) FROM customer"], kind="local")
    before = {"previous_question": "Invoices?", "previous_query": "SELECT * FROM invoice"}
    run(engine, "How many customers, roughly speaking, give or take?", small, **before)
    assert engine.requests[0].messages[-1].content.endswith("\n\nHow many customers, roughly speaking, give or take?")


def test_the_starters_sqlite_is_translated_for_another_database(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("city,sold_on\nOslo,2023-01-02\nParis,2024-02-03\n", encoding="utf-8")
    engine = Starter(["SELECT COUNT ( * ) FROM sales WHERE strftime ( '%Y' , sold_on ) = '2023'"], kind="local")
    outcome = run(engine, "How many sales in 2023?", path).outcome
    assert (outcome.result["rows"], outcome.result["dialect"]) == ([[1]], "duckdb")
    assert "Translated from SQLite to DuckDB." in outcome.evidence


def test_notes_reach_the_model(run: Run, services: Services, small: Path) -> None:
    data_dir = services.paths.tool_data("sql_assistant")
    address = open_source(str(small), data_dir).address
    Notes(address).with_note("Totals are in euros.", table="invoice").save(data_dir)
    engine = ScriptedEngine(["SELECT SUM(total) FROM invoice"], kind="local")
    run(engine, "revenue?", small)
    assert '-- invoice: "Totals are in euros."' in engine.requests[0].messages[-1].content


def test_a_change_that_cannot_run_is_left_to_the_model(run: Run, small: Path) -> None:
    engine = Starter(["SELECT COUNT ( * ) FROM customer"], kind="local")
    before = {"previous_question": "How many customers?", "previous_query": "SELECT nothing_such FROM customer"}
    outcome = run(engine, "only Paris", small, **before).outcome
    assert engine.requests
    assert not any("were kept" in line for line in outcome.evidence)


def test_saved_queries_like_the_question_are_examples(run: Run, services: Services, small: Path) -> None:
    data_dir = services.paths.tool_data("sql_assistant")
    log = QueryLog(data_dir / QUERY_LOG)
    address = open_source(str(small), data_dir).address
    log.save(address, "revenue", "SELECT SUM(total) FROM invoice", "What is the total of all invoices?")
    log.save(address, "towns", "SELECT DISTINCT city FROM customer", "Where do people live?")
    log.close()
    engine = ScriptedEngine(["SELECT SUM(total) FROM invoice"], kind="local")
    run(engine, "total of the invoices in 2023?", small)
    sent = engine.requests[0].messages[-1].content
    assert '-- Saved query. Question: "What is the total of all invoices?"\nSELECT SUM(total) FROM invoice' in sent
    assert "DISTINCT" not in sent


def test_a_plan_is_told_without_a_model_and_without_running_the_query(run: Run, small: Path) -> None:
    engine = ScriptedEngine([], kind="local")
    outcome = run(engine, "", small, query="SELECT city FROM customer WHERE id = 2", explain="true").outcome
    assert (outcome.status, engine.requests) == ("verified", [])
    assert outcome.result["plan"] == ["SEARCH customer USING INTEGER PRIMARY KEY (rowid=?)"]
    assert outcome.result["plan_words"][0] == "Looks up rows of customer by its key."
    assert "The query was not run." in outcome.evidence
    assert "rows" not in outcome.result
    refused = run(engine, "", small, query="DELETE FROM customer", explain="true").outcome
    assert refused.status == "failed"


def test_a_query_is_translated_without_a_model_and_without_running_it(run: Run, small: Path) -> None:
    engine = ScriptedEngine([], kind="local")
    query = "SELECT first_name || last_name FROM customer WHERE strftime('%Y', 'now') = '2020' LIMIT 3"
    outcome = run(engine, "", small, query=query, translate_to="tsql").outcome
    assert (outcome.status, engine.requests) == ("unverified", [])
    assert "TOP 3" in outcome.result["translation"]
    assert outcome.output == outcome.result["translation"]
    assert outcome.result["reads_back"] is False
    plain = run(engine, "", small, query="SELECT city FROM customer", translate_to="mysql").outcome
    assert plain.result["reads_back"] is True
    assert "Read back into the first dialect, it is the same query." in plain.evidence
    with pytest.raises(InputError):
        run(engine, "", small, query=query, translate_to="klingon")


def test_every_dialect_that_can_be_written_can_be_asked_for(services: Services) -> None:
    field = next(f for f in services.registry.get("sql_assistant").fields if f.name == "translate_to")
    assert list(field.choices) == list(DIALECTS)


class General(ScriptedEngine):
    """A script that poses as a model that was not taught."""


def test_a_query_that_runs_is_run_and_said_to_be_fine(run: Run, small: Path) -> None:
    engine = General([], kind="local")
    outcome = run(engine, "", small, query="SELECT city FROM customer WHERE id = 2", fix="true").outcome
    assert (outcome.status, outcome.result["rows"], engine.requests) == ("verified", [["Oslo"]], [])
    assert outcome.evidence[0] == "The query is fine as it stands."
    assert "fixed_from" not in outcome.result


def test_a_broken_query_is_mended_by_code_without_asking_the_model(run: Run, small: Path) -> None:
    engine = General([], kind="local")
    broken = "SELECT citty, FROM custmer WHERE id = 2"
    outcome = run(engine, "", small, query=broken, fix="true").outcome
    assert (outcome.status, outcome.result["rows"], engine.requests) == ("repaired", [["Oslo"]], [])
    assert outcome.output == "SELECT\n  city\nFROM customer\nWHERE\n  id = 2"
    assert outcome.result["fixed_from"] == broken
    assert "“custmer” was replaced by “customer”." in outcome.evidence
    json.dumps(dict(outcome.result))


HOPELESS = "SELECT the best of all FROM customer PLEASE"


def test_what_code_cannot_mend_a_model_is_shown_with_its_error(run: Run, small: Path) -> None:
    engine = General(["SELECT city FROM customer WHERE id = 2"], kind="local")
    outcome = run(engine, "Where does Bo live?", small, query=HOPELESS, fix="true").outcome
    assert outcome.result["rows"] == [["Oslo"]]
    assert outcome.result["fixed_from"] == HOPELESS
    assert outcome.result["question"] == "Where does Bo live?"
    (request,) = engine.requests
    assert [message.content for message in request.messages if message.role == "assistant"][-1] == HOPELESS
    assert "Where does Bo live?" in request.messages[-3].content
    assert "This is not valid SQL" in request.messages[-1].content
    assert any("the model was shown the query" in line for line in outcome.evidence)


def test_the_starter_cannot_mend_so_the_question_is_asked_anew_or_nothing_is(run: Run, small: Path) -> None:
    engine = Starter(["SELECT COUNT ( * ) FROM customer"], kind="local")
    outcome = run(engine, "How many customers are there?", small, query=HOPELESS, fix="true").outcome
    assert outcome.result["rows"] == [[3]]
    assert (
        "Code found no way to mend it, and the built-in model cannot: the question was asked anew." in outcome.evidence
    )
    engine = Starter([], kind="local")
    failed = run(engine, "", small, query=HOPELESS, fix="true").outcome
    assert (failed.status, failed.output, engine.requests) == ("failed", HOPELESS, [])
    assert "The built-in model cannot mend queries: only code looked for a way." in failed.evidence


def test_what_changes_data_is_shown_to_no_model_to_be_mended(run: Run, small: Path) -> None:
    engine = General(["SELECT 1"], kind="local")
    outcome = run(engine, "", small, query="DELETE FROM custmer", fix="true").outcome
    assert (outcome.status, engine.requests) == ("failed", [])


def test_a_query_to_be_mended_and_explained_is_only_explained(run: Run, small: Path) -> None:
    engine = General([], kind="local")
    outcome = run(engine, "", small, query="SELECT city FROM customer", fix="true", explain="true").outcome
    assert "rows" not in outcome.result
    assert outcome.result["plan"] == ["SCAN customer USING COVERING INDEX customer_city"]
