"""A model is told every legal move once, in a few short lines."""

from __future__ import annotations

import random
from collections import Counter

import chess
import pytest

from plugins.chess_moves.briefing import HEADING, briefing, told
from plugins.chess_moves.plugin import legal_sans

MOST_MOVES = "R6R/3Q4/1Q4Q1/4Q3/2Q4Q/Q4Q2/pp1Q4/kBNN1KB1 w - - 0 1"
"""218 legal moves, more than any other position has."""


def listed(board: chess.Board) -> list[str]:
    return [san for line in told(board) if not line.startswith("In danger") for san in line.partition(": ")[2].split()]


@pytest.mark.parametrize(
    "fen",
    [
        chess.STARTING_FEN,
        MOST_MOVES,
        "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
        "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1",
        "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1",
        "4k3/8/8/3q4/4r3/2N5/8/4K3 w - - 0 1",
    ],
)
def test_every_legal_move_is_listed_once(fen: str) -> None:
    board = chess.Board(fen)
    assert Counter(listed(board)) == Counter(legal_sans(board))


def test_a_usual_prompt_is_short_and_none_is_longer_than_the_most_moves_ask_for() -> None:
    lengths = [len("\n".join(told(board))) for board in _played(12)]
    assert sorted(lengths)[len(lengths) // 2] < 420
    assert max(lengths) < 900
    assert len("\n".join(told(chess.Board(MOST_MOVES)))) < 1600


def test_the_heading_stands_before_the_facts() -> None:
    board = chess.Board()
    assert briefing(board) == [HEADING, *told(board)]


def test_the_lines_say_what_comes_of_the_moves() -> None:
    lines = told(chess.Board("4k3/8/8/3r4/8/7P/3N4/6K1 w - - 0 1"))
    assert lines[0] == "In danger: Nd2 (-3)"
    assert any(line.startswith("Saves Nd2: ") and "Nf3" in line for line in lines)
    assert any(line.startswith("Leaves Nd2 (-3): ") and "h4" in line for line in lines)


def test_a_mate_comes_first_and_a_move_that_allows_one_last() -> None:
    assert told(chess.Board("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1"))[0] == "Mates: Rd8#"
    last = told(chess.Board("rnbqkbnr/pppp1ppp/8/4p3/8/5P2/PPPPP1PP/RNBQKBNR w KQkq - 0 2"))[-1]
    assert last == "Lets itself be mated: g4"


def _played(count: int) -> list[chess.Board]:
    rng, boards = random.Random(5), []
    for _ in range(count):
        board = chess.Board()
        for _ in range(rng.randint(2, 50)):
            if not board.is_game_over():
                board.push(rng.choice(list(board.legal_moves)))
        if not board.is_game_over():
            boards.append(board)
    return boards
