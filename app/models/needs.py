"""What a loaded model takes, from its shape alone: which bytes lie where, for a number of layers on the GPU and a context.

The sums follow llama.cpp (``llama_model_base::load_tensors``, ``llama_kv_cache``, ``llama_context::sched_reserve``) and were set
against its own dry runs; see ``tests/app/models/test_needs.py``. They hold for one sequence, as the worker makes its context.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from types import MappingProxyType

from app.core.settings import KvType
from app.models.machine import Gpu
from app.models.shape import Layer, Shape

BATCH_TOKENS, OUTPUTS = 512, 64
CONTEXT_STEP_TOKENS = 256
KV_BYTES: Mapping[KvType, float] = MappingProxyType({"f16": 2.0, "q8_0": 34 / 32})
_F32, _F16 = 4, 2
_WORKER_BYTES = 45 << 20
_TOKEN_BYTES = 312
_GRAPH_BYTES = 2 << 20


@dataclass(frozen=True, slots=True)
class ContextPlan:
    """How the worker makes its context; the values of ``app/worker/loader.py``.

    Attributes:
        batch_tokens: evaluated at once.
        outputs: tokens of a batch whose logits llama.cpp reserves memory for.
        flash: whether attention is fused; else its scores are held.
        full_window: whether layers with a window keep the whole context all the same.
    """

    context_tokens: int
    kv_type: KvType = "f16"
    batch_tokens: int = BATCH_TOKENS
    outputs: int = OUTPUTS
    flash: bool = True
    full_window: bool = True

    @property
    def cells(self) -> int:
        """Places of the cache: llama.cpp rounds the context up."""
        return -(-self.context_tokens // CONTEXT_STEP_TOKENS) * CONTEXT_STEP_TOKENS

    @property
    def batch(self) -> int:
        return min(self.batch_tokens, self.context_tokens)


def fuses_attention(kv_type: KvType, gpu_layers: int) -> bool:
    """Whether the worker lets llama.cpp fuse attention (``_flash_attention`` in ``app/worker/loader.py``)."""
    return kv_type != "f16" or gpu_layers > 0


@dataclass(frozen=True, slots=True)
class HostNeed:
    """Bytes on the processor's side.

    Attributes:
        mapped: weights that are read out of the file's pages, which the system can drop and read again.
        dropped: pages of weights that were copied elsewhere; mapped at first, needed no more.
        repacked: copies of weights in the processor's own order.
        compute: intermediate results, as far as an evaluation really touches the memory that llama.cpp reserves for them.
        work: operands of a matrix product, converted to the type of the other side; the processor's alone, and in no log.
        overhead: the process itself, the vocabulary, graphs.
    """

    mapped: int = 0
    dropped: int = 0
    repacked: int = 0
    kv: int = 0
    compute: int = 0
    work: int = 0
    output: int = 0
    overhead: int = 0

    @property
    def fixed(self) -> int:
        """What cannot be dropped and read again."""
        return self.repacked + self.kv + self.compute + self.work + self.output + self.overhead

    @property
    def held(self) -> int:
        """What has to be in memory for the model to run at its speed."""
        return self.mapped + self.fixed

    @property
    def resident(self) -> int:
        """What the system shows for the process while nothing asks for the dropped pages."""
        return self.held + self.dropped


@dataclass(frozen=True, slots=True)
class DeviceNeed:
    """Bytes on one GPU."""

    gpu: Gpu
    weights: int = 0
    kv: int = 0
    compute: int = 0

    @property
    def total(self) -> int:
        return self.weights + self.kv + self.compute


@dataclass(frozen=True, slots=True)
class Need:
    """What a load takes, by place."""

    host: HostNeed
    devices: tuple[DeviceNeed, ...] = ()
    gpu_layers: int = 0


@dataclass(frozen=True, slots=True)
class Ratios:
    """What loads on this machine really took, against the sums here: 1.0 for each component that was not measured."""

    repacked: float = 1.0
    kv: float = 1.0
    compute: float = 1.0
    overhead: float = 1.0
    gpu_weights: float = 1.0
    gpu_compute: float = 1.0


UNMEASURED = Ratios()


@dataclass(frozen=True, slots=True)
class _Places:
    """Which GPU each layer is on; None for the processor."""

    layers: tuple[int | None, ...]
    output: int | None
    gpus: tuple[Gpu, ...] = field(default=())


def need(
    shape: Shape,
    context: ContextPlan,
    *,
    gpu_layers: int = 0,
    gpus: Sequence[Gpu] = (),
    repacked: frozenset[str] = frozenset(),
    ratios: Ratios = UNMEASURED,
) -> Need:
    """Add up what a load takes.

    Args:
        gpu_layers: as llama.cpp counts: the last layers, and the output as one more.
        repacked: types that are copied (``Machine.repacked``); with a GPU llama.cpp leaves that to it.
    """
    places = _places(shape, gpu_layers, gpus)
    types = frozenset() if gpus and not _is_metal(gpus) else repacked
    host = _host(shape, context, places, types)
    devices = tuple(_device(shape, context, places, number) for number in range(len(gpus)))
    return Need(_corrected(host, ratios), tuple(_corrected_device(d, ratios) for d in devices), gpu_layers)


def kv_bytes(layer: Layer, context: ContextPlan) -> int:
    """Cache and recurrent state of one layer."""
    cells = context.cells
    if layer.window and not context.full_window:
        window = -(-(layer.window + context.batch) // CONTEXT_STEP_TOKENS) * CONTEXT_STEP_TOKENS
        cells = min(cells, window)
    return math.ceil((layer.keys + layer.values) * KV_BYTES[context.kv_type] * cells) + layer.state_values * _F32


def compute_bytes(shape: Shape, context: ContextPlan, *, outputs: int) -> int:
    """Peak of the intermediate results of one batch: the widest of attention, feed-forward and the way to the vocabulary."""
    tokens = context.batch
    row = shape.embedding * tokens * _F32
    to_vocabulary = shape.vocabulary * outputs * _F32 + 2 * shape.embedding * outputs * _F32
    return max(
        to_vocabulary, _mask_bytes(shape, context) + max(_attention(shape, context), _feed_forward(shape, row, tokens))
    )


def _mask_bytes(shape: Shape, context: ContextPlan) -> int:
    """Which token may look at which; once more where some layers look through a window."""
    if not any(layer.keys for layer in shape.layers):
        return 0
    kinds = len({bool(layer.window) for layer in shape.layers if layer.keys})
    return kinds * context.cells * context.batch * (_F16 if context.flash else _F32)


def _attention(shape: Shape, context: ContextPlan) -> int:
    queries = shape.heads * shape.head_width * context.batch * _F32
    scores = 0 if context.flash else shape.heads * context.cells * context.batch * _F32
    return scores + 3 * queries + 3 * shape.embedding * context.batch * _F32


def _work_bytes(shape: Shape, context: ContextPlan) -> int:
    """The scores as numbers of 16 bits before they meet the values, or the widest inner row as numbers of 8."""
    scores = 0 if context.flash else shape.heads * context.cells * context.batch * _F16
    return max(scores, shape.feed_forward * max(shape.experts_used, 1) * context.batch * 34 // 32)


def _feed_forward(shape: Shape, row: int, tokens: int) -> int:
    inner = shape.feed_forward * tokens * _F32
    if shape.experts_used:
        shared = 2 * shape.shared_feed_forward * tokens * _F32
        return shape.experts_used * (2 * row + inner) + 3 * row + shared
    return 3 * inner + 4 * row


def _places(shape: Shape, gpu_layers: int, gpus: Sequence[Gpu]) -> _Places:
    """llama.cpp puts the last layers on the GPUs and shares them out by free memory."""
    count = len(shape.layers)
    wanted = min(gpu_layers, count + 1) if gpus else 0
    start = count + 1 - wanted
    free = list(accumulate(gpu.free_bytes or 1 for gpu in gpus))

    def gpu_of(layer: int) -> int | None:
        if layer < start or not wanted:
            return None
        splits = [share / free[-1] for share in free]
        return min(bisect_right(splits, (layer - start) / wanted), len(gpus) - 1)

    return _Places(tuple(gpu_of(layer) for layer in range(count)), gpu_of(count), tuple(gpus))


def _host(shape: Shape, context: ContextPlan, places: _Places, types: frozenset[str]) -> HostNeed:
    here = [layer for layer, place in zip(shape.layers, places.layers, strict=True) if place is None]
    parts = [layer.weights for layer in here] + ([shape.outputs] if places.output is None else [])
    copied = sum(part.repacked_bytes(types) for part in parts)
    matrices = sum(part.size_bytes for part in parts)
    tied = _tied_copy_bytes(shape, types) if places.output is None else 0
    everything_away = places.output is not None and not here
    return HostNeed(
        mapped=shape.inputs.size_bytes + matrices - copied,
        dropped=copied,
        repacked=copied + tied,
        kv=sum(kv_bytes(layer, context) for layer in here),
        compute=_host_inputs(shape, context) if everything_away else compute_bytes(shape, context, outputs=1),
        work=0 if everything_away else _work_bytes(shape, context),
        output=shape.vocabulary * _F32,
        overhead=_WORKER_BYTES + _GRAPH_BYTES + _TOKEN_BYTES * shape.vocabulary,
    )


def _tied_copy_bytes(shape: Shape, types: frozenset[str]) -> int:
    """The embedding that serves as the output too is copied for that use, where its type is one that is copied."""
    return shape.embedding_matrix.repacked_bytes(types) if shape.is_tied else 0


def _host_inputs(shape: Shape, context: ContextPlan) -> int:
    """With all layers away: the rows of the embedding and the mask, on their way to the GPU."""
    return shape.embedding * context.batch * _F32 + _mask_bytes(shape, context)


def _device(shape: Shape, context: ContextPlan, places: _Places, number: int) -> DeviceNeed:
    layers = [layer for layer, place in zip(shape.layers, places.layers, strict=True) if place == number]
    has_output = places.output == number
    weights = sum(layer.weights.size_bytes for layer in layers)
    if has_output:
        weights += shape.outputs.size_bytes + (shape.embedding_matrix.size_bytes if shape.is_tied else 0)
    outputs = min(context.outputs, context.batch) if has_output else 0
    return DeviceNeed(
        places.gpus[number],
        weights=weights,
        kv=sum(kv_bytes(layer, context) for layer in layers),
        compute=compute_bytes(shape, context, outputs=outputs) if layers or has_output else 0,
    )


def _is_metal(gpus: Sequence[Gpu]) -> bool:
    return any(gpu.backend in ("Metal", "MTL") for gpu in gpus)


def _corrected(host: HostNeed, ratios: Ratios) -> HostNeed:
    return replace(
        host,
        repacked=round(host.repacked * ratios.repacked),
        kv=round(host.kv * ratios.kv),
        compute=round(host.compute * ratios.compute),
        overhead=round(host.overhead * ratios.overhead),
    )


def _corrected_device(device: DeviceNeed, ratios: Ratios) -> DeviceNeed:
    return replace(
        device,
        weights=round(device.weights * ratios.gpu_weights),
        kv=round(device.kv * ratios.kv),
        compute=round(device.compute * ratios.gpu_compute),
    )
