"""A look at the beginning of a text file as an import would read it, so that a person can say otherwise."""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.api import InputError, StorageError
from plugins.sql_assistant.sources.base import Stop, plain
from plugins.sql_assistant.sources.duckdb_files import first_line
from plugins.sql_assistant.sources.file_encoding import encoding_of, opened, write_utf8
from plugins.sql_assistant.sources.file_kinds import GivenFile, kind_of
from plugins.sql_assistant.sources.file_options import Options
from plugins.sql_assistant.sources.file_text import find_form, texts_of

HEAD_BYTES = 4 * 2**20
ROWS = 50
_UTF8 = ("utf-8", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class Preview:
    """How a text file is read.

    Attributes:
        encoding: Python's name.
        names: of the columns.
        types: DuckDB's names of their types.
        unclear: names of columns whose dates can be read in two ways.
        rows: the first ones.
        lost: characters that are none in this encoding.
        is_whole: whether all of the file was looked at.
    """

    encoding: str
    delimiter: str
    has_header: bool
    names: tuple[str, ...]
    types: tuple[str, ...]
    unclear: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    lost: int
    is_whole: bool


def texts_among(paths: tuple[Path, ...]) -> list[Path]:
    """The text files that paths name; what cannot be read is left out."""
    from plugins.sql_assistant.sources.file_kinds import files_of

    try:
        return [file.path for file in files_of(paths) if file.kind == "text"]
    except InputError:
        return []


def preview(path: Path, options: Options, stop: Stop) -> Preview:
    """Read the beginning of a text file; blocks.

    Raises:
        InputError: it is no text, or its rows cannot be told apart.
        StorageError: there is no room for the copy that is read.
        QueryStopped: ``stop`` was asked for.
    """
    file = kind_of(path)
    with tempfile.TemporaryDirectory(prefix="polymath-preview-") as place:
        folder = Path(place)
        head, is_whole = _head(file, folder / "head")
        given = GivenFile(head, "text")
        encoding = options.encoding or encoding_of(given, stop)
        text, lost = head, 0
        if encoding not in _UTF8:
            text = folder / "text.csv"
            lost = write_utf8(given, encoding, text, stop)
        return _read(text, options, Preview(encoding, "", False, (), (), (), (), lost, is_whole), path.name)


def _head(file: GivenFile, target: Path) -> tuple[Path, bool]:
    """The first bytes, to the end of a line; and whether they are all."""
    with opened(file) as stream:
        head = stream.read(HEAD_BYTES + 1)
    is_whole = len(head) <= HEAD_BYTES
    if not is_whole:
        end = head.rfind(b"\n", 0, HEAD_BYTES)
        head = head[: end + 1 if end > 0 else HEAD_BYTES]
        head += b"\x00" * (head[:2] == b"\xff\xfe")  # the second half of UTF-16's line end
    try:
        target.write_bytes(head)
    except OSError as error:
        raise StorageError(
            f"The copy of “{file.path.name}” cannot be written: {error.strerror}.", hint="Free some space on the disk."
        ) from error
    return target, is_whole


def _read(text: Path, options: Options, found: Preview, shown: str) -> Preview:
    import duckdb

    with closing(duckdb.connect()) as connection:
        try:
            form = find_form(connection, text, options, shown)
            sql = f"SELECT {form.select} FROM {texts_of(text, form.dialect)} LIMIT {ROWS}"  # noqa: S608 -- our own
            rows = connection.execute(sql).fetchall()
        except duckdb.Error as error:
            raise InputError(
                f"“{shown}” cannot be read: {first_line(str(error))}.",
                field="database",
                hint="Choose another delimiter or encoding.",
            ) from error
    names = form.dialect.names
    return Preview(
        found.encoding,
        form.dialect.delimiter,
        form.dialect.has_header,
        names,
        form.types,
        tuple(names[at] for at, typed in enumerate(form.found) if typed.is_ambiguous and at not in form.chosen),
        tuple(tuple(map(plain, row)) for row in rows),
        found.lost,
        found.is_whole,
    )
