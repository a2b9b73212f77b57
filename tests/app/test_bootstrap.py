"""The program always starts: with a broken home, broken settings, no history."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build, with_model
from app.core.settings import Settings, SettingsStore
from app.errors import AppError, SettingsError, StorageError
from tests.helpers.hub_server import HubServer


@pytest.fixture
def start() -> Iterator[Callable[..., Services]]:
    started: list[Services] = []

    def begin(environ: dict[str, str], **options: Any) -> Services:
        started.append(build(environ, **options))
        return started[-1]

    yield begin
    for services in started:
        services.close()


def _base_url(services: Services) -> str:
    provider = services.settings.current.provider()
    assert provider is not None
    return provider.base_url


def _kinds(services: Services) -> list[type[AppError]]:
    return [type(warning) for warning in services.warnings]


def test_a_clean_start_has_no_warnings_and_finds_the_tools(start: Callable[..., Services], tmp_path: Path) -> None:
    services = start({"POLYMATH_HOME": str(tmp_path / "h")})
    assert services.warnings == ()
    assert {"latex", "sql_assistant"} <= {record.id for record in services.registry.records()}


def test_broken_settings_are_set_aside_and_said(start: Callable[..., Services], tmp_path: Path) -> None:
    settings = tmp_path / "h" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("offline = 'maybe'", encoding="utf-8")
    services = start({"POLYMATH_HOME": str(tmp_path / "h")})
    assert _kinds(services) == [SettingsError]
    assert settings.with_suffix(".toml.broken").read_text(encoding="utf-8") == "offline = 'maybe'"


def test_a_home_that_cannot_be_written_still_starts(start: Callable[..., Services], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    services = start({"POLYMATH_HOME": str(tmp_path / "file" / "h")})
    assert _kinds(services) == [StorageError]
    assert services.history is not None


def test_a_corrupt_history_leaves_the_program_running_without_one(
    start: Callable[..., Services], tmp_path: Path
) -> None:
    data = tmp_path / "h" / "data"
    data.mkdir(parents=True)
    (data / "history.sqlite3").write_bytes(b"garbage" * 1000)
    services = start({"POLYMATH_HOME": str(tmp_path / "h")})
    assert _kinds(services) == [StorageError]
    assert services.history is None


def test_the_servers_address_can_come_from_the_environment_but_settings_win(
    start: Callable[..., Services], tmp_path: Path
) -> None:
    environ = {"POLYMATH_HOME": str(tmp_path / "h"), "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    services = start(environ)
    assert _base_url(services) == "http://127.0.0.1:9/v1"
    services.settings.update(lambda now: now.with_provider(base_url="http://127.0.0.1:8/v1"))
    assert _base_url(services) == "http://127.0.0.1:8/v1"
    assert services.engines.cloud_ready()


def test_the_offline_lock_of_the_settings_closes_the_sockets(start: Callable[..., Services], tmp_path: Path) -> None:
    services = start({"POLYMATH_HOME": str(tmp_path / "h")})
    services.settings.update(lambda now: dataclasses.replace(now, offline=True))
    assert services.guard.locked
    services.settings.update(lambda now: dataclasses.replace(now, offline=False))
    assert not services.guard.locked


def test_closing_twice_is_closing_once(start: Callable[..., Services], tmp_path: Path) -> None:
    services = start({"POLYMATH_HOME": str(tmp_path / "h")})
    services.close()
    services.close()


def test_the_offline_lock_holds_where_the_home_cannot_be_written(
    start: Callable[..., Services], tmp_path: Path
) -> None:
    home = tmp_path / "h"
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text("offline = true", encoding="utf-8")
    (home / "data").write_text("a file where a folder should be", encoding="utf-8")
    services = start({"POLYMATH_HOME": str(home)})
    assert _kinds(services) == [StorageError]
    assert services.guard.locked
    services.guard.set_locked(locked=False)


def test_settings_that_can_neither_be_read_nor_moved_leave_the_defaults(
    start: Callable[..., Services], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "h" / "config" / "settings.toml"
    settings.mkdir(parents=True)

    def busy(_path: Path) -> Path:
        raise PermissionError("in use")

    monkeypatch.setattr(SettingsStore, "set_aside", staticmethod(busy))
    services = start({"POLYMATH_HOME": str(tmp_path / "h")})
    assert _kinds(services) == [SettingsError]
    assert services.settings.set_tool("x", a=1).for_tool("x") == {"a": 1}
    assert settings.is_dir()


def test_looking_for_models_elsewhere_leaves_the_loaded_one_alone(
    start: Callable[..., Services], tmp_path: Path
) -> None:
    services = start({"POLYMATH_HOME": str(tmp_path / "h")}, settings=with_model(str(tmp_path / "m.gguf")))
    engine = services.engines.local()

    def change(now: Settings) -> Settings:
        return dataclasses.replace(now, local=dataclasses.replace(now.local, model_folders=("/models",)))

    services.settings.update(change)
    assert services.engines.local() is engine


def test_each_provider_has_an_engine_of_its_own_that_lives_as_long_as_its_settings(
    start: Callable[..., Services], tmp_path: Path
) -> None:
    services = start({"POLYMATH_HOME": str(tmp_path / "h"), "OPENAI_API_KEY": "sk-x"})
    services.settings.update(lambda now: now.with_provider("team", base_url="http://127.0.0.1:8/v1", model="qwen"))
    engines = services.engines
    first, team = engines.cloud(), engines.cloud("team")
    assert first is not None
    assert team is not None
    assert (first.info.provider, first.info.device) == ("openai", "api.openai.com")
    assert (team.info.provider, team.info.device, team.info.model) == ("team", "127.0.0.1:8", "qwen")
    assert (engines.cloud("openai"), engines.cloud("team"), engines.cloud("nobody")) == (first, team, None)
    assert (engines.cloud_ready("team"), engines.cloud_ready("nobody")) == (True, False)

    services.settings.update(lambda now: now.with_provider("team", model="llama"))

    assert engines.cloud() is first
    changed = engines.cloud("team")
    assert changed is not team
    assert changed is not None
    assert changed.info.model == "llama"


def test_the_environments_server_is_a_provider_for_this_start_alone(
    start: Callable[..., Services], tmp_path: Path
) -> None:
    services = start({"POLYMATH_HOME": str(tmp_path / "h"), "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"})
    assert services.settings.current.cloud.provider == "environment"
    assert set(services.settings.current.providers) == {"openai", "environment"}
    assert set(services.settings.stored.providers) == {"openai"}
    services.settings.set_tool("x", a=1)
    assert "environment" not in services.settings.path.read_text(encoding="utf-8")


UNHURRIED = """
import sys
from app.bootstrap import build
services = build()
late = {"httpx2", "app.models.library", "app.models.hub", "app.models.downloads"} & set(sys.modules)
queue = services.downloads.queue
print(sorted(late), queue.items, services.library is services.library, services.hub is services.hub)
services.close()
"""


def test_a_start_does_not_wait_for_what_only_models_need(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNHURRIED], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )

    assert done.stdout.split("\n")[0] == "[] () True True"
    assert home.is_dir()


def test_a_download_that_runs_is_kept_when_the_program_closes(start: Callable[..., Services], tmp_path: Path) -> None:
    environ = {"POLYMATH_HOME": str(tmp_path / "h")}
    with HubServer() as server:
        file = server.add("a/b", "m.gguf", b"GGUF" + bytes(3 << 20), gate=threading.Event())
        services = start({**environ, "HF_ENDPOINT": server.endpoint})
        arrived = threading.Event()
        services.downloads.listen(lambda queue: arrived.set() if queue.items and queue.items[0].done_bytes else None)
        services.downloads.add(services.loop.submit(services.hub.model("a/b", "m.gguf")).result(10))
        assert arrived.wait(20)
        services.close()
        file.gate = None

        services = start({**environ, "HF_ENDPOINT": server.endpoint})
        (kept,) = services.downloads.queue.items
        assert (kept.state, kept.done_bytes > 0) == ("queued", True)
        done = threading.Event()
        services.downloads.listen(lambda queue: done.set() if queue.items[0].state == "done" else None)
        services.downloads.start()
        assert done.wait(20)
        assert kept.path.stat().st_size == len(file.data)


@pytest.mark.parametrize("broken", ['theme = "pink"', "[ui]\ntheme = 3", "oops", "[ui]\noops", "[local]\nthreads = -3"])
def test_what_a_broken_file_had_closed_stays_closed(
    start: Callable[..., Services], tmp_path: Path, broken: str
) -> None:
    settings = tmp_path / "h" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True)
    closed = (
        'offline = true\nprivate_paths = ["/vault"]\nprivate_tools = ["chess_moves"]\nask_before_sending = ["latex"]\n'
        '[spending.per_day]\nUSD = 2\nGBP = 3\n[policies]\nlatex = "never"\n'
    )
    settings.write_text(f"{closed}{broken}\n", encoding="utf-8")
    now = start({"POLYMATH_HOME": str(tmp_path / "h")}).settings.current
    assert (now.offline, now.private_paths, now.private_tools, now.ask_before_sending) == (
        True,
        ("/vault",),
        ("chess_moves",),
        ("latex",),
    )
    assert now.spending.per_day == {"USD": 2.0}
    assert SettingsStore(settings).current.private_paths == ("/vault",), "over the next start too"
