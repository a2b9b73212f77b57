"""A game as a tree, and the games of a file."""

from __future__ import annotations

from pathlib import Path

import chess
import pytest

from plugins.chess_moves.position import board_from
from plugins.chess_moves.record import Record, read_headings, read_record

TWO_GAMES = """[White "Anna"]
[Black "Bo"]
[Date "2020.01.02"]
[Result "1-0"]

1. e4 {a
[comment]} e5 2. Nf3 1-0

[White "Zoé"]
[Black "Cy"]
[Date "2021.03.04"]
[Result "1/2-1/2"]

1. d4 d5 1/2-1/2
"""


@pytest.fixture
def record() -> Record:
    return Record.from_board(board_from({"pgn": "1. e4 e5 2. Nf3 Nc6"}))


def test_a_place_out_of_reach_becomes_the_nearer_end(record: Record) -> None:
    record.go_to(-3)
    assert record.ply == 0
    record.go_to(99)
    assert (record.ply, record.is_at_end) == (4, True)


def test_a_move_that_the_line_has_follows_it_and_another_leaves_it(record: Record) -> None:
    record.go_to(1)
    record.play(chess.Move.from_uci("e7e5"))
    assert (record.is_aside, record.sans) == (False, ("e4", "e5", "Nf3", "Nc6"))
    record.play(chess.Move.from_uci("f1c4"))
    assert (record.is_aside, record.sans, record.path) == (True, ("e4", "e5", "Bc4"), [0, 0, 1])
    record.take_back()
    assert record.sans == ("e4", "e5", "Nf3", "Nc6")


def test_a_mate_is_the_games_result_until_it_is_taken_back() -> None:
    record = Record.from_board(board_from({"pgn": "1. f3 e5 2. g4"}))
    record.play(chess.Move.from_uci("d8h4"))
    assert record.game.headers["Result"] == "0-1"
    record.take_back()
    assert record.game.headers["Result"] == "*"


def test_the_moves_to_a_set_up_position_keep_their_root() -> None:
    record = Record.from_board(board_from({"fen": "4k3/8/8/8/8/8/8/R3K3 w Q - 0 9"}))
    assert record.pgn_to_here() == ""
    record.play(chess.Move.from_uci("e1c1"))
    assert board_from({"pgn": record.pgn_to_here()}).fen() == record.board.fen()


def test_games_of_a_file_are_listed_and_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "two.pgn"
    path.write_text(TWO_GAMES, encoding="utf-8")
    headings = read_headings(path)
    assert [(h.players, h.result, h.date) for h in headings] == [
        ("Anna – Bo", "1-0", "2020.01.02"),
        ("Zoé – Cy", "1/2-1/2", "2021.03.04"),
    ]
    assert [read_record(path, h.offset).sans for h in headings] == [("e4", "e5", "Nf3"), ("d4", "d5")]
    assert len(read_headings(path, limit=1)) == 1


@pytest.mark.shared
def test_six_famous_games_are_offered(shared: Path) -> None:
    headings = read_headings(shared / "data" / "chess" / "kasparov-deep-blue-1997.pgn")
    assert len(headings) == 6
    assert headings[5].players == "Deep Blue (Computer) – Garry Kasparov"
