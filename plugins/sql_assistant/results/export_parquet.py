"""Writes rows as a Parquet file through DuckDB, with a type for each column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from app.api import StorageError
from plugins.sql_assistant.results.columns import Kind, unique_names
from plugins.sql_assistant.results.export_lines import KeptRows
from plugins.sql_assistant.sources.base import QueryStopped, Stop

_TYPES: Mapping[Kind, str] = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "text": "VARCHAR",
}
Config = dict[str, str | bool | int | float | list[str]]
_MEMORY = "512MB"
_THREADS = 2
_ROW_BYTES = 16 * 2**20
"""As DuckDB has it: room for the longest row. It takes several times as much memory."""


def write_parquet(path: Path, columns: Sequence[str], rows: KeptRows, stop: Stop) -> None:
    """Write a Parquet file; columns of the same name get a number.

    Raises:
        StorageError: the file cannot be written.
        QueryStopped: ``stop`` was asked for.
    """
    import duckdb

    from plugins.sql_assistant.sources.duckdb_files import watched

    config: Config = {
        "memory_limit": _MEMORY,
        "threads": str(_THREADS),
        "temp_directory": str(path.parent),
    }
    with (
        _mapped(path, stop),
        closing(duckdb.connect(":memory:", config=config)) as connection,
        watched(connection, stop),
    ):
        connection.execute(_copy(path, columns, rows))


def _copy(path: Path, columns: Sequence[str], rows: KeptRows) -> str:
    """The statement. JSON gives every value as text, so that each is cast once, by the column's type."""
    names = [_identifier(name) for name in unique_names(columns)]
    casts = ", ".join(
        f'CAST("{place}" AS {_TYPES[kind]}) AS {name}'
        for place, (name, kind) in enumerate(zip(names, rows.kinds, strict=True))
    )
    shape = ", ".join(f"'{place}': 'VARCHAR'" for place in range(len(names)))
    source = (
        f"read_json({_literal(str(rows.path))}, format = 'newline_delimited', columns = {{{shape}}}, "
        f"maximum_object_size = {max(_ROW_BYTES, rows.longest + 1)})"
    )
    return f"COPY (SELECT {casts} FROM {source}) TO {_literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608


@contextmanager
def _mapped(path: Path, stop: Stop) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.InterruptException as error:
        raise QueryStopped from error
    except duckdb.Error as error:
        if stop.is_asked:
            raise QueryStopped from error
        why = str(error).splitlines()[0].rstrip(".")
        raise StorageError(
            f"The Parquet file cannot be written: {why}.", hint="Export it as .csv, or choose another folder."
        ) from error


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
