"""The local engine before a worker that is played by a script and goes wrong in ways that a real one only may."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from app.core.messages import StopReason
from app.core.settings import LocalSettings
from app.engines import child
from app.engines.child import worker_command
from app.engines.local import LocalEngine
from tests.helpers import tiny_gguf
from tests.helpers.streams import ask, collect, run

PLAYED = """
import json, os, signal, sys
def say(id, type, **body): print(json.dumps({"id": id, "type": type, **body}), flush=True)
def text(id, text, tokens=None, end=None):
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": end}
    say(id, "chunk", data={"choices": [choice]}, **({"tokens": tokens} if tokens else {}))
for line in sys.stdin:
    heard = json.loads(line)
    if heard["type"] == "hello":
        say(heard["id"], "ready")
    elif heard["type"] == "devices":
        say(heard["id"], "devices")
    elif heard["type"] == "load":
        say(heard["id"], "loaded", device="CPU", context_tokens=512)
    elif heard["type"] == "generate":
        play(heard["id"], heard["begun"])
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny_gguf.make(tmp_path / "tiny.gguf")


def _played(model: Path, play: str) -> LocalEngine:
    """An engine whose worker answers by the body of ``play(id, begun)``."""
    script = "def play(id, begun):\n" + "\n".join(f"    {line}" for line in play.strip().splitlines()) + PLAYED
    return LocalEngine(model, LocalSettings(), worker_command=(sys.executable, "-c", script))


def test_a_worker_that_dies_after_the_last_piece_has_answered(model: Path) -> None:
    engine = _played(
        model,
        """
text(id, "whole", [1, 2])
text(id, ".", end="stop")
os.kill(os.getpid(), signal.SIGKILL)
""",
    )

    answer = run(engine, collect(engine, ask()))

    assert answer.text == "whole."
    assert answer.last.stop_reason is StopReason.STOP


def test_pieces_that_were_sent_are_not_sent_again(model: Path) -> None:
    engine = _played(
        model,
        """
if not begun:
    text(id, "once ", [1])
    text(id, "upon ", [2, 3])
    os.kill(os.getpid(), signal.SIGKILL)
text(id, "a time" if begun == [1, 2, 3] else "?", end="stop")
say(id, "done")
""",
    )

    answer = run(engine, collect(engine, ask()))

    assert answer.text == "once upon a time"
    assert answer.restarts == 1


FULL_DISK = """
import os, resource
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
os.execv({0!r}, {1!r})
"""


def test_a_state_folder_that_cannot_be_made_costs_nothing_but_time(model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    engine = LocalEngine(model, LocalSettings(), state_dir=tmp_path / "file" / "state")

    assert run(engine, collect(engine, ask("word " * 60, tool="latex"))).usage.completion_tokens == 24


def test_a_disk_that_is_full_keeps_no_answer_back_and_no_torn_file(model: Path, tmp_path: Path) -> None:
    command = (sys.executable, "-c", FULL_DISK.format(sys.executable, list(worker_command())))
    engine = LocalEngine(model, LocalSettings(), state_dir=tmp_path / "state", worker_command=command)

    async def work() -> list[str]:
        return [(await collect(engine, ask("word " * 60 + end, tool="latex", changing=end))).text for end in "ab"]

    first, second = run(engine, work())

    assert len(first) > 0 < len(second)
    assert not [path for path in (tmp_path / "state").rglob("*.state*") if path.stat().st_size]


def test_a_worker_that_freezes_in_mid_answer_is_replaced_and_the_answer_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "PING_EVERY_S", 0.3)
    path = tiny_gguf.make(tmp_path / "cycle.gguf", favourite="abcdef", context=4096, width=128)
    engine = LocalEngine(path, LocalSettings())

    async def work() -> str:
        text, frozen = "", False
        async with aclosing(engine.stream(ask(max_tokens=600))) as stream:
            async for chunk in stream:
                text += chunk.text
                if len(text) > 100 and not frozen:
                    assert engine.worker_pid is not None
                    os.kill(engine.worker_pid, signal.SIGSTOP)
                    frozen = True
        return text

    assert run(engine, work()) == "abcdef" * 100


def test_a_template_that_never_ends_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "CANCEL_GRACE_S", 0.5)
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    engine = LocalEngine(tiny_gguf.make(tmp_path / "endless.gguf", template=endless), LocalSettings())

    async def work() -> int | None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(3):
                await collect(engine, ask())
        return engine.worker_pid

    assert run(engine, work()) is None
