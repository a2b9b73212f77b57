"""The memory that a model may take: the machine's, the control group's that this program runs in, and every GPU's."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

_CGROUPS = Path("/sys/fs/cgroup")
_OWN_CGROUP = Path("/proc/self/cgroup")
_CPU_INFO = Path("/proc/cpuinfo")
_VM_STATISTICS = Path("/proc/vmstat")
_NO_LIMIT_BYTES = 1 << 60
_X86_REPACKED = {"avx2": ("Q4_0", "Q4_K", "IQ4_NL", "MXFP4"), "avx512f": ("Q2_K",)}
_ARM_DOT_PRODUCT = ("Q4_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "MXFP4", "Q8_0")


@dataclass(frozen=True, slots=True)
class Gpu:
    """One device that llama.cpp can compute on besides the processor.

    Attributes:
        name: llama.cpp's own (``CUDA0``).
        backend: ``CUDA``, ``Metal``, ``Vulkan`` …
        total_bytes: 0 if the driver does not say.
        is_integrated: it has no memory of its own and takes the machine's.
    """

    name: str
    backend: str = ""
    total_bytes: int = 0
    free_bytes: int = 0
    is_integrated: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Machine:
    """What there is, and what is free at one moment.

    Attributes:
        total_bytes: what the processor's side could ever have; a control group's limit counts.
        available_bytes: what it can have now without swapping.
        gpus: as the worker names them; None if it was not asked yet.
        repacked: ggml types that this build copies into the processor's own order.
    """

    total_bytes: int
    available_bytes: int
    gpus: tuple[Gpu, ...] | None = None
    repacked: frozenset[str] = frozenset()

    @staticmethod
    def now(gpus: Iterable[Gpu] | None = None, *, repacks: bool = True) -> Machine:
        """What the system says at this moment.

        Args:
            gpus: what the worker said that it can use; None if it was not asked.
            repacks: whether the worker lets llama.cpp copy weights.
        """
        state = psutil.virtual_memory()
        total, available = state.total, state.available
        limit, left = _cgroup_memory()
        return Machine(
            min(total, limit),
            min(available, left),
            None if gpus is None else tuple(gpus),
            repacked_types(cpu_features(), platform.machine()) if repacks else frozenset(),
        )

    def with_gpus(self, gpus: Iterable[Gpu]) -> Machine:
        """The same machine with these GPUs."""
        return replace(self, gpus=tuple(gpus))


def cpu_features(path: Path = _CPU_INFO) -> frozenset[str]:
    """Names of the instruction sets, as Linux lists them; empty elsewhere."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    found = [line.partition(":")[2].split() for line in lines if line.startswith(("flags", "Features"))]
    return frozenset(found[0]) if found else frozenset()


def cpu_name(path: Path = _CPU_INFO) -> str:
    """The processor's name, for people and to know the machine again."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def oom_kills(path: Path = _VM_STATISTICS) -> int | None:
    """How many processes the kernel ended since it started because memory ran out; None if the system does not say."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    counts = [int(line.split()[1]) for line in lines if line.startswith("oom_kill ")]
    return counts[0] if counts else None


def repacked_types(features: frozenset[str], machine: str) -> frozenset[str]:
    """Types of which llama.cpp holds a copy in this processor's order (``ggml_repack_get_optimal_repack_type``)."""
    if machine.lower() in ("arm64", "aarch64"):
        return frozenset(_ARM_DOT_PRODUCT if not features or "asimddp" in features else ())
    return frozenset(name for feature, names in _X86_REPACKED.items() if feature in features for name in names)


def _cgroup_memory() -> tuple[int, int]:
    """(limit, what is left of it) of the tightest control group above this process; both very large where there is none."""
    limit, left = _NO_LIMIT_BYTES, _NO_LIMIT_BYTES
    for folder in _own_cgroups():
        for names in (
            ("memory.max", "memory.current", "inactive_file"),
            ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
        ):
            found = _limit_of(folder, *names)
            if found is not None:
                limit, left = min(limit, found[0]), min(left, found[1])
    return limit, left


def _own_cgroups() -> list[Path]:
    """Folders of this process' control group and those above it; in a container the root is its own."""
    try:
        lines = _OWN_CGROUP.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    folders = [_CGROUPS, _CGROUPS / "memory"]
    for line in lines:
        _, controllers, path = [*line.split(":", 2), "", ""][:3]
        if controllers not in ("", "memory"):
            continue
        root = _CGROUPS / controllers if controllers else _CGROUPS
        own = root / path.lstrip("/")
        folders += [own, *(parent for parent in own.parents if root in parent.parents)]
    return list(dict.fromkeys(folders))


def _limit_of(folder: Path, limit: str, usage: str, reclaimable: str) -> tuple[int, int] | None:
    """Pages of files that were not used lately are given back when memory is asked for, so they count as free."""
    try:
        most = (folder / limit).read_text(encoding="ascii").strip()
        used = int((folder / usage).read_text(encoding="ascii"))
        stat = (folder / "memory.stat").read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
    if not most.isdigit() or int(most) >= _NO_LIMIT_BYTES:
        return None
    cached = sum(int(line.split()[1]) for line in stat.splitlines() if line.startswith(f"{reclaimable} "))
    return int(most), max(int(most) - used + cached, 0)
