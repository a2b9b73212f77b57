from __future__ import annotations

import ssl

import httpx2
import openai
import pytest

from app.core.offline import OfflineLockError
from app.engines.cloud_errors import Failure, Peer, failure_of
from app.errors import ConnectFailed, EngineError, RateLimited

REQUEST = httpx2.Request("POST", "https://api.example.com/v1/chat/completions")
PEER = Peer("api.example.com", ("hush-hush",))


def broken_by(*causes: Exception) -> openai.APIConnectionError:
    error = openai.APIConnectionError(request=REQUEST)
    outer: BaseException = error
    for cause in causes:
        outer.__cause__ = cause
        outer = cause
    return error


def event_error(message: str, **fields: object) -> Failure:
    return failure_of(openai.APIError(message, REQUEST, body={"message": message, **fields}), PEER)


def test_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    failure = failure_of(
        broken_by(httpx2.ConnectError("x"), ssl.SSLCertVerificationError("CERTIFICATE_VERIFY_FAILED")), PEER
    )

    assert isinstance(failure.error, ConnectFailed)
    assert "secure connection" in failure.error.message
    assert not failure.is_transient


def test_the_innermost_cause_is_what_is_told_and_without_keys() -> None:
    failure = failure_of(broken_by(httpx2.ConnectError("All failed"), OSError("refused by hush-hush")), PEER)

    assert "refused by [key hidden]" in failure.error.message
    assert failure.is_transient
    assert failure.is_broken_connection


def test_a_connection_that_takes_too_long_says_so() -> None:
    assert "in time" in failure_of(openai.APITimeoutError(REQUEST), PEER).error.message


def test_the_offline_lock_is_found_behind_a_broken_connection() -> None:
    failure = failure_of(broken_by(httpx2.ConnectError("x"), OfflineLockError()), PEER)

    assert "offline lock" in failure.error.message
    assert not failure.is_transient


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"code": 429}, RateLimited),
        ({"code": 502}, ConnectFailed),
        ({"type": "server_error"}, ConnectFailed),
        ({"type": "rate_limit_error"}, RateLimited),
        ({"code": "odd"}, EngineError),
    ],
)
def test_an_error_event_is_read_by_its_code_and_type(fields: dict[str, object], kind: type[EngineError]) -> None:
    assert type(event_error("it went wrong", **fields).error) is kind


def test_what_a_server_says_at_length_is_shortened() -> None:
    assert len(event_error("x" * 10_000).error.message) < 500
