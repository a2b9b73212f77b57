"""A query that does not run, mended: by code where that is enough, else as a question to a model; and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.api import Outcome, Problem, Verification
from plugins.sql_assistant.asking import Asked, checked
from plugins.sql_assistant.prompt import mend_request
from plugins.sql_assistant.sources.base import Stop

BY_CODE_ALONE = "No model was asked: only code looked for a way to mend it."
REFUSED = "What may not run is refused, and not made into something else."
TAUGHT_CANNOT = "The built-in model cannot mend queries: only code looked for a way."
ASKED_ANEW = "Code found no way to mend it, and the built-in model cannot: the question was asked anew."
SHOWN_TO_MODEL = "Code found no way to mend it: the model was shown the query with what is wrong in it."


@dataclass(frozen=True, slots=True)
class Mended:
    """What code made of a query.

    Attributes:
        found: the check of the query that ran, the one that was given or a mended one; None where there is none.
        problem: what is wrong with the one that was given; None where nothing is.
        for_model: ``problem`` as a model may be told it.
        is_refused: whether it may not run at all, so that nobody is to make another query of it.
    """

    found: Verification | None
    problem: Problem | None
    for_model: Problem | None = None
    is_refused: bool = False


def by_code(sql: str, asked: Asked, stop: Stop) -> Mended:
    """Run a query, mended if it has to be; blocks.

    Raises:
        InputError: the source is no readable database any more.
        StorageError: it cannot be reached, is locked or damaged.
        QueryStopped: ``stop`` was asked for.
    """
    from plugins.sql_assistant.check import Subject  # the parser is slow to load
    from plugins.sql_assistant.fixes import fix

    mended = fix(sql, Subject(asked.source, asked.schema, asked.wording), stop)
    if not mended.sql:
        return Mended(None, mended.problem, _for_model(mended.problem, sql, asked), mended.is_refused)
    found = checked(mended.sql, asked, stop, "nothing")
    if found.has_errors:
        problem = mended.problem or found.problems[0]
        return Mended(None, problem, _for_model(problem, sql, asked))
    if mended.problem is None:
        return Mended(replace(found, evidence=("The query is fine as it stands.", *found.evidence)), None)
    result = {**found.result, "fixed_from": sql, "changes": list(mended.changes)}
    evidence = (_wrong(mended.problem), *mended.changes, *found.evidence)
    return Mended(replace(found, result=result, evidence=evidence), mended.problem)


def _for_model(problem: Problem | None, sql: str, asked: Asked) -> Problem | None:
    if problem is None or asked.disguise is None:
        return problem
    return asked.disguise.problem(problem, asked.disguise.of(sql))


def not_mended(sql: str, mended: Mended, why: str) -> Outcome:
    """A query for which no way was found, and why nobody else looked for one."""
    problems = (mended.problem,) if mended.problem else ()
    return Outcome("failed", sql, problems=problems, evidence=(REFUSED if mended.is_refused else why,))


def mend_inputs(inputs: Mapping[str, Any], sql: str, problem: Problem | None) -> dict[str, Any]:
    """Inputs that ask a model to mend a query: it stands as the answer that came before."""
    question = str(inputs.get("question") or "").strip()
    return {**inputs, "question": mend_request(problem), "previous_question": question, "previous_query": sql}


def by_model(outcome: Outcome, inputs: Mapping[str, Any], sql: str, problem: Problem | None, how: str) -> Outcome:
    """What a model answered, with what it was asked for."""
    told = (_wrong(problem),) if problem else ()
    result = dict(outcome.result)
    if result.get("sql"):
        result = {**result, "fixed_from": sql, "question": str(inputs.get("question") or "").strip()}
    return replace(outcome, result=result, evidence=(*told, how, *outcome.evidence))


def _wrong(problem: Problem) -> str:
    return f"The query could not be used as it was: {problem.message}"
