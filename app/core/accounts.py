"""What a request would send and cost, before it is sent; and what it is accounted with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core.keys import provider_of
from app.core.ledger import Entry, Ledger
from app.core.messages import CompletionRequest, Message, Usage
from app.core.money import Cost
from app.core.prices import FREE, PriceBook, cost_of
from app.core.settings import SpendingSettings
from app.core.tokens import CHOICE_WRAPPING_TOKENS, prompt_tokens_at_most
from app.engines.base import EngineInfo

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


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where requests are accounted, at what price, and within which limits.

    Attributes:
        ledger: None if it could not be opened; with a limit nothing is sent then.
        prices: what providers charge.
        limits: gives the person's limits as they are now.
    """

    ledger: Ledger | None
    prices: PriceBook
    limits: Callable[[], SpendingSettings]

    def entry(self, request: CompletionRequest, info: EngineInfo, model: str = "") -> Entry:
        """A request to a provider at its upper bound. ``model`` is the name that the server knows, if another than ``info`` says."""
        model = model or info.model
        prompt_tokens = prompt_tokens_at_most(request)
        answer_tokens = (request.max_tokens or OPEN_ANSWER_TOKENS) + CHOICE_WRAPPING_TOKENS
        price = self.prices.find(info.location, model, prompt_tokens)
        host = provider_of(info.location)
        return Entry(request.run, request.tool, info.provider, host, model, prompt_tokens, answer_tokens, price)

    def appraise(self, request: CompletionRequest, info: EngineInfo) -> Outgoing:
        """What a request would send, and cost at most. May read a file: not for the GUI thread."""
        entry = self.entry(request, info)
        bound = Usage(entry.prompt_tokens, entry.completion_tokens, estimated=entry.price is not FREE)
        cost = cost_of(entry.price, bound) if info.kind == "cloud" else None
        size_bytes = sum(len(message.content.encode("utf-8", "surrogatepass")) for message in request.messages)
        tokens = (entry.prompt_tokens, entry.completion_tokens)
        return Outgoing(request.messages, info, size_bytes, *tokens, cost)
