from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import gguf
import numpy as np
import pytest

from app.bench.shapes import SHAPES, make, make_copying
from app.bench.texts import made_up_words
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.models.gguf import read_header
from tests.helpers.streams import Answer, ask, collect, run
from tests.helpers.tiny_shape import TINY

K_QUANTS = replace(TINY, width=256, feed_forward=512, kind="Q4_K", vocabulary_kind="Q6_K")


def _answer(path: Path, prompt: str, max_tokens: int) -> Answer:
    engine = LocalEngine(path, LocalSettings(threads=1))
    return run(engine, collect(engine, ask(prompt, max_tokens=max_tokens)))


@pytest.mark.parametrize("shape", [TINY, replace(TINY, kind="Q4_0"), K_QUANTS], ids=lambda shape: shape.kind)
def test_the_weights_are_noise_that_keeps_the_size_of_what_it_multiplies(tmp_path: Path, shape: object) -> None:
    path = make(tmp_path / "model.gguf", shape)

    for tensor in gguf.GGUFReader(path).tensors:
        if tensor.name.endswith(("ffn_up.weight", "token_embd.weight")):
            weights = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
            assert np.std(weights) == pytest.approx(shape.width**-0.5, rel=0.03), tensor.name
            assert abs(np.mean(weights)) < 0.2 * np.std(weights), tensor.name


@pytest.mark.parametrize("shape", [TINY, replace(TINY, kind="Q4_0"), K_QUANTS], ids=lambda shape: shape.kind)
def test_a_model_loads_and_writes_until_it_is_stopped(tmp_path: Path, shape: object) -> None:
    path = make(tmp_path / "model.gguf", shape)

    answer = _answer(path, "baba bibu?", 20)

    assert answer.usage.completion_tokens == 20
    assert read_header(path).size_bytes == pytest.approx(shape.size_bytes, rel=0.15)


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    one, two, other = (tmp_path / f"{number}.gguf" for number in range(3))
    make(one, TINY)
    make(two, TINY)
    make(other, replace(TINY, seed=1))

    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (one, two, other)]

    assert digests[0] == digests[1] != digests[2]


def test_the_copying_model_writes_its_text_and_ends_whatever_it_is_asked(tmp_path: Path) -> None:
    words = made_up_words(60, seed=1)
    path = make_copying(tmp_path / "copying.gguf", TINY, words)

    answers = [_answer(path, prompt, 200) for prompt in ("Hello.", "x " * 50)]

    assert [answer.text for answer in answers] == ["".join(f" {word}" for word in words)] * 2
    assert answers[0].usage.completion_tokens == 61


def test_a_word_is_one_token(tmp_path: Path) -> None:
    path = make(tmp_path / "model.gguf", TINY)
    words = made_up_words(100, seed=1)

    few, many = (_answer(path, " ".join(words[:count]), 1).usage.prompt_tokens for count in (10, 100))

    assert many - few == 90


def test_the_shapes_have_the_sizes_of_the_models_that_they_stand_for() -> None:
    millions = {name: shape.size_bytes / 1e6 for name, shape in SHAPES.items()}

    assert millions["0.5b-q4_0"] == pytest.approx(352, rel=0.02)
    assert millions["0.5b-q8_0"] == pytest.approx(531, rel=0.02)
    assert millions["1.5b-q4_0"] == pytest.approx(935, rel=0.03)
    assert millions["1.5b-q8_0"] == pytest.approx(1646, rel=0.03)
