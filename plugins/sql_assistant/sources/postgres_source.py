"""PostgreSQL as a kind of server."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from plugins.sql_assistant.schema import Schema, quoted
from plugins.sql_assistant.sources.base import Limits, Session, Stop
from plugins.sql_assistant.sources.postgres_connection import READ_ALL_SINCE, connect, reaching
from plugins.sql_assistant.sources.postgres_schema import read_schema
from plugins.sql_assistant.sources.postgres_session import PostgresSession, cancelling
from plugins.sql_assistant.sources.server_address import Place
from plugins.sql_assistant.sources.server_base import READER, Greeting, Kind, role_notes

if TYPE_CHECKING:
    import psycopg


_ABOUT = """
SELECT current_setting('server_version'), current_user, current_database(), r.rolsuper,
       has_database_privilege(current_database(), 'CREATE') OR EXISTS (
         SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
           AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
FROM pg_roles r WHERE r.rolname = current_user
"""


class Postgres(Kind):
    """Any server that answers as PostgreSQL does."""

    def greet(self, place: Place) -> Greeting:
        with closing(connect(place)) as connection, reaching(place):
            version, user, database, is_superuser, may_write = _one(connection, _ABOUT.encode())
            is_risky = is_superuser or may_write
            return Greeting(
                place.product,
                version,
                user,
                is_superuser,
                may_write,
                notes=role_notes(is_superuser=is_superuser, may_write=may_write, user=user),
                role_sql=reader_sql(database, _namespaces(connection)) if is_risky else "",
            )

    def read_schema(self, place: Place, stop: Stop) -> Schema:
        with closing(connect(place)) as connection, reaching(place), cancelling(connection, stop):
            return read_schema(connection)

    def session(self, place: Place, schema: Schema, limits: Limits, stop: Stop) -> Session:
        return PostgresSession(place, limits, stop)


def _one(connection: psycopg.Connection[Any], sql: bytes) -> tuple[Any, ...]:
    row: tuple[Any, ...] = connection.execute(sql).fetchall()[0]
    return row


def _namespaces(connection: psycopg.Connection[Any]) -> list[str]:
    """Where rights must be granted one by one; none for a version that can grant all at once."""
    if connection.info.server_version >= READ_ALL_SINCE:
        return []
    found = connection.execute(
        b"SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1"
    )
    return [str(name) for (name,) in found]


def reader_sql(database: str, namespaces: list[str]) -> str:
    """What makes a role that can only read; ``namespaces`` are for versions before 14."""
    lines = [
        f"CREATE ROLE {READER} LOGIN PASSWORD 'choose one';",
        f"ALTER ROLE {READER} SET default_transaction_read_only = on;",
        f"GRANT CONNECT ON DATABASE {quoted(database)} TO {READER};",
    ]
    for name in map(quoted, namespaces):
        lines += [
            f"GRANT USAGE ON SCHEMA {name} TO {READER};",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {name} TO {READER};",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT SELECT ON TABLES TO {READER};",
        ]
    return "\n".join(lines if namespaces else [*lines, f"GRANT pg_read_all_data TO {READER};"])
