"""Measures the window: its longest stall while an answer streams fast, and its start against that of a bare Qt window.

Times depend on the machine; the ratio does not, so both sides of it are measured in turn, within one run.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.messages import Chunk, CompletionRequest, StopReason, Usage
from app.engines.base import Engine, EngineInfo

if TYPE_CHECKING:
    from app.ui.application import Front

TOKENS_PER_S = 500
STREAM_S = 5.0
HEARTBEAT_MS = 1
STARTS = 5
LIMIT_S = 30.0
MODEL_LIMIT_S = 240.0
MODEL_TOKENS = 32
STALL_BUDGET_MS = 50.0
START_BUDGET_RATIO = 2.5

_BARE = """
import time; began = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([]); window = QMainWindow(); window.resize(1280, 800); window.show()
print(time.perf_counter() - began)
"""
_OURS = """
import time; began = time.perf_counter()
import os
from app.ui.application import main
def stands():
    print(time.perf_counter() - began, flush=True)
    os._exit(0)
main([], started=stands)
"""


class SteadyEngine:
    """Streams words at a steady pace."""

    def __init__(self, tokens_per_s: float, seconds: float) -> None:
        self._tokens_per_s = tokens_per_s
        self._count = round(tokens_per_s * seconds)

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(kind="local", model="steady", context_tokens=8192, device="script")

    async def stream(self, request: CompletionRequest) -> AsyncIterator[Chunk]:
        began = time.perf_counter()
        for number in range(self._count):
            due_s = began + number / self._tokens_per_s
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
            yield Chunk(text=f"word{number} " + ("\n" if number % 12 == 11 else ""))
        usage = Usage(10, self._count, ttft_s=0.001, tokens_per_s=self._tokens_per_s)
        yield Chunk(stop_reason=StopReason.STOP, usage=usage)

    async def close(self) -> None:
        return None


_TOOL = """
id = "bench"
title = "Bench"
system = "Write."
[engine]
max_tokens = {max_tokens}
[[examples]]
input = "a"
output = "b"
"""


def stall(tokens_per_s: float = TOKENS_PER_S, seconds: float = STREAM_S) -> Mapping[str, Any]:
    """The longest time that the GUI thread did not answer while an answer streamed, in milliseconds, and when that was.

    A timer beats every millisecond; the longest gap between two beats is the stall. Runs in this process, with a home of its own.

    Raises:
        RuntimeError: the run did not end in time.
    """
    return {**_stalled(SteadyEngine(tokens_per_s, seconds), seconds + LIMIT_S), "tokens_per_s": tokens_per_s}


def model_stall(model: Path, max_tokens: int = MODEL_TOKENS) -> Mapping[str, Any]:
    """The same while a local model is loaded and writes, with threads that want all cores.

    Raises:
        RuntimeError: the run did not end in time, or the model does not serve this tool.
    """
    from app.core.settings import LocalSettings
    from app.engines.local import LocalEngine

    engine = LocalEngine(model, LocalSettings())
    if not engine.info.serves_tool("bench"):
        raise RuntimeError("the model was made for some tools alone")
    return _stalled(engine, MODEL_LIMIT_S, max_tokens)


def _stalled(engine: Engine, limit_s: float, max_tokens: int = 1024) -> Mapping[str, Any]:
    from app.bootstrap import build
    from app.ui.application import Front, make_application

    make_application()
    with tempfile.TemporaryDirectory() as scratch:
        tools = Path(scratch, "plugins", "few_shot")
        tools.mkdir(parents=True)
        (tools / "bench.toml").write_text(_TOOL.format(max_tokens=max_tokens), encoding="utf-8")
        services = build({**os.environ, "POLYMATH_HOME": str(Path(scratch, "home"))}, plugins=tools.parent)
        services.engines.replace("local", engine)
        front = Front(services)
        try:
            beats = _beats(front, limit_s)
        finally:
            front.close()
            services.close()
    gap_s, at_s = max((after - before, before - beats[0]) for before, after in itertools.pairwise(beats))
    return {"longest_stall_ms": round(gap_s * 1000, 1), "at_s": round(at_s, 2), "beats": len(beats)}


def _beats(front: Front, limit_s: float) -> list[float]:
    from PySide6.QtCore import QEventLoop, QTimer

    window = front.open()
    window.visit_last()
    page = window.page
    if page is None:
        raise RuntimeError("the tool has no page")
    loop = QEventLoop()
    beats: list[float] = []
    heart = QTimer(loop)
    heart.setInterval(HEARTBEAT_MS)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    front.bridge.run_ended.connect(lambda _tool: loop.quit())
    QTimer.singleShot(round(limit_s * 1000), loop, lambda: loop.exit(1))
    page.prompt.set_text("go")
    heart.start()
    page.run()
    if loop.exec() != 0:
        raise RuntimeError(f"the run did not end within {limit_s} s")
    heart.stop()
    return beats


def start(starts: int = STARTS) -> Mapping[str, Any]:
    """Seconds until a bare Qt window and ours stand, from the start of Python's work, and their ratio (medians of ``starts``).

    Both run as fresh processes in turn, with byte code cached as it is after the first start on a person's machine.
    """
    bare: list[float] = []
    ours: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        environ = {
            **os.environ,
            "POLYMATH_HOME": str(Path(scratch, "home")),
            "PYTHONPYCACHEPREFIX": str(Path(scratch, "pyc")),
        }
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        for program in (_BARE, _OURS):
            _seconds(program, environ)
        for _ in range(starts):
            bare.append(_seconds(_BARE, environ))
            ours.append(_seconds(_OURS, environ))
    ratios = [own / plain for own, plain in zip(ours, bare, strict=True)]
    return {
        "bare_s": round(statistics.median(bare), 3),
        "window_s": round(statistics.median(ours), 3),
        "ratio": round(statistics.median(ratios), 2),
        "starts": starts,
    }


def _seconds(program: str, environ: Mapping[str, str]) -> float:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=dict(environ),
        cwd=root,
    )
    return float(done.stdout.split()[-1])


def measure(starts: int = STARTS) -> Mapping[str, Any]:
    """Both measurements, with whether they keep their budgets."""
    stalled = stall()
    started = start(starts)
    return {
        "stall": {**stalled, "budget_ms": STALL_BUDGET_MS, "ok": stalled["longest_stall_ms"] <= STALL_BUDGET_MS},
        "start": {**started, "budget_ratio": START_BUDGET_RATIO, "ok": started["ratio"] <= START_BUDGET_RATIO},
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Print the measurements as JSON; exit status 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m app.ui.gui_bench", description=__doc__)
    parser.add_argument("--starts", type=int, default=STARTS)
    parser.add_argument("--stall", action="store_true", help="only the stall")
    parser.add_argument("--model", type=Path, metavar="FILE", help="only the stall, while this model writes")
    options = parser.parse_args(argv)
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.stall or options.model is not None:
        sys.stdout.write(json.dumps(model_stall(options.model) if options.model is not None else stall()) + "\n")
        return 0
    found = measure(options.starts)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 0 if found["stall"]["ok"] and found["start"]["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
