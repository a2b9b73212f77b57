"""Secrets of tools (passwords of databases, tokens): kept as API keys are, apart from them, each tool's own out of reach of all others."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from app.core.keys import KeyPlace, KeyStore
from app.core.manifest import PluginManifest
from app.errors import PluginError, StorageError

SERVICE = "polymath tools"
"""The name under which they stand in the keyring; API keys have another."""

_LEAST_CHARS = 4
"""A shorter secret stands in many a text by chance; hiding it would hide what is no secret and tell which it is."""


class Keeper(Protocol):
    """What a tool may ask about its own secrets."""

    def get(self, name: str) -> str | None: ...

    def keep(self, name: str, value: str, *, lasting: bool = True) -> KeyPlace: ...

    def forget(self, name: str) -> None: ...


class ToolSecrets:
    """Keeps secrets for tools. Calls can block (the operating system may ask to unlock its keyring): not for the window's thread.

    Args:
        store: where those that last are kept, exactly as they are; without one, all end with the program.
    """

    def __init__(self, store: KeyStore | None = None) -> None:
        self._store = store
        self._passing: dict[str, str] = {}
        self._seen: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def of(self, manifest: PluginManifest) -> Keeper:
        """The secrets of one tool; their names are its own."""
        return _OfTool(self, manifest)

    def seen(self) -> frozenset[str]:
        """What a ``Redactor`` must hide: all that passed through since the program started, as texts may hold it. Takes no lock."""
        return self._seen

    def get(self, full_name: str) -> str | None:
        with self._lock:
            value = self._passing.get(full_name)
        if value is None and self._store is not None:
            value = self._store.get(full_name)
        if value is not None:
            self._note(value)
        return value

    def keep(self, full_name: str, value: str, *, lasting: bool) -> KeyPlace:
        self._note(value)
        if not lasting or self._store is None:
            with self._lock:
                self._passing[full_name] = value
            return KeyPlace("memory", "It is kept until the program ends, and nowhere else.")
        try:
            place = self._store.set(full_name, value)
        except StorageError as error:
            raise StorageError(error.message, hint="Make the folder writable, or do not keep it.") from error
        with self._lock:
            self._passing.pop(full_name, None)
        return _said(place)

    def forget(self, full_name: str) -> None:
        with self._lock:
            self._passing.pop(full_name, None)
        if self._store is not None:
            self._store.delete(full_name)

    def _note(self, value: str) -> None:
        if len(value) >= _LEAST_CHARS:
            with self._lock:
                self._seen |= frozenset(_forms(value))


@dataclass(frozen=True, slots=True)
class _OfTool:
    _all: ToolSecrets
    _manifest: PluginManifest

    def get(self, name: str) -> str | None:
        return self._all.get(self._full(name))

    def keep(self, name: str, value: str, *, lasting: bool = True) -> KeyPlace:
        return self._all.keep(self._full(name), value, lasting=lasting)

    def forget(self, name: str) -> None:
        self._all.forget(self._full(name))

    def _full(self, name: str) -> str:
        """The name among those of all tools: an id holds no colon, so that no two can meet.

        Raises:
            PluginError: the manifest does not say that the tool keeps secrets.
        """
        if "secrets" not in self._manifest.permissions:
            raise PluginError(
                f"“{self._manifest.title}” asks for a secret, and its manifest does not say so.",
                hint="Its author must add “secrets” to the permissions in plugin.toml.",
            )
        return f"{self._manifest.id}:{name}"


def _forms(value: str) -> Iterator[str]:
    """As it is, in an address, and in JSON."""
    yield value
    yield quote(value, safe="")
    with contextlib.suppress(UnicodeEncodeError):
        yield json.dumps(value)[1:-1]
        yield json.dumps(value, ensure_ascii=False)[1:-1]


def _said(place: KeyPlace) -> KeyPlace:
    """Where it lies, in words that are true of any secret."""
    if place.kind == "keyring":
        return KeyPlace("keyring", "It is kept in the keyring of the operating system.")
    return KeyPlace(
        place.kind,
        "No keyring is available here: it is kept unencrypted in the data folder, readable by you alone.",
        is_plain=True,
    )
