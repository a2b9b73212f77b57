"""The memory plan: context, threads and layers, from a header and the memory that a machine could have."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from types import MappingProxyType

import pytest

from app.core.settings import LocalSettings
from app.errors import ModelLoadError
from app.models import fit
from app.models.fit import assess, plan
from app.models.gguf import GgufHeader
from app.models.machine import Gpu, Machine
from app.models.needs import Ratios
from app.models.shape import Layer, Shape, Weights

GIB = 1 << 30
MIB = 1 << 20
LARGE = Machine(64 * GIB, 60 * GIB, gpus=())
LAYERS = 32


def weights(size_bytes: int) -> Weights:
    return Weights(size_bytes, MappingProxyType({"Q4_K": size_bytes}))


@pytest.fixture
def header() -> GgufHeader:
    """A model of 4 GiB whose cache takes 128 KiB for a token."""
    layer = Layer(weights(120 * MIB), keys=1024, values=1024)
    return GgufHeader(
        path=Path("m.gguf"),
        size_bytes=4 * GIB,
        architecture="llama",
        name="M",
        version="",
        license="",
        context_tokens=32768,
        layers=LAYERS,
        embedding=4096,
        heads=32,
        kv_values_per_token=65536,
        vocabulary=32000,
        quantization="Q4_K_M",
        tensors=291,
        parameters=7_000_000_000,
        chat_template="",
        serves=None,
        shape=Shape(
            layers=(layer,) * LAYERS,
            inputs=weights(128 * MIB),
            embedding_matrix=weights(128 * MIB),
            outputs=weights(128 * MIB),
            embedding=4096,
            heads=32,
            head_width=128,
            feed_forward=11008,
            vocabulary=32000,
        ),
    )


def gpu(free_bytes: int, name: str = "CUDA0", *, is_integrated: bool = False) -> Gpu:
    return Gpu(name, "CUDA", free_bytes, free_bytes, is_integrated)


def test_the_sum_is_weights_cache_results_and_the_process(header: GgufHeader) -> None:
    chosen = plan(header, LocalSettings(), LARGE)
    host = chosen.fit.need.host

    assert chosen.context_tokens == 4096
    assert chosen.kv_bytes == 4096 * 128 * 1024
    assert host.mapped == 4 * GIB
    assert 32 * 4096 * 512 * 4 < host.compute < 330 * MIB  # the scores of attention, which is not fused
    assert 45 * MIB < host.overhead < 80 * MIB
    assert chosen.needed_bytes == 4 * GIB + chosen.kv_bytes + host.compute + host.work + host.output + host.overhead
    assert chosen.fit.verdict == "fits"


def test_a_cache_of_eight_bits_takes_half_and_is_used_only_if_the_user_chose_it(header: GgufHeader) -> None:
    full = plan(header, LocalSettings(), LARGE).kv_bytes
    small = plan(header, LocalSettings(kv_type="q8_0"), LARGE).kv_bytes
    tight = plan(header, LocalSettings(), Machine(16 * GIB, 5 * GIB, gpus=()))

    assert small == full * 34 // 64
    assert tight.kv_bytes == tight.context_tokens * 128 * 1024


def test_weights_in_the_processors_own_order_are_held_and_their_pages_can_be_dropped(header: GgufHeader) -> None:
    repacking = dataclasses.replace(LARGE, repacked=frozenset({"Q4_K"}))
    host = plan(header, LocalSettings(), repacking).fit.need.host

    assert host.repacked == LAYERS * 120 * MIB + 128 * MIB
    assert host.dropped == host.repacked
    assert host.mapped == 128 * MIB
    assert host.resident == host.held + host.dropped


def test_the_context_is_never_larger_than_the_model_was_trained_for(header: GgufHeader) -> None:
    small = dataclasses.replace(header, context_tokens=1024)

    assert plan(small, LocalSettings(), LARGE).context_tokens == 1024
    assert plan(small, LocalSettings(context_tokens=9000), LARGE).context_tokens == 1024


def test_a_model_that_does_not_say_its_context_gets_the_usual_one(header: GgufHeader) -> None:
    assert plan(dataclasses.replace(header, context_tokens=0), LocalSettings(), LARGE).context_tokens == 4096


def test_a_chosen_context_shrinks_until_it_fits_and_one_that_was_set_is_kept(header: GgufHeader) -> None:
    tight = Machine(16 * GIB, int(4.6 * GIB), gpus=())
    own = plan(header, LocalSettings(context_tokens=8192), tight)

    assert plan(header, LocalSettings(), tight).context_tokens == 1024
    assert own.context_tokens == 8192
    assert own.fit.own_values == ("context_tokens",)
    assert fit.OWN_VALUES in own.fit.words


def test_weights_are_mapped_so_a_full_machine_still_tries(header: GgufHeader) -> None:
    chosen = plan(header, LocalSettings(), Machine(16 * GIB, GIB, gpus=()))

    assert chosen.context_tokens == 512
    assert chosen.fit.verdict == "tight"
    assert "slow" in chosen.fit.words


def test_what_cannot_be_read_again_has_to_fit_unless_the_user_insists(header: GgufHeader) -> None:
    full = Machine(16 * GIB, 2 * GIB, gpus=(), repacked=frozenset({"Q4_K"}))

    with pytest.raises(ModelLoadError, match=r"only 2\.0 GiB is free now"):
        plan(header, LocalSettings(), full)

    assert plan(header, LocalSettings(context_tokens=512), full).fit.verdict == "no"


def test_a_model_that_the_machine_can_never_hold_is_refused_with_figures(header: GgufHeader) -> None:
    with pytest.raises(ModelLoadError, match=r"5\.0 GiB.*has 4\.0 GiB") as caught:
        plan(header, LocalSettings(gpu_layers=0, context_tokens=4096), Machine(4 * GIB, 3 * GIB, gpus=()))

    assert caught.value.reason == "out_of_memory"
    assert "cloud" in caught.value.hint


def test_all_layers_go_to_a_gpu_that_holds_them(header: GgufHeader) -> None:
    found = assess(header, LocalSettings(), LARGE.with_gpus([gpu(24 * GIB)]))

    assert (found.gpu_layers, found.layers) == (LAYERS + 1, LAYERS + 1)
    assert found.need.host.mapped == header.shape.inputs.size_bytes
    assert found.words.startswith("33 of 33 layers fit on CUDA0")


def test_a_smaller_gpu_gets_as_many_layers_as_its_bytes_allow(header: GgufHeader) -> None:
    found = assess(header, LocalSettings(), LARGE.with_gpus([gpu(3 * GIB)]))
    one_more = LocalSettings(gpu_layers=found.gpu_layers + 1, context_tokens=4096)

    assert 0 < found.gpu_layers < LAYERS
    assert found.need.devices[0].total + fit.GPU_RESERVE_BYTES <= 3 * GIB
    assert found.context_tokens == 4096
    assert assess(header, one_more, LARGE.with_gpus([gpu(3 * GIB)])).verdict == "no"


def test_layers_are_counted_by_their_own_bytes(header: GgufHeader) -> None:
    heavy = dataclasses.replace(header.shape.layers[0], weights=weights(600 * MIB))
    lopsided = dataclasses.replace(header.shape, layers=(*header.shape.layers[:-4], *(heavy,) * 4))
    model = dataclasses.replace(header, shape=lopsided)
    machine = LARGE.with_gpus([gpu(3 * GIB)])

    assert assess(model, LocalSettings(), machine).gpu_layers < assess(header, LocalSettings(), machine).gpu_layers


def test_two_gpus_share_the_layers_by_what_is_free(header: GgufHeader) -> None:
    found = assess(header, LocalSettings(), LARGE.with_gpus([gpu(6 * GIB), gpu(3 * GIB, "CUDA1")]))
    first, second = found.need.devices

    assert found.gpu_layers == LAYERS + 1
    assert first.kv > 1.5 * second.kv > 0


def test_a_gpu_without_memory_of_its_own_takes_the_machines(header: GgufHeader) -> None:
    shared = Machine(8 * GIB, 7 * GIB).with_gpus([gpu(7 * GIB, is_integrated=True)])

    assert assess(header, LocalSettings(), shared).needed_bytes > 4 * GIB


def test_layers_that_the_user_set_are_kept_and_said(header: GgufHeader) -> None:
    none = assess(header, LocalSettings(gpu_layers=0), LARGE.with_gpus([gpu(24 * GIB)]))
    many = assess(header, LocalSettings(gpu_layers=99), LARGE.with_gpus([gpu(24 * GIB)]))

    assert none.gpu_layers == 0
    assert many.gpu_layers == LAYERS + 1
    assert none.own_values == ("gpu_layers",)


def test_layers_are_left_to_the_load_while_nobody_asked_for_the_gpus(header: GgufHeader) -> None:
    assert plan(header, LocalSettings(), Machine(64 * GIB, 60 * GIB)).gpu_layers == -1


def test_what_loads_really_took_corrects_the_sum(header: GgufHeader) -> None:
    plain = plan(header, LocalSettings(), LARGE).fit.need.host
    corrected = plan(header, LocalSettings(), LARGE, Ratios(overhead=2.0, compute=1.5)).fit.need.host

    assert corrected.overhead == 2 * plain.overhead
    assert corrected.compute == round(1.5 * plain.compute)


def test_parts_that_were_not_read_count_and_make_it_an_estimate(header: GgufHeader) -> None:
    found = assess(dataclasses.replace(header, parts=2), LocalSettings(), LARGE, size_bytes=8 * GIB)

    assert found.is_estimate
    assert found.need.host.mapped >= 7.9 * GIB
    assert found.words.startswith(fit.ESTIMATE)


def test_a_header_without_a_shape_is_estimated_from_its_size(header: GgufHeader) -> None:
    found = assess(dataclasses.replace(header, shape=Shape()), LocalSettings(), LARGE)

    assert found.is_estimate
    assert found.need.host.kv == 4096 * 128 * 1024


def test_threads_are_the_cores_for_a_large_model_and_one_for_a_tiny_one(
    header: GgufHeader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "physical_cores", lambda: 6)

    assert plan(header, LocalSettings(), LARGE).threads == 6
    assert plan(dataclasses.replace(header, size_bytes=8 << 20), LocalSettings(), LARGE).threads == 1
    assert plan(header, LocalSettings(threads=3), LARGE).threads == 3


def test_this_machine_has_cores() -> None:
    assert fit.physical_cores() >= 1
