"""A sample of what ``python -m tests.fuzz.fuzz_gguf`` does by the thousand."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.errors import EngineError
from tests.fuzz.fuzz_gguf import HEADER_MEMORY_BYTES, Fuzzer, fuzz
from tests.helpers import tiny_gguf
from tests.helpers.streams import ask, collect, run

COUNT = 150


@pytest.mark.parametrize("seed", [20, 21])
def test_a_spoiled_model_ends_as_an_answer_or_as_a_typed_error(tmp_path: Path, seed: int) -> None:
    census = asyncio.run(fuzz(tmp_path, seed, range(COUNT)))

    assert census.findings == []
    assert sum(census.outcomes.values()) == COUNT
    assert census.outcomes["answered"] > COUNT // 10, "it spoils too much to reach the worker"
    assert sum(count for outcome, count in census.outcomes.items() if outcome.startswith("header")) > COUNT // 4
    assert census.grown_bytes < HEADER_MEMORY_BYTES


def test_a_model_that_ends_its_worker_is_a_typed_error_of_the_engine(tmp_path: Path) -> None:
    path = tmp_path / "deadly.gguf"
    path.write_bytes(_with_the_same_token_twice(tmp_path))
    engine = LocalEngine(path, LocalSettings(threads=1))

    with pytest.raises(EngineError) as caught:
        run(engine, collect(engine, ask()))

    assert caught.value.hint
    assert engine.worker_pid is None


def test_a_mutant_is_known_by_its_seed_and_its_number(tmp_path: Path) -> None:
    one, other = Fuzzer(tmp_path, 5), Fuzzer(tmp_path, 5)

    assert [one.mutant(number) for number in range(50)] == [other.mutant(number) for number in range(50)]
    assert one.mutant(1) != Fuzzer(tmp_path, 6).mutant(1)


def _with_the_same_token_twice(folder: Path) -> bytes:
    """llama.cpp asserts that there is none, which ends the process."""
    plain = tiny_gguf.make(folder / "plain.gguf").read_bytes()
    one_letter = (1).to_bytes(8, "little")
    return plain.replace(one_letter + b"A", one_letter + b"B", 1)
