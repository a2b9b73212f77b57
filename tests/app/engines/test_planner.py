"""Planning with a real worker: what it sees, what a load took, and that the next plan knows it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from app.core.settings import LocalSettings
from app.engines import planner as planner_module
from app.engines.hardware import Hardware
from app.engines.local import LocalEngine
from app.engines.planner import Planner, load_fields, probe_build
from app.errors import ModelLoadError, WorkerTerminated
from app.models.calibration import Calibration, kind_of, machine_key
from app.models.fit import ESTIMATE, plan
from app.models.machine import Machine
from app.models.split import read_model
from tests.helpers import tiny_gguf
from tests.helpers.streams import ask, collect


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_gguf.make(tmp_path_factory.mktemp("models") / "tiny.gguf", favourite="abcdef")


def test_a_worker_says_what_it_sees_without_a_model() -> None:
    build = asyncio.run(probe_build())

    assert "CPU" in build.backends
    assert [device.type for device in build.devices if device.backend == "CPU"] == ["cpu"]
    assert build.version


def test_a_worker_that_dies_while_it_looks_is_an_error() -> None:
    with pytest.raises(WorkerTerminated):
        asyncio.run(probe_build((sys.executable, "-c", "raise SystemExit(3)")))


def test_a_load_is_planned_measured_and_remembered(model: Path, tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "memory.json")

    async def work() -> LocalEngine:
        engine = LocalEngine(model, LocalSettings(), calibration=calibration)
        try:
            await collect(engine, ask("hello", max_tokens=2))
            assert engine.load_report is not None
            assert engine.info.memory_bytes >= engine.load_report.mapped_bytes
        finally:
            await engine.close()
        assert engine.info.memory_bytes == 0
        return engine

    engine = asyncio.run(work())
    report, chosen = engine.load_report, engine.last_plan
    build = asyncio.run(probe_build())
    header = read_model(model)

    assert report is not None
    assert chosen is not None
    assert report.on_host("kv") == pytest.approx(chosen.fit.need.host.kv, rel=0.05)
    assert report.rss_loaded_bytes > report.rss_before_bytes > 0
    assert chosen.fit.need.devices == () or build.gpus
    assert calibration.ratios(machine_key(build), header).overhead != 1.0
    assert kind_of(header) == "llama/F32"


def test_a_load_that_ran_out_of_memory_says_what_was_planned(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planner = Planner(LocalSettings())
    planner.plan(read_model(model))
    by_log = ModelLoadError("There is not enough memory for it.", path=model, reason="out_of_memory", hint="Less.")
    by_death = WorkerTerminated("ended", exit_code=-9)
    other = ModelLoadError("It is damaged.", path=model, reason="other")
    monkeypatch.setattr(planner_module, "oom_kills", lambda: None)

    for error in (by_log, by_death):
        explained = planner.explained(error, model)
        assert explained is not None
        assert explained.reason == "out_of_memory"
        assert "Planned: Needs" in explained.message
        assert explained.hint
    assert planner.explained(other, model) is None
    assert planner.explained(WorkerTerminated("ended", exit_code=-11), model) is None


def test_a_kill_that_the_kernel_did_not_count_was_not_for_memory(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = iter([5, 5, 6])
    monkeypatch.setattr(planner_module, "oom_kills", lambda: next(counts))
    planner = Planner(LocalSettings())
    planner.plan(read_model(model))

    assert planner.explained(WorkerTerminated("ended", exit_code=-9), model) is None
    assert planner.explained(WorkerTerminated("ended", exit_code=-9), model) is not None


def test_what_the_user_set_is_not_lowered_by_the_load(model: Path) -> None:
    machine = Machine(1 << 34, 1 << 34, gpus=())
    chosen = plan(read_model(model), LocalSettings(gpu_layers=2), machine)

    assert load_fields(chosen, LocalSettings(gpu_layers=2))["fewer_layers"] is False
    assert load_fields(chosen, LocalSettings())["fewer_layers"] is True


def test_fronts_ask_for_a_fit_before_and_after_the_build_is_known(model: Path, tmp_path: Path) -> None:
    hardware = Hardware(LocalSettings, tmp_path / "memory.json")
    before = hardware.fit(read_model(model))

    async def work() -> None:
        first, second = await asyncio.gather(hardware.build(), hardware.build())
        assert first is second
        assert await hardware.build(fresh=True) is not first

    asyncio.run(work())
    after = hardware.fit(read_model(model))

    assert (before.verdict, before.gpu_layers) == ("fits", -1)
    assert after.verdict == "fits"
    assert after.gpu_layers >= 0
    assert hardware.known_build is not None


def test_a_catalogues_entry_is_an_estimate(tmp_path: Path) -> None:
    hardware = Hardware(LocalSettings, tmp_path / "memory.json")
    small = hardware.fit_of_size("Small 0.5B", 400 << 20, 500_000_000)
    huge = hardware.fit_of_size("Huge 400B", 800 << 30)

    assert small.is_estimate
    assert small.words.startswith(ESTIMATE)
    assert huge.verdict == "no"
