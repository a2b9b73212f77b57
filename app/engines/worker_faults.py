"""Why a worker died: its exit status and the last lines that it printed → a sentence and the next step. Pure; no file is read.

The texts are those of the vendored llama.cpp and of the drivers below it: ``ggml-cuda.cu`` (``ggml_cuda_error``, ``cudaGetErrorString``),
``ggml-vulkan.cpp`` (``vk::…Error``, ``vk::to_string``), ``ggml-metal-context.m`` (``MTLCommandBufferError``), ``ggml-alloc.c``.
"""

from __future__ import annotations

import re
import signal
import sys
from collections.abc import Callable
from typing import Literal, NamedTuple

FaultKind = Literal[
    "out_of_memory",
    "gpu_memory",
    "driver",
    "device_lost",
    "wrong_processor",
    "wrong_gpu",
    "killed",
    "assertion",
    "crash",
    "unknown",
]
_ILLEGAL_INSTRUCTION_WINDOWS = 0xC000001D
_ACCESS_VIOLATION_WINDOWS = 0xC0000005
_SIGKILL = getattr(signal, "SIGKILL", 9)
_LESS = "Use fewer GPU layers, a smaller context or a stronger quantization, or the cloud for this tool."
TRYING_AGAIN = "not enough memory on the GPU: trying again with"
"""The worker's own line between two tries; what was printed before it was survived."""
_ASSERTION = re.compile(r"(GGML_ASSERT\([^\n]*\) failed|GGML_ASSERT\([^\n]*\)|[\w./-]+:\d+: (?!fatal error)[^\n]+)")


class Fault(NamedTuple):
    """A death explained.

    Attributes:
        message: one sentence that says what happened.
        hint: one or two that say what to do.
    """

    message: str
    hint: str
    kind: FaultKind


def explain(exit_code: int | None, stderr_tail: str, model_name: str) -> Fault:
    """Say why a worker ended.

    Args:
        exit_code: negative signal number where a signal ended it; None if unknown.
        stderr_tail: the last lines that it printed, of this load and run alone.
        model_name: for people; empty if no model was loaded.
    """
    model, last_try = _called(model_name), stderr_tail.rpartition(TRYING_AGAIN)[2]
    return (
        _by_signal(exit_code, model)
        or _by_text(_FATAL, last_try, model)
        or _by_assertion(exit_code, last_try, model)
        or (_by_text(_AT_START, last_try, model) if not _is(exit_code, signal.SIGSEGV) else None)
        or _by_exit(exit_code, model)
    )


def _called(model_name: str) -> str:
    return f"the model {model_name}" if model_name else "the model"


def _gpu_memory(model: str, _found: re.Match[str]) -> Fault:
    return Fault(
        f"The GPU has not enough memory for {model}.", f"{_LESS} Other programs may use the GPU too.", "gpu_memory"
    )


def _memory(model: str, _found: re.Match[str]) -> Fault:
    return Fault(f"There is not enough memory for {model}.", f"{_LESS} Or close other programs.", "out_of_memory")


def _old_driver(_model: str, _found: re.Match[str]) -> Fault:
    return Fault(
        "The GPU's driver is older than the one that this build of llama.cpp needs.",
        "Update the driver, restart the machine, and run “polymath devices”; until then set GPU layers to 0.",
        "driver",
    )


def _no_driver(_model: str, _found: re.Match[str]) -> Fault:
    return Fault(
        "The GPU's driver does not answer: it is not loaded, or not the one that belongs to the GPU.",
        "Restart the machine; if that does not help, install the driver again. “polymath devices” says more.",
        "driver",
    )


def _no_toolkit(_model: str, _found: re.Match[str]) -> Fault:
    return Fault(
        "Libraries of the GPU's toolkit with which llama.cpp was built are gone.",
        "Install the toolkit again, or compile llama.cpp for the processor alone: “make llama”.",
        "driver",
    )


def _wrong_gpu(_model: str, _found: re.Match[str]) -> Fault:
    return Fault(
        "This build of llama.cpp was made for another GPU.",
        "Build it for this one with “make gpu”, or set GPU layers to 0.",
        "wrong_gpu",
    )


def _lost(_model: str, found: re.Match[str]) -> Fault:
    return Fault(
        f"The GPU stopped in the middle of its work ({found[0].strip()}).",
        "Run it again. If it comes back: fewer GPU layers, no overclocking, a newer driver; 0 layers avoid the GPU.",
        "device_lost",
    )


def _assertion(_model: str, found: re.Match[str]) -> Fault:
    return Fault(
        f"llama.cpp met a state that it does not allow: {found[0].strip()}.",
        "Run it again; if it comes back, choose another edition of the model, and report it with these words.",
        "assertion",
    )


_Texts = tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Fault]], ...]
_FATAL: _Texts = tuple(
    (re.compile(text, re.IGNORECASE), fault)
    for text, fault in (
        (r"cudaMalloc failed: out of memory", _gpu_memory),
        (r"(CUDA|ROCm|MUSA|HIP) error: out of memory", _gpu_memory),
        (r"(CUBLAS|HIPBLAS)_STATUS_ALLOC_FAILED", _gpu_memory),
        (r"(unable|failed) to allocate (CUDA|ROCm|MUSA|Vulkan|MTL|Metal|SYCL)\w* buffer", _gpu_memory),
        (r"ErrorOutOfDeviceMemory|Device memory allocation of size \d+ failed", _gpu_memory),
        (r"Insufficient Memory \(0|kIOGPUCommandBufferCallbackErrorOutOfMemory", _gpu_memory),
        (r"failed to allocate Metal buffer|ggml_metal\w*: error: failed to allocate buffer", _gpu_memory),
        (r"error: CUDA driver version is insufficient|unsupported toolchain|Vulkan 1\.2 required", _old_driver),
        (r"forward compatibility was attempted|unsupported display driver / cuda driver combination", _old_driver),
        (r"no kernel image is available|compiled without support for|invalid device function", _wrong_gpu),
        (r"ErrorIncompatibleDriver|ErrorInitializationFailed|failed to initialize the Metal library", _no_driver),
        (r"(libcuda|nvcuda|libamdhip64|libvulkan)\.[\w.]*: cannot open shared object file", _no_driver),
        (r"lib(cudart|cublas|cublasLt|hipblas|rocblas|nccl)[\w.]*: cannot open shared object file", _no_toolkit),
        (r"ErrorDeviceLost|ggml_vulkan: device lost[^\n]*", _lost),
        (
            r"unspecified launch failure|illegal memory access was encountered|the launch timed out and was terminated",
            _lost,
        ),
        (r"uncorrectable ECC error|GPU has fallen off the bus|kIOGPUCommandBufferCallbackError\w+", _lost),
        (r"Caused GPU \w+ Error|command buffer \d+ failed with status \d+", _lost),
        (r"(CUDA|ROCm|MUSA) error: [^\n]+", _lost),
        (r"bad_alloc|MemoryError|cannot allocate memory|ErrorOutOfHostMemory", _memory),
        (r"(unable|failed) to allocate|mmap failed|out of memory", _memory),
    )
)
# These are printed while the GPUs are looked for, and then the processor is used: they explain a death only where nothing else does.
_AT_START: _Texts = tuple(
    (re.compile(text, re.IGNORECASE), fault)
    for text, fault in (
        (r"driver version is insufficient", _old_driver),
        (r"failed to initialize (CUDA|ROCm|MUSA)|no (CUDA|ROCm)-capable device is detected", _no_driver),
    )
)


def _by_text(texts: _Texts, log: str, model: str) -> Fault | None:
    for pattern, fault in texts:
        found = pattern.search(log)
        if found is not None:
            return fault(model, found)
    return None


def _by_assertion(exit_code: int | None, log: str, model: str) -> Fault | None:
    found = _ASSERTION.search(log)
    if found is None or not ("GGML_ASSERT" in found[0] or _is(exit_code, signal.SIGABRT)):
        return None
    return _assertion(model, found)


def _by_signal(exit_code: int | None, model: str) -> Fault | None:
    """Signals that say enough by themselves, whatever was printed before."""
    if _is(exit_code, _SIGKILL):
        return Fault(
            f"The system ended the process that runs {model}, most often because memory ran out.",
            f"{_LESS} Or close other programs.",
            "killed",
        )
    if _is(exit_code, signal.SIGILL) or exit_code == _ILLEGAL_INSTRUCTION_WINDOWS:
        return Fault(
            "llama.cpp was compiled for another processor: it used an instruction that this one does not have.",
            "Compile it for this one: “make llama”.",
            "wrong_processor",
        )
    return None


def _by_exit(exit_code: int | None, model: str) -> Fault:
    if exit_code == 0:
        return Fault(f"The process that runs {model} ended by itself.", "Run it again.", "unknown")
    return _crash(exit_code, model)


def _crash(exit_code: int | None, model: str) -> Fault:
    crashed = exit_code == _ACCESS_VIOLATION_WINDOWS or any(
        _is(exit_code, number) for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, _bus_error())
    )
    return Fault(
        f"The process that runs {model} ended unexpectedly ({_how(exit_code)}).",
        "Run it again; if that does not help, use fewer GPU layers, a smaller context or another model.",
        "crash" if crashed else "unknown",
    )


def _is(exit_code: int | None, number: int) -> bool:
    """A shell or container in between says 128 + the signal."""
    return exit_code in (-number, 128 + number)


def _bus_error() -> int:
    return getattr(signal, "SIGBUS", signal.SIGSEGV)


def _how(exit_code: int | None) -> str:
    if exit_code is None:
        return "its exit status is not known"
    if exit_code < 0:
        return f"signal {-exit_code}, {_signal_name(-exit_code)}"
    return f"exit status {exit_code:#x}" if sys.platform == "win32" and exit_code > 255 else f"exit status {exit_code}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
