"""The offline lock: while it is on, no socket of this process reaches anything, loopback included.

It is enforced where every Python socket passes: the interpreter's audit events (https://docs.python.org/3/library/audit_events.html).
What is not Python (Chromium's network, a child process) does not pass there and must be shut by whoever starts it.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

_ADDRESSED = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})


class OfflineLockError(OSError):
    """A socket was used while the offline lock is on. An ``OSError``, so that every library passes it on as a failed connection."""

    def __init__(self) -> None:
        super().__init__("The offline lock is on: no connection leaves this program.")


class SocketGuard:
    """Holds the lock's flag and, once installed, refuses connections and name lookups while it is set. Safe from any thread."""

    def __init__(self) -> None:
        self._locked = False
        self._installed = False

    @property
    def locked(self) -> bool:
        return self._locked

    def set_locked(self, locked: bool) -> None:
        """Turn the lock on or off. Connections that are open already are not cut: their owners ask ``locked`` before each use."""
        self._locked = locked

    def install(self) -> None:
        """Put the guard in place for the rest of the process's life; an audit hook cannot be removed. Twice is once."""
        if not self._installed:
            self._installed = True
            sys.addaudithook(_hook(lambda: self._locked))


def _hook(locked: Callable[[], bool]) -> Callable[[str, tuple[Any, ...]], None]:
    def audit(event: str, args: tuple[Any, ...]) -> None:
        # Called for every import and every opened file too: the name is looked at first, and cheaply.
        if not event.startswith("socket.") or not locked():
            return
        if event in _LOOKUPS or (event in _ADDRESSED and not _stays_inside(args[0])):
            raise OfflineLockError

    return audit


def _stays_inside(sock: socket.socket) -> bool:
    """AF_UNIX cannot leave the machine. Windows builds ``socketpair``, which every event loop needs, out of two loopback sockets."""
    if sock.family == getattr(socket, "AF_UNIX", None):
        return True
    return sys.platform == "win32" and _called_by_socketpair(sys._getframe())


def _called_by_socketpair(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_name == "socketpair" and frame.f_code.co_filename == socket.__file__:
            return True
        frame = frame.f_back
    return False


def caused_by_lock(error: BaseException | None) -> bool:
    """Whether the offline lock stands behind ``error``: looks through causes, contexts and groups."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        if isinstance(one, OfflineLockError):
            return True
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
    return False
