"""What PostgreSQL says when it refuses a query, as a problem in words with a hint. Told by its codes: its words may be in any language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.api import Problem
from plugins.sql_assistant.sources.server_errors import first_line

if TYPE_CHECKING:
    import psycopg

LOST = frozenset(("57P01", "57P02", "57P03", "57P05", "08000", "08001", "08003", "08006"))
"""Codes of connections that the server ended."""

_NAMES = re.compile(r"[\"„“«]([^\"“”»]+)[\"“”»]")
_NAME_HERE = re.compile(r"(?:[^\W\d]\w*|\"[^\"]+\")(?:\.(?:\w+|\"[^\"]+\"))*")
_ROUTINE = re.compile(r"\b([\w.]+)\(")
_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "date_format": "PostgreSQL writes to_char(column, format).",
        "strftime": "PostgreSQL writes to_char(column, format).",
        "datediff": "PostgreSQL writes a - b for days between dates.",
        "dateadd": "PostgreSQL writes column + interval '1 day'.",
        "date_add": "PostgreSQL writes column + interval '1 day'.",
        "getdate": "PostgreSQL writes current_date or now().",
        "curdate": "PostgreSQL writes current_date or now().",
        "date": "PostgreSQL writes CAST(column AS date).",
        "julianday": "PostgreSQL writes a - b for days between dates.",
        "year": "PostgreSQL writes extract(year FROM column).",
        "month": "PostgreSQL writes extract(month FROM column).",
        "day": "PostgreSQL writes extract(day FROM column).",
        "ifnull": "PostgreSQL writes coalesce(a, b).",
        "isnull": "PostgreSQL writes coalesce(a, b).",
        "nvl": "PostgreSQL writes coalesce(a, b).",
        "iif": "PostgreSQL writes CASE WHEN … THEN … ELSE … END.",
        "if": "PostgreSQL writes CASE WHEN … THEN … ELSE … END.",
        "group_concat": "PostgreSQL writes string_agg(column, ',').",
        "median": "PostgreSQL writes percentile_cont(0.5) WITHIN GROUP (ORDER BY column).",
        "charindex": "PostgreSQL writes strpos(text, part).",
        "instr": "PostgreSQL writes strpos(text, part).",
        "round": "PostgreSQL rounds to places only a numeric: round(CAST(column AS numeric), 2).",
    }
)


def explained(error: psycopg.Error) -> Problem:
    """PostgreSQL's error as a problem with a hint."""
    text = error.diag.message_primary or str(error)
    if error.sqlstate == "42501" and "row-level" in text:
        return _secured()
    if error.sqlstate == "42P01" and "FROM-clause" in text:
        return _no_alias(text, error.diag.message_hint or "")
    words = _KNOWN.get(error.sqlstate or "")
    if words is not None:
        return words(text, error.diag.message_hint or "")
    hint = error.diag.message_hint or ""
    return Problem(f"PostgreSQL cannot run the query: {first_line(text)}.", hint=hint)


def placed(problem: Problem, error: psycopg.Error, sent: str) -> Problem:
    """The problem with the name at the place in the text that the server tells; at an operator, the name before it."""
    told = error.diag.statement_position
    if problem.where or not told or not told.isdigit():
        return problem
    at = int(told) - 1
    name = _NAME_HERE.match(sent, at) or next(reversed(list(_NAME_HERE.finditer(sent[:at]))), None)
    return replace(problem, where=name[0].replace('"', "")) if name else problem


def _named(text: str) -> str:
    found = _NAMES.search(text)
    if found:
        return found[1]
    bare = re.match(r"column (\S+) ", text)
    return bare[1] if bare else first_line(text)


def _nearest(hint: str) -> str:
    """The server's own guess."""
    names = _NAMES.findall(hint)
    return f"Did you mean {' or '.join(names[:3])}?" if names else ""


def _table(text: str, _: str) -> Problem:
    return Problem(f"There is no table “{_named(text)}”.", hint="Use the tables of the schema.")


def _column(text: str, hint: str) -> Problem:
    return Problem(f"There is no column “{_named(text)}”.", hint=_nearest(hint))


def _no_alias(text: str, hint: str) -> Problem:
    return Problem(
        f"The table “{_named(text)}” is not in the FROM of this part of the query.",
        hint=_nearest(hint) or "Join it, or use its alias.",
    )


def _function(text: str, _: str) -> Problem:
    if "operator" in text and "(" not in text:
        return _types(text)
    found = _ROUTINE.search(text)
    name = found[1] if found else _named(text)
    hint = _ADVICE.get(
        name.lower(), "Use PostgreSQL's own functions, and cast the arguments to the types that they take."
    )
    return Problem(f"PostgreSQL has no such function: {_call(text)}.", hint=hint)


def _call(text: str) -> str:
    found = re.search(r"[\w.]+\(.*\)", text)
    return found[0] if found else first_line(text)


def _types(text: str) -> Problem:
    found = re.search(r":\s*(.+)$", first_line(text))
    pair = found[1] if found else first_line(text)
    return Problem(
        f"These types do not go together: {pair}.", hint="Cast one side to the type of the other with CAST(… AS …)."
    )


def _mismatch(text: str, _: str) -> Problem:
    return _types(text)


def _ambiguous(text: str, _: str) -> Problem:
    return Problem(
        f"The column {_named(text)} stands in several tables of the query.", hint="Put the table's name before it."
    )


def _ungrouped(text: str, _: str) -> Problem:
    return Problem(
        f"The column {_named(text)} is neither grouped nor aggregated.",
        hint="Put it into GROUP BY, or into an aggregate as MAX().",
    )


def _by_zero(_text: str, _: str) -> Problem:
    return Problem("The query divides by zero.", hint="Write a / NULLIF(b, 0).")


def _denied(text: str, _: str) -> Problem:
    if found := re.search(r"permission denied for function (\S+)", text):
        return Problem(f"The function {found[1]} is not allowed.", hint="Only functions that compute are allowed.")
    found = re.search(r"permission denied for .*?(\S+)$", text)
    name = found[1] if found else _named(text)
    return Problem(f"The role may not read “{name}”.", hint="Ask the administrator for the right to read it.")


def _writes(text: str, _: str) -> Problem:
    return Problem(
        f"The database refuses this query: {first_line(text)}.",
        hint="Only reading the tables of the schema is allowed.",
    )


def _value(text: str, _: str) -> Problem:
    return Problem(
        f"A text cannot be read as a value: {first_line(text)}.", hint="Write it in the form of the column's type."
    )


def _syntax(text: str, _: str) -> Problem:
    return Problem(f"PostgreSQL does not understand the query: {first_line(text)}.", hint="Give one SELECT statement.")


def _many(_text: str, _: str) -> Problem:
    return Problem("A subquery gave more than one row.", hint="Take one with LIMIT 1, or write IN in place of =.")


def _locked(_text: str, _: str) -> Problem:
    return Problem("A table is locked by another program.", hint="Wait a moment, then try again.")


def _cancelled(_text: str, _: str) -> Problem:
    return Problem("The server ended the query.", hint="Ask its administrator, or run it again.")


def _full(text: str, _: str) -> Problem:
    return Problem(
        f"The query needs more than the server gives: {first_line(text)}.", hint="Narrow the rows with a WHERE."
    )


def _secured() -> Problem:
    return Problem(
        "Row-level security hides rows of a table, and a superuser's queries run without the right to pass it.",
        hint="Sign in with a role of its own that may only read.",
    )


_Words = Callable[[str, str], Problem]
_KNOWN: Mapping[str, _Words] = MappingProxyType(
    {
        "42P01": _table, "3F000": _table, "42703": _column, "42P02": _column, "42883": _function, "42725": _function,
        "42702": _ambiguous, "42803": _ungrouped, "22012": _by_zero, "42501": _denied, "25006": _writes, "0A000": _writes,
        "42P11": _writes, "42804": _mismatch, "42846": _mismatch, "22P02": _value, "22007": _value, "22008": _value,
        "22003": _value, "42601": _syntax, "21000": _many, "55P03": _locked, "57014": _cancelled, "53200": _full,
        "53100": _full, "53400": _full, "54001": _full,
    }
)  # fmt: skip
