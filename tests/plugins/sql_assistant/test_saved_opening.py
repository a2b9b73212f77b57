"""Saved connections opened by name and by address, with a real server that asks for a password and a keyring that keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import cli
from app.api import InputError
from app.bootstrap import Services, build
from plugins.sql_assistant.connections import Connection, Connections
from plugins.sql_assistant.keeping import keep_typed
from plugins.sql_assistant.panel import SqlPanel
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.sources.server_source import ServerSource
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.mysql_server import MysqlServer
from tests.helpers.panels import FakeHost, manifest_of
from tests.helpers.postgres_server import PASSWORD, PostgresServer

TOOL = "sql_assistant"
QUERY = "query=SELECT 1 AS n"


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    made = MemoryKeyring()
    monkeypatch.setattr("keyring.get_keyring", lambda: made)
    return made


@pytest.fixture
def saved(backend: MemoryKeyring, home: Path) -> Iterator[Callable[[Connection, str], Connection]]:
    """Save a connection with its password, as the window does."""
    services: Services = build({"POLYMATH_HOME": str(home)})

    def save(connection: Connection, password: str) -> Connection:
        kept = Connections(services.paths.tool_data(TOOL)).keep(connection)
        services.secrets.of(services.registry.get(TOOL)).keep(kept.address, password)
        return kept

    yield save
    services.close()


Save = Callable[[Connection, str], Connection]


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def run(database: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["run", TOOL, "--set", f"database={database}", "--set", QUERY, "--json"])
    shown = capsys.readouterr()
    return status, shown.out + shown.err


@pytest.mark.server
def test_a_name_and_an_address_open_with_the_kept_password_which_lies_nowhere_else(
    postgres: PostgresServer, saved: Save, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.url(password="")
    saved(Connection(address, "Sales"), PASSWORD)
    for given in ("Sales", " sales ", address):
        status, shown = run(given, capsys)
        assert status == 0, shown
        assert json.loads(shown)["result"]["rows"] == [[1]]
        assert PASSWORD not in shown
    assert f"{PASSWORD}@".encode() not in bytes_below(home)
    assert f'"{PASSWORD}"'.encode() not in bytes_below(home)


@pytest.mark.server
def test_a_password_on_the_command_line_works_and_is_neither_stored_nor_shown(
    postgres: PostgresServer, backend: MemoryKeyring, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    postgres.execute("DROP ROLE IF EXISTS typed")
    postgres.execute("CREATE ROLE typed LOGIN PASSWORD 'uvw-typed-xyz'")
    status, shown = run(postgres.url(user="typed", password="uvw-typed-xyz"), capsys)
    assert status == 0
    wrong, complained = run(postgres.url(user="typed", password="wrong-typed-xyz"), capsys)
    assert wrong == cli.USAGE
    assert "does not accept the password of “typed”" in complained
    for text in (shown.encode(), complained.encode(), bytes_below(home)):
        assert b"typed-xyz" not in text
    assert backend.entries == {}


@pytest.mark.server
def test_a_typed_password_serves_what_follows_until_the_program_ends(
    postgres: PostgresServer, backend: MemoryKeyring, home: Path, tmp_path: Path
) -> None:
    secrets = FakeHost(tmp_path)
    keep_typed(secrets, tmp_path, postgres.url())
    address = postgres.url(password="")
    source = open_source(address, tmp_path, password_of=secrets.secret)
    assert isinstance(source, ServerSource)
    assert source.test_connection().user == "postgres"
    keep_typed(secrets, tmp_path, address)
    keep_typed(secrets, tmp_path, str(tmp_path / "a.sqlite"))
    assert list(secrets.secrets) == [address]
    assert backend.entries == {}


@pytest.mark.server
def test_the_page_of_an_address_that_had_a_password_holds_none(
    qtbot: QtBot, postgres: PostgresServer, tmp_path: Path
) -> None:
    postgres.execute("DROP ROLE IF EXISTS typed")
    postgres.execute("CREATE ROLE typed LOGIN PASSWORD 'uvw-typed-xyz'")
    host = FakeHost(tmp_path)
    panel = SqlPanel(manifest_of(TOOL), host)
    qtbot.addWidget(panel)
    panel.openings.open(postgres.url(user="typed", password="uvw-typed-xyz"))
    database = panel.inputs()["database"]
    assert database == postgres.url(user="typed", password="")
    assert "typed-xyz" not in json.dumps([panel.state(), panel.inputs()])
    assert b"typed-xyz" not in bytes_below(tmp_path)
    assert host.secret(database) == "uvw-typed-xyz", "for its runs, until the program ends"


@pytest.mark.server
def test_a_missing_password_says_what_to_do_and_the_environment_gives_one(
    postgres: PostgresServer, home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = open_source(postgres.url(password=""), tmp_path)
    assert isinstance(source, ServerSource)
    with pytest.raises(InputError) as caught:
        source.read_schema()
    assert caught.value.message.endswith("asks for a password.")
    assert "PGPASSWORD" in caught.value.hint
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert source.test_connection().user == "postgres"


@pytest.mark.server
def test_mysqls_own_variable_gives_a_password(
    mysql: MysqlServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mysql.execute("CREATE OR REPLACE USER ann@'127.0.0.1' IDENTIFIED BY 'its own'")
    source = open_source(f"mysql://ann@127.0.0.1:{mysql.port}/information_schema", tmp_path)
    assert isinstance(source, ServerSource)
    with pytest.raises(InputError) as caught:
        source.test_connection()
    assert "MYSQL_PWD" in caught.value.hint
    monkeypatch.setenv("MYSQL_PWD", "its own")
    assert source.test_connection().user.startswith("ann")


def test_a_kept_password_goes_to_its_own_server_alone(tmp_path: Path) -> None:
    asked: list[str] = []

    def password_of(address: str) -> str | None:
        asked.append(address)
        return None

    kept = Connections(tmp_path).keep(Connection("postgresql://ann@db/sales?sslmode=require", "Sales"))
    for given in (
        "postgresql://ann@db/sales?host=evil.example&sslmode=require",
        "postgresql://ann@evil.example/sales?sslmode=require",
        "postgresql://bob@db/sales?sslmode=require",
    ):
        source = open_source(given, tmp_path, password_of=password_of)
        assert isinstance(source, ServerSource)
        source.password()
    assert kept.address not in asked
    for given in ("sales", "postgres://ann@DB:5432/sales?sslmode=require"):
        source = open_source(given, tmp_path, password_of=password_of)
        assert isinstance(source, ServerSource)
        assert source.title == "Sales"
        source.password()
    assert asked[-2:] == [kept.address, kept.address]


def test_a_file_is_never_opened_by_a_name_that_hides_where_it_lies(tmp_path: Path, small: Path) -> None:
    Connections(tmp_path).keep(Connection(str(small), "Books"))
    assert open_source("Books", tmp_path) == SqliteSource(Path("Books"))
    assert open_source(str(small), tmp_path) == SqliteSource(small)
