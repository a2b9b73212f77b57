"""History: SQLite in WAL mode; a run is committed before it is sent, its partial text at least once a second, its end after.

All methods block (a few ms) and may be called from any thread; the run loop calls them in its thread pool.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from app.core.messages import Message, Usage
from app.core.money import cost_from
from app.core.output import whole_characters
from app.core.result import RunResult
from app.errors import StorageError

_CLOCK_SLACK_S = 2.0
_SWITCH_TRIES = 50
_SWITCH_PAUSE_S = 0.1

RunState = Literal["running", "finished", "failed", "cancelled", "interrupted"]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One run as it was kept. Times are seconds since the epoch; ``text`` is the output, or the partial text of an unfinished run;
    ``private`` says why it must stay on this machine, when it is run again too.
    """

    run_id: str
    tool: str
    state: RunState
    started_at: float
    finished_at: float | None
    inputs: Mapping[str, Any]
    engine: str
    model: str
    reason: str
    status: str
    text: str
    result: Mapping[str, Any]
    error: str
    usage: Usage
    messages: tuple[Message, ...]
    fell_back: bool = False
    private: str = ""


def _first_schema(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE runs (
            run_id TEXT PRIMARY KEY, tool TEXT NOT NULL, state TEXT NOT NULL, pid INTEGER NOT NULL,
            started_at REAL NOT NULL, finished_at REAL, inputs TEXT NOT NULL,
            engine TEXT NOT NULL DEFAULT '', model TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
            messages TEXT NOT NULL DEFAULT '[]', text TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '',
            result TEXT NOT NULL DEFAULT '{}', error TEXT NOT NULL DEFAULT '', usage TEXT NOT NULL DEFAULT '{}')"""
    )
    db.execute("CREATE INDEX runs_by_time ON runs (started_at DESC)")


def _ledger(db: sqlite3.Connection) -> None:
    """The accounts of ``app.core.ledger``; and of a run, whether it fell back and why it must stay on this machine."""
    db.execute("ALTER TABLE runs ADD COLUMN fell_back INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE runs ADD COLUMN private TEXT NOT NULL DEFAULT ''")
    db.execute(
        """CREATE TABLE ledger (
            id INTEGER PRIMARY KEY, run_id TEXT NOT NULL, at REAL NOT NULL, day TEXT NOT NULL, tool TEXT NOT NULL,
            provider TEXT NOT NULL, host TEXT NOT NULL, model TEXT NOT NULL, state TEXT NOT NULL,
            prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL,
            estimated INTEGER NOT NULL, currency TEXT NOT NULL, cost REAL)"""
    )
    db.execute("CREATE INDEX ledger_by_day ON ledger (day)")
    db.execute("CREATE INDEX ledger_by_run ON ledger (run_id)")


MIGRATIONS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("first schema", _first_schema),
    ("ledger", _ledger),
)
"""Named and ordered; never edited once released. A copy of the file is kept before each."""


class History:
    """The runs of this user."""

    def __init__(
        self, path: Path, *, redact: Callable[[str], str] = str, clock: Callable[[], float] = time.time
    ) -> None:
        """Open, migrate, and mark runs whose process is gone as interrupted.

        Raises:
            StorageError: the file cannot be opened, or is no history.
        """
        self._path = path
        self._redact = redact
        self._clock = clock
        self._lock = threading.Lock()
        with _mapped(path):
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=5.0)
            self._write_ahead()
            self._db.execute("PRAGMA synchronous = FULL")
            self._migrate()
            self._mark_interrupted()

    def begin(self, run_id: str, tool: str, inputs: Mapping[str, Any]) -> None:
        """Commit that a run begins."""
        self._execute(
            "INSERT INTO runs (run_id, tool, state, pid, started_at, inputs) VALUES (?, ?, 'running', ?, ?, ?)",
            (run_id, tool, os.getpid(), self._clock(), self._json(inputs)),
        )

    def sending(self, run_id: str, messages: Sequence[Message], engine: str, model: str, reason: str) -> None:
        """Commit what is about to be sent, and where."""
        rows = [asdict(message) for message in messages]
        self._execute(
            "UPDATE runs SET messages = ?, engine = ?, model = ?, reason = ? WHERE run_id = ?",
            (self._json(rows), engine, model, reason, run_id),
        )

    def mark_private(self, run_id: str, reason: str) -> None:
        """Keep why a run must stay on this machine."""
        self._execute("UPDATE runs SET private = ? WHERE run_id = ?", (reason, run_id))

    def partial(self, run_id: str, text: str) -> None:
        """Keep the text so far."""
        self._execute("UPDATE runs SET text = ? WHERE run_id = ?", (self._clean(text), run_id))

    def finish(self, result: RunResult) -> None:
        """Keep a run's result."""
        outcome = result.outcome
        self._execute(
            """UPDATE runs SET state = 'finished', finished_at = ?, engine = ?, model = ?, reason = ?, text = ?,
               status = ?, result = ?, usage = ?, fell_back = ? WHERE run_id = ?""",
            (
                self._clock(),
                result.engine,
                result.model,
                result.reason,
                self._clean(outcome.output),
                outcome.status,
                self._json(outcome.result),
                self._json(asdict(result.usage)),
                result.fell_back,
                result.run_id,
            ),
        )

    def end(self, run_id: str, state: RunState, partial: str, error: str = "") -> None:
        """Keep that a run failed or was cancelled, with its partial text."""
        self._execute(
            "UPDATE runs SET state = ?, finished_at = ?, text = ?, error = ? WHERE run_id = ?",
            (state, self._clock(), self._clean(partial), self._clean(error), run_id),
        )

    def recent(self, limit: int = 100, tool: str | None = None) -> list[HistoryRow]:
        """The newest runs first."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM runs WHERE ? IS NULL OR tool = ? ORDER BY started_at DESC LIMIT ?"  # noqa: S608 - fixed names
        with self._lock, _mapped(self._path):
            return [_row(values) for values in self._db.execute(query, (tool, tool, limit))]

    def get(self, run_id: str) -> HistoryRow | None:
        """One run; None if it is not kept."""
        query = f"SELECT {', '.join(_COLUMNS)} FROM runs WHERE run_id = ?"  # noqa: S608 - fixed names
        with self._lock, _mapped(self._path):
            values = self._db.execute(query, (run_id,)).fetchone()
        return _row(values) if values else None

    def delete(self, run_id: str) -> None:
        """Forget one run."""
        self._execute("DELETE FROM runs WHERE run_id = ?", (run_id,))

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _execute(self, query: str, values: tuple[Any, ...]) -> None:
        with self._lock, _mapped(self._path):
            self._db.execute(query, values)

    def _json(self, value: Any) -> str:
        return self._clean(json.dumps(value, ensure_ascii=False, default=str))

    def _clean(self, text: str) -> str:
        return self._redact(whole_characters(text))

    def _write_ahead(self) -> None:
        """Switch to the write-ahead log. SQLite does not wait for a lock here, as it does elsewhere, when two programs start at once."""
        for _ in range(_SWITCH_TRIES):
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error):
                    raise
                time.sleep(_SWITCH_PAUSE_S)
            else:
                return
        self._db.execute("PRAGMA journal_mode = WAL")

    def _migrate(self) -> None:
        done = self._db.execute("PRAGMA user_version").fetchone()[0]
        if done > len(MIGRATIONS):
            raise StorageError(
                f"The history {self._path} was written by a newer version of the program.",
                hint="Install that version, or move the file away.",
            )
        for number, (_name, step) in enumerate(MIGRATIONS[done:], done + 1):
            if number > 1:
                self._copy_to(self._path.with_suffix(f".before-{number}.sqlite3"))
            self._db.execute("BEGIN IMMEDIATE")
            if self._db.execute("PRAGMA user_version").fetchone()[0] < number:  # another process may have been first
                step(self._db)
                self._db.execute(f"PRAGMA user_version = {number}")
            self._db.execute("COMMIT")

    def _copy_to(self, copy: Path) -> None:
        """By SQLite itself: what is still in the write-ahead log is part of the history too."""
        with closing(sqlite3.connect(copy)) as target:
            self._db.backup(target)

    def _mark_interrupted(self) -> None:
        running = self._db.execute("SELECT run_id, pid, started_at FROM runs WHERE state = 'running'").fetchall()
        for run_id, pid, started_at in running:
            if pid == os.getpid() or not _is_polymath(pid, started_at):
                self._db.execute("UPDATE runs SET state = 'interrupted' WHERE run_id = ?", (run_id,))


_COLUMNS = (
    "run_id",
    "tool",
    "state",
    "started_at",
    "finished_at",
    "inputs",
    "engine",
    "model",
    "reason",
    "status",
    "text",
    "result",
    "error",
    "usage",
    "messages",
    "fell_back",
    "private",
)


def _row(values: tuple[Any, ...]) -> HistoryRow:
    cells = dict(zip(_COLUMNS, values, strict=True))
    for name in ("inputs", "result"):
        cells[name] = json.loads(cells[name])
    cells["usage"] = _usage(json.loads(cells["usage"]))
    cells["fell_back"] = bool(cells["fell_back"])
    cells["messages"] = tuple(Message(**m) for m in json.loads(cells["messages"]))
    return HistoryRow(**cells)


def _usage(data: Mapping[str, Any]) -> Usage:
    """Usage as it was written, by a version that knew fewer fields too."""
    known = {name: data[name] for name in Usage.__dataclass_fields__ if name in data}
    return Usage(**{**known, "cost": cost_from(data.get("cost"))})


def _is_polymath(pid: int, started_at: float) -> bool:
    """Whether the process that began a row still runs. Numbers are used again: one that was born after the row is another."""
    import psutil  # only needed where another process left rows

    with suppress(psutil.Error):
        process = psutil.Process(pid)
        is_ours = any("polymath" in part or part in {"app", "-m"} for part in process.cmdline())
        return is_ours and process.create_time() <= started_at + _CLOCK_SLACK_S
    return False


@contextmanager
def _mapped(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one that a person can act on."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        hint = "Free some space." if "full" in text else "Check the permissions of the folder, or move the file away."
        raise StorageError(f"The history {path} cannot be read or written: {text}.", hint=hint) from error
