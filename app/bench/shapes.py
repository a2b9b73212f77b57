"""Models of real shapes with made-up weights: what they cost is real, what they write is not.

Sizes are those of Qwen2.5 (https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct/blob/main/config.json and its larger sister), weights
are blocks of random quants written as they are, scaled so that activations keep their size. The same seed gives the same file.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from app.bench.gguf_writer import Tensor, TensorType, Value, block_weights, row_bytes, write
from app.bench.vocabulary import TEMPLATE, Vocabulary, vocabulary

_TILE_BYTES = 1 << 20
_SEED = 20250
_FILE_TYPES: Mapping[TensorType, int] = {"F32": 0, "Q4_0": 2, "Q8_0": 7, "Q4_K": 15, "Q6_K": 18}
_CODE = bytes(1 if byte % 2 else 0xFF for byte in range(256))
"""Translates random bytes to quants of ±1."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of a model.

    Attributes:
        width: numbers in a hidden state.
        kind: how its layers' weights are kept.
        vocabulary_kind: how its token embeddings are kept, which are its output too.
    """

    name: str
    layers: int
    width: int
    feed_forward: int
    heads: int
    kv_heads: int
    vocabulary_size: int
    kind: TensorType
    vocabulary_kind: TensorType
    context_tokens: int = 32768
    seed: int = _SEED

    @property
    def head_width(self) -> int:
        return self.width // self.heads

    @property
    def size_bytes(self) -> int:
        """Of the file, to a few megabytes."""
        kv = self.kv_heads * self.head_width
        rows = 2 * self.width + 2 * kv + 2 * self.feed_forward
        layer = rows * row_bytes(self.kind, self.width) + self.width * row_bytes(self.kind, self.feed_forward)
        return self.layers * layer + self.vocabulary_size * (row_bytes(self.vocabulary_kind, self.width) + 40)


@dataclass(frozen=True, slots=True)
class _Copying:
    """What the copying model writes, as tokens; the last one's successor ends the answer."""

    tokens: Sequence[int]
    end: int


_HALF = Shape("0.5b-q4_0", 24, 896, 4864, 14, 2, 151_936, "Q4_0", "Q8_0")
_ONE_AND_A_HALF = Shape("1.5b-q4_0", 28, 1536, 8960, 12, 2, 151_936, "Q4_0", "Q6_K")
SHAPES: Mapping[str, Shape] = {
    shape.name: shape
    for shape in (
        _HALF,
        replace(_HALF, name="0.5b-q8_0", kind="Q8_0"),
        _ONE_AND_A_HALF,
        replace(_ONE_AND_A_HALF, name="1.5b-q4_k", kind="Q4_K"),
        replace(_ONE_AND_A_HALF, name="1.5b-q8_0", kind="Q8_0", vocabulary_kind="Q8_0"),
    )
}
"""Embeddings are kept as llama.cpp's quantizer keeps them: Q6_K under Q4, but Q8_0 where a row is no whole number of Q6_K's blocks."""


def make(path: Path, shape: Shape) -> Path:
    """Write a model of this shape with random weights.

    Raises:
        OSError: it cannot be written.
    """
    words = vocabulary(shape.vocabulary_size)
    write(path, _metadata(shape, words), [*_layers(shape), *_ends(shape, words)])
    return path


def make_copying(path: Path, shape: Shape, words: Sequence[str]) -> Path:
    """Write a model of this shape that answers every prompt with ``words``, each with a space before it.

    All products are computed as in any model of the shape, but what attention and feed-forward put out is zero: the next token
    depends on the last one alone. A token's hidden state is a code of ±1, and the output holds it in its successor's row. The output is a
    tensor of its own therefore, as large as the embeddings, so a token costs what it costs in the shape.

    Args:
        words: of the shape's vocabulary, no word twice.

    Raises:
        OSError: it cannot be written.
    """
    known = vocabulary(shape.vocabulary_size)
    token_of = {word: known.first_word + number for number, word in enumerate(known.words)}
    chain = _Copying([token_of[word] for word in words], known.end)
    write(path, _metadata(shape, known), [*_layers(shape, silent=True), *_copying_ends(shape, chain)])
    return path


def _metadata(shape: Shape, words: Vocabulary) -> Mapping[str, Value]:
    return {
        "general.architecture": "qwen2",
        "general.name": f"Random {shape.name}",
        "general.file_type": _FILE_TYPES[shape.kind],
        "qwen2.context_length": shape.context_tokens,
        "qwen2.embedding_length": shape.width,
        "qwen2.block_count": shape.layers,
        "qwen2.feed_forward_length": shape.feed_forward,
        "qwen2.attention.head_count": shape.heads,
        "qwen2.attention.head_count_kv": shape.kv_heads,
        "qwen2.attention.layer_norm_rms_epsilon": 1e-6,
        "qwen2.rope.freq_base": 1e6,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "qwen2",
        "tokenizer.ggml.tokens": words.tokens,
        "tokenizer.ggml.token_type": words.kinds,
        "tokenizer.ggml.merges": words.merges,
        "tokenizer.ggml.eos_token_id": words.end,
        "tokenizer.ggml.padding_token_id": words.end - 2,
        "tokenizer.ggml.add_bos_token": False,
        "tokenizer.chat_template": TEMPLATE,
    }


def _layers(shape: Shape, *, silent: bool = False) -> Iterator[Tensor]:
    """All layers' tensors; ``silent`` zeroes what they add to the hidden state."""
    width, kv, hidden = shape.width, shape.kv_heads * shape.head_width, shape.feed_forward
    for layer in range(shape.layers):
        for number, (part, rows, columns) in enumerate(
            (
                ("attn_q", width, width),
                ("attn_k", kv, width),
                ("attn_v", kv, width),
                ("attn_output", width, width),
                ("ffn_gate", hidden, width),
                ("ffn_up", hidden, width),
                ("ffn_down", width, hidden),
            )
        ):
            scale = 0.0 if silent and part in ("attn_output", "ffn_down") else 1.0
            pieces = _noise(shape.kind, columns, rows, shape.seed, 7 * layer + number, scale)
            yield Tensor(f"blk.{layer}.{part}.weight", shape.kind, columns, rows, pieces)
            if part in ("attn_q", "attn_k", "attn_v"):
                yield _vector(f"blk.{layer}.{part}.bias", rows, 0.0)
        yield _vector(f"blk.{layer}.attn_norm.weight", width, 1.0)
        yield _vector(f"blk.{layer}.ffn_norm.weight", width, 1.0)


def _ends(shape: Shape, words: Vocabulary) -> Iterator[Tensor]:
    """Embeddings, which are the output too. The control tokens' rows are zero, so that the model writes on for ever."""
    kind, width, size = shape.vocabulary_kind, shape.width, len(words.tokens)
    noise = _noise(kind, width, size - 3, shape.seed, 0, 1.0)
    yield Tensor("token_embd.weight", kind, width, size, _chained(noise, bytes(3 * row_bytes(kind, width))))
    yield _vector("output_norm.weight", width, 1.0)


def _chained(pieces: Iterator[bytes], last: bytes) -> Iterator[bytes]:
    yield from pieces
    yield last


def _copying_ends(shape: Shape, chain: _Copying) -> Iterator[Tensor]:
    width, size = shape.width, shape.vocabulary_size
    source = random.Random(shape.seed)  # noqa: S311 — reproducible on purpose
    codes = [_code_row(source, width) for _ in range(len(chain.tokens) + 1)]
    embeddings = dict(zip(chain.tokens, codes[1:], strict=True))
    outputs = dict(zip([*chain.tokens, chain.end], codes, strict=True))
    yield Tensor("token_embd.weight", "Q8_0", width, size, _rows(embeddings, size, codes[0]))
    yield Tensor("output.weight", "Q8_0", width, size, _rows(outputs, size, bytes(len(codes[0]))))
    yield _vector("output_norm.weight", width, 1.0)


def _code_row(source: random.Random, width: int) -> bytes:
    """A row of ±1 as Q8_0."""
    quants, scale = source.randbytes(width).translate(_CODE), struct.pack("<e", 1.0)
    return b"".join(scale + quants[start : start + 32] for start in range(0, width, 32))


def _rows(rows: Mapping[int, bytes], size: int, other: bytes) -> Iterator[bytes]:
    """``size`` rows: those that are given, and ``other`` in all places between them."""
    place = 0
    for token in sorted(rows):
        yield from _repeated(other, token - place)
        yield rows[token]
        place = token + 1
    yield from _repeated(other, size - place)


def _repeated(row: bytes, count: int) -> Iterator[bytes]:
    step = max(1, _TILE_BYTES // len(row))
    for start in range(0, count, step):
        yield row * min(step, count - start)


def _vector(name: str, length: int, value: float) -> Tensor:
    return Tensor(name, "F32", length, 0, [struct.pack("<f", value) * length])


def _noise(kind: TensorType, columns: int, rows: int, seed: int, number: int, scale: float) -> Iterator[bytes]:
    """A matrix of random blocks: one megabyte of them over and over, entered at another place for each ``number``."""
    tile = _tile(kind, scale / columns**0.5, seed)
    left = row_bytes(kind, columns) * rows
    block = row_bytes(kind, block_weights(kind))
    start = number * 7919 * block % len(tile)
    while left:
        piece = tile[start : start + left]
        yield piece
        left -= len(piece)
        start = 0


@lru_cache(maxsize=16)
def _tile(kind: TensorType, deviation: float, seed: int) -> bytes:
    """About a megabyte of random blocks whose weights have this standard deviation."""
    source = random.Random(seed)  # noqa: S311 — reproducible on purpose
    quants_bytes = {"Q4_0": 16, "Q8_0": 32, "Q4_K": 128, "Q6_K": 192}[kind]
    quants = source.randbytes(_TILE_BYTES - _TILE_BYTES % quants_bytes)
    before, after = _frame(kind, deviation)
    return b"".join(
        before + quants[start : start + quants_bytes] + after for start in range(0, len(quants), quants_bytes)
    )


def _frame(kind: TensorType, deviation: float) -> tuple[bytes, bytes]:
    """What stands before and after the quants of a block; quants are uniform, so their own deviation is known.

    The layouts are those of ``block_q4_0`` and its sisters in ggml-common.h.
    """
    half = struct.Struct("<e").pack
    match kind:
        case "Q4_0":  # d · (0…15 - 8)
            return half(deviation / 4.61), b""
        case "Q8_0":  # d · (-128…127)
            return half(deviation / 73.9), b""
        case "Q4_K":  # d · 32 · (0…15) - dmin · 32: the twelve bytes hold eight scales and eight minima of 32
            d = deviation / 4.61 / 32
            return half(d) + half(7.5 * d) + b"\xa0" * 8 + bytes(4), b""
        case _:  # Q6_K: d · 32 · (-32…31)
            return b"", b"\x20" * 16 + half(deviation / 18.47 / 32)
