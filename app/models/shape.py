"""What a model's memory depends on, read out of a GGUF header: weights by layer and type, the cache of each layer, the widths.

The keys are those that llama.cpp reads (``src/llama-arch.cpp``, ``src/llama-hparams.cpp``); a key that a header lacks gets llama.cpp's
default. Nothing here looks at the weights themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Protocol

_INPUTS, _OUTPUTS = -1, -2
_INPUT_TENSORS = ("token_embd", "token_types", "pos_embd", "per_layer_token_embd")
_REPACK_ROWS = 8
"""llama.cpp copies a matrix into the processor's own order only if its rows come in eights."""
_RECURRENT = frozenset({"mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7"})
_INTERVAL_HYBRIDS = frozenset({"qwen3next", "qwen35", "qwen35moe", "minimax-01"})
_BOTH_IN_EVERY_LAYER = "falcon-h1"
_SWA_PATTERN: Mapping[str, tuple[int, bool]] = {
    "gemma2": (2, False), "gemma3": (6, False), "gemma3n": (5, False), "gemma4": (6, False), "cohere2": (4, False),
    "olmo2": (4, False), "exaone4": (4, False), "exaone-moe": (4, False), "gpt-oss": (2, False), "llama4": (4, False),
    "smallthinker": (4, True), "afmoe": (4, False), "plamo3": (8, False), "mellum": (4, False), "step35": (4, False),
}  # fmt: skip
"""Which layers look through a window where the header does not list them: all but one of so many, the first or the last."""
_GEMMA3N_LAYERS_WITH_CACHE = 20
_MOST_LAYERS = 512
"""``LLAMA_MAX_LAYERS``: a header that claims more is damaged."""


class TensorInfo(Protocol):
    """What a header says about one tensor."""

    @property
    def name(self) -> str: ...
    @property
    def shape(self) -> Sequence[int]: ...
    @property
    def type_name(self) -> str: ...
    @property
    def size_bytes(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """Some tensors together.

    Attributes:
        size_bytes: of all of them.
        matrices: bytes by ggml type of those that are multiplied with and could be copied into the processor's own order.
    """

    size_bytes: int = 0
    matrices: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def __add__(self, other: Weights) -> Weights:
        types = {*self.matrices, *other.matrices}
        both = {name: self.matrices.get(name, 0) + other.matrices.get(name, 0) for name in types}
        return Weights(self.size_bytes + other.size_bytes, MappingProxyType(both))

    def repacked_bytes(self, types: frozenset[str]) -> int:
        """What copies take on a processor for which llama.cpp copies these types."""
        return sum(size for name, size in self.matrices.items() if name in types)


@dataclass(frozen=True, slots=True)
class Layer:
    """One repeating layer.

    Attributes:
        keys: numbers that the cache keeps for a token as its key; 0 if the layer has no cache.
        values: the same for its value; 0 where the key holds both (multi-head latent attention).
        window: tokens that the layer looks back; 0 for all.
        state_values: numbers of a recurrent state, whatever the context.
    """

    weights: Weights
    keys: int = 0
    values: int = 0
    window: int = 0
    state_values: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """All of it; empty (no layers) where it is not known.

    Attributes:
        inputs: embeddings that are looked up, which stay with the processor.
        embedding_matrix: the token embedding alone, of the inputs.
        outputs: the last norm and the matrix to the vocabulary, which go to the GPU with the last layer.
        is_tied: the matrix to the vocabulary is the token embedding, which a GPU or a repacked build holds once more.
        feed_forward: widest layer's inner width; of one expert where there are several.
        experts_used: experts that look at one token; 0 for a dense model.
        shared_feed_forward: inner width of the experts that look at every token.
        is_latent: keys and values are one compressed vector (multi-head latent attention).
    """

    layers: tuple[Layer, ...] = ()
    inputs: Weights = Weights()
    embedding_matrix: Weights = Weights()
    outputs: Weights = Weights()
    is_tied: bool = False
    embedding: int = 0
    heads: int = 0
    head_width: int = 0
    feed_forward: int = 0
    experts: int = 0
    experts_used: int = 0
    shared_feed_forward: int = 0
    vocabulary: int = 0
    is_latent: bool = False

    @property
    def weights_bytes(self) -> int:
        """Everything that is loaded, once."""
        return self.inputs.size_bytes + self.outputs.size_bytes + sum(layer.weights.size_bytes for layer in self.layers)

    @property
    def is_recurrent(self) -> bool:
        """Whether some layer keeps a state in place of a cache."""
        return any(layer.state_values for layer in self.layers)


def shape_of(architecture: str, meta: Mapping[str, Any], tensors: Iterable[TensorInfo], vocabulary: int) -> Shape:
    """Read the shape out of a header's keys and tensor list.

    Args:
        vocabulary: number of tokens.
    """
    keys = _Keys(architecture, meta)
    tensors = list(tensors)
    layers = keys.number("block_count") - keys.number("nextn_predict_layers")
    if not keys.number("block_count"):  # a later part of a split model
        layers = 1 + max((_place(tensor.name) for tensor in tensors), default=-1)
    layers = max(0, min(layers, _MOST_LAYERS))
    weights = _weights_by_place(tensors, layers)
    return Shape(
        layers=tuple(_layer(keys, index, weights.get(index, Weights())) for index in range(layers)),
        inputs=weights.get(_INPUTS, Weights()),
        embedding_matrix=_together(tensor for tensor in tensors if tensor.name == "token_embd.weight"),
        outputs=weights.get(_OUTPUTS, Weights()),
        is_tied=not any(tensor.name == "output.weight" for tensor in tensors),
        embedding=keys.number("embedding_length"),
        heads=keys.number("attention.head_count"),
        head_width=keys.head_width("key"),
        feed_forward=_feed_forward(keys, tensors),
        experts=keys.number("expert_count"),
        experts_used=keys.number("expert_used_count"),
        shared_feed_forward=keys.number("expert_shared_count") * keys.number("expert_feed_forward_length"),
        vocabulary=vocabulary,
        is_latent=bool(keys.number("attention.key_length_mla")),
    )


class _Keys:
    """An architecture's keys, with the numbers that differ from layer to layer."""

    def __init__(self, architecture: str, meta: Mapping[str, Any]) -> None:
        self.architecture = architecture
        self._meta = meta

    def raw(self, key: str) -> Any:
        return self._meta.get(f"{self.architecture}.{key}")

    def number(self, key: str, default: int = 0) -> int:
        """A number; the largest of a list."""
        return _number(self.raw(key), default)

    def at(self, key: str, index: int, default: int = 0) -> int:
        """A number that may be given for each layer."""
        value = self.raw(key)
        if isinstance(value, list):
            return _number(value[index], default) if index < len(value) else default
        return _number(value, default)

    def head_width(self, what: str, *, window: bool = False) -> int:
        """Width of one head's ``key`` or ``value``."""
        heads = self.number("attention.head_count")
        usual = self.number(f"attention.{what}_length") or (self.number("embedding_length") // heads if heads else 0)
        return (self.number(f"attention.{what}_length_swa") if window else 0) or usual


def _number(value: Any, default: int = 0) -> int:
    if isinstance(value, list):
        return max((_number(item, default) for item in value), default=default)
    return int(value) if isinstance(value, int | bool) else default


def _layer(keys: _Keys, index: int, weights: Weights) -> Layer:
    recurrent = _is_recurrent(keys, index)
    both = keys.architecture == _BOTH_IN_EVERY_LAYER
    state = _state_values(keys) if recurrent or both else 0
    if (recurrent and not both) or not _has_cache(keys, index):
        return Layer(weights, state_values=state)
    window = keys.number("attention.sliding_window") if _looks_through_window(keys, index) else 0
    heads = keys.at("attention.head_count_kv", index, keys.at("attention.head_count", index))
    latent = bool(keys.number("attention.key_length_mla"))
    return Layer(
        weights,
        keys=heads * keys.head_width("key", window=bool(window)),
        values=0 if latent else heads * keys.head_width("value", window=bool(window)),
        window=window,
        state_values=state,
    )


def _is_recurrent(keys: _Keys, index: int) -> bool:
    architecture = keys.architecture
    if architecture in _RECURRENT:
        return True
    if not _has_state_keys(keys):
        return False
    listed = keys.raw("attention.recurrent_layers")
    if isinstance(listed, list) and index < len(listed):
        return bool(listed[index])
    if architecture in _INTERVAL_HYBRIDS:
        return (index + 1) % (keys.number("full_attention_interval") or 4) != 0
    is_nemotron = architecture.startswith("nemotron_h")
    without_attention = keys.at("attention.head_count_kv", index) == 0
    return without_attention and not (is_nemotron and keys.at("feed_forward_length", index))


def _has_state_keys(keys: _Keys) -> bool:
    return any(keys.number(key) for key in ("ssm.state_size", "shortconv.l_cache", "kda.head_dim", "wkv.head_size"))


def _has_cache(keys: _Keys, index: int) -> bool:
    """The last layers of some models use the cache of earlier ones."""
    if keys.architecture == "gemma3n":
        return index < _GEMMA3N_LAYERS_WITH_CACHE
    return index < keys.number("block_count") - keys.number("attention.shared_kv_layers")


def _looks_through_window(keys: _Keys, index: int) -> bool:
    if not keys.number("attention.sliding_window"):
        return False
    listed = keys.raw("attention.sliding_window_pattern")
    if isinstance(listed, list):
        return index < len(listed) and bool(listed[index])
    usual, full_first = _SWA_PATTERN.get(keys.architecture, (0, False))
    period = _number(listed) or usual
    if keys.architecture.startswith("lfm2"):  # all that have a cache
        return True
    if not period:  # llama.cpp ignores the window of the others (phi3, mistral, qwen2)
        return False
    return index % period != 0 if full_first else index % period < period - 1


def _state_values(keys: _Keys) -> int:
    """Rolling and recurrent state of one layer and one sequence (``n_embd_r`` and ``n_embd_s`` of llama.cpp)."""
    embedding, heads = keys.number("embedding_length"), keys.number("attention.head_count")
    if wkv := keys.number("wkv.head_size"):
        return embedding * (keys.number("token_shift_count", 2) + wkv)
    if short := keys.number("shortconv.l_cache"):
        return embedding * (short - 1)
    kernel = max(keys.number("ssm.conv_kernel") - 1, 0)
    if kda := keys.number("kda.head_dim"):
        return heads * kda * (3 * (kernel or 3) + kda)
    inner, state = keys.number("ssm.inner_size"), keys.number("ssm.state_size")
    return kernel * (inner + 2 * keys.number("ssm.group_count") * state) + state * inner


def _feed_forward(keys: _Keys, tensors: Sequence[TensorInfo]) -> int:
    if keys.number("expert_count"):
        expert = keys.number("expert_feed_forward_length")
        return expert or _width_of(tensors, lambda name: name.endswith("ffn_up_exps.weight"))
    return keys.number("feed_forward_length")


def _width_of(tensors: Sequence[TensorInfo], wanted: Callable[[str], bool]) -> int:
    return max((tensor.shape[1] for tensor in tensors if wanted(tensor.name) and len(tensor.shape) > 1), default=0)


def _weights_by_place(tensors: Iterable[TensorInfo], layers: int) -> dict[int, Weights]:
    """Layer, or inputs, or outputs → its weights. Layers that only predict ahead are not loaded."""
    places: dict[int, list[TensorInfo]] = {}
    for tensor in tensors:
        place = _place(tensor.name)
        if place < layers:
            places.setdefault(place, []).append(tensor)
    return {place: _together(found) for place, found in places.items()}


def _together(tensors: Iterable[TensorInfo]) -> Weights:
    size, matrices = 0, dict[str, int]()
    for tensor in tensors:
        held = tensor.size_bytes or 0
        size += held
        if _is_matrix(tensor):
            matrices[tensor.type_name] = matrices.get(tensor.type_name, 0) + held
    return Weights(size, MappingProxyType(matrices))


def _place(name: str) -> int:
    head, _, rest = name.partition(".")
    if head == "blk":
        number = rest.partition(".")[0]
        return int(number) if number.isdigit() else _OUTPUTS
    return _INPUTS if head in _INPUT_TENSORS else _OUTPUTS


def _is_matrix(tensor: TensorInfo) -> bool:
    return len(tensor.shape) > 1 and math.prod(tensor.shape[1:]) > 1 and tensor.shape[1] % _REPACK_ROWS == 0


def merged(shapes: Sequence[Shape]) -> Shape:
    """One shape of the parts of a split model: the first has the keys, each has some of the tensors."""
    first, *others = shapes
    layers = list(first.layers)
    for other in others:
        for index, layer in enumerate(other.layers[: len(layers)]):
            layers[index] = replace(layers[index], weights=layers[index].weights + layer.weights)
    return replace(
        first,
        layers=tuple(layers),
        inputs=sum((other.inputs for other in others), first.inputs),
        embedding_matrix=sum((other.embedding_matrix for other in others), first.embedding_matrix),
        outputs=sum((other.outputs for other in others), first.outputs),
        is_tied=all(shape.is_tied for shape in shapes),
    )
