"""Counts lines of functions and files and complains where a budget is exceeded: a smoke alarm, not a style."""

from __future__ import annotations

import ast
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUNCTION_MEDIAN, FUNCTION_P95, FUNCTION_MAX = 9, 36, 60
FILE_P95, FILE_MAX = 400, 500


def _functions(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [((f.end_lineno or f.lineno) - f.lineno + 1, f"{path.relative_to(ROOT)}:{f.lineno} {f.name}") for f in found]


def _p95(values: list[int]) -> int:
    return sorted(values)[int(len(values) * 0.95)] if values else 0


def complaints() -> list[str]:
    """What exceeds a budget, one line each; empty when all is well."""
    files = [p for room in ("app", "plugins") for p in (ROOT / room).rglob("*.py")]
    functions = [f for path in files for f in _functions(path)]
    lengths = [length for length, _ in functions]
    sizes = [(len(p.read_text(encoding="utf-8").splitlines()), str(p.relative_to(ROOT))) for p in files]
    found = [f"{name}: {length} lines, at most {FUNCTION_MAX}" for length, name in functions if length > FUNCTION_MAX]
    found += [f"{name}: {size} lines, at most {FILE_MAX}" for size, name in sizes if size > FILE_MAX]
    summary = (
        ("function median", statistics.median(lengths), FUNCTION_MEDIAN),
        ("function p95", _p95(lengths), FUNCTION_P95),
        ("file p95", _p95([size for size, _ in sizes]), FILE_P95),
    )
    sys.stdout.write("".join(f"{name}: {value} (budget {limit})\n" for name, value, limit in summary))
    return found + [f"{name} is {value}, at most {limit}" for name, value, limit in summary if value > limit]


if __name__ == "__main__":
    problems = complaints()
    sys.stdout.write("".join(f"{p}\n" for p in problems))
    sys.exit(bool(problems))
