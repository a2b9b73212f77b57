"""What is said about memory, GPUs and dead workers is said in the languages that ship."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest

from app.core.settings import LocalSettings
from app.engines.worker_faults import explain
from app.models.fit import assess, too_large
from app.models.gguf import read_header
from app.models.gpu import choose_build
from app.models.gpu_advice import advise
from app.models.machine import Gpu, Machine
from app.ui.said import Sentences
from tests.app.engines import test_worker_faults as deaths
from tests.app.models import test_gpu as gpus
from tests.helpers import tiny_gguf

ROOT = Path(__file__).resolve().parents[2]
MIB = 1 << 20


@pytest.fixture(scope="module")
def chinese() -> Sentences:
    return Sentences(tomllib.loads((ROOT / "resources" / "i18n" / "zh_CN.toml").read_text(encoding="utf-8")))


def cases(test: object) -> list[tuple[object, ...]]:
    """The parameters of a parametrized test."""
    marks = test.pytestmark  # type: ignore[attr-defined]
    return [values for mark in marks for values in mark.args[1]]


@pytest.mark.parametrize("model", ["Mistral 7B v0.3", ""])
def test_deaths(model: str, chinese: Sentences) -> None:
    faults = [explain(exit_code, log, model) for exit_code, log, *_ in cases(deaths.test_a_death_is_explained)]  # type: ignore[arg-type]

    assert [text for fault in faults for text in fault[:2] if chinese.translated(text) is None] == []


def test_advice(chinese: Sentences) -> None:
    asked = cases(gpus.test_a_gpu_that_lies_idle_has_a_cause)
    advice = [
        advise(facts, build, user_layers=layers, loaded=loaded)  # type: ignore[arg-type]
        for facts, build, layers, loaded, *_ in asked
    ]
    refusals = [choose_build(facts) for facts, *_ in cases(gpus.test_what_is_missing_is_said_with_the_exact_command)]  # type: ignore[arg-type]

    assert [found.words for found in (*advice, *refusals) if chinese.translated(found.words) is None] == []


def test_fits(chinese: Sentences, tmp_path: Path) -> None:
    header = read_header(tiny_gguf.make(tmp_path / "tiny.gguf"))
    large = Gpu("CUDA0", "CUDA", 1 << 34, 1 << 34)
    machines = [
        Machine(1 << 34, 1 << 33, ()),
        Machine(1 << 34, 1 << 33, (large,)),
        Machine(1 << 34, 100 * MIB, ()),
        Machine(1 << 34, 10 * MIB, ()),
        Machine(10 * MIB, 10 * MIB, ()),
        Machine(1 << 34, 1 << 33, (dataclasses.replace(large, free_bytes=MIB),)),
    ]
    found = [
        assess(header, settings, machine)
        for machine in machines
        for settings in (LocalSettings(), LocalSettings(gpu_layers=2))
    ]
    found += [assess(header, LocalSettings(), machines[0], size_bytes=1 << 32)]
    texts = (
        [fit.words for fit in found]
        + [too_large(header, fit).message for fit in found]
        + [too_large(header, found[0]).hint]
    )

    assert {fit.verdict for fit in found} == {"fits", "tight", "no"}
    assert [text for text in texts if chinese.translated(text) is None] == []
    assert chinese.translated(f"There is not enough memory for the model x. Planned: {found[0].words}") is not None
