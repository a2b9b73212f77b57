"""A run's way into the history: off the loop thread, in order, and never at the run's expense."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from app.core.history import History, RunState
from app.core.messages import Message
from app.core.result import RunEvent, RunResult, Warned
from app.engines.base import EngineInfo
from app.errors import StorageError

if TYPE_CHECKING:
    import asyncio
else:
    from app.core import aio as asyncio

OnEvent = Callable[[RunEvent], None]
PARTIAL_EVERY_S = 0.8


class Recorder:
    """Writes a run into history off the loop thread; a history that cannot be written warns once and lets the run go on."""

    def __init__(self, history: History | None, writer: ThreadPoolExecutor, run_id: str, emit: OnEvent) -> None:
        self._history = history
        self._writer = writer
        self._run_id = run_id
        self._emit = emit
        self._warned = False

    async def begin(self, tool: str, inputs: Mapping[str, Any]) -> None:
        await self._write(lambda h: h.begin(self._run_id, tool, inputs))

    async def mark_private(self, reason: str) -> None:
        await self._write(lambda h: h.mark_private(self._run_id, reason))

    async def sending(self, messages: Sequence[Message], info: EngineInfo, reason: str) -> None:
        await self._write(lambda h: h.sending(self._run_id, messages, info.kind, info.model, reason))

    async def finish(self, result: RunResult) -> None:
        await self._write(lambda h: h.finish(result))

    async def end(self, state: RunState, partial: str, error: str) -> None:
        await self._write(lambda h: h.end(self._run_id, state, partial, error))

    @contextlib.asynccontextmanager
    async def keeping(self, text: Callable[[], str]) -> AsyncIterator[None]:
        """Keep the partial text while an answer streams, at least once a second."""
        saver = asyncio.get_running_loop().create_task(self._keep(text))
        try:
            yield
        finally:
            saver.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await saver

    async def _keep(self, text: Callable[[], str]) -> None:
        kept = ""
        while True:
            await asyncio.sleep(PARTIAL_EVERY_S)
            now = text()
            if now != kept:
                await self._write(lambda h, now=now: h.partial(self._run_id, now))  # type: ignore[misc]  # mypy and lambda defaults
                kept = now

    async def _write(self, action: Callable[[History], None]) -> None:
        """Cancelling waits for a write that has begun, so that nothing overtakes it and no row is left half told."""
        if self._history is None:
            return
        writing = asyncio.get_running_loop().run_in_executor(self._writer, action, self._history)
        cancelled: asyncio.CancelledError | None = None
        while not writing.done():
            try:
                await asyncio.shield(writing)
            except asyncio.CancelledError as error:
                cancelled = error
            except StorageError:
                break
        if (trouble := writing.exception()) and not isinstance(trouble, StorageError):
            raise trouble
        if isinstance(trouble, StorageError) and not self._warned:
            self._warned = True
            self._emit(Warned(self._run_id, trouble))
        if cancelled is not None:
            raise cancelled
