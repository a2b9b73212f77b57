"""Opens a connection to MySQL or MariaDB that starts read-only, and says in plain words why it cannot."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.api import InputError
from plugins.sql_assistant.sources import server_errors as errors
from plugins.sql_assistant.sources.server_address import FIELD, Place
from plugins.sql_assistant.sources.server_base import APPLICATION, CONNECT_TIMEOUT_S

if TYPE_CHECKING:
    from pymysql.connections import Connection

# Names stand in back quotes and texts in single ones, as the parser has read them; what the server's owner set for grouping stays.
_MODE = "SET SESSION sql_mode = IF(FIND_IN_SET('ONLY_FULL_GROUP_BY', @@sql_mode) > 0, 'ONLY_FULL_GROUP_BY', '')"
_FOUND_ROWS = 2
_READ_ONLY = "SET SESSION TRANSACTION READ ONLY"


def connect(place: Place, *, counts_found: bool = False) -> Connection[Any]:
    """A connection whose transactions are read-only, and which takes one statement at a time. The caller closes it.

    Args:
        counts_found: whether an UPDATE tells how many rows it found, not only those whose values became others.

    Raises:
        InputError: the address is wrong, or the driver is missing.
        StorageError: the server cannot be reached.
    """
    try:
        import pymysql
    except ImportError as error:
        raise errors.driver_missing(place, '"polymath-desktop[mysql]"') from error
    arguments = _arguments(place) | {"client_flag": _FOUND_ROWS if counts_found else 0}
    with reaching(place):
        connection = pymysql.connect(**arguments)
        # The driver's deadline for greeting a server goes on for every answer; a query has its own.
        connection._read_timeout = None  # type: ignore[attr-defined]
        try:
            for statement in (_MODE, _READ_ONLY):
                connection.query(statement)
        except BaseException:
            connection.close()
            raise
    return connection


def _arguments(place: Place) -> dict[str, Any]:
    """What PyMySQL is told. It encrypts where the server can; it checks the certificate where the address names one to check by."""
    url = place.url.set(drivername=f"{place.backend}+pymysql")
    _, given = url.get_dialect()().create_connect_args(url)
    password = place.password()
    if password is None:
        password = os.environ.get("MYSQL_PWD")  # which the server's own programs read, and the driver does not
    if password is not None:
        given["password"] = password.encode()
    fixed = {
        "charset": "utf8mb4",
        "autocommit": True,
        "local_infile": False,
        "conv": _values(),
        "program_name": APPLICATION,
        "connect_timeout": CONNECT_TIMEOUT_S,
        "read_timeout": CONNECT_TIMEOUT_S,
    }
    return {**given, **fixed}


def _values() -> dict[Any, Any]:
    """How values arrive: dates and times as the server writes them, for it knows some that Python does not (0000-00-00, 800 hours)."""
    from pymysql.constants import FIELD_TYPE
    from pymysql.converters import conversions

    as_text = (FIELD_TYPE.DATE, FIELD_TYPE.DATETIME, FIELD_TYPE.TIMESTAMP, FIELD_TYPE.TIME)
    kept = {kind: convert for kind, convert in conversions.items() if kind not in as_text}
    return {**kept, FIELD_TYPE.BIT: lambda bits: int.from_bytes(bits, "big")}


@contextlib.contextmanager
def reaching(place: Place) -> Iterator[None]:
    """Maps what goes wrong while a server is reached or its catalogue read.

    Raises:
        InputError: the address is wrong.
        StorageError: the server cannot be reached.
    """
    import pymysql

    try:
        yield
    except pymysql.Error as error:
        raise mapped(error, place) from error
    except TypeError as error:
        found = re.search(r"argument '(\w+)'", str(error))
        raise InputError(
            f"PyMySQL knows no setting “{found[1] if found else '?'}” in an address.",
            field=FIELD,
            hint="Take it out of the address.",
        ) from error
    except RuntimeError as error:
        if "cryptography" not in str(error):
            raise
        raise InputError(
            "Signing in to this server without TLS needs another package.",
            field=FIELD,
            hint='Run: pip install "pymysql[rsa]"',
        ) from error
    except OSError as error:
        raise errors.unreachable(place, errors.first_line(str(error))) from error


def mapped(error: Exception, place: Place) -> errors.Unreachable:
    """What MySQL or the driver says of a connection, in words for a person."""
    number, text = code_of(error), errors.first_line(text_of(error))
    if number == _CANNOT_CONNECT:
        return _not_reached(error, place)
    if number == _DENIED and "using password: NO" in text:
        return errors.password_missing(place)
    if "timed out" in text:
        return errors.too_late(place)
    words = _KNOWN.get(number)
    return words(place) if words else errors.unreachable(place, text)


def code_of(error: Exception) -> int:
    """MySQL's number of an error; 0 where there is none."""
    first = error.args[0] if error.args else 0
    return first if isinstance(first, int) else 0


def text_of(error: Exception) -> str:
    """MySQL's words."""
    return str(error.args[1]) if len(error.args) > 1 else str(error)


def _not_reached(error: Exception, place: Place) -> errors.Unreachable:
    cause = getattr(error, "original_exception", None) or error.__cause__ or error.__context__
    match cause:
        case socket.gaierror():
            return errors.unknown_host(place)
        case TimeoutError():
            return errors.too_late(place)
        case ssl.SSLError():
            return errors.no_tls(place)
        case ConnectionRefusedError() | FileNotFoundError():
            return errors.refused(place)
    return errors.unreachable(place, errors.first_line(str(cause or text_of(error))))


_CANNOT_CONNECT, _DENIED = 2003, 1045
LOST = frozenset((0, 1053, 1927, 2006, 2013, 2055, 4031))
"""Numbers of connections that are gone; the driver has none for one that was shut under it."""

_KNOWN: Mapping[int, Callable[[Place], errors.Unreachable]] = MappingProxyType(
    {
        1040: errors.too_many,
        1044: errors.not_admitted,
        1045: errors.wrong_password,
        1049: errors.no_database,
        1053: errors.starting,
        1130: errors.not_admitted,
        1203: errors.too_many,
        1226: errors.too_many,
        1698: errors.wrong_password,
        2006: errors.lost,
        2013: errors.lost,
        2026: errors.no_tls,
        3159: lambda place: errors.tls_needed(place, "?ssl_ca=…"),
    }
)
