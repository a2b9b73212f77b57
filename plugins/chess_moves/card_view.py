"""The suggestion: the move, who chose it, what it is worth, and what the engine would play."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from typing import Any

import chess
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import RunResult, Theme, tr
from plugins.chess_moves.words_view import evaluation_words, white_cp, white_score

_MENTIONED_LOSS_CP = 50
_BAR_PX = 8
_HEIGHT_PX = 168
"""Of a card with two lines for the engine: a suggestion comes without pushing the moves down."""


def white_share(cp: int) -> float:
    """White's part of the bar, 0–1: lichess's curve of winning chances over centipawns."""
    return 1 / (1 + math.exp(-0.00368208 * max(-4000, min(4000, cp))))


class EvaluationBar(QWidget):
    """Light for White, dark for Black, divided by their chances."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.share = 0.5
        self.setFixedHeight(_BAR_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float, words: str) -> None:
        """Divide the bar; ``words`` say the same to a screen reader."""
        self.share = share
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def retheme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        white, black = (theme.text, theme.ground) if theme.is_dark else (theme.surface, theme.text)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(whole, whole.height() / 2, whole.height() / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(shape)
        painter.fillRect(whole, QColor(black))
        painter.fillRect(QRectF(0, 0, self.width() * self.share, self.height()), QColor(white))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.secondary), 1))
        painter.drawPath(shape)
        painter.end()


class SuggestionCard(QFrame):
    """Either an invitation, or the suggestion for the shown position."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[RunResult, chess.Board] | None = None
        self.setProperty("role", "card")
        self.move_label = _label("display", selectable=True)
        self.who_label = _rich()
        self.bar = EvaluationBar(theme)
        self.score_label = _label("strong")
        self.words_label = _label()
        self.engine_label = _rich()
        self.play_button = QPushButton(tr("Play it"))
        self.play_button.setProperty("role", "primary")
        self.play_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.invitation = _label("secondary", wrap=True)
        self.ask_button = QPushButton(tr("Suggest a move"))
        self.ask_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._lay_out()
        self.invite("")

    def invite(self, text: str, *, may_ask: bool = True) -> None:
        """Show ``text`` in place of a suggestion, with a button that asks for one."""
        self._shown = None
        self.invitation.setText(text)
        self.ask_button.setVisible(may_ask)
        self._turn_to(self._invitation)

    def show_suggestion(self, result: RunResult, board: chess.Board) -> None:
        """Show the move of ``result``, which is for ``board``."""
        self._shown = (result, board)
        found = result.outcome.result
        evaluation: Mapping[str, Any] = found["evaluation"]
        dots = "." if board.turn else "…"
        self.move_label.setText(f"{board.fullmove_number}{dots} {found['move_san']}")
        self.score_label.setText(white_score(evaluation, board.turn))
        words = evaluation_words(evaluation, board.turn)
        self.words_label.setText(words)
        share = white_share(white_cp(int(evaluation["score_cp"]), board.turn))
        self.bar.show_share(share, f"{words} ({self.score_label.text()})")
        self._colour_words()
        self._turn_to(self._suggestion)

    @property
    def has_suggestion(self) -> bool:
        return self._shown is not None

    def retheme(self, theme: Theme) -> None:
        """Take the colours of ``theme``."""
        self._theme = theme
        self.bar.retheme(theme)
        self._colour_words()

    def _colour_words(self) -> None:
        if self._shown is None:
            return
        result, board = self._shown
        found = result.outcome.result
        self.who_label.setText(f"{_dot(self._theme.accent)} {html.escape(_who(result, found['evaluation']))}")
        alone = result.engine == "none"
        self.engine_label.setText(self._engine_html(found, board, alone=alone))

    def _engine_html(self, found: Mapping[str, Any], board: chess.Board, *, alone: bool) -> str:
        evaluation: Mapping[str, Any] = found["evaluation"]
        engine = html.escape(_engine_name(evaluation))
        line = html.escape(str(evaluation["line"]))
        if evaluation["best_uci"] == found["move_uci"]:
            same = tr("The line it expects:") if alone else tr("{engine} would play it too.").format(engine=engine)
            return f"{same}<br>{line}"
        best, score = html.escape(str(evaluation["best_san"])), white_score(evaluation, board.turn, best=True)
        head = tr("{engine} plays {move}").format(engine=engine, move=f"<b>{best}</b>")
        text = f"{_dot(self._theme.repaired)} {head} {score}"
        if loss := _loss_words(evaluation):
            text += f' <span style="color:{self._theme.unverified}">· {html.escape(loss)}</span>'
        return f"{text}<br>{line}"

    def _lay_out(self) -> None:
        self._invitation = self._invitation_page()
        self._suggestion = self._suggestion_page()
        grid = self._theme.grid
        box = QVBoxLayout(self)
        box.setContentsMargins(2 * grid, grid + self._theme.gap, 2 * grid, grid + self._theme.gap)
        box.addWidget(self._invitation)
        box.addWidget(self._suggestion)
        self.setMinimumHeight(_HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _turn_to(self, page: QWidget) -> None:
        for each in (self._invitation, self._suggestion):
            each.setVisible(each is page)

    def _invitation_page(self) -> QWidget:
        page = QWidget()
        box = _column(page, self._theme.grid)
        box.addWidget(self.invitation)
        box.addWidget(self.ask_button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        return page

    def _suggestion_page(self) -> QWidget:
        page = QWidget()
        box = _column(page, self._theme.gap)
        head = QHBoxLayout()
        head.addWidget(self.move_label, 1)
        head.addWidget(self.play_button)
        box.addLayout(head)
        box.addWidget(self.who_label)
        box.addSpacing(self._theme.gap)
        box.addWidget(self.bar)
        worth = QHBoxLayout()
        worth.setSpacing(self._theme.grid)
        worth.addWidget(self.score_label)
        worth.addWidget(self.words_label, 1)
        box.addLayout(worth)
        box.addSpacing(self._theme.gap)
        box.addWidget(self.engine_label)
        box.addStretch(1)
        return page


def _who(result: RunResult, evaluation: Mapping[str, Any]) -> str:
    """Who chose the move: the model, or the chess engine where no model could."""
    if result.engine == "none":
        return tr("{engine} chose this move; no model answered.").format(engine=_engine_name(evaluation))
    return tr("{model} chose this move.").format(model=result.model or tr("The model"))


def _engine_name(evaluation: Mapping[str, Any]) -> str:
    name = str(evaluation["engine"])
    return tr("The built-in search") if name == "built-in search" else name


def _loss_words(evaluation: Mapping[str, Any]) -> str:
    loss_cp = int(evaluation["loss_cp"])
    if loss_cp < _MENTIONED_LOSS_CP:
        return ""
    if loss_cp > 2_000:
        return tr("the suggestion gives the game away")
    return tr("the suggestion gives away {number} pawns").format(number=f"{loss_cp / 100:.1f}")


def _label(role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _rich() -> QLabel:
    """Secondary words with coloured dots; what goes in is escaped."""
    made = _label("secondary", wrap=True, selectable=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    return made


def _dot(colour: str) -> str:
    """Of the colour of an arrow."""
    return f'<span style="color:{colour}">●</span>'


def _column(page: QWidget, spacing: int) -> QVBoxLayout:
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    return box
