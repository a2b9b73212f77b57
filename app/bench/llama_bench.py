"""llama.cpp's own ``llama-bench``, where it is there: ``make llama-bench`` builds it from the sources of the same release."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Speeds:
    """Tokens a second: a prompt, and an answer after it."""

    prompt: float
    decode: float


def run(
    model: Path, plan: LoadPlan, attention: str, prompt_tokens: int, decode_tokens: int
) -> tuple[Speeds, Speeds] | None:
    """One round with our kind of attention, and one as the program chooses it; None where it is not built.

    Args:
        attention: ``plain`` or ``flash``.

    Raises:
        AppError: it fails.
    """
    program = find()
    if program is None:
        return None
    common = [str(program), "-m", str(model), "-r", "1", "-o", "json", "-t", str(plan.threads)]
    common += ["-b", str(_BATCH_TOKENS), "-ub", str(_BATCH_TOKENS), "-ngl", str(plan.gpu_layers)]
    common += ["-fa", "off,auto" if attention == "plain" else "auto"]
    prompts = _tokens_per_s([*common, "-p", str(prompt_tokens), "-n", "0"])
    decodes = _tokens_per_s([*common, "-p", "0", "-n", str(decode_tokens), "-d", str(prompt_tokens)])
    return Speeds(prompts[0], decodes[0]), Speeds(prompts[-1], decodes[-1])


def _tokens_per_s(command: Sequence[str]) -> list[float]:
    """At least one."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT_S, check=False)
    try:
        found = [float(row["avg_ts"]) for row in json.loads(done.stdout)]
        return [found[0], *found[1:]]
    except (ValueError, LookupError, TypeError):
        raise AppError("llama-bench did not run.", hint=done.stderr.strip()[-400:]) from None
