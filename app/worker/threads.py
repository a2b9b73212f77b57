"""How many threads are fastest on this machine: measured with the model that was just loaded, for no rule holds on every processor."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence

import llama_cpp

from app.worker.abort import AbortFlag
from app.worker.loader import Loaded

_STEPS = 3
_BATCH_TOKENS = 32
_BUDGET_S = 4.0
_WORTH = 0.97
"""More threads must save at least 3 %: each of them is taken from the person's other programs."""


def measure_threads(loaded: Loaded, abort: AbortFlag, choices: Sequence[int]) -> dict[str, int] | None:
    """Try the choices, set the best ones, and return them as ``decode`` and ``batch``; None if there is nothing to choose.

    Takes a second on a small model and is broken off after four: then the choices that were tried count.

    Raises:
        Stopped: the abort flag was set.
    """
    if len(choices) < 2:
        return None
    _time(loaded, abort, choices[-1], 1)  # the first step reads the weights from the disk
    deadline_s = time.monotonic() + _BUDGET_S
    decode = _fastest(loaded, abort, choices, 1, deadline_s)
    batch = _fastest(loaded, abort, choices, _BATCH_TOKENS, deadline_s)
    llama_cpp.llama_set_n_threads(loaded.context, decode, batch)
    return {"decode": decode, "batch": batch}


def _fastest(loaded: Loaded, abort: AbortFlag, choices: Sequence[int], tokens: int, deadline_s: float) -> int:
    """Every choice in turn, several times over, so that a busy moment does not fall on one of them alone."""
    best: dict[int, float] = {}
    for _ in range(_STEPS):
        for threads in choices:
            if time.monotonic() < deadline_s or threads not in best:
                took_s = _time(loaded, abort, threads, tokens)
                best[threads] = min(took_s, best.get(threads, took_s))
    chosen = min(choices)
    for threads in sorted(choices):
        if best[threads] < best[chosen] * _WORTH:
            chosen = threads
    return chosen


def _time(loaded: Loaded, abort: AbortFlag, threads: int, tokens: int) -> float:
    abort.raise_if_set()
    llama_cpp.llama_set_n_threads(loaded.context, threads, threads)
    batch = (llama_cpp.llama_token * tokens)()
    began_s = time.perf_counter()
    code = llama_cpp.llama_decode(loaded.context, llama_cpp.llama_batch_get_one(batch, tokens))
    llama_cpp.llama_synchronize(loaded.context)
    took_s = time.perf_counter() - began_s
    llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(loaded.context), True)
    abort.raise_if_set()
    return took_s if code == 0 else math.inf
