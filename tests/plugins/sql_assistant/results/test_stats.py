from __future__ import annotations

import statistics as reference
from pathlib import Path
from typing import Any

import pytest

from plugins.sql_assistant.results.filters import Filter
from plugins.sql_assistant.results.stats import Statistics, statistics
from plugins.sql_assistant.results.store import stored
from plugins.sql_assistant.sources.base import QueryStopped, Stop


def counted(folder: Path, values: list[Any], filters: list[Filter] | None = None) -> Statistics:
    store = stored(folder, ["x"], [[value] for value in values], truncated=False)
    try:
        return statistics(store, store.view(filters=filters or ()), 0, Stop())
    finally:
        store.close()


@pytest.mark.parametrize("numbers", [[3, 1, 2], [1.5, -2, 8, 8, 100], [7], [2**70, -(2**70), 1], [0.1] * 10])
def test_numbers_are_summed_up_as_the_standard_library_does(tmp_path: Path, numbers: list[float]) -> None:
    found = counted(tmp_path, [*numbers, None, "text"])
    assert found.numbers is not None
    assert (found.rows, found.nulls, found.distinct) == (len(numbers) + 2, 1, len(set(numbers)) + 1)
    assert (found.numbers.least, found.numbers.greatest) == (min(numbers), max(numbers))
    assert found.numbers.count == len(numbers)
    assert found.numbers.mean == pytest.approx(reference.mean(numbers), abs=1e6)
    assert found.numbers.median == pytest.approx(reference.median(numbers))
    deviation = reference.stdev(numbers) if len(numbers) > 1 else 0
    assert found.numbers.deviation == pytest.approx(deviation, abs=1e-9)


def test_the_most_frequent_values_come_first_with_null_among_them(tmp_path: Path) -> None:
    found = counted(tmp_path, ["b", None, "a", None, "b", None, True, True])
    assert found.frequent == ((None, 3), ("b", 2), (True, 2), ("a", 1))


def test_texts_have_lengths_and_dates_have_ends(tmp_path: Path) -> None:
    texts = counted(tmp_path, ["Zürich", "", "x"]).texts
    assert texts is not None
    assert (texts.shortest, texts.longest, texts.empty, texts.earliest) == (0, 6, 1, None)
    dates = counted(tmp_path, ["2024-03-01", "2023-01-02 10:00:00", None]).texts
    assert dates is not None
    assert (dates.earliest, dates.latest) == ("2023-01-02 10:00:00", "2024-03-01")


def test_only_the_rows_of_the_view_are_counted(tmp_path: Path) -> None:
    found = counted(tmp_path, list(range(100)), [Filter(0, "<", 10)])
    assert found.numbers is not None
    assert (found.rows, found.numbers.median) == (10, 4.5)


def test_nothing_is_counted_without_harm(tmp_path: Path) -> None:
    found = counted(tmp_path, [])
    assert (found.rows, found.distinct, found.frequent, found.numbers, found.texts) == (0, 0, (), None, None)


def test_counting_can_be_stopped(tmp_path: Path) -> None:
    store = stored(tmp_path, ["x"], [[n] for n in range(50_000)], truncated=False)
    stop = Stop()
    stop.ask()
    with pytest.raises(QueryStopped):
        statistics(store, store.everything, 0, stop)
    store.close()
