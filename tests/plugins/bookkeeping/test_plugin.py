"""The tool through the real run loop: every amount stands in its line, and the books balance."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.bootstrap import Services, build
from app.core.messages import CompletionRequest
from app.core.result import Progressed, RunCancelled, RunEvent, RunResult
from app.core.run import RunRequest
from app.engines.scripted import ScriptedEngine
from app.errors import InputError
from tests.plugins.bookkeeping.conftest import CHART

LINES = "march 3 printer paper $45.20 on the credit card\n\n# a comment\nACME invoice, 1,200"
ANSWERS = [
    "Office Supplies | Credit Card | $45.20 | march 3 | printer paper",
    "Consulting Income | Checking | 1,200 | - | ACME invoice",
]


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    built = build({"POLYMATH_HOME": str(home)})
    yield built
    built.close()


Run = Callable[..., RunResult]


@pytest.fixture
def run(services: Services) -> Run:
    def go(engine: ScriptedEngine, transactions: str = LINES, **inputs: Any) -> RunResult:
        services.engines.replace("local", engine)
        events: list[RunEvent] = inputs.pop("events", [])
        given = {"transactions": transactions, "accounts": CHART, "today": "2026-03-20", **inputs}
        return services.loop.submit(services.runs.run(RunRequest("bookkeeping", given), events.append)).result(60)

    return go


def scripted(*answers: str) -> ScriptedEngine:
    return ScriptedEngine(answers, kind="local")


def test_lines_become_a_journal_with_statements(run: Run) -> None:
    events: list[RunEvent] = []
    engine = scripted(*ANSWERS)
    outcome = run(engine, events=events).outcome
    assert outcome.status == "verified"
    assert outcome.result["entries"] == [
        {"date": "2026-03-03", "debit": "Office Supplies", "credit": "Credit Card", "amount": "45.20", "currency": "USD",
         "memo": "printer paper", "line_no": 1, "source": "march 3 printer paper $45.20 on the credit card"},
        {"date": "2026-03-20", "debit": "Checking", "credit": "Consulting Income", "amount": "1200.00", "currency": "USD",
         "memo": "ACME invoice", "line_no": 4, "source": "ACME invoice, 1,200"},
    ]  # fmt: skip
    assert outcome.result["statements"]["income_statement"]["net_income"] == "1154.80"
    assert all(identity["holds"] for identity in outcome.result["statements"]["identities"])
    assert "2026-03-03  Office Supplies ← Credit Card" in outcome.output
    assert [e.text for e in events if isinstance(e, Progressed)][:2] == ["Line 1 of 2", "Line 2 of 2"]
    assert all(request.output.gbnf for request in engine.requests)
    json.dumps(dict(outcome.result))


def test_a_wrong_answer_is_repaired(run: Run) -> None:
    engine = scripted("Stationery | Credit Card | $45.20 | march 3 | paper", *ANSWERS)
    outcome = run(engine).outcome
    assert (outcome.status, len(outcome.result["entries"]), len(outcome.attempts)) == ("repaired", 2, 3)
    assert "Stationery" in engine.requests[1].messages[-1].content


def test_a_line_that_stays_wrong_is_unread_and_never_guessed(run: Run) -> None:
    outcome = run(scripted("nonsense", "nonsense", "nonsense", ANSWERS[1])).outcome
    assert (outcome.status, len(outcome.result["entries"])) == ("unverified", 1)
    assert outcome.result["unread"][0]["line_no"] == 1
    assert "1 of 5 parts" in outcome.result["unread"][0]["reason"]
    assert outcome.problems[0].severity == "warning"


def test_a_line_without_an_amount_is_unread_without_asking(run: Run) -> None:
    engine = scripted(ANSWERS[0])
    outcome = run(engine, "how are you\nmarch 3 printer paper $45.20 on the credit card").outcome
    assert (outcome.status, len(engine.requests)) == ("unverified", 1)
    assert outcome.result["unread"] == [{"line_no": 1, "line": "how are you", "reason": "The line names no amount."}]


def test_a_run_fails_only_if_no_line_can_be_read(run: Run) -> None:
    outcome = run(scripted("?")).outcome
    assert (outcome.status, outcome.result["entries"], len(outcome.result["unread"])) == ("failed", [], 2)
    assert outcome.result["statements"] == {}


def test_a_line_typed_twice_is_said(run: Run) -> None:
    line = "march 3 printer paper $45.20 on the credit card"
    outcome = run(scripted(ANSWERS[0]), f"{line}\n{line}").outcome
    assert outcome.status == "verified"
    assert "Line 2 looks like line 1" in outcome.problems[0].message


def test_currencies_have_statements_of_their_own(run: Run) -> None:
    answers = [
        "Rent | Checking | €5 | - | rent",
        "Meals | Checking | $7 | - | lunch",
        "Meals | Checking | $8 | - | tea",
    ]
    outcome = run(scripted(*answers), "rent €5\nlunch $7\ntea $8").outcome
    statements = outcome.result["statements"]
    assert (statements["currency"], [s["currency"] for s in statements["other_currencies"]]) == ("USD", ["EUR"])
    assert any("2 currencies" in problem.message for problem in outcome.problems)


def test_an_amount_without_a_currency_takes_that_of_the_lines(run: Run) -> None:
    outcome = run(
        scripted("Rent | Checking | €5 | - | rent", "Meals | Checking | 7 | - | lunch"), "rent €5\nlunch 7"
    ).outcome
    assert [entry["currency"] for entry in outcome.result["entries"]] == ["EUR", "EUR"]
    assert "Amounts without a currency are in EUR." in outcome.evidence


def test_a_run_can_be_stopped_between_lines(services: Services) -> None:
    stopped, events = threading.Event(), list[RunEvent]()
    engine = ScriptedEngine([lambda _request: (_cancel(), ANSWERS[0])[1]], kind="local", pause_s=0.01)
    services.engines.replace("local", engine)

    def _cancel() -> None:
        services.runs.cancel(run_id)

    def take(event: RunEvent) -> None:
        events.append(event)
        if isinstance(event, RunCancelled):
            stopped.set()

    given = {"transactions": "\n".join([LINES] * 20), "accounts": CHART, "today": "2026-03-20"}
    run_id = services.runs.start("bookkeeping", given, take)
    assert stopped.wait(20)
    assert len(engine.requests) == 1


@pytest.mark.parametrize(
    ("inputs", "words"),
    [({"transactions": "# nothing\n"}, "no line"), ({"accounts": "Rent\nRent"}, "Line 2"), ({"today": "soon"}, "no date"),
     ({"transactions": "a 1\n" * 501}, "501 lines")],
)  # fmt: skip
def test_input_that_cannot_be_used_is_said(run: Run, inputs: dict[str, str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        run(scripted("?"), **inputs)


def test_the_outcome_can_be_written_in_three_formats(run: Run, services: Services, tmp_path: Path) -> None:
    outcome = run(scripted(*ANSWERS)).outcome
    plugin = services.registry.plugin("bookkeeping")
    for suffix in plugin.export_suffixes:
        plugin.export(outcome, tmp_path / f"books{suffix}")
    assert openpyxl.load_workbook(tmp_path / "books.xlsx").sheetnames[0] == "Journal"
    assert "Expenses:Office-Supplies" in (tmp_path / "books.beancount").read_text(encoding="utf-8")
    assert "45.20" in (tmp_path / "books.csv").read_text(encoding="utf-8-sig")


def test_a_larger_model_that_adds_words_around_the_answer_is_understood(run: Run) -> None:
    def reply(request: CompletionRequest) -> str:
        return (
            "`office supplies | credit card | 45.20 | March 3 | paper`"
            if "paper" in request.messages[-1].content
            else ANSWERS[1]
        )

    outcome = run(ScriptedEngine([reply], kind="local")).outcome
    assert (outcome.status, outcome.result["entries"][0]["amount"]) == ("verified", "45.20")


def test_a_line_that_leaves_open_what_was_paid_is_asked_back(run: Run) -> None:
    outcome = run(scripted(), transactions="paint 200 + VAT, card").outcome
    assert outcome.status == "failed"
    assert "tax or a charge on top" in outcome.problems[0].hint
