"""The two sides that are compared: the local route as a tool gets it, and the plain loop."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from app.core.messages import CompletionRequest, Message, Usage
from app.core.paths import ROOT
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.errors import AppError
from app.worker.raw_loop import RAW_TOOL

_TAIL_CHARS = 400
_WORKER = (sys.executable, "-m", "app.worker.raw_loop")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and when it came; seconds from the moment it was asked for.

    Attributes:
        first_s: when its first text was there; the model's load is in it if it had to be loaded.
        last_s: when it was over.
        ttft_s: as the worker tells it: from the arrival of the request, with the model loaded, to the first token.
    """

    text: str
    first_s: float
    last_s: float
    ttft_s: float
    usage: Usage

    @property
    def tokens(self) -> int:
        return self.usage.completion_tokens

    @property
    def decode_s(self) -> float:
        """What all tokens but the first took."""
        return self.last_s - self.first_s


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What the plain loop took for an answer."""

    attention: str
    prompt_tokens: int
    tokens: int
    prompt_s: float = 0.0
    decode_s: float = 0.0

    @property
    def prompt_tokens_per_s(self) -> float:
        return self.prompt_tokens / self.prompt_s

    @property
    def decode_tokens_per_s(self) -> float:
        return (self.tokens - 1) / self.decode_s


@asynccontextmanager
async def opened(path: Path, settings: LocalSettings, state_dir: Path | None = None) -> AsyncIterator[LocalEngine]:
    """The local route for a model, closed at the end. Its worker is the usual one and can run the plain loop too."""
    made = LocalEngine(path, settings, state_dir=state_dir, worker_command=_WORKER)
    try:
        yield made
    finally:
        await made.close()


def request(messages: Sequence[Message], tokens: int, *, repeats: str = "") -> CompletionRequest:
    """A tool's greedy request of at most this many tokens; its question is the last paragraph."""
    question = messages[-1].content.rpartition("\n\n")[2]
    return CompletionRequest(tuple(messages), max_tokens=tokens, tool="bench", changing=question, repeats=repeats)


async def ask(engine: LocalEngine, wanted: CompletionRequest) -> Answer:
    """Ask and read to the end.

    Raises:
        AppError: it does not answer, or its worker dies.
    """
    text, first_s, usage = "", None, None
    worker = engine.worker_pid
    began = time.perf_counter()
    async with aclosing(engine.stream(wanted)) as chunks:
        async for chunk in chunks:
            if first_s is None and (chunk.text or chunk.stop_reason):
                first_s = time.perf_counter() - began
            text += chunk.text
            usage = chunk.usage or usage
    last_s = time.perf_counter() - began
    if worker not in (None, engine.worker_pid):
        raise AppError("The worker died while it was measured.", hint="Look for memory that ran out.")
    if first_s is None or usage is None or usage.ttft_s is None:
        raise AppError("The model answered nothing, so there is nothing to measure.")
    return Answer(text, first_s, last_s, usage.ttft_s, usage)


async def ask_raw(engine: LocalEngine, messages: Sequence[Message], tokens: int) -> RawAnswer:
    """Let the plain loop answer in the engine's worker; with no tokens, only count the prompt's.

    Raises:
        AppError: it fails.
    """
    text = ""
    wanted = CompletionRequest(tuple(messages), max_tokens=tokens, tool=RAW_TOOL)
    async with aclosing(engine.stream(wanted)) as chunks:
        async for chunk in chunks:
            text += chunk.text
    return RawAnswer(**json.loads(text))


def ask_alone(load_body: Mapping[str, Any], messages: Sequence[Message], tokens: int) -> tuple[RawAnswer, float]:
    """Let the plain loop answer in a process of its own; returns its most memory in MiB too. Blocks.

    Raises:
        AppError: it fails.
    """
    body = {"messages": [{"role": m.role, "content": m.content} for m in messages], "max_tokens": tokens}
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [*_WORKER, json.dumps(load_body)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        ) as process,
    ):
        if process.stdin is None or process.stdout is None:
            raise AppError("The plain loop has no pipes.")
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(body) + "\n")
            process.stdin.flush()
        line = process.stdout.readline()
        if not line:
            process.wait()
            log.seek(0)
            tail = log.read().decode("utf-8", "replace").strip()[-_TAIL_CHARS:]
            raise AppError("The plain loop that the worker is measured against stopped.", hint=tail)
        return RawAnswer(**json.loads(line)), peak_rss_mib(process.pid)


def peak_rss_mib(pid: int) -> float:
    """The most memory that a process held so far, pages of mapped files included; what it holds now where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return float(psutil.Process(pid).memory_info().rss) / (1 << 20)
