"""A header for a model of which only the size is known: enough for an estimate of what it will take."""

from __future__ import annotations

import math
from pathlib import Path

from app.models.gguf import GgufHeader

_BITS_PER_WEIGHT = 4.8
_VOCABULARY = 128_000
# Parameters in billions → (layers, width, heads, cached numbers per token): dense models of the usual families with grouped queries
# (Qwen2.5 0.5B–72B, Llama 3 1B–70B), of each size the one whose cache is larger.
_FAMILY = (
    (0.5, (24, 896, 14, 6144)),
    (1.2, (16, 2048, 32, 16384)),
    (3.2, (28, 3072, 24, 57344)),
    (8.0, (32, 4096, 32, 65536)),
    (14.8, (48, 5120, 40, 98304)),
    (32.8, (64, 5120, 40, 131072)),
    (70.6, (80, 8192, 64, 163840)),
    (405.0, (126, 16384, 128, 258048)),
)


def guessed_header(name: str, size_bytes: int, parameters: int = 0, context_tokens: int = 0) -> GgufHeader:
    """What a file of this size probably is.

    Args:
        parameters: 0 if unknown: then as many as the size would hold in a quantization of four bits.
        context_tokens: 0 if unknown.
    """
    billions = (parameters or size_bytes * 8 / _BITS_PER_WEIGHT) / 1e9
    layers, width, heads, cached = _nearest(billions)
    return GgufHeader(
        path=Path(name),
        size_bytes=size_bytes,
        architecture="",
        name=name,
        version="",
        license="",
        context_tokens=context_tokens,
        layers=layers,
        embedding=width,
        heads=heads,
        kv_values_per_token=cached,
        vocabulary=_VOCABULARY,
        quantization="",
        tensors=0,
        parameters=round(billions * 1e9),
        chat_template="",
        serves=None,
    )


def _nearest(billions: float) -> tuple[int, int, int, int]:
    return min(_FAMILY, key=lambda member: abs(math.log(member[0] / max(billions, 0.01))))[1]
