"""The local route: one GGUF model in a worker process, one answer at a time, and what happens when the worker dies."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.core.messages import Chunk, CompletionRequest, Notice
from app.core.output import OutputSpec
from app.core.settings import LocalSettings
from app.engines.base import EngineInfo
from app.engines.child import WorkerProcess
from app.engines.wire import parse_chunk, request_payload
from app.errors import ModelLoadError, WorkerTerminated
from app.models.fit import LoadPlan, plan
from app.models.machine import Machine
from app.models.split import read_model
from app.worker.protocol import WorkerMessage

DEATH_WINDOW_S = 60.0


class LocalEngine:
    """Runs one model file. Use it from one event loop only.

    The file's header is read at once and its weights at the first answer. If the worker dies, it is started again once and the
    answer begins anew (``Chunk(restart=True)``). After two deaths in 60 s the model is quarantined: it is not loaded again until
    ``retry_quarantined`` is called.

    Args:
        model_path: a GGUF file; what is wrong with it is raised by ``stream``, never here.
        is_starter: whether it is the model that ships inside.
        worker_command: how to start the worker; empty for the usual way.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        model_path: Path,
        settings: LocalSettings,
        *,
        is_starter: bool = False,
        worker_command: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = model_path
        self._settings = settings
        self._command = worker_command
        self._clock = clock
        self._worker: WorkerProcess | None = None
        self._loaded = False
        self._turn = asyncio.Lock()
        self._deaths: deque[float] = deque(maxlen=2)
        self._quarantined = False
        self._closing = False
        self._info = EngineInfo("local", model_path.stem, location=str(model_path), is_starter=is_starter)
        with contextlib.suppress(ModelLoadError):
            self._plan()

    @property
    def info(self) -> EngineInfo:
        return self._info

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker; None while there is none."""
        return self._worker.pid if self._worker is not None and self._worker.alive else None

    @property
    def quarantined(self) -> bool:
        """Whether the model killed its worker too often to be loaded by itself."""
        return self._quarantined

    def retry_quarantined(self) -> None:
        """The user wants to try again a model that was quarantined."""
        self._quarantined = False
        self._deaths.clear()

    async def stream(self, request: CompletionRequest) -> AsyncGenerator[Chunk, None]:
        if self._turn.locked():
            yield Chunk(notice=Notice("Waiting for the running answer."))
        async with self._turn:
            self._closing = False
            try:
                async with contextlib.aclosing(self._answer(request)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except WorkerTerminated:
                if not self._may_restart():
                    raise
            else:
                return
            yield Chunk(restart=True, notice=Notice("The local model stopped unexpectedly; starting it again."))
            try:
                async with contextlib.aclosing(self._answer(request)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            except WorkerTerminated:
                self._may_restart()
                raise

    async def close(self) -> None:
        self._closing = True
        worker, self._worker, self._loaded = self._worker, None, False
        if worker is not None:
            await worker.stop()

    async def _answer(self, request: CompletionRequest) -> AsyncGenerator[Chunk, None]:
        async with contextlib.aclosing(self._load()) as notices:
            async for notice in notices:
                yield Chunk(notice=notice)
        body = {**request_payload(request), "constraint": _constraint(request.output)}
        async with contextlib.aclosing(self._running().request("generate", body)) as events:
            async for event in events:
                chunk = _chunk(event)
                if chunk is not None:
                    yield chunk

    async def _load(self) -> AsyncGenerator[Notice, None]:
        """Start the worker and load the model, where that is not done yet.

        Raises:
            ModelLoadError: the file cannot be loaded, or is quarantined.
            WorkerTerminated: the load killed the worker.
        """
        if self._quarantined:
            raise self._quarantine_error()
        if self._worker is not None and self._worker.alive and self._loaded:
            return
        self._loaded = False
        yield Notice(f"Loading {self._info.model}.", 0.0)
        body = await asyncio.to_thread(self._load_body)
        if self._worker is None or not self._worker.alive:
            self._worker = await WorkerProcess.start(self._command)
        async with contextlib.aclosing(self._running().request("load", body)) as events:
            async for event in events:
                if event.kind == "progress":
                    yield Notice(f"Loading {self._info.model}.", float(event.body["fraction"]))
                elif event.kind == "loaded":
                    self._note_loaded(event.body)
                else:
                    raise _closed()

    def _load_body(self) -> Mapping[str, Any]:
        chosen = self._plan()
        return {
            "path": str(self._path),
            "context_tokens": chosen.context_tokens,
            "threads": chosen.threads,
            "gpu_layers": chosen.gpu_layers,
        }

    def _running(self) -> WorkerProcess:
        """The worker, which ``close`` may have taken away in the meantime."""
        if self._worker is None:
            raise _closed()
        return self._worker

    def _plan(self) -> LoadPlan:
        """Read the header and decide how to load the model; ``info`` says it from now on."""
        header = read_model(self._path)
        self._info = dataclasses.replace(self._info, model=header.name, serves=header.serves)
        chosen = plan(header, self._settings, Machine.now())
        self._info = dataclasses.replace(self._info, context_tokens=chosen.context_tokens)
        return chosen

    def _note_loaded(self, told: Mapping[str, Any]) -> None:
        self._loaded = True
        self._info = dataclasses.replace(
            self._info, device=str(told["device"]), context_tokens=int(told["context_tokens"])
        )

    def _may_restart(self) -> bool:
        """Count a death. A worker that was closed on purpose did not die."""
        self._loaded = False
        if self._closing:
            return False
        now = self._clock()
        self._deaths.append(now)
        self._quarantined = len(self._deaths) == 2 and now - self._deaths[0] <= DEATH_WINDOW_S
        return not self._quarantined

    def _quarantine_error(self) -> ModelLoadError:
        return ModelLoadError(
            f"{self._info.model} stopped its worker twice within a minute and is not loaded again by itself.",
            path=self._path,
            reason="quarantined",
            hint="Try again with fewer GPU layers or a smaller context, or choose another model.",
        )


def _constraint(output: OutputSpec) -> Mapping[str, Any]:
    if output.gbnf is not None:
        return {"gbnf": output.gbnf}
    if output.kind == "choice":
        return {"choices": list(output.choices)}
    if output.kind == "json" and output.schema is not None:
        return {"schema": output.schema}
    return {}


def _closed() -> WorkerTerminated:
    return WorkerTerminated("The local model was closed while it was needed.", exit_code=None, hint="Run it again.")


def _chunk(event: WorkerMessage) -> Chunk | None:
    """None for an event that carries nothing.

    Raises:
        WorkerTerminated: the worker stopped the answer although nobody who waits for it asked for that.
    """
    if event.body.get("cancelled"):
        raise _closed()
    if event.kind == "chunk":
        return parse_chunk(event.body["data"])
    if event.kind == "progress":
        return Chunk(notice=Notice("Reading the prompt.", float(event.body["fraction"])))
    return None
