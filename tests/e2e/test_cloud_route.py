"""Every tool through the cloud route, against a real server of another maker where that can answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.core.paths import ROOT
from app.core.result import RunResult
from app.core.run import RunRequest
from app.core.settings import Settings
from tests.helpers import tiny_gguf
from tests.helpers.llama_server import LlamaServer
from tests.helpers.openai_server import OpenAIServer, answer

pytestmark = pytest.mark.server
STARTER = ROOT / "resources" / "models" / "polymath-starter.gguf"
PLAN = ROOT / "plugins" / "web_designer" / "samples" / "bakery.json"


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    built = build({"POLYMATH_HOME": str(home)})
    yield built
    built.close()


@pytest.fixture
def run(services: Services) -> Callable[..., RunResult]:
    def go(base_url: str, tool: str, **inputs: Any) -> RunResult:
        def change(now: Settings) -> Settings:
            return now.with_provider(base_url=base_url)

        services.settings.update(change)
        request = RunRequest(tool, inputs, "cloud")
        return services.loop.submit(services.runs.run(request, lambda _event: None)).result(100)

    return go


@pytest.fixture(scope="module")
def starter_server() -> Iterator[LlamaServer]:
    with LlamaServer(STARTER, alias="starter", context_tokens=1024) as running:
        yield running


@pytest.fixture(scope="module")
def tiny_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    model = tiny_gguf.make(tmp_path_factory.mktemp("model") / "tiny.gguf", context=2048)
    with LlamaServer(model, alias="tiny", context_tokens=2048) as running:
        yield running


def test_the_sql_assistant_answers(run: Callable[..., RunResult], starter_server: LlamaServer) -> None:
    result = run(starter_server.base_url, "sql_assistant", question="How many customers are there?")
    assert (result.engine, result.model) == ("cloud", "starter")
    assert result.outcome.status in {"verified", "repaired"}
    assert result.outcome.result["row_count"] == 1
    assert "you asked for the cloud" in result.reason


def test_latex_answers(run: Callable[..., RunResult], starter_server: LlamaServer) -> None:
    result = run(starter_server.base_url, "latex", words="x squared plus y squared")
    assert (result.engine, result.outcome.status) == ("cloud", "verified")


def test_bookkeeping_answers(run: Callable[..., RunResult], starter_server: LlamaServer) -> None:
    result = run(starter_server.base_url, "bookkeeping", transactions="printer paper 45.20 cash", today="2026-03-20")
    assert result.engine == "cloud"
    assert [entry["amount"] for entry in result.outcome.result["entries"]] == ["45.20"]


def test_chess_moves_are_legal_even_from_a_model_of_noise(
    run: Callable[..., RunResult], tiny_server: LlamaServer
) -> None:
    result = run(tiny_server.base_url, "chess_moves", pgn="1. e4 e5")
    assert (result.engine, result.outcome.status) == ("cloud", "verified")
    assert len(result.outcome.attempts) == 1


def test_the_web_designer_draws_a_plan(run: Callable[..., RunResult]) -> None:
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    for section in plan["sections"]:  # what is asked of a model is shorter than what can be drawn
        section["items"] = section.get("items", [])[:4]
    plan["sections"] = plan["sections"][:7]
    with OpenAIServer(answer(json.dumps(plan))) as server:
        result = run(server.base_url, "web_designer", description="A page for a bakery", mode="plan")
    assert (result.engine, result.outcome.status) == ("cloud", "verified")
    assert result.outcome.output.startswith("<!DOCTYPE html>")


def test_the_web_designer_takes_a_whole_document(run: Callable[..., RunResult]) -> None:
    page = (
        "Here is your page:\n```html\n<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Bakery</title>"
        "<meta name=viewport content='width=device-width, initial-scale=1'></head>"
        "<body><main><h1>Bakery</h1><p>Bread.</p></main></body></html>\n```"
    )
    with OpenAIServer(answer(page)) as server:
        result = run(server.base_url, "web_designer", description="A page for a bakery", mode="free")
    assert result.outcome.status == "verified"
    assert "<h1>Bakery</h1>" in result.outcome.result["html"]
