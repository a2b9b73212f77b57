"""Which back ends this build of llama.cpp has, and which devices they see, without loading a model.

llama-cpp-python binds ``llama.h`` and leaves ggml's registry out (``ggml-backend.h``), so the few functions of it are bound here.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import llama_cpp

from app.worker.loader import REPACKS

_TYPES = {0: "cpu", 1: "gpu", 2: "igpu", 3: "accel", 4: "meta"}
_NAMES = {"MTL": "Metal"}


def report() -> dict[str, Any]:
    """The body of a ``devices`` event.

    ``backends`` are those that were compiled in; a GPU's that finds no device or no driver is among them all the same, and
    ``devices`` then has none of its kind. ``free_bytes`` is of this moment.
    """
    ggml = _Registry()
    return {
        "version": llama_cpp.__version__,
        "system_info": llama_cpp.llama_print_system_info().decode("utf-8", "replace").strip(),
        "supports_gpu": bool(llama_cpp.llama_supports_gpu_offload()),
        "repacks": REPACKS,
        "backends": list(ggml.backends()),
        "devices": list(ggml.devices()),
    }


class _Registry:
    """ggml's list of back ends and devices."""

    def __init__(self) -> None:
        self._libraries = _libraries()

    def backends(self) -> Iterator[str]:
        get = self._function("ggml_backend_reg_get", ctypes.c_void_p, ctypes.c_size_t)
        name = self._function("ggml_backend_reg_name", ctypes.c_char_p, ctypes.c_void_p)
        for index in range(self._count("ggml_backend_reg_count")):
            yield _backend(_text(name(get(index))))

    def devices(self) -> Iterator[dict[str, Any]]:
        get = self._function("ggml_backend_dev_get", ctypes.c_void_p, ctypes.c_size_t)
        for index in range(self._count("ggml_backend_dev_count")):
            yield self._device(get(index))

    def _device(self, device: int) -> dict[str, Any]:
        name = self._function("ggml_backend_dev_name", ctypes.c_char_p, ctypes.c_void_p)
        description = self._function("ggml_backend_dev_description", ctypes.c_char_p, ctypes.c_void_p)
        kind = self._function("ggml_backend_dev_type", ctypes.c_int, ctypes.c_void_p)
        registry = self._function("ggml_backend_dev_backend_reg", ctypes.c_void_p, ctypes.c_void_p)
        registry_name = self._function("ggml_backend_reg_name", ctypes.c_char_p, ctypes.c_void_p)
        free, total = self._memory(device)
        return {
            "name": _text(name(device)),
            "description": _text(description(device)),
            "type": _TYPES.get(kind(device), "other"),
            "backend": _backend(_text(registry_name(registry(device)))),
            "total_bytes": total,
            "free_bytes": free,
        }

    def _memory(self, device: int) -> tuple[int, int]:
        free, total = ctypes.c_size_t(0), ctypes.c_size_t(0)
        memory = self._function(
            "ggml_backend_dev_memory",
            None,
            ctypes.c_void_p,
            ctypes.POINTER(ctypes.c_size_t),
            ctypes.POINTER(ctypes.c_size_t),
        )
        memory(device, ctypes.byref(free), ctypes.byref(total))
        return free.value, total.value

    def _count(self, name: str) -> int:
        return int(self._function(name, ctypes.c_size_t)())

    def _function(self, name: str, result: Any, *arguments: Any) -> Any:
        """The first of the libraries that has it: on Windows a library does not answer for those that it uses."""
        for library in self._libraries:
            function = getattr(library, name, None)
            if function is not None:
                function.restype, function.argtypes = result, list(arguments)
                return function
        raise OSError(f"this build of llama.cpp has no {name}")


def _libraries() -> list[ctypes.CDLL]:
    from llama_cpp._ggml import libggml  # it has no public name

    folder = Path(llama_cpp.__file__).parent / "lib"
    base = folder / ("ggml-base.dll" if sys.platform == "win32" else "")
    return [libggml, *([ctypes.CDLL(str(base))] if base.is_file() else [])]


def _backend(name: str) -> str:
    return _NAMES.get(name, name)


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
