"""What is told about a move is what a player would count on the board."""

from __future__ import annotations

import chess
import pytest

from plugins.chess_moves.facts import MoveFacts, facts_of, in_danger, piece_name


def facts(fen: str, san: str) -> MoveFacts:
    return next(one for one in facts_of(chess.Board(fen)) if one.san == san)


def test_a_mate_is_the_first_move() -> None:
    best = facts_of(chess.Board("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1"))[0]
    assert (best.san, best.mates) == ("Rd8#", True)


def test_a_move_that_lets_the_other_side_mate_is_known() -> None:
    fen = "rnbqkbnr/pppp1ppp/8/4p3/8/5P2/PPPPP1PP/RNBQKBNR w KQkq - 0 2"
    assert facts(fen, "g4").allows_mate
    assert not facts(fen, "e4").allows_mate
    assert facts_of(chess.Board(fen))[-1].san == "g4"


def test_a_piece_that_is_left_hanging_costs_the_balance() -> None:
    fen = "4k3/8/8/3r4/8/8/3N4/6K1 w - - 0 1"
    assert (facts(fen, "Kf2").balance, facts(fen, "Kf2").lost) == (-3, "Nd2")
    assert (facts(fen, "Nf3").balance, facts(fen, "Nf3").saves) == (0, True)
    assert (facts(fen, "Nc4").balance, facts(fen, "Ne4").saves) == (0, True)


def test_what_a_move_takes_counts_against_what_is_lost_elsewhere() -> None:
    taking = facts("4k3/8/8/3r4/6p1/7P/3N4/6K1 w - - 0 1", "hxg4")
    assert (taking.taken, taking.balance, taking.lost) == (1, -2, "Nd2")


def test_a_pawn_about_to_promote_is_a_loss_and_taking_it_none() -> None:
    fen = "6k1/8/8/8/8/8/p4R2/6K1 w - - 0 1"
    assert (facts(fen, "Kg2").balance, facts(fen, "Kg2").lost) == (-8, "a promotion")
    assert facts(fen, "Rxa2").balance == 1


@pytest.mark.parametrize(
    ("fen", "san"),
    [
        pytest.param("7k/8/6K1/8/8/8/8/5Q2 w - - 0 1", "Qf7", id="stalemate"),
        pytest.param("8/8/8/3p4/8/2N5/8/K6k w - - 0 1", "Nxd5", id="too few pieces"),
        pytest.param("6k1/8/8/8/8/8/5PPP/3R2K1 w - - 99 90", "Kf1", id="fifty moves"),
    ],
)
def test_a_move_that_ends_the_game_as_a_draw_is_known(fen: str, san: str) -> None:
    assert facts(fen, san).draws


def test_a_third_repetition_is_a_draw() -> None:
    board = chess.Board()
    for san in "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1".split():
        board.push_san(san)
    assert {one.san for one in facts_of(board) if one.draws} == {"Ng8"}


def test_a_fork_is_a_threat_and_what_was_threatened_before_is_none() -> None:
    assert facts("4k3/8/8/8/4r3/8/8/1N4K1 w - - 0 1", "Nc3").threat == 5
    assert facts("4k3/8/4r3/8/8/8/4R3/4K3 w - - 0 1", "Re3").threat == 0


def test_pieces_in_danger_are_named_with_their_cost() -> None:
    board = chess.Board("4k3/8/8/3r4/8/8/3N4/6K1 w - - 0 1")
    assert {piece_name(board, square): lost for square, lost in in_danger(board).items()} == {"Nd2": 3}


def test_the_board_is_left_as_it_was() -> None:
    board = chess.Board("r3k2r/8/8/3pP3/8/8/8/R3K2R w KQkq d6 0 2")
    before = board.fen()
    facts_of(board)
    assert board.fen() == before
