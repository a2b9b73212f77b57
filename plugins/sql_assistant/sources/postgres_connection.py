"""Opens a connection to PostgreSQL that starts read-only, and says in plain words why it cannot."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from app.api import InputError
from plugins.sql_assistant.sources import server_errors as errors
from plugins.sql_assistant.sources.server_address import FIELD, Place
from plugins.sql_assistant.sources.server_base import APPLICATION, CONNECT_TIMEOUT_S

if TYPE_CHECKING:
    import psycopg
    from psycopg.adapt import AdaptersMap

READ_ALL_SINCE = 140000
"""Versions from 14 on have a role that may read everything, and notice clients that are gone."""

_READ_ONLY = "-c default_transaction_read_only=on"
_AS_TEXT = (
    "date", "time", "timetz", "timestamp", "timestamptz", "interval", "json", "jsonb", "inet", "cidr",
    "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange",
    "int4multirange", "int8multirange", "nummultirange", "datemultirange", "tsmultirange", "tstzmultirange",
)  # fmt: skip
"""Types that Python holds less of than PostgreSQL: infinity, years before Christ, months of an interval, the digits of a number in JSON."""


def connect(place: Place) -> psycopg.Connection[Any]:
    """A connection whose transactions are read-only from the start, each statement its own one. The caller closes it.

    Raises:
        InputError: the address is wrong, or the driver is missing.
        StorageError: the server cannot be reached.
    """
    try:
        import psycopg
    except ImportError as error:
        raise errors.driver_missing(place, '"polymath-desktop[postgresql]"') from error
    arguments = _arguments(place)
    with reaching(place):
        try:
            return psycopg.connect(**arguments, context=_types())
        except psycopg.OperationalError as error:
            # PgBouncer takes no options; what they say is said again for each transaction.
            if "unsupported startup parameter" not in str(error):
                raise
            return psycopg.connect(**{**arguments, "options": ""}, context=_types())


def _arguments(place: Place) -> dict[str, Any]:
    """What libpq is told; what the address leaves out it finds as all of PostgreSQL's programs do (PGHOST, ~/.pgpass)."""
    url = place.url
    query = {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}
    named = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    given = {name: value for name, value in named.items() if value} | query
    if "password" not in given and (password := place.password()) is not None:
        given["password"] = password
    given.setdefault("application_name", APPLICATION)
    given.setdefault("connect_timeout", str(CONNECT_TIMEOUT_S))
    options = f"{query.get('options', '')} {_READ_ONLY}".strip()
    # Statements that a server keeps by name would outlive us behind PgBouncer.
    fixed = {"options": options, "client_encoding": "UTF8", "autocommit": True, "prepare_threshold": None}
    return given | fixed


@functools.cache
def _types() -> AdaptersMap:
    """How values arrive."""
    import psycopg
    from psycopg.adapt import AdaptersMap
    from psycopg.types.string import TextLoader

    adapters = AdaptersMap(psycopg.adapters)
    for name in _AS_TEXT:
        adapters.register_loader(name, TextLoader)
    return adapters


@contextlib.contextmanager
def reaching(place: Place) -> Iterator[None]:
    """Maps what goes wrong while a server is reached or its catalogue read.

    Raises:
        InputError: the address is wrong.
        StorageError: the server cannot be reached.
    """
    import psycopg

    try:
        yield
    except psycopg.ProgrammingError as error:
        if found := re.search(r'invalid (?:connection option|URI query parameter):? "([^"]+)"', str(error)):
            raise InputError(
                f"PostgreSQL knows no setting “{found[1]}” in an address.",
                field=FIELD,
                hint="Take it out of the address.",
            ) from error
        raise errors.unreachable(place, errors.first_line(str(error))) from error
    except psycopg.Error as error:
        raise mapped(error, place) from error


def mapped(error: psycopg.Error, place: Place) -> errors.Unreachable:
    """PostgreSQL's complaint about a connection, in words for a person."""
    text = str(error)
    for pattern, words in _KNOWN:
        if found := re.search(pattern, text):
            return words(place, found)
    if error.sqlstate:
        return errors.unreachable(place, errors.first_line(text))
    return errors.unreachable(place, _last_reason(text))


def _last_reason(text: str) -> str:
    """What stands after libpq's own beginning of each line."""
    return errors.first_line(text.rpartition("failed: ")[2])


_Words = Callable[[Place, "re.Match[str]"], errors.Unreachable]
_KNOWN: tuple[tuple[str, _Words], ...] = (
    (r'password authentication failed for user "([^"]*)"', lambda p, m: errors.wrong_password(p, m[1])),
    (r"no password supplied", lambda p, _: errors.password_missing(p)),
    (r'role "([^"]*)" does not exist', lambda p, m: errors.wrong_password(p, m[1])),
    (r'database "([^"]*)" does not exist', lambda p, m: errors.no_database(p, m[1])),
    (r"no pg_hba\.conf entry.*(?:no encryption|SSL off)", lambda p, _: errors.tls_needed(p, "?sslmode=require")),
    (r"no pg_hba\.conf entry|pg_hba\.conf rejects|Peer authentication failed|Ident auth", lambda p, _: errors.not_admitted(p)),
    (r"too many clients|too many connections|remaining connection slots|connection limit", lambda p, _: errors.too_many(p)),
    (r"is starting up|is shutting down|in recovery mode|not yet accepting", lambda p, _: errors.starting(p)),
    (r"(?i)does not support SSL|certificate|SSL error|sslmode", lambda p, _: errors.no_tls(p)),
    (r"could not translate host name|Name or service not known|failed to resolve host|getaddrinfo", lambda p, _: errors.unknown_host(p)),
    (r"(?i)timeout expired|timed out|connection timeout", lambda p, _: errors.too_late(p)),
    (r"Connection refused|No such file or directory|No route to host|unreachable", lambda p, _: errors.refused(p)),
    (r"terminating connection|server closed the connection|connection is lost|Connection reset", lambda p, _: errors.lost(p)),
)  # fmt: skip
