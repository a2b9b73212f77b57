from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import ConnectFailed, ContextOverflow, EngineError, ModelLoadError, ProtocolError
from app.worker import protocol
from app.worker.protocol import WorkerMessage


def test_a_message_survives_the_way_there_and_stays_on_one_line() -> None:
    message = WorkerMessage(3, "generate", {"messages": [{"role": "user", "content": "a\nb\u2028日"}]})

    line = protocol.encode(message)

    assert line.count(b"\n") == 1
    assert protocol.decode(line, protocol.COMMANDS) == message


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[]",
        b'{"id":1}',
        b'{"id":1,"type":"x"}',
        b'{"id":true,"type":"done"}',
        b'{"type":"done"}',
    ],
)
def test_anything_else_is_a_protocol_error(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        protocol.decode(line, protocol.EVENTS)


def test_errors_are_built_again_with_their_fields() -> None:
    sent = ModelLoadError("Cut off.", path=Path("/a/b.gguf"), reason="truncated", hint="Again.")

    got = protocol.error_from(protocol.error_body(sent))

    assert isinstance(got, ModelLoadError)
    assert (got.message, got.hint, got.path, got.reason) == ("Cut off.", "Again.", Path("/a/b.gguf"), "truncated")


def test_numbers_of_an_overflow_survive() -> None:
    got = protocol.error_from(protocol.error_body(ContextOverflow("Too long.", prompt_tokens=9, limit_tokens=8)))

    assert isinstance(got, ContextOverflow)
    assert (got.prompt_tokens, got.limit_tokens) == (9, 8)


def test_an_error_that_the_protocol_does_not_know_is_a_plain_engine_error() -> None:
    assert type(protocol.error_from(protocol.error_body(ConnectFailed("x")))) is EngineError
    assert type(protocol.error_from({"error": "Strange", "message": "y"})) is EngineError
