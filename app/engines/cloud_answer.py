"""One streamed HTTP answer of a cloud server, and the measuring of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.messages import Usage

if TYPE_CHECKING:
    import openai


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer that streams. ``first`` is its first event, None if it holds none."""

    stream: openai.AsyncStream[object]
    first: object

    @staticmethod
    async def open(client: openai.AsyncOpenAI, body: Mapping[str, Any], timeout_s: float) -> Answer:
        """Send ``body`` and wait for the first event, at most ``timeout_s`` in all.

        Raises:
            TimeoutError: it took longer.
            openai.OpenAIError: the server refuses, or the connection broke.
            ValueError: the first event is not JSON.
        """
        import openai

        async with asyncio.timeout(timeout_s):
            # Not chat.completions.create: its typed chunks would have to be turned back into the dicts that came.
            stream = await client.post(
                "/chat/completions", cast_to=object, body=body, stream=True, stream_cls=openai.AsyncStream[object]
            )
            async with contextlib.AsyncExitStack() as unless_open:
                unless_open.push_async_callback(stream.close)
                first = await anext(stream, None)
                unless_open.pop_all()
            return Answer(stream, first)

    async def next(self, timeout_s: float) -> object:
        """The next event; None at the end. Raises as ``open`` does."""
        async with asyncio.timeout(timeout_s):
            return await anext(self.stream, None)

    async def close(self) -> None:
        """Close the connection at once if the answer is not at its end."""
        await self.stream.close()


class Meter:
    """Measures an answer: time to the first piece, and speed from the first to the last."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent_s = clock()
        self._first_s: float | None = None
        self._last_s = self._sent_s
        self._pieces = 0

    def count(self) -> None:
        """A piece came."""
        self._last_s = self._clock()
        self._first_s = self._last_s if self._first_s is None else self._first_s
        self._pieces += 1

    def usage(self, counted: Usage | None) -> Usage:
        """The server's counts with our times; where it counts nothing, pieces stand for tokens, as most servers send one each."""
        usage = counted or Usage(completion_tokens=self._pieces)
        if self._first_s is None:
            return usage
        took_s = self._last_s - self._first_s
        speed = (usage.completion_tokens - 1) / took_s if took_s > 0 and usage.completion_tokens > 1 else None
        return Usage(usage.prompt_tokens, usage.completion_tokens, self._first_s - self._sent_s, speed)
