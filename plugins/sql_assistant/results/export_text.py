"""Writes rows as text: CSV, TSV, JSON, JSON lines, Markdown; and as tab-separated text for the clipboard."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from plugins.sql_assistant.results.columns import unique_names

Row = Sequence[Any]
Batches = Iterable[Sequence[Row]]


def write_csv(path: Path, columns: Sequence[str], batches: Batches, *, bom: bool = False) -> None:
    """Write comma-separated text with a header line; NULL is an empty cell.

    Args:
        bom: begin with a byte order mark, by which Excel knows the text as UTF-8.
    """
    _write_delimited(path, columns, batches, ",", "utf-8-sig" if bom else "utf-8")


def write_tsv(path: Path, columns: Sequence[str], batches: Batches) -> None:
    """Write tab-separated text, otherwise as ``write_csv``."""
    _write_delimited(path, columns, batches, "\t", "utf-8")


def _write_delimited(path: Path, columns: Sequence[str], batches: Batches, delimiter: str, encoding: str) -> None:
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(columns)
        for batch in batches:
            writer.writerows([_plain_cell(value) for value in row] for row in batch)


def _plain_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def write_json(path: Path, columns: Sequence[str], batches: Batches) -> None:
    """Write an array of objects, one a line; columns of the same name get a number."""
    as_object = _object_writer(columns)
    with _text(path) as file:
        file.write("[")
        before = "\n"
        for row in _rows(batches):
            file.write(before + as_object(row))
            before = ",\n"
        file.write("\n]\n")


def write_json_lines(path: Path, columns: Sequence[str], batches: Batches) -> None:
    """Write an object a line; columns of the same name get a number."""
    as_object = _object_writer(columns)
    with _text(path) as file:
        file.writelines(as_object(row) + "\n" for row in _rows(batches))


def _object_writer(columns: Sequence[str]) -> Callable[[Row], str]:
    names = unique_names(columns)
    return lambda row: json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)


def write_markdown(path: Path, columns: Sequence[str], batches: Batches) -> None:
    """Write a table as GitHub's Markdown has it; columns that begin with numbers are aligned to the right."""
    with _text(path) as file:
        file.write(_markdown_line(map(_markdown_cell, columns)))
        head = True
        for batch in batches:
            if head:
                file.write(_markdown_line(_rules(columns, batch)))
                head = False
            file.writelines(_markdown_line(map(_markdown_cell, row)) for row in batch)
        if head:
            file.write(_markdown_line("---" for _ in columns))


def _rules(columns: Sequence[str], batch: Sequence[Row]) -> Iterator[str]:
    for place in range(len(columns)):
        held = [row[place] for row in batch if row[place] is not None]
        yield "---:" if held and all(is_number(value) for value in held) else "---"


def _markdown_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _markdown_cell(value: Any) -> str:
    text = str(_plain_cell(value)).replace("\\", "\\\\").replace("|", "\\|").replace("<", "\\<")
    return "<br>".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def is_number(value: Any) -> bool:
    """Whether a value is a number (a boolean is none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def as_tsv(rows: Iterable[Row]) -> str:
    """Rows as tab-separated text for the clipboard; tabs and line ends inside a value become blanks."""
    return "\n".join("\t".join(_one_line(value) for value in row) for row in rows)


def _one_line(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split("\n")).replace("\t", " ").replace("\r", "")


def _rows(batches: Batches) -> Iterator[Row]:
    return (row for batch in batches for row in batch)


def _text(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="replace", newline="\n")
