"""``polymath bench``: measurements as ratios within one run; the window is measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

from app.errors import AppError


def bench_gui(*, as_json: bool) -> int:
    """Longest stall of the GUI thread while text streams, and the time to the window against a bare PySide6 window.

    Returns:
        The exit status: 1 if a budget was exceeded.

    Raises:
        AppError: the measurement did not run.
    """
    done = subprocess.run([sys.executable, "-m", "app.ui.gui_bench"], capture_output=True, text=True, check=False)
    try:
        figures: dict[str, dict[str, object]] = json.loads(done.stdout)
    except ValueError:
        raise AppError("The measurement of the window did not run.", hint=done.stderr.strip()[-400:]) from None
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        rows = [(f"{part} {name}", value) for part, found in figures.items() for name, value in found.items()]
        sys.stdout.write("".join(f"{name:<32} {value}\n" for name, value in rows))
    return done.returncode
