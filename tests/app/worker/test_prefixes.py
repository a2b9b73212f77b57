"""What was evaluated once is found again, in memory and on disk; what is torn, stale or too much is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.worker.prefixes import MIN_TOKENS, PrefixStore, common

LONG = list(range(100, 100 + 4 * MIN_TOKENS))
MIB = 1 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "prefixes"
    made.mkdir()
    return made


def store(folder: Path | None, **changes: object) -> PrefixStore:
    wishes: dict[str, object] = {"can_cut": True, "memory_bytes": MIB, "disk_bytes": MIB, **changes}
    model, build = str(wishes.pop("model", "m")), str(wishes.pop("build", "b"))
    return PrefixStore(model, build, folder, **wishes)  # type: ignore[arg-type]


def kept(folder: Path, data: bytes = b"state", **changes: object) -> PrefixStore:
    made = store(folder, **changes)
    made.keep("sql", LONG, data)
    made.flush()
    return made


@pytest.mark.parametrize(
    ("a", "b", "length"), [([], [], 0), ([1], [2], 0), ([1, 2, 3], [1, 2], 2), ([1, 2, 3, 4], [1, 2, 9, 4], 2), ([5] * 9, [5] * 9, 9)]
)  # fmt: skip
def test_the_common_beginning_of_two_prompts(a: list[int], b: list[int], length: int) -> None:
    assert common(a, b) == length


def test_a_snapshot_is_found_by_any_prompt_that_begins_like_it(folder: Path) -> None:
    made = kept(folder)
    found = made.best([*LONG[:50], 7, 8])
    assert found is not None
    assert (found[1], found[0].data) == (50, b"state")
    assert made.best([1, 2, 3]) is None


def test_after_a_restart_it_comes_from_the_disk(folder: Path) -> None:
    kept(folder)
    found = store(folder).best([*LONG, 1])
    assert found is not None
    assert (found[1], found[0].data, found[0].tool) == (len(LONG), b"state", "sql")


def test_only_its_owner_can_read_a_file(folder: Path) -> None:
    kept(folder / "new")
    assert {path.stat().st_mode & 0o777 for path in (folder / "new").iterdir()} == {0o600}


def test_a_state_that_cannot_be_cut_serves_only_prompts_that_hold_it_whole(folder: Path) -> None:
    made = kept(folder, can_cut=False)
    assert made.best(LONG[:50]) is None
    assert made.covered(LONG[:50]) == 0
    assert made.best([*LONG, 1]) is not None


@pytest.mark.parametrize("place", [0, 10, 40, 200, -1])
def test_a_damaged_file_is_removed_and_not_used(folder: Path, place: int) -> None:
    kept(folder)
    (file,) = folder.iterdir()
    data = bytearray(file.read_bytes())
    data[place] ^= 0xFF
    file.write_bytes(data)
    assert store(folder).best([*LONG, 1]) is None
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("length", [0, 5, 20, 300])
def test_a_file_that_was_cut_off_is_removed_and_not_used(folder: Path, length: int) -> None:
    kept(folder)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:length])
    assert store(folder).best([*LONG, 1]) is None
    assert list(folder.iterdir()) == []


def test_a_file_of_another_build_is_stale_and_one_of_another_model_is_left_alone(folder: Path) -> None:
    kept(folder, build="old")
    kept(folder, model="other")
    assert store(folder).best([*LONG, 1]) is None
    assert len(list(folder.iterdir())) == 1


def test_memory_and_disk_are_bounded_and_the_least_recently_used_goes(folder: Path) -> None:
    made = store(folder, memory_bytes=3000, disk_bytes=5000)
    prompts = [[first, *LONG] for first in range(6)]
    for age, prompt in enumerate(prompts):
        made.keep("sql", prompt, bytes(700))
        made.flush()
        for file in folder.iterdir():
            os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 10 - age))
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 5000
    assert made.best([*prompts[-1], 1]) is not None
    assert store(folder).best([*prompts[0], 1]) is None


def test_a_longer_snapshot_takes_the_place_of_what_it_contains(folder: Path) -> None:
    made = kept(folder)
    made.keep("sql", [*LONG, 1, 2, 3], b"longer")
    made.flush()
    assert len(list(folder.iterdir())) == 1
    assert made.covered([*LONG, 1, 2, 3, 4]) == len(LONG) + 3


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_gain(folder: Path) -> None:
    (folder / "file").write_text("in the way", encoding="utf-8")
    made = kept(folder / "file")
    assert made.best([*LONG, 1]) is not None


def test_without_room_on_disk_nothing_is_written(folder: Path) -> None:
    kept(folder / "none", disk_bytes=0)
    assert not (folder / "none").exists()
