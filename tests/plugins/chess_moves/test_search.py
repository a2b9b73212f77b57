"""The built-in search: sees mates and loose pieces, leaves the board as it was, keeps its time."""

from __future__ import annotations

import chess
import pytest

from plugins.chess_moves.search import MATE, Search, evaluate


@pytest.mark.parametrize(
    ("fen", "best"),
    [
        ("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1", "d1d8"),
        ("r1bqkb1r/pppp1ppp/2n2n2/4p2Q/2B1P3/8/PPPP1PPP/RNB1K1NR w KQkq - 4 4", "h5f7"),
        ("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1", "c3d5"),
        ("8/P7/8/8/8/8/7k/K7 w - - 0 1", "a7a8q"),
    ],
)
def test_it_finds_what_a_club_player_sees_at_once(fen: str, best: str) -> None:
    assert Search(chess.Board(fen), limit_s=5, max_depth=3).run().moves[0].uci() == best


def test_mates_are_counted_and_the_nearest_is_taken() -> None:
    line = Search(chess.Board("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1"), limit_s=5, max_depth=4).run()
    assert line.score_cp == MATE - 1


def test_a_given_move_can_be_looked_at() -> None:
    board = chess.Board("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1")
    line = Search(board, limit_s=5, max_depth=2).run(chess.Move.from_uci("c3a4"))
    assert line.moves[0].uci() == "c3a4"
    assert line.score_cp < 0


def test_the_board_is_left_as_it_was_even_when_time_runs_out() -> None:
    board = chess.Board()
    before = board.fen()
    Search(board, limit_s=0.05, max_depth=30).run()
    assert board.fen() == before
    assert not board.move_stack


def test_evaluation_is_the_same_for_both_colours() -> None:
    board = chess.Board("r1bqkb1r/pppp1ppp/2n2n2/4p2Q/2B1P3/8/PPPP1PPP/RNB1K1NR w KQkq - 4 4")
    assert evaluate(board) == evaluate(board.mirror())
    assert evaluate(chess.Board()) == 0


def test_no_move_is_an_error() -> None:
    with pytest.raises(ValueError, match="no move"):
        Search(chess.Board("7k/5Q2/6K1/8/8/8/8/8 b - - 0 1")).run()
