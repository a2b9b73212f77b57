"""A way to mend a query, not proven yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.sql_assistant.editor_text import Edit, Token


@dataclass(frozen=True, slots=True)
class Candidate:
    """A query that may run where the one before did not.

    Attributes:
        change: what is other in it, as a sentence.
    """

    sql: str
    change: str


def replaced(old: str, new: str) -> str:
    """The sentence for one name in the place of another."""
    return f"“{old}” was replaced by “{new}”."


def edited(sql: str, edits: Iterable[Edit]) -> str:
    """A text with some pieces in place of others, which do not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        sql = sql[: edit.start] + edit.text + sql[edit.end :]
    return sql


def swapped(sql: str, token: Token, text: str) -> str:
    """A text with another one in place of a token."""
    return edited(sql, [Edit(token.start, token.end, text)])
