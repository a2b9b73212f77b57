"""What stands before every request of a run: whatever planned the route, nothing private passes, and nothing that must be shown first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.core.accounts import Accounts, Outgoing
from app.core.messages import CompletionRequest
from app.engines.base import EngineInfo
from app.errors import NotConfirmed, PrivateData

if TYPE_CHECKING:
    import asyncio
else:
    from app.core import aio as asyncio

Consent = Literal["send", "send_all", "decline"]
"""The person's answer: this request, this and all that follow in the run, or none."""

Confirm = Callable[[Outgoing], Awaitable[Consent]]


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one run.

    Attributes:
        private: why nothing of it may go to the cloud; empty if it may.
        must_ask: whether the person wants to see each request before it goes to the cloud.
        confirm: asks the person; None where nobody can be asked.
        on_decline: told when the person declines, before the run is cancelled.
    """

    private: str = ""
    must_ask: bool = False
    confirm: Confirm | None = None
    on_decline: Callable[[], None] = lambda: None


class Gate:
    """Lets requests through, one question at a time."""

    def __init__(self, title: str, terms: Terms, accounts: Accounts | None) -> None:
        self._title = title
        self._terms = terms
        self._accounts = accounts
        self._has_consent = False
        self._asking: asyncio.Lock | None = None

    async def let_through(self, request: CompletionRequest, info: EngineInfo) -> None:
        """Return if the request may go to an engine.

        Raises:
            PrivateData: it would go to the cloud, and the run is private.
            NotConfirmed: the person would have to be asked, and nobody can be.
            asyncio.CancelledError: the person declined.
        """
        if info.kind != "cloud":
            return
        if self._terms.private:
            raise PrivateData(
                f"{self._terms.private} So nothing was sent to {info.device or info.model}.",
                hint="Use a local model, or take the mark off under Settings → Privacy.",
            )
        if self._terms.must_ask and not self._has_consent:
            self._asking = self._asking or asyncio.Lock()
            async with self._asking:
                await self._ask(request, info)

    async def _ask(self, request: CompletionRequest, info: EngineInfo) -> None:
        if self._has_consent:  # given while this request waited for its turn
            return
        if self._terms.confirm is None or self._accounts is None:
            raise NotConfirmed(
                f"{self._title} shows what it sends before it is sent, and nobody can be asked here.",
                hint="Run it in the window, or with --yes on the command line.",
            )
        outgoing = await asyncio.to_thread(self._accounts.appraise, request, info)
        consent = await self._terms.confirm(outgoing)
        if consent == "decline":
            self._terms.on_decline()
            raise asyncio.CancelledError
        self._has_consent = consent == "send_all"
