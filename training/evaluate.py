"""How good the starter is on hand-written cases: as a user gets it, or bare.

`python -m training.evaluate [MODEL.gguf]` runs every case as `polymath run` does: worker, grammar and repairs included.
`python -m training.evaluate --bare` asks the model once, greedily, with no grammar: what the weights alone are worth.
"""

import argparse
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from training.cases import BookkeepingCase, SqlCase, bookkeeping_cases, latex_cases, schema_text, sql_cases

ROOT = Path(__file__).resolve().parents[1]
CONTEXT_TOKENS = 1024
ANSWER_TOKENS = 160
TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, what was answered, and whether that is right."""

    tool: str
    question: str
    answer: str
    right: bool
    status: str = "asked once"


def bare_outcomes(model: Path, tools: Iterable[str]) -> Iterator[Outcome]:
    """Ask `model` every case once, greedily."""
    ask = _asker(model)
    if "sql" in tools:
        for case in sql_cases():
            answer = ask("You write SQL.", f"{schema_text(case.open())}\n\n{case.question}")
            yield Outcome("sql", f"[{case.database}] {case.question}", answer, case.accepts(answer))
    if "latex" in tools:
        for case in latex_cases():
            answer = ask("You write LaTeX.", case.question)
            yield Outcome("latex", case.question, answer, case.accepts(answer))
    if "bookkeeping" in tools:
        for case in bookkeeping_cases():
            answer = ask("You keep the journal.", f"{case.context}\n\n{case.line}")
            yield Outcome("bookkeeping", case.line, answer, points_at_the_entry(case, answer))


def _asker(model: Path) -> Callable[[str, str], str]:
    from llama_cpp import Llama

    llama = Llama(str(model), n_ctx=CONTEXT_TOKENS, n_threads=1, verbose=False)

    def ask(system: str, user: str) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        reply = llama.create_chat_completion(messages, max_tokens=ANSWER_TOKENS, temperature=0)
        return str(reply["choices"][0]["message"]["content"]).strip()

    return ask


def points_at_the_entry(case: BookkeepingCase, answer: str) -> bool:
    """Whether the fields of a bare answer are copied from the line and name the right accounts and amount.

    The date is converted by the program, so here it only matters that words were copied where the line has a date.
    """
    if case.entry is None or answer == "?":
        return case.entry is None and answer == "?"
    fields = answer.split(" | ")
    if len(fields) != 5 or fields[2] not in case.line:
        return False
    account, payment, amount, date, _ = fields
    dated = date != "-" and date in case.line
    return (
        account == case.entry.account
        and payment == (case.entry.payment or payment)
        and _amount(amount) == Decimal(case.entry.amount)
        and (dated or case.entry.date == case.today)
    )


def _amount(words: str) -> Decimal | None:
    digits = re.sub(r"[^\d.,]", "", words)
    digits = re.sub(r",(\d{2})$", r".\1", digits).replace(",", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def loop_outcomes(model: Path, tools: Iterable[str]) -> Iterator[Outcome]:
    """Run every case as the program does, in a home of its own."""
    with tempfile.TemporaryDirectory() as folder:
        run = Program(model, Path(folder))
        try:
            if "sql" in tools:
                for case in sql_cases():
                    result = run("sql_assistant", question=case.question, database=_database(case, Path(folder)))
                    sql = str(result["result"].get("sql") or result["output"])
                    yield Outcome("sql", f"[{case.database}] {case.question}", sql, case.accepts(sql), result["status"])
            if "latex" in tools:
                for case in latex_cases():
                    result = run("latex", words=case.question)
                    latex = str(result["result"].get("latex") or result["output"])
                    yield Outcome("latex", case.question, latex, case.accepts(latex), result["status"])
            if "bookkeeping" in tools:
                for case in bookkeeping_cases():
                    result = run("bookkeeping", transactions=case.line, accounts=_accounts_text(case), today=case.today)
                    entries = result["result"].get("entries") or []
                    answer = json.dumps(entries, ensure_ascii=False)
                    right = is_the_entry(case, entries)
                    yield Outcome("bookkeeping", case.line, answer, right, result["status"])
        finally:
            run.close()


class Program:
    """The program without a window, with `model` as its starter."""

    def __init__(self, model: Path, home: Path) -> None:
        from app.bootstrap import build
        from app.engines.local import LocalEngine

        self._services = build({**os.environ, "POLYMATH_HOME": str(home)})
        settings = self._services.settings.current.local
        self._services.engines.replace("local", LocalEngine(model, settings, is_starter=True))

    def __call__(self, tool: str, **fields: str) -> dict[str, Any]:
        """What `polymath run TOOL --json` prints; a run that ends in an error has the error for its status."""
        from app.cli_output import result_json
        from app.core.run import RunRequest
        from app.errors import AppError

        try:
            inputs = self._services.registry.get(tool).check_inputs(fields)
            request = RunRequest(tool, inputs, "local")
            run = self._services.runs.run(request, lambda _event: None)
            return result_json(self._services.loop.submit(run).result(TIMEOUT_S))
        except AppError as error:
            return {"status": f"{type(error).__name__}: {error.message}", "output": "", "result": {}}

    def close(self) -> None:
        self._services.close()


def _accounts_text(case: BookkeepingCase) -> str:
    return "\n".join([*case.accounts, *(f"{name} (payment)" for name in case.paid_with)])


def is_the_entry(case: BookkeepingCase, entries: list[dict[str, Any]]) -> bool:
    """Whether the program made exactly the entry that the line means, or none where it means none."""
    if case.entry is None:
        return not entries
    if len(entries) != 1:
        return False
    text = json.dumps(entries[0], ensure_ascii=False)
    wanted = (case.entry.date, case.entry.account, case.entry.payment or "", case.entry.amount)
    return all(part in text for part in wanted)


def _database(case: SqlCase, folder: Path) -> str:
    path = folder / f"{case.database}.sqlite"
    if not path.exists():
        with closing(sqlite3.connect(path)) as target:
            case.open().backup(target)
    return str(path)


def report(outcomes: Iterable[Outcome], *, show_all: bool) -> dict[str, dict[str, int]]:
    """Print every wrong answer (or all of them) and the share that is right per tool; return the counts."""
    counts: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        count = counts.setdefault(outcome.tool, {"right": 0, "cases": 0})
        count["cases"] += 1
        count["right"] += outcome.right
        if show_all or not outcome.right:
            mark = "right" if outcome.right else "WRONG"
            print(
                f"{mark} {outcome.tool}: {outcome.question}\n      {' '.join(outcome.answer.split())}  ({outcome.status})"
            )
    for tool, count in counts.items():
        print(f"{tool}: {count['right']} of {count['cases']} right ({100 * count['right'] / count['cases']:.0f} %)")
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shipped = ROOT / "resources" / "models" / "polymath-starter.gguf"
    parser.add_argument("model", type=Path, nargs="?", default=shipped)
    parser.add_argument("--bare", action="store_true", help="ask once, with no grammar and no repair")
    parser.add_argument("--tool", action="append", choices=("sql", "latex", "bookkeeping"), help="only this one")
    parser.add_argument("--all", action="store_true", help="print right answers too")
    parser.add_argument("--json", type=Path, help="write every outcome to this file")
    arguments = parser.parse_args()
    tools = arguments.tool or ["sql", "latex", "bookkeeping"]
    model = arguments.model.resolve()
    outcomes = list(bare_outcomes(model, tools) if arguments.bare else loop_outcomes(model, tools))
    report(outcomes, show_all=arguments.all)
    if arguments.json:
        rows = [asdict(outcome) for outcome in outcomes]
        arguments.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
