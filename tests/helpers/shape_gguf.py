"""Makes GGUF files of real models' shapes that take next to no disk: the weights are a hole in the file, read as zeros.

llama.cpp maps and computes them like any others, so what it needs for them is what the real model needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Q
from gguf.quants import quant_shape_to_byte_shape

from tests.helpers.tiny_gguf import BOS, EOS, byte_characters

_ROTATED = 64


@dataclass(frozen=True)
class RealShape:
    """Dimensions of a model, under llama.cpp's names."""

    architecture: str = "llama"
    layers: int = 24
    width: int = 896
    inner: int = 4864
    heads: int = 14
    kv_heads: int = 2
    head_width: int = 64
    vocabulary: int = 32000
    context: int = 32768
    quant: Q = Q.Q4_0
    output_quant: Q | None = None  # None: tied
    embedding_quant: Q = Q.Q8_0
    bias: bool = False
    qk_norm: bool = False
    post_norms: bool = False
    experts: int = 0
    experts_used: int = 0
    expert_inner: int = 0
    latent: int = 0  # rank of compressed keys and values; 64 more columns are rotated
    convolutions: tuple[int, ...] = ()  # layers with a short convolution in place of attention
    keys: Mapping[str, Any] = field(default_factory=dict)


QWEN_05B = RealShape("qwen2", bias=True, vocabulary=151936)
QWEN_15B = RealShape(
    "qwen2", 28, 1536, 8960, 12, 2, 128, 151936, quant=Q.Q8_0, bias=True,
)  # fmt: skip
TINYLLAMA = RealShape(
    "llama", 22, 2048, 5632, 32, 4, 64, 32000, 2048, Q.Q4_K, output_quant=Q.Q6_K, embedding_quant=Q.Q4_K
)
LLAMA2_7B = RealShape(
    "llama", 32, 4096, 11008, 32, 32, 128, 32000, 4096, Q.Q4_K, output_quant=Q.Q6_K, embedding_quant=Q.Q4_K
)
LLAMA3_8B = RealShape(
    "llama", 32, 4096, 14336, 32, 8, 128, 128256, 8192, Q.Q4_K, output_quant=Q.Q6_K, embedding_quant=Q.Q4_K
)
LLAMA3_70B = RealShape(
    "llama", 80, 8192, 28672, 64, 8, 128, 128256, 8192, Q.Q4_K, output_quant=Q.Q6_K, embedding_quant=Q.Q4_K
)
GEMMA3_4B = RealShape(
    "gemma3", 34, 2560, 10240, 8, 4, 256, 262144, 131072, Q.Q4_0, embedding_quant=Q.Q6_K, qk_norm=True, post_norms=True,
    keys={"attention.sliding_window": 1024},
)  # fmt: skip
QWEN3_30B = RealShape(
    "qwen3moe", 48, 2048, 6144, 32, 4, 128, 151936, 32768, Q.Q4_K, output_quant=Q.Q6_K, embedding_quant=Q.Q4_K,
    qk_norm=True, experts=128, experts_used=8, expert_inner=768,
)  # fmt: skip
DEEPSEEK_V2_LITE = RealShape(
    "deepseek2", 27, 2048, 10944, 16, 1, 576, 102400, 32768, Q.Q4_0, output_quant=Q.Q6_K, embedding_quant=Q.Q4_K,
    experts=64, experts_used=6, expert_inner=1408, latent=512,
    keys={"attention.key_length_mla": 192, "attention.value_length_mla": 128, "attention.kv_lora_rank": 512,
          "expert_shared_count": 2, "leading_dense_block_count": 0},
)  # fmt: skip
LFM2_1B = RealShape(
    "lfm2", 16, 2048, 8192, 32, 8, 64, 65536, 128000, Q.Q4_0, embedding_quant=Q.Q6_K, qk_norm=True,
    convolutions=(0, 1, 3, 4, 6, 7, 9, 11, 13, 15), keys={"shortconv.l_cache": 3},
)  # fmt: skip


def make(
    path: Path,
    shape: RealShape,
    *,
    layers: int | None = None,
    fill: bool = False,
    name: str = "",
    licence: str = "",
    template: str = "",
    file_type: gguf.LlamaFileType | None = None,
) -> Path:
    """Write a file of this shape.

    Args:
        layers: fewer than the shape has.
        fill: write zeros in place of the hole.
        name, licence, template, file_type: what it says of itself.
    """
    writer = gguf.GGUFWriter(path, shape.architecture)
    count = shape.layers if layers is None else layers
    _metadata(writer, shape, count, name or f"{shape.architecture} shape")
    if licence:
        writer.add_license(licence)
    if template:
        writer.add_chat_template(template)
    if file_type is not None:
        writer.add_file_type(file_type)
    total = 0
    for name, dims, kind in _tensors(shape, count):
        numpy_shape = tuple(reversed(dims))
        size = int(np.prod(quant_shape_to_byte_shape(numpy_shape, kind))) if kind not in (Q.F32, Q.F16) else 0
        size = size or int(np.prod(dims)) * (4 if kind is Q.F32 else 2)
        raw = numpy_shape if kind in (Q.F32, Q.F16) else quant_shape_to_byte_shape(numpy_shape, kind)
        dtype = {Q.F32: np.dtype(np.float32), Q.F16: np.dtype(np.float16)}.get(kind, np.dtype(np.uint8))
        writer.add_tensor_info(name, raw, dtype, size, raw_dtype=None if kind in (Q.F32, Q.F16) else kind)
        total += -(-size // 32) * 32
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with path.open("r+b") as file:
        end = -(-file.seek(0, 2) // 32) * 32
        file.truncate(end + total)
        if fill:
            file.seek(end)
            block = bytes(4 << 20)
            for start in range(0, total, len(block)):
                file.write(block[: total - start])
    return path


def _metadata(writer: gguf.GGUFWriter, shape: RealShape, layers: int, name: str) -> None:
    writer.add_name(name)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    has_cache = [shape.kv_heads * (layer not in shape.convolutions) for layer in range(layers)]
    writer.add_head_count_kv(has_cache if shape.convolutions else shape.kv_heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.latent or shape.head_width)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_ROTATED if shape.latent else shape.head_width)
    if shape.experts:
        writer.add_expert_count(shape.experts)
        writer.add_expert_used_count(shape.experts_used)
        writer.add_expert_feed_forward_length(shape.expert_inner)
    for key, value in shape.keys.items():
        name = f"{shape.architecture}.{key}"
        if isinstance(value, list):
            writer.add_array(name, value)
        else:
            writer.add_uint32(name, value)
    tokens = [*byte_characters(), "th"]
    tokens += [f"t{number:07d}" for number in range(shape.vocabulary - len(tokens) - 2)] + [BOS, EOS]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types([gguf.TokenType.NORMAL] * (shape.vocabulary - 2) + [gguf.TokenType.CONTROL] * 2)
    # A real vocabulary has about as many merges as tokens.
    merges = ["t h"] + [f"t{number:07d} th" for number in range(shape.vocabulary - 300)]
    writer.add_token_merges(merges)
    writer.add_bos_token_id(shape.vocabulary - 2)
    writer.add_eos_token_id(shape.vocabulary - 1)


def _tensors(shape: RealShape, layers: int) -> list[tuple[str, tuple[int, ...], Q]]:
    """(name, dimensions, type): dimensions in ggml's order, columns first."""
    width = shape.width
    found: list[tuple[str, tuple[int, ...], Q]] = [
        ("token_embd.weight", (width, shape.vocabulary), shape.embedding_quant)
    ]
    for index in range(layers):
        parts = [("attn_norm.weight", (width,), Q.F32), ("ffn_norm.weight", (width,), Q.F32)]
        if index in shape.convolutions:
            parts += _convolution(shape)
        elif shape.latent:
            parts += _latent_attention(shape)
        else:
            parts += _attention(shape)
        parts += _experts(shape) if shape.experts else _feed_forward(shape, shape.inner)
        if shape.post_norms:
            parts += [(f"post_{n}_norm.weight", (width,), Q.F32) for n in ("attention", "ffw")]
        found += [(f"blk.{index}.{name}", dims, kind) for name, dims, kind in parts]
    norm = "token_embd_norm" if shape.architecture == "lfm2" else "output_norm"
    found.append((f"{norm}.weight", (width,), Q.F32))
    if shape.output_quant is not None:
        found.append(("output.weight", (width, shape.vocabulary), shape.output_quant))
    return found


def _attention(shape: RealShape) -> list[tuple[str, tuple[int, ...], Q]]:
    width, queries, keys = shape.width, shape.heads * shape.head_width, shape.kv_heads * shape.head_width
    parts: list[tuple[str, tuple[int, ...], Q]] = [
        ("attn_q.weight", (width, queries), shape.quant),
        ("attn_k.weight", (width, keys), shape.quant),
        ("attn_v.weight", (width, keys), shape.quant),
        ("attn_output.weight", (queries, width), shape.quant),
    ]
    if shape.bias:
        parts += [(f"attn_{n}.bias", (size,), Q.F32) for n, size in (("q", queries), ("k", keys), ("v", keys))]
    if shape.qk_norm:
        parts += [(f"attn_{n}_norm.weight", (shape.head_width,), Q.F32) for n in "qk"]
    return parts


def _latent_attention(shape: RealShape) -> list[tuple[str, tuple[int, ...], Q]]:
    width, heads = shape.width, shape.heads
    key, value = shape.keys["attention.key_length_mla"], shape.keys["attention.value_length_mla"]
    return [
        ("attn_kv_a_norm.weight", (shape.latent,), Q.F32),
        ("attn_q.weight", (width, heads * key), shape.quant),
        ("attn_kv_a_mqa.weight", (width, shape.latent + _ROTATED), shape.quant),
        ("attn_k_b.weight", (key - _ROTATED, shape.latent, heads), Q.Q8_0),
        ("attn_v_b.weight", (shape.latent, value, heads), Q.Q8_0),
        ("attn_output.weight", (heads * value, width), shape.quant),
    ]


def _convolution(shape: RealShape) -> list[tuple[str, tuple[int, ...], Q]]:
    width = shape.width
    return [
        ("shortconv.conv.weight", (shape.keys["shortconv.l_cache"], width), Q.F32),
        ("shortconv.in_proj.weight", (width, 3 * width), shape.quant),
        ("shortconv.out_proj.weight", (width, width), shape.quant),
    ]


def _feed_forward(shape: RealShape, inner: int, suffix: str = "") -> list[tuple[str, tuple[int, ...], Q]]:
    return [
        (f"ffn_gate{suffix}.weight", (shape.width, inner), shape.quant),
        (f"ffn_up{suffix}.weight", (shape.width, inner), shape.quant),
        (f"ffn_down{suffix}.weight", (inner, shape.width), shape.quant),
    ]


def _experts(shape: RealShape) -> list[tuple[str, tuple[int, ...], Q]]:
    width, inner, many = shape.width, shape.expert_inner, shape.experts
    shared = shape.keys.get("expert_shared_count", 0)
    return [
        ("ffn_gate_inp.weight", (width, many), Q.F32),
        ("ffn_gate_exps.weight", (width, inner, many), shape.quant),
        ("ffn_up_exps.weight", (width, inner, many), shape.quant),
        ("ffn_down_exps.weight", (inner, width, many), shape.quant),
        *(_feed_forward(shape, shared * inner, "_shexp") if shared else []),
    ]
