"""The address of a server, taken apart: which engine it names, and how it is shown without a password."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.api import InputError

if TYPE_CHECKING:
    from sqlalchemy import URL

FIELD = "database"
_FORM = "Write it as postgresql://user@host/database."
_SECRET = re.compile(r"pass|pwd|token|secret|private_?key|credential", re.IGNORECASE)
_HOLDS_SECRET = re.compile(r"\b(?:pwd|password)\s*=", re.IGNORECASE)

_DIALECTS: Mapping[str, str] = MappingProxyType(
    {
        "athena": "athena", "awsathena": "athena", "bigquery": "bigquery", "clickhouse": "clickhouse", "clickhousedb": "clickhouse",
        "cockroachdb": "postgres", "databricks": "databricks", "doris": "doris", "dremio": "dremio", "drill": "drill", "druid": "druid",
        "exa": "exasol", "hive": "hive", "impala": "hive", "mariadb": "mysql", "materialize": "materialize", "mssql": "tsql",
        "mysql": "mysql", "oracle": "oracle", "postgresql": "postgres", "presto": "presto", "redshift": "redshift",
        "risingwave": "risingwave", "singlestoredb": "singlestore", "snowflake": "snowflake", "spark": "spark", "starrocks": "starrocks",
        "teradatasql": "teradata", "trino": "trino", "yugabytedb": "postgres",
    }
)  # fmt: skip
"""SQLAlchemy's name of an engine, and sqlglot's of its SQL."""

_PRODUCTS: Mapping[str, str] = MappingProxyType(
    {
        "athena": "Athena", "awsathena": "Athena", "bigquery": "BigQuery", "clickhouse": "ClickHouse", "clickhousedb": "ClickHouse",
        "cockroachdb": "CockroachDB", "databricks": "Databricks", "doris": "Doris", "druid": "Druid", "exa": "Exasol", "hive": "Hive",
        "mariadb": "MariaDB", "mssql": "SQL Server", "mysql": "MySQL", "oracle": "Oracle Database", "postgresql": "PostgreSQL",
        "presto": "Presto", "redshift": "Redshift", "snowflake": "Snowflake", "starrocks": "StarRocks", "teradatasql": "Teradata",
        "trino": "Trino",
    }
)  # fmt: skip
_ALIASES = MappingProxyType({"postgres": "postgresql"})
_PORTS = MappingProxyType({"postgresql": 5432, "mysql": 3306, "mariadb": 3306, "mssql": 1433, "oracle": 1521})
_FILES = ("sqlite", "duckdb", "file")

AskPassword = Callable[[], str | None]


def no_password() -> str | None:
    """Where nobody knows a password, the drivers look in their own places (PGPASSWORD, ~/.pgpass)."""
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is and who signs in.

    Attributes:
        url: as it was given, with a password if it held one.
        ask_password: called before each connection whose address holds none; may look into a keyring.
    """

    url: URL = field(repr=False)
    ask_password: AskPassword = field(default=no_password, repr=False)

    @property
    def backend(self) -> str:
        """SQLAlchemy's name of the engine."""
        return self.url.get_backend_name()

    @property
    def dialect(self) -> str:
        """Sqlglot's name of its SQL; empty for an engine that it does not know."""
        return _DIALECTS.get(self.backend, "")

    @property
    def product(self) -> str:
        return _PRODUCTS.get(self.backend, self.backend)

    @property
    def host(self) -> str:
        """Host, and port where it is not the usual one."""
        host, port = self.url.host or "", self.url.port
        host = f"[{host}]" if ":" in host else host
        return f"{host}:{port}" if port and port != _PORTS.get(self.backend) else host

    @property
    def where(self) -> str:
        """What a sentence calls the server."""
        return self.host or self.product

    @property
    def title(self) -> str:
        """``sales on db.example.org``."""
        database = self.url.database or ""
        return f"{database} on {self.host}" if database and self.host else database or self.where

    @property
    def shown(self) -> str:
        """The address without anything secret."""
        query = {name: value for name, value in self.url.query.items() if not is_secret(name, value)}
        return self.url._replace(password=None, query=query).render_as_string(hide_password=False)  # type: ignore[arg-type]

    def password(self) -> str | None:
        """The password, where one is known."""
        given = self.url.password
        return str(given) if given is not None else self.ask_password()


def is_secret(name: str, value: str | tuple[str, ...]) -> bool:
    """Whether what stands behind the ? of an address is for nobody to see."""
    return bool(_SECRET.search(name)) or bool(
        _HOLDS_SECRET.search(value if isinstance(value, str) else " ".join(value))
    )


def is_address(given: str) -> bool:
    """Whether a text is an address, as opposed to a path."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", given) is not None


def is_server(given: str) -> bool:
    """Whether a text is the address of a server."""
    return is_address(given) and file_behind(given) is None


def file_behind(given: str) -> Path | None:
    """The file that an address names (``sqlite:///shop.db``); None where it names a server."""
    scheme, _, rest = given.partition("://")
    if scheme.partition("+")[0].lower() not in _FILES:
        return None
    return Path(rest if scheme == "file" else rest.removeprefix("/"))


def place_of(given: str, ask_password: AskPassword = no_password) -> Place:
    """Take an address apart.

    Raises:
        InputError: it is none. The message never repeats it: it may hold a password.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    scheme, _, rest = given.strip().partition("://")
    name, plus, driver = scheme.lower().partition("+")
    try:
        url = make_url(f"{_ALIASES.get(name, name)}{plus}{driver}://{rest}")
    except (ArgumentError, ValueError) as error:
        raise InputError("This is no address of a database.", field=FIELD, hint=_FORM) from error
    if "@" in (url.host or ""):
        raise InputError(
            "There are two @ in the address.", field=FIELD, hint="Write an @ that belongs to the password as %40."
        )
    return Place(url, ask_password)
