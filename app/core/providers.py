"""Providers of the cloud route: any OpenAI-compatible server, each under a short name of the person's choice.

A vLLM or llama-server cluster of one's own is a provider like any other. Keys are not kept here: they belong to the server's host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from app.core.keys import is_loopback, provider_of

DEFAULT_BASE_URL = "https://api.openai.com/v1"
DEFAULT_PROVIDER = "openai"
RESERVED_NAMES = frozenset({"local", "cloud"})
"""What a chain and ``--engine`` already mean by these words."""

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_NO_NAMES = frozenset("api www com org net edu gov ac co cn io ai de fr uk us eu xyz dev app cloud v1".split())


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """One server.

    Attributes:
        base_url: most end in ``/v1``.
        model: empty for the first that the server lists.
        timeout_s: bounds the wait for the first and for each next piece.
        max_retries: tries after the first where a failure may pass.
    """

    base_url: str = DEFAULT_BASE_URL
    model: str = ""
    timeout_s: float = 60.0
    max_retries: int = 3


def name_trouble(name: str, taken: Iterable[str] = ()) -> str:
    """Why a provider cannot be called so, in a sentence; empty if it can."""
    if not _NAME.fullmatch(name):
        return "A name has lower-case letters, digits, - and _, starts with a letter, and is at most 32 long."
    if name in RESERVED_NAMES:
        return f"“{name}” means something else in a chain of engines."
    return f"There is a provider “{name}” already." if name in taken else ""


def name_for(base_url: str, taken: Iterable[str] = ()) -> str:
    """A name after a server's host that is not taken: ``openai`` for ``https://api.openai.com/v1``."""
    host = provider_of(base_url).partition(":")[0]
    parts = [part for part in host.split(".") if part not in _NO_NAMES]
    name = "localhost" if is_loopback(base_url) else re.sub(r"[^a-z0-9_-]", "", parts[-1] if parts else "")[:24]
    name = name if not name_trouble(name) else "server"
    known = set(taken)
    return next(one for one in (name, *(f"{name}-{n}" for n in range(2, len(known) + 3))) if one not in known)


def one_server_to_providers(data: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Settings of schema 1, whose ``[cloud]`` was the one server, to schema 2, where it names a provider. In place."""
    cloud = data.get("cloud")
    if not isinstance(cloud, MutableMapping):
        return data
    moved = {key: cloud.pop(key) for key in ("base_url", "model", "timeout_s", "max_retries") if key in cloud}
    if moved:
        name = name_for(str(moved.get("base_url", DEFAULT_BASE_URL)))
        cloud["provider"] = name
        data["providers"] = {**data.get("providers", {}), name: moved}
    return data
