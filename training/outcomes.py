"""Every case asked of a model, and what its answer is worth: in the program, or bare."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.core.latex_spoken import spoken
from training.cases import (
    BookkeepingCase,
    LatexCase,
    SqlCase,
    bookkeeping_cases,
    dev_bookkeeping_cases,
    dev_latex_cases,
    dev_sql_cases,
    fresh_bookkeeping_cases,
    fresh_latex_cases,
    fresh_sql_cases,
    later_bookkeeping_cases,
    later_latex_cases,
    later_sql_cases,
    latex_cases,
    schema_text,
    sql_cases,
)
from training.entries import entry_marks, points_at_the_entry
from training.outcome import Choice, Outcome, group_of, outcome
from training.outcomes_more import chess_outcomes, css_outcomes, web_outcomes
from training.program import Program, Ran
from training.sets import DEV, FIRST, FRESH, LATER

CONTEXT_TOKENS = 1024
ANSWER_TOKENS = 160
_SQL = {FIRST: sql_cases, DEV: dev_sql_cases, LATER: later_sql_cases, FRESH: fresh_sql_cases}
_LATEX = {FIRST: latex_cases, DEV: dev_latex_cases, LATER: later_latex_cases, FRESH: fresh_latex_cases}
_BOOKKEEPING = {
    FIRST: bookkeeping_cases,
    DEV: dev_bookkeeping_cases,
    LATER: later_bookkeeping_cases,
    FRESH: fresh_bookkeeping_cases,
}


def loop_outcomes(run: Program, tool: str, choice: Choice) -> Iterator[Outcome]:
    """Run the chosen cases of `tool` as the program does."""
    with_database = _Databases(run)
    match tool:
        case "sql":
            for case in choice.of(_SQL):
                yield _sql_outcome(case, with_database(case))
        case "latex":
            for formula in choice.of(_LATEX):
                yield _latex_outcome(formula, run("latex", words=formula.question))
        case "bookkeeping":
            for line in choice.of(_BOOKKEEPING):
                fields = {"transactions": line.line, "accounts": accounts_text(line), "today": line.today}
                yield _entry_outcome(line, run("bookkeeping", **fields))
        case "web":
            yield from web_outcomes(run, choice)
        case "css":
            yield from css_outcomes(run, choice)
        case "chess":
            yield from chess_outcomes(run, choice)


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
    shares["composed by code"] = ran.is_by_code
    question = f"[{case.database}] {case.question}"
    return outcome(group_of("sql", case.which), question, sql, case.accepts(sql), ran, shares=shares)


def _latex_outcome(case: LatexCase, ran: Ran) -> Outcome:
    latex = str(ran.result.get("latex") or ran.output)
    shares = {"as written": case.accepts(latex), "without loop": case.looks_right(ran.first_answer)}
    shares["read by code"] = bool(spoken(case.question))
    group = group_of("latex", case.which)
    return outcome(group, case.question, latex, case.looks_right(latex), ran, shares=shares)


def _entry_outcome(case: BookkeepingCase, ran: Ran) -> Outcome:
    entries = list(ran.result.get("entries") or ())
    marks = entry_marks(case, entries)
    parts = {"date": marks.date, "accounts": marks.accounts, "amount": marks.amount}
    shares = parts if case.entry else {"no entry where there is none": marks.all_right}
    answer = json.dumps(entries, ensure_ascii=False)
    group = group_of("bookkeeping", case.which, case.language)
    counts = {"wrong amounts": int(marks.is_wrong_amount)}
    return outcome(group, case.line, answer, marks.all_right, ran, shares=shares, counts=counts)


def accounts_text(case: BookkeepingCase) -> str:
    """The chart of accounts as a person writes it into the window."""
    return "\n".join([*case.accounts, *(f"{name} (payment)" for name in case.paid_with)])


def bare_outcomes(model: Path, tools: Iterable[str], choice: Choice) -> Iterator[Outcome]:
    """Ask `model` the chosen cases once, greedily. Questions that follow another one are left out: they need the program's words."""
    ask = _asker(model)
    if "sql" in tools:
        for case in (case for case in choice.of(_SQL) if not case.after):
            answer = ask("You write SQL.", f"{schema_text(case.open())}\n\n{case.question}")
            question = f"[{case.database}] {case.question}"
            yield Outcome("sql", group_of("sql", case.which), question, answer, case.accepts(answer))
    if "latex" in tools:
        for formula in choice.of(_LATEX):
            answer = ask("You write LaTeX.", formula.question)
            right = formula.looks_right(answer)
            yield Outcome("latex", group_of("latex", formula.which), formula.question, answer, right)
    if "bookkeeping" in tools:
        for line in choice.of(_BOOKKEEPING):
            answer = ask("You keep the journal.", f"{line.context}\n\n{line.line}")
            group = group_of("bookkeeping", line.which, line.language)
            yield Outcome("bookkeeping", group, line.line, answer, points_at_the_entry(line, answer))


def _asker(model: Path) -> Callable[[str, str], str]:
    from llama_cpp import Llama

    llama = Llama(str(model), n_ctx=CONTEXT_TOKENS, n_threads=1, verbose=False)

    def ask(system: str, user: str) -> str:
        messages: list[Any] = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        reply: Any = llama.create_chat_completion(messages, max_tokens=ANSWER_TOKENS, temperature=0)
        return str(reply["choices"][0]["message"]["content"]).strip()

    return ask
