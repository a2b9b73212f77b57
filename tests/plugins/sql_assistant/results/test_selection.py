from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.sql_assistant.results.selection import Area, Stretch, copied, in_list, stretches
from plugins.sql_assistant.results.store import ResultStore, stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ResultStore]:
    rows = [(n, f"n{n % 3}" if n % 5 else None, n % 2 == 0) for n in range(6_000)]
    made = stored(tmp_path, ["id", "name", "even"], rows, truncated=False)
    yield made
    made.close()


def test_areas_become_stretches_of_rows() -> None:
    assert stretches([Area(0, 0, 9, 1)]) == [Stretch(0, 10, (0, 1))]
    assert stretches([Area(5, 2, 5, 2), Area(0, 0, 9, 0)]) == [
        Stretch(0, 5, (0,)),
        Stretch(5, 6, (0, 2)),
        Stretch(6, 10, (0,)),
    ]
    assert stretches([Area(8, 0, 8, 0), Area(1, 1, 1, 1)]) == [Stretch(1, 2, (1,)), Stretch(8, 9, (0,))]
    assert stretches([]) == []


def test_a_selection_over_many_pages_is_copied_in_order(store: ResultStore) -> None:
    found = copied(store, store.everything, [Stretch(10, 5_010, (0,))])
    assert found.text.split("\n") == [str(n) for n in range(10, 5_010)]
    assert (found.rows, found.is_cut) == (5_000, False)


def test_names_stand_above_if_wanted(store: ResultStore) -> None:
    found = copied(store, store.everything, [Stretch(0, 2, (0, 2))], header=True)
    assert found.text == "id\teven\n0\tTrue\n1\tFalse"


def test_too_large_a_selection_is_cut_and_said(store: ResultStore) -> None:
    found = copied(store, store.everything, [Stretch(0, 6_000, (0, 1))], max_cells=200)
    assert (found.rows, found.is_cut) == (100, True)


def test_different_values_become_a_list_for_sql(store: ResultStore, tmp_path: Path) -> None:
    assert in_list(store, store.everything, [Stretch(0, 50, (1,))], 1).text == "('n1', 'n2', 'n0')"
    assert in_list(store, store.everything, [Stretch(0, 3, (0, 1))], 0).text == "(0, 1, 2)"
    odd = stored(tmp_path, ["x"], [("O'Hara",), (1.5,), (True,), (None,)], truncated=False)
    assert in_list(odd, odd.everything, [Stretch(0, 4, (0,))], 0).text == "('O''Hara', 1.5, TRUE)"
    odd.close()
