from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from app.core.messages import Chunk, CompletionRequest, Message, StopReason
from app.core.output import OutputSpec, extract
from app.core.providers import ProviderSettings
from app.engines.cloud import CloudEngine
from app.engines.cloud_answer import Eraser
from app.errors import (
    AppError,
    AuthenticationFailed,
    ConnectFailed,
    ContentRefused,
    ContextOverflow,
    EngineError,
    EngineTimeout,
    KeyMissing,
    ProtocolError,
    QuotaExceeded,
    RateLimited,
)
from tests.helpers.openai_server import (
    Hang,
    OpenAIServer,
    Reply,
    answer,
    cut_off,
    error,
    events,
    page,
    refusing,
)

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[3]
KEY = "sk-test-0123456789abcdef"
REQUEST = CompletionRequest((Message.system("Be brief."), Message.user("Hi")), max_tokens=9, stop=("\n\n",))
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
    "additionalProperties": False,
}


class Waits:
    """In place of sleep: keeps how long would have been slept."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


class Ticks:
    """A clock that moves on by a second each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


def engine_for(server: OpenAIServer, *, key: str | None = KEY, **more: Any) -> CloudEngine:
    settings = {name: more.pop(name) for name in ("model", "timeout_s", "max_retries", "base_url") if name in more}
    defaults = {"base_url": server.base_url, "model": "test-model", "timeout_s": 10.0, "max_retries": 2}
    return CloudEngine(
        ProviderSettings(**{**defaults, **settings}), lambda: key, **{"sleep": Waits(), "jitter": lambda: 0.0, **more}
    )


def use(engine: CloudEngine, work: Callable[[], Awaitable[T]]) -> T:
    async def main() -> T:
        try:
            return await work()
        finally:
            await engine.close()

    return asyncio.run(main())


def ask(engine: CloudEngine, *requests: CompletionRequest) -> list[Chunk]:
    """The chunks of the last of the requests, all sent in one loop."""

    async def work() -> list[Chunk]:
        chunks: list[Chunk] = []
        for request in requests or (REQUEST,):
            async with aclosing(engine.stream(request)) as stream:
                chunks = [chunk async for chunk in stream]
        return chunks

    return use(engine, work)


def text_of(chunks: list[Chunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


def raised_by(server: OpenAIServer, **more: Any) -> AppError:
    with pytest.raises(AppError) as caught:
        ask(engine_for(server, **more))
    return caught.value


# ---- a good answer


def test_an_answer_streams_piece_by_piece_and_ends_with_reason_and_usage() -> None:
    with OpenAIServer(answer("Hel", "lo", usage={"prompt_tokens": 12, "completion_tokens": 5})) as server:
        chunks = ask(engine_for(server, clock=Ticks()))

    assert [chunk.text for chunk in chunks] == ["Hel", "lo", ""]
    last = chunks[-1]
    assert last.stop_reason is StopReason.STOP
    assert last.usage is not None
    assert (last.usage.prompt_tokens, last.usage.completion_tokens) == (12, 5)
    assert last.usage.ttft_s == 1.0
    assert last.usage.tokens_per_s == 4.0


def test_the_request_goes_out_whole_with_the_key_in_its_header_alone() -> None:
    with OpenAIServer(answer("x")) as server:
        ask(engine_for(server))

    (received,) = server.received
    assert received.path == "/v1/chat/completions"
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.body == {
        "model": "test-model",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
        "max_tokens": 9,
        "temperature": 0.0,
        "stop": ["\n\n"],
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_without_the_servers_counts_the_pieces_are_counted() -> None:
    with OpenAIServer(answer("a", "b", "c")) as server:
        usage = ask(engine_for(server))[-1].usage

    assert usage is not None
    assert usage.completion_tokens == 3


def test_an_answer_that_is_complete_stands_though_the_connection_breaks_after_it() -> None:
    def reply(exchange: Any) -> None:
        exchange.begin()
        exchange.piece("all")
        exchange.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "length"}]})
        exchange.cut()

    with OpenAIServer(reply) as server:
        chunks = ask(engine_for(server))

    assert text_of(chunks) == "all"
    assert chunks[-1].stop_reason is StopReason.LENGTH


def test_a_filtered_answer_ends_with_that_reason() -> None:
    with OpenAIServer(answer("a", finish="content_filter")) as server:
        assert ask(engine_for(server))[-1].stop_reason is StopReason.CONTENT_FILTER


def test_an_engine_can_be_used_again_after_it_was_closed() -> None:
    with OpenAIServer(answer("x")) as server:
        engine = engine_for(server)

        assert text_of(ask(engine)) == text_of(ask(engine)) == "x"


def test_nothing_is_opened_and_the_sdk_is_not_loaded_before_the_first_request() -> None:
    code = (
        "import sys; from app.core.providers import ProviderSettings; from app.engines.cloud import CloudEngine\n"
        "engine = CloudEngine(ProviderSettings(), lambda: 'k'); engine.info\n"
        "assert not {'openai', 'httpx', 'httpx2', 'keyring'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


# ---- key and model


def test_a_server_on_this_machine_needs_no_key() -> None:
    with OpenAIServer(answer("x")) as server:
        assert text_of(ask(engine_for(server, key=None))) == "x"


def test_a_server_elsewhere_needs_a_key_and_is_not_called_without_one() -> None:
    with OpenAIServer(answer("x")) as server:
        raised = raised_by(server, key=None, base_url="https://api.example.com/v1")

    assert isinstance(raised, KeyMissing)
    assert "api.example.com" in raised.message
    assert raised.hint


def test_a_key_with_characters_that_no_header_can_hold_is_not_accepted_and_not_shown() -> None:
    with OpenAIServer(answer("x")) as server:
        raised = raised_by(server, key="schlüssel")

    assert isinstance(raised, AuthenticationFailed)
    assert "schlüssel" not in f"{raised.message}{raised.hint}"


def test_a_key_that_is_changed_counts_from_the_next_request_on() -> None:
    keys = iter(["first", "second"])
    with OpenAIServer(answer("x")) as server:
        engine = CloudEngine(ProviderSettings(server.base_url, "m"), lambda: next(keys))
        ask(engine, REQUEST, REQUEST)

    assert [one.headers["authorization"] for one in server.received] == ["Bearer first", "Bearer second"]


def test_without_a_named_model_the_servers_first_that_chats_is_taken_and_remembered() -> None:
    with OpenAIServer(answer("x"), models=["text-embedding-3", "llama-3", "other"]) as server:
        engine = engine_for(server, model="")
        ask(engine, REQUEST, REQUEST)

    assert [body["model"] for body in server.bodies] == ["llama-3", "llama-3"]
    assert server.listings == 1
    assert engine.info.model == "llama-3"


def test_a_server_without_any_model_says_so() -> None:
    with OpenAIServer(answer("x"), models=[]) as server:
        raised = raised_by(server, model="")

    assert "has no model" in raised.message
    assert raised.hint


def test_a_model_that_is_not_there_comes_with_the_names_of_those_that_are() -> None:
    gone = error(404, "The model 'test-model' does not exist", code="model_not_found")
    with OpenAIServer(gone, models=["llama-3", "qwen"]) as server:
        raised = raised_by(server)

    assert isinstance(raised, EngineError)
    assert "does not exist" in raised.message
    assert raised.hint == "Choose one of the server's models in the settings: llama-3, qwen."


def test_a_model_that_is_not_there_is_told_even_if_the_server_lists_none() -> None:
    gone = error(404, "model 'test-model' not found")
    with OpenAIServer(gone, models=error(500)) as server:
        assert "not found" in raised_by(server).message


def test_check_says_who_answers_and_how_quickly() -> None:
    with OpenAIServer(answer("OK")) as server:
        engine = engine_for(server, clock=Ticks())
        sentence = use(engine, engine.check)

    assert sentence.startswith("127.0.0.1:")
    assert "answers with test-model in " in sentence


def test_check_raises_what_a_run_would_raise() -> None:
    with OpenAIServer(error(401, "bad key")) as server:
        engine = engine_for(server)
        with pytest.raises(AuthenticationFailed):
            use(engine, engine.check)


def test_a_page_in_place_of_the_list_of_models_is_a_protocol_error() -> None:
    with OpenAIServer(answer("x"), models=page()) as server:
        assert isinstance(raised_by(server, model=""), ProtocolError)


# ---- what the answer must satisfy


def test_a_schema_goes_out_as_response_format() -> None:
    with OpenAIServer(answer('{"name": "A"}')) as server:
        ask(engine_for(server), CompletionRequest(REQUEST.messages, output=OutputSpec.json(PERSON)))

    assert server.bodies[0]["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": PERSON, "strict": True},
    }


def test_a_choice_goes_out_as_an_enum_and_its_answer_can_be_extracted() -> None:
    spec = OutputSpec.choice(["e4", "Nf3"])
    with OpenAIServer(answer('{"choice": ', '"Nf3"}')) as server:
        chunks = ask(engine_for(server), CompletionRequest(REQUEST.messages, output=spec))

    schema = server.bodies[0]["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["choice"]["enum"] == ["e4", "Nf3"]
    assert extract(text_of(chunks), spec) == "Nf3"


def test_text_code_and_grammars_send_no_response_format() -> None:
    with OpenAIServer(answer("x")) as server:
        ask(
            engine_for(server),
            CompletionRequest(REQUEST.messages, output=OutputSpec.text(gbnf='root ::= "a"')),
            CompletionRequest(REQUEST.messages, output=OutputSpec.code("sql")),
        )

    assert all("response_format" not in body and "grammar" not in body for body in server.bodies)


def formats(server: OpenAIServer) -> list[Any]:
    return [body.get("response_format", {}).get("type") for body in server.bodies]


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_refused_schema_falls_back_step_by_step_and_is_remembered(status: int) -> None:
    request = CompletionRequest(REQUEST.messages, output=OutputSpec.json(PERSON))
    with OpenAIServer(refusing("response_format", status=status, then=answer('{"name": "A"}'))) as server:
        chunks = ask(engine_for(server), request, request)

    assert text_of(chunks) == '{"name": "A"}'
    assert formats(server) == ["json_schema", "json_object", "json_object", None, None]
    assert server.bodies[1]["response_format"]["schema"] == PERSON
    assert "schema" not in server.bodies[2]["response_format"]


def test_a_server_that_knows_json_objects_alone_gets_them() -> None:
    request = CompletionRequest(REQUEST.messages, output=OutputSpec.json(PERSON))
    with OpenAIServer(refusing("response_format", "json_schema", then=answer("{}"))) as server:
        ask(engine_for(server), request, request)

    assert formats(server) == ["json_schema", "json_object", "json_object"]


def test_a_refused_request_for_usage_is_dropped_and_remembered() -> None:
    with OpenAIServer(refusing("stream_options", then=answer("x"))) as server:
        chunks = ask(engine_for(server), REQUEST, REQUEST)

    assert text_of(chunks) == "x"
    assert ["stream_options" in body for body in server.bodies] == [True, False, False]


def test_a_model_that_wants_its_limit_by_another_name_gets_it() -> None:
    refusal = error(
        400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", param="max_tokens"
    )
    with OpenAIServer(refusal, answer("x")) as server:
        assert text_of(ask(engine_for(server))) == "x"

    assert "max_tokens" not in server.bodies[1]
    assert server.bodies[1]["max_completion_tokens"] == 9


def test_a_refusal_of_something_else_is_not_sent_again() -> None:
    with OpenAIServer(error(400, "messages must alternate")) as server:
        raised = raised_by(server)

    assert len(server.received) == 1
    assert "messages must alternate" in raised.message
    assert not raised.retryable


# ---- trying again


def test_a_server_error_is_tried_again_and_the_wait_is_told() -> None:
    waits = Waits()
    with OpenAIServer(error(500), error(503), answer("fine")) as server:
        chunks = ask(engine_for(server, sleep=waits))

    assert text_of(chunks) == "fine"
    assert waits.seconds == [0.5, 1.0]
    assert sum(chunk.notice is not None for chunk in chunks) == 2


def test_jitter_shortens_the_waits() -> None:
    waits = Waits()
    with OpenAIServer(error(500), answer("fine")) as server:
        ask(engine_for(server, sleep=waits, jitter=lambda: 1.0))

    assert waits.seconds == [0.375]


def test_a_server_that_stays_broken_is_given_up_after_the_last_try() -> None:
    with OpenAIServer(error(500, "it broke")) as server:
        raised = raised_by(server)

    assert len(server.received) == 3
    assert isinstance(raised, ConnectFailed)
    assert "it broke" in raised.message


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:30 GMT", "Date": "Wed, 21 Oct 2015 07:28:00 GMT"}, 30.0),
        ({"Retry-After": "soon"}, 0.5),
    ],
)
def test_a_rate_limit_waits_as_long_as_the_server_asks(headers: dict[str, str], waited: float) -> None:
    waits = Waits()
    with OpenAIServer(error(429, "slow down", headers=headers), answer("fine")) as server:
        assert text_of(ask(engine_for(server, sleep=waits))) == "fine"

    assert waits.seconds == [waited]


def test_a_wait_of_minutes_is_left_to_the_person() -> None:
    waits = Waits()
    with OpenAIServer(error(429, "slow down", headers={"Retry-After": "3600"})) as server:
        raised = raised_by(server, sleep=waits)

    assert isinstance(raised, RateLimited)
    assert raised.retry_after_s == 3600
    assert waits.seconds == []


def test_a_server_that_is_not_there_is_tried_again_and_then_named() -> None:
    with OpenAIServer(answer("x")) as server:
        base_url = server.base_url
    waits = Waits()
    engine = CloudEngine(ProviderSettings(base_url, "m", 10.0, 1), lambda: KEY, sleep=waits)

    with pytest.raises(ConnectFailed, match="cannot be reached"):
        ask(engine)

    assert len(waits.seconds) == 1


# ---- errors, each mapped once


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (error(401, "Incorrect API key provided", code="invalid_api_key"), AuthenticationFailed, "Incorrect API key"),
        (error(403, "Country not supported"), AuthenticationFailed, "Country not supported"),
        (error(429, "You exceeded your quota", code="insufficient_quota"), QuotaExceeded, "quota"),
        (error(402, "Insufficient Balance"), QuotaExceeded, "Balance"),
        (error(400, "flagged", code="content_filter"), ContentRefused, "flagged"),
        (error(400, "x", code="data_inspection_failed"), ContentRefused, "x"),
        (error(404, body={"detail": "Not Found"}), EngineError, "Not Found"),
        (error(400, body={"error": "a plain string"}), EngineError, "a plain string"),
        (page(404), EngineError, "Hello"),
        (page(200), ProtocolError, "text/html"),
        (events("data: {oh no"), ProtocolError, "not in the protocol"),
        (events("data: [1]"), ProtocolError, "no object"),
        (events('data: {"choices": "x"}'), ProtocolError, "choices"),
        (events('data: {"error": {"message": "bad things", "code": "x"}}'), EngineError, "bad things"),
        (events(), ConnectFailed, "before its answer began"),
    ],
)
def test_what_goes_wrong_is_mapped_without_a_second_try(reply: Reply, kind: type[AppError], words: str) -> None:
    with OpenAIServer(reply) as server:
        raised = raised_by(server)

    assert type(raised) is kind
    assert words in raised.message
    assert len(server.received) == 1


OPENAI_OVERFLOW = (
    "This model's maximum context length is 4097 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the"
    " completion). Please reduce the length of the messages or completion."
)


@pytest.mark.parametrize(
    ("reply", "prompt_tokens", "limit_tokens"),
    [
        (error(400, OPENAI_OVERFLOW, code="context_length_exceeded"), 4000, 4097),
        (error(400, "maximum context length is 512 tokens. However, your messages resulted in 600 tokens."), 600, 512),
        (error(500, "Requested tokens (600) exceed context window of 512"), 600, 512),
        (error(400, "too large", type="exceed_context_size_error", n_prompt_tokens=700, n_ctx=512), 700, 512),
        (error(400, "prompt is too long: 210000 tokens > 200000 maximum"), 210000, 200000),
        (error(400, "no numbers", code="context_length_exceeded"), None, None),
    ],
)
def test_a_prompt_that_is_too_long_comes_with_the_numbers(
    reply: Reply, prompt_tokens: int | None, limit_tokens: int | None
) -> None:
    with OpenAIServer(reply) as server:
        raised = raised_by(server)

    assert isinstance(raised, ContextOverflow)
    assert (raised.prompt_tokens, raised.limit_tokens) == (prompt_tokens, limit_tokens)
    assert len(server.received) == 1


def test_a_stream_that_is_cut_gives_its_text_and_then_an_error_and_no_second_try() -> None:
    with OpenAIServer(cut_off("so ", "far")) as server:
        engine = engine_for(server)
        seen: list[Chunk] = []

        async def work() -> None:
            async for chunk in engine.stream(REQUEST):
                seen.append(chunk)

        with pytest.raises(ConnectFailed, match="in the middle"):
            use(engine, work)

    assert text_of(seen) == "so far"
    assert len(server.received) == 1


def test_an_end_without_a_reason_is_a_cut() -> None:
    with OpenAIServer(answer("so far", finish=None, done=False)) as server:
        assert isinstance(raised_by(server), ConnectFailed)


def test_an_error_event_before_the_first_piece_is_tried_again() -> None:
    busy = events('data: {"error": {"message": "overloaded", "type": "server_error"}}')
    with OpenAIServer(busy, answer("fine")) as server:
        assert text_of(ask(engine_for(server))) == "fine"


@pytest.mark.parametrize("hang", [Hang(begins=False), Hang(), Hang(["a"])], ids=["headers", "first", "next"])
def test_silence_ends_in_a_timeout(hang: Hang) -> None:
    with OpenAIServer(hang) as server:
        raised = raised_by(server, timeout_s=0.2)

        assert isinstance(raised, EngineTimeout)
        assert raised.after_s == 0.2
        assert hang.left.wait(5)


def test_cancelling_closes_the_connection_at_once() -> None:
    hang = Hang(["a"])
    with OpenAIServer(hang) as server:
        engine = engine_for(server)

        async def work() -> None:
            got_one = asyncio.Event()

            async def consume() -> None:
                async for _ in engine.stream(REQUEST):
                    got_one.set()

            task = asyncio.create_task(consume())
            await got_one.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(hang.left.wait, 5)

        use(engine, work)


def test_closing_the_iterator_closes_the_connection_at_once() -> None:
    hang = Hang(["a"])
    with OpenAIServer(hang) as server:
        engine = engine_for(server)

        async def work() -> None:
            stream = engine.stream(REQUEST)
            assert (await anext(stream)).text == "a"
            await stream.aclose()
            assert await asyncio.to_thread(hang.left.wait, 5)

        use(engine, work)


@pytest.mark.parametrize("base_url", ["nonsense", "ftp://x/v1", "http://[::1/v1", "http://x:y/v1", ""])
def test_a_base_url_that_is_none_is_said_to_be(base_url: str) -> None:
    with OpenAIServer(answer("x")) as server:
        raised = raised_by(server, base_url=base_url)

    assert isinstance(raised, EngineError)
    assert raised.hint


def test_a_proxy_that_cannot_be_used_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://127.0.0.1:1")
    with OpenAIServer(answer("x")) as server:
        raised = raised_by(server, base_url="https://api.example.com/v1")

    assert isinstance(raised, EngineError)
    assert "proxy" in raised.hint


def test_a_proxy_of_the_environment_is_not_used_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with OpenAIServer(answer("x")) as server:
        assert text_of(ask(engine_for(server))) == "x"


# ---- secrets


@pytest.mark.parametrize(
    "reply",
    [
        error(401, f"Incorrect API key provided: {KEY}."),
        error(401, "Incorrect API key provided: sk-test-****cdef."),
        error(400, f"header was Bearer {KEY}"),
        error(500, f"trace: {KEY}"),
        events('data: {"junk": "' + KEY + '"}'),
        events("data: {broken " + KEY),
        events('data: "' + KEY + '"'),
    ],
)
def test_a_key_that_a_server_echoes_comes_out_nowhere(reply: Reply, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with OpenAIServer(reply) as server:
        raised = raised_by(server)

    shown = f"{raised!r} {raised.message} {raised.hint} {getattr(raised, 'line', '')} {caplog.text}"
    assert KEY not in shown
    assert "cdef" not in shown
    assert raised.__cause__ is None
    assert raised.__context__ is None or raised.__suppress_context__


def test_who_pays_at_openai_is_not_told_to_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-secret")
    with OpenAIServer(answer("x")) as server:
        ask(engine_for(server))

    assert "secret" not in str(server.received[0].headers)


# ---- the offline lock


def test_with_the_lock_on_nothing_is_sent() -> None:
    with OpenAIServer(answer("x")) as server:
        raised = raised_by(server, offline=lambda: True)

    assert "offline lock" in raised.message
    assert server.received == []


def test_a_lock_that_is_turned_on_in_mid_answer_ends_it() -> None:
    locked = [False]
    with OpenAIServer(Hang(["a"])) as server:
        engine = engine_for(server, offline=lambda: locked[0])

        async def work() -> None:
            stream = engine.stream(REQUEST)
            await anext(stream)
            locked[0] = True
            with pytest.raises(EngineError, match="offline lock"):
                await anext(stream)

        use(engine, work)


def test_the_guard_stops_an_engine_that_knows_nothing_of_the_lock() -> None:
    code = """
import asyncio, sys
from app.core.messages import CompletionRequest, Message
from app.core.offline import SocketGuard
from app.core.providers import ProviderSettings
from app.engines.cloud import CloudEngine
from app.errors import EngineError
from tests.helpers.openai_server import OpenAIServer, answer

async def ask(url):
    engine = CloudEngine(ProviderSettings(url, "m", 10.0, 0), lambda: "k")
    try:
        return [chunk.text async for chunk in engine.stream(CompletionRequest((Message.user("Hi"),)))]
    finally:
        await engine.close()

guard = SocketGuard()
guard.install()
with OpenAIServer(answer("x")) as server:
    guard.set_locked(True)
    for url in (server.base_url, server.base_url.replace("127.0.0.1", "localhost"), "https://api.example.com/v1"):
        try:
            asyncio.run(ask(url))
        except EngineError as error:
            assert error.message.startswith("The offline lock is on"), error
        else:
            raise AssertionError("it answered")
    assert server.received == []
    guard.set_locked(False)
    assert asyncio.run(ask(server.base_url)) == ["x", ""]
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_a_key_in_an_answer_is_taken_out_however_it_is_cut(size: int) -> None:
    key = "sk-0123456789abcdef"
    text = f"sk-012 is not {key}, nor s{key}k-0123456789abcde"
    eraser = Eraser((key, "short"))
    shown = "".join(eraser.passed(text[n : n + size]) for n in range(0, len(text), size)) + eraser.rest()
    assert shown == text.replace(key, "[key hidden]")
