"""``polymath bench``."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from app import cli

FIGURES = {"stall": {"longest_stall_ms": 61.0, "ok": False}, "start": {"ratio": 2.0, "ok": True}}


def test_the_figures_are_printed_and_an_exceeded_budget_is_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, json.dumps(FIGURES, indent=2), "")

    monkeypatch.setattr("app.bench.gui.subprocess.run", run)
    assert cli.main(["bench", "gui", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == FIGURES
    assert cli.main(["bench", "gui"]) == 1
    assert "stall longest_stall_ms" in capsys.readouterr().out


def test_a_measurement_that_did_not_run_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 134, "", "no platform plugin")

    monkeypatch.setattr("app.bench.gui.subprocess.run", run)
    assert cli.main(["bench", "gui"]) != 0
    assert "no platform plugin" in capsys.readouterr().err
