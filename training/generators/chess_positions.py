"""Chess: what is told about a position, and the move to play: of the moves that are about as good as the best one, the first that is told.

The positions come from the file of `training.chess_labels`. Each is turned about: sides exchanged, and left and right where nobody may
castle.
"""

import random
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import chess

from plugins.chess_moves.briefing import by_kind, told
from plugins.chess_moves.search import MATE
from training.cases_chess import chess_cases
from training.chess_games import Scores
from training.chess_labels import LABELS, Labelled, read
from training.generators.base import Sample, is_held_out

TOOL = "chess"
_NEAR_CP, _NEAR_SHARE = 15, 20
"""Centipawns that a move may give away and still be right, and one more for so many of the best score."""


def sample_many(generator: random.Random, split: str = "train", path: Path = LABELS) -> list[Sample]:
    """One position.

    Raises:
        FileNotFoundError: nobody has written the labels.
    """
    one = generator.choice(positions(split, path))
    return [_sample(one.fen, tuple(one.scores.items()), generator.randrange(4))]


@lru_cache
def positions(split: str, path: Path = LABELS) -> tuple[Labelled, ...]:
    """The labelled positions of a split, without those of the held-out cases; a game lies in one split as a whole.

    Raises:
        FileNotFoundError: see `sample_many`.
    """
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: `python -m training.chess_labels --out {path}` writes it.")
    cases = {twin.epd() for case in chess_cases() for twin, _ in twins(chess.Board(case.fen), {})}
    kept = [one for one in read(path) if is_held_out(f"game {one.game}") == (split == "test")]
    return tuple(one for one in kept if chess.Board(one.fen).epd() not in cases)


def label(board: chess.Board, scores: Scores) -> str:
    """The first-told of the moves that are about as good as the best, as SAN."""
    good = {move for move, score in scores.items() if _is_near(score, max(scores.values()))}
    return next(facts.san for facts in chain.from_iterable(by_kind(board).values()) if facts.move.uci() in good)


def twins(board: chess.Board, scores: Scores) -> Iterator[tuple[chess.Board, Scores]]:
    """The position, and those that are the same for who plays them: sides exchanged, left and right exchanged."""
    yield board, scores
    yield board.mirror(), _moved(scores, 56)
    if not board.castling_rights:
        turned = board.transform(chess.flip_horizontal)
        yield turned, _moved(scores, 7)
        yield turned.mirror(), _moved(scores, 63)


@cache
def _sample(fen: str, scores: tuple[tuple[str, int], ...], twin: int) -> Sample:
    same = list(twins(chess.Board(fen), dict(scores)))
    board, its_scores = same[twin % len(same)]
    return Sample(TOOL, "\n".join(told(board)), "", label(board, its_scores))


def _is_near(score: int, best: int) -> bool:
    if best == MATE - 1:
        return score == best
    if best > MATE // 2:
        return best - score <= 2
    return best - score <= _NEAR_CP + abs(best) // _NEAR_SHARE


def _moved(scores: Scores, bits: int) -> Scores:
    """The moves on a board whose squares are turned: their numbers differ by some bits."""
    found = {}
    for uci, score in scores.items():
        move = chess.Move.from_uci(uci)
        found[chess.Move(move.from_square ^ bits, move.to_square ^ bits, move.promotion).uci()] = score
    return found
