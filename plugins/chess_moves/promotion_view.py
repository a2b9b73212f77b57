"""The choice of a piece when a pawn reaches the last rank."""

from __future__ import annotations

import chess
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from app.api_qt import Theme, tr
from plugins.chess_moves.paint_view import Pieces
from plugins.chess_moves.words_view import piece_name

CHOICES = (chess.QUEEN, chess.KNIGHT, chess.ROOK, chess.BISHOP)
_LETTERS = {Qt.Key.Key_Q: 0, Qt.Key.Key_N: 1, Qt.Key.Key_R: 2, Qt.Key.Key_B: 3}


class PromotionChooser(QFrame):
    """Four pieces above each other over the board; Escape or a click elsewhere takes the pawn's move back.

    Signals:
        chosen: the whole move; ``chess.Move``.
    """

    chosen = Signal(object)

    def __init__(self, board: QWidget, pieces: Pieces) -> None:
        super().__init__(board)
        self._pieces = pieces
        self._move = chess.Move.null()
        self.setProperty("role", "card")
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("Promote the pawn to"))
        self.buttons = tuple(self._button(piece_type) for piece_type in CHOICES)
        self.hide()

    def ask(self, move: chess.Move, colour: chess.Color, corner: QPoint, side_px: int) -> None:
        """Show the choice for ``move`` with its top left at ``corner`` and squares of ``side_px``."""
        self._move = move
        self.setGeometry(corner.x(), corner.y(), side_px, side_px * len(CHOICES))
        for place, (button, piece_type) in enumerate(zip(self.buttons, CHOICES, strict=True)):
            picture = self._pieces.pixmap(chess.Piece(piece_type, colour), side_px, self.devicePixelRatioF())
            button.setIcon(QIcon(picture))
            button.setIconSize(QSize(side_px - 8, side_px - 8))
            button.setFixedSize(side_px, side_px)
            button.move(0, place * side_px)
        self.show()
        self.raise_()
        self.buttons[0].setFocus()

    def dismiss(self) -> None:
        """Take the choice away; the focus goes back to the board."""
        board = self.parentWidget()
        if board is not None and any(button.hasFocus() for button in self.buttons):
            board.setFocus()
        self.hide()

    def retheme(self, theme: Theme) -> None:
        """A light ground in both themes, as the pieces are drawn for one."""
        ground = theme.secondary if theme.is_dark else theme.surface
        self.setStyleSheet(
            f"QFrame {{ background: {ground}; border: 1px solid {theme.line}; }}"
            f"QToolButton {{ border: 0; padding: 0; min-height: 0; background: transparent; }}"
            f"QToolButton:hover, QToolButton:focus {{ background: {theme.accent}; min-height: 0; padding: 0; border: 0; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        focused = next((place for place, button in enumerate(self.buttons) if button.hasFocus()), 0)
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(focused)
        elif key in _LETTERS:
            self._choose(_LETTERS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.buttons[(focused + (1 if key == Qt.Key.Key_Down else -1)) % len(CHOICES)].setFocus()
        else:
            super().keyPressEvent(event)

    def _button(self, piece_type: chess.PieceType) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(piece_name(piece_type))
        button.setToolTip(piece_name(piece_type))
        button.clicked.connect(lambda: self._choose(CHOICES.index(piece_type)))
        return button

    def _choose(self, place: int) -> None:
        self.dismiss()
        self.chosen.emit(chess.Move(self._move.from_square, self._move.to_square, CHOICES[place]))
