"""The worker as the program sees it: a child process, lines of JSON, and a ladder for stopping it.

Everything here runs on one asyncio loop, which may be a stock loop on a background thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.engines.worker_faults import explain
from app.errors import ContextOverflow, EngineError, EngineTimeout, ProtocolError, WorkerTerminated
from app.worker import protocol
from app.worker.protocol import WorkerMessage

START_TIMEOUT_S = 120.0
CANCEL_GRACE_S = 2.0
TERMINATE_GRACE_S = 3.0
PING_EVERY_S = 10.0
MISSED_PINGS = 6
"""So many in a row, with no other word in between, and the worker is frozen: its reading thread answers while the other computes, and
a machine on which that takes a minute is stuck, not slow. Pings are counted, not seconds: a sleep of the machine costs one at most."""
_FROZEN = "The process that runs the local model gave no sign of life for a minute and was ended."
_CLOSED = "The local model was closed while it was needed."
_SPINS = "3000"
"""How often a thread of llama.cpp looks whether the others are done before it sleeps. Left alone it looks a hundred times longer, which
gains a few percent on an idle machine and costs most of the speed on a busy one (two threads beside two busy programs: 0.5 against 2.6
tokens/s).
"""
_STDERR_LINES = 40
_STDERR_LINE_CHARS = 400
_STDERR_TAIL_BYTES = 16 << 10
_STDERR_READ_BYTES = 64 << 10
_log = logging.getLogger("polymath.worker")
_LONG = frozenset({"devices", "load", "generate"})
_PING = protocol.encode(WorkerMessage(0, "ping"))
_PROJECT = Path(__file__).resolve().parents[2]


def worker_command() -> tuple[str, ...]:
    """The command that starts the worker with this interpreter."""
    return (sys.executable, "-m", "app", "--worker")


class WorkerProcess:
    """One running worker. Make it with ``start``; several requests may be under way, told apart by their ids."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._last_id = 0
        self._inboxes: dict[int, asyncio.Queue[WorkerMessage | EngineError]] = {}
        self._stderr = b""
        self._model = ""
        self._heard = True
        self._ended_because = ""
        self._stderr_task = asyncio.create_task(self._read_stderr())
        self._reader_task = asyncio.create_task(self._read_stdout())

    @classmethod
    async def start(cls, command: Sequence[str] = ()) -> WorkerProcess:
        """Start a worker and wait until it is ready.

        Raises:
            WorkerTerminated: it ends at once, or cannot be started.
            EngineTimeout: it does not say that it is ready.
            ProtocolError: it is of another version of the program.
        """
        try:
            process = await asyncio.create_subprocess_exec(
                *(command or worker_command()),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=protocol.MAX_LINE_BYTES,
                env=_environment(),
            )
        except OSError as error:
            raise WorkerTerminated(f"The worker cannot be started: {error}.", exit_code=None) from error
        worker = cls(process)
        ready = False
        try:
            async with asyncio.timeout(START_TIMEOUT_S), contextlib.aclosing(worker.request("hello")) as events:
                async for event in events:
                    _check_version(event)
                    ready = True
        except TimeoutError as error:
            raise EngineTimeout(
                "The process that runs the local model does not start.",
                after_s=START_TIMEOUT_S,
                hint="Try again when the machine is less busy.",
            ) from error
        finally:
            if not ready:
                await asyncio.shield(asyncio.create_task(worker.stop(grace_s=0.0)))  # there is nothing to lose
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether requests can be sent."""
        return self._process.returncode is None and not self._reader_task.done()

    @property
    def stderr_tail(self) -> str:
        """The last lines that the worker printed since the last load began."""
        lines = self._stderr.decode("utf-8", "replace").splitlines()
        return "\n".join(line.rstrip()[:_STDERR_LINE_CHARS] for line in lines[-_STDERR_LINES:])

    async def request(self, kind: str, body: Mapping[str, Any] | None = None) -> AsyncGenerator[WorkerMessage, None]:
        """Send a command and yield its events; the last one is ``ready``, ``loaded`` or ``done``.

        Closing the iterator early cancels the request and returns once the worker is idle again or, if it does not obey, gone.

        Raises:
            WorkerTerminated: the worker ends before the request does, or is frozen and was killed.
            EngineError: the worker's ``error`` event.
            ProtocolError: it sends something that is not in the protocol; it is stopped.
        """
        self._last_id += 1
        request_id = self._last_id
        inbox = self._inboxes[request_id] = asyncio.Queue()
        over = False
        watch = asyncio.create_task(self._watch()) if kind in _LONG else None
        if kind == "load":
            self._stderr, self._model = b"", Path(str((body or {}).get("path", ""))).stem
        try:
            await self._send(WorkerMessage(request_id, kind, body or {}))
            while not over:
                event = await self._next(inbox)
                over = event.kind in protocol.LAST_EVENTS
                if event.kind == "error":
                    raise protocol.error_from(event.body)
                yield event
        except (WorkerTerminated, ProtocolError, ContextOverflow):
            over = True
            raise
        finally:
            if watch is not None:
                watch.cancel()
            if over:
                self._inboxes.pop(request_id, None)
            else:
                # A task of its own: a second cancellation of the caller must not leave the worker half stopped.
                await asyncio.shield(asyncio.create_task(self._abandon(request_id, inbox)))

    async def stop(self, *, grace_s: float | None = None) -> None:
        """End the process: close its stdin, then terminate, then kill. Returns when it is gone.

        Args:
            grace_s: before it is terminated; None for the usual time.
        """
        self._ended_because = self._ended_because or _CLOSED
        if self._process.stdin is not None:
            self._process.stdin.close()
        if not await self._gone_within(CANCEL_GRACE_S if grace_s is None else grace_s):
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            if not await self._gone_within(TERMINATE_GRACE_S):
                self._kill()
        await self._process.wait()
        await asyncio.gather(self._reader_task, self._stderr_task)

    async def _abandon(self, request_id: int, inbox: asyncio.Queue[WorkerMessage | EngineError]) -> None:
        try:
            async with asyncio.timeout(CANCEL_GRACE_S):
                await self._send(WorkerMessage(0, "cancel", {"target": request_id}))
                while (await self._next(inbox)).kind not in protocol.LAST_EVENTS:
                    pass
        except TimeoutError:
            await self.stop(grace_s=0.0)  # it was asked once already
        except EngineError:
            pass  # Whatever it was, nobody waits for this answer any more.
        finally:
            self._inboxes.pop(request_id, None)

    async def _watch(self) -> None:
        """Kill a process that is frozen; one that computes, however slowly, answers."""
        silent = 0
        while silent <= MISSED_PINGS:
            self._heard = False
            if silent and self._process.stdin is not None and self.alive:
                self._process.stdin.write(_PING)  # without waiting, for the pipe may be full
            await asyncio.sleep(PING_EVERY_S)
            silent = 0 if self._heard else silent + 1
        self._ended_because = _FROZEN
        self._kill()

    async def _next(self, inbox: asyncio.Queue[WorkerMessage | EngineError]) -> WorkerMessage:
        if not self.alive and inbox.empty():
            raise await self._terminated()
        event = await inbox.get()
        if isinstance(event, EngineError):
            raise event
        return event

    async def _send(self, message: WorkerMessage) -> None:
        stdin = self._process.stdin
        if stdin is None or stdin.is_closing() or not self.alive:
            raise await self._terminated()
        line = protocol.encode(message)
        if len(line) > protocol.MAX_LINE_BYTES:
            raise ContextOverflow(
                f"The prompt has {len(line) >> 20} MiB of text, which no model's context holds.",
                hint="Shorten the input.",
            )
        try:
            stdin.write(line)
            await stdin.drain()
        except ConnectionError as error:
            raise await self._terminated() from error

    async def _read_stdout(self) -> None:
        problem: EngineError = ProtocolError("The worker's words could not be read.")
        try:
            problem = await self._listen()
        finally:  # whatever ends the reading, nobody waits for ever
            self._kill()
            for inbox in self._inboxes.values():
                inbox.put_nowait(problem)

    async def _listen(self) -> EngineError:
        """Deliver events until there are no more; returns why."""
        stdout = self._process.stdout
        problem: EngineError | None = None
        while stdout is not None and problem is None:
            try:
                line = await stdout.readline()
            except ValueError:  # asyncio's way to say that a line exceeds the limit
                return ProtocolError("The worker sent a line that is too long.")
            if not line:
                return self._noted(await self._terminated())
            problem = self._deliver(line)
        return problem or await self._terminated()

    def _noted(self, end: WorkerTerminated) -> WorkerTerminated:
        """The log keeps what a restart would let be forgotten."""
        if self._ended_because != _CLOSED:
            _log.warning("%s (exit status %s)\n%s", end.message, end.exit_code, end.stderr_tail)
        return end

    def _deliver(self, line: bytes) -> EngineError | None:
        """Put an event where it belongs. An event of a request that nobody waits for is dropped."""
        self._heard = True
        try:
            event = protocol.decode(line, protocol.EVENTS)
        except ProtocolError as error:
            return error
        if (
            event.kind == "error" and event.id == 0
        ):  # it could not read a command: whoever sent that would wait for ever
            return protocol.error_from(event.body)
        inbox = self._inboxes.get(event.id)
        if inbox is not None:
            inbox.put_nowait(event)
        return None

    async def _read_stderr(self) -> None:
        """Whatever it prints and however much of it: read at once, so that it never waits, and forgotten but for the end."""
        stderr = self._process.stderr
        while stderr is not None and (data := await stderr.read(_STDERR_READ_BYTES)):
            self._stderr = (self._stderr + data)[-_STDERR_TAIL_BYTES:]

    async def _terminated(self) -> WorkerTerminated:
        """Wait for the end and say how it came."""
        if not await self._gone_within(CANCEL_GRACE_S):
            self._kill()
        exit_code = await self._process.wait()
        await asyncio.wait([self._stderr_task], timeout=CANCEL_GRACE_S)
        if self._ended_because:  # its exit status is our doing and explains nothing
            return WorkerTerminated(
                self._ended_because, exit_code=None, stderr_tail=self.stderr_tail, hint="Run it again."
            )
        fault = explain(exit_code, self.stderr_tail, self._model)
        return WorkerTerminated(fault.message, exit_code=exit_code, stderr_tail=self.stderr_tail, hint=fault.hint)

    async def _gone_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._process.wait()
        except TimeoutError:
            return False
        return True

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()


def _environment() -> dict[str, str]:
    """The worker is imported from where this program is, whatever the working directory."""
    paths = [str(_PROJECT), os.environ.get("PYTHONPATH", "")]
    return {
        "GGML_NO_BACKTRACE": "1",
        "GOMP_SPINCOUNT": _SPINS,
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "PYTHONUNBUFFERED": "1",
    }


def _check_version(ready: WorkerMessage) -> None:
    told = ready.body.get("protocol", protocol.VERSION)
    if told != protocol.VERSION:
        raise ProtocolError(
            f"The process that runs the local model speaks version {told} of its protocol, this program version {protocol.VERSION}.",
            line=str(dict(ready.body))[:_STDERR_LINE_CHARS],
            hint="The program was updated while it ran: close it and start it again.",
        )
