"""The dialogs of the page: notes, files, connections, and what is allowed with them. Each is loaded when it is first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.api_qt import PanelHost, tr
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.sources.file_kinds import BETWEEN, SEPARATORS
from plugins.sql_assistant.sources.server_address import is_server
from plugins.sql_assistant.workspace_view import Workspace


class Dialogs(QObject):
    """Opens them over the page.

    Signals:
        open_wanted: a database is to be opened, or opened anew; what opens it.
        allowed: what is allowed with a database was changed; its ``Connection``.

    Attributes:
        shown: the one that was opened last, for those who look from outside.
    """

    open_wanted = Signal(str)
    allowed = Signal(object)

    def __init__(self, host: PanelHost, page: QWidget) -> None:
        super().__init__(page)
        self._host = host
        self._page = page
        self.shown: QWidget | None = None

    def edit_notes(self, workspace: Workspace, table: str = "") -> None:
        """The notes of a connection, at a table or at the one that is selected in its tree."""
        from plugins.sql_assistant.notes_view import NotesDialog

        table = table or workspace.tree.current_table
        names = [one.name for one in workspace.schema.tables]
        source = workspace.source
        dialog = NotesDialog(self._host, source.address, source.title, names, table, self._page)
        self.shown = dialog
        dialog.open()

    def look_first(self, given: str) -> None:
        """Ask for files to be opened; where they are read with doubt, a person sees first how."""
        from plugins.sql_assistant.sources.file_preview import needs_preview
        from plugins.sql_assistant.sources.file_source import paths_in

        paths, data_dir = paths_in(given, SEPARATORS), self._host.data_dir
        if len(paths) > 1 or any(path.is_dir() for path in paths):
            self._host.say(tr("Reading the files…"))

        def done(needs: bool) -> None:
            if needs:
                self._show_before(paths)
            else:
                self.open_wanted.emit(given)

        self._host.call(lambda: needs_preview(paths, data_dir), done)

    def _show_before(self, paths: Sequence[Path]) -> None:
        from plugins.sql_assistant.file_preview_view import FilePreviewDialog

        dialog = FilePreviewDialog(self._host, paths, self._page, is_opening=True)
        dialog.accepted_paths.connect(lambda good: self.open_wanted.emit(BETWEEN.join(map(str, good))))
        self.shown = dialog
        dialog.open()

    def show_files(self, workspace: Workspace) -> None:
        """How the files of a connection are read."""
        from plugins.sql_assistant.file_preview_view import FilePreviewDialog
        from plugins.sql_assistant.sources.file_source import FilesSource

        source, given = workspace.source, workspace.given
        if isinstance(source, FilesSource):
            dialog = FilePreviewDialog(self._host, source.paths, self._page)
            dialog.chosen.connect(lambda: self.open_wanted.emit(given))
            self.shown = dialog
            dialog.open()

    def connect_to_server(self, connection: Connection | None = None) -> None:
        """A new connection to a server, or one to edit."""
        from plugins.sql_assistant.connect_view import ConnectDialog

        dialog = ConnectDialog(self._host, connection, self._page)
        dialog.connected.connect(lambda found, _password: self._connected(found))
        dialog.saved.connect(self.allowed)
        self.shown = dialog
        dialog.open()

    def show_connections(self) -> None:
        """The saved connections."""
        from plugins.sql_assistant.connections_view import ConnectionsDialog

        dialog = ConnectionsDialog(self._host, self._page)
        dialog.chosen.connect(lambda found: self.open_wanted.emit(found.address))
        self.shown = dialog
        dialog.open()

    def show_allowed(self, workspace: Workspace) -> None:
        """What is allowed with a connection."""
        connections, address = Connections(self._host.data_dir), workspace.source.address
        self._host.call(lambda: connections.of(address), self._show_allowed)

    def _show_allowed(self, connection: Connection) -> None:
        from plugins.sql_assistant.connect_view import ConnectionFlagsDialog

        if is_server(connection.address):
            self.connect_to_server(connection)
            return
        dialog = ConnectionFlagsDialog(self._host, connection, self._page)
        dialog.saved.connect(self.allowed)
        self.shown = dialog
        dialog.open()

    def show_changes(self, workspace: Workspace) -> None:
        """What was changed with a connection, and with all."""
        from plugins.sql_assistant.connect_view import show_log

        connections, address = Connections(self._host.data_dir), workspace.source.address

        def done(connection: Connection) -> None:
            self.shown = show_log(self._host, connection, self._page)

        self._host.call(lambda: connections.of(address), done)

    def _connected(self, connection: Connection) -> None:
        self.allowed.emit(connection)
        self.open_wanted.emit(connection.address)
