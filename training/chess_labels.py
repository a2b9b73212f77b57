"""Chess positions with what an engine thinks of the best moves: the slow stage before training, done once.

`python -m training.chess_labels` appends to a file of JSON lines and may be stopped and started again. Debian's `stockfish` judges;
where it is not installed, the search of the chess tool does, which is far weaker.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import chess
import chess.engine

from plugins.chess_moves.search import MATE, Search
from training.chess_games import Judge, Scores, moments

LABELS = Path("build/starter/chess.jsonl")
STOCKFISH = Path("/usr/games/stockfish")
DEPTH, LINES = 8, 3
_HASH_MB = 8


@dataclass(frozen=True, slots=True)
class Labelled:
    """A position. `scores`: the best moves as UCI with their centipawns for the side to move; a mate in n is `MATE - n`."""

    game: int
    fen: str
    scores: Scores


def by_stockfish(engine: chess.engine.SimpleEngine, board: chess.Board) -> Scores:
    """The scores of the best moves; the same for the same position, whatever was judged before."""
    lines = engine.analyse(board, chess.engine.Limit(depth=DEPTH), multipv=LINES, game=object())
    return {line["pv"][0].uci(): line["score"].relative.score(mate_score=MATE) for line in lines}


def by_search(board: chess.Board) -> Scores:
    """The one best move of the chess tool's own search."""
    line = Search(board.copy(), limit_s=float("inf"), max_depth=2).run()
    return {line.moves[0].uci(): line.score_cp}


def labelled(seed: int, game: int, judge: Judge) -> Iterator[Labelled]:
    """The positions of one game; the same for the same numbers."""
    for board, scores in moments(random.Random(f"{seed}/{game}"), judge):
        yield Labelled(game, board.fen(), scores)


def read(path: Path) -> list[Labelled]:
    """Every position of a file, each once; a last line that was cut off is left out."""
    found: dict[str, Labelled] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(json.JSONDecodeError):
            one = Labelled(**json.loads(line))
            found.setdefault(chess.Board(one.fen).epd(), one)
    return list(found.values())


def write(path: Path, positions: int, seconds: float, seed: int, judge: Judge) -> int:
    """Append games until the file holds `positions` or the time is over, and say how many it holds; begun games are finished first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = read(path) if path.exists() else []
    count, game = len(before), max((one.game for one in before), default=-1) + 1
    until = time.monotonic() + seconds
    with path.open("a", encoding="utf-8") as file:
        if path.stat().st_size and not path.read_text(encoding="utf-8").endswith("\n"):
            file.write("\n")
        while count < positions and time.monotonic() < until:
            lines = [json.dumps(asdict(one)) + "\n" for one in labelled(seed, game, judge)]
            file.write("".join(lines))
            file.flush()
            count, game = count + len(lines), game + 1
    return count


def main() -> None:
    """Write the file, or go on with it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=LABELS)
    parser.add_argument("--positions", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with ExitStack() as stack:
        judge: Judge = by_search
        if STOCKFISH.exists():
            engine = stack.enter_context(chess.engine.SimpleEngine.popen_uci(str(STOCKFISH)))
            engine.configure({"Threads": 1, "Hash": _HASH_MB})
            judge = partial(by_stockfish, engine)
        print(write(options.out, options.positions, options.seconds, options.seed, judge), "positions in", options.out)


if __name__ == "__main__":
    main()
