"""Work on many small things in the background that leaves the window's thread its turns."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
WORK_S = 0.001
PAUSE_S = 0.0003


def with_pauses(items: Iterable[T]) -> Iterator[T]:
    """The items, with a short sleep between two of them after each millisecond.

    A thread that asks a database for one small thing after another lets go of the interpreter often, but each time too briefly for a
    thread that waits to take it: that one can wait for a tenth of a second and more.
    """
    due = time.monotonic() + WORK_S
    for item in items:
        yield item
        if time.monotonic() > due:
            time.sleep(PAUSE_S)
            due = time.monotonic() + WORK_S
