"""Secrets of tools: each tool's own, kept as they are, hidden from whatever writes texts."""

from __future__ import annotations

import dataclasses
import json
import logging
from pathlib import Path

import pytest

from app.bootstrap import build
from app.core.keys import KeyStore, Redactor
from app.core.manifest import Permission, PluginManifest
from app.core.tool_secrets import SERVICE, ToolSecrets
from app.errors import PluginError, StorageError
from tests.helpers.memory_keyring import MemoryKeyring, no_keyring

VARIABLES = {"POLYMATH_API_KEY": "sk-all", "OPENAI_API_KEY": "sk-openai"}


def manifest(tool: str, *permissions: Permission) -> PluginManifest:
    return PluginManifest(tool, tool.title(), Path(tool), permissions=permissions or ("secrets",))


def secrets(folder: Path, backend: MemoryKeyring | None = None) -> ToolSecrets:
    return ToolSecrets(KeyStore(folder / "secrets.json", {}, backend or MemoryKeyring(), service=SERVICE, exact=True))


def test_a_secret_comes_back_as_it_is_and_is_forgotten(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    mine = secrets(tmp_path, backend).of(manifest("sql"))
    place = mine.keep("db", " blanks count ")
    assert (place.kind, place.is_plain) == ("keyring", False)
    assert secrets(tmp_path, backend).of(manifest("sql")).get("db") == " blanks count "
    mine.forget("db")
    assert mine.get("db") is None
    assert backend.entries == {}
    assert list(tmp_path.iterdir()) == []


def test_no_tool_reads_anothers_secrets_or_an_api_key(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    keys = KeyStore(tmp_path / "keys.json", VARIABLES, backend)
    keys.set("api.openai.com", "sk-kept")
    kept = secrets(tmp_path, backend)
    kept.of(manifest("sql")).keep("db", "mine")
    other = kept.of(manifest("sql2"))
    for name in ("db", "sql:db", "api.openai.com", "../sql:db", "", "polymath"):
        assert other.get(name) is None
    other.forget("sql:db")
    assert kept.of(manifest("sql")).get("db") == "mine"
    assert keys.get("sql:db") == "sk-all", "the person's own key for any server, not the tool's"


def test_an_undeclared_tool_may_neither_read_nor_keep(tmp_path: Path) -> None:
    tool = secrets(tmp_path).of(manifest("sneaky", "network"))
    for act in (lambda: tool.get("x"), lambda: tool.keep("x", "y"), lambda: tool.forget("x")):
        with pytest.raises(PluginError, match="does not say so"):
            act()


def test_one_that_does_not_last_lies_nowhere_and_ends_with_the_program(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    kept = secrets(tmp_path, backend)
    place = kept.of(manifest("sql")).keep("db", "for now", lasting=False)
    assert place.kind == "memory"
    assert kept.of(manifest("sql")).get("db") == "for now"
    assert backend.entries == {}
    assert secrets(tmp_path, backend).of(manifest("sql")).get("db") is None
    kept.of(manifest("sql")).keep("db", "lasting")
    assert kept.of(manifest("sql")).get("db") == "lasting"


def test_without_a_keyring_it_lies_in_a_file_of_the_owner_and_that_is_said(tmp_path: Path) -> None:
    place = secrets(tmp_path, no_keyring()).of(manifest("sql")).keep("db", "pw")
    assert place.is_plain
    assert "unencrypted" in place.text
    assert json.loads((tmp_path / "secrets.json").read_text()) == {"sql:db": "pw"}
    (tmp_path / "blocked").touch()
    with pytest.raises(StorageError) as caught:
        secrets(tmp_path / "blocked", no_keyring()).of(manifest("sql")).keep("db", "pw")
    assert "POLYMATH_API_KEY" not in caught.value.hint


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("the password is geheim.", "the password is [key hidden]."),
        ("geheimnis and ungeheim", "geheimnis and ungeheim"),
        ("postgresql://geheim@db/x", "postgresql://geheim@db/x"),
        ("mysql -pgeheim? 'geheim'", "mysql -pgeheim? '[key hidden]'"),
        ('{"password": "a\\"b c"}', '{"password": "[key hidden]"}'),
        ("?pwd=a%22b%20c", "?[key hidden]"),
        ("an ab of it", "an ab of it"),
    ],
)
def test_what_was_kept_or_read_is_hidden_where_it_stands_by_itself(tmp_path: Path, text: str, shown: str) -> None:
    kept = secrets(tmp_path)
    for number, value in enumerate(("geheim", 'a"b c', "ab")):
        kept.of(manifest("sql")).keep(str(number), value, lasting=False)
    assert Redactor(tuple, kept.seen)(text).replace("pwd=[key hidden]", "[key hidden]") == shown


def test_the_programs_log_and_history_hide_it() -> None:
    services = build()
    try:
        tool = services.secrets.of(dataclasses.replace(services.registry.get("sql_assistant")))
        assert tool.keep("db", "open sesame").kind == "file", "tests have no keyring"
        assert services.redact("it is open sesame!") == "it is [key hidden]!"
        logging.getLogger("polymath.tool.sql_assistant").info("signing in with open sesame")
    finally:
        services.close()
    logs = b"".join(path.read_bytes() for path in services.paths.logs.rglob("*") if path.is_file())
    assert b"signing in with [key hidden]" in logs
    assert services.paths.secrets_file.stat().st_mode & 0o077 == 0
