"""Writes a result to a file, in the format of the file's name. Whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, get_args

from app.api import InputError, StorageError
from plugins.sql_assistant.results import export_text
from plugins.sql_assistant.sources.base import QueryStopped, Stop

Format = Literal["csv", "tsv", "xlsx", "parquet", "json", "jsonl", "md", "inserts"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
SUFFIXES: Final = (".csv", ".tsv", ".xlsx", ".parquet", ".json", ".jsonl", ".md", ".inserts.sql")
"""As the formats. A name that ends in ``.sql`` alone is for the query itself, and so no format of rows."""

_OTHER_SUFFIXES: Final[dict[str, Format]] = {".txt": "tsv", ".ndjson": "jsonl", ".markdown": "md", ".pq": "parquet"}
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        rows: how many.
        notes: sentences about what the format could not hold as it was.
    """

    rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be written, and how."""

    columns: tuple[str, ...]
    batches: Iterable[Sequence[Sequence[Any]]]
    table: str
    dialect: str
    bom: bool
    counter: _Counter


def format_of(path: Path) -> Format | None:
    """The format that a file's name asks for; None for a name that asks for none."""
    name = path.name.lower()
    for suffix, form in zip(SUFFIXES, FORMATS, strict=True):
        if name.endswith(suffix):
            return form
    return _OTHER_SUFFIXES.get(path.suffix.lower())


def write(
    path: Path,
    columns: Sequence[str],
    batches: Iterable[Sequence[Sequence[Any]]],
    format: Format | None = None,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
    table: str = "result",
    dialect: str = "sqlite",
    bom: bool = False,
) -> Written:
    """Write rows; few of them are in memory at a time. Blocks.

    What comes as an iterator may also raise: its exceptions pass through, and the file that was there before stays as it was.

    Args:
        batches: of rows of JSON-shaped values; read once.
        format: taken from the suffix where it is None.
        progress: told how many rows are done, after each batch; a workbook and a Parquet file take two steps of half a row each.
        table: for ``inserts``.
        dialect: for ``inserts``: sqlglot's name of it.
        bom: for ``csv``: begin with the mark by which Excel knows UTF-8.

    Raises:
        InputError: the name asks for no format that there is, or the format cannot hold the result.
        StorageError: the file cannot be written.
        QueryStopped: ``stop`` was asked for.
    """
    form = format or format_of(path)
    if form is None:
        raise InputError(
            f"“{path.name}” has no ending that says how to write rows.",
            field="out",
            hint=f"Use one of {', '.join(SUFFIXES)}.",
        )
    if not columns:
        raise InputError("There are no columns to write.", field="out", hint="Run a query that gives rows.")
    counter = _Counter(progress, stop or Stop())
    order = _Order(tuple(columns), batches, table, dialect, bom, counter)
    notes = _whole(path, lambda unfinished: _WRITERS[form](unfinished, order))
    return Written(counter.rows, tuple(notes))


class _Counter:
    """Counts rows as they pass, says so, and ends the work when it must."""

    def __init__(self, progress: Progress | None, stop: Stop) -> None:
        self.rows = 0
        self.stop = stop
        self._progress = progress

    def passing(self, batches: Iterable[Sequence[Sequence[Any]]]) -> Iterator[Sequence[Sequence[Any]]]:
        """The batches; each counts when it was written."""
        for batch in batches:
            self.check()
            if batch:
                yield batch
                self.rows += len(batch)
                self.say(self.rows)
        self.check()

    def halfway(self, seen: int) -> None:
        """Rows that were kept for the second step."""
        self.rows = seen
        self.say(seen // 2)
        self.check()

    def second(self, done: int) -> None:
        """Rows that have also gone through the second step."""
        self.say((self.rows + done) // 2)
        self.check()

    def say(self, rows: int) -> None:
        if self._progress:
            self._progress(rows)

    def check(self) -> None:
        """Raises: QueryStopped: someone asked for the end."""
        if self.stop.is_due:
            raise QueryStopped


def _whole(path: Path, fill: Callable[[Path], Sequence[str]]) -> Sequence[str]:
    """Let ``fill`` write into a folder of its own beside ``path``, and put what it wrote in its place."""
    folder: Path | None = None
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name[:40]}.", dir=path.parent))
        unfinished = folder / "unfinished"
        notes = fill(unfinished)
        _adopt_mode(unfinished, path)
        unfinished.replace(path)
    except OSError as error:
        raise StorageError(
            f"{path.name} cannot be written: {error.strerror or error}.",
            hint="Choose another folder, free some space, or close the file where it is open.",
        ) from error
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
    return notes


def _adopt_mode(unfinished: Path, path: Path) -> None:
    """Keep who may read the file that is replaced."""
    with suppress(FileNotFoundError):
        os.chmod(unfinished, path.stat().st_mode)


def _passing(order: _Order) -> Iterator[Sequence[Sequence[Any]]]:
    return order.counter.passing(order.batches)


def _csv(path: Path, order: _Order) -> Sequence[str]:
    export_text.write_csv(path, order.columns, _passing(order), bom=order.bom)
    return ()


def _tsv(path: Path, order: _Order) -> Sequence[str]:
    export_text.write_tsv(path, order.columns, _passing(order))
    return ()


def _json(path: Path, order: _Order) -> Sequence[str]:
    export_text.write_json(path, order.columns, _passing(order))
    return ()


def _json_lines(path: Path, order: _Order) -> Sequence[str]:
    export_text.write_json_lines(path, order.columns, _passing(order))
    return ()


def _markdown(path: Path, order: _Order) -> Sequence[str]:
    export_text.write_markdown(path, order.columns, _passing(order))
    return ()


def _inserts(path: Path, order: _Order) -> Sequence[str]:
    from plugins.sql_assistant.results.export_inserts import write_inserts

    write_inserts(path, order.columns, _passing(order), table=order.table, dialect=order.dialect)
    return ()


def _xlsx(path: Path, order: _Order) -> Sequence[str]:
    from plugins.sql_assistant.results.export_lines import keep
    from plugins.sql_assistant.results.export_sheet import check_width, write_sheet

    check_width(order.columns)
    rows = keep(path.with_name("rows"), len(order.columns), order.batches, order.counter.halfway)
    return write_sheet(path, order.columns, rows, order.counter.second)


def _parquet(path: Path, order: _Order) -> Sequence[str]:
    from plugins.sql_assistant.results.export_lines import keep
    from plugins.sql_assistant.results.export_parquet import write_parquet

    rows = keep(path.with_name("rows"), len(order.columns), order.batches, order.counter.halfway)
    write_parquet(path, order.columns, rows, order.counter.stop)
    order.counter.second(order.counter.rows)
    return ()


_WRITERS: Final[dict[Format, Callable[[Path, _Order], Sequence[str]]]] = {
    "csv": _csv,
    "tsv": _tsv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "json": _json,
    "jsonl": _json_lines,
    "md": _markdown,
    "inserts": _inserts,
}
