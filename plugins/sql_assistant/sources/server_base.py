"""What the kinds of servers have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Session, Stop
from plugins.sql_assistant.sources.server_address import Place

CONNECT_TIMEOUT_S = 5
APPLICATION = "polymath"
READER = "polymath_reader"
"""The name that we propose for a role that only reads."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a server says of itself and of the one who signed in.

    Attributes:
        is_superuser: whether the role may do everything.
        may_write: whether the role may change something; what is asked through a session cannot, but a role that may not is safer.
        read_only_possible: whether the engine has a lock of its own that keeps a session from writing.
        notes: what a person should know before they ask, in sentences.
        role_sql: what an administrator runs to make a role that only reads; empty where it is not known.
    """

    product: str
    version: str
    user: str
    is_superuser: bool = False
    may_write: bool = False
    read_only_possible: bool = True
    notes: tuple[str, ...] = ()
    role_sql: str = ""


class Kind(Protocol):
    """One kind of server. All methods block, and raise ``InputError`` or ``StorageError`` where it cannot be reached."""

    def greet(self, place: Place) -> Greeting:
        """Sign in and look around."""
        ...

    def read_schema(self, place: Place, stop: Stop) -> Schema:
        """What the role may read."""
        ...

    def session(self, place: Place, schema: Schema, limits: Limits, stop: Stop) -> Session:
        """A guarded connection for reading."""
        ...


def role_notes(*, is_superuser: bool, may_write: bool, user: str) -> tuple[str, ...]:
    """A warning about a role that may do more than it needs."""
    if is_superuser:
        return (
            f"“{user}” may do everything on this server. Queries run read-only all the same; a role that can only read is safer.",
        )
    if may_write:
        return (
            f"“{user}” may write to this database. Queries run read-only all the same; a role that can only read is safer.",
        )
    return ()
