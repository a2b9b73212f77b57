"""The values that travel between a tool and an engine. All frozen; none knows a library."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from app.core.money import Cost
from app.core.output import OutputSpec

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str

    @staticmethod
    def system(content: str) -> Message:
        return Message("system", content)

    @staticmethod
    def user(content: str) -> Message:
        return Message("user", content)

    @staticmethod
    def assistant(content: str) -> Message:
        return Message("assistant", content)


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """What an engine is asked.

    Attributes:
        messages: the conversation; the last one is the user's.
        output: what the answer must satisfy; an engine enforces as much of it as it can.
        max_tokens: upper bound of new tokens; None leaves it to what the context holds.
        temperature: 0 is greedy.
        seed: for sampling; None lets the engine choose.
        stop: strings that end the answer and are not part of it.
        tool: id of the tool that asks: its accounts, and the evaluated state of its constant prompt, are kept under this name.
        changing: the part of the last message that is another one the next time (the question); what stands before it is worth keeping.
        run: id of the run that asks; its cost is accounted under it.
        repeats: a text that the answer will mostly repeat (the page or query that is edited). It changes how fast an answer comes,
            never which.
    """

    messages: tuple[Message, ...]
    output: OutputSpec = field(default_factory=OutputSpec.text)
    max_tokens: int | None = 1024
    temperature: float = 0.0
    seed: int | None = None
    stop: tuple[str, ...] = ()
    tool: str = ""
    changing: str = ""
    run: str = ""
    repeats: str = ""


class StopReason(StrEnum):
    """Why an answer ended."""

    STOP = "stop"
    LENGTH = "length"
    CONTENT_FILTER = "content_filter"


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost. Times in seconds; ``ttft_s`` is the time from sending to the first token.

    Attributes:
        reused_tokens: of the prompt, those that did not have to be evaluated again (a provider calls them cached).
        drafted_tokens: of the answer, those that were guessed from a text that it repeats, and accepted by the model.
        estimated: whether the tokens are our reckoning, because the server counts none.
        cost: what providers charge; None where nothing was sent to any.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    ttft_s: float | None = None
    tokens_per_s: float | None = None
    reused_tokens: int = 0
    drafted_tokens: int = 0
    estimated: bool = False
    cost: Cost | None = None

    def plus(self, other: Usage) -> Usage:
        """The sum over two requests: tokens add, the first token's time is the first request's, the speed the last's."""
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.ttft_s if self.ttft_s is not None else other.ttft_s,
            other.tokens_per_s if other.tokens_per_s is not None else self.tokens_per_s,
            self.reused_tokens + other.reused_tokens,
            self.drafted_tokens + other.drafted_tokens,
            self.estimated or other.estimated,
            self.cost.plus(other.cost) if self.cost and other.cost else self.cost or other.cost,
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that an engine does before or between tokens: loading, waiting, restarting.

    Attributes:
        text: what is happening, in words.
        fraction: 0–1 where known.
        resent: the request goes out once more, and the provider may charge for the try before.
    """

    text: str
    fraction: float | None = None
    resent: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer. The last one carries ``stop_reason`` and, where known, ``usage``."""

    text: str = ""
    notice: Notice | None = None
    stop_reason: StopReason | None = None
    usage: Usage | None = None
