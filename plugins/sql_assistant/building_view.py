"""Builds a connection's page while its database is still being read: one piece in each turn of the event loop, so that none is felt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from app.api_qt import PanelHost
from plugins.sql_assistant.chart_view import ChartView
from plugins.sql_assistant.editor_view import QueryEditor
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.query_log import QueryLog
from plugins.sql_assistant.result_side_view import ResultSide
from plugins.sql_assistant.schema_side_view import SchemaSide


@dataclass(slots=True)
class Parts:
    """The large widgets of a page, which cost the most; each is made when it is first asked for."""

    host: PanelHost
    log: QueryLog
    _side: SchemaSide | None = None
    _grid: ResultGrid | None = None
    _chart: ChartView | None = None
    _editor: QueryEditor | None = None
    _below: ResultSide | None = None

    def side(self) -> SchemaSide:
        """Schema and queries."""
        self._side = self._side or SchemaSide(self.host, self.log)
        return self._side

    def editor(self) -> QueryEditor:
        """The query."""
        self._editor = self._editor or QueryEditor(self.host.theme)
        return self._editor

    def grid(self) -> ResultGrid:
        """The rows."""
        self._grid = self._grid or ResultGrid(self.host)
        return self._grid

    def chart(self) -> ChartView:
        """A chart of them."""
        self._chart = self._chart or ChartView(self.host)
        return self._chart

    def below(self) -> ResultSide:
        """What came of it."""
        self._below = self._below or ResultSide(self.host, self.grid(), self.chart())
        return self._below

    def retheme(self) -> None:
        """Take the host's theme; for parts that wait."""
        if self._side:
            self._side.retheme(self.host.theme)
        if self._editor:
            self._editor.retheme(self.host.theme)
        if self._below:
            self._below.retheme()


class PageBuilder(QObject):
    """Pieces of work, one in each turn of the event loop.

    Attributes:
        spare: the parts of a page that is being built, or waits for its database.
    """

    def __init__(self, host: PanelHost, log: QueryLog, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._log = host, log
        self.spare: Parts | None = None
        self._wanted = 0
        self._work: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._do_next)

    @property
    def has_begun(self) -> bool:
        """Whether pieces are being built or wait: what comes next must wait its turn."""
        return self.spare is not None or self.is_busy

    @property
    def is_busy(self) -> bool:
        """Whether pieces wait for their turn."""
        return bool(self._work)

    def begin(self) -> None:
        """Build the parts of a page, from the next turn on."""
        self._wanted += 1
        QTimer.singleShot(0, self, self._begin)

    def call_off(self) -> None:
        """A page is not needed after all; what was built waits for the next one."""
        self._wanted = max(self._wanted - 1, 0)

    def take(self) -> Parts:
        """The parts of a page, which may not all be built yet."""
        self._wanted = max(self._wanted - 1, 0)
        parts, self.spare = self.spare or Parts(self._host, self._log), None
        return parts

    def then(self, *steps: Callable[[], object]) -> None:
        """Do these after what waits already, one in a turn."""
        self._work.extend(steps)
        self._turn.start()

    def retheme(self) -> None:
        """Take the host's theme."""
        if self.spare:
            self.spare.retheme()

    def _begin(self) -> None:
        if self._wanted and self.spare is None:
            self.spare = parts = Parts(self._host, self._log)
            self.then(parts.grid, parts.chart, parts.below, parts.side, parts.editor)

    def _do_next(self) -> None:
        if self._work:
            self._work.popleft()()
        if self._work:
            self._turn.start()
