"""A header's keys and tensors → what memory depends on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.models.gguf import read_header
from app.models.shape import Shape, merged, shape_of
from app.models.split import read_model
from tests.helpers import shape_gguf, tiny_gguf


@dataclass(frozen=True)
class Tensor:
    name: str
    shape: tuple[int, ...] = (64, 64)
    type_name: str = "Q4_0"
    size_bytes: int | None = 100


def layers(architecture: str, count: int = 6, **keys: Any) -> Shape:
    named = {key.replace("__", "."): value for key, value in keys.items()}
    meta = {"block_count": count, "embedding_length": 64, "attention.head_count": 4, **named}
    tensors = [Tensor(f"blk.{number}.attn_q.weight") for number in range(count)]
    return shape_of(architecture, {f"{architecture}.{key}": value for key, value in meta.items()}, tensors, 10)


def test_weights_are_counted_where_they_lie(tmp_path: Path) -> None:
    header = read_header(tiny_gguf.make(tmp_path / "a.gguf", width=64, layers=3))
    shape = header.shape

    assert len(shape.layers) == 3
    assert shape.inputs.size_bytes == shape.vocabulary * 64 * 4
    assert shape.outputs.size_bytes == shape.inputs.size_bytes + 64 * 4
    assert not shape.is_tied
    assert header.size_bytes - 16384 < shape.weights_bytes < header.size_bytes


def test_matrices_whose_rows_come_in_eights_can_be_copied() -> None:
    tensors = [
        Tensor("blk.0.attn_q.weight"),
        Tensor("blk.0.attn_k.weight", (64, 12)),
        Tensor("blk.0.attn_norm.weight", (64,), "F32"),
        Tensor("blk.0.ffn_up_exps.weight", (64, 32, 4), "Q4_K"),
        Tensor("token_embd.weight"),
    ]
    shape = shape_of("llama", {"llama.block_count": 1}, tensors, 10)

    assert shape.layers[0].weights.matrices == {"Q4_0": 100, "Q4_K": 100}
    assert shape.layers[0].weights.size_bytes == 400
    assert shape.is_tied


def test_every_layer_has_its_own_number_of_heads() -> None:
    shape = layers("llama", 3, attention__head_count_kv=[4, 2, 1])

    assert [layer.keys for layer in shape.layers] == [64, 32, 16]


def test_windows_are_those_that_the_header_lists_else_those_of_the_architecture() -> None:
    listed = layers(
        "gemma3", 4, attention__sliding_window=8, attention__sliding_window_pattern=[True, False, True, True]
    )
    usual = layers("gemma3", 6, attention__sliding_window=8)
    ignored = layers("qwen2", 6, attention__sliding_window=8)

    assert [layer.window for layer in listed.layers] == [8, 0, 8, 8]
    assert [layer.window for layer in usual.layers] == [8, 8, 8, 8, 8, 0]
    assert not any(layer.window for layer in ignored.layers)


def test_keys_and_values_may_be_one_compressed_vector() -> None:
    keys = {"attention.key_length": 576, "attention.value_length": 512, "attention.key_length_mla": 192}
    shape = layers("deepseek2", 2, **{k.replace(".", "__"): v for k, v in keys.items()}, attention__head_count_kv=1)

    assert [(layer.keys, layer.values) for layer in shape.layers] == [(576, 0)] * 2


def test_recurrent_layers_keep_a_state_in_place_of_a_cache() -> None:
    hybrid = layers("lfm2", 3, attention__head_count_kv=[0, 2, 0], shortconv__l_cache=3)
    every_fourth = layers("qwen3next", 8, ssm__state_size=8, ssm__inner_size=32, ssm__conv_kernel=4, ssm__group_count=1)
    all_of_them = layers("mamba", 2, ssm__state_size=16, ssm__inner_size=128, ssm__conv_kernel=4)

    assert [bool(layer.keys) for layer in hybrid.layers] == [False, True, False]
    assert [layer.state_values for layer in hybrid.layers] == [128, 0, 128]
    assert [bool(layer.keys) for layer in every_fourth.layers] == [False, False, False, True] * 2
    assert [(layer.keys, layer.state_values) for layer in all_of_them.layers] == [(0, 3 * 128 + 16 * 128)] * 2


def test_layers_that_use_an_earlier_cache_have_none_of_their_own() -> None:
    shape = layers("gemma4", 6, attention__shared_kv_layers=2)

    assert [bool(layer.keys) for layer in shape.layers] == [True] * 4 + [False] * 2


def test_layers_that_only_predict_ahead_are_not_loaded() -> None:
    shape = layers("glm4moe", 6, nextn_predict_layers=1)

    assert len(shape.layers) == 5


def test_a_header_that_claims_endless_layers_is_cut() -> None:
    assert len(layers("llama", 4, block_count=1 << 40).layers) == 512


def test_the_parts_of_a_split_model_are_one_shape() -> None:
    meta = {"llama.block_count": 2, "llama.embedding_length": 64, "llama.attention.head_count": 4}
    first = shape_of("llama", meta, [Tensor("token_embd.weight"), Tensor("blk.0.attn_q.weight")], 10)
    second = shape_of("", {}, [Tensor("blk.1.attn_q.weight"), Tensor("output.weight")], 0)
    whole = merged([first, second])

    assert [layer.weights.size_bytes for layer in whole.layers] == [100, 100]
    assert whole.outputs.size_bytes == 100
    assert not whole.is_tied
    assert whole.weights_bytes == 400


@pytest.mark.parametrize("shape", [shape_gguf.GEMMA3_4B, shape_gguf.DEEPSEEK_V2_LITE])
def test_no_weight_of_a_file_is_forgotten(shape: shape_gguf.RealShape, tmp_path: Path) -> None:
    header = read_model(shape_gguf.make(tmp_path / "a.gguf", shape, layers=4))

    assert header.shape.weights_bytes == pytest.approx(header.size_bytes, rel=0.02)
