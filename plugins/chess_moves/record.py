"""A game as it is played and stepped through: a tree of moves, the line that is shown, and the place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import chess
import chess.pgn

from app.api import StorageError
from plugins.chess_moves.position import next_game

if TYPE_CHECKING:
    from pathlib import Path

MAX_GAMES = 5_000
_UNKNOWN = frozenset(("", "?"))


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list of games shows of one; ``offset`` is where it begins in its text, as ``tell`` gave it."""

    offset: int
    white: str
    black: str
    result: str
    date: str

    @property
    def players(self) -> str:
        """``White – Black``."""
        return f"{self.white} – {self.black}"


class Record:
    """A game and a place in it. The shown line runs through that place and on along first continuations."""

    def __init__(self, game: chess.pgn.Game | None = None) -> None:
        self.game = game or chess.pgn.Game()
        self.node: chess.pgn.GameNode = self.game
        self._written: tuple[tuple[chess.pgn.GameNode, ...], tuple[str, ...]] = ((), ())

    @classmethod
    def from_board(cls, board: chess.Board) -> Record:
        """The game that led to ``board``, standing at its end."""
        record = cls(chess.pgn.Game.from_board(board))
        record.node = record.game.end()
        return record

    @property
    def board(self) -> chess.Board:
        """The shown position, with the moves that led to it."""
        return self.node.board()

    @property
    def last_move(self) -> chess.Move | None:
        return self.node.move

    @property
    def line(self) -> tuple[chess.pgn.GameNode, ...]:
        """The nodes after the root of the line that is shown."""
        path: list[chess.pgn.GameNode] = []
        node = self.node
        while node.parent is not None:
            path.append(node)
            node = node.parent
        path.reverse()
        return (*path, *self.node.mainline())

    @property
    def ply(self) -> int:
        """How many moves after the root the shown position stands."""
        return self.node.ply() - self.game.ply()

    @property
    def sans(self) -> tuple[str, ...]:
        """The shown line, move by move."""
        line = self.line
        if line != self._written[0]:  # stepping along a line asks again and again for the same moves
            self._written = (line, _sans(self.game.board(), line))
        return self._written[1]

    @property
    def is_untouched(self) -> bool:
        """Whether this is the initial position with nothing played or read."""
        return not self.game.variations and self.game.board().fen() == chess.STARTING_FEN

    @property
    def is_at_end(self) -> bool:
        return not self.node.variations

    @property
    def is_aside(self) -> bool:
        """Whether the shown position is in a variation, not in the game itself."""
        return not self.node.is_mainline()

    @property
    def players(self) -> str:
        """``White – Black``, if both names are known."""
        white, black = self.game.headers.get("White", "?"), self.game.headers.get("Black", "?")
        return "" if white in _UNKNOWN or black in _UNKNOWN else f"{white} – {black}"

    def play(self, move: chess.Move) -> None:
        """Go along ``move``: into the line that has it, or into a new one."""
        self.node = self.node.variation(move) if self.node.has_variation(move) else self.node.add_variation(move)
        if (outcome := self.node.board().outcome()) and not self.is_aside:
            self.game.headers["Result"] = outcome.result()

    def go_to(self, ply: int) -> None:
        """Stand after ``ply`` moves of the shown line; what is out of reach becomes its nearer end."""
        line = self.line
        ply = min(max(ply, 0), len(line))
        self.node = line[ply - 1] if ply else self.game

    def return_to_game(self) -> None:
        """Out of the variation, back to where it left the game."""
        while self.is_aside and self.node.parent is not None:
            self.node = self.node.parent

    def take_back(self) -> None:
        """Undo the last move of the line; only at its end, so that nothing that follows is lost."""
        parent = self.node.parent
        if parent is None or not self.is_at_end:
            return
        if not self.is_aside:
            self.game.headers["Result"] = "*"
        parent.remove_variation(self.node)
        self.node = parent

    def pgn(self) -> str:
        """The whole game with headers and variations."""
        return str(self.game)

    def pgn_to_here(self) -> str:
        """The moves up to the shown position alone; empty at the root."""
        return str(chess.pgn.Game.from_board(self.board)) if self.ply else ""

    @property
    def path(self) -> list[int]:
        """The place as the number of the variation taken at each move."""
        found: list[int] = []
        node = self.node
        while node.parent is not None:
            found.append(node.parent.variations.index(node))  # type: ignore[arg-type]  # a node with a parent is a child
            node = node.parent
        return found[::-1]

    def follow(self, path: Sequence[int]) -> None:
        """Go where ``path`` says, as far as it can be followed."""
        self.node = self.game
        for number in path:
            if not 0 <= number < len(self.node.variations):
                return
            self.node = self.node.variations[number]


def _sans(board: chess.Board, line: Sequence[chess.pgn.GameNode]) -> tuple[str, ...]:
    sans = []
    for node in line:
        move = node.move or chess.Move.null()
        sans.append(board.san(move))
        board.push(move)
    return tuple(sans)


def read_headings(path: Path, limit: int = MAX_GAMES) -> list[Heading]:
    """The games of a PGN file, at most ``limit``, without their moves. Blocking.

    Raises:
        StorageError: the file cannot be read.
    """
    found: list[Heading] = []
    try:
        with path.open(encoding=_encoding(path), errors="replace") as file:
            while len(found) < limit:
                offset = file.tell()
                headers = chess.pgn.read_headers(file)
                if headers is None:
                    break
                names = (headers.get(key, "?") for key in ("White", "Black", "Result", "Date"))
                found.append(Heading(offset, *names))
    except OSError as error:
        raise _unreadable(path, error) from error
    return found


def read_record(path: Path, offset: int = 0) -> Record:
    """The game that begins at ``offset``. Blocking.

    Raises:
        StorageError: the file cannot be read.
        InputError: it holds no game that can be followed.
    """
    try:
        with path.open(encoding=_encoding(path), errors="replace") as file:
            file.seek(offset)
            return Record(next_game(file))
    except OSError as error:
        raise _unreadable(path, error) from error


def read_text(path: Path) -> str:
    """A small text file. Blocking.

    Raises:
        StorageError: the file cannot be read.
    """
    try:
        return path.read_text(encoding=_encoding(path), errors="replace")
    except OSError as error:
        raise _unreadable(path, error) from error


def write_pgn(path: Path, pgn: str) -> None:
    """Write a game. Blocking.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        path.write_text(f"{pgn}\n", encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"{path.name} cannot be written: {error.strerror or error}.", hint="Choose another folder."
        ) from error


def _encoding(path: Path) -> str:
    """UTF-8, or the Latin-1 of older collections."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _unreadable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"{path.name} cannot be read: {error.strerror or error}.", hint="Check that the file is there and open to you."
    )
