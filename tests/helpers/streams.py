"""Short ways to ask an engine in a test."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar

from app.core.messages import Chunk, CompletionRequest, Message, Usage
from app.core.output import OutputSpec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its chunks and its text."""

    chunks: tuple[Chunk, ...]

    @property
    def text(self) -> str:
        return "".join(chunk.text for chunk in self.chunks)

    @property
    def notices(self) -> list[str]:
        return [chunk.notice.text for chunk in self.chunks if chunk.notice]

    @property
    def restarts(self) -> int:
        return sum(notice.endswith("starting it again.") for notice in self.notices)

    @property
    def last(self) -> Chunk:
        return self.chunks[-1]

    @property
    def usage(self) -> Usage:
        assert self.last.usage is not None
        return self.last.usage


def ask(prompt: str = "hello", *, output: OutputSpec | None = None, **values: Any) -> CompletionRequest:
    """A request of one user message."""
    return CompletionRequest(
        (Message.user(prompt),), output=output or OutputSpec.text(), **{"max_tokens": 24, **values}
    )


async def collect(engine: Any, request: CompletionRequest) -> Answer:
    """Ask and wait for the whole answer."""
    chunks = []
    async with aclosing(engine.stream(request)) as stream:
        async for chunk in stream:
            chunks.append(chunk)
    return Answer(tuple(chunks))


async def first_text(stream: Any) -> Chunk:
    """Go on until something is written."""
    async for chunk in stream:
        if chunk.text:
            return chunk
    raise AssertionError("the answer ended without a text")


async def closing(engine: Any, work: Coroutine[Any, Any, T]) -> T:
    """Do the work, then close the engine, whatever happened."""
    try:
        return await work
    finally:
        await engine.close()


def run(engine: Any, work: Coroutine[Any, Any, T], *, timeout_s: float = 60.0) -> T:
    """Do the work on a loop of its own and close the engine on it."""

    async def bounded() -> T:
        async with asyncio.timeout(timeout_s):
            return await closing(engine, work)

    return asyncio.run(bounded())
