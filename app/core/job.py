"""One run from inputs to its last event: build → ask → extract → verify → repair → result, on the loop thread.

Imported with the first run: the window stands before it is needed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.core.accounts import Accounts
from app.core.gate import Confirm, Gate, Terms
from app.core.history import RunState
from app.core.manifest import PluginManifest
from app.core.messages import Usage
from app.core.plugin import Plugin
from app.core.recorder import OnEvent, Recorder
from app.core.registry import Registry
from app.core.result import Outcome, RouteChosen, RunResult
from app.core.router import Route, Router, fallback_reason
from app.core.run import RunRequest, ToolData
from app.core.run_context import NO_ENGINE, Place, RunContext
from app.core.settings import SettingsStore
from app.core.tool_secrets import ToolSecrets
from app.engines.base import Engine
from app.errors import AppError, EngineError, KeyMissing, NoEngine, PluginError, StorageError

if TYPE_CHECKING:
    import asyncio
else:
    from app.core import aio as asyncio

T = TypeVar("T")
_log = logging.getLogger("polymath.run")


@dataclass(frozen=True, slots=True)
class House:
    """What every run works with."""

    registry: Registry
    router: Router
    settings: SettingsStore
    data: ToolData
    accounts: Accounts | None
    secrets: ToolSecrets


class Job:
    """One run from inputs to its last event."""

    def __init__(
        self,
        run_id: str,
        request: RunRequest,
        on_event: OnEvent,
        recorder: Recorder,
        house: House,
        confirm: Confirm | None,
        on_decline: Callable[[], None],
    ) -> None:
        self._run_id = run_id
        self._request = request
        self._emit = on_event
        self._recorder = recorder
        self._house = house
        self._confirm = confirm
        self._on_decline = on_decline
        self._gate: Gate | None = None
        self._was_in_cloud = False
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
        manifest = self._house.registry.get(self._request.tool)
        inputs = manifest.check_inputs(self._request.inputs)
        await self._recorder.begin(manifest.id, inputs)
        plugin = await asyncio.to_thread(self._house.registry.plugin, manifest.id)
        private = await _at_boundary(plugin, lambda: asyncio.to_thread(self._private, plugin, inputs))
        if private:
            await self._recorder.mark_private(private)
        self._gate = self._new_gate(manifest, private)
        if manifest.needs_no_model(inputs):
            outcome, reason = await self._without_model(plugin, inputs, NoEngine("No model is asked."))
            return await self._finish(outcome, reason, started)
        try:
            # in a thread: whether the cloud is ready may ask the system's keyring, which can block
            route = await asyncio.to_thread(self._plan, manifest, private)
        except NoEngine as error:
            outcome, reason = await self._without_model(plugin, inputs, error)
        else:
            outcome, reason = await self._along(route, plugin, inputs)
        return await self._finish(outcome, reason, started)

    def _private(self, plugin: Plugin, inputs: Mapping[str, Any]) -> str:
        """Why nothing of this run may go to the cloud; the person's marks first, then what the tool itself knows."""
        settings, manifest = self._house.settings.current, plugin.manifest
        if self._request.private:
            return self._request.private
        if settings.private_paths or settings.private_tools:
            from app.core.privacy import private_reason  # most people mark nothing

            if reason := private_reason(settings, manifest, inputs, self._house.data.tool_data(manifest.id)):
                return reason
        return plugin.private(inputs)

    def _new_gate(self, manifest: PluginManifest, private: str) -> Gate:
        must_ask = manifest.id in self._house.settings.current.ask_before_sending
        return Gate(manifest.title, Terms(private, must_ask, self._confirm, self._on_decline), self._house.accounts)

    def _plan(self, manifest: PluginManifest, private: str) -> Route:
        return self._house.router.plan(manifest, self._request.override, private=private)

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
        self._emit(
            RouteChosen(
                self._run_id, info.kind if engine else "none", info.model, reason, self._fell_back, info.provider
            )
        )
        self._was_in_cloud = self._was_in_cloud or info.kind == "cloud"
        house = self._house
        settings, data_dir = house.settings.current.for_tool(manifest.id), house.data.tool_data(manifest.id)
        place = Place(settings, data_dir, house.secrets.of(manifest))
        gate = self._gate or self._new_gate(manifest, self._request.private)
        self._before = self.partial
        question = str(self._request.inputs.get(manifest.prompt_field.name) or "")
        told = (self._emit, self._recorder, reason)
        self._context = RunContext(self._run_id, manifest, engine, place, *told, gate, question)
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
            usage=await self._usage(context.usage if context else Usage()),
            seconds=time.monotonic() - started,
            fell_back=self._fell_back,
            provider=info.provider,
        )
        # The result is there and on its way to the disk: a stop that comes now comes too late to take it away.
        with contextlib.suppress(asyncio.CancelledError):
            await self._recorder.finish(result)
        return result

    async def _usage(self, usage: Usage) -> Usage:
        """With the cost of the whole run: what an engine that failed may charge is part of it."""
        ledger = self._house.accounts.ledger if self._house.accounts else None
        if not self._was_in_cloud or ledger is None:
            return usage
        try:
            cost = await asyncio.to_thread(ledger.of_run, self._run_id)
        except StorageError:  # said already, when the request could not be accounted for
            return usage
        return dataclasses.replace(usage, cost=cost or usage.cost)


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
