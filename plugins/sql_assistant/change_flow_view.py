"""Write mode in the window: whether it is on for a connection, and a change from being shown to being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.api_qt import PanelHost, tr
from plugins.sql_assistant.change_calls import made
from plugins.sql_assistant.change_words import asks_for_change
from plugins.sql_assistant.connections import Connections
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Source, Stop

if TYPE_CHECKING:
    from plugins.sql_assistant.write_view import WriteDialog
    from plugins.sql_assistant.writing.difference import Difference
    from plugins.sql_assistant.writing.dry_run import Written


class ChangeFlow(QObject):
    """Of one connection.

    Signals:
        switched: writing was found to be on or off.
        written: a change was made; carries a ``Difference``.

    Attributes:
        may_write: whether writing is on.
        dialog: the change that was shown last.
    """

    switched = Signal(bool)
    written = Signal(object)

    def __init__(self, host: PanelHost, page: QWidget, life: Stop) -> None:
        super().__init__(page)
        self._host = host
        self._page = page
        self._life = life
        self.may_write = False
        self.dialog: WriteDialog | None = None

    def look(self, address: str) -> None:
        """Find out whether writing is on for a connection."""
        connections = Connections(self._host.data_dir)
        self._host.call(lambda: connections.of(address).may_write, self._switch)

    def _switch(self, may_write: bool) -> None:
        self.may_write = may_write
        self.switched.emit(may_write)

    def inputs(self, question: str) -> dict[str, Any]:
        """What a run of the tool is told beside the question: to propose a change, where one is asked for and allowed."""
        return {"write": "preview"} if self.may_write and asks_for_change(question) else {}

    def show(self, difference: Difference, source: Source, schema: Schema) -> None:
        """Show what a statement would change; it is made only if the person says so."""
        from plugins.sql_assistant.write_view import WriteDialog  # seldom needed

        data_dir, stop = self._host.data_dir, Stop(parent=self._life)
        self.dialog = WriteDialog(
            self._host,
            difference,
            lambda: made(difference, source, schema, data_dir, stop),
            title=source.title,
            dialect=source.dialect,
            parent=self._page,
        )
        self.dialog.written.connect(self._take)
        self.dialog.rejected.connect(lambda: self._host.say(tr("Nothing was written.")))
        self.dialog.open()

    def _take(self, done: Written) -> None:
        found = done.difference
        told = tr("{count} rows of {table} were written; entry {entry} of the log of changes.")
        self._host.say(told.format(count=f"{found.affected:,}", table=found.table, entry=done.entry))
        self.written.emit(found)
