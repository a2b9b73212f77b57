"""The log of changes: nothing is taken out of it, and a program that is killed leaves either nothing or an entry that says so."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.api import StorageError
from plugins.sql_assistant.check import Subject
from plugins.sql_assistant.sources.base import QueryFailed, Stop
from plugins.sql_assistant.writing.difference import Difference, RowChange
from plugins.sql_assistant.writing.dry_run import apply, preview
from plugins.sql_assistant.writing.log import WRITE_LOG, WriteLog

FOUND = Difference(
    "DELETE", "delete from t", "DELETE FROM t", "t", ("id", "name"), ("id",), 2,
    (RowChange((1, "Ana"), None), RowChange((2, None), None)),
)  # fmt: skip

KILLED = """
import os, signal, sys
from pathlib import Path
from plugins.sql_assistant.check import subject_of
from plugins.sql_assistant.sources.base import Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.sources.sqlite_writing import SqliteWriting
from plugins.sql_assistant.writing.dry_run import apply, preview
from plugins.sql_assistant.writing.log import WriteLog

place, data, when = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
owner, name = {"begin": (WriteLog, "begin"), "commit": (SqliteWriting, "commit"), "end": (WriteLog, "end")}[when]
setattr(owner, name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
source = open_source(place, data)
subject = subject_of(source, source.read_schema())
apply(preview("DELETE FROM nokey", subject, data, Stop()), subject, data, Stop())
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / WRITE_LOG


def test_an_entry_holds_who_what_and_the_rows(path: Path) -> None:
    with closing(WriteLog(path, clock=lambda: 5.0)) as log:
        number = log.begin("shop.sqlite", FOUND)
        log.end(number, "done")
    with closing(WriteLog(path)) as log:
        (entry,) = log.entries("shop.sqlite")
        assert log.entries("other.sqlite") == []
    assert (entry.at, entry.address, entry.sql, entry.table, entry.affected) == (
        5.0,
        "shop.sqlite",
        "DELETE FROM t",
        "t",
        2,
    )
    assert entry.rows == (([1, "Ana"], None), ([2, None], None))
    assert entry.who
    assert entry.how == "done"


def test_an_entry_without_an_end_says_that_it_is_not_known(path: Path) -> None:
    with closing(WriteLog(path)) as log:
        log.begin("a", FOUND)
        assert [entry.how for entry in log.entries()] == ["unknown"]


def test_entries_can_neither_be_changed_nor_deleted(path: Path) -> None:
    with closing(WriteLog(path)) as log:
        log.end(log.begin("a", FOUND), "done")
    with closing(sqlite3.connect(path)) as connection:
        for sql in (
            "UPDATE began SET who = 'x'",
            "DELETE FROM began",
            "UPDATE ended SET how = 'x'",
            "DELETE FROM ended",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                connection.execute(sql)


@pytest.mark.skipif(os.name != "posix", reason="rights of files")
def test_only_the_owner_can_read_it(path: Path) -> None:
    with closing(WriteLog(path)) as log:
        log.begin("a", FOUND)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_of_a_newer_version_is_left_alone(path: Path) -> None:
    with closing(WriteLog(path)) as log:
        log.begin("a", FOUND)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with closing(WriteLog(path)) as log, pytest.raises(StorageError, match="newer version"):
        log.begin("a", FOUND)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("when", "rows_left", "entries"),
    [("begin", 3, []), ("commit", 3, ["unknown"]), ("end", 0, ["unknown"])],
)
def test_a_program_that_is_killed_leaves_nothing_or_an_entry_that_says_so(
    subject: Subject, sqlite_file: Path, data: Path, when: str, rows_left: int, entries: list[str]
) -> None:
    command = [sys.executable, "-c", KILLED, str(sqlite_file), str(data), when]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with closing(sqlite3.connect(sqlite_file)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM nokey").fetchone() == (rows_left,)
    with closing(WriteLog(data / WRITE_LOG)) as log:
        assert [entry.how for entry in log.entries()] == entries


def test_what_the_database_refuses_at_the_end_is_noted_as_undone(
    subject: Subject, sqlite_file: Path, data: Path
) -> None:
    with closing(sqlite3.connect(sqlite_file)) as connection:
        connection.execute(
            "CREATE TABLE late (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES late DEFERRABLE INITIALLY DEFERRED)"
        )
    subject = Subject(subject.source, subject.source.read_schema(), subject.wording)
    found = preview("INSERT INTO late VALUES (1, 99)", subject, data, Stop())
    with pytest.raises(QueryFailed, match="FOREIGN KEY"):
        apply(found, subject, data, Stop())
    with closing(WriteLog(data / WRITE_LOG)) as log:
        assert [entry.how for entry in log.entries()] == ["undone"]
