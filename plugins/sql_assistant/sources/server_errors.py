"""Why a server cannot be reached, in words with a hint. Texts of drivers may hold an address; none is shown that may hold a password."""

from __future__ import annotations

from app.api import InputError, Problem, StorageError
from plugins.sql_assistant.sources.server_address import FIELD, Place
from plugins.sql_assistant.sources.server_base import CONNECT_TIMEOUT_S

Unreachable = InputError | StorageError


def unknown_host(place: Place) -> Unreachable:
    """The name of the host means nothing."""
    return InputError(
        f"There is no host “{place.url.host}”.",
        field=FIELD,
        hint="Check its name; some are known only inside a company's network or VPN.",
    )


def refused(place: Place) -> Unreachable:
    """Nobody listens there."""
    return StorageError(
        f"No {place.product} answers at {place.where}.", hint="Check host and port, and that the server runs."
    )


def too_late(place: Place) -> Unreachable:
    """Nobody said anything."""
    return StorageError(
        f"{place.where} did not answer within {CONNECT_TIMEOUT_S} seconds.",
        hint="Check the host, the VPN and the firewall.",
    )


def wrong_password(place: Place, user: str = "") -> Unreachable:
    """The server does not know the user, or not with this password."""
    return InputError(
        f"{place.where} does not accept the password of “{user or place.url.username or ''}”.",
        field=FIELD,
        hint="Check the user's name and the password.",
    )


def password_missing(place: Place) -> Unreachable:
    """The server wants a password."""
    variable = {"postgres": "PGPASSWORD", "mysql": "MYSQL_PWD"}.get(place.dialect)
    hint = "Save the connection with its password, and open that."
    if variable:
        hint = f"Save the connection with its password and open that, or set {variable}."
    return InputError(f"{place.where} asks for a password.", field=FIELD, hint=hint)


def not_admitted(place: Place) -> Unreachable:
    """The server lets this user not in from here."""
    return InputError(
        f"{place.where} does not let “{place.url.username or ''}” in from this computer.",
        field=FIELD,
        hint="Ask the administrator of the server, or connect through its VPN.",
    )


def no_database(place: Place, name: str = "") -> Unreachable:
    """There is no such database."""
    return InputError(
        f"There is no database “{name or place.url.database or ''}” on {place.where}.",
        field=FIELD,
        hint="Check its name, which stands at the end of the address.",
    )


def tls_needed(place: Place, setting: str) -> Unreachable:
    """The server takes encrypted connections only."""
    return InputError(
        f"{place.where} takes only encrypted connections.", field=FIELD, hint=f"Add {setting} to the address."
    )


def no_tls(place: Place) -> Unreachable:
    """The server has no encryption, which was asked for; or its certificate is not to be trusted."""
    return InputError(
        f"No secure connection to {place.where} can be made.",
        field=FIELD,
        hint="Check the TLS settings in the address, and the server's certificate.",
    )


def too_many(place: Place) -> Unreachable:
    """All places are taken."""
    return StorageError(
        f"{place.where} has too many connections.", hint="Wait a moment, or close other programs that use it."
    )


def starting(place: Place) -> Unreachable:
    """It is not ready yet, or not any more."""
    return StorageError(f"{place.where} is starting or shutting down.", hint="Wait a moment, then try again.")


def lost(place: Place) -> StorageError:
    """It was there a moment ago."""
    return StorageError(
        f"The connection to {place.where} was lost.", hint="Run it again; a new connection is made then."
    )


def fate_unknown(place: Place) -> StorageError:
    """It was lost just when a change was made to last."""
    return StorageError(
        f"The connection to {place.where} was lost while the change was made to last. It is not known whether it was written.",
        hint="Look at the rows before you write again.",
    )


def unreachable(place: Place, why: str) -> Unreachable:
    """Something else."""
    return StorageError(f"{place.where} cannot be asked: {why}.", hint="Check the address, and that the server runs.")


def driver_missing(place: Place, install: str) -> InputError:
    """The library that talks to this kind of server is not installed."""
    return InputError(
        f"The driver for {place.product} is not installed.", field=FIELD, hint=f"Run: pip install {install}"
    )


def too_slow(timeout_s: float) -> Problem:
    """The deadline has passed."""
    return Problem(
        f"The query was stopped after {timeout_s:g} seconds.",
        hint="Join the tables by their keys, or narrow the rows with a WHERE.",
    )


def not_utf8() -> Problem:
    """A text that cannot be shown."""
    return Problem("A text of the result is not UTF-8.", hint="Leave that column out.")


def first_line(text: str) -> str:
    """The first line of a driver's message, without its full stop."""
    line = text.strip().splitlines()[0] if text.strip() else "no reason given"
    return line.strip().rstrip(".!")


def not_reading(why: str) -> Problem:
    """What is more than reading."""
    return Problem(f"The database refuses this query: {why}.", hint="Only reading the tables of the schema is allowed.")
