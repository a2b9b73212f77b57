"""How good the starter is on hand-written cases: as a user gets it, or bare.

`python -m training.evaluate [MODEL.gguf]` runs every case as `polymath run` does: worker, grammar and repairs included.
`python -m training.evaluate --tool sql --limit 20` runs some of the cases of one tool.
`python -m training.evaluate --bare` asks the model once, greedily, with no grammar: what the weights alone are worth.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from training.outcome import Choice, Outcome
from training.outcomes import bare_outcomes, loop_outcomes
from training.program import TOOL_IDS, Program
from training.scores import HEAD, Weight, group_rows, speed_rows, table
from training.sets import FRESH, SETS

ROOT = Path(__file__).resolve().parents[1]
BARE_TOOLS = ("sql", "latex", "bookkeeping")


@dataclass(frozen=True, slots=True)
class Show:
    """Which answers are printed: wrong ones or all of them, and of the fresh sets only on request.

    What was read while rules or generators are written is fresh no more.
    """

    right: bool = False
    fresh: bool = False

    def __contains__(self, outcome: Outcome) -> bool:
        return (self.right or not outcome.right) and (self.fresh or FRESH not in outcome.group)


def told(outcomes: Iterable[Outcome], show: Show) -> Iterator[Outcome]:
    """The outcomes as they come; those that `show` holds are printed."""
    for outcome in outcomes:
        if outcome in show:
            mark = "right" if outcome.right else "WRONG"
            answer = " ".join(outcome.answer.split())
            print(f"{mark} {outcome.group}: {outcome.question}\n      {answer}  ({outcome.status})", flush=True)
        yield outcome


def measure_bare(model: Path, tools: Sequence[str], choice: Choice, show: Show) -> list[Outcome]:
    """Ask the weights alone, and print the table."""
    outcomes = list(told(bare_outcomes(model, tools, choice), show))
    print(table(HEAD, group_rows(outcomes)))
    return outcomes


def measure(model: Path, tools: Sequence[str], choice: Choice, show: Show) -> list[Outcome]:
    """Ask through the program, and print the tables."""
    outcomes: list[Outcome] = []
    left_out: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        run = Program(model, Path(folder))
        try:
            start_s = run.start()
            for tool in tools:
                found = list(told(loop_outcomes(run, tool, choice), show)) if run.serves(tool) else []
                if not run.serves(tool) or (found and all(outcome.is_refused for outcome in found)):
                    left_out.append(tool)
                else:
                    outcomes += found
            weight = Weight(start_s, run.memory_mib())
        finally:
            run.close()
    print(table(HEAD, group_rows(outcomes, left_out)))
    print("\n" + table(("speed", "here"), speed_rows(outcomes, weight)))
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shipped = ROOT / "resources" / "models" / "polymath-starter.gguf"
    parser.add_argument("model", type=Path, nargs="?", default=shipped)
    parser.add_argument(
        "--bare", action="store_true", help=f"ask once, with no grammar and no repair ({', '.join(BARE_TOOLS)})"
    )
    parser.add_argument("--tool", action="append", choices=tuple(TOOL_IDS), help="only this one; may be given again")
    parser.add_argument("--set", choices=SETS, default="", help="only the cases of this set")
    parser.add_argument("--limit", type=int, help="at most so many cases of a tool, spread over its sets")
    parser.add_argument("--all", action="store_true", help="print right answers too")
    parser.add_argument(
        "--show-fresh", action="store_true", help="print answers to the fresh sets, which then are fresh no more"
    )
    parser.add_argument("--json", type=Path, help="write every outcome to this file")
    arguments = parser.parse_args()
    model, ask = arguments.model.resolve(), measure_bare if arguments.bare else measure
    tools = arguments.tool or (BARE_TOOLS if arguments.bare else tuple(TOOL_IDS))
    outcomes = ask(model, tools, Choice(arguments.set, arguments.limit), Show(arguments.all, arguments.show_fresh))
    if arguments.json:
        rows: list[dict[str, Any]] = [asdict(outcome) for outcome in outcomes]
        arguments.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
