"""What loads on this machine really took corrects the plan of the next one.

One JSON file keeps, per machine (processor, GPUs, build of llama.cpp) and per kind of model (architecture and quantization), how the
measured bytes of each component compare with the planned ones. The file is a convenience: a missing, foreign or damaged one counts as
empty, and one that cannot be written costs the correction and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import logging
import math
import os
import threading
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from app.models.devices import BuildReport
from app.models.gguf import GgufHeader
from app.models.load_report import LoadReport
from app.models.machine import cpu_name
from app.models.needs import UNMEASURED, ContextPlan, Need, Ratios, compute_bytes
from app.models.shape import Shape

_SCHEMA = 1
_MOST_MACHINES, _MOST_KINDS = 8, 64
_MOST_BYTES = 1 << 20
_LEAST_RATIO, _MOST_RATIO = 0.25, 16.0
_NAMES = tuple(f.name for f in fields(Ratios))
_log = logging.getLogger(__name__)

Kinds = dict[str, dict[str, float]]


def machine_key(build: BuildReport) -> str:
    """A text that is the same as long as processor, GPUs and build are."""
    gpus = ", ".join(f"{gpu.backend} {gpu.description}" for gpu in build.gpus)
    options = hashlib.sha256(build.system_info.encode()).hexdigest()[:8]
    return " | ".join((cpu_name(), gpus or "no GPU", f"llama-cpp-python {build.version} {options}"))


def kind_of(header: GgufHeader) -> str:
    """Models of one kind need memory in the same proportions."""
    return f"{header.architecture}/{header.quantization}"


def measured(shape: Shape, context: ContextPlan, planned: Need, report: LoadReport) -> Ratios:
    """Compare a load with what was planned for it.

    Args:
        planned: for the layers that really were offloaded, without corrections.
    """
    host, devices = planned.host, planned.devices
    reserved = compute_bytes(shape, context, outputs=min(context.outputs, context.batch))
    everything_away = bool(devices) and planned.gpu_layers > len(shape.layers)
    return Ratios(
        repacked=_ratio(report.repacked_bytes, host.repacked),
        kv=_ratio(_all(report, "kv") + _all(report, "state"), host.kv + sum(device.kv for device in devices)),
        compute=_ratio(report.on_host("compute"), host.compute if everything_away else reserved),
        overhead=_ratio(_left_over(report), host.overhead),
        gpu_weights=_ratio(report.on_gpu("model"), sum(device.weights for device in devices)),
        gpu_compute=_ratio(report.on_gpu("compute"), sum(device.compute for device in devices)),
    )


class Calibration:
    """The file. Safe to call from any thread; reads and writes the disk, so keep it off the GUI thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def ratios(self, machine: str, header: GgufHeader) -> Ratios:
        """The corrections for a model: of its own kind, else of its architecture; the process' own size of any kind."""
        with self._lock:
            kinds = self._read().get(machine, {})
        own = kinds.get(kind_of(header)) or _of_architecture(kinds, header.architecture)
        if own is not None:
            return Ratios(**own)
        latest = next(reversed(kinds.values()), None)
        return UNMEASURED if latest is None else Ratios(overhead=latest["overhead"])

    def record(self, machine: str, header: GgufHeader, found: Ratios) -> None:
        """Keep what a load showed; half of it is what earlier loads showed."""
        kind = kind_of(header)
        with self._lock:
            machines = self._read()
            kinds = machines.pop(machine, {})
            before = kinds.pop(kind, None)
            kinds[kind] = {
                name: round((before[name] + getattr(found, name)) / 2 if before else getattr(found, name), 4)
                for name in _NAMES
            }
            machines[machine] = dict(list(kinds.items())[-_MOST_KINDS:])
            self._write(dict(list(machines.items())[-_MOST_MACHINES:]))

    def _read(self) -> dict[str, Kinds]:
        try:
            if self._path.stat().st_size > _MOST_BYTES:
                return {}
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(data, dict) or data.get("schema") != _SCHEMA:
            return {}
        machines = data.get("machines")
        return {str(name): _kinds(kinds) for name, kinds in machines.items()} if isinstance(machines, dict) else {}

    def _write(self, machines: Mapping[str, Kinds]) -> None:
        draft = self._path.with_name(f"{self._path.name}.new-{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps({"schema": _SCHEMA, "machines": machines}, indent=1), encoding="utf-8")
            draft.replace(self._path)
        except OSError as error:
            _log.warning("what a load took cannot be kept in %s: %s", self._path, error.strerror)


def _of_architecture(kinds: Kinds, architecture: str) -> dict[str, float] | None:
    found = [ratios for kind, ratios in kinds.items() if kind.partition("/")[0] == architecture]
    return {**found[-1], "repacked": 1.0} if found else None  # which weights are copied is the quantization's matter


def _kinds(data: Any) -> Kinds:
    if not isinstance(data, dict):
        return {}
    return {str(kind): _numbers(ratios) for kind, ratios in data.items() if isinstance(ratios, dict)}


def _numbers(data: Mapping[str, Any]) -> dict[str, float]:
    return {name: _sane(data.get(name)) for name in _NAMES}


def _sane(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return min(max(float(value), _LEAST_RATIO), _MOST_RATIO) if is_number else 1.0


def _ratio(real: int, planned: int) -> float:
    """1.0 where there is nothing to compare: a component that the log does not name, or that the plan does not have."""
    return _sane(real / planned) if real > 0 and planned > 0 else 1.0


def _all(report: LoadReport, kind: str) -> int:
    return report.on_host(kind) + report.on_gpu(kind)


def _left_over(report: LoadReport) -> int:
    """What the process holds besides the buffers: itself, the vocabulary, the graphs, a driver. Intermediate results are not touched yet.

    Where the system does not read a mapped file at once this is negative, and then it says nothing.
    """
    buffers = report.mapped_bytes + report.repacked_bytes
    held = sum(report.on_host(kind) for kind in ("kv", "state", "output"))
    return report.rss_loaded_bytes - buffers - held
