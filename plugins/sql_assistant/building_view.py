"""Builds a connection's page while its database is still being read: one piece in each turn of the event loop, so that none is felt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.api_qt import PanelHost
from plugins.sql_assistant.query_log import QueryLog
from plugins.sql_assistant.workspace_view import Workspace


class PageBuilder(QObject):
    """Pieces of work, one in each turn of the event loop.

    Args:
        place: where pages are built, out of sight: Qt dresses a page anew when it is put elsewhere.

    Attributes:
        spare: a page that is being built, or waits for its database.
    """

    def __init__(self, host: PanelHost, log: QueryLog, place: QWidget) -> None:
        super().__init__(place)
        self._host, self._log, self._place = host, log, place
        self.spare: Workspace | None = None
        self._wanted = 0
        self._work: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._do_next)

    @property
    def has_begun(self) -> bool:
        """Whether pieces are being built or wait: what comes next must wait its turn."""
        return self.spare is not None or bool(self._work)

    @property
    def is_busy(self) -> bool:
        """Whether something waits for its turn."""
        return bool(self._work) or (self.spare is not None and not self.spare.is_whole)

    def begin(self) -> None:
        """Build a page, from the next turn on."""
        self._wanted += 1
        QTimer.singleShot(0, self, self._begin)

    def call_off(self) -> None:
        """A page is not needed after all; what was built waits for the next one."""
        self._wanted = max(self._wanted - 1, 0)

    def take(self) -> Workspace:
        """A page, of which pieces may be missing; the next one is begun if one is wanted."""
        self.call_off()
        page, self.spare = self.spare or self._make(), None
        self._begin()
        return page

    def then(self, *steps: Callable[[], object]) -> None:
        """Do these when a page is whole and after what waits already, one in a turn."""
        self._work.extend(steps)
        self._turn.start()

    def retheme(self) -> None:
        """Take the host's theme."""
        if self.spare:
            self.spare.retheme()

    def _make(self) -> Workspace:
        return Workspace(self._host, self._log, self._place)

    def _begin(self) -> None:
        if self._wanted and self.spare is None:
            self.spare = self._make()
            self._turn.start()

    def _do_next(self) -> None:
        if self.spare is not None and not self.spare.is_whole:
            self.spare.build_next()
        elif self._work:
            self._work.popleft()()
        if self.is_busy:
            self._turn.start()
