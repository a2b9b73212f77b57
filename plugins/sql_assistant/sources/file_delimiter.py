"""Which delimiter the first lines of a text agree on; a second opinion on what DuckDB finds."""

from __future__ import annotations

import csv
import io
from pathlib import Path

DELIMITERS = (",", ";", "\t", "|")
"""What a person may choose, and what is looked for."""

_HEAD_CHARS = 2**16
_MOST_LINES = 200


def head_of(path: Path) -> str:
    """The first whole lines of a text in UTF-8."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        head = file.read(_HEAD_CHARS)
    whole, end, _ = head.rpartition("\n")
    return whole + end if len(head) == _HEAD_CHARS and end else head


def is_steady(head: str, delimiter: str, quote: str = '"') -> bool:
    """Whether a delimiter stands equally often, and at least once, in each of two or more lines."""
    try:
        lines = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, quotechar=quote)
        widths = [len(row) for row, _ in zip(lines, range(_MOST_LINES), strict=False) if row]
    except csv.Error:
        return False
    return len(widths) > 1 and len(set(widths)) == 1 and widths[0] > 1


def better_delimiter(head: str, found: str) -> str:
    """The one delimiter that the lines agree on where they do not agree on the one that was found; empty if there is no such."""
    if is_steady(head, found):
        return ""
    steady = [one for one in DELIMITERS if is_steady(head, one)]
    return steady[0] if len(steady) == 1 else ""
