"""``polymath bench gui``: the window, measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.core.paths import ROOT
from app.errors import AppError


def bench_gui(*, as_json: bool) -> int:
    """Longest stall of the GUI thread while text streams, and the time to the window against a bare PySide6 window.

    Returns:
        The exit status: 1 if a budget was exceeded.

    Raises:
        AppError: the measurement did not run.
    """
    figures, status = _measured()
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        rows = [(f"{part} {name}", value) for part, found in figures.items() for name, value in found.items()]
        sys.stdout.write("".join(f"{name:<32} {value}\n" for name, value in rows))
    return status


def gui_stall(model: Path | None) -> Mapping[str, Any]:
    """The longest stall alone: while this model writes, or while words stream at a steady pace.

    Raises:
        AppError: the measurement did not run.
    """
    options = ["--stall"] if model is None else ["--model", str(model.resolve())]
    return _measured(options)[0]


def _measured(options: Sequence[str] = ()) -> tuple[Mapping[str, Any], int]:
    command = [sys.executable, "-m", "app.ui.gui_bench", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    try:
        figures: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise AppError("The measurement of the window did not run.", hint=done.stderr.strip()[-400:]) from None
    return figures, done.returncode
