"""MySQL and MariaDB as a kind of server."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

from app.api import InputError
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Session, Stop
from plugins.sql_assistant.sources.mysql_connection import connect, reaching
from plugins.sql_assistant.sources.mysql_schema import read_schema, rows_of
from plugins.sql_assistant.sources.mysql_session import MysqlSession, cancelling
from plugins.sql_assistant.sources.server_address import FIELD, Place
from plugins.sql_assistant.sources.server_base import READER, Greeting, Kind, role_notes

if TYPE_CHECKING:
    from pymysql.connections import Connection

_RIGHTS = re.compile(r"GRANT (.+?) ON (\S+|`[^`]+`\.\S+) TO", re.IGNORECASE)
_WRITING = re.compile(
    r"\b(?:INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|FILE|SUPER|ALL PRIVILEGES|EXECUTE|TRIGGER|INDEX)\b", re.IGNORECASE
)


class Mysql(Kind):
    """MySQL, MariaDB, and what answers as they do."""

    def greet(self, place: Place) -> Greeting:
        with closing(connect(place)) as connection, reaching(place):
            version, user, database = rows_of(connection, "SELECT VERSION(), CURRENT_USER(), DATABASE()")[0]
            is_superuser, may_write = _rights(connection)
            return Greeting(
                "MariaDB" if "mariadb" in version.lower() else place.product,
                version,
                user,
                is_superuser,
                may_write,
                notes=role_notes(is_superuser=is_superuser, may_write=may_write, user=user),
                role_sql=reader_sql(database) if database and (is_superuser or may_write) else "",
            )

    def read_schema(self, place: Place, stop: Stop) -> Schema:
        if not place.url.database:
            raise InputError(
                "The address names no database.",
                field=FIELD,
                hint="Put its name at the end, as in mysql://user@host/database.",
            )
        with closing(connect(place)) as connection, reaching(place), cancelling(connection, place, stop):
            return read_schema(connection)

    def session(self, place: Place, schema: Schema, limits: Limits, stop: Stop) -> Session:
        return MysqlSession(place, limits, stop)


def _rights(connection: Connection[Any]) -> tuple[bool, bool]:
    """Whether the user may do everything, and whether they may change anything."""
    granted = [found.groups() for (line,) in rows_of(connection, "SHOW GRANTS") if (found := _RIGHTS.match(line))]
    is_superuser = any(re.search(r"ALL PRIVILEGES|SUPER", rights) and on == "*.*" for rights, on in granted)
    return is_superuser, any(_WRITING.search(rights) for rights, _ in granted)


def reader_sql(database: str) -> str:
    """What makes a user that can only read."""
    name = "`" + database.replace("`", "``") + "`"
    return "\n".join(
        (
            f"CREATE USER '{READER}'@'%' IDENTIFIED BY 'choose one';",
            f"GRANT SELECT, SHOW VIEW ON {name}.* TO '{READER}'@'%';",
        )
    )
