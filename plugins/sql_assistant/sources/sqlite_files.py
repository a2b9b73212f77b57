"""Opens a SQLite file for reading only, and says in plain words why it cannot."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from app.api import InputError, StorageError

MAGIC = b"SQLite format 3\x00"
LOCK_WAIT_S = 2.0
_FIELD = "database"
_CHOOSE = "Choose a SQLite file (.sqlite, .db), or leave the field empty for the sample shop."


def open_read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot write to the file. The caller closes it.

    Raises:
        InputError: the file is missing, may not be read, or is no SQLite database.
        StorageError: the database is locked or damaged.
    """
    check_file(path)
    try:
        return _opened(path, "mode=ro")
    except sqlite3.OperationalError as error:
        if not _may_be_immutable(path, error):
            raise mapped(error, path) from error
    except sqlite3.DatabaseError as error:
        raise mapped(error, path) from error
    with reading(path):
        return _opened(path, "mode=ro&immutable=1")


def _opened(path: Path, options: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.resolve()))}?{options}"
    connection = sqlite3.connect(uri, uri=True, timeout=LOCK_WAIT_S, isolation_level=None, check_same_thread=False)
    try:
        connection.text_factory = _text
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _text(raw: bytes) -> str:
    """Text as it is; bytes that are no UTF-8 must not end a query."""
    return raw.decode("utf-8", "replace")


def _may_be_immutable(path: Path, error: sqlite3.OperationalError) -> bool:
    """A database in WAL mode on read-only ground opens only as immutable; safe where no log with newer pages lies beside it."""
    log = path.with_name(path.name + "-wal")
    return "unable to open" in str(error) and not (log.exists() and log.stat().st_size)


def check_file(path: Path) -> None:
    """Look at the file before SQLite does: its own messages say too little.

    Raises:
        InputError: it is not a readable SQLite file.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise InputError(f"There is no file “{path}”.", field=_FIELD, hint=_CHOOSE) from None
    except IsADirectoryError:
        raise InputError(f"“{path.name}” is a folder, not a database.", field=_FIELD, hint=_CHOOSE) from None
    except PermissionError:
        raise InputError(
            f"“{path.name}” may not be read.", field=_FIELD, hint="Ask its owner for the right to read it, or copy it."
        ) from None
    except OSError as error:
        raise InputError(f"“{path.name}” cannot be read: {error.strerror}.", field=_FIELD, hint=_CHOOSE) from error
    if not head:
        raise InputError(f"“{path.name}” is empty.", field=_FIELD, hint=_CHOOSE)
    if not head.startswith(MAGIC):
        raise _no_database(path, head)


def _no_database(path: Path, head: bytes) -> InputError:
    if len(head) >= 1024 and _entropy_bits(head) > 7.5:
        return InputError(
            f"“{path.name}” looks encrypted or packed; only plain SQLite databases can be opened.",
            field=_FIELD,
            hint="Save a decrypted copy and open that.",
        )
    return InputError(f"“{path.name}” is not a SQLite database.", field=_FIELD, hint=_CHOOSE)


def _entropy_bits(data: bytes) -> float:
    """Shannon entropy in bits per byte."""
    shares = [count / len(data) for count in Counter(data).values()]
    return -sum(share * math.log2(share) for share in shares)


def mapped(error: sqlite3.Error, path: Path) -> InputError | StorageError:
    """SQLite's complaint about a file, in words for a person."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return StorageError(
            f"“{path.name}” is locked by another program.", hint="Close the program that writes to it, then try again."
        )
    if "malformed" in text or "corrupt" in text:
        return StorageError(
            f"“{path.name}” is damaged: {text}.", hint="Open a backup, or mend it with SQLite's .recover."
        )
    if "not a database" in text or "encrypted" in text:
        return InputError(
            f"“{path.name}” is encrypted, or not a SQLite database.",
            field=_FIELD,
            hint="Save a decrypted copy and open that.",
        )
    return StorageError(f"“{path.name}” cannot be read: {text}.", hint="Check the disk and the rights of the file.")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Maps what SQLite raises while the file is read.

    Raises:
        InputError: it is no SQLite database after all.
        StorageError: it is locked or damaged.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise mapped(error, path) from error
