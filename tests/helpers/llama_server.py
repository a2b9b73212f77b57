"""A real OpenAI-compatible server: ``python -m llama_cpp.server`` with a model file, on loopback."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_READY = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")


class LlamaServer:
    """Starts with the ``with`` block, is ready inside it, and is gone after it.

    Args:
        model: a GGUF file.
        alias: the name under which the server offers it.
        context_tokens: size of the context.
        start_timeout_s: after it the start has failed.
    """

    def __init__(
        self, model: Path, *, alias: str = "llama", context_tokens: int = 512, start_timeout_s: float = 60.0
    ) -> None:
        self.model = alias
        self._arguments = {
            "model": model,
            "model_alias": alias,
            "n_ctx": context_tokens,
            "n_threads": 1,
            "host": "127.0.0.1",
            "port": 0,  # The system chooses; the address is read from the log.
        }
        self._start_timeout_s = start_timeout_s
        self._lines: list[str] = []
        self._settled = threading.Event()
        self._address: str | None = None

    @property
    def base_url(self) -> str:
        return f"{self._address}/v1"

    @property
    def log(self) -> str:
        """What the server printed so far."""
        return "".join(self._lines)

    def __enter__(self) -> Self:
        options = [word for name, value in self._arguments.items() for word in (f"--{name}", str(value))]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "llama_cpp.server", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._settled.wait(self._start_timeout_s)
        if self._address is None:
            self._stop()
            raise AssertionError(f"llama_cpp.server did not start:\n{self.log}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        if error is not None:
            error.add_note(f"The log of llama_cpp.server:\n{self.log[-4000:]}")

    def kill(self) -> None:
        """End it without a farewell."""
        self._process.kill()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                self._lines.append(line)
                if found := _READY.search(line):
                    self._address = found.group(1)
                    self._settled.set()
        self._settled.set()

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(10)
