"""The form for the connection to a server: its fields, the address that they make, and what is wrong beside each of them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import qtawesome
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.api_qt import Theme, tr, tr_said
from plugins.sql_assistant.address_fields import PORTS, AddressFields, Kind, taken_apart
from plugins.sql_assistant.connections import Connection

_KINDS: tuple[Kind, ...] = ("postgresql", "mysql", "other")
_BESIDE_USER, _BELOW_ADDRESS = (4, 1), (4, 0)
_TLS = ("", "require", "verify-full", "disable")


class ConnectionSwitches(QWidget):
    """What is allowed with a connection.

    Args:
        connection: as it is now.

    Signals:
        log_wanted: the person wants to see what was changed.
    """

    log_wanted = Signal()

    def __init__(self, connection: Connection, theme: Theme) -> None:
        super().__init__()
        self.is_private = QCheckBox(tr("Private: values of this database are never shown to a cloud model"))
        self.is_private.setChecked(connection.is_private)
        self.may_write = QCheckBox(tr("Allow writing (each change is shown and asked first)"))
        self.may_write.setChecked(connection.may_write)
        self.log_button = QPushButton(tr("Changes made…"))
        self.log_button.setAutoDefault(False)
        self.log_button.setVisible(bool(connection.address))
        self.log_button.clicked.connect(self.log_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.gap)
        layout.addWidget(self.is_private)
        layout.addWidget(self.may_write)
        layout.addWidget(self.log_button, 0, Qt.AlignmentFlag.AlignLeft)

    def of(self, connection: Connection) -> Connection:
        """A connection with what the person chose."""
        return replace(connection, is_private=self.is_private.isChecked(), may_write=self.may_write.isChecked())


class ConnectForm(QWidget):
    """Fields and address follow each other: a whole address may be pasted into Address or Host.

    Signals:
        changed: something else stands in the form.
    """

    changed = Signal()

    def __init__(self, connection: Connection, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fields = AddressFields()
        self._typed_before = ""
        self._make_fields()
        self.name.setText(connection.name)
        self.switches = ConnectionSwitches(connection, theme)
        self.problems: dict[str, QLabel] = {}
        self._boxes: dict[str, QWidget] = {}
        self._lay_out()
        self._connect_signals()
        if not self._take(connection.address):
            self._show_fields()

    # what stands in it

    @property
    def fields(self) -> AddressFields:
        """The address as fields."""
        return self._fields

    @property
    def connection(self) -> Connection:
        """What the person wants to open."""
        return self.switches.of(Connection(self._fields.written, self.name.text().strip()))

    def find_problems(self) -> bool:
        """Say beside the fields what is wrong, and go to the first; whether something is."""
        self._leave_address()
        return self.show_problems(self._fields.problems)

    def show_problems(self, problems: Mapping[str, str]) -> bool:
        """Say what is wrong by field, and go to the first; whether something is."""
        for name, label in self.problems.items():
            label.setText(tr_said(problems[name]) if name in problems else "")
            label.setVisible(name in problems)
            self._line(name).setAccessibleDescription(label.text())
        first = next((name for name in self.problems if name in problems), "")
        if first:
            self._line(first).setFocus()
        return bool(first)

    # parts

    def _make_fields(self) -> None:
        self.kind = QComboBox()
        for text in ("PostgreSQL", tr("MySQL or MariaDB"), tr("Another, by its address")):
            self.kind.addItem(text)
        self.host, self.port, self.database, self.user = (QLineEdit() for _ in range(4))
        self.host.setPlaceholderText("db.example.org")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_password = QToolButton()
        self.show_password.setCheckable(True)
        self.show_password.setIcon(qtawesome.icon("mdi6.eye-outline", color=self._theme.text))
        self.show_password.setToolTip(tr("Show the password"))
        self.show_password.setAccessibleName(tr("Show the password"))
        self.keeps_password = QCheckBox(tr("Keep the password in the keyring"))
        self.keeps_password.setChecked(True)
        self.tls = QComboBox()
        for text in (
            tr("If the server can"),
            tr("Always"),
            tr("Always, and check the certificate"),
            tr("Never"),
        ):
            self.tls.addItem(text)
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("Such as Sales; may stay empty"))
        self.address = QLineEdit()
        self.address.setPlaceholderText("kind://user@host/database")

    def _lay_out(self) -> None:
        password = QWidget()
        row = QHBoxLayout(password)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.gap)
        row.addWidget(self.password, 1)
        row.addWidget(self.show_password)
        grid = self._grid = QGridLayout()
        grid.setSpacing(self._theme.grid)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        places = (
            ("kind", tr("Kind"), self.kind, 0, 0),
            ("name", tr("Name"), self.name, 0, 1),
            ("host", tr("Host"), self.host, 2, 0),
            ("port", tr("Port"), self.port, 2, 1),
            ("database", tr("Database"), self.database, 3, 0),
            ("tls", tr("Encryption"), self.tls, 3, 1),
            ("user", tr("User"), self.user, 4, 0),
            ("password", tr("Password"), password, *_BESIDE_USER),
        )
        for name, text, part, at_row, column in places:
            grid.addWidget(self._box(name, text, part), at_row, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._box("address", tr("Address"), self.address), 1, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self._theme.grid)
        layout.addLayout(grid)
        layout.addWidget(self.keeps_password)
        layout.addWidget(self.switches)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Row by row."""
        first = (self.kind, self.name, self.address, self.host, self.port, self.database, self.tls, self.user)
        last = (self.password, self.show_password, self.keeps_password)
        for one, other in itertools.pairwise((*first, *last, self.switches.is_private, self.switches.may_write)):
            QWidget.setTabOrder(one, other)

    def _box(self, name: str, text: str, part: QWidget) -> QWidget:
        """A field under its label, with room for what is wrong with it."""
        box = QWidget()
        label, problem = QLabel(text), QLabel()
        label.setProperty("role", "small")
        label.setBuddy(self._line(name))
        self._line(name).setAccessibleName(text)
        problem.setProperty("role", "small")
        problem.setProperty("tone", "failed")
        problem.setWordWrap(True)
        problem.hide()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label)
        layout.addWidget(part)
        layout.addWidget(problem)
        layout.addStretch(1)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._boxes[name] = box
        if isinstance(part, QLineEdit):
            self.problems[name] = problem
        return box

    def _line(self, name: str) -> QWidget:
        part: QWidget = getattr(self, name)
        return part

    def _connect_signals(self) -> None:
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self.tls.currentIndexChanged.connect(self._read_fields)
        for line in (self.host, self.port, self.database, self.user):
            line.textEdited.connect(self._read_fields)
        self.address.textEdited.connect(self._read_address)
        self.address.editingFinished.connect(self._leave_address)
        self.show_password.toggled.connect(self._show_password)
        for line in (self.password, self.name):
            line.textEdited.connect(self.changed)
        for box in (self.keeps_password, self.switches.is_private, self.switches.may_write):
            box.toggled.connect(self.changed)

    # fields and address

    def _choose_kind(self, index: int) -> None:
        self._fields = self._fields.as_kind(_KINDS[index])
        self._show_fields()
        self.show_problems({})
        self.changed.emit()

    def _read_fields(self) -> None:
        """Make the address of what was typed; a whole address in Host is taken apart."""
        if "://" in self.host.text() and self._take(self.host.text()):
            return
        self._fields = replace(
            self._fields,
            host=self.host.text(),
            port=self.port.text(),
            database=self.database.text(),
            user=self.user.text(),
            tls=self._chosen_tls(),
        )
        self._set(self.address, self._fields.written)
        self.changed.emit()

    def _chosen_tls(self) -> str:
        return str(self.tls.currentData() or "") or _TLS[min(self.tls.currentIndex(), len(_TLS) - 1)]

    def _read_address(self, text: str) -> None:
        """Follow an address while it is typed; one that was pasted is taken at once, with its password out of it."""
        was_pasted = abs(len(text) - len(self._typed_before)) > 1
        self._typed_before = text
        if was_pasted and self._take(text):
            return
        found = taken_apart(text)
        if found is not None and found[0].kind == self._fields.kind:
            self._fields = found[0]
            self._show_lines()
        elif self._fields.kind == "other":
            self._fields = replace(self._fields, address=text)
        self.changed.emit()

    def _leave_address(self) -> None:
        if self.address.text().strip() != self._fields.written and not self._take(self.address.text()):
            self._set(self.address, self._fields.written)

    def _take(self, address: str) -> bool:
        """Fill the form from an address; whether it is one."""
        found = taken_apart(address)
        if found is None:
            return False
        self._fields, password = found
        if password is not None:
            self.password.setText(password)
        self._show_fields()
        self.show_problems({})
        self.changed.emit()
        return True

    def _show_fields(self) -> None:
        kind = self._fields.kind
        with QSignalBlocker(self.kind):
            self.kind.setCurrentIndex(_KINDS.index(kind))
        for name in ("host", "port", "database", "user"):
            self._boxes[name].setVisible(kind != "other")
        self._boxes["tls"].setVisible(kind == "postgresql")
        self._grid.removeWidget(self._boxes["password"])
        place = _BESIDE_USER if kind != "other" else _BELOW_ADDRESS
        self._grid.addWidget(self._boxes["password"], *place, Qt.AlignmentFlag.AlignTop)
        self.port.setPlaceholderText(PORTS.get(kind, ""))
        self._show_lines()
        self._set(self.address, self._fields.written)

    def _show_lines(self) -> None:
        fields = self._fields
        texts: Sequence[tuple[QLineEdit, str]] = (
            (self.host, fields.host),
            (self.port, fields.port),
            (self.database, fields.database),
            (self.user, fields.user),
        )
        for line, text in texts:
            self._set(line, text)
        with QSignalBlocker(self.tls):
            while self.tls.count() > len(_TLS):
                self.tls.removeItem(len(_TLS))
            if fields.tls not in _TLS:
                self.tls.addItem(fields.tls, fields.tls)
            self.tls.setCurrentIndex(_TLS.index(fields.tls) if fields.tls in _TLS else len(_TLS))

    def _set(self, line: QLineEdit, text: str) -> None:
        if line.text() != text:
            line.setText(text)
        if line is self.address:
            self._typed_before = text

    def _show_password(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.password.setEchoMode(mode.Normal if is_shown else mode.Password)
        icon = "mdi6.eye-off-outline" if is_shown else "mdi6.eye-outline"
        self.show_password.setIcon(qtawesome.icon(icon, color=self._theme.text))
