from __future__ import annotations

import random
import struct
from pathlib import Path

import gguf
import numpy as np
import pytest

from app.errors import ModelLoadError
from app.models.gguf import read_header
from tests.helpers import tiny_gguf


def _reason(path: Path) -> str:
    with pytest.raises(ModelLoadError) as caught:
        read_header(path)
    assert caught.value.hint
    assert path.name in caught.value.message
    return caught.value.reason


def test_a_header_says_all_that_the_program_shows(tmp_path: Path) -> None:
    path = tiny_gguf.make(tmp_path / "a.gguf", tools="sql_assistant,latex", context=777)

    header = read_header(path)

    assert (header.name, header.architecture, header.version, header.license) == ("Tiny", "llama", "0.1", "CC0-1.0")
    assert (header.context_tokens, header.layers, header.embedding, header.heads) == (777, 2, 64, 4)
    assert header.kv_values_per_token == 2 * 2 * (16 + 16)
    assert header.quantization == "F32"
    assert header.size_bytes == path.stat().st_size
    assert header.tensors == 3 + 2 * 9
    assert header.parameters == sum(int(np.prod(t.shape)) for t in gguf.GGUFReader(path).tensors)
    assert header.vocabulary == 259
    assert header.chat_template == tiny_gguf.TEMPLATE
    assert header.serves == {"sql_assistant", "latex"}


def test_a_model_that_names_no_tools_serves_all(tmp_path: Path) -> None:
    assert read_header(tiny_gguf.make(tmp_path / "a.gguf")).serves is None


def test_tools_may_be_a_list_and_may_be_none_at_all(tmp_path: Path) -> None:
    for value, serves in ((["a", "b"], {"a", "b"}), ("", set())):
        writer = _writer(tmp_path / "a.gguf")
        writer.add_key_value("polymath.tools", value, *_kinds(value))
        assert read_header(_finished(writer, tmp_path / "a.gguf")).serves == serves


def test_layers_may_differ_in_their_heads(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "a.gguf")
    writer.add_block_count(3)
    writer.add_head_count(8)
    writer.add_embedding_length(64)
    writer.add_head_count_kv([8, 0, 2])

    assert read_header(_finished(writer, tmp_path / "a.gguf")).kv_values_per_token == 10 * (8 + 8)


def test_a_large_vocabulary_is_passed_over(tmp_path: Path) -> None:
    writer = _writer(tmp_path / "a.gguf")
    writer.add_token_list([f"token {number}" for number in range(200_000)])
    writer.add_token_scores([0.0] * 200_000)

    assert read_header(_finished(writer, tmp_path / "a.gguf")).vocabulary == 200_000


@pytest.mark.parametrize("kind", sorted(tiny_gguf.BROKEN.keys() - {"unsupported"}))
def test_a_broken_file_is_named_for_what_it_is(tmp_path: Path, kind: str) -> None:
    assert _reason(tiny_gguf.BROKEN[kind](tmp_path / "a.gguf")) == kind


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"<!DOCTYPE html>", "web page"),
        (b"version https://git-lfs.github.com/spec/v1", "Git LFS"),
        (b"PK\x03\x04rest", "PyTorch"),
        (b"\x10\0\0\0\0\0\0\0{}", "safetensors"),
        (b"lmgg", "GGML"),
        (b"anything", "not a GGUF"),
    ],
)
def test_other_kinds_of_file_are_recognised(tmp_path: Path, start: bytes, word: str) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(start)

    with pytest.raises(ModelLoadError, match=word):
        read_header(path)


def test_a_missing_file_an_empty_one_and_a_folder(tmp_path: Path) -> None:
    (tmp_path / "empty.gguf").touch()
    (tmp_path / "folder.gguf").mkdir()

    assert _reason(tmp_path / "missing.gguf") == "missing"
    assert _reason(tmp_path / "empty.gguf") == "truncated"
    assert _reason(tmp_path / "folder.gguf") == "other"


def test_a_projector_is_no_language_model(tmp_path: Path) -> None:
    writer = gguf.GGUFWriter(tmp_path / "a.gguf", "clip")

    assert _reason(_finished(writer, tmp_path / "a.gguf")) == "unsupported"


@pytest.mark.parametrize(("version", "words"), [(1, "version 1"), (9, "version 9"), (3 << 24, "big-endian")])
def test_other_versions_are_refused(tmp_path: Path, version: int, words: str) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", version, 1, 1))

    with pytest.raises(ModelLoadError, match=words) as caught:
        read_header(path)
    assert caught.value.reason == "unsupported"


@pytest.mark.parametrize("epsilon", [-1e-5, float("nan"), float("-inf")])
def test_numbers_that_would_end_the_worker_are_damage(tmp_path: Path, epsilon: float) -> None:
    writer = _writer(tmp_path / "a.gguf")
    writer.add_layer_norm_rms_eps(epsilon)

    assert _reason(_finished(writer, tmp_path / "a.gguf")) == "not_gguf"


@pytest.mark.parametrize("layers", [0, 513, 2**32 - 1])
def test_a_number_of_layers_that_no_model_has_is_damage(tmp_path: Path, layers: int) -> None:
    writer = _writer(tmp_path / "a.gguf")
    writer.add_block_count(layers)

    assert _reason(_finished(writer, tmp_path / "a.gguf")) == "not_gguf"


def test_a_file_that_is_cut_anywhere_is_truncated(tmp_path: Path) -> None:
    data = tiny_gguf.make(tmp_path / "whole.gguf").read_bytes()
    path = tmp_path / "cut.gguf"
    for length in [*range(4, 3000, 97), *range(3000, len(data) - 1, 20_011), len(data) - 1]:
        path.write_bytes(data[:length])
        assert _reason(path) == "truncated", length


def test_lengths_that_cannot_be_are_refused_before_memory_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    for tensors, keys in ((2**63, 1), (1, 2**63), (2**40, 2**40)):
        path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, tensors, keys) + b"\xff" * 64)
        assert _reason(path) in ("not_gguf", "truncated")


def test_flipped_bytes_never_do_more_than_raise_a_typed_error(tmp_path: Path) -> None:
    data = bytearray(tiny_gguf.make(tmp_path / "whole.gguf").read_bytes())
    path, chance = tmp_path / "flipped.gguf", random.Random(11)
    refused = 0
    for _ in range(300):
        flipped = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            flipped[chance.randrange(4, 6000)] = chance.randrange(256)
        path.write_bytes(flipped)
        try:
            read_header(path)
        except ModelLoadError:
            refused += 1
    assert refused > 30


def _writer(path: Path) -> gguf.GGUFWriter:
    return gguf.GGUFWriter(path, "llama")


def _kinds(value: object) -> tuple[gguf.GGUFValueType, ...]:
    if isinstance(value, list):
        return (gguf.GGUFValueType.ARRAY, gguf.GGUFValueType.STRING)
    return (gguf.GGUFValueType.STRING,)


def _finished(writer: gguf.GGUFWriter, path: Path) -> Path:
    writer.add_tensor("a", np.zeros(4, np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
