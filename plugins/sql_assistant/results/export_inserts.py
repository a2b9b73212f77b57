"""Writes rows as INSERT statements for a dialect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from plugins.sql_assistant.results.columns import unique_names
from plugins.sql_assistant.results.export_text import Batches, Row

STATEMENT_ROWS = 500
STATEMENT_CHARS = 500_000
_SIMPLE = re.compile(r"[^'\\\0-\x1f]*")


def write_inserts(path: Path, columns: Sequence[str], batches: Batches, *, table: str, dialect: str) -> None:
    """Write INSERT statements of several rows each; columns of the same name get a number.

    A NUL character, which no text of these dialects can hold, is written as �.

    Args:
        table: the name of the table, with its schema before a dot where it has one.
        dialect: sqlglot's name of it.
    """
    from sqlglot import exp

    names = ", ".join(exp.to_identifier(name, quoted=True).sql(dialect=dialect) for name in unique_names(columns))
    target = exp.to_table(table, dialect=dialect) if "." in table else exp.table_(exp.to_identifier(table, quoted=True))
    for identifier in target.find_all(exp.Identifier):
        identifier.set("quoted", True)
    head = f"INSERT INTO {target.sql(dialect=dialect)} ({names}) VALUES\n"
    literal = _literal_writer(dialect)
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for rows in _statements(batches, literal):
            file.write(head + ",\n".join(rows) + ";\n")


def _statements(batches: Batches, literal: Callable[[Any], str]) -> Iterator[list[str]]:
    rows: list[str] = []
    size = 0
    for row in (row for batch in batches for row in batch):
        text = _tuple(row, literal)
        if rows and (len(rows) == STATEMENT_ROWS or size + len(text) > STATEMENT_CHARS):
            yield rows
            rows, size = [], 0
        rows.append(text)
        size += len(text)
    if rows:
        yield rows


def _tuple(row: Row, literal: Callable[[Any], str]) -> str:
    return f"  ({', '.join(literal(value) for value in row)})"


def _literal_writer(dialect: str) -> Callable[[Any], str]:
    from sqlglot import exp

    booleans = {value: exp.Boolean(this=value).sql(dialect=dialect) for value in (True, False)}

    def literal(value: Any) -> str:
        match value:
            case None:
                return "NULL"
            case bool() if dialect == "sqlite":
                return str(int(value))
            case bool():
                return booleans[value]
            case int() | float():
                return repr(value)
        text = str(value)
        if _SIMPLE.fullmatch(text):
            return f"'{text}'"
        return exp.Literal.string(text.replace("\0", "�")).sql(dialect=dialect)

    return literal
