"""What a request would send and cost, before it is sent; and what it is accounted with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.messages import CompletionRequest, Message, Usage
from app.core.money import Cost
from app.core.settings import SpendingSettings
from app.engines.base import EngineInfo

if TYPE_CHECKING:
    from app.core.ledger import Entry, Ledger
    from app.core.prices import PriceBook

OPEN_ANSWER_TOKENS = 8192
"""What an answer may have whose request sets no bound: an account needs one."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it would go out.

    Attributes:
        messages: exactly what is sent.
        engine: where to.
        size_bytes: of the messages' text, in UTF-8.
        prompt_tokens: an upper bound of what the server will count.
        answer_tokens: the bound of the answer.
        cost: at most; None where nothing leaves this machine.
    """

    messages: tuple[Message, ...]
    engine: EngineInfo
    size_bytes: int
    prompt_tokens: int
    answer_tokens: int
    cost: Cost | None = None


class Accounts:
    """Where requests are accounted, at what price, and within which limits. Ledger and prices are opened at their first use.

    Args:
        ledger: gives the ledger; None if it cannot be had, and then nothing is sent under a limit.
        prices: gives what providers charge.
        limits: gives the person's limits as they are now.
    """

    def __init__(
        self,
        ledger: Callable[[], Ledger | None],
        prices: Callable[[], PriceBook],
        limits: Callable[[], SpendingSettings],
    ) -> None:
        self._open_ledger = ledger
        self._open_prices = prices
        self.limits = limits
        self._lock = threading.Lock()
        self._ledger: tuple[Ledger | None] | None = None
        self._prices: PriceBook | None = None

    @property
    def ledger(self) -> Ledger | None:
        with self._lock:
            if self._ledger is None:
                self._ledger = (self._open_ledger(),)
            return self._ledger[0]

    @property
    def prices(self) -> PriceBook:
        with self._lock:
            if self._prices is None:
                self._prices = self._open_prices()
            return self._prices

    def entry(self, request: CompletionRequest, info: EngineInfo, model: str = "") -> Entry:
        """A request to a provider at its upper bound. ``model`` is the name that the server knows, if another than ``info`` says."""
        from app.core.keys import provider_of  # a run on this machine needs none of these
        from app.core.ledger import Entry
        from app.core.tokens import CHOICE_WRAPPING_TOKENS, prompt_tokens_at_most

        model = model or info.model
        prompt_tokens = prompt_tokens_at_most(request)
        answer_tokens = (request.max_tokens or OPEN_ANSWER_TOKENS) + CHOICE_WRAPPING_TOKENS
        price = self.prices.find(info.location, model, prompt_tokens)
        host = provider_of(info.location)
        return Entry(request.run, request.tool, info.provider, host, model, prompt_tokens, answer_tokens, price)

    def appraise(self, request: CompletionRequest, info: EngineInfo) -> Outgoing:
        """What a request would send, and cost at most. May read a file: not for the GUI thread."""
        from app.core.prices import FREE, cost_of  # as above

        entry = self.entry(request, info)
        bound = Usage(entry.prompt_tokens, entry.completion_tokens, estimated=entry.price is not FREE)
        cost = cost_of(entry.price, bound) if info.kind == "cloud" else None
        size_bytes = sum(len(message.content.encode("utf-8", "surrogatepass")) for message in request.messages)
        tokens = (entry.prompt_tokens, entry.completion_tokens)
        return Outgoing(request.messages, info, size_bytes, *tokens, cost)

    def close(self) -> None:
        """Close the ledger, if it was opened."""
        with self._lock:
            if self._ledger is not None and self._ledger[0] is not None:
                self._ledger[0].close()
