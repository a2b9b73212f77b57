"""The tool in write mode, through the real run loop and a real database: the switch, the preview, the write; a model only ever proposes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.cli import main
from app.core.result import Outcome
from app.core.run import RunRequest
from app.engines.base import EngineInfo
from app.engines.scripted import ScriptedEngine
from plugins.sql_assistant.change_words import asks_for_change
from plugins.sql_assistant.connections import Connections
from plugins.sql_assistant.writing.log import WRITE_LOG, WriteLog

PARIS = "UPDATE customer SET city = 'Lyon' WHERE city = 'Paris'"


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


@pytest.fixture
def data(services: Services) -> Path:
    return services.paths.tool_data("sql_assistant")


Run = Callable[..., Outcome]


@pytest.fixture
def run(services: Services, small: Path) -> Run:
    def go(engine: ScriptedEngine | None = None, database: Path = small, **inputs: str) -> Outcome:
        services.engines.replace("local", engine or ScriptedEngine(["x"], kind="local"))
        request = RunRequest("sql_assistant", {"database": str(database), **inputs})
        return services.loop.submit(services.runs.run(request, lambda _event: None)).result(60).outcome

    return go


@pytest.fixture
def allowed(run: Run) -> None:
    run(allow_writing="yes")


def first(outcome: Outcome) -> str:
    return outcome.problems[0].message


def test_the_switch_is_off_at_first_and_is_kept(run: Run, data: Path, small: Path) -> None:
    before = small.read_bytes()
    refused = run(query=PARIS, write="preview")
    assert (refused.status, first(refused)) == (
        "failed",
        "Writing to “small.sqlite” is switched off. Nothing was written.",
    )
    switched = run(allow_writing="yes")
    assert (switched.status, switched.output) == ("verified", "Writing to “small.sqlite” is switched on.")
    assert Connections(data).of(str(small)).may_write
    assert run(query=PARIS, write="preview").status == "unverified"
    run(allow_writing="no")
    assert run(query=PARIS, write="apply").status == "failed"
    assert small.read_bytes() == before


@pytest.mark.usefixtures("allowed")
def test_a_preview_tells_the_difference_and_writes_nothing(run: Run, small: Path) -> None:
    before = small.read_bytes()
    outcome = run(query=PARIS, write="preview")
    write = outcome.result["write"]
    assert (outcome.status, write["table"], write["affected"], write["applied"]) == ("unverified", "customer", 2, False)
    assert write["before"][0] == [1, "Ana", "Silva", "Paris"]
    assert write["after"][0] == [1, "Ana", "Silva", "Lyon"]
    assert '--  ~ id=1: city "Paris" → "Lyon"' in outcome.output
    assert outcome.evidence[-1] == "Ran in a transaction that was rolled back: nothing was written."
    json.dumps(dict(outcome.result))
    assert small.read_bytes() == before


@pytest.mark.usefixtures("allowed")
def test_an_applied_change_is_made_and_noted(run: Run, data: Path) -> None:
    shown = run(query=PARIS, write="preview")
    outcome = run(query=PARIS, write="apply", fingerprint=shown.result["write"]["fingerprint"])
    assert (outcome.status, outcome.result["write"]["applied"], outcome.result["write"]["entry"]) == (
        "verified",
        True,
        1,
    )
    assert run(query="SELECT city FROM customer ORDER BY id").result["rows"] == [["Lyon"], ["Oslo"], ["Lyon"]]
    with closing(WriteLog(data / WRITE_LOG)) as log:
        assert [entry.affected for entry in log.entries()] == [2]


@pytest.mark.usefixtures("allowed")
def test_a_change_that_is_not_the_one_that_was_shown_is_not_made(run: Run, small: Path) -> None:
    shown = run(query=PARIS, write="preview").result["write"]["fingerprint"]
    run(query="UPDATE customer SET city = 'Paris' WHERE id = 2", write="apply")
    before = small.read_bytes()
    outcome = run(query=PARIS, write="apply", fingerprint=shown)
    assert (outcome.status, first(outcome)) == ("failed", "The data changed since it was shown. Nothing was written.")
    assert small.read_bytes() == before


@pytest.mark.usefixtures("allowed")
def test_without_a_word_of_writing_a_query_is_refused_as_ever(run: Run, small: Path) -> None:
    before = small.read_bytes()
    assert first(run(query=PARIS)) == "UPDATE is not allowed."
    proposed = run(ScriptedEngine([PARIS] * 3, kind="local"), question="move all to Lyon")
    assert (proposed.status, first(proposed)) == ("failed", "UPDATE is not allowed.")
    assert small.read_bytes() == before


@pytest.mark.usefixtures("allowed")
def test_what_a_model_writes_is_only_shown(run: Run, small: Path) -> None:
    before = small.read_bytes()
    engine = ScriptedEngine(["UPDATE customer SET town = 'Lyon'", f"```sql\n{PARIS}\n```"], kind="local")
    outcome = run(engine, question="Set the city of all in Paris to Lyon", write="preview")
    assert outcome.result["write"]["affected"] == 2
    assert outcome.result["write"]["applied"] is False
    assert small.read_bytes() == before
    sent = engine.requests[0].messages
    assert "one INSERT, UPDATE or DELETE" in sent[0].content
    assert [message.role for message in sent] == ["system", "user"]
    assert "There is no column “town” in customer." in engine.requests[1].messages[-1].content


@pytest.mark.usefixtures("allowed")
def test_a_model_may_answer_with_rows_where_no_change_was_meant(run: Run) -> None:
    engine = ScriptedEngine(["SELECT first_name FROM customer WHERE city = 'Oslo'"], kind="local")
    outcome = run(engine, question="Set out who lives in Oslo", write="preview")
    assert (outcome.status, "write" in outcome.result, len(outcome.result["rows"])) == ("verified", False, 1)


@pytest.mark.usefixtures("allowed")
def test_a_model_cannot_be_asked_to_write_at_once(run: Run, small: Path) -> None:
    before = small.read_bytes()
    engine = ScriptedEngine([PARIS], kind="local")
    outcome = run(engine, question="Set the city of all in Paris to Lyon", write="apply")
    assert (outcome.status, first(outcome)) == ("failed", "What a model writes is only shown, never made at once.")
    assert engine.requests == []
    assert small.read_bytes() == before


@pytest.mark.usefixtures("allowed")
def test_the_built_in_model_only_reads(run: Run) -> None:
    engine = Starter([PARIS], kind="local")
    outcome = run(engine, question="Set the city of all in Paris to Lyon", write="preview")
    assert (first(outcome), engine.requests) == ("The built-in model only reads.", [])


def test_no_model_is_asked_while_the_switch_is_off(run: Run) -> None:
    engine = ScriptedEngine([PARIS], kind="local")
    outcome = run(engine, question="Set the city of all in Paris to Lyon", write="preview")
    assert "switched off" in first(outcome)
    assert engine.requests == []


def test_writing_to_imported_files_cannot_be_switched_on(run: Run, tmp_path: Path, data: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("id,name\n1,Ana\n", encoding="utf-8")
    outcome = run(database=table, allow_writing="yes")
    assert (outcome.status, "a copy of them" in first(outcome)) == ("failed", True)
    assert not Connections(data).of(str(table)).may_write


def test_the_command_line_switches_shows_and_writes(
    small: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLYMATH_HOME", str(home))

    def call(*settings: str) -> tuple[int, dict[str, Any]]:
        given = [part for one in (f"database={small}", *settings) for part in ("--set", one)]
        status = main(["run", "sql_assistant", "--json", *given])
        return status, json.loads(capsys.readouterr().out)

    assert call(f"query={PARIS}", "write=apply")[0] == 1
    assert call("allow_writing=yes")[0] == 0
    status, shown = call(f"query={PARIS}", "write=preview")
    assert (status, shown["result"]["write"]["applied"]) == (0, False)
    mark = shown["result"]["write"]["fingerprint"]
    assert call(f"query={PARIS}", "write=apply", f"fingerprint={mark}")[0] == 0
    assert call(f"query={PARIS}", "write=apply", f"fingerprint={mark}")[0] == 1


@pytest.mark.parametrize(
    ("question", "is_change"),
    [
        ("Set the price of Tea to 5", True),
        ("please delete all orders of 2019", True),
        ("Add a customer named Eva", True),
        ("把茶的价格改为 5", True),
        ("删除 2019 年的订单", True),
        ("Raise the price of all chairs by 10 %", True),
        ("Change the city of Ana in 2023 to Oslo", True),
        ("Increase prices by 5", True),
        ("How many prices were set in May?", False),
        ("Change in revenue per month", False),
        ("Increases by month", False),
        ("Set of all cities", False),
        ("now add the city column", False),
        ("Remove the limit", False),
        ("Add up the totals per month", False),
        ("Which orders were deleted?", False),
        ("一共有多少顾客？", False),
    ],
)
def test_a_request_for_a_change_is_told_from_a_question(question: str, is_change: bool) -> None:
    assert asks_for_change(question) is is_change
