"""The page with real clicks, keys and files; only the window around it is a fake."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chess
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.api_qt import RunFailed, RunFinished, RunResult
from app.core.result import Outcome
from app.errors import AppError
from app.ui.theme import DARK, LIGHT
from plugins.chess_moves.games_view import GamesDialog
from plugins.chess_moves.panel import ChessPanel
from plugins.chess_moves.position import board_from
from tests.helpers.panels import PLUGINS, FakeHost, manifest_of

KINGS_AND_PAWN = "4k3/1P6/8/8/8/8/8/4K3 w - - 0 1"
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
def host(tmp_path: Path) -> FakeHost:
    return FakeHost(tmp_path)


@pytest.fixture
def new_panel(qtbot: QtBot, host: FakeHost) -> Callable[[], ChessPanel]:
    def make() -> ChessPanel:
        made = ChessPanel(manifest_of("chess_moves"), host)
        qtbot.addWidget(made)
        made.resize(1000, 640)
        made.show()
        return made

    return make


@pytest.fixture
def panel(new_panel: Callable[[], ChessPanel]) -> ChessPanel:
    return new_panel()


@pytest.fixture
def click(qtbot: QtBot, panel: ChessPanel) -> Callable[..., None]:
    """Click the named squares, one after the other."""

    def go(*squares: str) -> None:
        for name in squares:
            place = panel.board_view.rect_of(chess.parse_square(name)).center()
            qtbot.mouseClick(panel.board_view, Qt.MouseButton.LeftButton, pos=place)

    return go


def drag(board: QWidget, start: QPointF, end: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, place in (
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, (start + end) / 2),
        (QEvent.Type.MouseMove, end),
        (QEvent.Type.MouseButtonRelease, end),
    ):
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
        QApplication.sendEvent(board, QMouseEvent(kind, place, board.mapToGlobal(place), left, held, none))


def finished(board: chess.Board, move: str, best: str, *, engine: str = "local", loss_cp: int = 120) -> RunFinished:
    """What a run on ``board`` gives, with the scores of a side that stands well."""
    mine, own = board.parse_san(move), board.parse_san(best)
    evaluation = {
        "engine": "built-in search",
        "depth": 4,
        "score_cp": 60,
        "mate": None,
        "score": "+0.60",
        "best_san": best,
        "best_uci": own.uci(),
        "best_score": "+1.80",
        "best_score_cp": 60 + loss_cp,
        "loss_cp": loss_cp,
        "line": board.variation_san([own]),
    }
    so_far = board.root().variation_san(board.move_stack) if board.move_stack else ""
    found = {"move_san": move, "move_uci": mine.uci(), "fen": board.fen(), "so_far": so_far, "evaluation": evaluation}
    return RunFinished("r", RunResult("r", "chess_moves", engine, "Starter", "", Outcome("verified", move, found)))


def shown(panel: ChessPanel) -> chess.Board:
    return panel.board_view.board


def sans(panel: ChessPanel) -> tuple[str, ...]:
    return panel.moves_view.moves.sans


# playing


def test_two_clicks_play_a_move_and_the_list_the_fen_and_the_words_follow(
    panel: ChessPanel, click: Callable[..., None]
) -> None:
    click("e2", "e4")
    assert shown(panel).peek() == chess.Move.from_uci("e2e4")
    assert sans(panel) == ("e4",)
    assert panel.fen_edit.text() == shown(panel).fen()
    assert panel.status_label.text() == "Black to move · move 1"
    assert "last move: e2–e4 by White" in panel.board_view.accessibleDescription()


def test_a_piece_is_dragged_to_its_square(panel: ChessPanel) -> None:
    board = panel.board_view
    drag(board, QPointF(board.rect_of(chess.G1).center()), QPointF(board.rect_of(chess.F3).center()))
    assert sans(panel) == ("Nf3",)


def test_an_illegal_move_is_refused_and_said(panel: ChessPanel, host: FakeHost, click: Callable[..., None]) -> None:
    click("e2", "e5")
    assert shown(panel).fen() == chess.STARTING_FEN
    assert host.said == ["e2 e5: not a legal move here."]
    assert panel.board_view.picked is None


def test_a_piece_of_the_other_side_is_not_picked_up_and_a_second_click_puts_down(
    panel: ChessPanel, click: Callable[..., None]
) -> None:
    click("e7")
    assert panel.board_view.picked is None
    click("e2")
    assert panel.board_view.picked == chess.E2
    click("d2")
    assert panel.board_view.picked == chess.D2
    click("d2")
    assert panel.board_view.picked is None


def test_a_pawn_on_the_last_rank_becomes_what_is_chosen(
    qtbot: QtBot, panel: ChessPanel, click: Callable[..., None]
) -> None:
    panel.fill({"fen": KINGS_AND_PAWN})
    click("b7", "b8")
    chooser = panel.board_view.promotion
    assert chooser.isVisible()
    assert sans(panel) == ()
    assert chooser.buttons[1].accessibleName() == "knight"
    qtbot.mouseClick(chooser.buttons[1], Qt.MouseButton.LeftButton)
    assert sans(panel) == ("b8=N",)
    assert not chooser.isVisible()


def test_a_promotion_is_chosen_by_letter_and_called_off_by_escape(
    qtbot: QtBot, panel: ChessPanel, click: Callable[..., None]
) -> None:
    panel.fill({"fen": KINGS_AND_PAWN})
    chooser = panel.board_view.promotion
    click("b7", "b8")
    qtbot.keyClick(chooser, Qt.Key.Key_Escape)
    assert (chooser.isVisible(), sans(panel)) == (False, ())
    click("b7", "b8")
    qtbot.keyClick(chooser, Qt.Key.Key_R)
    assert sans(panel) == ("b8=R+",)


def test_the_board_is_flipped_and_still_played_on(panel: ChessPanel, click: Callable[..., None]) -> None:
    before = panel.board_view.rect_of(chess.A1)
    panel.flip_action.trigger()
    assert panel.board_view.rect_of(chess.H8) == before
    click("d2", "d4")
    assert sans(panel) == ("d4",)


def test_the_board_is_square_and_as_high_as_the_page(panel: ChessPanel) -> None:
    assert panel.board_view.area.size().toTuple() == (640, 640)


def test_a_whole_move_is_made_with_keys(qtbot: QtBot, panel: ChessPanel) -> None:
    board = panel.board_view
    assert board.cursor_square == chess.E2
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(board, key)
    assert "picked up: d2: White pawn; cursor on d4: empty" in board.accessibleDescription()
    qtbot.keyClick(board, Qt.Key.Key_Space)
    assert sans(panel) == ("d4",)
    panel.flip_action.trigger()
    qtbot.keyClick(board, Qt.Key.Key_Up)
    assert board.cursor_square == chess.D3


def test_the_end_of_a_game_is_said_and_nothing_can_be_asked(panel: ChessPanel) -> None:
    panel.fill({"pgn": "1. f3 e5 2. g4 Qh4#"})
    assert panel.status_label.text() == "Checkmate: Black won"
    assert not panel.card.ask_button.isVisible()


# stepping


def test_stepping_back_and_running_gives_the_shown_position(
    qtbot: QtBot, panel: ChessPanel, click: Callable[..., None]
) -> None:
    click("e2", "e4", "e7", "e5", "g1", "f3")
    qtbot.keyClick(panel.moves_view, Qt.Key.Key_Left)
    board = board_from(panel.inputs())
    assert board.fen() == shown(panel).fen() == panel.fen_edit.text()
    assert [move.uci() for move in board.move_stack] == ["e2e4", "e7e5"]
    panel.first_action.trigger()
    assert shown(panel).fen() == chess.STARTING_FEN
    assert board_from(panel.inputs()).fen() == chess.STARTING_FEN


def test_an_untouched_board_leaves_the_position_to_the_question(panel: ChessPanel) -> None:
    question = {**panel.inputs(), "question": "1. d4 d5"}
    assert len(board_from(question).move_stack) == 2


def test_a_click_in_the_list_goes_to_that_move(qtbot: QtBot, panel: ChessPanel) -> None:
    panel.fill({"pgn": "1. e4 e5 2. Nf3 Nc6"})
    view = panel.moves_view
    place = view.visualRect(view.moves.index_of(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(panel).peek().uci() == "e7e5"
    assert view.currentIndex() == view.moves.index_of(2)


def test_another_move_in_the_middle_opens_a_variation_and_keeps_the_game(
    panel: ChessPanel, click: Callable[..., None]
) -> None:
    panel.fill({"pgn": "1. e4 e5 2. Nf3 Nc6"})
    panel.go_to(1)
    click("c7", "c5")
    assert sans(panel) == ("e4", "c5")
    assert panel.return_button.isVisible()
    panel.return_button.click()
    assert sans(panel) == ("e4", "e5", "Nf3", "Nc6")
    assert "( 1... c5 )" in panel.state()["pgn"]


def test_a_move_is_taken_back_at_the_end_only(panel: ChessPanel, click: Callable[..., None]) -> None:
    click("e2", "e4", "e7", "e5")
    panel.back_action.trigger()
    assert not panel.take_back_action.isEnabled()
    panel.forward_action.trigger()
    panel.take_back_action.trigger()
    assert sans(panel) == ("e4",)


def test_a_game_that_black_begins_is_numbered_so(panel: ChessPanel, click: Callable[..., None]) -> None:
    panel.fill({"fen": "4k3/8/8/8/8/8/8/R3K3 b - - 0 31"})
    click("e8", "e7", "a1", "a7")
    model = panel.moves_view.moves
    rows = [[model.data(model.index(row, column)) for column in range(3)] for row in range(model.rowCount())]
    assert rows == [["31.", "…", "Ke7"], ["32.", "Ra7+", ""]]


# suggestions


def test_a_finished_run_shows_card_and_arrows(panel: ChessPanel, click: Callable[..., None]) -> None:
    click("e2", "e4")
    panel.inputs()
    panel.present(finished(shown(panel), "a5", "c5"))
    assert panel.card.move_label.text() == "1… a5"
    assert "Starter chose this move." in panel.card.who_label.text()
    assert (panel.card.score_label.text(), panel.card.words_label.text()) == ("−0.6", "Black is slightly better")
    assert panel.card.bar.share < 0.5
    assert "gives away 1.2" in panel.card.engine_label.text()
    assert [(a.move.uci(), a.label, a.colour) for a in panel.board_view.arrows] == [
        ("a7a5", "−0.6", LIGHT.accent),
        ("c7c5", "−1.8", LIGHT.repaired),
    ]


def test_the_engines_own_choice_has_one_arrow_and_says_who_chose(panel: ChessPanel) -> None:
    panel.present(finished(chess.Board(), "e4", "e4", engine="none", loss_cp=0))
    assert len(panel.board_view.arrows) == 1
    assert "The built-in search chose this move; no model answered." in panel.card.who_label.text()


def test_a_suggestion_belongs_to_its_position_and_is_there_again(
    qtbot: QtBot, panel: ChessPanel, click: Callable[..., None]
) -> None:
    panel.inputs()
    panel.present(finished(chess.Board(), "d4", "e4"))
    qtbot.mouseClick(panel.card.play_button, Qt.MouseButton.LeftButton)
    assert sans(panel) == ("d4",)
    assert (panel.board_view.arrows, panel.card.has_suggestion) == ((), False)
    panel.back_action.trigger()
    assert (len(panel.board_view.arrows), panel.card.has_suggestion) == (2, True)


def test_a_run_for_a_position_that_was_left_waits_for_its_return(panel: ChessPanel, click: Callable[..., None]) -> None:
    panel.inputs()
    click("e2", "e4")
    panel.present(finished(chess.Board(), "d4", "e4"))
    assert (sans(panel), panel.board_view.arrows) == (("e4",), ())


def test_a_position_named_in_the_question_comes_onto_the_board(panel: ChessPanel) -> None:
    panel.inputs()
    asked = board_from({"question": "1. e4 c5"})
    panel.present(finished(asked, "Nf3", "Nf3", loss_cp=0))
    assert sans(panel) == ("e4", "c5")
    assert panel.card.has_suggestion


def test_a_failed_run_leaves_the_board_alone(panel: ChessPanel, click: Callable[..., None]) -> None:
    click("e2", "e4")
    panel.present(RunFailed("r", AppError("no")))
    panel.present(RunFinished("r", RunResult("r", "chess_moves", "local", "M", "", Outcome("failed", "Qxh8"))))
    assert (sans(panel), panel.board_view.arrows) == (("e4",), ())


def test_the_cards_button_asks_for_a_run(qtbot: QtBot, panel: ChessPanel) -> None:
    with qtbot.waitSignal(panel.run_requested):
        qtbot.mouseClick(panel.card.ask_button, Qt.MouseButton.LeftButton)


def test_arrows_take_the_colours_of_the_theme(panel: ChessPanel, host: FakeHost) -> None:
    panel.present(finished(chess.Board(), "d4", "e4"))
    host.theme = DARK
    panel.retheme()
    assert [arrow.colour for arrow in panel.board_view.arrows] == [DARK.accent, DARK.repaired]


@pytest.mark.parametrize(
    ("cp", "mate", "best", "score", "own", "words"),
    [
        (99_995, 3, "mate in 3", "#3", "#3", "White mates in 3"),
        (-99_996, -2, "mated in 2", "#−2", "#−2", "Black mates in 2"),
        (10, None, "+0.10", "+0.1", "+0.1", "The position is equal"),
        (400, None, "+4.00", "+4.0", "+4.0", "White is winning"),
    ],
)
def test_scores_are_said_from_whites_side(
    panel: ChessPanel, cp: int, mate: int | None, best: str, score: str, own: str, words: str
) -> None:
    event = finished(chess.Board(), "d4", "e4", loss_cp=0)
    evaluation: dict[str, Any] = event.result.outcome.result["evaluation"]
    evaluation.update(score_cp=cp, mate=mate, best_score=best, best_score_cp=cp)
    panel.present(event)
    assert (panel.card.score_label.text(), panel.card.words_label.text()) == (score, words)
    assert [arrow.label for arrow in panel.board_view.arrows] == [score, own]


# games and positions


def test_a_fen_is_set_up_and_a_wrong_one_is_an_error_in_place(qtbot: QtBot, panel: ChessPanel, host: FakeHost) -> None:
    panel.fen_edit.setText(KINGS_AND_PAWN)
    qtbot.keyClick(panel.fen_edit, Qt.Key.Key_Return)
    assert panel.inputs() == {"fen": KINGS_AND_PAWN, "pgn": ""}
    panel.fen_edit.setText("8/8/8/8/8/8/8/8 w - - 0 1")
    qtbot.keyClick(panel.fen_edit, Qt.Key.Key_Return)
    assert "no king" in host.errors[0].message
    assert shown(panel).fen() == KINGS_AND_PAWN


def test_a_game_is_pasted_and_the_one_before_comes_back(
    panel: ChessPanel, host: FakeHost, click: Callable[..., None]
) -> None:
    click("a2", "a3")
    QGuiApplication.clipboard().setText('[White "Anna"]\n[Black "Bo"]\n\n1. e4 e5 *')
    panel.paste_action.trigger()
    assert (sans(panel), panel.subject()) == (("e4", "e5"), "Anna – Bo")
    panel.previous_action.trigger()
    assert sans(panel) == ("a3",)
    QGuiApplication.clipboard().setText("1. e4 e5 2. Ke3")
    panel.paste_action.trigger()
    assert "cannot be followed" in host.errors[0].message


def test_a_new_game_begins_at_the_start(panel: ChessPanel, click: Callable[..., None]) -> None:
    click("e2", "e4")
    panel.new_action.trigger()
    assert (sans(panel), panel.subject()) == ((), "White to move · move 1")


def test_a_game_is_saved_and_opened_again(
    panel: ChessPanel, host: FakeHost, click: Callable[..., None], tmp_path: Path
) -> None:
    click("e2", "e4", "e7", "e5")
    host.save_path = host.open_path = tmp_path / "mine.pgn"
    panel.save_action.trigger()
    assert str(host.save_path) in host.said[-1]
    panel.new_action.trigger()
    panel.open_action.trigger()
    panel.last_action.trigger()
    assert sans(panel) == ("e4", "e5")


def test_a_collection_asks_which_game(qtbot: QtBot, panel: ChessPanel, tmp_path: Path) -> None:
    path = tmp_path / "two.pgn"
    path.write_text(TWO_GAMES, encoding="latin-1")
    assert panel.take_file(path)
    dialog = panel.findChild(GamesDialog)
    assert dialog is not None
    assert dialog.count.text() == "2 games"
    dialog.filter.setText("zoé 2021")
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    assert (panel.subject(), sans(panel)) == ("Zoé – Cy", ("d4", "d5"))
    panel.last_action.trigger()
    assert panel.status_label.text().endswith("This game was drawn")


@pytest.mark.parametrize("line", ["8/8/8/8/8/4k3/4p3/4K3 b - - 7 31", '8/8/8/8/8/4k3/4p3/4K3 b - - bm Kd3; id "x";'])
def test_fen_and_epd_files_are_taken_and_others_are_not(panel: ChessPanel, tmp_path: Path, line: str) -> None:
    path = tmp_path / "end.epd"
    path.write_text(f"{line}\n", encoding="utf-8")
    assert panel.take_file(path)
    assert shown(panel).board_fen() == "8/8/8/8/8/4k3/4p3/4K3"
    assert shown(panel).turn == chess.BLACK
    assert not panel.take_file(tmp_path / "shop.sqlite")


def test_a_file_that_is_gone_is_an_error_in_place(panel: ChessPanel, host: FakeHost, tmp_path: Path) -> None:
    assert panel.take_file(tmp_path / "gone.pgn")
    assert "cannot be read" in host.errors[0].message


# what is found again


def test_game_place_and_orientation_are_there_after_a_restart(
    new_panel: Callable[[], ChessPanel], panel: ChessPanel, click: Callable[..., None]
) -> None:
    click("e2", "e4", "e7", "e5", "g1", "f3")
    panel.go_to(1)
    click("c7", "c5")
    panel.go_to(1)
    panel.flip_action.trigger()
    again = new_panel()
    again.restore(panel.state())
    assert again.state() == panel.state()
    assert shown(again).fen() == shown(panel).fen()
    assert again.board_view.orientation == chess.BLACK


@pytest.mark.parametrize(
    "state",
    [{}, {"pgn": 3, "path": "x", "across": [1]}, {"pgn": "1. e4 e9", "previous": []}, {"pgn": "1. e4", "path": [4]}],
)
def test_an_old_or_broken_state_does_no_harm(panel: ChessPanel, state: dict[str, Any]) -> None:
    panel.restore(state)
    assert shown(panel).fen() == chess.STARTING_FEN


def test_a_sample_is_put_on_the_board(panel: ChessPanel) -> None:
    for sample in panel.manifest.samples:
        panel.fill(sample.inputs)
        assert shown(panel).fen() == board_from(sample.inputs).fen()


def test_all_that_the_panel_says_is_translated() -> None:
    table = manifest_of("chess_moves").words("zh_CN")
    for path in (PLUGINS / "chess_moves").glob("*.py"):
        for double, single in re.findall(r"""\btr\(\s*(?:"([^"]*)"|'([^']*)')""", path.read_text(encoding="utf-8")):
            assert (double or single) in table, f"{path.name}: {double or single}"
