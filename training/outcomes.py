"""Every case asked of a model, and what its answer is worth: in the program, or bare."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from training.cases import (
    BookkeepingCase,
    LatexCase,
    SqlCase,
    bookkeeping_cases,
    fresh_bookkeeping_cases,
    fresh_latex_cases,
    fresh_sql_cases,
    latex_cases,
    schema_text,
    sql_cases,
)
from training.entries import entry_marks, points_at_the_entry
from training.program import Program, Ran

CONTEXT_TOKENS = 1024
ANSWER_TOKENS = 160
_NO_ENTRY = "entries of lines that are none"
Case = TypeVar("Case")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, what was answered, and what that is worth.

    Attributes:
        group: the row of the table that it belongs to: the tool, its set, its language.
        shares: what is right or not, beside the whole; shown as a share of the group.
        means: figures that are averaged over the group.
        counts: figures that are added up.
    """

    tool: str
    group: str
    question: str
    answer: str
    right: bool
    status: str = "asked once"
    shares: Mapping[str, bool] = field(default_factory=dict)
    means: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    first_text_s: float | None = None
    seconds: float = 0.0
    is_refused: bool = False


def some(cases: Sequence[Case], limit: int | None) -> list[Case]:
    """At most `limit` cases, spread evenly over all."""
    if limit is None or limit >= len(cases):
        return list(cases)
    return [cases[number * len(cases) // limit] for number in range(limit)]


def loop_outcomes(run: Program, tool: str, limit: int | None = None) -> Iterator[Outcome]:
    """Run the cases of `tool` as the program does."""
    with_database = _Databases(run)
    match tool:
        case "sql":
            for case in some([*sql_cases(), *fresh_sql_cases()], limit):
                yield _sql_outcome(case, with_database(case))
        case "latex":
            for formula in some([*latex_cases(), *fresh_latex_cases()], limit):
                yield _latex_outcome(formula, run("latex", words=formula.question))
        case "bookkeeping":
            for line in some([*bookkeeping_cases(), *fresh_bookkeeping_cases()], limit):
                fields = {"transactions": line.line, "accounts": accounts_text(line), "today": line.today}
                yield _entry_outcome(line, run("bookkeeping", **fields))


class _Databases:
    """Asks the SQL assistant about the databases of the cases, which are written to files as they are needed."""

    def __init__(self, run: Program) -> None:
        self._run = run

    def __call__(self, case: SqlCase) -> Ran:
        before = {"previous_question": case.after[0], "previous_query": case.after[1]} if case.after else {}
        return self._run("sql", question=case.question, database=self._file(case), **before)

    def _file(self, case: SqlCase) -> str:
        path = self._run.home / f"{case.database}.sqlite"
        if not path.exists():
            with closing(sqlite3.connect(path)) as target:
                case.open().backup(target)
        return str(path)


def _sql_outcome(case: SqlCase, ran: Ran) -> Outcome:
    sql = str(ran.result.get("sql") or ran.output)
    shares = {"without loop": case.accepts(ran.first_answer), "with other columns beside": case.holds(sql)}
    return _outcome(
        "sql", _group("sql", case.fresh), f"[{case.database}] {case.question}", sql, case.accepts(sql), ran, shares
    )


def _latex_outcome(case: LatexCase, ran: Ran) -> Outcome:
    latex = str(ran.result.get("latex") or ran.output)
    shares = {"as written": case.accepts(latex), "without loop": case.looks_right(ran.first_answer)}
    return _outcome("latex", _group("latex", case.fresh), case.question, latex, case.looks_right(latex), ran, shares)


def _entry_outcome(case: BookkeepingCase, ran: Ran) -> Outcome:
    entries = list(ran.result.get("entries") or ())
    marks = entry_marks(case, entries)
    shares = {"date": marks.date, "accounts": marks.accounts, "amount": marks.amount}
    counts = {"wrong amounts": int(marks.is_wrong_amount), _NO_ENTRY: int(case.entry is None and bool(entries))}
    answer = json.dumps(entries, ensure_ascii=False)
    group = f"{_group('bookkeeping', case.fresh)}, {case.language}"
    return _outcome("bookkeeping", group, case.line, answer, marks.all_right, ran, shares, counts=counts)


def _outcome(
    tool: str,
    group: str,
    question: str,
    answer: str,
    right: bool,
    ran: Ran,
    shares: Mapping[str, bool],
    *,
    means: Mapping[str, float] | None = None,
    counts: Mapping[str, int] | None = None,
) -> Outcome:
    found = (tool, group, question, answer, right, ran.status, shares, means or {}, counts or {})
    return Outcome(*found, ran.first_text_s, ran.seconds, ran.is_refused)


def _group(tool: str, fresh: bool) -> str:
    return f"{tool}, {'fresh' if fresh else 'first set'}"


def accounts_text(case: BookkeepingCase) -> str:
    """The chart of accounts as a person writes it into the window."""
    return "\n".join([*case.accounts, *(f"{name} (payment)" for name in case.paid_with)])


def bare_outcomes(model: Path, tools: Iterable[str], limit: int | None = None) -> Iterator[Outcome]:
    """Ask `model` every case once, greedily. Questions that follow another one are left out: they need the program's words."""
    ask = _asker(model)
    if "sql" in tools:
        for case in some([c for c in [*sql_cases(), *fresh_sql_cases()] if not c.after], limit):
            answer = ask("You write SQL.", f"{schema_text(case.open())}\n\n{case.question}")
            question = f"[{case.database}] {case.question}"
            yield Outcome("sql", _group("sql", case.fresh), question, answer, case.accepts(answer))
    if "latex" in tools:
        for formula in some([*latex_cases(), *fresh_latex_cases()], limit):
            answer = ask("You write LaTeX.", formula.question)
            right = formula.looks_right(answer)
            yield Outcome("latex", _group("latex", formula.fresh), formula.question, answer, right)
    if "bookkeeping" in tools:
        for line in some([*bookkeeping_cases(), *fresh_bookkeeping_cases()], limit):
            answer = ask("You keep the journal.", f"{line.context}\n\n{line.line}")
            group = f"{_group('bookkeeping', line.fresh)}, {line.language}"
            yield Outcome("bookkeeping", group, line.line, answer, points_at_the_entry(line, answer))


def _asker(model: Path) -> Callable[[str, str], str]:
    from llama_cpp import Llama

    llama = Llama(str(model), n_ctx=CONTEXT_TOKENS, n_threads=1, verbose=False)

    def ask(system: str, user: str) -> str:
        messages: list[Any] = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        reply: Any = llama.create_chat_completion(messages, max_tokens=ANSWER_TOKENS, temperature=0)
        return str(reply["choices"][0]["message"]["content"]).strip()

    return ask
