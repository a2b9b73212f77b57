"""Will it fit? A plain plan from the header and from the memory that is free now.

Weights + key/value cache + reserve. The weights are mapped from the file, so a model that is larger than the free memory still runs
as long as the machine could hold it; one that the machine can never hold is refused before it is loaded.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import psutil

from app.core.settings import LocalSettings
from app.errors import ModelLoadError
from app.models.gguf import GgufHeader

DEFAULT_CONTEXT_TOKENS = 4096
MIN_CONTEXT_TOKENS = 512
KV_VALUE_BYTES = 2
_RESERVE_BYTES = 256 << 20
_WEIGHTS_PER_THREAD_BYTES = 64 << 20
_GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Memory:
    """The machine's memory in bytes: all of it, and what is free now."""

    total_bytes: int
    available_bytes: int

    @staticmethod
    def now() -> Memory:
        """What the system says at this moment."""
        state = psutil.virtual_memory()
        return Memory(state.total, state.available)


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """How a model will be loaded, and what that is expected to take.

    Attributes:
        context_tokens: size of the context.
        threads: for decoding and for the prompt.
        gpu_layers: -1 for all that fit.
        kv_bytes: key/value cache of the whole context.
        needed_bytes: weights, cache and reserve together.
    """

    context_tokens: int
    threads: int
    gpu_layers: int
    weights_bytes: int
    kv_bytes: int
    needed_bytes: int


def plan(header: GgufHeader, settings: LocalSettings, memory: Memory) -> LoadPlan:
    """Choose context, threads and layers. A context that the user set is kept; a chosen one is halved until it fits, down to 512 tokens.

    Raises:
        ModelLoadError: reason ``out_of_memory``: the machine cannot hold the model at all.
    """
    context = _wanted_context(header, settings)
    if not settings.context_tokens:
        while context > MIN_CONTEXT_TOKENS and _needed(header, context) > memory.available_bytes:
            context = max(context // 2, MIN_CONTEXT_TOKENS)
    needed = _needed(header, context)
    if needed > memory.total_bytes and not (settings.gpu_layers and _has_gpu_memory()):
        raise _too_large(header, needed, memory)
    return LoadPlan(
        context_tokens=context,
        threads=settings.threads or _threads(header),
        gpu_layers=settings.gpu_layers,
        weights_bytes=header.size_bytes,
        kv_bytes=_kv_bytes(header, context),
        needed_bytes=needed,
    )


def physical_cores() -> int:
    """Cores that this process may use; hyper-threads are not counted, for they do not speed up matrix products."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(psutil.cpu_count(logical=False) or allowed, allowed))


def _threads(header: GgufHeader) -> int:
    """Threads meet after every operation: for a small model the meeting costs more than the work, and far more on a busy machine."""
    return min(physical_cores(), -(-header.size_bytes // _WEIGHTS_PER_THREAD_BYTES))


def _wanted_context(header: GgufHeader, settings: LocalSettings) -> int:
    trained = header.context_tokens or DEFAULT_CONTEXT_TOKENS
    return min(settings.context_tokens or DEFAULT_CONTEXT_TOKENS, trained)


def _kv_bytes(header: GgufHeader, context_tokens: int) -> int:
    return header.kv_values_per_token * KV_VALUE_BYTES * context_tokens


def _needed(header: GgufHeader, context_tokens: int) -> int:
    return header.size_bytes + _kv_bytes(header, context_tokens) + _RESERVE_BYTES


def _has_gpu_memory() -> bool:
    """Only the worker can ask a GPU how much memory it has; where a driver is present the load itself has to tell."""
    return any(os.path.exists(device) for device in ("/dev/nvidiactl", "/dev/kfd", "/dev/dri/renderD128"))


def _too_large(header: GgufHeader, needed_bytes: int, memory: Memory) -> ModelLoadError:
    return ModelLoadError(
        f"{header.name} needs {needed_bytes / _GIB:.1f} GiB of memory; this machine has {memory.total_bytes / _GIB:.1f} GiB.",
        path=header.path,
        reason="out_of_memory",
        hint="Choose a smaller model or a stronger quantization, or set a smaller context.",
    )
