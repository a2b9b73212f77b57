"""Writes a result to a file."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.api import StorageError


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows as UTF-8 CSV with a header line; NULL is an empty cell. Returns the number of rows.

    The file appears whole or not at all.

    Raises:
        StorageError: it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            for row in rows:
                writer.writerow(["" if value is None else value for value in row])
                count += 1
        unfinished.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path.name} cannot be written: {error.strerror}.", hint="Choose another folder, or free some space."
        ) from error
    return count


def as_tsv(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as tab-separated text for the clipboard; tabs and line ends inside a value become blanks."""
    return "\n".join("\t".join(_cell(value) for value in row) for row in rows)


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split("\n")).replace("\t", " ").replace("\r", "")
