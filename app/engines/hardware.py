"""What fronts ask about this machine: which GPUs the build sees, and whether a model fits. Light to import; the work is imported late."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.settings import LocalSettings

if TYPE_CHECKING:
    import asyncio

    from app.models.calibration import Calibration
    from app.models.devices import BuildReport
    from app.models.fit import Fit
    from app.models.gguf import GgufHeader
    from app.models.gpu import Facts
    from app.models.gpu_advice import Advice
    from app.models.load_report import LoadReport
else:
    from app.core import aio as asyncio

_PATIENCE_S = 3.0


class Hardware:
    """One per program.

    Args:
        settings: gives the local route's present settings.
        memory_file: where it is kept what loads took (``Calibration``).
    """

    def __init__(self, settings: Callable[[], LocalSettings], memory_file: Path) -> None:
        self._settings = settings
        self._memory_file = memory_file
        self._calibration: Calibration | None = None
        self._build: BuildReport | None = None
        self._asking: asyncio.Lock | None = None  # asyncio is imported when it is first needed
        self._facts: Facts | None = None
        self._probe: asyncio.Task[BuildReport] | None = None

    @property
    def calibration(self) -> Calibration:
        """What loads on this machine took."""
        if self._calibration is None:
            from app.models.calibration import Calibration

            self._calibration = Calibration(self._memory_file)
        return self._calibration

    @property
    def known_build(self) -> BuildReport | None:
        """What ``build`` answered last; None before it was asked."""
        return self._build

    async def build(self, *, fresh: bool = False) -> BuildReport:
        """Start a worker without a model and ask it for its build and devices. Asked once; use it from one event loop.

        Args:
            fresh: ask again, for the free memory of this moment.

        Raises:
            EngineError: the worker cannot be started, or dies while it looks for devices.
        """
        from app.engines.planner import probe_build

        self._asking = self._asking or asyncio.Lock()
        async with self._asking:
            if self._build is None or fresh:
                # Whoever asks may go away at any moment; a process that is being started must not be left half-started by that.
                self._probe = asyncio.create_task(probe_build())
                self._build = await asyncio.shield(self._probe)
        return self._build

    async def close(self) -> None:
        """Wait until a worker that is being asked is gone. On the loop."""
        if self._probe is not None and not self._probe.done():
            await asyncio.wait([self._probe], timeout=_PATIENCE_S)
            self._probe.cancel()
            await asyncio.gather(self._probe, return_exceptions=True)

    def advice(self, *, fit: Fit | None = None, loaded: LoadReport | None = None) -> Advice | None:
        """Whether a GPU lies idle, why, and what to do; None before ``build`` was asked. Some hundred milliseconds at first.

        Args:
            fit: the plan of the model that is in use.
            loaded: what its load took.
        """
        from app.models.gpu import find_facts
        from app.models.gpu_advice import advise

        if self._build is None:
            return None
        if self._facts is None:
            self._facts = find_facts()
        return advise(self._facts, self._build, user_layers=self._settings().gpu_layers, fit=fit, loaded=loaded)

    def fit(self, header: GgufHeader, *, size_bytes: int = 0) -> Fit:
        """Whether a model fits now, under the present settings. Any thread, some milliseconds; before ``build`` was asked no GPU counts.

        Args:
            size_bytes: of all files together, where ``header`` is only that of the first part of a split model.
        """
        from app.models.calibration import machine_key
        from app.models.fit import assess
        from app.models.machine import Machine
        from app.models.needs import UNMEASURED

        build = self._build
        machine = Machine.now(None if build is None else build.gpus, repacks=build is None or build.repacks)
        ratios = UNMEASURED if build is None else self.calibration.ratios(machine_key(build), header)
        return assess(header, self._settings(), machine, ratios, size_bytes=size_bytes)

    def fit_of_size(self, name: str, size_bytes: int, parameters: int = 0, context_tokens: int = 0) -> Fit:
        """The same for a model of which only the size is known (a catalogue's entry): an estimate, and said to be one."""
        from app.models.guess import guessed_header

        return self.fit(guessed_header(name, size_bytes, parameters, context_tokens))
