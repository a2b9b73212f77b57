"""The cloud route: any OpenAI-compatible server, on the internet or on this machine, through ``openai.AsyncOpenAI``.

The SDK takes about a second to import; it is loaded at the first request, off the event loop, so that the program starts without it.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import random
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING

from app.core.keys import is_loopback, provider_of, redact
from app.core.messages import Chunk, CompletionRequest, Message, Notice, StopReason, Usage
from app.core.providers import ProviderSettings
from app.engines.base import Engine, EngineInfo, as_generator
from app.engines.cloud_answer import Answer, Eraser, Meter
from app.engines.cloud_errors import Failure, Peer, failure_of, offline_error
from app.engines.dialect import Dialect
from app.engines.dialect_memory import DialectMemory
from app.engines.wire import parse_chunk
from app.errors import (
    AuthenticationFailed,
    ConnectFailed,
    EngineError,
    EngineTimeout,
    KeyMissing,
    ProtocolError,
)

if TYPE_CHECKING:
    import openai

_CONNECT_TIMEOUT_S = 10.0
_FIRST_BACKOFF_S = 0.5
_LONGEST_BACKOFF_S = 8.0
_LONGEST_WAIT_S = 60.0  # A server that asks for more is not waited for; the person decides.
_USAGE_GRACE_S = 2.0  # Usage comes after the stop reason, if at all.
_NO_KEY = "none"  # The SDK insists on a key; servers on this machine ignore it.
_SHOWN_MODELS = 8
_NOT_FOR_CHAT = re.compile(
    r"embed|whisper|tts|dall-e|moderation|rerank|audio|realtime|transcribe|image|babbage|davinci|sora", re.IGNORECASE
)


class CloudEngine:
    """Speaks with one server. Opens no socket before the first request.

    Args:
        settings: base URL, model (empty: the first that the server lists), timeouts, retries.
        key: gives the key for the server, or None; called before each request, in a thread, for a keyring can block.
        name: the provider's name in the settings; may be empty.
        memory: keeps what the server refuses over restarts.
        offline: whether the offline lock is on; asked before each request and each piece.
        clock: seconds that only grow.
        sleep: waits between tries.
        jitter: gives a number from 0 to 1 that spreads the tries of many clients.
    """

    def __init__(
        self,
        settings: ProviderSettings,
        key: Callable[[], str | None],
        *,
        name: str = "",
        memory: DialectMemory | None = None,
        offline: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._key = key
        self._name = name
        self._memory = memory
        self._offline = offline
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._host = provider_of(settings.base_url) or settings.base_url
        self._peer = Peer(self._host)
        self._client: openai.AsyncOpenAI | None = None
        self._retired: list[openai.AsyncOpenAI] = []
        self._model = settings.model
        self._dialects: dict[str, Dialect] = {}

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(
            kind="cloud",
            model=self._model or self._host,
            device=self._host,
            location=self._settings.base_url,
            provider=self._name,
        )

    async def stream(self, request: CompletionRequest) -> AsyncGenerator[Chunk, None]:
        """Answer a request; see ``Engine.stream``. Waiting for another try is told by notices.

        Raises:
            KeyMissing: there is no key and the server is not on this machine.
            EngineError: as mapped by ``cloud_errors``.
        """
        model = await self.model()
        meter = Meter(self._clock)
        answer: Answer | None = None
        try:
            async with aclosing(self._opened(request, model)) as opening:
                async for step in opening:
                    if isinstance(step, Answer):
                        answer = step
                    else:
                        yield Chunk(notice=step)
            if answer is not None:
                async with aclosing(self._pieces(answer, meter)) as pieces:
                    async for chunk in pieces:
                        yield chunk
        finally:
            if answer is not None:
                await answer.close()

    async def close(self) -> None:
        clients = [*self._retired, *([self._client] if self._client else [])]
        self._client, self._retired = None, []
        for client in clients:
            await client.close()

    async def list_models(self) -> tuple[str, ...]:
        """Names of the server's models, in its order.

        Raises:
            KeyMissing: there is no key and the server is not on this machine.
            EngineError: as mapped by ``cloud_errors``.
        """
        client = await self._connected()
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                listing = await client.get("/models", cast_to=object)
        except TimeoutError:
            raise self._too_slow() from None
        except _library_errors() as error:
            raise failure_of(error, self._peer).error from None
        rows = listing.get("data") if isinstance(listing, Mapping) else None
        if not isinstance(rows, list):
            line = redact(json.dumps(listing, default=str)[:200], self._peer.secrets, shapes=True)
            raise ProtocolError(
                f"{self._host} does not list its models.",
                line=line,
                hint="Check the base URL in the settings; most end in /v1.",
            )
        return tuple(str(row["id"]) for row in rows if isinstance(row, Mapping) and row.get("id"))

    async def check(self, through: Engine | None = None) -> str:
        """Ask for one short answer, for a test button. Returns a sentence that says who answered, and how quickly.

        What was learned of the server is forgotten first. ``through``: an engine around this one, which accounts for the request.

        Raises:
            KeyMissing: there is no key and the server is not on this machine.
            EngineError: as mapped by ``cloud_errors``.
        """
        await self.forget()
        start_s = self._clock()
        request = CompletionRequest((Message.user("Say OK."),), max_tokens=16)
        async with aclosing(as_generator((through or self).stream(request))) as chunks:
            async for _ in chunks:
                pass
        return f"{self._host} answers with {self._model} in {self._clock() - start_s:.1f} s."

    async def forget(self) -> None:
        """Forget what the server refused, here and on the disk."""
        self._dialects.clear()
        if self._memory is not None:
            await asyncio.to_thread(self._memory.forget, self._settings.base_url)

    async def _opened(self, request: CompletionRequest, model: str) -> AsyncGenerator[Notice | Answer, None]:
        """Send until the first event is there: notices of waiting, then the answer."""
        known = dialect = await self._dialect(model)
        tries_left = self._settings.max_retries
        while True:
            client = await self._connected()
            try:
                answer = await Answer.open(client, dialect.body(request, model), self._settings.timeout_s)
            except TimeoutError:
                raise self._too_slow() from None
            except _library_errors() as error:
                failure = failure_of(error, self._peer)
            else:
                if dialect != known:
                    await self._learn(model, dialect)
                yield answer
                return
            plainer = dialect.after_refusal(request, failure.said, failure.param) if failure.is_refusal else None
            if plainer is not None:
                dialect = plainer
                continue
            wait_s = self._wait_s(failure, tries_left)
            if wait_s is None:
                raise await self._explained(failure)
            when = f"Trying again in {wait_s:.0f} s." if wait_s >= 1 else "Trying again in a moment."
            yield Notice(f"{failure.error.message} {when}", resent=failure.error.may_cost)
            tries_left -= 1
            await self._sleep(wait_s)

    async def _dialect(self, model: str) -> Dialect:
        if model not in self._dialects:
            recall = self._memory.recall if self._memory else None
            base_url = self._settings.base_url
            self._dialects[model] = await asyncio.to_thread(recall, base_url, model) if recall else Dialect()
        return self._dialects[model]

    async def _learn(self, model: str, dialect: Dialect) -> None:
        self._dialects[model] = dialect
        if self._memory is not None:
            await asyncio.to_thread(self._memory.learn, self._settings.base_url, model, dialect)

    async def _pieces(self, answer: Answer, meter: Meter) -> AsyncGenerator[Chunk, None]:
        stop: StopReason | None = None
        usage: Usage | None = None
        event: object = answer.first
        if event is None:
            raise self._nothing_readable(answer)
        eraser = Eraser(self._peer.secrets)
        while event is not None:
            chunk = self._parsed(event)
            stop, usage = chunk.stop_reason or stop, chunk.usage or usage
            if chunk.text or chunk.notice:
                meter.count()
                yield Chunk(text=eraser.passed(chunk.text), notice=chunk.notice)
            event = await self._next_event(answer, is_finished=stop is not None)
        if stop is None:
            raise self._cut_off()
        yield Chunk(text=eraser.rest(), stop_reason=stop, usage=meter.usage(usage))

    async def _next_event(self, answer: Answer, *, is_finished: bool) -> object:
        """The next event; None at the end. Once the answer is complete, nothing that goes wrong matters any more."""
        if self._offline() and not is_finished:
            raise offline_error()
        try:
            return await answer.next(_USAGE_GRACE_S if is_finished else self._settings.timeout_s)
        except TimeoutError:
            if is_finished:
                return None
            raise self._too_slow() from None
        except _library_errors() as error:
            if is_finished:
                return None
            failure = failure_of(error, self._peer)
        raise self._cut_off() if failure.is_broken_connection else failure.error

    def _parsed(self, event: object) -> Chunk:
        if not isinstance(event, Mapping):
            line = redact(str(event)[:200], self._peer.secrets, shapes=True)
            raise ProtocolError(f"{self._host} sent an event that is no object.", line=line)
        try:
            return parse_chunk(event)
        except ProtocolError as error:
            error.line = redact(error.line, self._peer.secrets, shapes=True)
            raise

    async def model(self) -> str:
        """The name of the model that answers; where none is set, the first that the server lists is chosen.

        Raises:
            KeyMissing: there is no key and the server is not on this machine.
            EngineError: as mapped by ``cloud_errors``.
        """
        if not self._model:
            models = await self.list_models()
            if not models:
                raise EngineError(
                    f"{self._host} has no model.", hint="Load a model in the server, or name one in the settings."
                )
            self._model = next((name for name in models if not _NOT_FOR_CHAT.search(name)), models[0])
        return self._model

    async def _connected(self) -> openai.AsyncOpenAI:
        """The client, built at the first call and when the key changes.

        Raises:
            KeyMissing: there is no key and the server is not on this machine.
            EngineError: the offline lock is on, or the address, the key or a proxy cannot be used.
        """
        if self._offline():
            raise offline_error().free()
        key = await asyncio.to_thread(self._key) or ""
        self._check_key(key)
        await asyncio.to_thread(importlib.import_module, "openai")
        # No await from here on: two requests that start together share one client.
        if self._client is None or (key,) != self._peer.secrets:
            if self._client is not None:  # Another key was entered; answers that still stream keep their client.
                self._retired.append(self._client)
            self._peer = Peer(self._host, (key,))
            self._client = self._built(key or _NO_KEY)
        return self._client

    def _check_key(self, key: str) -> None:
        if not key and not is_loopback(self._settings.base_url):
            raise KeyMissing(f"There is no API key for {self._host}.", hint="Add the key in the settings.")
        if not (key.isascii() and key.isprintable()):
            raise AuthenticationFailed(
                "The API key holds characters that no key has.", hint="Copy it again into the settings."
            ).free()

    def _built(self, key: str) -> openai.AsyncOpenAI:
        import openai

        here = is_loopback(self._settings.base_url)
        try:
            # Waiting for pieces is bounded where they are awaited: keep-alive comments of a stalled server do not count as pieces.
            timeout = openai.Timeout(None, connect=min(_CONNECT_TIMEOUT_S, self._settings.timeout_s))
            http = openai.DefaultAsyncHttpxClient(
                timeout=timeout, trust_env=not here
            )  # No proxy on the way to this machine.
            client = openai.AsyncOpenAI(
                api_key=key, base_url=self._settings.base_url, max_retries=0, timeout=timeout, http_client=http
            )
        except _setup_errors() as error:
            raise EngineError(
                f"No connection to {self._host} can be set up: {redact(str(error), (key,))}",
                hint="Check the base URL in the settings and the proxy variables of the environment.",
            ).free() from None
        if not self._host.partition(":")[0].endswith("openai.com"):
            client.organization = client.project = (
                None  # The SDK takes them from the environment; they are for OpenAI alone.
            )
        return client

    def _wait_s(self, failure: Failure, tries_left: int) -> float | None:
        """Seconds to wait before the next try; None if there is to be none."""
        if not failure.is_transient or tries_left <= 0:
            return None
        if failure.retry_after_s is not None:
            return failure.retry_after_s if failure.retry_after_s <= _LONGEST_WAIT_S else None
        done = self._settings.max_retries - tries_left
        return min(_LONGEST_BACKOFF_S, _FIRST_BACKOFF_S * 2.0**done) * (1 - 0.25 * self._jitter())

    async def _explained(self, failure: Failure) -> EngineError:
        """The error of a failure; where the model is missing, with the names of those that are there."""
        if failure.no_model:
            try:
                models = await self.list_models()
            except EngineError:
                return failure.error
            shown = ", ".join(models[:_SHOWN_MODELS]) + (", …" if len(models) > _SHOWN_MODELS else "")
            failure.error.hint = f"Choose one of the server's models in the settings: {shown}."
        return failure.error

    def _too_slow(self) -> EngineTimeout:
        after_s = self._settings.timeout_s
        return EngineTimeout(
            f"{self._host} sent nothing for {after_s:g} s.",
            after_s=after_s,
            hint="Run again, or allow more time in the settings.",
        )

    def _nothing_readable(self, answer: Answer) -> EngineError:
        said = str(answer.stream.response.headers.get("content-type", "nothing"))
        kind = redact(said, self._peer.secrets, shapes=True)
        if kind.startswith("text/event-stream"):
            return ConnectFailed(
                f"{self._host} broke off before its answer began.",
                hint="The prompt may be too long for the model; the server's own log tells. Shorten it, or run again.",
            )
        return ProtocolError(
            f"{self._host} answered with {kind} instead of a stream of events.",
            line=kind,
            hint="Check the base URL in the settings; most end in /v1.",
        )

    def _cut_off(self) -> ConnectFailed:
        return ConnectFailed(f"The connection to {self._host} broke in the middle of the answer.", hint="Run again.")


def _library_errors() -> tuple[type[Exception], ...]:
    """What the SDK raises; ``ValueError`` is how it fails on events that are not JSON or not UTF-8."""
    import openai

    return (openai.OpenAIError, ValueError)


def _setup_errors() -> tuple[type[Exception], ...]:
    """What building a client raises: a wrong address, or a proxy in the environment that cannot be used."""
    import httpx2
    import openai

    return (openai.OpenAIError, httpx2.InvalidURL, ImportError, ValueError)
