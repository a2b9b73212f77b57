"""Notes of a person about a database: kept whole, or set aside."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from app.errors import StorageError
from plugins.sql_assistant.notes import MAX_CHARS, Notes

ADDRESS = "postgresql://host/sales"


def test_notes_are_there_when_they_are_loaded_again(tmp_path: Path) -> None:
    notes = Notes(ADDRESS).with_note("Prices are in euros.").with_note("revenue means price × quantity", table="Orders")
    notes.save(tmp_path)
    again = Notes.load(tmp_path, ADDRESS)
    assert again.for_connection == "Prices are in euros."
    assert again.for_table("ORDERS") == "revenue means price × quantity"
    assert again.for_table("customers") == ""
    assert Notes.load(tmp_path, "another").for_connection == ""


def test_an_empty_note_takes_the_old_one_away() -> None:
    notes = Notes(ADDRESS).with_note("a", table="t").with_note("  ", table="T")
    assert dict(notes.tables) == {}


def test_a_note_is_cut_to_what_a_model_can_take() -> None:
    assert len(Notes(ADDRESS).with_note("x" * 9_999).for_connection) == MAX_CHARS


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"tables": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_broken_file_is_set_aside(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    Notes(ADDRESS).with_note("a").save(tmp_path)
    (path,) = (tmp_path / "notes").iterdir()
    path.write_bytes(content)
    with caplog.at_level(logging.CRITICAL, logger="polymath.tool.sql_assistant.notes"):
        assert Notes.load(tmp_path, ADDRESS) == Notes(ADDRESS)
    assert path.with_suffix(".broken").read_bytes() == content
    assert not path.exists()


def test_values_of_another_kind_are_left_out(tmp_path: Path) -> None:
    Notes(ADDRESS).save(tmp_path)
    (path,) = (tmp_path / "notes").iterdir()
    path.write_text(json.dumps({"connection": 3, "tables": {"a": "kept", "b": 4}}), encoding="utf-8")
    assert dict(Notes.load(tmp_path, ADDRESS).tables) == {"a": "kept"}


def test_notes_that_cannot_be_written_are_an_error_and_the_old_ones_stay(tmp_path: Path) -> None:
    Notes(ADDRESS).with_note("old").save(tmp_path)
    (path,) = (tmp_path / "notes").iterdir()
    path.with_suffix(".new").mkdir()
    with pytest.raises(StorageError):
        Notes(ADDRESS).with_note("new").save(tmp_path)
    assert Notes.load(tmp_path, ADDRESS).for_connection == "old"
