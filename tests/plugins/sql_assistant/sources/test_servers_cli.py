"""A server's address on the command line: it is asked, and the password that stands in it is kept nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli
from tests.helpers.postgres_server import PASSWORD, PostgresServer

pytestmark = pytest.mark.server


def test_a_server_is_asked_by_its_address_and_the_password_is_kept_nowhere(
    postgres: PostgresServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = postgres.create_database("shown", "CREATE TABLE box (n integer); INSERT INTO box VALUES (41)")
    asked = ["run", "sql_assistant", "--set", f"database={url}", "--set", "query=SELECT n + 1 AS m FROM box", "--json"]
    assert cli.main(asked) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["result"]["rows"] == [[42]]
    wrong = url.replace("/shown", "/gone")
    assert cli.main(["run", "sql_assistant", "--set", f"database={wrong}", "--set", "query=SELECT 1"]) == 2
    printed = capsys.readouterr()
    assert "There is no database “gone”" in printed.err
    assert PASSWORD not in printed.out + printed.err
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert any(b"127.0.0.1" in path.read_bytes() for path in kept), "the history holds the address"
    assert not [path for path in kept if PASSWORD.encode() in path.read_bytes()]
