"""The loop that the worker is measured against does the same work."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.bench.asking import raw_loop
from app.core.messages import Message
from app.core.settings import LocalSettings
from app.engines.local import LocalEngine
from app.errors import AppError
from tests.helpers import tiny_gguf
from tests.helpers.streams import ask, collect, run

LOAD = {"context_tokens": 512, "threads": 1, "gpu_layers": 0, "kv_type": "f16"}


def test_it_counts_the_prompt_as_the_worker_does_and_writes_as_many_tokens_as_it_is_told(tmp_path: Path) -> None:
    model = tiny_gguf.make(tmp_path / "tiny.gguf", adds_bos=True)
    engine = LocalEngine(model, LocalSettings(threads=1))
    ours = run(engine, collect(engine, ask("the prompt", max_tokens=1)))

    with raw_loop({**LOAD, "path": str(model)}) as raw:
        counted = raw.count([Message.user("the prompt")])
        found = raw.ask([Message.user("the prompt")], 9)

    assert counted == found["prompt_tokens"] == ours.usage.prompt_tokens
    assert found["tokens"] == 9
    assert found["prompt_s"] > 0
    assert found["decode_s"] > 0


def test_a_model_that_it_cannot_load_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    model = tiny_gguf.truncated(tmp_path / "cut.gguf")

    with pytest.raises(AppError) as caught, raw_loop({**LOAD, "path": str(model)}):
        pass

    assert "cut off" in caught.value.hint
