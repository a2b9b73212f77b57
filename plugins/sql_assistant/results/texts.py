"""A single value, written out for a person who looks at it closely."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from plugins.sql_assistant.results.filters import shown

Kind = Literal["null", "boolean", "number", "text", "JSON"]
MAX_SHOWN_CHARS = 200_000
MAX_LINE_CHARS = 20_000
_MAX_JSON_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it is shown.

    Attributes:
        whole: the value itself as text, for the clipboard.
        text: what is shown; laid out if it is JSON, cut if it is very long.
        chars: characters of the value.
        is_cut: whether ``text`` is less than the value.
    """

    kind: Kind
    whole: str
    text: str
    chars: int
    is_cut: bool


def written(value: Any, *, laid_out: bool = True) -> Written:
    """Write a value out; takes a moment for a large one, so call it off the window's thread.

    Args:
        laid_out: whether JSON is set out in lines.
    """
    whole = "" if value is None else repr(value) if isinstance(value, float) else shown(value)
    kind: Kind = "text"
    text = whole
    if not isinstance(value, str):
        kind = "null" if value is None else "boolean" if isinstance(value, bool) else "number"
    elif (pretty := _as_json(whole)) is not None:
        kind, text = "JSON", pretty if laid_out else whole
    cut = _cut(text)
    return Written(kind, whole, cut, len(whole), len(cut) < len(text))


def _as_json(text: str) -> str | None:
    """A JSON object or array, set out; None for anything else."""
    if not text.lstrip().startswith(("{", "[")) or len(text) > _MAX_JSON_CHARS:
        return None
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return None


def _cut(text: str) -> str:
    """The beginning, with no line so long that laying it out takes long."""
    if len(text) <= MAX_LINE_CHARS:
        return text
    lines = text[:MAX_SHOWN_CHARS].split("\n")
    return "\n".join(line[:MAX_LINE_CHARS] for line in lines)
