"""A flag that llama.cpp itself looks at between two steps of a computation."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

import llama_cpp


class Stopped(Exception):
    """The user cancelled, or the program went away."""


class AbortFlag:
    """Set by any thread; ends a running ``llama_decode`` on the CPU within one operation of the graph.

    llama.cpp asks a C function ``bool (*)(void *)`` after every node of its graph. A Python function there would take the
    interpreter's lock thousands of times a second. ``strlen`` of a two-byte buffer is such a function already: it is 0 as long
    as the first byte is, and 1 afterwards.
    """

    def __init__(self) -> None:
        self._bytes = ctypes.create_string_buffer(2)
        library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        address = ctypes.cast(library.strlen, ctypes.c_void_p).value or 0
        self._callback = llama_cpp.ggml_abort_callback(address)

    def set(self) -> None:
        self._bytes[0] = b"\x01"

    def clear(self) -> None:
        self._bytes[0] = b"\x00"

    @property
    def is_set(self) -> bool:
        return bool(self._bytes[0] != b"\x00")

    def raise_if_set(self) -> None:
        """Stop here if asked to.

        Raises:
            Stopped: the flag is set.
        """
        if self.is_set:
            raise Stopped

    def attach(self, context: Any) -> None:
        """Let a llama.cpp context look at this flag."""
        llama_cpp.llama_set_abort_callback(context, self._callback, ctypes.addressof(self._bytes))
