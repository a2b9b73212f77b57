"""Chess samples: the lines that the tool tells, a legal answer among them, games in one split, no held-out case."""

import json
import random
from dataclasses import asdict
from pathlib import Path

import chess
import pytest

from plugins.chess_moves.briefing import told
from plugins.chess_moves.search import MATE
from training.cases_chess import chess_cases
from training.chess_games import Scores
from training.chess_labels import labelled
from training.generators.chess_positions import TOOL, label, positions, sample_many, twins


def _first_moves(board: chess.Board) -> Scores:
    return {move.uci(): 10 - 20 * place for place, move in enumerate(list(board.legal_moves)[:3])}


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labels") / "chess.jsonl"
    found = [one for game in range(40, 50) for one in labelled(1, game, _first_moves)]
    path.write_text("".join(json.dumps(asdict(one)) + "\n" for one in found), encoding="utf-8")
    return path


def test_the_same_seed_gives_the_same_samples(labels: Path) -> None:
    first, second = (
        [sample_many(generator, "train", labels) for _ in range(12)]
        for generator in (random.Random(4), random.Random(4))
    )
    assert first == second


@pytest.mark.parametrize("split", ["train", "test"])
def test_an_answer_stands_among_the_moves_that_are_told(labels: Path, split: str) -> None:
    generator = random.Random(2)
    for _ in range(12):
        [sample] = sample_many(generator, split, labels)
        moves = [san for line in sample.context.splitlines() for san in line.partition(": ")[2].split()]
        assert (sample.tool, sample.question) == (TOOL, "")
        assert sample.answer in moves


def test_no_game_is_in_both_splits(labels: Path) -> None:
    games = [{one.game for one in positions(split, labels)} for split in ("train", "test")]
    assert all(games)
    assert not games[0] & games[1]


def test_no_held_out_case_is_trained_on(tmp_path: Path) -> None:
    case = chess.Board(chess_cases()[0].fen)
    path = tmp_path / "chess.jsonl"
    path.write_text(
        "".join(
            f'{{"game": {game}, "fen": "{board.fen()}", "scores": {{}}}}\n'
            for game in range(3)
            for board in (case, case.mirror())
        ),
        encoding="utf-8",
    )
    assert positions("train", path) == positions("test", path) == ()


def test_a_missing_file_says_how_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"training\.chess_labels"):
        sample_many(random.Random(1), "train", tmp_path / "none.jsonl")


def test_of_moves_that_are_about_as_good_the_first_told_is_right() -> None:
    board = chess.Board()
    first = told(board)[0].partition(": ")[2].split()[0]
    best, first_move = "a2a3", board.parse_san(first).uci()
    assert label(board, {best: 30, first_move: 20}) == first
    assert label(board, {best: 60, first_move: 20}) == "a3"


def test_a_mate_at_once_is_preferred_to_a_later_one() -> None:
    board = chess.Board("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1")
    assert label(board, {"d1d8": MATE - 1, "d1d7": MATE - 2}) == "Rd8#"


def test_a_position_turned_about_keeps_what_its_moves_are_worth() -> None:
    board = chess.Board("4k3/8/8/3q4/8/2N5/P7/4K3 w - - 0 1")
    answers = [label(twin, scores) for twin, scores in twins(board, {"c3d5": 900, "a2a3": 0})]
    assert answers == ["Nxd5", "Nxd4", "Nxe5", "Nxe4"]


def test_who_may_castle_has_no_left_and_right_exchanged() -> None:
    assert len(list(twins(chess.Board(), {}))) == 2
