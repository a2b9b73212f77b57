"""Waiting for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable


def waited(until: Callable[[], bool], most_s: float = 10.0) -> float:
    """Seconds until something is so; fails where that takes too long."""
    started = time.monotonic()
    while not until():
        assert time.monotonic() - started < most_s, "it never came"
        time.sleep(0.02)
    return time.monotonic() - started
