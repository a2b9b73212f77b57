"""What a run would send, found out without sending it: the tool is run against an engine that only listens."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from app.core.accounts import Accounts, Outgoing
from app.core.gate import Consent
from app.core.loop import LoopThread
from app.core.manifest import PluginManifest
from app.core.messages import Chunk, CompletionRequest, Message
from app.core.registry import Registry
from app.core.router import Route, Router, RouteStep, StepName
from app.core.run import RunRequest, Runs, ToolData
from app.core.settings import SettingsStore
from app.core.tool_secrets import ToolSecrets
from app.engines.base import EngineInfo
from app.errors import EngineError, NoEngine


@dataclass(frozen=True, slots=True)
class Preview:
    """The first request of a run.

    Attributes:
        messages: exactly what would be sent; empty if nothing would be.
        engine: where it would go; None if nothing would be sent.
        reason: why there.
        outgoing: size, tokens and cost; None if nothing would be sent.
        private: why nothing of the run may go to the cloud; empty if it may.
    """

    messages: tuple[Message, ...]
    engine: EngineInfo | None = None
    reason: str = ""
    outgoing: Outgoing | None = None
    private: str = ""


async def preview(
    request: RunRequest,
    *,
    loop: LoopThread,
    registry: Registry,
    router: Router,
    settings: SettingsStore,
    data: ToolData,
    accounts: Accounts,
    secrets: ToolSecrets | None = None,
) -> Preview:
    """The exact messages that a run would send first, and what they would cost. Nothing is sent and nothing is kept.

    Raises:
        InputError: an input is missing or cannot be used.
        NoEngine: no engine may or can answer.
        PluginError: the tool cannot be used.
    """
    rehearsal = _Rehearsal(router, accounts)
    runs = Runs(loop, registry, rehearsal, None, settings, data, accounts, secrets)
    with contextlib.suppress(_HeardError):
        await runs.run(request, lambda _event: None, _yes)
    if rehearsal.refusal is not None:
        raise rehearsal.refusal
    route, listener = rehearsal.route, rehearsal.listener
    if route is None or listener is None:
        return Preview(())
    return Preview(
        listener.heard.messages if listener.heard else (), listener.info, route.reason, listener.heard, route.private
    )


async def _yes(_outgoing: Outgoing) -> Consent:
    """Who only listens sends nothing, so that nobody need be asked."""
    return "send_all"


class _HeardError(EngineError):
    """Ends the rehearsal when the request, or that there will be none, is known."""


class _Listener:
    """An engine that keeps the first request and answers nothing."""

    def __init__(self, info: EngineInfo, accounts: Accounts) -> None:
        self._info = info
        self._accounts = accounts
        self.heard: Outgoing | None = None

    @property
    def info(self) -> EngineInfo:
        return self._info

    async def stream(self, request: CompletionRequest) -> AsyncIterator[Chunk]:
        self.heard = await asyncio.to_thread(self._accounts.appraise, request, self._info)
        if self.heard:
            raise _HeardError("rehearsal")
        yield Chunk()

    async def close(self) -> None:
        return None


class _Rehearsal(Router):
    """Plans as the real router does, and puts an engine that listens in the place of the one that would answer."""

    def __init__(self, router: Router, accounts: Accounts) -> None:
        self._router = router
        self._accounts = accounts
        self.route: Route | None = None
        self.listener: _Listener | None = None
        self.refusal: NoEngine | None = None

    def plan(self, manifest: PluginManifest, override: StepName | None = None, *, private: str = "") -> Route:
        try:
            self.route = self._router.plan(manifest, override, private=private)
        except NoEngine as error:
            self.refusal = error
            raise _HeardError("rehearsal") from error  # a tool that can do without a model is not to begin
        self.listener = _Listener(self.route.steps[0].engine.info, self._accounts)
        return Route((RouteStep(self.listener, self.route.reason),), self.route.refused, self.route.private)
