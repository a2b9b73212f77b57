"""One streamed HTTP answer of a cloud server, and the measuring of it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core.keys import redact
from app.core.messages import Usage

if TYPE_CHECKING:
    import openai

_LEAST_SECRET = 12
"""A shorter text stands in answers by chance."""


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
        usage = counted or Usage(completion_tokens=self._pieces, estimated=True)
        if self._first_s is None:
            return usage
        took_s = self._last_s - self._first_s
        speed = (usage.completion_tokens - 1) / took_s if took_s > 0 and usage.completion_tokens > 1 else None
        return dataclasses.replace(usage, ttft_s=self._first_s - self._sent_s, tokens_per_s=speed)


class Eraser:
    """Takes keys out of an answer while it streams, for a server that says the header back; a key may come in pieces."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = [secret for secret in secrets if len(secret) >= _LEAST_SECRET]
        self._held = ""

    def passed(self, text: str) -> str:
        """What can be shown by now; what may be the beginning of a key is held back."""
        if not self._secrets:
            return text
        text = redact(self._held + text, self._secrets)
        held = max((_overlap(text, secret) for secret in self._secrets), default=0)
        self._held = text[len(text) - held :]
        return text[: len(text) - held]

    def rest(self) -> str:
        """What was held back, when nothing comes any more."""
        held, self._held = self._held, ""
        return held


def _overlap(text: str, secret: str) -> int:
    """Length of the longest end of ``text`` that is a beginning of ``secret``."""
    longest = min(len(text), len(secret) - 1)
    return next((n for n in range(longest, 0, -1) if text.endswith(secret[:n])), 0)
