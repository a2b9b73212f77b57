"""What the window asks for in write mode. The parser, which is slow to load, is loaded with the first call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.api import Problem
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import QueryFailed, QueryStopped, Source, Stop

if TYPE_CHECKING:
    from plugins.sql_assistant.writing.difference import Difference
    from plugins.sql_assistant.writing.dry_run import Written


def shown(sql: str, source: Source, schema: Schema, data_dir: Path, stop: Stop) -> Difference | Problem:
    """What a statement would change, or why it may not be made; nothing is written. Blocks.

    Raises:
        InputError: the source cannot be used any more.
        StorageError: it cannot be reached, is locked or damaged.
    """
    from plugins.sql_assistant.check import subject_of
    from plugins.sql_assistant.writing.dry_run import preview

    try:
        return preview(sql, subject_of(source, schema), data_dir, stop)
    except QueryFailed as failed:
        return failed.problem
    except QueryStopped:
        return _stopped()


def made(difference: Difference, source: Source, schema: Schema, data_dir: Path, stop: Stop) -> Written | Problem:
    """Make a change that was shown, or say why nothing was written. Blocks.

    Raises:
        InputError: as ``shown``.
        StorageError: as ``shown``; also where the log cannot be written, or it is not known whether the change was made.
    """
    from plugins.sql_assistant.check import subject_of
    from plugins.sql_assistant.writing.dry_run import apply

    try:
        return apply(difference, subject_of(source, schema), data_dir, stop)
    except QueryFailed as failed:
        return failed.problem
    except QueryStopped:
        return _stopped()


def is_change(sql: str, dialect: str) -> bool:
    """Whether a text is a statement that changes rows, allowed or not; loads the parser."""
    from plugins.sql_assistant.policy import MAX_CHARS
    from plugins.sql_assistant.writing.policy import writes

    return len(sql) <= MAX_CHARS and writes(sql, dialect)


def switched_off(source: Source) -> Problem | None:
    """Why a change that is asked for in words was only read; None where nothing can be switched on. Loads the parser."""
    from plugins.sql_assistant.writing import dry_run

    return None if dry_run.unwritable_kind(source) else dry_run.switched_off(source)


def _stopped() -> Problem:
    return Problem("The change was stopped.", hint="Nothing was written.")
