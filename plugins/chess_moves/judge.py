"""What an engine thinks of a move: Stockfish (any UCI engine) where one is installed, the built-in search where not."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import chess
import chess.engine

from app.api import Context
from plugins.chess_moves.search import MATE, Search

_PLACES = ("/usr/games/stockfish", "/usr/local/bin/stockfish", "/opt/homebrew/bin/stockfish")
LIMIT_S = 0.6
BUILT_IN = "built-in search"


@dataclass(frozen=True, slots=True)
class Score:
    """A score for the side to move: centipawns, or moves to mate (negative: being mated)."""

    cp: int
    mate: int | None = None

    def words(self) -> str:
        """As players write it."""
        if self.mate is not None:
            return f"mate in {self.mate}" if self.mate > 0 else f"mated in {-self.mate}"
        return f"{self.cp / 100:+.2f}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A move held against the engine's own.

    Attributes:
        engine: its name.
        move: score after the move that was asked about; ``best_score`` after the engine's.
        loss_cp: what the move gives away, in centipawns; never negative.
        line: how the engine would go on after its own move, as SAN.
    """

    engine: str
    depth: int
    move: Score
    best: chess.Move
    best_score: Score
    loss_cp: int
    line: str

    def as_json(self, board: chess.Board) -> dict[str, Any]:
        """For the result."""
        return {
            "engine": self.engine,
            "depth": self.depth,
            "score_cp": self.move.cp,
            "mate": self.move.mate,
            "score": self.move.words(),
            "best_san": board.san(self.best),
            "best_uci": self.best.uci(),
            "best_score": self.best_score.words(),
            "best_score_cp": self.best_score.cp,
            "loss_cp": self.loss_cp,
            "line": self.line,
        }


def find_uci_engine(settings: Mapping[str, Any]) -> str | None:
    """Path of a UCI engine: the tool's setting ``uci_engine`` (empty text: none), else Stockfish where it is installed."""
    if "uci_engine" in settings:
        return str(settings["uci_engine"]) or None
    found = shutil.which("stockfish")
    return found or next((place for place in _PLACES if os.access(place, os.X_OK)), None)


async def judge(board: chess.Board, move: chess.Move | None, context: Context) -> Judgement:
    """What an engine thinks of ``move``, or of its own best move if none is given.

    A UCI engine that fails is logged, and the built-in search takes its place.
    """
    path = find_uci_engine(context.settings)
    if path:
        try:
            return await _by_uci(path, board, move)
        except (chess.engine.EngineError, OSError, TimeoutError) as error:
            context.log.warning("%s failed, the built-in search takes its place: %s", path, error)
    return await context.in_thread(_by_search, board.copy(), move)


async def _by_uci(path: str, board: chess.Board, move: chess.Move | None) -> Judgement:
    async with asyncio.timeout(15):
        transport, protocol = await chess.engine.popen_uci(path)
        try:
            limit = chess.engine.Limit(time=LIMIT_S)
            best = await protocol.analyse(board, limit)
            mine = best
            if move is not None and best["pv"][0] != move:
                mine = await protocol.analyse(board, limit, root_moves=[move])
        finally:
            await _quit(transport, protocol)
    name = str(protocol.id.get("name", "UCI engine"))
    return _judgement(name, board, best.get("depth", 0), _uci_score(mine), _uci_score(best), tuple(best["pv"]))


async def _quit(transport: asyncio.SubprocessTransport, protocol: chess.engine.UciProtocol) -> None:
    try:
        async with asyncio.timeout(2):
            await protocol.quit()
    except (chess.engine.EngineError, TimeoutError):
        transport.kill()
    finally:
        transport.close()


def _uci_score(info: chess.engine.InfoDict) -> Score:
    relative = info["score"].relative
    return Score(relative.score(mate_score=MATE), relative.mate())


def _by_search(board: chess.Board, move: chess.Move | None) -> Judgement:
    best = Search(board, LIMIT_S).run()
    mine = best if move is None or move == best.moves[0] else Search(board, LIMIT_S, max_depth=best.depth).run(move)
    return _judgement(BUILT_IN, board, best.depth, _own_score(mine.score_cp), _own_score(best.score_cp), best.moves)


def _own_score(cp: int) -> Score:
    if abs(cp) < MATE - 100:
        return Score(cp)
    moves = (MATE - abs(cp) + 1) // 2
    return Score(cp, moves if cp > 0 else -moves)


def _judgement(
    engine: str, board: chess.Board, depth: int, mine: Score, best: Score, line: tuple[chess.Move, ...]
) -> Judgement:
    # Two searches of limited depth can see the asked move as the better one; then nothing is lost.
    return Judgement(engine, depth, mine, line[0], best, max(0, best.cp - mine.cp), board.variation_san(line[:8]))
