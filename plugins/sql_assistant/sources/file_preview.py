"""A look at files as an import would read them, by their beginnings, so that a person can say otherwise."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.api import AppError, InputError, StorageError
from plugins.sql_assistant.sources.base import Stop, plain
from plugins.sql_assistant.sources.duckdb_files import resources
from plugins.sql_assistant.sources.file_delimiter import head_of, is_steady
from plugins.sql_assistant.sources.file_encoding import encoding_of, opened
from plugins.sql_assistant.sources.file_import import as_utf8, explained, json_select, sheet_select
from plugins.sql_assistant.sources.file_kinds import GivenFile, Kind, kind_of
from plugins.sql_assistant.sources.file_list import listed
from plugins.sql_assistant.sources.file_misfits import Misfit, misfits
from plugins.sql_assistant.sources.file_options import Options, options_for
from plugins.sql_assistant.sources.file_sheets import write_sheets
from plugins.sql_assistant.sources.file_text import TextForm, file_literal, find_form, load_rows, unclear_columns

if TYPE_CHECKING:
    import duckdb

HEAD_BYTES = 4 * 2**20
ROWS = 50
MOST_LOOKED_AT = 8
"""Of several files, how many count for whether a person should see them."""

_TABLE = "preview"
_SHEET_ROWS = 200
_MARKED = ("utf-8", "utf-8-sig", "utf-16")


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file is read.

    Attributes:
        kind: what it is.
        encoding: Python's name; empty where the file is no text.
        names: of the columns.
        types: DuckDB's names of their types, of what was chosen that of ``file_types.TYPES``.
        unclear: names of columns whose dates can be read in two ways.
        rows: the first ones.
        row_count: of the table, an estimate where not all was looked at; None where it is not known.
        said: sentences on what could not be read.
        is_steady: whether the delimiter stands equally often in the lines.
        is_whole: whether all of the file was looked at.
        sheets: titles of the sheets that hold rows; empty for anything but a workbook.
    """

    kind: Kind
    encoding: str = ""
    delimiter: str = ""
    has_header: bool = True
    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    row_count: int | None = None
    said: tuple[str, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    is_steady: bool = True
    is_whole: bool = True
    sheets: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look before the file is opened."""
        is_odd = self.encoding and self.encoding not in _MARKED
        return bool(is_odd or self.unclear or self.said or self.misfits or not self.is_steady)


def preview(path: Path, options: Options, stop: Stop, sheet: int = 0) -> Preview:
    """Read the beginning of a file; blocks.

    Args:
        sheet: of a workbook, the number of the sheet among those that hold rows.

    Raises:
        InputError: it cannot be asked, or its rows cannot be told apart.
        StorageError: there is no room for the copy that is read.
        QueryStopped: ``stop`` was asked for.
    """
    import duckdb

    file = kind_of(path)
    if file.kind in ("sqlite", "duckdb"):
        return Preview(file.kind)
    with (
        tempfile.TemporaryDirectory(prefix="polymath-preview-") as place,
        closing(duckdb.connect(config=resources())) as connection,
        explained(file),
    ):
        look = _Look(connection, file, Path(place), stop)
        match file.kind:
            case "text":
                return look.text(options)
            case "xlsx":
                return look.workbook(sheet)
            case _:
                return look.other()


@dataclass(frozen=True, slots=True)
class _Look:
    connection: duckdb.DuckDBPyConnection
    file: GivenFile
    folder: Path
    stop: Stop

    def text(self, options: Options) -> Preview:
        head, is_whole = _head(self.file, self.folder / "head")
        given = GivenFile(head, "text")
        encoding = options.encoding or encoding_of(given, self.stop)
        text, lost = as_utf8(given, replace(options, encoding=encoding), self.folder, self.stop)
        form = find_form(self.connection, text, options, self.file.path.name)
        said = load_rows(self.connection, form, _TABLE, self.file.path.name)
        (count,) = self.connection.execute(f"SELECT count(*) FROM {_TABLE}").fetchone() or (0,)  # noqa: S608 -- our own
        share = 1.0 if is_whole or self.file.is_packed else self.file.path.stat().st_size / head.stat().st_size
        steady = len(form.dialect.names) == 1 or bool(options.delimiter) or _is_steady(text, form)
        return replace(
            self._table(Preview("text", encoding, form.dialect.delimiter, form.dialect.has_header)),
            types=form.choices,
            unclear=tuple(unclear_columns(form)),
            row_count=None if self.file.is_packed and not is_whole else int(count * share),
            said=(*lost, *said),
            misfits=misfits(self.connection, form),
            is_steady=steady,
            is_whole=is_whole,
        )

    def workbook(self, number: int) -> Preview:
        sheets = list(write_sheets(self.file.path, self.folder, self.stop, _SHEET_ROWS))
        if not sheets:
            raise InputError(
                f"There are no rows in “{self.file.path.name}”.", field="database", hint="Choose another file."
            )
        self.connection.execute(f"CREATE TABLE {_TABLE} AS {sheet_select(sheets[min(number, len(sheets) - 1)])}")
        titles = tuple(sheet.title for sheet in sheets)
        return replace(self._table(Preview("xlsx")), sheets=titles, is_whole=False)

    def other(self) -> Preview:
        if self.file.kind == "parquet":
            source = f"read_parquet({file_literal(self.file.path)}, hive_partitioning=false)"
            select = f"SELECT * FROM {source}"  # noqa: S608 -- a literal
            (count,) = self.connection.execute(f"SELECT count(*) FROM {source}").fetchone() or (0,)  # noqa: S608 -- a literal
        else:
            path, _ = as_utf8(self.file, Options(), self.folder, self.stop)
            (select, _), count = json_select(self.connection, path, _SHEET_ROWS), None
        self.connection.execute(f"CREATE TABLE {_TABLE} AS {select} LIMIT {ROWS}")
        return replace(self._table(Preview(self.file.kind)), row_count=count)

    def _table(self, found: Preview) -> Preview:
        described = self.connection.execute(f"DESCRIBE {_TABLE}").fetchall()
        rows = self.connection.execute(f"SELECT * FROM {_TABLE} LIMIT {ROWS}").fetchall()  # noqa: S608 -- our own
        return replace(
            found,
            names=tuple(row[0] for row in described),
            types=tuple(row[1] for row in described),
            rows=tuple(tuple(map(plain, row)) for row in rows),
        )


def _is_steady(text: Path, form: TextForm) -> bool:
    lines = head_of(text).splitlines(keepends=True)[form.dialect.skip :]
    return len(lines) < 2 or is_steady("".join(lines), form.dialect.delimiter, form.dialect.quote)


def _head(file: GivenFile, folder: Path) -> tuple[Path, bool]:
    """The first bytes, to the end of a line, under the file's own name; and whether they are all."""
    with opened(file) as stream:
        head = stream.read(HEAD_BYTES + 1)
    is_whole = len(head) <= HEAD_BYTES
    if not is_whole:
        end = head.rfind(b"\n", 0, HEAD_BYTES)
        head = head[: end + 1 if end > 0 else HEAD_BYTES]
        head += b"\x00" * (head[:2] == b"\xff\xfe")  # the second half of UTF-16's line end
    target = folder / file.path.name
    try:
        folder.mkdir()
        target.write_bytes(head)
    except OSError as error:
        raise StorageError(
            f"The copy of “{file.path.name}” cannot be written: {error.strerror}.", hint="Free some space on the disk."
        ) from error
    return target, is_whole


def needs_preview(paths: Sequence[Path], data_dir: Path) -> bool:
    """Whether a person should see how files are read before they are opened: a text was not read without doubt, or one of several files
    cannot be read at all. Not where they have said so before. Blocks, so for a thread of its own.
    """
    found = [entry for entry in listed(paths)[:MOST_LOOKED_AT] if options_for(entry.path, data_dir) == Options()]
    return any(_is_doubtful(entry.path, is_only=len(paths) == 1 and entry.path in paths) for entry in found)


def _is_doubtful(path: Path, *, is_only: bool) -> bool:
    try:
        return kind_of(path).kind == "text" and preview(path, Options(), Stop()).is_doubtful
    except AppError:
        return not is_only  # the opening itself says why
