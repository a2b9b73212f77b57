"""The heart: build → ask → extract → verify → repair → result, with history written as it goes.

``Runs.start`` may be called from any thread; everything else happens on the loop thread. Events go to the caller's ``on_event`` on that
thread, each with its ``run_id``.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.core.history import History, RunState
from app.core.loop import LoopThread
from app.core.messages import Usage
from app.core.plugin import Plugin
from app.core.recorder import OnEvent, Recorder
from app.core.registry import Registry
from app.core.result import (
    Outcome,
    RouteChosen,
    RunCancelled,
    RunFailed,
    RunFinished,
    RunResult,
)
from app.core.router import Route, Router, StepName, fallback_reason
from app.core.run_context import NO_ENGINE, Place, RunContext
from app.core.settings import SettingsStore
from app.engines.base import Engine
from app.errors import AppError, EngineError, KeyMissing, NoEngine, PluginError

if TYPE_CHECKING:
    import asyncio
else:
    from app.core import aio as asyncio

T = TypeVar("T")
_log = logging.getLogger("polymath.run")


def _new_id() -> str:
    """As unlike any other as a UUID, without the import."""
    return os.urandom(16).hex()


class ToolData(Protocol):
    """What gives a tool its own folder (``Paths``)."""

    def tool_data(self, tool_id: str) -> Path: ...


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What is asked of the run loop. ``override`` is the person's choice of engine for this one run."""

    tool: str
    inputs: Mapping[str, Any]
    override: StepName | None = None


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
    ) -> None:
        self._loop = loop
        self._registry = registry
        self._router = router
        self._history = history
        self._settings = settings
        self._data = data
        self._tasks: dict[str, asyncio.Task[Any]] = {}
        # A thread of its own: rows are written in order, and never wait for a slow tool in the loop's pool.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="polymath-history")

    def start(self, tool: str, inputs: Mapping[str, Any], on_event: OnEvent, override: StepName | None = None) -> str:
        """Start a run and return its id at once; the last event is RunFinished, RunFailed or RunCancelled."""
        run_id = _new_id()
        self._loop.call_soon(self._spawn, run_id, RunRequest(tool, dict(inputs), override), on_event)
        return run_id

    def cancel(self, run_id: str) -> None:
        """Stop a run at whatever stage it is; nothing happens if it is over."""
        self._loop.call_soon(self._cancel, run_id)

    async def run(self, request: RunRequest, on_event: OnEvent) -> RunResult:
        """Run to the end on the present loop (the command line's way).

        Raises:
            AppError: the run failed.
        """
        run_id = _new_id()
        if task := asyncio.current_task():
            self._tasks[run_id] = task
        try:
            return await self._job(run_id, request, on_event).run()
        finally:
            self._tasks.pop(run_id, None)

    async def stop(self) -> None:
        """Cancel every run and return when each has kept what it has; for the end of the program."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._writer.shutdown(wait=False)

    def _spawn(self, run_id: str, request: RunRequest, on_event: OnEvent) -> None:
        job = self._job(run_id, request, on_event)
        task = asyncio.get_running_loop().create_task(job.run())
        self._tasks[run_id] = task
        task.add_done_callback(lambda done: self._ended(run_id, job, done, on_event))

    def _ended(self, run_id: str, job: _Job, task: asyncio.Task[RunResult], on_event: OnEvent) -> None:
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

    def _job(self, run_id: str, request: RunRequest, on_event: OnEvent) -> _Job:
        recorder = Recorder(self._history, self._writer, run_id, on_event)
        return _Job(run_id, request, on_event, recorder, self._registry, self._router, self._settings, self._data)


class _Job:
    """One run from inputs to its last event."""

    def __init__(
        self,
        run_id: str,
        request: RunRequest,
        on_event: OnEvent,
        recorder: Recorder,
        registry: Registry,
        router: Router,
        settings: SettingsStore,
        data: ToolData,
    ) -> None:
        self._run_id = run_id
        self._request = request
        self._emit = on_event
        self._recorder = recorder
        self._registry = registry
        self._router = router
        self._settings = settings
        self._data = data
        self._context: RunContext | None = None
        self._before = ""
        self._fell_back = False

    @property
    def partial(self) -> str:
        """The text so far: of the engine that answers, or of the one before it as long as that is all there is."""
        return (self._context.partial if self._context else "") or self._before

    async def run(self) -> RunResult:
        """Do it, and keep in the history how it ended. The last event is the caller's to send.

        Raises:
            AppError: the run failed.
        """
        state: RunState = "failed"
        error = "The program has a bug; its log holds the details."
        try:
            result = await self._through()
            state = "finished"
        except asyncio.CancelledError:
            state, error = "cancelled", ""
            raise
        except AppError as known:
            error = f"{known.message} {known.hint}".strip()
            raise
        finally:
            if state != "finished":
                await self._recorder.end(state, self.partial, error)
        return result

    async def _through(self) -> RunResult:
        started = time.monotonic()
        manifest = self._registry.get(self._request.tool)
        inputs = manifest.check_inputs(self._request.inputs)
        await self._recorder.begin(manifest.id, inputs)
        plugin = await asyncio.to_thread(self._registry.plugin, manifest.id)
        try:
            # in a thread: whether the cloud is ready may ask the system's keyring, which can block
            route = await asyncio.to_thread(self._router.plan, manifest, self._request.override)
        except NoEngine as error:
            outcome, reason = await self._without_model(plugin, inputs, error)
        else:
            outcome, reason = await self._along(route, plugin, inputs)
        return await self._finish(outcome, reason, started)

    async def _along(self, route: Route, plugin: Plugin, inputs: Mapping[str, Any]) -> tuple[Outcome, str]:
        reason = route.reason
        for number, step in enumerate(route.steps):
            self._fell_back = number > 0
            context = self._new_context(plugin, step.engine, reason)
            try:
                return await _at_boundary(plugin, lambda: plugin.run(inputs, context)), reason  # noqa: B023 - called at once
            except (EngineError, KeyMissing) as error:
                if number + 1 == len(route.steps):
                    raise
                reason = fallback_reason(step, error, route.steps[number + 1])
        raise NoEngine("No engine is left to answer.")

    async def _without_model(self, plugin: Plugin, inputs: Mapping[str, Any], error: NoEngine) -> tuple[Outcome, str]:
        context = self._new_context(plugin, None, error.message)
        outcome = await _at_boundary(plugin, lambda: plugin.without_model(inputs, context, error.message))
        if outcome is None:
            raise error
        return outcome, error.message

    def _new_context(self, plugin: Plugin, engine: Engine | None, reason: str) -> RunContext:
        manifest = plugin.manifest
        info = engine.info if engine else NO_ENGINE
        self._emit(RouteChosen(self._run_id, info.kind if engine else "none", info.model, reason, self._fell_back))
        place = Place(self._settings.current.for_tool(manifest.id), self._data.tool_data(manifest.id))
        self._before = self.partial
        question = str(self._request.inputs.get(manifest.prompt_field.name) or "")
        self._context = RunContext(self._run_id, manifest, engine, place, self._emit, self._recorder, reason, question)
        return self._context

    async def _finish(self, outcome: Outcome, reason: str, started: float) -> RunResult:
        context = self._context
        info = context.engine if context else NO_ENGINE
        kind = info.kind if info is not NO_ENGINE else "none"
        result = RunResult(
            run_id=self._run_id,
            tool=self._request.tool,
            engine=kind,
            model=info.model,
            reason=reason,
            outcome=outcome,
            usage=context.usage if context else Usage(),
            seconds=time.monotonic() - started,
            fell_back=self._fell_back,
        )
        # The result is there and on its way to the disk: a stop that comes now comes too late to take it away.
        with contextlib.suppress(asyncio.CancelledError):
            await self._recorder.finish(result)
        return result


async def _at_boundary(plugin: Plugin, work: Callable[[], Awaitable[T]]) -> T:
    """Run a plugin's coroutine; what it raises by mistake becomes an error with its name on it."""
    try:
        return await work()
    except AppError:
        raise
    except (Exception, SystemExit) as error:  # the plugin boundary: the program goes on, and says whose bug it is
        _log.exception("tool %s", plugin.manifest.id)
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise PluginError(
            f"The tool “{plugin.manifest.title}” has a bug: {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno}).",
            hint="Nothing of yours is lost. The log holds the details for its author.",
        ) from error
