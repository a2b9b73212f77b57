"""Writes GGUF files, version 3, little endian: just what models that are made for measuring need.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

TensorType = Literal["F32", "Q4_0", "Q8_0", "Q4_K", "Q6_K"]
Value = str | bool | int | float | Sequence[str] | Sequence[int]

# ggml's number, weights in a block, bytes of a block.
_TYPES: Mapping[TensorType, tuple[int, int, int]] = {
    "F32": (0, 1, 4),
    "Q4_0": (2, 32, 18),
    "Q8_0": (8, 32, 34),
    "Q4_K": (12, 256, 144),
    "Q6_K": (14, 256, 210),
}
_U32, _I32, _F32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9
_ALIGNMENT = 32


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor and where its bytes come from.

    Attributes:
        columns: length of a row, a multiple of its type's block.
        rows: 0 for a vector.
        pieces: its data in order, ``size_bytes`` in all; used once.
    """

    name: str
    kind: TensorType
    columns: int
    rows: int
    pieces: Iterable[bytes]

    @property
    def size_bytes(self) -> int:
        return row_bytes(self.kind, self.columns) * max(self.rows, 1)


def block_weights(kind: TensorType) -> int:
    """How many weights a block of this type holds."""
    return _TYPES[kind][1]


def row_bytes(kind: TensorType, columns: int) -> int:
    """Size of a row.

    Raises:
        ValueError: no whole number of blocks fills it.
    """
    _, weights, size = _TYPES[kind]
    if columns % weights:
        raise ValueError(f"a row of {columns} weights cannot be {kind}")
    return columns // weights * size


def write(path: Path, metadata: Mapping[str, Value], tensors: Sequence[Tensor]) -> None:
    """Write a model file.

    Integers become 32-bit ones, unsigned alone and signed in lists; floats become 32-bit ones.

    Raises:
        OSError: it cannot be written.
        ValueError: a tensor's data is not as long as its shape says.
    """
    with path.open("wb") as file:
        file.write(b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata)))
        for key, value in metadata.items():
            file.write(_string(key) + _typed(value))
        offset = 0
        for tensor in tensors:
            file.write(_described(tensor, offset))
            offset += _padded(tensor.size_bytes)
        for tensor in tensors:
            file.write(bytes(-file.tell() % _ALIGNMENT))
            _write_data(file, tensor)


def _write_data(file: BinaryIO, tensor: Tensor) -> None:
    written = sum(file.write(piece) for piece in tensor.pieces)
    if written != tensor.size_bytes:
        raise ValueError(f"{tensor.name} has {written} bytes where its shape needs {tensor.size_bytes}")


def _described(tensor: Tensor, offset: int) -> bytes:
    shape = (tensor.columns, tensor.rows) if tensor.rows else (tensor.columns,)
    sizes = struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
    return _string(tensor.name) + sizes + struct.pack("<IQ", _TYPES[tensor.kind][0], offset)


def _typed(value: Value) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", _STRING) + _string(value)
    if isinstance(value, bool):
        return struct.pack("<IB", _BOOL, value)
    if isinstance(value, int):
        return struct.pack("<II", _U32, value)
    if isinstance(value, float):
        return struct.pack("<If", _F32, value)
    if value and isinstance(value[0], str):
        return struct.pack("<IIQ", _ARRAY, _STRING, len(value)) + b"".join(_string(str(item)) for item in value)
    return struct.pack("<IIQ", _ARRAY, _I32, len(value)) + struct.pack(f"<{len(value)}i", *value)


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
