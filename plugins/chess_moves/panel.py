"""The tool's page: the board on the left; suggestion, moves and FEN on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import chess
import qtawesome
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSplitter, QToolButton, QVBoxLayout, QWidget

from app.api import AppError, InputError, PluginManifest
from app.api_qt import Panel, PanelHost, RunEvent, RunFinished, RunResult, tr
from plugins.chess_moves.board_view import BoardView
from plugins.chess_moves.card_view import SuggestionCard
from plugins.chess_moves.games_view import GamesDialog
from plugins.chess_moves.moves_view import MovesView
from plugins.chess_moves.paint_view import Arrow
from plugins.chess_moves.position import board_from, board_from_epd, game_from_pgn, game_from_text
from plugins.chess_moves.record import Heading, Record, read_headings, read_record, read_text, write_pgn
from plugins.chess_moves.words_view import ending_words, result_words, status_words, turn_words, white_score

MAX_SUGGESTIONS = 200
_SIDE_PX = (264, 480)
_POSITIONS = frozenset((".fen", ".epd"))


class ChessPanel(Panel):
    """One game on a board, and what was suggested for its positions."""

    def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
        super().__init__(manifest, host)
        self._record = Record()
        self._previous: Record | None = None
        self._suggestions: dict[str, RunResult] = {}
        self._asked_fen = ""
        self._opening = 0
        self._sized_by_hand = False
        self.board_view = BoardView(host.theme)
        self.card = SuggestionCard(host.theme)
        self.moves_view = MovesView(host.theme)
        self._make_actions()
        self._lay_out()
        self._connect_signals()
        self.retheme()
        self._refresh()

    # what the host asks

    def inputs(self) -> dict[str, Any]:
        """The shown position: as a game where moves led to it, else as a FEN; nothing while the board is untouched."""
        record = self._record
        self._asked_fen = record.board.fen()
        if record.is_untouched:
            return {"fen": "", "pgn": ""}
        if record.ply:
            return {"fen": "", "pgn": record.pgn_to_here()}
        return {"fen": self._asked_fen, "pgn": ""}

    def fill(self, inputs: Mapping[str, Any]) -> None:
        board = board_from(inputs)
        if board.fen() != self._record.board.fen():
            self._adopt(Record.from_board(board))

    def present(self, event: RunEvent) -> None:
        if not isinstance(event, RunFinished):
            return
        found = event.result.outcome.result
        fen = str(found.get("fen", ""))
        if not fen or "evaluation" not in found:
            return
        self._suggestions.pop(fen, None)
        self._suggestions[fen] = event.result
        if len(self._suggestions) > MAX_SUGGESTIONS:
            del self._suggestions[next(iter(self._suggestions))]
        shown = self._record.board.fen()
        if fen != shown and shown == self._asked_fen:  # the question itself named another position
            self._adopt(_record_of(fen, str(found.get("so_far", ""))))
        else:
            self._show_suggestion()

    def subject(self) -> str:
        return self._record.players or turn_words(self._record.board)

    def state(self) -> dict[str, Any]:
        return {
            "pgn": self._record.pgn(),
            "path": self._record.path,
            "previous": self._previous.pgn() if self._previous else "",
            "white_below": self.board_view.orientation == chess.WHITE,
            "across": self._across.sizes() if self._sized_by_hand else [],
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        if previous := _record_from_state(state.get("previous"), ()):
            self._previous = previous
        if record := _record_from_state(state.get("pgn"), state.get("path", ())):
            self._record = record
        self.board_view.set_orientation(bool(state.get("white_below", True)))
        sizes = state.get("across")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) and size > 0 for size in sizes):
            self._sized_by_hand = True
            self._across.setSizes(sizes)
        self._refresh()

    def actions_for_header(self) -> Sequence[QAction]:
        return (
            self.new_action,
            self.open_action,
            self.paste_action,
            self.set_up_action,
            self.save_action,
            self.previous_action,
            self.flip_action,
        )

    def take_file(self, path: Path) -> bool:
        if path.suffix.lower() not in {".pgn", *_POSITIONS}:
            return False
        self._open(path)
        return True

    def retheme(self) -> None:
        theme = self.host.theme
        for part in (self.board_view, self.card, self.moves_view):
            part.retheme(theme)
        for action, name in self._icons:
            action.setIcon(qtawesome.icon(name, color=theme.text, color_disabled=theme.line))
        self._show_suggestion()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Until the person moves the divider, the board is as wide as it is high."""
        super().resizeEvent(event)
        if not self._sized_by_hand:
            smallest, largest = _SIDE_PX
            side = min(max(self.width() - self.height() - self._across.handleWidth(), smallest), largest)
            self._across.setSizes([max(1, self.width() - side - self._across.handleWidth()), side])

    # parts

    def _make_actions(self) -> None:
        self.new_action = self._action(tr("New game"), "Ctrl+Shift+G")
        self.open_action = self._action(tr("Open game…"))
        self.paste_action = self._action(tr("Paste game or position"), "Ctrl+Shift+V", low=True)
        self.set_up_action = self._action(tr("Set up position by FEN"), low=True)
        self.save_action = self._action(tr("Save game as…"), "Ctrl+Shift+S", low=True)
        self.previous_action = self._action(tr("Previous game"), low=True)
        self.flip_action = self._action(tr("Flip board"), "Ctrl+Shift+F", low=True)
        self.first_action = self._action(tr("First position"), "Alt+Home")
        self.back_action = self._action(tr("One move back"), "Alt+Left")
        self.forward_action = self._action(tr("One move forward"), "Alt+Right")
        self.last_action = self._action(tr("Last position"), "Alt+End")
        self.take_back_action = self._action(tr("Take back move"), "Alt+Backspace")
        self._icons = (
            (self.new_action, "mdi6.plus"),
            (self.open_action, "mdi6.folder-open-outline"),
            (self.paste_action, "mdi6.content-paste"),
            (self.set_up_action, "mdi6.form-textbox"),
            (self.save_action, "mdi6.content-save-outline"),
            (self.previous_action, "mdi6.history"),
            (self.flip_action, "mdi6.swap-vertical"),
            (self.first_action, "mdi6.chevron-double-left"),
            (self.back_action, "mdi6.chevron-left"),
            (self.forward_action, "mdi6.chevron-right"),
            (self.last_action, "mdi6.chevron-double-right"),
            (self.take_back_action, "mdi6.undo"),
        )

    def _action(self, text: str, shortcut: QKeySequence | str = "", *, low: bool = False) -> QAction:
        made = QAction(text, self)
        if shortcut:
            made.setShortcut(QKeySequence(shortcut))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(f"{text} ({keys})")
        if low:
            made.setPriority(QAction.Priority.LowPriority)
        self.addAction(made)
        return made

    def _lay_out(self) -> None:
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self.board_view)
        self._across.addWidget(self._side())
        self._across.setStretchFactor(0, 1)
        self._across.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._across)

    def _side(self) -> QWidget:
        grid = self.host.theme.grid
        side = QWidget()
        self.status_label = QLabel()
        self.status_label.setProperty("role", "heading")
        self.status_label.setWordWrap(True)
        self.return_button = QPushButton(tr("Back to the game"))
        self.return_button.setProperty("role", "link")
        self.return_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.fen_edit = QLineEdit()
        self.fen_edit.setAccessibleName(tr("Position as FEN"))
        self.fen_edit.setPlaceholderText(tr("FEN or moves"))
        self.fen_edit.setToolTip(tr("The position as FEN. Paste another, or moves, and press Enter."))
        layout = QVBoxLayout(side)
        layout.setContentsMargins(grid, 0, 0, 0)
        layout.setSpacing(grid)
        layout.addWidget(self.status_label)
        layout.addWidget(self.card)
        layout.addWidget(self.moves_view, 1)
        layout.addWidget(self.return_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._step_row())
        layout.addWidget(self.fen_edit)
        side.setMinimumWidth(_SIDE_PX[0] - 2 * grid)
        return side

    def _step_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.host.theme.gap)
        for action in (self.first_action, self.back_action, self.forward_action, self.last_action):
            row.addWidget(self._tool_button(action))
        row.addStretch(1)
        row.addWidget(self._tool_button(self.take_back_action))
        return row

    def _tool_button(self, action: QAction) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(action)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setIconSize(QSize(self.host.theme.icon_px, self.host.theme.icon_px))
        made.setAccessibleName(action.text())
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made

    def _connect_signals(self) -> None:
        self.board_view.move_chosen.connect(self.play)
        self.board_view.refused.connect(self._say_refused)
        self.moves_view.ply_chosen.connect(self.go_to)
        self.card.play_button.clicked.connect(self._play_suggestion)
        self.card.ask_button.clicked.connect(self.run_requested)
        self.fen_edit.returnPressed.connect(lambda: self._take_text(self.fen_edit.text()))
        self.return_button.clicked.connect(self._return_to_game)
        self._across.splitterMoved.connect(self._divider_moved)
        self.new_action.triggered.connect(lambda: self._adopt(Record()))
        self.open_action.triggered.connect(self._ask_open)
        self.paste_action.triggered.connect(self._paste)
        self.set_up_action.triggered.connect(self._to_fen)
        self.save_action.triggered.connect(self._save)
        self.previous_action.triggered.connect(self._bring_back)
        self.flip_action.triggered.connect(lambda: self.board_view.set_orientation(not self.board_view.orientation))
        self.first_action.triggered.connect(lambda: self.go_to(0))
        self.back_action.triggered.connect(lambda: self.go_to(self._record.ply - 1))
        self.forward_action.triggered.connect(lambda: self.go_to(self._record.ply + 1))
        self.last_action.triggered.connect(lambda: self.go_to(len(self._record.line)))
        self.take_back_action.triggered.connect(self._take_back)

    def _divider_moved(self) -> None:
        self._sized_by_hand = True

    # playing and stepping

    def play(self, move: chess.Move) -> None:
        """Make a legal move on the shown position."""
        self._record.play(move)
        self._refresh()

    def go_to(self, ply: int) -> None:
        """Show the position after ``ply`` moves of the shown line."""
        self._record.go_to(ply)
        self._refresh()

    def _play_suggestion(self) -> None:
        result = self._suggestions.get(self._record.board.fen())
        if result is not None:
            self.play(chess.Move.from_uci(result.outcome.result["move_uci"]))
            self.board_view.setFocus()

    def _take_back(self) -> None:
        self._record.take_back()
        self._refresh()

    def _return_to_game(self) -> None:
        self._record.return_to_game()
        self._refresh()

    def _say_refused(self, squares: str) -> None:
        text = tr("{squares}: not a legal move, the king is in check.")
        if not self._record.board.is_check():
            text = tr("{squares}: not a legal move here.")
        self.host.say(text.format(squares=squares))

    # showing

    def _refresh(self) -> None:
        record = self._record
        board = record.board
        self.board_view.show_position(board, record.last_move)
        self.moves_view.show_moves(record.sans, record.game.ply(), record.ply)
        self.status_label.setText(self._status(board))
        self.fen_edit.setText(board.fen())
        self.fen_edit.setCursorPosition(0)
        self.return_button.setVisible(record.is_aside)
        for action in (self.first_action, self.back_action):
            action.setEnabled(record.ply > 0)
        for action in (self.forward_action, self.last_action):
            action.setEnabled(not record.is_at_end)
        self.take_back_action.setEnabled(record.ply > 0 and record.is_at_end)
        self.previous_action.setEnabled(self._previous is not None)
        self.save_action.setEnabled(not record.is_untouched)
        self._show_suggestion()
        self.subject_changed.emit()

    def _status(self, board: chess.Board) -> str:
        words = status_words(board)
        record = self._record
        if record.is_at_end and not record.is_aside and not ending_words(board):
            told = result_words(record.game.headers.get("Result", "*"))
            return f"{words} · {told}" if told else words
        return words

    def _show_suggestion(self) -> None:
        board = self._record.board
        result = self._suggestions.get(board.fen())
        if result is not None:
            self.card.show_suggestion(result, board)
            self.board_view.set_arrows(self._arrows(result.outcome.result, board))
            return
        self.board_view.set_arrows(())
        if ending_words(board):
            self.card.invite(tr("Step back, or begin a new game."), may_ask=False)
        elif self._record.is_untouched:
            self.card.invite(tr("Play on the board, open a game or paste a FEN. Then ask for a move."))
        else:
            self.card.invite(tr("No move has been suggested for this position yet."))

    def _arrows(self, found: Mapping[str, Any], board: chess.Board) -> tuple[Arrow, ...]:
        theme, evaluation = self.host.theme, found["evaluation"]
        move, best = chess.Move.from_uci(found["move_uci"]), chess.Move.from_uci(evaluation["best_uci"])
        mine = Arrow(move, theme.accent, theme.on_accent, white_score(evaluation, board.turn))
        if best == move:
            return (mine,)
        ink = theme.ground if theme.is_dark else theme.surface
        return (mine, Arrow(best, theme.repaired, ink, white_score(evaluation, board.turn, best=True)))

    # games

    def _adopt(self, record: Record) -> None:
        """Show another game; the present one is kept to come back to."""
        self._opening += 1
        if not self._record.is_untouched:
            self._previous = self._record
        self._record = record
        self._refresh()

    def _bring_back(self) -> None:
        if self._previous is not None:
            record, self._previous = self._previous, None
            self._adopt(record)

    def _take_text(self, text: str) -> None:
        """Show a FEN or a game that was typed or pasted."""
        try:
            record = Record(game_from_text(text))
        except InputError as error:
            self.host.show_error(error)
            return
        record.go_to(len(record.line))
        self._adopt(record)

    def _paste(self) -> None:
        self._take_text(QGuiApplication.clipboard().text())

    def _to_fen(self) -> None:
        self.fen_edit.setFocus()
        self.fen_edit.selectAll()

    def _ask_open(self) -> None:
        filters = f"{tr('Chess games and positions')} (*.pgn *.fen *.epd);;{tr('All files')} (*)"
        if path := self.host.ask_open(tr("Open a game"), filters):
            self._open(path)

    def _open(self, path: Path) -> None:
        """Open a file; an answer that comes after another game was shown is dropped."""
        self._opening += 1
        number = self._opening

        def read() -> Record | list[Heading]:
            if path.suffix.lower() in _POSITIONS:
                return Record.from_board(board_from_epd(read_text(path)))
            headings = read_headings(path)
            return headings if len(headings) > 1 else read_record(path)

        def done(found: Record | list[Heading]) -> None:
            if number != self._opening:
                return
            if isinstance(found, Record):
                self._adopt(found)
            else:
                self._offer(path, found)

        self.host.call(read, done)

    def _offer(self, path: Path, headings: list[Heading]) -> None:
        dialog = GamesDialog(path.name, headings, self)
        dialog.game_chosen.connect(
            lambda heading: self.host.call(lambda: read_record(path, heading.offset), self._adopt)
        )
        dialog.open()

    def _save(self) -> None:
        name = f"{self._record.players or tr('game')}.pgn".replace("/", "-")
        path = self.host.ask_save(tr("Save the game"), name, f"{tr('Chess games')} (*.pgn)")
        if path is None:
            return
        pgn = self._record.pgn()
        self.host.call(
            lambda: write_pgn(path, pgn),
            lambda _: self.host.say(tr("The game is saved in {path}.").format(path=path)),
        )


def _record_of(fen: str, so_far: str) -> Record:
    """The game that led to a position, where its moves are known and begin at the start; else the position alone."""
    if so_far:
        try:
            record = Record(game_from_pgn(so_far))
        except InputError:
            return Record.from_board(chess.Board(fen))
        record.go_to(len(record.line))
        if record.board.fen() == fen:
            return record
    return Record.from_board(chess.Board(fen))


def _record_from_state(pgn: Any, path: Any) -> Record | None:
    """The game that was left; None if there was none or it can no longer be read."""
    if not isinstance(pgn, str) or not pgn:
        return None
    try:
        record = Record(game_from_pgn(pgn))
    except AppError:
        return None
    if isinstance(path, Sequence) and all(isinstance(number, int) for number in path):
        record.follow(list(path))
    return record
