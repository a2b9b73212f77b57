"""The words between the program and its worker: one JSON object a line, each with the id of its request.

To the worker::

    hello                                               → ready
    load      path context_tokens threads …             → progress… loaded
    generate  a chat completion's body, constraint …    → progress… chunk… done
    cancel    target (the id of a load or generate)     → nothing; the target ends with done or error
    ping                                                → pong, at once, whatever is being computed
    unload                                              → done
    devices                                             → devices: the build's back ends and what they see

A ``load`` may also say ``batch_threads gpu_layers kv_type``, which ``thread_choices`` to measure (``loaded`` tells the
fastest), and where evaluated prompts are kept: ``prefix_dir prefix_disk_bytes prefix_memory_bytes``. A ``generate`` may name
the ``tool`` that asks, what of the last message is ``changing``, a text that the answer ``repeats``, and the tokens with which
it was ``begun`` by a worker that died; each ``chunk`` says which ``tokens`` its text is made of.

From it: ``ready progress loaded chunk devices pong done error``. ``loaded`` tells under ``memory`` what the load took
(``LoadReport``), and the first ``done`` after it under ``rss_bytes`` what the process then holds. ``chunk`` carries an
OpenAI-shaped chunk under ``data``; ``error`` an ``EngineError`` that ``error_from`` builds again on the other side. Standard
library only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.errors import ContentRefused, ContextOverflow, EngineError, ModelLoadError, ProtocolError

VERSION = 2
MAX_LINE_BYTES = 16 << 20
COMMANDS = frozenset({"hello", "load", "generate", "cancel", "ping", "unload", "devices"})
EVENTS = frozenset({"ready", "progress", "loaded", "chunk", "devices", "pong", "done", "error"})
LAST_EVENTS = frozenset({"ready", "loaded", "devices", "done", "error"})
_NONE = type(None)
_HOLDS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "progress": {"fraction": (int, float)},
    "loaded": {"device": (str,), "context_tokens": (int,), "threads": (dict, _NONE), "memory": (dict, _NONE)},
    "chunk": {"data": (dict,), "tokens": (list, _NONE)},
    "done": {"rss_bytes": (int, _NONE)},
}
"""What the events hold that this program reads. A field that may be missing may be none."""
_ERRORS: Mapping[str, tuple[type[EngineError], tuple[str, ...]]] = {
    "ContextOverflow": (ContextOverflow, ("prompt_tokens", "limit_tokens")),
    "ModelLoadError": (ModelLoadError, ("path", "reason")),
    "ContentRefused": (ContentRefused, ()),
    "ProtocolError": (ProtocolError, ("line",)),
    "EngineError": (EngineError, ()),
}


@dataclass(frozen=True, slots=True)
class WorkerMessage:
    """A command or an event.

    Attributes:
        id: of the request; 0 for what belongs to none.
        kind: one of ``COMMANDS`` or ``EVENTS``.
        body: the rest.
    """

    id: int
    kind: str
    body: Mapping[str, Any] = field(default_factory=dict)


def encode(message: WorkerMessage) -> bytes:
    """One line, its end included."""
    line = json.dumps({"id": message.id, "type": message.kind, **message.body}, ensure_ascii=False)
    return line.encode("utf-8", "surrogatepass") + b"\n"  # json.loads reads it so; a path need not be text


def decode(line: bytes, kinds: frozenset[str]) -> WorkerMessage:
    """Read one line that must be of one of ``kinds``.

    Raises:
        ProtocolError: it is not.
    """
    try:
        obj = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _unreadable(line, "it is not JSON") from error
    kind = obj.get("type") if isinstance(obj, dict) else None
    if not isinstance(kind, str) or kind not in kinds:
        raise _unreadable(line, "it is of no known type")
    number = obj.get("id")
    if not isinstance(number, int) or isinstance(number, bool):
        raise _unreadable(line, "it has no id")
    for key, types in _HOLDS.get(kind, {}).items():
        if not isinstance(obj.get(key), types):
            raise _unreadable(line, f"its {key} is missing or of no use")
    return WorkerMessage(number, kind, {k: v for k, v in obj.items() if k not in ("id", "type")})


def error_body(error: EngineError) -> dict[str, Any]:
    """An error as the body of an ``error`` event."""
    name = type(error).__name__ if type(error).__name__ in _ERRORS else "EngineError"
    fields = {key: getattr(error, key) for key in _ERRORS[name][1]}
    plain = {key: str(value) if isinstance(value, Path) else value for key, value in fields.items()}
    return {"error": name, "message": error.message, "hint": error.hint, "fields": plain}


def error_from(body: Mapping[str, Any]) -> EngineError:
    """The error that the body of an ``error`` event describes."""
    kind, keys = _ERRORS.get(str(body.get("error")), (EngineError, ()))
    told = body.get("fields")
    given = told if isinstance(told, dict) else {}
    fields = {key: Path(str(given.get(key))) if key == "path" else given.get(key) for key in keys}
    return kind(
        str(body.get("message") or "The worker does not say what is wrong."), hint=str(body.get("hint") or ""), **fields
    )


def _unreadable(line: bytes, why: str) -> ProtocolError:
    shown = line[:200].decode("utf-8", "replace").strip()
    return ProtocolError(f"A line of the worker's protocol cannot be read: {why}.", line=shown)
