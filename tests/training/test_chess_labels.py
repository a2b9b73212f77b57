"""The file of labelled positions: the same for a seed, gone on with where it ended, read without doubles."""

import json
import random
from pathlib import Path

import chess

from training.chess_games import Scores, sparse
from training.chess_labels import by_search, read, write


def _any_move(board: chess.Board) -> Scores:
    return {next(iter(board.legal_moves)).uci(): 0}


def test_a_file_is_gone_on_with_as_if_it_had_never_stopped(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole.jsonl", tmp_path / "parts.jsonl"
    write(whole, positions=120, seconds=1000, seed=7, judge=_any_move)
    write(parts, positions=1, seconds=1000, seed=7, judge=_any_move)
    assert len(parts.read_text(encoding="utf-8")) < len(whole.read_text(encoding="utf-8"))
    write(parts, positions=120, seconds=1000, seed=7, judge=_any_move)
    assert read(parts)[:100] == read(whole)[:100]


def test_nothing_is_written_once_the_time_is_over(tmp_path: Path) -> None:
    assert write(tmp_path / "none.jsonl", positions=10, seconds=0, seed=1, judge=_any_move) == 0


def test_a_position_counts_once_and_a_line_that_was_cut_off_not_at_all(tmp_path: Path) -> None:
    line = json.dumps({"game": 3, "fen": chess.STARTING_FEN, "scores": {"e2e4": 30}})
    path = tmp_path / "chess.jsonl"
    path.write_text(f"{line}\n{line}\n{line[:40]}", encoding="utf-8")
    assert [(one.game, one.scores) for one in read(path)] == [(3, {"e2e4": 30})]


def test_what_was_cut_off_does_not_spoil_what_is_appended(tmp_path: Path) -> None:
    path = tmp_path / "chess.jsonl"
    path.write_text('{"game": 3, "fen', encoding="utf-8")
    count = write(path, positions=5, seconds=1000, seed=1, judge=_any_move)
    assert len(read(path)) == count


def test_endings_are_legal_and_go_on() -> None:
    rng = random.Random(1)
    assert all(board.is_valid() and any(board.legal_moves) for board in (sparse(rng) for _ in range(20)))


def test_without_stockfish_the_tools_own_search_judges() -> None:
    assert max(by_search(chess.Board("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1"))) == "c3d5"
