"""An engine around an engine of the cloud: nothing is sent that was not accounted for, and nothing that the person's limits forbid."""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from app.core.accounts import OPEN_ANSWER_TOKENS, Accounts
from app.core.messages import Chunk, CompletionRequest, Notice, Usage
from app.core.prices import FREE
from app.core.tokens import tokens_at_most
from app.engines.base import Engine, EngineInfo, as_generator
from app.errors import EngineError, KeyMissing, SpendingLimitReached, StorageError

_log = logging.getLogger("polymath.spending")


class MeteredEngine:
    """Reserves the upper bound of a request before it is sent, and settles with what the server counted.

    A request that was stopped, or failed after it was sent, keeps its upper bound; one that surely reached no model costs nothing.

    Args:
        inner: the engine that answers.
        accounts: see there.
        model: gives the name of the model, asking the server if need be; without it ``inner.info`` says it.
    """

    def __init__(self, inner: Engine, accounts: Accounts, model: Callable[[], Awaitable[str]] | None = None) -> None:
        self._inner = inner
        self._accounts = accounts
        self._model = model

    @property
    def info(self) -> EngineInfo:
        return self._inner.info

    @property
    def inner(self) -> Engine:
        """The engine that answers."""
        return self._inner

    async def stream(self, request: CompletionRequest) -> AsyncGenerator[Chunk, None]:
        """Answer a request; see ``Engine.stream``.

        Raises:
            SpendingLimitReached: the request may cost more than the limits leave; nothing was sent.
            KeyMissing: there is no key.
            EngineError: as the inner engine raises it.
        """
        model = await self._model() if self._model else self.info.model
        tab = _Tab(self._accounts, self.info, request, model)
        if trouble := await tab.reserve():
            yield Chunk(notice=trouble)
        try:
            async with aclosing(self._pieces(tab)) as pieces:
                async for chunk in pieces:
                    yield chunk
        except KeyMissing:
            await tab.release()
            raise
        except EngineError as error:
            if not error.may_cost:
                await tab.release()
            raise

    async def close(self) -> None:
        await self._inner.close()

    async def _pieces(self, tab: _Tab) -> AsyncGenerator[Chunk, None]:
        async with aclosing(as_generator(self._inner.stream(tab.request))) as stream:
            async for chunk in stream:
                tab.text.append(chunk.text)
                yield chunk if chunk.usage is None else dataclasses.replace(chunk, usage=await tab.settle(chunk.usage))
                if chunk.notice is not None and chunk.notice.resent:
                    await tab.reserve()


class _Tab:
    """The account of one request, and of the tries that it takes."""

    def __init__(self, accounts: Accounts, info: EngineInfo, request: CompletionRequest, model: str) -> None:
        self._accounts = accounts
        self._number = 0
        self._entry = accounts.entry(request, info, model)
        self.text: list[str] = []
        needs_bound = accounts.limits().has_limit and self._entry.price is not FREE
        self.request = _bounded(request) if needs_bound else request

    async def reserve(self) -> Notice | None:
        """Account for a try at its upper bound. Returns what is to be said where that cannot be done and there is no limit.

        Raises:
            SpendingLimitReached: the limits leave no room, or it cannot be told.
        """
        limits = self._accounts.limits()
        self._number = 0  # the try before, if there was one, keeps its upper bound
        try:
            if self._accounts.ledger is None:
                raise StorageError("The accounts cannot be opened.", hint="See the card at the start of the program.")
            self._number = await asyncio.to_thread(self._accounts.ledger.reserve, self._entry, limits)
        except StorageError as error:
            if limits.has_limit and self._entry.price is not FREE:
                raise SpendingLimitReached(
                    f"Whether the spending limit leaves room cannot be told: {error.message}", hint=error.hint
                ) from error
            _log.warning("%s", error.message)
            return Notice("The cost of this request cannot be kept.")
        return None

    async def settle(self, usage: Usage) -> Usage:
        """Account for what was counted; what the server did not count is reckoned, and marked so."""
        if usage.estimated or not usage.prompt_tokens:
            reckoned = max(
                usage.completion_tokens, min(tokens_at_most("".join(self.text)), self._entry.completion_tokens)
            )
            usage = dataclasses.replace(
                usage, prompt_tokens=self._entry.prompt_tokens, completion_tokens=reckoned, estimated=True
            )
        ledger = self._accounts.ledger
        if ledger is None or not self._number:
            return usage
        number, self._number = self._number, 0
        try:
            cost = await asyncio.to_thread(ledger.settle, number, self._entry.price, usage)
        except StorageError as error:  # the upper bound stays, which is safe
            _log.warning("%s", error.message)
            return usage
        return dataclasses.replace(usage, cost=cost)

    async def release(self) -> None:
        """The request reached no model."""
        ledger, number, self._number = self._accounts.ledger, self._number, 0
        if ledger is None or not number:
            return
        try:
            await asyncio.to_thread(ledger.release, number)
        except StorageError as error:  # the upper bound stays, which is safe
            _log.warning("%s", error.message)


def _bounded(request: CompletionRequest) -> CompletionRequest:
    """With a bound to the answer: without one no limit could be kept."""
    if request.max_tokens is not None:
        return request
    return dataclasses.replace(request, max_tokens=OPEN_ANSWER_TOKENS)
