"""Games as people of all strengths play them: sound moves, captures of everything, blunders; whole games and endings."""

import random
from collections.abc import Callable, Iterator

import chess

from plugins.chess_moves.exchange import exchange

Scores = dict[str, int]
Judge = Callable[[chess.Board], Scores]
"""What scores the best moves of a position, named in UCI."""

_LONGEST_GAME, _LONGEST_ENDING = 90, 24
_WHOLE_GAMES = 0.6
_LOOKED_AT = 0.45
"""The share of positions that are judged: neighbours are alike."""
_STRENGTHS = (0.9, 0.7, 0.45)
"""How often a player of a game plays one of the best moves, where they are known."""
_NEAR_CP = 40
_DECIDED_CP, _GIVEN_UP = 1200, 0.2
"""Beyond this score, how often a judged position is the last of its game."""
_PIECES = (chess.KNIGHT, chess.BISHOP, chess.ROOK, chess.QUEEN)


def moments(rng: random.Random, judge: Judge) -> Iterator[tuple[chess.Board, Scores]]:
    """Positions of one game with the scores of their best moves; those with one legal move are left out."""
    whole = rng.random() < _WHOLE_GAMES
    board = _opening(rng) if whole else sparse(rng)
    strengths = {side: rng.choice(_STRENGTHS) for side in chess.COLORS}
    for _ in range(_LONGEST_GAME if whole else _LONGEST_ENDING):
        if board.is_game_over() or board.is_repetition(3) or board.halfmove_clock >= 100:
            return
        scores: Scores = {}
        if rng.random() < _LOOKED_AT and board.legal_moves.count() > 1:
            scores = judge(board)
            yield board, scores
            if abs(max(scores.values())) > _DECIDED_CP and rng.random() < _GIVEN_UP:
                return
        board.push(_played(rng, board, scores, strengths[board.turn]))


def sparse(rng: random.Random) -> chess.Board:
    """An ending: kings, some pieces and pawns on random squares; a legal position in which a move can be made."""
    while True:
        board = chess.Board(None)
        squares = rng.sample(chess.SQUARES, 64)
        for side in chess.COLORS:
            board.set_piece_at(squares.pop(), chess.Piece(chess.KING, side))
        fewest, most = rng.choice(((0, 0), (0, 1), (1, 2), (2, 3)))
        pawns = rng.randint(0, 6)
        for side in chess.COLORS:
            for kind in rng.choices(_PIECES, (2, 2, 3, 2), k=rng.randint(fewest, most)):
                board.set_piece_at(squares.pop(), chess.Piece(kind, side))
            _set_pawns(rng, board, side, squares, max(0, pawns + rng.randint(-1, 1)))
        board.turn = rng.random() < 0.5
        if rng.random() < 0.2:
            _strip(rng, board)
        if board.is_valid() and not board.is_game_over():
            return board


def _set_pawns(
    rng: random.Random, board: chess.Board, side: chess.Color, squares: list[chess.Square], count: int
) -> None:
    files = rng.sample(range(8), min(8, count))
    for file in files:
        rank = rng.choices((1, 2, 3, 4, 5, 6), (6, 4, 3, 3, 2, 1))[0]
        square = chess.square(file, rank if side else 7 - rank)
        if square in squares:
            squares.remove(square)
            board.set_piece_at(square, chess.Piece(chess.PAWN, side))


def _strip(rng: random.Random, board: chess.Board) -> None:
    """Leave one side its king, and the other enough to mate."""
    loser = rng.random() < 0.5
    for square in chess.scan_forward(board.occupied_co[loser] & ~board.kings):
        board.remove_piece_at(square)
    if not board.rooks | board.queens:
        free = [square for square in chess.SQUARES if not board.piece_type_at(square)]
        board.set_piece_at(rng.choice(free), chess.Piece(rng.choice((chess.ROOK, chess.QUEEN)), not loser))


def _opening(rng: random.Random) -> chess.Board:
    board = chess.Board()
    for _ in range(rng.randint(0, 6)):
        board.push(_careless(rng, board))
    return board


def _played(rng: random.Random, board: chess.Board, scores: Scores, strength: float) -> chess.Move:
    if scores and rng.random() < strength:
        best = max(scores.values())
        return chess.Move.from_uci(rng.choice([move for move, score in scores.items() if best - score <= _NEAR_CP]))
    return _careless(rng, board)


def _careless(rng: random.Random, board: chess.Board) -> chess.Move:
    """Mostly a move that takes something or that stands safely, sometimes any."""
    moves = list(board.legal_moves)
    if rng.random() < 0.12:
        return rng.choice(moves)
    return max(rng.sample(moves, min(4, len(moves))), key=lambda move: (_sense(board, move), rng.random()))


def _sense(board: chess.Board, move: chess.Move) -> int:
    """Pawns won or lost on the square of a move, and a little for the middle and for pieces that leave their homes."""
    return 10 * exchange(board, move) + _middle(move.to_square) - _middle(move.from_square)


def _middle(square: chess.Square) -> int:
    """How near a square is to the middle of the board: 0 to 3."""
    return 3 - min(chess.square_distance(square, centre) for centre in (chess.D4, chess.E4, chess.D5, chess.E5))
