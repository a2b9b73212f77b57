"""The board: drawn square and large, played on by mouse (click or drag) and by keys."""

from __future__ import annotations

from collections.abc import Sequence

import chess
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from app.api_qt import Theme, tr
from plugins.chess_moves.paint_view import Arrow, BoardColours, Pieces, draw_arrow, draw_check, draw_label
from plugins.chess_moves.promotion_view import PromotionChooser
from plugins.chess_moves.words_view import colour_name, ending_words, square_words, status_words

_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_SMALLEST_PX = 240


class BoardView(QWidget):
    """A position that can be played on. It shows what it is given; a move by the person is only said, not made.

    Signals:
        move_chosen: the person made a legal move; ``chess.Move``.
        refused: the person tried an illegal move; two squares as text, such as ``e2 e5``.
    """

    move_chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._colours = BoardColours.of(theme)
        self._pieces = Pieces()
        self._board = chess.Board()
        self._last: chess.Move | None = None
        self._orientation: chess.Color = chess.WHITE
        self._arrows: tuple[Arrow, ...] = ()
        self._picked: chess.Square | None = None
        self._was_picked = False
        self._pressed_at: QPointF | None = None
        self._dragged_to: QPointF | None = None
        self._cursor: chess.Square = chess.E2
        self._cursor_shown = False
        self.promotion = PromotionChooser(self, self._pieces)
        self.promotion.chosen.connect(self.move_chosen)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(_SMALLEST_PX, _SMALLEST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Chess board"))
        self._describe()

    # what the panel gives

    @property
    def board(self) -> chess.Board:
        return self._board

    @property
    def orientation(self) -> chess.Color:
        """The side at the bottom."""
        return self._orientation

    @property
    def arrows(self) -> tuple[Arrow, ...]:
        return self._arrows

    @property
    def picked(self) -> chess.Square | None:
        """The square of the piece that is picked up."""
        return self._picked

    @property
    def cursor_square(self) -> chess.Square:
        """Where the keyboard's cursor stands."""
        return self._cursor

    def show_position(self, board: chess.Board, last: chess.Move | None = None) -> None:
        """Show ``board``; ``last`` is the move that led to it."""
        self._board, self._last = board, last
        self._let_go()
        self.promotion.dismiss()
        self._describe()

    def set_orientation(self, colour: chess.Color) -> None:
        """Put ``colour`` at the bottom."""
        self._orientation = colour
        self.promotion.dismiss()
        self.update()

    def set_arrows(self, arrows: Sequence[Arrow]) -> None:
        """Show these moves as arrows; the first lies on top."""
        self._arrows = tuple(arrows)
        self.update()

    def retheme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme, self._colours = theme, BoardColours.of(theme)
        self.promotion.retheme(theme)
        self.update()

    # geometry

    @property
    def square_px(self) -> int:
        return max(1, min(self.width(), self.height()) // 8)

    @property
    def area(self) -> QRect:
        """The eight by eight squares within the widget."""
        side = self.square_px * 8
        return QRect((self.width() - side) // 2, 0, side, side)

    def rect_of(self, square: chess.Square) -> QRect:
        """Where a square lies."""
        file, rank = chess.square_file(square), chess.square_rank(square)
        column, line = (file, 7 - rank) if self._orientation else (7 - file, rank)
        corner = self.area.topLeft()
        return QRect(corner + QPoint(column, line) * self.square_px, QSize(self.square_px, self.square_px))

    def square_at(self, place: QPointF) -> chess.Square | None:
        """The square under a point; None beside the board."""
        if not QRectF(self.area).contains(place):
            return None
        offset = place - QPointF(self.area.topLeft())
        column, line = (min(7, int(value / self.square_px)) for value in (offset.x(), offset.y()))
        return chess.square(column, 7 - line) if self._orientation else chess.square(7 - column, line)

    def sizeHint(self) -> QSize:
        return QSize(560, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.promotion.dismiss()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hide_cursor()
        square = self.square_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or square is None:
            self._let_go()
            return
        self.promotion.dismiss()
        self._cursor = square
        if self._picked is not None and square != self._picked and not self._is_own(square):
            self._drop_on(square)
            return
        self._was_picked = square == self._picked
        self._pick(square)
        self._pressed_at = event.position() if self._picked is not None else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._pressed_at is None:
            self._set_hand(place)
            return
        far = (place - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._dragged_to is not None or far:
            self._dragged_to = place
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, self._pressed_at = self._dragged_to is not None, None
        self._dragged_to = None
        self._set_hand(event.position())
        if self._picked is None:
            return
        square = self.square_at(event.position())
        if square is None:
            self._let_go()
        elif square != self._picked and dragged:
            self._drop_on(square)
        elif self._was_picked and not dragged:
            self._let_go()
        self.update()

    def _set_hand(self, place: QPointF) -> None:
        square = self.square_at(place)
        over = square is not None and self._is_own(square)
        self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._move_cursor(*_STEPS[key])
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_Escape and self._picked is not None:
            self._let_go()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.promotion.hide()
        self._cursor_shown = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hide_cursor()

    def _hide_cursor(self) -> None:
        self._cursor_shown = False
        self.update()

    def _move_cursor(self, right: int, up: int) -> None:
        turned = 1 if self._orientation else -1
        file = min(max(chess.square_file(self._cursor) + right * turned, 0), 7)
        rank = min(max(chess.square_rank(self._cursor) + up * turned, 0), 7)
        self._cursor, self._cursor_shown = chess.square(file, rank), True
        self._describe()

    def _enter(self) -> None:
        self._cursor_shown = True
        if self._picked is None or (self._is_own(self._cursor) and self._cursor != self._picked):
            self._pick(self._cursor)
        elif self._cursor == self._picked:
            self._let_go()
        else:
            self._drop_on(self._cursor)

    # picking and dropping

    def _is_own(self, square: chess.Square) -> bool:
        return self._board.color_at(square) == self._board.turn and not self._board.is_game_over()

    def _pick(self, square: chess.Square) -> None:
        self._picked = square if self._is_own(square) else None
        self._describe()

    def _let_go(self) -> None:
        self._picked = self._pressed_at = self._dragged_to = None
        self._describe()

    def _drop_on(self, square: chess.Square) -> None:
        source = self._picked
        self._let_go()
        if source is None:
            return
        moves = [m for m in self._board.legal_moves if m.from_square == source and m.to_square == square]
        if not moves:
            self.refused.emit(f"{chess.square_name(source)} {chess.square_name(square)}")
        elif moves[0].promotion:
            self._ask_promotion(source, square)
        else:
            self.move_chosen.emit(moves[0])

    def _ask_promotion(self, source: chess.Square, square: chess.Square) -> None:
        """Show the choice of pieces over the file, from the last rank towards the middle."""
        at = self.rect_of(square)
        if at.center().y() > self.height() / 2:
            at.translate(0, -3 * self.square_px)
        self.promotion.ask(chess.Move(source, square), self._board.turn, at.topLeft(), self.square_px)

    def _describe(self) -> None:
        """Say the position to a screen reader, and draw it anew."""
        words = [status_words(self._board)]
        if self._last is not None and not ending_words(self._board):
            squares = f"{chess.square_name(self._last.from_square)}–{chess.square_name(self._last.to_square)}"
            words.append(
                tr("last move: {move} by {colour}").format(move=squares, colour=colour_name(not self._board.turn))
            )
        if self._picked is not None:
            words.append(tr("picked up: {square}").format(square=square_words(self._board, self._picked)))
        words.append(tr("cursor on {square}").format(square=square_words(self._board, self._cursor)))
        self.setAccessibleDescription("; ".join(words))
        self.update()

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.area), self._theme.radius, self._theme.radius)
        painter.setClipPath(shape)
        for square in chess.SQUARES:
            self._draw_square(painter, square)
        self._draw_coordinates(painter)
        painter.setClipping(False)
        self._draw_targets(painter)
        for square in chess.SQUARES:
            self._draw_piece(painter, square)
        self._draw_arrows(painter)
        self._draw_cursor(painter)
        self._draw_dragged(painter)
        painter.end()

    def _draw_square(self, painter: QPainter, square: chess.Square) -> None:
        rect, colours = self.rect_of(square), self._colours
        painter.fillRect(rect, self._ground_of(square))
        if self._last is not None and square in (self._last.from_square, self._last.to_square):
            painter.fillRect(rect, colours.last)
        if square == self._picked:
            painter.fillRect(rect, colours.picked)
        if self._board.is_check() and square == self._board.king(self._board.turn):
            draw_check(painter, QRectF(rect), colours.check)

    def _ground_of(self, square: chess.Square) -> QColor:
        return self._colours.light if chess.BB_LIGHT_SQUARES & chess.BB_SQUARES[square] else self._colours.dark

    def _draw_coordinates(self, painter: QPainter) -> None:
        font = painter.font()
        font.setPixelSize(max(9, round(self.square_px * 0.15)))
        font.setBold(True)
        painter.setFont(font)
        inset = max(2, self.square_px // 26)
        low, left = (0, 0) if self._orientation else (7, 7)
        for place in range(8):
            for square, text, side in (
                (
                    chess.square(place, low),
                    chess.FILE_NAMES[place],
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom,
                ),
                (
                    chess.square(left, place),
                    chess.RANK_NAMES[place],
                    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop,
                ),
            ):
                dark = self._ground_of(square) == self._colours.dark
                painter.setPen(self._colours.coordinate_on_dark if dark else self._colours.coordinate_on_light)
                painter.drawText(self.rect_of(square).adjusted(inset, 0, -inset, 0), side, text)

    def _draw_targets(self, painter: QPainter) -> None:
        """A dot where the picked piece may go, a ring where it captures."""
        if self._picked is None:
            return
        for target in {m.to_square for m in self._board.legal_moves if m.from_square == self._picked}:
            rect = QRectF(self.rect_of(target))
            if self._board.piece_at(target):
                width = self.square_px * 0.08
                painter.setPen(QPen(self._colours.target, width))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(rect.adjusted(width, width, -width, -width))
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colours.target)
                painter.drawEllipse(rect.center(), self.square_px * 0.14, self.square_px * 0.14)

    def _draw_piece(self, painter: QPainter, square: chess.Square) -> None:
        piece = self._board.piece_at(square)
        if piece is None:
            return
        painter.setOpacity(0.35 if square == self._picked and self._dragged_to is not None else 1.0)
        rect = self.rect_of(square)
        painter.drawPixmap(rect.topLeft(), self._pieces.pixmap(piece, self.square_px, self.devicePixelRatioF()))
        painter.setOpacity(1.0)

    def _draw_dragged(self, painter: QPainter) -> None:
        piece = self._board.piece_at(self._picked) if self._picked is not None else None
        if piece is None or self._dragged_to is None:
            return
        half = QPointF(self.square_px / 2, self.square_px / 2)
        painter.drawPixmap(
            self._dragged_to - half, self._pieces.pixmap(piece, self.square_px, self.devicePixelRatioF())
        )

    def _draw_arrows(self, painter: QPainter) -> None:
        for arrow in reversed(self._arrows):
            start, end = (QRectF(self.rect_of(s)).center() for s in (arrow.move.from_square, arrow.move.to_square))
            draw_arrow(painter, start, end, self.square_px, arrow.colour)
        seen: set[chess.Square] = set()
        for arrow in self._arrows:
            target = arrow.move.to_square
            if arrow.label:
                below = target in seen or self.rect_of(target).top() == self.area.top()
                draw_label(painter, arrow, QRectF(self.rect_of(target)), below=below)
            seen.add(target)

    def _draw_cursor(self, painter: QPainter) -> None:
        if not (self._cursor_shown and self.hasFocus()):
            return
        width = self._theme.focus_px + 1
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._colours.cursor, width))
        painter.drawRect(QRectF(self.rect_of(self._cursor)).adjusted(width / 2, width / 2, -width / 2, -width / 2))
