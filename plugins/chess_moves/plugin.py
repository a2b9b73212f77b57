"""Chess: a model picks among the legal moves; an engine says what the move is worth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import chess
import chess.pgn
import chess.svg

from app.api import Context, InputError, Inputs, Message, Outcome, OutputSpec, Plugin, Problem, Verification
from plugins.chess_moves.briefing import briefing
from plugins.chess_moves.judge import Judgement, judge
from plugins.chess_moves.position import board_from, game_over, last_moves, moves_so_far

SYSTEM = (
    "You are a strong chess player. You are given a position and all legal moves, listed by what comes of them at once. "
    "Think about checks, captures and threats of both sides. Answer with exactly one of the moves, as written there."
)
BLUNDER_CP = 200
_ARROW, _BEST_ARROW = "#2F6F5Ecc", "#2B5FA8aa"


class ChessMoves(Plugin):
    """Suggests a move. Inputs after ``prepare``: ``board`` and ``question``."""

    @property
    def export_suffixes(self) -> tuple[str, ...]:
        return (".svg", ".pgn")

    async def prepare(self, inputs: Inputs, context: Context) -> Inputs:
        board = board_from(inputs)
        if over := game_over(board):
            raise InputError(over, field="fen", hint="Go back a move, or set up another position.")
        return {"board": board, "question": inputs.get("question") or "Suggest a move."}

    def build(self, inputs: Inputs, context: Context) -> Sequence[Message]:
        board: chess.Board = inputs["board"]
        side = "White" if board.turn else "Black"
        so_far = last_moves(board)
        lines = [
            f"FEN: {board.fen()}",
            f"{side} is to move{' and stands in check' if board.is_check() else ''}.",
            *([so_far] if so_far else []),
            *briefing(board),
        ]
        return [Message.system(SYSTEM), Message.user("\n".join(lines) + f"\n\n{inputs['question']}")]

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        return OutputSpec.choice(legal_sans(inputs["board"]))

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        board: chess.Board = inputs["board"]
        try:
            move = board.parse_san(answer)
        except ValueError as error:
            return Verification((Problem(f"“{answer}” is not a legal move here.", hint=str(error)),))
        context.report("An engine looks at the move …")
        judgement = await judge(board, move, context)
        return Verification(
            _warnings(board, move, judgement), _result(board, move, judgement), _evidence(board, move, judgement)
        )

    async def without_model(self, inputs: Inputs, context: Context, reason: str) -> Outcome | None:
        """The engine's own move: no model is needed to play chess."""
        prepared = await self.prepare(inputs, context)
        board: chess.Board = prepared["board"]
        judgement = await judge(board, None, context)
        evidence = (f"No model chose this move: {reason}", *_evidence(board, judgement.best, judgement))
        return Outcome(
            "verified", board.san(judgement.best), _result(board, judgement.best, judgement), evidence=evidence
        )

    def export(self, outcome: Outcome, path: Path) -> None:
        result = outcome.result
        board = chess.Board(result["fen"])
        move = chess.Move.from_uci(result["move_uci"])
        if path.suffix == ".pgn":
            board.push(move)
            path.write_text(f"{chess.pgn.Game.from_board(board)}\n", encoding="utf-8")
            return
        arrows = [chess.svg.Arrow(move.from_square, move.to_square, color=_ARROW)]
        best = chess.Move.from_uci(result["evaluation"]["best_uci"])
        if best != move:
            arrows.append(chess.svg.Arrow(best.from_square, best.to_square, color=_BEST_ARROW))
        drawn = chess.svg.board(board, orientation=board.turn, arrows=arrows, size=480)
        path.write_text(drawn, encoding="utf-8")


def legal_sans(board: chess.Board) -> tuple[str, ...]:
    """All legal moves as SAN, in a fixed order."""
    return tuple(sorted(board.san(move) for move in board.legal_moves))


def _result(board: chess.Board, move: chess.Move, judgement: Judgement) -> dict[str, Any]:
    return {
        "move_san": board.san(move),
        "move_uci": move.uci(),
        "fen": board.fen(),
        "so_far": moves_so_far(board),
        "legal_moves": board.legal_moves.count(),
        "evaluation": judgement.as_json(board),
    }


def _warnings(board: chess.Board, move: chess.Move, judgement: Judgement) -> tuple[Problem, ...]:
    if judgement.loss_cp < BLUNDER_CP:
        return ()
    pawns = (
        "the game" if judgement.best_score.mate or judgement.move.mate else f"about {judgement.loss_cp / 100:.1f} pawns"
    )
    better = board.san(judgement.best)
    return (
        Problem(
            f"{board.san(move)} gives away {pawns}.", hint=f"{judgement.engine} plays {better}.", severity="warning"
        ),
    )


def _evidence(board: chess.Board, move: chess.Move, judgement: Judgement) -> tuple[str, ...]:
    san, best = board.san(move), board.san(judgement.best)
    head = f"{san} is one of {board.legal_moves.count()} legal moves."
    side = "White" if board.turn else "Black"
    mine = f"{judgement.engine}, depth {judgement.depth}, scores for {side}: {san} {judgement.move.words()}."
    own = (
        f"It is the engine's own move. Line: {judgement.line}"
        if best == san
        else f"Its own move is {best} {judgement.best_score.words()}. Line: {judgement.line}"
    )
    return (head, f"{mine} {own}")
