import chess
import pytest

from training.cases_chess import ChessCase, chess_cases
from training.heldout_chess import positions
from training.outcomes_more import chess_outcome
from training.program import Ran

MATE = next(case for case in chess_cases() if case.name == "Scholar's mate threatens")


@pytest.mark.parametrize("case", chess_cases(), ids=lambda case: case.name)
def test_every_legal_move_of_a_position_is_evaluated(case: ChessCase) -> None:
    board = chess.Board(case.fen)
    assert board.is_valid()
    assert not board.is_game_over()
    assert set(case.losses) == {move.uci() for move in board.legal_moves}
    assert min(case.losses.values()) == 0
    assert max(case.losses.values()) <= 2000


def test_the_evaluations_are_those_of_the_written_positions() -> None:
    assert [(case.name, case.fen) for case in chess_cases()] == [(name, board.fen()) for name, board in positions()]
    assert len({case.fen for case in chess_cases()}) >= 60


def test_a_move_costs_what_it_gives_away() -> None:
    assert MATE.loss("Qxf7#") == MATE.loss("f3f7") == 0
    assert MATE.loss("Qf6") == MATE.losses["f3f6"] > 1000
    assert MATE.loss("Ke7") is None
    assert MATE.loss("") is None


def test_a_chosen_move_is_held_against_a_random_one() -> None:
    best, poor, none = (chess_outcome(MATE, Ran("verified", output=move)) for move in ("Qxf7#", "Qf6", "castle"))
    assert best.right
    assert best.means["loss in centipawns"] == 0 < best.means["random move's loss"] == MATE.random_loss
    assert poor.shares == {"legal": True, "better than random": poor.means["loss in centipawns"] < MATE.random_loss}
    assert not poor.right
    assert not none.right
    assert none.shares == {"legal": False, "better than random": False}
    assert not none.means
