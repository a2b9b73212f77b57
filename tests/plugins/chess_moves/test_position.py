"""What people give as a position."""

from __future__ import annotations

import chess
import pytest

from app.api import InputError
from plugins.chess_moves.position import board_from, board_from_fen, board_from_pgn, game_over, moves_so_far


@pytest.mark.parametrize(
    ("inputs", "fen"),
    [
        ({}, chess.STARTING_FEN),
        ({"question": "1. e4 e5 2. Nf3"}, "rnbqkbnr/pppp1ppp/8/4p3/4P3/5N2/PPPP1PPP/RNBQKB1R b KQkq - 1 2"),
        (
            {"question": "best move? 6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1 please"},
            "6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1",
        ),
        (
            {"pgn": '[Event "x"]\n\n1. d4 d5 *', "question": "?"},
            "rnbqkbnr/ppp1pppp/8/3p4/3P4/8/PPP1PPPP/RNBQKBNR w KQkq - 0 2",
        ),
        (
            {"fen": chess.STARTING_FEN, "question": "and in 6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1?"},
            "6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1",
        ),
        ({"fen": "8/8/8/8/8/4k3/4p3/4K3 b", "pgn": "1. e4"}, "8/8/8/8/8/4k3/4p3/4K3 b - - 0 1"),
    ],
)
def test_fen_game_and_loose_moves_are_understood(inputs: dict[str, str], fen: str) -> None:
    assert board_from(inputs).fen() == fen


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        ("hello", "is not a FEN"),
        ("8/8/8/8/8/8/8/8 w - - 0 1", "no king"),
        ("k7/8/8/8/8/8/8/KK6 w - - 0 1", "too many kings"),
        ("P6k/8/8/8/8/8/8/K7 w - - 0 1", "first or last rank"),
        ("4k3/8/8/8/4R3/8/8/4K3 w - - 0 1", "not to move stands in check"),
    ],
)
def test_a_position_that_cannot_be_says_why(fen: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        board_from_fen(fen)
    assert caught.value.field == "fen"


@pytest.mark.parametrize(
    ("pgn", "words"), [("1. e4 e5 2. Ke3", "cannot be followed"), ("nothing here", "holds no moves")]
)
def test_a_game_that_cannot_be_followed_says_where(pgn: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        board_from_pgn(pgn)


def test_a_finished_game_is_said_and_a_game_is_written_as_numbered_moves() -> None:
    mated = board_from_pgn("1. f3 e5 2. g4 Qh4#")
    assert game_over(mated) == "The game is over: checkmate, Black won."
    assert moves_so_far(mated) == "1. f3 e5 2. g4 Qh4#"
    assert game_over(chess.Board()) == ""
