from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from app.core.settings import LocalSettings
from app.errors import ModelLoadError
from app.models import fit
from app.models.fit import Memory, plan
from app.models.gguf import GgufHeader

GIB = 1 << 30
LARGE = Memory(64 * GIB, 60 * GIB)


@pytest.fixture
def header() -> GgufHeader:
    """A model of 4 GiB whose cache takes 128 KiB for a token."""
    return GgufHeader(
        path=Path("m.gguf"),
        size_bytes=4 * GIB,
        architecture="llama",
        name="M",
        version="",
        license="",
        context_tokens=32768,
        layers=32,
        embedding=4096,
        heads=32,
        kv_values_per_token=65536,
        vocabulary=32000,
        quantization="Q4_K_M",
        tensors=291,
        parameters=7_000_000_000,
        chat_template="",
        serves=None,
    )


def test_the_sum_is_weights_cache_and_reserve(header: GgufHeader) -> None:
    chosen = plan(header, LocalSettings(), LARGE)

    assert chosen.context_tokens == 4096
    assert chosen.kv_bytes == 4096 * 128 * 1024
    assert chosen.needed_bytes == chosen.weights_bytes + chosen.kv_bytes + (256 << 20)


def test_the_context_is_never_larger_than_the_model_was_trained_for(header: GgufHeader) -> None:
    small = dataclasses.replace(header, context_tokens=1024)

    assert plan(small, LocalSettings(), LARGE).context_tokens == 1024
    assert plan(small, LocalSettings(context_tokens=9000), LARGE).context_tokens == 1024


def test_a_model_that_does_not_say_its_context_gets_the_usual_one(header: GgufHeader) -> None:
    assert plan(dataclasses.replace(header, context_tokens=0), LocalSettings(), LARGE).context_tokens == 4096


def test_a_chosen_context_shrinks_until_it_fits_and_one_that_was_set_is_kept(header: GgufHeader) -> None:
    tight = Memory(16 * GIB, int(4.4 * GIB))

    assert plan(header, LocalSettings(), tight).context_tokens == 1024
    assert plan(header, LocalSettings(context_tokens=8192), tight).context_tokens == 8192


def test_weights_are_mapped_so_a_full_machine_still_tries(header: GgufHeader) -> None:
    assert plan(header, LocalSettings(), Memory(16 * GIB, GIB)).context_tokens == 512


def test_a_model_that_the_machine_can_never_hold_is_refused_with_figures(header: GgufHeader) -> None:
    with pytest.raises(ModelLoadError, match=r"4\.\d GiB.*has 4\.0 GiB") as caught:
        plan(header, LocalSettings(gpu_layers=0), Memory(4 * GIB, 3 * GIB))

    assert caught.value.reason == "out_of_memory"


def test_threads_are_the_cores_for_a_large_model_and_one_for_a_tiny_one(
    header: GgufHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "physical_cores", lambda: 6)

    assert plan(header, LocalSettings(), LARGE).threads == 6
    assert plan(dataclasses.replace(header, size_bytes=8 << 20), LocalSettings(), LARGE).threads == 1
    assert plan(header, LocalSettings(threads=3), LARGE).threads == 3


def test_this_machine_has_memory_and_cores() -> None:
    memory = Memory.now()

    assert 0 < memory.available_bytes <= memory.total_bytes
    assert fit.physical_cores() >= 1
