"""The loop that the worker is measured against does the same work."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.bench.asking import ask, ask_alone, ask_raw, opened, request
from app.core.messages import Message
from app.core.settings import LocalSettings
from app.errors import AppError
from tests.helpers import tiny_gguf

LOAD = {"context_tokens": 512, "threads": 1, "gpu_layers": 0, "kv_type": "f16"}
PROMPT = [Message.user("a prompt " * 8)]


def test_it_takes_turns_with_the_workers_own_answers_and_changes_none(tmp_path: Path) -> None:
    model = tiny_gguf.make(tmp_path / "tiny.gguf", adds_bos=True)

    async def work() -> None:
        async with opened(model, LocalSettings(threads=1)) as engine:
            first = await ask(engine, request(PROMPT, 12))
            raw = await ask_raw(engine, PROMPT, 9)
            second = await ask(engine, request(PROMPT, 12))
        assert raw.prompt_tokens == first.usage.prompt_tokens
        assert raw.tokens == 9
        assert raw.prompt_s > 0
        assert raw.decode_s > 0
        assert second.text == first.text

    asyncio.run(work())


def test_it_only_counts_where_no_token_is_wanted(tmp_path: Path) -> None:
    model = tiny_gguf.make(tmp_path / "tiny.gguf")

    async def work() -> None:
        async with opened(model, LocalSettings(threads=1)) as engine:
            counted = await ask_raw(engine, PROMPT, 0)
            assert (await ask_raw(engine, PROMPT, 2)).prompt_tokens == counted.prompt_tokens
        assert counted.prompt_s == 0

    asyncio.run(work())


def test_alone_it_tells_its_memory_too(tmp_path: Path) -> None:
    model = tiny_gguf.make(tmp_path / "tiny.gguf")

    found, rss_mib = ask_alone({**LOAD, "path": str(model)}, PROMPT, 5)

    assert found.tokens == 5
    assert found.attention == "plain"
    assert 10 < rss_mib < 1000


def test_a_model_that_it_cannot_load_is_an_error_with_its_last_words(tmp_path: Path) -> None:
    model = tiny_gguf.truncated(tmp_path / "cut.gguf")

    with pytest.raises(AppError) as caught:
        ask_alone({**LOAD, "path": str(model)}, PROMPT, 5)

    assert "cut off" in caught.value.hint
