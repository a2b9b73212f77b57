from __future__ import annotations

from typing import Any

import pytest

from app.core.messages import Chunk, CompletionRequest, Message, StopReason, Usage
from app.engines.wire import parse_chunk, request_payload
from app.errors import ContentRefused, ProtocolError


def piece(delta: Any = None, finish: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        **more,
    }


def test_a_request_with_everything_becomes_a_whole_payload() -> None:
    request = CompletionRequest(
        (Message.system("Be brief."), Message.user("Hi")), max_tokens=7, temperature=0.5, seed=3, stop=("\n",)
    )

    assert request_payload(request) == {
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
        "max_tokens": 7,
        "temperature": 0.5,
        "seed": 3,
        "stop": ["\n"],
        "stream": True,
    }


def test_what_a_request_leaves_open_is_left_out_of_the_payload() -> None:
    payload = request_payload(CompletionRequest((Message.user("Hi"),), max_tokens=None))

    assert set(payload) == {"messages", "temperature", "stream"}


def test_a_delta_with_content_is_text() -> None:
    assert parse_chunk(piece({"content": " x"})) == Chunk(text=" x")


@pytest.mark.parametrize("delta", [{"role": "assistant"}, {"content": None}, {}, None])
def test_a_delta_without_content_is_an_empty_chunk(delta: Any) -> None:
    assert parse_chunk(piece(delta)) == Chunk()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("stop", StopReason.STOP),
        ("tool_calls", StopReason.STOP),
        ("eos_token", StopReason.STOP),
        ("length", StopReason.LENGTH),
        ("content_filter", StopReason.CONTENT_FILTER),
    ],
)
def test_finish_reasons_are_understood(name: str, reason: StopReason) -> None:
    assert parse_chunk(piece({}, name)).stop_reason is reason


def test_a_last_piece_of_usage_alone_is_read() -> None:
    obj = {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}}

    assert parse_chunk(obj) == Chunk(usage=Usage(5, 2))


def test_the_workers_own_times_are_read() -> None:
    obj = piece({}, "stop", usage={"prompt_tokens": 5, "completion_tokens": 2, "ttft_s": 0.25, "tokens_per_s": 40})

    assert parse_chunk(obj) == Chunk(stop_reason=StopReason.STOP, usage=Usage(5, 2, 0.25, 40.0))


def test_a_null_usage_in_each_piece_is_no_usage() -> None:
    assert parse_chunk(piece({"content": "a"}, usage=None)).usage is None


def test_content_in_parts_keeps_only_the_text() -> None:
    parts = [{"type": "thinking", "thinking": []}, {"type": "text", "text": "a"}, {"type": "text", "text": "b"}]

    assert parse_chunk(piece({"content": parts})).text == "ab"


def test_thoughts_are_a_notice_and_no_text() -> None:
    chunk = parse_chunk(piece({"content": None, "reasoning_content": "Let me see"}))

    assert chunk.text == ""
    assert chunk.notice is not None


@pytest.mark.parametrize(
    "obj",
    [
        {},
        {"error": {"message": "boom"}},
        {"choices": "x"},
        {"choices": ["x"]},
        piece("x"),
        piece({"content": 5}),
        piece({}, 5),
        piece({}, "error"),
        piece({}, usage=[]),
        piece({}, usage={"prompt_tokens": "many"}),
    ],
)
def test_what_contradicts_the_shape_is_a_protocol_error_that_holds_the_line(obj: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError) as caught:
        parse_chunk(obj)

    assert caught.value.line.startswith("{")


def test_the_line_of_a_protocol_error_is_shortened() -> None:
    with pytest.raises(ProtocolError) as caught:
        parse_chunk({"junk": "x" * 5000})

    assert len(caught.value.line) < 600


def test_a_refusal_in_its_own_field_is_content_refused() -> None:
    with pytest.raises(ContentRefused, match="cannot help"):
        parse_chunk(piece({"refusal": "I cannot help with that."}))
