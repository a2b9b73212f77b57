"""The tool through the real run loop: legal by construction, judged by an engine, useful without a model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import chess
import pytest

from app.bootstrap import Services, build
from app.core.result import RunResult
from app.core.run import RunRequest
from app.engines.scripted import ScriptedEngine
from app.errors import InputError
from plugins.chess_moves.judge import find_uci_engine
from plugins.chess_moves.plugin import legal_sans

SICILIAN = "1. e4 c5"


@pytest.fixture
def services(home: Path) -> Iterator[Services]:
    built = build({"POLYMATH_HOME": str(home)})
    built.settings.set_tool("chess_moves", uci_engine="")
    yield built
    built.close()


@pytest.fixture
def run(services: Services) -> Callable[..., RunResult]:
    def go(engine: ScriptedEngine | None, **inputs: Any) -> RunResult:
        services.engines.replace("local", engine or ScriptedEngine(["x"], kind="local", model="M", serves=frozenset()))
        request = RunRequest("chess_moves", inputs)
        return services.loop.submit(services.runs.run(request, lambda _event: None)).result(60)

    return go


def test_the_models_move_is_shown_with_what_an_engine_thinks(run: Callable[..., RunResult]) -> None:
    engine = ScriptedEngine(["Nf3"], kind="local")
    outcome = run(engine, pgn=SICILIAN, question="Suggest a move.").outcome
    assert (outcome.status, outcome.result["move_san"], outcome.result["move_uci"]) == ("verified", "Nf3", "g1f3")
    assert outcome.result["evaluation"]["engine"] == "built-in search"
    assert outcome.result["so_far"] == "1. e4 c5"
    assert "scores for White: Nf3" in outcome.evidence[1]
    assert engine.requests[0].output.choices == legal_sans(chess.Board(outcome.result["fen"]))
    assert "The game so far: 1. e4 c5" in engine.requests[0].messages[-1].content
    json.dumps(dict(outcome.result))


def test_an_illegal_move_is_repaired(run: Callable[..., RunResult]) -> None:
    outcome = run(ScriptedEngine(["Qxh8", "d4"], kind="local"), pgn=SICILIAN).outcome
    assert (outcome.status, outcome.result["move_san"]) == ("repaired", "d4")


def test_a_blunder_is_legal_but_said(run: Callable[..., RunResult]) -> None:
    outcome = run(ScriptedEngine(["Kf1"], kind="local"), fen="4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1").outcome
    assert outcome.status == "verified"
    assert outcome.problems[0].severity == "warning"
    assert "gives away" in outcome.problems[0].message
    assert "Nxd5" in outcome.problems[0].hint


def test_without_a_model_the_search_moves_and_says_so(run: Callable[..., RunResult]) -> None:
    result = run(None, fen="6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1")
    assert (result.engine, result.outcome.output) == ("none", "Rd8#")
    assert "No model chose this move" in result.outcome.evidence[0]


def test_a_finished_game_is_an_input_error(run: Callable[..., RunResult]) -> None:
    with pytest.raises(InputError, match="checkmate"):
        run(ScriptedEngine(["e4"], kind="local"), pgn="1. f3 e5 2. g4 Qh4#")


def test_the_board_and_the_game_can_be_written(
    run: Callable[..., RunResult], services: Services, tmp_path: Path
) -> None:
    outcome = run(ScriptedEngine(["Nf3"], kind="local"), pgn=SICILIAN).outcome
    plugin = services.registry.plugin("chess_moves")
    plugin.export(outcome, tmp_path / "b.svg")
    plugin.export(outcome, tmp_path / "g.pgn")
    assert "arrow" in (tmp_path / "b.svg").read_text(encoding="utf-8")
    assert "Nf3" in (tmp_path / "g.pgn").read_text(encoding="utf-8")


@pytest.mark.skipif(find_uci_engine({}) is None, reason="Stockfish is not installed")
def test_stockfish_judges_where_it_is_installed(run: Callable[..., RunResult], services: Services) -> None:
    services.settings.set_tool("chess_moves", uci_engine=find_uci_engine({}))
    outcome = run(ScriptedEngine(["a3"], kind="local"), fen="4k3/8/8/3q4/8/2N5/P7/4K3 w - - 0 1").outcome
    evaluation = outcome.result["evaluation"]
    assert evaluation["engine"].startswith("Stockfish")
    assert evaluation["best_san"] == "Nxd5"
    assert evaluation["loss_cp"] > 200


def test_a_uci_engine_that_fails_gives_way_to_the_search(run: Callable[..., RunResult], services: Services) -> None:
    services.settings.set_tool("chess_moves", uci_engine="/bin/false")
    outcome = run(ScriptedEngine(["e4"], kind="local")).outcome
    assert outcome.result["evaluation"]["engine"] == "built-in search"
