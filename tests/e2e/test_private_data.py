"""A canary in private data, and a server that listens: no byte of it arrives, on any path that leads to a model.

The server is on this machine, which counts as cloud here: what it does with a prompt is not the program's to know.
"""

from __future__ import annotations

import dataclasses
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.core.fewshot import Example
from app.core.paths import ROOT
from app.core.preview import preview
from app.core.result import RunResult
from app.core.router import Route, RouteStep
from app.core.run import RunRequest, Runs
from app.core.settings import Settings
from app.engines.scripted import ScriptedEngine
from app.errors import ConnectFailed, NoEngine, PrivateData
from app.ui.few_shot_panel import DataPanel, Trial
from tests.e2e.conftest import STORY, Desk
from tests.helpers.openai_server import OpenAIServer, answer

CANARY = "kestrel_7f3a9"
GUARDED = """
from app.api import Message, Plugin

class Guarded(Plugin):
    def private(self, inputs):
        return "This connection is private." if inputs["question"] == "secret" else ""

    def build(self, inputs, context):
        return [Message.user(inputs["question"])]
"""
GUARDED_TOML = """
id = "guarded"
title = "Guarded"
[[fields]]
name = "question"
prompt = true
"""


@pytest.fixture
def listener() -> Iterator[OpenAIServer]:
    """Whatever arrives here has left."""
    with OpenAIServer(answer("2", usage={"prompt_tokens": 5, "completion_tokens": 1})) as server:
        yield server
        assert CANARY not in str([(one.headers, one.body) for one in server.received])


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A private folder: a text, a game record, a database."""
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "notes.txt").write_text(f"the number of {CANARY}", encoding="utf-8")
    (folder / "game.pgn").write_text(
        f'[Event "{CANARY}"]\n[White "{CANARY}"]\n[Black "Robin"]\n\n1. e4 e5 *\n', encoding="utf-8"
    )
    with closing(sqlite3.connect(folder / "books.sqlite")) as db:
        db.execute(f"CREATE TABLE {CANARY} (amount INTEGER)")
        db.execute(f"INSERT INTO {CANARY} VALUES (7)")
        db.commit()
    return folder


def open_to_the_cloud(listener: OpenAIServer, vault: Path) -> Callable[[Settings], Settings]:
    """All that a person can open: every tool goes to the server, and only the folder is marked."""

    def change(now: Settings) -> Settings:
        tools = ("story", "sql_assistant", "chess_moves", "guarded")
        return dataclasses.replace(
            now.with_provider(base_url=listener.base_url, model="m", max_retries=0),
            policies=dict.fromkeys(tools, "cloud_only"),
            private_paths=(str(vault),),
            trusted_plugins=("guarded",),
        )

    return change


@pytest.fixture
def services(home: Path, listener: OpenAIServer, vault: Path) -> Iterator[Services]:
    tools = home / "data" / "plugins"
    (tools / "guarded").mkdir(parents=True)
    (tools / "story.toml").write_text(STORY, encoding="utf-8")
    (tools / "guarded" / "plugin.toml").write_text(GUARDED_TOML, encoding="utf-8")
    (tools / "guarded" / "plugin.py").write_text(GUARDED, encoding="utf-8")
    built = build({"POLYMATH_HOME": str(home)})
    built.settings.update(open_to_the_cloud(listener, vault))
    yield built
    built.close()


def run(services: Services, request: RunRequest) -> RunResult:
    return services.loop.submit(services.runs.run(request, lambda _event: None)).result(30)


def look(services: Services, request: RunRequest) -> Any:
    work = preview(
        request,
        loop=services.loop,
        registry=services.registry,
        router=services.router,
        settings=services.settings,
        data=services.paths,
        accounts=services.accounts,
    )
    return services.loop.submit(work).result(30)


def ways(vault: Path) -> dict[str, RunRequest]:
    """Runs that would carry the canary, or the name of where it lies."""
    notes = vault / "notes.txt"
    return {
        "a database in a field": RunRequest(
            "sql_assistant", {"question": "How many?", "database": str(vault / "books.sqlite")}
        ),
        "a path in the prompt": RunRequest("story", {"prompt": f"Read {notes}: {CANARY}"}),
        "a path among the examples": RunRequest(
            "story", {"prompt": CANARY, "examples": [{"input": str(notes), "output": CANARY}]}
        ),
        "asked for in this run": RunRequest("story", {"prompt": f"{notes} {CANARY}"}, "cloud"),
        "a provider by name": RunRequest("story", {"prompt": f"{notes} {CANARY}"}, "openai"),
        "content that the front knows of": RunRequest("story", {"prompt": CANARY}, "cloud", "“notes.txt” is private."),
        "what the tool itself says": RunRequest("guarded", {"question": "secret"}, "cloud"),
    }


WAYS = tuple(ways(Path("/")))


@pytest.mark.parametrize("way", WAYS)
def test_a_run_keeps_private_data_here(services: Services, listener: OpenAIServer, vault: Path, way: str) -> None:
    with pytest.raises(NoEngine, match="So nothing of this goes to the cloud"):
        run(services, ways(vault)[way])
    assert listener.received == []
    assert listener.listings == 0
    assert services.history is not None
    assert services.history.recent()[0].private


@pytest.mark.parametrize("way", WAYS)
def test_a_preview_keeps_private_data_here(services: Services, listener: OpenAIServer, vault: Path, way: str) -> None:
    with pytest.raises(NoEngine, match="So nothing of this goes to the cloud"):
        look(services, ways(vault)[way])
    services.engines.replace("local", ScriptedEngine(["SELECT 1"], kind="local"))
    services.settings.update(
        lambda now: dataclasses.replace(now, policies=dict.fromkeys(now.policies, "cloud_then_local"))
    )
    request = ways(vault)[way]
    shown = look(services, dataclasses.replace(request, override=None))
    assert shown.private
    assert shown.engine.kind == "local"
    assert listener.received == []


def test_what_is_not_private_does_go(services: Services, listener: OpenAIServer) -> None:
    assert run(services, RunRequest("story", {"prompt": "of a cat"})).engine == "cloud"
    assert run(services, RunRequest("guarded", {"question": "open"})).engine == "cloud"
    assert len(listener.received) == 2


def test_the_local_model_may_have_it_and_no_failure_hands_it_on(
    services: Services, listener: OpenAIServer, vault: Path
) -> None:
    services.settings.update(
        lambda now: dataclasses.replace(now, chains={"story": ("openai", "local", "cloud")}, policies={})
    )
    request = RunRequest("story", {"prompt": f"{vault / 'notes.txt'} {CANARY}"})
    local = ScriptedEngine(["a tale", ConnectFailed("The worker ended.")], kind="local")
    services.engines.replace("local", local)
    assert run(services, request).outcome.output == "a tale"
    with pytest.raises(ConnectFailed):
        run(services, request)
    assert CANARY in str(local.requests)
    assert listener.received == []


def test_a_marked_tool_stays_here_on_every_way(services: Services, listener: OpenAIServer) -> None:
    services.settings.update(lambda now: dataclasses.replace(now, private_tools=("story",)))
    for override in (None, "cloud", "openai"):
        with pytest.raises(NoEngine, match="You marked Story as private"):
            run(services, RunRequest("story", {"prompt": CANARY}, override))
    assert listener.received == []


def test_a_router_that_errs_is_caught_by_the_second_lock(
    services: Services, listener: OpenAIServer, vault: Path
) -> None:
    class Wrong:
        def plan(self, _manifest: object, _override: object = None, *, private: str = "") -> Route:
            assert private
            cloud = services.engines.cloud()
            assert cloud is not None
            return Route((RouteStep(cloud, "because"),))

    runs = Runs(
        services.loop, services.registry, Wrong(), None, services.settings, services.paths, services.accounts  # type: ignore[arg-type]
    )  # fmt: skip
    request = RunRequest("story", {"prompt": f"{vault / 'notes.txt'} {CANARY}"})
    with pytest.raises(PrivateData):
        services.loop.submit(runs.run(request, lambda _event: None)).result(30)
    services.loop.submit(runs.stop()).result(30)
    assert listener.received == []


def test_a_link_into_the_folder_is_followed(
    services: Services, listener: OpenAIServer, vault: Path, tmp_path: Path
) -> None:
    link = tmp_path / "harmless.sqlite"
    link.symlink_to(vault / "books.sqlite")
    with pytest.raises(NoEngine):
        run(services, RunRequest("sql_assistant", {"question": "How many?", "database": str(link)}, "cloud"))
    assert listener.received == []


@pytest.mark.parametrize(
    "words",
    [
        ["story", "--set", "prompt=@{notes}"],
        ["story", "-", "<"],
        ["story", "read {notes}"],
        ["sql_assistant", "How many?", "--set", "database={books}"],
    ],
)
def test_the_command_line_keeps_private_data_here(
    services: Services, listener: OpenAIServer, vault: Path, home: Path, words: list[str]
) -> None:
    names = {"notes": vault / "notes.txt", "books": vault / "books.sqlite"}
    command = [word.format(**names) for word in words if word != "<"]
    options = ["--engine", "cloud", "--base-url", listener.base_url, "--model", "m", "--yes", "--json"]
    with (vault / "notes.txt").open("rb") as given:
        done = subprocess.run(
            [sys.executable, "-m", "app", "run", *command, *options],
            cwd=ROOT,
            env={"POLYMATH_HOME": str(home), "PATH": "", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
            stdin=given if "<" in words else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    assert "marked as private" in done.stdout
    assert listener.received == []
    assert listener.listings == 0


@pytest.fixture
def desk(start: Callable[..., Desk], listener: OpenAIServer, vault: Path) -> Desk:
    made = start()
    made.services.settings.update(open_to_the_cloud(listener, vault))
    return made


def test_the_window_keeps_private_data_here_when_it_is_run_and_run_again(
    desk: Desk, listener: OpenAIServer, vault: Path
) -> None:
    assert desk.ask("story", f"{vault / 'notes.txt'} {CANARY}") is None
    assert "marked as private" in desk.card
    desk.page.run_again()
    desk.page.run("cloud")
    desk.wait(lambda: not desk.page.is_running)
    assert listener.received == []
    history = desk.services.history
    assert history is not None
    old = history.recent()[0]
    desk.services.settings.update(lambda now: dataclasses.replace(now, private_paths=()))
    desk.page.show_old(dataclasses.replace(old, inputs={"prompt": CANARY}))
    desk.page.run_again()
    desk.wait(lambda: not desk.page.is_running)
    assert listener.received == [], "the old run remembers that it was private"


def test_a_private_game_that_was_dropped_on_the_window_stays_here_over_a_restart(
    desk: Desk, start: Callable[..., Desk], listener: OpenAIServer, vault: Path
) -> None:
    page = desk.open("chess_moves")
    page.take_file(vault / "game.pgn")
    desk.wait(lambda: CANARY in page.panel.subject())
    assert "game.pgn" in page.private
    page.run("cloud")
    desk.wait(lambda: not page.is_running)
    desk.front.close()
    desk.services.close()
    again = start(story=False)
    page = again.open("chess_moves")
    assert "game.pgn" in page.private
    page.run("cloud")
    again.wait(lambda: not page.is_running)
    assert listener.received == []


def test_trying_examples_keeps_private_data_here(desk: Desk, listener: OpenAIServer, vault: Path) -> None:
    page = desk.open("story")
    page.set_private("“notes.txt” is private.")
    assert isinstance(page.panel, DataPanel)
    assert page.panel.examples is not None
    page.panel.examples.model.replace([Example(CANARY, CANARY), Example("a", "b")])
    Trial(page.panel).start()
    desk.wait(lambda: bool(desk.card))
    assert listener.received == []
