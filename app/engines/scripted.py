"""An engine that plays a script: for tests, tours and trying a tool without a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable

from app.core.messages import Chunk, CompletionRequest, StopReason, Usage
from app.engines.base import EngineInfo, EngineKind

Reply = str | Exception | Callable[[CompletionRequest], str]


class ScriptedEngine:
    """Plays its replies in order; the last one is repeated.

    A reply is a text (streamed word by word), an exception (raised), or a function of the request. ``requests`` keeps what was asked.

    Args:
        replies: at least one.
        kind: which route the engine poses as.
        pause_s: waited before each piece; lets a test cancel in mid-answer.
    """

    def __init__(
        self,
        replies: Iterable[Reply],
        *,
        kind: EngineKind = "scripted",
        model: str = "script",
        serves: frozenset[str] | None = None,
        pause_s: float = 0.0,
    ) -> None:
        self._replies = list(replies)
        self._pause_s = pause_s
        self._info = EngineInfo(kind=kind, model=model, serves=serves, context_tokens=4096, device="script")
        self.requests: list[CompletionRequest] = []
        self.closed_early = 0

    @property
    def info(self) -> EngineInfo:
        return self._info

    async def stream(self, request: CompletionRequest) -> AsyncIterator[Chunk]:
        text = self._next_reply(request)
        pieces = text.split(" ")
        finished = False
        try:
            for number, piece in enumerate(pieces):
                await asyncio.sleep(self._pause_s)
                yield Chunk(text=piece if number == 0 else " " + piece)
            finished = True
            yield Chunk(stop_reason=StopReason.STOP, usage=self._usage(request, len(pieces)))
        finally:
            self.closed_early += not finished

    async def close(self) -> None:
        return None

    def _next_reply(self, request: CompletionRequest) -> str:
        reply = self._replies[min(len(self.requests), len(self._replies) - 1)]
        self.requests.append(request)
        if isinstance(reply, Exception):
            raise reply
        return reply(request) if callable(reply) else reply

    def _usage(self, request: CompletionRequest, completion_tokens: int) -> Usage:
        prompt_tokens = sum(len(message.content.split()) for message in request.messages)
        return Usage(prompt_tokens, completion_tokens, ttft_s=self._pause_s, tokens_per_s=None)
