"""What the command line prints: results, listings, errors; for people, or as one JSON object."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from app.core.messages import Usage
from app.core.result import RunResult
from app.errors import AppError

_SHOWN_ROWS = 50


def make_streams_safe() -> None:
    """Let printing never fail: a closed stream swallows, a character that the terminal does not have is written as its number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives until the process ends
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def hush(stream: TextIO) -> None:
    """Point a stream whose reader has gone at nothing, so that the interpreter does not complain when it flushes it at its end."""
    with contextlib.suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def result_json(result: RunResult) -> dict[str, Any]:
    """What ``--json`` prints."""
    outcome = result.outcome
    return {
        "tool": result.tool,
        "engine": result.engine,
        "model": result.model,
        "status": outcome.status,
        "output": outcome.output,
        "problems": [dataclasses.asdict(problem) for problem in outcome.problems],
        "attempts": len(outcome.attempts),
        "reason": result.reason,
        "fell_back": result.fell_back,
        "provider": result.provider,
        "usage": dataclasses.asdict(result.usage),
        "cost": result.usage.cost.words if result.usage.cost else None,
        "result": dict(outcome.result),
        "evidence": list(outcome.evidence),
        "seconds": round(result.seconds, 3),
    }


def error_json(error: AppError) -> dict[str, Any]:
    """What ``--json`` prints where there is no result: the same keys, and ``error``, ``message``, ``hint``."""
    return {
        "tool": "",
        "engine": "none",
        "model": "",
        "status": "failed",
        "output": "",
        "problems": [{"message": error.message, "hint": error.hint, "severity": "error", "where": ""}],
        "attempts": 0,
        "reason": "",
        "fell_back": False,
        "provider": "",
        "usage": dataclasses.asdict(Usage()),
        "cost": None,
        "result": {},
        "error": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
    }


def print_result(result: RunResult, *, as_json: bool) -> None:
    """The answer, and its rows if it has some, on stdout; problems and the badge on stderr."""
    if as_json:
        print_json(result_json(result))
        return
    outcome = result.outcome
    print(outcome.output)
    columns, rows = outcome.result.get("columns"), outcome.result.get("rows")
    if columns and rows is not None:
        print("\n".join(["", *_table(columns, rows)]))
    for problem in outcome.problems:
        print(f"{problem.severity}: {problem.message} {problem.hint}".rstrip(), file=sys.stderr)
    cost = f", cost: {result.usage.cost.words}" if result.usage.cost else ""
    print(f"[{outcome.status}] {result.model or result.engine}, {result.seconds:.1f} s{cost}", file=sys.stderr)


def print_rows(rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """A listing: one line a row, or one JSON list."""
    if as_json:
        print_json(list(rows))
        return
    for row in rows:
        first, *rest = [str(value) for value in row.values() if value not in ("", None)]
        print(f"{first:<20} {' · '.join(rest)}")


def complain(error: AppError, *, as_json: bool) -> None:
    """Say what went wrong, and what helps."""
    if as_json:
        print_json(error_json(error))
    tell(error, "polymath:")


def tell(error: AppError, sign: str) -> None:
    """An error in two lines on stderr."""
    print(f"{sign} {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)


def print_table(columns: Sequence[Any], rows: Sequence[Sequence[Any]]) -> None:
    """A table on stdout, all of its rows."""
    print("\n".join(_table(columns, rows, len(rows))))


def print_json(value: Any) -> None:
    """One JSON value on stdout."""
    is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(_plain(value), ensure_ascii=not is_utf8, allow_nan=False, default=str))


def _plain(value: Any) -> Any:
    """JSON has no infinity and no NaN, which a database may well hold: they become null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _table(columns: Sequence[Any], rows: Sequence[Sequence[Any]], shown: int = _SHOWN_ROWS) -> list[str]:
    cells = [[_cell(value) for value in row] for row in (columns, *rows[:shown])]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    more = len(rows) - shown
    return [
        lines[0],
        "  ".join("-" * width for width in widths),
        *lines[1:],
        *([f"… {more} more rows"] if more > 0 else []),
    ]


def _cell(value: Any) -> str:
    return "NULL" if value is None else " ".join(str(value).split())
