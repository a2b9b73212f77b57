"""The tour and what ``--out`` writes, with the real command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app import bootstrap, cli
from app.core.paths import ROOT
from app.engines.scripted import ScriptedEngine

ANSWERS = {
    "customer": "SELECT COUNT(*) FROM customers",
    "expensive": "SELECT name, price FROM products ORDER BY price DESC LIMIT 5",
    "sum": r"\sum_{i=1}^{n}i^{2}",
    "limit": r"\lim_{x\to 0}\frac{\sin x}{x}=1",
}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A local route that knows the tour's questions."""

    def reply(request: object) -> str:
        question = request.messages[-1].content.splitlines()[-1]  # type: ignore[attr-defined]
        return next((answer for word, answer in ANSWERS.items() if word in question), "?")

    real: Callable[..., bootstrap.Services] = bootstrap.build

    def build(**options: object) -> bootstrap.Services:
        services = real(**options)
        serves = frozenset({"sql_assistant", "latex", "bookkeeping"})
        services.engines.replace("local", ScriptedEngine([reply], kind="local", model="Script", serves=serves))
        services.settings.set_tool("chess_moves", uci_engine="")
        return services

    monkeypatch.setattr(cli, "build", build)


@pytest.mark.usefixtures("answers")
def test_the_tour_writes_results_and_an_index_page(tmp_path: Path) -> None:
    out = tmp_path / "tour"
    assert cli.main(["tour", "--out", str(out), "--no-screenshots"]) == 0
    page = (out / "index.html").read_text(encoding="utf-8")
    for word in ("sql_assistant", "web_designer", "bookkeeping", "chess_moves", "latex", "verified"):
        assert word in page
    written = {path.suffix for path in out.iterdir()}
    assert {".html", ".csv", ".svg", ".pgn", ".tex", ".json"} <= written


@pytest.mark.usefixtures("answers")
def test_out_writes_what_the_suffix_says(tmp_path: Path) -> None:
    assert cli.main(["run", "sql_assistant", "How many customers are there?", "--out", str(tmp_path / "n.csv")]) == 0
    assert (tmp_path / "n.csv").read_text(encoding="utf-8").splitlines()[1].isdigit()
    plan = (ROOT / "plugins" / "web_designer" / "samples" / "bakery.json").read_text(encoding="utf-8")
    assert cli.main(["run", "web_designer", plan, "--out", str(tmp_path / "page.html")]) == 0
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
