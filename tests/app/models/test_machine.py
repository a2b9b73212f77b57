"""The machine's memory: the system's, the control group's, and which weights its processor gets a copy of."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models import machine
from app.models.machine import Gpu, Machine, cpu_features, cpu_name, oom_kills, repacked_types

GIB = 1 << 30


@pytest.fixture
def cgroups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree of control groups; this process is in ``user/app``."""
    own = tmp_path / "own"
    own.write_text("0::/user/app\n")
    monkeypatch.setattr(machine, "_OWN_CGROUP", own)
    monkeypatch.setattr(machine, "_CGROUPS", tmp_path / "cgroup")
    (tmp_path / "cgroup" / "user" / "app").mkdir(parents=True)
    return tmp_path / "cgroup"


def limit(folder: Path, most: str, used: int, inactive: int = 0) -> None:
    (folder / "memory.max").write_text(f"{most}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 1\ninactive_file {inactive}\n")


def test_this_machine_has_memory() -> None:
    now = Machine.now()

    assert 0 < now.available_bytes <= now.total_bytes
    assert now.gpus is None


def test_a_control_groups_limit_counts_less_what_it_uses_and_can_give_back(cgroups: Path) -> None:
    limit(cgroups / "user" / "app", str(1 << 28), used=200 << 20, inactive=50 << 20)
    limit(cgroups / "user", "max", used=0)
    now = Machine.now()

    assert now.total_bytes == 1 << 28
    assert now.available_bytes == (256 - 200 + 50) << 20


def test_the_tightest_of_the_groups_above_counts(cgroups: Path) -> None:
    limit(cgroups / "user" / "app", str(1 << 28), used=0)
    limit(cgroups / "user", str(1 << 27), used=1 << 26)

    assert Machine.now().total_bytes == 1 << 27
    assert Machine.now().available_bytes == 1 << 26


def test_files_that_make_no_sense_are_no_limit(cgroups: Path) -> None:
    limit(cgroups / "user" / "app", "a lot", used=0)
    (cgroups / "user" / "memory.max").write_text("5\n")  # the others are missing

    assert Machine.now().total_bytes > 1 << 28


def test_gpus_are_what_the_worker_said() -> None:
    gpu = Gpu("CUDA0", "CUDA", 24 * GIB, 20 * GIB)

    assert Machine.now([gpu]).gpus == (gpu,)
    assert Machine(GIB, GIB).with_gpus([]).gpus == ()


@pytest.mark.parametrize(
    ("features", "processor", "copied"),
    [
        ({"avx2"}, "x86_64", {"Q4_0", "Q4_K", "IQ4_NL", "MXFP4"}),
        ({"avx2", "avx512f"}, "x86_64", {"Q4_0", "Q4_K", "IQ4_NL", "MXFP4", "Q2_K"}),
        ({"sse4_2"}, "x86_64", set()),
        ({"asimd"}, "aarch64", set()),
        ({"asimd", "asimddp"}, "aarch64", {"Q4_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "MXFP4", "Q8_0"}),
        (set(), "arm64", {"Q4_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "MXFP4", "Q8_0"}),
    ],
)
def test_which_weights_are_copied_is_the_processors_matter(
    features: set[str], processor: str, copied: set[str]
) -> None:
    assert repacked_types(frozenset(features), processor) == copied


def test_a_processor_says_its_name_and_what_it_can(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nmodel name\t: Example 9000\nflags\t\t: sse avx2\n")

    assert cpu_features(info) == {"sse", "avx2"}
    assert cpu_name(info) == "Example 9000"
    assert cpu_features(tmp_path / "missing") == frozenset()


def test_the_kernels_count_of_kills_is_read_where_there_is_one(tmp_path: Path) -> None:
    statistics = tmp_path / "vmstat"
    statistics.write_text("pgfault 5\noom_kill 3\n")

    assert oom_kills(statistics) == 3
    assert oom_kills(tmp_path / "missing") is None
