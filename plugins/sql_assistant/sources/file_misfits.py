"""Which values of a text do not fit the type of their column, and in which line the first of them stands."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.sql_assistant.sources.file_text import Dialect, TextForm, texts_of
from plugins.sql_assistant.sources.file_types import TEXT, as_chosen, is_present, name_of

if TYPE_CHECKING:
    import duckdb

MOSTLY = 0.9
"""From this share of numbers on a column of text is a column of numbers with odd values in it."""

_MOST_COLUMNS = 100
_MOST_CHARS = 60


@dataclass(frozen=True, slots=True)
class Misfit:
    """Values that do not fit.

    Attributes:
        kind: the type, one of ``file_types.TYPES``.
        line: where the first one stands, counted from 1; 0 where that is not known.
        value: the first one, cut if it is long.
        is_chosen: whether a person chose the type; else most values have it, and the column stays text because of these.
    """

    column: str
    kind: str
    line: int
    value: str
    count: int
    is_chosen: bool


def misfits(connection: duckdb.DuckDBPyConnection, form: TextForm) -> tuple[Misfit, ...]:
    """The misfits of a text in UTF-8, at most one for each column."""
    asked = _asked(form)
    if not asked:
        return ()
    parts = ", ".join(
        f"count(*) FILTER ({bad}), min(n) FILTER ({bad}), arg_min({name_of(at)}, n) FILTER ({bad}), count(*) FILTER ({good})"
        for at, (_, bad, good) in asked.items()
    )
    rows = f"SELECT *, row_number() OVER () AS n FROM {texts_of(form.path, form.dialect)}"  # noqa: S608 -- our own
    answer = connection.execute(f"SELECT {parts} FROM ({rows})").fetchone() or ()  # noqa: S608 -- our own
    found = []
    for number, (at, (kind, _, _)) in enumerate(asked.items()):
        count, row, value, fitting = answer[4 * number : 4 * number + 4]
        is_chosen = at in form.chosen
        if count and (is_chosen or fitting >= MOSTLY * (count + fitting)):
            line = line_of(form.path, form.dialect, int(row))
            found.append(Misfit(form.dialect.names[at], kind, line, str(value)[:_MOST_CHARS], int(count), is_chosen))
    return tuple(found)


def _asked(form: TextForm) -> dict[int, tuple[str, str, str]]:
    """By column the type that is tested, SQL for what does not fit it and SQL for what does."""
    asked = {}
    for at, typed in enumerate(form.found[:_MOST_COLUMNS]):
        column = name_of(at)
        present, number = is_present(column), f"{as_chosen(column, 'DOUBLE')} IS NOT NULL"
        if form.chosen.get(at, TEXT) != TEXT:
            value = as_chosen(column, form.chosen[at])
            asked[at] = (form.chosen[at], f"{present} AND {value} IS NULL", f"{value} IS NOT NULL")
        elif at not in form.chosen and typed.type == TEXT and not typed.is_ambiguous:
            is_code = f"regexp_matches(trim({column}), '^0[0-9]')"
            asked[at] = ("DOUBLE", f"{present} AND NOT ({number}) AND NOT {is_code}", f"{present} AND {number}")
    return asked


def line_of(path: Path, dialect: Dialect, row: int) -> int:
    """In which line a row begins; 0 if it is not found.

    Args:
        row: its number among those that are read, from 1.
    """
    width, seen = len(dialect.names), 0
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for _ in range(dialect.skip):
            file.readline()
        rows = csv.reader(file, delimiter=dialect.delimiter, quotechar=dialect.quote)
        before, is_name = 0, dialect.has_header
        try:
            for values in rows:
                if is_name and values:
                    is_name = False
                elif len(values) == width or (width == 1 and not values):
                    seen += 1
                    if seen == row:
                        return dialect.skip + before + 1
                before = rows.line_num
        except csv.Error:
            return 0
    return 0
