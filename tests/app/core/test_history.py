"""What is kept, when it is on the disk, and what a dead process leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from app.core.history import History
from app.core.messages import Message, Usage
from app.core.result import Outcome, RunResult
from app.errors import StorageError

ROOT = Path(__file__).resolve().parents[3]


def _result(run_id: str) -> RunResult:
    outcome = Outcome("verified", "SELECT 1", {"rows": [[1]]})
    return RunResult(run_id, "sql_assistant", "local", "Starter", "because", outcome, Usage(3, 4, 0.1, 50.0))


def test_a_run_is_kept_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    history.begin("r1", "sql_assistant", {"question": "多少?"})
    history.sending("r1", [Message.user("多少?")], "local", "Starter", "because")
    history.partial("r1", "SELE")
    row = history.get("r1")
    assert row is not None
    assert (row.state, row.text, row.messages) == ("running", "SELE", (Message.user("多少?"),))
    history.finish(_result("r1"))
    row = history.recent()[0]
    assert (row.state, row.status, row.text, row.result, row.usage.completion_tokens) == (
        "finished",
        "verified",
        "SELECT 1",
        {"rows": [[1]]},
        4,
    )
    history.delete("r1")
    assert history.recent() == []
    history.close()


def test_secrets_never_reach_the_file(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3", redact=lambda text: text.replace("sk-secret", "[hidden]"))
    history.begin("r1", "t", {"prompt": "my key is sk-secret"})
    history.end("r1", "failed", "sk-secret", "error with sk-secret")
    history.close()
    assert b"sk-secret" not in (tmp_path / "h.sqlite3").read_bytes()


def test_after_kill_9_the_run_is_there_as_interrupted_with_its_text(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    script = (
        "import sys, os, signal\nfrom pathlib import Path\nfrom app.core.history import History\n"
        f"h = History(Path({str(path)!r}))\nh.begin('r1', 't', {{'prompt': 'hello'}})\nh.partial('r1', 'half an ans')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    died = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    history = History(path)
    row = history.get("r1")
    assert row is not None
    assert (row.state, row.text, row.inputs) == ("interrupted", "half an ans", {"prompt": "hello"})
    history.close()


def test_a_file_that_is_no_history_is_an_error_with_a_hint(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StorageError, match="cannot be read or written") as caught:
        History(path)
    assert caught.value.hint


def test_a_full_disk_is_an_error_that_says_so(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    history._db.execute("PRAGMA max_page_count = 8")
    with pytest.raises(StorageError, match="full") as caught:
        history.begin("r1", "t", {"prompt": "x" * 100_000})
    assert caught.value.hint == "Free some space."
    history.close()


def test_a_newer_history_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StorageError, match="newer version"):
        History(path)


def test_rows_of_a_process_that_lives_are_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    first = History(path)
    first.begin("r1", "t", {})
    first._db.execute("UPDATE runs SET pid = ?", (os.getppid(),))
    second = History(path)
    assert second.get("r1") is not None
    first.close()
    second.close()


def test_rows_of_a_process_that_began_after_them_are_interrupted(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    first = History(path, clock=lambda: 1_000.0)
    first.begin("r1", "t", {})
    # Its number now belongs to a younger process, whose command line looks like ours.
    with subprocess.Popen([sys.executable, "-c", "input()", "polymath"], stdin=subprocess.PIPE) as younger:
        first._db.execute("UPDATE runs SET pid = ?", (younger.pid,))
        second = History(path)
        row = second.get("r1")
        younger.kill()
    assert row is not None
    assert row.state == "interrupted"
    first.close()
    second.close()


def test_two_processes_that_start_at_once_make_one_history(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    with ThreadPoolExecutor(8) as pool:
        histories = list(pool.map(lambda _: History(path), range(8)))
    for number, history in enumerate(histories):
        history.begin(f"r{number}", "t", {})
    assert len(histories[0].recent()) == 8
    for history in histories:
        history.close()


def test_the_copy_before_a_migration_holds_what_is_still_in_the_log(tmp_path: Path) -> None:
    history = History(tmp_path / "h.sqlite3")
    history.begin("r1", "t", {})
    history._copy_to(tmp_path / "copy.sqlite3")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT run_id FROM runs").fetchall() == [("r1",)]
    history.close()
