"""What goes wrong on real machines: a clear card, nothing lost, the window alive."""

from __future__ import annotations

import dataclasses
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.providers import ProviderSettings
from app.core.result import RunEvent, TextStreamed
from app.core.settings import Settings
from app.engines.cloud import CloudEngine
from app.engines.local import LocalEngine
from app.engines.scripted import ScriptedEngine
from tests.e2e.conftest import Desk
from tests.helpers import tiny_gguf
from tests.helpers.openai_server import OpenAIServer, error

Start = Callable[..., Desk]


def _local(desk: Desk, path: Path) -> LocalEngine:
    engine = LocalEngine(path, desk.services.settings.current.local)
    desk.services.engines.replace("local", engine)
    return engine


def _cloud(base_url: str) -> Callable[[Settings], Settings]:
    def change(now: Settings) -> Settings:
        pointed = now.with_provider(base_url=base_url, model="m", max_retries=0)
        return dataclasses.replace(pointed, policies={"latex": "cloud_only", "story": "cloud_only"})

    return change


def _kill_at_first_text(desk: Desk, engine: LocalEngine, number: signal.Signals, times: int) -> list[RunEvent]:
    """Watch the page's panel; kill the worker when text comes, ``times`` times."""
    seen: list[RunEvent] = []
    page = desk.open("story")
    present = page.panel.present
    killed: set[int] = set()

    def watch(event: RunEvent) -> None:
        seen.append(event)
        pid = engine.worker_pid
        if isinstance(event, TextStreamed) and event.text and pid and pid not in killed and len(killed) < times:
            killed.add(pid)
            os.kill(pid, number)
        present(event)

    page.panel.present = watch  # type: ignore[method-assign]
    return seen


def test_a_segfault_in_mid_answer_is_survived_and_the_answer_goes_on_where_it_was(start: Start, tmp_path: Path) -> None:
    desk = start()
    engine = _local(desk, tiny_gguf.make(tmp_path / "m.gguf", favourite="abc def ghi", context=4096))
    seen = _kill_at_first_text(desk, engine, signal.SIGSEGV, times=1)
    result = desk.ask("story", "once upon a time")
    assert result is not None
    assert len(result.outcome.output) > 1000
    assert "".join(event.text for event in seen if isinstance(event, TextStreamed)) == result.outcome.output
    assert desk.is_alive()


def test_a_worker_that_dies_twice_leaves_a_card_and_the_text_so_far(start: Start, tmp_path: Path) -> None:
    desk = start()
    engine = _local(desk, tiny_gguf.make(tmp_path / "m.gguf", favourite="abc def ghi", context=4096))
    _kill_at_first_text(desk, engine, signal.SIGKILL, times=2)
    assert desk.ask("story", "once upon a time") is None
    assert "stopped" in desk.card.lower()
    assert desk.services.history is not None
    row = desk.services.history.recent()[0]
    assert (row.state, row.inputs["prompt"]) == ("failed", "once upon a time")
    assert row.text
    assert desk.page.prompt.text == "once upon a time"
    assert desk.is_alive()


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (tiny_gguf.truncated, "cut off"),
        (tiny_gguf.not_gguf, "not a GGUF"),
        (tiny_gguf.vocabulary_only, "vocabulary"),
        (tiny_gguf.unknown_architecture, "architecture"),
    ],
)
def test_a_model_file_that_cannot_be_used_is_named(
    start: Start, tmp_path: Path, break_it: Callable[[Path], Path], words: str
) -> None:
    desk = start()
    model = break_it(tmp_path / "broken.gguf")
    _local(desk, model)
    assert desk.ask("story", "hello") is None
    assert words.lower() in desk.card.lower()
    assert desk.is_alive()


def test_a_missing_model_file_is_named(start: Start, tmp_path: Path) -> None:
    desk = start()
    _local(desk, tmp_path / "gone.gguf")
    assert desk.ask("story", "hello") is None
    assert "gone.gguf" in desk.card


def test_an_unreadable_database_is_named(start: Start, tmp_path: Path) -> None:
    desk = start()
    desk.services.engines.replace("local", ScriptedEngine(["SELECT 1"], kind="local"))
    bad = tmp_path / "notes.sqlite"
    bad.write_bytes(b"this is no database" * 100)
    page = desk.open("sql_assistant")
    page.panel.inputs = lambda: {"database": str(bad)}  # type: ignore[method-assign]
    assert desk.ask("sql_assistant", "How many?") is None
    assert "notes.sqlite" in desk.card
    assert desk.is_alive()


def test_a_wrong_key_is_said(start: Start) -> None:
    desk = start()
    with OpenAIServer(error(401)) as server:
        desk.services.settings.update(_cloud(server.base_url))
        server_settings = ProviderSettings(server.base_url, "m", max_retries=0)
        desk.services.engines.replace("cloud", CloudEngine(server_settings, lambda: "sk-wrong"))
        assert desk.ask("story", "hello") is None
    assert "key" in desk.card.lower()
    assert "sk-wrong" not in desk.card
    assert desk.is_alive()


def test_a_server_that_is_gone_is_said(start: Start) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    desk = start()
    desk.services.settings.update(_cloud(f"http://127.0.0.1:{port}/v1"))
    assert desk.ask("story", "hello") is None
    assert "127.0.0.1" in desk.card
    assert desk.page.prompt.text == "hello"
    assert desk.is_alive()


def test_a_full_disk_is_said_and_the_answer_still_comes(start: Start) -> None:
    desk = start()
    desk.services.engines.replace("local", ScriptedEngine(["x^{2}"], kind="local"))
    assert desk.services.history is not None
    desk.services.history._db.execute("PRAGMA max_page_count = 8")
    result = desk.ask("latex", "x squared " + "and so on " * 5000)
    assert result is not None
    assert "full" in desk.card
    assert desk.is_alive()


def test_a_home_that_cannot_be_written_is_said_and_the_window_works(start: Start, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    desk = start(environ={"POLYMATH_HOME": str(tmp_path / "file" / "home")}, story=False)
    desk.services.engines.replace("local", ScriptedEngine(["x^{2}"], kind="local"))
    desk.front.after_start()
    window = desk.front.window
    assert window is not None
    card = window.cards.card
    assert card is not None
    assert str(tmp_path / "file") in card.text.message
    result = desk.ask("latex", "x squared")
    assert result is not None
    assert result.outcome.status == "verified"


def test_a_run_that_kill_9_cut_off_is_there_after_a_restart(start: Start, home: Path) -> None:
    first = start()
    assert first.services.history is not None
    first.services.history.begin("r1", "story", {"prompt": "once upon"})
    first.services.history.partial("r1", "a time there")
    first.services.history._db.execute("UPDATE runs SET pid = 999999")
    second = start()
    assert second.services.history is not None
    row = second.services.history.recent()[0]
    assert (row.state, row.text) == ("interrupted", "a time there")
    second.open("story").show_old(row)
    assert second.page.prompt.text == "once upon"
