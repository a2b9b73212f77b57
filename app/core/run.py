"""Starts, cancels and ends runs; ``app.core.job`` is what each of them does.

``Runs.start`` may be called from any thread; everything else happens on the loop thread. Events go to the caller's ``on_event`` on that
thread, each with its ``run_id``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from app.core.loop import LoopThread
from app.core.registry import Registry
from app.core.result import RunCancelled, RunFailed, RunFinished, RunResult, SendAsked
from app.core.router import Router, StepName
from app.core.settings import SettingsStore
from app.core.tool_secrets import ToolSecrets
from app.errors import AppError

if TYPE_CHECKING:
    import asyncio

    from app.core.accounts import Accounts, Outgoing
    from app.core.gate import Confirm, Consent
    from app.core.history import History
    from app.core.job import Job
    from app.core.recorder import OnEvent
else:
    from app.core import aio as asyncio

_log = logging.getLogger("polymath.run")


def _new_id() -> str:
    """As unlike any other as a UUID, without the import."""
    return os.urandom(16).hex()


class ToolData(Protocol):
    """What gives a tool its own folder (``Paths``)."""

    def tool_data(self, tool_id: str) -> Path: ...


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What is asked of the run loop.

    Attributes:
        override: the person's choice of engine for this one run.
        private: why the inputs must not go to the cloud, where the front knows more of them than they show: that they were read from a
            private file.
    """

    tool: str
    inputs: Mapping[str, Any]
    override: StepName | None = None
    private: str = ""


class Runs:
    """Starts and cancels runs."""

    def __init__(
        self,
        loop: LoopThread,
        registry: Registry,
        router: Router,
        history: History | None,
        settings: SettingsStore,
        data: ToolData,
        accounts: Accounts | None = None,
        secrets: ToolSecrets | None = None,
    ) -> None:
        self._secrets = secrets or ToolSecrets()
        self._loop = loop
        self._accounts = accounts
        self._questions: dict[str, asyncio.Future[Consent]] = {}
        self._registry = registry
        self._router = router
        self._history = history
        self._settings = settings
        self._data = data
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        # A thread of its own: rows are written in order, and never wait for a slow tool in the loop's pool.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="polymath-history")

    def start(
        self,
        tool: str,
        inputs: Mapping[str, Any],
        on_event: OnEvent,
        override: StepName | None = None,
        *,
        private: str = "",
        asks: bool = False,
    ) -> str:
        """Start a run and return its id at once; the last event is RunFinished, RunFailed or RunCancelled.

        Args:
            private: see ``RunRequest``.
            asks: whether ``on_event`` answers a ``SendAsked``; if not, what must be shown before it is sent is not sent.
        """
        run_id = _new_id()
        request = RunRequest(tool, dict(inputs), override, private)
        self._loop.call_soon(self._spawn, run_id, request, on_event, asks)
        return run_id

    def answer(self, run_id: str, consent: Consent) -> None:
        """The person's answer to a ``SendAsked``; nothing happens if the run does not wait for one."""
        self._loop.call_soon(self._answer, run_id, consent)

    def cancel(self, run_id: str) -> None:
        """Stop a run at whatever stage it is; nothing happens if it is over."""
        self._loop.call_soon(self._cancel, run_id)

    async def run(self, request: RunRequest, on_event: OnEvent, confirm: Confirm | None = None) -> RunResult:
        """Run to the end on the present loop (the command line's way). ``confirm`` asks the person before something is sent that they
        want to see first.

        Raises:
            AppError: the run failed.
        """
        run_id = _new_id()
        if task := asyncio.current_task():
            self._tasks[run_id] = task
        try:
            return await self._job(run_id, request, on_event, confirm).run()
        finally:
            self._tasks.pop(run_id, None)

    async def stop(self) -> None:
        """Cancel every run and return when each has kept what it has; for the end of the program."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._writer.shutdown(wait=False)

    def _spawn(self, run_id: str, request: RunRequest, on_event: OnEvent, asks: bool) -> None:
        job = self._job(run_id, request, on_event, self._asking(run_id, on_event) if asks else None)
        task = asyncio.get_running_loop().create_task(job.run())
        self._tasks[run_id] = task
        task.add_done_callback(lambda done: self._ended(run_id, job, done, on_event))

    def _ended(self, run_id: str, job: Job, task: asyncio.Task[RunResult], on_event: OnEvent) -> None:
        """Send the last event, whatever the end was: a task that is cancelled before its first step never ran a line of ours.

        An exception that is no AppError is a bug of ours: said so, reported, never swallowed.
        """
        self._tasks.pop(run_id, None)
        error = None if task.cancelled() else task.exception()
        if task.cancelled():
            on_event(RunCancelled(run_id, job.partial))
        elif error is None:
            on_event(RunFinished(run_id, task.result()))
        elif isinstance(error, AppError):
            on_event(RunFailed(run_id, error, job.partial))
        else:
            _log.error("run %s", run_id, exc_info=error)
            said = AppError(f"Polymath has a bug: {type(error).__name__}: {error}.", hint="The log holds the details.")
            on_event(RunFailed(run_id, said, job.partial))
            task.get_loop().call_exception_handler({"message": f"run {run_id}", "exception": error, "task": task})

    def _cancel(self, run_id: str) -> None:
        if task := self._tasks.get(run_id):
            task.cancel()

    def _asking(self, run_id: str, on_event: OnEvent) -> Confirm:
        async def confirm(outgoing: Outgoing) -> Consent:
            question: asyncio.Future[Consent] = asyncio.get_running_loop().create_future()
            self._questions[run_id] = question
            on_event(SendAsked(run_id, outgoing))
            try:
                return await question
            finally:
                del self._questions[run_id]

        return confirm

    def _answer(self, run_id: str, consent: Consent) -> None:
        question = self._questions.get(run_id)
        if question is not None and not question.done():
            question.set_result(consent)

    def _declined(self, run_id: str) -> None:
        """Cancel the run; the task that asked ends by itself, and may be another than the run's own."""
        task = self._tasks.get(run_id)
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    def _job(self, run_id: str, request: RunRequest, on_event: OnEvent, confirm: Confirm | None) -> Job:
        from app.core.job import House, Job  # the window stands before anything runs
        from app.core.recorder import Recorder

        recorder = Recorder(self._history, self._writer, run_id, on_event)
        house = House(self._registry, self._router, self._settings, self._data, self._accounts, self._secrets)
        return Job(run_id, request, on_event, recorder, house, confirm, lambda: self._declined(run_id))
