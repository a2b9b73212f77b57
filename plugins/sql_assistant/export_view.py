"""What the window says when rows are written to a file."""

from __future__ import annotations

from pathlib import Path

from app.api_qt import tr, tr_said
from plugins.sql_assistant.results.export import Written, format_of


def save_filters() -> str:
    """The formats that rows can be written in, for the save dialog."""
    kinds = (
        (tr("CSV files"), "*.csv"),
        (tr("Excel workbooks"), "*.xlsx"),
        (tr("Tab-separated text"), "*.tsv"),
        (tr("Parquet files"), "*.parquet"),
        (tr("JSON files"), "*.json"),
        (tr("JSON lines"), "*.jsonl"),
        (tr("Markdown tables"), "*.md"),
        (tr("SQL INSERT statements"), "*.inserts.sql"),
    )
    return ";;".join(f"{name} ({pattern})" for name, pattern in kinds)


def with_ending(path: Path) -> Path:
    """The file as it is named; a name without any ending is one of a CSV file."""
    return path if format_of(path) or path.suffix else path.with_name(f"{path.name}.csv")


def said_of(written: Written, path: Path) -> str:
    """How many rows were written where, and what the format could not hold as it was."""
    rows = tr("1 row written to {path}.") if written.rows == 1 else tr("{count} rows written to {path}.")
    notes = (tr_said(note) for note in written.notes)
    return " ".join((rows.format(count=f"{written.rows:,}", path=path), *notes))
