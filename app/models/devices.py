"""What the worker says about its build of llama.cpp and the devices that it sees. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.models.machine import Gpu

DeviceType = Literal["cpu", "gpu", "igpu", "accel", "other"]
_GPU_BACKENDS = ("CUDA", "ROCm", "MUSA", "Metal", "Vulkan", "SYCL", "OpenCL", "CANN", "OpenVINO", "WebGPU")


@dataclass(frozen=True, slots=True)
class Device:
    """One device that llama.cpp can compute on.

    Attributes:
        name: llama.cpp's own (``CPU``, ``CUDA0``, ``Vulkan1``).
        description: the product's name, for people.
        type: ``igpu`` has no memory of its own; ``accel`` helps the processor (BLAS).
        free_bytes: when the worker was asked.
    """

    name: str
    description: str
    type: DeviceType
    backend: str
    total_bytes: int = 0
    free_bytes: int = 0

    @property
    def is_gpu(self) -> bool:
        return self.type in ("gpu", "igpu")


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The build and what it sees.

    Attributes:
        version: of llama-cpp-python.
        system_info: llama.cpp's own line: instruction sets and options that were compiled in.
        backends: compiled in (``CPU``, ``CUDA``), whether they found a device or not.
        repacks: whether the worker lets llama.cpp copy weights into the processor's own order.
    """

    version: str
    system_info: str
    backends: tuple[str, ...]
    devices: tuple[Device, ...]
    repacks: bool = True

    @property
    def gpus(self) -> tuple[Gpu, ...]:
        """The GPUs that llama.cpp would use: integrated ones only where there is no other (``llama_prepare_model_devices``)."""
        found = [device for device in self.devices if device.type == "gpu"] or [
            device for device in self.devices if device.type == "igpu"
        ]
        return tuple(_gpu(device) for device in found)

    @property
    def gpu_backends(self) -> tuple[str, ...]:
        """Back ends for GPUs that were compiled in."""
        return tuple(name for name in self.backends if name in _GPU_BACKENDS)


def read_build(body: Mapping[str, Any]) -> BuildReport:
    """The body of a worker's ``devices`` event."""
    listed = body.get("devices")
    devices = tuple(_device(item) for item in listed if isinstance(item, Mapping)) if isinstance(listed, list) else ()
    backends = body.get("backends")
    return BuildReport(
        version=str(body.get("version", "")),
        system_info=str(body.get("system_info", "")),
        backends=tuple(str(name) for name in backends) if isinstance(backends, list) else (),
        devices=devices,
        repacks=body.get("repacks") is not False,
    )


def _device(item: Mapping[str, Any]) -> Device:
    kinds: dict[str, DeviceType] = {"cpu": "cpu", "gpu": "gpu", "igpu": "igpu", "accel": "accel"}
    return Device(
        name=str(item.get("name", "")),
        description=str(item.get("description", "")),
        type=kinds.get(str(item.get("type")), "other"),
        backend=str(item.get("backend", "")),
        total_bytes=_size(item.get("total_bytes")),
        free_bytes=_size(item.get("free_bytes")),
    )


def _gpu(device: Device) -> Gpu:
    shares = device.type == "igpu" or device.backend == "Metal"
    return Gpu(device.name, device.backend, device.total_bytes, device.free_bytes, shares, device.description)


def _size(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
