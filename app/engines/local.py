"""The local route: one GGUF model in a worker process, one answer at a time, and what happens when the worker dies or idles."""

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
from app.engines.planner import Planner, ask_build, load_fields
from app.engines.wire import parse_chunk, request_payload
from app.errors import ModelLoadError, WorkerTerminated
from app.models.calibration import Calibration
from app.models.fit import LoadPlan, physical_cores
from app.models.gguf import GgufHeader
from app.models.load_report import LoadReport
from app.models.machine import Machine
from app.models.split import read_model
from app.models.threads import Threads, ThreadTable, thread_choices
from app.worker.protocol import WorkerMessage

DEATH_WINDOW_S = 60.0
_KEPT_SHARE, _MOST_KEPT_BYTES = 16, 1 << 30
"""Of the machine's memory, for the state of constant prompts; never more than the weights themselves take."""


class LocalEngine:
    """Runs one model file. Use it from one event loop only.

    The file's header is read at once and its weights at the first answer. If the worker dies, it is started again once and the
    answer goes on where it was. After two deaths in 60 s the model is quarantined: it is not loaded again until
    ``retry_quarantined`` is called. A model that nobody asked for a while gives its memory back.

    Args:
        model_path: a GGUF file; what is wrong with it is raised by ``stream``, never here.
        is_starter: whether it is the model that ships inside.
        state_dir: where evaluated state and measurements of this machine are kept; None keeps none.
        calibration: what earlier loads took, and where what this one takes is kept.
        worker_command: how to start the worker; empty for the usual way.
        clock: seconds, monotonic.
    """

    def __init__(
        self,
        model_path: Path,
        settings: LocalSettings,
        *,
        is_starter: bool = False,
        state_dir: Path | None = None,
        calibration: Calibration | None = None,
        worker_command: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = model_path
        self._settings = settings
        self._state_dir = state_dir
        self._threads = ThreadTable(state_dir / "threads.json") if state_dir else None
        self._planner = Planner(settings, calibration)
        self._load_report: LoadReport | None = None
        self._command = worker_command
        self._clock = clock
        self._worker: WorkerProcess | None = None
        self._loaded = False
        self._turn = asyncio.Lock()
        self._deaths: deque[float] = deque(maxlen=2)
        self._quarantined = False
        self._closing = False
        self._idle: asyncio.TimerHandle | None = None
        self._unloading: asyncio.Task[None] | None = None
        self._info = EngineInfo("local", model_path.stem, location=str(model_path), is_starter=is_starter)
        with contextlib.suppress(ModelLoadError):
            self._plan(read_model(model_path))

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

    @property
    def load_report(self) -> LoadReport | None:
        """What the last load took, by device; None before the first."""
        return self._load_report

    @property
    def last_plan(self) -> LoadPlan | None:
        """How the model was planned to be loaded; None before its header was read."""
        return self._planner.last_plan

    def retry_quarantined(self) -> None:
        """The user wants to try again a model that was quarantined."""
        self._quarantined = False
        self._deaths.clear()

    async def stream(self, request: CompletionRequest) -> AsyncGenerator[Chunk, None]:
        if self._turn.locked():
            yield Chunk(notice=Notice("Waiting for the running answer."))
        async with self._turn:
            self._closing = False
            self._stop_idling()
            try:
                async with contextlib.aclosing(self._answer_surely(request)) as chunks:
                    async for chunk in chunks:
                        yield chunk
            finally:
                self._start_idling()

    async def close(self) -> None:
        self._closing = True
        self._stop_idling()
        worker, self._worker, self._loaded = self._worker, None, False
        self._info = dataclasses.replace(self._info, memory_bytes=0)
        if worker is not None:
            await worker.stop()

    async def _answer_surely(self, request: CompletionRequest) -> AsyncGenerator[Chunk, None]:
        """Answer, and if the worker dies go on with another one."""
        begun: list[int] = []
        try:
            async with contextlib.aclosing(self._answer(request, begun)) as chunks:
                async for chunk in chunks:
                    yield chunk
        except WorkerTerminated:
            if not self._may_restart():
                raise
        else:
            return
        yield Chunk(notice=Notice("The local model stopped unexpectedly; starting it again."))
        try:
            async with contextlib.aclosing(self._answer(request, begun)) as chunks:
                async for chunk in chunks:
                    yield chunk
        except WorkerTerminated:
            self._may_restart()
            raise

    async def _answer(self, request: CompletionRequest, begun: list[int]) -> AsyncGenerator[Chunk, None]:
        """Load the model where that is not done yet, and ask it.

        Args:
            begun: tokens whose text the caller has: the answer goes on after them; what comes is added.
        """
        async with contextlib.aclosing(self._load()) as notices:
            async for notice in notices:
                yield Chunk(notice=notice)
        body = {
            **request_payload(request),
            "constraint": _constraint(request.output),
            "tool": request.tool,
            "changing": request.changing,
            "repeats": request.repeats,
            "begun": list(begun),
        }
        ended = False
        try:
            async with contextlib.aclosing(self._running().request("generate", body)) as events:
                async for event in events:
                    chunk = _chunk(event)
                    begun += event.body.get("tokens") or ()
                    self._note_memory(event.body.get("rss_bytes") or 0)
                    if chunk is not None:
                        ended = chunk.stop_reason is not None
                        yield chunk
        except WorkerTerminated:
            if not ended:
                raise
            self._may_restart()  # it has died, but it had said all

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
        # What is wrong with the file is said before a process is started.
        header = await asyncio.to_thread(read_model, self._path)
        if self._worker is None or not self._worker.alive:
            self._worker = await WorkerProcess.start(self._command)
        self._planner.saw(await ask_build(self._running()))
        body = await asyncio.to_thread(self._load_body, header)
        try:
            async with contextlib.aclosing(self._running().request("load", body)) as events:
                async for event in events:
                    if event.kind == "progress":
                        yield Notice(f"Loading {self._info.model}.", float(event.body["fraction"]))
                    elif event.kind == "loaded":
                        self._note_loaded(event.body)
                        self._load_report = await asyncio.to_thread(self._planner.note, event.body)
                        self._note_memory(self._load_report.rss_loaded_bytes)
                    else:
                        raise _closed()
        except (WorkerTerminated, ModelLoadError) as error:
            explained = self._planner.explained(error, self._path)
            if explained is None:
                raise
            raise explained from error

    def _load_body(self, header: GgufHeader) -> Mapping[str, Any]:
        chosen = self._plan(header)
        # A small model has fewer threads than the machine could give, and a person's choice is not measured.
        is_open = self._threads is not None and not self._settings.threads and chosen.threads == physical_cores() > 1
        measured = self._threads.find() if self._threads and is_open else None
        return {
            "path": str(self._path),
            **load_fields(chosen, self._settings),
            "threads": measured.decode if measured else chosen.threads,
            "batch_threads": measured.batch if measured else chosen.threads,
            "thread_choices": thread_choices() if is_open and measured is None else (),
            "kv_type": self._settings.kv_type,
            "prefix_dir": str(self._state_dir / "prefixes") if self._state_dir else "",
            "prefix_memory_bytes": min(
                Machine.now().total_bytes // _KEPT_SHARE,
                _MOST_KEPT_BYTES,
                chosen.fit.spare_bytes,
                header.size_bytes,
            ),
            "prefix_disk_bytes": self._settings.prefix_disk_mib << 20,
        }

    def _running(self) -> WorkerProcess:
        """The worker, which ``close`` may have taken away in the meantime."""
        if self._worker is None:
            raise _closed()
        return self._worker

    def _plan(self, header: GgufHeader) -> LoadPlan:
        """Decide how to load the model; ``info`` says it from now on."""
        self._info = dataclasses.replace(self._info, model=header.name, serves=header.serves)
        chosen = self._planner.plan(header)
        self._info = dataclasses.replace(self._info, context_tokens=chosen.context_tokens)
        return chosen

    def _note_loaded(self, told: Mapping[str, Any]) -> None:
        self._loaded = True
        self._info = dataclasses.replace(
            self._info, device=str(told["device"]), context_tokens=int(told["context_tokens"])
        )
        measured = told.get("threads")
        if measured and self._threads is not None:
            self._threads.keep(Threads(int(measured["decode"]), int(measured["batch"])))

    def _note_memory(self, resident_bytes: int) -> None:
        """What the worker's process holds is told after a load and after the first answer."""
        if resident_bytes and self._load_report is not None and self._loaded:
            on_gpus = sum(self._load_report.by_gpu().values())
            self._info = dataclasses.replace(self._info, memory_bytes=resident_bytes + on_gpus)

    def _start_idling(self) -> None:
        """Count the minutes until the model is unloaded."""
        minutes = self._settings.idle_unload_min
        if minutes and self._worker is not None and not self._closing:
            self._idle = asyncio.get_running_loop().call_later(minutes * 60, self._unload_soon)

    def _unload_soon(self) -> None:
        self._unloading = asyncio.get_running_loop().create_task(self._unload())

    def _stop_idling(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    async def _unload(self) -> None:
        """Give the memory back, unless somebody asks at this very moment."""
        if not self._turn.locked():
            async with self._turn:
                await self.close()

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
