"""The cloud engine against a real server of another maker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from app.core.messages import Chunk, CompletionRequest, Message, StopReason
from app.core.output import OutputSpec, extract
from app.core.providers import ProviderSettings
from app.engines.cloud import CloudEngine
from app.errors import ConnectFailed
from tests.helpers import tiny_gguf
from tests.helpers.llama_server import LlamaServer

pytestmark = pytest.mark.server
MESSAGES = (Message.user("Hi"),)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    model = tiny_gguf.make(tmp_path_factory.mktemp("model") / "tiny.gguf", favourite="abcdefg ")
    with LlamaServer(model, alias="tiny") as running:
        yield running


async def gather(engine: CloudEngine, request: CompletionRequest) -> list[Chunk]:
    async with aclosing(engine.stream(request)) as stream:
        return [chunk async for chunk in stream]


def ask(server: LlamaServer, *requests: CompletionRequest) -> list[list[Chunk]]:
    async def work() -> list[list[Chunk]]:
        engine = CloudEngine(ProviderSettings(server.base_url, timeout_s=30.0), lambda: None)
        try:
            return [await gather(engine, request) for request in requests]
        finally:
            await engine.close()

    return asyncio.run(work())


def text_of(chunks: list[Chunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


def test_an_answer_streams_and_stops_at_its_limit_with_measured_times(server: LlamaServer) -> None:
    (chunks,) = ask(server, CompletionRequest(MESSAGES, max_tokens=20))

    assert text_of(chunks).startswith("abcdefg abc")
    assert sum(bool(chunk.text) for chunk in chunks) > 5
    last = chunks[-1]
    assert last.stop_reason is StopReason.LENGTH
    assert last.usage is not None
    assert last.usage.completion_tokens > 5
    assert (last.usage.ttft_s or 0) > 0
    assert (last.usage.tokens_per_s or 0) > 0


def test_a_stop_string_ends_the_answer_and_is_no_part_of_it(server: LlamaServer) -> None:
    (chunks,) = ask(server, CompletionRequest(MESSAGES, max_tokens=50, stop=("def",)))

    assert text_of(chunks) == "abc"
    assert chunks[-1].stop_reason is StopReason.STOP


def test_a_choice_and_a_schema_are_held_by_the_form_that_this_server_knows(server: LlamaServer) -> None:
    schema = {
        "type": "object",
        "properties": {"move": {"type": "string", "enum": ["e2e4"]}},
        "required": ["move"],
        "additionalProperties": False,
    }
    choice, schema_spec = OutputSpec.choice(["Nf3", "e4"]), OutputSpec.json(schema)

    chosen, valid = ask(
        server,
        CompletionRequest(MESSAGES, output=choice, max_tokens=16),
        CompletionRequest(MESSAGES, output=schema_spec, max_tokens=64),
    )

    assert extract(text_of(chosen), choice) in {"Nf3", "e4"}
    assert json.loads(text_of(valid)) == {"move": "e2e4"}


def test_the_servers_model_is_found_and_the_check_names_it(server: LlamaServer) -> None:
    async def work() -> tuple[tuple[str, ...], str]:
        engine = CloudEngine(ProviderSettings(server.base_url), lambda: None)
        try:
            return await engine.list_models(), await engine.check()
        finally:
            await engine.close()

    models, sentence = asyncio.run(work())

    assert models == ("tiny",)
    assert "answers with tiny in" in sentence


def test_after_a_cancelled_answer_the_next_one_is_whole(server: LlamaServer) -> None:
    async def work() -> list[Chunk]:
        engine = CloudEngine(ProviderSettings(server.base_url), lambda: None)
        try:
            stream = engine.stream(CompletionRequest(MESSAGES, max_tokens=400))
            await anext(stream)
            await stream.aclose()
            return await gather(engine, CompletionRequest(MESSAGES, max_tokens=8))
        finally:
            await engine.close()

    assert text_of(asyncio.run(work())).startswith("abcdefg")


def test_a_prompt_that_this_server_breaks_off_at_is_an_error_that_says_what_may_be(server: LlamaServer) -> None:
    with pytest.raises(ConnectFailed, match="before its answer began") as caught:
        ask(server, CompletionRequest((Message.user("x" * 3000),)))

    assert "too long" in caught.value.hint


def test_a_server_that_is_killed_in_mid_answer_is_a_broken_connection(tmp_path: Path) -> None:
    model = tiny_gguf.make(tmp_path / "tiny.gguf", favourite="abcdefg ", context=4096)
    with LlamaServer(model, context_tokens=4096) as server:

        async def work() -> None:
            engine = CloudEngine(ProviderSettings(server.base_url, timeout_s=30.0), lambda: None)
            try:
                async for chunk in engine.stream(CompletionRequest(MESSAGES, max_tokens=4000)):
                    if chunk.text:
                        server.kill()
            finally:
                await engine.close()

        with pytest.raises(ConnectFailed):
            asyncio.run(work())
