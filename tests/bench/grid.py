"""The grid of rows with a million of them: ``python -m tests.bench.grid [--rows N] [--json]``; about a minute, 300 MB of disk.

A SQLite file of six columns is asked through the tool's own guarded session; its rows run into a store while the grid shows them. A timer
beats every millisecond on the GUI thread; the longest gap between two beats in a phase is its stall. Memory is what the process
holds resident, without what it held before the query began.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.ui.application import make_application
from plugins.sql_assistant.grid_view import ResultGrid
from plugins.sql_assistant.results.filters import Filter
from plugins.sql_assistant.results.spool import spool, stream_of
from plugins.sql_assistant.results.store import ResultStore
from plugins.sql_assistant.rows_view import WAITING, RowsModel
from plugins.sql_assistant.sources.base import Limits, Stop
from plugins.sql_assistant.sources.sqlite_source import SqliteSource
from tests.helpers.background import BackgroundHost

ROWS = 1_000_000
FIRST_ROWS_BUDGET_S = 1.0
STALL_BUDGET_MS = 50.0
MEMORY_BUDGET_MIB = 150.0
SCROLLING = ("scroll_steadily", "scroll_by_pages", "drag_to_and_fro", "scroll_sorted")
_HEARTBEAT_MS = 1
_FRAME_MS = 16
_SCROLL_S = 4.0
_LIMIT_S = 120.0
_LIMITS = Limits(timeout_s=_LIMIT_S, max_rows=10**8, max_bytes=2**40)
_MIB = 2**20
_WAITING = Path("/proc/thread-self/schedstat")


class Heart:
    """Beats on the GUI thread and keeps the longest gap and the most memory."""

    def __init__(self) -> None:
        self._process = psutil.Process()
        self._base = self._process.memory_info().rss
        self._beats: list[tuple[float, float, float]] = []
        self.peak_mib = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_HEARTBEAT_MS)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        self._beats.append(_now())
        if len(self._beats) % 50 == 0:
            self.look()

    def look(self) -> None:
        """Take note of the memory."""
        self.peak_mib = max(self.peak_mib, (self._process.memory_info().rss - self._base) / _MIB)

    @contextmanager
    def listening(self, found: dict[str, Any], name: str) -> Iterator[None]:
        """Note how long a phase took, its longest gap, and what of one gap was at most the program's own.

        Others may want the cores: ``longest_work_ms`` is how long the thread computed, ``longest_own_stall_ms`` is all of a gap but the
        time in which the thread was ready to run and other programs ran.
        """
        self._beats = [_now()]
        began = time.perf_counter()
        self._timer.start()
        yield
        self._timer.stop()
        self._beats.append(_now())
        self.look()
        gaps = [[now - before for before, now in zip(*pair, strict=True)] for pair in itertools.pairwise(self._beats)]
        found[name] = {
            "seconds": round(time.perf_counter() - began, 2),
            "longest_stall_ms": round(max(stall for stall, _, _ in gaps) * 1000, 1),
            "longest_own_stall_ms": round(max(stall - waited for stall, _, waited in gaps) * 1000, 1),
            "longest_work_ms": round(max(work for _, work, _ in gaps) * 1000, 1),
        }


def _now() -> tuple[float, float, float]:
    """On the clock, of this thread's own time, and of the time that it waited for a processor."""
    return time.perf_counter(), time.thread_time(), _waited_s()


def _waited_s() -> float:
    """How long this thread was ready to run and did not; 0 where the system does not tell (Linux does)."""
    try:
        return int(_WAITING.read_text().split()[1]) / 1e9
    except OSError:
        return 0.0


def wait_until(is_so: Callable[[], bool]) -> None:
    """Let the event loop run until something is so.

    Raises:
        TimeoutError: it took too long.
    """
    loop, began = QEventLoop(), time.perf_counter()

    def look() -> None:
        if is_so() or time.perf_counter() - began > _LIMIT_S:
            loop.quit()

    timer = QTimer(loop)
    timer.setInterval(5)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if not is_so():
        raise TimeoutError("the grid did not come to rest")


def make_database(path: Path, rows: int) -> None:
    """Orders of a shop: whole numbers, decimals, texts beyond ASCII, dates, NULLs."""
    numbers = random.Random(7)
    cities = ("Paris", "Oslo", "Zürich", "Łódź", "Berlin", "Lima", None)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE orders (id INTEGER, customer TEXT, city TEXT, total REAL, ordered DATE, note TEXT)"
        )
        connection.executemany(
            "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    number,
                    f"Customer {numbers.randrange(rows)}",
                    numbers.choice(cities),
                    round(numbers.random() * 5_000, 2),
                    f"20{number % 24:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
                    f"parcel {number:x}, ring twice" if number % 3 else None,
                )
                for number in range(rows)
            ),
        )


class Bench:
    """One grid through its day."""

    def __init__(self, grid: ResultGrid, host: BackgroundHost) -> None:
        self._grid, self._host = grid, host
        self._heart = Heart()
        self.found: dict[str, Any] = {}

    def run(self, database: Path) -> Mapping[str, Any]:
        """Every phase in turn."""
        with self._heart.listening(self.found, "idle"):
            began = time.perf_counter()
            wait_until(lambda: time.perf_counter() - began > _SCROLL_S)
        self._load(database)
        phases: tuple[tuple[str, Callable[[], None]], ...] = (
            ("scroll_steadily", lambda: self._scroll(lambda now, most: min(now + 3, most))),
            ("scroll_by_pages", lambda: self._scroll(lambda now, most: min(now + 40, most))),
            ("drag_to_and_fro", lambda: self._scroll(lambda _now, most: random.randrange(most))),
            ("sort_numbers", lambda: self._sort(3, Qt.SortOrder.DescendingOrder)),
            ("sort_texts", lambda: self._sort(2, Qt.SortOrder.AscendingOrder)),
            ("scroll_sorted", lambda: self._scroll(lambda _now, most: random.randrange(most))),
            ("filter_texts", lambda: self._filter(Filter(2, "contains", "zür"))),
            ("filter_numbers", lambda: self._filter(Filter(3, "≥", 4_900))),
            ("statistics", self._count),
        )
        for name, phase in phases:
            with self._heart.listening(self.found, name):
                phase()
        self.found["memory"] = {"growth_mib": round(self._heart.peak_mib, 1)}
        return self.found

    @property
    def _model(self) -> RowsModel:
        model = self._grid.model
        if model is None:
            raise RuntimeError("the grid shows nothing")
        return model

    def _shows(self) -> bool:
        """Whether the rows that are in sight are here."""
        model, top = self._model, max(self._grid.table.rowAt(0), 0)
        return model.rowCount() == 0 or model.data(model.index(top, 0)) != WAITING

    def _load(self, database: Path) -> None:
        source = SqliteSource(database)
        schema = source.read_schema()
        opened = stream_of(source, schema, "SELECT * FROM orders", _LIMITS, Stop())
        began = time.perf_counter()

        def show(store: ResultStore) -> None:
            self._grid.show_store(store, time.perf_counter() - began)

        with self._heart.listening(self.found, "load"):
            self._host.call(lambda: spool(opened, self._host.data_dir / "results"), show)
            wait_until(lambda: self._grid.model is not None and self._shows())
            self.found["first_rows"] = {"seconds": round(time.perf_counter() - began, 3)}
            wait_until(lambda: self._model.is_complete)
        self.found["rows"] = self._model.rowCount()

    def _scroll(self, place: Callable[[int, int], int]) -> None:
        bar = self._grid.table.verticalScrollBar()
        bar.setValue(0)
        until = time.perf_counter() + _SCROLL_S
        timer = QTimer()
        timer.setInterval(_FRAME_MS)
        timer.timeout.connect(lambda: bar.setValue(place(bar.value(), bar.maximum())))
        timer.start()
        wait_until(lambda: time.perf_counter() > until)
        timer.stop()
        wait_until(self._shows)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._grid.table.sortByColumn(column, order)
        wait_until(lambda: not self._model.is_busy and self._shows())

    def _filter(self, wanted: Filter) -> None:
        self._grid.table.header.put(wanted)
        wait_until(lambda: not self._model.is_busy and self._shows())

    def _count(self) -> None:
        self._grid.table.header.clear()
        wait_until(lambda: not self._model.is_busy and self._shows())
        self._grid.table.setCurrentIndex(self._model.index(0, 3))
        self._grid.table.statistics_action.trigger()
        wait_until(lambda: self._grid.statistics_view.state.isHidden())


def measure(rows: int = ROWS) -> Mapping[str, Any]:
    """All figures, with whether they keep their budgets: first rows, stalls while scrolling, growth of memory."""
    application = QApplication.instance() or make_application()
    with tempfile.TemporaryDirectory(prefix="grid-bench-") as scratch:
        make_database(Path(scratch, "orders.sqlite"), rows)
        host = BackgroundHost(Path(scratch))
        grid = ResultGrid(host)
        grid.resize(1200, 700)
        grid.show()
        try:
            found = dict(Bench(grid, host).run(Path(scratch, "orders.sqlite")))
        finally:
            grid.close_down()
            host.close()
            grid.close()
    del application
    scrolling = [found[name]["longest_stall_ms"] for name in SCROLLING]
    found["ok"] = (
        found["first_rows"]["seconds"] <= FIRST_ROWS_BUDGET_S
        and max(scrolling) <= STALL_BUDGET_MS
        and found["memory"]["growth_mib"] <= MEMORY_BUDGET_MIB
    )
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures; exit status 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.grid", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = measure(options.rows)
    if options.json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        for name, part in found.items():
            figures = part.items() if isinstance(part, dict) else [("", part)]
            sys.stdout.write(f"{name:<18}" + "".join(f"{key} {value}   " for key, value in figures) + "\n")
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
