"""Many starts, stops and cancels leave nothing behind. ``POLYMATH_TEST_CYCLES=200`` does more of them."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.core.settings import LocalSettings
from app.engines.child import WorkerProcess
from app.engines.local import LocalEngine
from tests.helpers import tiny_gguf
from tests.helpers.streams import ask, collect, first_text, run

CYCLES = int(os.environ.get("POLYMATH_TEST_CYCLES", "30"))
_WARM_UP = 5
_MIB = 1 << 20
PLAYED = """
import json, sys
for line in sys.stdin:
    heard = json.loads(line)
    if heard["type"] != "cancel":
        print(json.dumps({"id": heard["id"], "type": "ready" if heard["type"] == "hello" else "done"}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What this process holds at a moment."""

    descriptors: int
    threads: int
    children: int
    tasks: int
    memory_bytes: int

    @staticmethod
    def now() -> Holdings:
        gc.collect()
        me = psutil.Process()
        children, tasks = me.children(recursive=True), asyncio.all_tasks()
        return Holdings(me.num_fds(), threading.active_count(), len(children), len(tasks), me.memory_info().rss)


async def _over_many(count: int, work: Callable[[], Awaitable[None]]) -> tuple[Holdings, Holdings]:
    """What is held after a few rounds and after many."""
    for _ in range(_WARM_UP):
        await work()
    before = Holdings.now()
    for _ in range(count):
        await work()
    return before, Holdings.now()


def _check(before: Holdings, after: Holdings) -> None:
    assert after.descriptors <= before.descriptors
    assert after.threads <= before.threads + 1  # a thread that waits for a process may not be joined yet
    assert after.children <= before.children
    assert after.tasks <= before.tasks
    assert after.memory_bytes - before.memory_bytes < 16 * _MIB


def test_starting_and_stopping_a_worker_leaves_nothing() -> None:
    async def cycle() -> None:
        worker = await WorkerProcess.start((sys.executable, "-S", "-c", PLAYED))
        async with aclosing(worker.request("generate")) as events:
            assert [event.kind async for event in events] == ["done"]
        await worker.stop()

    before, after = asyncio.run(_over_many(CYCLES, cycle))

    _check(before, after)
    assert after.children == before.children


def test_a_worker_that_dies_leaves_nothing() -> None:
    async def cycle() -> None:
        worker = await WorkerProcess.start((sys.executable, "-S", "-c", PLAYED))
        psutil.Process(worker.pid).kill()
        await worker.stop()

    _check(*asyncio.run(_over_many(CYCLES, cycle)))


def test_cancelling_again_and_again_leaves_nothing_here_and_nothing_in_the_worker(tmp_path: Path) -> None:
    model = tiny_gguf.make(tmp_path / "cycle.gguf", favourite="abcdef", context=4096)
    engine = LocalEngine(model, LocalSettings())
    sizes: list[int] = []

    async def cycle() -> None:
        async with aclosing(engine.stream(ask(max_tokens=None))) as stream:
            await first_text(stream)
        assert engine.worker_pid is not None
        sizes.append(psutil.Process(engine.worker_pid).memory_info().rss)

    async def work() -> tuple[Holdings, Holdings, str]:
        before, after = await _over_many(200, cycle)
        return before, after, (await collect(engine, ask(max_tokens=6))).text

    before, after, text = run(engine, work())

    _check(before, after)
    assert text == "abcdef"
    assert sizes[-1] - sizes[_WARM_UP] < 16 * _MIB
