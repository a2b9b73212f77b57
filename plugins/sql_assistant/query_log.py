"""Keeps the queries that ran and those that were given a name: one small SQLite file in the tool's folder.

Of a result only its size is kept, never a row. Queries of connections that are marked as private are kept as well: the file stays on this
machine, and what a model of the cloud may be shown of it is for its caller to decide.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.api import InputError, StorageError

QUERY_LOG = "queries.sqlite"
"""The file in the tool's folder."""

SCHEMA_VERSION: Final = 1
MAX_ENTRIES = 5_000
"""Of one connection; older ones are forgotten."""

_BUSY_S = 5.0
_CREATE = """
CREATE TABLE history (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL, sql TEXT NOT NULL, question TEXT NOT NULL, at REAL NOT NULL,
    elapsed_s REAL, row_count INTEGER, status TEXT NOT NULL);
CREATE INDEX history_by_time ON history (address, at DESC);
CREATE TABLE saved (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, sql TEXT NOT NULL,
    question TEXT NOT NULL, at REAL NOT NULL, UNIQUE (address, folded));
"""


@dataclass(frozen=True, slots=True)
class PastQuery:
    """A query that ran.

    Attributes:
        question: what was asked, where a model wrote the query.
        at: seconds since the epoch.
        elapsed_s: None where it is not known.
        row_count: None where it gave no result.
        status: as of an outcome (verified, repaired, unverified, failed), or ``stopped``.
    """

    id: int
    sql: str
    question: str
    at: float
    elapsed_s: float | None
    row_count: int | None
    status: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query that was given a name; ``at`` is when, in seconds since the epoch."""

    id: int
    name: str
    sql: str
    question: str
    at: float


class QueryLog:
    """Past and saved queries, by the address of their connection. The methods block for a few ms and may be called from any thread.

    The file is opened with the first call. One that is damaged is set aside under another name, never overwritten.

    Attributes:
        set_aside: where a damaged file lies now; None if there was none.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.set_aside: Path | None = None
        self._path = path
        self._clock = clock
        self._lock = threading.RLock()
        self._db: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    # what ran

    def record(
        self,
        address: str,
        sql: str,
        *,
        question: str = "",
        elapsed_s: float | None = None,
        row_count: int | None = None,
        status: str = "verified",
    ) -> None:
        """Keep that a query ran. The same query run again right after takes the place of its last run.

        Raises:
            StorageError: the file cannot be written.
        """
        values = (question, self._clock(), elapsed_s, row_count, status)
        with self._writing() as db:
            last = db.execute(
                "SELECT id, sql, question FROM history WHERE address = ? ORDER BY at DESC, id DESC LIMIT 1", (address,)
            ).fetchone()
            if last and last[1] == sql and (not question or last[2] in ("", question)):
                db.execute(
                    "UPDATE history SET question = ?, at = ?, elapsed_s = ?, row_count = ?, status = ? WHERE id = ?",
                    (question or last[2], *values[1:], last[0]),
                )
                return
            db.execute(
                "INSERT INTO history (address, sql, question, at, elapsed_s, row_count, status) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (address, sql, *values),
            )
            self._forget_old(db, address)

    def _forget_old(self, db: sqlite3.Connection, address: str) -> None:
        db.execute(
            "DELETE FROM history WHERE address = ? AND id NOT IN "
            "(SELECT id FROM history WHERE address = ? ORDER BY at DESC, id DESC LIMIT ?)",
            (address, address, MAX_ENTRIES),
        )

    def recent(self, address: str, text: str = "", limit: int = 200) -> list[PastQuery]:
        """What ran, newest first.

        Args:
            text: only what has this in its query or question, whatever the case.

        Raises:
            StorageError: the file cannot be read.
        """
        rows = self._rows(
            "SELECT id, sql, question, at, elapsed_s, row_count, status FROM history WHERE address = ? "
            "AND (instr(folded(sql), ?) OR instr(folded(question), ?)) ORDER BY at DESC, id DESC LIMIT ?",
            (address, text.casefold(), text.casefold(), limit),
        )
        return [PastQuery(*row) for row in rows]

    def forget(self, past: int) -> None:
        """Delete one past query.

        Raises:
            StorageError: the file cannot be written.
        """
        with self._writing() as db:
            db.execute("DELETE FROM history WHERE id = ?", (past,))

    def clear(self, address: str) -> None:
        """Delete all past queries of a connection; saved ones stay.

        Raises:
            StorageError: the file cannot be written.
        """
        with self._writing() as db:
            db.execute("DELETE FROM history WHERE address = ?", (address,))

    # what was saved

    def save(self, address: str, name: str, sql: str, question: str = "") -> SavedQuery:
        """Keep a query under a name; one of the same name, whatever its case, is replaced.

        Raises:
            InputError: the name is empty.
            StorageError: the file cannot be written.
        """
        name, at = _named(name), self._clock()
        with self._writing() as db:
            found = db.execute(
                "INSERT INTO saved (address, name, folded, sql, question, at) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (address, folded) DO UPDATE SET name = excluded.name, sql = excluded.sql, "
                "question = excluded.question, at = excluded.at RETURNING id",
                (address, name, name.casefold(), sql, question, at),
            ).fetchone()
        return SavedQuery(found[0], name, sql, question, at)

    def saved(self, address: str, text: str = "") -> list[SavedQuery]:
        """Saved queries by name.

        Args:
            text: only what has this in its name, query or question, whatever the case.

        Raises:
            StorageError: the file cannot be read.
        """
        wanted = text.casefold()
        rows = self._rows(
            "SELECT id, name, sql, question, at FROM saved WHERE address = ? "
            "AND (instr(folded, ?) OR instr(folded(sql), ?) OR instr(folded(question), ?)) ORDER BY folded",
            (address, wanted, wanted, wanted),
        )
        return [SavedQuery(*row) for row in rows]

    def pairs(self, address: str) -> list[tuple[str, str]]:
        """(question, query) of the saved queries that answer a question, newest first: a person has looked at these.

        Raises:
            StorageError: the file cannot be read.
        """
        rows = self._rows(
            "SELECT question, sql FROM saved WHERE address = ? AND trim(question) != '' ORDER BY at DESC, id DESC",
            (address,),
        )
        return [(row[0], row[1]) for row in rows]

    def rename(self, saved: int, name: str) -> None:
        """Give a saved query another name.

        Raises:
            InputError: the name is empty, or another query of the connection has it.
            StorageError: the file cannot be written.
        """
        name = _named(name)
        with self._writing() as db:
            try:
                db.execute("UPDATE saved SET name = ?, folded = ? WHERE id = ?", (name, name.casefold(), saved))
            except sqlite3.IntegrityError as error:
                raise InputError(
                    f"There is already a saved query “{name}”.", field="name", hint="Choose another name."
                ) from error

    def delete(self, saved: int) -> None:
        """Delete a saved query.

        Raises:
            StorageError: the file cannot be written.
        """
        with self._writing() as db:
            db.execute("DELETE FROM saved WHERE id = ?", (saved,))

    # the file

    def _rows(self, sql: str, values: Sequence[Any]) -> list[Any]:
        with self._opened() as db:
            return db.execute(sql, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on the disk when the block is left, or not at all."""
        with self._opened() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                if self._db is None:
                    self._db = self._open()
                yield self._db
            except (sqlite3.Error, OSError) as error:
                raise StorageError(
                    f"The log of queries cannot be used: {error}.",
                    hint="Check the free space and the rights of the data folder.",
                ) from error

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
        self.set_aside = _moved_aside(self._path, self._clock())
        return self._connected()

    def _connected(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL, 0o600))
        db = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None, timeout=_BUSY_S)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.create_function("folded", 1, str.casefold, deterministic=True)
            self._migrate(db)
        except BaseException:
            db.close()
            raise
        return db

    def _migrate(self, db: sqlite3.Connection) -> None:
        """Create the tables of a new file; look at an old one from end to end.

        Raises:
            StorageError: a newer version of the program has written it.
        """
        db.execute("BEGIN IMMEDIATE")
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise StorageError(
                    "The log of queries was written by a newer version of the program.", hint="Use the newer version."
                )
            if version == 0:
                for statement in _CREATE.split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            elif (found := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise _DamagedError(found)
        except BaseException:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


class _DamagedError(sqlite3.DatabaseError):
    """The file can be opened, but not all of it read."""


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is at fault, as opposed to a lock, a full disk or missing rights."""
    code = getattr(error, "sqlite_errorcode", None)
    return (
        isinstance(error, _DamagedError)
        or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        or _lacks_tables(error)
    )


def _lacks_tables(error: sqlite3.DatabaseError) -> bool:
    return "already exists" in str(error) or "no such table" in str(error)


def _moved_aside(path: Path, at: float) -> Path:
    """Give a file, with what SQLite keeps beside it, a name of its own."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(at))
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    return aside


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InputError("A saved query needs a name.", field="name", hint="Give it one that says what it answers.")
    return name
