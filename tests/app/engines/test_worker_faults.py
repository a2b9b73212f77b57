"""Why a worker died. The logs are llama.cpp's and the drivers' own texts, shortened; Vulkan's lack of memory was provoked
on a device in software, the other faults of GPUs were not."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from app.engines.worker_faults import TRYING_AGAIN, Fault, explain

CUDA_LOAD = """load_tensors: loading model tensors, this can take a while... (load_mode = mmap)
ggml_backend_cuda_buffer_type_alloc_buffer: allocating 7605.33 MiB on device 0: cudaMalloc failed: out of memory
alloc_tensor_range: failed to allocate CUDA0 buffer of size 7974766592
llama_model_load: error loading model: unable to allocate CUDA0 buffer
"""
CUDA_RUN = """CUDA error: out of memory
  current device: 0, in function alloc at /src/ggml/src/ggml-cuda/ggml-cuda.cu:467
  cuMemCreate(&handle, reserve_size, &prop, 0)
/src/ggml/src/ggml-cuda/ggml-cuda.cu:98: CUDA error
"""
OLD_DRIVER = "ggml_cuda_init: failed to initialize CUDA: CUDA driver version is insufficient for CUDA runtime version\n"
OLD_TOOLCHAIN = "CUDA error: the provided PTX was compiled with an unsupported toolchain.\n"
NO_DEVICE = "ggml_cuda_init: failed to initialize CUDA: no CUDA-capable device is detected\n"
NO_LIBRARY = "OSError: libcuda.so.1: cannot open shared object file: No such file or directory\n"
NO_TOOLKIT = "OSError: libcudart.so.13: cannot open shared object file: No such file or directory\n"
OTHER_GPU = """CUDA error: no kernel image is available for execution on the device
  current device: 0, in function ggml_cuda_compute_forward at ggml-cuda.cu:2366
/src/ggml-cuda.cu:98: CUDA error
"""
ILLEGAL_ACCESS = "CUDA error: an illegal memory access was encountered\n  current device: 0, in function ggml_backend_cuda_synchronize\n"
OTHER_CUDA = "CUDA error: misaligned address\n  current device: 1, in function x\n"
VULKAN_MEMORY = """ggml_vulkan: Device memory allocation of size 1050181632 failed.
ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory
alloc_tensor_range: failed to allocate Vulkan0 buffer of size 1050181632
"""
VULKAN_LOST = """terminate called after throwing an instance of 'vk::DeviceLostError'
  what():  vk::Queue::submit: ErrorDeviceLost
"""
VULKAN_DRIVER = """terminate called after throwing an instance of 'vk::IncompatibleDriverError'
  what():  vk::createInstance: ErrorIncompatibleDriver
"""
METAL_MEMORY = """ggml_metal_synchronize: error: command buffer 0 failed with status 5
error: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)
"""
METAL_HANG = """ggml_metal_synchronize: error: command buffer 0 failed with status 5
error: Caused GPU Hang Error (00000003:kIOGPUCommandBufferCallbackErrorHang)
"""
HOST_MEMORY = """ggml_aligned_malloc: insufficient memory (attempted to allocate 32768.00 MB)
ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 34359738368
"""
BAD_ALLOC = "terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n"
ASSERTION = "/src/llama.cpp/ggml/src/ggml.c:3116: GGML_ASSERT(ggml_can_mul_mat(a, b)) failed\n[New LWP 3]\n"
SECOND_TRY = """not enough memory on the GPU: trying again with 16 layers there
load_tensors: offloaded 16/33 layers to GPU
"""
CHATTER = (
    "llama_context: n_ctx_seq (4096) < n_ctx_train (32768) -- the full capacity of the model will not be utilized\n"
)


@pytest.mark.parametrize(
    ("exit_code", "log", "kind", "says", "advises"),
    [
        (1, CUDA_LOAD, "gpu_memory", "GPU has not enough memory for the model M", "fewer GPU layers"),
        (-signal.SIGABRT, CUDA_RUN, "gpu_memory", "GPU has not enough memory", "stronger quantization"),
        (-signal.SIGABRT, VULKAN_MEMORY, "gpu_memory", "GPU has not enough memory", "cloud"),
        (-signal.SIGABRT, METAL_MEMORY, "gpu_memory", "GPU has not enough memory", "smaller context"),
        (-signal.SIGABRT, OLD_DRIVER, "driver", "older", "Update the driver"),
        (-signal.SIGABRT, OLD_TOOLCHAIN, "driver", "older", "Update the driver"),
        (-signal.SIGABRT, NO_DEVICE, "driver", "does not answer", "Restart"),
        (1, NO_LIBRARY, "driver", "does not answer", "Restart"),
        (1, NO_TOOLKIT, "driver", "toolkit", "make llama"),
        (-signal.SIGABRT, VULKAN_DRIVER, "driver", "does not answer", "polymath devices"),
        (-signal.SIGABRT, OTHER_GPU, "wrong_gpu", "another GPU", "make gpu"),
        (-signal.SIGABRT, ILLEGAL_ACCESS, "device_lost", "illegal memory access", "Run it again"),
        (-signal.SIGABRT, OTHER_CUDA, "device_lost", "misaligned address", "Run it again"),
        (-signal.SIGABRT, VULKAN_LOST, "device_lost", "ErrorDeviceLost", "newer driver"),
        (-signal.SIGABRT, METAL_HANG, "device_lost", "kIOGPUCommandBufferCallbackErrorHang", "Run it again"),
        (-signal.SIGABRT, HOST_MEMORY, "out_of_memory", "not enough memory", "close other programs"),
        (-signal.SIGABRT, BAD_ALLOC, "out_of_memory", "not enough memory", "smaller context"),
        (-signal.SIGKILL, CHATTER, "killed", "most often because memory ran out", "smaller context"),
        (137, CHATTER, "killed", "memory ran out", "close other programs"),
        (-signal.SIGILL, CHATTER, "wrong_processor", "another processor", "make llama"),
        (0xC000001D, "", "wrong_processor", "another processor", "make llama"),
        (-signal.SIGKILL, NO_DEVICE, "killed", "memory ran out", "smaller context"),
        (-signal.SIGSEGV, NO_DEVICE, "crash", "SIGSEGV", "another model"),
        (-signal.SIGABRT, NO_DEVICE + ASSERTION, "assertion", "GGML_ASSERT", "report it"),
        (-signal.SIGSEGV, CUDA_LOAD + SECOND_TRY, "crash", "SIGSEGV", "another model"),
        (-signal.SIGABRT, ASSERTION, "assertion", "GGML_ASSERT(ggml_can_mul_mat(a, b)) failed", "report it"),
        (-signal.SIGABRT, "", "crash", "SIGABRT", "Run it again"),
        (-signal.SIGSEGV, CHATTER, "crash", "signal 11, SIGSEGV", "another model"),
        (3, CHATTER, "unknown", "exit status 3", "Run it again"),
        (0, "", "unknown", "ended by itself", "Run it again"),
        (None, "", "unknown", "not known", "Run it again"),
    ],
)
def test_a_death_is_explained(exit_code: int | None, log: str, kind: str, says: str, advises: str) -> None:
    fault = explain(exit_code, log, "M")

    assert fault.kind == kind
    assert says in fault.message
    assert advises in fault.hint
    assert fault.message.endswith(".")
    assert fault.hint.endswith(".")


def test_it_is_a_plain_tuple_too() -> None:
    message, hint, kind = explain(-signal.SIGKILL, "", "")

    assert "the model," in message
    assert hint
    assert kind == "killed"
    assert isinstance(explain(1, "", ""), Fault)


def test_the_workers_line_between_two_tries_is_the_one_that_is_looked_for() -> None:
    loader = Path(__file__).resolve().parents[3] / "app" / "worker" / "loader.py"

    assert TRYING_AGAIN in loader.read_text(encoding="utf-8")
