"""Whether the side to move can mate at once, quickly: only moves that can give check are tried."""

from __future__ import annotations

from collections.abc import Iterator

import chess

_LAST_RANKS = chess.BB_RANK_1 | chess.BB_RANK_8


def has_mate_in_one(board: chess.Board) -> bool:
    """Whether a move of the side to move ends the game by checkmate."""
    king = board.king(not board.turn)
    return king is not None and any(
        not _leaves_flight(board, move, king) and _is_mate(board, move) for move in _possible_checks(board, king)
    )


def _is_mate(board: chess.Board, move: chess.Move) -> bool:
    board.push(move)
    try:
        return board.is_checkmate()
    finally:
        board.pop()


def _leaves_flight(board: chess.Board, move: chess.Move, king: chess.Square) -> bool:
    """Whether the king could walk away from the move: seen without making it, which is what takes time."""
    if board.is_castling(move):
        return False
    start, end = chess.BB_SQUARES[move.from_square], chess.BB_SQUARES[move.to_square]
    occupied = board.occupied & ~start & ~chess.BB_SQUARES[king] | end
    piece = move.promotion or board.piece_type_at(move.from_square) or chess.PAWN
    covered = _attacked_from(piece, board.turn, move.to_square, occupied) | board.occupied_co[not board.turn] & ~end
    return any(
        not board.attackers_mask(board.turn, square, occupied) & ~start
        for square in chess.scan_forward(chess.BB_KING_ATTACKS[king] & ~covered)
    )


def _attacked_from(
    piece: chess.PieceType, colour: chess.Color, square: chess.Square, occupied: chess.Bitboard
) -> chess.Bitboard:
    if piece == chess.PAWN:
        return chess.BB_PAWN_ATTACKS[colour][square]
    if piece == chess.KNIGHT:
        return chess.BB_KNIGHT_ATTACKS[square]
    if piece == chess.KING:
        return chess.BB_KING_ATTACKS[square]
    found = _line_mask(square, occupied) if piece in (chess.ROOK, chess.QUEEN) else chess.BB_EMPTY
    return found | (_diagonal_mask(square, occupied) if piece in (chess.BISHOP, chess.QUEEN) else chess.BB_EMPTY)


def _possible_checks(board: chess.Board, king: chess.Square) -> Iterator[chess.Move]:
    """Every legal move that gives check to ``king``, and few others."""
    lines, diagonals = _line_mask(king, board.occupied), _diagonal_mask(king, board.occupied)
    mine = board.occupied_co[board.turn]
    unmasking = _unmasking(board, king)
    yield from board.generate_legal_moves(unmasking)
    for pieces, squares in (
        (board.pawns, chess.BB_PAWN_ATTACKS[not board.turn][king] | _LAST_RANKS),
        (board.knights, chess.BB_KNIGHT_ATTACKS[king]),
        (board.bishops, diagonals),
        (board.rooks, lines),
        (board.queens, lines | diagonals),
    ):
        if pieces & mine & ~unmasking:
            yield from board.generate_legal_moves(pieces & mine & ~unmasking, squares)
    yield from board.generate_castling_moves()


def _unmasking(board: chess.Board, king: chess.Square) -> chess.Bitboard:
    """Pieces of the side to move that stand alone between the other king and a slider of their own."""
    mine, found = board.occupied_co[board.turn], chess.BB_EMPTY
    snipers = _line_mask(king, 0) & (board.rooks | board.queens) | _diagonal_mask(king, 0) & (
        board.bishops | board.queens
    )
    for sniper in chess.scan_forward(snipers & mine):
        between = chess.between(king, sniper) & board.occupied
        if between & mine and chess.popcount(between) == 1:
            found |= between
    return found


def _line_mask(square: chess.Square, occupied: chess.Bitboard) -> chess.Bitboard:
    ranks = chess.BB_RANK_ATTACKS[square][chess.BB_RANK_MASKS[square] & occupied]
    return ranks | chess.BB_FILE_ATTACKS[square][chess.BB_FILE_MASKS[square] & occupied]


def _diagonal_mask(square: chess.Square, occupied: chess.Bitboard) -> chess.Bitboard:
    return chess.BB_DIAG_ATTACKS[square][chess.BB_DIAG_MASKS[square] & occupied]
