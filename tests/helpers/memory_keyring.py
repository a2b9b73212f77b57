"""Backends for the ``keyring`` package that live in memory."""

from __future__ import annotations

import keyring.errors


class MemoryKeyring:
    """A keyring backend that works, or fails with ``error``, or forgets what it is told (as keyring's null backend does)."""

    def __init__(self, error: Exception | None = None, *, forgets: bool = False) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self._error = error
        self._forgets = forgets

    def get_password(self, service: str, username: str) -> str | None:
        self._fail()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail()
        if not self._forgets:
            self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail()
        if (service, username) not in self.entries:
            raise keyring.errors.PasswordDeleteError("not found")
        del self.entries[service, username]

    def _fail(self) -> None:
        if self._error is not None:
            raise self._error


def no_keyring() -> MemoryKeyring:
    return MemoryKeyring(keyring.errors.NoKeyringError("no backend"))
