"""Makes GGUF files of a few hundred kilobytes: valid ones with random weights, and broken ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np

BOS, EOS = "<s>", "</s>"
TEMPLATE = (
    "{% for m in messages %}{% if 'forbidden' in m.content %}{{ raise_exception('I do not serve this.') }}{% endif %}"
    "{{ m.role + ': ' + m.content + '\n' }}{% endfor %}{{ 'assistant: ' }}"
)


def byte_characters() -> list[str]:
    """The printable character that stands for each of the 256 bytes in a byte-level BPE vocabulary (GPT-2's table)."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    shifted = {byte: chr(256 + number) for number, byte in enumerate(b for b in range(256) if b not in plain)}
    return [shifted.get(byte, chr(byte)) for byte in range(256)]


def make(
    path: Path,
    *,
    context: int = 512,
    width: int = 64,
    layers: int = 2,
    architecture: str = "llama",
    name: str = "Tiny",
    tools: str | None = None,
    template: str | None = TEMPLATE,
    vocabulary_only: bool = False,
    eos_bias: float = -1.0,
    favourite: str = "",
    adds_bos: bool = False,
    seed: int = 7,
    quantization: gguf.GGMLQuantizationType = gguf.GGMLQuantizationType.F32,
) -> Path:
    """Write a model with random weights.

    Args:
        tools: ``polymath.tools``.
        eos_bias: how strongly it wants to end: below zero it writes on until it is stopped.
        favourite: a text of single bytes that it repeats for ever, whatever it is asked; empty for noise.
        adds_bos: whether its tokenizer puts the begin token before a text by itself.
        quantization: of the matrices.
    """
    tokens = [*byte_characters(), "th", BOS, EOS]
    writer = gguf.GGUFWriter(path, architecture)
    _metadata(writer, tokens, context=context, width=width, layers=layers, name=name)
    writer.add_add_bos_token(adds_bos)
    if tools is not None:
        writer.add_string("polymath.tools", tools)
    if template is not None:
        writer.add_chat_template(template)
    if not vocabulary_only:
        weights = _weights(len(tokens), width=width, layers=layers, eos_bias=eos_bias, favourite=favourite, seed=seed)
        for part, tensor in weights.items():
            kind = quantization if tensor.ndim == 2 else gguf.GGMLQuantizationType.F32
            writer.add_tensor(part, gguf.quants.quantize(tensor, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _metadata(writer: gguf.GGUFWriter, tokens: list[str], *, context: int, width: int, layers: int, name: str) -> None:
    writer.add_name(name)
    writer.add_version("0.1")
    writer.add_license("CC0-1.0")
    writer.add_context_length(context)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(2 * width)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(width // 4)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    kinds = [gguf.TokenType.CONTROL if token in (BOS, EOS) else gguf.TokenType.NORMAL for token in tokens]
    writer.add_token_types(kinds)
    writer.add_token_merges(["t h"])
    writer.add_bos_token_id(tokens.index(BOS))
    writer.add_eos_token_id(tokens.index(EOS))


def _weights(
    vocabulary: int, *, width: int, layers: int, eos_bias: float, favourite: str, seed: int
) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)

    def noise(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.08).astype(np.float32)

    embedding, output = noise(vocabulary, width), noise(vocabulary, width)
    # The first number of every hidden state is kept at a positive constant, so the output's first column is a bias.
    embedding[:, 0] = 4.0
    output[:, 0] = 0.0
    output[-2:, 0] = (-8.0, 8.0 * eos_bias)
    if favourite:
        _teach(embedding, output, favourite.encode())
    tensors = {
        "token_embd.weight": embedding,
        "output.weight": output,
        "output_norm.weight": np.ones(width, np.float32),
    }
    scale = 0.0 if favourite else 1.0
    for layer in range(layers):
        for part, rows, columns in (
            ("attn_q", width, width),
            ("attn_k", width // 2, width),
            ("attn_v", width // 2, width),
            ("attn_output", width, width),
            ("ffn_gate", 2 * width, width),
            ("ffn_up", 2 * width, width),
            ("ffn_down", width, 2 * width),
        ):
            weights = noise(rows, columns)
            if part in ("attn_output", "ffn_down"):
                weights *= scale
                weights[0] = 0.0
            tensors[f"blk.{layer}.{part}.weight"] = weights
        for norm in ("attn_norm", "ffn_norm"):
            tensors[f"blk.{layer}.{norm}.weight"] = np.ones(width, np.float32)
    return tensors


def _teach(embedding: np.ndarray, output: np.ndarray, text: bytes) -> None:
    """Each byte of a text whose bytes all differ is followed by the next, the last by the first; all others by the first."""
    directions = np.eye(embedding.shape[1], dtype=np.float32)[1:]
    embedding[:, 1:] = 0.0
    output[:, 1:] = 0.0
    following = {byte: text[(place + 1) % len(text)] for place, byte in enumerate(text)}
    place_of = {byte: place for place, byte in enumerate(text)}
    for token in range(embedding.shape[0]):
        embedding[token] += 8.0 * directions[place_of[following.get(token, text[0])]]
    for byte, place in place_of.items():
        output[byte] += 8.0 * directions[place]


def truncated(path: Path, *, keep: float = 0.6) -> Path:
    """A valid model of which only the first part has arrived."""
    data = make(path).read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def not_gguf(path: Path) -> Path:
    """A web page under a model's name."""
    path.write_text("<!DOCTYPE html><html><body>Sign in to download</body></html>", encoding="utf-8")
    return path


def vocabulary_only(path: Path) -> Path:
    """A tokenizer without weights."""
    return make(path, vocabulary_only=True)


def unknown_architecture(path: Path) -> Path:
    """A whole file of an architecture that does not exist."""
    return make(path, architecture="perpetuum")


BROKEN: dict[str, Callable[[Path], Path]] = {
    "truncated": truncated,
    "not_gguf": not_gguf,
    "vocab_only": vocabulary_only,
    "unsupported": unknown_architecture,
}
"""A maker for each ``ModelLoadError.reason`` that a file can have."""
