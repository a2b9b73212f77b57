"""The seam between the program and whatever runs a model."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Literal, Protocol

from app.core.messages import Chunk, CompletionRequest

EngineKind = Literal["local", "cloud", "scripted"]


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """What an engine is, as far as it is known now.

    Attributes:
        kind: which route it belongs to.
        model: name for people.
        serves: ids of the tools that the model was made for; None means all.
        context_tokens: size of the context; None if unknown.
        device: where it runs, in words (``CPU, 2 threads``, ``CUDA, 33 of 33 layers``, a host name).
        location: path of the model file, or base URL.
        provider: of the cloud route, its name in the settings.
        is_starter: whether it is the small model that ships inside.
        memory_bytes: what it holds on this machine, on GPUs too and with the pages of its file; 0 while it is not loaded.
    """

    kind: EngineKind
    model: str
    serves: frozenset[str] | None = None
    context_tokens: int | None = None
    device: str = ""
    location: str = ""
    is_starter: bool = False
    provider: str = ""
    memory_bytes: int = 0

    @property
    def is_specialist(self) -> bool:
        """Whether the model was made for some tools alone: it knows their trained form, and follows no dialogue and no examples."""
        return self.is_starter or self.serves is not None

    def serves_tool(self, tool_id: str) -> bool:
        """Whether the model declares that it serves ``tool_id``."""
        return self.serves is None or tool_id in self.serves


class Engine(Protocol):
    """One method that streams. Every engine passes ``tests/contracts/test_engines.py``."""

    @property
    def info(self) -> EngineInfo:
        """What is known now; cheap, never blocks, never fails."""
        ...

    def stream(self, request: CompletionRequest) -> AsyncIterator[Chunk]:
        """Answer a request piece by piece.

        The last chunk carries a stop reason and usage. Closing the iterator (``aclose``) or cancelling the task stops the engine's
        work; that is not an error.

        Raises:
            EngineError: mapped from whatever the engine's library raises.
        """
        ...

    async def close(self) -> None:
        """Free what is held. The engine can be used again afterwards (it loads or connects anew)."""
        ...


async def as_generator(stream: AsyncIterator[Chunk]) -> AsyncGenerator[Chunk, None]:
    """An engine's stream as a generator that can be closed; closing it closes the stream, if that can be closed."""
    try:
        async for chunk in stream:
            yield chunk
    finally:
        if closing := getattr(stream, "aclose", None):
            await closing()
