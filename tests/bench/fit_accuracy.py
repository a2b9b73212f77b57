"""Predicted against measured memory: ``python -m tests.bench.fit_accuracy [--json]``; some minutes, 2 GB of memory, next to no disk.

Each shape is loaded twice, as the program does it: planner, worker, calibration. The first load is planned without any correction, the
second with what the first one showed. *Measured* is the worker's resident memory (mapped pages of the file included) after a prompt
that fills the context, without that of a worker in which no model was loaded; *predicted* is the plan's, pages that could be dropped
included, because nothing asks for them here. The weights are holes in the files, which the system reads as pages of zeros: they are
mapped, copied and multiplied like others.
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gguf
import psutil

from app.core.messages import CompletionRequest, Message
from app.core.settings import LocalSettings
from app.engines.child import WorkerProcess
from app.engines.local import LocalEngine
from app.models.calibration import Calibration
from tests.helpers import shape_gguf
from tests.helpers.shape_gguf import RealShape

_Q4_K, _Q6_K = gguf.GGMLQuantizationType.Q4_K, gguf.GGMLQuantizationType.Q6_K
_TEMPLATE_TOKENS = 90
SHAPES: dict[str, tuple[RealShape, int]] = {
    "0.5B Q4_0, vocabulary of 151,936": (shape_gguf.QWEN_05B, 4096),
    "1.5B Q8_0": (shape_gguf.QWEN_15B, 2048),
    "1.2B Q4_K, 16 heads of keys and values": (
        RealShape("llama", 16, 2048, 8192, 16, 16, 128, 50304, quant=_Q4_K, output_quant=_Q6_K, embedding_quant=_Q4_K),
        2048,
    ),
}


@dataclass(frozen=True)
class Row:
    """One load."""

    shape: str
    calibrated: bool
    context_tokens: int
    predicted_mib: float
    measured_mib: float
    parts_mib: dict[str, float]

    @property
    def error(self) -> float:
        return self.predicted_mib / self.measured_mib - 1


def main(argv: Sequence[str]) -> int:
    """Print the rows; returns 1 if a calibrated prediction is off by more than a tenth."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="fit-accuracy-") as folder:
        for name, (shape, context) in SHAPES.items():
            path = shape_gguf.make(Path(folder) / "model.gguf", shape)
            calibration = Calibration(Path(folder) / f"{len(rows)}.json")
            rows += [asyncio.run(_load(name, path, context, calibration, again)) for again in (False, True)]
            path.unlink()
    if "--json" in argv:
        sys.stdout.write(json.dumps([{**dataclasses.asdict(row), "error": row.error} for row in rows]) + "\n")
    else:
        sys.stdout.writelines(_line(row) for row in rows)
    return int(any(abs(row.error) > 0.1 for row in rows if row.calibrated))


def _line(row: Row) -> str:
    how = "calibrated" if row.calibrated else "first load"
    sums = f"{row.predicted_mib:7.0f} predicted {row.measured_mib:7.0f} measured {row.error:+6.1%}"
    return f"{row.shape:42} {row.context_tokens:5} tokens  {how:10} {sums}\n"


async def _load(name: str, path: Path, context: int, calibration: Calibration, again: bool) -> Row:
    settings = LocalSettings(context_tokens=context)
    engine = LocalEngine(path, settings, calibration=calibration)
    prompt = "q" * (context - _TEMPLATE_TOKENS)
    request = CompletionRequest(messages=(Message("user", prompt),), max_tokens=2)
    try:
        async for _ in engine.stream(request):
            pass
        pid = engine.worker_pid
        assert pid is not None
        resident = psutil.Process(pid).memory_info().rss
    finally:
        await engine.close()
    plan = engine.last_plan
    assert plan is not None
    empty = await _empty_worker_bytes()
    host = plan.fit.need.host
    return Row(
        name,
        again,
        context,
        (host.resident - empty) / (1 << 20),
        (resident - empty) / (1 << 20),
        {key: round(value / (1 << 20), 1) for key, value in dataclasses.asdict(host).items()},
    )


async def _empty_worker_bytes() -> int:
    worker = await WorkerProcess.start()
    try:
        return int(psutil.Process(worker.pid).memory_info().rss)
    finally:
        await worker.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
