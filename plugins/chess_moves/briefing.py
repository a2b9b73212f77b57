"""The legal moves as a model is told them: one line for each kind of move, in the order in which a player would look at them."""

from __future__ import annotations

from collections.abc import Iterable

import chess

from plugins.chess_moves.facts import MoveFacts, facts_of, in_danger, piece_name

HEADING = "What is in danger, and the legal moves by what comes of them at once (in pawns: a queen is 9), the better placed first:"
"""The line after which a prompt tells the facts, up to the next blank line."""
_MIDDLE = chess.BB_D4 | chess.BB_E4 | chess.BB_D5 | chess.BB_E5


def briefing(board: chess.Board) -> list[str]:
    """The heading, and the lines of ``told``."""
    return [HEADING, *told(board)]


def told(board: chess.Board) -> list[str]:
    """What stands in danger, and every legal move once, as SAN, under what it does."""
    kinds = by_kind(board).items()
    return [*_danger(board), *(f"{kind}: {' '.join(facts.san for facts in moves)}" for kind, moves in kinds)]


def by_kind(board: chess.Board) -> dict[str, list[MoveFacts]]:
    """Every legal move under what it does, in the order in which a model is told them."""
    found: dict[str, list[MoveFacts]] = {}
    for facts in sorted(facts_of(board), key=lambda facts: _rank(board, facts)):
        found.setdefault(_kind(board, facts), []).append(facts)
    return found


def _danger(board: chess.Board) -> Iterable[str]:
    losses = sorted(in_danger(board).items(), key=lambda pair: -pair[1])
    if losses:
        yield f"In danger: {', '.join(f'{piece_name(board, square)} (-{lost})' for square, lost in losses)}"


_KINDS = (
    "Mates",
    "Wins",
    "Saves",
    "Castles",
    "Even exchange",
    "Check",
    "Threatens",
    "Develops",
    "Takes the centre",
    "Quiet",
    "Draws",
    "Loses",
    "Lets itself be mated",
)


def _kind(board: chess.Board, facts: MoveFacts) -> str:
    """The heading of a move: the first of the things that it does."""
    if facts.mates:
        return "Mates"
    if facts.draws:
        return "Draws"
    if facts.allows_mate:
        return "Lets itself be mated"
    if facts.balance < 0:
        return f"Leaves {facts.lost} ({facts.balance})" if facts.lost else f"Loses what it moves ({facts.balance})"
    if facts.balance > 0:
        return f"Wins (+{facts.balance})"
    return _even_kind(board, facts)


def _even_kind(board: chess.Board, facts: MoveFacts) -> str:
    move = facts.move
    if facts.saves:
        return f"Saves {piece_name(board, move.from_square)}"
    if board.is_castling(move):
        return "Castles"
    if facts.taken:
        return "Even exchange"
    if facts.gives_check:
        return "Check"
    if facts.threat:
        return f"Threatens to win {facts.threat}"
    return _calm_kind(board, move)


def _calm_kind(board: chess.Board, move: chess.Move) -> str:
    home = chess.BB_RANK_1 if board.turn else chess.BB_RANK_8
    start, end = chess.BB_SQUARES[move.from_square], chess.BB_SQUARES[move.to_square]
    if (board.knights | board.bishops) & start & home and not end & home:
        return "Develops"
    return "Takes the centre" if board.pawns & start and end & _MIDDLE else "Quiet"


def _rank(board: chess.Board, facts: MoveFacts) -> tuple[int, int, int]:
    """Kinds as they are listed, the greater gain first, then the better placed."""
    kind = _kind(board, facts)
    found = next((place for place, name in enumerate(_KINDS) if kind.startswith(name)), _KINDS.index("Loses"))
    return found, -facts.balance, -facts.score_cp
