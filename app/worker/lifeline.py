"""What ties the worker's life to the program's, beyond the end of stdin."""

from __future__ import annotations

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Let the kernel kill this process when the thread that started it dies. On Linux only; elsewhere nothing happens.

    The end of stdin is the rule, and the reading thread obeys it even while llama.cpp computes. A process that is stopped (SIGSTOP, a
    frozen group) or waits for a driver reads nothing, and would keep its memory for ever.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
