"""``polymath bench sql``: execution accuracy of an engine on questions whose answers are known.

Every question goes the way of ``polymath run sql_assistant``; what should have come is the result of the query in the file, run by the same
tool through the same policy and caps. *Without the loop* is the model's first answer, run as it stands.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from app.bench.sql_compare import same_result
from app.bench.sql_questions import Question
from app.core.output import OutputSpec, extract
from app.core.result import RunResult
from app.errors import AppError

TOOL = "sql_assistant"
Verdict = Literal["right", "wrong", "failed", "abstained", "not counted"]
Run = Callable[[Mapping[str, str]], RunResult]
"""Runs the tool with these inputs. Raises AppError."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one question.

    Attributes:
        verdict: with the loop.
        first: without it.
        attempts: rounds that were needed; 0 where no model was asked.
        tokens: that the model wrote.
        seconds: of the whole run.
        executed: whether an answer shown as *verified* or *repaired* came with the rows of a query that ran.
    """

    question: str
    database: str
    answerable: bool
    verdict: Verdict
    first: Verdict
    status: str
    sql: str
    attempts: int
    tokens: int
    seconds: float
    executed: bool
    note: str = ""


def measure(questions: Sequence[Question], database: str, run: Run) -> list[Answered]:
    """Ask every question; one line of progress each to stderr.

    Args:
        database: what is given as the tool's ``database``; ``{database}`` in it is the question's own.
        run: runs the tool.
    """
    found = []
    for number, question in enumerate(questions, 1):
        answered = _Case(question, database.replace("{database}", question.database), run).answered()
        found.append(answered)
        print(f"· {number}/{len(questions)} {answered.verdict}: {question.text}", file=sys.stderr)  # noqa: T201
    return found


class _Case:
    def __init__(self, question: Question, database: str, run: Run) -> None:
        self._question = question
        self._database = database
        self._run = run
        self._wanted: list[tuple[list[Any], bool]] = []

    def answered(self) -> Answered:
        note = ""
        if self._question.is_answerable:
            self._wanted, note = self._gold()
        started = time.monotonic()
        try:
            result = self._run({"question": self._question.text, "database": self._database})
        except AppError as error:
            return self._of(None, "failed", "failed", time.monotonic() - started, f"{type(error).__name__}: {error}")
        verdict = self._verdict(result.outcome.result, result.outcome.status)
        return self._of(result, verdict, self._first(result, verdict), time.monotonic() - started, note)

    def _of(self, result: RunResult | None, verdict: Verdict, first: Verdict, seconds: float, note: str) -> Answered:
        outcome = result.outcome if result else None
        if self._question.is_answerable and not self._wanted:
            verdict = first = "not counted"
        return Answered(
            question=self._question.text,
            database=self._question.database,
            answerable=self._question.is_answerable,
            verdict=verdict,
            first=first,
            status=outcome.status if outcome else "failed",
            sql=str(outcome.result.get("sql") or outcome.output) if outcome else "",
            attempts=len(outcome.attempts) if outcome else 0,
            tokens=result.usage.completion_tokens if result else 0,
            seconds=round(seconds, 3),
            executed=outcome is not None
            and (outcome.status not in ("verified", "repaired") or "rows" in outcome.result),
            note=note,
        )

    def _gold(self) -> tuple[list[tuple[list[Any], bool]], str]:
        """The results that would be right, with whether their order counts; and why there is none."""
        found, note = [], ""
        for query in self._question.queries:
            try:
                outcome = self._run({"query": query, "database": self._database}).outcome
            except AppError as error:
                note = f"{error}"
                continue
            if outcome.status == "failed":
                note = "; ".join(problem.message for problem in outcome.problems)
            elif outcome.result.get("truncated") or not outcome.result["rows"]:
                note = "The right result is empty or was cut, so nothing can be told from it."
            else:
                found.append((outcome.result["rows"], _asks_for_order(query)))
        return found, "" if found else note

    def _verdict(self, result: Mapping[str, Any], status: str) -> Verdict:
        if result.get("answerable") is False:
            return "abstained"
        if "rows" not in result or status == "failed":
            return "failed"
        right = any(same_result(rows, result["rows"], in_order=ordered) for rows, ordered in self._wanted)
        return "right" if right else "wrong"

    def _first(self, result: RunResult, verdict: Verdict) -> Verdict:
        """Without the loop: the first answer, run as it stands."""
        attempts = result.outcome.attempts
        if not attempts or verdict == "abstained":
            return verdict
        try:
            answer = next(iter(attempts[0].tried), attempts[0].answer)
            sql = str(extract(answer, OutputSpec.code("sql")))
            outcome = self._run({"query": sql, "database": self._database}).outcome
        except AppError:
            return "failed"
        return self._verdict(outcome.result, outcome.status)


def _asks_for_order(query: str) -> bool:
    import sqlglot  # slow to load

    try:
        tree = sqlglot.parse_one(query)
    except sqlglot.errors.SqlglotError:
        return "order by" in query.lower()
    return tree.args.get("order") is not None


def summary(found: Sequence[Answered]) -> dict[str, Any]:
    """The figures: shares as numbers between 0 and 1, None where there is nothing to divide by."""
    counted = [one for one in found if one.answerable and one.verdict != "not counted"]
    beyond = [one for one in found if not one.answerable]
    shown = [one for one in found if one.status in ("verified", "repaired")]
    return {
        "questions": len(found),
        "counted": len(counted),
        "not_counted": sum(one.verdict == "not counted" for one in found),
        "accuracy_with_loop": _share(one.verdict == "right" for one in counted),
        "accuracy_without_loop": _share(one.first == "right" for one in counted),
        "failed_with_loop": sum(one.verdict == "failed" for one in counted),
        "failed_without_loop": sum(one.first == "failed" for one in counted),
        "abstained_wrongly": _share(one.verdict == "abstained" for one in counted),
        "unanswerable": len(beyond),
        "abstained_rightly": _share(one.verdict == "abstained" for one in beyond),
        "verified_and_executed": _share(one.executed for one in shown),
        "attempts_mean": _mean([one.attempts for one in counted]),
        "tokens_mean": _mean([one.tokens for one in counted]),
        "seconds_mean": _mean([one.seconds for one in counted]),
    }


def _share(hits: Any) -> float | None:
    values = list(hits)
    return round(sum(values) / len(values), 4) if values else None


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def told(found: Sequence[Answered], engine: str) -> str:
    """The figures for people."""
    figures = summary(found)
    lines = [f"{figures['questions']} questions, {figures['counted']} counted; {engine}"]
    for label, key in (("with the loop", "with_loop"), ("without it", "without_loop")):
        share = figures[f"accuracy_{key}"]
        if share is not None:
            lines.append(f"  {label:<14} {share:6.1%} right, {figures[f'failed_{key}']} gave no result")
    if figures["counted"]:
        rounds, tokens, seconds = (figures[f"{name}_mean"] for name in ("attempts", "tokens", "seconds"))
        lines.append(f"  mean           {rounds:.2f} rounds, {tokens:.0f} tokens, {seconds:.2f} s")
        lines.append(f"  abstained      {figures['abstained_wrongly']:.1%} of what can be answered")
    if figures["unanswerable"]:
        lines.append(f"  abstained      {figures['abstained_rightly']:.1%} of what cannot be answered")
    if figures["verified_and_executed"] is not None:
        lines.append(f"  executed       {figures['verified_and_executed']:.1%} of what was shown as verified")
    return "\n".join(lines)


def as_json(found: Sequence[Answered], engine: str) -> str:
    """Figures and every question, for a program."""
    return json.dumps(
        {"engine": engine, "summary": summary(found), "questions": [asdict(one) for one in found]},
        ensure_ascii=False,
        indent=1,
    )


def save(found: Sequence[Answered], engine: str, path: Path) -> None:
    """Write ``as_json`` to a file.

    Raises:
        OSError: it cannot be written.
    """
    path.write_text(as_json(found, engine) + "\n", encoding="utf-8")
