"""Saves and forgets a connection with its password: the one in a file, the other in the keyring."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from plugins.sql_assistant.address_fields import taken_apart
from plugins.sql_assistant.connections import Connection, Connections, without_secrets
from plugins.sql_assistant.sources.server_address import is_server


class Secrets(Protocol):
    """What keeps passwords: a window's host, or a run's context. All can block."""

    def secret(self, name: str) -> str | None: ...

    def keep_secret(self, name: str, value: str, *, lasting: bool = True) -> str: ...

    def forget_secret(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be saved.

    Attributes:
        password: as it was typed; empty for the one that is kept already.
        lasting: whether the password is kept beyond the end of the program.
        before: the address that the connection had; empty for a new one.
    """

    connection: Connection
    password: str = field(default="", repr=False)
    lasting: bool = True
    before: str = ""

    def secret(self, secrets: Secrets) -> str | None:
        """The password to sign in with; one that is kept goes to its own server and user alone. Blocks."""
        if self.password:
            return self.password
        address = without_secrets(self.connection.address)
        found = secrets.secret(address)
        if found is None and self.before and _signs_in_alike(self.before, address):
            found = secrets.secret(self.before)
        return found


def save(secrets: Secrets, data_dir: Path, wanted: Wanted) -> tuple[Connection, str]:
    """Save a connection, and its password if there is one; what was saved, and where the password lies, in a sentence. Blocks.

    Raises:
        InputError: its address or its name cannot be one.
        StorageError: it cannot be kept.
    """
    password = wanted.secret(secrets)
    kept = Connections(data_dir).keep(wanted.connection, instead_of=wanted.before)
    for address in {kept.address, wanted.before} - {""}:
        if address != kept.address or not wanted.lasting:
            secrets.forget_secret(address)
    if not password:
        return kept, ""
    return kept, secrets.keep_secret(kept.address, password, lasting=wanted.lasting)


def keep_typed(secrets: Secrets, data_dir: Path, given: str) -> None:
    """Keep the password of an address that has opened until the program ends, so that what follows needs only the address. Blocks.

    Raises:
        StorageError: the saved connections cannot be read.
    """
    found = taken_apart(given) if is_server(given) else None
    if found is None or not found[1]:
        return
    saved = Connections(data_dir).find(given)
    secrets.keep_secret(saved.address if saved else without_secrets(given), found[1], lasting=False)


def forget(secrets: Secrets, data_dir: Path, address: str) -> None:
    """Forget a connection and its password. Blocks.

    Raises:
        StorageError: it cannot be forgotten.
    """
    secrets.forget_secret(address)
    Connections(data_dir).forget(address)


def _signs_in_alike(one: str, other: str) -> bool:
    """Whether two addresses are of one server and one user."""
    return without_secrets(one).partition("://")[2].partition("/")[0] == other.partition("://")[2].partition("/")[0]
