"""Opens a DuckDB file for reading only, with no way to any other file, and says in plain words why it cannot."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.api import InputError, StorageError
from plugins.sql_assistant.schema import quoted
from plugins.sql_assistant.sources.base import Stop

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"
SPILL = "10GB"
MAX_THREADS = 4
POLL_S = 0.05
_FIELD = "database"
_CHOOSE = "Choose another file, or leave the field empty for the sample shop."


def threads() -> int:
    """Threads of one query: as many as the machine has, and no more than a desktop can spare."""
    return max(1, min(MAX_THREADS, os.cpu_count() or 1))


@cache
def spill_folder() -> Path:
    """Where large sorts of this process lie for a while; only its owner may look into it, and it goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="polymath-spill-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def resources() -> dict[str, str | bool | int | float | list[str]]:
    """What any connection may use."""
    return {
        "memory_limit": MEMORY,
        "threads": str(threads()),
        "temp_directory": str(spill_folder()),
        "max_temp_directory_size": SPILL,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
    }


def open_read_only(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that cannot write to the file nor touch any other, and whose settings cannot be changed. The caller closes it.

    Raises:
        InputError: the file is missing, may not be read, or is no DuckDB database.
        StorageError: the database is locked, damaged, or of a version that cannot be read.
    """
    return _opened(path, read_only=True)


def open_for_writing(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection that can write to the file and touch no other, and whose settings cannot be changed. The caller closes it.

    Raises:
        InputError: as ``open_read_only``; also where the file may not be written.
        StorageError: as ``open_read_only``.
    """
    if not path.is_file():  # it would be made
        raise InputError(f"There is no file “{path}”.", field=_FIELD, hint=_CHOOSE)
    return _opened(path, read_only=False)


def _opened(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    import duckdb

    guard: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "lock_configuration": "true",
    }
    with reading(path):
        # The guard stands first: DuckDB refuses a temp_directory that comes before the end of external access, and takes one after it.
        return duckdb.connect(str(path), read_only=read_only, config=guard | resources())


def open_single_threaded(path: Path, name: str) -> duckdb.DuckDBPyConnection:
    """The same in an instance of its own that computes on one thread; for recursive queries, which DuckDB cannot always interrupt on
    several: its executor then waits for a task that will not come, for good. The caller closes it.

    Args:
        name: that the database has in queries.

    Raises:
        InputError: as ``open_read_only``.
        StorageError: as ``open_read_only``.
    """
    import duckdb

    with reading(path):
        connection = duckdb.connect(":memory:", config=resources() | {"threads": "1"})
        place = str(path).replace("'", "''")
        connection.execute(f"ATTACH '{place}' AS {quoted(name)} (READ_ONLY)")
        connection.execute(f"USE {quoted(name)}")
        for setting in ("enable_external_access = false", "lock_configuration = true"):
            connection.execute(f"SET {setting}")
        return connection


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Maps what DuckDB raises while the file is opened or its catalogue read.

    Raises:
        InputError: it is no DuckDB database after all.
        StorageError: it is locked, damaged, or of another version.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise mapped(error, path) from error


def mapped(error: Exception, path: Path) -> InputError | StorageError:
    """DuckDB's complaint about a file, in words for a person."""
    text = str(error)
    name = path.name
    if "database does not exist" in text:
        return InputError(f"There is no file “{path}”.", field=_FIELD, hint=_CHOOSE)
    if "not a valid DuckDB" in text:
        return InputError(f"“{name}” is not a DuckDB database.", field=_FIELD, hint=_CHOOSE)
    if "encrypted" in text.lower() or "encryption" in text.lower():
        return InputError(
            f"“{name}” is encrypted; only plain DuckDB databases can be opened.",
            field=_FIELD,
            hint="Save a decrypted copy and open that.",
        )
    if "lock on file" in text or "different configuration" in text:
        return StorageError(
            f"“{name}” is locked by another program.", hint="Close the program that writes to it, then try again."
        )
    if "version number" in text or "storage version" in text:
        return StorageError(
            f"“{name}” was written by a DuckDB of another version.",
            hint="Export it with that version (EXPORT DATABASE) to Parquet files, and open their folder.",
        )
    if "Permission denied" in text:
        return InputError(
            f"“{name}” may not be read.", field=_FIELD, hint="Ask its owner for the right to read it, or copy it."
        )
    return StorageError(
        f"“{name}” is damaged, or cannot be read: {first_line(text)}.", hint="Open a backup, or make the file anew."
    )


def first_line(text: str) -> str:
    """The first line of an engine's message, without its kind and its full stop."""
    line = text.strip().splitlines()[0] if text.strip() else "no reason given"
    kind, colon, rest = line.partition(" Error: ")
    return (rest if colon and len(kind) < 30 else line).strip().rstrip(".!")


@contextmanager
def watched(
    connection: duckdb.DuckDBPyConnection, stop: Stop, tick: Callable[[], None] | None = None
) -> Iterator[None]:
    """Interrupts whatever runs on the connection when ``stop`` is due. Nothing is interrupted after the block has been left.

    Args:
        tick: called now and then meanwhile, on a thread of its own.
    """
    over = threading.Event()

    def watch() -> None:
        while not over.wait(POLL_S):
            if tick:
                tick()
            if stop.is_due:
                connection.interrupt()

    watcher = threading.Thread(target=watch, name="duckdb-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
