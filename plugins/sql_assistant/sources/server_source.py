"""A database server as a source."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from app.api import Problem
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, QueryFailed, Session, Stop
from plugins.sql_assistant.sources.server_address import AskPassword, Place, no_password, place_of
from plugins.sql_assistant.sources.server_base import Greeting, Kind

if TYPE_CHECKING:
    from plugins.sql_assistant.writing.session import WriteSession


@dataclass(frozen=True)
class ServerSource:
    """A database on a server.

    Args:
        url: as SQLAlchemy writes it; may hold a password, which is used and shown nowhere.
        password: asked before each connection where the address holds none.
        name: of a saved connection; it is then the title.

    Raises:
        InputError: it is no such address.
    """

    url: str = field(repr=False)
    password: AskPassword = field(default=no_password, repr=False, compare=False)
    name: str = ""
    sees_everything: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        _ = self._place

    @cached_property
    def _place(self) -> Place:
        return place_of(self.url, self.password)

    @property
    def title(self) -> str:
        return self.name or self._place.title

    @property
    def address(self) -> str:
        return self._place.shown

    @property
    def dialect(self) -> str:
        return self._place.dialect

    @property
    def product(self) -> str:
        return self._place.product

    @cached_property
    def _kind(self) -> Kind:
        if self._place.backend == "postgresql":
            from plugins.sql_assistant.sources.postgres_source import Postgres

            return Postgres()
        if self._place.backend in ("mysql", "mariadb"):
            from plugins.sql_assistant.sources.mysql_source import Mysql

            return Mysql()
        from plugins.sql_assistant.sources.server_other import OtherServer

        return OtherServer()

    def test_connection(self) -> Greeting:
        """Sign in and look around; blocks.

        Raises:
            InputError: the address is wrong, or the driver for it is not installed.
            StorageError: the server cannot be reached.
        """
        return self._kind.greet(self._place)

    def read_schema(self, stop: Stop | None = None) -> Schema:
        return self._kind.read_schema(self._place, stop or Stop())

    def session(self, schema: Schema, limits: Limits, stop: Stop) -> Session:
        return self._kind.session(self._place, schema, limits, stop)

    def writing(self, schema: Schema, limits: Limits, stop: Stop) -> WriteSession:
        """A guarded connection for one write, beside those that only read."""
        if self._place.backend == "postgresql":
            from plugins.sql_assistant.sources.postgres_writing import PostgresWriting  # loads the parser

            return PostgresWriting(self._place, schema, limits, stop)
        if self._place.backend in ("mysql", "mariadb"):
            from plugins.sql_assistant.sources.mysql_writing import MysqlWriting  # as above

            return MysqlWriting(self._place, schema, limits, stop)
        raise QueryFailed(
            Problem(
                f"{self.product} is only read here: whether a change to it can be undone is not known.",
                hint="Make this change with the server's own tools.",
            )
        )
