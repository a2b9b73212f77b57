"""Nonsense on both sides of the pipe: what the worker is told, and what a worker may say."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import LocalSettings
from app.engines.child import WorkerProcess
from app.engines.local import LocalEngine
from app.errors import EngineError
from app.worker import protocol
from tests.helpers import tiny_gguf
from tests.helpers.streams import ask, collect, run

ROOT = Path(__file__).resolve().parents[2]
DEEP = b"[" * 200_000
VALUES: tuple[Any, ...] = (
    None, True, -1, 0, 2**70, 1e308, float("nan"), "", "x", "\udcff", "日" * 5000, [], [None], {}, {"a": {"b": []}}, [[]] * 50,
)  # fmt: skip


def _line(chance: random.Random) -> bytes:
    """A line that is no command, or is one with a body that makes no sense."""
    kind = chance.randrange(6)
    if kind == 0:
        return chance.randbytes(chance.choice((1, 20, 4000))).replace(b"\n", b"")
    if kind == 1:
        return chance.choice((DEEP, b'{"a":' * 100_000, b"9" * 100_000, b"\xff\xfe{}", b"", b"nan", b'"', b"{" * 10))
    if kind == 2:
        return b"x" * chance.choice((protocol.MAX_LINE_BYTES - 1, protocol.MAX_LINE_BYTES + 1, 100_000))
    message = {key: chance.choice(VALUES) for key in chance.sample(("id", "type", "path", "target", "messages"), 3)}
    if kind == 3:
        return json.dumps(message).encode()
    message |= {
        "id": chance.randrange(1, 5),
        "type": chance.choice(["cancel", "ping", "load", "generate", "unload", "hello", "devices"]),
    }
    if kind == 5:
        message |= _spoiled_request(chance)
    return json.dumps(message).encode()


def _spoiled_request(chance: random.Random) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": "generate",
        "messages": [{"role": "user", "content": "hello"}],
        "max_tokens": 3,
        "temperature": 0.0,
        "seed": 1,
        "stop": ["x"],
        "constraint": {},
    }
    for key in chance.sample(sorted(body), 2):
        body[key] = chance.choice(VALUES)
    if chance.random() < 0.3:
        body["constraint"] = {chance.choice(("gbnf", "choices", "schema")): chance.choice(VALUES)}
    if not isinstance(body.get("max_tokens"), int) or body["max_tokens"] > 3:
        body["max_tokens"] = 3
    return body | {"type": "generate"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_gguf.make(tmp_path_factory.mktemp("models") / "tiny.gguf", favourite="abcdef")


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    command, pipe = [sys.executable, "-m", "app", "--worker"], subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        yield process
        process.kill()


def _tell(worker: subprocess.Popen[bytes], line: bytes) -> None:
    assert worker.stdin is not None
    worker.stdin.write(line + b"\n")
    worker.stdin.flush()


def _hear_until(worker: subprocess.Popen[bytes], request_id: int) -> dict[str, Any]:
    assert worker.stdout is not None
    for line in worker.stdout:
        event = json.loads(line)
        if event["id"] == request_id and event["type"] in protocol.LAST_EVENTS:
            return dict(event)
    raise AssertionError(f"the worker ended: {worker.wait()}")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_worker_that_is_told_nonsense_goes_on(worker: subprocess.Popen[bytes], model: Path, seed: int) -> None:
    chance = random.Random(seed)
    load = {"id": 1000, "type": "load", "path": str(model), "context_tokens": 128, "threads": 1}
    for number in range(1000, 1150):
        if number % 50 == 0:
            _tell(worker, json.dumps(load | {"id": number}).encode())
            assert _hear_until(worker, number)["type"] == "loaded"
        _tell(worker, _line(chance))
        _tell(worker, json.dumps({"id": number + 5000, "type": "hello"}).encode())
        assert _hear_until(worker, number + 5000)["type"] == "ready"


def test_nonsense_does_not_keep_a_worker_from_ending_with_its_input(worker: subprocess.Popen[bytes]) -> None:
    for line in (DEEP, b'{"id": 1, "type": ["load"]}', b"\xff", b"x" * (protocol.MAX_LINE_BYTES + 5)):
        _tell(worker, line)
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.stdout is not None
    events = [json.loads(line) for line in worker.stdout]

    assert {event["error"] for event in events} == {"ProtocolError"}
    assert worker.wait(10) == 0


SPEAKER = """
import json, sys
ready = json.loads(sys.stdin.readline())
print(json.dumps({"id": ready["id"], "type": "ready"}), flush=True)
for asked in sys.stdin:
    sys.stdout.buffer.write(bytes.fromhex(sys.argv[1]).replace(b"NUMBER", str(json.loads(asked)["id"]).encode()) + b"\\n")
    sys.stdout.flush()
"""
SAID = (
    b"", b"what?", b"\xff\xfe\x00", DEEP, b"9" * 50_000, b"[]", b"null", b'{"id": NUMBER}', b'{"id": NUMBER, "type": ["loaded"]}',
    b'{"id": NUMBER, "type": "loaded"}', b'{"id": NUMBER, "type": "loaded", "device": 1, "context_tokens": "many"}',
    b'{"id": NUMBER, "type": "progress"}', b'{"id": NUMBER, "type": "progress", "fraction": "half"}',
    b'{"id": NUMBER, "type": "chunk"}', b'{"id": NUMBER, "type": "chunk", "data": []}', b'{"id": NUMBER, "type": "load"}',
    b'{"id": NUMBER, "type": "error"}', b'{"id": NUMBER, "type": "error", "error": [], "fields": 3, "message": null}',
    b'{"id": NUMBER, "type": "error", "error": "ContextOverflow", "fields": {"prompt_tokens": "x"}}',
    b'{"id": 0, "type": "error"}', b'{"id": NUMBER, "type": "devices"}',
    b'{"id": NUMBER, "type": "devices", "devices": [{"total_bytes": "x"}, 3], "backends": 5, "system_info": []}',
    b'{"id": NUMBER, "type": "done"}', b'{"id": NUMBER, "type": "done", "cancelled": true}',
)  # fmt: skip
"""Each of them ends a load, or should: the request is over, or the line is outside the protocol."""


def _speaker(said: bytes) -> tuple[str, ...]:
    return (sys.executable, "-c", SPEAKER, said[:60_000].hex())


@pytest.mark.parametrize("said", SAID, ids=lambda said: said[:60].decode("latin-1"))
def test_whatever_a_worker_says_a_load_ends_as_a_typed_error(model: Path, said: bytes) -> None:
    engine = LocalEngine(model, LocalSettings(), worker_command=_speaker(said))

    with pytest.raises(EngineError):
        run(engine, collect(engine, ask()), timeout_s=20)

    assert engine.worker_pid is None


def test_noise_from_a_worker_is_one_typed_error_and_ends_it() -> None:
    chance = random.Random(3)

    async def drain(worker: WorkerProcess) -> None:
        async with aclosing(worker.request("generate")) as events:
            async for _ in events:
                pass

    async def hear(noise: bytes) -> bool:
        worker = await WorkerProcess.start(_speaker(noise))
        try:
            with pytest.raises(EngineError):
                await drain(worker)
            return worker.alive
        finally:
            await worker.stop()

    async def work() -> list[bool]:
        async with asyncio.timeout(60):
            return [await hear(chance.randbytes(chance.choice((10, 1000, 30_000)))) for _ in range(12)]

    assert asyncio.run(work()) == [False] * 12
