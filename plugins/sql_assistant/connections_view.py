"""The saved connections: open one, rename, edit, forget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.connect_view import ConnectDialog, ConnectionFlagsDialog, title_of
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.keeping import forget
from plugins.sql_assistant.sources.server_address import is_server

_SIZE = (680, 420)


class ConnectionsDialog(QDialog):
    """A list of them, by name.

    Signals:
        chosen: the person wants to open one; the ``Connection``.
        changed: one was edited or forgotten.
    """

    chosen = Signal(object)
    changed = Signal()

    def __init__(self, host: PanelHost, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._is_over = False
        self._shown: list[Connection] = []
        self.dialog: ConnectDialog | ConnectionFlagsDialog | None = None
        self.setWindowTitle(tr("Saved connections"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_list()
        self._make_buttons()
        self._lay_out()
        self._connect_signals()
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew."""
        connections = Connections(self._host.data_dir)

        def read() -> tuple[list[Connection], str]:
            return connections.all(), connections.notice

        self._in_background(read, lambda found: self._show(*found))

    # parts

    def _make_list(self) -> None:
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Saved connections"))
        self.list.setHeaderLabels([tr("Name"), tr("Address"), tr("Allowed")])
        self.list.setRootIsDecorated(False)
        self.list.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.hide()

    def _make_buttons(self) -> None:
        self.new_button = QPushButton(tr("New…"))
        self.edit_button = QPushButton(tr("Edit…"))
        self.rename_button = QPushButton(tr("Rename"))
        self.forget_button = QPushButton(tr("Forget…"))
        self.buttons = QDialogButtonBox()
        self.open_button = self.buttons.addButton(tr("Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.open_button.setProperty("role", "primary")
        self.close_button = self.buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.new_button, self.edit_button, self.rename_button, self.forget_button, self.close_button):
            button.setAutoDefault(False)
        self.open_button.setDefault(True)
        self.rename_action = QAction(tr("Rename"), self.list)
        self.rename_action.setShortcut(QKeySequence(Qt.Key.Key_F2))
        self.forget_action = QAction(tr("Forget…"), self.list)
        self.forget_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        for action in (self.rename_action, self.forget_action):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.list.addActions([self.rename_action, self.forget_action])
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _lay_out(self) -> None:
        grid = self._host.theme.grid
        row = QHBoxLayout()
        row.setSpacing(grid)
        for button in (self.new_button, self.edit_button, self.rename_button, self.forget_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[grid * 2] * 4)
        layout.setSpacing(grid)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.note)
        layout.addLayout(row)
        self.resize(*_SIZE)

    def _connect_signals(self) -> None:
        self.list.itemActivated.connect(lambda _item, column: self._open())
        self.list.itemChanged.connect(self._renamed)
        self.list.currentItemChanged.connect(self._look_at_choice)
        self.new_button.clicked.connect(lambda: self._edit(None))
        self.edit_button.clicked.connect(lambda: self._edit(self.current))
        self.rename_button.clicked.connect(self._rename)
        self.rename_action.triggered.connect(self._rename)
        self.forget_button.clicked.connect(self._forget)
        self.forget_action.triggered.connect(self._forget)
        self.buttons.accepted.connect(self._open)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._leave)

    # the list

    @property
    def current(self) -> Connection | None:
        """The connection that is selected."""
        item = self.list.currentItem()
        row = self.list.indexOfTopLevelItem(item) if item is not None else -1
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _show(self, connections: list[Connection], notice: str) -> None:
        kept = self.current
        self._shown = connections
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for one in connections:
            item = QTreeWidgetItem([title_of(one), one.address.replace("\n", ", "), _allowed(one)])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setSizeHint(1, QSize(0, self._host.theme.row_height))
            item.setToolTip(1, one.address)
            self.list.addTopLevelItem(item)
        self.list.blockSignals(blocked)
        row = next((at for at, one in enumerate(connections) if kept and one.address == kept.address), 0)
        selected = self.list.topLevelItem(row)
        if selected is not None:
            self.list.setCurrentItem(selected)
        empty = "" if connections else tr("No connection is saved yet: New asks for one.")
        self._say(tr_said(notice) or empty, "unverified" if notice else "")
        self._look_at_choice()

    def _say(self, text: str, tone: str) -> None:
        self.note.setText(text)
        self.note.setProperty("tone", tone)
        self.note.style().unpolish(self.note)
        self.note.style().polish(self.note)
        self.note.setVisible(bool(text))

    def _look_at_choice(self) -> None:
        for part in (self.open_button, self.edit_button, self.rename_button, self.forget_button):
            part.setEnabled(self.current is not None)

    # what the buttons do

    def _open(self) -> None:
        if connection := self.current:
            self.accept()
            self.chosen.emit(connection)

    def _edit(self, connection: Connection | None) -> None:
        if connection is None or is_server(connection.address):
            dialog = ConnectDialog(self._host, connection, self)
            dialog.connected.connect(lambda made, _password: self._connected(made))
            dialog.saved.connect(self._changed)
            self.dialog = dialog
        else:
            self.dialog = ConnectionFlagsDialog(self._host, connection, self)
            self.dialog.saved.connect(self._changed)
        self.dialog.open()

    def _connected(self, connection: Connection) -> None:
        self.accept()
        self.changed.emit()
        self.chosen.emit(connection)

    def _rename(self) -> None:
        if item := self.list.currentItem():
            self.list.editItem(item, 0)

    def _renamed(self, item: QTreeWidgetItem, column: int) -> None:
        connection = self._shown[self.list.indexOfTopLevelItem(item)]
        name = item.text(0).strip()
        if column != 0 or name in (connection.name, title_of(connection)):
            return
        data_dir = self._host.data_dir
        self._in_background(lambda: Connections(data_dir).keep(replace(connection, name=name)), self._changed)

    def _forget(self) -> None:
        connection = self.current
        if connection is None:
            return
        title = tr("Forget {name}?").format(name=title_of(connection))
        text = tr("Its address, its name and its password are deleted here. The database stays as it is.")
        if not self._host.confirm(title, text, tr("Forget connection")):
            return
        host = self._host
        self._in_background(lambda: forget(host, host.data_dir, connection.address), self._changed)

    def _changed(self, _value: object = None) -> None:
        self.refresh()
        self.changed.emit()

    def _in_background(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        def arrived(value: object) -> None:
            if not self._is_over:
                done(value)

        def failed(error: AppError) -> None:
            if not self._is_over:
                self._show(self._shown, "")
                self._say(f"{tr_said(error.message)} {tr_said(error.hint)}".strip(), "failed")

        self._host.call(work, arrived, failed)

    def _leave(self) -> None:
        self._is_over = True


def _allowed(connection: Connection) -> str:
    marks = [tr("Private")] if connection.is_private else []
    return tr(", ").join([*marks, tr("May write") if connection.may_write else tr("Read only")])
