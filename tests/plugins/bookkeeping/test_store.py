"""The journal on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.api import StorageError
from plugins.bookkeeping.accounts import Chart
from plugins.bookkeeping.books import Book, Unread
from plugins.bookkeeping.journal import Entry
from plugins.bookkeeping.store import FILE, load, save


def test_what_is_saved_is_loaded(chart: Chart, random_journal: Callable[..., list[Entry]], tmp_path: Path) -> None:
    book = Book(chart, tuple(random_journal(1)), (Unread(3, "how", "no amount"),))
    save(tmp_path, book, ["r1"])
    kept = load(tmp_path)
    assert kept is not None
    assert (kept.book.entries, kept.book.unread, kept.runs) == (book.entries, book.unread, ("r1",))
    assert kept.book.chart.accounts == chart.accounts
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_nothing_was_kept_at_first(tmp_path: Path) -> None:
    assert load(tmp_path) is None


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"accounts": 1}', '{"accounts": [], "entries": [{"date": "x"}], "unread": []}']
)
def test_a_file_that_is_no_journal_is_said_and_left(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StorageError, match="cannot be read"):
        load(tmp_path)
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_a_folder_that_is_gone_is_an_error(chart: Chart, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        save(tmp_path / "gone", Book(chart), [])
