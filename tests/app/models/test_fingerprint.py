from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.models.fingerprint import fingerprint

MIB = 1 << 20


def test_equal_content_has_an_equal_fingerprint_under_any_name(tmp_path: Path) -> None:
    data = os.urandom(3 * MIB)
    (tmp_path / "a.gguf").write_bytes(data)
    (tmp_path / "b").write_bytes(data)

    assert fingerprint(tmp_path / "a.gguf") == fingerprint(str(tmp_path / "b"))
    assert len(fingerprint(tmp_path / "b")) == 64


@pytest.mark.parametrize("where", [0, 200_000, MIB // 2, 3 * MIB - 1])
def test_a_change_in_head_tail_or_a_sampled_block_changes_it(tmp_path: Path, where: int) -> None:
    data = bytearray(3 * MIB)
    path = tmp_path / "a.gguf"
    path.write_bytes(data)
    before = fingerprint(path)
    stride = (3 * MIB - (256 << 10) - (64 << 10)) // 32
    if where == MIB // 2:
        where = (256 << 10) + 11 * stride
    data[where] ^= 1
    path.write_bytes(data)

    assert fingerprint(path) != before


def test_a_longer_file_of_the_same_bytes_differs_and_small_ones_are_hashed_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    seen = set()
    for length in (0, 1, 1000, 832 << 10, (832 << 10) + 1, 2 * MIB, 2 * MIB + 1):
        path.write_bytes(bytes(length))
        seen.add(fingerprint(path))
    path.write_bytes(bytes(500) + b"x" + bytes(499))
    seen.add(fingerprint(path))

    assert len(seen) == 8


def test_a_huge_file_is_read_in_a_few_places_only(tmp_path: Path) -> None:
    path = tmp_path / "huge.gguf"
    with path.open("wb") as file:
        file.truncate(40 << 30)

    assert fingerprint(path) == fingerprint(path)


def test_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fingerprint(tmp_path / "none")
