"""Keeps what was written, where anyone can look it up: one small SQLite file in the tool's folder, to which entries are only added.

An entry is made before a change is committed and a second one after. Where the second is missing (the program was killed in between, or the
connection was lost), it is not known whether the change was made, and the log says so.
"""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.api import StorageError
from plugins.sql_assistant.writing.difference import Difference

WRITE_LOG = "writes.sqlite"
"""The file in the tool's folder."""

SCHEMA_VERSION = 1
MAX_ROWS_BYTES = 2 * 2**20
_BUSY_S = 5.0
_CREATE = """
CREATE TABLE began (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL, sql TEXT NOT NULL,
    table_name TEXT NOT NULL, affected INTEGER NOT NULL, columns TEXT NOT NULL, rows TEXT NOT NULL);
CREATE TABLE ended (id INTEGER PRIMARY KEY REFERENCES began, at REAL NOT NULL, how TEXT NOT NULL);
CREATE TRIGGER began_stays BEFORE UPDATE ON began BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER began_remains BEFORE DELETE ON began BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER ended_stays BEFORE UPDATE ON ended BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER ended_remains BEFORE DELETE ON ended BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END
"""
_ENTRIES = """
SELECT began.id, began.at, who, address, sql, table_name, affected, columns, rows, coalesce(how, 'unknown')
FROM began LEFT JOIN ended ON ended.id = began.id
"""
_OUTLINES = _ENTRIES.replace("columns, rows,", "'[]', '[]',")

How = Literal["done", "undone", "unknown"]


@dataclass(frozen=True, slots=True)
class WriteEntry:
    """One change.

    Attributes:
        at: seconds since the epoch.
        who: the account of the computer that ran the program.
        affected: how many rows.
        rows: pairs of a row before and after (None: there was none), the first of them.
        how: ``done``; ``undone`` where the database refused at the end; ``unknown`` where nothing was noted after it began.
    """

    id: int
    at: float
    who: str
    address: str
    sql: str
    table: str
    affected: int
    columns: tuple[str, ...]
    rows: tuple[tuple[Sequence[Any] | None, Sequence[Any] | None], ...]
    how: How


class WriteLog:
    """The log of changes. The methods block for a few ms; each entry is on the disk when its call returns."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._clock = clock
        self._db: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file; the next call opens it again."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def begin(self, address: str, difference: Difference) -> int:
        """Note that a change is about to be made; the number of the entry.

        Raises:
            StorageError: the file cannot be written.
        """
        values = (
            self._clock(), _account(), address, difference.sql, difference.table, difference.affected,
            json.dumps(difference.columns, ensure_ascii=False), _rows_text(difference),
        )  # fmt: skip
        with self._using() as db:
            cursor = db.execute(
                "INSERT INTO began (at, who, address, sql, table_name, affected, columns, rows) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            return int(cursor.lastrowid or 0)

    def end(self, entry: int, how: How) -> None:
        """Note how it ended.

        Raises:
            StorageError: the file cannot be written.
        """
        with self._using() as db:
            db.execute("INSERT INTO ended (id, at, how) VALUES (?, ?, ?)", (entry, self._clock(), how))

    def entries(self, address: str = "", limit: int = 200) -> list[WriteEntry]:
        """Changes of one connection, or of all, newest first.

        Raises:
            StorageError: the file cannot be read.
        """
        return self._found(_ENTRIES, address, limit)

    def outlines(self, address: str = "", limit: int = -1) -> list[WriteEntry]:
        """The same without their columns and rows, which may be long; all of them where there is no limit.

        Raises:
            StorageError: the file cannot be read.
        """
        return self._found(_OUTLINES, address, limit)

    def entry(self, number: int) -> WriteEntry | None:
        """One change; None where there is none of this number.

        Raises:
            StorageError: the file cannot be read.
        """
        with self._using() as db:
            row = db.execute(f"{_ENTRIES} WHERE began.id = ?", (number,)).fetchone()
            return _entry(row) if row else None

    def _found(self, select: str, address: str, limit: int) -> list[WriteEntry]:
        where = "WHERE address = ? " if address else ""
        with self._using() as db:
            found = db.execute(f"{select} {where}ORDER BY began.id DESC LIMIT ?", (*filter(None, (address,)), limit))
            return [_entry(row) for row in found]

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._db is None:
                self._db = self._opened()
            yield self._db
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"The log of changes cannot be used: {error}.", hint=f"Check the disk and the rights of {self._path}."
            ) from error

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        db = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA synchronous = EXTRA")
            db.execute("BEGIN IMMEDIATE")
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > SCHEMA_VERSION:
                raise StorageError(
                    "The log of changes was written by a newer version of the program.", hint="Use the newer version."
                )
            if version == 0:
                for statement in _CREATE.split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            db.execute("COMMIT")
        except BaseException:
            db.close()
            raise
        return db


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no account has this number
        return str(os.getuid()) if hasattr(os, "getuid") else "?"


def _rows_text(difference: Difference) -> str:
    """The rows before and after, as many as fit."""
    parts: list[str] = []
    size = 0
    for row in difference.rows:
        text = json.dumps([row.before, row.after], ensure_ascii=False)
        size += len(text)
        if size > MAX_ROWS_BYTES:
            break
        parts.append(text)
    return f"[{','.join(parts)}]"


def _entry(row: Sequence[Any]) -> WriteEntry:
    number, at, who, address, sql, table, affected, columns, rows, how = row
    pairs = tuple((before, after) for before, after in json.loads(rows))
    return WriteEntry(number, at, who, address, sql, table, affected, tuple(json.loads(columns)), pairs, how)
