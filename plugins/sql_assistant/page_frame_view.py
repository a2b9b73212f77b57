"""The page of a connection without what it does: its large widgets in their places, and their sizes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.api_qt import PanelHost
from plugins.sql_assistant.editor_view import QueryEditor
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.query_log import QueryLog
from plugins.sql_assistant.result_side_view import ResultSide
from plugins.sql_assistant.schema_side_view import SchemaSide
from plugins.sql_assistant.tree_view import SchemaTree

_TREE_WIDTH = 240
_SHARES = (3, 7)
"""Of the height: the query, what came of it."""


class PageFrame(QWidget):
    """The schema on the left, the query above, what came of it below.

    Made in pieces, since Qt takes a while to dress them: the constructor makes the frame, ``build_next`` one piece more at each call.

    Attributes:
        pieces: what is still to be made.
        retheming: takes the colours of the host's theme, for each piece that is there.
    """

    side: SchemaSide
    editor: QueryEditor
    below: ResultSide

    def __init__(self, host: PanelHost, log: QueryLog, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.host = host
        self._log = log
        self._unfolded = [180, 420]
        self.pieces: deque[Callable[[], None]] = deque((self._make_side, self._make_editor, self._make_below))
        self.retheming: list[Callable[[], None]] = []
        self._make_frame()

    @property
    def is_whole(self) -> bool:
        """Whether all pieces are made."""
        return not self.pieces

    def build_next(self) -> None:
        """Make the next piece, if one is missing."""
        if self.pieces:
            self.pieces.popleft()()

    @property
    def tree(self) -> SchemaTree:
        """The tables."""
        return self.side.tree

    @property
    def grid(self) -> ResultGrid:
        """The rows."""
        return self.below.grid

    @property
    def problem(self) -> QLabel:
        """What is wrong with the query."""
        return self.below.problem

    @property
    def has_rows(self) -> bool:
        """Whether a result is shown."""
        return self.below.has_rows

    def state(self) -> dict[str, Any]:
        """Sizes and the query, JSON-shaped."""
        return {
            "across": self._across.sizes(),
            "down": self._down.sizes() if self.editor.is_open else self._unfolded,
            "query_open": self.editor.is_open,
            "query": self.editor.sql,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what ``state`` gave; keys may be missing or old."""
        for splitter, key in ((self._across, "across"), (self._down, "down")):
            sizes = state.get(key)
            if isinstance(sizes, list) and len(sizes) == 2 and all(type(size) is int for size in sizes) and any(sizes):
                splitter.setSizes(sizes)
        self.set_query_open(bool(state.get("query_open", True)))
        if query := str(state.get("query") or ""):
            self.editor.set_sql(query)

    def retheme(self) -> None:
        """Take the colours of the host's theme."""
        for retheme in self.retheming:
            retheme()

    def set_query_open(self, is_open: bool) -> None:
        """Show or hide the query; the room of what is hidden goes to what came of it."""
        if self.editor.is_open and not is_open:
            self._unfolded = self._down.sizes()
        self.editor.set_open(is_open)
        head = self.editor.sizeHint().height()
        self._down.setSizes(self._unfolded if is_open else [head, max(sum(self._unfolded) - head, 1)])

    # parts

    def _make_frame(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.setChildrenCollapsible(False)
        layout.addWidget(self._across)

    def _make_side(self) -> None:
        self.side = SchemaSide(self.host, self._log, self._across)
        self._across.addWidget(self.side)
        self.retheming.append(lambda: self.side.retheme(self.host.theme))

    def _make_editor(self) -> None:
        self.middle = QStackedWidget(self._across)
        self._across.addWidget(self.middle)
        self._across.setStretchFactor(1, 1)
        self._down = QSplitter(Qt.Orientation.Vertical)
        self._down.setChildrenCollapsible(False)
        self.middle.addWidget(self._down)
        self.editor = QueryEditor(self.host.theme, self._down)
        self._down.addWidget(self.editor)
        self.retheming.append(lambda: self.editor.retheme(self.host.theme))

    def _make_below(self) -> None:
        self.below = ResultSide(self.host, self._down)
        self._down.addWidget(self.below)
        for part, share in enumerate(_SHARES):
            self._down.setStretchFactor(part, share)
        self.retheming.append(self.below.retheme)
        self._down.setSizes(self._unfolded)
        self._across.setSizes([_TREE_WIDTH, 760])
