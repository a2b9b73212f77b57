"""Reads a text with delimiters: finds its form, and gives its rows with types. Works on a connection that may read files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.api import InputError
from plugins.sql_assistant.schema import quoted
from plugins.sql_assistant.sources.duckdb_files import first_line
from plugins.sql_assistant.sources.file_delimiter import better_delimiter, head_of
from plugins.sql_assistant.sources.file_options import Options
from plugins.sql_assistant.sources.file_types import (
    TEXT,
    Typed,
    as_chosen,
    as_value,
    lost_values,
    name_of,
    typed_columns,
)

if TYPE_CHECKING:
    import duckdb

SAMPLE_ROWS = 20_480
MAX_REJECTED = 100_000
MAX_LINE_BYTES = 2 * 2**20
"""Longer lines are rejected; DuckDB takes sixteen times as much for each of its buffers."""
_FIELD = "database"
_LOOKS = ("", ", ignore_errors=true")
"""More words for the look at the layout: the strict one first, then the one that passes over bad rows."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is laid out.

    Attributes:
        skip: lines before the names or the first row.
        names: of the columns, unique.
    """

    delimiter: str
    quote: str
    escape: str
    has_header: bool
    skip: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextForm:
    """A text file whose layout and types are known.

    Attributes:
        found: what the values say.
        chosen: types that a person chose, by position.
    """

    path: Path
    dialect: Dialect
    found: tuple[Typed, ...]
    chosen: Mapping[int, str]

    @property
    def choices(self) -> tuple[str, ...]:
        """The types of the columns, as in ``file_types.TYPES``."""
        return tuple(self.chosen.get(at, typed.type) for at, typed in enumerate(self.found))

    @property
    def select(self) -> str:
        """SQL for the typed columns, to stand after SELECT."""
        parts = []
        for at, name in enumerate(self.dialect.names):
            column = name_of(at)
            value = as_chosen(column, self.chosen[at]) if at in self.chosen else as_value(column, self.found[at].form)
            parts.append(f"{value} AS {quoted(name)}")
        return ", ".join(parts)


def literal(text: str) -> str:
    """A text as a literal in SQL."""
    return "'" + text.replace("'", "''") + "'"


def file_literal(path: Path) -> str:
    """A path as DuckDB's readers take it: its characters are no wildcards."""
    return literal("".join(f"[{c}]" if c in "[*?" else c for c in str(path)))


def find_dialect(connection: duckdb.DuckDBPyConnection, path: Path, options: Options, shown: str) -> Dialect:
    """How a text in UTF-8 is laid out. First by a strict look; where that sees one column, by one that passes over bad rows.

    Args:
        shown: the file's name for people.

    Raises:
        InputError: no layout fits.
    """
    found = [one for one in (_sniffed(connection, path, options, extra) for extra in _LOOKS) if one]
    if not found:
        _refuse_long_line(path, shown)
        raise InputError(
            f"The rows of “{shown}” cannot be told apart.",
            field=_FIELD,
            hint="Look at it in an editor; each line should be a row, with the same delimiter between its values.",
        )
    strict, loose = found[0], found[-1]
    dialect = strict if len(strict.names) > 1 or len(loose.names) == 1 else loose
    better = "" if options.delimiter else better_delimiter(head_of(path), dialect.delimiter)
    return find_dialect(connection, path, replace(options, delimiter=better), shown) if better else dialect


def _refuse_long_line(path: Path, shown: str) -> None:
    with path.open("rb") as file:
        lines = iter(lambda: file.readline(MAX_LINE_BYTES + 1), b"")
        is_long = any(len(line) > MAX_LINE_BYTES for line in islice(lines, 1_000))
    if is_long:
        raise InputError(
            f"A line of “{shown}” is longer than {MAX_LINE_BYTES // 2**20} MiB.",
            field=_FIELD,
            hint="Look at it in an editor; each line should be a row, with the same delimiter between its values.",
        )


def _sniffed(connection: duckdb.DuckDBPyConnection, path: Path, options: Options, extra: str) -> Dialect | None:
    import duckdb

    given = "".join(
        (
            f", delim={literal(options.delimiter)}" if options.delimiter else "",
            f", header={options.has_header}" if options.has_header is not None else "",
            extra,
        )
    )
    sql = (
        "SELECT Delimiter, Quote, Escape, HasHeader, SkipRows, Columns "  # noqa: S608 -- our own literals
        f"FROM sniff_csv({file_literal(path)}, comment='', sample_size={SAMPLE_ROWS}, max_line_size={MAX_LINE_BYTES}{given})"
    )
    try:
        row: Any = connection.execute(sql).fetchone()
    except duckdb.InvalidInputException:
        return None
    delimiter, quote, escape, has_header, skip, columns = row
    quote = _mark(quote) or '"'
    names = _unique(tuple(str(column["name"]).strip() for column in columns))
    return Dialect(_mark(delimiter) or ",", quote, _mark(escape) or quote, bool(has_header), int(skip), names)


def _mark(found: str) -> str:
    return "" if found == "(empty)" else found


def _unique(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names that differ, whatever their case."""
    taken: set[str] = set()
    unique = []
    for at, name in enumerate(names):
        plain, number = name or f"column{at}", 2
        new = plain
        while new.lower() in taken:
            new, number = f"{plain}_{number}", number + 1
        taken.add(new.lower())
        unique.append(new)
    return tuple(unique)


def texts_of(path: Path, dialect: Dialect, *, rejects: bool = False) -> str:
    """SQL that can stand in FROM: the columns ``c0`` … as texts. Bad rows are passed over, and kept aside where ``rejects``."""
    columns = ", ".join(f"'{name_of(at)}': 'VARCHAR'" for at in range(len(dialect.names)))
    bad = f"store_rejects=true, rejects_limit={MAX_REJECTED}" if rejects else "ignore_errors=true"
    return (
        f"read_csv({file_literal(path)}, auto_detect=false, delim={literal(dialect.delimiter)}, quote={literal(dialect.quote)}, "
        f"escape={literal(dialect.escape)}, header={dialect.has_header}, skip={dialect.skip}, columns={{{columns}}}, {bad}, "
        f"max_line_size={MAX_LINE_BYTES}, hive_partitioning=false)"
    )


def find_form(
    connection: duckdb.DuckDBPyConnection, path: Path, options: Options, shown: str, *, rows: int | None = None
) -> TextForm:
    """Layout and types of a text in UTF-8.

    Args:
        rows: how many of the first rows decide the types; None for all.

    Raises:
        InputError: no layout fits.
    """
    dialect = find_dialect(connection, path, options, shown)
    relation = texts_of(path, dialect)
    if rows is not None:
        relation = f"(SELECT * FROM {relation} LIMIT {rows})"  # noqa: S608 -- our own
    found = typed_columns(connection, relation, len(dialect.names), SAMPLE_ROWS)
    chosen = {at: options.types[name] for at, name in enumerate(dialect.names) if name in options.types}
    return TextForm(path, dialect, tuple(found), chosen)


def make_table(connection: duckdb.DuckDBPyConnection, form: TextForm, table: str, shown: str) -> tuple[str, ...]:
    """Read a text into a table; gives what people should know of it.

    Raises:
        InputError: as ``load_rows``.
    """
    return (*load_rows(connection, form, table, shown), *_unclear_dates(form, shown), *_losses(connection, form, shown))


def load_rows(connection: duckdb.DuckDBPyConnection, form: TextForm, table: str, shown: str) -> tuple[str, ...]:
    """Read a text into a table; tells of the rows that could not be read.

    Raises:
        InputError: it has no rows, or none of them can be read.
    """
    source = texts_of(form.path, form.dialect, rejects=True)
    (count,) = connection.execute(
        f"CREATE TABLE {quoted(table)} AS SELECT {form.select} FROM {source}"  # noqa: S608 -- our own, names quoted
    ).fetchone() or (0,)
    rejected, first, why = connection.execute(
        "SELECT count(DISTINCT line), min(line), arg_min(error_message, line) FROM reject_errors"
    ).fetchone() or (0, 0, "")
    connection.execute("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    why = first_line(why or "")
    if rejected and not count:
        raise InputError(
            f"No row of “{shown}” can be read: {why}.", field=_FIELD, hint="Choose another delimiter or encoding."
        )
    if not count and (not form.dialect.has_header or form.dialect.names == _unique(("",))):
        raise InputError(f"There are no rows in “{shown}”.", field=_FIELD, hint="Choose another file.")
    notes = [
        f"Rows of “{shown}” that could not be read and are left out: {rejected}.",
        f"The first of them is line {first}: {why}.",
    ]
    return tuple(notes) if rejected else ()


def unclear_columns(form: TextForm) -> list[str]:
    """Names of the columns that stay text because their dates can be read in two ways."""
    names = form.dialect.names
    return [names[at] for at, typed in enumerate(form.found) if typed.is_ambiguous and at not in form.chosen]


def _unclear_dates(form: TextForm, shown: str) -> list[str]:
    unclear = unclear_columns(form)
    return [f"The dates in “{name}” of “{shown}” can be read in two ways, so they stay text." for name in unclear]


def _losses(connection: duckdb.DuckDBPyConnection, form: TextForm, shown: str) -> list[str]:
    names = form.dialect.names
    typed = {at: kind for at, kind in form.chosen.items() if kind != TEXT}
    lost = lost_values(connection, texts_of(form.path, form.dialect), typed)
    return [
        f"Values in “{names[at]}” of “{shown}” that are no {typed[at]} and are left empty: {count}."
        for at, count in lost.items()
    ]
