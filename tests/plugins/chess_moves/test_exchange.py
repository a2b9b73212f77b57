"""Static exchange evaluation: captures on one square, counted as a player counts them."""

from __future__ import annotations

import chess
import pytest

from plugins.chess_moves.exchange import exchange, winnable, winnable_legally


@pytest.mark.parametrize(
    ("fen", "san", "won"),
    [
        pytest.param("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1", "Nxd5", 9, id="nobody guards it"),
        pytest.param("4k3/8/4p3/3p4/8/2N5/8/4K3 w - - 0 1", "Nxd5", -2, id="a pawn guards a pawn"),
        pytest.param("4k3/8/4p3/3n4/8/2N5/8/4K3 w - - 0 1", "Nxd5", 0, id="a knight for a knight"),
        pytest.param("3rk3/8/8/3p4/8/8/3R4/3RK3 w - - 0 1", "Rxd5", 1, id="the rook behind joins in"),
        pytest.param("3rk3/3r4/8/3p4/8/8/3R4/3RK3 w - - 0 1", "Rxd5", -4, id="the other side may stop"),
        pytest.param("3rk3/8/8/8/8/8/8/R3K3 w - - 0 1", "Rd1", 0, id="a rook offered for a rook"),
        pytest.param("4k3/8/1p6/8/8/8/8/B3K3 w - - 0 1", "Bd4", 0, id="safe"),
        pytest.param("4k3/8/8/4p3/8/8/8/B3K3 w - - 0 1", "Bd4", -3, id="onto a pawn's square"),
        pytest.param("4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 2", "exd6", 1, id="en passant"),
        pytest.param("8/P6k/8/8/8/8/8/4K3 w - - 0 1", "a8=Q", 8, id="a new queen"),
        pytest.param("1r6/P6k/8/8/8/8/8/4K3 w - - 0 1", "a8=Q", -1, id="a new queen that is taken"),
        pytest.param("1r6/P6k/8/8/8/8/8/4K3 w - - 0 1", "axb8=Q", 13, id="a rook and a new queen"),
        pytest.param("8/8/8/3pk3/8/8/3R4/3RK3 w - - 0 1", "Rxd5+", 1, id="a king cannot take what is guarded"),
        pytest.param("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "O-O", 0, id="castling takes nothing"),
    ],
)
def test_an_exchange_is_worth_what_is_left_after_all_captures(fen: str, san: str, won: int) -> None:
    board = chess.Board(fen)
    assert exchange(board, board.parse_san(san)) == won


def test_what_can_be_won_is_found_on_every_square_for_both_sides() -> None:
    board = chess.Board("4k3/1P6/8/3q4/8/2N5/8/3RK3 b - - 0 1")
    assert winnable(board, chess.WHITE) == {chess.D5: 9, chess.B7: 8}
    assert winnable(board, chess.BLACK) == {chess.B7: 1}


def test_a_side_in_check_wins_only_what_a_legal_move_takes() -> None:
    board = chess.Board("4k3/8/8/3q4/4r3/2N5/8/4K3 w - - 0 1")
    assert winnable(board, chess.WHITE) == {chess.D5: 9, chess.E4: 2}
    assert winnable_legally(board) == {chess.E4: 2}
