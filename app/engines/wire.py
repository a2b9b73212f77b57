"""OpenAI-shaped JSON ↔ ``core.messages``: the one place that knows the shape, for cloud servers and for the worker.

The shape is that of ``POST /chat/completions`` with ``stream``: https://platform.openai.com/docs/api-reference/chat-streaming.
The worker adds ``ttft_s`` and ``tokens_per_s`` to ``usage``; servers of other makers leave fields out or add their own:
what is absent is tolerated and only what contradicts the shape is an error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.core.messages import Chunk, CompletionRequest, Notice, StopReason, Usage
from app.errors import ContentRefused, ProtocolError

_LINE_LIMIT = 500
_BROKEN_OFF = frozenset({"error", "abort", "insufficient_system_resource"})
_STOP_REASONS: Mapping[str, StopReason] = {
    "length": StopReason.LENGTH,
    "max_tokens": StopReason.LENGTH,
    "model_length": StopReason.LENGTH,
    "content_filter": StopReason.CONTENT_FILTER,
    "safety": StopReason.CONTENT_FILTER,
}


def request_payload(request: CompletionRequest) -> dict[str, Any]:
    """The body of a streamed chat completion; fields that the request leaves open are left out.

    Nothing of one engine is in it: no model, no ``response_format``, no grammar; each engine adds its own.
    """
    payload: dict[str, Any] = {
        "messages": [{"role": message.role, "content": message.content} for message in request.messages],
        "temperature": request.temperature,
        "stream": True,
    }
    if request.max_tokens is not None:
        payload["max_tokens"] = request.max_tokens
    if request.seed is not None:
        payload["seed"] = request.seed
    if request.stop:
        payload["stop"] = list(request.stop)
    return payload


def parse_chunk(obj: Mapping[str, Any]) -> Chunk:
    """Read one ``chat.completion.chunk``.

    A delta with only a role, a null content or no choice at all gives a chunk without text. Pieces of a reasoning
    model's thoughts give a notice, for they are no part of the answer.

    Raises:
        ProtocolError: ``obj`` is not of that shape, or says that the server gave up; ``line`` holds it, shortened.
        ContentRefused: the model refuses in the field that the protocol has for it.
    """
    choice = _first_choice(obj)
    delta = choice.get("delta") or {}
    if not isinstance(delta, Mapping):
        raise _contradiction(obj, "its delta is not an object")
    if delta.get("refusal"):
        raise ContentRefused(
            f"The model refuses to answer: {delta['refusal']}",
            hint="Word the prompt differently, or use another model.",
        )
    thinking = bool(delta.get("reasoning_content") or delta.get("reasoning"))
    return Chunk(
        text=_text(obj, delta.get("content")),
        notice=Notice("The model is thinking.") if thinking else None,
        stop_reason=_stop_reason(obj, choice.get("finish_reason")),
        usage=_usage(obj),
    )


def _first_choice(obj: Mapping[str, Any]) -> Mapping[str, Any]:
    choices = obj.get("choices")
    if choices is None and obj.get("usage") is None:
        raise _contradiction(obj, "it has neither choices nor usage")
    if choices is None or choices == []:
        return {}
    if not isinstance(choices, list) or not isinstance(choices[0], Mapping):
        raise _contradiction(obj, "its choices are not a list of objects")
    return choices[0]


def _text(obj: Mapping[str, Any], content: object) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list):  # Some servers send parts; only those of type "text" belong to the answer.
        return "".join(str(part.get("text") or "") for part in content if _is_text_part(part))
    raise _contradiction(obj, "its content is not text")


def _is_text_part(part: object) -> bool:
    return isinstance(part, Mapping) and part.get("type") == "text"


def _stop_reason(obj: Mapping[str, Any], name: object) -> StopReason | None:
    if name is None or name == "":
        return None
    if not isinstance(name, str):
        raise _contradiction(obj, "its finish_reason is not text")
    if name.lower() in _BROKEN_OFF:
        raise _contradiction(obj, f"the server broke the answer off ({name})")
    return _STOP_REASONS.get(name.lower(), StopReason.STOP)


def _usage(obj: Mapping[str, Any]) -> Usage | None:
    usage = obj.get("usage")
    if usage is None:
        return None
    if not isinstance(usage, Mapping):
        raise _contradiction(obj, "its usage is not an object")
    return Usage(
        prompt_tokens=_count(obj, usage.get("prompt_tokens")),
        completion_tokens=_count(obj, usage.get("completion_tokens")),
        ttft_s=_number(obj, usage.get("ttft_s")),
        tokens_per_s=_number(obj, usage.get("tokens_per_s")),
        reused_tokens=_cached(obj, usage),
        drafted_tokens=_detail(obj, usage.get("completion_tokens_details"), "accepted_prediction_tokens"),
    )


def _cached(obj: Mapping[str, Any], usage: Mapping[str, Any]) -> int:
    """Tokens of the prompt that were evaluated before: the worker's and OpenAI's field, or DeepSeek's."""
    details = usage.get("prompt_tokens_details")
    return _detail(obj, details, "cached_tokens") or _count(obj, usage.get("prompt_cache_hit_tokens"))


def _detail(obj: Mapping[str, Any], details: object, name: str) -> int:
    """Details are told by few servers, and by some as null."""
    return _count(obj, details.get(name)) if isinstance(details, Mapping) else 0


def _count(obj: Mapping[str, Any], value: object) -> int:
    number = _number(obj, value)
    return 0 if number is None else int(number)


def _number(obj: Mapping[str, Any], value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _contradiction(obj, "its usage holds something that is no number")
    return float(value)


def _contradiction(obj: Mapping[str, Any], why: str) -> ProtocolError:
    line = json.dumps(obj, ensure_ascii=False, default=str)
    return ProtocolError(
        f"The server sent a piece that cannot be read: {why}.",
        line=line if len(line) <= _LINE_LIMIT else line[:_LINE_LIMIT] + "…",
        hint="Check that the address is that of an OpenAI-compatible server.",
    )
