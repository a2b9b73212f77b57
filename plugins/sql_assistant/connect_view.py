"""The dialogs for one connection: to a server, with a test; and what is allowed with a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.api import AppError, InputError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.connect_form_view import ConnectForm, ConnectionSwitches
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.greeting_view import GreetingView
from plugins.sql_assistant.keeping import Wanted, save
from plugins.sql_assistant.sources.server_base import Greeting

_WIDTH, _HEIGHT = 600, 560


class ConnectDialog(QDialog):
    """Asks for a server, signs in to try it, saves it.

    Args:
        connection: one to edit; None for a new one.

    Signals:
        connected: signed in and saved; the ``Connection``, and the password where it is not kept beyond the end of the program, else
            None. ``PanelHost.secret(connection.address)`` gives it in both cases.
        saved: saved without a look at the server; the ``Connection``.
    """

    connected = Signal(object, object)
    saved = Signal(object)

    def __init__(self, host: PanelHost, connection: Connection | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._before = connection.address if connection else ""
        self._number = 0
        self._is_busy = False
        self.setWindowTitle(tr("Edit connection") if connection else tr("Connect to a server"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = ConnectForm(connection or Connection(""), host.theme)
        self.result_card = GreetingView(host.theme)
        self._make_buttons()
        self._lay_out()
        self._connect_signals()
        if self._before:
            self._look_for_password()
        (self.form.host if not self.form.host.isHidden() else self.form.address).setFocus()

    def _make_buttons(self) -> None:
        self.test_button = QPushButton(tr("Test connection"))
        self.save_button = QPushButton(tr("Save only"))
        self.save_button.setToolTip(tr("Save without signing in"))
        self.cancel_button = QPushButton(tr("Cancel"))
        self.connect_button = QPushButton(tr("Connect"))
        self.connect_button.setProperty("role", "primary")
        for button in (self.test_button, self.save_button, self.cancel_button):
            button.setAutoDefault(False)
        self.connect_button.setDefault(True)

    def _lay_out(self) -> None:
        theme = self._host.theme
        content = QWidget()
        content.setProperty("role", "scrolled")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, theme.grid, 0)
        inner.setSpacing(theme.grid)
        inner.addWidget(self.form)
        inner.addWidget(self.result_card)
        inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(content)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.grid * 2] * 4)
        layout.setSpacing(theme.grid)
        layout.addWidget(self.area, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.grid)
        row.addWidget(self.test_button)
        row.addStretch(1)
        for button in (self.cancel_button, self.save_button, self.connect_button):
            row.addWidget(button)
        layout.addLayout(row)
        self.resize(_WIDTH, _HEIGHT)

    def _connect_signals(self) -> None:
        self.connect_button.clicked.connect(self._connect)
        self.cancel_button.clicked.connect(self.reject)
        self.test_button.clicked.connect(self._test_or_stop)
        self.form.switches.log_wanted.connect(self._show_log)
        self.save_button.clicked.connect(self._save_only)
        self.form.changed.connect(self._forget_result)
        self.finished.connect(self._leave)

    # what the buttons do

    def _show_log(self) -> None:
        show_log(self._host, self.form.connection, self)

    def reject(self) -> None:
        """Escape and Cancel end what runs first, then the dialog."""
        if self._is_busy:
            self._stop()
        else:
            super().reject()

    def _test_or_stop(self) -> None:
        if self._is_busy:
            self._stop()
        elif not self.form.find_problems():
            self._sign_in(lambda _greeting: None)

    def _connect(self) -> None:
        if not self._is_busy and not self.form.find_problems():
            self._sign_in(lambda _greeting: self._save(self._connected))

    def _save_only(self) -> None:
        if not self._is_busy and not self.form.find_problems():
            self._save(self._saved)

    def _wanted(self) -> Wanted:
        form = self.form
        return Wanted(form.connection, form.password.text(), form.keeps_password.isChecked(), self._before)

    def _sign_in(self, then: Callable[[Greeting], None]) -> None:
        host, wanted = self._host, self._wanted()

        def greet() -> Greeting:
            from plugins.sql_assistant.sources.server_source import ServerSource  # drivers are slow to load

            return ServerSource(wanted.connection.address, lambda: wanted.secret(host)).test_connection()

        def done(greeting: Greeting) -> None:
            self.result_card.show_greeting(greeting)
            self._show_result()
            then(greeting)

        self.result_card.show_trying(self.form.fields.host or wanted.connection.address)
        self._show_result()
        self._in_background(greet, done)

    def _save(self, then: Callable[[Connection, str], None]) -> None:
        host, wanted = self._host, self._wanted()
        self._in_background(lambda: save(host, host.data_dir, wanted), lambda kept: then(*kept))

    def _connected(self, connection: Connection, place: str) -> None:
        self._say_place(place)
        once = self.form.password.text() if not self.form.keeps_password.isChecked() else ""
        self.accept()
        self.connected.emit(connection, once or None)

    def _saved(self, connection: Connection, place: str) -> None:
        self._say_place(place)
        self.accept()
        self.saved.emit(connection)

    def _say_place(self, place: str) -> None:
        if place:
            self._host.say(tr("About the password: {place}").format(place=tr_said(place)))

    # what runs

    def _in_background(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Off the window's thread; what comes after it was stopped, or the dialog closed, counts no more."""
        self._number += 1
        number = self._number
        self._set_busy(is_busy=True)

        def arrived(value: object) -> None:
            if number == self._number:
                self._set_busy(is_busy=False)
                done(value)

        def failed(error: AppError) -> None:
            if number == self._number:
                self._set_busy(is_busy=False)
                self._show_error(error)

        self._host.call(work, arrived, failed)

    def _stop(self) -> None:
        self._number += 1
        self._set_busy(is_busy=False)
        self.result_card.clear()

    def _leave(self) -> None:
        self._number += 1

    def _forget_result(self) -> None:
        if not self._is_busy:
            self.result_card.clear()

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.form.setEnabled(not is_busy)
        self.connect_button.setEnabled(not is_busy)
        self.save_button.setEnabled(not is_busy)
        self.test_button.setText(tr("Stop") if is_busy else tr("Test connection"))

    def _show_error(self, error: AppError) -> None:
        if isinstance(error, InputError) and error.field == "name":
            self.result_card.clear()
            self.form.show_problems({"name": f"{tr_said(error.message)} {tr_said(error.hint)}"})
            return
        self.result_card.show_error(error)
        self._show_result()

    def _show_result(self) -> None:
        """Once it has its place in the form."""
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(self.result_card))

    def _look_for_password(self) -> None:
        """Say that a password is kept; it is shown nowhere."""
        host, address, number = self._host, self._before, self._number

        def found(password: str | None) -> None:
            if number == self._number and password is not None:
                self.form.password.setPlaceholderText(tr("Kept; empty leaves it as it is"))

        host.call(lambda: host.secret(address), found, lambda _error: None)


class ConnectionFlagsDialog(QDialog):
    """What is allowed with a database that needs no sign-in, as a file.

    Signals:
        saved: the ``Connection`` as it was saved.
    """

    saved = Signal(object)

    def __init__(self, host: PanelHost, connection: Connection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self._connection = connection
        self._is_over = False
        self.setWindowTitle(tr("What is allowed with {name}").format(name=title_of(connection)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = QLabel(connection.address)
        place.setProperty("role", "secondary")
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setWordWrap(True)
        self.switches = ConnectionSwitches(connection, host.theme)
        self.problem = QLabel()
        self.problem.setProperty("tone", "failed")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.buttons = QDialogButtonBox()
        self.save_button: QPushButton = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setProperty("role", "primary")
        self.cancel_button = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[host.theme.grid * 2] * 4)
        layout.setSpacing(host.theme.grid)
        for part in (place, self.switches, self.problem, self.buttons):
            layout.addWidget(part)
        self.setMinimumWidth(_WIDTH - 80)
        self.buttons.accepted.connect(self._save)
        self.buttons.rejected.connect(self.reject)
        self.switches.log_wanted.connect(self._show_log)
        self.finished.connect(self._leave)

    def _show_log(self) -> None:
        show_log(self._host, self._connection, self)

    def _save(self) -> None:
        wanted, data_dir = self.switches.of(self._connection), self._host.data_dir
        self.save_button.setEnabled(False)
        self._host.call(lambda: Connections(data_dir).keep(wanted), self._kept, self._failed)

    def _kept(self, connection: Connection) -> None:
        if not self._is_over:
            self.accept()
            self.saved.emit(connection)

    def _failed(self, error: AppError) -> None:
        if not self._is_over:
            self.save_button.setEnabled(True)
            self.problem.setText(f"{tr_said(error.message)} {tr_said(error.hint)}".strip())
            self.problem.show()

    def _leave(self) -> None:
        self._is_over = True


def show_log(host: PanelHost, connection: Connection | None, parent: QWidget) -> QDialog:
    """Show what was changed with a connection, or with all."""
    from plugins.sql_assistant.change_log_view import ChangeLogDialog  # seldom wanted

    dialog = ChangeLogDialog(host, connection, parent)
    dialog.open()
    return dialog


def title_of(connection: Connection) -> str:
    """What people call a connection."""
    if connection.name:
        return connection.name
    if "://" in connection.address:
        return connection.address.partition("://")[2].rpartition("@")[2].partition("?")[0]
    return ", ".join(Path(path).name for path in connection.address.splitlines())
