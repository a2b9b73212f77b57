from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.api import InputError, StorageError
from plugins.sql_assistant import query_log
from plugins.sql_assistant.query_log import PastQuery, QueryLog, SavedQuery

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import os, signal, sys
from pathlib import Path
from plugins.sql_assistant.query_log import QueryLog
log = QueryLog(Path(sys.argv[1]))
for n in range(50):
    log.record("a", f"SELECT {n}")
log.save("a", "kept", "SELECT 'kept'", "Is it kept?")
os.kill(os.getpid(), signal.SIGKILL)
"""


class Clock:
    """One second a look."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def log(tmp_path: Path) -> Iterator[QueryLog]:
    made = QueryLog(tmp_path / "queries.sqlite", clock=Clock())
    yield made
    made.close()


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    QueryLog(tmp_path / "queries.sqlite").close()
    assert not (tmp_path / "queries.sqlite").exists()


def test_what_ran_is_found_newest_first_by_connection(log: QueryLog) -> None:
    log.record("a", "SELECT 1", question="One?", elapsed_s=0.5, row_count=1)
    log.record("a", "SELEC", status="failed")
    log.record("b", "SELECT 3")
    assert log.recent("a") == [
        PastQuery(2, "SELEC", "", Clock.now + 2, None, None, "failed"),
        PastQuery(1, "SELECT 1", "One?", Clock.now + 1, 0.5, 1, "verified"),
    ]
    assert [one.sql for one in log.recent("b")] == ["SELECT 3"]
    assert [one.sql for one in log.recent("a", limit=1)] == ["SELEC"]


def test_what_ran_is_searched_in_query_and_question_whatever_the_case(log: QueryLog) -> None:
    log.record("a", "SELECT * FROM Straße", question="Wie viele ÄPFEL?")
    log.record("a", "SELECT '100%'")
    assert len(log.recent("a", "äpfel")) == 1
    assert len(log.recent("a", "STRASSE")) == 1
    assert [one.sql for one in log.recent("a", "%")] == ["SELECT '100%'"]
    assert log.recent("a", "_") == []


def test_the_same_query_run_again_is_one_entry_and_keeps_its_question(log: QueryLog) -> None:
    log.record("a", "SELECT 1", question="One?", row_count=1)
    log.record("a", "SELECT 1", row_count=2)
    (past,) = log.recent("a")
    assert (past.question, past.row_count) == ("One?", 2)
    log.record("a", "SELECT 2")
    log.record("a", "SELECT 1")
    assert len(log.recent("a")) == 3


def test_the_oldest_are_forgotten(log: QueryLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_log, "MAX_ENTRIES", 3)
    for n in range(5):
        log.record("a", f"SELECT {n}")
    log.record("b", "SELECT 9")
    assert [one.sql for one in log.recent("a")] == ["SELECT 4", "SELECT 3", "SELECT 2"]


def test_queries_are_saved_by_name(log: QueryLog) -> None:
    log.save("a", "  Orders \n a month ", "SELECT 1")
    log.save("a", "best customers", "SELECT 2", "Who buys most?")
    assert [(one.name, one.sql) for one in log.saved("a")] == [
        ("best customers", "SELECT 2"),
        ("Orders a month", "SELECT 1"),
    ]
    assert log.saved("b") == []
    assert [one.name for one in log.saved("a", "BUYS")] == ["best customers"]


def test_a_query_of_the_same_name_is_replaced(log: QueryLog) -> None:
    first = log.save("a", "Best", "SELECT 1")
    again = log.save("a", "BEST", "SELECT 2")
    assert again.id == first.id
    assert [(one.name, one.sql) for one in log.saved("a")] == [("BEST", "SELECT 2")]


def test_names_are_given_changed_and_refused(log: QueryLog) -> None:
    one, other = log.save("a", "one", "SELECT 1"), log.save("a", "other", "SELECT 2")
    log.rename(one.id, "first")
    log.rename(one.id, "First")
    assert [saved.name for saved in log.saved("a")] == ["First", "other"]
    with pytest.raises(InputError, match="already a saved query “OTHER”"):
        log.rename(one.id, "OTHER")
    with pytest.raises(InputError, match="needs a name"):
        log.save("a", "  ", "SELECT 1")
    log.delete(other.id)
    assert [saved.name for saved in log.saved("a")] == ["First"]


def test_pairs_are_saved_queries_with_a_question_newest_first(log: QueryLog) -> None:
    log.save("a", "z", "SELECT 1", "One?")
    log.save("a", "no question", "SELECT 0")
    log.save("a", "b", "SELECT 2", "Two?")
    log.save("b", "c", "SELECT 3", "Three?")
    assert log.pairs("a") == [("Two?", "SELECT 2"), ("One?", "SELECT 1")]


def test_the_history_is_cleared_and_what_was_saved_stays(log: QueryLog) -> None:
    for n in range(3):
        log.record("a", f"SELECT {n}")
    log.record("b", "SELECT 9")
    log.save("a", "kept", "SELECT 1")
    log.forget(log.recent("a")[0].id)
    assert [one.sql for one in log.recent("a")] == ["SELECT 1", "SELECT 0"]
    log.clear("a")
    assert (log.recent("a"), len(log.recent("b")), len(log.saved("a"))) == ([], 1, 1)


def test_no_value_of_a_result_can_be_in_the_file(log: QueryLog, tmp_path: Path) -> None:
    log.record("a", "SELECT 1", row_count=5)
    with closing(sqlite3.connect(tmp_path / "queries.sqlite")) as file:
        columns = [row[1] for table in ("history", "saved") for row in file.execute(f"PRAGMA table_info({table})")]
    assert set(columns) == {
        "id", "address", "sql", "question", "at", "elapsed_s", "row_count", "status", "name", "folded",
    }  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="rights of files are others there")
def test_only_its_owner_can_read_the_file(log: QueryLog, tmp_path: Path) -> None:
    log.record("a", "SELECT 1")
    assert stat.S_IMODE((tmp_path / "queries.sqlite").stat().st_mode) == 0o600


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal there")
def test_what_was_kept_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "queries.sqlite"
    done = subprocess.run([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(QueryLog(path)) as log:
        assert len(log.recent("a")) == 50
        assert log.pairs("a") == [("Is it kept?", "SELECT 'kept'")]
        assert log.set_aside is None


def _filled(path: Path) -> None:
    with closing(QueryLog(path)) as log:
        for n in range(300):
            log.record("a", f"SELECT {n} -- {'x' * 200}")


def _no_database(path: Path) -> None:
    path.write_bytes(b"this is no database at all, but someone's notes" * 50)


def _torn(path: Path) -> None:
    _filled(path)
    data = bytearray(path.read_bytes())
    data[8192:40_000] = b"\xff" * (40_000 - 8192)
    path.write_bytes(data)


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE history (mine TEXT)")


@pytest.mark.parametrize("damage", [_no_database, _torn, _foreign])
def test_a_damaged_file_is_set_aside_and_never_overwritten(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "queries.sqlite"
    assert callable(damage)
    damage(path)
    before = path.read_bytes()
    with closing(QueryLog(path)) as log:
        log.record("a", "SELECT 1")
        assert [one.sql for one in log.recent("a")] == ["SELECT 1"]
        assert log.set_aside is not None
        assert len(log.set_aside.read_bytes()) == len(before)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "queries.sqlite"
    _filled(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA user_version = 99")
    with closing(QueryLog(path)) as log, pytest.raises(StorageError, match="newer version"):
        log.recent("a")
    assert [one.name for one in tmp_path.iterdir() if "damaged" in one.name] == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be used"):
        QueryLog(tmp_path / "file" / "queries.sqlite").record("a", "SELECT 1")


def test_threads_and_windows_share_it(tmp_path: Path) -> None:
    path = tmp_path / "queries.sqlite"
    logs = [QueryLog(path) for _ in range(2)]

    def work(log: QueryLog, name: str) -> None:
        for n in range(20):
            log.record(name, f"SELECT {n}")

    threads = [
        threading.Thread(target=work, args=(log, f"{name}")) for log in logs for name in (id(log), f"{id(log)}x")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM history").fetchone() == (80,)
    for log in logs:
        log.close()


def test_saved_queries_say_when_they_were_saved(log: QueryLog) -> None:
    assert log.save("a", "n", "SELECT 1", "q") == SavedQuery(1, "n", "SELECT 1", "q", Clock.now + 1)
