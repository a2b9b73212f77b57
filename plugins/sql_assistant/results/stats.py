"""What a column of a view holds: counted by SQLite over the file, so that memory stays bounded."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from plugins.sql_assistant.results.store import ResultStore, View
from plugins.sql_assistant.results.values import as_float, loaded
from plugins.sql_assistant.sources.base import Stop

MOST_FREQUENT = 12
_DATE = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]*"
_GROUPS = "temp.held"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of the numbers of a column.

    Attributes:
        deviation: the standard deviation of a sample; 0 for a single number.
    """

    count: int
    least: float
    greatest: float
    mean: float
    median: float
    deviation: float
    total: float


@dataclass(frozen=True, slots=True)
class Texts:
    """Of the texts of a column; lengths in characters.

    Attributes:
        earliest: the first of them if all are ISO dates, else None; so ``latest``.
    """

    count: int
    shortest: int
    longest: int
    empty: int
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of one column over the rows of a view.

    Attributes:
        distinct: different values, without NULL.
        frequent: the most frequent values with how often they occur, NULL among them.
    """

    column: str
    rows: int
    nulls: int
    distinct: int
    frequent: tuple[tuple[Any, int], ...]
    numbers: Numbers | None = None
    texts: Texts | None = None


def statistics(store: ResultStore, view: View, column: int, stop: Stop) -> Statistics:
    """Count; blocks, so call it off the window's thread.

    Raises:
        QueryStopped: ``stop`` is due, or the store was closed.
        StorageError: the file cannot be read.
    """
    with store.asked(view, stop) as connection:
        connection.create_function("number", 1, _number, deterministic=True)
        _group(connection, store, view, column)
        return replace(
            _counts(connection, store.columns[column]), numbers=_numbers(connection), texts=_texts(connection)
        )


def _group(connection: sqlite3.Connection, store: ResultStore, view: View, column: int) -> None:
    """Every different value with its count, as a table that only this connection sees; it lies on disk where it is large."""
    number = (
        f"CASE WHEN typeof(c{column}) IN ('integer', 'real') THEN c{column} END"
        if store.kinds[column].is_plain
        else f"number(c{column})"
    )
    connection.execute("PRAGMA query_only = OFF")
    connection.execute(f"CREATE TABLE {_GROUPS} (value, number, times INTEGER)")
    connection.execute(
        f"INSERT INTO {_GROUPS} SELECT c{column}, {number}, count(*) FROM {store.place(view)} GROUP BY c{column}"  # noqa: S608 -- our own names
    )


def _number(kept: Any) -> float | None:
    """The number of what is stored; None for what is none."""
    value = loaded(kept)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and not math.isnan(value)
    return as_float(value) if is_number else None


def _counts(connection: sqlite3.Connection, name: str) -> Statistics:
    rows, nulls, distinct = connection.execute(
        f"SELECT coalesce(sum(times), 0), coalesce(sum(times) FILTER (WHERE value IS NULL), 0), count(value) FROM {_GROUPS}"  # noqa: S608
    ).fetchone()
    frequent = connection.execute(
        f"SELECT value, times FROM {_GROUPS} ORDER BY times DESC, value LIMIT {MOST_FREQUENT}"  # noqa: S608
    ).fetchall()
    return Statistics(name, rows, nulls, distinct, tuple((loaded(value), times) for value, times in frequent))


def _numbers(connection: sqlite3.Connection) -> Numbers | None:
    count, least, greatest, total = connection.execute(
        f"SELECT sum(times), min(number), max(number), total(number * times) FROM {_GROUPS} WHERE number IS NOT NULL"  # noqa: S608
    ).fetchone()
    if not count:
        return None
    mean = total / count
    (squares,) = connection.execute(
        f"SELECT total((number - ?1) * (number - ?1) * times) FROM {_GROUPS} WHERE number IS NOT NULL",  # noqa: S608
        (mean,),
    ).fetchone()
    deviation = math.sqrt(squares / (count - 1)) if count > 1 else 0.0
    return Numbers(count, least, greatest, mean, _median(connection, count), deviation, total)


def _median(connection: sqlite3.Connection, count: int) -> float:
    """The middle number, or the mean of the two in the middle."""
    lower, upper = (_numbered(connection, place) for place in ((count - 1) // 2, count // 2))
    return lower if lower == upper else (lower + upper) / 2


def _numbered(connection: sqlite3.Connection, place: int) -> float:
    """The number that has ``place`` others before it, in order."""
    seen = f"SELECT number, sum(times) OVER (ORDER BY number) AS seen FROM {_GROUPS} WHERE number IS NOT NULL"  # noqa: S608
    found: float
    (found,) = connection.execute(f"SELECT number FROM ({seen}) WHERE seen > ? LIMIT 1", (place,)).fetchone()  # noqa: S608
    return found


def _texts(connection: sqlite3.Connection) -> Texts | None:
    count, shortest, longest, empty, dates, earliest, latest = connection.execute(
        f"SELECT sum(times), min(length(value)), max(length(value)), coalesce(sum(times) FILTER (WHERE value = ''), 0),"  # noqa: S608
        f" sum(times) FILTER (WHERE value GLOB '{_DATE}'), min(value), max(value) FROM {_GROUPS} WHERE typeof(value) = 'text'"
    ).fetchone()
    if not count:
        return None
    are_dates = dates == count
    return Texts(count, shortest, longest, empty, earliest if are_dates else None, latest if are_dates else None)
