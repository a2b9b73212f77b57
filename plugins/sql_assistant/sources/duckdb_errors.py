"""What DuckDB says when it refuses a query, as a problem in words with a hint."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.api import Problem
from plugins.sql_assistant.sources.duckdb_files import first_line

_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "julianday": "DuckDB writes date_diff('day', a, b).",
        "unixepoch": "DuckDB writes epoch(column).",
        "datetime": "DuckDB writes CAST(column AS TIMESTAMP).",
        "getdate": "DuckDB writes current_date or now().",
        "isnull": "DuckDB writes ifnull(a, b) or coalesce(a, b).",
        "nvl": "DuckDB writes ifnull(a, b) or coalesce(a, b).",
        "to_char": "DuckDB writes strftime(column, format).",
        "date_format": "DuckDB writes strftime(column, format).",
        "to_date": "DuckDB writes strptime(column, format)::DATE.",
        "str_to_date": "DuckDB writes strptime(column, format).",
        "iif": "DuckDB writes if(condition, a, b).",
        "charindex": "DuckDB writes instr(text, part).",
    }
)
_NEAR = re.compile(r'Did you mean "([^"]+)"')
_CANDIDATES = re.compile(r"Candidate (?:bindings|tables): :? ?(.+)")
_NAME = re.compile(r'"([^"]+)"')


def explained(text: str) -> Problem:
    """DuckDB's message as a problem with a hint."""
    for pattern, words in _KNOWN:
        if found := pattern.search(text):
            return words(found, text)
    return Problem(f"DuckDB cannot run the query: {first_line(text)}.", hint="")


def too_slow(timeout_s: float) -> Problem:
    """The deadline has passed."""
    return Problem(
        f"The query was stopped after {timeout_s:g} seconds.",
        hint="Join the tables by their keys, or narrow the rows with a WHERE.",
    )


def refused(why: str) -> Problem:
    """What is more than reading."""
    return Problem(f"The database refuses this query: {why}.", hint="Only reading the tables of the schema is allowed.")


def _nearest(text: str) -> str:
    """A hint with the names that the engine finds near."""
    if near := _NEAR.search(text):
        return f"Did you mean {near[1]}?"
    candidates = _CANDIDATES.search(text)
    names = _NAME.findall(candidates[1])[:3] if candidates else []
    return f"Did you mean {' or '.join(names)}?" if names else ""


def _function(found: re.Match[str], text: str) -> Problem:
    name = found[1]
    hint = _ADVICE.get(name.lower()) or _nearest(text) or "Use DuckDB's own functions."
    return Problem(f"DuckDB has no function {name}.", hint=hint)


def _table(found: re.Match[str], text: str) -> Problem:
    return Problem(f"There is no table “{found[1]}”.", hint=_nearest(text))


def _column(found: re.Match[str], text: str) -> Problem:
    return Problem(f"There is no column “{found[1]}”.", hint=_nearest(text))


def _ambiguous(found: re.Match[str], _: str) -> Problem:
    return Problem(
        f"The column {found[1]} stands in several tables of the query.", hint="Put the table's name before it."
    )


def _ungrouped(found: re.Match[str], _: str) -> Problem:
    name = found[1]
    return Problem(
        f"The column {name} must stand in GROUP BY or in an aggregate.",
        hint=f"Add it to GROUP BY, or take any of its values with any_value({name}).",
    )


def _aggregate(_: re.Match[str], text: str) -> Problem:
    return Problem(
        f"DuckDB: {first_line(text)}.", hint="An aggregate cannot stand in WHERE; use HAVING, or a subquery."
    )


def _types(found: re.Match[str], _: str) -> Problem:
    return Problem(
        f"DuckDB has no {found[1]} for values of these types.",
        hint="Convert the value first, for example TRY_CAST(column AS DOUBLE) or TRY_CAST(column AS DATE).",
    )


def _unconvertible(_: re.Match[str], text: str) -> Problem:
    return Problem(
        f"A value cannot be converted: {first_line(text)}.", hint="TRY_CAST gives NULL where a value does not fit."
    )


def _memory(_: re.Match[str], __: str) -> Problem:
    return Problem(
        "The query needs more memory than it may use.",
        hint="Narrow the rows with a WHERE, take fewer columns, or group before you join.",
    )


def _several_rows(_: re.Match[str], __: str) -> Problem:
    return Problem(
        "A subquery that stands for one value gave several rows.", hint="Use IN, an aggregate such as MAX, or LIMIT 1."
    )


def _forbidden(_: re.Match[str], text: str) -> Problem:
    return refused(first_line(text))


_KNOWN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], Problem]], ...] = (
    (re.compile(r"Out of Memory Error|failed to offload|max_temp_directory_size"), _memory),
    (re.compile(r"Permission Error|configuration has been locked|read-only mode"), _forbidden),
    (re.compile(r"Function with name (\S+) does not exist"), _function),
    (re.compile(r"Table with name (.+?) does not exist"), _table),
    (re.compile(r'Referenced table "([^"]+)" not found'), _table),
    (re.compile(r'Referenced column "([^"]+)" not found'), _column),
    (re.compile(r'does not have a column named "([^"]+)"'), _column),
    (re.compile(r'Ambiguous reference to column name "([^"]+)"'), _ambiguous),
    (re.compile(r'column "([^"]+)" must appear in the GROUP BY'), _ungrouped),
    (re.compile(r"clause cannot contain aggregates"), _aggregate),
    (re.compile(r"No function matches the given name and argument types '(.+?)'\."), _types),
    (re.compile(r'best candidate function for the function call "(.+?)"'), _types),
    (re.compile(r"Conversion Error|Could not parse string"), _unconvertible),
    (re.compile(r"More than one row returned by a subquery"), _several_rows),
)
