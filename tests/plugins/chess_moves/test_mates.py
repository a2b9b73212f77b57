"""Mates in one are found with few moves tried, and none is missed or made up."""

from __future__ import annotations

import random

import chess
import pytest

from plugins.chess_moves.mates import has_mate_in_one


@pytest.mark.parametrize(
    ("fen", "mates"),
    [
        pytest.param("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1", True, id="back rank"),
        pytest.param("6k1/5pp1/7p/8/8/8/5PPP/3R2K1 w - - 0 1", False, id="the king has a way out"),
        pytest.param("6rk/6pp/8/6N1/8/8/8/6K1 w - - 0 1", True, id="smothered"),
        pytest.param("7k/5P1p/6pB/8/8/8/8/6K1 w - - 0 1", True, id="by promoting"),
        pytest.param("6bk/7p/5N2/8/8/8/6R1/6K1 b - - 0 1", False, id="the other side is to move"),
        pytest.param("5r1k/6pp/7N/8/2Q5/8/8/6K1 w - - 0 1", False, id="what gives check can be taken"),
        pytest.param("8/8/8/8/8/1Q6/p7/k1K5 w - - 0 1", True, id="a queen beside her king"),
        pytest.param("4k2R/8/4K3/8/8/8/8/8 b - - 0 1", False, id="a side in check"),
    ],
)
def test_a_mate_in_one_is_seen(fen: str, mates: bool) -> None:
    assert has_mate_in_one(chess.Board(fen)) is mates


def test_it_agrees_with_trying_every_move() -> None:
    rng, seen = random.Random(3), set()
    for _ in range(3):
        board = chess.Board()
        while not board.is_game_over() and len(board.move_stack) < 90:
            expected = any(_is_mate(board, move) for move in list(board.legal_moves))
            assert has_mate_in_one(board) is expected, board.fen()
            seen.add(expected)
            board.push(rng.choice(list(board.legal_moves)))
    assert seen == {True, False}


def _is_mate(board: chess.Board, move: chess.Move) -> bool:
    board.push(move)
    mated = board.is_checkmate()
    board.pop()
    return mated
