"""The program without a window, with one model as its starter: each case is run as `polymath run` does."""

import os
import time
from collections.abc import Mapping
from concurrent.futures import TimeoutError as NeverEnded
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.bench.asking import peak_rss_mib
from app.bootstrap import build
from app.cli_output import result_json
from app.core.messages import CompletionRequest, Message
from app.core.result import RunEvent, RunResult, TextStreamed
from app.core.run import RunRequest
from app.engines.local import LocalEngine
from app.errors import AppError, ContentRefused
from app.models.gguf import read_header

TIMEOUT_S = 120
TOOL_IDS: Mapping[str, str] = {
    "sql": "sql_assistant",
    "latex": "latex",
    "bookkeeping": "bookkeeping",
    "web": "web_designer",
    "css": "web_designer",
    "chess": "chess_moves",
}
"""What is measured, and the id of the plugin that does it."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one run.

    Attributes:
        status: the outcome's badge, or the error that ended the run.
        first_answer: the model's first answer, before anything was weighed or repaired; code's where no model was asked.
        first_text_s: seconds until the first words came; None where none came.
        is_refused: the model does not serve this.
        is_by_code: no model was asked.
    """

    status: str
    output: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    first_answer: str = ""
    first_text_s: float | None = None
    seconds: float = 0.0
    is_refused: bool = False
    is_by_code: bool = False


class Program:
    """The program in a home of its own."""

    def __init__(self, model: Path, home: Path) -> None:
        self.home = home
        self._services = build({**os.environ, "POLYMATH_HOME": str(home)})
        settings = self._services.settings.current.local
        self._engine = LocalEngine(model, settings, is_starter=True)
        self._services.engines.replace("local", self._engine)
        self._serves = read_header(model).serves

    def serves(self, tool: str) -> bool:
        """Whether the model's header names the plugin behind `tool`; one that names none serves all."""
        return self._serves is None or TOOL_IDS[tool] in self._serves

    def start(self) -> float:
        """Load the model; return the seconds from nothing to its first word: process, weights, prompt."""
        wanted = CompletionRequest((Message.system("You write LaTeX."), Message.user("a over b")), max_tokens=8)

        async def first_word() -> None:
            async with aclosing(self._engine.stream(wanted)) as chunks:
                async for chunk in chunks:
                    if chunk.text:
                        return

        began = time.monotonic()
        self._services.loop.submit(first_word()).result(TIMEOUT_S)
        return time.monotonic() - began

    def __call__(self, tool: str, **fields: str) -> Ran:
        """Run the plugin behind `tool`."""
        plugin_id, began = TOOL_IDS[tool], time.monotonic()
        texts: list[float] = []

        def note(event: RunEvent) -> None:
            if isinstance(event, TextStreamed) and not texts:
                texts.append(time.monotonic() - began)

        inputs = self._services.registry.get(plugin_id).check_inputs(fields)
        running = self._services.loop.submit(self._services.runs.run(RunRequest(plugin_id, inputs, "local"), note))
        try:
            ran = running.result(TIMEOUT_S)
        except AppError as error:
            return Ran(f"{type(error).__name__}: {error.message}", is_refused=isinstance(error, ContentRefused))
        except NeverEnded:
            running.cancel()
            return Ran(f"no end after {TIMEOUT_S} s", seconds=TIMEOUT_S)
        return _ran(ran, texts[0] if texts else None)

    def memory_mib(self) -> float:
        """The most memory that the model's process held so far; 0 where none runs."""
        return peak_rss_mib(self._engine.worker_pid) if self._engine.worker_pid else 0.0

    def close(self) -> None:
        self._services.close()


def _ran(ran: RunResult, first_text_s: float | None) -> Ran:
    told, attempts = result_json(ran), ran.outcome.attempts
    first = (attempts[0].tried or (attempts[0].answer,))[0] if attempts else ran.outcome.output
    by_code = not attempts
    return Ran(told["status"], told["output"], told["result"], first, first_text_s, ran.seconds, is_by_code=by_code)
