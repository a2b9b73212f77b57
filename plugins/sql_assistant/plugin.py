"""The tool without its panel: question → what a model is shown → query → checked, mended, executed read-only.

Inputs, beside ``question``, ``database`` and ``query``: ``previous_question`` and ``previous_query``, the query that the question may
follow ("only 2023", "per month"), as it stands now; an edit by hand is the new base. With ``query`` alone go two that run nothing:
``explain`` (true) and ``translate_to`` (a dialect of ``translate.DIALECTS``). With ``fix`` (true) a query that does not run is mended
first, by code, else by a model; ``question`` may then say what the query is to answer.

``write`` (``preview`` or ``apply``, see ``changing``) is for a query that changes rows, where writing is switched on; with ``preview``
also for a question that asks for a change. ``allow_writing`` (``yes`` or ``no``) is the switch, and nothing else is done then.

The result, JSON-shaped: ``sql``, ``columns``, ``rows``, ``row_count``, ``truncated``, ``elapsed_s``, ``dialect``, ``question`` (so that it
can be understood alone), ``restatement`` (the query in words, line by line), ``left_out`` (tables that were not shown to the model),
``answerable``. Where the schema does not hold what is asked for, ``answerable`` is False and ``reason`` says why; the outcome is then
*unverified*, since nothing was checked. With ``explain`` the result holds ``sql``, ``plan`` (the engine's own lines) and ``plan_words``;
with ``translate_to`` it holds ``sql``, ``translation``, ``notes`` and ``reads_back``. A mended query has ``fixed_from`` (the one that was
given) and, where code did it, ``changes`` (sentences) beside.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from app.api import (
    Context,
    Inputs,
    Look,
    Message,
    Outcome,
    OutputFormatError,
    OutputSpec,
    Plugin,
    Rounds,
    Verification,
)
from plugins.sql_assistant.about_query import explained, translated
from plugins.sql_assistant.abstain import not_answered
from plugins.sql_assistant.answers import only_query, refusal, refused
from plugins.sql_assistant.asking import (
    Asked,
    Mend,
    checked,
    doubted,
    for_model,
    in_dialect,
    of_ones_own,
    prepared,
    put_right,
    was_taught,
)
from plugins.sql_assistant.changing import not_proposed, proposed, switched, written
from plugins.sql_assistant.grammar import grammar
from plugins.sql_assistant.mending import (
    ASKED_ANEW,
    BY_CODE_ALONE,
    SHOWN_TO_MODEL,
    TAUGHT_CANNOT,
    Mended,
    by_code,
    by_model,
    mend_inputs,
    not_mended,
)
from plugins.sql_assistant.results.export import SUFFIXES, format_of, write
from plugins.sql_assistant.sources.base import Stop

T = TypeVar("T")
Status = Literal["verified", "repaired", "unverified", "failed"]
CANDIDATES = (4, 4, 4)
"""How many queries a model that was taught may try in each of its rounds: it takes a fraction of a second for one."""

CHANCE = 0.3
"""What each further candidate adds to the temperature; a taught model cannot follow a dialogue, and needs chance to find another query."""

MOST_CHANCE = 0.9
WIDE_TRIES = frozenset((3, 6, 8, 11))
"""Of all tries those that may read more tables than the question seems to mean."""

COMPOSED = "Composed from the words of the question, without the model."

ENOUGH_S = 0.9
"""After that a model that was taught is asked for no further query: an answer is to come within a second."""

FURTHER_SEED = 100
"""Beyond the seeds of the rounds themselves."""

MAX_TOKENS = 900
"""Of an answer of a model that was not taught to be short."""

TAUGHT_TOKENS = 300
"""Of an answer of one that was: longer queries it was never taught."""

_ROOM_TOKENS = 4_096


class SqlAssistant(Plugin):
    """Answers a question with a query that ran."""

    @property
    def export_suffixes(self) -> tuple[str, ...]:
        return (".csv", ".sql", *(suffix for suffix in SUFFIXES if suffix != ".csv"))

    def export(self, outcome: Outcome, path: Path) -> None:
        if path.suffix == ".sql" and format_of(path) is None:
            path.write_text(f"{outcome.output}\n", encoding="utf-8")
        else:
            write(path, outcome.result.get("columns", ()), [outcome.result.get("rows", ())])

    async def prepare(self, inputs: Inputs, context: Context) -> Inputs:
        context.report("Reading the schema")
        stop = Stop()
        asked = await _stoppable(context, stop, lambda: prepared(inputs, context, stop))
        return {"asked": asked}

    def build(self, inputs: Inputs, context: Context) -> Sequence[Message]:
        asked: Asked = inputs["asked"]
        return asked.messages

    def answer(self, inputs: Inputs, context: Context) -> OutputSpec:
        asked: Asked = inputs["asked"]
        if not was_taught(context.engine):
            return OutputSpec.code("sql")
        return self._in_grammar(asked, is_wide=False)

    def _in_grammar(self, asked: Asked, *, is_wide: bool) -> OutputSpec:
        tables, links = asked.shown.tables, asked.links
        if not tables:
            return OutputSpec.code("sql")
        gbnf = grammar(asked.schema, tables, asked.wording, asked.question, links, narrow=True, wide=is_wide)
        return OutputSpec.code("sql", gbnf=gbnf)

    async def verify(self, answer: Any, inputs: Inputs, context: Context) -> Verification:
        asked: Asked = inputs["asked"]
        number = next(inputs["numbers"])
        context.report(
            "Checking and running the query" if number == 1 else f"Round {number}: checking and running the query"
        )
        if was_taught(context.engine):
            return await self._weighed(str(answer), inputs, number, context)
        reason = refusal(str(answer))
        if reason is not None:
            return _with_notes(refused(reason, len(asked.shown.left_out)), asked)
        stop, sql = Stop(), only_query(str(answer))
        if inputs["writes"]:
            found = await _stoppable(context, stop, lambda: proposed(sql, asked, context.data_dir, stop))
        else:
            found = await _stoppable(context, stop, lambda: checked(sql, asked, stop, "spelling"))
        return for_model(found, sql, asked)

    async def _weighed(self, answer: str, inputs: Inputs, number: int, context: Context) -> Verification:
        """A round of a model that was taught: several queries, doubts count, and the best of all rounds is taken."""
        asked: Asked = inputs["asked"]
        before = sum(CANDIDATES[: number - 1])

        async def look(candidate: str) -> Look:
            return await self._looked_at(candidate, asked, context)

        def wide() -> OutputSpec:
            return self._in_grammar(asked, is_wide=True)

        async def another(tried: int) -> str | None:
            if time.monotonic() > inputs["until"]:
                return None
            context.report(f"Round {number}: query {tried}")
            chance = min(CHANCE * (before + tried - 1), MOST_CHANCE)
            is_wide = before + tried in WIDE_TRIES
            try:
                found = await context.ask(
                    asked.messages,
                    await context.in_thread(wide) if is_wide else inputs["spec"],
                    temperature=self.manifest.engine.temperature + chance,
                    seed=FURTHER_SEED + before + tried,
                    quietly=True,
                )
            except OutputFormatError:
                return None
            return str(found.value)

        rounds: Rounds = inputs["rounds"]
        if time.monotonic() > inputs["until"]:
            rounds.left = 0
        return await rounds.weigh_several(answer, look, another, candidates=CANDIDATES[number - 1])

    async def _looked_at(self, answer: str, asked: Asked, context: Context) -> Look:
        stop = Stop()
        sql, translated = await context.in_thread(in_dialect, answer, asked)
        mend: Mend = "nothing" if asked.disguise else "column"
        found = await _stoppable(context, stop, lambda: checked(sql, asked, stop, mend))
        found = replace(found, evidence=(*translated, *found.evidence))
        if found.has_errors:
            return Look(for_model(found, sql, asked))
        if asked.disguise:  # doubts name values
            return Look(found)
        doubtful = await context.in_thread(doubted, found, asked)
        if doubtful and (better := await _stoppable(context, stop, lambda: put_right(found, doubtful, asked, stop))):
            found, doubtful = better
        return Look(replace(found, output=str(found.result["sql"])), doubtful, repr(found.result.get("rows")))

    async def run(self, inputs: Inputs, context: Context) -> Outcome:
        """As every tool, but for a query that is to be mended: code tries first, and a model is asked only where that was not enough."""
        sql = str(inputs.get("query") or "").strip()
        if not sql and inputs.get("write"):
            refused = await context.in_thread(not_proposed, inputs, context)
            return _outcome("failed", refused) if refused else await self._answered(inputs, context)
        if not sql:
            return await self._answered(inputs, context)
        if _is_only_told(inputs):
            return await self._of_ones_own(sql, inputs, context)
        mended = await self._mended(sql, inputs, context)
        if mended.found is not None or mended.is_refused:
            return _mended_outcome(sql, mended, "")
        if not was_taught(context.engine):
            outcome = await self._answered(mend_inputs(inputs, sql, mended.for_model), context)
            return by_model(outcome, inputs, sql, mended.problem, SHOWN_TO_MODEL)
        if not str(inputs.get("question") or "").strip():
            return _mended_outcome(sql, mended, TAUGHT_CANNOT)
        return by_model(await self._answered(inputs, context), inputs, sql, mended.problem, ASKED_ANEW)

    async def _mended(self, sql: str, inputs: Inputs, context: Context) -> Mended:
        context.report("Looking for what is wrong with the query")
        stop = Stop()
        asked = await _stoppable(context, stop, lambda: of_ones_own(inputs, context, stop))
        return await _stoppable(context, stop, lambda: by_code(sql, asked, stop))

    async def _answered(self, inputs: Inputs, context: Context) -> Outcome:
        """The loop of every tool; a model that was taught is quick and tries several queries a round, and code does what it cannot."""
        is_taught = was_taught(context.engine)
        more = len(CANDIDATES) - 1 if is_taught else self.manifest.engine.max_repairs
        ready = {**await self.prepare(inputs, context), "rounds": Rounds(more), "numbers": itertools.count(1)}
        ready["until"] = time.monotonic() + ENOUGH_S
        ready["writes"] = bool(inputs.get("write"))
        if is_taught and (by_code := await self._by_code(ready["asked"], context)):
            return by_code

        ready["spec"] = self.answer(ready, context)

        async def verify(answer: Any) -> Verification:
            return await self.verify(answer, ready, context)

        has_room = context.engine.context_tokens is None or context.engine.context_tokens >= _ROOM_TOKENS
        outcome = await context.solve(
            self.build(ready, context),
            ready["spec"],
            verify,
            max_repairs=more,
            max_tokens=TAUGHT_TOKENS if is_taught else MAX_TOKENS if has_room else None,
        )
        return replace(outcome, evidence=(*outcome.evidence, *_sent_back(outcome)))

    async def _by_code(self, asked: Asked, context: Context) -> Outcome | None:
        """What needs no model: a follow-up that is a plain change of the query before, a question about something else, a plain question
        whose every word code understands.
        """
        if asked.unknown:
            return _outcome("unverified", _with_notes(not_answered(asked.unknown), asked))
        if asked.composed:
            composed = await self._looked_at(asked.composed, replace(asked, taken=(*asked.taken, COMPOSED)), context)
            if not composed.found.has_errors:  # what is understood word by word is beyond the doubts about a guess
                return _outcome("verified", composed.found)
        if not asked.change:
            return None
        change = replace(asked, taken=asked.change_evidence)
        stop = Stop()
        found = await _stoppable(context, stop, lambda: checked(change.change, change, stop, "spelling"))
        return None if found.has_errors else _outcome("verified", found)

    async def without_model(self, inputs: Inputs, context: Context, reason: str) -> Outcome | None:
        """A query of one's own needs no model, nor does a question that is one already."""
        if inputs.get("allow_writing"):
            found = await context.in_thread(switched, inputs, context)
            return _outcome("failed" if found.has_errors else "verified", found)
        sql = str(inputs.get("query") or "").strip() or _as_query(str(inputs["question"]))
        if not sql:
            return None
        if inputs.get("fix") and not _is_only_told(inputs):
            return _mended_outcome(sql, await self._mended(sql, inputs, context), BY_CODE_ALONE)
        return await self._of_ones_own(sql, inputs, context)

    async def _of_ones_own(self, sql: str, inputs: Inputs, context: Context) -> Outcome:
        """What is asked about a query: its rows, its plan, or how it is written for another engine."""
        context.report("Reading the schema")
        stop = Stop()
        asked = await _stoppable(context, stop, lambda: of_ones_own(inputs, context, stop))
        if inputs.get("write"):
            found = await _stoppable(context, stop, lambda: written(sql, asked, inputs, context.data_dir, stop))
            status: Status = "verified" if found.checked else "unverified"
            return _outcome("failed" if found.has_errors else status, replace(found, output=found.output or sql))
        if dialect := str(inputs.get("translate_to") or ""):
            found = await context.in_thread(translated, sql, asked, dialect)
            return _outcome("failed" if found.has_errors else "unverified", found)
        work = explained if inputs.get("explain") else _run_as_it_stands
        found = await _stoppable(context, stop, lambda: work(sql, asked, stop))
        return _outcome("failed" if found.has_errors else "verified", replace(found, output=found.output or sql))


def _is_only_told(inputs: Inputs) -> bool:
    """Whether something is to be said of a query, which is not run; or it changes rows, and is taken as it stands."""
    return bool(inputs.get("explain") or inputs.get("translate_to") or inputs.get("write"))


def _mended_outcome(sql: str, mended: Mended, why_not: str) -> Outcome:
    if mended.found is None:
        return not_mended(sql, mended, why_not)
    return _outcome("repaired" if mended.problem else "verified", mended.found)


def _run_as_it_stands(sql: str, asked: Asked, stop: Stop) -> Verification:
    return checked(sql, asked, stop, "nothing")


def _as_query(question: str) -> str:
    """The question itself where it is a query already, else nothing."""
    return question.strip() if question.lstrip().upper().startswith(("SELECT ", "WITH ")) else ""


def _outcome(status: Status, found: Verification) -> Outcome:
    return Outcome(status, found.output or "", found.result, found.problems, evidence=found.evidence)


def _with_notes(found: Verification, asked: Asked) -> Verification:
    """A refusal with what the model was not shown."""
    told = {"question": asked.whole, "dialect": asked.source.dialect, "left_out": list(asked.shown.left_out)}
    return replace(found, result={**found.result, **told}, evidence=(*asked.shown.notes, *found.evidence))


def _sent_back(outcome: Outcome) -> Iterator[str]:
    """What was wrong in the rounds before the last, a line each; the same once."""
    said = set()
    for number, attempt in enumerate(outcome.attempts[:-1], 1):
        wrong = next((problem.message for problem in attempt.problems if problem.severity == "error"), "")
        if wrong and wrong not in said:
            said.add(wrong)
            yield f"Round {number} was sent back: {wrong}"


async def _stoppable(context: Context, stop: Stop, function: Callable[[], T]) -> T:
    """Run in a thread; a cancelled run interrupts the database instead of leaving it to work on."""
    try:
        return await context.in_thread(function)
    except asyncio.CancelledError:
        stop.ask()
        raise
