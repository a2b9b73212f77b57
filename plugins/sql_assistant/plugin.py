"""The tool without its panel: question → schema text → query → checked, mended, executed read-only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from app.api import Context, EngineInfo, Inputs, Message, Outcome, OutputSpec, Plugin, Verification
from plugins.sql_assistant.connect import Stop
from plugins.sql_assistant.execute import Database, Limits
from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.prompt import Shown, choose, details_text, messages, schema_text
from plugins.sql_assistant.sample_db import sample_database
from plugins.sql_assistant.schema import Schema, read_schema
from plugins.sql_assistant.values import columns_with_few
from plugins.sql_assistant.wording import Wording, wording_of

T = TypeVar("T")
Status = Literal["verified", "failed"]
Mend = Literal["nothing", "spelling", "column"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One prepared question."""

    question: str
    path: Path
    schema: Schema
    wording: Wording
    shown: Shown
    details: str = ""


class SqlAssistant(Plugin):
    """Answers a question with a query that ran."""

    async def prepare(self, inputs: Inputs, context: Context) -> Inputs:
        context.report("Reading the schema")
        stop = Stop()
        return {"asked": await _stoppable(context, stop, _prepared, dict(inputs), context, stop)}

    def build(self, inputs: Inputs, context: Context) -> Sequence[Message]:
        asked: Asked = inputs["asked"]
        text = schema_text(asked.schema, asked.shown, asked.wording)
        whole = "\n".join(part for part in (text, asked.details) if part)
        return messages(whole, asked.question, is_starter=was_taught(context.engine))

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        asked: Asked = inputs["asked"]
        if not was_taught(context.engine):
            return OutputSpec.code("sql")
        gbnf = grammar(asked.schema, asked.shown.tables, asked.wording, asked.question)
        return OutputSpec.code("sql", gbnf=gbnf)

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        asked: Asked = inputs["asked"]
        context.report("Checking and running the query")
        stop = Stop()
        mend = "column" if was_taught(context.engine) else "spelling"
        return await _stoppable(context, stop, _checked, str(answer), asked, stop, mend)

    async def without_model(self, inputs: Inputs, context: Context, reason: str) -> Outcome | None:
        """A question that is a query already needs no model."""
        if not str(inputs["question"]).lstrip().upper().startswith(("SELECT ", "WITH ")):
            return None
        prepared = await self.prepare(inputs, context)
        asked: Asked = prepared["asked"]
        stop = Stop()
        checked = await _stoppable(context, stop, _checked, asked.question, asked, stop, "nothing")
        status: Status = "failed" if checked.has_errors else "verified"
        output = checked.output or asked.question
        return Outcome(status, output, checked.result, checked.problems, evidence=checked.evidence)


def was_taught(engine: EngineInfo) -> bool:
    """Whether the model was trained on this tool's own prompts: the starter, or one that declares that it was made for it."""
    return engine.is_starter or "sql_assistant" in (engine.serves or ())


async def _stoppable(context: Context, stop: Stop, function: Callable[..., T], *args: Any) -> T:
    """Run in a thread; a cancelled run interrupts SQLite instead of leaving it to work on."""
    try:
        return await context.in_thread(function, *args)
    except asyncio.CancelledError:
        stop.ask()
        raise


def database_path(given: str, data_dir: Path) -> Path:
    """The file to open: the one given, or the sample shop.

    Raises:
        StorageError: the sample shop cannot be written.
    """
    return Path(given).expanduser() if given.strip() else sample_database(data_dir)


def _prepared(inputs: dict[str, Any], context: Context, stop: Stop) -> Asked:
    path = database_path(str(inputs.get("database") or ""), context.data_dir)
    schema = with_inferred_keys(read_schema(path, stop))
    wording = wording_of(schema)
    question = str(inputs["question"]).strip()
    is_starter = was_taught(context.engine)
    shown = choose(schema, question, wording, is_starter=is_starter)
    details = "" if is_starter else details_text(shown, wording, few_values(path, schema, shown, stop))
    return Asked(question, path, schema, wording, shown, details)


def few_values(path: Path, schema: Schema, shown: Shown, stop: Stop) -> dict[tuple[str, str], list[str]]:
    """All values of text columns that have few, for a model that can use them."""
    with Database(path, schema.readable, Limits(), stop) as database:
        return columns_with_few(database, shown.tables)


def _checked(sql: str, asked: Asked, stop: Stop, mend: Mend) -> Verification:
    """Check in a thread; the parser is imported here because it is slow to load and often not needed."""
    from plugins.sql_assistant.check import Subject, check

    found = check(sql, Subject(asked.path, asked.schema, asked.wording), stop, mend=mend)
    note = (asked.shown.note,) if asked.shown.note else ()
    return Verification(found.problems, found.result, (*note, *found.evidence), found.checked, found.output)
