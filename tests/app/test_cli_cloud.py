"""The command line's part of the cloud: accounts, providers, and the question before something is sent."""

from __future__ import annotations

import dataclasses
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.core.settings import Settings, SettingsStore
from tests.helpers.openai_server import OpenAIServer, answer, error

ROOT = Path(__file__).resolve().parents[2]
USAGE = {"prompt_tokens": 10, "completion_tokens": 4}


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer(answer("x^{2}", usage=USAGE)) as running:
        yield running


@pytest.fixture
def change(home: Path) -> Callable[..., None]:
    """Write settings, as another window would."""

    def write(**values: Any) -> None:
        SettingsStore(home / "config" / "settings.toml").update(lambda now: dataclasses.replace(now, **values))

    return write


@pytest.fixture
def team(server: OpenAIServer, home: Path) -> None:
    """A provider, and what it charges: a dollar for a thousand tokens."""

    def add(now: Settings) -> Settings:
        return now.with_provider("team", base_url=server.base_url, model="m", max_retries=0)

    SettingsStore(home / "config" / "settings.toml").update(add)
    (home / "config" / "prices.toml").write_text(
        '[[prices]]\nhost = "127.0.0.1:*"\nmodels = ["m"]\ninput = 1000\noutput = 1000\n', encoding="utf-8"
    )


def shown(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_providers_are_listed_with_model_and_place_of_the_key(
    team: None, server: OpenAIServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-0123456789")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert cli.main(["providers", "--json"]) == 0
    rows = {row["name"]: row for row in shown(capsys)}
    assert list(rows) == ["openai", "team", "environment"]
    assert (rows["openai"]["key_kind"], rows["team"]["key_kind"]) == ("environment", "nowhere")
    assert (rows["team"]["base_url"], rows["team"]["model"]) == (server.base_url, "m")
    assert [bool(row["in_force"]) for row in rows.values()] == [False, False, True]
    assert [row["source"] for row in rows.values()] == ["", "", "this start alone"]
    assert cli.main(["providers"]) == 0
    assert "sk-test" not in capsys.readouterr().out


def test_a_provider_is_tested_by_name_and_the_test_is_accounted(
    team: None, server: OpenAIServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["providers", "--test", "team"]) == 0
    assert "answers with m in" in capsys.readouterr().out
    assert cli.main(["usage", "--json"]) == 0
    [row] = shown(capsys)["rows"]
    assert (row["tool"], row["provider"], row["cost"]["amounts"]) == ("", "team", {"USD": 0.014})


def test_a_provider_that_does_not_answer_is_status_1(team: None, capsys: pytest.CaptureFixture[str]) -> None:
    with OpenAIServer(error(401, "no")) as closed:
        assert cli.main(["run", "latex", "x", "--engine", "team", "--base-url", closed.base_url]) == 1
    assert cli.main(["providers", "--test", "nobody"]) == 2
    assert "Known: openai, team" in capsys.readouterr().err


def test_a_run_says_what_it_cost_and_usage_sums_it_per_day_tool_and_provider(
    team: None, capsys: pytest.CaptureFixture[str], change: Callable[..., None]
) -> None:
    change(spending=dataclasses.replace(Settings().spending, per_day={"USD": 5.0}))
    assert cli.main(["run", "latex", "x squared", "--engine", "team", "--json"]) == 0
    result = shown(capsys)
    assert (result["cost"], result["usage"]["cost"]["amounts"]) == ("0.0140 USD", {"USD": 0.014})
    assert cli.main(["run", "latex", "x squared", "--engine", "team"]) == 0
    assert "cost: 0.0140 USD" in capsys.readouterr().err
    assert cli.main(["usage", "--days", "1", "--json"]) == 0
    usage = shown(capsys)
    [row] = usage["rows"]
    assert (row["tool"], row["provider"], row["model"], row["requests"], row["prompt_tokens"]) == (
        "latex",
        "team",
        "m",
        2,
        20,
    )
    assert usage["today"]["amounts"] == usage["month"]["amounts"] == {"USD": 0.028}
    assert usage["limits"]["per_day"] == {"USD": 5.0}
    assert cli.main(["usage"]) == 0
    said = capsys.readouterr().out
    assert "0.0280 USD" in said
    assert "(limit 5.00 USD)" in said


def test_an_unknown_cost_is_said_as_unknown(
    team: None, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config" / "prices.toml").write_text("broken", encoding="utf-8")
    monkeypatch.setattr("app.core.prices.is_loopback", lambda _url: False)
    assert cli.main(["run", "latex", "x squared", "--engine", "team", "--json"]) == 0
    assert shown(capsys)["cost"] == "unknown"


def test_a_limit_refuses_before_sending_with_the_numbers(
    team: None, server: OpenAIServer, capsys: pytest.CaptureFixture[str], change: Callable[..., None]
) -> None:
    change(spending=dataclasses.replace(Settings().spending, per_day={"USD": 0.5}))
    assert cli.main(["run", "latex", "x squared", "--engine", "team", "--json"]) == 1
    said = shown(capsys)
    assert said["error"] == "SpendingLimitReached"
    assert "0.5000 USD" in said["hint"]
    assert server.received == []


def test_a_limit_that_is_reached_hands_on_to_the_next_of_the_chain(
    team: None, server: OpenAIServer, capsys: pytest.CaptureFixture[str], change: Callable[..., None]
) -> None:
    change(
        spending=dataclasses.replace(Settings().spending, per_day={"USD": 0.5}),
        chains={"latex": ("team", "local")},
    )
    assert cli.main(["run", "latex", "x squared", "--json"]) == 0
    said = shown(capsys)
    assert (said["engine"], said["fell_back"]) == ("local", True)
    assert "spending limit" in said["reason"]
    assert said["cost"] is None
    assert server.received == []


@pytest.mark.parametrize("days", ["0", "-3"])
def test_days_that_make_no_sense_are_wrong_usage(capsys: pytest.CaptureFixture[str], days: str) -> None:
    assert cli.main(["usage", f"--days={days}"]) == 2
    assert "at least 1" in capsys.readouterr().err


def test_without_a_terminal_what_is_to_be_shown_is_not_sent(
    team: None, server: OpenAIServer, capsys: pytest.CaptureFixture[str], change: Callable[..., None]
) -> None:
    change(ask_before_sending=("latex",))
    assert cli.main(["run", "latex", "x squared", "--engine", "team", "--json"]) == 1
    said = shown(capsys)
    assert said["error"] == "NotConfirmed"
    assert "--yes" in said["hint"]
    assert server.received == []
    assert cli.main(["run", "latex", "x squared", "--engine", "team", "--json", "--yes"]) == 0
    assert len(server.received) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a thing of POSIX")
@pytest.mark.parametrize(
    ("typed", "status", "sent"), [("y\n", 0, 1), ("a\n", 0, 1), ("\n", 1, 0), ("n\n", 1, 0), ("", 1, 0)]
)
def test_on_a_terminal_the_request_is_shown_and_sent_only_after_a_yes(
    team: None, server: OpenAIServer, change: Callable[..., None], typed: str, status: int, sent: int
) -> None:
    change(ask_before_sending=("latex",))
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "app", "run", "latex", "x squared", "--engine", "team"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=pipe, stderr=pipe, text=True) as program:
        os.close(theirs)
        assert program.stderr is not None
        assert program.stdout is not None
        text = ""
        while "Send it?" not in text:
            text += program.stderr.read(1)
        assert server.received == []
        os.write(mine, typed.encode() or b"\x04")
        text += program.stderr.read()
        out = program.stdout.read()
    os.close(mine)
    assert program.returncode == status, text
    assert len(server.received) == sent
    assert server.base_url in text
    assert "x squared" in text
    assert "bytes" in text
    assert "at most" in text
    assert "USD" in text
    assert ("nothing was sent" in text) == (status == 1)
    assert out == ("x^{2}\n" if sent else "")


def test_base_url_and_model_are_of_the_run_alone(
    server: OpenAIServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--engine", "cloud", "--base-url", server.base_url, "--model", "other", "--json"]
    assert cli.main(["run", "latex", "x squared", *options]) == 0
    assert shown(capsys)["model"] == "other"
    assert server.bodies[0]["model"] == "other"
    settings = home / "config" / "settings.toml"
    assert not settings.exists() or server.base_url not in settings.read_text(encoding="utf-8")
