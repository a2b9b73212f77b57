"""What code can say about every legal move without searching: material after the exchanges, danger, mates, draws, threats.

The facts are told to the model, which is bad at counting captures and good at the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import chess

from plugins.chess_moves.exchange import VALUES, exchange, taken_by, value_at, winnable, winnable_by, winnable_legally
from plugins.chess_moves.mates import has_mate_in_one
from plugins.chess_moves.search import MATE, evaluate, placement

_ENDING_PAWNS = 13
"""Pieces of one side, in pawns, up to which its king is safe in the middle of the board."""
_FENCING_PAWNS = 27
"""Up to this much, mating a bare king takes care; with more, any check does."""
_CASTLING_CP, _KEPT_RIGHTS_CP, _EARLY_QUEEN_CP, _CHECK_CP = 50, -35, -25, 8
_THREAT_CP, _PASSED_PAWN_CP, _REPLY_CP, _NEAR_KING_CP, _KING_CENTRE_CP = 14, 12, -12, 6, 10


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """One legal move. Values are in pawns (a queen is 9) for the side that moves.

    Attributes:
        taken: what it gains at once, its promotion included.
        exchange: what is left of that after all captures on its square.
        balance: what is left after the worst that the other side can take at once, on any square.
        lost: the piece that costs the balance, if it is not the moved one: ``Qe5``; ``a promotion`` of the other side.
        saves: the moved piece was in danger, and nothing is lost after the move.
        threat: what the moved piece newly threatens to win.
        draws: the game ends as a draw.
        allows_mate: the other side can mate at once.
        score_cp: order among the moves, in centipawns against passing: the facts above and the worth of squares.
    """

    move: chess.Move
    san: str
    taken: int
    exchange: int
    balance: int
    lost: str
    saves: bool
    threat: int
    draws: bool
    allows_mate: bool
    score_cp: int

    @property
    def mates(self) -> bool:
        """Whether it ends the game by checkmate."""
        return self.san.endswith("#")

    @property
    def gives_check(self) -> bool:
        """Whether it gives check, and no mate."""
        return self.san.endswith("+")


@dataclass(frozen=True, slots=True)
class _Root:
    """What is the same for all moves of a position."""

    side: chess.Color
    in_danger: dict[chess.Square, int]
    chances: dict[chess.Square, int]
    standing_cp: int
    is_ending: bool
    is_bare: bool


def facts_of(board: chess.Board) -> tuple[MoveFacts, ...]:
    """The facts about each legal move, the most promising first; the board is left as it was."""
    root = _Root(
        side=board.turn,
        in_danger=in_danger(board),
        chances=winnable(board, board.turn),
        standing_cp=evaluate(board),
        is_ending=all(_pieces_in_pawns(board, side) <= _ENDING_PAWNS for side in chess.COLORS),
        is_bare=_pieces_in_pawns(board, not board.turn) == 0 and _pieces_in_pawns(board, board.turn) <= _FENCING_PAWNS,
    )
    found = [_facts(board, move, root) for move in list(board.legal_moves)]
    return tuple(sorted(found, key=lambda facts: (-facts.score_cp, facts.san)))


def in_danger(board: chess.Board) -> dict[chess.Square, int]:
    """Pieces of the side to move that the other side could win, and the pawns that each would cost."""
    return {
        square: won for square, won in winnable(board, not board.turn).items() if board.color_at(square) == board.turn
    }


def piece_name(board: chess.Board, square: chess.Square) -> str:
    """A piece and its square as in a move: ``Qe5``; a pawn is ``e5``."""
    symbol = chess.piece_symbol(board.piece_type_at(square) or chess.PAWN).upper()
    return f"{'' if symbol == 'P' else symbol}{chess.square_name(square)}"


def _facts(board: chess.Board, move: chess.Move, root: _Root) -> MoveFacts:
    san, taken, swapped = board.san(move), taken_by(board, move), exchange(board, move)
    squares_cp = _squares_cp(board, move, root)
    board.push(move)
    try:
        losses = winnable_legally(board) if san[-1] in "+#" else winnable(board, not root.side)
        place = max(losses, key=lambda square: (losses[square], square == move.to_square), default=move.to_square)
        lost = "" if place == move.to_square else _lost_name(board, place, root.side)
        balance = taken - losses.get(place, 0)
        threat = _threat(board, move, root) if balance >= 0 else 0
        replies = board.legal_moves.count() if root.is_bare else int(any(board.generate_legal_moves()))
        draws = _is_drawn(board, replies)
        allows_mate = not draws and has_mate_in_one(board)
        squares_cp += _fence_cp(board, root, replies) if root.is_bare else 0
    finally:
        board.pop()
    saves = move.from_square in root.in_danger and balance >= 0
    score_cp = 100 * balance + squares_cp + _THREAT_CP * min(threat, 4) + _CHECK_CP * san.endswith("+")
    if draws:
        score_cp = -root.standing_cp
    score_cp += MATE * (san.endswith("#") - allows_mate)
    return MoveFacts(move, san, taken, swapped, balance, lost, saves, threat, draws, allows_mate, score_cp)


def _threat(board: chess.Board, move: chess.Move, root: _Root) -> int:
    """What the moved piece could take or become next, beyond what could be won there before."""
    found = winnable_by(board, chess.BB_SQUARES[move.to_square], root.side)
    return max(
        (won - root.chances.get(square, 0) for square, won in found.items() if won > root.chances.get(square, 0)),
        default=0,
    )


def _lost_name(board: chess.Board, square: chess.Square, side: chess.Color) -> str:
    return piece_name(board, square) if board.color_at(square) == side else "a promotion"


def _is_drawn(board: chess.Board, replies: int) -> bool:
    """Stalemate, too few pieces, or a draw that can be claimed."""
    if not replies:
        return not board.is_check()
    return board.halfmove_clock >= 100 or board.is_insufficient_material() or board.is_repetition(3)


def _pieces_in_pawns(board: chess.Board, side: chess.Color) -> int:
    types = (chess.KNIGHT, chess.BISHOP, chess.ROOK, chess.QUEEN)
    return sum(VALUES[kind] * chess.popcount(board.pieces_mask(kind, side)) for kind in types)


def _squares_cp(board: chess.Board, move: chess.Move, root: _Root) -> int:
    """What the places are worth: development, centre, castling, the king's safety, passed pawns."""
    piece = board.piece_type_at(move.from_square) or chess.PAWN
    if board.is_castling(move):
        return _CASTLING_CP
    if piece == chess.KING:
        return _king_cp(board, move, root)
    gained = placement(move.promotion or piece, root.side, move.to_square)
    gained -= placement(piece, root.side, move.from_square)
    if piece == chess.PAWN and _is_passed(board, move.to_square, root.side):
        rank = chess.square_rank(move.to_square)
        gained += _PASSED_PAWN_CP * (rank if root.side else 7 - rank) // (1 if root.is_ending else 2)
    if piece == chess.QUEEN and not value_at(board, move.to_square) and _minors_at_home(board, root.side) >= 2:
        gained += _EARLY_QUEEN_CP
    return gained


def _king_cp(board: chess.Board, move: chess.Move, root: _Root) -> int:
    if root.is_ending:
        return _KING_CENTRE_CP * (_from_centre(move.from_square) - _from_centre(move.to_square))
    gained = placement(chess.KING, root.side, move.to_square) - placement(chess.KING, root.side, move.from_square)
    return gained + (_KEPT_RIGHTS_CP if board.has_castling_rights(root.side) else 0)


def _from_centre(square: chess.Square) -> int:
    """Steps of a king to the nearest of the four middle squares."""
    return min(chess.square_distance(square, middle) for middle in (chess.D4, chess.E4, chess.D5, chess.E5))


def _is_passed(board: chess.Board, square: chess.Square, side: chess.Color) -> bool:
    """Whether no pawn of the other side can stop or take a pawn of ``side`` on ``square``."""
    file, rank = chess.square_file(square), chess.square_rank(square)
    ranks = range(rank + 1, 8) if side else range(rank)
    files = range(max(0, file - 1), min(7, file + 1) + 1)
    theirs = board.pieces_mask(chess.PAWN, not side)
    return not any(theirs & chess.BB_FILES[f] & chess.BB_RANKS[r] for f in files for r in ranks)


def _minors_at_home(board: chess.Board, side: chess.Color) -> int:
    minors = (board.knights | board.bishops) & board.occupied_co[side]
    return chess.popcount(minors & (chess.BB_RANK_1 if side else chess.BB_RANK_8))


def _fence_cp(board: chess.Board, root: _Root, replies: int) -> int:
    """Against a side without pieces: how narrow its king stands after the move, and how near the own king is."""
    mine, theirs = board.king(root.side), board.king(not root.side)
    if mine is None or theirs is None:
        return 0
    near = _NEAR_KING_CP * (7 - chess.square_distance(mine, theirs))
    return _REPLY_CP * replies + near + _KING_CENTRE_CP * _from_centre(theirs)
