from __future__ import annotations

import os
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.api import InputError, StorageError
from plugins.sql_assistant.sources.base import Stop
from plugins.sql_assistant.sources.sqlite_files import open_read_only


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file") as caught:
        open_read_only(tmp_path / "nowhere.sqlite")
    assert caught.value.field == "database"
    assert caught.value.hint


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        open_read_only(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"name,city\nAna,Paris\n" * 200, "is not a SQLite database"),
        (random.Random(1).randbytes(8192), "looks encrypted"),
    ],
)
def test_a_file_that_is_no_database_is_told_apart(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        open_read_only(path)


def test_a_damaged_database_is_a_storage_error(small: Path) -> None:
    data = bytearray(small.read_bytes())
    data[100:4096] = b"\xff" * 3996
    small.write_bytes(data)
    with pytest.raises(StorageError, match="damaged"):
        open_read_only(small)


def test_a_locked_database_names_the_other_program(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.sql_assistant.sources.sqlite_files.LOCK_WAIT_S", 0.01)
    with closing(sqlite3.connect(small, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StorageError, match="locked by another program"):
            open_read_only(small)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_right_is_said_so(small: Path) -> None:
    small.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        open_read_only(small)


def test_a_name_with_signs_of_an_address_opens(small: Path) -> None:
    odd = small.with_name("what? 100% #1 & more.sqlite")
    small.rename(odd)
    with closing(open_read_only(odd)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM customer").fetchone() == (3,)


def test_a_stop_reaches_its_children_and_knows_a_deadline_from_a_wish() -> None:
    parent = Stop()
    child, late = Stop(60, parent), Stop(-1)
    assert not child.is_due
    parent.ask()
    assert child.is_asked
    assert late.is_due
    assert not late.is_asked
