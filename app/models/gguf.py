"""Reads the header of a GGUF file without any model library, and proves that the file is whole before anything loads it.

Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little endian). The reader trusts nothing: every
length is checked against the size of the file before it is used, so that garbage ends as a ``ModelLoadError`` and never as a full
memory.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import ModelLoadError
from app.models.shape import Shape, shape_of

MAGIC = b"GGUF"
TOOLS_KEY = "polymath.tools"
MEASURED_KEY = "polymath.measured"
DOWNLOAD_AGAIN = "Download the file again, and compare its size with the one on the download page."
_READ_STEP_BYTES = 4 << 20
_HEADER_LIMIT_BYTES = 512 << 20
_KEPT_ITEMS = 4096
_MAX_TENSORS = 1 << 20
_MAX_DIMS = 4
_MAX_NESTING = 4
_MAX_LAYERS = 512
"""llama.cpp's own limit. It does not refuse what it cannot use, here and below: it ends its process."""
_NEVER_NEGATIVE = ("attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon")
_STRING, _ARRAY = 8, 9
_SCALARS: Mapping[int, struct.Struct] = {
    **{code: struct.Struct("<" + letter) for code, letter in enumerate("BbHhIif?")},
    **{code: struct.Struct("<" + letter) for code, letter in enumerate("Qqd", start=10)},
}
_U32, _U64 = struct.Struct("<I"), struct.Struct("<Q")

# ggml type → (name, weights in a block, bytes of a block), from ggml's type table.
_TENSOR_TYPES: Mapping[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 36), 10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74),
    18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4), 27: ("I64", 1, 8), 28: ("F64", 1, 8),
    29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
    40: ("NVFP4", 64, 36), 41: ("Q1_0", 128, 18),
}  # fmt: skip
_FILE_TYPES: Mapping[int, str] = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M",
    30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4", 39: "NVFP4", 40: "Q1_0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """What a GGUF file says about itself.

    Attributes:
        size_bytes: of the file.
        context_tokens: the context that the model was trained for; 0 if it does not say.
        kv_values_per_token: numbers that the key and value cache holds for one token, over all layers.
        quantization: name of the file's quantization (``Q4_K_M``).
        chat_template: Jinja source; empty if there is none.
        serves: ids of the tools that the model was made for (``polymath.tools``); None if it does not say, which means all.
        measured: what its makers measured, in a line of words (``polymath.measured``); empty if it does not say.
        shape: what the model's memory depends on, of the tensors in this file.
        parts: number of files that the model is split into; ``app.models.split`` reads the others.
    """

    path: Path
    size_bytes: int
    architecture: str
    name: str
    version: str
    license: str
    context_tokens: int
    layers: int
    embedding: int
    heads: int
    kv_values_per_token: int
    vocabulary: int
    quantization: str
    tensors: int
    parameters: int
    chat_template: str
    serves: frozenset[str] | None
    measured: str = ""
    shape: Shape = Shape()
    parts: int = 1


@dataclass(frozen=True, slots=True)
class _Tensor:
    name: str
    type_code: int
    shape: tuple[int, ...]
    offset: int

    @property
    def elements(self) -> int:
        return math.prod(self.shape)

    @property
    def type_name(self) -> str:
        return _TENSOR_TYPES.get(self.type_code, ("unknown", 1, 1))[0]

    @property
    def size_bytes(self) -> int | None:
        """None for a type that this program does not know."""
        known = _TENSOR_TYPES.get(self.type_code)
        return None if known is None else -(-self.elements // known[1]) * known[2]


class _TooShort(Exception):
    """The file ends where more of the header should be."""


class _Nonsense(Exception):
    """The header says something that cannot be."""


class _Cursor:
    """Reads forward through the start of a file, a few megabytes at a time."""

    def __init__(self, file: BinaryIO, size_bytes: int) -> None:
        self._file = file
        self._data = bytearray()
        self.position = 0
        self.size_bytes = size_bytes

    def scalar(self, kind: struct.Struct) -> Any:
        self._need(kind.size)
        value = kind.unpack_from(self._data, self.position)[0]
        self.position += kind.size
        return value

    def count(self, unit_bytes: int) -> int:
        """A length that must fit into the rest of the file if each unit takes ``unit_bytes``."""
        value: int = self.scalar(_U64)
        if value * unit_bytes > self.size_bytes - self.position:
            raise _TooShort
        return value

    def bytes(self) -> bytes:
        length = self.count(1)
        self._need(length)
        start, self.position = self.position, self.position + length
        return bytes(self._data[start : self.position])

    def text(self) -> str:
        return self.bytes().decode("utf-8", "replace")

    def skip(self, length: int) -> None:
        self._need(length)
        self.position += length

    def skip_strings(self, count: int) -> None:
        """A vocabulary is hundreds of thousands of strings: kept free of calls."""
        unpack, data, position = _U64.unpack_from, self._data, self.position
        for _ in range(count):
            if position + 8 > len(data):
                self.position = position
                self._need(8)
            position += 8 + unpack(data, position)[0]
            if position > self.size_bytes:
                raise _TooShort
        self.position = position
        self._need(0)

    def _need(self, length: int) -> None:
        end = self.position + length
        if end > self.size_bytes:
            raise _TooShort
        if end > _HEADER_LIMIT_BYTES:
            raise _Nonsense("its header is larger than any model's")
        while len(self._data) < end:
            block = self._file.read(max(_READ_STEP_BYTES, end - len(self._data)))
            if not block:
                raise _TooShort
            self._data += block


def read_header(path: Path) -> GgufHeader:
    """Read and check the header of ``path``, and that every tensor that it lists lies inside the file.

    Raises:
        ModelLoadError: ``reason`` is ``missing``, ``not_gguf``, ``truncated``, ``vocab_only``, ``unsupported`` or ``other``.
    """
    try:
        with path.open("rb") as file:
            return read_header_from(file, path, path.stat().st_size)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _problem(
            path, "missing", "does not exist", "Choose another model, or put the file back where it was."
        ) from error
    except OSError as error:
        raise _problem(path, "other", f"cannot be read: {error.strerror}", "Check its permissions.") from error


def read_header_from(file: BinaryIO, path: Path, size_bytes: int, *, later_part: bool = False) -> GgufHeader:
    """Read a header from anything that can seek and read, a file on a server included.

    Args:
        file: only its start is read.
        path: names the file in errors and in the result.
        size_bytes: of the whole file, which may be more than can be read now.
        later_part: whether it is the second or a further part of a split model, which names neither architecture nor model.

    Raises:
        ModelLoadError: as ``read_header``.
        OSError: whatever ``file`` raises.
    """
    cursor = _Cursor(file, size_bytes)
    _check_magic(file.read(256), path)
    file.seek(0)
    try:
        cursor.skip(len(MAGIC))
        _check_version(cursor.scalar(_U32), path)
        tensor_count, key_count = cursor.count(0), cursor.count(0)
        if tensor_count > _MAX_TENSORS or key_count > size_bytes:
            raise _Nonsense("it claims an impossible number of tensors")
        meta = {cursor.text(): _value(cursor, cursor.scalar(_U32), 0) for _ in range(key_count)}
        tensors = [_tensor(cursor) for _ in range(tensor_count)]
        header = _header(path, size_bytes, meta, tensors)
        if not later_part:
            _check_kind(meta, tensors, path)
        _check_extent(cursor.position, meta, tensors, size_bytes)
    except _TooShort as error:
        raise _problem(path, "truncated", "is cut off: it ends before its weights do", DOWNLOAD_AGAIN) from error
    except _Nonsense as error:
        raise _problem(path, "not_gguf", f"is damaged: {error}", DOWNLOAD_AGAIN) from error
    return header


def _check_magic(start: bytes, path: Path) -> None:
    if start.startswith(MAGIC):
        return
    if not start:
        raise _problem(path, "truncated", "is empty", DOWNLOAD_AGAIN)
    what = _what_it_is(start)
    raise _problem(
        path,
        "not_gguf",
        f"is not a GGUF model: {what}" if what else "is not a GGUF model",
        "Choose a file that ends in .gguf.",
    )


def _what_it_is(start: bytes) -> str:
    text = start.lstrip().lower()
    if text.startswith((b"<!doctype", b"<html")):
        return "it is a web page, so the download went wrong"
    if start.startswith(b"version https://git-lfs"):
        return "it is a Git LFS pointer, not the model itself"
    if start.startswith(b"PK\x03\x04"):
        return "it is a ZIP archive or a PyTorch checkpoint"
    if start[8:9] == b"{":
        return "it is a safetensors file, which has to be converted to GGUF first"
    if start[:4] in (b"lmgg", b"tjgg", b"fmgg"):
        return "it is in the old GGML format"
    return ""


def _check_version(version: int, path: Path) -> None:
    if version in (2, 3):
        return
    if version & 0xFFFF == 0:
        raise _problem(path, "unsupported", "is a big-endian GGUF", "Choose a little-endian edition of the model.")
    raise _problem(path, "unsupported", f"is of GGUF version {version}", "Choose an edition of GGUF version 3.")


def _value(cursor: _Cursor, kind: int, depth: int) -> Any:
    if kind == _STRING:
        return cursor.text()
    if kind == _ARRAY:
        return _array(cursor, depth)
    if kind not in _SCALARS:
        raise _Nonsense(f"it holds a value of the unknown type {kind}")
    return cursor.scalar(_SCALARS[kind])


def _array(cursor: _Cursor, depth: int) -> Any:
    """A list of the items; their mere number where they are many."""
    if depth >= _MAX_NESTING:
        raise _Nonsense("its lists are nested too deeply")
    kind = cursor.scalar(_U32)
    width = _SCALARS[kind].size if kind in _SCALARS else 8
    count = cursor.count(width)
    if count <= _KEPT_ITEMS or kind == _ARRAY:
        return [_value(cursor, kind, depth + 1) for _ in range(count)]
    if kind == _STRING:
        cursor.skip_strings(count)
    else:
        cursor.skip(count * width)
    return count


def _tensor(cursor: _Cursor) -> _Tensor:
    name = cursor.text()
    dims = cursor.scalar(_U32)
    if not 1 <= dims <= _MAX_DIMS:
        raise _Nonsense(f"it holds a tensor of {dims} dimensions")
    shape = tuple(cursor.scalar(_U64) for _ in range(dims))
    return _Tensor(name, cursor.scalar(_U32), shape, cursor.scalar(_U64))


def _check_kind(meta: Mapping[str, Any], tensors: list[_Tensor], path: Path) -> None:
    kind = meta.get("general.type", "model")
    if kind != "model" or meta.get("general.architecture") == "clip":
        hint = "Choose the language model itself; this file only adds to one."
        raise _problem(path, "unsupported", f"holds no language model but a part of one ({kind})", hint)
    if not tensors and _number(meta.get("split.count")) < 2:
        hint = "Choose the full model; files named “vocab” serve developers only."
        raise _problem(path, "vocab_only", "holds a vocabulary and no weights", hint)
    if "general.architecture" not in meta:
        raise _Nonsense("it does not name its architecture")
    _check_numbers(meta, _text(meta["general.architecture"]))


def _check_numbers(meta: Mapping[str, Any], architecture: str) -> None:
    layers = meta.get(f"{architecture}.block_count")
    if isinstance(layers, int) and not 1 <= layers <= _MAX_LAYERS:
        raise _Nonsense(f"it claims to have {layers} layers")
    for key in _NEVER_NEGATIVE:
        value = meta.get(f"{architecture}.{key}", 0.0)
        if isinstance(value, float) and not value >= 0.0:  # in this form it is true of what is no number too
            raise _Nonsense(f"it claims that {key} is {value}")


def _check_extent(position: int, meta: Mapping[str, Any], tensors: list[_Tensor], size_bytes: int) -> None:
    alignment = _number(meta.get("general.alignment")) or 32
    start = -(-position // alignment) * alignment
    if any(start + tensor.offset + (tensor.size_bytes or 0) > size_bytes for tensor in tensors):
        raise _TooShort


def _header(path: Path, size_bytes: int, meta: Mapping[str, Any], tensors: list[_Tensor]) -> GgufHeader:
    architecture = _text(meta.get("general.architecture"))
    vocabulary = _length(meta.get("tokenizer.ggml.tokens"))

    def number(key: str) -> int:
        return _number(meta.get(f"{architecture}.{key}"))

    return GgufHeader(
        path=path,
        size_bytes=size_bytes,
        architecture=architecture,
        name=_text(meta.get("general.name")) or path.stem,
        version=_text(meta.get("general.version")),
        license=_text(meta.get("general.license")),
        context_tokens=number("context_length"),
        layers=number("block_count"),
        embedding=number("embedding_length"),
        heads=number("attention.head_count"),
        kv_values_per_token=_kv_values(meta, architecture, number),
        vocabulary=vocabulary,
        quantization=_quantization(meta, tensors),
        tensors=len(tensors),
        parameters=sum(tensor.elements for tensor in tensors),
        chat_template=_text(meta.get("tokenizer.chat_template")),
        serves=_serves(meta.get(TOOLS_KEY)),
        measured=_text(meta.get(MEASURED_KEY)),
        shape=shape_of(architecture, meta, tensors, vocabulary),
        parts=max(1, _number(meta.get("split.count"))),
    )


def _kv_values(meta: Mapping[str, Any], architecture: str, number: Callable[[str], int]) -> int:
    layers, embedding, heads = number("block_count"), number("embedding_length"), number("attention.head_count")
    head = embedding // heads if heads else 0
    width = (number("attention.key_length") or head) + (number("attention.value_length") or head)
    per_layer = meta.get(f"{architecture}.attention.head_count_kv")
    if isinstance(per_layer, list):
        return sum(_number(heads_kv) for heads_kv in per_layer) * width
    return layers * (_number(per_layer) or heads) * width


def _quantization(meta: Mapping[str, Any], tensors: list[_Tensor]) -> str:
    named = _FILE_TYPES.get(_number(meta.get("general.file_type", -1)))
    if named or not tensors:
        return named or ""
    return max(tensors, key=lambda tensor: tensor.size_bytes or 0).type_name


def _serves(value: Any) -> frozenset[str] | None:
    """The starter writes a comma-separated string, for llama_cpp's own metadata leaves lists out; a list is understood too."""
    if value is None:
        return None
    items = value if isinstance(value, list) else str(value).split(",")
    return frozenset(str(item).strip() for item in items if str(item).strip())


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    if isinstance(value, list):
        return max((_number(item) for item in value), default=0)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else 0


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else _number(value)


def _problem(path: Path, reason: str, what: str, hint: str) -> ModelLoadError:
    return ModelLoadError(f"The model file {path.name} {what}.", path=path, reason=reason, hint=hint)
