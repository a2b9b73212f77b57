from __future__ import annotations

from pathlib import Path

import gguf
import pytest

from app.bench.gguf_writer import Tensor, row_bytes, write


def test_another_reader_finds_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "small.gguf"
    metadata = {
        "general.architecture": "llama",
        "a.flag": True,
        "a.count": 7,
        "a.share": 0.5,
        "a.words": ["ä", "b c"],
        "a.kinds": [1, -3],
    }
    quants = bytes(range(34)) * 2
    tensors = [
        Tensor("odd.weight", "F32", 3, 0, [b"\x00\x00\x80\x3f" * 3]),
        Tensor("rows.weight", "Q8_0", 32, 2, [quants[:10], quants[10:]]),
    ]

    write(path, metadata, tensors)

    reader = gguf.GGUFReader(path)
    assert {key: reader.get_field(key).contents() for key in metadata} == metadata
    odd, rows = reader.tensors
    assert odd.data.tolist() == [1.0, 1.0, 1.0]
    assert (rows.name, rows.shape.tolist(), rows.tensor_type.name) == ("rows.weight", [32, 2], "Q8_0")
    assert rows.data.tobytes() == quants


def test_data_that_do_not_fill_the_tensor_are_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has 4 bytes where its shape needs 34"):
        write(tmp_path / "short.gguf", {}, [Tensor("a", "Q8_0", 32, 0, [b"1234"])])


def test_a_row_is_made_of_whole_blocks() -> None:
    assert row_bytes("Q4_0", 896) == 504
    with pytest.raises(ValueError, match="cannot be Q6_K"):
        row_bytes("Q6_K", 896)
