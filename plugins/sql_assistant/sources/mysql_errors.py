"""What MySQL and MariaDB say when they refuse a query, as a problem in words with a hint."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.api import Problem
from plugins.sql_assistant.sources.mysql_connection import code_of, text_of
from plugins.sql_assistant.sources.server_errors import first_line, not_reading

TOO_SLOW = frozenset((1028, 1969, 3024))
_NAME = re.compile(r"'([^']+)'")
_ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "to_char": "MySQL writes date_format(column, format).",
        "strftime": "MySQL writes date_format(column, format).",
        "date_trunc": "MySQL writes date_format(column, '%Y-%m-01').",
        "julianday": "MySQL writes datediff(a, b).",
        "string_agg": "MySQL writes group_concat(column).",
        "nvl": "MySQL writes ifnull(a, b) or coalesce(a, b).",
        "iif": "MySQL writes if(condition, a, b).",
        "charindex": "MySQL writes instr(text, part).",
        "strpos": "MySQL writes instr(text, part).",
        "getdate": "MySQL writes now() or curdate().",
        "median": "MySQL has no median; number the rows with ROW_NUMBER() and take the middle one.",
    }
)


def explained(error: Exception, product: str) -> Problem:
    """The server's error as a problem with a hint."""
    text = first_line(text_of(error))
    words = _KNOWN.get(code_of(error))
    return words(text, product) if words else Problem(f"{product} cannot run the query: {text}.", hint="")


def _named(text: str) -> str:
    found = _NAME.search(text)
    return found[1] if found else text


def _table(text: str, _: str) -> Problem:
    name = _named(text).rpartition(".")[2]
    return Problem(f"There is no table “{name}”.", hint="Use the tables of the schema.")


def _column(text: str, _: str) -> Problem:
    return Problem(f"There is no column “{_named(text)}”.", hint="Use the columns of the schema.")


def _function(text: str, product: str) -> Problem:
    name = _named(text).rpartition(".")[2] if "'" in text else text.split()[1].rpartition(".")[2]
    hint = _ADVICE.get(name.lower(), "Use the server's own functions.")
    return Problem(f"{product} has no function {name}.", hint=hint)


def _ambiguous(text: str, _: str) -> Problem:
    return Problem(
        f"The column {_named(text)} stands in several tables of the query.", hint="Put the table's name before it."
    )


def _ungrouped(text: str, _: str) -> Problem:
    return Problem(
        f"The column {_named(text)} is neither grouped nor aggregated.",
        hint="Put it into GROUP BY, or into an aggregate as MAX().",
    )


def _aggregate(_text: str, _: str) -> Problem:
    return Problem(
        "An aggregate stands where none can be.", hint="An aggregate cannot stand in WHERE; use HAVING, or a subquery."
    )


def _denied(text: str, _: str) -> Problem:
    return Problem(
        f"The role may not read “{_table_of(text)}”.", hint="Ask the administrator for the right to read it."
    )


def _table_of(text: str) -> str:
    found = re.search(r"for table [`']?(?:[^`'.]+[`']?\.[`']?)?([^`']+)", text)
    return found[1] if found else _named(text)


def _writes(text: str, _: str) -> Problem:
    return not_reading(text)


def _syntax(text: str, product: str) -> Problem:
    found = re.search(r"near '(.*)", text)
    near = found[1].partition("' at line")[0] if found else text
    return Problem(f"{product} does not understand the query near “{near}”.", hint="Give one SELECT statement.")


def _many(_text: str, _: str) -> Problem:
    return Problem("A subquery gave more than one row.", hint="Take one with LIMIT 1, or write IN in place of =.")


def _locked(_text: str, _: str) -> Problem:
    return Problem("A table is locked by another program.", hint="Wait a moment, then try again.")


def _ended(_text: str, _: str) -> Problem:
    return Problem("The server ended the query.", hint="Ask its administrator, or run it again.")


def _full(text: str, _: str) -> Problem:
    return Problem(f"The query needs more than the server gives: {text}.", hint="Narrow the rows with a WHERE.")


_KNOWN: Mapping[int, Callable[[str, str], Problem]] = MappingProxyType(
    {
        1051: _table, 1146: _table, 1109: _table, 1054: _column, 1128: _function, 1305: _function, 1630: _function,
        1052: _ambiguous, 1055: _ungrouped, 1056: _ungrouped, 1140: _ungrouped, 1111: _aggregate, 1142: _denied, 1143: _denied,
        1044: _denied, 1227: _writes, 1370: _writes, 1290: _writes, 1792: _writes, 1295: _writes, 1064: _syntax, 1149: _syntax,
        1327: _writes, 1242: _many, 1205: _locked, 1317: _ended, 1021: _full, 1114: _full, 1038: _full, 1104: _full,
    }
)  # fmt: skip
