"""A change of rows, as the tool does it: shown first, made only if a person says so, and only where writing is switched on.

The result, JSON-shaped: ``sql``, ``dialect`` and ``write`` with ``kind``, ``table``, ``columns``, ``affected``, ``before`` and ``after``
(the first rows, side by side; null where there is none), ``effects``, ``warnings``, ``fingerprint`` and ``applied``; ``entry`` is the
number in the log of what was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.api import Context, Problem, Verification
from plugins.sql_assistant.asking import Asked, checked, was_taught
from plugins.sql_assistant.connections import Connections
from plugins.sql_assistant.sources.base import QueryFailed, Stop
from plugins.sql_assistant.sources.opening import open_source

_ROLLED_BACK = "Ran in a transaction that was rolled back: nothing was written."
_ONE = "One statement that changes rows of one table."


def previewed(sql: str, asked: Asked, data_dir: Path, stop: Stop) -> Verification:
    """What a statement would change; nothing is written. Blocks.

    Raises:
        InputError: the source cannot be used any more.
        StorageError: it cannot be reached, is locked or damaged.
        QueryStopped: ``stop`` was asked for.
    """
    from plugins.sql_assistant.check import Subject  # the parser is slow to load
    from plugins.sql_assistant.writing.dry_run import preview

    sql = asked.disguise.undone(sql) if asked.disguise else sql
    try:
        found = preview(sql, Subject(asked.source, asked.schema, asked.wording), data_dir, stop)
    except QueryFailed as failed:
        return Verification((failed.problem,))
    result = {"sql": found.sql, "dialect": asked.source.dialect, "write": found.as_result(applied=False)}
    told = Problem(found.words, hint="Nothing was written yet.", severity="warning")
    output = "\n".join((found.sql, *found.lines))
    return Verification((told, *found.warnings), result, (_ONE, _ROLLED_BACK), checked=False, output=output)


def proposed(sql: str, asked: Asked, data_dir: Path, stop: Stop) -> Verification:
    """What a model proposes where a change is asked for; its rows where it found that a question was meant after all. Blocks.

    Raises:
        InputError: as ``previewed``.
        StorageError: as ``previewed``.
        QueryStopped: ``stop`` was asked for.
    """
    from plugins.sql_assistant.policy import parse  # as above

    if isinstance(parse(sql, asked.source.dialect), Problem):
        return previewed(sql, asked, data_dir, stop)
    return checked(sql, asked, stop, "spelling")


def written(sql: str, asked: Asked, inputs: Mapping[str, Any], data_dir: Path, stop: Stop) -> Verification:
    """A person's own statement: shown, or made. Blocks.

    Raises:
        InputError: as ``previewed``.
        StorageError: as ``previewed``; also where the log cannot be written, or it is not known whether the change was made.
        QueryStopped: ``stop`` was asked for.
    """
    if inputs.get("write") != "apply":
        return previewed(sql, asked, data_dir, stop)
    from plugins.sql_assistant.check import Subject  # as above
    from plugins.sql_assistant.writing.dry_run import apply, preview
    from plugins.sql_assistant.writing.session import changed_meanwhile

    subject = Subject(asked.source, asked.schema, asked.wording)
    try:
        tried = preview(sql, subject, data_dir, stop)
        if (wanted := str(inputs.get("fingerprint") or "").strip()) and wanted != tried.fingerprint:
            raise changed_meanwhile()
        done = apply(tried, subject, data_dir, stop)
    except QueryFailed as failed:
        return Verification((failed.problem,))
    found = done.difference
    write = {**found.as_result(applied=True), "entry": done.entry}
    evidence = (
        _ONE,
        "The same rows changed as in the dry run; then it was committed.",
        f"Entry {done.entry} of the log of changes.",
    )
    result = {"sql": found.sql, "dialect": asked.source.dialect, "write": write}
    return Verification(found.warnings, result, evidence, output="\n".join((found.sql, *found.lines)))


def not_proposed(inputs: Mapping[str, Any], context: Context) -> Verification | None:
    """Why a change that is asked for in words is not even proposed by the model of a run; None if it is. Blocks.

    Raises:
        InputError: the database cannot be used.
        StorageError: the saved connections cannot be read.
    """
    if problem := _why_not(inputs, context):
        return Verification((problem,))
    return None


def _why_not(inputs: Mapping[str, Any], context: Context) -> Problem | None:
    from plugins.sql_assistant.writing.dry_run import may_write, switched_off, unwritable_kind  # loads the parser

    if inputs.get("write") == "apply":
        return Problem(
            "What a model writes is only shown, never made at once.",
            hint="Ask with write=preview, look at the change, then give its statement as the query.",
        )
    if was_taught(context.engine):
        return Problem(
            "The built-in model only reads.",
            hint="Choose a larger model, or write the statement yourself as the query.",
        )
    source = open_source(str(inputs.get("database") or ""), context.data_dir, context.report)
    if refused := unwritable_kind(source):
        return refused
    return None if may_write(source, context.data_dir) else switched_off(source)


def switched(inputs: Mapping[str, Any], context: Context) -> Verification:
    """Switch writing on or off for a connection. Blocks.

    Raises:
        InputError: the database cannot be used.
        StorageError: the connection cannot be saved.
    """
    from plugins.sql_assistant.writing.dry_run import unwritable_kind  # as above

    source = open_source(str(inputs.get("database") or ""), context.data_dir, context.report)
    allowed = inputs.get("allow_writing") == "yes"
    if allowed and (refused := unwritable_kind(source)):
        return Verification((refused,))
    if str(inputs.get("query") or "").strip():
        return Verification((Problem("Writing is switched on or off alone.", hint="Give the query in a second call."),))
    connections = Connections(context.data_dir)
    connections.keep(replace(connections.of(source.address), may_write=allowed))
    said = (
        f"Writing to “{source.title}” is switched on." if allowed else f"Writing to “{source.title}” is switched off."
    )
    return Verification((), {"may_write": allowed, "address": source.address}, (said,), output=said)
