"""What each legal move of the chess cases gives away: Stockfish at a fixed depth, once, kept in `heldout/chess.jsonl`.

`python -m training.heldout_chess` needs Debian's `stockfish`; grading needs it not.
"""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chess
import chess.engine
import chess.pgn

from training.cases import HELD_OUT

STOCKFISH = Path("/usr/games/stockfish")
DEPTH = 12
WON_CP = 1000
"""A score beyond it counts as this much: ten pawns and a mate are won alike."""


def positions() -> Iterator[tuple[str, chess.Board]]:
    """Every name and position of `heldout/chess_positions.txt`."""
    for line in (HELD_OUT / "chess_positions.txt").read_text(encoding="utf-8").splitlines():
        name, is_case, told = line.partition(" | ")
        if is_case:
            yield name, _board(told)


def _board(told: str) -> chess.Board:
    if not told.startswith("1. "):
        return chess.Board(told)
    game = chess.pgn.read_game(io.StringIO(told))
    assert game is not None
    assert not game.errors, game.errors
    return game.end().board()


def losses(engine: chess.engine.SimpleEngine, board: chess.Board) -> dict[str, int]:
    """Centipawns that each legal move gives away against the best one."""
    found = engine.analyse(board, chess.engine.Limit(depth=DEPTH), multipv=board.legal_moves.count(), game=object())
    scores = {line["pv"][0].uci(): _score(line) for line in found}
    best = max(scores.values())
    return {move: best - score for move, score in sorted(scores.items(), key=lambda one: -one[1])}


def _score(line: chess.engine.InfoDict) -> int:
    cp = line["score"].relative.score(mate_score=10 * WON_CP)
    return max(-WON_CP, min(WON_CP, cp))


def main() -> None:
    rows: list[dict[str, Any]] = []
    with chess.engine.SimpleEngine.popen_uci(str(STOCKFISH)) as engine:
        engine.configure({"Threads": 1, "Hash": 64})
        for name, board in positions():
            found = losses(engine, board)
            assert len(found) == board.legal_moves.count(), name
            rows.append({"name": name, "fen": board.fen(), "losses": found})
            print(f"{name}: {len(found)} moves, {sum(found.values()) / len(found):.0f} cp on average")
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (HELD_OUT / "chess.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
