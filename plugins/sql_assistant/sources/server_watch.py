"""Ends what runs on a server when it must: from a thread of its own, because the one that waits for rows cannot."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

from plugins.sql_assistant.sources.base import Stop

POLL_S = 0.05
AGAIN_S = 0.5
PATIENCE_S = 3.0


@contextlib.contextmanager
def watched(stop: Stop, cancel: Callable[[], None], cut: Callable[[], None]) -> Iterator[None]:
    """Ends the block's query when ``stop`` is due; nothing is cancelled after the block has been left.

    Args:
        cancel: asks the server to end the query; called again where that did not help, for it may have come between two statements.
        cut: ends the connection; called where the server does not listen.
    """
    over = threading.Event()

    def watch() -> None:
        while not over.wait(POLL_S):
            if stop.is_due:
                _end(over, cancel, cut)
                return

    thread = threading.Thread(target=watch, name="sql-watch", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _end(over: threading.Event, cancel: Callable[[], None], cut: Callable[[], None]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        cancel()
        if over.wait(AGAIN_S):
            return
    cut()


def cut_socket(number: int) -> None:
    """Shut a socket down under the driver that waits on it; the driver still closes it."""
    with contextlib.suppress(OSError, ValueError):
        sock = socket.socket(fileno=number)
        try:
            sock.shutdown(socket.SHUT_RDWR)
        finally:
            sock.detach()
