"""Cells that a person selected, as text for the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from plugins.sql_assistant.results.export_text import as_tsv
from plugins.sql_assistant.results.store import ResultStore, View

MAX_CELLS = 1_000_000
MAX_LISTED = 1_000


class Area(NamedTuple):
    """Selected cells in a rectangle; the last row and column are part of it."""

    top: int
    left: int
    bottom: int
    right: int


class Stretch(NamedTuple):
    """Rows ``start`` to ``stop`` of which the same columns are selected."""

    start: int
    stop: int
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """What goes to the clipboard.

    Attributes:
        rows: that were copied.
        is_cut: whether more were selected than fit.
    """

    text: str
    rows: int
    is_cut: bool


def stretches(areas: Iterable[Area]) -> list[Stretch]:
    """Selected areas, which may overlap, as stretches of rows from top to bottom."""
    coming = sorted(areas, reverse=True)
    bounds = sorted({area.top for area in coming} | {area.bottom + 1 for area in coming})
    inside: list[Area] = []
    found = []
    for start, stop in pairwise(bounds):
        inside = [area for area in inside if area.bottom >= start]
        while coming and coming[-1].top == start:
            inside.append(coming.pop())
        if inside:
            columns = sorted({column for area in inside for column in range(area.left, area.right + 1)})
            found.append(Stretch(start, stop, tuple(columns)))
    return found


def copied(
    store: ResultStore, view: View, selected: Sequence[Stretch], *, header: bool = False, max_cells: int = MAX_CELLS
) -> Copied:
    """Selected cells as tab-separated text, at most ``max_cells`` of them; blocks.

    Args:
        header: whether the names of the columns stand above, as far as a column is selected at all.

    Raises:
        StorageError: the file cannot be read.
    """
    columns = sorted({column for stretch in selected for column in stretch.columns})
    most = max(max_cells // max(len(columns), 1), 1)
    rows: list[list[Any]] = []
    for row in _cells(store, view, selected):
        if len(rows) == most:
            break
        rows.append(row)
    names = [[store.columns[column] for column in columns]] if header else []
    return Copied(as_tsv([*names, *rows]), len(rows), sum(s.stop - s.start for s in selected) > len(rows))


def in_list(store: ResultStore, view: View, selected: Sequence[Stretch], column: int) -> Copied:
    """The different values that are selected in one column, without NULL, as ``(1, 2)`` for an IN of SQL; blocks.

    Raises:
        StorageError: the file cannot be read.
    """
    there = [Stretch(s.start, s.stop, (column,)) for s in selected if column in s.columns]
    values: dict[str, None] = {}
    is_cut = False
    for (value,) in _cells(store, view, there):
        if value is None:
            continue
        if len(values) == MAX_LISTED and _literal(value) not in values:
            is_cut = True
            break
        values[_literal(value)] = None
    return Copied(f"({', '.join(values)})", len(values), is_cut)


def _cells(store: ResultStore, view: View, selected: Iterable[Stretch]) -> Iterator[list[Any]]:
    for stretch in selected:
        for batch in store.rows(view, stretch.start, stretch.stop):
            for row in batch:
                yield [row[column] for column in stretch.columns]


def _literal(value: Any) -> str:
    """A value as SQL writes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"
