"""The tool without its panel: question → schema text → query → checked, mended, executed read-only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from app.api import Context, EngineInfo, Inputs, Message, Outcome, OutputSpec, Plugin, Rounds, Verification
from plugins.sql_assistant.doubts import doubts
from plugins.sql_assistant.export import write_csv
from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.keys import with_inferred_keys
from plugins.sql_assistant.linking import Links, find_links
from plugins.sql_assistant.prompt import Shown, choose, details_text, messages, schema_text
from plugins.sql_assistant.schema import Schema
from plugins.sql_assistant.sources.base import Limits, Source, Stop
from plugins.sql_assistant.sources.opening import open_source
from plugins.sql_assistant.values import columns_with_few
from plugins.sql_assistant.wording import Wording, wording_of

T = TypeVar("T")
Status = Literal["verified", "failed"]
TAUGHT_REPAIRS = 6
Mend = Literal["nothing", "spelling", "column"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One prepared question."""

    question: str
    source: Source
    schema: Schema
    wording: Wording
    shown: Shown
    links: Links
    details: str = ""


class SqlAssistant(Plugin):
    """Answers a question with a query that ran."""

    @property
    def export_suffixes(self) -> tuple[str, ...]:
        return (".csv", ".sql")

    def export(self, outcome: Outcome, path: Path) -> None:
        if path.suffix == ".csv":
            write_csv(path, outcome.result.get("columns", ()), outcome.result.get("rows", ()))
        else:
            path.write_text(f"{outcome.output}\n", encoding="utf-8")

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
        gbnf = grammar(asked.schema, asked.shown.tables, asked.wording, asked.question, asked.links, narrow=True)
        return OutputSpec.code("sql", gbnf=gbnf)

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        asked: Asked = inputs["asked"]
        context.report("Checking and running the query")
        stop = Stop()
        if not was_taught(context.engine):
            return await _stoppable(context, stop, _checked, str(answer), asked, stop, "spelling")
        found = await _stoppable(context, stop, _checked, str(answer), asked, stop, "column")
        rounds: Rounds = inputs["rounds"]
        if found.has_errors:
            return rounds.weigh(found, (), gist="")
        query = str(found.result["sql"])
        doubtful = doubts(query, asked.question, asked.links, asked.shown.tables)
        return rounds.weigh(replace(found, output=query), doubtful, gist=repr(found.result.get("rows")))

    async def run(self, inputs: Inputs, context: Context) -> Outcome:
        """As every tool; a model that was taught is quick and gets a round more."""
        more = TAUGHT_REPAIRS if was_taught(context.engine) else self.manifest.engine.max_repairs
        prepared = {**await self.prepare(inputs, context), "rounds": Rounds(more)}

        async def verify(answer: Any) -> Verification:
            return await self.verify(answer, prepared, context)

        return await context.solve(
            self.build(prepared, context), self.answer(prepared, context), verify, max_repairs=more
        )

    async def without_model(self, inputs: Inputs, context: Context, reason: str) -> Outcome | None:
        """A query of one's own needs no model, nor does a question that is one already."""
        sql = str(inputs.get("query") or "").strip() or _as_query(str(inputs["question"]))
        if not sql:
            return None
        prepared = await self.prepare(inputs, context)
        stop = Stop()
        checked = await _stoppable(context, stop, _checked, sql, prepared["asked"], stop, "nothing")
        status: Status = "failed" if checked.has_errors else "verified"
        return Outcome(status, checked.output or sql, checked.result, checked.problems, evidence=checked.evidence)


def _as_query(question: str) -> str:
    """The question itself where it is a query already, else nothing."""
    return question.strip() if question.lstrip().upper().startswith(("SELECT ", "WITH ")) else ""


def was_taught(engine: EngineInfo) -> bool:
    """Whether the model was trained on this tool's own prompts: the starter, or one that declares that it was made for it."""
    return engine.is_starter or "sql_assistant" in (engine.serves or ())


async def _stoppable(context: Context, stop: Stop, function: Callable[..., T], *args: Any) -> T:
    """Run in a thread; a cancelled run interrupts the database instead of leaving it to work on."""
    try:
        return await context.in_thread(function, *args)
    except asyncio.CancelledError:
        stop.ask()
        raise


def _prepared(inputs: dict[str, Any], context: Context, stop: Stop) -> Asked:
    source = open_source(str(inputs.get("database") or ""), context.data_dir, context.report)
    schema = with_inferred_keys(source.read_schema(stop))
    wording = wording_of(schema)
    question = str(inputs["question"]).strip()
    taught = was_taught(context.engine)
    shown = choose(schema, question, wording, is_starter=taught)
    with source.session(schema, Limits(), stop) as session:
        if taught:
            return Asked(question, source, schema, wording, shown, find_links(question, shown.tables, session))
        values = columns_with_few(session, shown.tables)
    return Asked(question, source, schema, wording, shown, Links(), details_text(shown, wording, values))


def _checked(sql: str, asked: Asked, stop: Stop, mend: Mend) -> Verification:
    """Check in a thread; the parser is imported here because it is slow to load and often not needed."""
    from plugins.sql_assistant.check import Subject, check

    found = check(sql, Subject(asked.source, asked.schema, asked.wording), stop, mend=mend)
    note = (asked.shown.note,) if asked.shown.note else ()
    return Verification(found.problems, found.result, (*note, *found.evidence), found.checked, found.output)
