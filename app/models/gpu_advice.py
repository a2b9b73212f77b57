"""A GPU is in the machine and not used: why, and what to do. Decided from what was found, asked and loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.models.devices import BuildReport
from app.models.fit import Fit
from app.models.gpu import Facts, choose_build, driver_command
from app.models.load_report import LoadReport

Cause = Literal[
    "used",
    "no_gpu",
    "no_backend",
    "no_driver",
    "no_toolkit",
    "hidden",
    "no_device",
    "memory_full",
    "user_set_zero",
    "not_loaded",
]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is to be said about the GPU.

    Attributes:
        cause: ``used`` and ``no_gpu`` need no action; ``not_loaded``: nothing stands in the way, and no model was loaded yet.
        words: one or two sentences.
        command: what to run, exactly; empty if there is nothing to run.
    """

    cause: Cause
    words: str
    command: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether a GPU lies idle that could work."""
        return self.cause not in ("used", "no_gpu", "not_loaded")


def advise(
    facts: Facts, build: BuildReport, *, user_layers: int = -1, fit: Fit | None = None, loaded: LoadReport | None = None
) -> Advice:
    """Say whether the GPU is used, and if not why.

    Args:
        build: what the worker said.
        user_layers: ``LocalSettings.gpu_layers``.
        fit: the plan of the model that is in use, if there is one.
        loaded: what its load took.
    """
    if loaded is not None and loaded.gpu_layers:
        return _used(loaded)
    if build.gpus:
        return _seen_but_unused(build, user_layers, fit, loaded)
    if not facts.has_gpu:
        return Advice("no_gpu", "This machine has no GPU that llama.cpp could use; models run on the processor.")
    if not build.gpu_backends:
        return _not_built(facts)
    return _built_but_unseen(facts, build)


def _used(loaded: LoadReport) -> Advice:
    taken = ", ".join(f"{name} {size / (1 << 30):.1f} GiB" for name, size in loaded.by_gpu().items())
    return Advice("used", f"{loaded.gpu_layers} of {loaded.layers} layers are on the GPU ({taken}).")


def _seen_but_unused(build: BuildReport, user_layers: int, fit: Fit | None, loaded: LoadReport | None) -> Advice:
    names = ", ".join(gpu.description or gpu.name for gpu in build.gpus)
    if user_layers == 0:
        words = f"{names} could be used, but the GPU layers are set to 0. Set them to -1 for as many as fit."
        return Advice("user_set_zero", words)
    if loaded is not None or (fit is not None and fit.gpu_layers == 0):
        free = sum(gpu.free_bytes for gpu in build.gpus) / (1 << 30)
        words = (
            f"{names} has {free:.1f} GiB free, which is not enough for a layer of this model beside what it needs to compute. "
            "Close other programs that use the GPU, or choose a smaller model or context."
        )
        return Advice("memory_full", words)
    return Advice("not_loaded", f"{names} will be used when a model is loaded.")


def _not_built(facts: Facts) -> Advice:
    choice = choose_build(facts)
    if choice.backend is not None:
        words = f"This build of llama.cpp computes on the processor alone. It can be built for the GPU: {choice.words}"
        return Advice("no_backend", words, "make gpu")
    cause: Cause = "no_driver" if "nvidia" in facts.vendors and not facts.nvidia_driver else "no_toolkit"
    command = (
        f"{choice.command.partition('  #')[0]} && make gpu"
        if choice.command.startswith("sudo apt-get")
        else choice.command
    )
    return Advice(cause, f"This build of llama.cpp computes on the processor alone. {choice.words}", command)


def _built_but_unseen(facts: Facts, build: BuildReport) -> Advice:
    backends = " and ".join(build.gpu_backends)
    if facts.hidden and "CUDA" in build.gpu_backends:
        return Advice("hidden", f"The GPU is hidden by {facts.hidden}.", "unset CUDA_VISIBLE_DEVICES")
    if "CUDA" in build.gpu_backends and "nvidia" in facts.vendors:
        state = f"is {facts.nvidia_driver}" if facts.nvidia_driver else "is not loaded"
        words = f"llama.cpp was built for {backends} and finds no device: NVIDIA's driver {state}. Install a newer one and restart."
        return Advice("no_driver", words, driver_command(facts))
    if not facts.render_nodes and facts.system == "Linux":
        words = f"llama.cpp was built for {backends} and finds no device: this user may not open /dev/dri/renderD*."
        return Advice("no_device", words, "sudo usermod -aG render,video $USER")
    words = (
        f"llama.cpp was built for {backends}, which finds no device here. Build it for the GPU that this machine has."
    )
    return Advice("no_device", words, "make gpu")
