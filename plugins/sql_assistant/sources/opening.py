"""Which source an address means."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plugins.sql_assistant.connections import Connections, without_secrets
from plugins.sql_assistant.sample_db import sample_database
from plugins.sql_assistant.sources.base import Report, Source, silent
from plugins.sql_assistant.sources.file_kinds import SEPARATORS, SUFFIXES, starts_like_duckdb, starts_like_sqlite
from plugins.sql_assistant.sources.server_address import file_behind, is_address, is_server
from plugins.sql_assistant.sources.sqlite_source import SqliteSource

PasswordOf = Callable[[str], str | None]


def _no_password_of(_address: str) -> str | None:
    return None


def open_source(
    given: str, data_dir: Path, report: Report = silent, password_of: PasswordOf = _no_password_of
) -> Source:
    """The source for what a person wrote; the sample shop for nothing. Opens no connection.

    Args:
        given: a path, several paths (one a line, or as in PATH), an address of a server, or the name of a saved connection.
        data_dir: the tool's own folder.
        report: told how far an import is, where files must be read first; called on other threads.
        password_of: asked with the address of a connection, as it is kept, before each connection to a server whose address holds no
            password; may look into a keyring. Where it gives none, drivers look in their own places (PGPASSWORD, MYSQL_PWD).

    Raises:
        InputError: it is no address of any known kind.
        StorageError: the sample shop cannot be written, or the saved connections cannot be read.
    """
    given = given.strip()
    if not given:
        return SqliteSource(sample_database(data_dir))
    if is_server(given):
        return _of_server(given, data_dir, password_of)
    if path := is_address(given) and file_behind(given):
        return _of_files(str(path), data_dir, report)
    # A name is one of servers alone: that a file lies under a private folder is seen where its path is given.
    if (saved := Connections(data_dir).find(given)) and is_server(saved.address):
        return _of_server(saved.address, data_dir, password_of)
    return _of_files(given, data_dir, report)


def _of_server(given: str, data_dir: Path, password_of: PasswordOf) -> Source:
    from plugins.sql_assistant.sources.server_source import ServerSource

    saved = Connections(data_dir).find(given)
    address = saved.address if saved else without_secrets(given)
    return ServerSource(given, lambda: password_of(address), saved.name if saved else "")


def _of_files(given: str, data_dir: Path, report: Report) -> Source:
    """A database file is asked where it lies; what else there is goes through an import. The content counts before the name."""
    from plugins.sql_assistant.sources.duckdb_source import DuckdbSource
    from plugins.sql_assistant.sources.file_source import FilesSource, paths_in

    paths = paths_in(given, SEPARATORS)
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
