from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.api import StorageError
from plugins.sql_assistant.sample_db import sample_database, write_shop


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_the_shop_is_the_same_every_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_shop(tmp_path / name)
    assert dump(tmp_path / "a") == dump(tmp_path / "b")


def test_the_shop_has_a_few_hundred_rows_and_its_keys_hold(shop: Path) -> None:
    with closing(sqlite3.connect(shop)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT COUNT(*) FROM order_items").fetchone()[0] > 300
        never = connection.execute("SELECT COUNT(*) FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)")
        assert never.fetchone()[0] > 0


def test_a_damaged_shop_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "shop.sqlite").write_bytes(b"SQLite format 3\x00 but no more")
    assert len(dump(sample_database(tmp_path))) > 1000


def test_an_existing_shop_is_left_alone(tmp_path: Path) -> None:
    path = sample_database(tmp_path)
    before = path.stat().st_mtime_ns
    assert sample_database(tmp_path).stat().st_mtime_ns == before


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError, match="cannot be written"):
        sample_database(tmp_path / "file")
