"""Which GPU is there and what to build for it: decided from facts that are made up here, not by building."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.models import gpu
from app.models.devices import BuildReport, Device
from app.models.gpu import Facts, choose_build, find_facts
from app.models.gpu_advice import advise
from app.models.load_report import LoadReport

VULKAN = {"glslc": True, "vulkan_headers": "1.3.275", "spirv_headers": True}
NVIDIA = Facts(
    vendors=("nvidia",),
    names=("NVIDIA GeForce RTX 4090",),
    nvidia_driver="550.54",
    cuda_of_driver="12.4",
    distribution="debian",
)
AMD = Facts(vendors=("amd",), render_nodes=True, distribution="ubuntu")
CUDA = dataclasses.replace(NVIDIA, nvcc="/usr/bin/nvcc", cuda_toolkit="12.2")
CPU_BUILD = BuildReport("0.3.36", "", ("CPU",), (Device("CPU", "a processor", "cpu", "CPU"),))
CUDA_BUILD = dataclasses.replace(CPU_BUILD, backends=("CUDA", "CPU"))
SEES = dataclasses.replace(CUDA_BUILD, devices=(Device("CUDA0", "RTX 4090", "gpu", "CUDA", 24 << 30, 1 << 30),))


@pytest.mark.parametrize(
    ("facts", "backend", "flags"),
    [
        (CUDA, "cuda", ("-DGGML_CUDA=on",)),
        (dataclasses.replace(CUDA, cuda_of_driver="", cuda_toolkit=""), "cuda", ("-DGGML_CUDA=on",)),
        (dataclasses.replace(CUDA, cuda_toolkit="12.9"), "cuda", ("-DGGML_CUDA=on",)),
        (Facts("Darwin", "arm64", ("apple",)), "metal", ("-DGGML_METAL=on",)),
        (dataclasses.replace(AMD, **VULKAN), "vulkan", ("-DGGML_VULKAN=on",)),
        (dataclasses.replace(NVIDIA, **VULKAN), "vulkan", ("-DGGML_VULKAN=on",)),
        (dataclasses.replace(CUDA, cuda_toolkit="13.0", **VULKAN), "vulkan", ("-DGGML_VULKAN=on",)),
    ],
)
def test_what_fits_is_built(facts: Facts, backend: str, flags: tuple[str, ...]) -> None:
    choice = choose_build(facts)

    assert (choice.backend, choice.flags, choice.command) == (backend, flags, "")
    assert choice.words.endswith((".", "toolkit  # of the component non-free"))


@pytest.mark.parametrize(
    ("facts", "words", "command"),
    [
        (Facts(), "No GPU was found", ""),
        (NVIDIA, "no CUDA compiler", "sudo apt-get install nvidia-cuda-toolkit  # of the component non-free"),
        (
            dataclasses.replace(NVIDIA, distribution="ubuntu"),
            "no CUDA compiler",
            "sudo apt-get install nvidia-cuda-toolkit",
        ),
        (
            dataclasses.replace(NVIDIA, nvidia_driver=""),
            "not loaded",
            "sudo apt-get install nvidia-driver  # of the component non-free",
        ),
        (
            dataclasses.replace(NVIDIA, nvidia_driver="", distribution="ubuntu"),
            "not loaded",
            "sudo ubuntu-drivers install",
        ),
        (
            dataclasses.replace(NVIDIA, nvidia_driver="", distribution="fedora"),
            "not loaded",
            "system's package manager",
        ),
        (
            dataclasses.replace(CUDA, cuda_toolkit="13.0"),
            "newer than the driver 550.54",
            "sudo apt-get install nvidia-driver",
        ),
        (AMD, "shader compiler", "sudo apt-get install glslc libvulkan-dev spirv-headers mesa-vulkan-drivers"),
        (dataclasses.replace(AMD, **{**VULKAN, "vulkan_headers": "1.3.239"}), "1.3.239", "Vulkan SDK"),
        (dataclasses.replace(AMD, render_nodes=False), "Join the groups", "sudo usermod -aG render,video $USER"),
        (dataclasses.replace(CUDA, compilers=False), "cmake", "sudo apt-get install cmake g++ make"),
        (Facts("Darwin", "arm64", ("apple",), compilers=False), "cmake", "xcode-select --install"),
        (Facts("Darwin", "x86_64", ("apple",)), "Apple silicon only", ""),
    ],
)
def test_what_is_missing_is_said_with_the_exact_command(facts: Facts, words: str, command: str) -> None:
    choice = choose_build(facts)

    assert choice.backend is None
    assert words in choice.words
    assert command in choice.command


def test_this_machine_can_be_looked_at() -> None:
    facts = find_facts({})

    assert facts.system
    assert facts.machine


def test_the_version_of_vulkans_headers_is_read(tmp_path: Path) -> None:
    (tmp_path / "include" / "vulkan").mkdir(parents=True)
    (tmp_path / "include" / "vulkan" / "vulkan_core.h").write_text(
        "#define VK_HEADER_VERSION 321\n#define VK_HEADER_VERSION_COMPLETE VK_MAKE_API_VERSION(0, 1, 4, VK_HEADER_VERSION)\n"
    )

    assert find_facts({"VULKAN_SDK": str(tmp_path)}).vulkan_headers == "1.4.321"


@pytest.mark.parametrize(("value", "hidden"), [("", True), ("-1", True), ("0", False), ("0,1", False)])
def test_devices_that_are_hidden_from_programs_are_noticed(value: str, hidden: bool) -> None:
    assert bool(find_facts({"CUDA_VISIBLE_DEVICES": value}).hidden) is hidden


def test_nvidias_own_table_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    table = "| NVIDIA-SMI 550.54.15    Driver Version: 550.54.15    CUDA Version: 12.4     |\n"
    monkeypatch.setattr(gpu, "_output", lambda *command: "NVIDIA A100\nNVIDIA T4\n" if len(command) > 1 else table)
    found = gpu._nvidia_smi()

    assert found is not None
    assert (found.driver, found.cuda, found.names) == ("550.54.15", "12.4", ("NVIDIA A100", "NVIDIA T4"))


def test_a_table_that_finds_no_driver_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        gpu, "_output", lambda *_: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
    )

    assert gpu._nvidia_smi() is None


def test_the_kernels_files_tell_driver_names_and_vendors(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.183.01  Sun May 12\n")
    card = tmp_path / "gpus" / "0000:01:00.0"
    card.mkdir(parents=True)
    (card / "information").write_text("Model: \t\t NVIDIA GeForce RTX 3060\nIRQ: 5\n")
    for name, kind, vendor in (("a", "0x030000", "0x8086"), ("b", "0x030200", "0x10de"), ("c", "0x020000", "0x1002")):
        (tmp_path / "pci" / name).mkdir(parents=True)
        (tmp_path / "pci" / name / "class").write_text(f"{kind}\n")
        (tmp_path / "pci" / name / "vendor").write_text(f"{vendor}\n")

    assert gpu._driver_from_proc(tmp_path) == "535.183.01"
    assert gpu._names_from_proc(tmp_path / "gpus") == ("NVIDIA GeForce RTX 3060",)
    assert gpu._pci_vendors(tmp_path / "pci") == ("nvidia", "intel")
    assert gpu._pci_vendors(tmp_path / "missing") == ()
    assert gpu._driver_from_proc(tmp_path / "missing") == ""


@pytest.mark.parametrize(
    ("facts", "build", "user_layers", "loaded", "cause", "command"),
    [
        (Facts(), CPU_BUILD, -1, None, "no_gpu", ""),
        (CUDA, CPU_BUILD, -1, None, "no_backend", "make gpu"),
        (NVIDIA, CPU_BUILD, -1, None, "no_toolkit", "sudo apt-get install nvidia-cuda-toolkit && make gpu"),
        (
            dataclasses.replace(NVIDIA, nvidia_driver=""),
            CPU_BUILD,
            -1,
            None,
            "no_driver",
            "sudo apt-get install nvidia-driver && make gpu",
        ),
        (AMD, CPU_BUILD, -1, None, "no_toolkit", "mesa-vulkan-drivers && make gpu"),
        (CUDA, CUDA_BUILD, -1, None, "no_driver", "sudo apt-get install nvidia-driver"),
        (
            dataclasses.replace(CUDA, hidden="CUDA_VISIBLE_DEVICES="),
            CUDA_BUILD,
            -1,
            None,
            "hidden",
            "unset CUDA_VISIBLE_DEVICES",
        ),
        (AMD, CUDA_BUILD, -1, None, "no_device", "make gpu"),
        (dataclasses.replace(AMD, render_nodes=False), CUDA_BUILD, -1, None, "no_device", "usermod"),
        (CUDA, SEES, 0, None, "user_set_zero", ""),
        (CUDA, SEES, -1, None, "not_loaded", ""),
        (CUDA, SEES, -1, LoadReport(), "memory_full", ""),
        (CUDA, SEES, -1, LoadReport(gpu_layers=20, layers=33, model={"CUDA0": 1 << 30}), "used", ""),
    ],
)
def test_a_gpu_that_lies_idle_has_a_cause(
    facts: Facts, build: BuildReport, user_layers: int, loaded: LoadReport | None, cause: str, command: str
) -> None:
    advice = advise(facts, build, user_layers=user_layers, loaded=loaded)

    assert advice.cause == cause
    assert command in advice.command
    assert advice.is_trouble == (cause not in ("used", "no_gpu", "not_loaded"))
    assert advice.words.strip()


def test_what_is_used_is_told_in_layers_and_bytes() -> None:
    loaded = LoadReport(gpu_layers=20, layers=33, model={"CUDA0": 3 << 30, "CPU_Mapped": 5}, kv={"CUDA0": 1 << 30})

    assert advise(CUDA, SEES, loaded=loaded).words == "20 of 33 layers are on the GPU (CUDA0 4.0 GiB)."
