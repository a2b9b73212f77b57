"""The whole program on a machine where not a byte can be written, temporary folder included."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers import tiny_gguf

ROOT = Path(__file__).resolve().parents[2]
FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def _run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", FULL, *arguments],
        cwd=ROOT,
        env={**os.environ, "POLYMATH_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_an_answer_comes_and_what_is_not_kept_is_said(home: Path, tmp_path: Path) -> None:
    model = tiny_gguf.make(tmp_path / "tiny.gguf", favourite="x^{2}", context=4096)

    done = _run(home, "run", "latex", "x squared", "--model", str(model))

    assert "x^{2}" in done.stdout
    assert "not kept" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_window_opens(home: Path) -> None:
    done = _run(home, "--screenshot", os.devnull)

    assert "Traceback" not in done.stderr
    assert done.returncode == 0
