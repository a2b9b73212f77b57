"""What stands in the columns, as far as a question needs it."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable

from plugins.sql_assistant.lookups import different_values
from plugins.sql_assistant.schema import Table
from plugins.sql_assistant.sources.base import Session

MAX_VALUES = 5_000
LOOKUP_S = 1.5
FEW = 8
FEW_LOOKUP_S = 0.2
ALL_FEW_S = 2.0
MAX_FEW_COLUMNS = 40
MAX_FEW_CHARS = 30


def text_values(
    session: Session, table: Table, column: str, limit: int = MAX_VALUES, timeout_s: float = LOOKUP_S
) -> list[str]:
    """Different texts of a column, at most ``limit``; none if finding them takes too long."""
    found = session.values(different_values(table, column, limit), timeout_s)
    return [value for value in found or [] if isinstance(value, str)]


def columns_with_few(session: Session, tables: Iterable[Table]) -> dict[tuple[str, str], list[str]]:
    """(table, column) → all its values, for text columns that have at most ``FEW`` short ones."""
    columns = [(t, c.name) for t in tables if t.kind == "table" for c in t.columns if c.is_text and not c.is_key]
    found, until = {}, time.monotonic() + ALL_FEW_S
    for table, column in columns[:MAX_FEW_COLUMNS]:
        if time.monotonic() > until:
            break
        values = text_values(session, table, column, FEW + 1, FEW_LOOKUP_S)
        if 0 < len(values) <= FEW and all(len(v) <= MAX_FEW_CHARS and "\n" not in v for v in values):
            found[table.name, column] = sorted(values)
    return found


def folded(text: str) -> str:
    """Text without case, accents and surrounding or doubled blanks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def repr_sql(text: str) -> str:
    """Text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
