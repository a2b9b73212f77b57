"""What the window says when rows are written to a file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.api import AppError
from app.api_qt import PanelHost, tr, tr_said
from plugins.sql_assistant.activity_view import ActivityStrip
from plugins.sql_assistant.results.export import Written, format_of, write
from plugins.sql_assistant.sources.base import QueryStopped, Stop


@dataclass(frozen=True, slots=True)
class Rows:
    """What is to be written, and how many rows that is."""

    columns: Sequence[str]
    batches: Iterator[Sequence[Sequence[Any]]]
    count: int
    dialect: str


class Export:
    """Writes rows to a file that the person chooses, one export at a time, and says how far it is.

    Args:
        life: ends what runs when the page is closed.
    """

    def __init__(self, host: PanelHost, activity: ActivityStrip, life: Stop) -> None:
        self._host = host
        self._activity = activity
        self._life = life
        self._stop: Stop | None = None
        activity.stop_wanted.connect(self.stop)

    def ask(self, rows: Rows, name: str) -> None:
        """Ask for a file and write there.

        Args:
            name: that is proposed.
        """
        asked = None if self._stop else self._host.ask_save(tr("Export rows"), name, save_filters())
        if asked is not None:
            self._write(rows, with_ending(asked))

    def stop(self) -> None:
        """End the export that runs; the file is left as it was."""
        if self._stop is not None:
            self._stop.ask()

    def _write(self, rows: Rows, path: Path) -> None:
        words = tr("Writing {name}").format(name=path.name)
        stop = self._stop = Stop(parent=self._life)

        def progress(done: int) -> None:
            self._activity.report(words, done / rows.count if rows.count else None)

        def work() -> Written | None:
            with contextlib.suppress(QueryStopped):
                return write(path, rows.columns, rows.batches, progress=progress, stop=stop, dialect=rows.dialect)
            return None

        self._activity.begin(words)
        self._host.call(work, lambda written: self._done(written, path), self._failed)

    def _done(self, written: Written | None, path: Path) -> None:
        self._end()
        stopped = tr("The export was stopped; {name} was not written.")
        self._host.say(said_of(written, path) if written else stopped.format(name=path.name))

    def _failed(self, error: AppError) -> None:
        self._end()
        self._host.show_error(error)

    def _end(self) -> None:
        self._stop = None
        self._activity.end()


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
