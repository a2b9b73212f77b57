"""One daemon thread with a stock asyncio loop: runs, HTTP, pipes and engines live there."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import asyncio
else:
    from app.core import aio as asyncio

T = TypeVar("T")


class LoopThread:
    """Starts with its first work. ``submit`` and ``in_thread`` may be called from any thread."""

    def __init__(self, name: str = "polymath-loop", workers: int = 4) -> None:
        self._name = name
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="polymath-pool")
        self._starting = threading.Lock()
        self._started: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_closed(self) -> bool:
        return self._started is not None and self._started.is_closed()

    @property
    def _loop(self) -> asyncio.AbstractEventLoop:
        with self._starting:
            if self._started is None:
                self._started = asyncio.new_event_loop()
                self._started.set_default_executor(self._pool)
                self._thread = threading.Thread(target=self._main, args=(self._started,), name=self._name, daemon=True)
                self._thread.start()
            return self._started

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Run a coroutine on the loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def call_soon(self, function: Callable[..., object], *args: Any) -> None:
        """Call a quick function on the loop thread."""
        self._loop.call_soon_threadsafe(function, *args)

    def in_thread(self, function: Callable[[], T]) -> Future[T]:
        """Run something slow and blocking in the pool."""
        return self._pool.submit(function)

    def close(self, timeout_s: float = 5.0) -> None:
        """Cancel what runs, wait for it, stop the thread. Safe to call twice."""
        if self.is_closed:
            return
        with contextlib.suppress(TimeoutError):
            # A task that does not let itself be cancelled must not keep the program alive.
            self.submit(self._cancel_all()).result(timeout_s)
        loop, thread = self._loop, self._thread
        loop.call_soon_threadsafe(loop.stop)
        if thread is not None:
            thread.join(timeout_s)
        self._pool.shutdown(wait=False, cancel_futures=True)
        if thread is None or not thread.is_alive():
            loop.close()

    def _main(self, loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()

    async def _cancel_all(self) -> None:
        mine = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks(self._loop) if task is not mine]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._loop.shutdown_asyncgens()
