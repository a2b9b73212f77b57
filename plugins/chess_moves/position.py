"""What a person gives — a FEN, a game, loose moves — → a board, with an error that says what is wrong with it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TextIO

import chess
import chess.pgn

from app.api import InputError

_FEN = re.compile(
    r"([pnbrqkPNBRQK1-8]+/){7}[pnbrqkPNBRQK1-8]+(\s+[wb](\s+(-|[KQkqA-Ha-h]+)(\s+(-|[a-h][36])(\s+\d+\s+\d+)?)?)?)?"
)
_MOVES = re.compile(r"(?:^|\s)1\.\s*\S")
_TOLD_PLIES = 12
_ILLEGAL: Mapping[chess.Status, str] = MappingProxyType(
    {
        chess.STATUS_NO_WHITE_KING: "White has no king",
        chess.STATUS_NO_BLACK_KING: "Black has no king",
        chess.STATUS_TOO_MANY_KINGS: "there are too many kings",
        chess.STATUS_TOO_MANY_WHITE_PAWNS: "White has more than eight pawns",
        chess.STATUS_TOO_MANY_BLACK_PAWNS: "Black has more than eight pawns",
        chess.STATUS_PAWNS_ON_BACKRANK: "a pawn stands on the first or last rank",
        chess.STATUS_TOO_MANY_WHITE_PIECES: "White has more than sixteen pieces",
        chess.STATUS_TOO_MANY_BLACK_PIECES: "Black has more than sixteen pieces",
        chess.STATUS_OPPOSITE_CHECK: "the side that is not to move stands in check",
        chess.STATUS_EMPTY: "the board is empty",
        chess.STATUS_TOO_MANY_CHECKERS: "more pieces give check than can",
        chess.STATUS_IMPOSSIBLE_CHECK: "the check cannot have come about",
    }
)


def board_from(inputs: Mapping[str, Any]) -> chess.Board:
    """The position that the inputs mean.

    A FEN in ``question`` comes first: who writes one there means it. Then ``fen``, the end of ``pgn``, moves in ``question``, the start.

    Raises:
        InputError: it is no position, or no legal one; names the field.
    """
    question = str(inputs.get("question") or "")
    if found := _FEN.search(question):
        return board_from_fen(found.group(0))
    if fen := str(inputs.get("fen") or "").strip():
        return board_from_fen(fen)
    if pgn := str(inputs.get("pgn") or "").strip():
        return board_from_pgn(pgn)
    if found := _MOVES.search(question):
        return board_from_pgn(question[found.start() :])
    return chess.Board()


def board_from_fen(fen: str) -> chess.Board:
    """A legal position. What a FEN leaves out at its end (side, castling, counters) is filled in.

    Raises:
        InputError: see ``board_from``.
    """
    parts = fen.split()
    whole = [*parts, *("w", "-", "-", "0", "1")[len(parts) - 1 :]] if parts else []
    try:
        board = chess.Board(" ".join(whole))
    except ValueError as error:
        raise InputError(
            f"“{fen}” is not a FEN: {error}.", field="fen", hint="A FEN has eight ranks, as in 8/8/… w - - 0 1."
        ) from error
    problems = [words for status, words in _ILLEGAL.items() if board.status() & status]
    if problems:
        raise InputError(
            f"This position cannot be: {'; '.join(problems)}.", field="fen", hint="Correct the FEN or the board."
        )
    if not board.is_valid():  # castling or en passant rights that the pieces do not bear out
        board.castling_rights = board.clean_castling_rights()
        board.ep_square = board.ep_square if board.has_legal_en_passant() else None
    return board


def board_from_epd(text: str) -> chess.Board:
    """The position on the first line of a FEN or EPD file; an EPD's operations are passed over.

    Raises:
        InputError: see ``board_from``.
    """
    fields = (text.strip().splitlines() or [""])[0].split()
    with_counters = len(fields) >= 6 and all(field.isdigit() for field in fields[4:6])
    return board_from_fen(" ".join(fields[: 6 if with_counters else 4]))


def game_from_text(text: str) -> chess.pgn.Game:
    """What a person pastes: a FEN on a line of its own, or a game.

    Raises:
        InputError: see ``board_from``.
    """
    text = text.strip()
    if _FEN.match(text) and "\n" not in text:
        return chess.pgn.Game.from_board(board_from_fen(text))
    return game_from_pgn(text)


def board_from_pgn(pgn: str) -> chess.Board:
    """The last position of the main line of the first game.

    Raises:
        InputError: see ``board_from``.
    """
    return game_from_pgn(pgn).end().board()


def game_from_pgn(pgn: str) -> chess.pgn.Game:
    """The first game of a text; see ``next_game``.

    Raises:
        InputError: see ``board_from``.
    """
    return next_game(io.StringIO(pgn))


def next_game(file: TextIO) -> chess.pgn.Game:
    """The game that begins where ``file`` stands, with its variations; it has moves or a position of its own.

    Raises:
        InputError: see ``board_from``.
    """
    game = chess.pgn.read_game(file)
    if game is None:
        raise InputError("This holds no game.", field="pgn", hint="Paste a PGN, or moves such as 1. e4 e5 2. Nf3.")
    if game.errors:
        raise InputError(f"The game cannot be followed: {game.errors[0]}.", field="pgn", hint="Correct that move.")
    if not game.variations and not game.headers.get("FEN"):
        raise InputError("This holds no moves.", field="pgn", hint="Paste a PGN, or moves such as 1. e4 e5 2. Nf3.")
    return game


def moves_so_far(board: chess.Board) -> str:
    """The game as numbered SAN; empty if it is not known."""
    if not board.move_stack:
        return ""
    return board.root().variation_san(board.move_stack)


def last_moves(board: chess.Board) -> str:
    """How the game went, for a prompt: all of a short game, the last moves of a long one; empty if it is not known."""
    moves = board.move_stack
    if len(moves) <= _TOLD_PLIES:
        return f"The game so far: {moves_so_far(board)}" if moves else ""
    before = board.copy(stack=_TOLD_PLIES)
    return f"The last moves: {before.root().variation_san(before.move_stack)}"


def game_over(board: chess.Board) -> str:
    """Why there is nothing to play; empty if there is."""
    outcome = board.outcome()
    if outcome is None:
        return ""
    name = outcome.termination.name.replace("_", " ").lower()
    winner = {True: "White won", False: "Black won", None: "drawn"}[outcome.winner]
    return f"The game is over: {name}, {winner}."
