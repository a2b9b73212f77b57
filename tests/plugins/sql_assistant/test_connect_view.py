"""The dialogs for connections with real widgets, a real server and a keyring in memory."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.core.keys import KeyStore
from app.core.tool_secrets import SERVICE, ToolSecrets
from plugins.sql_assistant.connect_view import ConnectDialog, ConnectionFlagsDialog
from plugins.sql_assistant.connections import CONNECTIONS, Connection, Connections
from plugins.sql_assistant.connections_view import ConnectionsDialog
from plugins.sql_assistant.sources import postgres_connection
from tests.helpers.background import BackgroundHost
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.panels import FakeHost, manifest_of
from tests.helpers.postgres_server import PASSWORD, PostgresServer, free_port

SALES = "postgresql://ann@db.example.org/sales"
TYPED = "uvw-typed-xyz"


class KeyringHost(BackgroundHost):
    """A window whose secrets go through the program's own keeper to a keyring in memory."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "data")
        self.data_dir.mkdir()
        self.backend = MemoryKeyring()
        store = KeyStore(folder / "secrets.json", {}, self.backend, service=SERVICE, exact=True)
        self._keeper = ToolSecrets(store).of(manifest_of("sql_assistant"))

    def secret(self, name: str) -> str | None:
        return self._keeper.get(name)

    def keep_secret(self, name: str, value: str, *, lasting: bool = True) -> str:
        return self._keeper.keep(name, value, lasting=lasting).text

    def forget_secret(self, name: str) -> None:
        self._keeper.forget(name)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[KeyringHost]:
    made = KeyringHost(tmp_path)
    yield made
    made.close()


@pytest.fixture
def opened(qtbot: QtBot, host: KeyringHost) -> Callable[..., ConnectDialog]:
    def go(connection: Connection | None = None) -> ConnectDialog:
        dialog = ConnectDialog(host, connection)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return go


Opened = Callable[..., ConnectDialog]


def fill(dialog: ConnectDialog, address: str, password: str = "") -> None:
    """As if an address had been pasted."""
    field = dialog.form.address
    field.selectAll()
    QGuiApplication.clipboard().setText(address)
    field.paste()
    if password:
        dialog.form.password.setText(password)


def card(dialog: ConnectDialog) -> str:
    return dialog.result_card.headline.text()


# the form


def test_a_pasted_address_fills_the_fields_and_its_password_is_taken_out(opened: Opened) -> None:
    dialog = opened()
    fill(dialog, "mysql://ann:p%40ss@db.example.org:3307/shop?charset=utf8mb4")
    form = dialog.form
    assert form.kind.currentText() == "MySQL or MariaDB"
    texts = [line.text() for line in (form.host, form.port, form.database, form.user, form.password)]
    assert texts == ["db.example.org", "3307", "shop", "ann", "p@ss"]
    assert form.address.text() == "mysql://ann@db.example.org:3307/shop?charset=utf8mb4"
    assert form.password.echoMode() == QLineEdit.EchoMode.Password
    form.show_password.click()
    assert form.password.echoMode() == QLineEdit.EchoMode.Normal


def test_an_address_pasted_into_host_is_taken_apart_too(opened: Opened) -> None:
    dialog = opened()
    form = dialog.form
    QGuiApplication.clipboard().setText(f"postgres://ann:{TYPED}@db/sales?sslmode=verify-ca")
    form.host.paste()
    assert (form.host.text(), form.user.text(), form.password.text()) == ("db", "ann", TYPED)
    assert form.tls.currentText() == "verify-ca"
    assert form.address.text() == "postgresql://ann@db/sales?sslmode=verify-ca"


def test_the_address_is_made_while_fields_are_typed(opened: Opened) -> None:
    dialog = opened()
    form = dialog.form
    QTest.keyClicks(form.host, "db")
    QTest.keyClicks(form.database, "sales")
    QTest.keyClicks(form.user, "a@b")
    assert form.address.text() == "postgresql://a%40b@db/sales"
    form.tls.setCurrentIndex(1)
    assert form.address.text() == "postgresql://a%40b@db/sales?sslmode=require"
    QTest.keyClicks(form.address, "&options=x")
    assert form.fields.rest == (("options", "x"),)
    form.kind.setCurrentIndex(1)
    assert form.tls.isHidden() or not form.tls.isVisible()
    assert form.address.text() == "mysql://a%40b@db/sales"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_asked(opened: Opened, host: KeyringHost) -> None:
    dialog = opened()
    QTest.keyClicks(dialog.form.port, "99999")
    QTest.keyClick(dialog.form.port, Qt.Key.Key_Return)
    problems = {name: label.text() for name, label in dialog.form.problems.items() if not label.isHidden()}
    assert problems == {
        "host": "Say which computer the server runs on.",
        "port": "A port is a number from 1 to 65535.",
    }
    assert dialog.focusWidget() is dialog.form.host
    assert dialog.form.host.accessibleDescription() == problems["host"]
    assert dialog.result_card.isHidden()
    fill(dialog, "snowflake://ann:pw@account/db?private_key=abc")
    dialog.save_button.click()
    assert "private_key" in dialog.form.problems["address"].text()
    assert Connections(host.data_dir).all() == []


def test_every_control_has_a_name(opened: Opened) -> None:
    dialog = opened()
    form = dialog.form
    parts = (form.kind, form.name, form.host, form.port, form.database, form.tls, form.user, form.address)
    for part in (*parts, form.password, form.show_password):
        assert part.accessibleName()


# trying a connection


@pytest.mark.server
def test_a_right_password_is_greeted_with_advice_and_a_wrong_one_is_said(
    qtbot: QtBot, opened: Opened, postgres: PostgresServer
) -> None:
    dialog = opened()
    fill(dialog, postgres.url(password="wrong"))
    dialog.test_button.click()
    qtbot.waitUntil(lambda: "does not accept the password" in card(dialog))
    assert dialog.result_card.property("tone") == "failed"
    dialog.form.password.setText(PASSWORD)
    dialog.test_button.click()
    qtbot.waitUntil(lambda: card(dialog).startswith("Connected: PostgreSQL"))
    assert card(dialog).endswith("signed in as “postgres”.")
    assert dialog.result_card.property("tone") == "unverified", "a superuser is more than is needed"
    assert "may do everything" in dialog.result_card.details.text()
    dialog.result_card.copy_button.click()
    assert QGuiApplication.clipboard().text().startswith("CREATE ROLE polymath_reader")
    QTest.keyClicks(dialog.form.name, "x")
    assert dialog.result_card.isHidden(), "it was about what stood there before"


def test_a_server_that_does_not_run_is_said(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened()
    fill(dialog, f"postgresql://ann@127.0.0.1:{free_port()}/x", "pw")
    dialog.test_button.click()
    qtbot.waitUntil(lambda: card(dialog).startswith("Not connected: No PostgreSQL answers at 127.0.0.1:"))
    assert dialog.result_card.details.text() == "Check host and port, and that the server runs."


def test_a_missing_driver_is_said_with_the_line_that_installs_it(qtbot: QtBot, opened: Opened) -> None:
    dialog = opened()
    fill(dialog, "oracle://ann@db/x", "pw")
    dialog.test_button.click()
    qtbot.waitUntil(lambda: "driver for Oracle Database is not installed" in card(dialog))
    assert dialog.result_card.details.text() == 'Run: pip install "oracledb"'


def test_a_server_that_says_nothing_neither_blocks_the_window_nor_a_stop(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connection, "CONNECT_TIMEOUT_S", 2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        dialog = opened()
        fill(dialog, f"postgresql://ann@127.0.0.1:{silent.getsockname()[1]}/x", "pw")
        dialog.test_button.click()
        assert dialog.test_button.text() == "Stop"
        assert card(dialog) == "Signing in to 127.0.0.1…"
        assert not dialog.form.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible(), "Escape ends the test first"
        assert dialog.test_button.text() == "Test connection"
        assert dialog.form.isEnabled()
        assert dialog.result_card.isHidden()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_comes_after_a_stop_counts_no_more(qtbot: QtBot, tmp_path: Path) -> None:
    later: list[Callable[[], None]] = []

    class Late(FakeHost):
        def call(self, function: Any, done: Any, failed: Any = None) -> None:
            later.append(lambda: super(Late, self).call(function, done, failed))

    dialog = ConnectDialog(Late(tmp_path))
    qtbot.addWidget(dialog)
    fill(dialog, "oracle://ann@db/x", "pw")
    dialog.test_button.click()
    dialog.test_button.click()
    later.pop()()
    assert dialog.result_card.isHidden()


# saving


@pytest.mark.server
def test_enter_signs_in_saves_and_tells_and_the_password_is_in_the_keyring_alone(
    qtbot: QtBot, opened: Opened, host: KeyringHost, postgres: PostgresServer, tmp_path: Path
) -> None:
    postgres.execute("DROP ROLE IF EXISTS typed")
    postgres.execute(f"CREATE ROLE typed LOGIN PASSWORD '{TYPED}'")
    dialog = opened()
    fill(dialog, postgres.url(user="typed", password=TYPED))
    QTest.keyClicks(dialog.form.name, "Sales")
    dialog.form.switches.is_private.click()
    with qtbot.waitSignal(dialog.connected) as told:
        QTest.keyClick(dialog.form.name, Qt.Key.Key_Return)
    address = postgres.url(user="typed", password="")
    assert told.args == [Connection(address, "Sales", is_private=True), None]
    assert Connections(host.data_dir).all() == [told.args[0]]
    assert list(host.backend.entries.values()) == [TYPED]
    assert host.secret(address) == TYPED
    assert host.said == ["About the password: It is kept in the keyring of the operating system."]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.name for path in files] == [CONNECTIONS]
    assert TYPED.encode() not in files[0].read_bytes()


@pytest.mark.server
def test_a_password_that_is_not_to_be_kept_lasts_until_the_program_ends(
    qtbot: QtBot, opened: Opened, host: KeyringHost, postgres: PostgresServer
) -> None:
    dialog = opened()
    fill(dialog, postgres.url())
    dialog.form.keeps_password.click()
    with qtbot.waitSignal(dialog.connected) as told:
        dialog.connect_button.click()
    connection, password = told.args
    assert password == PASSWORD
    assert host.secret(connection.address) == PASSWORD
    assert host.backend.entries == {}


def test_editing_keeps_the_password_of_the_same_server_and_user_alone(
    qtbot: QtBot, opened: Opened, host: KeyringHost
) -> None:
    Connections(host.data_dir).keep(Connection(SALES, "Sales"))
    host.keep_secret(SALES, TYPED)
    dialog = opened(Connection(SALES, "Sales"))
    qtbot.waitUntil(lambda: dialog.form.password.placeholderText() != "")
    assert dialog.form.password.text() == ""
    dialog.form.database.setText("")
    QTest.keyClicks(dialog.form.database, "archive")
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save_button.click()
    moved = told.args[0]
    assert moved.address == SALES.replace("sales", "archive")
    assert (host.secret(moved.address), host.secret(SALES)) == (TYPED, None)
    dialog = opened(moved)
    dialog.form.host.setText("")
    QTest.keyClicks(dialog.form.host, "elsewhere.example")
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save_button.click()
    assert host.secret(told.args[0].address) is None
    assert [one.address for one in Connections(host.data_dir).all()] == ["postgresql://ann@elsewhere.example/archive"]


def test_a_name_that_is_taken_is_said_beside_it(qtbot: QtBot, opened: Opened, host: KeyringHost) -> None:
    Connections(host.data_dir).keep(Connection("mysql://db/x", "Sales"))
    dialog = opened()
    fill(dialog, SALES, "pw")
    QTest.keyClicks(dialog.form.name, "sales")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.form.problems["name"].isHidden())
    assert dialog.form.problems["name"].text() == "There is already a connection “sales”. Choose another name."
    assert dialog.isVisible()


# files, and the list


def test_of_a_file_the_switches_are_saved(qtbot: QtBot, tmp_path: Path) -> None:
    host = FakeHost(tmp_path)
    dialog = ConnectionFlagsDialog(host, Connection(str(tmp_path / "a.sqlite")))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.switches.may_write.click()
    with qtbot.waitSignal(dialog.saved) as told:
        dialog.save_button.click()
    assert told.args == [Connection(str(tmp_path / "a.sqlite"), may_write=True)]
    assert Connections(tmp_path).of(str(tmp_path / "a.sqlite")).may_write


def listed(qtbot: QtBot, host: FakeHost) -> ConnectionsDialog:
    dialog = ConnectionsDialog(host)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def rows(dialog: ConnectionsDialog) -> list[list[str]]:
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    return [[item.text(column) for column in range(3)] for item in items if item is not None]


def test_the_list_opens_renames_and_forgets_with_the_password(qtbot: QtBot, tmp_path: Path) -> None:
    host = FakeHost(tmp_path)
    connections = Connections(tmp_path)
    connections.keep(Connection(SALES, "Sales", is_private=True))
    connections.keep(Connection("mysql://db/x", "CRM", may_write=True))
    host.keep_secret(SALES, TYPED)
    dialog = listed(qtbot, host)
    assert rows(dialog) == [["CRM", "mysql://db/x", "May write"], ["Sales", SALES, "Private, Read only"]]
    item = dialog.list.topLevelItem(1)
    assert item is not None
    dialog.list.setCurrentItem(item)
    item.setText(0, "CRM")
    assert "already a connection" in dialog.note.text()
    assert rows(dialog)[1][0] == "Sales"
    item = dialog.list.topLevelItem(1)
    assert item is not None
    item.setText(0, "Sold")
    assert connections.of(SALES) == Connection(SALES, "Sold", is_private=True)
    dialog.forget_button.click()
    assert [one.name for one in connections.all()] == ["CRM"]
    assert host.secrets == {}
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert told.args == [Connection("mysql://db/x", "CRM", may_write=True)]


def test_an_empty_list_says_how_to_begin_and_edit_opens_what_fits(qtbot: QtBot, tmp_path: Path) -> None:
    host = FakeHost(tmp_path)
    dialog = listed(qtbot, host)
    assert "New asks for one" in dialog.note.text()
    assert not dialog.open_button.isEnabled()
    Connections(tmp_path).keep(Connection(SALES))
    Connections(tmp_path).keep(Connection(str(tmp_path / "a.csv")))
    dialog.refresh()
    for name, kind in (("a.csv", ConnectionFlagsDialog), ("db.example.org/sales", ConnectDialog)):
        (item,) = dialog.list.findItems(name, Qt.MatchFlag.MatchExactly)
        dialog.list.setCurrentItem(item)
        dialog.edit_button.click()
        assert isinstance(dialog.dialog, kind)
        dialog.dialog.reject()


def test_a_damaged_file_is_said_in_the_list(qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / CONNECTIONS).write_text("{")
    with caplog.at_level("CRITICAL", logger="polymath.tool.sql_assistant.connections"):
        dialog = listed(qtbot, FakeHost(tmp_path))
    assert "were damaged" in dialog.note.text()
