"""A write in two steps: ``preview`` runs the statement in a transaction that is rolled back and says what it changed; ``apply`` does the
same in another transaction and commits it, if it changed the very same.

No transaction stays open while a person thinks; that nothing moved in between is found out by comparing both runs (decision 12).
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.api import Problem, StorageError
from plugins.sql_assistant.check import Subject
from plugins.sql_assistant.connections import Connections
from plugins.sql_assistant.sources.base import Limits, QueryFailed, QueryStopped, Source, Stop
from plugins.sql_assistant.writing.difference import Difference
from plugins.sql_assistant.writing.log import WRITE_LOG, WriteLog
from plugins.sql_assistant.writing.measuring import measured
from plugins.sql_assistant.writing.policy import Statement, parse_write
from plugins.sql_assistant.writing.session import Writable, WriteSession, changed_meanwhile

LIMITS = Limits(timeout_s=30.0)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and the number of its entry in the log."""

    difference: Difference
    entry: int


def preview(sql: str, subject: Subject, data_dir: Path, stop: Stop, limits: Limits = LIMITS) -> Difference:
    """What a statement would change; the database is left as it was. Blocks.

    Args:
        data_dir: the tool's own folder, which knows whether the connection may be written to.

    Raises:
        QueryFailed: the statement may not be written, or the engine refuses it.
        QueryStopped: ``stop`` was asked for.
        InputError: the source cannot be used.
        StorageError: it cannot be reached, is locked or damaged.
    """
    statement = _allowed(sql, subject, data_dir)
    with _session(subject, limits, stop) as session:
        return measured(statement, subject, session)


def apply(difference: Difference, subject: Subject, data_dir: Path, stop: Stop, limits: Limits = LIMITS) -> Written:
    """Write what a preview showed, if the data is still what it was then; the log gets an entry before and one after. Blocks.

    Raises:
        QueryFailed: as ``preview``; also where the data changed meanwhile. Nothing was written then.
        QueryStopped: ``stop`` was asked for, and nothing was written.
        InputError: as ``preview``.
        StorageError: as ``preview``; also where the log cannot be written. Nothing was written then, unless the message says that it is
            not known.
    """
    statement = _allowed(difference.given, subject, data_dir)
    with closing(WriteLog(data_dir / WRITE_LOG)) as log, _session(subject, limits, stop) as session:
        now = measured(statement, subject, session)
        if now.fingerprint != difference.fingerprint:
            raise changed_meanwhile()
        if stop.is_asked:
            raise QueryStopped
        return Written(now, _committed(session, log, subject.source.address, now))


def _committed(session: WriteSession, log: WriteLog, address: str, difference: Difference) -> int:
    entry = log.begin(address, difference)
    try:
        session.commit()
    except QueryFailed:
        log.end(entry, "undone")
        raise
    except StorageError:
        log.end(entry, "unknown")
        raise
    log.end(entry, "done")
    return entry


def may_write(source: Source, data_dir: Path) -> bool:
    """Whether the person switched writing on for a connection.

    Raises:
        StorageError: the saved connections cannot be read.
    """
    return Connections(data_dir).of(source.address).may_write


def switched_off(source: Source) -> Problem:
    """Writing is not allowed, and how that is changed."""
    return Problem(
        f"Writing to “{source.title}” is switched off. Nothing was written.",
        hint="Switch it on for this connection, in the window or with --set allow_writing=yes.",
    )


def unwritable_kind(source: Source) -> Problem | None:
    """Why a source can never be written to; None if it can."""
    if isinstance(source, Writable):
        return None
    return Problem(
        f"“{source.title}” was read from files; what is asked is a copy of them, and writing to it would change no file.",
        hint="Change the files themselves, or write to a SQLite, DuckDB, PostgreSQL or MySQL database.",
    )


def _allowed(sql: str, subject: Subject, data_dir: Path) -> Statement:
    source = subject.source
    if refused := unwritable_kind(source):
        raise QueryFailed(refused)
    if not may_write(source, data_dir):
        raise QueryFailed(switched_off(source))
    statement = parse_write(sql, source.dialect)
    if isinstance(statement, Problem):
        raise QueryFailed(statement)
    return statement


def _session(subject: Subject, limits: Limits, stop: Stop) -> WriteSession:
    source = subject.source
    assert isinstance(source, Writable)  # noqa: S101 -- refused before
    return source.writing(subject.schema, limits, stop)
