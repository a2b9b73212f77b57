"""Which source an address means."""

from __future__ import annotations

import os
from pathlib import Path

from plugins.sql_assistant.sample_db import sample_database
from plugins.sql_assistant.sources.base import Report, Source, silent
from plugins.sql_assistant.sources.file_kinds import SUFFIXES, starts_like_duckdb, starts_like_sqlite
from plugins.sql_assistant.sources.server_address import file_behind, is_address
from plugins.sql_assistant.sources.sqlite_source import SqliteSource


def open_source(given: str, data_dir: Path, report: Report = silent) -> Source:
    """The source for what a person wrote; the sample shop for nothing. Opens no connection.

    Args:
        given: a path, several paths (one a line, or as in PATH), an address of a server, or the name of a saved connection.
        data_dir: the tool's own folder.
        report: told how far an import is, where files must be read first; called on other threads.

    Raises:
        InputError: it is no address of any known kind.
        StorageError: the sample shop cannot be written.
    """
    given = given.strip()
    if not given:
        return SqliteSource(sample_database(data_dir))
    if is_address(given):
        return _of_server(given, data_dir, report)
    return _of_files(given, data_dir, report)


def _of_server(given: str, data_dir: Path, report: Report) -> Source:
    """A server; or the file that an address names."""
    from plugins.sql_assistant.sources.server_source import ServerSource

    path = file_behind(given)
    return _of_files(str(path), data_dir, report) if path else ServerSource(given)


def _of_files(given: str, data_dir: Path, report: Report) -> Source:
    """A database file is asked where it lies; what else there is goes through an import. The content counts before the name."""
    from plugins.sql_assistant.sources.duckdb_source import DuckdbSource
    from plugins.sql_assistant.sources.file_source import FilesSource, paths_in

    paths = paths_in(given, ("\n", os.pathsep))
    if len(paths) == 1 and not paths[0].is_dir():
        (path,) = paths
        suffix = path.suffix.lower()
        if starts_like_sqlite(path):
            return SqliteSource(path)
        if starts_like_duckdb(path) or SUFFIXES.get(suffix) == "duckdb":
            return DuckdbSource(path)
        if SUFFIXES.get(suffix, "sqlite") == "sqlite" and suffix in (*SUFFIXES, ""):
            return SqliteSource(path)
    return FilesSource(paths, data_dir, report)
