"""Any other database that SQLAlchemy has a dialect for. Its own lock against writing is not known, so everything is rolled back."""

from __future__ import annotations

import contextlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.api import InputError, Problem
from plugins.sql_assistant.schema import Column, ForeignKey, Schema, Table
from plugins.sql_assistant.sources import server_errors as errors
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Session, Stop, Stream, plain
from plugins.sql_assistant.sources.server_address import FIELD, Place
from plugins.sql_assistant.sources.server_base import Greeting, Kind
from plugins.sql_assistant.sources.server_watch import watched

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Inspector
    from sqlglot import exp

FETCH_ROWS = 500
_PACKAGES: Mapping[str, str] = MappingProxyType(
    {
        "athena": "PyAthena[SQLAlchemy]", "awsathena": "PyAthena[SQLAlchemy]", "bigquery": "sqlalchemy-bigquery",
        "clickhouse": "clickhouse-sqlalchemy", "clickhousedb": "clickhouse-connect", "cockroachdb": "sqlalchemy-cockroachdb",
        "databricks": "databricks-sqlalchemy", "doris": "pydoris", "druid": "pydruid", "exa": "sqlalchemy-exasol",
        "hive": "pyhive[hive]", "mssql": "pyodbc", "oracle": "oracledb", "presto": "pyhive[presto]", "redshift": "sqlalchemy-redshift",
        "snowflake": "snowflake-sqlalchemy", "starrocks": "starrocks", "teradatasql": "teradatasqlalchemy", "trino": "trino[sqlalchemy]",
    }
)  # fmt: skip
_SYSTEM = frozenset(
    "information_schema pg_catalog sys system mysql performance_schema guest db_owner db_accessadmin db_securityadmin db_ddladmin "
    "db_backupoperator db_datareader db_datawriter db_denydatareader db_denydatawriter".split()
)
_UNKNOWN_LOCK = (
    "Nothing is known of this engine's own lock against writing: only checked queries are sent, and everything is rolled back. "
    "A role that can only read is safer."
)
_UNKNOWN_SQL = "This engine's SQL is not known, so only plain SQL is understood."


_WITHOUT_EXPLAIN = ("bigquery", "mssql", "oracle")


class OtherServer(Kind):
    """Any engine, by its address."""

    def greet(self, place: Place) -> Greeting:
        with _connection(place) as connection:
            version = getattr(connection.dialect, "server_version_info", None)
            words = ".".join(str(part) for part in version) if version else ""
            notes = (_UNKNOWN_LOCK,) if place.dialect else (_UNKNOWN_LOCK, _UNKNOWN_SQL)
            return Greeting(place.product, words, place.url.username or "", read_only_possible=False, notes=notes)

    def read_schema(self, place: Place, stop: Stop) -> Schema:
        with _connection(place) as connection, watched(stop, lambda: _cancel(connection), lambda: _cut(connection)):
            return _Reading(connection, stop).schema()

    def session(self, place: Place, schema: Schema, limits: Limits, stop: Stop) -> Session:
        return OtherSession(place, limits, stop)


def _cancel(connection: Connection) -> None:
    """End the query by whatever way the driver has; where it has none, close its connection under the query."""
    driver = _driver(connection)
    way = getattr(driver, "interrupt", None) or getattr(driver, "cancel", None) or getattr(driver, "close", None)
    with contextlib.suppress(Exception):  # a driver may raise anything here
        if way is not None:
            way()


def _cut(connection: Connection) -> None:
    """Close the driver's connection."""
    driver = _driver(connection)
    with contextlib.suppress(Exception):  # a driver may raise anything here
        if driver is not None:
            driver.close()


def _driver(connection: Connection) -> Any:
    """The driver's own connection; None where it is closed already."""
    with contextlib.suppress(Exception):  # what SQLAlchemy says of a connection that is closed
        return connection.connection.dbapi_connection
    return None


def _engine(place: Place) -> Engine:
    """Raises InputError where no dialect or no driver is there."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    url = place.url
    if url.password is None and (password := place.password()) is not None:
        url = url.set(password=password)
    try:
        return create_engine(url, poolclass=NullPool)
    except NoSuchModuleError as error:
        if package := _PACKAGES.get(place.backend):
            raise errors.driver_missing(place, f'"{package}"') from error
        raise InputError(
            f"“{place.url.drivername}” is no kind of database that is known.",
            field=FIELD,
            hint="Write it as SQLAlchemy does, and install the package that brings it.",
        ) from error
    except ImportError as error:
        package = _PACKAGES.get(place.backend) or (error.name or place.url.drivername)
        raise errors.driver_missing(place, f'"{package}"') from error
    except (ArgumentError, TypeError, ValueError) as error:
        raise InputError(
            "This is no address of a database.", field=FIELD, hint="Check what stands after the ?."
        ) from error


@contextmanager
def _connection(place: Place) -> Iterator[Connection]:
    """A connection that is rolled back and closed after the block.

    Raises:
        InputError: there is no such dialect or driver.
        StorageError: the server cannot be reached or its catalogue not be read.
    """
    from sqlalchemy.exc import SQLAlchemyError

    engine = _engine(place)
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise errors.unreachable(place, _reason(error, place)) from error


def _reason(error: Exception, place: Place) -> str:
    """What the driver says, without the password."""
    text = errors.first_line(str(getattr(error, "orig", None) or error))
    secret = place.password()
    return text.replace(secret, "***") if secret else text


class _Reading:
    """Reads the catalogue through SQLAlchemy, all tables of a namespace at a time."""

    def __init__(self, connection: Connection, stop: Stop) -> None:
        from sqlalchemy import inspect

        self._inspector: Inspector = inspect(connection)
        self._stop = stop
        self._dialect = connection.dialect
        self._default = self._inspector.default_schema_name

    def schema(self) -> Schema:
        tables: list[Table] = []
        keys: list[ForeignKey] = []
        for namespace in self._namespaces():
            if self._stop.is_due:
                raise QueryStopped
            tables += self._tables(namespace)
            keys += self._keys(namespace)
        names = {table.name for table in tables}
        known = [key for key in keys if key.table in names and key.parent in names]
        readable = frozenset(name.lower() for name in names)
        return Schema(tuple(tables), tuple(known), readable, self._real(self._default or ""))

    def _namespaces(self) -> list[str | None]:
        found = [name for name in self._inspector.get_schema_names() if name.lower() not in _SYSTEM]
        others = [name for name in found if name != self._default]
        return [None, *others]

    def _real(self, name: str) -> str:
        """The name as it stands between quotes: SQLAlchemy writes in lower case what Oracle and Snowflake keep in upper case."""
        real = self._dialect.denormalize_name(name) if self._dialect.requires_name_normalize else name
        return str(real)

    def _name(self, namespace: str | None, name: str) -> str:
        own = self._real(name)
        return own if namespace in (None, self._default) else f"{self._real(namespace)}.{own}"

    def _tables(self, namespace: str | None) -> Iterator[Table]:
        from sqlalchemy.engine.reflection import ObjectKind

        columns = self._inspector.get_multi_columns(schema=namespace, kind=ObjectKind.ANY)
        primary = self._inspector.get_multi_pk_constraint(schema=namespace)
        comments = self._comments(namespace)
        views = {*self._inspector.get_view_names(namespace)}
        for (_, name), described in columns.items():
            key = {*primary[namespace, name]["constrained_columns"]} if (namespace, name) in primary else set()
            yield Table(
                self._name(namespace, name),
                tuple(self._column(entry, key) for entry in described),
                "view" if name in views else "table",
                comment=comments.get(name, ""),
                namespace=self._real(namespace) if namespace else "",
            )

    def _comments(self, namespace: str | None) -> Mapping[str, str]:
        try:
            found = self._inspector.get_multi_table_comment(schema=namespace)
        except NotImplementedError:
            return {}
        return {name: entry.get("text") or "" for (_, name), entry in found.items()}

    def _keys(self, namespace: str | None) -> Iterator[ForeignKey]:
        for (_, name), keys in self._inspector.get_multi_foreign_keys(schema=namespace).items():
            for key in keys:
                parent = self._name(key.get("referred_schema"), key["referred_table"])
                for mine, theirs in zip(key["constrained_columns"], key["referred_columns"], strict=False):
                    yield ForeignKey(self._name(namespace, name), self._real(mine), parent, self._real(theirs))

    def _column(self, entry: Any, key: set[str]) -> Column:
        return Column(self._real(entry["name"]), str(entry["type"]), entry["name"] in key, entry.get("comment") or "")


class OtherSession(Session):
    """One connection, for one check; everything is rolled back, and the connection is closed at the deadline.

    Raises:
        InputError: there is no such dialect or driver.
        StorageError: the server cannot be reached.
    """

    def __init__(self, place: Place, limits: Limits, stop: Stop) -> None:
        self._place = place
        self._limits = limits
        self._stop = stop
        self._stack = contextlib.ExitStack()
        self._connection = self._stack.enter_context(_connection(place)).execution_options(
            stream_results=True, no_parameters=True
        )
        self._streaming: Iterator[Sequence[Any]] | None = None

    def close(self) -> None:
        self._end_stream()
        with contextlib.suppress(Exception):  # what a driver says of a connection that was closed under it
            self._stack.close()

    def compiled(self, sql: str, defined: frozenset[str] = frozenset()) -> Hashable:
        """What EXPLAIN gives, where the engine has it."""
        return tuple(self.plan(sql))

    def plan(self, sql: str, defined: frozenset[str] = frozenset()) -> list[str]:
        if self._place.backend in _WITHOUT_EXPLAIN:
            return []
        with self._guarded(self._limits.timeout_s):
            return [" ".join(str(value) for value in row) for row in self._connection.exec_driver_sql(f"EXPLAIN {sql}")]

    def stream(self, sql: str, defined: frozenset[str] = frozenset()) -> Stream:
        self._end_stream()
        rows = self._rows(sql)
        self._streaming = rows
        return Stream(next(rows), rows, self._limits)

    def _rows(self, sql: str) -> Iterator[Sequence[Any]]:
        with self._guarded(self._limits.timeout_s), self._connection.exec_driver_sql(sql) as result:
            yield tuple(map(str, result.keys()))
            for batch in result.partitions(FETCH_ROWS):
                yield from batch

    def values(self, query: exp.Select, timeout_s: float) -> list[Any] | None:
        self._end_stream()
        try:
            with self._guarded(timeout_s):
                found = self._connection.exec_driver_sql(query.sql(dialect=self._place.dialect))
                return [plain(row[0]) for row in found]
        except QueryFailed:
            return None

    def _end_stream(self) -> None:
        if self._streaming is not None:
            with contextlib.suppress(ValueError):  # another thread is just reading it
                self._streaming.close()  # type: ignore[attr-defined]
            self._streaming = None

    @contextmanager
    def _guarded(self, timeout_s: float) -> Iterator[None]:
        deadline = Stop(timeout_s, parent=self._stop)
        try:
            with watched(deadline, lambda: _cancel(self._connection), lambda: _cut(self._connection)):
                yield
        except Exception as error:
            if isinstance(error, QueryFailed):
                raise
            raise self._failure(error, deadline, timeout_s) from error
        finally:
            with contextlib.suppress(Exception):  # what a driver says of a connection that was closed under it
                self._connection.rollback()

    def _failure(self, error: Exception, deadline: Stop, timeout_s: float) -> Exception:
        from sqlalchemy.exc import DBAPIError, SQLAlchemyError

        if self._stop.is_asked:
            return QueryStopped()
        if deadline.is_due:
            return QueryFailed(errors.too_slow(timeout_s))
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return errors.lost(self._place)
        if not isinstance(error, SQLAlchemyError):
            return error
        said = _reason(error, self._place)
        return QueryFailed(Problem(f"{self._place.product} cannot run the query: {said}.", hint=""))
