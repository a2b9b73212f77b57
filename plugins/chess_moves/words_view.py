"""Positions, moves and scores in the words of the window's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import chess

from app.api_qt import tr

_EQUAL_CP, _SLIGHT_CP, _CLEAR_CP = 30, 90, 250


def colour_name(colour: chess.Color) -> str:
    """White or Black."""
    return tr("White") if colour else tr("Black")


def piece_name(piece_type: chess.PieceType) -> str:
    """The piece without its colour."""
    names = (tr("pawn"), tr("knight"), tr("bishop"), tr("rook"), tr("queen"), tr("king"))
    return names[piece_type - 1]


def square_words(board: chess.Board, square: chess.Square) -> str:
    """A square and what stands on it, as a screen reader says it."""
    piece = board.piece_at(square)
    name = chess.square_name(square)
    if piece is None:
        return tr("{square}: empty").format(square=name)
    return tr("{square}: {colour} {piece}").format(
        square=name, colour=colour_name(piece.color), piece=piece_name(piece.piece_type)
    )


def turn_words(board: chess.Board) -> str:
    """``White to move · move 12``."""
    return tr("{colour} to move · move {number}").format(colour=colour_name(board.turn), number=board.fullmove_number)


def ending_words(board: chess.Board) -> str:
    """Why and how the game is over by the rules; empty if it is not."""
    outcome = board.outcome()
    if outcome is None:
        return ""
    endings = {
        chess.Termination.CHECKMATE: tr("Checkmate"),
        chess.Termination.STALEMATE: tr("Stalemate"),
        chess.Termination.INSUFFICIENT_MATERIAL: tr("Not enough pieces to mate"),
        chess.Termination.SEVENTYFIVE_MOVES: tr("Seventy-five moves without progress"),
        chess.Termination.FIVEFOLD_REPETITION: tr("The same position five times"),
    }
    why = endings.get(outcome.termination, tr("The game is over"))
    if outcome.winner is None:
        return tr("{why}: a draw").format(why=why)
    return tr("{why}: {colour} won").format(why=why, colour=colour_name(outcome.winner))


def status_words(board: chess.Board) -> str:
    """What a player asks first: whose move it is, check, or how it ended."""
    if over := ending_words(board):
        return over
    return f"{turn_words(board)} · {tr('in check')}" if board.is_check() else turn_words(board)


def result_words(result: str) -> str:
    """The result that a game record gives; empty while the game goes on."""
    return {
        "1-0": tr("White won this game"),
        "0-1": tr("Black won this game"),
        "1/2-1/2": tr("This game was drawn"),
    }.get(result, "")


def white_cp(score_cp: int, turn: chess.Color) -> int:
    """A score for the side to move as a score for White."""
    return score_cp if turn else -score_cp


def white_score(evaluation: Mapping[str, Any], turn: chess.Color, *, best: bool = False) -> str:
    """A score as players write it, from White's side: ``+0.6``, ``−1.2``, ``#3``, ``#−2``."""
    cp = white_cp(int(evaluation["best_score_cp" if best else "score_cp"]), turn)
    mate = _moves_to_mate(evaluation, best=best)
    sign = "+" if cp > 0 else "−" if cp < 0 else ""
    if mate:
        return f"#{'−' if cp < 0 else ''}{mate}"
    return f"{sign}{abs(cp) / 100:.1f}"


def _moves_to_mate(evaluation: Mapping[str, Any], *, best: bool) -> int:
    """Moves to mate for either side; 0 if none is seen. The engine's own score gives them in words alone."""
    if not best:
        return abs(int(evaluation.get("mate") or 0))
    words = str(evaluation.get("best_score", ""))
    return int(words.rsplit(" ", 1)[-1]) if words.startswith("mate") else 0


def evaluation_words(evaluation: Mapping[str, Any], turn: chess.Color) -> str:
    """``White is slightly better``; who mates, and in how many moves."""
    cp = white_cp(int(evaluation["score_cp"]), turn)
    ahead = colour_name(cp > 0)
    if mate := _moves_to_mate(evaluation, best=False):
        return tr("{colour} mates in {number}").format(colour=ahead, number=mate)
    if abs(cp) < _EQUAL_CP:
        return tr("The position is equal")
    if abs(cp) < _SLIGHT_CP:
        return tr("{colour} is slightly better").format(colour=ahead)
    if abs(cp) < _CLEAR_CP:
        return tr("{colour} is clearly better").format(colour=ahead)
    return tr("{colour} is winning").format(colour=ahead)
