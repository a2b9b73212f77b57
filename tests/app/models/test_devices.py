"""What the worker says about its build → devices."""

from __future__ import annotations

import pytest

from app.models.devices import BuildReport, Device, read_build
from app.models.machine import Gpu

CPU = {"name": "CPU", "description": "A processor", "type": "cpu", "backend": "CPU", "total_bytes": 9, "free_bytes": 9}
CUDA = {"name": "CUDA0", "description": "RTX", "type": "gpu", "backend": "CUDA", "total_bytes": 8, "free_bytes": 7}
VULKAN = {
    "name": "Vulkan0",
    "description": "UHD",
    "type": "igpu",
    "backend": "Vulkan",
    "total_bytes": 6,
    "free_bytes": 5,
}
METAL = {
    "name": "MTL0",
    "description": "Apple M3",
    "type": "gpu",
    "backend": "Metal",
    "total_bytes": 6,
    "free_bytes": 5,
}


def build(*devices: dict[str, object], backends: tuple[str, ...] = ("CPU",)) -> BuildReport:
    return read_build({"version": "1", "system_info": "x", "backends": list(backends), "devices": list(devices)})


def test_a_build_for_the_processor_alone_has_no_gpu() -> None:
    found = build(CPU)

    assert found.devices == (Device("CPU", "A processor", "cpu", "CPU", 9, 9),)
    assert found.gpus == ()
    assert found.gpu_backends == ()


def test_an_integrated_gpu_is_used_only_where_there_is_no_other() -> None:
    assert build(CPU, CUDA, VULKAN).gpus == (Gpu("CUDA0", "CUDA", 8, 7, False, "RTX"),)
    assert build(CPU, VULKAN).gpus == (Gpu("Vulkan0", "Vulkan", 6, 5, True, "UHD"),)


def test_apples_gpus_share_the_machines_memory() -> None:
    assert build(CPU, METAL).gpus[0].is_integrated


def test_a_back_end_without_a_device_is_told_all_the_same() -> None:
    assert build(CPU, backends=("CUDA", "CPU")).gpu_backends == ("CUDA",)


@pytest.mark.parametrize(
    "body", [{}, {"devices": 3, "backends": "CPU"}, {"devices": [1, {"type": 5, "free_bytes": -1}]}]
)
def test_nonsense_is_survived(body: dict[str, object]) -> None:
    assert read_build(body).gpus == ()
