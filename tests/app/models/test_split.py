from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import ModelLoadError
from app.models.gguf import read_header
from app.models.split import part_names, part_number, read_model
from tests.helpers import model_stores, tiny_gguf


def test_parts_are_known_by_their_names() -> None:
    assert part_names("m-00002-of-00003.gguf") == tuple(f"m-0000{n}-of-00003.gguf" for n in (1, 2, 3))
    assert [part_number(n) for n in ("m-00002-of-00003.gguf", "m-2-of-3.gguf", "best-of-00003.gguf")] == [2, 0, 0]
    assert part_names("m.gguf") == ("m.gguf",)


@pytest.mark.parametrize("first_is_empty", [False, True])
def test_a_split_model_counts_with_all_of_its_parts(tmp_path: Path, *, first_is_empty: bool) -> None:
    parts = model_stores.split(tmp_path, first_is_empty=first_is_empty)

    header = read_model(parts[0])

    assert (header.name, header.parts, header.context_tokens) == ("Big", 3, 256)
    assert header.size_bytes == sum(part.stat().st_size for part in parts)
    assert header.tensors == 3 - first_is_empty
    assert header.parameters == 64 * header.tensors
    assert read_header(parts[0]).size_bytes == parts[0].stat().st_size


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    parts = model_stores.split(tmp_path)
    parts[1].unlink()

    with pytest.raises(ModelLoadError, match=r"Part 2 of 3 .* big-00002-of-00003\.gguf") as caught:
        read_model(parts[0])
    assert caught.value.reason == "missing"
    assert caught.value.path == parts[0]


def test_a_part_that_is_cut_off_is_named(tmp_path: Path) -> None:
    parts = model_stores.split(tmp_path)
    parts[2].write_bytes(parts[2].read_bytes()[:-40])

    with pytest.raises(ModelLoadError, match=r"big-00003-of-00003\.gguf is cut off") as caught:
        read_model(parts[0])
    assert caught.value.reason == "truncated"


def test_a_first_part_that_was_renamed_cannot_find_the_others(tmp_path: Path) -> None:
    renamed = model_stores.split(tmp_path)[0].rename(tmp_path / "model.gguf")

    with pytest.raises(ModelLoadError, match="one of 3 parts") as caught:
        read_model(renamed)
    assert "model-00001-of-00003.gguf" in caught.value.hint


def test_a_model_in_one_file_is_read_as_ever(tmp_path: Path) -> None:
    path = tiny_gguf.make(tmp_path / "a.gguf")

    assert read_model(path) == read_header(path)
