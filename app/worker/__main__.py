"""The worker process: ``python -m app --worker`` (or ``python -m app.worker`` by hand). Speaks ``app.worker.protocol`` on stdio."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from app.errors import EngineError
from app.worker import protocol
from app.worker.lifeline import end_with_parent
from app.worker.protocol import WorkerMessage

if TYPE_CHECKING:
    from app.worker.abort import AbortFlag
    from app.worker.loader import LlamaLog
    from app.worker.model import Model

_EXIT_GRACE_S = 1.0
_PROGRESS_STEP = 0.02


def main(_argv: Sequence[str] = ()) -> int:
    """Serve until stdin closes. Returns the exit status."""
    # llama.cpp and its backends print to fd 1; the protocol keeps the real one for itself.
    protocol_fd = os.dup(1)
    os.dup2(2, 1)
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is the program's to handle.
    with os.fdopen(protocol_fd, "wb", buffering=0) as output:
        Worker(sys.stdin.buffer, output).serve()
    return 0


def write_all(output: BinaryIO, line: bytes) -> None:
    """Write a whole line: a pipe that is full may take a part of it, where the process was stopped in between."""
    while line:
        line = line[output.write(line) :]


class Worker:
    """Reads commands on a thread of its own, so that ``cancel`` arrives while the main thread computes."""

    def __init__(self, source: BinaryIO, output: BinaryIO) -> None:
        # Imported here and not above: the protocol's file descriptors must be in place before llama.cpp prints.
        from app.worker.abort import AbortFlag
        from app.worker.loader import LlamaLog

        self._source = source
        self._output = output
        self._abort: AbortFlag = AbortFlag()
        self._log: LlamaLog = LlamaLog()
        self._model: Model | None = None
        self._commands: queue.SimpleQueue[tuple[WorkerMessage, float] | None] = queue.SimpleQueue()
        self._state_lock = threading.Lock()
        self._output_lock = threading.Lock()
        self._running = 0
        self._used = False
        self._cancelled: set[int] = set()
        self._closing = False

    def serve(self) -> None:
        """Do what is asked, one command after the other, until the input ends."""
        threading.Thread(target=self._read, name="stdin", daemon=True).start()
        while (item := self._commands.get()) is not None:
            command, received_s = item
            self._start(command.id)
            self._perform(command, received_s)
        self._unload()

    def _read(self) -> None:
        while line := self._source.readline(protocol.MAX_LINE_BYTES):
            received_s = time.monotonic()
            try:
                command = protocol.decode(line, protocol.COMMANDS)
            except EngineError as error:
                self._emit(0, "error", protocol.error_body(error))
                continue
            if command.kind == "cancel":
                self._cancel(command.body.get("target"))
            elif command.kind == "ping":  # answered here: a process that computes is told from one that is frozen
                self._emit(command.id, "pong", {})
            else:
                self._commands.put((command, received_s))
        self._close()

    def _close(self) -> None:
        """The program is gone or wants no more: stop computing; a main thread that does not come back is left behind."""
        with self._state_lock:
            self._closing = True
            self._abort.set()
        self._commands.put(None)
        timer = threading.Timer(_EXIT_GRACE_S, os._exit, (0,))
        timer.daemon = True
        timer.start()

    def _cancel(self, target: Any) -> None:
        with self._state_lock:
            if target == self._running:
                self._abort.set()
            elif isinstance(target, int) and target > self._running:
                self._cancelled.add(target)

    def _start(self, request_id: int) -> None:
        with self._state_lock:
            self._running = request_id
            if not self._closing:
                self._abort.clear()
            if request_id in self._cancelled:
                self._cancelled.discard(request_id)
                self._abort.set()

    def _perform(self, command: WorkerMessage, received_s: float) -> None:
        from app.worker.abort import Stopped

        try:
            self._dispatch(command, received_s)
        except Stopped:
            self._emit(command.id, "done", {"cancelled": True})
        except EngineError as error:
            self._emit(command.id, "error", protocol.error_body(error))
        except Exception as error:  # noqa: BLE001 — the worker's main loop: a bug here must not take the loaded model with it
            traceback.print_exc(file=sys.stderr)
            bug = EngineError(f"The worker met a mistake of its own: {error!r}.", hint="Please report it.")
            self._emit(command.id, "error", protocol.error_body(bug))

    def _dispatch(self, command: WorkerMessage, received_s: float) -> None:
        match command.kind:
            case "hello":
                self._emit(command.id, "ready", {"protocol": protocol.VERSION, "pid": os.getpid()})
            case "load":
                self._load(command)
            case "generate":
                self._generate(command, received_s)
            case "devices":
                from app.worker.devices import report

                self._emit(command.id, "devices", report())
            case "unload":
                self._unload()
                self._emit(command.id, "done", {})

    def _load(self, command: WorkerMessage) -> None:
        from app.worker.loader import LoadOptions, load
        from app.worker.model import Model
        from app.worker.prefixes import open_store
        from app.worker.threads import measure_threads

        self._unload()
        body = command.body
        loaded = load(LoadOptions.read(body), self._log, self._progress(command.id))
        try:
            threads = measure_threads(loaded, self._abort, body.get("thread_choices") or ())
            prefixes = open_store(body, loaded.state_form, can_cut=not loaded.is_recurrent)
            self._model = Model(loaded, self._abort, prefixes)
        except BaseException:
            loaded.free()
            raise
        self._used = False
        told = {
            "name": self._model.name,
            "device": self._model.device,
            "context_tokens": self._model.context_tokens,
            "threads": threads,
            "memory": loaded.memory.to_json(),
        }
        self._emit(command.id, "loaded", told)

    def _progress(self, request_id: int) -> Any:
        last = -1.0

        def report(fraction: float) -> bool:
            nonlocal last
            if fraction - last >= _PROGRESS_STEP or fraction >= 1.0 > last:
                last = fraction
                self._emit(request_id, "progress", {"stage": "load", "fraction": fraction})
            return not self._abort.is_set

        return report

    def _generate(self, command: WorkerMessage, received_s: float) -> None:
        from app.worker.answer import answer

        if self._model is None:
            raise EngineError("No model is loaded.", hint="Choose a model first.")
        answer(self._model, command.body, received_s, lambda kind, body: self._emit(command.id, kind, body))
        self._emit(command.id, "done", self._first_use())
        self._model.write_prefixes()  # now that nobody waits

    def _first_use(self) -> dict[str, int]:
        """What the process holds once intermediate results were touched, after the first answer of a load."""
        from app.worker.loader import resident_bytes

        was_used, self._used = self._used, True
        return {} if was_used else {"rss_bytes": resident_bytes()}

    def _unload(self) -> None:
        if self._model is not None:
            self._model.close()
            self._model = None

    def _emit(self, request_id: int, kind: str, body: Mapping[str, Any]) -> None:
        line = protocol.encode(WorkerMessage(request_id, kind, body))
        with self._output_lock:
            try:
                write_all(self._output, line)
            except BrokenPipeError:  # The program is gone; the end of stdin follows at once.
                self._abort.set()


if __name__ == "__main__":
    sys.exit(main())
