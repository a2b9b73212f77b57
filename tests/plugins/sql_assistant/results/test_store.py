"""The store on real files."""

from __future__ import annotations

import math
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.api import AppError, StorageError
from plugins.sql_assistant.results.filters import Filter, parse_filter
from plugins.sql_assistant.results.store import MAX_COLUMNS, ResultStore, View, stored
from plugins.sql_assistant.sources.base import QueryStopped, Stop

VALUES = (
    None,
    True,
    False,
    0,
    -7,
    2**63 - 1,
    -(2**63),
    2**63,
    -(2**70),
    2**70 + 1,
    10**400,
    1.5,
    1e300,
    math.inf,
    "",
    "text",
    "Zürich",
    "a\0b",
    "lone \ud800 surrogate",
    "2024-01-02",
)


def all_rows(store: ResultStore, view: View | None = None) -> list[tuple[Any, ...]]:
    return [row for batch in store.rows(view or store.everything) for row in batch]


def column(store: ResultStore, view: View) -> list[Any]:
    return [row[0] for row in all_rows(store, view)]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Any]:
    made: list[ResultStore] = []

    def one(*values: Any) -> ResultStore:
        made.append(stored(tmp_path, ["x"], [[value] for value in values], truncated=False))
        return made[-1]

    yield one
    for store in made:
        store.close()
    assert list(tmp_path.iterdir()) == []


def test_values_come_back_with_their_types(make: Any) -> None:
    store = make(*VALUES)
    found = column(store, store.everything)
    assert [(type(value), value) for value in found] == [(type(value), value) for value in VALUES]
    store = make(math.nan)
    assert math.isnan(column(store, store.everything)[0])


def test_numbers_and_texts_alone_come_back_with_their_types(make: Any) -> None:
    plain = (None, 1, 1.0, -2.5, "1", "é", 2**62)
    store = make(*plain)
    found = column(store, store.everything)
    assert [(type(value), value) for value in found] == [(type(value), value) for value in plain]


def test_pages_are_parts_of_the_rows(make: Any) -> None:
    store = make(*range(5_000))
    assert store.page(store.everything, 4_990, 100) == [(n,) for n in range(4_990, 5_000)]
    assert store.page(store.everything, 3, 2) == [(3,), (4,)]
    assert store.page(store.everything, 9_000, 10) == []


def test_long_texts_can_be_cut_in_a_page(make: Any) -> None:
    store = make("x" * 900, 12_345, None)
    assert store.page(store.everything, 0, 3, max_chars=4) == [("xxxx",), (12_345,), (None,)]
    assert store.page(store.everything, 0, 1) == [("x" * 900,)]


def test_rows_can_be_read_while_others_come(tmp_path: Path) -> None:
    store = ResultStore(tmp_path, ["n", "n"])
    store.append([(1, "a")])
    assert (store.row_count, store.is_complete) == (1, False)
    assert all_rows(store) == [(1, "a")]
    store.append([(2, "b")])
    store.finish(truncated=True)
    assert (store.row_count, store.is_complete, store.truncated) == (2, True, True)
    assert all_rows(store) == [(1, "a"), (2, "b")]
    store.close()


def test_a_result_without_columns_still_counts_its_rows(tmp_path: Path) -> None:
    store = stored(tmp_path, [], [(), ()], truncated=False)
    assert all_rows(store) == [(), ()]
    store.close()


def test_too_many_columns_are_said(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="columns, which is more than"):
        ResultStore(tmp_path, ["x"] * (MAX_COLUMNS + 1))


def test_sorting_puts_null_first_then_numbers_then_texts_without_case(make: Any) -> None:
    for mixed in (
        ["b", "A", 10, None, 9.5, "", "a"],
        ["b", "É", "é", "A", 10, None, 9.5, True, "Ê", "ä"],
        [2**70 + 1, 2**70, None, -(2**70), 5, "x", -(2**70) - 1, False],
    ):
        store = make(*mixed)

        def key(value: Any) -> tuple[int, Any]:
            return (0, 0) if value is None else (2, value.casefold()) if isinstance(value, str) else (1, value)

        assert column(store, store.view([(0, False)])) == sorted(mixed, key=key)
        assert column(store, store.view([(0, True)])) == sorted(mixed, key=key, reverse=True)


def test_equal_rows_keep_their_order_in_both_directions(tmp_path: Path) -> None:
    store = stored(tmp_path, ["a", "b"], [("x", 1), ("y", 2), ("X", 3), ("y", 4)], truncated=False)
    assert [row[1] for row in all_rows(store, store.view([(0, False)]))] == [1, 3, 2, 4]
    assert [row[1] for row in all_rows(store, store.view([(0, True)]))] == [2, 4, 1, 3]
    assert [row[1] for row in all_rows(store, store.view([(0, False), (1, True)]))] == [3, 1, 4, 2]
    store.close()


@pytest.mark.parametrize("values", [VALUES, (None, 1, 2.5, "", "10", "abc", "ABC", 10, "5%", "a_b"), (1, 2, None)])
@pytest.mark.parametrize(
    "typed",
    ["a", "ZÜR", "1", "%", "_", "=1", "= 'abc'", "=abc", "!=1", "≠ abc", ">= 10", "<abc", "> 2.5", "null", "!null"],
)
def test_filtering_in_the_file_keeps_what_passes(make: Any, values: Sequence[Any], typed: str) -> None:
    _compare(make(*values), values, typed)


@pytest.mark.parametrize("values", [VALUES, (None, 1, "", "10", "2023", "abc", 10)])
@pytest.mark.parametrize("typed", ["=true", "tru", f">{2**64}", "=''", "<= 2024", "= 9223372036854775808"])
def test_odd_filters_keep_what_the_test_says(make: Any, values: Sequence[Any], typed: str) -> None:
    _compare(make(*values), values, typed)


def _compare(store: ResultStore, values: Sequence[Any], typed: str) -> None:
    wanted = parse_filter(0, typed)
    assert wanted is not None
    assert column(store, store.view(filters=[wanted])) == [value for value in values if wanted.matches(value)]


def test_a_filtered_view_has_a_count_and_an_order_of_its_own(make: Any) -> None:
    store = make(*range(3_000))
    view = store.view([(0, True)], [Filter(0, "<", 10), Filter(0, "≥", 5)])
    assert view.row_count == 5
    assert column(store, view) == [9, 8, 7, 6, 5]
    assert store.page(view, 1, 2) == [(8,), (7,)]
    assert store.everything.row_count == 3_000


def test_making_a_view_can_be_stopped(make: Any) -> None:
    store = make(*(f"é{n}" for n in range(30_000)))
    stop = Stop()
    stop.ask()
    with pytest.raises(QueryStopped):
        store.view([(0, False)], stop=stop)


def test_a_view_that_nobody_has_any_more_leaves_no_file(tmp_path: Path) -> None:
    store = stored(tmp_path, ["x"], [[n] for n in range(9)], truncated=False)
    view = store.view([(0, True)])
    assert view.path is not None
    assert view.path.exists()
    path = view.path
    del view
    assert not path.exists()
    store.close()


def test_a_full_store_is_said_and_keeps_its_rows(tmp_path: Path) -> None:
    store = ResultStore(tmp_path, ["x"], max_bytes=2**20)
    store.append([("first",)])
    with pytest.raises(StorageError, match="do not fit on the disk, or are more than"):
        fill(store)
    store.finish(truncated=True)
    assert all_rows(store)[0] == ("first",)
    store.close()


def fill(store: ResultStore) -> None:
    for _ in range(100):
        store.append([("y" * 50_000,)])


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be kept on the disk"):
        ResultStore(tmp_path / "file" / "rows", ["x"])


def test_a_closed_store_lives_until_its_reader_has_ended(tmp_path: Path) -> None:
    store = stored(tmp_path, ["x"], [[n] for n in range(5_000)], truncated=False)
    reading = store.rows(store.everything)
    first = next(reading)
    store.close()
    assert len(first) + sum(len(batch) for batch in reading) == 5_000
    assert list(tmp_path.iterdir()) == []
    assert store.page(store.everything, 0, 10) == []


def test_what_a_process_that_is_gone_left_is_swept(tmp_path: Path) -> None:
    work = (
        "import os, sys; from pathlib import Path\n"
        "from plugins.sql_assistant.results.store import stored\n"
        "store = stored(Path(sys.argv[1]), ['x'], [[1]], truncated=False)\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", work, str(tmp_path)], check=True, timeout=60)
    assert len(list(tmp_path.iterdir())) == 1
    (tmp_path / "notes.txt").write_text("mine")
    store = ResultStore(tmp_path, ["x"])
    store.finish()
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_pages_are_read_from_several_threads(make: Any) -> None:
    store = make(*range(20_000))
    views = [store.everything, store.view([(0, True)])]
    wrong: list[int] = []

    def read(number: int) -> None:
        for start in range(0, 20_000, 997):
            got = store.page(views[number % 2], start, 1)[0][0]
            if got != (start if number % 2 == 0 else 19_999 - start):
                wrong.append(start)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
