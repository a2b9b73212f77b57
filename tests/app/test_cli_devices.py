"""``polymath devices`` as a person and as a script use it, on this machine as it is."""

from __future__ import annotations

import json

import pytest

from app import cli, cli_devices
from app.engines import hardware
from app.models import gpu
from app.models.devices import BuildReport, Device
from app.models.gpu import Facts

CPU = BuildReport("0.3.36", "AVX2 = 1", ("CPU",), (Device("CPU", "A processor", "cpu", "CPU", 9, 9),))


def test_it_says_what_this_build_computes_on_and_how_the_model_would_be_loaded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = cli.main(["devices"])
    shown = capsys.readouterr().out

    assert "llama-cpp-python" in shown
    assert "cores for models" in shown
    assert "The model in use: " in shown
    assert status == ("!" in shown)


def test_a_script_gets_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["devices", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert "CPU" in told["build"]["backends"]
    assert told["model"]["verdict"] == "fits"
    assert told["model"]["need"]["host"]["overhead"] > 0
    assert told["advice"]["cause"]
    assert told["cores"] >= 1


def test_a_gpu_that_lies_idle_is_said_with_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def build(_self: object) -> BuildReport:
        return CPU

    monkeypatch.setattr(hardware.Hardware, "build", build)
    monkeypatch.setattr(
        gpu, "find_facts", lambda: Facts(vendors=("nvidia",), nvidia_driver="550", nvcc="/usr/bin/nvcc")
    )

    assert cli.main(["devices"]) == 1
    shown = capsys.readouterr().out
    assert "! This build of llama.cpp computes on the processor alone." in shown
    assert shown.rstrip().endswith("make gpu")


def test_without_a_readable_model_the_devices_are_listed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_devices, "_fit_of_model_in_use", lambda _services: None)

    cli.main(["devices", "--json"])
    assert json.loads(capsys.readouterr().out)["model"] is None
