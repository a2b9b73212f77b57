"""llama.cpp's own ``llama-bench``, where it is there: ``make llama-bench`` builds it from the sources of the same release."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.errors import AppError
from app.models.fit import LoadPlan

_BATCH_TOKENS = 512
_LIMIT_S = 900


def find() -> Path | None:
    """The program, beside this interpreter's environment or on the search path."""
    built = Path(sys.prefix, "llama-bench")
    if built.is_file():
        return built
    found = shutil.which("llama-bench")
    return Path(found) if found else None


def run(model: Path, plan: LoadPlan, prompt_tokens: int, decode_tokens: int) -> Sequence[Mapping[str, float]]:
    """One round: tokens a second for a prompt of this length, and for an answer after it; nothing where the program is not built.

    Raises:
        AppError: it fails.
    """
    program = find()
    if program is None:
        return []
    common = [str(program), "-m", str(model), "-r", "1", "-o", "json", "-t", str(plan.threads)]
    common += ["-b", str(_BATCH_TOKENS), "-ub", str(_BATCH_TOKENS), "-ngl", str(plan.gpu_layers)]
    prompt = _tokens_per_s([*common, "-p", str(prompt_tokens), "-n", "0"])
    decode = _tokens_per_s([*common, "-p", "0", "-n", str(decode_tokens), "-d", str(prompt_tokens)])
    return [{"prompt_tokens_per_s": prompt, "decode_tokens_per_s": decode}]


def _tokens_per_s(command: Sequence[str]) -> float:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT_S, check=False)
    try:
        return float(json.loads(done.stdout)[0]["avg_ts"])
    except (ValueError, LookupError, TypeError):
        raise AppError("llama-bench did not run.", hint=done.stderr.strip()[-400:]) from None
