"""Keeps rows in a file while the kinds of their columns are found, for formats that must know these before the first row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from plugins.sql_assistant.results.columns import Inference, Kind
from plugins.sql_assistant.results.export_text import Batches, Row

_BATCH_ROWS = 1_000
_MEASURED_ROWS = 200
_MOST_BYTES = 4


class KeptRows:
    """Rows as JSON lines, one object a row with the places of its columns as keys.

    Attributes:
        path: the file.
        kinds: what each column holds.
        widths: the most characters that a column's first rows have.
        longest: at least as many bytes as the longest line has.
    """

    def __init__(self, path: Path, kinds: Sequence[Kind], widths: Sequence[int], longest: int) -> None:
        self.path = path
        self.longest = longest
        self.kinds = tuple(kinds)
        self.widths = tuple(widths)

    def __iter__(self) -> Iterator[list[Row]]:
        batch: list[Row] = []
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                batch.append(list(json.loads(line).values()))
                if len(batch) == _BATCH_ROWS:
                    yield batch
                    batch = []
        if batch:
            yield batch


def keep(path: Path, width: int, batches: Batches, seen: Callable[[int], None]) -> KeptRows:
    """Write rows into a file.

    Args:
        seen: told how many rows were written so far; may raise to end the work.
    """
    inference = Inference(width)
    widths = [0] * width
    count = longest = 0
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for batch in filter(None, batches):
            inference.see(batch)
            if count < _MEASURED_ROWS:
                widths = [max([most, *(_chars(row[place]) for row in batch)]) for place, most in enumerate(widths)]
            lines = [_line(row) for row in batch]
            longest = max(longest, *(len(line) * _MOST_BYTES for line in lines))
            file.writelines(lines)
            count += len(batch)
            seen(count)
    return KeptRows(path, inference.kinds, widths, longest)


def _line(row: Row) -> str:
    return json.dumps({str(place): value for place, value in enumerate(row)}, ensure_ascii=False) + "\n"


def _chars(value: Any) -> int:
    return max(map(len, value.split("\n"))) if isinstance(value, str) else len(str(value))
