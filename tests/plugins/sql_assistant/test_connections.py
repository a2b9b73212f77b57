"""Saved connections: kept whole or set aside, private to their owner, never with a password."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.api import InputError, StorageError
from plugins.sql_assistant.connections import CONNECTIONS, Connection, Connections

SALES = "postgresql://ann@db.example.org/sales"
LOG = "polymath.tool.sql_assistant.connections"


@pytest.fixture
def connections(tmp_path: Path) -> Connections:
    return Connections(tmp_path)


def test_what_is_kept_is_there_again_by_name(connections: Connections, tmp_path: Path) -> None:
    connections.keep(Connection(SALES, "sales", may_write=True, is_private=True))
    connections.keep(Connection("mysql://bob@db/crm", "CRM"))
    again = Connections(tmp_path)
    assert [one.name for one in again.all()] == ["CRM", "sales"]
    assert again.of(SALES) == Connection(SALES, "sales", may_write=True, is_private=True)
    assert again.of("  SALES ") == again.find(SALES)
    assert again.of("mysql://other/x") == Connection("mysql://other/x")
    assert again.find("mysql://other/x") is None
    assert again.of("") == Connection("")


def test_no_password_is_kept_however_it_is_written(connections: Connections, tmp_path: Path) -> None:
    for address in (
        "postgres://ann:s3cret@db.example.org/sales",
        "mysql://ann@db/shop?password=s3cret",
        "mssql+pyodbc://?odbc_connect=SERVER%3Ddb%3BPWD%3Ds3cret",
    ):
        connections.keep(Connection(address))
        assert "s3cret" not in connections.of(address).address
    assert b"s3cret" not in (tmp_path / CONNECTIONS).read_bytes()
    assert SALES in [one.address for one in connections.all()]
    assert connections.of("postgres://ann:ot/her@@db") == Connection("postgres://db")


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_nobody_else_can_read_the_file(connections: Connections, tmp_path: Path) -> None:
    connections.keep(Connection(SALES))
    path = tmp_path / CONNECTIONS
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    connections.all()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [CONNECTIONS]


def test_a_connection_is_known_by_any_spelling_of_its_address(connections: Connections, tmp_path: Path) -> None:
    connections.keep(Connection("postgres://ann@DB.example.org:5432/sales", "sales"))
    assert connections.of("postgresql://ann:pw@db.example.org/sales").name == "sales"
    connections.keep(Connection(SALES, "sold"))
    assert [one.name for one in connections.all()] == ["sold"]
    file = tmp_path / "a.sqlite"
    file.touch()
    connections.keep(Connection(str(file), "file"))
    assert connections.of(os.path.relpath(file)).name == "file"
    assert connections.of(f"sqlite:///{file}").name == "file"


def test_two_who_sign_in_to_one_server_are_two_connections(connections: Connections) -> None:
    connections.keep(Connection(SALES, "Ann"))
    connections.keep(Connection(SALES.replace("ann", "bob"), "Bob", may_write=True))
    assert [(one.name, one.may_write) for one in connections.all()] == [("Ann", False), ("Bob", True)]


def test_a_database_is_private_by_whatever_way_it_is_opened(connections: Connections, tmp_path: Path) -> None:
    connections.keep(Connection(SALES, is_private=True))
    assert connections.of(SALES.replace("ann", "bob")).is_private
    assert connections.of("postgresql://x@elsewhere/other?host=db.example.org&dbname=sales").is_private
    assert not connections.of(SALES.replace("sales", "other")).is_private
    (tmp_path / "in").mkdir()
    a, b = tmp_path / "in" / "a.csv", tmp_path / "b.csv"
    a.touch()
    b.touch()
    connections.keep(Connection(str(a), is_private=True))
    for given in (a, f"{b}\n{a}", tmp_path / "in", f"file://{a}"):
        assert connections.of(str(given)).is_private
    assert not connections.of(str(b)).is_private
    link = tmp_path / "link.csv"
    link.symlink_to(a)
    assert connections.of(str(link)).is_private


def test_an_edited_connection_takes_the_place_of_the_old_one(connections: Connections) -> None:
    connections.keep(Connection(SALES, "Sales"))
    moved = SALES.replace("example", "test")
    connections.keep(Connection(moved, "Sales"), instead_of=SALES)
    assert connections.all() == [Connection(moved, "Sales")]
    connections.forget(moved)
    connections.forget(moved)
    assert connections.all() == []


@pytest.mark.parametrize("name", ["sales", "postgres://x", "a/b", "a\\b"])
def test_a_name_that_would_be_ambiguous_is_refused(connections: Connections, name: str) -> None:
    connections.keep(Connection("mysql://db/x", "Sales"))
    with pytest.raises(InputError) as caught:
        connections.keep(Connection(SALES, name))
    assert caught.value.field == "name"


@pytest.mark.parametrize("address", ["", "  ", "postgres://db:port/x"])
def test_what_is_no_address_is_not_kept(connections: Connections, address: str) -> None:
    with pytest.raises(InputError):
        connections.keep(Connection(address))
    assert connections.all() == []


@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b'{"version": 1}', b"\xff\xfe", b"[" * 100_000, b'{"version": 1, "connections": [{"address": "x"}]}',
     b'{"version": 1, "connections": [{"address": "x", "name": "", "may_write": "no", "is_private": false}]}'],
)  # fmt: skip
def test_a_damaged_file_is_set_aside_said_and_everything_counts_as_private(
    content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / CONNECTIONS).write_bytes(content)
    connections = Connections(tmp_path)
    assert connections.notice == ""
    with caplog.at_level(logging.CRITICAL, logger=LOG):
        assert connections.all() == []
    assert connections.set_aside is not None
    assert connections.set_aside.read_bytes() == content
    assert connections.set_aside.name in connections.notice
    assert Connections(tmp_path).of(SALES).is_private
    connections.keep(Connection(SALES))
    assert not connections.of(SALES).is_private
    connections.set_aside.unlink()
    assert not connections.of("mysql://db/x").is_private


def test_a_file_of_a_newer_version_stays_where_it_is(connections: Connections, tmp_path: Path) -> None:
    text = json.dumps({"version": 2, "connections": []})
    (tmp_path / CONNECTIONS).write_text(text)
    with pytest.raises(StorageError, match="newer version"):
        connections.of(SALES)
    with pytest.raises(StorageError):
        connections.keep(Connection(SALES))
    assert (tmp_path / CONNECTIONS).read_text() == text


def test_a_connection_that_cannot_be_written_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be"):
        Connections(tmp_path / "file").keep(Connection(SALES))
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_files_are_looked_up_without_loading_what_servers_need(connections: Connections, tmp_path: Path) -> None:
    connections.keep(Connection(SALES, is_private=True))
    script = (
        "import sys; from pathlib import Path; from plugins.sql_assistant.connections import Connections\n"
        f"assert not Connections(Path({str(tmp_path)!r})).of('/x.sqlite').is_private; assert 'sqlalchemy' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0
