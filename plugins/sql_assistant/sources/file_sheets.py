"""Writes the sheets of an Excel workbook as texts in UTF-8, with the types of their cells."""

from __future__ import annotations

import csv
import datetime
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.api import InputError
from plugins.sql_assistant.sources.base import QueryStopped, Stop
from plugins.sql_assistant.sources.file_types import TEXT

LOOK_ROWS = 50
HEADER_WITHIN = 20
_FIELD = "database"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was written as a text without header.

    Attributes:
        types: DuckDB's types of the columns.
    """

    title: str
    path: Path
    names: tuple[str, ...]
    types: tuple[str, ...]


def write_sheets(workbook: Path, folder: Path, stop: Stop, most_rows: int | None = None) -> Iterator[Sheet]:
    """The sheets that hold rows, each as it has been written into ``folder``.

    Args:
        most_rows: how many of the first rows of each are written; None for all.

    Raises:
        InputError: it is no workbook that can be read.
        QueryStopped: someone asked for the end.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(workbook, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _unreadable(workbook) from error
    try:
        for number, sheet in enumerate(book.worksheets):
            sheet.reset_dimensions()
            cells = sheet.iter_rows(values_only=True, max_row=most_rows)
            rows = (tuple(_plain(value) for value in row) for row in cells)
            if found := _write(sheet.title, rows, folder / f"sheet{number}.csv", stop):
                yield found
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise _unreadable(workbook) from error
    finally:
        book.close()


def _unreadable(workbook: Path) -> InputError:
    return InputError(
        f"“{workbook.name}” is no Excel workbook that can be read.",
        field=_FIELD,
        hint="Open it in a spreadsheet program, and save it anew as .xlsx or .csv.",
    )


def _plain(value: Any) -> Any:
    """A cell without blanks around its text; None for an empty one."""
    return (value.strip() or None) if isinstance(value, str) else value


def _write(title: str, rows: Iterator[Row], path: Path, stop: Stop) -> Sheet | None:
    head = list(islice((row for row in rows if any(value is not None for value in row)), LOOK_ROWS))
    if not head:
        return None
    at = header_row(head)
    body = chain(head if at is None else head[at + 1 :], rows)
    width = max(map(len, head))
    kinds: list[set[str]] = [set() for _ in range(width)]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        for number, row in enumerate(body):
            if number % 1_000 == 0 and stop.is_due:
                raise QueryStopped
            if any(value is not None for value in row):
                out.writerow(_texts(row, width, kinds))
    kept = [n for n in range(width) if kinds[n] or (at is not None and n < len(head[at]) and head[at][n] is not None)]
    if not any(kinds):
        return None
    names = _names(head[at] if at is not None else (), width)
    return _without_empty(Sheet(title, path, names, tuple(_type(kind) for kind in kinds)), kept)


def _without_empty(sheet: Sheet, kept: Sequence[int]) -> Sheet:
    """Columns that have neither name nor value lose their name; they are left out when the sheet is read."""
    names = tuple(name if n in kept else "" for n, name in enumerate(sheet.names))
    return Sheet(sheet.title, sheet.path, names, sheet.types)


def header_row(rows: Sequence[Row]) -> int | None:
    """Where the names of the columns stand: the first row of different texts that is about as wide as what follows; None if none does."""
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        texts = [value for value in row if value is not None]
        if not all(isinstance(value, str) for value in texts) or len(set(texts)) < len(texts):
            continue
        below = max((sum(value is not None for value in other) for other in rows[at + 1 :]), default=0)
        if below and len(texts) * 2 > below:
            return at
    return None


def _names(header: Row, width: int) -> tuple[str, ...]:
    taken: set[str] = set()
    names = []
    for at in range(width):
        value = header[at] if at < len(header) else None
        plain = " ".join(str(value).split()) if value is not None else f"column{at + 1}"
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain}_{number}", number + 1
        taken.add(name.lower())
        names.append(name)
    return tuple(names)


def _texts(row: Row, width: int, kinds: list[set[str]]) -> list[str]:
    """The row as texts; what kinds of values each column has is added to ``kinds``."""
    texts = []
    for at in range(width):
        kind, text = _text(row[at] if at < len(row) else None)
        if kind:
            kinds[at].add(kind)
        texts.append(text)
    return texts


def _text(value: Any) -> tuple[str, str]:
    match value:
        case None:
            return "", ""
        case bool():
            return "BOOLEAN", str(value).lower()
        case int():
            return ("BIGINT" if abs(value) < 2**63 else TEXT), str(value)
        case float():
            return ("BIGINT", str(int(value))) if value.is_integer() and abs(value) < 2**53 else ("DOUBLE", repr(value))
        case datetime.datetime():
            midnight = value.time() == datetime.time()
            return ("DATE", value.date().isoformat()) if midnight else ("TIMESTAMP", value.isoformat(" "))
        case datetime.date():
            return "DATE", value.isoformat()
        case datetime.time():
            return "TIME", value.isoformat()
    return TEXT, str(value)


def _type(kinds: set[str]) -> str:
    """The type that holds all of a column's values."""
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds == {"BIGINT", "DOUBLE"}:
        return "DOUBLE"
    return "TIMESTAMP" if kinds == {"DATE", "TIMESTAMP"} else TEXT
