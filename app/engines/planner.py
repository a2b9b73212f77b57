"""How the local engine plans a load: what the worker sees of the machine, what earlier loads took, and what this one took."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.core.settings import LocalSettings
from app.engines.child import WorkerProcess
from app.engines.worker_faults import Fault, explain
from app.errors import ModelLoadError, ProtocolError, WorkerTerminated
from app.models.calibration import Calibration, machine_key, measured
from app.models.devices import BuildReport, read_build
from app.models.fit import LoadPlan, plan
from app.models.gguf import GgufHeader
from app.models.load_report import LoadReport
from app.models.machine import Machine, oom_kills
from app.models.needs import UNMEASURED, ContextPlan, Ratios, fuses_attention, need


async def ask_build(worker: WorkerProcess) -> BuildReport:
    """Ask a running worker for its build and devices; it may have a model loaded or none.

    Raises:
        EngineError: as ``WorkerProcess.request``.
    """
    async with contextlib.aclosing(worker.request("devices")) as events:
        async for event in events:
            if event.kind == "devices":
                return read_build(event.body)
    raise ProtocolError("The worker did not say which devices it sees.")


async def probe_build(command: Sequence[str] = ()) -> BuildReport:
    """Start a worker, ask it, and end it again: what this build of llama.cpp has and sees, without a model.

    Raises:
        EngineError: the worker cannot be started, or dies while it looks for devices.
    """
    worker = await WorkerProcess.start(command)
    try:
        return await ask_build(worker)
    finally:
        await asyncio.shield(asyncio.create_task(worker.stop()))


class Planner:
    """Plans loads for one model's settings and keeps what they took. Its methods read files: not for the event loop's thread.

    Args:
        calibration: None learns nothing.
    """

    def __init__(self, settings: LocalSettings, calibration: Calibration | None = None) -> None:
        self._settings = settings
        self._calibration = calibration
        self._build: BuildReport | None = None
        self._last: tuple[GgufHeader, LoadPlan] | None = None
        self._oom_kills: int | None = None

    @property
    def last_plan(self) -> LoadPlan | None:
        """The plan of the last load; None before the first."""
        return self._last[1] if self._last else None

    def saw(self, build: BuildReport) -> None:
        """What the worker said about itself, just before a load."""
        self._build = build

    def plan(self, header: GgufHeader) -> LoadPlan:
        """See ``app.models.fit.plan``.

        Raises:
            ModelLoadError: reason ``out_of_memory``.
        """
        gpus = None if self._build is None else self._build.gpus
        machine = Machine.now(gpus, repacks=self._build is None or self._build.repacks)
        chosen = plan(header, self._settings, machine, self._ratios(header))
        self._last = (header, chosen)
        self._oom_kills = oom_kills()
        return chosen

    def explained(self, error: WorkerTerminated | ModelLoadError, path: Path) -> ModelLoadError | None:
        """A load that failed for want of memory, with the plan's figures; None for any other failure."""
        if isinstance(error, ModelLoadError):
            fault = Fault(error.message, error.hint, "out_of_memory" if error.reason == "out_of_memory" else "unknown")
        else:
            fault = explain(error.exit_code, error.stderr_tail, path.stem if self._last is None else self._last[0].name)
        is_memory = fault.kind in ("out_of_memory", "gpu_memory") or (fault.kind == "killed" and self._was_for_memory())
        if not is_memory:
            return None
        message = f"{fault.message} {self._figures()}".rstrip()
        return ModelLoadError(message, path=path, reason="out_of_memory", hint=fault.hint)

    def _was_for_memory(self) -> bool:
        """Whether the kernel ended a process since the plan, where it counts them."""
        now = oom_kills()
        return now is None or self._oom_kills is None or now > self._oom_kills

    def _figures(self) -> str:
        return "" if self._last is None else f"Planned: {self._last[1].fit.words}"

    def note(self, told: Mapping[str, Any]) -> LoadReport:
        """Keep what a load took, out of the body of a ``loaded`` event."""
        memory = told.get("memory")
        report = LoadReport.read(memory if isinstance(memory, Mapping) else {})
        if self._calibration is not None and self._build is not None and self._last is not None and report.model:
            header, chosen = self._last
            self._calibration.record(machine_key(self._build), header, self._compared(header, chosen, report))
        return report

    def _ratios(self, header: GgufHeader) -> Ratios:
        if self._calibration is None or self._build is None:
            return UNMEASURED
        return self._calibration.ratios(machine_key(self._build), header)

    def _compared(self, header: GgufHeader, chosen: LoadPlan, report: LoadReport) -> Ratios:
        context = ContextPlan(
            chosen.context_tokens,
            self._settings.kv_type,
            flash=fuses_attention(self._settings.kv_type, report.gpu_layers) if report.flash is None else report.flash,
        )
        gpus = self._build.gpus if self._build and report.gpu_layers else ()
        repacked = Machine.now(repacks=self._build is None or self._build.repacks).repacked
        planned = need(header.shape, context, gpu_layers=report.gpu_layers, gpus=gpus, repacked=repacked)
        return measured(header.shape, context, planned, report)


def load_fields(chosen: LoadPlan, settings: LocalSettings) -> dict[str, Any]:
    """What a plan says in the body of a ``load`` command."""
    return {
        "context_tokens": chosen.context_tokens,
        "threads": chosen.threads,
        "gpu_layers": chosen.gpu_layers,
        "fewer_layers": settings.gpu_layers < 0,
    }
