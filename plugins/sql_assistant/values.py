"""What stands in the columns, as far as a question needs it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from plugins.sql_assistant.execute import Database
from plugins.sql_assistant.schema import Table, quoted

MAX_VALUES = 5_000
LOOKUP_S = 1.5
FEW = 8
FEW_LOOKUP_S = 0.2
MAX_FEW_COLUMNS = 40
MAX_FEW_CHARS = 30


def text_values(
    database: Database, table: str, column: str, limit: int = MAX_VALUES, timeout_s: float = LOOKUP_S
) -> list[str]:
    """Different texts of a column, at most ``limit``; none if finding them takes too long."""
    name = quoted(column)
    sql = f"SELECT DISTINCT {name} FROM {quoted(table)} WHERE {name} IS NOT NULL LIMIT {limit}"  # noqa: S608 -- names are quoted
    return [v for v in database.values(sql, timeout_s=timeout_s) or [] if isinstance(v, str)]


def columns_with_few(database: Database, tables: Iterable[Table]) -> dict[tuple[str, str], list[str]]:
    """(table, column) → all its values, for text columns that have at most ``FEW`` short ones."""
    columns = [(t.name, c.name) for t in tables if t.kind == "table" for c in t.columns if c.is_text and not c.is_key]
    found = {}
    for table, column in columns[:MAX_FEW_COLUMNS]:
        values = text_values(database, table, column, FEW + 1, FEW_LOOKUP_S)
        if 0 < len(values) <= FEW and all(len(v) <= MAX_FEW_CHARS and "\n" not in v for v in values):
            found[table, column] = sorted(values)
    return found


def folded(text: str) -> str:
    """Text without case, accents and surrounding or doubled blanks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def repr_sql(text: str) -> str:
    """Text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
