"""A process of the program's own for work that must be bounded: asked over its standard streams, killed where it does not hear.

What goes over is marshalled plain values (None, numbers, texts, bytes, tuples, lists, dicts): marshal builds no object of any class, unlike
pickle, and is many times quicker than JSON. Both ends are the same program with the same interpreter.
"""

from __future__ import annotations

import contextlib
import itertools
import marshal
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Any

from app.errors import StorageError

_LENGTH = struct.Struct(">Q")
_START = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"


class HelperEnded(Exception):
    """The process is gone."""


class HelperProcess:
    """One process, and the thread that reads its answers. Methods may be called from any thread.

    Args:
        module: whose ``main()`` runs in the process; it takes its streams with ``helper_streams``, reads with ``receive`` until None comes,
            and answers each question with ``(number, …)``.
        environment: beside that of the program.

    Raises:
        StorageError: the system starts no process.
    """

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        path = [os.path.abspath(place) for place in sys.path]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START.format(path=path, module=module)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **(environment or {})},
            )
        except OSError as error:
            raise StorageError(
                f"No process can be started: {error.strerror}.", hint="Close other programs and try again."
            ) from error
        self._numbers = itertools.count(1)
        self._last = 0
        self._sending = threading.Lock()
        self._inbox: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="helper-answers", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_there(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, name: str, *arguments: Any) -> None:
        """Send a question: ``(number, name, *arguments)``. Answers to those before it are forgotten.

        Raises:
            HelperEnded: nobody is there.
        """
        self._last = next(self._numbers)
        self._send(self._last, name, *arguments)

    def post(self, name: str) -> None:
        """Send what has no answer; its number is 0."""
        with contextlib.suppress(HelperEnded):
            self._send(0, name)

    def answer(self, wait_s: float) -> tuple[Any, ...] | None:
        """What answers the last question, without its number; None if it does not come in time.

        Raises:
            HelperEnded: none will come.
        """
        try:
            found = self._inbox.get(timeout=wait_s)
        except queue.Empty:
            return None
        if found is None:
            self._inbox.put(None)
            raise HelperEnded
        number, *rest = found
        return tuple(rest) if number == self._last else None

    def kill(self) -> None:
        """End it at once; safe to call twice."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was not sent yet has no reader any more
                    stream.close()

    def _send(self, *message: Any) -> None:
        assert self._process.stdin is not None  # noqa: S101 -- a pipe, see above
        try:
            with self._sending:
                send(self._process.stdin, message)
        except (OSError, ValueError) as error:
            raise HelperEnded from error

    def _read(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 -- a pipe, see above
        while (found := receive(self._process.stdout)) is not None:
            self._inbox.put(found)
        self._inbox.put(None)


def helper_streams() -> tuple[IO[bytes], IO[bytes]]:
    """In the process: where questions come from and answers go. What a library prints from now on goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, answers


def send(stream: IO[bytes], message: tuple[Any, ...]) -> None:
    """Write one message and let it go.

    Raises:
        OSError: nobody is there to read it.
        MemoryError: it is too large to be written.
        ValueError: it holds what is no plain value, or the stream is closed.
    """
    body = marshal.dumps(message)
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Any, ...] | None:
    """Read one message; None at the end of the stream."""
    try:
        head = stream.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        body = stream.read(length)
    except (OSError, ValueError):  # closed meanwhile
        return None
    if len(body) < length:
        return None
    found: tuple[Any, ...] = marshal.loads(body)  # noqa: S302 -- from a process of our own: plain values, no objects
    return found
