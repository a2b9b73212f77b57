"""The worker's peer is played by small scripts here, line by line; the real worker is tested with the local engine."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, TypeVar

import psutil
import pytest

from app.engines import child
from app.engines.child import WorkerProcess
from app.errors import ContextOverflow, EngineTimeout, ProtocolError, WorkerTerminated
from app.worker import protocol

T = TypeVar("T")
PRELUDE = """
import json, os, signal, sys, time
def say(id, type, **body): print(json.dumps({"id": id, "type": type, **({"data": {}} if type == "chunk" else {}), **body}), flush=True)
def hear(): return json.loads(sys.stdin.readline())
say(hear()["id"], "ready")
"""


def _with(script: str, work: Callable[[WorkerProcess], Awaitable[T]]) -> T:
    async def bounded() -> T:
        async with asyncio.timeout(30):
            worker = await WorkerProcess.start((sys.executable, "-c", PRELUDE + script))
            try:
                return await work(worker)
            finally:
                await worker.stop()

    return asyncio.run(bounded())


async def _kinds(worker: WorkerProcess, kind: str = "generate") -> list[str]:
    async with aclosing(worker.request(kind, {})) as events:
        return [event.kind async for event in events]


def test_events_come_to_the_request_they_belong_to_and_strays_are_dropped() -> None:
    script = """
    a = hear(); b = hear()
    say(99, "chunk"); say(b["id"], "chunk"); say(a["id"], "done"); say(b["id"], "done")
    sys.stdin.read()
    """.replace("\n    ", "\n")

    async def work(worker: WorkerProcess) -> Any:
        return await asyncio.gather(_kinds(worker), _kinds(worker))

    assert _with(script, work) == [["done"], ["chunk", "done"]]


def test_an_error_event_becomes_the_typed_error() -> None:
    script = """
say(hear()["id"], "error", error="ContextOverflow", message="Too long.", hint="Shorten.",
    fields={"prompt_tokens": 9, "limit_tokens": 8})
sys.stdin.read()
"""

    async def work(worker: WorkerProcess) -> ContextOverflow:
        with pytest.raises(ContextOverflow) as caught:
            await _kinds(worker)
        assert worker.alive
        return caught.value

    error = _with(script, work)

    assert (error.prompt_tokens, error.limit_tokens, error.hint) == (9, 8, "Shorten.")


def test_an_end_in_mid_request_tells_exit_code_and_last_words() -> None:
    async def work(worker: WorkerProcess) -> WorkerTerminated:
        with pytest.raises(WorkerTerminated) as caught:
            await _kinds(worker)
        assert not worker.alive
        return caught.value

    error = _with("say(hear()['id'], 'chunk'); sys.stderr.write('the disk melted\\n'); sys.exit(7)", work)

    assert error.exit_code == 7
    assert "the disk melted" in error.stderr_tail


def test_an_end_that_nobody_wanted_is_in_the_log_and_a_wanted_one_is_not(caplog: pytest.LogCaptureFixture) -> None:
    async def work(worker: WorkerProcess) -> None:
        with contextlib.suppress(WorkerTerminated):
            await _kinds(worker)

    _with("say(hear()['id'], 'done'); sys.stdin.read()", work)
    assert not caplog.records
    _with("hear(); sys.stderr.write('the disk melted\\n'); sys.exit(7)", work)

    assert "the disk melted" in caplog.text


def test_an_end_is_explained_by_the_last_words_and_names_the_model() -> None:
    async def work(worker: WorkerProcess) -> WorkerTerminated:
        with pytest.raises(WorkerTerminated) as caught:
            async with aclosing(worker.request("load", {"path": "/models/large.gguf"})) as events:
                await anext(events)
        return caught.value

    error = _with(
        "hear(); sys.stderr.write('cudaMalloc failed: out of memory\\n'); sys.stderr.flush(); os.abort()", work
    )

    assert "The GPU has not enough memory for the model large." in error.message
    assert error.hint


def test_a_request_to_a_worker_that_has_ended_is_told_so() -> None:
    async def work(worker: WorkerProcess) -> int | None:
        with pytest.raises(WorkerTerminated):
            await _kinds(worker)
        with pytest.raises(WorkerTerminated) as caught:
            await _kinds(worker)
        return caught.value.exit_code

    assert _with("os.kill(os.getpid(), signal.SIGKILL)", work) == -9


@pytest.mark.parametrize("line", ["not json", '["a list"]', '{"type": "chunk"}', '{"id": 2, "type": "dance"}'])
def test_a_line_outside_the_protocol_is_an_error_and_ends_the_worker(line: str) -> None:
    async def work(worker: WorkerProcess) -> ProtocolError:
        with pytest.raises(ProtocolError) as caught:
            await _kinds(worker)
        return caught.value

    assert _with(f"hear(); print({line!r}, flush=True); sys.stdin.read()", work).line == line


def test_a_line_without_end_is_an_error_and_not_a_full_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child.protocol, "MAX_LINE_BYTES", 1000)

    async def work(worker: WorkerProcess) -> None:
        with pytest.raises(ProtocolError, match="too long"):
            await _kinds(worker)

    _with("hear(); print('x' * 5000, flush=True); sys.stdin.read()", work)


def test_closing_early_cancels_and_waits_until_the_worker_is_idle() -> None:
    script = """
first = hear()
say(first["id"], "chunk")
cancel = hear()
assert cancel["type"] == "cancel" and cancel["target"] == first["id"]
say(first["id"], "chunk"); say(first["id"], "done", cancelled=True)
second = hear()
say(second["id"], "done")
sys.stdin.read()
"""

    async def work(worker: WorkerProcess) -> list[str]:
        events = worker.request("generate", {})
        await anext(events)
        await events.aclose()
        assert worker.alive
        return await _kinds(worker)

    assert _with(script, work) == ["done"]


@pytest.mark.parametrize("deaf", ["pass", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"])
def test_a_worker_that_does_not_obey_is_terminated_or_else_killed(deaf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "CANCEL_GRACE_S", 0.2)
    monkeypatch.setattr(child, "TERMINATE_GRACE_S", 0.2)

    async def work(worker: WorkerProcess) -> int:
        events = worker.request("generate", {})
        await anext(events)
        await events.aclose()
        assert not worker.alive
        return worker.pid

    pid = _with(f"{deaf}\nsay(hear()['id'], 'chunk')\nwhile True: time.sleep(1000)", work)

    assert not psutil.pid_exists(pid)


MUTE = """
import os, socket, sys
socket.create_connection(("127.0.0.1", int(sys.argv[1]))).sendall(b"%d\\n" % os.getpid())
sys.stdin.read()
"""


def test_a_start_that_is_cancelled_or_takes_too_long_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    async def mute_pid(expected: type[BaseException], *, cancel: bool) -> int:
        pids: asyncio.Queue[int] = asyncio.Queue()

        async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            pids.put_nowait(int(await reader.readline()))
            writer.close()

        async with await asyncio.start_server(note, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            task = asyncio.create_task(WorkerProcess.start((sys.executable, "-c", MUTE, str(port))))
            pid = await pids.get()
            if cancel:
                task.cancel()
            with pytest.raises(expected):
                await task
        return pid

    cancelled = asyncio.run(mute_pid(asyncio.CancelledError, cancel=True))
    monkeypatch.setattr(child, "START_TIMEOUT_S", 0.5)
    monkeypatch.setattr(child, "CANCEL_GRACE_S", 0.2)
    late = asyncio.run(mute_pid(EngineTimeout, cancel=False))

    assert not psutil.pid_exists(cancelled)
    assert not psutil.pid_exists(late)


def test_a_program_that_is_not_there_is_a_typed_error() -> None:
    async def work() -> None:
        with pytest.raises(WorkerTerminated, match="cannot be started"):
            await WorkerProcess.start(("/no/such/program",))

    asyncio.run(work())


def test_a_request_that_no_line_can_hold_is_refused_and_the_worker_goes_on() -> None:
    async def work(worker: WorkerProcess) -> Any:
        with pytest.raises(ContextOverflow, match="MiB of text"):
            async with aclosing(worker.request("generate", {"text": "x" * (17 << 20)})) as events:
                await anext(events)
        return await _kinds(worker)

    assert _with('say(hear()["id"], "done")\nsys.stdin.read()\n', work) == ["done"]


def test_a_command_that_the_worker_cannot_read_ends_the_request_that_waits() -> None:
    async def work(worker: WorkerProcess) -> None:
        with pytest.raises(ProtocolError, match="not JSON"):
            await _kinds(worker)

    _with(
        'hear(); say(0, "error", error="ProtocolError", message="It is not JSON.", fields={})\nsys.stdin.read()\n', work
    )


def test_a_path_that_is_no_text_reaches_the_worker_as_it_is() -> None:
    async def work(worker: WorkerProcess) -> Any:
        async with aclosing(worker.request("load", {"path": "/\udcff.gguf"})) as events:
            return [event.body async for event in events]

    assert _with(
        'm = json.loads(sys.stdin.buffer.readline()); say(m["id"], "done", path=m["path"])\nsys.stdin.read()\n', work
    ) == [{"path": "/\udcff.gguf"}]


def test_a_worker_of_another_version_is_refused_with_what_to_do_and_ended() -> None:
    script = f'import sys; print(\'{{"id": 1, "type": "ready", "protocol": {protocol.VERSION + 1}}}\', flush=True); sys.stdin.read()'

    async def work() -> ProtocolError:
        with pytest.raises(ProtocolError, match="version") as caught:
            await WorkerProcess.start((sys.executable, "-c", script))
        return caught.value

    before = psutil.Process().children()
    assert "start it again" in asyncio.run(work()).hint
    assert psutil.Process().children() == before


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "PING_EVERY_S", 0.05)
    monkeypatch.setattr(child, "MISSED_PINGS", 5)


@pytest.mark.usefixtures("impatient")
def test_a_worker_that_is_frozen_is_ended_and_the_request_told_so() -> None:
    async def work(worker: WorkerProcess) -> WorkerTerminated:
        with pytest.raises(WorkerTerminated, match="no sign of life") as caught:
            await _kinds(worker)
        assert not worker.alive
        return caught.value

    assert _with("hear()\nos.kill(os.getpid(), signal.SIGSTOP)\nsys.stdin.read()", work).exit_code is None


@pytest.mark.usefixtures("impatient")
def test_a_worker_that_is_frozen_before_it_has_read_a_long_request_is_ended_too() -> None:
    async def work(worker: WorkerProcess) -> None:
        with pytest.raises(WorkerTerminated, match="no sign of life"):
            async with aclosing(worker.request("generate", {"text": "x" * (1 << 20)})) as events:
                await anext(events)

    _with("os.kill(os.getpid(), signal.SIGSTOP)", work)


@pytest.mark.usefixtures("impatient")
def test_a_worker_that_is_only_slow_answers_pings_and_is_left_alone() -> None:
    script = """
request = hear()
for _ in range(25):  # as many as would be missed five times over
    ping = hear()
    assert ping["type"] == "ping"
    say(ping["id"], "pong")
say(request["id"], "done")
sys.stdin.read()
"""

    async def work(worker: WorkerProcess) -> list[str]:
        return await _kinds(worker)

    assert _with(script, work) == ["done"]


def test_a_worker_that_is_stopped_in_mid_answer_is_gone_soon_after_a_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "CANCEL_GRACE_S", 0.2)
    monkeypatch.setattr(child, "TERMINATE_GRACE_S", 0.2)

    async def work(worker: WorkerProcess) -> None:
        events = worker.request("generate", {})
        await anext(events)
        os.kill(worker.pid, signal.SIGSTOP)
        await events.aclose()
        assert not worker.alive

    _with('say(hear()["id"], "chunk")\nsys.stdin.read()', work)


def test_a_flood_on_stderr_neither_blocks_the_worker_nor_fills_the_memory() -> None:
    script = """
request = hear()
for _ in range(800):
    sys.stderr.write("n" * 100_000 + "\\n")
sys.stderr.write("x" * 40_000_000)
sys.stderr.write("\\nthe last words\\n")
say(request["id"], "done")
sys.stdin.read()
"""

    async def work(worker: WorkerProcess) -> tuple[list[str], int]:
        before = psutil.Process().memory_info().rss
        kinds = await _kinds(worker)
        await worker.stop()
        assert worker.stderr_tail.endswith("the last words")
        return kinds, psutil.Process().memory_info().rss - before

    kinds, grown_bytes = _with(script, work)

    assert kinds == ["done"]
    assert grown_bytes < 40 << 20


def test_what_was_printed_before_a_load_does_not_explain_its_failure() -> None:
    script = """
sys.stderr.write("out of memory\\n")
say(hear()["id"], "done")
hear()
sys.exit("cannot read it")
"""

    async def work(worker: WorkerProcess) -> str:
        await _kinds(worker)
        with pytest.raises(WorkerTerminated) as caught:
            await _kinds(worker, "load")
        return caught.value.stderr_tail

    assert _with(script, work) == "cannot read it"


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_worker_that_closes_a_pipe_is_an_error_or_does_not_matter(
    closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "CANCEL_GRACE_S", 0.2)

    async def work(worker: WorkerProcess) -> str:
        kinds = ""
        with contextlib.suppress(WorkerTerminated):
            for _ in range(3):
                kinds = (await _kinds(worker))[-1]
        return kinds

    script = f"""
say(hear()["id"], "done")
os.close({closed})
while True:
    say(hear()["id"], "done")
"""

    before = psutil.Process().children()
    assert _with(script, work) == "done"
    assert psutil.Process().children() == before
