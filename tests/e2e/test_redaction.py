"""Failing requests to a server that throws the key back, and then a search for the key wherever the program writes."""

from __future__ import annotations

import dataclasses
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Services, build
from app.cli_output import error_json, result_json
from app.core.keys import provider_of
from app.core.paths import ROOT
from app.core.run import RunRequest
from app.core.settings import Settings
from app.errors import AppError
from app.ui.crash_dialog import report_of
from app.ui.error_view import card_of
from tests.e2e.conftest import STORY, Desk
from tests.helpers.openai_server import Exchange, OpenAIServer, Reply, answer, error, events

KEY = "sk-canary-5d1f0b7c9e2a4680"


def echoing(status: int, wrapped: str = "{}") -> Reply:
    """Answers an error that quotes the request's own headers."""

    def reply(exchange: Exchange) -> None:
        header = exchange.received.headers["authorization"]
        assert KEY in header
        said = wrapped.format(header)
        body = {"error": {"message": f"bad request with {said}", "code": said, "type": said, "param": said}}
        exchange.answer(status, json.dumps(body).encode(), "application/json", {"X-Echo": said})

    return reply


FAILURES: dict[str, Reply] = {
    "a refused key": echoing(401),
    "a refused form": echoing(400),
    "a form that names a field": echoing(400, "'seed' and {}"),
    "a broken server": echoing(500),
    "too many requests": echoing(429),
    "no credit": echoing(402),
    "a filter": echoing(400, "content_filter {}"),
    "too long": echoing(400, "maximum context length is 7 tokens; {}"),
    "no model": echoing(404, "model not found {}"),
    "an error in the stream": events(f'data: {{"error": {{"message": "Bearer {KEY}", "code": "{KEY}"}}}}'),
    "a piece that is none": events(f'data: {{"choices": "{KEY}"}}'),
    "no JSON": events(f"data: {KEY}"),
    "a web page": lambda exchange: exchange.answer(200, KEY.encode(), f"text/html; charset={KEY}", {}),
    "an echo in the answer": answer(f"Your key is {KEY}, and you said ", KEY[:9], KEY[9:20], KEY[20:], "."),
}


def pointed(base_url: str) -> Callable[[Settings], Settings]:
    def change(now: Settings) -> Settings:
        cloud = now.with_provider(base_url=base_url, model="m", max_retries=0, timeout_s=5.0)
        return dataclasses.replace(cloud, policies={"story": "cloud_only"})

    return change


def holders(home: Path) -> list[str]:
    """Files under the program's home that hold the key."""
    found = [path for path in home.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    return sorted(str(path.relative_to(home)) for path in found)


def install(home: Path) -> None:
    tools = home / "data" / "plugins"
    tools.mkdir(parents=True)
    (tools / "story.toml").write_text(STORY, encoding="utf-8")


def ask(services: Services, **request: Any) -> dict[str, Any]:
    """A run; what ``--json`` would print of its end."""
    work = services.runs.run(RunRequest("story", {"prompt": "once"}, **request), lambda _event: None)
    ended = services.loop.submit(work)
    failure = ended.exception(30)
    if failure is None:
        return result_json(ended.result())
    assert isinstance(failure, AppError)
    assert KEY not in card_of(failure).details + str(card_of(failure))
    assert KEY not in report_of(failure, services.redact)
    logging.getLogger("polymath.test").error("a failure with its traceback", exc_info=failure)
    return error_json(failure)


@pytest.mark.parametrize("kind", FAILURES)
def test_the_key_is_in_no_file_but_its_own_and_in_nothing_that_is_shown(home: Path, kind: str) -> None:
    install(home)
    services = build({"POLYMATH_HOME": str(home)})
    with OpenAIServer(FAILURES[kind]) as server:
        services.keys.set(provider_of(server.base_url), KEY)
        services.settings.update(pointed(server.base_url))
        shown = ask(services)
        assert KEY in server.received[0].headers["authorization"]
        again = ask(services, override="cloud")
    rows = services.accounts.ledger.usage(1) if services.accounts.ledger else []
    assert services.history is not None
    kept = services.history.recent()
    services.close()
    assert len(kept) == 2
    assert KEY not in json.dumps([shown, again], default=str)
    assert KEY not in str(rows) + str(kept)
    assert holders(home) == ["config/keys.json"]


def test_a_bug_that_holds_the_key_is_reported_without_it(home: Path) -> None:
    services = build({"POLYMATH_HOME": str(home)})
    services.keys.set("api.example.com", KEY)
    try:
        raise KeyError(f"no header Bearer {KEY}")
    except KeyError as bug:
        report = report_of(bug, services.redact)
        logging.getLogger("polymath.test").exception("a bug")
    services.close()
    assert "KeyError" in report
    assert KEY not in report
    assert holders(home) == ["config/keys.json"]


def test_the_command_line_prints_it_nowhere(home: Path) -> None:
    install(home)
    environ = {"POLYMATH_HOME": str(home), "PATH": "", "POLYMATH_API_KEY": KEY}
    environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    with OpenAIServer(echoing(401)) as server:
        for command in (
            ["run", "story", "once", "--engine", "cloud", "--base-url", server.base_url, "--json"],
            ["run", "story", "once", "--engine", "cloud", "--base-url", server.base_url],
            ["providers", "--json"],
            ["usage", "--json"],
        ):
            done = subprocess.run(
                [sys.executable, "-m", "app", *command],
                cwd=ROOT,
                env=environ,
                capture_output=True,
                text=True,
                timeout=100,
                check=False,
            )
            assert KEY not in done.stdout + done.stderr
        assert len(server.received) == 2
    assert holders(home) == []


def test_the_window_and_what_it_exports_show_it_nowhere(start: Callable[..., Desk], home: Path, tmp_path: Path) -> None:
    desk = start()
    with OpenAIServer(FAILURES["a refused form"], error(400, "no"), answer("a tale")) as server:
        desk.services.keys.set(provider_of(server.base_url), KEY)
        desk.services.settings.update(pointed(server.base_url))
        assert desk.ask("story", "once") is None
        assert KEY not in desk.card
        card = desk.page.cards.card
        assert card is not None
        assert KEY not in card.text.details
        assert desk.ask("story", "once") is None
        result = desk.ask("story", "once")
    assert result is not None
    desk.services.registry.plugin("story").export(result.outcome, tmp_path / "tale.txt")
    assert KEY not in (tmp_path / "tale.txt").read_text(encoding="utf-8")
    desk.front.close()
    desk.services.close()
    assert holders(home) == ["config/keys.json"]
