"""What a run would send, found out without sending it: the tool is run against an engine that only listens."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.core.loop import LoopThread
from app.core.manifest import PluginManifest
from app.core.messages import Chunk, CompletionRequest, Message
from app.core.registry import Registry
from app.core.router import Route, Router, RouteStep, StepName
from app.core.run import RunRequest, Runs, ToolData
from app.core.settings import SettingsStore
from app.engines.base import EngineInfo
from app.errors import EngineError


@dataclass(frozen=True, slots=True)
class Preview:
    """The first request of a run. ``engine`` says where it would go, ``reason`` why; ``messages`` is empty if nothing would be sent."""

    messages: tuple[Message, ...]
    engine: EngineInfo | None = None
    reason: str = ""


async def preview(
    tool: str,
    inputs: Mapping[str, Any],
    *,
    loop: LoopThread,
    registry: Registry,
    router: Router,
    settings: SettingsStore,
    data: ToolData,
) -> Preview:
    """The exact messages that a run with these inputs would send first. Nothing is sent and nothing is kept.

    Raises:
        InputError: an input is missing or cannot be used.
        NoEngine: no engine may or can answer.
        PluginError: the tool cannot be used.
    """
    route = await asyncio.to_thread(router.plan, registry.get(tool))  # may ask the keyring, which can block
    listener = _Listener(route.steps[0].engine.info)
    runs = Runs(loop, registry, _OneWay(listener, route.reason), None, settings, data)
    with contextlib.suppress(_HeardError):
        await runs.run(RunRequest(tool, inputs), lambda _event: None)
    return Preview(listener.heard, listener.info, route.reason)


class _HeardError(EngineError):
    """Ends the rehearsal when the request is known."""


class _Listener:
    """An engine that keeps the first request and answers nothing."""

    def __init__(self, info: EngineInfo) -> None:
        self._info = info
        self.heard: tuple[Message, ...] = ()

    @property
    def info(self) -> EngineInfo:
        return self._info

    async def stream(self, request: CompletionRequest) -> AsyncIterator[Chunk]:
        self.heard = request.messages
        if self.heard:
            raise _HeardError("rehearsal")
        yield Chunk()

    async def close(self) -> None:
        return None


class _OneWay(Router):
    """A router that knows one engine."""

    def __init__(self, engine: _Listener, reason: str) -> None:
        self._step = RouteStep(engine, reason)

    def plan(self, manifest: PluginManifest, override: StepName | None = None, *, private: str = "") -> Route:
        return Route((self._step,))
