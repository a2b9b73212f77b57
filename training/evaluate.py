"""How good the starter is on hand-written cases: as a user gets it, or bare.

`python -m training.evaluate [MODEL.gguf]` runs every case through `polymath run`: worker, grammar and repairs included.
`python -m training.evaluate --bare` asks the model once, greedily, with no grammar: what the weights alone are worth.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
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
    """Run every case through the program's command line."""
    with tempfile.TemporaryDirectory() as folder:
        if "sql" in tools:
            for case in sql_cases():
                result = _run(model, "sql_assistant", case.question, {"database": _database(case, Path(folder))})
                sql = str((result.get("result") or {}).get("sql") or "")
                yield Outcome("sql", f"[{case.database}] {case.question}", sql, case.accepts(sql), result["status"])
        if "latex" in tools:
            for case in latex_cases():
                result = _run(model, "latex", case.question, {})
                latex = str((result.get("result") or {}).get("latex") or result.get("output") or "")
                yield Outcome("latex", case.question, latex, case.accepts(latex), result["status"])
        if "bookkeeping" in tools:
            for case in bookkeeping_cases():
                yield _bookkeeping_outcome(model, case)


def _bookkeeping_outcome(model: Path, case: BookkeepingCase) -> Outcome:
    accounts = "\n".join(["accounts:", *case.accounts, "paid with:", *case.paid_with])
    fields = {"transactions": case.line, "accounts": accounts, "today": case.today}
    result = _run(model, "bookkeeping", case.line, fields)
    entries = (result.get("result") or {}).get("entries") or []
    right = is_the_entry(case, entries)
    return Outcome("bookkeeping", case.line, json.dumps(entries, ensure_ascii=False), right, result["status"])


def is_the_entry(case: BookkeepingCase, entries: list[dict[str, Any]]) -> bool:
    """Whether the program made exactly the entry that the line means, or none where it means none."""
    if case.entry is None:
        return not entries
    if len(entries) != 1:
        return False
    text = json.dumps(entries[0], ensure_ascii=False)
    wanted = [case.entry.date, case.entry.account, case.entry.payment or ""]
    return all(part in text for part in wanted) and case.entry.amount in text


def _database(case: SqlCase, folder: Path) -> str:
    path = folder / f"{case.database}.sqlite"
    if not path.exists():
        import sqlite3

        target = sqlite3.connect(path)
        case.open().backup(target)
        target.close()
    return str(path)


def _run(model: Path, tool: str, prompt: str, fields: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "app", "run", tool, prompt, "--engine", "local", "--model", str(model), "--json"]
    for name, value in fields.items():
        command += ["--set", f"{name}={value}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        return {"status": f"exit {done.returncode}: {done.stderr.strip()[-300:]}"}


def report(outcomes: Iterable[Outcome], *, show_all: bool) -> dict[str, dict[str, int]]:
    """Print every wrong answer (or all of them) and the share that is right per tool; return the counts."""
    counts: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        count = counts.setdefault(outcome.tool, {"right": 0, "cases": 0})
        count["cases"] += 1
        count["right"] += outcome.right
        if show_all or not outcome.right:
            mark = "right" if outcome.right else "WRONG"
            print(f"{mark} {outcome.tool}: {outcome.question}\n      {outcome.answer}  ({outcome.status})")
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
