"""One answer: a ``generate`` command → the events that it leads to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import ContextOverflow
from app.worker.grammar import constraint_grammar
from app.worker.model import Model
from app.worker.sampler import Sampler
from app.worker.text import TextStream

Emit = Callable[[str, Mapping[str, Any]], None]


@dataclass(slots=True)
class _Clock:
    """When things happened, in seconds of the monotonic clock."""

    started: float
    first_token: float | None = None

    def usage(self, prompt_tokens: int, reused_tokens: int, completion_tokens: int) -> dict[str, Any]:
        now = time.monotonic()
        first = self.first_token
        seconds = now - first if first is not None else 0.0
        return {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens,
            "prompt_tokens_details": {"cached_tokens": reused_tokens},
            "ttft_s": None if first is None else first - self.started,
            "tokens_per_s": (completion_tokens - 1) / seconds if completion_tokens > 1 and seconds > 0 else None,
        }


def answer(model: Model, body: Mapping[str, Any], received_s: float, emit: Emit) -> None:
    """Evaluate the prompt, then emit chunks; the last one has a finish reason and the usage.

    Args:
        body: of the command: a chat completion's, and ``constraint``.
        received_s: when the command arrived, on the monotonic clock.

    Raises:
        ContextOverflow: counted before anything is evaluated.
        EngineError: the template refuses, the grammar is wrong, or llama.cpp fails.
        Stopped: the model's abort flag was set.
    """
    tokens = _prompt(model, body)
    clock = _Clock(received_s)
    sampler = model.sampler(
        temperature=float(body.get("temperature", 0.0)),
        seed=body.get("seed"),
        grammar=constraint_grammar(body.get("constraint") or {}),
    )
    try:
        reused = model.evaluate_prompt(
            tokens, lambda fraction: emit("progress", {"stage": "prompt", "fraction": fraction})
        )
        stream = TextStream(body.get("stop") or ())
        room = model.context_tokens - len(tokens)
        limit = min(int(body["max_tokens"]), room) if body.get("max_tokens") is not None else room
        count, reason = _stream(model, sampler, stream, limit, clock, emit)
    finally:
        sampler.close()
    emit("chunk", _chunk(stream.finish(), reason, clock.usage(len(tokens), reused, count)))


def _prompt(model: Model, body: Mapping[str, Any]) -> list[int]:
    text = model.template.render(body["messages"])
    tokens = model.tokenize(text, add_special=not model.template.begins_sequence(text))
    if len(tokens) >= model.context_tokens:
        raise ContextOverflow(
            f"The prompt has {len(tokens)} tokens; the context of {model.name} holds {model.context_tokens}.",
            prompt_tokens=len(tokens),
            limit_tokens=model.context_tokens,
            hint="Shorten the prompt, set a larger context, or choose a model with a larger one.",
        )
    return tokens


def _stream(
    model: Model, sampler: Sampler, stream: TextStream, limit: int, clock: _Clock, emit: Emit
) -> tuple[int, str]:
    """Returns the number of tokens and why they ended."""
    count = 0
    for token in _tokens(model, sampler, limit):
        count += 1
        if clock.first_token is None:
            clock.first_token = time.monotonic()
        if model.ends_answer(token):
            return count, "stop"
        text = stream.push(model.piece(token))
        if text:
            emit("chunk", _chunk(text))
        if stream.stopped:
            return count, "stop"
    return count, "length"


def _tokens(model: Model, sampler: Sampler, limit: int) -> Iterator[int]:
    for number in range(limit):
        token = model.sample(sampler)
        yield token
        if number + 1 < limit:
            model.evaluate([token])


def _chunk(text: str, reason: str | None = None, usage: Mapping[str, Any] | None = None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": {"content": text}, "finish_reason": reason}],
    }
    if usage is not None:
        data["usage"] = usage
    return {"data": data}
