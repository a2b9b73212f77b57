"""``polymath devices``: what this build of llama.cpp can compute on, how the model in use would be loaded, and why a GPU lies idle."""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli_output import print_json
from app.errors import ModelLoadError

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.models.devices import BuildReport, Device
    from app.models.fit import Fit
    from app.models.gpu import Facts
    from app.models.gpu_advice import Advice

_OK, _TROUBLE = 0, 1
_WAIT_S = 120.0


def add_devices(commands: Any, start: Callable[[], Services]) -> None:
    """Add ``devices`` to the parser of the command line.

    Args:
        start: builds the program.
    """
    devices = commands.add_parser(
        "devices",
        help="what llama.cpp can compute on here, and why a GPU is not used",
        epilog="Exit status 1 if there is a GPU that could be used and is not.",
    )
    devices.add_argument("--json", action="store_true", help="print one JSON object")
    devices.set_defaults(command=lambda options: _devices(start, options))


def _devices(start: Callable[[], Services], options: argparse.Namespace) -> int:
    from app.models.gpu import find_facts  # only this command needs these
    from app.models.gpu_advice import advise

    services = start()
    try:
        build = services.loop.submit(services.hardware.build()).result(_WAIT_S)
        fit = _fit_of_model_in_use(services)
        layers = services.settings.current.local.gpu_layers
    finally:
        services.close()
    facts = find_facts()
    advice = advise(facts, build, user_layers=layers, fit=fit)
    if options.json:
        print_json(_as_json(build, facts, fit, advice))
    else:
        print("\n".join(_lines(build, fit, advice)))
    return _TROUBLE if advice.is_trouble else _OK


def _fit_of_model_in_use(services: Services) -> Fit | None:
    """None where there is no model that can be read; ``polymath models`` says what is wrong with it."""
    from app.models.split import read_model

    chosen = services.settings.current.local.model
    path = Path(chosen) if chosen else services.paths.starter_model
    try:
        return services.hardware.fit(read_model(path))
    except ModelLoadError:
        return None


def _lines(build: BuildReport, fit: Fit | None, advice: Advice) -> list[str]:
    lines = [f"llama-cpp-python {build.version}, compiled for {', '.join(build.backends)}", f"  {build.system_info}"]
    lines += [f"  {_device_line(device)}" for device in build.devices]
    lines.append(_threads_line())
    if fit is not None:
        lines.append(f"The model in use: {fit.words}")
    lines.append(f"{'!' if advice.is_trouble else '·'} {advice.words}")
    if advice.command:
        lines.append(f"  {advice.command}")
    return lines


def _device_line(device: Device) -> str:
    from app.models.fit import human

    memory = f"{human(device.free_bytes)} of {human(device.total_bytes)} free" if device.is_gpu else ""
    return "  ".join(part for part in (device.name, device.description, memory) if part)


def _threads_line() -> str:
    from app.models.fit import physical_cores

    return f"  {physical_cores()} cores for models, of {os.cpu_count() or 1} that the system shows"


def _as_json(build: BuildReport, facts: Facts, fit: Fit | None, advice: Advice) -> dict[str, Any]:
    from app.models.fit import physical_cores

    return {
        "build": {**dataclasses.asdict(build), "gpu_backends": build.gpu_backends},
        "machine": dataclasses.asdict(facts),
        "cores": physical_cores(),
        "model": None if fit is None else {**_fit_json(fit), "need": dataclasses.asdict(fit.need)},
        "advice": {**dataclasses.asdict(advice), "is_trouble": advice.is_trouble},
    }


def _fit_json(fit: Fit) -> dict[str, Any]:
    names = ("verdict", "needed_bytes", "free_bytes", "gpu_layers", "layers", "context_tokens", "words", "is_estimate")
    return {name: getattr(fit, name) for name in names}
