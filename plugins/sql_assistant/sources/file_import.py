"""Reads files into a DuckDB file of our own: each file, or each sheet, becomes a table; parts of one thing become one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.api import InputError, StorageError
from plugins.sql_assistant.schema import quoted
from plugins.sql_assistant.sources.base import QueryStopped, Report, Stop
from plugins.sql_assistant.sources.duckdb_files import first_line, resources, watched
from plugins.sql_assistant.sources.file_encoding import encoding_of, has_mixed_ends, write_utf8
from plugins.sql_assistant.sources.file_kinds import GivenFile, table_name
from plugins.sql_assistant.sources.file_options import Options
from plugins.sql_assistant.sources.file_sheets import Sheet, write_sheets
from plugins.sql_assistant.sources.file_text import (
    Dialect,
    TextForm,
    file_literal,
    find_form,
    literal,
    make_table,
    texts_of,
)
from plugins.sql_assistant.sources.file_types import TEXT, name_of

if TYPE_CHECKING:
    import duckdb

MEMORY = "512MB"
"""Of one import."""

_FIELD = "database"
_NUMBERS = re.compile(r"[\W_]*\d+([\W_]*\d+)*[\W_]*")
_PLACE = re.compile(r"(?:^| )(?:(?:in|at end of) )?[Ff]ile ['\"].*?['\"],?(?= |$|\.)")
FILE_COLUMN = "file"
_TYPES_STAGE, _ROWS_STAGE = (0.05, 0.5), (0.5, 1.0)
MANY_ALIKE = 10
"""From so many files of one folder with the same columns on they are one table, whatever their names."""


@dataclass(slots=True)
class _Made:
    """A table, and the file that it came from."""

    table: str
    file: GivenFile
    columns: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(slots=True)
class _Told:
    """Called now and then while a file is read; says how far it is, each hundredth once.

    Attributes:
        stage: which part of the work on the file is done by what runs now.
    """

    connection: duckdb.DuckDBPyConnection
    report: Report
    what: str
    start: float
    files: int
    stage: tuple[float, float] = (0.0, 1.0)
    last: int = -1

    def __call__(self) -> None:
        begin, end = self.stage
        within = begin + (end - begin) * max(0.0, self.connection.query_progress()) / 100
        done = self.start + within / self.files
        if int(done * 100) > self.last:
            self.last = int(done * 100)
            self.report(self.what, done)


@dataclass(slots=True)
class Importer:
    """Builds one import.

    Args:
        folder: for the database and what is in passing.
    """

    folder: Path
    stop: Stop
    report: Report
    notes: list[str] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    _made: list[_Made] = field(default_factory=list)
    _told: _Told | None = None

    def build(self, files: Sequence[tuple[GivenFile, Options]]) -> Path:
        """Read the files; gives the database.

        Raises:
            InputError: a file cannot be read.
            StorageError: there is not enough memory or disk.
            QueryStopped: someone asked for the end.
        """
        database = self.folder / "import.duckdb"
        with closing(_connected(database, self.folder)) as connection:
            reserved = _reserved(connection)
            for number, (file, options) in enumerate(files):
                if self.stop.is_due:
                    raise QueryStopped
                self._told = told = _Told(
                    connection, self.report, f"Reading the file {file.path.name}", number / len(files), len(files)
                )
                told()
                with (
                    self._passing_over(file, is_only=len(files) == 1),
                    explained(file),
                    watched(connection, self.stop, told),
                ):
                    self._read(connection, file, options, reserved)
            if not self._made:
                raise InputError(
                    f"None of the {len(files)} files can be read.",
                    field=_FIELD,
                    hint="Open one of them alone to see why.",
                )
            with explained(files[-1][0]), watched(connection, self.stop):
                self._join_parts(connection, reserved)
                connection.execute("CHECKPOINT")
        return database

    @contextmanager
    def _passing_over(self, file: GivenFile, *, is_only: bool) -> Iterator[None]:
        """One file among several that cannot be read is left out, and that is said."""
        try:
            yield
        except InputError as error:
            if is_only:
                raise
            self.notes.append(f"“{file.path.name}” is left out. {error.message}")

    def _read(
        self, connection: duckdb.DuckDBPyConnection, file: GivenFile, options: Options, reserved: frozenset[str]
    ) -> None:
        match file.kind:
            case "xlsx":
                self._read_sheets(connection, file, reserved)
            case "text":
                table = self._new(file.stem, reserved)
                form, notes = self._text_form(connection, file, options)
                self._at(_ROWS_STAGE)
                self.notes += [*notes, *make_table(connection, form, table, file.path.name)]
                self._add(connection, table, file)
            case _:
                table = self._new(file.stem, reserved)
                connection.execute(f"CREATE TABLE {quoted(table)} AS {self._select(connection, file)}")
                self._add(connection, table, file)

    def _at(self, stage: tuple[float, float]) -> None:
        if self._told is not None:
            self._told.stage = stage

    def _new(self, text: str, reserved: frozenset[str]) -> str:
        return table_name(text, self._taken, reserved)

    def _add(self, connection: duckdb.DuckDBPyConnection, table: str, file: GivenFile) -> None:
        described = connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
        self._made.append(_Made(table, file, tuple(row[0] for row in described), tuple(row[1] for row in described)))

    def _text_form(
        self, connection: duckdb.DuckDBPyConnection, file: GivenFile, options: Options
    ) -> tuple[TextForm, list[str]]:
        path, notes = as_utf8(file, options, self.folder, self.stop)
        self._at(_TYPES_STAGE)
        return find_form(connection, path, options, file.path.name), notes

    def _select(self, connection: duckdb.DuckDBPyConnection, file: GivenFile) -> str:
        if file.kind == "parquet":
            return f"SELECT * FROM read_parquet({file_literal(file.path)}, hive_partitioning=false)"  # noqa: S608 -- a literal
        path, notes = as_utf8(file, Options(), self.folder, self.stop)
        select, rows = json_select(connection, path)
        beside = f"The rows of “{file.path.name}” are those in its “{rows}”; what stands beside them is left out."
        self.notes += [*notes, beside] if rows else notes
        return select

    def _read_sheets(self, connection: duckdb.DuckDBPyConnection, file: GivenFile, reserved: frozenset[str]) -> None:
        sheets = list(write_sheets(file.path, self.folder, self.stop))
        if not sheets:
            raise InputError(f"There are no rows in “{file.path.name}”.", field=_FIELD, hint="Choose another file.")
        for sheet in sheets:
            title = file.stem if len(sheets) == 1 else sheet.title
            table = self._new(title, reserved)
            connection.execute(f"CREATE TABLE {quoted(table)} AS {sheet_select(sheet)}")
            self._add(connection, table, file)
            sheet.path.unlink()

    def _join_parts(self, connection: duckdb.DuckDBPyConnection, reserved: frozenset[str]) -> None:
        """Tables of files whose names differ by numbers only and that have the same columns become one, with the file in a column."""
        for base, parts in _parts(self._made).items():
            self._taken -= {part.table for part in parts}
            table = self._new(base or parts[0].file.path.absolute().parent.name, reserved)
            own = FILE_COLUMN
            while own in {column.lower() for column in parts[0].columns}:
                own += "_name"
            rows = " UNION ALL BY NAME ".join(_part_rows(connection, part, parts, own) for part in parts)
            connection.execute(f"CREATE TABLE {quoted('joined ' + table)} AS {rows}")
            for part in parts:
                connection.execute(f"DROP TABLE {quoted(part.table)}")
            connection.execute(f"ALTER TABLE {quoted('joined ' + table)} RENAME TO {quoted(table)}")
            self.notes.append(
                f"{len(parts)} files with the same columns are one table, “{table}”; its column “{own}” says which."
            )


def as_utf8(file: GivenFile, options: Options, folder: Path, stop: Stop) -> tuple[Path, list[str]]:
    """A text in UTF-8: the file itself where it is that, else a copy in ``folder``; and what people should know.

    Raises:
        InputError: it is no text.
        StorageError: the copy cannot be written.
        QueryStopped: someone asked for the end.
    """
    plain = (
        ("utf-8", "utf-8-sig") if file.kind == "text" else ("utf-8",)
    )  # of a text DuckDB passes over the mark itself
    encoding = options.encoding or encoding_of(file, stop)
    is_plain = encoding in plain and (not options.encoding or encoding_of(file, stop) in plain)
    if is_plain and (file.kind == "json" or not has_mixed_ends(file, stop)):
        return file.path, []
    copy = folder / "text.csv"
    lost = write_utf8(file, encoding, copy, stop)
    notes = [f"Characters of “{file.path.name}” that are no {encoding} and became �: {lost}."] if lost else []
    return copy, notes


def _connected(database: Path, folder: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    spill = str(folder / "spill")
    connection = duckdb.connect(str(database), config=resources() | {"temp_directory": spill, "memory_limit": MEMORY})
    connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    return connection


def _reserved(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Words that cannot name a table without quotes."""
    rows = connection.execute(
        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category = 'reserved'"
    ).fetchall()
    return frozenset(row[0] for row in rows)


@contextmanager
def explained(file: GivenFile) -> Iterator[None]:
    """Maps what DuckDB raises while a file is read.

    Raises:
        InputError: the file cannot be read.
        StorageError: there is not enough memory or disk.
        QueryStopped: someone asked for the end.
    """
    import duckdb

    name = file.path.name
    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryStopped from error
    except duckdb.OutOfMemoryException as error:
        raise StorageError(
            f"“{name}” needs more memory or disk than the import may use.",
            hint="Split the file, or save it as .parquet.",
        ) from error
    except duckdb.Error as error:
        raise InputError(
            f"“{name}” cannot be read: {_without_place(first_line(str(error)))}.",
            field=_FIELD,
            hint="Check that it is whole, and that its content is what its name says.",
        ) from error


def _without_place(message: str) -> str:
    """DuckDB's message without where on the disk the file lies, which the sentence has named already."""
    return _PLACE.sub("", message).strip()


def json_select(connection: duckdb.DuckDBPyConnection, path: Path, sample: int = -1) -> tuple[str, str]:
    """SQL for the rows of a JSON file, and the name under which its one object holds them; empty where they stand by themselves.

    What is nested in a row stays JSON, and a column without any value is text.

    Args:
        sample: how many of the first values decide the types; -1 for all.
    """
    relation = f"read_json({file_literal(path)}, sample_size={sample}, union_by_name=true, hive_partitioning=false)"
    described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608 -- a literal
    rows = _rows_within(connection, relation, described)
    if rows:
        relation = f"(SELECT unnest(one) FROM (SELECT unnest({quoted(rows)}) AS one FROM {relation}))"  # noqa: S608 -- quoted
        described = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608 -- quoted
    columns = ", ".join(_json_column(name, kind) for name, kind, *_ in described)
    return f"SELECT {columns} FROM {relation}", rows  # noqa: S608 -- quoted


def _rows_within(connection: duckdb.DuckDBPyConnection, relation: str, described: Sequence[Sequence[str]]) -> str:
    """The name under which the one object of a file holds its rows, as answers of services do; empty where there is no such."""
    lists = [name for name, kind, *_ in described if kind.startswith("STRUCT") and kind.endswith("[]")]
    if len(lists) != 1:
        return ""
    (count,) = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM {relation} LIMIT 2)").fetchone() or (0,)  # noqa: S608 -- our own
    return lists[0] if count == 1 else ""


def _json_column(name: str, kind: str) -> str:
    if kind.strip('"') == "NULL":
        return f"CAST({quoted(name)} AS VARCHAR) AS {quoted(name)}"
    is_nested = kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "VARIANT"))
    return f"to_json({quoted(name)}) AS {quoted(name)}" if is_nested else quoted(name)


def sheet_select(sheet: Sheet) -> str:
    """Rows of a sheet that was written as a text; columns without name and value are left out."""
    names = sheet.names
    dialect = Dialect(",", '"', '"', has_header=False, skip=0, names=names)
    columns = ", ".join(
        f"CAST({name_of(at)} AS {kind}) AS {quoted(name)}"
        for at, (name, kind) in enumerate(zip(names, sheet.types, strict=True))
        if name
    )
    return f"SELECT {columns} FROM {texts_of(sheet.path, dialect)}"  # noqa: S608 -- our own, names quoted


def _part_rows(connection: duckdb.DuckDBPyConnection, part: _Made, parts: Sequence[_Made], own: str) -> str:
    columns = f"{literal(part.file.path.name)} AS {quoted(own)}, *{_without_type(connection, part, parts)}"
    return f"SELECT {columns} FROM {quoted(part.table)}"  # noqa: S608 -- quoted


def _without_type(connection: duckdb.DuckDBPyConnection, part: _Made, parts: Sequence[_Made]) -> str:
    """SQL to stand after ``*``: a column of text that is empty in one part takes the type that it has in the others."""
    texts = [
        name
        for at, name in enumerate(part.columns)
        if part.types[at] == TEXT and any(other.types[at] != TEXT for other in parts)
    ]
    if not texts:
        return ""
    counts = ", ".join(f"count(nullif(trim({quoted(name)}), ''))" for name in texts)
    answer = connection.execute(f"SELECT {counts} FROM {quoted(part.table)}").fetchone() or ()  # noqa: S608 -- quoted
    empty = [name for name, count in zip(texts, answer, strict=True) if not count]
    return f" REPLACE ({', '.join(f'NULL AS {quoted(name)}' for name in empty)})" if empty else ""


def base_of(file: GivenFile) -> tuple[str, str]:
    """What files that differ by numbers in their names have in common: the rest of the name, and the kind."""
    return _NUMBERS.sub("_", file.stem).strip("_ ").lower(), file.kind


def _parts(made: Sequence[_Made]) -> dict[str, list[_Made]]:
    """Tables that belong together, by the name that they have in common."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[_Made]] = {}
    for one in made:
        base, _ = base_of(one.file)
        if base != one.file.stem.lower():
            groups.setdefault((base, one.file.kind, one.columns), []).append(one)
    several = {base: parts for (base, *_), parts in groups.items() if len(parts) > 1}
    several |= _alike([one for one in made if not any(one in parts for parts in several.values())])
    return {base: parts for base, parts in several.items() if len({part.file for part in parts}) == len(parts)}


def _alike(made: Sequence[_Made]) -> dict[str, list[_Made]]:
    """Tables of many files with the same columns in one folder, by what their names begin with, else by the folder's name."""
    groups: dict[tuple[Path, str, tuple[str, ...]], list[_Made]] = {}
    for one in made:
        groups.setdefault((one.file.path.parent, one.file.kind, one.columns), []).append(one)
    many = [parts for parts in groups.values() if len({part.file for part in parts}) >= MANY_ALIKE]
    return {_common_name([part.file.stem.lower() for part in parts]): parts for parts in many}


def _common_name(stems: Sequence[str]) -> str:
    """What all names begin with, up to a sign between words; empty if that says nothing."""
    first, last = min(stems), max(stems)
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return re.sub(r"[^\W_]*$", "", first[:same]).strip("_- .")
