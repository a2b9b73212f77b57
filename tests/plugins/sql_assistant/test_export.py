from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.api import StorageError
from plugins.sql_assistant.export import as_tsv, write_csv


def test_csv_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = [("a,b", 'say "x"', None), ("é\nü", 1.5, 2)]
    assert write_csv(path, ("x", "y", "z"), rows) == 2
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["x", "y", "z"], ["a,b", 'say "x"', ""], ["é\nü", "1.5", "2"]]


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"rows\.csv cannot be written"):
        write_csv(tmp_path / "nowhere" / "rows.csv", ("x",), [(1,)])
    assert list(tmp_path.iterdir()) == []


def test_the_clipboard_gets_one_line_a_row() -> None:
    assert as_tsv([("a\tb", None), ("c\nd", 2)]) == "a b\t\nc d\t2"
