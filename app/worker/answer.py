"""One answer: a ``generate`` command → the events that it leads to."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.errors import ContextOverflow
from app.worker.grammar import constraint_grammar
from app.worker.lookup import Drafter
from app.worker.model import Model, Prompt
from app.worker.prefixes import common
from app.worker.sampler import Sampler
from app.worker.text import TextStream

Emit = Callable[[str, Mapping[str, Any]], None]
_ANOTHER_QUESTION = "§"


@dataclass(slots=True)
class _Account:
    """What an answer costs. Times are seconds of the monotonic clock."""

    started: float
    prompt_tokens: int
    reused_tokens: int = 0
    first_token: float | None = None
    tokens: int = 0
    drafted_tokens: int = 0

    def count(self) -> None:
        """A token came."""
        self.tokens += 1
        if self.first_token is None:
            self.first_token = time.monotonic()

    def usage(self) -> dict[str, Any]:
        """In the shape of the protocol, with our own fields."""
        first = self.first_token
        seconds = time.monotonic() - first if first is not None else 0.0
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.tokens,
            "total_tokens": self.prompt_tokens + self.tokens,
            "prompt_tokens_details": {"cached_tokens": self.reused_tokens},
            "completion_tokens_details": {"accepted_prediction_tokens": self.drafted_tokens},
            "ttft_s": None if first is None else first - self.started,
            "tokens_per_s": (self.tokens - 1) / seconds if self.tokens > 1 and seconds > 0 else None,
        }


@dataclass(slots=True)
class _Writer:
    """Turns tokens into chunks. Each says which tokens its text is made of, so that another worker can go on from there."""

    model: Model
    stream: TextStream
    emit: Emit
    _unsent: list[int] = field(default_factory=list)

    def write(self, token: int) -> None:
        text = self.stream.push(self.model.piece(token))
        self._unsent.append(token)
        if text:
            self.emit("chunk", {"data": _chunk(text), "tokens": self._unsent})
            self._unsent = []

    def finish(self, reason: str, usage: Mapping[str, Any]) -> None:
        self.emit("chunk", {"data": _chunk(self.stream.finish(), reason, usage)})


def answer(model: Model, body: Mapping[str, Any], received_s: float, emit: Emit) -> None:
    """Evaluate the prompt, then emit chunks; the last one has a finish reason and the usage.

    Args:
        body: of the command: a chat completion's, and what ``protocol`` says of ours.
        received_s: when the command arrived, on the monotonic clock.

    Raises:
        ContextOverflow: counted before anything is evaluated.
        EngineError: the template refuses, the grammar is wrong, or llama.cpp fails.
        Stopped: the model's abort flag was set.
    """
    prompt = _prompt(model, body)
    sampler = model.sampler(
        temperature=float(body.get("temperature", 0.0)),
        seed=body.get("seed"),
        grammar=constraint_grammar(body.get("constraint") or {}),
    )
    begun = [int(token) for token in body.get("begun") or ()]
    account = _Account(received_s, len(prompt.tokens))
    writer = _Writer(model, TextStream(body.get("stop") or ()), emit)
    try:
        _take_up(model, sampler, writer.stream, begun)
        whole = dataclasses.replace(prompt, tokens=[*prompt.tokens, *begun]) if begun else prompt
        account.reused_tokens = model.evaluate_prompt(whole, _progress(emit))
        room = model.context_tokens - len(prompt.tokens)
        wanted = body.get("max_tokens")
        limit = (room if wanted is None else min(int(wanted), room)) - len(begun)
        tokens = _tokens(model, sampler, limit, _drafter(model, body, begun), account)
        reason = _stream(model, tokens, writer, account)
        account.tokens += len(begun)
    finally:
        sampler.close()
    writer.finish(reason, account.usage())


def _progress(emit: Emit) -> Callable[[float], None]:
    return lambda fraction: emit("progress", {"stage": "prompt", "fraction": fraction})


def _prompt(model: Model, body: Mapping[str, Any]) -> Prompt:
    messages = body["messages"]
    tokens = _prompt_tokens(model, messages)
    if len(tokens) >= model.context_tokens:
        raise ContextOverflow(
            f"The prompt has {len(tokens)} tokens; the context of {model.name} holds {model.context_tokens}.",
            prompt_tokens=len(tokens),
            limit_tokens=model.context_tokens,
            hint="Shorten the prompt, set a larger context, or choose a model with a larger one.",
        )
    other = _prompt_tokens(model, _with_another_question(messages, str(body.get("changing") or "")))
    return Prompt(tokens, str(body.get("tool") or ""), common(tokens, other))


def _prompt_tokens(model: Model, messages: Sequence[Mapping[str, str]]) -> list[int]:
    text = model.template.render([dict(message) for message in messages])
    return model.tokenize(text, add_special=not model.template.begins_sequence(text))


def _with_another_question(messages: Sequence[Mapping[str, str]], question: str) -> list[Mapping[str, str]]:
    """The conversation as it would be with another question: what both begin with is the constant part."""
    last = messages[-1]
    place = max(last["content"].rfind(question), 0) if question else 0
    return [*messages[:-1], {**last, "content": last["content"][:place] + _ANOTHER_QUESTION}]


def _take_up(model: Model, sampler: Sampler, stream: TextStream, begun: Sequence[int]) -> None:
    """Bring sampler and text to where an answer was when its worker died."""
    for token in begun:
        sampler.accept(token)
        stream.push(model.piece(token))


def _drafter(model: Model, body: Mapping[str, Any], begun: Sequence[int]) -> Drafter | None:
    """What guesses the answer, where it repeats a text."""
    text = str(body.get("repeats") or "")
    if not text or not model.can_rewind:
        return None
    drafter = Drafter(model.tokenize(text, add_special=False))
    drafter.follow(begun)
    return drafter


def _stream(model: Model, tokens: Iterator[int], writer: _Writer, account: _Account) -> str:
    """Write tokens until one ends the answer; returns why it ended."""
    for token in tokens:
        account.count()
        if model.ends_answer(token):
            return "stop"
        writer.write(token)
        if writer.stream.stopped:
            return "stop"
    return "length"


def _tokens(model: Model, sampler: Sampler, limit: int, drafter: Drafter | None, account: _Account) -> Iterator[int]:
    """At most ``limit`` tokens. A draft changes how many steps they take, not which they are."""
    left = limit
    token = model.sample(sampler)
    while left > 0:
        yield token
        left -= 1
        if left == 0:
            return
        draft = drafter.after(token)[: left - 1] if drafter is not None else []
        model.evaluate([token, *draft], all_places=bool(draft))
        accepted = 0
        token = model.sample(sampler, 0 if draft else -1)
        while accepted < len(draft) and token == draft[accepted]:
            accepted += 1
            account.drafted_tokens += 1
            yield token
            token = model.sample(sampler, accepted)
        left -= accepted
        model.take_back(len(draft) - accepted)
        if drafter is not None:
            drafter.follow(draft[:accepted])


def _chunk(text: str, reason: str | None = None, usage: Mapping[str, Any] | None = None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": reason}],
    }
    if usage is not None:
        data["usage"] = usage
    return data
