"""What loads took corrects the next plan; the file may be missing, damaged or full, and the program goes on."""

from __future__ import annotations

import dataclasses
import json
import logging
from pathlib import Path

import pytest

from app.models.calibration import Calibration, kind_of, machine_key, measured
from app.models.devices import BuildReport, Device
from app.models.gguf import GgufHeader, read_header
from app.models.load_report import LoadReport
from app.models.needs import UNMEASURED, ContextPlan, Ratios, compute_bytes, need
from tests.helpers import tiny_gguf

MIB = 1 << 20
MACHINE = "a processor | no GPU | a build"


@pytest.fixture
def header(tmp_path: Path) -> GgufHeader:
    return read_header(tiny_gguf.make(tmp_path / "tiny.gguf"))


@pytest.fixture
def calibration(tmp_path: Path) -> Calibration:
    return Calibration(tmp_path / "data" / "memory.json")


def test_nothing_is_corrected_before_anything_was_loaded(calibration: Calibration, header: GgufHeader) -> None:
    assert calibration.ratios(MACHINE, header) == UNMEASURED


def test_a_load_corrects_the_next_one_of_its_kind(calibration: Calibration, header: GgufHeader) -> None:
    calibration.record(MACHINE, header, Ratios(overhead=1.5, repacked=0.5))

    assert calibration.ratios(MACHINE, header) == Ratios(overhead=1.5, repacked=0.5)
    assert calibration.ratios("another machine", header) == UNMEASURED


def test_a_later_load_counts_as_much_as_all_before_it(calibration: Calibration, header: GgufHeader) -> None:
    calibration.record(MACHINE, header, Ratios(overhead=1.0))
    calibration.record(MACHINE, header, Ratios(overhead=2.0))

    assert calibration.ratios(MACHINE, header).overhead == 1.5


def test_another_quantization_learns_all_but_the_copies_and_another_architecture_the_process_alone(
    calibration: Calibration, header: GgufHeader
) -> None:
    calibration.record(MACHINE, header, Ratios(overhead=1.5, compute=1.2, repacked=0.5))
    sister = dataclasses.replace(header, quantization="Q8_0")
    stranger = dataclasses.replace(header, architecture="perpetuum")

    assert calibration.ratios(MACHINE, sister) == Ratios(overhead=1.5, compute=1.2)
    assert calibration.ratios(MACHINE, stranger) == Ratios(overhead=1.5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"schema": 99}',
        '{"schema": 1, "machines": 3}',
        '{"schema": 1, "machines": {"m": {"k": 5}}}',
        "[" * 9999,
    ],
)
def test_a_damaged_file_counts_as_empty_and_is_written_anew(text: str, tmp_path: Path, header: GgufHeader) -> None:
    path = tmp_path / "memory.json"
    path.write_text(text)
    calibration = Calibration(path)

    assert calibration.ratios(MACHINE, header) == UNMEASURED
    calibration.record(MACHINE, header, Ratios(kv=2.0))
    assert calibration.ratios(MACHINE, header).kv == 2.0


def test_numbers_that_cannot_be_are_cut_to_what_can(tmp_path: Path, header: GgufHeader) -> None:
    path = tmp_path / "memory.json"
    kinds = {kind_of(header): {"overhead": 1e9, "kv": "much", "compute": float("nan"), "repacked": -5}}
    path.write_text(json.dumps({"schema": 1, "machines": {MACHINE: kinds}}))

    assert Calibration(path).ratios(MACHINE, header) == Ratios(overhead=16.0, repacked=0.25)


def test_the_file_does_not_grow_without_end(tmp_path: Path, header: GgufHeader) -> None:
    path = tmp_path / "memory.json"
    calibration = Calibration(path)
    for number in range(70):
        calibration.record("m", dataclasses.replace(header, architecture=f"a{number}"), UNMEASURED)
    for number in range(12):
        calibration.record(f"m{number}", header, UNMEASURED)
    machines = json.loads(path.read_text())["machines"]

    assert list(machines) == [f"m{number}" for number in range(4, 12)]
    assert {file.name for file in tmp_path.iterdir()} == {"memory.json", "tiny.gguf"}
    assert "m" not in machines


def test_a_file_that_cannot_be_written_costs_the_correction_alone(
    tmp_path: Path, header: GgufHeader, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    with caplog.at_level(logging.WARNING):
        Calibration(tmp_path / "file" / "memory.json").record(MACHINE, header, UNMEASURED)

    assert "cannot be kept" in caplog.text


def test_every_component_is_compared_with_its_own_plan(header: GgufHeader) -> None:
    context = ContextPlan(512)
    planned = need(header.shape, context)
    report = LoadReport(
        model={"CPU_Mapped": planned.host.mapped},
        kv={"CPU": 2 * planned.host.kv},
        compute={"CPU": compute_bytes(header.shape, context, outputs=64)},
        output={"CPU": planned.host.output},
        rss_loaded_bytes=planned.host.mapped + 2 * planned.host.kv + planned.host.output + 2 * planned.host.overhead,
    )
    found = measured(header.shape, context, planned, report)

    assert found == Ratios(kv=2.0, overhead=2.0)


def test_a_system_that_reads_files_later_says_nothing_about_the_process(header: GgufHeader) -> None:
    planned = need(header.shape, ContextPlan(512))
    report = LoadReport(model={"CPU_Mapped": planned.host.mapped}, rss_loaded_bytes=1)

    assert measured(header.shape, ContextPlan(512), planned, report).overhead == 1.0


def test_a_machine_is_known_by_its_processor_gpus_and_build() -> None:
    plain = BuildReport("0.3.36", "AVX2 = 1", ("CPU",), ())
    gpu = dataclasses.replace(plain, devices=(Device("CUDA0", "RTX 4090", "gpu", "CUDA"),))
    other = dataclasses.replace(plain, system_info="AVX512 = 1")

    assert len({machine_key(build) for build in (plain, gpu, other)}) == 3
    assert "RTX 4090" in machine_key(gpu)
