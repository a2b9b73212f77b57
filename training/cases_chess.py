"""Positions from openings, middlegames and endings, and what each legal move gives away there; see `heldout_chess`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import chess

from training.cases import HELD_OUT


@dataclass(frozen=True)
class ChessCase:
    """A position. `losses`: every legal move in UCI, and the centipawns that it gives away against the best."""

    name: str
    fen: str
    losses: Mapping[str, int]

    @property
    def random_loss(self) -> float:
        """What a move gives away that is drawn from all legal ones."""
        return sum(self.losses.values()) / len(self.losses)

    def loss(self, answer: str) -> int | None:
        """What a move in SAN or UCI gives away; None if it is not legal."""
        board = chess.Board(self.fen)
        try:
            move = board.parse_san(answer.strip())
        except ValueError:
            return self.losses.get(answer.strip().lower())
        return self.losses[move.uci()]


def chess_cases() -> list[ChessCase]:
    lines = (HELD_OUT / "chess.jsonl").read_text(encoding="utf-8").splitlines()
    return [ChessCase(**json.loads(line)) for line in lines]
