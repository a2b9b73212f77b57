"""The address of a server as the fields of a form, and back; quick enough for each key that is pressed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode

from plugins.sql_assistant.sources.server_address import is_secret

Kind = Literal["postgresql", "mysql", "other"]

PORTS: Mapping[Kind, str] = MappingProxyType({"postgresql": "5432", "mysql": "3306"})
"""Where servers listen as a rule."""

_SCHEMES: Mapping[str, Kind] = MappingProxyType(
    {"postgresql": "postgresql", "postgres": "postgresql", "mysql": "mysql", "mariadb": "mysql"}
)
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][\w.+-]*)://"
    r"(?:(?P<user>[^:/?#]*)(?::(?P<password>[^?#]*))?@)?"
    r"(?P<host>\[[^\]]*\]|[^:/?#@]*)(?::(?P<port>[^/?#@]*))?"
    r"(?:/(?P<database>[^?#]*))?(?:\?(?P<query>.*))?"
)
_PASSWORD_BESIDE = ("password", "passwd", "pwd")


@dataclass(frozen=True, slots=True)
class AddressFields:
    """What stands in the form.

    Attributes:
        scheme: the engine's name with its driver, as it stands before ``://``; empty for the kind's own.
        tls: PostgreSQL's ``sslmode``; empty for its usual one.
        rest: what else stands behind the ``?``.
        address: the whole, without a password; of the kind ``other`` all there is.
    """

    kind: Kind = "postgresql"
    scheme: str = ""
    host: str = ""
    port: str = ""
    database: str = ""
    user: str = ""
    tls: str = ""
    rest: tuple[tuple[str, str], ...] = ()
    address: str = ""

    @property
    def written(self) -> str:
        """The address; a password is no part of it."""
        if self.kind == "other":
            return self.address.strip()
        user = f"{quote(self.user.strip(), safe='')}@" if self.user.strip() else ""
        host = self.host.strip()
        host = f"[{host}]" if ":" in host and not host.startswith("[") else host
        port = f":{self.port.strip()}" if self.port.strip() else ""
        query = [*([("sslmode", self.tls)] if self.tls and self.kind == "postgresql" else []), *self.rest]
        asked = f"?{urlencode(query, safe='/:', quote_via=quote)}" if query else ""
        database = quote(self.database.strip(), safe=" ")
        return f"{self.scheme or self.kind}://{user}{host}{port}/{database}{asked}"

    @property
    def problems(self) -> Mapping[str, str]:
        """What is wrong, in a sentence by the field that it is about."""
        found = {}
        if self.kind == "other":
            if not re.match(r"[A-Za-z][\w.+-]*://.", self.address.strip()):
                found["address"] = "Write it as kind://user@host/database."
        else:
            if not self.host.strip() and not any(name in ("host", "service", "unix_socket") for name, _ in self.rest):
                found["host"] = "Say which computer the server runs on."
            if self.port.strip() and not self._is_port:
                found["port"] = "A port is a number from 1 to 65535."
            if self.kind == "mysql" and not self.database.strip():
                found["database"] = "Say which database to open."
        if secret := next((name for name, value in self._asked if is_secret(name, value)), ""):
            found["address"] = f"“{secret}” would be kept with the address, for all to read: leave it out."
        return found

    @property
    def _is_port(self) -> bool:
        port = self.port.strip()
        return port.isascii() and port.isdigit() and 0 < int(port) < 65_536

    @property
    def _asked(self) -> list[tuple[str, str]]:
        if self.kind == "other":
            return parse_qsl(self.address.partition("?")[2], keep_blank_values=True)
        return list(self.rest)

    def as_kind(self, kind: Kind) -> AddressFields:
        """The same for another kind of server."""
        if kind == self.kind:
            return self
        return replace(self, kind=kind, scheme="", tls="", rest=(), address="" if kind != "other" else self.written)


def taken_apart(address: str) -> tuple[AddressFields, str | None] | None:
    """The fields of an address, and the password that stood in it; None if it is no address of a server."""
    found = _ADDRESS.fullmatch(address.strip())
    if found is None:
        return None
    scheme = found["scheme"].lower()
    query = parse_qsl(found["query"] or "", keep_blank_values=True)
    beside = next((value for name, value in query if name.lower() in _PASSWORD_BESIDE), None)
    password = unquote(found["password"]) if found["password"] else beside
    asked = [(name, value) for name, value in query if name.lower() not in _PASSWORD_BESIDE]
    kind = _SCHEMES.get(scheme.partition("+")[0])
    if kind is None:
        return AddressFields("other", address=_without_password(address.strip(), found, asked)), password
    tls = next((value for name, value in asked if name == "sslmode" and kind == "postgresql"), "")
    fields = AddressFields(
        kind,
        "" if scheme in ("postgres", kind) else scheme,
        found["host"].strip("[]"),
        found["port"] or "",
        unquote(found["database"] or ""),
        unquote(found["user"] or ""),
        tls,
        tuple((name, value) for name, value in asked if not (tls and name == "sslmode")),
    )
    return fields, password


def _without_password(address: str, found: re.Match[str], asked: list[tuple[str, str]]) -> str:
    head = address.partition("?")[0]
    if found["password"] is not None:
        head = head[: found.start("password") - 1] + head[found.end("password") :]
    return f"{head}?{urlencode(asked, safe='/:', quote_via=quote)}" if asked else head
