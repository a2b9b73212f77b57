"""The worker as it is run by hand: lines in, lines out."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.worker.__main__ import write_all
from tests.helpers import tiny_gguf

ROOT = Path(__file__).resolve().parents[3]


class Hand:
    """Types lines and reads them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def say(self, line: str | dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write((line if isinstance(line, str) else json.dumps(line)) + "\n")
        self.process.stdin.flush()

    def until(self, *kinds: str) -> list[dict[str, Any]]:
        assert self.process.stdout is not None
        seen: list[dict[str, Any]] = []
        while not seen or seen[-1]["type"] not in kinds:
            seen.append(json.loads(self.process.stdout.readline()))
        return seen

    def load(self, path: Path) -> list[dict[str, Any]]:
        self.say({"id": 1, "type": "load", "path": str(path), "context_tokens": 512, "threads": 1})
        return self.until("loaded", "error")

    def generate(self, number: int, prompt: str, **body: Any) -> None:
        messages = [{"role": "user", "content": prompt}]
        self.say({"id": number, "type": "generate", "messages": messages, "max_tokens": 5, **body})


@pytest.fixture(params=["app.worker", "app --worker"])
def hand(request: pytest.FixtureRequest) -> Iterator[Hand]:
    command = [sys.executable, "-m", *request.param.split()]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=ROOT) as process:
        yield Hand(process)
        process.kill()


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_gguf.make(tmp_path_factory.mktemp("models") / "tiny.gguf", favourite="abcdef")


def test_a_session_by_hand(hand: Hand, model: Path) -> None:
    hand.say({"id": 0, "type": "hello"})
    assert hand.until("ready")[-1]["pid"] == hand.process.pid

    loading = hand.load(model)
    assert [event["type"] for event in loading[:-1]] == ["progress"] * (len(loading) - 1)
    assert loading[-1] | {"name": "Tiny", "device": "CPU, 1 thread", "context_tokens": 512} == loading[-1]

    hand.generate(2, "hello")
    *chunks, done = hand.until("done", "error")
    assert done["rss_bytes"] > 0
    assert done | {"id": 2, "type": "done"} == done
    assert [chunk["data"]["choices"][0]["delta"]["content"] for chunk in chunks] == ["a", "b", "c", "d", "e", ""]
    assert chunks[-1]["data"]["choices"][0]["finish_reason"] == "length"
    assert chunks[-1]["data"]["usage"]["completion_tokens"] == 5

    hand.generate(3, "hello")
    reused = hand.until("done")[-2]["data"]["usage"]["prompt_tokens_details"]["cached_tokens"]
    assert reused > 10, "the prompt that stood already was evaluated again"

    hand.say({"id": 9, "type": "devices"})
    assert "CPU" in hand.until("devices", "error")[-1]["backends"]

    hand.say({"id": 4, "type": "unload"})
    assert hand.until("done", "error")[-1]["type"] == "done"
    hand.generate(5, "hello")
    assert hand.until("done", "error")[-1]["message"] == "No model is loaded."


def test_lines_that_make_no_sense_are_answered_and_survived(hand: Hand) -> None:
    hand.say("what?")
    hand.say({"id": 1, "type": "load", "path": 5})

    first, second = hand.until("error")[-1], hand.until("error")[-1]
    hand.say({"id": 2, "type": "hello"})

    assert (first["id"], first["error"]) == (0, "ProtocolError")
    assert second["id"] == 1
    assert hand.until("ready")[-1]["id"] == 2


def test_a_request_that_is_cancelled_before_its_turn_is_not_begun(hand: Hand, model: Path) -> None:
    hand.load(model)
    hand.generate(2, "hello", max_tokens=400)
    hand.generate(3, "hello", max_tokens=400)
    hand.say({"id": 0, "type": "cancel", "target": 3})

    assert hand.until("done")[-1]["id"] == 2
    last = hand.until("done")

    assert last == [{"id": 3, "type": "done", "cancelled": True}]


def test_it_ends_when_its_input_does_even_in_mid_answer(hand: Hand, model: Path) -> None:
    hand.load(model)
    hand.generate(2, "hello", max_tokens=None)
    assert hand.process.stdin is not None
    hand.process.stdin.close()

    assert hand.process.wait(10) == 0


def test_a_line_is_written_whole_where_a_pipe_takes_it_in_parts() -> None:
    class Narrow(io.BytesIO):
        def write(self, data: Any) -> int:
            return super().write(bytes(data)[:3])

    narrow = Narrow()
    write_all(narrow, b"0123456789\n")

    assert narrow.getvalue() == b"0123456789\n"
