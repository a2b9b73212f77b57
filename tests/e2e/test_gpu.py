"""With a GPU, and a build of llama.cpp that uses it: layers are really there, the memory is told, and the plan knew it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.engines.planner import probe_build
from app.models.calibration import Calibration
from app.models.gpu import find_facts
from app.models.gpu_advice import advise
from tests.helpers import shape_gguf
from tests.helpers.shape_gguf import RealShape
from tests.helpers.streams import ask, collect

pytestmark = pytest.mark.gpu
SHAPE = RealShape("llama", layers=6, width=1024, inner=2816, heads=16, kv_heads=4, vocabulary=32000)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shape_gguf.make(tmp_path_factory.mktemp("models") / "small.gguf", SHAPE)


def loaded(model: Path, settings: LocalSettings, calibration: Calibration) -> LocalEngine:
    """Load and answer; what the engine then knows."""

    async def work() -> LocalEngine:
        engine = LocalEngine(model, settings, calibration=calibration)
        try:
            await collect(engine, ask("hello", max_tokens=2))
        finally:
            await engine.close()
        return engine

    return asyncio.run(work())


def test_all_layers_go_to_the_gpu_and_take_what_was_planned(model: Path, tmp_path: Path) -> None:
    calibration = Calibration(tmp_path / "memory.json")
    for _ in range(2):
        engine = loaded(model, LocalSettings(), calibration)
    report, plan = engine.load_report, engine.last_plan
    assert report is not None
    assert plan is not None
    planned = sum(device.total for device in plan.fit.need.devices)

    assert (report.gpu_layers, report.layers) == (SHAPE.layers + 1, SHAPE.layers + 1)
    assert engine.info.device.endswith(f"{SHAPE.layers + 1} of {SHAPE.layers + 1} layers")
    assert sum(report.by_gpu().values()) == pytest.approx(planned, rel=0.1)
    assert advise(find_facts(), asyncio.run(probe_build()), loaded=report).cause == "used"


def test_some_layers_are_those_with_the_bytes_that_were_counted(model: Path, tmp_path: Path) -> None:
    engine = loaded(model, LocalSettings(gpu_layers=3), Calibration(tmp_path / "memory.json"))
    report, plan = engine.load_report, engine.last_plan
    assert report is not None
    assert plan is not None

    assert report.gpu_layers == 3
    assert report.on_gpu("model") == pytest.approx(sum(d.weights for d in plan.fit.need.devices), rel=0.02)
    assert report.on_gpu("kv") == pytest.approx(sum(d.kv for d in plan.fit.need.devices), rel=0.02)


def test_no_layers_leave_the_gpu_alone(model: Path, tmp_path: Path) -> None:
    engine = loaded(model, LocalSettings(gpu_layers=0), Calibration(tmp_path / "memory.json"))

    assert engine.load_report is not None
    assert engine.load_report.gpu_layers == 0
    assert engine.load_report.on_gpu("model") == 0
