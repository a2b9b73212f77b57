"""Which GPU is in this machine and what stands in the way of using it, found without llama.cpp. Standard library only.

``find_facts`` looks; ``choose_build`` decides from the facts alone which back end of llama.cpp fits, and says what is missing with the
exact command. Sources: ``/sys/bus/pci`` (class 03 is a display controller), ``/proc/driver/nvidia``, ``nvidia-smi``, llama.cpp's
``docs/build.md``.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Backend = Literal["cuda", "metal", "vulkan"]
_VENDORS = {"0x10de": "nvidia", "0x1002": "amd", "0x8086": "intel"}
_DISPLAY_CLASS = "0x03"
_WAIT_S = 20.0
_CUDA_TOOLKIT_PLACES = ("/usr/local/cuda/bin/nvcc", "/opt/cuda/bin/nvcc")
VULKAN_PACKAGES = ("glslc", "libvulkan-dev", "spirv-headers", "mesa-vulkan-drivers")
_VULKAN_HEADERS = (1, 3, 272)
"""The first with ``VK_EXT_layer_settings``, which ``ggml-vulkan.cpp`` needs; Debian 12 has 1.3.239, with which it does not compile."""
_COMPILER_PACKAGES = ("cmake", "g++", "make")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found. Tests make their own.

    Attributes:
        system: ``Linux``, ``Darwin`` or ``Windows``; ``machine`` as ``platform.machine`` says.
        vendors: of the display controllers: ``nvidia``, ``amd``, ``intel``, ``apple``.
        names: products, as far as a driver tells them.
        nvidia_driver: its version; empty if it is not loaded.
        cuda_of_driver: newest CUDA that the driver serves (``12.4``); empty if unknown.
        nvcc: path of the CUDA compiler, ``cuda_toolkit`` its version.
        render_nodes: whether the kernel offers a GPU to programs (``/dev/dri/renderD…``), and this user may open it.
        glslc, spirv_headers: what a build for Vulkan needs besides headers of Vulkan itself, of which ``vulkan_headers`` is the version.
        compilers: whether cmake, make and a C++ compiler are there.
        distribution: ``debian``, ``ubuntu`` or another's id.
        hidden: a variable that keeps CUDA's devices from programs, with its value.
    """

    system: str = "Linux"
    machine: str = "x86_64"
    vendors: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    nvidia_driver: str = ""
    cuda_of_driver: str = ""
    nvcc: str = ""
    cuda_toolkit: str = ""
    render_nodes: bool = False
    glslc: bool = False
    vulkan_headers: str = ""
    spirv_headers: bool = False
    compilers: bool = True
    distribution: str = ""
    hidden: str = ""

    @property
    def has_gpu(self) -> bool:
        """Whether there is a GPU that llama.cpp could use at all."""
        return bool(self.vendors)

    @property
    def can_build_vulkan(self) -> bool:
        return self.glslc and self.spirv_headers and _version(self.vulkan_headers) >= _VULKAN_HEADERS


@dataclass(frozen=True, slots=True)
class BuildChoice:
    """What to build, or why not.

    Attributes:
        backend: None if nothing can be built now.
        flags: for cmake.
        command: what has to be run first, exactly; empty if nothing is missing.
        words: one or two sentences for people.
    """

    backend: Backend | None
    flags: tuple[str, ...]
    command: str
    words: str


def choose_build(facts: Facts) -> BuildChoice:
    """Decide which back end fits this machine."""
    if not facts.has_gpu:
        return _refused("", "No GPU was found in this machine that llama.cpp could use; it computes on the processor.")
    if not facts.compilers:
        return _refused(
            _install(facts, *_COMPILER_PACKAGES), "Compiling llama.cpp needs cmake, make and a C++ compiler."
        )
    if facts.system == "Darwin":
        return _choose_metal(facts)
    if "nvidia" in facts.vendors:
        return _choose_for_nvidia(facts)
    return _choose_vulkan(facts, f"a GPU of {' and '.join(_called(vendor) for vendor in facts.vendors)}")


def _choose_metal(facts: Facts) -> BuildChoice:
    if facts.machine != "arm64":
        return _refused(
            "", "llama.cpp's Metal back end is of use on Apple silicon only; this Mac has an Intel processor."
        )
    return BuildChoice("metal", ("-DGGML_METAL=on",), "", "Metal, for the GPU of this Mac.")


def _choose_for_nvidia(facts: Facts) -> BuildChoice:
    named = facts.names[0] if facts.names else "an NVIDIA GPU"
    if not facts.nvidia_driver:
        words = f"There is {named}, but NVIDIA's driver is not loaded. Install it and restart the machine."
        return _refused(driver_command(facts), words)
    if facts.nvcc and not _is_newer(facts.cuda_toolkit, facts.cuda_of_driver):
        return BuildChoice(
            "cuda", ("-DGGML_CUDA=on",), "", f"CUDA {facts.cuda_toolkit}, for {named}.".replace("  ", " ")
        )
    if facts.nvcc and not facts.can_build_vulkan:
        words = (
            f"The CUDA toolkit {facts.cuda_toolkit} is newer than the driver {facts.nvidia_driver}, which serves CUDA up to "
            f"{facts.cuda_of_driver}. Update the driver and restart the machine, or install an older toolkit."
        )
        return _refused(driver_command(facts), words)
    if facts.can_build_vulkan:
        words = f"Vulkan, for {named}. With the CUDA toolkit it would be faster: {toolkit_command(facts)}"
        return BuildChoice("vulkan", ("-DGGML_VULKAN=on",), "", words)
    return _refused(toolkit_command(facts), f"There is {named}, but no CUDA compiler (nvcc) to build llama.cpp for it.")


def _choose_vulkan(facts: Facts, named: str) -> BuildChoice:
    if not facts.render_nodes:
        words = (
            f"There is {named}, but the kernel offers it to no program of this user. Join the groups that may use it, log in "
            "again, and see that the GPU's driver is loaded."
        )
        return _refused("sudo usermod -aG render,video $USER", words)
    if facts.vulkan_headers and _version(facts.vulkan_headers) < _VULKAN_HEADERS:
        newest = ".".join(map(str, _VULKAN_HEADERS))
        words = (
            f"There is {named}, but this system's headers of Vulkan are of version {facts.vulkan_headers} and llama.cpp needs {newest}. "
            "Install the Vulkan SDK, or a newer release of the system."
        )
        return _refused("install the Vulkan SDK from vulkan.lunarg.com/sdk/home, and set VULKAN_SDK", words)
    if not facts.can_build_vulkan:
        return _refused(
            _install(facts, *VULKAN_PACKAGES),
            f"There is {named}; a build for Vulkan needs a shader compiler and headers.",
        )
    return BuildChoice("vulkan", ("-DGGML_VULKAN=on",), "", f"Vulkan, for {named}.")


def driver_command(facts: Facts) -> str:
    """How NVIDIA's driver is installed or updated here."""
    if facts.distribution == "ubuntu":
        return "sudo ubuntu-drivers install"
    if facts.distribution == "debian":
        return "sudo apt-get install nvidia-driver  # of the component non-free"
    return "install NVIDIA's driver with the system's package manager"


def toolkit_command(facts: Facts) -> str:
    """How the CUDA toolkit is installed here."""
    if facts.distribution in ("debian", "ubuntu"):
        note = "  # of the component non-free" if facts.distribution == "debian" else ""
        return f"sudo apt-get install nvidia-cuda-toolkit{note}"
    return "install the CUDA toolkit with the system's package manager, or from developer.nvidia.com/cuda-downloads"


def find_facts(environ: Mapping[str, str] = os.environ) -> Facts:
    """Look at this machine. Starts ``nvidia-smi`` and ``nvcc`` where they are; some hundred milliseconds."""
    system = platform.system()
    if system == "Darwin":
        return Facts("Darwin", platform.machine(), ("apple",), compilers=_answers("xcode-select", "-p"))
    smi = _nvidia_smi()
    vendors = _pci_vendors() or (("nvidia",) if smi else ())
    nvcc = shutil.which("nvcc") or next((place for place in _CUDA_TOOLKIT_PLACES if Path(place).is_file()), "")
    return Facts(
        system=system,
        machine=platform.machine(),
        vendors=vendors,
        names=smi.names if smi else _names_from_proc(),
        nvidia_driver=smi.driver if smi else _driver_from_proc(),
        cuda_of_driver=smi.cuda if smi else "",
        nvcc=nvcc,
        cuda_toolkit=_toolkit_version(nvcc),
        render_nodes=_render_nodes(),
        glslc=shutil.which("glslc") is not None,
        vulkan_headers=_vulkan_headers(environ),
        spirv_headers=_header("spirv/unified1/spirv.h", environ) is not None,
        compilers=all(shutil.which(tool) for tool in ("cmake", "c++")),
        distribution=_distribution(),
        hidden=_hidden(environ),
    )


@dataclass(frozen=True, slots=True)
class _Smi:
    driver: str
    cuda: str
    names: tuple[str, ...]


def _nvidia_smi() -> _Smi | None:
    """None where there is none, or where it finds no driver."""
    table = _output("nvidia-smi")
    driver = re.search(r"Driver Version: ([\d.]+)", table)
    if driver is None:
        return None
    cuda = re.search(r"CUDA Version: ([\d.]+)", table)
    names = _output("nvidia-smi", "--query-gpu=name", "--format=csv,noheader")
    return _Smi(driver[1], cuda[1] if cuda else "", tuple(line.strip() for line in names.splitlines() if line.strip()))


def _driver_from_proc(folder: Path = Path("/proc/driver/nvidia")) -> str:
    found = re.search(r"Kernel Module\D*([\d.]+)", _text(folder / "version"))
    return found[1] if found else ""


def _names_from_proc(folder: Path = Path("/proc/driver/nvidia/gpus")) -> tuple[str, ...]:
    files = sorted(folder.glob("*/information")) if folder.is_dir() else []
    found = (re.search(r"Model:\s*(.+)", _text(file)) for file in files)
    return tuple(match[1].strip() for match in found if match)


def _pci_vendors(folder: Path = Path("/sys/bus/pci/devices")) -> tuple[str, ...]:
    """Vendors of the display controllers, NVIDIA first: where there are two, that is the one to compute on."""
    found = set()
    for device in sorted(folder.glob("*")) if folder.is_dir() else []:
        if _text(device / "class").startswith(_DISPLAY_CLASS):
            found.add(_VENDORS.get(_text(device / "vendor").strip(), ""))
    return tuple(vendor for vendor in _VENDORS.values() if vendor in found)


def _render_nodes(folder: Path = Path("/dev/dri")) -> bool:
    nodes = folder.glob("renderD*") if folder.is_dir() else iter(())
    return any(os.access(node, os.R_OK | os.W_OK) for node in nodes)


def _toolkit_version(nvcc: str) -> str:
    found = re.search(r"release ([\d.]+)", _output(nvcc, "--version")) if nvcc else None
    return found[1] if found else ""


def _vulkan_headers(environ: Mapping[str, str]) -> str:
    header = _header("vulkan/vulkan_core.h", environ)
    text = _text(header) if header else ""
    release = re.search(r"VK_HEADER_VERSION (\d+)", text)
    line = re.search(r"VK_HEADER_VERSION_COMPLETE VK_MAKE_API_VERSION\(\d+, (\d+), (\d+)", text)
    return f"{line[1]}.{line[2]}.{release[1]}" if line and release else ""


def _header(name: str, environ: Mapping[str, str]) -> Path | None:
    sdk = environ.get("VULKAN_SDK", "")
    places = [*([f"{sdk}/include"] if sdk else []), "/usr/include", "/usr/local/include"]
    return next((Path(place) / name for place in places if (Path(place) / name).is_file()), None)


def _distribution() -> str:
    text = _text(Path("/etc/os-release"))
    known = {match[1] for match in re.finditer(r'^ID(?:_LIKE)?="?([^"\n]+)', text, re.MULTILINE)}
    words = {word for value in known for word in value.split()}
    return "ubuntu" if "ubuntu" in words else "debian" if "debian" in words else next(iter(sorted(words)), "")


def _hidden(environ: Mapping[str, str]) -> str:
    """Empty, or a number below zero, hides all of CUDA's devices."""
    value = environ.get("CUDA_VISIBLE_DEVICES")
    return f"CUDA_VISIBLE_DEVICES={value}" if value is not None and (not value.strip() or value.startswith("-")) else ""


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _is_newer(toolkit: str, driver: str) -> bool:
    """Within one major version every toolkit runs on every driver (CUDA's minor version compatibility)."""
    if not toolkit or not driver:
        return False
    return _version(toolkit)[:1] > _version(driver)[:1]


def _install(facts: Facts, *packages: str) -> str:
    if facts.distribution in ("debian", "ubuntu"):
        return f"sudo apt-get install {' '.join(packages)}"
    if facts.system == "Darwin":
        return "xcode-select --install"
    return f"install with the system's package manager: {', '.join(packages)}"


def _called(vendor: str) -> str:
    return {"amd": "AMD", "intel": "Intel", "nvidia": "NVIDIA"}.get(vendor, vendor)


def _refused(command: str, words: str) -> BuildChoice:
    return BuildChoice(None, (), command, words)


def _answers(*command: str) -> bool:
    return bool(_output(*command))


def _output(*command: str) -> str:
    """What a program prints; nothing where it is missing, fails or hangs."""
    if shutil.which(command[0]) is None:
        return ""
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=_WAIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
