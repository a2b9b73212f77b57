"""The two sides that are compared: the local route as a tool gets it, and the plain loop."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import IO, Any

from app.core.messages import CompletionRequest, Message, Usage
from app.core.paths import ROOT
from app.engines.local import LocalEngine
from app.errors import AppError

_TAIL_CHARS = 400


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


async def ask(engine: LocalEngine, request: CompletionRequest) -> Answer:
    """Ask and read to the end.

    Raises:
        AppError: it does not answer, or its worker dies.
    """
    text, first_s, usage = "", None, None
    worker = engine.worker_pid
    began = time.perf_counter()
    async with aclosing(engine.stream(request)) as chunks:
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


class RawLoop:
    """``app.worker.raw_loop`` as a child process. Blocks while it works."""

    def __init__(self, process: subprocess.Popen[str], log: IO[bytes]) -> None:
        self._process = process
        self._log = log
        self.attention = ""

    @property
    def pid(self) -> int:
        return self._process.pid

    def count(self, messages: Sequence[Message]) -> int:
        """How many tokens the conversation is."""
        return int(self._run({"messages": _plain(messages)})["prompt_tokens"])

    def ask(self, messages: Sequence[Message], tokens: int) -> Mapping[str, float]:
        """``prompt_tokens``, ``prompt_s`` and ``decode_s`` of an answer of this many tokens.

        Raises:
            AppError: the loop failed.
        """
        return self._run({"messages": _plain(messages), "tokens": tokens})

    def ready(self) -> str:
        """Wait until the model is loaded; returns how its attention is computed: ``flash`` or ``plain``.

        Raises:
            AppError: it cannot be loaded.
        """
        return str(self._read()["attention"])

    def _run(self, command: Mapping[str, Any]) -> Mapping[str, Any]:
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.write(json.dumps(command) + "\n")
                self._process.stdin.flush()
        return self._read()

    def _read(self) -> Mapping[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            self._process.wait()
            self._log.seek(0)
            tail = self._log.read().decode("utf-8", "replace").strip()[-_TAIL_CHARS:]
            raise AppError("The plain loop that the worker is measured against stopped.", hint=tail)
        found: Mapping[str, Any] = json.loads(line)
        return found


@contextlib.contextmanager
def raw_loop(load_body: Mapping[str, Any]) -> Iterator[RawLoop]:
    """The plain loop with a model loaded as the worker would by this body of a ``load`` command; it ends with the block.

    Raises:
        AppError: it cannot be loaded.
    """
    command = [sys.executable, "-m", "app.worker.raw_loop", json.dumps(load_body)]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        ) as process,
    ):
        loop = RawLoop(process, log)
        loop.attention = loop.ready()
        yield loop


def _plain(messages: Sequence[Message]) -> list[dict[str, str]]:
    return [{"role": message.role, "content": message.content} for message in messages]
