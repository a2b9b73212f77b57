"""What a person should know before a change is made."""

from __future__ import annotations

from collections.abc import Iterator

from app.api import Problem
from plugins.sql_assistant.writing.difference import Difference
from plugins.sql_assistant.writing.policy import Statement, assignments, is_predictable
from plugins.sql_assistant.writing.target import Target

_LISTED = 8


def warnings_of(statement: Statement, target: Target, found: Difference, unread: int) -> Iterator[Problem]:
    """In the order of their weight.

    Args:
        unread: how many of the shown rows could not be read back.
    """
    yield from _reach(statement, target, found)
    if target.triggers:
        yield Problem(
            f"Triggers of “{found.table}” run with it: {_some(target.triggers)}.",
            hint="What they do outside of this database is done by the dry run too.",
        )
    if target.followers:
        yield Problem(f"Rows of other tables follow by their keys: {_some(target.followers)}.")
    for effect in found.effects:
        yield Problem(effect.words)
    yield from _shown(statement, target, found, unread)


def _reach(statement: Statement, target: Target, found: Difference) -> Iterator[Problem]:
    if found.affected == 0:
        yield Problem("No row changes.", hint="Check the condition.")
        return
    if statement.kind == "INSERT":
        return
    deletes = statement.kind == "DELETE"
    name, count = target.table.name, target.table.row_count
    if not statement.has_where:
        if deletes:
            yield Problem(f"There is no WHERE: every row of “{name}” is deleted.")
        else:
            yield Problem(f"There is no WHERE: every row of “{name}” is changed.")
    elif not target.table.is_estimated and found.affected == count and count > 1:
        yield Problem(
            f"All {count} rows of “{name}” are deleted." if deletes else f"All {count} rows of “{name}” are changed."
        )


def _shown(statement: Statement, target: Target, found: Difference, unread: int) -> Iterator[Problem]:
    """What the rows that are shown cannot say."""
    moving = [column for column, value in assignments(statement) if not is_predictable(value)]
    if moving:
        yield Problem(f"The time is taken anew, or a default, when it is written: {_some(moving)}.")
    if statement.kind == "INSERT" and found.affected and not found.rows:
        yield Problem("This server does not give the rows that it wrote; only their number is known.")
    if unread and not target.key:
        yield Problem(
            f"“{found.table}” has no primary key: the rows after are worked out from the statement, not read back."
        )
    elif unread:
        yield Problem(f"{unread} rows could not be read back; they are worked out from the statement.")


def _some(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
