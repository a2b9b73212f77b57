"""Writes rows as an Excel workbook, row by row."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.api import InputError
from plugins.sql_assistant.results.columns import Kind, as_date, as_timestamp
from plugins.sql_assistant.results.export_lines import KeptRows
from plugins.sql_assistant.results.export_text import Row

if TYPE_CHECKING:
    from openpyxl import Workbook

Sheet = Any
"""A write-only worksheet of openpyxl, whose stubs know little of it; as little as of its cells."""

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
MAX_CHARS = 32_767
_EXACT_DIGITS = 10**15
_FIRST_DATE = datetime.date(1900, 3, 1)
"""Before it Excel counts a day that never was, 29 February 1900; such dates stay text."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MIN_WIDTH, _MAX_WIDTH = 8, 60


def write_sheet(
    path: Path, columns: Sequence[str], rows: KeptRows, written: Callable[[int], None], *, max_rows: int = MAX_ROWS
) -> list[str]:
    """Write a workbook; what one sheet cannot hold goes on in the next. Gives sentences about what Excel cannot hold as it was.

    Args:
        written: told how many rows were written so far; may raise to end the work.
        max_rows: of one sheet, its header included.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheets = _Sheets(book, columns, rows, max_rows)
    try:
        for done in sheets.fill():
            written(done)
        book.save(path)
    finally:
        _clean_up(book)
    return sheets.notes


def check_width(columns: Sequence[str]) -> None:
    """Look whether a sheet can have so many columns.

    Raises:
        InputError: it cannot.
    """
    if len(columns) > MAX_COLUMNS:
        raise InputError(
            f"An Excel sheet has at most {MAX_COLUMNS} columns; this result has {len(columns)}.",
            field="out",
            hint="Export it as .csv or .parquet.",
        )


def _clean_up(book: Workbook) -> None:
    """Remove the temporary files of sheets that were not saved; openpyxl does so only when the program ends."""
    sheets: Sequence[Sheet] = book.worksheets
    for sheet in sheets:
        if not sheet.closed:
            with suppress(OSError, ValueError):
                sheet.close()
                sheet._writer.cleanup()


class _Sheets:
    def __init__(self, book: Workbook, columns: Sequence[str], rows: KeptRows, max_rows: int) -> None:
        self._book = book
        self._columns = columns
        self._rows = rows
        self._max_rows = max_rows
        self._cells = _Cells()
        self._readers = [_reader(kind) for kind in _kinds(rows)]
        self._sheet = self._started()
        self._on_sheet = 1

    def fill(self) -> Iterator[int]:
        """Append all rows; yields how many after each batch."""
        done = 0
        for batch in self._rows:
            for row in batch:
                self._append(row)
            done += len(batch)
            yield done
        self._finish()

    def _append(self, row: Row) -> None:
        if self._on_sheet == self._max_rows:
            self._finish()
            self._sheet = self._started()
            self._on_sheet = 1
        cells = (read(value) for read, value in zip(self._readers, row, strict=True))
        self._sheet.append([self._cells.cell(self._sheet, value) for value in cells])
        self._on_sheet += 1

    def _started(self) -> Sheet:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        number = len(self._book.worksheets) + 1
        sheet: Sheet = self._book.create_sheet("Rows" if number == 1 else f"Rows {number}")
        sheet.freeze_panes = "A2"
        for place, (name, chars) in enumerate(zip(self._columns, self._rows.widths, strict=True), start=1):
            width = min(max(chars, len(name) + 3, _MIN_WIDTH), _MAX_WIDTH)
            sheet.column_dimensions[get_column_letter(place)].width = width + 2
        head = [self._cells.text(sheet, name) for name in self._columns]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        return sheet

    def _finish(self) -> None:
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._columns))}{self._on_sheet}"

    @property
    def notes(self) -> list[str]:
        """What Excel cannot hold as it was."""
        notes = self._cells.notes
        if (count := len(self._book.worksheets)) > 1:
            notes.append(f"A sheet holds {self._max_rows} rows, so there are {count} sheets.")
        return notes


class _Cells:
    """Makes cells of values and counts what had to be changed."""

    def __init__(self) -> None:
        self._changed: Counter[str] = Counter()

    def cell(self, sheet: Sheet, value: Any) -> Any:
        """What is appended for a value: itself where openpyxl takes it for what it is."""
        if isinstance(value, str):
            is_itself = len(value) <= MAX_CHARS and value[:1] not in ("=", "#") and not _ILLEGAL.search(value)
            return value if is_itself else self.text(sheet, value)
        if type(value) is int and abs(value) >= _EXACT_DIGITS:
            self._changed["long"] += 1
            return self.text(sheet, str(value))
        return value

    def text(self, sheet: Sheet, value: str) -> Any:
        """A cell that is text, even where the text begins as a formula does."""
        from openpyxl.cell import WriteOnlyCell

        if len(value) > MAX_CHARS:
            value = value[:MAX_CHARS]
            self._changed["cut"] += 1
        if _ILLEGAL.search(value):
            value = _ILLEGAL.sub("�", value)
            self._changed["illegal"] += 1
        cell = WriteOnlyCell(sheet, value)
        cell.data_type = "s"
        return cell

    @property
    def notes(self) -> list[str]:
        """Sentences about what was changed."""
        changed, notes = self._changed, []
        if changed["cut"]:
            notes.append(f"Cells cut to the {MAX_CHARS} characters that Excel can hold: {changed['cut']}.")
        if changed["illegal"]:
            notes.append(
                f"Cells with control characters, which Excel cannot hold and which became �: {changed['illegal']}."
            )
        if changed["long"]:
            notes.append(
                f"Numbers of more than 15 digits, kept as text because Excel would round them: {changed['long']}."
            )
        return notes


def _kinds(rows: KeptRows) -> list[Kind]:
    """The kinds of the columns, where dates that Excel miscounts make their column text."""
    early = set()
    places = [place for place, kind in enumerate(rows.kinds) if kind in ("date", "timestamp")]
    if places:
        first = _FIRST_DATE.isoformat()
        for batch in rows:
            early |= {place for place in places for row in batch if row[place] is not None and row[place] < first}
    return ["text" if place in early else kind for place, kind in enumerate(rows.kinds)]


def _reader(kind: Kind) -> Callable[[Any], Any]:
    match kind:
        case "date":
            return lambda value: value and as_date(value)
        case "timestamp":
            return lambda value: value and _moment(value)
    return lambda value: value


def _moment(text: str) -> datetime.datetime | None:
    if found := as_timestamp(text):
        return found
    day = as_date(text)
    return datetime.datetime.combine(day, datetime.time()) if day else None
