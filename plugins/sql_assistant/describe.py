"""What is known of one table: its columns, the keys that lead out of it and into it, what its owner says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.sql_assistant.schema import Column, ForeignKey, Table


@dataclass(frozen=True, slots=True)
class Description:
    """A table with its keys.

    Attributes:
        out: keys that begin at one of its columns.
        into: keys of other tables (or its own) that lead to it.
    """

    table: Table
    out: tuple[ForeignKey, ...]
    into: tuple[ForeignKey, ...]

    @classmethod
    def of(cls, table: Table, keys: Iterable[ForeignKey]) -> Description:
        """Pick a table's keys out of all."""
        own = [key for key in keys if table.name in (key.table, key.parent)]
        return cls(
            table,
            tuple(key for key in own if key.table == table.name),
            tuple(key for key in own if key.parent == table.name),
        )

    def target(self, column: Column) -> str:
        """What a column refers to, ``customers.id``; empty for nothing."""
        return next((f"{key.parent}.{key.parent_column}" for key in self.out if key.column == column.name), "")

    def markdown(self) -> str:
        """All of it as text to paste elsewhere."""
        parts = [f"## {self.table.name}"]
        if self.table.comment:
            parts.append(self.table.comment)
        lines = ["| Column | Type | Refers to | Comment |", "| --- | --- | --- | --- |"]
        for column in self.table.columns:
            name = f"**{column.name}**" if column.is_key else column.name
            cells = (name, column.type, self.target(column), column.comment)
            lines.append("| " + " | ".join(_cell(text) for text in cells) + " |")
        parts.append("\n".join(lines))
        if self.into:
            sources = ", ".join(f"{key.table}.{key.column}" for key in self.into)
            parts.append(f"Referred to by: {sources}")
        return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
