"""Will it fit, and how is it loaded? From a header and the memory that is free now; corrected by what loads here really took.

``assess`` answers in microseconds and touches no file, so it may be asked for every row of a list, off the GUI thread all the same.
Weights are mapped from the file, so a model that is larger than the free memory still runs, slowly, as long as what cannot be read
again fits; one that the machine can never hold is refused before it is loaded.
"""

from __future__ import annotations

import dataclasses
import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import psutil

from app.core.settings import LocalSettings
from app.errors import ModelLoadError
from app.models.gguf import GgufHeader
from app.models.machine import Machine
from app.models.needs import UNMEASURED, ContextPlan, Need, Ratios, fuses_attention, need
from app.models.shape import Layer, Shape, Weights

Verdict = Literal["fits", "tight", "no"]
DEFAULT_CONTEXT_TOKENS = 4096
MIN_CONTEXT_TOKENS = 512
HOST_RESERVE_BYTES = 256 << 20
GPU_RESERVE_BYTES = 512 << 20
"""A driver's own context, cuBLAS' workspace and the screen: llama.cpp leaves 1024 MiB free where it fits a model by itself."""
FITS = "Needs {needed} of {free} free memory, with a context of {context} tokens."
FITS_ON_GPU = (
    "{gpu_layers} of {layers} layers fit on {gpu} ({gpu_needed} of {gpu_free} free), with a context of {context} tokens; "
    "the rest needs {needed} of {free} free memory."
)
TIGHT = "Needs {needed} and {free} is free: weights are read from the disk again and again, so it is slow."
NO_NOW = "Needs {needed}, and only {free} is free now. Close other programs, or choose a smaller model or context."
NO_EVER = "Needs {needed} of memory; this machine has {total}."
NO_ON_GPU = "{gpu_layers} layers need {gpu_needed} on {gpu}, where {gpu_free} is free. Set fewer layers, or -1 for all that fit."
OWN_VALUES = "Your own settings for context and layers are kept."
ESTIMATE = "An estimate from the size alone."
_UNREAD_SHARE = 0.05
_WEIGHTS_PER_THREAD_BYTES = 64 << 20
_GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model would be loaded now, and what that takes.

    Attributes:
        verdict: ``fits``; ``tight`` where it runs but the weights do not all stay in memory; ``no``.
        needed_bytes: on the processor's side, the reserve not counted; ``need`` has the parts and every GPU's.
        free_bytes: what the processor's side can have now.
        gpu_layers: as llama.cpp counts them, the output as one more; -1 where the GPUs are not known yet and the load decides.
        layers: how many there are in that count.
        context_tokens: chosen, or set by the user.
        words: one or two sentences in English; ``why`` is the key of the first and ``figures`` fills it, for a window that translates.
        is_estimate: the header was not read, or not all of it.
        own_values: names of the settings that the user set and that were kept as they are.
    """

    verdict: Verdict
    needed_bytes: int
    free_bytes: int
    gpu_layers: int
    layers: int
    context_tokens: int
    words: str
    is_estimate: bool
    need: Need
    why: str = ""
    figures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    own_values: tuple[str, ...] = ()

    @property
    def spare_bytes(self) -> int:
        """What the processor's side has left beside the model, for what may be kept or not."""
        return max(self.free_bytes - self.needed_bytes - HOST_RESERVE_BYTES, 0)


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """How a model will be loaded, and what that is expected to take.

    Attributes:
        context_tokens: size of the context.
        threads: for decoding and for the prompt.
        gpu_layers: -1 for all that fit.
        kv_bytes: key/value cache of the whole context.
        needed_bytes: what ``fit`` says, the reserve not counted.
    """

    context_tokens: int
    threads: int
    gpu_layers: int
    weights_bytes: int
    kv_bytes: int
    needed_bytes: int
    fit: Fit


def plan(header: GgufHeader, settings: LocalSettings, machine: Machine, ratios: Ratios = UNMEASURED) -> LoadPlan:
    """Choose context, threads and layers; see ``assess``. What the user set is tried even if it does not seem to fit now.

    Raises:
        ModelLoadError: reason ``out_of_memory``: the machine cannot hold the model.
    """
    fit = assess(header, settings, machine, ratios)
    if fit.verdict == "no" and not _is_tried(fit, settings, machine):
        raise too_large(header, fit)
    host, devices = fit.need.host, fit.need.devices
    return LoadPlan(
        context_tokens=fit.context_tokens,
        threads=settings.threads or _threads(header),
        gpu_layers=fit.gpu_layers,
        weights_bytes=header.size_bytes,
        kv_bytes=host.kv + sum(device.kv for device in devices),
        needed_bytes=fit.needed_bytes,
        fit=fit,
    )


def assess(
    header: GgufHeader, settings: LocalSettings, machine: Machine, ratios: Ratios = UNMEASURED, *, size_bytes: int = 0
) -> Fit:
    """Say whether a model fits, with how many layers on the GPU and which context.

    As many layers as the GPUs hold go there, for the wanted context; where the processor's memory does not hold the rest, the context
    is halved, down to 512 tokens. Every value that the user set is kept as it is, the type of the cache among them.

    Args:
        size_bytes: of all files together, where ``header`` is only that of the first part of a split model.
    """
    shape, is_estimate = _known_shape(header, size_bytes)
    task = _Task(header, shape, settings, machine, ratios, is_estimate)
    for context in _contexts(header, settings):
        fit = _at_context(task, context)
        if fit.verdict == "fits":
            break
    return fit


def too_large(header: GgufHeader, fit: Fit) -> ModelLoadError:
    """The verdict ``no`` as an error, with the plan's figures."""
    return ModelLoadError(
        f"{header.name} does not fit. {fit.words}",
        path=header.path,
        reason="out_of_memory",
        hint="Choose a smaller model or a stronger quantization, set a smaller context, or use the cloud for this tool.",
    )


def physical_cores() -> int:
    """Cores that this process may use; hyper-threads are not counted, for they do not speed up matrix products."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(psutil.cpu_count(logical=False) or allowed, allowed))


def human(size_bytes: int) -> str:
    """A size for people."""
    return f"{size_bytes / _GIB:.1f} GiB" if size_bytes >= _GIB else f"{max(size_bytes, 0) / (1 << 20):.0f} MiB"


@dataclass(frozen=True, slots=True)
class _Task:
    header: GgufHeader
    shape: Shape
    settings: LocalSettings
    machine: Machine
    ratios: Ratios
    is_estimate: bool

    def need(self, context: int, gpu_layers: int) -> Need:
        kv_type = self.settings.kv_type
        planned = ContextPlan(context, kv_type, flash=fuses_attention(kv_type, gpu_layers))
        gpus = self.machine.gpus or ()
        return need(
            self.shape, planned, gpu_layers=gpu_layers, gpus=gpus, repacked=self.machine.repacked, ratios=self.ratios
        )


def _threads(header: GgufHeader) -> int:
    """Threads meet after every operation: for a small model the meeting costs more than the work, and far more on a busy machine."""
    return min(physical_cores(), -(-header.size_bytes // _WEIGHTS_PER_THREAD_BYTES))


def _contexts(header: GgufHeader, settings: LocalSettings) -> Iterator[int]:
    trained = header.context_tokens or DEFAULT_CONTEXT_TOKENS
    context = min(settings.context_tokens or DEFAULT_CONTEXT_TOKENS, trained)
    yield context
    while context > MIN_CONTEXT_TOKENS and not settings.context_tokens:
        context = max(context // 2, MIN_CONTEXT_TOKENS)
        yield context


def _at_context(task: _Task, context: int) -> Fit:
    layers = len(task.shape.layers) + 1
    gpu_layers = _gpu_layers(task, context, layers)
    needs = task.need(context, max(gpu_layers, 0))
    verdict, why = _verdict(needs, task.machine)
    figures = _figures(task, needs, context, layers)
    own = _own_values(task.settings)
    return Fit(
        verdict=verdict,
        needed_bytes=_host_held(needs),
        free_bytes=task.machine.available_bytes,
        gpu_layers=gpu_layers,
        layers=layers,
        context_tokens=context,
        words=_words(why, figures, own, task.is_estimate),
        is_estimate=task.is_estimate,
        need=needs,
        why=why,
        figures=MappingProxyType(figures),
        own_values=own,
    )


def _gpu_layers(task: _Task, context: int, layers: int) -> int:
    """The user's number, or the largest for which every GPU has room; -1 while nobody knows the GPUs."""
    if task.settings.gpu_layers >= 0:
        return min(task.settings.gpu_layers, layers)
    if task.machine.gpus is None:
        return -1
    if not task.machine.gpus:
        return 0
    # How much a number of layers takes rises with the number.
    return bisect_right(range(1, layers + 1), False, key=lambda n: not _gpus_hold(task.need(context, n)))


def _gpus_hold(needs: Need) -> bool:
    return all(device.total + GPU_RESERVE_BYTES <= device.gpu.free_bytes for device in needs.devices if device.total)


def _host_held(needs: Need) -> int:
    """GPUs without memory of their own take the machine's."""
    return needs.host.held + _shared(needs)


def _shared(needs: Need) -> int:
    return sum(device.total for device in needs.devices if device.gpu.is_integrated)


def _verdict(needs: Need, machine: Machine) -> tuple[Verdict, str]:
    free = machine.available_bytes
    if not _gpus_hold(needs):
        return "no", NO_ON_GPU
    if _host_held(needs) > machine.total_bytes:
        return "no", NO_EVER
    if _host_held(needs) + HOST_RESERVE_BYTES <= free:
        devices = [device for device in needs.devices if device.total]
        return "fits", (FITS if not devices else FITS_ON_GPU)
    if needs.host.fixed + _shared(needs) <= free:
        return "tight", TIGHT
    return "no", NO_NOW


def _is_tried(fit: Fit, settings: LocalSettings, machine: Machine) -> bool:
    """What the user set is tried as long as it is not impossible; so is a GPU of which only the driver is known."""
    if machine.gpus is None and settings.gpu_layers and _may_have_gpu():
        return True
    return bool(fit.own_values) and fit.needed_bytes <= machine.total_bytes


def _may_have_gpu() -> bool:
    """Only the worker can ask a GPU how much memory it has; where a driver is present the load itself has to tell."""
    return any(os.path.exists(device) for device in ("/dev/nvidiactl", "/dev/kfd", "/dev/dri/renderD128"))


def _own_values(settings: LocalSettings) -> tuple[str, ...]:
    values = {"context_tokens": settings.context_tokens > 0, "gpu_layers": settings.gpu_layers >= 0}
    return tuple(name for name, is_own in values.items() if is_own)


def _figures(task: _Task, needs: Need, context: int, layers: int) -> dict[str, str]:
    used = [device for device in needs.devices if device.total]
    return {
        "needed": human(_host_held(needs)),
        "free": human(task.machine.available_bytes),
        "total": human(task.machine.total_bytes),
        "context": str(context),
        "layers": str(layers),
        "gpu_layers": str(needs.gpu_layers),
        "gpu": ", ".join(device.gpu.name for device in used),
        "gpu_needed": human(sum(device.total for device in used)),
        "gpu_free": human(sum(device.gpu.free_bytes for device in used)),
    }


def _words(why: str, figures: dict[str, str], own: tuple[str, ...], is_estimate: bool) -> str:
    kept = OWN_VALUES if own else ""
    return " ".join(part for part in (ESTIMATE if is_estimate else "", why.format(**figures), kept) if part)


def _known_shape(header: GgufHeader, size_bytes: int) -> tuple[Shape, bool]:
    """The header's shape; stretched to the size where weights lie in files that were not read, made up where there is none."""
    shape = header.shape
    wanted = max(size_bytes, header.size_bytes)
    if not shape.layers:
        return _made_up(header, wanted), True
    missing = wanted - shape.weights_bytes
    if missing <= wanted * _UNREAD_SHARE:
        return shape, False
    more = Weights(missing // len(shape.layers))
    layers = tuple(dataclasses.replace(layer, weights=layer.weights + more) for layer in shape.layers)
    return dataclasses.replace(shape, layers=layers), True


def _made_up(header: GgufHeader, size_bytes: int) -> Shape:
    count = header.layers or 1
    values = header.kv_values_per_token // (2 * count)
    layer = Layer(Weights(size_bytes // count), keys=values, values=values)
    return Shape(
        layers=(layer,) * count,
        embedding=header.embedding,
        heads=header.heads,
        head_width=header.embedding // header.heads if header.heads else 0,
        feed_forward=4 * header.embedding,
        vocabulary=header.vocabulary,
    )
