"""A small search of our own for where no UCI engine is installed: alpha–beta with quiescence and iterative deepening.

Evaluation is material and the piece-square tables of Tomasz Michniewski's "simplified evaluation function". It sees short tactics, not
plans: about club beginner's strength at a second a move, and it says which engine it is.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import chess

MATE = 100_000
_VALUES = (0, 100, 320, 330, 500, 900, 0)


def _table(rows: str) -> tuple[int, ...]:
    """Eight rows as White sees them, the eighth rank first."""
    return tuple(int(value) for value in rows.split())


_TABLES = (
    (),
    _table(  # pawn
        """
          0   0   0   0   0   0   0   0
         50  50  50  50  50  50  50  50
         10  10  20  30  30  20  10  10
          5   5  10  25  25  10   5   5
          0   0   0  20  20   0   0   0
          5  -5 -10   0   0 -10  -5   5
          5  10  10 -20 -20  10  10   5
          0   0   0   0   0   0   0   0
        """
    ),
    _table(  # knight
        """
        -50 -40 -30 -30 -30 -30 -40 -50
        -40 -20   0   0   0   0 -20 -40
        -30   0  10  15  15  10   0 -30
        -30   5  15  20  20  15   5 -30
        -30   0  15  20  20  15   0 -30
        -30   5  10  15  15  10   5 -30
        -40 -20   0   5   5   0 -20 -40
        -50 -40 -30 -30 -30 -30 -40 -50
        """
    ),
    _table(  # bishop
        """
        -20 -10 -10 -10 -10 -10 -10 -20
        -10   0   0   0   0   0   0 -10
        -10   0   5  10  10   5   0 -10
        -10   5   5  10  10   5   5 -10
        -10   0  10  10  10  10   0 -10
        -10  10  10  10  10  10  10 -10
        -10   5   0   0   0   0   5 -10
        -20 -10 -10 -10 -10 -10 -10 -20
        """
    ),
    _table(  # rook
        """
          0   0   0   0   0   0   0   0
          5  10  10  10  10  10  10   5
         -5   0   0   0   0   0   0  -5
         -5   0   0   0   0   0   0  -5
         -5   0   0   0   0   0   0  -5
         -5   0   0   0   0   0   0  -5
         -5   0   0   0   0   0   0  -5
          0   0   0   5   5   0   0   0
        """
    ),
    _table(  # queen
        """
        -20 -10 -10  -5  -5 -10 -10 -20
        -10   0   0   0   0   0   0 -10
        -10   0   5   5   5   5   0 -10
         -5   0   5   5   5   5   0  -5
          0   0   5   5   5   5   0  -5
        -10   5   5   5   5   5   0 -10
        -10   0   5   0   0   0   0 -10
        -20 -10 -10  -5  -5 -10 -10 -20
        """
    ),
    _table(  # king
        """
        -30 -40 -40 -50 -50 -40 -40 -30
        -30 -40 -40 -50 -50 -40 -40 -30
        -30 -40 -40 -50 -50 -40 -40 -30
        -30 -40 -40 -50 -50 -40 -40 -30
        -20 -30 -30 -40 -40 -30 -30 -20
        -10 -20 -20 -20 -20 -20 -20 -10
         20  20   0   0   0   0  20  20
         20  30  10   0   0  10  30  20
        """
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """What a search found.

    Attributes:
        score_cp: centipawns for the side to move; ``MATE - plies`` and its negative for mates.
        moves: the principal variation.
        depth: of the last full iteration, in plies.
    """

    score_cp: int
    moves: tuple[chess.Move, ...]
    depth: int


class _OutOfTimeError(Exception):
    """The iteration cannot be finished."""


@dataclass
class Search:
    """One search of one position. Blocking; run it in a thread.

    Args:
        limit_s: when to stop; the last finished iteration counts. At least one ply is always searched.
        max_depth: in plies.
    """

    board: chess.Board
    limit_s: float = 1.0
    max_depth: int = 6
    _deadline: float = field(default=float("inf"), init=False)
    _best: dict[str, chess.Move] = field(default_factory=dict, init=False)

    def run(self, first: chess.Move | None = None) -> Line:
        """The best line, or the best that begins with ``first``.

        Raises:
            ValueError: the side to move has no move.
        """
        roots = [first] if first else list(self.board.legal_moves)
        if not roots:
            raise ValueError("there is no move to search")
        started = time.monotonic()
        found = self._root(roots, 1)
        self._deadline = started + self.limit_s
        for depth in range(2, self.max_depth + 1):
            try:
                found = self._root([found.moves[0], *(m for m in roots if m != found.moves[0])], depth)
            except _OutOfTimeError:
                break
            if abs(found.score_cp) > MATE - 100:
                break
        return found

    def _root(self, moves: list[chess.Move], depth: int) -> Line:
        alpha = -MATE
        best: tuple[chess.Move, ...] = (moves[0],)
        for move in moves:
            score, line = self._child(move, depth, -MATE, -alpha)
            if score > alpha:
                alpha, best = score, (move, *line)
        return Line(alpha, best, depth)

    def _child(
        self, move: chess.Move, depth: int, alpha: int, beta: int, ply: int = 1
    ) -> tuple[int, tuple[chess.Move, ...]]:
        self.board.push(move)
        try:
            score, line = self._negamax(depth - 1, alpha, beta, ply)
        finally:
            self.board.pop()
        return -score, line

    def _negamax(self, depth: int, alpha: int, beta: int, ply: int) -> tuple[int, tuple[chess.Move, ...]]:
        if time.monotonic() > self._deadline:
            raise _OutOfTimeError
        if self.board.is_insufficient_material() or self.board.is_repetition(2) or self.board.halfmove_clock >= 100:
            return 0, ()
        if depth <= 0 and not self.board.is_check():
            return self._quiet(alpha, beta), ()
        best_line: tuple[chess.Move, ...] = ()
        any_move = False
        for move in self._ordered(self.board.legal_moves):
            any_move = True
            score, line = self._child(move, depth, -beta, -alpha, ply + 1)
            if score > alpha:
                alpha, best_line = score, (move, *line)
                if alpha >= beta:
                    break
        if not any_move:
            return (ply - MATE if self.board.is_check() else 0), ()
        return alpha, best_line

    def _quiet(self, alpha: int, beta: int) -> int:
        """Captures only, so that no score is taken in the middle of an exchange."""
        stand = evaluate(self.board)
        if stand >= beta:
            return stand
        alpha = max(alpha, stand)
        for move in self._ordered(self.board.generate_legal_captures()):
            self.board.push(move)
            score = -self._quiet(-beta, -alpha)
            self.board.pop()
            alpha = max(alpha, score)
            if alpha >= beta:
                break
        return alpha

    def _ordered(self, moves: Iterator[chess.Move] | chess.LegalMoveGenerator) -> list[chess.Move]:
        return sorted(moves, key=self._promise, reverse=True)

    def _promise(self, move: chess.Move) -> int:
        """Most valuable victim by least valuable attacker first, then promotions, then checks are not looked for: too slow."""
        victim = self.board.piece_type_at(move.to_square) or (1 if self.board.is_en_passant(move) else 0)
        attacker = self.board.piece_type_at(move.from_square) or 0
        return (victim * 100 - attacker if victim else 0) + (90 * (move.promotion or 0))


def evaluate(board: chess.Board) -> int:
    """Centipawns for the side to move."""
    score = 0
    for square, piece in board.piece_map().items():
        value = _VALUES[piece.piece_type] + placement(piece.piece_type, piece.color, square)
        score += value if piece.color == board.turn else -value
    return score


def placement(piece_type: chess.PieceType, colour: chess.Color, square: chess.Square) -> int:
    """What a square is worth to a piece of the middlegame, in centipawns."""
    return _TABLES[piece_type][square ^ 56 if colour else square]
