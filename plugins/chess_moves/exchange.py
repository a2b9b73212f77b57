"""Static exchange evaluation: what a side wins in pawns by a series of captures on one square.

The least valuable piece captures first, pieces behind it join in (x-rays), and either side may stop. Pins are ignored.
"""

from __future__ import annotations

import chess

VALUES = (0, 1, 3, 3, 5, 9, 0)
"""Pawns by piece type; a king cannot be taken."""
PROMOTION = VALUES[chess.QUEEN] - VALUES[chess.PAWN]
_CHEAPEST_FIRST = (chess.PAWN, chess.KNIGHT, chess.BISHOP, chess.ROOK, chess.QUEEN, chess.KING)
_LAST_RANKS = chess.BB_RANK_1 | chess.BB_RANK_8


def value_at(board: chess.Board, square: chess.Square) -> int:
    """What stands on a square, in pawns; 0 for nothing and for a king."""
    return VALUES[board.piece_type_at(square) or 0]


def taken_by(board: chess.Board, move: chess.Move) -> int:
    """What a move gains at once, before anything answers it: the piece it takes and its promotion."""
    taken = VALUES[chess.PAWN] if board.is_en_passant(move) else 0
    if not board.is_castling(move):
        taken += value_at(board, move.to_square)
    return taken + (VALUES[move.promotion] - VALUES[chess.PAWN] if move.promotion else 0)


def won_on(board: chess.Board, square: chess.Square, side: chess.Color) -> int:
    """What ``side`` wins by beginning to capture on ``square``; never negative, as nobody has to capture."""
    return _won(board, square, side, board.occupied, value_at(board, square))


def exchange(board: chess.Board, move: chess.Move) -> int:
    """The material that the side to move gains by a move once all captures on its square are over."""
    piece = move.promotion or board.piece_type_at(move.from_square) or 0
    left = board.occupied & ~chess.BB_SQUARES[move.from_square]
    return taken_by(board, move) - _won(board, move.to_square, not board.turn, left, VALUES[piece])


def winnable(board: chess.Board, side: chess.Color) -> dict[chess.Square, int]:
    """Where ``side`` would win material if it were its turn, and how much: by captures, or by promoting the pawn that stands there."""
    return winnable_by(board, board.occupied_co[side], side)


def winnable_by(board: chess.Board, pieces: chess.Bitboard, side: chess.Color) -> dict[chess.Square, int]:
    """As ``winnable``, on the squares that some pieces of ``side`` attack, and for the pawns among them."""
    reach = 0
    for square in chess.scan_forward(pieces):
        reach |= board.attacks_mask(square)
    found = {pawn: _promotion_won(board, pawn, side) for pawn in _promoting(board, pieces & board.pawns, side)}
    for square in chess.scan_forward(reach & board.occupied_co[not side] & ~board.kings):
        found[square] = won_on(board, square, side)
    return {square: won for square, won in found.items() if won > 0}


def winnable_legally(board: chess.Board) -> dict[chess.Square, int]:
    """As ``winnable`` for the side to move, begun by legal moves alone: for a side in check, which can do little."""
    found: dict[chess.Square, int] = {}
    for move in board.generate_legal_moves():
        if (is_capture := board.is_capture(move)) or move.promotion:
            place = move.to_square if is_capture else move.from_square
            found[place] = max(found.get(place, 0), exchange(board, move))
    return {square: won for square, won in found.items() if won > 0}


def _won(
    board: chess.Board, square: chess.Square, side: chess.Color, occupied: chess.Bitboard, victim_value: int
) -> int:
    attackers = board.attackers_mask(side, square, occupied) & occupied
    if not attackers:
        return 0
    for piece_type in _CHEAPEST_FIRST:
        if mine := attackers & board.pieces_mask(piece_type, side):
            break
    left = occupied & ~(mine & -mine)
    if piece_type == chess.KING and board.attackers_mask(not side, square, left) & left:
        return 0
    promotion = PROMOTION if piece_type == chess.PAWN and chess.BB_SQUARES[square] & _LAST_RANKS else 0
    stake = VALUES[chess.QUEEN] if promotion else VALUES[piece_type]
    return max(0, victim_value + promotion - _won(board, square, not side, left, stake))


def _promoting(board: chess.Board, pawns: chess.Bitboard, side: chess.Color) -> list[chess.Square]:
    """Those of some pawns of ``side`` that stand one free step before their last rank."""
    seventh = chess.scan_forward(pawns & (chess.BB_RANK_7 if side else chess.BB_RANK_2))
    return [pawn for pawn in seventh if not board.occupied & chess.BB_SQUARES[_ahead(pawn, side)]]


def _promotion_won(board: chess.Board, pawn: chess.Square, side: chess.Color) -> int:
    left = board.occupied & ~chess.BB_SQUARES[pawn]
    return PROMOTION - _won(board, _ahead(pawn, side), not side, left, VALUES[chess.QUEEN])


def _ahead(pawn: chess.Square, side: chess.Color) -> chess.Square:
    return pawn + 8 if side else pawn - 8
