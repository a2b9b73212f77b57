"""Which source an address means."""

from __future__ import annotations

from pathlib import Path

from plugins.sql_assistant.sample_db import sample_database
from plugins.sql_assistant.sources.base import Source
from plugins.sql_assistant.sources.sqlite_source import SqliteSource


def open_source(given: str, data_dir: Path) -> Source:
    """The source for what a person wrote; the sample shop for nothing. Opens no connection.

    Args:
        given: a path, an address of a server, or the name of a saved connection.
        data_dir: the tool's own folder.

    Raises:
        InputError: it is no address of any known kind.
        StorageError: the sample shop cannot be written.
    """
    given = given.strip()
    return SqliteSource(Path(given).expanduser() if given else sample_database(data_dir))
