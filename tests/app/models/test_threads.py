"""What was measured is found again on the same machine, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.threads import Threads, ThreadTable, thread_choices


def test_what_was_measured_is_there_after_a_restart(tmp_path: Path) -> None:
    most = max(thread_choices())
    ThreadTable(tmp_path / "new" / "threads.json").keep(Threads(1, most))
    assert ThreadTable(tmp_path / "new" / "threads.json").find() == Threads(1, most)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 1}', "\x00\xff"])
def test_a_damaged_table_is_measured_again(tmp_path: Path, text: str) -> None:
    path = tmp_path / "threads.json"
    path.write_text(text, encoding="utf-8")
    assert ThreadTable(path).find() is None
    ThreadTable(path).keep(Threads(1, 1))
    assert ThreadTable(path).find() == Threads(1, 1)


def test_more_threads_than_there_are_now_are_not_taken(tmp_path: Path) -> None:
    ThreadTable(tmp_path / "t.json").keep(Threads(4096, 4096))
    found = ThreadTable(tmp_path / "t.json").find()
    assert found is not None
    assert found.decode == max(thread_choices())


def test_the_choices_begin_with_at_least_one_thread_and_grow() -> None:
    choices = thread_choices()
    assert choices[0] >= 1
    assert list(choices) == sorted(set(choices))
